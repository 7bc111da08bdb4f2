"""The risk register, and the controls that narrow it: words, state, level, category, or a cell of the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QSizePolicy, QWidget

from asc_desktop.domain.records.assurance import Risk, RiskCategory
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.rules.risks import LEVELS
from asc_desktop.services import risks
from asc_desktop.services.new_records_assurance import new_risks
from asc_desktop.services.structure import in_order
from asc_desktop.ui.figures.risks import BASES, Cell
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.risks.columns import STATES, RiskFilter, RiskRow, risk_columns
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.list_banner import ListBanner
from asc_desktop.ui.widgets.search_filters import SearchFilters
from asc_desktop.ui.widgets.table.view import RecordTableView, RowActions
from asc_desktop.ui.workspace import Workspace

SEARCH_WIDTH: Final = 150


class RiskFilters(SearchFilters):
    """The controls above the register."""

    def __init__(self, parent: QWidget) -> None:
        self.levels = ChoiceMenu("Level", "All levels")
        self.levels.set_options(list(reversed(LEVELS)))
        self.categories = ChoiceMenu("Category", "All categories")
        self._cell: Cell | None = None
        super().__init__(parent, "risks", SEARCH_WIDTH, STATES, self.levels, self.categories)

    @property
    def state(self) -> RiskFilter:
        """What is asked for, but for the words typed."""
        return RiskFilter(
            self.states.current, self.levels.key, self.categories.key, self._project_ids, self._cell
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state keeps risks out."""
        return bool(self.state != RiskFilter(self.states.current) or self.search.text())

    def show_cell(self, cell: Cell | None) -> None:
        """Show the open risks of a cell of the matrix alone, or of every cell again."""
        self._cell = cell
        if cell is not None:
            self.states.set_current("open")
        self.changed.emit()

    def show_categories(self, names: Sequence[str]) -> None:
        """Offer these categories."""
        self.categories.set_options([(name, name) for name in names])

    def show_projects(self, project_ids: frozenset[str]) -> None:
        """Show the risks linked to these projects alone; drop the other filters."""
        self._project_ids = project_ids
        self.states.set_current("all" if project_ids else "open")
        self.clear_rest()

    def admit(self, item: RiskReport) -> None:
        """Widen the filters until they let a risk through."""
        if not self.state.admits_state(item):
            self.states.set_current("open" if item.open else "closed")
        if not self.state.admits(item) or self.search.text():
            self.clear_all()
        else:
            self.changed.emit()

    def clear_rest(self) -> None:
        """Let every level, category, cell and word through."""
        self._cell = None
        super().clear_rest()


class RisksList(Card):
    """The register. Cells are typed in as in Excel; likelihood and impact score the risk for the period looked at."""

    def __init__(self, workspace: Workspace, filters: RiskFilters, row_actions: RowActions) -> None:
        super().__init__(margins=False)
        self._workspace = workspace
        self._filters = filters
        self._report: Report | None = None
        self._rows: dict[str, RiskRow] = {}
        self.model = RecordTableModel(risk_columns(), sink=self._apply, choices=workspace.choices)
        self.view = RecordTableView(self.model, "risks", memory=workspace.memory, row_actions=row_actions)
        self.view.new_rows = new_risks(looked_at(workspace))
        self.view.setAccessibleName("Risk register")
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.notice.connect(workspace.said)
        empty = self.view.set_empty("risks", "No risks", says_why=True)
        self._empty = empty
        self.new = empty.add_action("New risk…", changes=True)
        self._clear = empty.add_action("Clear filters")
        self._clear.clicked.connect(filters.clear_all)
        self._banner = ListBanner("Show all risks")
        self._banner.setContentsMargins(13, 4, 8, 4)
        self._banner.cleared.connect(filters.clear_all)
        self.body.setContentsMargins(1, 1, 1, 4)
        self.body.setSpacing(0)
        self.body.addWidget(self._banner)
        self.body.addWidget(self.view, 1)
        filters.changed.connect(self._list)
        filters.search.left_down.connect(self.view.setFocus)

    def show_report(self, report: Report) -> None:
        """List the report's risks."""
        self._report = report
        records = self._workspace.records
        before = self._rows
        self._rows = {}
        for item in report.risks:
            row = RiskRow(records.get(Risk, item.id), item)
            # The same row again costs the table nothing.
            self._rows[item.id] = held if (held := before.get(item.id)) == row else row
        self.view.set_near(report.period)
        used = {item.category for item in report.risks}
        self._filters.show_categories(
            [
                item.name
                for item in in_order(self._workspace.session, RiskCategory)
                if not item.retired or item.name in used
            ]
        )
        self._list()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        workspace = self._workspace
        cells = [(edit.record_id, edit.key, edit.text) for edit in edits]
        workspace.apply(
            lambda reason: risks.apply_cells(workspace.session, cells, workspace.period, reason=reason)
        )

    def _list(self) -> None:
        if self._report is None:
            return
        asked = self._filters.state
        self._say_why_empty()
        self._show_banner(asked)
        with self.model.at_once():
            self.model.set_rows(self._rows.values())
            self.model.set_predicate(lambda row: asked.admits(row.report), asked)
            self.model.set_filter_text(self._filters.search.text())

    def _show_banner(self, asked: RiskFilter) -> None:
        self._banner.setVisible(asked.cell is not None or bool(asked.project_ids))
        if asked.cell is not None:
            basis, likelihood, impact = asked.cell
            words = f"{dict(BASES)[basis]} likelihood {likelihood}, impact {impact}"
        else:
            words = "Linked to the project" if len(asked.project_ids) == 1 else "Linked to these projects"
        self._banner.say(words)

    def _say_why_empty(self) -> None:
        narrowed = self._filters.is_narrowed
        state = self._filters.states.current
        self._clear.setVisible(narrowed)
        self.new.setVisible(not narrowed and state in {"open", "all"})
        if narrowed:
            self._empty.set_message("Nothing matches", "No risk is like that.")
        elif state == "overdue":
            self._empty.set_message("Nothing is overdue", "Every action is done or not yet due.")
        elif state == "closed":
            self._empty.set_message("No closed risks", "A risk is closed once it can no longer happen.")
        else:
            words = "Record what could keep the programme from its aims, and what is done about it."
            self._empty.set_message("No open risks" if state == "open" else "No risks yet", words)
