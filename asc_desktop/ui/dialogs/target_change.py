"""Change approved targets: one change request for everything that was typed or pasted at once.

dialog = TargetChangeDialog(workspace, {(line_id, 2024): 84_000_000}, self)
dialog.open()  # the change is made through the services before it closes
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import APPROVALS, SavingsLine, TargetChange
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.rules.position import Cell
from asc_desktop.domain.rules.target_steps import TargetStep, target_steps, total_change
from asc_desktop.services import reporting
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.dialogs.form_rows import BlocksDialog, FieldBlock, text_field, words_field
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace


class TargetChangeDialog(BlocksDialog):
    """Asks for the change request behind new targets, and records it when it is accepted."""

    def __init__(
        self, workspace: Workspace, wanted: Mapping[Cell, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self.steps = target_steps(workspace.context.ledger, wanted)
        self.setWindowTitle("Change approved targets" if len(self.steps) > 1 else "Change approved target")
        self._reference = text_field(limit=field_of(TargetChange, "reference").limit)
        self._reason = words_field()
        self._state = SegmentedControl([*reversed(APPROVALS)], name="State")
        self._approved_by = text_field(limit=field_of(TargetChange, "approved_by").limit)
        self.blocks = {
            "reference": FieldBlock("Change request", self._reference),
            "reason": FieldBlock("Reason", self._reason),
            "state": FieldBlock("State", self._state),
            "approved_by": FieldBlock("Approved by", self._approved_by),
        }
        self.blocks["approved_by"].set_help("A board or a role.")
        month = dates.period_label(workspace.period)
        words = f"An approved target changes only through a change request. Counts from {month}."
        self.save = self.lay_out(
            "Record change request",
            make_label(words, "muted", wrap=True),
            self._table_of_steps(),
            wide=600,
        )
        self._state.chosen.connect(lambda _: self._explain())
        for key, field in (("reference", self._reference), ("approved_by", self._approved_by)):
            field.textChanged.connect(lambda _, block=self.blocks[key]: block.set_problem(""))
        self._explain()
        self._reference.setFocus()

    def accept(self) -> None:
        """Record the change request, or say beside each field why not."""
        self.clear_problems()
        values = {(step.line_id, step.year): step.new_pence for step in self.steps}
        try:
            done = self._workspace.attempt(lambda reason: self._request(values, reason))
        except EditRefused as refused:
            self.show_problems((problem.key, problem.sentence) for problem in refused.problems)
            return
        if done:
            super().accept()

    def _request(self, values: Mapping[Cell, int], correction: str | None) -> bool:
        reporting.request_target_change(
            self._workspace.session,
            values,
            self._workspace.period,
            reference=self._reference.text().strip(),
            reason=self._reason.toPlainText().strip(),
            approved_by=self._approved_by.text().strip(),
            approved=self._state.current == "approved",
            correction=correction,
        )
        return True

    def _table_of_steps(self) -> QWidget:
        """Return what changes, a line each: too few and too plain for a table to sort and edit."""
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        for column, heading in enumerate(("Savings line", "Year", "From £", "To £", "Change £")):
            grid.addWidget(
                make_label(heading, "field"), 0, column, right if column > 1 else Qt.AlignmentFlag(0)
            )
        for row, step in enumerate(self.steps, start=1):
            for column, words in enumerate(self._words(step)):
                label = ElidedLabel(words) if column == 0 else make_label(words)
                grid.addWidget(label, row, column, right if column > 1 else Qt.AlignmentFlag(0))
        if len(self.steps) > 1:
            foot = len(self.steps) + 1
            grid.addWidget(make_label(f"{len(self.steps)} targets", "field"), foot, 0)
            grid.addWidget(make_label(_signed(total_change(self.steps)), "field"), foot, 4, right)
        card.body.addLayout(grid)
        card.setAccessibleName("What changes")
        return card

    def _words(self, step: TargetStep) -> tuple[str, ...]:
        line = self._workspace.records.find(SavingsLine, step.line_id)
        return (
            line.words(self._workspace.session.records) if line else "",
            dates.year_label(step.year),
            format_pounds(step.old_pence, sign=False),
            format_pounds(step.new_pence, sign=False),
            _signed(step.change_pence),
        )

    def _explain(self) -> None:
        proposed = self._state.current == "proposed"
        self.blocks["state"].set_help(
            "The targets stay as they are until it is approved." if proposed else ""
        )


def _signed(pence: int) -> str:
    words = format_pounds(pence, sign=False)
    return f"+{words}" if pence > 0 else words
