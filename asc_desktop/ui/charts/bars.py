"""Stacked bars: across for categories with long names, upright for periods and years."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.data import Point, Series, StackData
from asc_desktop.ui.charts.marks import (
    CENTRE,
    RIGHT,
    ChartLayout,
    ShapeMark,
    Sheet,
    label_font,
    legend_height,
    place_legend,
)
from asc_desktop.ui.charts.scale import TITLE_HEIGHT, draw_value_axis, upright_scale, value_axis_width
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import SHAPES, Palette

TALLEST_ROW = 46.0
LEAST_ROW = 20.0
BAR_SHARE = 0.68
GAP = 2.0
SHAPE = 8.0
LABEL_SHARE = 0.38
WIDEST_COLUMN = 56.0
LEAST_SEGMENT = 3.0


def stacked_bars_height(data: StackData, width: float) -> float:
    """Return the least height in which every row and the legend can be read."""
    return len(data.categories) * LEAST_ROW + TITLE_HEIGHT + stack_legend_height(data, width) + 8


def layout_stacked_bars(data: StackData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out bars across: names at the left, the figure (with its shape) in each segment, the total at the end."""
    sheet = Sheet(size, palette)
    font, strong = label_font(), label_font(12, SEMI_BOLD)
    names = QFontMetricsF(font)
    label_width = min(
        max((names.horizontalAdvance(c) for c in data.categories), default=0) + 1, size.width() * LABEL_SHARE
    )
    total_width = max((QFontMetricsF(strong).horizontalAdvance(t) for t in data.totals), default=0)
    left = label_width + 10
    right = size.width() - (total_width + 8 if total_width else 0) - 2
    legend = stack_legend_height(data, size.width())
    room = size.height() - legend - TITLE_HEIGHT - 8
    row = min(TALLEST_ROW, room / max(len(data.categories), 1))
    sums = [sum(series.points[i].value for series in data.series) for i in range(len(data.categories))]
    largest = max(sums, default=0) or 1
    for index, category in enumerate(data.categories):
        top = index * row
        sheet.wrapped(QRectF(0, top, label_width, row), category, font, palette.text, RIGHT)
        bar = QRectF(left, top + row * (1 - BAR_SHARE) / 2, max(right - left, 1), row * BAR_SHARE)
        end = _draw_row(sheet, data, index, bar, largest)
        if data.totals:
            sheet.text(
                QRectF(end + 6, top, total_width + 4, row), data.totals[index], strong, palette.text_muted
            )
    below = len(data.categories) * row
    sheet.text(
        QRectF(left, below + 1, size.width() - left, TITLE_HEIGHT - 3),
        data.axis.title,
        label_font(11),
        palette.text_muted,
    )
    draw_stack_legend(sheet, data, 0, min(below + TITLE_HEIGHT + 8, size.height() - legend))
    return sheet.done()


def _draw_row(sheet: Sheet, data: StackData, index: int, bar: QRectF, largest: float) -> float:
    """Draw one category's segments and return where they end."""
    shown = [series for series in data.series if series.points[index].value > 0]
    # Small values keep a visible sliver; what that costs is taken from the scale, so the bar never runs over.
    scale = max(bar.width() - len(shown) * (GAP + LEAST_SEGMENT), 1) / largest
    left = bar.left()
    for series in shown:
        point = series.points[index]
        rect = QRectF(left, bar.top(), LEAST_SEGMENT + point.value * scale, bar.height())
        _draw_segment(sheet, series, point, rect)
        sheet.target(rect, segment_words(data, index, series.label, point), point.key)
        left = rect.right() + GAP
    return left - GAP if shown else bar.left()


def layout_column_stack(data: StackData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out upright columns: ticks and unit at the left, categories below, totals above, the legend at the foot."""
    sheet = Sheet(size, palette)
    font, small = label_font(11), label_font(11, SEMI_BOLD)
    legend = stack_legend_height(data, size.width())
    line = QFontMetricsF(font).height()
    low, high = column_range(data)
    top = TITLE_HEIGHT + (line if data.totals else 4)
    lines = 2 if any("\n" in c for c in data.categories) else 1
    bottom = max(size.height() - legend - lines * line - 14, top + 30)
    left = value_axis_width(low, high, data.axis)
    plot = QRectF(left, top, max(size.width() - left - 2, 10), bottom - top)
    scale = upright_scale(low, high, plot.top(), plot.bottom(), data.axis)
    draw_value_axis(sheet, scale, plot, data.axis)
    pitch = plot.width() / max(len(data.categories), 1)
    width = min(WIDEST_COLUMN, pitch * 0.66)
    every = _label_interval(data.categories, QFontMetricsF(font), pitch)
    for index, category in enumerate(data.categories):
        middle = plot.left() + (index + 0.5) * pitch
        base = below = scale.at(0)
        for series in data.series:
            point = series.points[index]
            if not point.value:
                continue
            height = max((abs(point.value) / (scale.high - scale.low)) * plot.height(), 1.5)
            if point.value > 0:
                base -= height
            rect = QRectF(
                middle - width / 2, base if point.value > 0 else below + 1, width, max(height - 1, 1)
            )
            if point.value < 0:
                below += height
            _draw_segment(sheet, series, point, rect)
            sheet.target(rect, segment_words(data, index, series.label, point), point.key)
        if data.totals:
            room = QRectF(middle - pitch / 2 + 1, base - line - 2, pitch - 2, line)
            if QFontMetricsF(small).horizontalAdvance(data.totals[index]) <= room.width():
                sheet.value(room, data.totals[index], small)
        if index % every == 0:
            room = QRectF(middle - pitch * every / 2 + 2, plot.bottom() + 5, pitch * every - 4, lines * line)
            room = room.intersected(QRectF(0, 0, size.width(), size.height()))
            sheet.wrapped(room, category, font, palette.text_muted, CENTRE)
    draw_stack_legend(sheet, data, 0, size.height() - legend)
    return sheet.done()


def column_range(data: StackData) -> tuple[float, float]:
    """Return how far columns reach below nought and above it."""
    columns = [
        [series.points[index].value for series in data.series] for index in range(len(data.categories))
    ]
    low = min((sum(value for value in column if value < 0) for column in columns), default=0)
    high = max((sum(value for value in column if value > 0) for column in columns), default=0)
    return float(low), high or data.axis.unit


def column_stack_height(data: StackData, width: float) -> float:
    """Return the least height in which columns can be compared."""
    return 110 + stack_legend_height(data, width) + TITLE_HEIGHT


def _draw_segment(sheet: Sheet, series: Series, point: Point, rect: QRectF) -> None:
    """Draw one segment with its figure, and its shape where both fit; the tooltip and the table have the rest."""
    sheet.bar(rect, sheet.palette.hue(series.role), hatched=series.pattern == "hatch")
    label_segment(sheet, series, point, rect)


def label_segment(sheet: Sheet, series: Series, point: Point, rect: QRectF) -> None:
    """Write a segment's figure, and its shape, where both fit."""
    hue = sheet.palette.hue(series.role)
    hatched = series.pattern == "hatch"
    font = label_font(12 if rect.height() >= 17 else 11, SEMI_BOLD)
    metrics = QFontMetricsF(font)
    words = metrics.horizontalAdvance(point.text)
    if rect.height() < metrics.tightBoundingRect("0").height() + 3 or rect.width() < words + 4:
        return
    shape = series.shape or SHAPES[series.role]
    with_shape = shape != "none" and rect.width() >= SHAPE + 4 + words + 8 and rect.height() >= SHAPE + 4
    start = rect.center().x() - (words + (SHAPE + 4 if with_shape else 0)) / 2
    if hatched:
        # A plain plate behind the words, so that the hatching doesn't run through them.
        sheet.bar(
            QRectF(
                start - 3, rect.center().y() - 8, words + (SHAPE + 4 if with_shape else 0) + 6, 16
            ).intersected(rect),
            hue,
            hatched=False,
        )
    if with_shape:
        sheet.marks.append(
            ShapeMark(QRectF(start, rect.center().y() - SHAPE / 2, SHAPE, SHAPE), shape, hue.text_on_solid)
        )
        start += SHAPE + 4
    sheet.text(QRectF(start, rect.top(), words + 1, rect.height()), point.text, font, hue.text_on_solid)


def _label_interval(labels: tuple[str, ...], metrics: QFontMetricsF, pitch: float) -> int:
    """Return which of the labels to show, every n-th, so that none meets the next."""
    widest = max(
        (max(metrics.horizontalAdvance(part) for part in label.split("\n")) for label in labels), default=0
    )
    every = 1
    while every * pitch < min(widest, 90) + 4 and every < max(len(labels), 1):
        every += 1
    return every


def segment_words(data: StackData, index: int, series: str, point: Point) -> str:
    """Return what a segment is, for who points at it."""
    category = data.categories[index].replace("\n", ", ")
    return point.told(f"{category}\n{series}: ")


def stack_legend_height(data: StackData, width: float) -> float:
    """Return the height of the legend."""
    return legend_height(
        [(series.label, series.shape or SHAPES[series.role]) for series in data.series], width
    )


def draw_stack_legend(sheet: Sheet, data: StackData, left: float, top: float) -> None:
    """Draw the legend from a corner."""
    place_legend(
        sheet,
        [(series.label, series.role, series.shape) for series in data.series],
        left,
        top,
        sheet.size.width() - left,
    )
