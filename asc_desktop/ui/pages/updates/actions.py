"""What can be done with the updates of a month: ask, take in, chase, confirm a status, copy what an e-mail needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.report.updates import MonthUpdates, ProjectUpdate, contact_of
from asc_desktop.domain.words import named
from asc_desktop.services import reporting
from asc_desktop.ui.workspace import Workspace


class UpdateActions:
    """The commands of the page. ``updates`` is the month that it shows."""

    def __init__(self, workspace: Workspace, page: QWidget) -> None:
        self._workspace = workspace
        self._page = page
        self.updates: MonthUpdates | None = None

    @property
    def why_not_asked(self) -> str:
        """Why nobody can be asked for the month in view; nothing where they can."""
        if self.updates is None or not self.updates.projects:
            return "There is no project to ask about."
        workspace = self._workspace
        programmes = workspace.context.programmes
        if len(programmes) > 1:
            return "Leads are asked for one programme at a time. Choose it at the top."
        if workspace.period != programmes[0].open_period:
            month = period_label(programmes[0].open_period)
            return f"Leads are asked for the open month, {month}. Choose it at the top."
        return ""

    def ask(self) -> None:
        """Ask the leads of projects that are not updated yet."""
        self.ask_about(())

    def ask_about(self, project_ids: Sequence[str]) -> None:
        """Ask about some projects alone; about those not updated yet where none are named."""
        from asc_desktop.ui.dialogs.forms.ask import AskDialog

        if self.updates is not None and not self.why_not_asked:
            AskDialog(self._workspace, self._page.window(), self.updates, project_ids).open()

    def take_in(self) -> None:
        """Take in the forms that came back."""
        from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow

        ReturnsWindow(self._workspace, self._page.window()).open()

    def confirm_status(self, rows: Sequence[ProjectUpdate]) -> None:
        """Report the status in force again, unchanged, for projects that have none of the month yet."""
        workspace = self._workspace
        ids = [row.id for row in rows]
        done = workspace.attempt_told(
            lambda _: reporting.carry_forward(workspace.session, ids, workspace.period),
            "Nothing was reported",
        )
        if done:
            projects = named([row.ref for row in rows], "project")
            workspace.said.emit(f"The status of {projects} is reported for {workspace.period_words}.")

    # ---------------------------------------------------------------------------------------------- for e-mails

    def addresses(self, rows: Sequence[ProjectUpdate]) -> list[str]:
        """Return the e-mail addresses of the leads of projects, each once."""
        contacts = (contact_of(self._workspace.records, row.lead) for row in rows)
        return list(dict.fromkeys(item.email for item in contacts if item is not None and item.email))

    def copy_addresses(self, rows: Sequence[ProjectUpdate]) -> None:
        """Copy the e-mail addresses of the leads of projects."""
        found = self.addresses(rows)
        if found:
            self._copy("; ".join(found), f"{named(found, 'address', 'addresses')} copied.")

    def copy_refused(self, row: ProjectUpdate) -> None:
        """Copy the note on what was refused of a project's return."""
        self._copy(row.refused, "The note is copied. Paste it into an e-mail to the lead.")

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._workspace.said.emit(said)
