"""What a chart shows, as plain frozen records: no Qt, no numpy, no sums.

A `Point` carries its value (pence, or a count), the same value as words for labels and tooltips, and an
opaque `key` that comes back when it is clicked. Every structure can say itself as a table (`as_table`), which
is what the table view, a screen reader and "Copy as table" use.

    axis = money_axis(955_000_000)                                    # £m, since the largest value is over £1m
    StackData(
        title="Project status by theme",
        category_title="Theme",
        categories=("Care Placement",),
        series=(Series("On target", "green", (Point(6, "6", key=("care", "on_target")),)),),
        axis=count_axis("Number of projects"),
    )
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, Protocol

from msgspec import Struct

from asc_desktop.domain.money import PENCE_IN_MILLION, words_for
from asc_desktop.ui.palette import ColourRole, Shape

Pattern = Literal["solid", "hatch"]

PENCE_IN_POUND: Final = 100
PENCE_IN_THOUSAND: Final = 100_000


class ValueAxis(Struct, frozen=True):
    """How values are read along the axis: `title` names the unit, and one step of it is worth `unit` of the values."""

    title: str
    unit: float = 1.0
    whole_numbers: bool = False

    def tick_text(self, value: float, step: float) -> str:
        """Return a tick's words, with as many decimals as the step needs."""
        shown, shown_step = value / self.unit, abs(step) / self.unit
        decimals = next(
            (d for d in range(4) if abs(shown_step * 10**d - round(shown_step * 10**d)) < 1e-6), 4
        )
        text = f"{abs(shown):,.{decimals}f}"
        return f"−{text}" if shown < 0 and float(text.replace(",", "")) else text


def money_axis(largest_pence: float, title: str = "{unit}") -> ValueAxis:
    """Return an axis in £m, £000 or £, whichever the largest amount (pence, either sign) reads best in.

    `title` may put words round the unit: ``"Savings, {unit}"``.
    """
    size = abs(largest_pence)
    if size >= PENCE_IN_MILLION:
        return ValueAxis(title.format(unit="£m"), PENCE_IN_MILLION)
    if size >= 10 * PENCE_IN_THOUSAND:
        return ValueAxis(title.format(unit="£000"), PENCE_IN_THOUSAND)
    return ValueAxis(title.format(unit="£"), PENCE_IN_POUND)


def money_words(largest_pence: float) -> Callable[[int], str]:
    """Return how amounts beside such an axis are said: in millions, or in full where the largest is under one."""
    return words_for(round(largest_pence))


def count_axis(title: str) -> ValueAxis:
    """Return an axis of whole numbers; `title` says of what."""
    return ValueAxis(title, whole_numbers=True)


class Point(Struct, frozen=True):
    """One value: its size, its words, more words for the tooltip, and the key sent when it is clicked."""

    value: float
    text: str
    key: object = None
    detail: str = ""

    def told(self, before: str) -> str:
        """Return the value's words after others, and its detail below them."""
        return f"{before}{self.text}\n{self.detail}" if self.detail else f"{before}{self.text}"


class ChartTable(Struct, frozen=True):
    """A chart in words: the first column names, the others hold figures as shown, or words where it `is_words`."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_words: bool = False

    def as_text(self) -> str:
        """Return the table as tab-separated lines, for a spreadsheet."""
        return "\n".join("\t".join(row) for row in (self.header, *self.rows))


class Series(Struct, frozen=True):
    """One colour of a stack. `points` stand in the order of the categories. `shape` None takes the colour's own."""

    label: str
    role: ColourRole
    points: tuple[Point, ...]
    shape: Shape | None = None
    pattern: Pattern = "solid"


class StackData(Struct, frozen=True):
    """Stacked bars, across for categories with long names or `is_upright` for periods.

    Values are 0 or more; upright, those that are less are stacked below nought.

    `totals` are the words at each bar's end: one for each category, or none at all; `total_title` is what they are.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: ValueAxis
    category_title: str = ""
    totals: tuple[str, ...] = ()
    total_title: str = "Total"
    is_upright: bool = False
    opens_at: int = 0
    """How many of the last categories a chart over time shows at first; 0 for all."""

    def __post_init__(self) -> None:
        """Refuse series that do not fit the categories: a bar would be drawn under the wrong name."""
        for series in self.series:
            _same_length(len(series.points), len(self.categories), series.label)
        if self.totals:
            _same_length(len(self.totals), len(self.categories), "totals")

    def as_table(self) -> ChartTable:
        """Return a row for each category and a column for each series."""
        total = (self.total_title,) if self.totals else ()
        return ChartTable(
            (self.category_title, *(series.label for series in self.series), *total),
            tuple(
                (
                    category,
                    *(series.points[index].text for series in self.series),
                    *((self.totals[index],) if self.totals else ()),
                )
                for index, category in enumerate(self.categories)
            ),
        )


BarKind = Literal["reference", "reference_step", "total", "step"]


class BridgeStep(Struct, frozen=True):
    """One bar of a bridge.

    reference: from zero, and the steps after it start from where they were (a target that the steps then build up to).
    reference_step: the same, but on top of the reference before it (what slipped in, on top of the target).
    total: from zero, and the steps after it start at its top. step: from the level so far, up or down by its value.
    """

    label: str
    point: Point
    role: ColourRole
    kind: BarKind = "step"
    pattern: Pattern = "solid"


class BridgeData(Struct, frozen=True):
    """A bridge (waterfall) of steps."""

    title: str
    steps: tuple[BridgeStep, ...]
    axis: ValueAxis
    category_title: str = ""

    def spans(self) -> tuple[tuple[float, float], ...]:
        """Return each bar's (from, to) value."""
        level, reference, spans = 0.0, 0.0, []
        for step in self.steps:
            if step.kind == "step":
                spans.append((level, level + step.point.value))
                level += step.point.value
            elif step.kind == "reference_step":
                spans.append((reference, reference + step.point.value))
                reference += step.point.value
            else:
                spans.append((0.0, step.point.value))
                reference = step.point.value
                level = reference if step.kind == "total" else level
        return tuple(spans)

    def as_table(self) -> ChartTable:
        """Return a row for each bar."""
        return ChartTable(
            (self.category_title, "Amount"),
            tuple((step.label.replace("\n", " "), step.point.text) for step in self.steps),
        )


class LineSeries(Struct, frozen=True):
    """One line. A None is a period without a value: the line stops there and goes on after it."""

    label: str
    role: ColourRole
    points: tuple[Point | None, ...]
    is_dashed: bool = False


class Band(Struct, frozen=True):
    """A shaded range behind the lines: in each period from one value to another, or None. `texts` say it in words."""

    label: str
    role: ColourRole
    edges: tuple[tuple[float, float] | None, ...]
    texts: tuple[str, ...]


class LineData(Struct, frozen=True):
    """Lines over periods, with ranges shaded behind them."""

    title: str
    categories: tuple[str, ...]
    series: tuple[LineSeries, ...]
    axis: ValueAxis
    category_title: str = "Month"
    bands: tuple[Band, ...] = ()
    opens_at: int = 0
    """How many of the last periods a chart over time shows at first; 0 for all."""

    def __post_init__(self) -> None:
        """Refuse series that do not fit the periods."""
        for series in self.series:
            _same_length(len(series.points), len(self.categories), series.label)
        for band in self.bands:
            _same_length(len(band.edges), len(self.categories), band.label)
            _same_length(len(band.texts), len(self.categories), band.label)

    def as_table(self) -> ChartTable:
        """Return a row for each period and a column for each line and range."""
        return ChartTable(
            (
                self.category_title,
                *(series.label for series in self.series),
                *(band.label for band in self.bands),
            ),
            tuple(
                (
                    category,
                    *(
                        point.text if (point := series.points[index]) is not None else ""
                        for series in self.series
                    ),
                    *(band.texts[index] for band in self.bands),
                )
                for index, category in enumerate(self.categories)
            ),
        )


class VarianceData(Struct, frozen=True):
    """One bar for each category, to the right of zero for a positive value and to the left for a negative one.

    `positive_role` and `negative_role` are the colours of good and bad, which depend on what is measured: an
    overspend is positive and bad.
    """

    title: str
    categories: tuple[str, ...]
    points: tuple[Point, ...]
    axis: ValueAxis
    category_title: str = ""
    value_title: str = "Variance"
    positive_role: ColourRole = "green"
    negative_role: ColourRole = "red"

    def __post_init__(self) -> None:
        """Refuse points that do not fit the categories."""
        _same_length(len(self.points), len(self.categories), "points")

    def as_table(self) -> ChartTable:
        """Return a row for each category."""
        return ChartTable(
            (self.category_title, self.value_title),
            tuple(
                (category, point.text) for category, point in zip(self.categories, self.points, strict=True)
            ),
        )


class HeatCell(Struct, frozen=True):
    """One cell of a grid: its place is its order. `mark` stands small in its corner, `text` large, `detail` below.

    `words` say it all for the tooltip, `table` for the table view. `is_solid` fills it with the role's full colour.
    """

    role: ColourRole
    is_solid: bool
    mark: str
    text: str
    detail: str
    words: str
    table: str
    key: object = None


class HeatMove(Struct, frozen=True):
    """An arrow from one cell to another, each by row and column from the top left, counted from 0."""

    start: tuple[int, int]
    end: tuple[int, int]
    words: str


class HeatMapData(Struct, frozen=True):
    """A grid of coloured cells, row by row from the top, with arrows between them.

    `legend` explains each fill: words, role and whether it is solid. `chosen` is the key of the cell with a ring;
    `note` stands at the foot and says what the arrows mean.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    cells: tuple[HeatCell, ...]
    legend: tuple[tuple[str, ColourRole, bool], ...] = ()
    moves: tuple[HeatMove, ...] = ()
    chosen: object = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse cells that do not fill the grid."""
        _same_length(len(self.cells), len(self.rows) * len(self.columns), "cells")

    def cell(self, row: int, column: int) -> HeatCell:
        """Return the cell at a place, counted from 0 at the top left."""
        return self.cells[row * len(self.columns) + column]

    def as_table(self) -> ChartTable:
        """Return a row for each row of the grid."""
        return ChartTable(
            (self.row_title, *(f"{self.column_title} {column}" for column in self.columns)),
            tuple(
                (name, *(self.cell(row, column).table for column in range(len(self.columns))))
                for row, name in enumerate(self.rows)
            ),
        )


class ChartData(Protocol):
    """What any chart shows: a title, and itself as a table."""

    @property
    def title(self) -> str:
        """The chart's name."""

    def as_table(self) -> ChartTable:
        """Return the figures in words."""


def _same_length(found: int, wanted: int, what: str) -> None:
    if found != wanted:
        message = f"{what}: {found} values for {wanted} categories"
        raise ValueError(message)
