"""The list of decisions, and the controls that narrow it: words, who takes them, those with warnings, and a stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from asc_desktop.domain.records.governance import DECISION_KINDS, DECISION_STAGES, Decision
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.services import decisions
from asc_desktop.services.new_records_assurance import new_decisions
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.decisions.columns import DecisionFilter, DecisionRow, decision_columns
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.labels import ElidedLabel
from asc_desktop.ui.widgets.table.view import RecordTableView, RowActions
from asc_desktop.ui.workspace import Workspace

SEARCH_WIDTH: Final = 150
_STAGES = dict(DECISION_STAGES)


class DecisionFilters(QObject):
    """The controls above the list; the page puts `widgets` into its header."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter decisions…")
        self.search.setAccessibleName("Filter decisions")
        set_tip(self.search, "Show those with these words in any column (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.kinds = ChoiceMenu("Taken by", "Taken by anyone")
        self.kinds.set_options(list(DECISION_KINDS))
        self.warned = QPushButton("With warnings")
        self.warned.setCheckable(True)
        set_tip(self.warned, "Show only decisions that a person should look at")
        self.widgets: tuple[QWidget, ...] = (self.search, self.kinds, self.warned)
        self._stage = ""
        self._ids: frozenset[str] = frozenset()
        for signal in (self.kinds.chosen, self.search.textChanged, self.warned.toggled):
            signal.connect(lambda *_: self.changed.emit())
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), parent)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._begin_search)

    @property
    def state(self) -> DecisionFilter:
        """What is asked for, but for the words typed."""
        return DecisionFilter(self._stage, self.kinds.key, self.warned.isChecked(), self._ids)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything keeps decisions out."""
        return self.state != DecisionFilter() or bool(self.search.text())

    def show_stage(self, stage: str) -> None:
        """Show the decisions at a stage alone, or at every stage again."""
        self._stage = stage
        self.changed.emit()

    def show_ids(self, ids: frozenset[str]) -> None:
        """Show these decisions alone; drop the other filters."""
        self._clear()
        self._ids = ids
        self.changed.emit()

    def admit(self, item: DecisionReport) -> None:
        """Widen the filters until they let a decision through."""
        if not self.state.admits(item) or self.search.text():
            self.clear_all()

    def clear_all(self) -> None:
        """Let every decision through."""
        self._clear()
        self.changed.emit()

    def _clear(self) -> None:
        self._stage, self._ids = "", frozenset()
        self.kinds.choose("")
        for widget in (self.search, self.warned):
            widget.blockSignals(True)
        self.search.clear()
        self.warned.setChecked(False)
        for widget in (self.search, self.warned):
            widget.blockSignals(False)

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


class DecisionsList(Card):
    """The list. Cells are typed in as in Excel; a date of decision brings the suggested end of call-in."""

    def __init__(self, workspace: Workspace, filters: DecisionFilters, row_actions: RowActions) -> None:
        super().__init__(margins=False)
        self._workspace = workspace
        self._filters = filters
        self._rows: dict[str, DecisionRow] = {}
        self.model = RecordTableModel(decision_columns(), sink=self._apply, choices=workspace.choices)
        self.view = RecordTableView(self.model, "decisions", memory=workspace.memory, row_actions=row_actions)
        self.view.new_rows = new_decisions(looked_at(workspace))
        self.view.setAccessibleName("Decisions")
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.notice.connect(workspace.said)
        self._empty = self.view.set_empty("decisions", "No decisions", says_why=True)
        self.new = self._empty.add_action("New decision…", changes=True)
        self._clear = self._empty.add_action("Clear filters")
        self._clear.clicked.connect(filters.clear_all)
        self._banner, self._banner_words = self._make_banner()
        self.body.setContentsMargins(1, 1, 1, 4)
        self.body.setSpacing(0)
        self.body.addWidget(self._banner)
        self.body.addWidget(self.view, 1)
        filters.changed.connect(self._list)

    def show_report(self, report: Report) -> None:
        """List the report's decisions."""
        records = self._workspace.records
        before = self._rows
        self._rows = {}
        for item in report.decisions:
            row = DecisionRow(records.get(Decision, item.id), item)
            # The same row again costs the table nothing.
            self._rows[item.id] = held if (held := before.get(item.id)) == row else row
        self.view.set_near(report.period)
        self._list()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        workspace = self._workspace
        workspace.apply(lambda reason: decisions.apply_cells(workspace.session, edits, reason=reason))

    def _list(self) -> None:
        asked = self._filters.state
        self._say_why_empty()
        self._banner.setVisible(bool(asked.stage or asked.ids))
        self._banner_words.set_full_text(
            f"At stage {_STAGES[asked.stage]}" if asked.stage else "Funded by the source chosen"
        )
        with self.model.at_once():
            self.model.set_rows(self._rows.values())
            self.model.set_predicate(lambda row: asked.admits(row.report), asked)
            self.model.set_filter_text(self._filters.search.text())

    def _say_why_empty(self) -> None:
        narrowed = self._filters.is_narrowed
        self._clear.setVisible(narrowed)
        self.new.setVisible(not narrowed)
        if narrowed:
            self._empty.set_message("Nothing matches", "No decision is like that.")
        else:
            self._empty.set_message(
                "No decisions yet",
                "Record what the council has to decide for this programme: who takes it, its value and its stage.",
            )

    def _make_banner(self) -> tuple[QWidget, ElidedLabel]:
        banner = QWidget()
        words = ElidedLabel("", "heading")
        everything = QPushButton("Show all decisions")
        everything.setProperty("kind", "quiet")
        everything.clicked.connect(self._filters.clear_all)
        layout = QHBoxLayout(banner)
        layout.setContentsMargins(13, 4, 8, 4)
        layout.addWidget(words, 1)
        layout.addWidget(everything)
        banner.hide()
        return banner, words
