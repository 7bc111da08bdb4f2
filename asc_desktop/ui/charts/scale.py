"""Round numbers for an axis, and where a value falls along it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from asc_desktop.ui.charts.data import ValueAxis
from asc_desktop.ui.charts.marks import RIGHT, label_font

if TYPE_CHECKING:
    from asc_desktop.ui.charts.marks import Sheet

TICK_FONT = 11
TICK_GAP = 8.0
TITLE_HEIGHT = 18.0
LEAST_TICKS = 2
MOST_TICKS = 6
MULTIPLES = (1, 2, 2.5, 3, 4, 5, 10, 20)
"""A step is one of these times a power of ten."""


class Scale(Struct, frozen=True):
    """A straight line from values to pixels, with its ticks."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return the values at which to draw a line: each multiple of the step, ends included."""
        first = math.ceil(self.low / self.step - 1e-6)
        last = math.floor(self.high / self.step + 1e-6)
        return [index * self.step for index in range(first, last + 1)]


def round_range(low: float, high: float, wanted: int, axis: ValueAxis) -> tuple[float, float, float]:
    """Return (low, high, step) that hold the values in at most about `wanted` round steps."""
    if high <= low:
        high = low + axis.unit
    raw = (high - low) / max(wanted, 1) / axis.unit
    power = 10.0 ** math.floor(math.log10(raw))
    steps = [
        multiple * power * axis.unit
        for multiple in MULTIPLES
        if raw * 0.999 <= multiple * power <= max(raw * 2, power)
    ]
    if axis.whole_numbers:
        steps = [step for step in steps if step.is_integer()] or [max(1.0, float(math.ceil(raw)))]
    ranges = [
        (math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step) for step in steps
    ]
    # The one that wastes the least of the plot; of equals, the one with the fewest lines.
    return min(ranges, key=lambda found: (found[1] - found[0], -found[2]))


def value_axis_width(low: float, high: float, axis: ValueAxis) -> float:
    """Return the room that the ticks' words need at the left, however many ticks the height will allow."""
    metrics = QFontMetricsF(label_font(TICK_FONT))
    widest = 0.0
    for wanted in range(LEAST_TICKS, MOST_TICKS + 1):
        first, last, step = round_range(low, high, wanted, axis)
        ticks = Scale(first, last, step, 0, 1).ticks()
        widest = max(widest, *(metrics.horizontalAdvance(axis.tick_text(tick, step)) for tick in ticks))
    return widest + TICK_GAP + 1


def upright_scale(low: float, high: float, top: float, bottom: float, axis: ValueAxis) -> Scale:
    """Return a scale that rises from `bottom` to `top`, with a tick every 40 pixels or so."""
    wanted = max(LEAST_TICKS, min(MOST_TICKS, int((bottom - top) / 28)))
    first, last, step = round_range(low, high, wanted, axis)
    return Scale(first, last, step, bottom, top)


def draw_value_axis(sheet: Sheet, scale: Scale, plot: QRectF, axis: ValueAxis) -> None:
    """Draw grid lines, the ticks' words at the left, and the unit above them. Zero is drawn firmly."""
    font = label_font(TICK_FONT)
    for tick in scale.ticks():
        y = round(scale.at(tick)) + 0.5
        is_zero = abs(tick) < scale.step / 1000
        sheet.line(
            (QPointF(plot.left(), y), QPointF(plot.right(), y)),
            sheet.palette.control_border if is_zero else sheet.palette.grid,
        )
        room = QRectF(0, y - 8, plot.left() - TICK_GAP, 16)
        sheet.text(room, axis.tick_text(tick, scale.step), font, sheet.palette.text_muted, RIGHT)
    sheet.text(QRectF(0, 0, sheet.size.width(), TITLE_HEIGHT - 4), axis.title, font, sheet.palette.text_muted)
