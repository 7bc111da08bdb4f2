"""A laid-out chart: a list of marks in pixels, and where each figure can be pointed at.

A layout function makes a `ChartLayout`; `paint_layout` draws one with any QPainter: the screen's, a picture's
or an SVG's. All text is measured before it is placed, so tests can ask whether two labels meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from asc_desktop.ui.chip import chip_font, chip_size, paint_shape, paint_status_chip
from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.fonts import ui_font
from asc_desktop.ui.palette import SHAPES, ColourRole, Hue, Palette

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
HATCH_STEP = 6.0
CHIP_GAP = 8.0
CHIP_ROW = 25.0
_WORD = re.compile(r"[^\s-]*-+|[^\s-]+")
"""A word, or the part of one up to and with its hyphen, where a line may break."""


class TextMark(Struct, frozen=True, eq=False):
    """Words on one line, already cut to fit `rect`."""

    rect: QRectF
    text: str
    colour: str
    font: QFont
    align: Qt.AlignmentFlag = LEFT


class BoxMark(Struct, frozen=True, eq=False):
    """A filled bar. `hatch` is the colour of its diagonal lines, or ""."""

    rect: QRectF
    fill: str
    hatch: str = ""


class LineMark(Struct, frozen=True, eq=False):
    """A line through points, straight from each to the next."""

    points: tuple[QPointF, ...]
    colour: str
    width: float = 1.0
    is_dashed: bool = False


class AreaMark(Struct, frozen=True, eq=False):
    """A filled area with these corners."""

    points: tuple[QPointF, ...]
    fill: str


class DotMark(Struct, frozen=True, eq=False):
    """A round point of a line."""

    centre: QPointF
    radius: float
    fill: str
    outline: str


class ShapeMark(Struct, frozen=True, eq=False):
    """A status's shape, inside a bar."""

    rect: QRectF
    shape: str
    colour: str


class ChipMark(Struct, frozen=True, eq=False):
    """A chip of the legend."""

    rect: QRectF
    text: str
    role: ColourRole
    shape: str


Mark = TextMark | BoxMark | LineMark | AreaMark | DotMark | ShapeMark | ChipMark


class Target(Struct, frozen=True, eq=False):
    """A place that can be pointed at: its figures in words, and the key it sends. Targets stand in reading order."""

    rect: QRectF
    words: str
    key: object


class HelpArea(Struct, frozen=True, eq=False):
    """A label that was cut, and its whole text."""

    rect: QRectF
    words: str


class ChartLayout(Struct, frozen=True, eq=False):
    """A chart ready to draw."""

    size: QSizeF
    marks: tuple[Mark, ...]
    targets: tuple[Target, ...]
    help_areas: tuple[HelpArea, ...] = ()


class Sheet(Struct):
    """What a layout function draws on: it collects marks, measures words and cuts those that do not fit."""

    size: QSizeF
    palette: Palette
    marks: list[Mark] = []
    targets: list[Target] = []
    help_areas: list[HelpArea] = []

    def text(
        self, rect: QRectF, text: str, font: QFont, colour: str | None = None, align: Qt.AlignmentFlag = LEFT
    ) -> QRectF:
        """Place one line of words, centred in the height of `rect`, cut if need be; return its room."""
        metrics = QFontMetricsF(font)
        shown = cut_to(text, metrics, rect.width() + 0.5)
        width = min(metrics.horizontalAdvance(shown), rect.width() + 0.5)
        left = rect.left()
        if align == RIGHT:
            left = rect.right() - width
        elif align == CENTRE:
            left = rect.center().x() - width / 2
        placed = QRectF(left, rect.center().y() - metrics.height() / 2, width, metrics.height())
        if shown:
            self.marks.append(TextMark(placed, shown, colour or self.palette.text, font, align))
        if shown != text:
            self.help_areas.append(HelpArea(rect, text))
        return placed

    def value(self, rect: QRectF, text: str, font: QFont) -> None:
        """Place a figure over the grid, on a plain plate so that no line runs through it."""
        width = QFontMetricsF(font).horizontalAdvance(text) + 4
        plate = QRectF(rect.center().x() - width / 2, rect.top() + 2, width, rect.height() - 4)
        self.marks.append(BoxMark(plate, self.palette.surface))
        self.text(rect, text, font, None, CENTRE)

    def wrapped(self, rect: QRectF, text: str, font: QFont, colour: str, align: Qt.AlignmentFlag) -> None:
        """Place words on as many lines as fit, in the middle of `rect` (at its top when centred across)."""
        metrics = QFontMetricsF(font)
        # Names in rows keep a little apart from the rows above and below.
        height = rect.height() + 0.5 if align == CENTRE else rect.height() - 3
        room = max(1, int(height / metrics.height()))
        lines = wrap(text, metrics, rect.width(), room)
        height = metrics.height()
        top = rect.top() if align == CENTRE else rect.center().y() - len(lines) * height / 2
        before = len(self.help_areas)
        for index, line in enumerate(lines):
            self.text(
                QRectF(rect.left(), top + index * height, rect.width(), height), line, font, colour, align
            )
        if len(self.help_areas) > before:
            self.help_areas[before:] = [HelpArea(rect, text.replace("\n", " "))]

    def bar(self, rect: QRectF, hue: Hue, *, hatched: bool) -> None:
        """Draw a bar."""
        self.marks.append(BoxMark(rect, hue.solid, hue.text_on_solid if hatched else ""))

    def fill(self, rect: QRectF, colour: str) -> None:
        """Fill to the very corners, which a bar rounds."""
        corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
        self.marks.append(AreaMark(tuple(QPointF(corner) for corner in corners), colour))

    def outline(self, rect: QRectF, colour: str, width: float = 1.0) -> None:
        """Draw a rectangle's edge."""
        corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft())
        self.line(tuple(QPointF(corner) for corner in corners), colour, width)

    def line(
        self, points: tuple[QPointF, ...], colour: str, width: float = 1.0, *, dashed: bool = False
    ) -> None:
        """Draw a line through points."""
        self.marks.append(LineMark(points, colour, width, dashed))

    def target(self, rect: QRectF, words: str, key: object) -> None:
        """Let a place be pointed at."""
        self.targets.append(Target(rect, words, key))

    def target_within(self, sight: QRectF, rect: QRectF, words: str, key: object) -> None:
        """Let the part of a place that is in sight be pointed at."""
        part = rect & sight
        if part.width() > 1 and part.height() > 1:
            self.target(part, words, key)

    def done(self) -> ChartLayout:
        """Return the finished layout."""
        return ChartLayout(self.size, tuple(self.marks), tuple(self.targets), tuple(self.help_areas))


def wrap(text: str, metrics: QFontMetricsF, width: float, most_lines: int) -> list[str]:
    """Break words into lines of `width` pixels, the last holding whatever is left (the caller cuts it).

    A line feed in the text is a break the author wants; it is kept where there is room for it.
    """
    if most_lines == 1:
        return [" ".join(text.split())]
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _WORD.findall(part):
            longer = line + word if line.endswith("-") else f"{line} {word}".strip()
            if line and metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return (
        lines if len(lines) <= most_lines else [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    )


def legend_height(labels: list[tuple[str, str]], width: float) -> float:
    """Return the height of a legend of (words, shape) chips, which takes as many rows as it needs."""
    if not labels:
        return 0.0
    return _place_chips(labels, width)[-1].bottom() + 2


def place_legend(
    sheet: Sheet, entries: list[tuple[str, ColourRole, str | None]], left: float, top: float, width: float
) -> None:
    """Draw a legend of status chips from a corner."""
    shaped = [(text, role, shape or SHAPES[role]) for text, role, shape in entries]
    boxes = _place_chips([(text, shape) for text, _role, shape in shaped], width)
    for box, (text, role, shape) in zip(boxes, shaped, strict=True):
        placed = box.translated(left, top)
        sheet.marks.append(ChipMark(placed, text, role, shape))
        if chip_size(text, None, shape).width() > placed.width() + 0.5:
            sheet.help_areas.append(HelpArea(placed, text))


def _place_chips(labels: list[tuple[str, str]], width: float) -> list[QRectF]:
    sizes = [chip_size(text, None, shape) for text, shape in labels]
    places = in_rows([size.width() for size in sizes], width, CHIP_ROW, CHIP_GAP)
    return [
        QRectF(place.topLeft(), QSizeF(place.width(), size.height()))
        for place, size in zip(places, sizes, strict=True)
    ]


def in_rows(widths: Iterable[float], room: float, line: float, gap: float) -> list[QRectF]:
    """Return a place for each width, left to right and then on the next line; none wider than the room."""
    left, top, places = 0.0, 0.0, []
    for width in widths:
        if left and left + width > room:
            left, top = 0.0, top + line
        places.append(QRectF(left, top, min(width, room), line))
        left += width + gap
    return places


def paint_layout(
    painter: QPainter,
    layout: ChartLayout,
    palette: Palette,
    focused: Target | None = None,
    restyle: Callable[[QFont], QFont] | None = None,
) -> None:
    """Draw a chart, with a ring round the figure that has the keyboard.

    ``restyle`` gives each font's likeness of the same width, where the painter's device needs another.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in layout.marks:
        paint_mark(painter, mark, palette, restyle)
    if focused is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.surface), 4))
        painter.drawRoundedRect(focused.rect.adjusted(-2, -2, 2, 2), 3, 3)
        painter.setPen(QPen(QColor(palette.focus), 2))
        painter.drawRoundedRect(focused.rect.adjusted(-2, -2, 2, 2), 3, 3)


def paint_mark(
    painter: QPainter, mark: Mark, palette: Palette, restyle: Callable[[QFont], QFont] | None = None
) -> None:
    """Draw one mark."""
    if isinstance(mark, TextMark):
        painter.setFont(restyle(mark.font) if restyle else mark.font)
        painter.setPen(QColor(mark.colour))
        baseline = mark.rect.top() + QFontMetricsF(mark.font).ascent()
        painter.drawText(QPointF(mark.rect.left(), baseline), mark.text)
    elif isinstance(mark, BoxMark):
        _paint_box(painter, mark)
    elif isinstance(mark, LineMark):
        pen = QPen(QColor(mark.colour), mark.width)
        if mark.is_dashed:
            pen.setDashPattern([3, 3])
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(list(mark.points)))
    elif isinstance(mark, AreaMark):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mark.fill))
        painter.drawPolygon(QPolygonF(list(mark.points)))
    elif isinstance(mark, DotMark):
        painter.setPen(QPen(QColor(mark.outline), 1.5))
        painter.setBrush(QColor(mark.fill))
        painter.drawEllipse(mark.centre, mark.radius, mark.radius)
    elif isinstance(mark, ShapeMark):
        paint_shape(painter, mark.rect, mark.shape, mark.colour)
    else:
        paint_status_chip(
            painter,
            mark.rect,
            mark.text,
            mark.role,
            mark.shape,  # type: ignore[arg-type]
            palette,
            font=restyle(chip_font()) if restyle else None,
        )


def _paint_box(painter: QPainter, mark: BoxMark) -> None:
    radius = min(2.0, mark.rect.width() / 2, mark.rect.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(mark.fill)))
    painter.drawRoundedRect(mark.rect, radius, radius)
    if not mark.hatch:
        return
    # Drawn as lines, not as a brush: a brush's pattern is lost in SVG and too fine on a sharp screen.
    colour = QColor(mark.hatch)
    colour.setAlphaF(0.45)
    painter.setPen(QPen(colour, 1))
    painter.drawLines(_hatch_lines(mark.rect))


def _hatch_lines(rect: QRectF) -> list[QLineF]:
    """Return diagonal lines that end at the rectangle's edges (SVG has no clipping to rely on)."""
    lines, offset = [], HATCH_STEP / 2
    while offset < rect.width() + rect.height():
        start = QPointF(rect.left() + min(offset, rect.width()), rect.top() + max(offset - rect.width(), 0))
        end = QPointF(rect.left() + max(offset - rect.height(), 0), rect.top() + min(offset, rect.height()))
        lines.append(QLineF(start, end))
        offset += HATCH_STEP
    return lines


def label_font(pixels: int = 12, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of a chart's words."""
    return ui_font(pixels, weight)
