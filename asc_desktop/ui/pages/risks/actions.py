"""The mitigating actions of one risk."""

from __future__ import annotations

from typing import ClassVar

from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_records_assurance import new_risk_actions
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.shared.actions_panel import ActionsPanel
from asc_desktop.ui.pages.shared.actions_rows import Action, action_column, state_column, words_column


class RiskActionsPanel(ActionsPanel):
    """The table of a risk's actions with its buttons."""

    kind: ClassVar[type[Action]] = RiskAction
    parent_key: ClassVar[str] = "risk_id"
    noun: ClassVar[tuple[str, str]] = ("an action", "action")
    heading: ClassVar[str] = "Mitigating actions"
    table_name: ClassVar[str] = "risk-actions"
    icon: ClassVar[str] = "risks"
    add_keys: ClassVar[str] = "Ctrl++"
    least_height: ClassVar[int] = 124

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

    def show_risk(self, risk: RiskReport | None) -> None:
        """Show the actions of a risk."""
        self.show_actions(risk.id if risk else "", risk.actions if risk else ())
