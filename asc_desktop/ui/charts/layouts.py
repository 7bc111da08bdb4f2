"""Every kind of chart's layout in one place, so that all are loaded together, in the loader's thread."""

from __future__ import annotations

from asc_desktop.ui.charts.bars import (
    column_stack_height,
    layout_column_stack,
    layout_stacked_bars,
    stacked_bars_height,
)
from asc_desktop.ui.charts.bridge import bridge_height, bridge_width, layout_bridge
from asc_desktop.ui.charts.data_timeline import day_number
from asc_desktop.ui.charts.heat_map import heat_map_height, heat_map_width, layout_heat_map
from asc_desktop.ui.charts.lines import layout_lines, line_height
from asc_desktop.ui.charts.timeline import layout_timeline, plot_rect
from asc_desktop.ui.charts.timeline_view import SCALES, lines_of, starting_view, total_height
from asc_desktop.ui.charts.variance import layout_variance, variance_height, variance_width

__all__ = [
    "SCALES",
    "bridge_height",
    "bridge_width",
    "column_stack_height",
    "day_number",
    "heat_map_height",
    "heat_map_width",
    "layout_bridge",
    "layout_column_stack",
    "layout_heat_map",
    "layout_lines",
    "layout_stacked_bars",
    "layout_timeline",
    "layout_variance",
    "line_height",
    "lines_of",
    "plot_rect",
    "stacked_bars_height",
    "starting_view",
    "total_height",
    "variance_height",
    "variance_width",
]
