"""What the Edit menu and a table's own menu do to the table, or the text box, that the keyboard is on.

The keys are shown beside the words only: each table and text box takes its own, so that none is taken from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from asc_desktop.ui import keys
from asc_desktop.ui.keys import Key
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.commands import show_key

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

TextBox = QLineEdit | QPlainTextEdit | QTextEdit
Target: TypeAlias = "RecordTableView | TextBox"

_ELSEWHERE: Final = "Choose a cell of a table, or a text box, first."
NOT_CHANGED: Final = "What is selected cannot be changed here."
_NONE_SELECTED: Final = "Nothing is selected."
_EMPTY: Final = "Nothing has been copied that could be pasted."
_MAKES_NONE: Final = "This table makes no records of pasted rows."
_TABLES_ONLY: Final = "This is for the cells of a table."


class EditCommand(Struct, frozen=True):
    """One command: what it does to a table and to a text box, and what keeps it from doing so, in a sentence."""

    words: str
    key: Key | None
    in_table: Callable[[RecordTableView], object]
    why_not_in_table: Callable[[RecordTableView], str]
    in_text: Callable[[TextBox], object] | None = None
    why_not_in_text: Callable[[TextBox], str] = lambda _box: _TABLES_ONLY
    changes: bool = True

    def act(self, target: Target | None) -> None:
        """Do it."""
        if isinstance(target, TextBox):
            if self.in_text is not None:
                self.in_text(target)
        elif target is not None:
            self.in_table(target)

    def why_not(self, target: Target | None) -> str:
        """Return why it would do nothing there; nothing where it would do something."""
        if target is None:
            return _ELSEWHERE
        return self.why_not_in_text(target) if isinstance(target, TextBox) else self.why_not_in_table(target)


def _needs_cells(view: RecordTableView) -> str:
    return "" if view.blocks.has_cells else _NONE_SELECTED


def _needs_open_cells(view: RecordTableView) -> str:
    return "" if view.blocks.can_change else _needs_cells(view) or NOT_CHANGED


def _needs_room_to_paste(view: RecordTableView) -> str:
    can_take = view.new_rows is not None or view.blocks.can_change
    return NOT_CHANGED if not can_take else "" if QGuiApplication.clipboard().text() else _EMPTY


def _needs_new_rows(view: RecordTableView) -> str:
    if view.new_rows is None:
        return _MAKES_NONE
    return "" if QGuiApplication.clipboard().text() else _EMPTY


def _needs_rows(view: RecordTableView) -> str:
    return "" if view.table.rowCount() else "The table is empty."


def _selected(box: TextBox) -> bool:
    return box.hasSelectedText() if isinstance(box, QLineEdit) else box.textCursor().hasSelection()


def _needs_selected_text(box: TextBox) -> str:
    return "" if _selected(box) else _NONE_SELECTED


def _needs_open_selected_text(box: TextBox) -> str:
    return NOT_CHANGED if box.isReadOnly() else _needs_selected_text(box)


def _needs_open_text(box: TextBox) -> str:
    return NOT_CHANGED if box.isReadOnly() else "" if QGuiApplication.clipboard().text() else _EMPTY


def _needs_text(box: TextBox) -> str:
    text = box.text() if isinstance(box, QLineEdit) else box.toPlainText()
    return "" if text else "The text box is empty."


def _delete_text(box: TextBox) -> None:
    if isinstance(box, QLineEdit):
        box.del_()
    else:
        box.textCursor().removeSelectedText()


CUT: Final = EditCommand(
    "Cu&t", keys.CUT,
    lambda view: view.blocks.cut(), _needs_open_cells, lambda box: box.cut(), _needs_open_selected_text,
)  # fmt: skip
COPY: Final = EditCommand(
    "&Copy", keys.COPY,
    lambda view: view.blocks.copy(), _needs_cells, lambda box: box.copy(), _needs_selected_text,
    changes=False,
)  # fmt: skip
COPY_WITH_HEADINGS: Final = EditCommand(
    "Copy with &headings",
    keys.COPY_WITH_HEADINGS,
    lambda view: view.blocks.copy(headings=True),
    _needs_cells,
    changes=False,
)
PASTE: Final = EditCommand(
    "&Paste", keys.PASTE,
    lambda view: view.blocks.paste(), _needs_room_to_paste, lambda box: box.paste(), _needs_open_text,
)  # fmt: skip
PASTE_AS_NEW: Final = EditCommand(
    "Paste as &new rows…", None, lambda view: view.blocks.paste_as_new_rows(), _needs_new_rows
)
FILL_DOWN: Final = EditCommand(
    "Fill &down", keys.FILL_DOWN, lambda view: view.blocks.fill(down=True), _needs_open_cells
)
FILL_RIGHT: Final = EditCommand(
    "Fill ri&ght", keys.FILL_RIGHT, lambda view: view.blocks.fill(down=False), _needs_open_cells
)
CLEAR: Final = EditCommand(
    "C&lear", keys.CLEAR, lambda view: view.blocks.clear(), _needs_open_cells, _delete_text, _needs_open_selected_text
)  # fmt: skip
SELECT_ALL: Final = EditCommand(
    "Select &all", keys.SELECT_ALL,
    lambda view: view.selectAll(), _needs_rows, lambda box: box.selectAll(), _needs_text,
    changes=False,
)  # fmt: skip
EDIT_COMMANDS: Final = (
    CUT, COPY, COPY_WITH_HEADINGS, PASTE, PASTE_AS_NEW, FILL_DOWN, FILL_RIGHT, CLEAR, SELECT_ALL,
)  # fmt: skip
"""In the order of the menus."""


def add_command(menu: QMenu, command: EditCommand, act: Callable[[], object]) -> QAction:
    """Add a command to a menu, where ``act`` does it."""
    action = menu.addAction(command.words)
    if command.key is not None:
        show_key(action, command.key)
    action.triggered.connect(lambda _checked=False: act())
    return action


def show_whether(action: QAction, command: EditCommand, target: Target | None, closed: str = "") -> None:
    """Let an action be chosen where it does something, and say why not where it does nothing.

    ``closed`` says why no record can be changed at all, where that is so; a box to search in is still typed in.
    """
    why_not = command.why_not(target)
    if (
        closed
        and command.changes
        and (why_not == NOT_CHANGED or (target and not isinstance(target, TextBox)))
    ):
        why_not = closed
    action.setEnabled(not why_not)
    set_tip(action, why_not)
    action.setStatusTip(why_not)
