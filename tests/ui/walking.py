"""Somebody who looks at everything in the window: each page, tab, row, button, menu, dialog and tool tip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QDesktopServices, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QTabWidget,
    QToolTip,
    QWidget,
)

from asc_desktop.ui.charts.chart import Chart, draw_charts_now
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.widgets.table.view import RecordTableView

MOST_ROWS = 16
"""Of a table; the sample's longest have more of the same."""
MOST_CLICKS = 150
"""On one page: more than any has, so that a page that makes buttons without end fails."""


class Walk:
    """Walks through a window; ``look`` is called with each widget tree in sight, ``opened`` with each dialog."""

    def __init__(
        self,
        window: MainWindow,
        monkeypatch: pytest.MonkeyPatch,
        look: Callable[[QWidget], object],
        opened: Callable[[QDialog], object] = lambda _: None,
    ) -> None:
        self.window = window
        self._look = look
        self._opened = opened
        self._seen: list[QDialog] = []
        self.clicked: list[str] = []
        walk = self

        def run(dialog: QDialog) -> int:
            dialog.show()
            walk._visit(dialog)
            assert shiboken6.isValid(dialog)
            dialog.done(QDialog.DialogCode.Rejected)
            return QDialog.DialogCode.Rejected

        def ask(*_: Any, **__: Any) -> tuple[str, bool]:
            return "", False

        for kind in (QDialog, QMessageBox):
            monkeypatch.setattr(kind, "exec", run)
        monkeypatch.setattr(QInputDialog, "getText", ask)
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)

    def page(self, key: str) -> None:
        """Look at everything on a page."""
        page = self._show(key)
        self._look(self.window)
        for tabs in page.findChildren(QTabWidget):
            for at in range(tabs.count()):
                tabs.setCurrentIndex(at)
                self._settle()
                self._look(self.window)
        for view in page.findChildren(RecordTableView):
            if view.isVisible():
                self._rows(view)
        self._buttons(key)

    def menu_bar(self) -> None:
        """Look at every menu of the window, and use every command that does not close or change the file."""
        for action in self.window.menuBar().actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.aboutToShow.emit()
                self._menu(menu)

    def use(self, action: QAction) -> None:
        """Use one command and look at what it opens."""
        action.trigger()
        self._settle()
        self._close_what_opened()

    def commands(self) -> Iterator[QAction]:
        """Yield each enabled command of the menu bar."""
        yield from (action for action in self.window._menus.actions if action.isEnabled())

    # ------------------------------------------------------------------------------------------------ parts

    def _show(self, key: str) -> Page:
        page = self.window.show_page(key)
        assert page is not None
        self._settle()
        return page

    def _rows(self, view: RecordTableView) -> None:
        count = view.table.rowCount()
        for at in sorted({0, count // 2, count - 1} if count else ()):
            view.setCurrentIndex(view.table.index(at, 0))
            self._settle()
            self._look(self.window)
            self._menu(view.menus.row_menu())
        for key in [column.key for column in view.table.columns][:3]:
            self._menu(view.menus.column_menu(key))

    def _buttons(self, key: str) -> None:
        used: set[str] = set()
        while len(used) < MOST_CLICKS:
            page = self._show(key)
            button = next((item for item in _usable(page) if _name(item) not in used), None)
            if button is None:
                return
            used.add(_name(button))
            self.clicked.append(f"{key}: {_name(button)}")
            menu = button.menu() if hasattr(button, "menu") else None
            if isinstance(menu, QMenu):
                menu.aboutToShow.emit()
                self._menu(menu)
            else:
                button.click()
                self._settle()
                self._look(self.window)
            self._close_what_opened()
        raise AssertionError(f"{key} has more than {MOST_CLICKS} buttons: {sorted(used)}")

    def _menu(self, menu: QMenu) -> None:
        self._look(menu)
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                inner.aboutToShow.emit()
                self._look(inner)

    def _visit(self, dialog: QDialog) -> None:
        self._opened(dialog)
        self._settle()
        self._look(dialog)
        for tabs in dialog.findChildren(QTabWidget):
            for at in range(tabs.count()):
                tabs.setCurrentIndex(at)
                self._look(dialog)
        for box in dialog.findChildren(QDialogButtonBox):
            for button in box.buttons():
                # Nothing is typed: what is needed is said beside the fields.
                if box.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole and button.isEnabled():
                    button.click()
                    self._settle()
                    if not shiboken6.isValid(dialog):
                        return
                    self._look(dialog)

    def _close_what_opened(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if not shiboken6.isValid(widget) or widget is self.window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                self._visit(widget)
                if shiboken6.isValid(widget):
                    widget.reject()
            elif isinstance(widget, QMenu) or not isinstance(widget, QLabel):
                self._look(widget)
                widget.close()
        self._settle()

    def _settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
        draw_charts_now(self.window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _usable(page: QWidget) -> list[QAbstractButton]:
    return [
        button
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled() and button.visibleRegion().isEmpty() is False
    ]


def _name(button: QAbstractButton) -> str:
    return f"{type(button).__name__} {button.accessibleName() or button.text() or button.toolTip()}"


def tips(tree: QWidget) -> Iterator[str]:
    """Yield every tool tip, status tip and what's-this of a tree of widgets, its actions and its models."""
    for widget in (tree, *tree.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
        yield from (text for action in widget.actions() for text in (action.statusTip(), action.whatsThis()))
        if isinstance(widget, QComboBox):
            yield from _of_model(widget.view())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _of_model(widget)


def _of_model(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for column in range(columns):
        for role in roles:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
    waiting = [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), MOST_ROWS)):
            for column in range(columns):
                index = model.index(row, column, parent)
                yield from (str(index.data(role) or "") for role in roles)
            first = model.index(row, 0, parent)
            if model.rowCount(first):
                waiting.append(first)


def shown_tips(tree: QWidget) -> Iterator[str]:
    """Yield the tool tips that tables, their headings and charts show when asked at each place."""
    for view in tree.findChildren(RecordTableView):
        if not view.isVisible():
            continue
        for row in range(min(view.table.rowCount(), 12)):
            for column in range(view.table.columnCount()):
                at = view.visualRect(view.table.index(row, column)).center()
                if view.viewport().rect().contains(at):
                    yield _asked(view.viewport(), at)
        header = view.horizontalHeader()
        for section in range(header.count()):
            yield _asked(
                header.viewport(), QPoint(header.sectionViewportPosition(section) + 4, header.height() - 8)
            )
    yield from _of_menus(tree)
    for chart in tree.findChildren(Chart):
        for target in chart.chart_layout.targets:
            chart._tell(target, chart.mapToGlobal(QPoint(1, 1)))
            yield QToolTip.text()
        for area in chart.chart_layout.help_areas:
            yield _asked(chart, area.rect.center().toPoint())


def _of_menus(tree: QWidget) -> Iterator[str]:
    for menu in (tree, *tree.findChildren(QMenu)):
        for action in menu.actions() if isinstance(menu, QMenu) and menu.toolTipsVisible() else ():
            yield _asked(menu, menu.actionGeometry(action).center())


def _asked(widget: QWidget, at: QPoint) -> str:
    QToolTip.hideText()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    return QToolTip.text()
