"""At 200% on a small laptop a page scrolls: nothing on it is squeezed, cut at the side or out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.widgets.page_header import PageHeader
from tests.ui.test_nothing_cut import around, opened, settle

SMALL = (683, 384)
"""A screen of 1366 by 768 pixels at 200%."""


def pages(window: MainWindow) -> Iterator[Page]:
    for place in DESTINATIONS:
        page = window.show_page(place.key)
        assert page is not None
        settle(window)
        yield page


def shown_in(page: Page) -> Iterator[QWidget]:
    """Yield what is in sight on a page, but for the insides of tables and the like, which scroll by themselves."""
    for widget in page.findChildren(QWidget):
        parent = widget.parentWidget()
        is_inside = isinstance(parent, QComboBox | QLineEdit | QAbstractScrollArea)
        if widget.isVisible() and (isinstance(parent, QScrollArea) or not is_inside):
            yield widget


def squeezed(page: Page) -> Iterator[str]:
    """Yield what is lower than it must be to be read."""
    for widget in shown_in(page):
        least = widget.minimumHeight() or widget.minimumSizeHint().height()
        layout = widget.layout()
        if layout is not None and layout.hasHeightForWidth():
            least = layout.totalMinimumHeightForWidth(widget.width())
        if isinstance(widget, QLabel) and widget.wordWrap():
            least = widget.heightForWidth(widget.width())
        if widget.height() + 1 < min(least, widget.maximumHeight()):
            yield f"{page.key}: {named(widget)} has {widget.height()} of {least} pixels"


def out_at_the_side(page: Page) -> Iterator[str]:
    """Yield what runs out of an area that cannot be moved sideways."""
    for widget in shown_in(page):
        area = around(widget)
        if area is not None and widget is not area.viewport() and area.viewport().isAncestorOf(widget):
            right = widget.mapTo(area.viewport(), QPoint(widget.width(), 0)).x()
            if right > area.viewport().width() + 1:
                yield f"{page.key}: {named(widget)} is out by {right - area.viewport().width()} pixels"


def named(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)() or widget.objectName()
    return f"{type(widget).__name__} “{words[:50]}”"


@pytest.mark.parametrize("name", ["closed", pytest.param("one", marks=pytest.mark.slow)])
def test_a_page_at_twice_the_size_squeezes_and_cuts_nothing(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window = opened(qtbot, tmp_path, name, SMALL)
    found = [said for page in pages(window) for said in (*squeezed(page), *out_at_the_side(page))]
    window.close()
    assert not found, "\n".join(found)


def test_the_title_is_in_one_place_on_every_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path, "one", (1366, 768))
    places = {}
    for page in pages(window):
        title = next(header for header in page.findChildren(PageHeader) if header.isVisible()).title
        places[page.key] = title.mapTo(page, QPoint(0, title.height() // 2)).toTuple()
    window.close()
    assert len(set(places.values())) == 1, places
