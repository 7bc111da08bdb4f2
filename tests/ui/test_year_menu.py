"""Menus by year: sixty months are a screen of twelve and a menu for each year before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from asc_desktop.domain.dates import period_label, shift_period, year_label, year_of_period
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.year_menu import MOST_IN_ONE, YearBox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MONTHS = [shift_period("2026-03", -back) for back in range(60)]


def year_of(period: object) -> str:
    return year_label(year_of_period(str(period))) if period else ""


@pytest.fixture
def box(qapp: QApplication, qtbot: QtBot) -> YearBox:
    apply_theme(qapp, "light")
    made = YearBox("Month", year_of)
    for month in MONTHS:
        made.addItem(period_label(month), month)
    qtbot.addWidget(made)
    made.resize(200, 30)
    made.show()
    return made


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def open_menu(box: YearBox) -> QMenu:
    menu = next(menu for menu in box.findChildren(QMenu) if menu.isVisible())
    assert isinstance(menu, QMenu)
    return menu


def test_the_newest_year_is_in_sight_and_each_before_has_its_menu(box: YearBox, qtbot: QtBot) -> None:
    QTest.mouseClick(box.line, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    menu = open_menu(box)
    assert texts(menu) == [
        *(period_label(month) for month in MONTHS[:12]),
        "2024/25",
        "2023/24",
        "2022/23",
        "2021/22",
    ]
    earlier = menu.actions()[12].menu()
    assert isinstance(earlier, QMenu)
    assert texts(earlier) == [period_label(month) for month in MONTHS[12:24]]
    menu.close()


def test_a_month_of_an_earlier_year_is_chosen_by_keys_and_its_year_ticked(box: YearBox, qtbot: QtBot) -> None:
    heard: list[object] = []
    box.activated.connect(lambda at: heard.append(box.itemData(at)))
    box.set_current_data("2024-12")
    box.showPopup()
    menu = open_menu(box)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["2024/25"]
    QTest.keyClick(menu, Qt.Key.Key_Right)
    inner = menu.actions()[12].menu()
    assert isinstance(inner, QMenu)
    qtbot.waitUntil(inner.isVisible)
    QTest.keyClick(inner, Qt.Key.Key_Down)
    QTest.keyClick(inner, Qt.Key.Key_Return)
    assert heard == ["2025-02"]
    assert (box.currentText(), box.currentData()) == ("February 2025", "2025-02")


def test_a_few_are_one_list(qapp: QApplication, qtbot: QtBot) -> None:
    made = YearBox("Month", year_of)
    qtbot.addWidget(made)
    for month in MONTHS[:MOST_IN_ONE]:
        made.addItem(period_label(month), month)
    made.show()
    made.showPopup()
    assert made.options_list.isVisible()
    assert not [menu for menu in made.findChildren(QMenu) if menu.isVisible()]
    made.options_list.hide()
    made.addItem("One more", shift_period(MONTHS[0], -MOST_IN_ONE))
    assert "2024/25" in texts(made.year_menu())


def test_a_button_has_its_boards_by_year_and_what_is_of_none_in_sight(qtbot: QtBot) -> None:
    button = ChoiceButton("To")
    qtbot.addWidget(button)
    offered = [("", "As it is now"), *((month, f"Board, {period_label(month)}") for month in MONTHS)]
    button.set_options(offered, year_of=year_of)
    menu = button.menu()
    assert texts(menu)[:2] == ["As it is now", "Board, March 2026"]
    assert texts(menu)[-4:] == ["2024/25", "2023/24", "2022/23", "2021/22"]
    heard: list[str] = []
    button.chosen.connect(heard.append)
    last = menu.actions()[-1].menu()
    assert isinstance(last, QMenu)
    last.actions()[-1].trigger()
    assert heard == [MONTHS[-1]]
    assert button.key == MONTHS[-1]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["2021/22"]
    button.set_options(offered[:3], year_of=year_of)
    assert texts(menu) == ["As it is now", "Board, March 2026", "Board, February 2026"]
