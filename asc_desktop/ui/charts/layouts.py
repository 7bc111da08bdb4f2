"""How each kind of data is drawn, in one table, so that all are loaded together, in the loader's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import QSizeF

from asc_desktop.ui.charts.bars import (
    column_stack_height,
    layout_column_stack,
    layout_stacked_bars,
    stacked_bars_height,
)
from asc_desktop.ui.charts.bridge import bridge_width, layout_bridge
from asc_desktop.ui.charts.data import BridgeData, ChartData, HeatMapData, LineData, StackData, VarianceData
from asc_desktop.ui.charts.heat_map import heat_map_height, heat_map_width, layout_heat_map
from asc_desktop.ui.charts.lines import layout_lines
from asc_desktop.ui.charts.marks import ChartLayout
from asc_desktop.ui.charts.variance import layout_variance, variance_height, variance_width
from asc_desktop.ui.palette import Palette


class Kind(Struct, frozen=True):
    """A layout, the least height in which it can be read at a width, and the least width."""

    lay_out: Callable[[Any, QSizeF, Palette], ChartLayout]
    least_height: Callable[[Any, float], float]
    least_width: Callable[[Any], int] = lambda _: 240


_UPRIGHT: Final = Kind(layout_column_stack, column_stack_height)
_NOTHING: Final = Kind(lambda _, size, __: ChartLayout(size, (), ()), lambda *_: 80.0)
_KINDS: Final[dict[type, Kind]] = {
    type(None): _NOTHING,
    StackData: Kind(layout_stacked_bars, stacked_bars_height),
    BridgeData: Kind(layout_bridge, lambda *_: 170.0, bridge_width),
    LineData: Kind(layout_lines, lambda data, _: max(96.0, 60.0 + 16 * len(data.series))),
    VarianceData: Kind(layout_variance, variance_height, variance_width),
    HeatMapData: Kind(layout_heat_map, heat_map_height, heat_map_width),
}


def lay_out(data: ChartData | None, size: QSizeF, palette: Palette) -> ChartLayout:
    """Lay a chart out at a size; nothing at all where it has no data yet."""
    return _kind(data).lay_out(data, size, palette)


def least_height(data: ChartData | None, width: float) -> float:
    """Return the least height in which a chart can be read."""
    return _kind(data).least_height(data, width)


def least_width(data: ChartData | None) -> int:
    """Return the least width in which a chart can be read."""
    return _kind(data).least_width(data)


def _kind(data: ChartData | None) -> Kind:
    return _UPRIGHT if isinstance(data, StackData) and data.is_upright else _KINDS[type(data)]
