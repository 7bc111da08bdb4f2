"""The six charts, and what they have in common: pointing, clicking, keys, pictures, and the same figures as a table.

    StackedBarChart().set_data(StackData | None)      across, for categories with long names
    ColumnStackChart().set_data(StackData | None)     upright, for periods and years
    BridgeChart().set_data(BridgeData | None)
    LineChart().set_data(LineData | None)
    VarianceBarChart().set_data(VarianceData | None)
    HeatMapChart().set_data(HeatMapData | None)

Every chart: `segment_activated(object)` with the key of the Point clicked, or chosen with arrow keys and
Enter; `table_button()`, `menu_button()` and `actions_menu()`; `set_table_shown(shown=True)`; `copy_picture()`,
`save_png(path)`, `save_svg(path)`. A chart is a light placeholder until its library is loaded after the first
paint; `draw_charts_now(window)` is for pictures of pages, which cannot wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from asc_desktop.ui.charts.widget import ChartWidget
from asc_desktop.ui.palette import Palette

if TYPE_CHECKING:
    from asc_desktop.ui.charts.data import BridgeData, HeatMapData, LineData, StackData, VarianceData
    from asc_desktop.ui.charts.marks import ChartLayout


def draw_charts_now(window: QWidget) -> None:
    """Draw every chart of a window without waiting for its first paint: for pictures of pages."""
    for chart in window.findChildren(ChartWidget):
        chart.draw_now()


class StackedBarChart(ChartWidget):
    """Bars across, each cut into parts: projects by status within a theme."""

    _data: StackData | None

    def set_data(self, data: StackData | None) -> None:
        """Show these figures; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_stacked_bars

        return (
            super()._lay_out(size, palette)
            if self._data is None
            else layout_stacked_bars(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import stacked_bars_height

        return super()._least_height(width) if self._data is None else stacked_bars_height(self._data, width)


class ColumnStackChart(ChartWidget):
    """Upright columns, each cut into parts: RAG by period; what was due in a year, and where it went."""

    _data: StackData | None

    def set_data(self, data: StackData | None) -> None:
        """Show these figures; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_column_stack

        return (
            super()._lay_out(size, palette)
            if self._data is None
            else layout_column_stack(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import column_stack_height

        return super()._least_height(width) if self._data is None else column_stack_height(self._data, width)


class BridgeChart(ChartWidget):
    """A bridge: from the target to where every pound of it is."""

    _data: BridgeData | None

    def set_data(self, data: BridgeData | None) -> None:
        """Show these figures; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_bridge

        return (
            super()._lay_out(size, palette)
            if self._data is None
            else layout_bridge(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import bridge_height

        return super()._least_height(width) if self._data is None else bridge_height(self._data, width)

    def _least_width(self) -> int:
        from asc_desktop.ui.charts.layouts import bridge_width

        return super()._least_width() if self._data is None else bridge_width(self._data)


class LineChart(ChartWidget):
    """Lines over periods: forecast against target."""

    _data: LineData | None

    def set_data(self, data: LineData | None) -> None:
        """Show these figures; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_lines

        return (
            super()._lay_out(size, palette) if self._data is None else layout_lines(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import line_height

        return super()._least_height(width) if self._data is None else line_height(self._data, width)


class VarianceBarChart(ChartWidget):
    """Bars to either side of zero: over and under target."""

    _data: VarianceData | None

    def set_data(self, data: VarianceData | None) -> None:
        """Show these figures; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_variance

        return (
            super()._lay_out(size, palette)
            if self._data is None
            else layout_variance(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import variance_height

        return super()._least_height(width) if self._data is None else variance_height(self._data, width)

    def _least_width(self) -> int:
        from asc_desktop.ui.charts.layouts import variance_width

        return super()._least_width() if self._data is None else variance_width(self._data)


class HeatMapChart(ChartWidget):
    """A grid of coloured cells: risks by likelihood and impact, with arrows for those that moved."""

    _data: HeatMapData | None

    def set_data(self, data: HeatMapData | None) -> None:
        """Show these cells; None for none yet."""
        self._show(data)

    def _lay_out(self, size: QSizeF, palette: Palette) -> ChartLayout:
        from asc_desktop.ui.charts.layouts import layout_heat_map

        return (
            super()._lay_out(size, palette)
            if self._data is None
            else layout_heat_map(self._data, size, palette)
        )

    def _least_height(self, width: float) -> float:
        from asc_desktop.ui.charts.layouts import heat_map_height

        return super()._least_height(width) if self._data is None else heat_map_height(self._data, width)

    def _least_width(self) -> int:
        from asc_desktop.ui.charts.layouts import heat_map_width

        return super()._least_width() if self._data is None else heat_map_width(self._data)
