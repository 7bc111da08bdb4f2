"""How a timeline is looked at: which days, how large, how far down, what is folded. No Qt, no drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineGroup, TimelineRow

HEAD: Final = 54.0
"""Height of the dates above the rows, which stay in sight."""

GROUP_HEIGHT: Final = 25.0
ROW_HEIGHT: Final = 31.0
LEAST_ROW_HEIGHT: Final = 14.0
"""The least in which a row's name can be read."""

NAMED_FROM: Final = 27.0
"""The height of a row from which its markers have their names above them."""

MARK: Final = 13.0
"""Across a marker, where the row is high enough."""

LEAST_SCALE, MOST_SCALE = 0.1, 12.0
"""Pixels for a day: ten years on a narrow screen, and a fortnight."""

SCALES: Final = {"months": 3.0, "quarters": 1.1, "years": 0.3}
"""Pixels for a day at which months, quarters and years read well."""


class TimelineView(Struct, frozen=True):
    """`left` is the day at the plot's left edge, an ordinal; `scale` pixels for a day; `top` pixels scrolled down."""

    left: float
    scale: float
    top: float = 0.0
    folded: frozenset[object] = frozenset()
    chosen: object = None
    row_height: float = ROW_HEIGHT
    fits: bool = False
    """Whether rows are as low as it takes to see all of them, as far as their names can be read."""

    @property
    def has_names(self) -> bool:
        """Whether markers have their names above them."""
        return self.row_height >= NAMED_FROM

    @property
    def bar_at(self) -> float:
        """From a row's top to the middle of its bar, below the markers' names where there are some."""
        return self.row_height - 9.5 if self.has_names else self.row_height / 2

    @property
    def mark(self) -> float:
        """Across a marker."""
        return min(MARK, self.row_height - 3)

    @property
    def group_height(self) -> float:
        """Of a group's heading."""
        return min(GROUP_HEIGHT, self.row_height + 4)

    def x(self, day: float) -> float:
        """Return a day's place in pixels from the plot's left edge."""
        return (day - self.left) * self.scale

    def zoomed(self, factor: float, at: float) -> TimelineView:
        """Return the view larger by a factor, with the day `at` pixels from the left where it was."""
        scale = min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE)
        return replace(self, scale=scale, left=self.left + at / self.scale - at / scale)

    def kept_within(self, data: TimelineData, width: float, height: float) -> TimelineView:
        """Return the view moved so that the chart's first and last day stay left and right of its middle or on it."""
        first, last = data.days
        half = width / self.scale / 2
        low, high = first - half, last - half
        view = replace(
            self, row_height=fitted_row_height(data, self.folded, height) if self.fits else ROW_HEIGHT
        )
        most = max(total_height(data, view) - height, 0.0)
        return replace(view, left=min(max(self.left, low), high), top=min(max(self.top, 0.0), most))


class Line(Struct, frozen=True):
    """A line of the chart: a group's heading where `row` is None."""

    top: float
    height: float
    group: TimelineGroup
    row: TimelineRow | None

    @property
    def key(self) -> object:
        """The key of the row or the group."""
        return self.row.key if self.row is not None else self.group.key


def lines_of(data: TimelineData, view: TimelineView) -> Iterator[Line]:
    """Yield every line from the top, those of folded groups left out."""
    top = 0.0
    for group in data.groups:
        yield Line(top, view.group_height, group, None)
        top += view.group_height
        if group.key in view.folded:
            continue
        for row in group.rows:
            yield Line(top, view.row_height, group, row)
            top += view.row_height


def total_height(data: TimelineData, view: TimelineView) -> float:
    """Return the height of every line together."""
    rows = sum(len(group.rows) for group in data.groups if group.key not in view.folded)
    return view.group_height * len(data.groups) + view.row_height * rows


def fitted_row_height(data: TimelineData, folded: frozenset[object], height: float) -> float:
    """Return the height of a row by which every line is in sight, as far as its name can still be read."""
    rows = sum(len(group.rows) for group in data.groups if group.key not in folded)
    groups = len(data.groups)
    # A heading is 4 higher than a row until it is as high as it gets.
    low = (height - 4 * groups) / max(rows + groups, 1)
    high = (height - GROUP_HEIGHT * groups) / max(rows, 1)
    found = low if low + 4 <= GROUP_HEIGHT else high
    return float(int(min(max(found, LEAST_ROW_HEIGHT), ROW_HEIGHT)))


def starting_view(data: TimelineData, width: float, today: int) -> TimelineView:
    """Return the view to begin with: nine months back from today and fifteen ahead."""
    scale = min(max(width / 730, LEAST_SCALE), MOST_SCALE)
    return TimelineView(left=today - 275, scale=scale).kept_within(data, width, 1e9)


class Tick(Struct, frozen=True):
    """A stretch of the axis: its first day, the one after its last, as ordinals, and its words, long before short."""

    start: int
    end: int
    words: tuple[str, ...]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUARTERS = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")
_LEAST_TICK = 27.0


def ticks(view: TimelineView, width: float) -> tuple[list[Tick], list[Tick]]:
    """Return the financial years in sight, and the months or quarters, whichever can be read; none where neither."""
    first, last = int(view.left), int(view.left + width / view.scale) + 1
    years = _stretches(first, last, 12)
    if view.scale * 30 >= _LEAST_TICK:
        return years, _stretches(first, last, 1)
    if view.scale * 91 >= _LEAST_TICK:
        return years, _stretches(first, last, 3)
    return years, []


def _stretches(first: int, last: int, months: int) -> list[Tick]:
    """Return the stretches of so many months that meet these days; years begin in April, quarters in step with them."""
    day = date.fromordinal(first)
    count = day.year * 12 + day.month - 1
    count -= (count - 3) % months
    found = []
    while (start := _ordinal(count)) <= last:
        found.append(Tick(start, _ordinal(count + months), _words(count, months)))
        count += months
    return found


def _ordinal(count: int) -> int:
    return date(count // 12, count % 12 + 1, 1).toordinal()


def _words(count: int, months: int) -> tuple[str, ...]:
    year, month = divmod(count, 12)
    if months == 12:
        return (f"{year}/{(year + 1) % 100:02d}", f"{year % 100:02d}/{(year + 1) % 100:02d}")
    if months == 3:
        return (_QUARTERS[month // 3], f"Q{((month - 3) // 3) % 4 + 1}")
    return (f"{_MONTHS[month]} {year}", _MONTHS[month])
