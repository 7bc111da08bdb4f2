"""Charts over time: wheel, drag and keys pan and zoom, a line reads one month, paper and table say the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.dates import period_short_label, shift_period
from asc_desktop.ui.charts.data import (
    Band,
    LineData,
    LineSeries,
    Point,
    Series,
    StackData,
    ValueAxis,
    count_axis,
)
from asc_desktop.ui.charts.marks import TextMark
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.charts.time_layout import (
    TimeData,
    TimeView,
    frame_of,
    in_sight,
    layout_over_time,
    months_in,
    reading,
    starting_view,
)
from asc_desktop.ui.palette import DARK, LIGHT
from asc_desktop.ui.theme import ThemeHub, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

COUNT = 60
MONTHS = tuple(period_short_label(shift_period("2021-04", at)) for at in range(COUNT))
GAPS = {10, 11, 13}


def values(of: Callable[[int], float | None]) -> tuple[Point | None, ...]:
    found = [of(at) for at in range(COUNT)]
    return tuple(
        None if value is None else Point(value, f"{value:.1f}%", ("month", at), "in full")
        for at, value in enumerate(found)
    )


LINES = LineData(
    "A measure",
    MONTHS,
    (
        LineSeries("Actual", "accent", values(lambda at: None if at in GAPS else 80 + 10 * math.sin(at))),
        LineSeries("Target", "blue", values(lambda _: 85), is_dashed=True),
    ),
    ValueAxis("Per cent"),
    "Month",
    bands=(
        Band(
            "Green within 2%",
            "green",
            tuple((85.0, 86.7) if at > 20 else None for at in range(COUNT)),
            tuple("85.0% to 86.7%" if at > 20 else "" for at in range(COUNT)),
        ),
    ),
    opens_at=12,
)
COLUMNS = StackData(
    "Status over time",
    MONTHS,
    tuple(
        Series(
            name,
            role,
            tuple(Point((at * (n + 3)) % 37, str((at * (n + 3)) % 37), (name, at)) for at in range(COUNT)),
        )
        for n, (name, role) in enumerate((("On target", "green"), ("At risk", "red"), ("Closed", "blue")))
    ),
    count_axis("Number of projects"),
    "Month",
    is_upright=True,
    opens_at=12,
)
LAST_TWELVE = TimeView(47.5, 59.5)
WHOLE = TimeView(-0.5, 59.5)

Make = Callable[..., TimeChart]
either = pytest.mark.parametrize("data", [LINES, COLUMNS], ids=["lines", "columns"])


@pytest.fixture
def hub(qapp: QApplication) -> Iterator[ThemeHub]:
    hub = apply_theme(qapp, "light")
    yield hub
    QToolTip.hideText()
    hub.set_mode("light")


@pytest.fixture
def make(hub: ThemeHub, qtbot: QtBot) -> Make:
    def made(data: TimeData | None, size: tuple[int, int] = (600, 320)) -> TimeChart:
        chart = TimeChart()
        qtbot.addWidget(chart)
        chart.resize(*size)
        chart.set_data(data)
        chart.draw_now()
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return made


def plot_of(chart: TimeChart) -> QWidget:
    """Return what has the mouse."""
    assert chart._plot is not None
    return chart._plot.viewport()


def month_at(chart: TimeChart, month: int) -> QPoint:
    assert chart.frame is not None
    assert chart.view is not None
    return QPoint(round(chart.frame.x(month, chart.view)), round(chart.frame.plot.center().y()))


def wheel(
    chart: TimeChart, turned: int, at: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> bool:
    """Turn the wheel as a person does, over the plot; return whether the chart took it."""
    place = plot_of(chart)
    event = QWheelEvent(
        QPointF(at), QPointF(place.mapToGlobal(at)), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(place, event)
    return event.isAccepted()


def view_of(chart: TimeChart) -> TimeView:
    assert chart.view is not None
    return chart.view


def is_drawn_there(chart: TimeChart) -> bool:
    """Whether pyqtgraph's view is where the chart says, so that what is pointed at is what is drawn."""
    plot, frame, view = chart._plot, chart.frame, view_of(chart)
    assert plot is not None
    assert frame is not None
    (left, right), (low, high) = plot.box.viewRange()
    at = plot.box.mapViewToScene(QPointF(view.left, frame.scale.low))
    return bool(
        (left, right) == pytest.approx((view.left, view.right))
        and low < frame.scale.low
        and high > frame.scale.high
        and at.x() == pytest.approx(frame.plot.left(), abs=0.5)
        and at.y() == pytest.approx(frame.plot.bottom(), abs=0.5)
    )


class TestView:
    @either
    def test_it_opens_at_the_last_months_and_holds_all(self, data: TimeData) -> None:
        assert starting_view(data) == LAST_TWELVE
        assert starting_view(replace(data, opens_at=0)) == WHOLE
        assert starting_view(replace(data, opens_at=99)) == WHOLE

    def test_zooming_and_going_stay_within_the_months(self) -> None:
        assert LAST_TWELVE.zoomed(2, COUNT) == TimeView(50.5, 56.5)
        assert LAST_TWELVE.zoomed(0.5, COUNT) == TimeView(35.5, 59.5)
        assert LAST_TWELVE.zoomed(0.01, COUNT) == WHOLE
        assert LAST_TWELVE.zoomed(100, COUNT).span == 3
        assert LAST_TWELVE.moved(-12, COUNT) == TimeView(35.5, 47.5)
        assert LAST_TWELVE.moved(1, COUNT) == LAST_TWELVE
        assert LAST_TWELVE.moved(-99, COUNT) == TimeView(-0.5, 11.5)
        assert WHOLE.moved(-7, COUNT) == WHOLE
        assert TimeView(-0.5, 1.5).zoomed(5, 2) == TimeView(-0.5, 1.5)

    def test_only_months_whose_middle_is_in_sight_count(self) -> None:
        assert months_in(LAST_TWELVE, COUNT) == range(48, 60)
        assert months_in(TimeView(2.1, 5.9), COUNT) == range(3, 6)
        assert months_in(TimeView(2.0, 5.0), COUNT) == range(2, 6)

    @either
    def test_a_picture_is_of_the_months_in_sight(self, data: TimeData) -> None:
        shown = in_sight(data, LAST_TWELVE)
        assert shown.categories == MONTHS[48:]
        assert [series.points for series in shown.series] == [series.points[48:] for series in data.series]
        if isinstance(shown, LineData):
            assert shown.bands[0].texts == LINES.bands[0].texts[48:]

    def test_the_values_are_those_in_sight(self, hub: ThemeHub) -> None:
        tall = replace(
            COLUMNS,
            series=(
                replace(COLUMNS.series[0], points=(Point(1000, "1,000"), *COLUMNS.series[0].points[1:])),
            ),
        )
        size = QSizeF(500, 300)
        assert frame_of(tall, WHOLE, size).scale.high >= 1000
        assert frame_of(tall, LAST_TWELVE, size).scale.high < 50
        # The plot does not jump sideways while months with longer figures pass by.
        assert frame_of(tall, WHOLE, size).plot.left() == frame_of(tall, LAST_TWELVE, size).plot.left()

    def test_a_month_reads_every_figure(self) -> None:
        assert (
            reading(LINES, 59)
            == f"Mar 26\nActual: {80 + 10 * math.sin(59):.1f}%\nTarget: 85.0%\nGreen within 2%: 85.0% to 86.7%"
        )
        assert reading(LINES, 10) == "Feb 22\nTarget: 85.0%"
        assert reading(COLUMNS, 0) == "Apr 21"
        assert reading(replace(COLUMNS, totals=tuple(map(str, range(COUNT)))), 2).splitlines() == [
            "Jun 21", "On target: 6", "At risk: 8", "Closed: 10", "Total: 2",
        ]  # fmt: skip


class TestLayout:
    @either
    @pytest.mark.parametrize("size", [(240, 170), (330, 260), (640, 320), (1600, 700)])
    @pytest.mark.parametrize("view", [WHOLE, LAST_TWELVE, TimeView(10.2, 14.9)])
    def test_no_words_are_cut_or_meet_and_the_last_month_in_full_sight_is_named(
        self, hub: ThemeHub, data: TimeData, size: tuple[int, int], view: TimeView
    ) -> None:
        layout, frame = (
            layout_over_time(data, view, QSizeF(*size), LIGHT),
            frame_of(data, view, QSizeF(*size)),
        )
        words = [mark for mark in layout.marks if isinstance(mark, TextMark)]
        for mark in words:
            assert QFontMetricsF(mark.font).horizontalAdvance(mark.text) <= mark.rect.width() + 0.6
            assert QRectF(-0.5, -4, size[0] + 1, size[1] + 8).contains(mark.rect)
        assert frame.named
        metrics = QFontMetricsF(words[0].font)
        places = [
            (frame.x(at, view), metrics.horizontalAdvance(data.categories[at]) / 2) for at in frame.named
        ]
        assert all(there - half >= here + before for (here, before), (there, half) in pairwise(places))
        assert places[-1][0] + places[-1][1] <= size[0] + 0.5
        if view.right == 59.5:
            assert frame.named[-1] == 59

    def test_one_long_name_leaves_the_others_named_where_they_keep_apart(self, hub: ThemeHub) -> None:
        few = replace(
            COLUMNS,
            categories=("Apr 24", "May 24", "Jun 24 now"),
            series=tuple(replace(series, points=series.points[:3]) for series in COLUMNS.series),
            totals=(),
        )
        view = TimeView(-0.5, 2.5)
        assert frame_of(few, view, QSizeF(240, 300)).named == (0, 1, 2)
        assert frame_of(few, view, QSizeF(150, 300)).named == (0, 2)

    def test_how_much_is_in_sight_is_said(self, hub: ThemeHub) -> None:
        texts = {
            mark.text
            for mark in layout_over_time(LINES, LAST_TWELVE, QSizeF(500, 300), LIGHT).marks
            if isinstance(mark, TextMark)
        }
        assert "12 of 60 shown" in texts
        texts = {
            mark.text
            for mark in layout_over_time(LINES, WHOLE, QSizeF(500, 300), LIGHT).marks
            if isinstance(mark, TextMark)
        }
        assert not any("shown" in text for text in texts)


class TestMouse:
    @either
    def test_the_wheel_zooms_about_the_month_under_it(self, make: Make, data: TimeData) -> None:
        chart = make(data)
        at = month_at(chart, 56)
        assert wheel(chart, 120, at)
        zoomed = view_of(chart)
        assert zoomed.span < 12
        assert abs(month_at(chart, 56).x() - at.x()) <= 1
        assert is_drawn_there(chart)
        for _ in range(30):
            wheel(chart, -120, at)
        assert (view_of(chart).left, view_of(chart).right) == pytest.approx((-0.5, 59.5))
        assert is_drawn_there(chart)
        assert not wheel(chart, -120, at), "with nothing more to show the page may scroll"
        for _ in range(40):
            wheel(chart, 120, month_at(chart, 30))
        assert view_of(chart).span == pytest.approx(3)

    def test_shift_and_the_wheel_go_through_time(self, make: Make) -> None:
        chart = make(COLUMNS)
        wheel(chart, 120, month_at(chart, 56), Qt.KeyboardModifier.ShiftModifier)
        assert view_of(chart).right < 59.5
        assert view_of(chart).span == pytest.approx(12)
        assert is_drawn_there(chart)

    @either
    def test_a_drag_goes_through_time_and_clicks_nothing(
        self, make: Make, data: TimeData, qtbot: QtBot
    ) -> None:
        chart = make(data)
        sent: list[object] = []
        chart.segment_activated.connect(sent.append)
        start, place = month_at(chart, 50), plot_of(chart)
        QTest.mouseMove(place, start)
        QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 9):
            QTest.qWait(30)
            QTest.mouseMove(place, start + QPoint(step * 20, 0))
        QTest.qWait(30)
        QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=start + QPoint(160, 0))
        assert view_of(chart).right < 59.5
        assert view_of(chart).span == pytest.approx(12)
        assert abs(month_at(chart, 50).x() - (start.x() + 160)) <= 25
        assert is_drawn_there(chart)
        assert sent == []

    @either
    def test_a_line_reads_the_month_under_the_mouse(self, make: Make, data: TimeData, qtbot: QtBot) -> None:
        chart = make(data)
        assert chart._plot is not None
        QTest.mouseMove(plot_of(chart), month_at(chart, 55) + QPoint(3, -60))
        qtbot.waitUntil(chart._plot.cross.isVisible)
        assert chart._plot.cross.value() == 55
        assert MONTHS[55] in QToolTip.text()
        for series in data.series:
            assert series.label in QToolTip.text()
        QTest.qWait(30)
        QTest.mouseMove(plot_of(chart), month_at(chart, 57) + QPoint(0, -60))
        qtbot.waitUntil(lambda: chart._plot.cross.value() == 57)  # type: ignore[union-attr]
        QTest.qWait(30)
        QTest.mouseMove(plot_of(chart), QPoint(2, 2))
        qtbot.waitUntil(lambda: not chart._plot.cross.isVisible())  # type: ignore[union-attr]

    @either
    def test_a_click_sends_what_it_is_on(self, make: Make, data: TimeData, qtbot: QtBot) -> None:
        chart = make(data)
        target = next(target for target in chart.chart_layout.targets if target.rect.height() > 10)
        at = target.rect.center().toPoint()
        QTest.mouseMove(plot_of(chart), at)
        with qtbot.waitSignal(chart.segment_activated) as told:
            QTest.mouseClick(plot_of(chart), Qt.MouseButton.LeftButton, pos=at)
        assert told.args == [target.key]
        QTest.mouseMove(plot_of(chart), QPoint(2, 2))
        with qtbot.assertNotEmitted(chart.segment_activated):
            QTest.mouseClick(plot_of(chart), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))

    def test_a_page_that_scrolls_keeps_the_wheel_until_the_chart_is_chosen(
        self, hub: ThemeHub, qtbot: QtBot
    ) -> None:
        area, inner = QScrollArea(), QWidget()
        qtbot.addWidget(area)
        chart = TimeChart()
        chart.setParent(inner)
        chart.setGeometry(0, 0, 400, 250)
        inner.resize(400, 900)
        area.setWidget(inner)
        area.resize(430, 260)
        chart.set_data(COLUMNS)
        chart.draw_now()
        area.show()
        area.activateWindow()
        assert QTest.qWaitForWindowActive(area)
        area.setFocus()
        at = month_at(chart, 55)
        assert not wheel(chart, 120, at), "it goes on to the page"
        assert view_of(chart) == LAST_TWELVE
        wheel(chart, 120, at, Qt.KeyboardModifier.ControlModifier)
        assert view_of(chart).span < 12
        chart.show_all()
        chart.setFocus()
        wheel(chart, 120, at)
        assert view_of(chart).span < 60


class TestKeys:
    def test_keys_zoom_go_and_show_all(self, make: Make, qtbot: QtBot) -> None:
        chart = make(COLUMNS)
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
        assert view_of(chart) == LAST_TWELVE.zoomed(1.5, COUNT)
        qtbot.keyClick(chart, Qt.Key.Key_Minus)
        assert view_of(chart).span == pytest.approx(12)
        qtbot.keyClick(chart, Qt.Key.Key_0)
        assert view_of(chart) == WHOLE
        chart._look(LAST_TWELVE)
        qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        assert view_of(chart) == LAST_TWELVE.moved(-2, COUNT)
        qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        assert view_of(chart) == LAST_TWELVE
        qtbot.keyClick(chart, Qt.Key.Key_PageUp)
        assert view_of(chart) == LAST_TWELVE.moved(-10.8, COUNT)
        qtbot.keyClick(chart, Qt.Key.Key_PageDown)
        assert view_of(chart).right == pytest.approx(59.5)
        assert is_drawn_there(chart)

    def test_the_arrow_reaches_months_out_of_sight_and_the_line_goes_along(
        self, make: Make, qtbot: QtBot
    ) -> None:
        chart = make(LINES)
        chart.setFocus()
        chart._focus_on(0)
        for _ in range(20):
            qtbot.keyClick(chart, Qt.Key.Key_Left)
        assert chart.focused_target is not None
        month = MONTHS[28]
        assert chart.focused_target.words.startswith(f"{month}\nActual")
        assert chart.accessibleDescription().startswith(f"{month}, Actual")
        assert chart._plot is not None
        assert chart._plot.cross.value() == 28
        assert chart._plot.cross.isVisible()

    def test_the_first_month_is_the_end_of_it(self, make: Make, qtbot: QtBot) -> None:
        chart = make(replace(COLUMNS, opens_at=0))
        chart._focus_on(0)
        qtbot.keyClick(chart, Qt.Key.Key_Left)
        assert view_of(chart) == WHOLE


class TestOneDescription:
    @either
    def test_the_table_and_the_figures_have_every_month(self, make: Make, data: TimeData) -> None:
        chart = make(data)
        assert len(data.as_table().rows) == COUNT
        chart.copy_figures()
        assert len(QGuiApplication.clipboard().text().splitlines()) == COUNT + 1
        chart.set_table_shown(shown=True)
        assert chart._plot is not None
        assert not chart._plot.isVisible()
        chart.set_table_shown(shown=False)
        assert chart._plot.isVisible()
        assert chart.accessibleName() == data.title

    @either
    def test_a_picture_shows_what_is_in_sight(self, make: Make, data: TimeData, tmp_path: Path) -> None:
        chart = make(data, (700, 330))
        chart.go(-12)
        chart.write_picture(tmp_path / "chart.svg")
        svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
        assert ">Mar 25<" in svg
        assert "Mar 26" not in svg

    @either
    def test_other_figures_of_the_same_months_keep_the_view(self, make: Make, data: TimeData) -> None:
        chart = make(data)
        chart.go(-6)
        chart.set_data(replace(data, title="Another"))
        assert view_of(chart) == LAST_TWELVE.moved(-6, COUNT)
        chart.set_data(in_sight(data, WHOLE.zoomed(2, COUNT)))
        assert view_of(chart).span == 12
        assert is_drawn_there(chart)
        chart.set_data(None)
        assert chart.view is None
        assert chart.chart_layout.targets == ()
        chart.set_data(data)
        assert view_of(chart) == LAST_TWELVE
        assert is_drawn_there(chart)

    def test_a_change_of_theme_and_of_size_redraws(self, make: Make, hub: ThemeHub) -> None:
        chart = make(LINES)
        light = chart.grab().toImage()
        hub.set_mode("dark")
        assert chart.grab().toImage() != light
        assert any(
            isinstance(mark, TextMark) and mark.colour == DARK.text_muted for mark in chart.chart_layout.marks
        )
        chart.resize(400, 260)
        assert is_drawn_there(chart)


def test_a_month_alone_and_one_month_are_drawn(make: Make) -> None:
    one = LineData(
        "One", ("Apr 24",), (LineSeries("Actual", "accent", (Point(5, "5"),)),), count_axis("Units")
    )
    chart = make(one)
    assert view_of(chart) == TimeView(-0.5, 0.5)
    assert is_drawn_there(chart)
    assert chart.chart_layout.targets[0].words == "Apr 24\nActual: 5"
    chart.zoom(3)
    assert view_of(chart) == TimeView(-0.5, 0.5)
    empty = LineData("None", (), (), count_axis("Units"))
    chart.set_data(empty)
    assert chart.chart_layout.targets == ()
