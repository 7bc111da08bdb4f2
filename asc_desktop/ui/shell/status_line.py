"""The status bar: what is saved, what is looked at, the newest backup, and how far a local copy is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStatusBar

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.words import number_of
from asc_desktop.ui.plain import PlainLabel, set_tip
from asc_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from asc_desktop.ui.shell.publisher import Publisher

MESSAGE_MS = 8000


class StatusLine(QObject):
    """Says it of one open portfolio, from ``begin`` to ``end``."""

    reopen = Signal(object)
    """A Path: what is to be shown now in place of what is open."""

    copy_asked = Signal()

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._workspace: Workspace | None = None
        self._publisher: Publisher | None = None
        self._saved = PlainLabel()
        self._counts = PlainLabel()
        self._backed_up = PlainLabel()
        bar.addWidget(self._saved)
        bar.addWidget(self._counts)
        bar.addPermanentWidget(self._backed_up)

    def begin(self, workspace: Workspace) -> None:
        """Speak of a portfolio that was opened, and publish it where it is a local copy."""
        self._workspace = workspace
        workspace.said.connect(self.say)
        session = workspace.session
        if session.publishing is not None:
            from asc_desktop.ui.shell.publisher import Publisher

            self._publisher = Publisher(session, session.publishing, workspace.asker)
            # What is open is closed on the way, and the publisher with it: not from inside its own call.
            self._publisher.reopen.connect(self.reopen, Qt.ConnectionType.QueuedConnection)
            self._publisher.copy_asked.connect(self.copy_asked)
            self._bar.addPermanentWidget(self._publisher)

    def say(self, words: str) -> None:
        """Say something for a while."""
        self._bar.showMessage(words, MESSAGE_MS)

    def note_change(self) -> None:
        """Show the portfolio as it now is, and publish that soon."""
        self.refresh()
        if self._publisher is not None:
            self._publisher.note_change()

    def note_backup(self, path: Path) -> None:
        """Say of a backup where it is."""
        if self._workspace is not None:
            self._backed_up.setText(f"Backed up {self._workspace.session.store.now().astimezone():%H:%M}")
            set_tip(self._backed_up, str(path))
            self.say(f"Backed up to {path}")

    def refresh(self) -> None:
        """Say when the newest change was saved, and what is looked at."""
        workspace = self._workspace
        if workspace is None:
            return
        session = workspace.session
        saved = session.last_saved
        when = f"{saved.astimezone():%H:%M, %d %b}" if saved else "—"
        projects = sum(1 for project in workspace.records.all(Project) if not project.archived)
        self._saved.setText("Read-only" if session.read_only else f"Saved {when}")
        counted = number_of(projects, "project")
        self._counts.setText(counted)
        if workspace.period:
            opened = session.open_period(workspace.programme_id)
            state = " (open)" if workspace.period == opened else " (closed)" if workspace.shows_closed else ""
            self._counts.setText(f"{counted}   Month: {workspace.period_words}{state}")

    def end(self) -> None:
        """Publish what is left, and say nothing more of the portfolio, which is closed next."""
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.end()
            self._bar.removeWidget(publisher)
            publisher.deleteLater()
        self._workspace = None
        for label in (self._saved, self._counts, self._backed_up):
            label.clear()
