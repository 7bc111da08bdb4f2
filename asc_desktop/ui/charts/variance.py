"""Bars to either side of zero."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.bars import BAR_SHARE, TALLEST_ROW
from asc_desktop.ui.charts.data import VarianceData
from asc_desktop.ui.charts.marks import CENTRE, LEFT, RIGHT, ChartLayout, Sheet, label_font
from asc_desktop.ui.charts.scale import TICK_FONT, TITLE_HEIGHT, Scale, round_range
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import Palette

LEAST_BAR = 2.0
LEAST_ROW = 15.0
"""A line of a name, which is on one where rows are low."""
LEAST_NAME = 90.0
LEAST_PLOT = 70.0
NAMES_SHARE = 0.6
"""Bars are compared in less room than names are read in."""


def variance_height(data: VarianceData, width: float) -> float:  # noqa: ARG001 - each kind of chart is asked with its width
    """Return the least height in which every row can be read."""
    return len(data.categories) * LEAST_ROW + 2 * TITLE_HEIGHT + 4


def variance_width(data: VarianceData) -> int:
    """Return the least width that holds some letters of a name, every figure, and bars that can be compared."""
    return max(240, round(LEAST_NAME + LEAST_PLOT + 16 + _words_width(data)))


def layout_variance(data: VarianceData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out bars from zero: names at the left, each value at the end of its bar, ticks and the unit at the foot."""
    sheet = Sheet(size, palette)
    font, strong = label_font(), label_font(12, SEMI_BOLD)
    names, figures = QFontMetricsF(font), QFontMetricsF(strong)
    label_width = min(
        max((names.horizontalAdvance(c) for c in data.categories), default=0) + 1,
        size.width() * NAMES_SHARE,
        max(LEAST_NAME, size.width() - 16 - LEAST_PLOT - _words_width(data)),
    )
    row = min(TALLEST_ROW, (size.height() - 2 * TITLE_HEIGHT - 2) / max(len(data.categories), 1))
    bottom = row * len(data.categories)
    plot = QRectF(label_width + 12, 0, max(size.width() - label_width - 16, 10), bottom)
    scale = _scale(data, plot, figures)
    _draw_ticks(sheet, data, scale, plot)
    zero = scale.at(0)
    for index, (category, point) in enumerate(zip(data.categories, data.points, strict=True)):
        top = index * row
        sheet.wrapped(QRectF(0, top, label_width, row), category, font, palette.text, RIGHT)
        end = scale.at(point.value)
        if point.value and abs(end - zero) < LEAST_BAR:
            end = zero + (LEAST_BAR if point.value > 0 else -LEAST_BAR)
        rect = QRectF(min(zero, end), top + row * (1 - BAR_SHARE) / 2, abs(end - zero), row * BAR_SHARE)
        sheet.bar(
            rect, palette.hue(data.positive_role if point.value > 0 else data.negative_role), hatched=False
        )
        width = figures.horizontalAdvance(point.text) + 1
        at_left = point.value < 0
        room = QRectF(rect.left() - 5 - width if at_left else rect.right() + 5, top, width, row)
        sheet.text(room, point.text, strong, palette.text, RIGHT if at_left else LEFT)
        target = rect if rect.width() >= 8 else QRectF(rect.center().x() - 4, rect.top(), 8, rect.height())
        sheet.target(target, point.told(f"{category}\n{data.value_title}: "), point.key)
    return sheet.done()


def _words_width(data: VarianceData) -> float:
    """Return the room that figures take beyond the bars, both sides together."""
    figures = QFontMetricsF(label_font(12, SEMI_BOLD))
    before = max((figures.horizontalAdvance(p.text) + 8 for p in data.points if p.value < 0), default=4.0)
    after = max((figures.horizontalAdvance(p.text) + 8 for p in data.points if p.value >= 0), default=4.0)
    return before + after


def _scale(data: VarianceData, plot: QRectF, figures: QFontMetricsF) -> Scale:
    """Return the largest scale at which every bar and the words beyond it stay inside the plot."""
    sized = [(point.value, figures.horizontalAdvance(point.text) + 8) for point in data.points]

    def room(pixels_per_unit: float) -> tuple[float, float]:
        before = max((-value * pixels_per_unit + words for value, words in sized if value < 0), default=4.0)
        after = max((value * pixels_per_unit + words for value, words in sized if value >= 0), default=4.0)
        return before, after

    largest = max((abs(value) for value, _words in sized), default=0) or data.axis.unit
    least, most = 1.0 / largest, plot.width() / largest
    for _halving in range(30):
        middle = (least + most) / 2
        least, most = (middle, most) if sum(room(middle)) <= plot.width() else (least, middle)
    before, _after = room(least)
    zero = plot.left() + before
    low, high = min((v for v, _words in sized), default=0), max((v for v, _words in sized), default=0)
    low, high = min(low, 0), max(high, 0) or (0 if low < 0 else largest)
    pixels = (high - low) * least
    _low, _high, step = round_range(low, high, max(1, min(5, int(pixels / 45))), data.axis)
    return Scale(low, high, step, zero + low * least, zero + high * least)


def _draw_ticks(sheet: Sheet, data: VarianceData, scale: Scale, plot: QRectF) -> None:
    font = label_font(TICK_FONT)
    metrics = QFontMetricsF(font)
    free = -1.0
    for tick in scale.ticks():
        x = round(scale.at(tick)) + 0.5
        is_zero = abs(tick) < scale.step / 1000
        colour = sheet.palette.control_border if is_zero else sheet.palette.grid
        sheet.line((QPointF(x, plot.top()), QPointF(x, plot.bottom())), colour)
        text = data.axis.tick_text(tick, scale.step)
        width = metrics.horizontalAdvance(text) + 1
        room = QRectF(
            min(x - width / 2, sheet.size.width() - width), plot.bottom() + 2, width, TITLE_HEIGHT - 4
        )
        if room.left() > free:
            sheet.text(room, text, font, sheet.palette.text_muted, CENTRE)
            free = room.right() + 6
    title = QRectF(plot.left(), plot.bottom() + TITLE_HEIGHT, plot.width(), TITLE_HEIGHT - 4)
    sheet.text(title, data.axis.title, font, sheet.palette.text_muted)
