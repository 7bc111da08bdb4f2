"""The contacts: who each role is, typed and pasted as a worksheet; roles that lead projects are offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import Contact
from asc_desktop.domain.report.updates import contact_of, projects_led, roles_without_contact
from asc_desktop.domain.words import number_of, one_or_number
from asc_desktop.services.contacts import apply_contact_cells, new_contacts
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TITLE: Final = "Contacts"
_ABOUT: Final = (
    "Who each role is, for the e-mails: type or paste role, name, e-mail. In no pack and no report."
)


class ContactRow(Struct, frozen=True):
    """A contact, or a role that leads projects and has none: the first thing typed there makes it."""

    id: str
    role: str
    name: str | None = None
    email: str | None = None
    projects: int = 0
    """How many projects the role leads."""
    is_new: bool = False


class ContactsCard(Card):
    """Every contact of the portfolio, and the roles that are without one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(TITLE, _ABOUT, margins=False)
        self._workspace = workspace
        self._offered: dict[str, str] = {}
        """The ids that roles without a contact get, by role: who types there stays in the row."""
        self.model = RecordTableModel(_columns(), sink=self._apply)
        self.view = RecordTableView(
            self.model, "contacts", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName(TITLE)
        self.view.new_rows = new_contacts(looked_at(workspace))
        self.nothing = self.view.set_empty(
            "person",
            "No contacts yet",
            "Roles that lead projects are listed here by themselves. Paste roles, names and e-mails from a worksheet, "
            "or add one.",
        )
        self.nothing.add_action("New contact…", changes=True).clicked.connect(self.add)
        self.add_button = QPushButton("New contact…")
        theme_hub().icons.bind(self.add_button, "add")
        self.add_button.clicked.connect(self.add)
        self.paste_button = QPushButton("Paste rows…")
        set_tip(self.paste_button, "Make contacts of rows that you have copied: role, name, e-mail")
        self.paste_button.clicked.connect(self.view.blocks.paste_as_new_rows)
        for button in (self.paste_button, self.add_button):
            only_to_change(button)
            self.add_header_widget(button)
        self.body.setContentsMargins(6, 0, 6, 6)
        self.body.addWidget(self.view, 1)

    def refresh(self) -> None:
        """Show the contacts as they now are, then the roles without one; what is half typed stays."""
        session = self._workspace.session
        projects = [item for item in session.records.all(Project) if not item.archived]
        held = [
            ContactRow(item.id, item.role, item.name, item.email, projects_led(item.role, projects))
            for item in sorted(session.records.all(Contact), key=lambda item: item.role.casefold())
        ]
        without = () if session.read_only else roles_without_contact(session.records, projects)
        made = {role: self._offered.get(role) or session.new_id() for role in without}
        # An id that a contact got is its own from then on.
        self._offered = made
        offered = [
            ContactRow(row_id, role, projects=projects_led(role, projects), is_new=True)
            for role, row_id in made.items()
        ]
        self.model.set_rows([*offered, *held])
        unknown = number_of(len(without), "role that leads projects has", "roles that lead projects have")
        self.set_title(TITLE, f"{_ABOUT} {unknown} no contact yet." if without else _ABOUT)

    def select(self, contact_id: str) -> bool:
        """Go to a contact; return whether it is there."""
        found = self.view.select_row(contact_id)
        if found:
            self.view.setFocus()
        return found

    def select_role(self, role: str) -> None:
        """Go to a role, whether it has a contact or is offered one."""
        held = contact_of(self._workspace.records, role)
        row_id = held.id if held else self._offered.get(" ".join(role.split()), "")
        if row_id:
            self.select(row_id)

    def add(self) -> RecordDialog:
        """Ask for a new contact."""
        dialog = RecordDialog(self._workspace, Contact, rows=("role", "name", "email"), parent=self.window())
        dialog.accepted.connect(lambda: self.select(dialog.record.id) if dialog.record else None)
        dialog.open()
        return dialog

    def delete(self) -> None:
        """Delete the contacts selected, after a question."""
        found = self._selected()
        what = one_or_number(len(found), "this contact", "contact")
        self._workspace.delete(found, f"Delete {what}?", "Undo restores it.")

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        offered = {row_id: role for role, row_id in self._offered.items()}
        self._workspace.apply(lambda _: apply_contact_cells(self._workspace.session, edits, offered))

    def _selected(self) -> list[Contact]:
        records = self._workspace.session.records
        found = (records.find(Contact, row_id) for row_id in self.view.selected_row_ids())
        return [item for item in found if item is not None]

    def _actions_for(self, _row_ids: list[str]) -> Sequence[QAction]:
        return [menu_action("&Delete…", self.delete)] if self._selected() else []


def _columns() -> list[Column]:
    def state(row: ContactRow) -> Chip:
        if row.is_new:
            return Chip("No contact yet", "grey", dimmed=True)
        return Chip("Has an e-mail", "green") if row.email else Chip("No e-mail", "amber")

    return [
        field_column(
            Contact,
            "role",
            editable=lambda row: not row.projects,
            width=300,
            tooltip="As projects name their lead. A role that leads projects is renamed there, and not here.",
        ),
        field_column(Contact, "name", editable=True, width=190),
        field_column(Contact, "email", editable=True, width=300),
        view_column("known", "For the e-mails", chip=state, width=140),
        view_column(
            "projects",
            "Leads",
            read=lambda row: number_of(row.projects, "project") if row.projects else "",
            width=90,
            tooltip="How many projects name the role as their lead",
        ),
    ]
