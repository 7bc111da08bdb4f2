"""The risks: the register beside the 5x5 heat map and the editor of one risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.assurance import Risk, RiskCategory
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.rules.risks import LEVELS
from asc_desktop.domain.words import number_of
from asc_desktop.services import risks
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_records_assurance import new_risks
from asc_desktop.services.new_rows import NewRows
from asc_desktop.services.structure import in_order
from asc_desktop.ui.figures.risks import BASES, Cell, cell_of
from asc_desktop.ui.keys import OPEN
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.risks.columns import risk_columns
from asc_desktop.ui.pages.risks.editor import RiskEditor
from asc_desktop.ui.pages.risks.map import RiskMapCard
from asc_desktop.ui.pages.shared.register_filters import EVERYTHING, Asked, Choice, State, open_states
from asc_desktop.ui.pages.shared.register_page import RegisterPage
from asc_desktop.ui.pages.shared.rows import ReportedRow
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

BOTH_FROM: Final = 840
"""The height from which heat map and editor stand one above the other; below it one of them is chosen."""

VIEWS: Final = (("map", "Heat map"), ("risk", "Risk"))


class RisksPage(RegisterPage):
    """Every risk of the programme; a cell of the heat map lists its risks, and one risk is edited beside the list."""

    key: ClassVar[str] = "risks"
    title: ClassVar[str] = "Risks"
    icon: ClassVar[str] = "risks"
    kind: ClassVar[type[Record]] = Risk
    editor_type = RiskEditor
    editor: RiskEditor
    shares: ClassVar[tuple[int, int]] = (54, 46)
    list_words: ClassVar[str] = "register"
    state_of_projects: ClassVar[str] = "all"
    new_tip: ClassVar[str] = "Add a risk; its first score is the inherent score"
    new_form: ClassVar[tuple[FormRow, ...]] = (
        "description",
        ("ref", "category", "owner"),
        ("theme_id", "project_id"),
        ("inherent_likelihood", "inherent_impact", "target_likelihood", "target_impact"),
        "raised_period",
    )
    beginning: ClassVar[str] = (
        "A risk records what could keep a programme from its aims, how likely that is, and what is being "
        "done. Add a programme first."
    )

    def __init__(self, workspace: Workspace) -> None:
        self.map = RiskMapCard()
        self.views = SegmentedControl(VIEWS, name="Next to the register")
        self.side_button = QPushButton("Heat map and risk")
        set_tip(self.side_button, f"Show them in the register’s place ({OPEN})")
        super().__init__(workspace)
        self.list.view.setAccessibleName("Risk register")
        self.map.cell_chosen.connect(self._ask_cell)
        self.views.chosen.connect(lambda _: self.arrange())
        self.side_button.clicked.connect(lambda: self.show_side(shown=True))

    # ------------------------------------------------------------------------------------------ as a register

    def items(self, report: Report) -> Iterable[RiskReport]:
        """Return the report's risks."""
        return report.risks

    def roles_of(self, item: RiskReport) -> Iterable[str | None]:
        """Return the owners of the risk and of its actions."""
        return (item.owner, *(action.owner for action in item.actions))

    def columns(self) -> Sequence[Column]:
        """Return the columns; likelihood and impact score the risk for the period looked at."""
        return risk_columns()

    def states(self) -> tuple[State, ...]:
        """Return open, overdue, closed and all."""
        return open_states(
            Risk,
            begin="Record what could keep the programme from its aims, and what is done about it.",
            end="A risk is closed once it can no longer happen.",
            overdue="Every action is done or not yet due.",
        )

    def choices(self) -> Mapping[str, Choice]:
        """Return the levels and the categories."""
        return {
            "level": Choice("Level", "All levels", lambda item: item.level, tuple(reversed(LEVELS))),
            "category": Choice("Category", "All categories", lambda item: item.category),
        }

    def new_rows(self, look: Look) -> NewRows:
        """Return the risks that rows make."""
        return new_risks(look)

    def summary(self, report: Report) -> str:
        """Return how many risks are open, how many of them very high, and how many actions are overdue."""
        matrix = report.risk_matrix
        words = [f"{matrix.open_risks:,} open"]
        words += [
            f"{band.count} {band.level_label.lower()}" for band in matrix.bands if band.level == "very_high"
        ]
        return ", ".join([*words, f"{number_of(matrix.actions_overdue, 'action')} overdue"])

    def new_values(self) -> dict[str, Value]:
        """Begin with the next reference, raised in the period looked at."""
        workspace = self.workspace
        ref = risks.next_reference(workspace.session, workspace.programme_id or "")
        return {"ref": ref, "raised_period": workspace.period}

    def add_record(self, values: Mapping[str, Value | str], reason: str | None) -> Record:
        """Add a risk, scored with its inherent score."""
        return risks.add_risk(self.workspace.session, values, reason=reason)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed, scores to the period looked at."""
        workspace = self.workspace
        cells = [(edit.record_id, edit.key, edit.text) for edit in edits]
        workspace.apply(
            lambda reason: risks.apply_cells(workspace.session, cells, workspace.period, reason=reason)
        )

    def show_more(self, report: Report | None) -> None:
        """Show the heat map, and offer the categories in use or to be used."""
        self.map.show_report(report, self._cell)
        if report is not None:
            used = {item.category for item in report.risks}
            names = [
                item.name
                for item in in_order(self.workspace.session, RiskCategory)
                if not item.retired or item.name in used
            ]
            self.filters.menus["category"].set_options([(name, name) for name in names])

    def more_actions(self, rows: Sequence[ReportedRow]) -> Sequence[QAction]:
        """Return what scores several risks again as they stand."""
        pending = [
            row.id for row in rows if row.report.open and row.report.current and not row.report.scored_now
        ]
        tip = "" if pending else "It is already scored for this month."
        return [
            menu_action(
                "&Confirm the score unchanged",
                lambda: self.carry_forward(pending),
                enabled=bool(pending),
                tip=tip,
            )
        ]

    def more_controls(self) -> Sequence[QWidget]:
        """Return what shows the side in a narrow window."""
        return (self.side_button,)

    def beside(self) -> Sequence[tuple[QWidget, int]]:
        """Return the heat map above the editor."""
        return ((self.map, 9), (self.editor, 11))

    def side_controls(self) -> Sequence[QWidget]:
        """Return the choice between the two, where there is no room for both."""
        return (self.views,)

    def arrange(self) -> None:
        """Show heat map and editor one above the other, or the one that is chosen."""
        super().arrange()
        both = self.height() >= BOTH_FROM and not self.is_narrow
        self.views.setVisible(not both)
        self.map.setVisible(both or self.views.current == "map")
        self.editor.setVisible(both or self.views.current == "risk")
        self.side_button.setVisible(self.is_narrow and not self.workspace.is_empty)
        self.header.set_title(self.title)

    def open(self, row: ReportedRow | None) -> None:
        """Show a risk in the editor, in the place of the heat map where there is no room for both."""
        if row is not None:
            self.views.set_current("risk")
        super().open(row)

    def go_to(self, record_id: str) -> None:
        """Show one risk, in the place of the heat map where there is no room for both."""
        self.views.set_current("risk")
        super().go_to(record_id)

    def on_filtered(self) -> None:
        """Ring the cell that is chosen."""
        if not self.workspace.is_empty:
            self.map.show_report(self.workspace.report, self._cell)
        super().on_filtered()

    # ------------------------------------------------------------------------------------------------ actions

    def carry_forward(self, risk_ids: list[str]) -> None:
        """Score risks for the period as they stand, where they are not scored for it yet."""
        workspace = self.workspace
        done = workspace.attempt_told(
            lambda reason: risks.carry_forward(workspace.session, risk_ids, workspace.period, reason=reason)
        )
        if done is not None:
            workspace.said.emit(f"{number_of(done, 'risk')} confirmed.")

    @property
    def _cell(self) -> Cell | None:
        asked: Any = self.filters.asked
        return asked.key if asked.about == "cell" else None

    def _ask_cell(self, cell: Cell | None) -> None:
        """List the open risks of a cell of the matrix alone, or of every cell again."""
        if cell is None:
            self.filters.ask(EVERYTHING)
            return
        basis, likelihood, impact = cell
        words = f"{dict(BASES)[basis]} likelihood {likelihood}, impact {impact}"
        self.filters.ask(Asked("cell", cell, words, lambda item: cell_of(item, basis) == cell), state="open")
