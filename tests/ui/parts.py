"""The parts of a page that are in sight only by turns: tabs, the views of a segmented control, sections in a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QTabBar, QWidget

from asc_desktop.ui.widgets.segmented import SegmentedControl
from tests.ui.officer import Officer

STORES = frozenset({"Likelihood", "Impact"})
"""Segmented controls that store what is chosen."""
SECTIONS = "Sections of the settings"


@dataclass(frozen=True)
class Turn:
    """One part of a page, and where to click for it."""

    name: str
    target: QWidget
    place: QPoint

    def make(self, officer: Officer) -> None:
        QTest.mouseClick(self.target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.place)
        officer.settle()


def turns(page: QWidget) -> list[Turn]:
    """Return every turn that a person could make now."""
    return [turn for turn in _all(page) if turn.target.visibleRegion().contains(turn.place)]


def _all(page: QWidget) -> Iterator[Turn]:
    for bar in page.findChildren(QTabBar):
        for at in range(bar.count()):
            yield Turn(bar.tabText(at).rstrip(" 0123456789"), bar, bar.tabRect(at).center())
    for control in page.findChildren(SegmentedControl):
        for button in control.findChildren(QAbstractButton):
            if control.accessibleName() not in STORES and button.isEnabled():
                yield Turn(button.accessibleName(), button, button.rect().center())
    for sections in page.findChildren(QListWidget):
        for at in range(sections.count()):
            if sections.accessibleName() == SECTIONS:
                place = sections.visualItemRect(sections.item(at)).center()
                yield Turn(sections.item(at).text(), sections.viewport(), place)
