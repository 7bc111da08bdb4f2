"""What each key does in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.keys import (
    CALENDAR,
    COPY_WITH_HEADINGS,
    EDIT,
    FILL_DOWN,
    FILL_RIGHT,
    ROW_MENU,
    SORT_AGAIN,
    TAKE_BACK,
)

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TableKeys:
    """The keyboard of one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self._tab_from: int | None = None

    def is_ours(self, event: QKeyEvent) -> bool:
        """Whether a key that the window has as a shortcut means something in the table."""
        standard = QKeySequence.StandardKey
        if any(
            event.matches(key)
            for key in (standard.Copy, standard.Cut, standard.Paste, standard.SelectAll, standard.Delete)
        ):
            return True
        return any(key.matches(event) for key in (FILL_DOWN, FILL_RIGHT, COPY_WITH_HEADINGS))

    def forget_tab_run(self) -> None:
        """Let Enter go straight down from here on."""
        self._tab_from = None

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; return whether it was ours."""
        if self._press_command(event) or self._press_group(event) or self._press_menu(event):
            return True
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab} and modifiers & _CONTROL:
            self._view.leave(forward=key == Qt.Key.Key_Tab)
            return True
        if key in _ENTER and not modifiers & (_CONTROL | _ALT):
            self._enter(up=bool(modifiers & _SHIFT))
        elif EDIT.matches(event) or CALENDAR.matches(event):
            self._view.edit_current()
        elif TAKE_BACK.matches(event) and self._view.table.draft_count:
            self._view.table.drop_drafts()
            self._view.hide_sentence()
        elif key == Qt.Key.Key_Backspace and not modifiers:
            self._view.edit_current(typed="")
        elif key == Qt.Key.Key_Space:
            return self._space(modifiers)
        elif key in _ARROWS:
            self.forget_tab_run()
            return False
        elif event.text().isprintable() and event.text() and not modifiers & (_CONTROL | _ALT):
            # Without this Qt's own keyboard search would move to a row that begins with the letter.
            self._type(event)
        else:
            return False
        return True

    def step(self, down: int, right: int, *, to_edit: bool = False) -> bool:
        """Move the current cell, past headings; sideways round the ends of rows."""
        view = self._view
        index = view.currentIndex()
        if not index.isValid():
            return False
        shown = view.shown_columns()
        at, place = index.row(), shown.index(index.column()) if index.column() in shown else 0
        if right:
            self._tab_from = place if self._tab_from is None else self._tab_from
            at, place = self._sideways(at, place, right, to_edit=to_edit)
        elif down:
            if self._tab_from is not None:
                place = min(self._tab_from, len(shown) - 1)
                self._tab_from = None
            at = self._next_row(at, down)
        if at < 0:
            return False
        view.go_to(at, shown[place])
        return True

    def _sideways(self, at: int, place: int, by: int, *, to_edit: bool) -> tuple[int, int]:
        """Return the next row, -1 past the last, and the place among the columns in sight."""
        shown = self._view.shown_columns()
        first = at
        while True:
            place += by
            if not 0 <= place < len(shown):
                place = 0 if by > 0 else len(shown) - 1
                at = self._next_row(at, by)
            # One row on is enough: every row has the same columns to edit, or none.
            is_far = abs(at - first) > 1
            if at < 0 or not to_edit or is_far or self._view.table.can_edit(at, shown[place]):
                return at, place

    def _type(self, event: QKeyEvent) -> None:
        view = self._view
        if view.edit_current(event=event) or not view.table.is_editable:
            return
        index = view.currentIndex()
        if index.isValid() and view.table.row_at(index.row()) is not None:
            view.notice.emit(f"{view.table.column(index.column()).label} cannot be typed in this row.")

    def _next_row(self, at: int, by: int) -> int:
        """Return the next row that is no heading, or -1."""
        model = self._view.table
        at += by
        while 0 <= at < model.rowCount():
            if model.row_at(at) is not None:
                return at
            at += by
        return -1

    def _enter(self, *, up: bool) -> None:
        view = self._view
        index = view.currentIndex()
        row = view.table.row_at(index.row())
        if row is not None and not view.table.can_edit(index.row(), index.column()) and not up:
            view.activated_row.emit(row)
        else:
            self.step(-1 if up else 1, 0)

    def _space(self, modifiers: Qt.KeyboardModifier) -> bool:
        view = self._view
        index = view.currentIndex()
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if modifiers == _SHIFT:
            view.selectionModel().select(index, flags | QItemSelectionModel.SelectionFlag.Rows)
        elif modifiers == _CONTROL:
            view.selectionModel().select(index, flags | QItemSelectionModel.SelectionFlag.Columns)
        elif view.table.column(index.column()).kind is Kind.FLAG:
            view.blocks.toggle_flags(index.column())
        elif not view.table.can_edit(index.row(), index.column()) and view.blocks.ticks >= 0:
            view.blocks.toggle_flags(view.blocks.ticks)
        else:
            view.edit_current(typed="")
        return True

    def _press_command(self, event: QKeyEvent) -> bool:
        blocks = self._view.blocks
        standard = QKeySequence.StandardKey
        # Before the standard keys: on some systems Ctrl+D is one of those that delete.
        if FILL_DOWN.matches(event):
            blocks.fill(down=True)
        elif FILL_RIGHT.matches(event):
            blocks.fill(down=False)
        elif COPY_WITH_HEADINGS.matches(event):
            blocks.copy(headings=True)
        elif event.matches(standard.Copy):
            blocks.copy()
        elif event.matches(standard.Cut):
            blocks.cut()
        elif event.matches(standard.Paste):
            blocks.paste()
        elif event.matches(standard.Delete):
            blocks.clear()
        elif SORT_AGAIN.matches(event):
            self._view.sort_again()
        else:
            return False
        return True

    def _press_menu(self, event: QKeyEvent) -> bool:
        """Open the row's menu: Windows does so by itself where nothing takes the key, other systems do not."""
        if not ROW_MENU.matches(event):
            return False
        view = self._view
        middle, by_key = view.rect().center(), QContextMenuEvent.Reason.Keyboard
        view.contextMenuEvent(QContextMenuEvent(by_key, middle, view.mapToGlobal(middle)))
        return True

    def _press_group(self, event: QKeyEvent) -> bool:
        view = self._view
        group = view.table.group_at(view.currentIndex().row())
        if group is None or group.is_total or event.modifiers() & (_CONTROL | _SHIFT | _ALT):
            return False
        key = event.key()
        if key == Qt.Key.Key_Space and view.blocks.ticks >= 0 and view.blocks.has_rows:
            return False
        wants_fold = (key == Qt.Key.Key_Left and not group.folded) or (
            key == Qt.Key.Key_Right and group.folded
        )
        if wants_fold or key == Qt.Key.Key_Space or key in _ENTER:
            view.toggle_group(group)
            return True
        return False
