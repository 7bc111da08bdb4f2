"""The arrows of a timeline, between what depends on what."""

from __future__ import annotations

from itertools import pairwise
from math import copysign
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineLink, day_number
from asc_desktop.ui.charts.marks import AreaMark, Sheet
from asc_desktop.ui.charts.timeline_view import Line, TimelineView

ARROW: Final = 5.0
_ELBOW: Final = 11.0


def draw_links(sheet: Sheet, data: TimelineData, view: TimelineView, plot: QRectF, every: list[Line]) -> None:
    """Draw each arrow whose two rows are unfolded and that crosses the view, late ones last and so on top."""
    tops = {line.key: plot.top() + line.top - view.top for line in every if line.row is not None}
    for link in sorted(data.links, key=lambda item: item.is_late):
        places = data.places.get(link.start), data.places.get(link.end)
        if places[0] is None or places[1] is None:
            continue
        ends = []
        for row, day in (places[0], places[1]):
            if row.key in tops:
                ends.append(QPointF(plot.left() + view.x(day_number(day)), tops[row.key] + view.bar_at))
        if len(ends) == 2:
            _draw_link(sheet, link, ends[0], ends[1], plot, view)


def _draw_link(
    sheet: Sheet, link: TimelineLink, start: QPointF, end: QPointF, plot: QRectF, view: TimelineView
) -> None:
    """Draw an arrow that runs along rows and down or up between them, its visible parts only."""
    palette = sheet.palette
    colour, width = (palette.red.solid, 2.0) if link.is_late else (palette.neutral.solid, 1.0)
    out, tip = start.x() + _ELBOW, end.x() - view.mark / 2 - 1
    way = copysign(1.0, end.y() - start.y())
    if tip - ARROW >= out:
        corners = [start, QPointF(out, start.y()), QPointF(out, end.y()), QPointF(tip, end.y())]
    else:
        # Back in time: down beside the row that waits, and in from its left.
        lane = end.y() - (view.bar_at - 1 if way > 0 else view.bar_at - view.row_height + 2)
        back = tip - _ELBOW
        corners = [start, QPointF(out, start.y()), QPointF(out, lane), QPointF(back, lane)]
        corners += [QPointF(back, end.y()), QPointF(tip, end.y())]
    for first, second in pairwise(corners):
        part = _part_inside(first, second, plot)
        if part is not None:
            sheet.line(part, colour, width)
    if plot.contains(end):
        base = tip - ARROW
        wings = (
            QPointF(base, end.y() - ARROW * 0.8),
            QPointF(tip, end.y()),
            QPointF(base, end.y() + ARROW * 0.8),
        )
        sheet.marks.append(AreaMark(wings, colour))
    down = QRectF(out - 4, min(start.y(), end.y()), 8, abs(end.y() - start.y())).adjusted(0, 8, 0, -8)
    if plot.left() <= out <= plot.right() and down.height() > 0:
        sheet.target_within(plot, down, link.words, link.key)


def _part_inside(first: QPointF, second: QPointF, plot: QRectF) -> tuple[QPointF, QPointF] | None:
    """Return the part of an upright or level line that lies in the plot."""
    xs = sorted((first.x(), second.x()))
    ys = sorted((first.y(), second.y()))
    if xs[1] < plot.left() or xs[0] > plot.right() or ys[1] < plot.top() or ys[0] > plot.bottom():
        return None
    low = QPointF(max(xs[0], plot.left()), max(ys[0], plot.top()))
    return low, QPointF(min(xs[1], plot.right()), min(ys[1], plot.bottom()))
