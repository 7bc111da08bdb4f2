"""Lines over periods, each named at its end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.data import Band, LineData, LineSeries
from asc_desktop.ui.charts.marks import CENTRE, AreaMark, ChartLayout, DotMark, Sheet, label_font
from asc_desktop.ui.charts.scale import TITLE_HEIGHT, Scale, draw_value_axis, upright_scale, value_axis_width
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import Palette

END_GAP = 8.0
WIDEST_END_LABEL = 0.3
FLAT_SHARE = 0.5
"""Values that stay above this share of their largest are drawn without zero, so that small changes can be seen."""


def layout_lines(data: LineData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out lines: ticks and unit at the left, periods below, each line's name and last value at its right end."""
    sheet = Sheet(size, palette)
    font = label_font(11)
    line = QFontMetricsF(font).height()
    low, high = line_range(data)
    top, bottom = TITLE_HEIGHT + 4, max(size.height() - line - 8, TITLE_HEIGHT + 30)
    left = value_axis_width(low, high, data.axis)
    ends, end_width = end_words(data, size.width())
    plot = QRectF(left, top, max(size.width() - left - end_width - END_GAP - 4, 10), bottom - top)
    scale = upright_scale(low, high, plot.top(), plot.bottom(), data.axis)
    pitch = plot.width() / max(len(data.categories) - 1, 1)
    middles = [_draw_band(sheet, band, plot, scale, pitch) for band in data.bands]
    draw_value_axis(sheet, scale, plot, data.axis)
    _draw_periods(sheet, data, plot, pitch)
    wanted = [
        (middle, band.label, palette.hue(band.role).text_on_soft)
        for band, middle in zip(data.bands, middles, strict=True)
        if middle is not None
    ]
    for series, text in zip(data.series, ends, strict=True):
        last = _draw_series(sheet, data, series, plot, scale, pitch)
        if last is not None:
            wanted.append((last, text, palette.hue(series.role).text_on_soft))
    draw_ends(sheet, wanted, plot.right() + END_GAP, end_width)
    return sheet.done()


def line_range(data: LineData) -> tuple[float, float]:
    """Return the lowest and highest value to draw: with nought, unless all of them are far from it."""
    values = [point.value for series in data.series for point in series.points if point is not None]
    values += [edge for band in data.bands for edges in band.edges if edges is not None for edge in edges]
    low, high = min(values, default=0), max(values, default=0)
    if 0 < low < high * FLAT_SHARE or low == high:
        return min(low, 0), high
    if high < 0 or low >= 0:
        margin = (high - low) * 0.15
        return (low - margin if low > 0 else low), (high + margin if high < 0 else high)
    return low, high


def end_words(data: LineData, width: float) -> tuple[list[str], float]:
    """Return each line's name and last value, and the room that they and the bands' names take of a width."""
    metrics = QFontMetricsF(label_font(11, SEMI_BOLD))
    most = width * WIDEST_END_LABEL
    ends = [_end_text(series) for series in data.series]
    if any(metrics.horizontalAdvance(text) > most for text in ends):
        # Names without figures, all alike, sooner than some figures cut.
        ends = [series.label for series in data.series]
    texts = (*ends, *(band.label for band in data.bands))
    return ends, min(max(map(metrics.horizontalAdvance, texts), default=0) + 1, most)


def draw_ends(sheet: Sheet, wanted: list[tuple[float, str, str]], left: float, width: float) -> None:
    """Write names beside the ends of their lines, each a height, its words and their colour, none over another."""
    font = label_font(11, SEMI_BOLD)
    line = QFontMetricsF(font).height()
    placed = spread([y for y, _text, _colour in wanted], line, 0, sheet.size.height())
    for y, (_wanted, text, colour) in zip(placed, wanted, strict=True):
        sheet.text(QRectF(left, y - line / 2, width, line), text, font, colour)


def spread(wanted: list[float], least_gap: float, low: float, high: float) -> list[float]:
    """Return places as near as can be to those wanted, in the same order, none nearer than `least_gap` to the next."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    floor = low + least_gap / 2
    for index in order:
        placed[index] = max(wanted[index], floor)
        floor = placed[index] + least_gap
    ceiling = high - least_gap / 2
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - least_gap
    return placed


def _end_text(series: LineSeries) -> str:
    last = next((point for point in reversed(series.points) if point is not None), None)
    return f"{series.label} {last.text}" if last is not None else series.label


def _draw_periods(sheet: Sheet, data: LineData, plot: QRectF, pitch: float) -> None:
    """Name the periods below, leaving some out where they would meet, but always the last."""
    font = label_font(11)
    metrics = QFontMetricsF(font)
    height = metrics.height()
    labels = [label.replace("\n", " ") for label in data.categories]
    widest = max((metrics.horizontalAdvance(label) for label in labels), default=0) + 1
    every = 1
    while every * pitch < widest + 10 and every < max(len(labels), 1):
        every += 1
    free = sheet.size.width() + 6
    # Backwards from the last period, the one a reader looks for. The first is kept clear of the axis's own figures.
    for index in range(len(labels) - 1, -1, -every):
        width = metrics.horizontalAdvance(labels[index]) + 1
        left = max(plot.left() + index * pitch - width / 2, plot.left() - 2)
        left = min(left, sheet.size.width() - width)
        if left + width + 6 > free:
            continue
        free = left
        sheet.text(
            QRectF(left, plot.bottom() + 5, width, height),
            labels[index],
            font,
            sheet.palette.text_muted,
            CENTRE,
        )


def _draw_band(sheet: Sheet, band: Band, plot: QRectF, scale: Scale, pitch: float) -> float | None:
    """Shade a range, and return the height of its middle where it ends."""
    middle = None
    run: list[tuple[QPointF, QPointF]] = []
    for index, edges in enumerate((*band.edges, None)):
        if edges is not None:
            x = plot.left() + index * pitch
            top, bottom = sorted(scale.at(edge) for edge in edges)
            run.append((QPointF(x, top), QPointF(x, bottom)))
            middle = (top + bottom) / 2
            continue
        if len(run) > 1:
            above, below = [top for top, _ in run], [bottom for _, bottom in reversed(run)]
            sheet.marks.append(AreaMark((*above, *below), sheet.palette.hue(band.role).soft))
        run = []
    return middle


def _draw_series(
    sheet: Sheet, data: LineData, series: LineSeries, plot: QRectF, scale: Scale, pitch: float
) -> float | None:
    """Draw a line with its points, and return the height of its last one."""
    colour = sheet.palette.hue(series.role).solid
    run: list[QPointF] = []
    dots: list[DotMark] = []
    last = None
    for index, point in enumerate((*series.points, None)):
        if point is None:
            if len(run) > 1:
                sheet.line(tuple(run), colour, 1.5 if series.is_dashed else 2, dashed=series.is_dashed)
            run = []
            continue
        at = QPointF(plot.left() + index * pitch, scale.at(point.value))
        run.append(at)
        last = at.y()
        if not series.is_dashed or len(data.categories) == 1:
            dots.append(DotMark(at, 3, colour, sheet.palette.surface))
        category = data.categories[index].replace("\n", " ")
        sheet.target(
            QRectF(at.x() - 7, at.y() - 7, 14, 14),
            point.told(f"{category}\n{series.label}: "),
            point.key,
        )
    sheet.marks.extend(dots)
    return last
