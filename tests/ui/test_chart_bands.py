"""The shaded ranges of a line chart: where they are drawn, what they are called, and that the table says them too."""

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QApplication

from asc_desktop.ui.charts.data import Band, LineData, LineSeries, Point, ValueAxis
from asc_desktop.ui.charts.lines import layout_lines
from asc_desktop.ui.charts.marks import AreaMark, TextMark
from asc_desktop.ui.palette import LIGHT


def lines(*edges: tuple[float, float] | None) -> LineData:
    months = ("Apr", "May", "Jun")
    return LineData(
        "Reviews",
        months,
        (LineSeries("Actual", "accent", (Point(77, "77.0%"), Point(78, "78.0%"), None)),),
        ValueAxis("%"),
        bands=(Band("Amber", "amber", edges, tuple("–" if edge is None else "98 to 90" for edge in edges)),),
    )


def areas(data: LineData, height: float = 300) -> list[AreaMark]:
    layout = layout_lines(data, QSizeF(600, height), LIGHT)
    return [mark for mark in layout.marks if isinstance(mark, AreaMark)]


def test_a_range_is_shaded_within_the_plot_and_named(qapp: QApplication) -> None:
    layout = layout_lines(lines((98, 90), (98, 90), (98, 90)), QSizeF(600, 300), LIGHT)
    (area,) = [mark for mark in layout.marks if isinstance(mark, AreaMark)]
    assert area.fill == LIGHT.hue("amber").soft
    assert len(area.points) == 6
    assert all(0 <= point.x() <= 600 and 0 <= point.y() <= 300 for point in area.points)
    (label,) = [mark for mark in layout.marks if isinstance(mark, TextMark) and mark.text == "Amber"]
    assert label.rect.left() >= max(point.x() for point in area.points)
    # Behind the lines: nothing that is read is covered.
    assert layout.marks.index(area) == 0


def test_a_month_without_a_range_parts_it(qapp: QApplication) -> None:
    assert areas(lines((98, 90), None, (98, 90))) == []
    (area,) = areas(lines((98, 90), (98, 90), None))
    assert len(area.points) == 4


def test_the_table_has_a_column_for_it() -> None:
    table = lines((98, 90), None, (98, 90)).as_table()
    assert table.header == ("Month", "Actual", "Amber")
    assert table.rows[0] == ("Apr", "77.0%", "98 to 90")
    assert table.rows[2] == ("Jun", "", "98 to 90")


def test_a_range_that_does_not_fit_the_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="Amber: 2 values for 3 categories"):
        lines((98, 90), (98, 90))
