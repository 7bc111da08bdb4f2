"""Charts over time: which months are in sight, where the plot and its axes are, and all that is written over the plot.

pyqtgraph draws lines, bars and axes (`plot`). This says where, without it, and makes the places that can be pointed at.
"""

from __future__ import annotations

from math import ceil, floor

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.bars import (
    column_range,
    draw_stack_legend,
    label_segment,
    segment_words,
    stack_legend_height,
)
from asc_desktop.ui.charts.data import LineData, StackData
from asc_desktop.ui.charts.lines import END_GAP, draw_ends, end_words, line_range
from asc_desktop.ui.charts.marks import RIGHT, ChartLayout, Sheet, label_font
from asc_desktop.ui.charts.scale import TITLE_HEIGHT, Scale, upright_scale, value_axis_width
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import Palette

TimeData = LineData | StackData

LEAST_SHOWN = 3.0
"""The fewest months that a view can be narrowed to."""

BAR_SHARE = 0.66
STEPS = (1, 2, 3, 6, 12, 24, 60)
"""Every how many months one is named."""


class TimeView(Struct, frozen=True):
    """The months in sight, counted from nought: the third reaches from 1.5 to 2.5."""

    left: float
    right: float

    @property
    def span(self) -> float:
        """How many months are in sight."""
        return self.right - self.left

    def zoomed(self, factor: float, count: int) -> TimeView:
        """Return the view of fewer months, by a factor, round its middle."""
        span = min(max(self.span / factor, min(LEAST_SHOWN, count)), count)
        middle = (self.left + self.right) / 2
        return TimeView(middle - span / 2, middle + span / 2).moved(0, count)

    def moved(self, by: float, count: int) -> TimeView:
        """Return the view so many months later, and never beyond the first or the last."""
        left = max(min(self.left + by, count - 0.5 - self.span), -0.5)
        return TimeView(left, left + self.span)

    def holds(self, index: int) -> bool:
        """Whether all of a month is in sight."""
        return self.left <= index - 0.49 and index + 0.49 <= self.right


class TimeFrame(Struct, frozen=True, eq=False):
    """The plot in pixels, its values from foot to top, and the months that are named below it."""

    plot: QRectF
    scale: Scale
    named: tuple[int, ...]
    pitch: float
    """Pixels for a month."""

    def x(self, index: float, view: TimeView) -> float:
        """Return where the middle of a month is."""
        return self.plot.left() + (index - view.left) * self.pitch


def starting_view(data: TimeData) -> TimeView:
    """Return the view to begin with: what the data opens at, to its last month."""
    count = max(len(data.categories), 1)
    shown = min(data.opens_at or count, count)
    return TimeView(count - shown - 0.5, count - 0.5)


def whole_view(data: TimeData) -> TimeView:
    """Return the view of every month."""
    return TimeView(-0.5, max(len(data.categories), 1) - 0.5)


def months_in(view: TimeView, count: int) -> range:
    """Return the months whose middle is in sight."""
    return range(max(ceil(view.left), 0), min(floor(view.right), count - 1) + 1)


def in_sight(data: TimeData, view: TimeView) -> TimeData:
    """Return the same data with the months in sight and no others, which is what a picture is of."""
    held = months_in(view, len(data.categories))
    part = slice(held.start, held.stop)
    if isinstance(data, LineData):
        return replace(
            data,
            categories=data.categories[part],
            series=tuple(replace(series, points=series.points[part]) for series in data.series),
            bands=tuple(replace(band, edges=band.edges[part], texts=band.texts[part]) for band in data.bands),
        )
    return replace(
        data,
        categories=data.categories[part],
        series=tuple(replace(series, points=series.points[part]) for series in data.series),
        totals=data.totals[part],
    )


def places_of(data: TimeData, months: range) -> list[tuple[int, int]]:
    """Return which series and month each place is of that can be pointed at, in the layout's order."""
    if isinstance(data, LineData):
        return [
            (at, month) for at in range(len(data.series)) for month in months if has_place(data, at, month)
        ]
    return [(at, month) for month in months for at in range(len(data.series)) if has_place(data, at, month)]


def has_place(data: TimeData, series: int, month: int) -> bool:
    """Whether a series shows anything in a month."""
    point = data.series[series].points[month]
    return point is not None and (isinstance(data, LineData) or point.value != 0)


def month_name(data: TimeData, index: int) -> str:
    """Return a month's name on one line."""
    return data.categories[index].replace("\n", " ")


def reading(data: TimeData, index: int) -> str:
    """Return all that a chart shows of one month, the month first, a line for each figure."""
    lines = [month_name(data, index)]
    for series in data.series:
        point = series.points[index]
        if point is not None and (point.value or isinstance(data, LineData)):
            lines.append(f"{series.label}: {point.text}")
    if isinstance(data, LineData):
        lines += [f"{band.label}: {band.texts[index]}" for band in data.bands if band.texts[index]]
    elif data.totals:
        lines.append(f"{data.total_title}: {data.totals[index]}")
    return "\n".join(lines)


def frame_of(data: TimeData, view: TimeView, size: QSizeF) -> TimeFrame:
    """Return where the plot is at a size, and its axes. The values are those of the months in sight."""
    shown = in_sight(data, view)
    line = QFontMetricsF(label_font(11)).height()
    if isinstance(shown, LineData):
        low, high = line_range(shown)
        right, foot, top = end_words(shown, size.width())[1] + END_GAP + 4, line + 8, TITLE_HEIGHT + 4
    else:
        low, high = column_range(shown)
        # Half of the last month's name reaches beyond its column, however narrow that is.
        last = month_name(shown, len(shown.categories) - 1) if shown.categories else ""
        right = QFontMetricsF(label_font(11)).horizontalAdvance(last) / 2 + 2
        foot = line + 14 + stack_legend_height(shown, size.width())
        top = TITLE_HEIGHT + (line if shown.totals else 4)
    # As wide as the values of all months ask for, so that the plot stays where it is while the months pass by.
    every = line_range(data) if isinstance(data, LineData) else column_range(data)
    left = max(value_axis_width(low, high, data.axis), value_axis_width(*every, data.axis))
    plot = QRectF(left, top, max(size.width() - left - right, 10), max(size.height() - foot - top, 30))
    scale = upright_scale(low, high, plot.top(), plot.bottom(), data.axis)
    pitch = plot.width() / view.span
    return TimeFrame(plot, scale, _named(data, view, pitch), pitch)


def layout_over_time(data: TimeData, view: TimeView, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out what is written round and over the plot, and what can be pointed at in it."""
    sheet = Sheet(size, palette)
    frame = frame_of(data, view, size)
    font = label_font(11)
    unit = sheet.text(QRectF(0, 0, size.width(), TITLE_HEIGHT - 4), data.axis.title, font, palette.text_muted)
    months = months_in(view, len(data.categories))
    if len(months) < len(data.categories):
        words = f"{len(months)} of {len(data.categories)} shown"
        if QFontMetricsF(font).horizontalAdvance(words) < size.width() - unit.right() - 12:
            sheet.text(QRectF(0, 0, size.width(), TITLE_HEIGHT - 4), words, font, palette.text_muted, RIGHT)
    if isinstance(data, LineData):
        _over_lines(sheet, data, view, frame, months)
    else:
        _over_columns(sheet, data, view, frame, months)
    return sheet.done()


def _over_lines(sheet: Sheet, data: LineData, view: TimeView, frame: TimeFrame, months: range) -> None:
    shown = in_sight(data, view)
    assert isinstance(shown, LineData)  # noqa: S101 - of the same kind
    ends, width = end_words(shown, sheet.size.width())
    wanted = []
    for band in shown.bands:
        last = next((edges for edges in reversed(band.edges) if edges is not None), None)
        if last is not None:
            middle = frame.scale.at((last[0] + last[1]) / 2)
            wanted.append((middle, band.label, sheet.palette.hue(band.role).text_on_soft))
    for series, text in zip(shown.series, ends, strict=True):
        point = next((point for point in reversed(series.points) if point is not None), None)
        if point is not None:
            wanted.append((frame.scale.at(point.value), text, sheet.palette.hue(series.role).text_on_soft))
    draw_ends(sheet, wanted, frame.plot.right() + END_GAP, width)
    for series in data.series:
        for index in months:
            found = series.points[index]
            if found is not None:
                at = QRectF(0, 0, 14, 14)
                at.moveCenter(QPointF(frame.x(index, view), frame.scale.at(found.value)))
                sheet.target(at, found.told(f"{month_name(data, index)}\n{series.label}: "), found.key)


def _over_columns(sheet: Sheet, data: StackData, view: TimeView, frame: TimeFrame, months: range) -> None:
    small = label_font(11, SEMI_BOLD)
    metrics = QFontMetricsF(small)
    width = frame.pitch * BAR_SHARE
    for index in months:
        middle, base, below = frame.x(index, view), 0.0, 0.0
        for series in data.series:
            point = series.points[index]
            if not point.value:
                continue
            start = base if point.value > 0 else below
            ends = frame.scale.at(start), frame.scale.at(start + point.value)
            rect = QRectF(middle - width / 2, min(ends), width, max(ends) - min(ends))
            label_segment(sheet, series, point, rect)
            sheet.target(rect, segment_words(data, index, series.label, point), point.key)
            base += max(point.value, 0)
            below += min(point.value, 0)
        if data.totals and metrics.horizontalAdvance(data.totals[index]) <= frame.pitch - 2:
            top = frame.scale.at(base) - metrics.height() - 2
            room = QRectF(middle - frame.pitch / 2 + 1, top, frame.pitch - 2, metrics.height())
            sheet.value(room, data.totals[index], small)
    draw_stack_legend(sheet, data, 0, sheet.size.height() - stack_legend_height(data, sheet.size.width()))


def _named(data: TimeData, view: TimeView, pitch: float) -> tuple[int, ...]:
    """Return the months to name: as many as keep apart, counted back from the last, the one a reader looks for."""
    metrics = QFontMetricsF(label_font(11))
    count = len(data.categories)
    wide = [metrics.horizontalAdvance(month_name(data, index)) for index in range(count)]

    def are_apart(step: int) -> bool:
        named = range(count - 1, step - 1, -step)
        return all((wide[at] + wide[at - step]) / 2 + 10 <= step * pitch for at in named)

    every = next(filter(are_apart, STEPS), STEPS[-1])
    return tuple(index for index in months_in(view, count) if (count - 1 - index) % every == 0)
