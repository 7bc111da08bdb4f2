"""The switch of a list between live projects and all of them.

switch = LiveSwitch(workspace, "milestones")
switch.show_report(report, (item.project_id for item in report.milestones))
switch.admits(row.project_id)
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.workspace import Workspace

_TIP = "Closed projects are left out of this list. They count in every total. Press to list them too."


def all_closed(count: int) -> str:
    """Return what a list says that is empty because closed projects are left out, so many of them."""
    return f"Closed projects are left out of this list. To see them, press “{_words(count)}” above."


def still_counted(count: int) -> str:
    """Return the words of the row that has the sums of so many closed projects, which are not listed."""
    return f"{count} closed, still counted"


def _words(count: int) -> str:
    return f"Show {number_of(count, 'closed project')}"


class LiveSwitch(QPushButton):
    """Closed projects are left out of a list until it is pressed; where none has anything there it is not shown.

    What a person chose is remembered for the page.
    """

    switched = Signal()
    """Sent when the list is to show more, or less."""

    def __init__(self, workspace: Workspace, page: str) -> None:
        super().__init__()
        self._memory = workspace.memory
        self._key = f"{page}/closed"
        self._closed: frozenset[str] = frozenset()
        self.setCheckable(True)
        self.setChecked(self._memory.get(self._key) == "shown")
        set_tip(self, _TIP)
        self.toggled.connect(self._on_toggled)
        self.hide()

    @property
    def left_out(self) -> frozenset[str]:
        """The ids of the closed projects that are not listed."""
        return frozenset() if self.isChecked() else self._closed

    def show_report(self, report: Report | None, project_ids: Iterable[str]) -> None:
        """Offer the closed projects among these, which are those that the page's list is about."""
        self._closed = report.closed_ids.intersection(project_ids) if report else frozenset()
        self.setText(_words(len(self._closed)))
        self.setVisible(True)

    def setVisible(self, visible: bool) -> None:
        """Be shown only where there is a closed project to list, whatever the page's header asks."""
        super().setVisible(visible and bool(self._closed))

    def admits(self, project_id: str) -> bool:
        """Whether a project, or what belongs to it, is listed; what belongs to none is."""
        return project_id not in self.left_out

    def let_in(self, project_id: str) -> None:
        """List closed projects too where that is what hides one."""
        if not self.admits(project_id):
            self.setChecked(True)

    def _on_toggled(self, shown: bool) -> None:
        self._memory.set(self._key, "shown" if shown else "left out")
        self.switched.emit()
