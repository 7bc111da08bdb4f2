"""One exception: its form and its mitigations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import ProjectException
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import ExceptionReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.pages.exceptions.columns import status_chip
from asc_desktop.ui.pages.exceptions.mitigations import MitigationsPanel
from asc_desktop.ui.pages.shared.actions_panel import ActionsPanel
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.workspace import Workspace

DESCRIPTION_HEIGHT: Final = 74
"""The least height in which an exception of three lines is read at once, where there is room for it."""


class ExceptionEditor(RegisterEditor):
    """The exception that is chosen in the list."""

    kind: ClassVar[type[Record]] = ProjectException
    icon: ClassVar[str] = "exceptions"
    actions_type: ClassVar[type[ActionsPanel] | None] = MitigationsPanel
    actions_panel: MitigationsPanel
    project_tab: ClassVar[str] = "exceptions"
    form_rows: ClassVar[Sequence[FormRow]] = (
        ("project_id", "category"),
        "description",
        ("amount_pence", "years", "raised_period", "closed_period"),
        "source",
    )
    delete_tip: ClassVar[str] = "Delete the exception with its mitigations"

    def __init__(self, workspace: Workspace) -> None:
        self._chip = StatusChip("")
        self._overdue = make_label("", "negative")
        super().__init__(workspace)
        self.form.editor("description").setMinimumHeight(DESCRIPTION_HEIGHT)

    def sections(self) -> Sequence[QWidget | None]:
        """Return what is known of it above the form, the mitigations below."""
        facts = QWidget()
        row = row_of(into=facts, margins=0, spacing=10)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._overdue, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.facts, 1)
        return (facts, self.form, self.actions_panel)

    def title_of(self, item: ExceptionReport) -> str:
        """Return the project that it is of."""
        return f"{item.project_ref} {item.project}"

    def facts_of(self, item: ExceptionReport) -> str:
        """Return its theme, and how long it has been open."""
        raised = f"raised {period_label(item.raised_period)}"
        lasted = number_of(item.days_open, "day")
        if item.closed_period:
            return f"{item.theme}, {raised}, closed {period_label(item.closed_period)} after {lasted}"
        return f"{item.theme}, {raised}, open {lasted}"

    def show_parts(self, item: ExceptionReport | None) -> None:
        """Show the project's status, and since when it is open or overdue."""
        if item is None:
            return
        chip = status_chip(item)
        self._chip.set_status(chip.text, chip.rag, chip.shape)  # type: ignore[arg-type] # a scheme's colours are roles
        self._overdue.setText(f"Mitigation overdue {number_of(item.days_overdue, 'day')}")
        self._overdue.setVisible(item.days_overdue > 0)

    def delete_words(self, record: ProjectException) -> str:
        """Say that its mitigations go too."""
        del record
        count = len(self.shown.mitigations)
        return {0: "", 1: "Its mitigation goes too. "}.get(count, f"Its {count} mitigations go too. ")

    def take_focus(self) -> None:
        """Begin with what the exception is."""
        self.form.editor("description").setFocus(Qt.FocusReason.OtherFocusReason)
