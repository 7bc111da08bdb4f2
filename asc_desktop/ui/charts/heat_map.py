"""A grid of coloured cells with arrows between them: the 5x5 matrix of risks."""

from __future__ import annotations

from collections import Counter
from math import atan2, cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.data import HeatCell, HeatMapData
from asc_desktop.ui.charts.marks import (
    CENTRE,
    RIGHT,
    BoxMark,
    ChartLayout,
    DotMark,
    Sheet,
    in_rows,
    label_font,
    wrap,
)
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import Hue, Palette

LEAST_CELL = QSizeF(46, 30)
GAP = 3.0
INSET = 6.0
LANE = 13.0
"""At a cell's foot, kept free of words for the arrows."""

POST = 31.0
"""At a cell's right, for the mark in its corner and, left of that, the arrows."""

SHORT = 4.0
"""How far an arrow ends before the point from which the next may start."""

AXIS = 20.0
LINE = 17.0
SWATCH = 12.0
HEAD = 6.0
APART = 8.0
"""Between two arrows that take the same way, or one there and one back."""


def heat_map_height(data: HeatMapData, width: float) -> float:
    """Return the least height in which every cell's figure can be read."""
    return len(data.rows) * (LEAST_CELL.height() + GAP) + 2 * AXIS + _foot_height(data, width)


def heat_map_width(data: HeatMapData) -> int:
    """Return the least width in which every cell's figure can be read."""
    return round(AXIS + len(data.columns) * (LEAST_CELL.width() + GAP))


def layout_heat_map(data: HeatMapData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out the grid: rows named at the left, columns below, what the colours and arrows mean at the foot."""
    sheet = Sheet(size, palette)
    foot = _foot_height(data, size.width())
    grid = QRectF(AXIS, AXIS, max(size.width() - AXIS - 1, 10), max(size.height() - 2 * AXIS - foot, 10))
    small = label_font(11)
    sheet.text(
        QRectF(0, 0, size.width(), AXIS - 3),
        data.row_title,
        label_font(11, SEMI_BOLD),
        palette.text_muted,
    )
    for row, name in enumerate(data.rows):
        place = _place(data, grid, row, 0)
        sheet.text(QRectF(0, place.top(), AXIS - 7, place.height()), name, small, palette.text_muted, RIGHT)
        for column in range(len(data.columns)):
            _draw_cell(sheet, data.cell(row, column), _place(data, grid, row, column), data.chosen)
    metrics = QFontMetricsF(small)
    for column, name in enumerate(data.columns):
        place = _place(data, grid, len(data.rows) - 1, column)
        words = f"{data.column_title} {name}"
        if metrics.horizontalAdvance(words) > place.width():
            words = name
        below = QRectF(place.left(), grid.bottom() + 2, place.width(), LINE)
        sheet.text(below, words, small, palette.text_muted, CENTRE)
    _draw_moves(sheet, data, grid)
    _draw_foot(sheet, data, size.height() - foot + 4)
    return sheet.done()


def _place(data: HeatMapData, grid: QRectF, row: int, column: int) -> QRectF:
    """Return a cell's rectangle."""
    wide = (grid.width() - GAP * (len(data.columns) - 1)) / len(data.columns)
    high = (grid.height() - GAP * (len(data.rows) - 1)) / len(data.rows)
    return QRectF(grid.left() + column * (wide + GAP), grid.top() + row * (high + GAP), wide, high)


def _colours(hue: Hue, *, is_solid: bool) -> tuple[str, str]:
    return (hue.solid, hue.text_on_solid) if is_solid else (hue.soft, hue.text_on_soft)


def _draw_cell(sheet: Sheet, cell: HeatCell, place: QRectF, chosen: object) -> None:
    palette = sheet.palette
    fill, ink = _colours(palette.hue(cell.role), is_solid=cell.is_solid)
    sheet.marks.append(BoxMark(place, fill))
    if fill in {palette.surface, palette.window}:
        sheet.outline(place.adjusted(0.5, 0.5, -0.5, -0.5), ink, 1.0)
    tiny, strong = label_font(10), label_font(14, SEMI_BOLD)
    mark = QFontMetricsF(tiny)
    corner = QRectF(place.left(), place.top() + 3, place.width() - 5, mark.height())
    sheet.text(corner, cell.mark, tiny, ink, RIGHT)
    if cell.text:
        left, top = place.left() + INSET, place.top() + 3
        high = QFontMetricsF(strong).height()
        room = place.width() - INSET - mark.horizontalAdvance(cell.mark) - 8
        words = cell.text
        if QFontMetricsF(strong).horizontalAdvance(words) > room:
            words = words.split()[0]
        sheet.text(QRectF(left, top, room, high), words, strong, ink)
        wide, deep = place.width() - INSET - POST, place.bottom() - top - high - LANE
        _draw_detail(sheet, cell.detail, QRectF(left, top + high, wide, deep), ink)
    if cell.key is not None and cell.key == chosen:
        sheet.outline(place.adjusted(1, 1, -1, -1), palette.surface, 4.0)
        sheet.outline(place.adjusted(1, 1, -1, -1), palette.text, 2.0)
    sheet.target(place, cell.words, cell.key)


def _draw_detail(sheet: Sheet, words: str, room: QRectF, ink: str) -> None:
    """Write words below a cell's figure, as far as there is room."""
    small = label_font(11)
    metrics = QFontMetricsF(small)
    lines = int((room.height() + 2) / metrics.height())
    # References that would be cut are left out: how many there are stands above, and the tip and the list have them.
    widest = max(map(metrics.horizontalAdvance, words.split()), default=0)
    if lines < 1 or room.width() < max(widest, metrics.horizontalAdvance("AA")):
        return
    for index, line in enumerate(wrap(words, metrics, room.width(), lines)):
        at = QRectF(room.left(), room.top() + index * metrics.height(), room.width(), metrics.height())
        sheet.text(at, line, small, ink)


def _draw_moves(sheet: Sheet, data: HeatMapData, grid: QRectF) -> None:
    """Draw each arrow in the lanes that the cells keep free, those of one way beside each other."""
    used: Counter[frozenset[tuple[int, int]]] = Counter()
    for move in data.moves:
        way = frozenset((move.start, move.end))
        aside = used[way] * APART
        used[way] += 1
        start, end = (
            QPointF(place.right() - POST + HEAD - aside, place.bottom() - LANE / 2 - aside)
            for place in (_place(data, grid, *move.start), _place(data, grid, *move.end))
        )
        angle = atan2(end.y() - start.y(), end.x() - start.x())
        end -= QPointF(SHORT * cos(angle), SHORT * sin(angle))
        wings = tuple(
            QPointF(end.x() - HEAD * cos(angle + turn), end.y() - HEAD * sin(angle + turn))
            for turn in (-pi / 6, pi / 6)
        )
        ink = sheet.palette.text
        for colour, width in ((sheet.palette.surface, 4.5), (ink, 1.8)):
            sheet.line((start, end), colour, width)
            sheet.line((wings[0], end, wings[1]), colour, width)
        sheet.marks.append(DotMark(start, 3.0, ink, sheet.palette.surface))


def _legend_places(data: HeatMapData, width: float) -> list[QRectF]:
    metrics = QFontMetricsF(label_font(11))
    return in_rows(
        [SWATCH + 6 + metrics.horizontalAdvance(words) + 1 for words, _role, _solid in data.legend],
        width,
        LINE,
        12,
    )


def _foot_height(data: HeatMapData, width: float) -> float:
    places = _legend_places(data, width)
    return (places[-1].bottom() if places else 0) + (LINE if data.note else 0) + 6


def _draw_foot(sheet: Sheet, data: HeatMapData, top: float) -> None:
    """Draw what each fill means, and the note."""
    font, palette = label_font(11), sheet.palette
    places = _legend_places(data, sheet.size.width())
    for place, (words, role, is_solid) in zip(places, data.legend, strict=True):
        at = place.translated(0, top)
        fill, ink = _colours(palette.hue(role), is_solid=is_solid)
        swatch = QRectF(at.left(), at.center().y() - SWATCH / 2, SWATCH, SWATCH)
        sheet.marks.append(BoxMark(swatch, fill))
        sheet.outline(swatch.adjusted(0.5, 0.5, -0.5, -0.5), ink if not is_solid else fill, 1.0)
        sheet.text(at.adjusted(SWATCH + 6, 0, 0, 0), words, font, palette.text)
    if data.note:
        below = top + (places[-1].bottom() if places else 0)
        sheet.text(QRectF(0, below, sheet.size.width(), LINE), data.note, font, palette.text_muted)
