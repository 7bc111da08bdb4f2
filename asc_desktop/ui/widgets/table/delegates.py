"""How a table's cells are drawn, and how one is edited.

A cell is edited in the field's own editor (`editors`). Enter, Tab and leaving it send what was typed to the model. If
it is refused the editor stays open with the text and the sentence stands below the cell; if the person leaves all the
same, the text stays in the cell, framed in red.

A cell shows one line. In a view whose rows are made higher (`verticalHeader().setDefaultSectionSize`) long text
takes the lines that fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.chip import chip_size, paint_status_chip
from asc_desktop.ui.fonts import BODY, SEMI_BOLD, ui_font
from asc_desktop.ui.models.arrange import GroupRow
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import ModelIndex
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip, show_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.form.editors import (
    FieldEditor,
    LineEditor,
    LongTextEditor,
    make_editor,
    mark_invalid,
)
from asc_desktop.ui.widgets.form.editors_list import ComboEditor
from asc_desktop.ui.widgets.tick import paint_tick

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

PADDING = 8
_LONG_TEXT = QSize(360, 116)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


class RecordDelegate(QStyledItemDelegate):
    """Draws and edits the cells of a RecordTableView."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(view)
        self._view = view
        self.near = ""
        self.editor: FieldEditor | None = None
        self.is_committing = False
        self._cell: tuple[str, str] = ("", "")
        self._loaded = ""
        self._is_quick = False
        self._palette: Palette = current_palette()
        self._colours: dict[str, QColor] = {}
        self._bold = ui_font(BODY, SEMI_BOLD)
        self._italic = ui_font(BODY)
        self._italic.setItalic(True)

    # ------------------------------------------------------------------------------------------------ drawing

    def begin_painting(self) -> Palette:
        """Take the palette in force for the cells that are now drawn, and return it."""
        palette = current_palette()
        if palette is not self._palette:
            self._palette = palette
            self._colours.clear()
        self._view.exempt.begin()
        return palette

    def colour(self, value: str) -> QColor:
        """Return a colour of the palette as Qt's."""
        found = self._colours.get(value)
        if found is None:
            found = self._colours[value] = QColor(value)
        return found

    @property
    def bold_font(self) -> QFont:
        """Return the font of headings."""
        return self._bold

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a cell."""
        model = self._view.table
        at, column_at = index.row(), index.column()
        rect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        group = model.group_at(at)
        self._paint_ground(painter, rect, at, group, selected=selected)
        column = model.column(column_at)
        if group is not None:
            value = group.cells.get(column.key)
            if value is not None:
                painter.setFont(self._bold)
                bad = is_bad(column, value) or getattr(value, "warns", False)
                self._paint_text(painter, rect, column, column.text_of(value), bad=bad, selected=selected)
        else:
            self._paint_row_cell(painter, rect, at, column_at, selected=selected)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(self.colour(self._palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_ground(
        self, painter: QPainter, rect: QRect, at: int, group: GroupRow | None, *, selected: bool
    ) -> None:
        palette = self._palette
        if selected:
            painter.fillRect(rect, self.colour(palette.selection))
        elif group is not None:
            painter.fillRect(rect, self.colour(palette.surface_alt))
        painter.setPen(self.colour(palette.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if group is not None and group.is_total:
            painter.setPen(self.colour(palette.control_border))
            painter.drawLine(rect.topLeft(), rect.topRight())

    def _paint_row_cell(
        self, painter: QPainter, rect: QRect, at: int, column_at: int, *, selected: bool
    ) -> None:
        model = self._view.table
        column = model.column(column_at)
        row = model.row_at(at)
        draft = model.draft(model.id_at(at), column.key)
        painter.setFont(self._view.font())
        colour = self._palette.selection_text if selected else self._palette.warning_text
        rect = self._view.exempt.paint(painter, rect, row, column_at, colour)
        if draft is not None:
            self._paint_text(painter, rect, column, draft.text, bad=True, selected=selected)
            painter.setPen(QPen(self.colour(self._palette.negative), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
            return
        if column.chip is not None:
            chip = column.chip(row)
            if chip is not None:
                room = QRectF(rect).adjusted(PADDING, 0, -4, -1)
                if column.side == "centre":
                    spare = room.width() - chip_size(chip.text).width()
                    room.adjust(max(spare / 2, 0), 0, 0, 0)
                paint_status_chip(
                    painter, room, chip.text, chip.rag, chip.shape, self._palette, dimmed=chip.dimmed
                )
            return
        if column.kind is Kind.FLAG:
            paint_tick(
                painter,
                QRectF(rect),
                self._palette,
                ticked=bool(column.read(row)),
                framed=model.can_edit(at, column_at),
            )
            return
        if column.aside is not None and column.aside(row):
            painter.setFont(self._italic)
        value = column.read(row) if column.kind in {Kind.MONEY, Kind.INTEGER} else None
        bad = is_bad(column, value) or (column.warn is not None and column.warn(row))
        self._paint_text(painter, rect, column, model.text_at(at, column_at), bad=bad, selected=selected)

    def _paint_text(
        self, painter: QPainter, rect: QRect, column: Column, text: str, *, bad: bool, selected: bool
    ) -> None:
        if not text:
            return
        palette = self._palette
        plain = palette.selection_text if selected else palette.text
        contrasts = palette.name in {"light", "dark"} or not selected
        painter.setPen(self.colour(palette.negative if bad and contrasts else plain))
        # A line break within a cell would be drawn on a second line that nobody sees.
        line = " ".join(text.split("\n")) if "\n" in text else text
        metrics = painter.fontMetrics()
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        lines = (room.height() - 4) // metrics.lineSpacing() if column.kind is Kind.LONG_TEXT else 1
        if lines > 1:
            shown = "\n".join(wrapped(line, metrics, room.width() + 1, lines))
            painter.drawText(room, _ALIGN[column.side] | Qt.AlignmentFlag.AlignVCenter, shown)
            return
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(
            room, _ALIGN[column.side] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return room for the cell's words, asked for when a person double-clicks a column's edge."""
        model = self._view.table
        column = model.column(index.column())
        text = model.text_at(index.row(), index.column())
        if column.chip is not None:
            return QSize(round(chip_size(text).width()) + 2 * PADDING, 28)
        metrics = self._view.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(text) + 2 * PADDING + 4, 480), 28)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: ModelIndex
    ) -> bool:
        """Show why a cell was refused, its hint, or all its words where they are cut."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        model = self._view.table
        said = index.data(Qt.ItemDataRole.ToolTipRole)
        if not said and model.row_at(index.row()) is not None:
            room = self._view.visualRect(cast("QModelIndex", index)).width()
            if self.sizeHint(option, index).width() > room + 4:
                said = model.text_at(index.row(), index.column())
        if said:
            show_tip(event.globalPos(), str(said), view, wrap=True)
        else:
            hide_tip()
        return True

    # ------------------------------------------------------------------------------------------------ editing

    @property
    def cell(self) -> tuple[str, str]:
        """Return the row's id and the column's key of the cell being edited."""
        return self._cell

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self.editor is not None and shiboken6.isValid(self.editor)

    def begin(self, typed: str | None) -> None:
        """Say how the next editor is opened: by typing (arrow keys then move on), or None to change what is there."""
        self._is_quick = typed is not None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> QWidget:
        """Return the field's editor, the cell's present value in it."""
        model = self._view.table
        column = model.column(index.column())
        row = model.row_at(index.row())
        editor = make_editor(
            column.field,
            parent,
            options=model.options(column, row) if column.kind is Kind.REFERENCE else (),
            near=self.near,
        )
        draft = model.draft(model.id_at(index.row()), column.key)
        self._loaded = column.edit_text(row)
        editor.set_value_text(draft.text if draft else self._loaded)
        if isinstance(editor, LineEditor):
            editor.setPlaceholderText("")
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
        """Send what was typed; return whether it was taken. Nothing is sent where nothing changed."""
        editor, model = self.editor, self._view.table
        if editor is None or self.is_committing or not shiboken6.isValid(editor):
            return True
        row_id, key = self._cell
        text = editor.value_text()
        draft = model.draft(row_id, key)
        if text == self._loaded:
            if draft is not None:
                model.drop_draft(row_id, key)
            self._view.hide_sentence()
            return True
        self.is_committing = True
        try:
            outcome = model.apply([CellEdit(row_id, key, text)])
        finally:
            self.is_committing = False
        if shiboken6.isValid(editor):
            mark_invalid(editor, invalid=bool(outcome.problems))
        if outcome.problems:
            self._view.show_sentence(row_id, key, outcome.problems[0].sentence)
        else:
            self._loaded = text
            self._view.hide_sentence()
        return outcome.is_ok

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


def is_bad(column: Column, value: object) -> bool:
    """Whether a value is shown as bad by its sign alone."""
    return isinstance(value, int) and value < 0 and column.negative_is_bad


def wrapped(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Return a text in as many lines as it needs, at most so many; the last ends in … where that is too few."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        found.append(metrics.elidedText(" ".join(words[:taken]), Qt.TextElideMode.ElideRight, width))
        words = words[taken:]
    if words:
        found.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return found
