"""A timeline: bars and dated markers over days, rows in groups that fold, arrows between what depends on what.

Only what is in view is laid out. What scrolls is drawn first; the names, dates and legend stay in sight over it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineMarker, TimelineRow, day_number
from asc_desktop.ui.charts.marks import (
    CENTRE,
    LEFT,
    AreaMark,
    BoxMark,
    ChartLayout,
    DotMark,
    ShapeMark,
    Sheet,
    in_rows,
    label_font,
)
from asc_desktop.ui.charts.timeline_links import ARROW, draw_links
from asc_desktop.ui.charts.timeline_view import HEAD, MARK, Line, Tick, TimelineView, lines_of, ticks
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import SHAPES, Palette

NAMES_SHARE, MOST_NAMES = 0.24, 340.0
LEGEND_LINE: Final = 20.0
BAR: Final = 9.0
LEAST_LABEL: Final = 34.0


def names_width(width: float) -> float:
    """Return the width of the rows' names."""
    return min(MOST_NAMES, width * NAMES_SHARE)


def plot_rect(data: TimelineData, size: QSizeF) -> QRectF:
    """Return where the days are: right of the names, below the dates, above the legend."""
    left = names_width(size.width())
    foot = _legend_height(data, size.width())
    return QRectF(left, HEAD, max(size.width() - left, 10), max(size.height() - HEAD - foot, 10))


def layout_timeline(data: TimelineData, view: TimelineView, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out what the view shows of the timeline."""
    sheet = Sheet(size, palette)
    plot = plot_rect(data, size)
    years, steps = ticks(view, plot.width())
    every = list(lines_of(data, view))
    shown = [
        line for line in every if line.top + line.height > view.top and line.top < view.top + plot.height()
    ]
    _draw_grid(sheet, view, plot, years, steps)
    for line in shown:
        _draw_band(sheet, line, plot, view)
    for at, _, is_now in _marked_days(data, view, plot):
        colour = palette.text if is_now else palette.accent
        sheet.line((QPointF(at, plot.top()), QPointF(at, plot.bottom())), colour, 1.5, dashed=not is_now)
    rows = [(line.row, plot.top() + line.top - view.top) for line in shown if line.row is not None]
    for row, top in rows:
        _draw_bar(sheet, row, plot, top + view.bar_at, view)
    draw_links(sheet, data, view, plot, every)
    for row, top in rows:
        _draw_markers(sheet, row, plot, top, view)
    _draw_names(sheet, shown, plot, view)
    _draw_head(sheet, data, view, plot, (years, steps))
    _draw_legend(sheet, data, plot.bottom())
    return sheet.done()


# ------------------------------------------------------------------------------------------------ what scrolls


def _draw_grid(sheet: Sheet, view: TimelineView, plot: QRectF, years: list[Tick], steps: list[Tick]) -> None:
    strong = {tick.start for tick in years}
    for day in sorted({tick.start for tick in steps} | strong):
        x = round(plot.left() + view.x(day)) + 0.5
        if plot.left() <= x <= plot.right():
            colour = sheet.palette.control_border if day in strong else sheet.palette.grid
            sheet.line((QPointF(x, plot.top()), QPointF(x, plot.bottom())), colour)


def _draw_band(sheet: Sheet, line: Line, plot: QRectF, view: TimelineView) -> None:
    """Draw a heading's background across the days, or the line below a row."""
    top = plot.top() + line.top - view.top
    if line.row is None:
        sheet.fill(QRectF(plot.left(), top, plot.width(), line.height), sheet.palette.surface_alt)
    else:
        y = round(top + line.height) - 0.5
        sheet.line((QPointF(plot.left(), y), QPointF(plot.right(), y)), sheet.palette.grid)


def _draw_bar(sheet: Sheet, row: TimelineRow, plot: QRectF, middle: float, view: TimelineView) -> None:
    if row.start and row.end:
        start, end = (plot.left() + view.x(day_number(day)) for day in (row.start, row.end))
        thick = min(BAR, view.row_height * 0.45)
        bar = QRectF(start, middle - thick / 2, max(end - start, 3), thick) & plot.adjusted(0, -99, 0, 99)
        if bar.width() > 0:
            hue = sheet.palette.accent_hue
            sheet.marks.append(BoxMark(bar, hue.soft))
            if hue.soft in {sheet.palette.surface, sheet.palette.window}:
                sheet.outline(bar, hue.solid)
            if start < end <= plot.right():
                # A cap, so that the planned end is told from a bar that goes on.
                sheet.line((QPointF(end, middle - thick), QPointF(end, middle + thick)), hue.solid, 2)
            sheet.target_within(plot, bar.adjusted(0, -thick * 0.4, 0, thick * 0.4), row.words, row.key)


def _draw_markers(sheet: Sheet, row: TimelineRow, plot: QRectF, top: float, view: TimelineView) -> None:
    middle, mark = top + view.bar_at, view.mark
    at = [plot.left() + view.x(day_number(marker.day)) for marker in row.markers]
    _draw_slips(sheet, row, at, middle, plot, view)
    for index, (marker, x) in enumerate(zip(row.markers, at, strict=True)):
        if not plot.left() - mark <= x <= plot.right() - mark / 2:
            continue
        _draw_marker(sheet, marker, QPointF(x, middle), mark, is_chosen=marker.key == view.chosen)
        following = next((other for other in at[index + 1 :] if other > x), plot.right() + mark)
        room = QRectF(x - mark / 2, top + 1, following - x - mark / 2 - 4, view.bar_at - mark / 2 - 2)
        room.setRight(min(room.right(), plot.right()))
        if view.has_names and room.width() >= LEAST_LABEL and x >= plot.left() and not _is_crowded(at, index):
            strong = marker.key == view.chosen
            font = label_font(11, SEMI_BOLD) if strong else label_font(11)
            _draw_label(sheet, room, marker.label, font, sheet.palette.surface)
        sheet.target_within(
            plot,
            QRectF(x - mark / 2 - 2, middle - mark / 2 - 2, mark + 4, mark + 4),
            marker.words,
            marker.key,
        )


def _draw_label(sheet: Sheet, room: QRectF, words: str, font: QFont, ground: str) -> None:
    """Write a name on a plain plate, so that no line runs through it."""
    at = len(sheet.marks)
    placed = sheet.text(room, words, font, sheet.palette.text)
    sheet.marks.insert(at, BoxMark(placed.adjusted(-2, 1, 2, -1), ground))


def _is_crowded(at: list[float], index: int) -> bool:
    """Whether another marker stands on the same spot and has its name there."""
    return any(other == at[index] for other in at[index + 1 :])


def _draw_slips(
    sheet: Sheet, row: TimelineRow, at: list[float], middle: float, plot: QRectF, view: TimelineView
) -> None:
    """Draw each baseline as a ring, and a line from it to the marker; no line over a ring."""
    palette, rings = sheet.palette, []
    for marker, x in zip(row.markers, at, strict=True):
        if not marker.baseline:
            continue
        base = plot.left() + view.x(day_number(marker.baseline))
        low, high = max(min(base, x), plot.left()), min(max(base, x), plot.right())
        if base != x and low < high:
            colour = palette.hue(marker.role).solid
            sheet.line((QPointF(low, middle), QPointF(high, middle)), colour, 2.5)
        if plot.left() <= base <= plot.right() - 5:
            ring = min(4.2, view.mark / 3)
            rings.append(DotMark(QPointF(base, middle), ring, palette.surface, palette.text_muted))
    sheet.marks.extend(rings)


def _draw_marker(sheet: Sheet, marker: TimelineMarker, at: QPointF, mark: float, *, is_chosen: bool) -> None:
    palette = sheet.palette
    box = QRectF(at.x() - mark / 2, at.y() - mark / 2, mark, mark)
    if is_chosen:
        sheet.marks.append(DotMark(at, mark / 2 + 5, palette.selection, palette.focus))
    _draw_symbol(sheet, box, marker.role, is_reached=marker.reached)


def _draw_symbol(sheet: Sheet, box: QRectF, role: str, *, is_reached: bool) -> None:
    """Draw a marker: a tick where it was reached, else its colour's shape with a plain edge round it."""
    hue, at = sheet.palette.hue(role), box.center()
    half = box.width() / 2
    if is_reached or role == "grey":
        sheet.marks.append(DotMark(at, half, hue.solid, sheet.palette.surface))
        strokes = ((-0.5, 0.05), (-0.12, 0.42), (0.52, -0.38)) if is_reached else ((-0.5, 0.0), (0.5, 0.0))
        points = tuple(QPointF(at.x() + x * half, at.y() + y * half) for x, y in strokes)
        sheet.line(points, hue.text_on_solid, 1.8)
        return
    shape = SHAPES[role]  # type: ignore[index] # a role of the scheme
    sheet.marks.append(ShapeMark(box.adjusted(-1.2, -1.2, 1.2, 1.2), shape, sheet.palette.surface))
    sheet.marks.append(ShapeMark(box.adjusted(0.8, 0.8, -0.8, -0.8), shape, hue.solid))


# ------------------------------------------------------------------------------------------------ what stays in sight


def _draw_names(sheet: Sheet, shown: list[Line], plot: QRectF, view: TimelineView) -> None:
    palette = sheet.palette
    sheet.fill(QRectF(0, 0, plot.left(), sheet.size.height()), palette.surface)
    # Low rows have smaller names, which still keep apart.
    sizes = (12, 12) if view.row_height > 17 else (11, 10)
    headings = []
    for line in shown:
        top = plot.top() + line.top - view.top
        room = QRectF(0, top, plot.left(), line.height)
        if line.row is None:
            sheet.fill(room, palette.surface_alt)
            _draw_chevron(sheet, QPointF(12, room.center().y()), is_folded=line.group.key in view.folded)
            headings.append((room, line.group.label))
            words = f"{line.group.label}\nEnter or a click {'unfolds' if line.group.key in view.folded else 'folds'} it"
            sheet.target_within(_in_sight(plot, room), room, words, line.group.key)
        else:
            name, font = room.adjusted(24, 0, -8, 0), label_font(sizes[1])
            if QFontMetricsF(font).horizontalAdvance(line.row.label) > name.width():
                font = label_font(sizes[1] - 1)
            sheet.wrapped(name, line.row.label, font, palette.text, LEFT)
            y = round(room.bottom()) - 0.5
            sheet.line((QPointF(0, y), QPointF(plot.left(), y)), palette.grid)
    edge = round(plot.left()) - 0.5
    sheet.line((QPointF(edge, plot.top()), QPointF(edge, plot.bottom())), palette.border)
    for room, label in headings:
        # No day of a heading's row has anything in it: a long heading goes on over them.
        whole = QRectF(24, room.top(), sheet.size.width() - 30, room.height())
        _draw_label(sheet, whole, label, label_font(sizes[0], SEMI_BOLD), palette.surface_alt)


def _draw_chevron(sheet: Sheet, at: QPointF, *, is_folded: bool) -> None:
    strokes = ((-2, -4), (2, 0), (-2, 4)) if is_folded else ((-4, -2), (0, 2), (4, -2))
    points = tuple(QPointF(at.x() + x, at.y() + y) for x, y in strokes)
    sheet.line(points, sheet.palette.text_muted, 1.6)


def _draw_head(
    sheet: Sheet, data: TimelineData, view: TimelineView, plot: QRectF, axis: tuple[list[Tick], list[Tick]]
) -> None:
    """Draw the financial years, months or quarters below them, and the name of today's line."""
    palette = sheet.palette
    sheet.fill(QRectF(0, 0, sheet.size.width(), HEAD), palette.surface)
    sheet.line((QPointF(0, HEAD - 0.5), QPointF(sheet.size.width(), HEAD - 0.5)), palette.border)
    bands = (
        (axis[0], 0.0, label_font(12, SEMI_BOLD), palette.text),
        (axis[1], 18.0, label_font(11), palette.text_muted),
    )
    for stretches, top, font, colour in bands:
        metrics = QFontMetricsF(font)
        written = _words_that_fit(stretches, view, metrics)
        for tick in stretches:
            left = max(plot.left() + view.x(tick.start), plot.left())
            right = min(plot.left() + view.x(tick.end), plot.right())
            words = tick.words[written]
            if metrics.horizontalAdvance(words) + 8 <= right - left:
                sheet.text(QRectF(left, top, right - left, 18), words, font, colour, CENTRE)
            if plot.left() < left:
                x = round(left) + 0.5
                sheet.line((QPointF(x, top + 4), QPointF(x, top + 18)), palette.grid)
    font = label_font(11, SEMI_BOLD)
    taken: QRectF | None = None
    for at, words, is_now in _marked_days(data, view, plot):
        wide = QFontMetricsF(font).horizontalAdvance(words) + 8
        left = min(max(at - wide / 2, plot.left()), plot.right() - wide)
        if taken is not None and left < taken.right() and taken.left() < left + wide:
            # Beside the words that are there: on the side that its line is on, if there is room.
            before = taken.left() - wide
            left = before if at < taken.center().x() and before >= plot.left() else taken.right()
        taken = QRectF(left, 36, wide, 16)
        sheet.text(taken, words, font, palette.text if is_now else palette.link, CENTRE)


def _marked_days(data: TimelineData, view: TimelineView, plot: QRectF) -> list[tuple[float, str, bool]]:
    """Return where the marked days in sight stand, their words, and whether one is today alone."""
    found = [
        (plot.left() + view.x(day_number(day)), words, is_now) for day, words, is_now in data.marked_days
    ]
    return [item for item in found if plot.left() <= item[0] <= plot.right()]


def _words_that_fit(stretches: list[Tick], view: TimelineView, metrics: QFontMetricsF) -> int:
    """Return which of the ticks' words to write: the longest that fit every tick, the shortest where none do."""
    for index in range(len(stretches[0].words) if stretches else 0):
        if all(
            metrics.horizontalAdvance(tick.words[index]) + 8 <= (tick.end - tick.start) * view.scale
            for tick in stretches
        ):
            return index
    return -1


def _legend_entries(data: TimelineData) -> list[tuple[str, str]]:
    return [
        *((words, role) for words, role in data.legend),
        ("Baseline", "baseline"),
        ("Needs", "link"),
        ("Needs, too late", "late"),
    ]


def _legend_places(data: TimelineData, width: float) -> list[QRectF]:
    metrics = QFontMetricsF(label_font(11))
    wanted = [28 + metrics.horizontalAdvance(words) for words, _symbol in _legend_entries(data)]
    return [place.translated(0, 6) for place in in_rows(wanted, width, LEGEND_LINE, 12)]


def _legend_height(data: TimelineData, width: float) -> float:
    return _legend_places(data, width)[-1].bottom() + 2


def _draw_legend(sheet: Sheet, data: TimelineData, top: float) -> None:
    palette = sheet.palette
    sheet.fill(QRectF(0, top, sheet.size.width(), sheet.size.height() - top), palette.surface)
    sheet.line((QPointF(0, top + 0.5), QPointF(sheet.size.width(), top + 0.5)), palette.border)
    for place, (words, symbol) in zip(
        _legend_places(data, sheet.size.width()), _legend_entries(data), strict=True
    ):
        box = place.translated(0, top)
        at = QPointF(box.left() + 10, box.center().y())
        if symbol == "baseline":
            sheet.marks.append(DotMark(at, 4.2, palette.surface, palette.text_muted))
        elif symbol in {"link", "late"}:
            colour, width = (palette.red.solid, 2.0) if symbol == "late" else (palette.neutral.solid, 1.0)
            sheet.line((QPointF(at.x() - 9, at.y()), QPointF(at.x() + 4, at.y())), colour, width)
            tip = at.x() + 4 + ARROW
            sheet.marks.append(
                AreaMark(
                    (
                        QPointF(tip - ARROW, at.y() - 4),
                        QPointF(tip, at.y()),
                        QPointF(tip - ARROW, at.y() + 4),
                    ),
                    colour,
                )
            )
        else:
            square = QRectF(at.x() - MARK / 2, at.y() - MARK / 2, MARK, MARK)
            _draw_symbol(sheet, square, symbol, is_reached=symbol == "blue")
        sheet.text(box.adjusted(24, 0, 2, 0), words, label_font(11), palette.text_muted)


def _in_sight(plot: QRectF, room: QRectF) -> QRectF:
    return QRectF(room.left(), plot.top(), room.width(), plot.height())
