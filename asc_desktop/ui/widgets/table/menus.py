"""The menus of a table: of a row, and of a column's heading. Both can be reached from the keyboard (Shift+F10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.keys import EDIT, SORT_AGAIN, Key
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.commands import show_key
from asc_desktop.ui.widgets.edit_commands import (
    COPY,
    COPY_WITH_HEADINGS,
    EDIT_COMMANDS,
    SELECT_ALL,
    add_command,
    show_whether,
)  # fmt: skip
from asc_desktop.ui.widgets.read_only import close_actions

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.value_filter import ValueFilter
    from asc_desktop.ui.widgets.table.view import RecordTableView

_UP_DOWN = {
    Kind.MONEY: ("Sort smallest first", "Sort largest first"),
    Kind.INTEGER: ("Sort smallest first", "Sort largest first"),
    Kind.DECIMAL: ("Sort smallest first", "Sort largest first"),
    Kind.DATE: ("Sort earliest first", "Sort latest first"),
    Kind.PERIOD: ("Sort earliest first", "Sort latest first"),
    Kind.YEAR: ("Sort earliest first", "Sort latest first"),
    Kind.YEARS: ("Sort earliest first", "Sort latest first"),
}


_GATHERED = frozenset(
    {Kind.TEXT, Kind.CHOICE, Kind.REFERENCE, Kind.FLAG, Kind.YEAR, Kind.PERIOD, Kind.INTEGER}
)
"""The kinds of columns whose values many rows share."""


class TableMenus:
    """Makes a view's menus as they are asked for."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view

    def row_menu(self) -> QMenu:
        """Return what can be done with the selected rows and cells."""
        view = self._view
        menu = self._menu("Row")
        row_ids = view.selected_row_ids()
        own = view.row_actions(row_ids) if view.row_actions is not None and row_ids else ()
        for actions in (own, view.exempt.actions(row_ids)):
            for action in actions:
                if action.parent() is None:
                    action.setParent(menu)
                menu.addAction(action)
            menu.addSeparator()
        close_actions(menu.actions(), view)
        index = view.currentIndex()
        can_edit = index.isValid() and view.table.can_edit(index.row(), index.column())
        for command in EDIT_COMMANDS if view.table.is_editable else (COPY, COPY_WITH_HEADINGS, SELECT_ALL):
            show_whether(add_command(menu, command, partial(command.act, view)), command, view)
        if can_edit and view.table.column(index.column()).kind is not Kind.FLAG:
            self._add(menu, "&Edit cell", view.edit_current, EDIT)
        menu.addSeparator()
        if view.table.grouping is not None:
            self._add(menu, "F&old all groups", lambda: view.table.fold_all(folded=True))
            self._add(menu, "&Unfold all groups", lambda: view.table.fold_all(folded=False))
        if index.isValid():
            column = view.table.column(index.column())
            self._fill_column_menu(menu.addMenu(f"Colu&mn “{literal(column.label)}”"), column.key)
        return menu

    def column_menu(self, key: str) -> QMenu:
        """Return what can be done with a column."""
        menu = self._menu("Column")
        self._fill_column_menu(menu, key)
        return menu

    def _fill_column_menu(self, menu: QMenu, key: str) -> None:
        view, model = self._view, self._view.table
        column = model.column(model.column_at(key))
        up, down = _UP_DOWN.get(column.kind, ("Sort A to Z", "Sort Z to A"))
        self._add(menu, up, lambda: view.sort_by(key))
        self._add(menu, down, lambda: view.sort_by(key, descending=True))
        if model.sorting is not None:
            self._add(menu, "Do not sort", lambda: view.sort_by(None))
        again = self._add(menu, "Sort a&gain", view.sort_again, SORT_AGAIN)
        again.setEnabled(not model.is_settled)
        set_tip(again, "" if again.isEnabled() else "Every row is where it belongs.")
        if model.grouped_by == key:
            self._add(menu, "Do not group by this column", lambda: view.group_by(""))
        elif column.kind in _GATHERED and view.may_group:
            self._add(menu, "Grou&p by this column", lambda: view.group_by(key))
        menu.addSeparator()
        self._add(menu, "&Filter by values…", lambda: self.open_filter(key))
        if key in model.value_filters:
            self._add(menu, "&Clear this filter", lambda: model.set_value_filter(key, None))
        menu.addSeparator()
        hide = self._add(menu, "&Hide this column", lambda: view.set_column_hidden(key, hidden=True))
        hide.setEnabled(len(view.shown_columns()) > 1)
        choose = menu.addMenu("Choose c&olumns")
        for each in model.columns:
            action = choose.addAction(literal(f"{each.band} {each.label}".strip()))
            action.setCheckable(True)
            action.setChecked(not view.is_column_hidden(each.key))
            action.toggled.connect(
                lambda checked, key=each.key: view.set_column_hidden(key, hidden=not checked)
            )
        menu.addSeparator()
        header = view.horizontalHeader()
        place = header.visualIndex(model.column_at(key))
        left = self._add(menu, "Move &left", lambda: header.moveSection(place, place - 1))
        left.setEnabled(place > 0)
        right = self._add(menu, "Move &right", lambda: header.moveSection(place, place + 1))
        right.setEnabled(place < header.count() - 1)

    def open_filter(self, key: str) -> ValueFilter:
        """Show the list of a column's values to choose from, and return it."""
        from asc_desktop.ui.widgets.table.value_filter import ValueFilter

        view = self._view
        # The window's child: within a table the style sheet strips the frame off a box to type in.
        panel = ValueFilter(view.table, key, view.window())
        header = view.horizontalHeader()
        at = view.table.column_at(key)
        place = header.mapToGlobal(header.rect().bottomLeft())
        place.setX(place.x() + max(header.sectionViewportPosition(at), 0))
        panel.move(place)
        panel.show()
        panel.focus_search()
        return panel

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._view)
        menu.setAccessibleName(name)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(
        self,
        menu: QMenu,
        text: str,
        act: Callable[[], object],
        key: Key | None = None,
    ) -> QAction:
        action = menu.addAction(text)
        if key is not None:
            show_key(action, key)
        action.triggered.connect(lambda _checked=False: act())
        return action
