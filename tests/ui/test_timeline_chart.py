"""The timeline: what is where, that nothing meets, and what mouse and keys do to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from asc_desktop.ui.charts.data_timeline import (
    TimelineData,
    TimelineGroup,
    TimelineLink,
    TimelineMarker,
    TimelineRow,
    day_number,
)
from asc_desktop.ui.charts.marks import AreaMark, ChartLayout, DotMark, LineMark, ShapeMark, TextMark
from asc_desktop.ui.charts.timeline_chart import TimelineChart
from asc_desktop.ui.charts.timeline_view import HEAD, TimelineView, lines_of, ticks, total_height
from asc_desktop.ui.palette import ColourRole
from asc_desktop.ui.theme import apply_theme

# The offscreen platform says this of every tooltip.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)

TODAY = "2024-06-30"
ROLES: tuple[ColourRole, ...] = ("green", "amber", "red", "blue", "grey")

Make = Callable[..., TimelineChart]


def marker(key: str, day: str, baseline: str | None = None, role: ColourRole = "green") -> TimelineMarker:
    return TimelineMarker(
        label=f"Milestone {key} has a name of some words",
        day=day,
        baseline=baseline,
        reached=role == "blue",
        role=role,
        words=f"Milestone {key}\n{day}",
        cells=(key, day),
        key=("m", key),
    )


def row(
    key: str, *markers: TimelineMarker, start: str = "2024-01-01", end: str = "2025-03-31"
) -> TimelineRow:
    return TimelineRow(
        label=f"P-{key} A project with rather a long name",
        start=start,
        end=end,
        markers=markers,
        words=f"P-{key}",
        cells=(f"P-{key}",),
        key=("p", key),
        end_key=("e", key),
    )


def data(*groups: TimelineGroup, links: tuple[TimelineLink, ...] = ()) -> TimelineData:
    return TimelineData(
        title="Milestones",
        groups=groups,
        links=links,
        today=TODAY,
        today_label="Period end, 30 Jun 2024",
        legend=(("On time", "green"), ("Late", "amber"), ("Very late", "red"), ("Reached", "blue")),
        columns=("Theme", "Project", "Milestone", "Date"),
    )


def link(start: str, end: str, *, late: bool = False) -> TimelineLink:
    return TimelineLink(
        ("m", start), ("m", end), is_late=late, words=f"{start} to {end}", key=("l", start + end)
    )


SMALL = data(
    TimelineGroup(
        "Theme 1",
        (
            row("1", marker("a", "2024-09-13", "2024-07-01", "red"), marker("b", "2024-09-20")),
            row("2", marker("c", "2024-05-13", "2024-04-30", "blue")),
        ),
        ("t", "1"),
    ),
    TimelineGroup("Theme 2", (row("3", marker("d", "2024-08-01", "2024-08-01")),), ("t", "2")),
    links=(link("a", "d", late=True), link("c", "b")),
)


def many(projects: int, each: int) -> TimelineData:
    """A programme of so many projects in themes of thirty, with so many milestones each."""
    first = date(2022, 4, 1)
    rows = [
        row(
            f"{at:03d}",
            *(
                marker(
                    f"{at}-{n}",
                    (first + timedelta(days=(at * 37 + n * 211) % 2000)).isoformat(),
                    (first + timedelta(days=(at * 37 + n * 211) % 2000 - 20)).isoformat(),
                    ROLES[(at + n) % 5],
                )
                for n in range(each)
            ),
            start="2022-04-01",
            end="2028-03-31",
        )
        for at in range(projects)
    ]
    rows = [replace(item, markers=tuple(sorted(item.markers, key=lambda found: found.day))) for item in rows]
    groups = tuple(
        TimelineGroup(f"Theme {at}", tuple(rows[at : at + 30]), ("t", at)) for at in range(0, projects, 30)
    )
    links = tuple(link(f"{at}-0", f"{at + 7}-1", late=at % 3 == 0) for at in range(0, projects - 7, 5))
    return data(*groups, links=links)


@pytest.fixture
def make(qapp: QApplication, qtbot: QtBot) -> Make:
    apply_theme(qapp, "light")

    def made(shown: TimelineData | None = SMALL, size: tuple[int, int] = (900, 320)) -> TimelineChart:
        chart = TimelineChart()
        qtbot.addWidget(chart)
        chart.resize(*size)
        chart.set_data(shown)
        chart.draw_now()
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return made


def inked(image: QImage, y: float) -> bool:
    """Return whether words are drawn near one line of a picture, among the names of the rows."""
    at = int(y)
    strip = {image.pixel(x, line) for line in range(at - 20, at + 20) for x in range(60, 300)}
    return len(strip) > 8


def keys(chart: TimelineChart) -> list[object]:
    return [target.key for target in chart.chart_layout.targets]


def rect_of(chart: TimelineChart, key: object) -> QRectF:
    return next(target.rect for target in chart.chart_layout.targets if target.key == key)


def view_of(chart: TimelineChart) -> TimelineView:
    assert chart.view is not None
    return chart.view


def wheel(
    chart: TimelineChart,
    turned: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    x: float = 500,
) -> None:
    at = QPointF(x, 150)
    event = QWheelEvent(
        at,
        QPointF(chart.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)


def words(layout: ChartLayout) -> list[TextMark]:
    return [mark for mark in layout.marks if isinstance(mark, TextMark)]


class TestPlaces:
    def test_a_marker_stands_on_its_day_and_a_ring_on_its_baseline(self, make: Make) -> None:
        chart = make()
        left = rect_of(chart, ("m", "b")).center().x() - rect_of(chart, ("m", "a")).center().x()
        assert left == pytest.approx(7 * view_of(chart).scale)
        at = rect_of(chart, ("m", "a")).center()
        rings = [mark.centre for mark in chart.chart_layout.marks if isinstance(mark, DotMark)]
        slip = day_number("2024-09-13") - day_number("2024-07-01")
        base = QPointF(at.x() - slip * view_of(chart).scale, at.y())
        assert any((ring - base).manhattanLength() < 0.5 for ring in rings)
        lines = [mark.points for mark in chart.chart_layout.marks if isinstance(mark, LineMark)]
        assert any(
            (points[0] - base).manhattanLength() < 0.5 and (points[-1] - at).manhattanLength() < 0.5
            for points in lines
        )

    def test_colour_is_never_alone(self, make: Make) -> None:
        """Each rating has its own shape; what was reached and what cannot be rated have strokes in a disc."""
        shapes = {}
        for role in ROLES:
            plain = data(TimelineGroup("T", (row("1", marker("x", "2024-08-01", role=role)),), ("t", 1)))
            chart = make(replace(plain, legend=()))
            shapes[role] = (
                tuple(mark.shape for mark in chart.chart_layout.marks if isinstance(mark, ShapeMark)),
                sum(isinstance(mark, DotMark) for mark in chart.chart_layout.marks),
                sum(
                    isinstance(mark, LineMark) and len(mark.points) == 3 for mark in chart.chart_layout.marks
                ),
            )
        assert len(set(shapes.values())) == len(ROLES)

    def test_the_periods_last_day_has_its_line_and_words(self, make: Make) -> None:
        chart = make()
        found = next(mark for mark in words(chart.chart_layout) if mark.text == "Period end, 30 Jun 2024")
        dashed = next(
            mark for mark in chart.chart_layout.marks if isinstance(mark, LineMark) and mark.is_dashed
        )
        assert dashed.points[0].x() == pytest.approx(found.rect.center().x(), abs=1)

    def test_long_names_go_on_to_a_second_line_and_headings_over_the_days(self, make: Make) -> None:
        name = "GC-01a Atal, ymyrraeth gynnar ac annibyniaeth yn y gymuned"
        heading = "Partneriaethau rhanbarthol â’r byrddau iechyd lleol a’r awdurdodau"
        long = replace(row("1"), label=name)
        chart = make(data(TimelineGroup(heading, (long,), ("t", "1"))))
        said = [mark.text for mark in words(chart.chart_layout)]
        assert heading in said
        lines = [text for text in said if text and text in name and text != name]
        assert len(lines) == 2
        assert " ".join(lines) == name

    def test_arrows_lead_from_what_is_needed_to_what_waits(self, make: Make) -> None:
        chart = make()
        heads = [
            mark.points[1]
            for mark in chart.chart_layout.marks
            if isinstance(mark, AreaMark) and len(mark.points) == 3
        ]
        for key in (("m", "d"), ("m", "b")):
            at = rect_of(chart, key).center()
            assert any(abs(head.y() - at.y()) < 1 and 0 < at.x() - head.x() < 10 for head in heads)
        assert chart._target_at(rect_of(chart, ("l", "ad")).center()) is not None

    @pytest.mark.parametrize("size", [(420, 200), (640, 280), (900, 320), (1600, 700)])
    @pytest.mark.parametrize("scale", ["months", "quarters", "years", "all"])
    def test_no_words_meet_or_leave_the_chart(self, make: Make, size: tuple[int, int], scale: str) -> None:
        chart = make(many(53, 4), size)
        (chart.show_all if scale == "all" else lambda: chart.show_scale(scale))()
        for _ in range(3):
            chart.move_view(0, 170)
            layout = chart.chart_layout
            bottom = min(
                (mark.rect.top() for mark in words(layout) if mark.text in {"On time", "Baseline"}),
            )
            inside = [
                mark for mark in words(layout) if mark.rect.top() >= HEAD and mark.rect.bottom() < bottom - 4
            ]
            for mark in words(layout):
                assert QFontMetricsF(mark.font).horizontalAdvance(mark.text) <= mark.rect.width() + 0.6
                assert mark.rect.left() >= -0.5
                assert mark.rect.right() <= size[0] + 0.5
            met = [
                (first.text, second.text)
                for first, second in combinations(inside, 2)
                if first.rect.adjusted(0, 2, 0, -2).intersects(second.rect.adjusted(0, 2, 0, -2))
            ]
            assert met == []

    def test_the_axis_shows_what_can_be_read(self) -> None:
        view = TimelineView(left=day_number("2024-01-01"), scale=3)
        years, months = ticks(view, 900)
        assert [tick.words[0] for tick in years] == ["2023/24", "2024/25"]
        assert months[0].words == ("Jan 2024", "Jan")
        years, quarters = ticks(replace(view, scale=0.5), 500)
        assert [tick.words for tick in quarters[:2]] == [("Jan–Mar", "Q4"), ("Apr–Jun", "Q1")]
        assert ticks(replace(view, scale=0.2), 500)[1] == []


class TestMouse:
    def test_a_click_sends_the_marker_and_hovering_tells_it(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        at = rect_of(chart, ("m", "a")).center().toPoint()
        with qtbot.waitSignal(chart.segment_activated) as told:
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
        assert told.args == [("m", "a")]
        none = Qt.MouseButton.NoButton
        chart.mouseMoveEvent(
            QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(at),
                QPointF(chart.mapToGlobal(at)),
                none,
                none,
                Qt.KeyboardModifier.NoModifier,
            )
        )
        assert "Milestone a" in QToolTip.text()

    def test_a_double_click_opens(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        with qtbot.waitSignal(chart.place_opened) as told:
            qtbot.mouseDClick(
                chart, Qt.MouseButton.LeftButton, pos=rect_of(chart, ("m", "c")).center().toPoint()
            )
        assert told.args == [("m", "c")]

    def test_a_drag_moves_the_days_and_clicks_nothing(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        at = rect_of(chart, ("m", "a")).center().toPoint()
        left, sent = view_of(chart).left, []
        chart.segment_activated.connect(sent.append)
        qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=at)
        for step in (10, 40, 80):
            event = QMouseEvent(
                QEvent.Type.MouseMove, QPointF(at.x() - step, at.y()), QPointF(at.x() - step, at.y()),
                Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            QApplication.sendEvent(chart, event)
        qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=at - QPoint(80, 0))
        assert view_of(chart).left == pytest.approx(left + 80 / view_of(chart).scale)
        assert rect_of(chart, ("m", "a")).center().x() == pytest.approx(at.x() - 80, abs=1)
        assert sent == []

    def test_the_wheel_scrolls_goes_through_time_and_zooms(self, make: Make) -> None:
        chart = make(many(53, 2))
        before = view_of(chart)
        wheel(chart, -120)
        assert view_of(chart).top == pytest.approx(before.top + 96)
        wheel(chart, -120, Qt.KeyboardModifier.ShiftModifier)
        assert view_of(chart).left > before.left
        moved = view_of(chart)
        day = moved.left + (500 - chart._plot().left()) / moved.scale
        wheel(chart, 120, Qt.KeyboardModifier.ControlModifier)
        zoomed = view_of(chart)
        assert zoomed.scale == pytest.approx(moved.scale * 1.25)
        assert zoomed.left + (500 - chart._plot().left()) / zoomed.scale == pytest.approx(day)

    def test_a_click_on_a_heading_folds_and_unfolds_it(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        sent: list[object] = []
        chart.segment_activated.connect(sent.append)
        for expected in (False, True):
            at = rect_of(chart, ("t", "1")).center().toPoint()
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
            assert (("m", "a") in keys(chart)) is expected
            assert ("m", "d") in keys(chart)
        assert sent == []


class TestKeys:
    def test_plus_minus_and_nought(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        scale = view_of(chart).scale
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
        assert view_of(chart).scale == pytest.approx(scale * 1.25)
        qtbot.keyClick(chart, Qt.Key.Key_Minus)
        assert view_of(chart).scale == pytest.approx(scale)
        qtbot.keyClick(chart, Qt.Key.Key_0)
        first, last = SMALL.days
        view = view_of(chart)
        assert view.x(first) >= 0
        assert view.x(last) <= chart._plot().width()

    def test_arrows_reach_every_marker_and_enter_chooses(self, make: Make, qtbot: QtBot) -> None:
        chart = make(many(53, 3), (900, 260))
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        seen: set[object] = set()
        for _ in range(120):
            qtbot.keyClick(chart, Qt.Key.Key_Down)
            if chart.focused_target is not None:
                seen.add(chart.focused_target.key)
        assert view_of(chart).top > 800
        assert len(seen) > 30
        chart = make()
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(chart, Qt.Key.Key_Home)
        while chart.focused_target is None or chart.focused_target.key != ("m", "b"):
            assert len(seen) < 100
            seen.add(len(seen))
            qtbot.keyClick(chart, Qt.Key.Key_Down if len(seen) < 33 else Qt.Key.Key_Right)
        with qtbot.waitSignal(chart.segment_activated) as told:
            qtbot.keyClick(chart, Qt.Key.Key_Return)
        assert told.args == [("m", "b")]

    def test_control_and_an_arrow_move_the_view_and_the_ring_stays(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        chart._focus_on(keys(chart).index(("m", "a")))
        left = view_of(chart).left
        qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        assert view_of(chart).left < left
        assert chart.focused_target is not None
        assert chart.focused_target.key == ("m", "a")

    def test_enter_folds_a_heading(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        chart._focus_on(keys(chart).index(("t", "2")))
        qtbot.keyClick(chart, Qt.Key.Key_Return)
        assert ("m", "d") not in keys(chart)
        assert chart.focused_target is not None
        assert chart.focused_target.key == ("t", "2")


class TestView:
    def test_a_key_is_brought_into_view_with_its_group_unfolded(self, make: Make) -> None:
        shown = many(53, 3)
        chart = make(shown)
        chart._fold(("t", 30))
        wanted = shown.groups[1].rows[-1].markers[-1].key
        assert wanted not in keys(chart)
        chart.show_key(wanted)
        assert wanted in keys(chart)
        assert view_of(chart).chosen == wanted
        chart.clear_choice()
        assert view_of(chart).chosen is None

    def test_the_view_stays_when_figures_change_and_never_leaves_the_chart(self, make: Make) -> None:
        chart = make()
        chart.move_view(300, 0)
        left = view_of(chart).left
        chart.set_data(replace(SMALL, title="Milestones again"))
        assert view_of(chart).left == left
        chart.move_view(1e7, 1e7)
        first, last = SMALL.days
        middle = chart._plot().width() / 2
        assert view_of(chart).x(last) == pytest.approx(middle)
        assert view_of(chart).top == 0
        chart.move_view(-1e7, -1e7)
        assert view_of(chart).x(first) == pytest.approx(middle)

    def test_it_begins_about_today_whatever_size_it_comes_to(self, make: Make) -> None:
        chart = make(many(53, 3))
        for width in (1500, 500):
            chart.resize(width, 320)
            assert 0 < view_of(chart).x(day_number(TODAY)) < chart._plot().width()
            assert chart._plot().width() / view_of(chart).scale == pytest.approx(730, rel=0.05)

    def test_a_scroll_bar_shows_where_one_is(self, make: Make) -> None:
        chart = make(many(53, 1))
        assert chart._bar.isVisible()
        chart._bar.setValue(400)
        assert view_of(chart).top == 400
        small = make(SMALL)
        assert not small._bar.isVisible()


class TestElsewhere:
    def test_the_table_says_every_marker(self, make: Make, qtbot: QtBot) -> None:
        chart = make()
        table = SMALL.as_table()
        assert table.header == ("Theme", "Project", "Milestone", "Date")
        assert table.rows[0] == ("Theme 1", "P-1", "a", "2024-09-13")
        assert len(table.rows) == 4
        chart.set_table_shown(shown=True)
        assert chart.is_table_shown
        chart.set_table_shown(shown=False)
        chart.copy_figures()
        assert QGuiApplication.clipboard().text().startswith("Theme\tProject")

    def test_a_picture_has_every_row(self, make: Make, tmp_path: Path) -> None:
        chart = make(many(53, 2), (900, 260))
        chart.move_view(0, 500)
        chart.write_picture(tmp_path / "t.png")
        image = QImage(str(tmp_path / "t.png"))
        assert image.height() > 2 * (53 * 31 + 100)
        chart.write_picture(tmp_path / "t.svg")
        svg = (tmp_path / "t.svg").read_text(encoding="utf-8")
        assert "P-000" in svg
        assert "P-052" in svg

    def test_a_picture_of_three_hundred_rows_has_every_row(self, make: Make, tmp_path: Path) -> None:
        chart = make(many(300, 1), (900, 260))
        chart.write_picture(tmp_path / "t.svg")
        svg = (tmp_path / "t.svg").read_text(encoding="utf-8")
        assert all(f"P-{at:03d}" in svg for at in range(300))
        chart.write_picture(tmp_path / "t.png")
        image = QImage(str(tmp_path / "t.png"))
        assert image.height() > 300 * 31 + 100
        assert inked(image, image.height() - 2 * 60)

    def test_a_picture_too_large_for_qt_is_whole_and_less_sharp(self, make: Make, tmp_path: Path) -> None:
        chart = make(many(1_300, 1), (900, 260))
        chart.write_picture(tmp_path / "t.png")
        image = QImage(str(tmp_path / "t.png"))
        assert 20_000 < image.height() <= 30_000
        assert image.height() * image.width() <= 40_000_000
        assert inked(image, image.height() - 40)

    @pytest.mark.parametrize(("rows", "height"), [(12, 320), (30, 520), (52, 860), (53, 320)])
    def test_fitted_rows_are_all_in_sight_as_far_as_they_can_be_read(
        self, make: Make, rows: int, height: int
    ) -> None:
        chart = make(many(rows, 2), (1100, height))
        chart.set_fitted(fitted=True)
        view, room = view_of(chart), chart._plot().height()
        needed = total_height(many(rows, 2), view)
        assert needed <= room or view.row_height == 14
        assert 14 <= view.row_height <= 31
        assert (
            view.row_height in {14, 31}
            or total_height(many(rows, 2), replace(view, row_height=view.row_height + 1)) > room
        )
        names = [mark for mark in words(chart.chart_layout) if mark.text.startswith("P-")]
        assert len(names) >= min(rows, int(room / 20))
        assert not any(
            first.rect.adjusted(0, 2, 0, -2).intersects(second.rect.adjusted(0, 2, 0, -2))
            for first, second in combinations(names, 2)
        )
        chart.set_fitted(fitted=False)
        assert view_of(chart).row_height == 31

    def test_nothing_to_show(self, make: Make, qtbot: QtBot) -> None:
        chart = make(None)
        assert chart.chart_layout.targets == ()
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
        wheel(chart, 120)
        chart.show_key(("m", "a"))
        chart.set_data(SMALL)
        assert view_of(chart).chosen == ("m", "a")


def test_only_what_is_in_view_is_laid_out(make: Make) -> None:
    """A thousand milestones cost no more marks than a screenful, and a frame is laid out well within its time."""
    few, lots = make(many(53, 4), (1100, 400)), make(many(250, 4), (1100, 400))
    assert len(lots.chart_layout.marks) < 1.5 * len(few.chart_layout.marks) + 60
    began = time.perf_counter()
    for _ in range(20):
        lots.move_view(9, 41)
        assert lots.chart_layout.marks
    each = (time.perf_counter() - began) / 20
    assert each < 0.25
    assert sum(line.row is not None for line in lines_of(many(250, 4), view_of(lots))) == 250


@pytest.mark.parametrize("now", ["2024-07-08", "2024-06-26", "2024-09-01"])
def test_today_has_a_line_of_its_own_and_its_word_beside_the_other(make: Make, now: str) -> None:
    chart = make(replace(SMALL, now=now))
    chart.show_scale("months")
    chart.draw_now()
    words = {mark.text: mark.rect for mark in chart.chart_layout.marks if isinstance(mark, TextMark)}
    assert not words["Today"].intersects(words["Period end, 30 Jun 2024"])
    assert [
        mark.is_dashed
        for mark in chart.chart_layout.marks
        if isinstance(mark, LineMark) and mark.width == 1.5 and mark.points[0].x() == mark.points[-1].x()
    ] == [True, False]


def test_a_period_that_ends_today_has_one_line(make: Make) -> None:
    chart = make(replace(SMALL, now=TODAY))
    words = [mark.text for mark in chart.chart_layout.marks if isinstance(mark, TextMark)]
    assert "Period end, 30 Jun 2024, today" in words
    assert "Today" not in words
