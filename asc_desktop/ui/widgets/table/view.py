"""The one table: what Excel's users expect of their keys and mouse, over a RecordTableModel.

model = RecordTableModel(columns, sink=lambda edits: workspace.apply_cells(Project, edits), choices=workspace.choices)
view = RecordTableView(model, "projects", workspace=workspace, row_actions=self.actions_for)
view.set_empty("projects", "No projects yet", "Add the first one.").add_action("New project", primary=True)
view.current_row_changed.connect(self.editor.show_row)

Its keys are those of Excel, as far as a table of records has them (`keys`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
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
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.arrange import GroupRow
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.commands import menu_place
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.table.blocks import TableBlocks
from asc_desktop.ui.widgets.table.delegates import RecordDelegate
from asc_desktop.ui.widgets.table.exempt import TableExempt
from asc_desktop.ui.widgets.table.groups import label_right, paint_label
from asc_desktop.ui.widgets.table.header import RecordHeader
from asc_desktop.ui.widgets.table.kept import KeptPlace
from asc_desktop.ui.widgets.table.keys import TableKeys
from asc_desktop.ui.widgets.table.layout import TableLayout
from asc_desktop.ui.widgets.table.menus import TableMenus
from asc_desktop.ui.widgets.table.needs import PADDING
from asc_desktop.ui.widgets.table.overlays import TableOverlays
from asc_desktop.ui.widgets.table.own import OwnColumns
from asc_desktop.ui.widgets.table.selecting import SelectingView
from asc_desktop.ui.widgets.table.sentence import CellSentence
from asc_desktop.ui.widgets.table.summary import SelectionSummary, summarise
from asc_desktop.ui.widgets.unresolved import refused_words
from asc_desktop.ui.workspace import LayoutMemory, Workspace

__all__ = ["RecordTableView", "RowActions", "SelectionSummary"]

ROW_HEIGHT = 29
RowActions = Callable[[list[str]], Sequence[QAction]]


class RecordTableView(SelectingView):
    """A table of records of a portfolio. `name` is what its layout is remembered under, which an empty one is not.

    `own` is the type of record of which each row has the id of one: the council's own fields of it are shown too.
    """

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
        own: type[Record] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, parent)
        self.row_actions = row_actions
        self._new_rows: NewRows | None = None
        self.workspace = workspace
        self._own = None
        if own is not None and own.takes_own_fields and workspace is not None:
            self._own = OwnColumns(model, workspace, own)
        if workspace is not None:
            model.why_closed = lambda: workspace.why_closed
            model.awaits_rows = lambda: workspace.awaits_figures
        self.delegate = RecordDelegate(self)
        self.blocks: TableBlocks = TableBlocks(self)
        self._keys = TableKeys(self)
        self.menus = TableMenus(self)
        self.exempt = TableExempt(self)
        self._overlays = TableOverlays(self)
        self._kept = KeptPlace(self)
        self._row_id = ""
        self.layout_name = name
        """What its arrangement is remembered under; empty where it is not."""
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
        model.refreshed.connect(self._on_refreshed)
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

    def use_row_header(self, header: QHeaderView) -> None:
        """Have a header at the left, which is seen."""
        rows = self.verticalHeader()
        header.setMinimumSectionSize(rows.minimumSectionSize())
        header.setDefaultSectionSize(rows.defaultSectionSize())
        self.setVerticalHeader(header)
        # What the header does then forgets the selection and the heights of rows, so they are restored after it.
        for changed in (self.table.rowsRemoved, self.table.modelReset):
            changed.disconnect(self._restore)
            changed.connect(self._restore)

    @property
    def new_rows(self) -> NewRows | None:
        """The records that the table can make of pasted rows."""
        if self._new_rows is None or self._own is None:
            return self._new_rows
        return self._own.with_rows(self._new_rows)

    @new_rows.setter
    def new_rows(self, new_rows: NewRows | None) -> None:
        self._new_rows = new_rows

    # ------------------------------------------------------------------------------------------------ keyboard

    def leave(self, *, forward: bool) -> None:
        """Put the keyboard on the next control, or the one before."""
        super().focusNextPrevChild(forward)

    def step(self, down: int, right: int, *, to_edit: bool = False) -> bool:
        """Move the current cell, past headings and round the ends of rows; return whether there was where to go.

        Sideways ``to_edit`` goes on to a cell that can be edited, if there is one: what is typed next is not lost.
        """
        return self._keys.step(down, right, to_edit=to_edit)

    # ------------------------------------------------------------------------------------------------ editing

    def paint_now(self, row_id: str) -> None:
        """Paint a row at once, before the figures that follow from it are worked out."""
        at = self.table.position(row_id)
        if at >= 0 and self.table.awaits_rows():
            self.viewport().repaint(
                0, self.rowViewportPosition(at), self.viewport().width(), self.rowHeight(at)
            )

    def refuses(self) -> bool:
        """Return whether nothing can be changed, and say so in the status bar."""
        return self.workspace is not None and not self.workspace.may_change()

    def edit_current(self, *, typed: str | None = None, event: QKeyEvent | None = None) -> bool:
        """Open the current cell's editor; `typed` or the key pressed takes the place of what is there."""
        return self.delegate.edit_current(typed, event)

    def edit_cell(self, row_id: str, key: str) -> bool:
        """Go to a cell and open its editor, what was refused in it."""
        self.select_row(row_id, key)
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
        self._layout.was_chosen(key)
        self._search_shown()
        self._layout.fit()
        self._layout.remember_soon()

    def is_column_hidden(self, key: str) -> bool:
        """Whether a column is hidden."""
        return self.horizontalHeader().isSectionHidden(self.table.column_at(key))

    # ------------------------------------------------------------------------------------------------ without rows

    def set_empty(self, icon: str, heading: str, sentence: str = "", *, says_why: bool = False) -> EmptyState:
        """Say this while there are no rows at all; add actions to what is returned.

        One that `says_why` is shown too while the page's own filter lets no row through.
        """
        return self._overlays.set_empty(
            EmptyState(icon, heading, sentence, self.viewport()), says_why=says_why
        )

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
        self.menus.row_menu().popup(menu_place(self, event))

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
        self._layout.fit_to_width()
        self._overlays.fit()
        self._sentence.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the sentence beside its cell, and draw anew what stands at another edge."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
        self._sentence.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room out for what came while nobody looked."""
        self._layout.fit_if_due()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the layout that waits to be remembered."""
        self._layout.flush()
        super().hideEvent(event)

    @property
    def may_group(self) -> bool:
        """Whether a person may gather the rows by a column: not where their order is their own."""
        return not self.table.has_own_order

    def group_by(self, key: str) -> None:
        """Gather the rows by a column, and remember that; as the page has them where the key is empty."""
        self.table.group_by(key)
        self._layout.remember_soon()

    def arrangement(self) -> str:
        """Return how the columns are arranged and sorted, for `arrange_as`."""
        return self._layout.text()

    def arrange_as(self, arrangement: str) -> None:
        """Arrange and sort the columns as another time."""
        self._layout.take(arrangement)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row, so that the keyboard is somewhere; a click says itself where.

        Going to the first row would scroll there before the click is looked at, and another cell would be under it.
        """
        super().focusInEvent(event)
        by_click = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_click and not self.currentIndex().isValid() and self.table.rowCount():
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
        shown = [self.table.column(at).key for at in self.shown_columns()]
        self.table.set_searched_keys([*shown, *self._layout.repeated])

    def _show_exempt(self) -> None:
        if self.exempt.is_another:
            self.viewport().update()

    def _on_refreshed(self) -> None:
        self._layout.measure_soon()
        self.viewport().update()

    def _on_arranged(self) -> None:
        self._layout.fit_soon()
        self._overlays.arrange()
        self._sentence.place()
        self._summary_pause.start()

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
        self._layout.fit_rows()
        self._tell_row(self._kept.restore())

    def _send_summary(self) -> None:
        self.selection_summary.emit(summarise(self))
