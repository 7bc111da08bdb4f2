"""The charts on real widgets: figures, keys, words that never meet, pictures, and the same figures as a table."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui.charts.bars import column_range
from asc_desktop.ui.charts.chart import Chart, draw_charts_now
from asc_desktop.ui.charts.data import (
    BridgeData,
    BridgeStep,
    ChartData,
    LineData,
    LineSeries,
    Point,
    Series,
    StackData,
    ValueAxis,
    VarianceData,
    count_axis,
    money_axis,
)
from asc_desktop.ui.charts.layouts import lay_out
from asc_desktop.ui.charts.lines import spread
from asc_desktop.ui.charts.marks import ChipMark, TextMark
from asc_desktop.ui.charts.scale import round_range
from asc_desktop.ui.charts.time_layout import TimeView, layout_over_time
from asc_desktop.ui.palette import DARK, LIGHT
from asc_desktop.ui.theme import ThemeHub, apply_theme

# The offscreen platform says this of every tooltip.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)

MILLION = 100_000_000
THEMES = (
    "Prevention & Independence",
    "Social Work Practice",
    "Care Placement",
    "Enabling Functions and a name that is far too long",
    "Customer",
)
MONTHS = tuple(f"{month} 2024" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))


def pounds(millions: float, key: object = None) -> Point:
    text = f"£{millions:.2f}m" if millions >= 0 else f"(£{-millions:.2f}m)"
    return Point(millions * MILLION, text, key if key is not None else ("£", millions))


def status_series(categories: tuple[str, ...]) -> tuple[Series, ...]:
    roles = (
        ("On target", "green"),
        ("Experiencing obstacles", "amber"),
        ("At risk", "red"),
        ("Completed", "blue"),
        ("Not started", "grey"),
    )
    return tuple(
        Series(
            label,
            role,  # type: ignore[arg-type]
            tuple(
                Point((i * 7 + n * 3) % 6, str((i * 7 + n * 3) % 6), key=(label, i))
                for i in range(len(categories))
            ),
        )
        for n, (label, role) in enumerate(roles)
    )


BARS = StackData(
    "Project status by theme",
    THEMES,
    status_series(THEMES),
    count_axis("Number of projects"),
    "Theme",
    ("12", "11", "14", "11", "5"),
)
COLUMNS = StackData(
    "RAG over time",
    MONTHS,
    status_series(MONTHS),
    count_axis("Number of projects"),
    "Month",
    tuple("123456789"),
    is_upright=True,
)
BRIDGE = BridgeData(
    "Where this year's savings target goes",
    (
        BridgeStep("Target\n2024/25", pounds(9.55), "neutral", "reference"),
        BridgeStep("Delivered\nto date", pounds(3.41), "green"),
        BridgeStep("Forecast\nremaining", pounds(3.02), "green_light", pattern="hatch"),
        BridgeStep("Slipped to\n2025/26", pounds(1.15), "amber"),
        BridgeStep("Mitigated\nby offset", pounds(0.94), "blue"),
        BridgeStep("Written off by an approved change request", pounds(0), "grey"),
        BridgeStep("At risk,\nno plan", pounds(1.03), "red"),
    ),
    money_axis(9.55 * MILLION),
    "Step",
)
LINES = LineData(
    "Forecast over time",
    MONTHS,
    (
        LineSeries("Target", "neutral", tuple(pounds(0.63, ("target", i)) for i in range(9)), is_dashed=True),
        LineSeries(
            "Forecast",
            "accent",
            (
                *(pounds(0.63 - 0.03 * i, ("forecast", i)) for i in range(5)),
                None,
                None,
                pounds(0.62, "late"),
                None,
            ),
        ),
        LineSeries(
            "Delivered",
            "green",
            tuple(pounds(0.01 * i, ("delivered", i)) if i < 6 else None for i in range(9)),
        ),
    ),
    money_axis(0.63 * MILLION),
)
VARIANCE = VarianceData(
    "Variance by project",
    (
        "Supported Living",
        "Direct payments",
        "Strengths-based practice with a very long project name indeed",
        "Nil",
    ),
    (pounds(-0.22), pounds(0.33), pounds(-1.24), pounds(0)),
    money_axis(1.24 * MILLION, "Variance, {unit}"),
    "Project",
)

every_chart = pytest.mark.parametrize(
    "data", [BARS, COLUMNS, BRIDGE, LINES, VARIANCE], ids=["bars", "columns", "bridge", "lines", "variance"]
)

MakeChart = Callable[[ChartData | None], Chart]


@pytest.fixture(autouse=True)
def hub(qapp: QApplication) -> Iterator[ThemeHub]:
    hub = apply_theme(qapp, "light")
    yield hub
    QToolTip.hideText()
    hub.set_mode("light")


@pytest.fixture
def make_chart(qtbot: QtBot) -> MakeChart:
    def make(data: ChartData | None) -> Chart:
        chart = Chart()
        qtbot.addWidget(chart)
        chart.set_data(data)
        chart.resize(560, 300)
        chart.draw_now()
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return make


def centre_of(chart: Chart, key: object) -> QPoint:
    return next(t.rect.center().toPoint() for t in chart.chart_layout.targets if t.key == key)


@every_chart
@pytest.mark.parametrize("size", [(280, 0), (420, 230), (560, 300), (1300, 700)])
def test_no_word_is_clipped_or_meets_another(
    make_chart: MakeChart, data: ChartData, size: tuple[int, int]
) -> None:
    chart = make_chart(data)
    chart.resize(size[0], max(size[1], round(chart._least_height(size[0]))))
    layout = chart.chart_layout
    view = QRectF(QPointF(), layout.size).adjusted(-0.5, -0.5, 0.5, 0.5)
    words = [mark for mark in layout.marks if isinstance(mark, TextMark)]
    boxes = [(mark.text, mark.rect) for mark in layout.marks if isinstance(mark, TextMark | ChipMark)]
    assert boxes
    for mark in words:
        assert QFontMetricsF(mark.font).horizontalAdvance(mark.text) <= mark.rect.width() + 0.6
    outside = [(text, rect) for text, rect in boxes if not view.contains(rect)]
    assert outside == []
    figures_cut = [area.words for area in layout.help_areas if re.fullmatch(r"[−£()\d.,m]+", area.words)]
    assert figures_cut == []
    # Half a pixel is rounding; a line's height includes room above and below its letters.
    met = [
        (a, b)
        for (a, first), (b, second) in combinations(boxes, 2)
        if first.adjusted(0.5, 2, -0.5, -2).intersects(second.adjusted(0.5, 2, -0.5, -2))
    ]
    assert met == []


@every_chart
def test_what_is_cut_can_be_read_whole(make_chart: MakeChart, data: ChartData) -> None:
    chart = make_chart(data)
    chart.resize(280, round(chart._least_height(280)))
    layout = chart.chart_layout
    cut = [mark for mark in layout.marks if isinstance(mark, TextMark) and mark.text.endswith("…")]
    unexplained = [
        mark.text
        for mark in cut
        if not any(area.rect.contains(mark.rect.center()) for area in layout.help_areas)
    ]
    assert unexplained == []
    assert all(not area.words.endswith("…") for area in layout.help_areas)


@every_chart
def test_a_click_sends_the_key_and_hover_gives_the_figure(
    make_chart: MakeChart, qtbot: QtBot, data: ChartData
) -> None:
    chart = make_chart(data)
    for target in chart.chart_layout.targets:
        at = target.rect.center().toPoint()
        under = chart._target_at(QPointF(at))
        assert under is not None
        with qtbot.waitSignal(chart.segment_activated) as told:
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
        assert told.args == [under.key]
        QTest.mouseMove(chart, at)
        chart.mouseMoveEvent(_move(chart, at))
        assert under.words.split("\n")[0].replace("&", "&amp;").replace("'", "&#x27;") in QToolTip.text()


def _move(chart: Chart, at: QPoint):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    none = Qt.MouseButton.NoButton
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(chart.mapToGlobal(at)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )


def test_a_key_may_be_anything_even_more_pence_than_a_qt_int_holds(
    make_chart: MakeChart, qtbot: QtBot
) -> None:
    key = 24_898_000_00 * 1000
    data = BridgeData("Target", (BridgeStep("Target", Point(5, "£5", key), "neutral"),), money_axis(5))
    chart = make_chart(data)
    with qtbot.waitSignal(chart.segment_activated) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=centre_of(chart, key))
    assert told.args == [key]


@every_chart
def test_arrow_keys_reach_figures_and_enter_opens_one(
    make_chart: MakeChart, qtbot: QtBot, data: ChartData
) -> None:
    chart = make_chart(data)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    seen = {chart.focused_target.key if chart.focused_target else None}
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down) * 12:
        qtbot.keyClick(chart, key)
        assert chart.focused_target is not None
        seen.add(chart.focused_target.key)
    assert len(seen) > 2
    qtbot.keyClick(chart, Qt.Key.Key_End)
    last = chart.chart_layout.targets[-1]
    assert chart.accessibleDescription() == last.words.replace("\n", ", ")
    with qtbot.waitSignal(chart.segment_activated) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [last.key]


@every_chart
def test_the_table_says_what_the_chart_says(make_chart: MakeChart, qtbot: QtBot, data: ChartData) -> None:
    chart = make_chart(data)
    chart.set_table_shown(shown=True)
    table = chart._table
    assert table is not None
    model = table.model()
    words = data.as_table()
    assert (
        tuple(model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount()))
        == words.header
    )
    shown = tuple(
        tuple(model.index(r, c).data() for c in range(model.columnCount())) for r in range(model.rowCount())
    )
    assert shown == words.rows
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n".join("\t".join(row) for row in words.rows)
    assert table.geometry() == chart.rect()
    chart.set_table_shown(shown=False)
    assert not chart.is_table_shown


@every_chart
def test_pictures_are_written_and_can_be_read(make_chart: MakeChart, tmp_path: Path, data: ChartData) -> None:
    chart = make_chart(data)
    chart.write_picture(tmp_path / "chart.png")
    chart.write_picture(tmp_path / "chart.svg")
    image = QImage(str(tmp_path / "chart.png"))
    assert image.width() >= 2 * 560
    assert image.pixelColor(2, 2).name() == LIGHT.surface
    assert QSvgRenderer(str(tmp_path / "chart.svg")).isValid()
    assert data.title.split("'", maxsplit=1)[0] in (tmp_path / "chart.svg").read_text(encoding="utf-8")
    chart.copy_picture()
    assert QGuiApplication.clipboard().image().size() == image.size()
    chart.copy_figures()
    assert QGuiApplication.clipboard().text() == data.as_table().as_text()


@every_chart
def test_the_table_button_says_what_is_shown_whoever_asked_for_it(
    make_chart: MakeChart, qtbot: QtBot, data: ChartData
) -> None:
    chart = make_chart(data)
    button = chart.table_button()
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chart.is_table_shown
    chart.set_table_shown(shown=False)
    assert not button.isChecked()
    chart.set_table_shown(shown=True)
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not chart.is_table_shown


def test_pictures_are_light_even_in_the_dark(make_chart: MakeChart, hub: ThemeHub, tmp_path: Path) -> None:
    hub.set_mode("dark")
    chart = make_chart(BRIDGE)
    chart.write_picture(tmp_path / "chart.png")
    assert QImage(str(tmp_path / "chart.png")).pixelColor(2, 2).name() == LIGHT.surface


def test_a_picture_that_cannot_be_written_is_said(
    make_chart: MakeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = make_chart(BRIDGE)
    for ending in (".png", ".svg"):
        with pytest.raises(OSError, match="chart"):
            chart.write_picture(tmp_path / "no such folder" / f"chart{ending}")
    said: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "none" / "chart"), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.informativeText()))
    chart.ask_and_save("SVG picture (*.svg)", ".svg")
    assert "chart.svg could not be written: there is no such folder" in said[0]


def test_a_picture_is_offered_under_the_whole_title(
    make_chart: MakeChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda _parent, _title, name, _kind: (offered.append(name), ("", ""))[1],
    )
    chart = make_chart(StackData("Slipped to later years, 2024/25", ("A",), (), count_axis("Projects")))
    chart.ask_and_save("PNG picture (*.png)", ".png")
    assert offered == ["Slipped to later years, 2024-25.png"]


def test_the_menu_offers_pictures_and_the_table(
    make_chart: MakeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = make_chart(BRIDGE)
    actions = {action.text(): action for action in chart.actions_menu().actions() if action.text()}
    assert list(actions) == ["Copy picture", "Copy figures", "Save as PNG…", "Save as SVG…", "Show as table"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "bridge"), ""))
    actions["Save as PNG…"].trigger()
    actions["Save as SVG…"].trigger()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bridge.png", "bridge.svg"]
    actions["Show as table"].trigger()
    assert chart.is_table_shown
    assert chart.actions_menu().actions()[-1].text() == "Show as chart"


@every_chart
def test_a_change_of_theme_redraws(make_chart: MakeChart, hub: ThemeHub, data: ChartData) -> None:
    chart = make_chart(data)
    light = chart.grab().toImage()
    hub.set_mode("dark")
    assert chart.grab().toImage() != light
    assert any(
        isinstance(mark, TextMark) and mark.colour in (DARK.text, DARK.text_muted)
        for mark in chart.chart_layout.marks
    )


@every_chart
def test_nothing_yet_is_an_empty_chart(make_chart: MakeChart, data: ChartData) -> None:
    chart = make_chart(None)
    assert chart.chart_layout.targets == ()
    chart.set_table_shown(shown=True)
    assert not chart.is_table_shown
    assert not any(action.isEnabled() for action in chart.actions_menu().actions() if action.text())
    chart.set_data(data)
    assert chart.chart_layout.targets


@pytest.mark.parametrize(
    "data",
    [
        StackData("None", (), (), count_axis("Projects")),
        StackData("None", (), (), count_axis("Projects"), is_upright=True),
        StackData(
            "Nought", ("May",), (Series("A", "red", (Point(0, "0"),)),), money_axis(0), is_upright=True
        ),
        BridgeData("None", (), money_axis(0)),
        BridgeData(
            "Down",
            (BridgeStep("A", pounds(-2), "red"), BridgeStep("B", pounds(1), "green")),
            money_axis(MILLION),
        ),
        LineData("None", (), (), money_axis(0)),
        LineData(
            "One",
            ("May",),
            (LineSeries("A", "red", (pounds(1),)), LineSeries("B", "blue", (None,))),
            money_axis(MILLION),
        ),
        LineData(
            "Minus",
            ("May", "June"),
            (LineSeries("A", "red", (pounds(-3), pounds(-2))),),
            money_axis(MILLION),
        ),
        VarianceData("None", (), (), money_axis(0)),
        VarianceData("Nought", ("A",), (Point(0, "£0"),), money_axis(0)),
    ],
)
def test_odd_figures_draw_at_any_size(make_chart: MakeChart, data: ChartData) -> None:
    chart = make_chart(data)
    for size in ((1, 1), (60, 40), (240, 90), (900, 400)):
        chart.resize(*size)
        assert not chart.grab().isNull()


def test_a_stack_is_laid_across_or_upright_as_its_data_say(make_chart: MakeChart) -> None:
    for data in (BARS, COLUMNS):
        first, second = (target.rect for target in make_chart(data).chart_layout.targets[:2])
        assert (first.left() == second.left()) == data.is_upright
        assert (first.top() == second.top()) != data.is_upright


def test_the_bridge_puts_every_pound_in_one_bar() -> None:
    spans = BRIDGE.spans()
    assert spans[0] == (0.0, 9.55 * MILLION)
    assert spans[1][0] == 0.0
    assert all(before[1] == after[0] for before, after in pairwise(spans[1:]))
    assert spans[-1][1] == pytest.approx(9.55 * MILLION)


def test_a_total_sets_the_level_for_what_follows() -> None:
    steps = (
        BridgeStep("Was", pounds(4), "neutral", "total"),
        BridgeStep("Less", pounds(-1), "red"),
        BridgeStep("Is", pounds(3), "accent", "total"),
    )
    assert BridgeData("", steps, money_axis(MILLION)).spans() == (
        (0.0, 4.0 * MILLION),
        (4.0 * MILLION, 3.0 * MILLION),
        (0.0, 3.0 * MILLION),
    )


def test_series_must_fit_the_categories() -> None:
    with pytest.raises(ValueError, match="On target: 1 values for 2 categories"):
        StackData("", ("A", "B"), (Series("On target", "green", (Point(1, "1"),)),), count_axis(""))
    with pytest.raises(ValueError, match="points: 0 values for 1 categories"):
        VarianceData("", ("A",), (), money_axis(0))


@pytest.mark.parametrize(
    ("largest", "title", "value", "words"),
    [
        (955_000_000, "£m", 250_000_000, "2.5"),
        (63_489_900, "£000", -20_000_000, "−200"),
        (40_000, "£", 10_000, "100"),
        (-955_000_000, "£m", 0, "0.0"),
    ],
)
def test_money_axes_print_the_unit_that_reads_best(largest: int, title: str, value: int, words: str) -> None:
    axis = money_axis(largest)
    assert axis.title == title
    assert axis.tick_text(value, 250_000_000 if title == "£m" else axis.unit) == words


@pytest.mark.parametrize("high", [1, 3, 9.55, 14, 57, 99, 100, 12_345_678])
@pytest.mark.parametrize("low", [0, -7])
@pytest.mark.parametrize("wanted", [1, 3, 6])
def test_ranges_hold_their_values(low: float, high: float, wanted: int) -> None:
    for axis in (ValueAxis(""), count_axis("")):
        first, last, step = round_range(low, high, wanted, axis)
        assert first <= low
        assert last >= high
        assert 1 <= round((last - first) / step) <= wanted + 3
        assert not axis.whole_numbers or float(step).is_integer()


def test_end_labels_are_moved_apart_but_keep_their_order() -> None:
    placed = spread([50, 52, 51, 10], 14, 0, 100)
    assert placed[3] == 10
    assert placed[0] < placed[2] < placed[1]
    ordered = sorted(placed)
    assert all(b - a >= 14 - 1e-9 for a, b in pairwise(ordered))


def test_charts_are_drawn_after_the_first_paint_without_being_asked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    chart = Chart()
    chart.set_data(BRIDGE)
    QVBoxLayout(window).addWidget(chart)
    assert not chart.is_drawn
    window.resize(600, 400)
    window.show()
    qtbot.waitUntil(lambda: chart.is_drawn, timeout=30_000)


def test_pictures_of_pages_do_not_wait(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    charts = [Chart(), Chart()]
    for chart in charts:
        layout.addWidget(chart)
    draw_charts_now(window)
    assert all(chart.is_drawn for chart in charts)


def test_chart_widgets_load_neither_numpy_nor_pyqtgraph() -> None:
    script = (
        "import sys, asc_desktop.ui.charts.chart; print(sorted({'numpy', 'pyqtgraph'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_layouts_need_no_widget() -> None:
    from asc_desktop.ui.charts.bridge import layout_bridge

    assert len(layout_bridge(BRIDGE, QSizeF(500, 250), DARK).targets) == len(BRIDGE.steps)


def test_what_is_subtracted_is_stacked_below_nought() -> None:
    parts = (
        ("Delivered", "green", (60, 0)),
        ("No plan yet", "red", (40, 30)),
        ("Less surplus", "blue", (-20, 0)),
    )
    data = StackData(
        "Where it went",
        ("2024/25", "2025/26"),
        tuple(Series(label, role, tuple(map(pounds, values))) for label, role, values in parts),  # type: ignore[arg-type]
        money_axis(100 * MILLION),
        is_upright=True,
    )
    assert column_range(data) == (-20.0 * MILLION, 100.0 * MILLION)
    size, view = QSizeF(500, 300), TimeView(-0.5, 1.5)
    for found in (lay_out(data, size, LIGHT), layout_over_time(data, view, size, LIGHT)):
        delivered, without, surplus, later = (target.rect for target in found.targets)
        assert without.bottom() <= delivered.top() + 1
        assert surplus.top() >= delivered.bottom() - 1
        assert surplus.height() == pytest.approx(delivered.height() / 3, abs=2)
        assert later.bottom() == pytest.approx(delivered.bottom(), abs=2)
