"""The bridge: from a target to where every pound of it is, one bar at a time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from asc_desktop.ui.charts.data import BarKind, BridgeData
from asc_desktop.ui.charts.marks import CENTRE, ChartLayout, Sheet, label_font, wrap
from asc_desktop.ui.charts.scale import TITLE_HEIGHT, draw_value_axis, upright_scale, value_axis_width
from asc_desktop.ui.fonts import SEMI_BOLD
from asc_desktop.ui.palette import Palette

WIDEST_BAR = 64.0
MOST_LINES = 3
LEAST_PITCH = 58
LEAST_BAR = 2.0


def bridge_width(data: BridgeData) -> int:
    """Return the least width in which the steps can still be named."""
    return max(240, 40 + round(LEAST_PITCH * len(data.steps)))


def layout_bridge(data: BridgeData, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay out a bridge: value above each bar, dashed lines from bar to bar, names below on two or three lines."""
    sheet = Sheet(size, palette)
    font = label_font(11)
    line = QFontMetricsF(font).height()
    spans = data.spans()
    low = min((min(span) for span in spans), default=0)
    high = max((max(span) for span in spans), default=0)
    top = TITLE_HEIGHT + line
    left = value_axis_width(low, high, data.axis)
    pitch = max(size.width() - left - 2, 10) / max(len(spans), 1)
    metrics = QFontMetricsF(font)
    lines = max((len(wrap(step.label, metrics, pitch - 4, MOST_LINES)) for step in data.steps), default=1)
    bottom = max(size.height() - lines * line - 8, top + 30)
    plot = QRectF(left, top, max(size.width() - left - 2, 10), bottom - top)
    scale = upright_scale(min(low, 0), high, plot.top(), plot.bottom(), data.axis)
    draw_value_axis(sheet, scale, plot, data.axis)
    width = min(WIDEST_BAR, pitch * 0.68)
    value_font = _value_font(data, pitch)
    bars = []
    for index, (step, (start, end)) in enumerate(zip(data.steps, spans, strict=True)):
        middle = plot.left() + (index + 0.5) * pitch
        upper, lower = scale.at(max(start, end)), scale.at(min(start, end))
        rect = QRectF(
            middle - width / 2, upper, width, max(lower - upper, LEAST_BAR if step.point.value else 0.0)
        )
        bars.append(rect)
        sheet.bar(rect, palette.hue(step.role), hatched=step.pattern == "hatch")
        name = step.label.replace("\n", " ")
        # A bar of nothing can still be pointed at, and the ring is never thinner than a fingertip's tip.
        sheet.target(
            rect.united(QRectF(rect.left(), rect.center().y() - 4, width, 8)),
            step.point.told(f"{name}: "),
            step.point.key,
        )
        value_line = QFontMetricsF(value_font).height()
        room = QRectF(middle - pitch / 2 + 1, rect.top() - value_line - 2, pitch - 2, value_line)
        if QFontMetricsF(value_font).horizontalAdvance(step.point.text) <= room.width():
            sheet.value(room, step.point.text, value_font)
        sheet.wrapped(
            QRectF(middle - pitch / 2 + 2, plot.bottom() + 6, pitch - 4, lines * line),
            step.label,
            font,
            palette.text_muted,
            CENTRE,
        )
    _draw_connectors(sheet, data, bars, [scale.at(end) for _start, end in spans])
    return sheet.done()


def _draw_connectors(sheet: Sheet, data: BridgeData, bars: list[QRectF], levels: list[float]) -> None:
    for index in range(len(bars) - 1):
        if not _are_joined(data.steps[index].kind, data.steps[index + 1].kind):
            continue
        points = (
            QPointF(bars[index].right() + 1, levels[index]),
            QPointF(bars[index + 1].left() - 1, levels[index]),
        )
        sheet.line(points, sheet.palette.text_muted, 1, dashed=True)


def _are_joined(kind: BarKind, following: BarKind) -> bool:
    """Return whether the second bar starts where the first one ends."""
    if following == "reference_step":
        return kind in {"reference", "reference_step"}
    return "reference" not in kind and following != "reference"


def _value_font(data: BridgeData, pitch: float) -> QFont:
    """Return the largest font in which every value is narrower than its bar's place."""
    texts = [step.point.text for step in data.steps]
    for pixels in (12, 11):
        font = label_font(pixels, SEMI_BOLD)
        metrics = QFontMetricsF(font)
        if all(metrics.horizontalAdvance(text) <= pitch - 2 for text in texts):
            return font
    return label_font(10, SEMI_BOLD)
