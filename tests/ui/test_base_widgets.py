"""The base widgets: named for screen readers, worked from the keyboard, and never cut without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import asc_desktop
from asc_desktop.ui.chip import chip_size, paint_status_chip
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.theme import ThemeHub, apply_theme
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.key_figure import KeyFigureTile, Tone
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.navigation import COMPACT_WIDTH, NavigationRail
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.widgets.tick_list import TickList


@pytest.fixture(autouse=True)
def hub(qapp: QApplication) -> Iterator[ThemeHub]:
    hub = apply_theme(qapp, "light")
    yield hub
    hub.set_mode("light")


@pytest.fixture
def rail(qtbot: QtBot) -> NavigationRail:
    rail = NavigationRail("ASC Desktop")
    rail.add_destination("overview", "Overview", "overview")
    rail.add_heading("Assurance")
    rail.add_destination("exceptions", "Exceptions", "exceptions")
    rail.add_destination("settings", "Settings", "settings", at_foot=True)
    rail.set_current("overview")
    qtbot.addWidget(rail)
    rail.resize(rail.width(), 500)
    rail.show()
    return rail


def a_tile(qtbot: QtBot, label: str, value: str, note: str = "", tone: Tone = "normal") -> KeyFigureTile:
    tile = KeyFigureTile(label)
    tile.set_figure(value, note, tone)
    qtbot.addWidget(tile)
    return tile


class TestKeyFigureTile:
    def test_it_is_read_out_as_label_and_figure(self, qtbot: QtBot) -> None:
        tile = a_tile(qtbot, "No plan yet", "£1.03m", "▲ £0.12m since May", "bad")
        assert tile.accessibleName() == "No plan yet: £1.03m"
        assert tile.accessibleDescription() == "▲ £0.12m since May"

    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_keys_press_it(self, qtbot: QtBot, key: Qt.Key) -> None:
        tile = a_tile(qtbot, "Open exceptions", "14")
        with qtbot.waitSignal(tile.clicked):
            qtbot.keyClick(tile, key)

    def test_its_hint_holds_every_line_and_a_cut_line_is_a_tooltip(self, qtbot: QtBot) -> None:
        tile = a_tile(qtbot, "Savings target 2024/25", "£9.55m", "gross, incremental")
        tile.resize(tile.sizeHint())
        tile.show()
        assert tile.toolTip() == ""
        tile.resize(60, 84)
        assert "Savings target 2024/25" in tile.toolTip()

    def test_a_note_is_on_two_lines_before_it_is_cut_and_its_row_is_higher(self, qtbot: QtBot) -> None:
        row = QWidget()
        qtbot.addWidget(row)
        note = "73% of target, ▲ 34 pts since May"
        tiles = [
            a_tile(qtbot, "Forecast for year", "£9.29m", note),
            a_tile(qtbot, "Open exceptions", "14", ""),
        ]
        row_of(*((tile, 1) for tile in tiles), into=row)
        column = QWidget()
        qtbot.addWidget(column)
        column_of(row, (QWidget(), 1), into=column)
        column.resize(900, 400)
        column.show()
        wide = tiles[0].height()
        column.resize(340, 400)
        qtbot.waitUntil(lambda: tiles[0].height() > wide)
        assert tiles[0].height() == tiles[1].height() == tiles[0].sizeHint().height()
        assert 12 <= tiles[0].height() - wide <= 18, "one more line, in both"
        assert note not in tiles[0].toolTip()

    def test_figures_beside_each_other_are_on_one_line_below_labels_of_one_and_of_two(
        self, qtbot: QtBot
    ) -> None:
        row = QWidget()
        qtbot.addWidget(row)
        tiles = [a_tile(qtbot, label, "168") for label in ("Done", "Growth, shown separately")]
        row_of(*((tile, 1) for tile in tiles), into=row)
        row.resize(290, tiles[0].sizeHint().height())
        row.show()
        hints = {tile.sizeHint().height() for tile in tiles}
        assert len(hints) == 1
        row.resize(290, hints.pop())
        tops = [_highest_dark(tile.grab().toImage(), below=34) for tile in tiles]
        assert tops[0] == tops[1] > 34

    def test_figures_of_a_row_are_of_one_size_the_largest_that_all_allow(self, qtbot: QtBot) -> None:
        holder = QWidget()
        qtbot.addWidget(holder)
        row = QHBoxLayout(holder)
        tiles = [KeyFigureTile(words) for words in ("Target", "Forecast", "Open exceptions")]
        for tile, value in zip(tiles, ("£1.04m", "£125.04m → £125.00m", "77 → 52"), strict=True):
            tile.set_figure(value)
            tile.setFixedWidth(170)
            row.addWidget(tile)
        holder.resize(520, 120)
        holder.show()
        least = min(tile.largest_that_fits() for tile in tiles)
        assert least == tiles[1].largest_that_fits() < tiles[2].largest_that_fits()
        assert {tile._figure_size() for tile in tiles} == {least}
        tiles[1].hide()
        assert {tile._figure_size() for tile in (tiles[0], tiles[2])} == {tiles[2].largest_that_fits()}

    @pytest.mark.parametrize("mode", ["light", "dark", "high-contrast"])
    def test_it_paints_at_any_width(self, qtbot: QtBot, hub: ThemeHub, mode: str) -> None:
        hub.set_mode(mode)  # type: ignore[arg-type]
        tile = a_tile(qtbot, "Savings", "(£123,456,789.00)", tone="bad")
        for width in (60, 112, 300):
            tile.resize(width, tile.sizeHint().height())
            assert not tile.grab().isNull()


def _highest_dark(image: QImage, below: int) -> int:
    """Return the first line from a height on in which something is drawn in the colour of figures."""
    return next(
        y
        for y in range(below, image.height())
        if any(image.pixelColor(x, y).lightness() < 60 for x in range(8, image.width() - 8))
    )


class TestStatusChip:
    def test_its_words_are_its_name(self, qtbot: QtBot) -> None:
        chip = StatusChip("At risk", "red")
        qtbot.addWidget(chip)
        assert chip.accessibleName() == "At risk"
        chip.set_status("On target", "green")
        assert (chip.text, chip.accessibleName()) == ("On target", "On target")

    def test_a_cut_chip_says_all_in_its_tooltip(self, qtbot: QtBot) -> None:
        chip = StatusChip("Experiencing obstacles", "amber")
        qtbot.addWidget(chip)
        chip.resize(60, 22)
        chip.grab()
        assert chip.toolTip() == "Experiencing obstacles"
        chip.resize(chip.sizeHint())
        chip.grab()
        assert chip.toolTip() == ""

    def test_a_painted_chip_stays_in_its_rectangle(self) -> None:
        image = QImage(300, 40, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        room = QRectF(10, 5, 70, 30)
        taken = paint_status_chip(painter, room, "Experiencing obstacles", "amber", None, LIGHT)
        wide = paint_status_chip(
            painter, QRectF(10, 5, 280, 30), "Experiencing obstacles", "amber", None, LIGHT
        )
        painter.end()
        assert room.contains(taken)
        assert wide.width() == pytest.approx(chip_size("Experiencing obstacles").width())


class TestNavigationRail:
    def test_a_click_chooses_and_tells(self, qtbot: QtBot, rail: NavigationRail) -> None:
        with qtbot.waitSignal(rail.activated) as told:
            qtbot.mouseClick(rail._rows["exceptions"], Qt.MouseButton.LeftButton)
        assert told.args == ["exceptions"]
        assert rail.current == "exceptions"
        assert [key for key, row in rail._rows.items() if row.isChecked()] == ["exceptions"]

    def test_set_current_tells_nobody(self, qtbot: QtBot, rail: NavigationRail) -> None:
        with qtbot.assertNotEmitted(rail.activated):
            rail.set_current("settings")

    def test_arrow_keys_walk_from_top_to_foot_and_enter_goes(
        self, qtbot: QtBot, rail: NavigationRail
    ) -> None:
        rows = rail._rows
        rows["overview"].setFocus()
        qtbot.keyClick(rows["overview"], Qt.Key.Key_Down)
        assert rows["exceptions"].hasFocus()
        qtbot.keyClick(rows["exceptions"], Qt.Key.Key_End)
        assert rows["settings"].hasFocus()
        with qtbot.waitSignal(rail.activated) as told:
            qtbot.keyClick(rows["settings"], Qt.Key.Key_Return)
        assert told.args == ["settings"]

    def test_it_is_one_tab_stop(self, rail: NavigationRail) -> None:
        stops = [key for key, row in rail._rows.items() if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert stops == ["overview"]

    def test_a_badge_is_read_out(self, rail: NavigationRail) -> None:
        rail.set_badge("exceptions", 14, "14 open exceptions")
        assert rail._rows["exceptions"].accessibleName() == "Exceptions, 14 open exceptions"
        rail.set_badge("exceptions", 0)
        assert rail._rows["exceptions"].accessibleName() == "Exceptions"

    def test_compact_keeps_the_names_as_tooltips(self, rail: NavigationRail) -> None:
        rail.set_badge("exceptions", 140)
        rail.set_compact(compact=True)
        assert rail.width() == COMPACT_WIDTH
        assert rail._rows["exceptions"].toolTip() == "Exceptions: 140"
        assert not rail.grab().isNull()


class TestPageHeader:
    def test_controls_move_below_when_there_is_no_room_and_none_is_cut(self, qtbot: QtBot) -> None:
        holder = QWidget()
        qtbot.addWidget(holder)
        QVBoxLayout(holder).addWidget(header := PageHeader("Overview", "Adult Social Care Plan 2024–28"))
        buttons = [header.add_button(text) for text in ("Period: June 2024", "All themes", "Find")]
        buttons.append(header.add_primary("Export board pack", "export"))
        holder.show()
        for width in (1200, 520, 330):
            holder.resize(width, 300)
            QApplication.processEvents()
            QApplication.processEvents()
            for button in buttons:
                inside = header.rect().contains(button.geometry().translated(button.parentWidget().pos()))
                assert inside, (width, button.text())
                assert button.width() >= button.sizeHint().width()
        assert header._is_stacked

    def test_what_it_shows_is_whole_at_every_width(self, qtbot: QtBot) -> None:
        holder = QWidget()
        qtbot.addWidget(holder)
        words = "11 open, 2 very high, 2 actions overdue"
        QVBoxLayout(holder).addWidget(header := PageHeader("Risks", words))
        for text in ("Lead: any", "All levels", "All categories", "New risk…"):
            header.add_button(text)
        holder.show()
        heights, stacked = set(), []
        for width in range(1000, 320, -20):
            holder.resize(width, 300)
            QApplication.processEvents()
            QApplication.processEvents()
            label = header._subtitle
            around = QRect(0, 0, label.width(), 1000)
            needed = label.fontMetrics().boundingRect(around, int(Qt.TextFlag.TextWordWrap), words)
            assert label.text() == words
            assert needed.width() <= label.width(), width
            assert needed.height() <= label.height(), width
            heights.add(label.height())
            stacked.append(header._is_stacked)
        # On one line, on two beside the controls, and only then above them.
        assert len(heights) > 1
        assert stacked == sorted(stacked)
        assert set(stacked) == {False, True}


@pytest.mark.parametrize("mode", ["light", "dark", "high-contrast"])
def test_a_box_to_tick_is_seen_on_every_ground(qtbot: QtBot, hub: ThemeHub, mode: str) -> None:
    hub.set_mode(mode)  # type: ignore[arg-type]
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.setAutoFillBackground(True)
    box = TickBox("List closed projects")
    QVBoxLayout(ground).addWidget(box)
    ground.show()

    def shades() -> set[int]:
        image = ground.grab(QRect(box.x(), box.y(), 20, box.height())).toImage()
        return {
            image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())
        }

    plain = shades()
    assert max(plain) - min(plain) > 60
    box.setChecked(True)
    assert shades() != plain


def test_no_box_to_tick_is_drawn_by_qt() -> None:
    folder = Path(asc_desktop.__file__).parent / "ui"
    made = [
        path.name for path in folder.rglob("*.py") if re.search(r"\bQCheckBox\(", path.read_text("utf-8"))
    ]
    assert made == [], "it is dark on dark: use TickBox"


def test_flow_layout_wraps_and_grows(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    buttons = [QPushButton(f"Filter {number}") for number in range(6)]
    for button in buttons:
        flow.addWidget(button)
    assert flow.heightForWidth(2000) < flow.heightForWidth(200)
    holder.resize(200, flow.heightForWidth(200))
    holder.show()
    assert all(holder.rect().contains(button.geometry()) for button in buttons)
    taken = flow.takeAt(0)
    assert taken is not None
    assert flow.count() == 5
    assert flow.itemAt(99) is None


def test_flow_layout_narrows_a_box_to_type_in_before_it_begins_another_row(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    box, button = FilterBox("projects"), QPushButton("Show 167 closed projects")
    flow.addWidget(box)
    flow.addWidget(button)
    whole, high = flow.sizeHint().width(), flow.sizeHint().height()
    give = box.sizeHint().width() - box.minimumSizeHint().width()
    assert give > 30
    assert flow.heightForWidth(whole - give) == high
    assert flow.heightForWidth(whole - give - 1) > high
    holder.resize(whole - 20, high)
    holder.show()
    assert box.width() == box.sizeHint().width() - 20
    assert button.width() == button.sizeHint().width()
    assert button.geometry().right() == holder.rect().right()
    assert abs(box.geometry().center().y() - button.geometry().center().y()) <= 1


def test_segmented_control_tells_what_a_person_chose(qtbot: QtBot) -> None:
    units = SegmentedControl([("pounds", "£"), ("thousands", "£000")], "Unit")
    qtbot.addWidget(units)
    units.show()
    assert units.current == "pounds"
    with qtbot.waitSignal(units.chosen) as told:
        qtbot.mouseClick(units._buttons["thousands"], Qt.MouseButton.LeftButton)
    assert told.args == ["thousands"]
    assert units._buttons["thousands"].accessibleName() == "Unit: £000"
    with qtbot.assertNotEmitted(units.chosen):
        units.set_current("pounds")
    assert units.current == "pounds"


def test_card_holds_title_body_and_header_widgets(qtbot: QtBot) -> None:
    card = Card("Needs attention", "What to look at first")
    qtbot.addWidget(card)
    button = QPushButton("More")
    card.add_header_widget(button)
    card.body.addWidget(make_label("A line"))
    card.resize(300, 200)
    card.show()
    assert card.accessibleName() == "Needs attention"
    assert button.isVisible()
    card.set_title("Changed", "")
    assert card.accessibleName() == "Changed"


def test_elided_label_keeps_its_words(qtbot: QtBot) -> None:
    label = ElidedLabel("A long sentence that will not fit")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == "A long sentence that will not fit"
    label.resize(label.sizeHint())
    assert label.text() == label.full_text
    assert label.toolTip() == ""


def test_a_cards_title_is_on_two_lines_before_it_is_cut(qtbot: QtBot) -> None:
    card = Card("People aged 18 to 64 with long-term support who live at home", "Per cent")
    card.add_header_widget(QPushButton("Table"))
    qtbot.addWidget(card)
    card.resize(600, 300)
    card.show()
    title = card._title
    assert title.text() == title.full_text
    card.resize(360, 300)
    qtbot.waitUntil(lambda: "\n" in title.text())
    assert title.text().replace("\n", " ") == title.full_text
    assert title.toolTip() == ""
    qtbot.waitUntil(lambda: title.height() >= 2 * title.fontMetrics().lineSpacing())
    card.resize(220, 300)
    qtbot.waitUntil(lambda: title.text().endswith("…"))
    assert title.text().count("\n") == 1
    assert title.toolTip() == title.full_text


def test_callout_grows_with_its_words_and_takes_actions(qtbot: QtBot, hub: ThemeHub) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    callout = Callout(
        "Keep your status by saying why in the narrative, or change it. " * 3,
        "warning",
        "The figures suggest At risk",
    )
    row.addWidget(callout, 0, Qt.AlignmentFlag.AlignTop)
    assert callout.heightForWidth(260) > callout.heightForWidth(700)
    button = callout.add_action("Change status")
    holder.resize(400, 400)
    holder.show()
    assert callout.rect().contains(button.geometry())
    hub.set_mode("dark")
    callout.set_message("2 records are exempt.", "info")
    assert callout.accessibleName() == "2 records are exempt."
    assert not callout.grab().isNull()


def test_empty_state_says_what_to_do_first(qtbot: QtBot) -> None:
    empty = EmptyState("exceptions", "No exceptions yet", "Record one when a project will miss its date.")
    qtbot.addWidget(empty)
    button = empty.add_action("Record exception", primary=True)
    empty.resize(500, 300)
    empty.show()
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    empty.set_message("Nothing matches", "Clear the filter to see all 14.")
    assert empty.accessibleName() == "Nothing matches"


@pytest.mark.parametrize(("height", "is_shown"), [(300, True), (200, True), (125, False), (110, False)])
def test_the_icon_of_an_empty_state_is_never_on_its_words(qtbot: QtBot, height: int, is_shown: bool) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    empty = EmptyState("milestones", "No milestones yet", "Add the dates that each project has promised.")
    empty.setParent(holder)
    empty.add_action("New milestone…")
    holder.resize(1_130, 400)
    empty.resize(1_130, height)
    holder.show()
    QApplication.processEvents()
    heading = next(label for label in empty.findChildren(QLabel) if label.text() == "No milestones yet")
    empty.findChild(QPushButton).hide()
    drawn = empty.grab(QRect(0, 0, 1_130, heading.geometry().top())).toImage()
    centre = [drawn.pixelColor(x, y).value() for x in range(541, 589) for y in range(drawn.height())]
    assert (min(centre, default=255) < 160) == is_shown
    icon = next(part for part in empty.findChildren(QWidget) if part.maximumSize() == QSize(48, 48))
    assert icon.geometry().bottom() < heading.geometry().top()


def test_a_click_anywhere_on_a_row_of_a_list_to_tick_and_space_change_it_once(qtbot: QtBot) -> None:
    rows = TickList()
    qtbot.addWidget(rows)
    for words in ("One", "Two"):
        QListWidgetItem(words, rows).setCheckState(Qt.CheckState.Unchecked)
    rows.resize(200, 100)
    rows.show()
    place = rows.visualItemRect(rows.item(1))
    for at in (place.left() + 10, place.center().x()):
        before = rows.item(1).checkState()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, place.center().y()))
        assert rows.item(1).checkState() is not before
    rows.setCurrentRow(0)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert rows.item(0).checkState() is Qt.CheckState.Checked


def test_nothing_lets_qt_draw_a_box_in_a_list() -> None:
    """It is dark on dark."""
    sources = Path(asc_desktop.__file__).parent.rglob("*.py")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources}
    ours = ("TickList", "_TickedRows")
    assert not [
        name
        for name, text in texts.items()
        if "setCheckState(" in text and not any(word in text for word in ours)
    ]
