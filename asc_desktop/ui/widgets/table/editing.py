"""How a table's cell is edited, in the field's own editor (`form.editors`).

Enter, Tab and leaving it send what was typed to the model. If it is refused the editor stays open with the text and the
sentence stands below the cell; if the person leaves all the same, the text stays in the cell, framed in red.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.shown_cells import ModelIndex
from asc_desktop.ui.widgets.form.editors import (
    FieldEditor,
    LineEditor,
    LongTextEditor,
    likely,
    make_editor,
    mark_invalid,
)
from asc_desktop.ui.widgets.form.editors_list import ComboEditor, SearchEditor

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_LIKELY = frozenset({Kind.CHOICE, Kind.PERIOD, Kind.YEAR})
"""Kinds of which what the rules take of a row is offered."""
_LONG_TEXT = QSize(360, 116)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class CellEditing(QStyledItemDelegate):
    """Edits the cells of a RecordTableView, one at a time."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(view)
        self._view = view
        self.editor: FieldEditor | None = None
        self.is_committing = False
        self._cell: tuple[str, str] = ("", "")
        self._loaded = ""
        self._is_quick = False
        self._is_touched = False

    @property
    def cell(self) -> tuple[str, str]:
        """Return the row's id and the column's key of the cell being edited."""
        return self._cell

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self.editor is not None and shiboken6.isValid(self.editor)

    def edit_current(self, typed: str | None, event: QKeyEvent | None) -> bool:
        """Open the current cell's editor; `typed` or the key pressed takes the place of what is there."""
        view, index = self._view, self._view.currentIndex()
        if not index.isValid() or view.refuses() or not view.table.can_edit(index.row(), index.column()):
            return False
        if view.table.column(index.column()).kind is Kind.FLAG:
            return False
        self._open("" if event is not None else typed)
        editor = self.editor
        if editor is None:
            return False
        if isinstance(editor, (LineEditor, LongTextEditor)):
            editor.selectAll()
        elif isinstance(editor, ComboEditor):
            editor.line.selectAll()
        if typed is not None:
            editor.set_value_text(typed)
        elif event is not None:
            QApplication.sendEvent(editor, QKeyEvent(event))
        elif isinstance(editor, SearchEditor):
            editor.showPopup()
        return True

    def _open(self, typed: str | None) -> None:
        """Open the current cell's editor, leaving one that is still open in another cell.

        Opened by typing, arrow keys then move on; None changes what is there.
        """
        view, index = self._view, self._view.currentIndex()
        if self.is_open and self.cell != (
            view.table.id_at(index.row()),
            view.table.column(index.column()).key,
        ):
            self.leave()
        self._is_quick = typed is not None
        if self.is_open and self.editor is not None:
            self.editor.setFocus()
        else:
            view.edit(index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> QWidget:
        """Return the field's editor, the cell's present value in it."""
        model = self._view.table
        column = model.column(index.column())
        row = model.row_at(index.row())
        self._loaded = column.edit_text(row)
        workspace = self._view.workspace
        near = workspace.near if workspace is not None else ""
        options = [*model.options(column, row)] if column.kind is Kind.REFERENCE else []
        if column.kind is Kind.REFERENCE and self._loaded and self._loaded not in dict(options):
            # It is no longer offered, and is shown by its words all the same.
            options.append((self._loaded, str(index.data())))
        editor = make_editor(
            column.typed_as(row) if column.typed_as is not None else column.field,
            parent,
            options=options,
            near=near,
        )
        if isinstance(editor, ComboEditor) and column.kind in _LIKELY and workspace is not None:
            editor.set_options(workspace.accepted(column.field, row, likely(column.field, near)))
        draft = model.draft(model.id_at(index.row()), column.key)
        self._is_touched = False
        editor.set_value_text(draft.text if draft else self._loaded)
        if isinstance(editor, LineEditor):
            editor.setPlaceholderText("")
        editor.edited.connect(self._on_edited)
        if isinstance(editor, ComboEditor):
            editor.chosen.connect(self._on_chosen, Qt.ConnectionType.QueuedConnection)
        editor.setAutoFillBackground(True)
        self.editor = editor
        self._cell = (model.id_at(index.row()), column.key)
        return editor

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """Leave the editor as it is: what a person is typing outlives a change of the value beneath."""

    def setModelData(self, editor: QWidget, model: object, index: ModelIndex) -> None:
        """Send what was typed to the model; Qt calls this when the editor is left."""
        if editor is self.editor:
            self.commit()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Put the editor over its cell; one that needs more room grows, within the table."""
        rect = QRect(option.rect).adjusted(0, 0, 0, -1)
        viewport = self._view.viewport().rect()
        if isinstance(editor, LongTextEditor):
            rect.setSize(rect.size().expandedTo(_LONG_TEXT).boundedTo(viewport.size()))
        elif isinstance(editor, ComboEditor):
            rect.setWidth(max(rect.width(), min(editor.sizeHint().width(), 220)))
        if rect.right() > viewport.right():
            rect.moveRight(max(viewport.right(), rect.width() - 1))
        if rect.bottom() > viewport.bottom():
            rect.moveBottom(max(viewport.bottom(), rect.height() - 1))
        editor.setGeometry(rect)

    def destroyEditor(self, editor: QWidget, index: ModelIndex) -> None:
        """Forget the editor."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that end an edit, as Excel does."""
        if watched is self.editor:
            if event.type() == QEvent.Type.KeyPress and self._take_key(cast("QKeyEvent", event)):
                return True
            # A dialog that the sink opens takes the focus; that is no second commit.
            if event.type() == QEvent.Type.FocusOut and self.is_committing:
                return False
        return super().eventFilter(watched, event)

    def commit(self) -> bool:
        """Send what was typed; return whether it was taken.

        Nothing is sent where nothing changed, unless that confirms what an earlier month left there.
        """
        editor, model = self.editor, self._view.table
        if editor is None or self.is_committing or not shiboken6.isValid(editor):
            return True
        row_id, key = self._cell
        text = editor.value_text()
        draft = model.draft(row_id, key)
        confirms = text == self._loaded and self._confirms
        if text == self._loaded and not confirms:
            if draft is not None:
                model.drop_draft(row_id, key)
            self._view.hide_sentence()
            return True
        self.is_committing = True
        try:
            outcome = model.apply([CellEdit(row_id, key, text)], confirms=confirms)
        finally:
            self.is_committing = False
        if shiboken6.isValid(editor):
            mark_invalid(editor, invalid=bool(outcome.problems))
        if outcome.problems:
            self._view.show_sentence(row_id, key, outcome.problems[0].sentence)
        else:
            self._loaded = text
            self._is_touched = False
            self._view.hide_sentence()
        return outcome.is_ok

    @property
    def _confirms(self) -> bool:
        """Whether the same was typed or chosen again in a cell whose value an earlier month left there."""
        row_id, key = self._cell
        model = self._view.table
        carried, row = model.column(model.column_at(key)).carried, model.find(row_id)
        return self._is_touched and row is not None and carried is not None and carried(row)

    def cancel(self) -> None:
        """Close the editor and show the stored value again."""
        self._view.table.drop_draft(*self._cell)
        self._view.hide_sentence()
        self._close()

    def finish(self, down: int, right: int, *, to_edit: bool = False) -> None:
        """Commit, and where it was taken close and move on."""
        row_id, key = self._cell
        if isinstance(self.editor, ComboEditor) and (down or right):
            self.editor.settle()
        if self.commit():
            self._close()
            self._view.step(down, right, to_edit=to_edit)
            self._view.paint_now(row_id)
        elif not self.is_open:
            # The rows were shown anew while the sink thought about it.
            self._view.edit_cell(row_id, key)

    def leave(self) -> None:
        """Commit and close; what is refused stays in its cell."""
        self.commit()
        self._close()

    def _close(self) -> None:
        if self.editor is not None and shiboken6.isValid(self.editor):
            self.closeEditor.emit(self.editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.editor = None
        # A dialog that the sink opened had the keyboard, and the editor to give it back to is gone.
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        self._is_touched = True

    def _on_chosen(self) -> None:
        if self.is_open:
            self.finish(0, 0)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(self.editor, LongTextEditor) and modifiers & Qt.KeyboardModifier.AltModifier:
                self.editor.insertPlainText("\n")
            else:
                self.finish(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                return False
            self.finish(0, -1 if key == Qt.Key.Key_Backtab else 1, to_edit=True)
        elif self._is_quick and isinstance(self.editor, LineEditor) and not modifiers and key in _MOVES:
            self.finish(*_MOVES[Qt.Key(key)])
        else:
            return False
        return True
