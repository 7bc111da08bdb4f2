"""One exception: its form, its mitigations, and what can be done with it. Fields save themselves when they are left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import ProjectException
from asc_desktop.domain.report.model import ExceptionReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.exceptions.columns import status_chip
from asc_desktop.ui.pages.exceptions.mitigations import MitigationsPanel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.card import PADDING, Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import FormRow, RecordForm
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.workspace import Workspace

FORM_ROWS: Final[tuple[FormRow, ...]] = (
    ("project_id", "category"),
    "description",
    ("amount_pence", "years", "raised_period", "closed_period"),
    "source",
)

MENU_LETTERS: Final = "fevphr"
"""The window's: File, Edit, View, Programme, Help, and the period."""

DESCRIPTION_HEIGHT: Final = 96
"""The least height, with its label, in which an exception of three lines is read at once."""


class ExceptionEditor(Card):
    """The exception that is chosen in the list; a sentence while none is."""

    back_asked = Signal()
    """Back to the list, in a narrow window."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self._workspace = workspace
        self.exception: ExceptionReport | None = None
        self.form = RecordForm(
            ProjectException,
            FORM_ROWS,
            choices=workspace.choices,
            commit=self._commit,
            near=workspace.period,
            reserved=MENU_LETTERS,
        )
        self.form.box("description").setMinimumHeight(DESCRIPTION_HEIGHT)
        self.mitigations = MitigationsPanel(workspace)
        self.back_button = QPushButton("Back to the list")
        set_tip(self.back_button, "Back to the list (Alt+Left)")
        self.back_button.clicked.connect(self.back_asked)
        self.project_button = QPushButton("Open project")
        self.project_button.setProperty("kind", "quiet")
        self.project_button.clicked.connect(self.open_project)
        self.close_button = QPushButton("Close exception")
        self.close_button.clicked.connect(self.close_or_reopen)
        self.delete_button = QToolButton()
        theme_hub().icons.bind(self.delete_button, "delete", "text_muted")
        self.delete_button.setAccessibleName("Delete the exception")
        set_tip(self.delete_button, "Delete the exception with its mitigations")
        self.delete_button.clicked.connect(self.delete)
        only_to_change(self.close_button, self.delete_button)
        self._chip = StatusChip("")
        self._facts = make_label("", "muted", wrap=True)
        self._overdue = make_label("", "negative")
        self._nothing = EmptyState(
            "exceptions", "No exception chosen", "Choose one in the list to see and edit it."
        )
        for widget in (self.back_button, self.project_button, self.close_button, self.delete_button):
            self.add_header_widget(widget)
        self._content = self._lay_out()
        self.show_exception(None)

    def show_exception(self, exception: ExceptionReport | None) -> None:
        """Show an exception, or that none is chosen; what is half typed in it stays."""
        self.exception = exception
        shown = exception is not None
        self._nothing.setVisible(not shown)
        self._content.setVisible(shown)
        for widget in (self.project_button, self.close_button, self.delete_button):
            widget.setVisible(shown)
        record = self._workspace.records.find(ProjectException, exception.id if exception else "")
        self.form.set_record(record)
        self.mitigations.show_item(exception)
        if exception is None:
            self.set_title("Exception")
            return
        self.set_title(f"{exception.project_ref} {exception.project}")
        chip = status_chip(exception)
        self._chip.set_status(chip.text, chip.rag, chip.shape)  # type: ignore[arg-type] # a scheme's colours are roles
        self._facts.setText(_facts(exception))
        self._overdue.setText(_overdue(exception))
        self._overdue.setVisible(exception.days_overdue > 0)
        self.close_button.setText("Close exception" if exception.open else "Reopen")
        set_tip(
            self.close_button,
            f"Close it in {period_label(self._workspace.period)}"
            if exception.open
            else "Take its closing back",
        )

    def set_narrow(self, *, narrow: bool) -> None:
        """Offer the way back to the list where the editor stands in its place."""
        self.back_button.setVisible(narrow)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first field."""
        super().focusInEvent(event)
        self.form.editor("description").setFocus(Qt.FocusReason.OtherFocusReason)

    def actions_of(self) -> list[QAction]:
        """Return what can be done with the exception, for the list's menu."""
        actions = []
        for words, button in (
            ("Open &project", self.project_button),
            (self.close_button.text(), self.close_button),
            ("Delete…", self.delete_button),
        ):
            action = QAction(words)
            action.triggered.connect(button.click)
            if button is not self.project_button:
                only_to_change(action)
            actions.append(action)
        return actions

    # ------------------------------------------------------------------------------------------------ actions

    def open_project(self) -> None:
        """Go to the exception's project."""
        if self.exception is not None:
            self._workspace.navigate.emit(
                "projects", {"project_id": self.exception.project_id, "tab": "exceptions"}
            )

    def close_or_reopen(self) -> None:
        """Close the exception in this period, after a question where mitigations are open; or take that back."""
        exception = self.exception
        if exception is None:
            return
        left = sum(1 for mitigation in exception.mitigations if mitigation.state != "Done")
        if exception.open and left:
            words = "One mitigation is" if left == 1 else f"{left} mitigations are"
            if not self._workspace.asker.confirm(
                "Close this exception?",
                f"{words} not done yet. What is not done stays as it is.",
                "Close exception",
            ):
                return
        period = self._workspace.period if exception.open else ""
        edits = [(exception.id, "closed_period", period)]
        session = self._workspace.session
        self._workspace.attempt_told(
            lambda reason: editing.apply_cells(session, ProjectException, edits, reason=reason),
            "The exception was not closed" if exception.open else "The exception was not reopened",
        )

    def delete(self) -> None:
        """Delete the exception with its mitigations, after a question."""
        record = self._workspace.records.find(ProjectException, self.exception.id if self.exception else "")
        if record is None or self.exception is None:
            return
        count = len(self.exception.mitigations)
        also = {0: "", 1: "Its mitigation goes too. "}.get(count, f"Its {count} mitigations go too. ")
        if self._workspace.asker.confirm("Delete this exception?", f"{also}Undo brings it back.", "Delete"):
            session = self._workspace.session
            self._workspace.attempt_told(
                lambda reason: editing.delete_records(session, [record], reason=reason),
                "The exception cannot be deleted",
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _commit(self, edits: list[CellEdit]) -> None:
        self._workspace.apply_cells(ProjectException, edits)

    def _lay_out(self) -> QWidget:
        facts = QHBoxLayout()
        facts.setSpacing(10)
        facts.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        facts.addWidget(self._overdue, 0, Qt.AlignmentFlag.AlignTop)
        facts.addWidget(self._facts, 1)
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(PADDING, 0, PADDING, PADDING - 4)
        layout.setSpacing(12)
        layout.addLayout(facts)
        layout.addWidget(self.form)
        layout.addWidget(self.mitigations, 1)
        area = board.scrolling()
        self.body.addWidget(area, 1)
        self.body.addWidget(self._nothing, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area


def _facts(exception: ExceptionReport) -> str:
    raised = f"raised {period_label(exception.raised_period)}"
    if exception.closed_period:
        lasted = (
            f"closed {period_label(exception.closed_period)} after {number_of(exception.days_open, 'day')}"
        )
    else:
        lasted = f"open {number_of(exception.days_open, 'day')}"
    return f"{exception.theme}, {raised}, {lasted}"


def _overdue(exception: ExceptionReport) -> str:
    return f"Mitigation overdue {number_of(exception.days_overdue, 'day')}"
