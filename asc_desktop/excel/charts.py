"""How every chart of the pack looks: its font, its title, its axes, in the program's palette."""

from typing import Any, Final

from asc_desktop.excel.styles import AXIS_MILLIONS, BORDER, FONT, MUTED, TEXT

GRID: Final = "#e6eaef"
AXIS: Final = "#9ba6b3"
NOTHING: Final[dict[str, Any]] = {"fill": {"none": True}, "border": {"none": True}}


def font(size: float = 9, *, bold: bool = False, color: str = TEXT) -> dict[str, Any]:
    """Return the pack's font for a chart."""
    return {"name": FONT, "size": size, "bold": bold, "color": color}


def dress(chart: Any, title: str, *, legend: str = "bottom") -> Any:
    """Give a chart its title, its frame and, where it is named, its legend's place."""
    chart.set_title({"name": title, "name_font": font(11, bold=True), "overlay": False})
    chart.set_chartarea({"border": {"color": BORDER}})
    chart.set_legend({"position": legend, "font": font()} if legend else {"none": True})
    return chart


def label_axis(**more: Any) -> dict[str, Any]:
    """Return an axis of names or months: a line, no ticks."""
    return {
        "num_font": font(),
        "line": {"color": AXIS},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": False},
    } | more


def value_axis(num_format: str = AXIS_MILLIONS, **more: Any) -> dict[str, Any]:
    """Return an axis of amounts: pale lines across, none along."""
    return {
        "num_format": num_format,
        "num_font": font(color=MUTED),
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
        "line": {"none": True},
    } | more
