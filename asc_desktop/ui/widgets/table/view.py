"""The one table: what Excel's users expect of their keys and mouse, over a RecordTableModel.

model = RecordTableModel(columns, sink=lambda edits: workspace.apply_cells(Project, edits), choices=workspace.choices)
view = RecordTableView(model, "projects", workspace=workspace, row_actions=self.actions_for)
view.set_empty("projects", "No projects yet", "Add the first one.").add_action("New project", primary=True)
view.current_row_changed.connect(self.editor.show_row)

Keys: type, F2 or Backspace edit; Enter, Tab and the arrows move; Delete clears; Ctrl+C, X, V, D, R as in Excel; Space
ticks, folds and unfolds; Shift+F10 opens the menu; Ctrl+Tab leaves a table whose cells Tab walks through; F5 sorts
again, since rows keep their places while somebody works in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QPushButton, QTableView, QWidget

from asc_desktop.domain.records.fields import Kind
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.arrange import GroupRow
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.form.editors import LineEditor, LongTextEditor
from asc_desktop.ui.widgets.form.editors_list import ComboEditor, SearchEditor
from asc_desktop.ui.widgets.table.blocks import TableBlocks
from asc_desktop.ui.widgets.table.delegates import PADDING, RecordDelegate
from asc_desktop.ui.widgets.table.exempt import TableExempt
from asc_desktop.ui.widgets.table.groups import label_right, paint_label
from asc_desktop.ui.widgets.table.header import RecordHeader
from asc_desktop.ui.widgets.table.kept import KeptPlace
from asc_desktop.ui.widgets.table.keys import TableKeys
from asc_desktop.ui.widgets.table.layout import TableLayout
from asc_desktop.ui.widgets.table.menus import TableMenus
from asc_desktop.ui.widgets.table.sentence import CellSentence
from asc_desktop.ui.widgets.table.summary import SelectionSummary, summarise
from asc_desktop.ui.widgets.unresolved import refused_words
from asc_desktop.ui.workspace import LayoutMemory, Workspace

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.value_filter import ValueFilter

__all__ = ["RecordTableView", "RowActions", "SelectionSummary"]

ROW_HEIGHT = 29
RowActions = Callable[[list[str]], Sequence[QAction]]


class RecordTableView(QTableView):
    """A table of records of a portfolio. `name` is what its layout is remembered under, which an empty one is not."""

    current_row_changed = Signal(object)
    """The row the keyboard is on, or None; sent when it becomes another row."""
    activated_row = Signal(object)
    """A row double-clicked, or Enter pressed on a cell that cannot be edited."""
    selection_summary = Signal(object)
    """A SelectionSummary."""
    notice = Signal(str)
    """What a paste, a fill or a clear did, where there is something to say."""

    def __init__(
        self,
        model: RecordTableModel,
        name: str,
        *,
        workspace: Workspace | None,
        memory: LayoutMemory | None = None,
        row_actions: RowActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = model
        self.row_actions = row_actions
        self.new_rows: NewRows | None = None
        """The records that the table can make of pasted rows."""
        self.workspace = workspace
        if workspace is not None:
            model.why_closed = lambda: workspace.why_closed
            model.awaits_rows = lambda: workspace.awaits_figures
        self.delegate = RecordDelegate(self)
        self.blocks: TableBlocks = TableBlocks(self)
        self._keys = TableKeys(self)
        self._menus = TableMenus(self)
        self.exempt = TableExempt(self)
        self._empty: EmptyState | None = None
        self._empty_says_why = False
        self._paste: QPushButton | None = None
        self._nothing: EmptyState | None = None
        self._kept = KeptPlace(self)
        self._row_id = ""
        self.setAccessibleName(name.replace("-", " ").replace("_", " ").capitalize())
        self.setItemDelegate(self.delegate)
        self.setHorizontalHeader(RecordHeader(self))
        self._prepare()
        # Before the selection's own, which moves to another row.
        model.rowsAboutToBeRemoved.connect(self._kept.keep)
        self.setModel(model)
        model.rowsRemoved.connect(self._restore)
        self._sentence = CellSentence(self)
        self._layout = TableLayout(
            self, name, memory or (workspace.memory if workspace is not None and name else None)
        )
        self._summary_pause = QTimer(self)
        self._summary_pause.setSingleShot(True)
        self._summary_pause.setInterval(30)
        self._summary_pause.timeout.connect(self._send_summary)
        # The view's own reset, which forgets the selection, was connected by setModel and so runs first.
        model.modelAboutToBeReset.connect(self._kept.keep)
        model.modelReset.connect(self._restore)
        model.arranged.connect(self._on_arranged)
        model.refreshed.connect(self.viewport().update)
        if workspace is not None:
            workspace.data_changed.connect(self._show_exempt)
            self.notice.connect(workspace.said)
        theme_hub().changed.connect(self.viewport().update)
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._summary_pause.start)
        selection.currentChanged.connect(self._on_current)
        self._layout.restore()
        self._search_shown()
        self._on_arranged()

    def _prepare(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        is_cells = self.table.is_editable
        self.setSelectionBehavior(
            QAbstractItemView.SelectionBehavior.SelectItems
            if is_cells
            else QAbstractItemView.SelectionBehavior.SelectRows
        )
        # Input methods open the editor through this trigger; keys and clicks are taken here.
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)

    # ------------------------------------------------------------------------------------------------ selection

    @property
    def current_row(self) -> Any | None:
        """Return the row that the keyboard is on."""
        return self.table.row_at(self.currentIndex().row())

    def selected_row_ids(self) -> list[str]:
        """Return the ids of the rows with a selected cell, in the order shown."""
        rows = {at for part in self.selected_parts() for at in range(part.top(), part.bottom() + 1)}
        return [self.table.id_at(at) for at in sorted(rows) if self.table.row_at(at) is not None]

    def selected_parts(self) -> list[QItemSelectionRange]:
        """Return the selected blocks."""
        selection = self.selectionModel().selection()
        return [selection.at(at) for at in range(selection.count())]

    def select_row(self, row_id: str, key: str | None = None) -> bool:
        """Go to a row, unfolding its group; return whether it is shown. Without a column's key the column stays."""
        row = self.table.find(row_id)
        if row is None:
            return False
        if self.table.position(row_id) < 0 and self.table.grouping is not None:
            self.table.fold(self.table.group_of(row), folded=False)
        at = self.table.position(row_id)
        if at < 0:
            return False
        self.go_to(at, self.table.column_at(key) if key else self._column())
        return True

    def hold_row(self, row_id: str = "") -> Any | None:
        """Leave the person where they are; where that is nowhere, go to this row, else to the first. Return the row.

        For a page that is shown anew. On a heading it is the row given, if it is shown.
        """
        if not self.currentIndex().isValid():
            first = next(iter(self.table.shown_rows), None)
            if not self.select_row(row_id) and first is not None:
                self.select_row(first.id)
        row = self.current_row
        return self.table.find(row_id) if row is None else row

    def go_to(self, at: int, column: int) -> None:
        """Make a cell the current one and select no other, whatever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            flags |= QItemSelectionModel.SelectionFlag.Rows
        index = self.table.index(at, column)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def leave(self, *, forward: bool) -> None:
        """Put the keyboard on the next control, or the one before."""
        super().focusNextPrevChild(forward)

    def show_cell(self, row_id: str, key: str) -> None:
        """Go to a cell."""
        self.select_row(row_id, key)

    def paint_now(self, row_id: str) -> None:
        """Paint a row at once, before the figures that follow from it are worked out."""
        at = self.table.position(row_id)
        if at >= 0 and self.table.awaits_rows():
            self.viewport().repaint(
                0, self.rowViewportPosition(at), self.viewport().width(), self.rowHeight(at)
            )

    def _column(self) -> int:
        """Return the current column where it is in sight, else the first."""
        column = self.currentIndex().column()
        return column if column >= 0 and not self.isColumnHidden(column) else self.first_column()

    def first_column(self) -> int:
        """Return the leftmost column in sight."""
        shown = self.shown_columns()
        return shown[0] if shown else 0

    def shown_columns(self) -> list[int]:
        """Return the columns in sight, in the order shown."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return [at for at in order if not header.isSectionHidden(at)]

    def step(self, down: int, right: int, *, to_edit: bool = False) -> bool:
        """Move the current cell, past headings and round the ends of rows; return whether there was where to go.

        Sideways ``to_edit`` goes on to a cell that can be edited, if there is one: what is typed next is not lost.
        """
        return self._keys.step(down, right, to_edit=to_edit)

    # ------------------------------------------------------------------------------------------------ editing

    def refuses(self) -> bool:
        """Return whether nothing can be changed, and say so in the status bar."""
        return self.workspace is not None and not self.workspace.may_change()

    def edit_current(self, *, typed: str | None = None, event: QKeyEvent | None = None) -> bool:
        """Open the current cell's editor; `typed` or the key pressed takes the place of what is there."""
        index = self.currentIndex()
        if not index.isValid() or self.refuses():
            return False
        if not self.table.can_edit(index.row(), index.column()):
            return False
        if self.table.column(index.column()).kind is Kind.FLAG:
            return False
        self._open_editor("" if event is not None else typed)
        editor = self.delegate.editor
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

    def _open_editor(self, typed: str | None) -> None:
        """Open the current cell's editor, leaving one that is still open in another cell."""
        index = self.currentIndex()
        cell = (self.table.id_at(index.row()), self.table.column(index.column()).key)
        if self.delegate.is_open and self.delegate.cell != cell:
            self.delegate.leave()
        self.delegate.begin(typed)
        if self.delegate.is_open and self.delegate.editor is not None:
            self.delegate.editor.setFocus()
        else:
            self.edit(index)

    def edit_cell(self, row_id: str, key: str) -> bool:
        """Go to a cell and open its editor, what was refused in it."""
        self.show_cell(row_id, key)
        return self.edit_current()

    def unresolved(self) -> list[str]:
        """Return what was refused in the cells, in words."""
        return [refused_words(text, label) for text, label in self.table.refused()]

    def drop_unresolved(self) -> None:
        """Show the stored values again."""
        self.table.drop_all_drafts()
        self.hide_sentence()

    def show_sentence(self, row_id: str, key: str, sentence: str) -> None:
        """Say beside a cell why what was typed in it was refused."""
        self._sentence.show_at(row_id, key, sentence)

    def hide_sentence(self) -> None:
        """Take the sentence away."""
        self._sentence.hide()

    @property
    def sentence(self) -> str:
        """Return the sentence that is shown beside a cell, if any."""
        return self._sentence.text() if not self._sentence.isHidden() else ""

    # ------------------------------------------------------------------------------------------------ arrangement

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort, and remember it."""
        self.table.sort_by(key, descending=descending)
        self._layout.remember_soon()

    def sort_again(self) -> None:
        """Put rows that have changed, or are new, where they belong."""
        self.table.sort_again()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def set_column_hidden(self, key: str, *, hidden: bool) -> None:
        """Hide or show a column, and remember it; the last one in sight stays."""
        at = self.table.column_at(key)
        if hidden and self.shown_columns() == [at]:
            return
        self.horizontalHeader().setSectionHidden(at, hidden)
        if not hidden and self.horizontalHeader().sectionSize(at) < 36:
            self.horizontalHeader().resizeSection(at, self.table.column(at).start_width)
        self._search_shown()
        self._layout.fit()
        self._layout.remember_soon()

    def is_column_hidden(self, key: str) -> bool:
        """Whether a column is hidden."""
        return self.horizontalHeader().isSectionHidden(self.table.column_at(key))

    def set_near(self, period_or_year: str) -> None:
        """Suggest periods and years around this one in their editors."""
        self.delegate.near = period_or_year

    # ------------------------------------------------------------------------------------------------ menus, overlays

    def column_menu(self, key: str) -> QMenu:
        """Return the menu of a column's heading."""
        return self._menus.column_menu(key)

    def row_menu(self) -> QMenu:
        """Return the menu of the selected rows."""
        return self._menus.row_menu()

    def open_filter(self, key: str) -> ValueFilter:
        """Show the list of a column's values to choose from, and return it."""
        return self._menus.open_filter(key)

    def set_empty(self, icon: str, heading: str, sentence: str = "", *, says_why: bool = False) -> EmptyState:
        """Say this while there are no rows at all; add actions to what is returned.

        One that `says_why` is shown too while the page's own filter lets no row through.
        """
        self._empty_says_why = says_why
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = EmptyState(icon, heading, sentence, self.viewport())
        self._paste = None
        self._on_arranged()
        return self._empty

    # ------------------------------------------------------------------------------------------------ Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key does in Excel."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and self._keys.is_ours(cast("QKeyEvent", event)):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Walk the cells with Tab where they can be edited; leave from the last one."""
        is_walked = self.table.is_editable and self.hasFocus() and self.currentIndex().isValid()
        if is_walked and self.step(0, 1 if next else -1):
            return True
        return super().focusNextPrevChild(next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold a group by its label, tick a tick, or select."""
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._keys.forget_tab_run()
        group = self.table.group_at(index.row()) if index.isValid() else None
        if is_left and group is not None and not group.is_total:
            super().mousePressEvent(event)
            if event.position().x() < label_right(self, group) and not event.modifiers():
                self.toggle_group(group)
            return
        super().mousePressEvent(event)
        if (
            is_left
            and index.isValid()
            and not event.modifiers()
            and self.table.column(index.column()).kind is Kind.FLAG
            and self.table.can_edit(index.row(), index.column())
        ):
            self.blocks.toggle_flags(index.column())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell, or open the row."""
        index = self.indexAt(event.position().toPoint())
        row = self.table.row_at(index.row()) if index.isValid() else None
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        self.go_to(index.row(), index.column())
        if not self.edit_current() and not self.table.can_edit(index.row(), index.column()):
            self.activated_row.emit(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the selected rows can do."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            place = event.globalPos()
            index = self.indexAt(self.viewport().mapFromGlobal(place))
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
        self.row_menu().popup(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, then the labels of groups over as many cells as they need."""
        palette = self.delegate.begin_painting()
        super().paintEvent(event)
        first = max(self.rowAt(event.rect().top()), 0)
        last = self.rowAt(event.rect().bottom())
        last = self.table.rowCount() - 1 if last < 0 else last
        painter = QPainter(self.viewport())
        for at in range(first, last + 1):
            group = self.table.group_at(at)
            if group is not None:
                paint_label(self, painter, at, group)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter.setPen(QPen(self.delegate.colour(palette.focus), 1))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out again."""
        super().resizeEvent(event)
        self._layout.fit()
        for overlay in (self._empty, self._nothing):
            if overlay is not None:
                overlay.setGeometry(self.viewport().rect())
        self._sentence.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the sentence beside its cell."""
        super().scrollContentsBy(dx, dy)
        self._sentence.place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the layout that waits to be remembered."""
        self._layout.flush()
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row, so that the keyboard is somewhere."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.table.rowCount():
            self.go_to(0, self.first_column())

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width of the widest cell near what is in sight, and of the heading."""
        hint = super().sizeHintForColumn(column)
        label = self.horizontalHeader().fontMetrics().horizontalAdvance(self.table.column(column).label)
        return max(hint, label + 2 * PADDING + 18)

    # ------------------------------------------------------------------------------------------------ groups

    def toggle_group(self, group: GroupRow) -> None:
        """Fold or unfold a group."""
        self.table.fold(group.key, folded=not group.folded)

    # ------------------------------------------------------------------------------------------------ inside

    def _search_shown(self) -> None:
        self.table.set_searched_keys([self.table.column(at).key for at in self.shown_columns()])

    def _show_exempt(self) -> None:
        if self.exempt.is_another:
            self.viewport().update()

    def _on_arranged(self) -> None:
        if not self.table.rowCount() or not self.table.shown_rows:
            self._overlay()
        else:
            for overlay in (self._empty, self._nothing):
                if overlay is not None:
                    overlay.hide()
        self._sentence.place()
        self._summary_pause.start()

    def _overlay(self) -> None:
        if self._empty is not None and self.new_rows is not None and self._paste is None:
            self._paste = self._empty.add_action("Paste rows…", changes=True, last=True)
            set_tip(self._paste, f"Make {self.new_rows.plural} of rows that you have copied")
            self._paste.clicked.connect(self.blocks.paste_as_new_rows)
        hidden_by_filter = bool(self.table.rows) and self.table.is_filtered
        if hidden_by_filter and self._nothing is None:
            self._nothing = EmptyState("filter", "Nothing matches", parent=self.viewport())
            self._nothing.add_action("Clear filters").clicked.connect(self.table.clear_filters)
        if hidden_by_filter and self._nothing is not None:
            self._nothing.set_message(
                "Nothing matches", f"The filter hides all {len(self.table.rows):,} rows."
            )
        is_empty = not self.table.rows or (self._empty_says_why and not hidden_by_filter)
        for overlay, wanted in ((self._empty, is_empty), (self._nothing, hidden_by_filter)):
            if overlay is not None:
                overlay.setGeometry(self.viewport().rect())
                overlay.setVisible(wanted)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._kept.is_held:
            return
        row_id = ""
        if current.isValid():
            row_id = self.table.id_at(current.row())
            draft = self.table.draft(row_id, self.table.column(current.column()).key)
            if draft is not None:
                self.show_sentence(row_id, self.table.column(current.column()).key, draft.sentence)
            elif not self.delegate.is_committing:
                self.hide_sentence()
        self._tell_row(row_id)

    def _tell_row(self, row_id: str) -> None:
        if row_id != self._row_id:
            self._row_id = row_id
            self.current_row_changed.emit(self.table.find(row_id))

    def _restore(self) -> None:
        """Arrange other columns, and go back to where the person was."""
        if self._kept.has_other_columns:
            self.horizontalHeader().updateGeometry()
            self._layout.restore()
            self._search_shown()
            self.updateGeometries()
        self._tell_row(self._kept.restore())

    def _send_summary(self) -> None:
        self.selection_summary.emit(summarise(self))
