"""The history: who changed what and when, from what and to what; undo and redo by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.words import number_of, one_or_number, shortened
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.history import (
    HistoryFilter,
    HistoryRow,
    people,
    project_record_ids,
    rows_of,
)
from asc_desktop.services.put_back import can_be_put_back, done_words, plan_put_back, put_back, sentence_of
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.history.filters import HistoryFilterBar
from asc_desktop.ui.pages.history.rows import ChangeGroups, HistoryReader, history_columns
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST, page_board
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.commands import menu_action, offer
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

ENOUGH = 120
"""Lines of the table to read before it is left to scrolling to ask for more."""
LONGEST_WORDS = 34
_WHOLE = 1_000_000
AHEAD_MS = 15
"""Between two pieces of what is read ahead."""


class HistoryPage(Page):
    """Every change, the newest first, under the action that made it."""

    key = "history"
    title = "History"
    icon = "history"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._reader = HistoryReader(workspace.session)
        self._unfolded: set[str] = set()
        self._project_id = ""
        self.header = PageHeader(self.title, "Who changed what, when, from and to")
        self.undo_button = self.header.add_button("Undo", "undo")
        self.redo_button = self.header.add_button("Redo", "redo")
        self.undo_button.clicked.connect(workspace.undo)
        self.redo_button.clicked.connect(workspace.redo)
        only_to_change(self.undo_button, self.redo_button)
        self.filters = HistoryFilterBar(workspace.session.today)
        self.filters.changed.connect(self._read_again)
        self.filters.project_dropped.connect(self._drop_project)
        self.model = RecordTableModel(history_columns())
        self._groups = ChangeGroups()
        self.model.set_grouping(self._groups.grouping)
        self.view = RecordTableView(self.model, "history", workspace=workspace, row_actions=self._actions_for)
        self.view.setAccessibleName("Changes")
        self.view.activated_row.connect(self._open)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.model.arranged.connect(self._remember_folds)
        self._empty = self.view.set_empty("history", "Nothing matches", "")
        self._empty.add_action("Clear filters").clicked.connect(self.filters.clear)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._read_on)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._read_ahead)
        self._is_filling = False
        self._wanted = ENOUGH

        self._note = make_label("", "muted")
        self.back_button = QPushButton("Put this back…")
        self.back_button.clicked.connect(self._put_selected_back)
        only_to_change(self.back_button)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_put_back())
        self.more_button = QPushButton("Show earlier changes")
        self.more_button.clicked.connect(self._read_more)
        content = QWidget()
        self._stack = QStackedLayout(content)
        self._stack.addWidget(self._changes())
        self._stack.addWidget(self._beginning())
        column_of(page_board(self.header, (content, 1)), into=self, margins=0)

    def _changes(self) -> QWidget:
        card = table_card(self.view)
        card.setMinimumHeight(LEAST_LIST)
        foot = row_of(self._note, 1, self.back_button, self.more_button)
        filled = QWidget()
        column_of(self.filters, (card, 1), foot, into=filled, margins=0, spacing=8)
        return filled

    def _beginning(self) -> EmptyState:
        nothing = EmptyState(
            "history",
            "No changes yet",
            "This page lists every change, with who made it, when, and what it was before. Add a programme first.",
        )
        begin = nothing.add_action("Go to Themes", primary=True)
        begin.clicked.connect(lambda: self.workspace.navigate.emit("structure", {}))
        return nothing

    def refresh(self) -> None:
        """Read the journal from its newest entry, as far back as it was read before."""
        self._show_steps()
        self._show_put_back()
        self._reader.freshen()
        self.filters.set_people(people(self.workspace.session))
        self._start(at_least=self._reader.read)
        began = self.workspace.is_empty and not self._has_changes()
        self._stack.setCurrentIndex(1 if began else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what is read ahead."""
        super().showEvent(event)
        self._ahead.start(AHEAD_MS)

    def retire(self) -> None:
        """Read no more: the file is about to be closed."""
        self._pause.stop()
        self._ahead.stop()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show the changes of one project, where one is named."""
        project_id = what.get("project_id")
        self._project_id = project_id if isinstance(project_id, str) else ""
        self._read_again()

    # ------------------------------------------------------------------------------------------------ reading

    def _read_again(self) -> None:
        self._unfolded.clear()
        self._start()
        self.view.scrollToTop()

    def _start(self, at_least: int = 0) -> None:
        project = self.workspace.records.find(Project, self._project_id)
        ids = project_record_ids(self.workspace.session, project.id) if project else None
        self.filters.show_project(f"{project.ref} {project.name}" if project else "")
        self._wanted = ENOUGH
        self._reader.begin(self.filters.wanted(), ids)
        self._reader.read_until(at_least)
        self._fill()
        self._read_on()

    def _read_on(self) -> None:
        """Read a page more until there is enough to show, a page at a time so that the window stays alive."""
        if self._reader.is_exhausted or self.model.rowCount() >= self._wanted or self._reader.is_resting:
            self._tell()
            self._ahead.start(AHEAD_MS)
            return
        self._reader.read_page()
        self._fill()
        self._tell()
        self._pause.start(0)

    def _read_ahead(self) -> None:
        """Take in the words of older changes while the page is looked at, so that a search finds at once."""
        if self.isVisible() and self._reader.read_ahead():
            self._ahead.start(AHEAD_MS)

    def _read_more(self) -> None:
        if not self._pause.isActive():
            self._reader.wake()
            self._wanted = self.model.rowCount() + ENOUGH
            self._read_on()

    def _on_scrolled(self, value: int) -> None:
        bar = self.view.verticalScrollBar()
        if value > 0 and value >= bar.maximum() - bar.pageStep() and not self._reader.is_exhausted:
            self._read_more()

    def _fill(self) -> None:
        rows = self._reader.rows
        self._is_filling = True
        try:
            large = self._groups.know(rows)
            self.model.set_rows(rows)
            self.model.set_folded(large - self._unfolded)
        finally:
            self._is_filling = False
        heading = "Nothing matches" if self._is_narrowed else "No changes yet"
        self._empty.set_message(
            heading,
            "No change fits the filter." if self._is_narrowed else "Every change will be listed here.",
        )

    def _remember_folds(self) -> None:
        if not self._is_filling:
            self._unfolded = {row.transaction_id for row in self._reader.rows} - self.model.folded

    @property
    def _is_narrowed(self) -> bool:
        return bool(self._project_id) or self.filters.wanted() != HistoryFilter()

    def _tell(self) -> None:
        rows = self._reader.rows
        count = len({row.transaction_id for row in rows})
        words = number_of(count, "change")
        ended = self._reader.is_exhausted
        if self._reader.is_waiting:
            words = f"Searching… {self._reader.indexed:,} changed records so far"
        elif self._reader.is_searching and not ended:
            words += f" shown, of {number_of(self._reader.found, 'changed record')} found"
        elif self._is_narrowed:
            words += " found" if ended else f" found among the latest {self._reader.read:,} changed records"
        else:
            words += " in all" if ended else f", back to {rows[-1].at}" if rows else ""
        self._note.setText(words)
        self.more_button.setVisible(not ended)

    def _has_changes(self) -> bool:
        return any(row.kind != "fixed" for row in self._reader.rows)

    # ------------------------------------------------------------------------------------------------ doing

    def _show_steps(self) -> None:
        session = self.workspace.session
        for button, verb, action, nothing in (
            (self.undo_button, "Undo", session.undo_action, "There is nothing to undo."),
            (self.redo_button, "Redo", session.redo_action, "There is nothing to do again."),
        ):
            words = action or ""
            short = shortened(words, LONGEST_WORDS)
            button.setText(literal(f"{verb}: {short}") if action else verb)
            button.setEnabled(bool(action))
            set_tip(button, f"{verb}: {words}" if action else nothing)
            button.setAccessibleName(f"{verb}: {words}" if action else f"{verb}. {nothing}")
        self.header.set_title(self.title)

    def _open(self, row: HistoryRow) -> None:
        place = self.workspace.place_of(row.record_id)
        if place is not None:
            self.workspace.go_to(place)
        else:
            self.workspace.said.emit("That record is no longer there. Undo the deletion to restore it.")

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows = [row for row_id in row_ids if (row := self.model.find(row_id)) is not None]
        found = []
        one = rows[0] if len({row.record_id for row in rows}) == 1 else None
        if one is not None and (place := self.workspace.place_of(one.record_id)) is not None:
            found.append(menu_action(f"&Open the {place.noun}", lambda: self._open(one), changes=False))
        if back := [row for row in rows if can_be_put_back(row)]:
            words = f"&Put {one_or_number(len(back), 'this', 'change')} back…"
            found.append(menu_action(words, lambda: self.put_back(back)))
        return found

    def put_back(self, rows: Sequence[HistoryRow]) -> None:
        """Put changes back as they were before, whatever was done since; ask where more than they would change."""
        workspace = self.workspace
        if not rows:
            workspace.said.emit("Nothing in this change can be put back.")
            return
        try:
            plan = plan_put_back(workspace.session, rows)
        except EditRefused as refused:
            workspace.asker.tell("This cannot be put back", str(refused))
            return
        if plan.warnings and not workspace.asker.confirm(
            f"Put {one_or_number(len(rows), 'this', 'change')} back?",
            sentence_of(plan),
            "Put back",
        ):
            return

        def change(reason: str | None) -> bool:
            put_back(workspace.session, plan, reason=reason)
            return True

        if workspace.attempt_told(change, "This cannot be put back"):
            workspace.said.emit(done_words(plan))

    def _put_selected_back(self) -> None:
        self.put_back(self._chosen_rows())

    def _chosen_rows(self) -> list[HistoryRow]:
        """Return the changes selected that can be put back; on the heading of a change, all of it."""
        chosen = [self.model.find(row_id) for row_id in self.view.selected_row_ids()]
        group = self.model.group_at(self.view.currentIndex().row())
        if group is not None:
            made = self.workspace.session.history(transaction_id=group.key, limit=_WHOLE)
            chosen = [*rows_of(self.workspace.session, made)]
        return [row for row in chosen if row is not None and can_be_put_back(row)]

    def _show_put_back(self) -> None:
        row, on_heading = (
            self.view.current_row,
            self.model.group_at(self.view.currentIndex().row()) is not None,
        )
        offer(
            self.back_button,
            possible=(on_heading or (row is not None and can_be_put_back(row)))
            and not self.workspace.session.read_only,
            tip="Put everything in this change back as it was"
            if on_heading
            else "Give the field the value that it had before this change",
            why=self.workspace.why_closed or "Choose a change first.",
        )

    def _drop_project(self) -> None:
        self._project_id = ""
        self._read_again()
