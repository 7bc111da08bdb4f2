"""The choice of whose records a list shows: anybody's, mine, or one lead's.

whose = LeadMenu(workspace)
whose.offer(role for item in report.projects for role in (item.lead,))
whose.chosen.connect(lambda _: self.narrow())
whose.admits([row.lead])
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QListWidgetItem, QWidget

from asc_desktop.domain.report.updates import role_key
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.tick_list import TickList
from asc_desktop.ui.workspace import Workspace

MINE: Final = "mine"
_MEMORY: Final = "my-roles"


class LeadMenu(ChoiceButton):
    """Whose records are listed. *Mine* are those of the roles that a person says are theirs, on this computer."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Lead", none="Any")
        self._workspace = workspace
        self._roles: dict[str, str] = {}
        self._set_roles = QAction("My roles…", self)
        self._set_roles.triggered.connect(lambda _=False: self.ask_for_roles())

    @property
    def mine(self) -> frozenset[str]:
        """The keys of the roles that are mine."""
        return frozenset(map(role_key, my_roles(self._workspace)))

    def offer(self, roles: Iterable[str | None]) -> None:
        """Offer the roles that the list has, however often and however each is spelt."""
        found = {role_key(role): " ".join(role.split()) for role in roles if role and role.strip()}
        self._roles = dict(sorted(found.items(), key=lambda item: item[1].casefold()))
        self.set_options([(MINE, "Mine"), *self._roles.items()])
        if self._set_roles not in self.menu().actions():
            self.menu().addSeparator()
            self.menu().addAction(self._set_roles)

    def admits(self, roles: Iterable[str | None]) -> bool:
        """Whether what belongs to any of these roles is listed."""
        if not self.key:
            return True
        wanted = self.mine if self.key == MINE else {self.key}
        return any(role_key(role) in wanted for role in roles if role)

    def ask_for_roles(self) -> RolesDialog:
        """Ask which roles are mine; then list mine."""
        dialog = RolesDialog(self._roles, my_roles(self._workspace), self.window())
        dialog.accepted.connect(lambda: self._take(dialog.chosen))
        dialog.open()
        return dialog

    def _pick(self, key: str) -> None:
        if key == MINE and not self.mine:
            self.choose(self.key)
            self.ask_for_roles()
            return
        super()._pick(key)

    def _take(self, roles: list[str]) -> None:
        self._workspace.memory.set(_MEMORY, "\n".join(roles))
        super()._pick(MINE if roles else "")


class RolesDialog(QDialog):
    """A list of roles to tick."""

    def __init__(self, offered: dict[str, str], mine: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("My roles")
        known = {role_key(role): role for role in mine} | offered
        ticked = set(map(role_key, mine))
        self.list = TickList()
        self.list.setAccessibleName("My roles")
        for key, role in sorted(known.items(), key=lambda item: item[1].casefold()):
            item = QListWidgetItem(role)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        buttons, _ = ok_and_cancel(self, "Show mine")
        about = "Tick your roles. “Mine” then shows what they lead or own, in every list on this computer."
        column_of(make_label(about, wrap=True), (self.list, 1), buttons, into=self)
        self.resize(420, 440)

    @property
    def chosen(self) -> list[str]:
        """The roles that are ticked."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]


def my_roles(workspace: Workspace) -> list[str]:
    """Return the roles that a person said are theirs."""
    return [role for role in (workspace.memory.get(_MEMORY) or "").split("\n") if role]
