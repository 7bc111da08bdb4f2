"""Asks on which day mitigations, or the actions of a risk, were done, and records it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.records.delivery import Mitigation
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.words import named
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.form_rows import FieldBlock
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.form.editors import DateEditor
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class DoneDialog(ChangeDialog):
    """The day on which actions were done, first the period's last. What is refused is said below the day."""

    def __init__(
        self,
        workspace: Workspace,
        actions: Sequence[Mitigation | RiskAction],
        as_at: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._actions = tuple(actions)
        self.setWindowTitle("Mark done")
        words = named([item.action for item in self._actions], self._actions[0].noun, self._actions[0].plural)
        what = make_label(words, wrap=True)
        self.day = DateEditor(field_of(Mitigation, "done_date"), near=as_at)
        self.day.set_value_text(dates.date_label(as_at))
        self.day.selectAll()
        self.block = FieldBlock("Done on", self.day)
        buttons, self.save = ok_and_cancel(self, "Mark done")
        column_of(what, self.block, 1, buttons, into=self, margins=(18, 14, 18, 12), spacing=12)
        self.setMinimumWidth(420)
        # Room for two lines of what is refused.
        self.setMinimumHeight(self.sizeHint().height() + 44)
        self.day.setFocus()

    def accept(self) -> None:
        """Record the day for each of them as one change, or say why not."""
        typed = self.day.value_text()
        if not typed.strip():
            self.block.set_problem("Give the day on which it was done.")
            return
        try:
            self._workspace.apply_cells(
                type(self._actions[0]),
                [(action.id, "done_date", typed) for action in self._actions],
            )
        except EditRefused as refused:
            self.block.set_problem(
                " ".join(dict.fromkeys(item.sentence for item in refused.problems)) or str(refused)
            )
            return
        super().accept()
