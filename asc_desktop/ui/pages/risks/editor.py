"""One risk: its score for the period, its actions, its form and its earlier scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import Risk, RiskAction
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_records_assurance import new_risk_actions
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.risks.score import ScoreHistory, ScorePanel
from asc_desktop.ui.pages.shared.actions_panel import ActionsPanel
from asc_desktop.ui.pages.shared.actions_rows import Action, action_column, state_column, words_column
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace


class RiskActionsPanel(ActionsPanel):
    """The table of a risk's mitigating actions with its buttons."""

    kind: ClassVar[type[Action]] = RiskAction
    parent_key: ClassVar[str] = "risk_id"
    noun: ClassVar[tuple[str, str]] = ("an action", "action")
    heading: ClassVar[str] = "Mitigating actions"
    table_name: ClassVar[str] = "risk-actions"
    icon: ClassVar[str] = "risks"

    def columns(self) -> list[Column]:
        """Return what is done, by whom and by when."""
        return [
            words_column(RiskAction, 226),
            state_column(),
            action_column(RiskAction, "owner", width=150),
            action_column(RiskAction, "due_date", width=104),
            action_column(RiskAction, "done_date", width=104),
        ]

    def new_rows(self, look: Look) -> NewRows:
        """Return the actions that rows make of the risk."""
        return new_risk_actions(look)


class RiskEditor(RegisterEditor):
    """The risk that is chosen in the register."""

    kind: ClassVar[type[Record]] = Risk
    icon: ClassVar[str] = "risks"
    actions_type: ClassVar[type[ActionsPanel] | None] = RiskActionsPanel
    form_rows: ClassVar[Sequence[FormRow]] = (
        "description",
        ("ref", "category", "owner"),
        ("theme_id", "project_id"),
        ("inherent_likelihood", "inherent_impact", "target_likelihood", "target_impact"),
        ("raised_period", "closed_period"),
        "source",
    )
    delete_tip: ClassVar[str] = "Delete the risk with its scores and actions"

    def __init__(self, workspace: Workspace) -> None:
        self.score = ScorePanel(workspace)
        self.history = ScoreHistory(workspace)
        super().__init__(workspace)

    def sections(self) -> Sequence[QWidget | None]:
        """Return the score and the actions above the form, the earlier scores below."""
        return (self.facts, self.score, self.actions_panel, self.form, self.history)

    def title_of(self, item: RiskReport) -> str:
        """Return the risk's reference and words."""
        return f"{item.ref} {item.description}"

    def facts_of(self, item: RiskReport) -> str:
        """Return its category, what it is linked to, since when and whose it is."""
        closed = f"closed {period_label(item.closed_period)}" if item.closed_period else ""
        owner = f"owner {item.owner}" if item.owner else ""
        parts = (item.category, item.linked, f"raised {period_label(item.raised_period)}", closed, owner)
        return "; ".join(part for part in parts if part)

    def show_parts(self, item: RiskReport | None) -> None:
        """Show the score and the scores before."""
        self.score.show_risk(item)
        self.history.show_risk(item)

    def delete_words(self, record: Risk) -> str:
        """Say what goes too, and what is better."""
        return f"{record.ref} goes with its scores and actions. A risk that is over is better closed. "

    def take_focus(self) -> None:
        """Begin at the score."""
        self.score.likelihood.focus_current()
