"""Contacts: who a role is, typed and pasted as rows, and begun for the roles that lead projects."""

from collections.abc import Mapping, Sequence

from asc_desktop.domain.records.exchange import Contact
from asc_desktop.domain.words import named
from asc_desktop.services import editing
from asc_desktop.services.editing import CellEdit, RowGone, Rows, put_rows, take_cells
from asc_desktop.services.new_records import Look, Place, described, known_by, new_rows
from asc_desktop.services.new_rows import NewRows
from asc_desktop.services.session import Session


def apply_contact_cells(
    session: Session, edits: Sequence[CellEdit | tuple[str, str, str]], offered: Mapping[str, str]
) -> None:
    """Apply typed cells of contacts as one change; ``offered`` has the roles of rows that are no contact yet, by id.

    Each cell names its row, and the first of an offered row makes the contact of that id. Raises EditRefused with a
    sentence for each cell, and applies none of them.
    """

    def contact(row_id: str) -> Contact:
        found = session.records.find(Contact, row_id)
        if found is None and row_id in offered:
            return Contact(id=row_id, role=offered[row_id])
        if found is None:
            raise RowGone(Contact.noun)
        return found

    rows = Rows(session, Contact, contact)
    take_cells(edits, rows.take)
    is_added = all(session.records.find(Contact, row_id) is None for row_id in rows.changed)
    whose = named([record.role for record in rows.changed.values()], Contact.noun)
    put_rows(session, f"{'Add' if is_added else 'Change'} the contact of {whose}", rows)


def new_contacts(look: Look) -> NewRows:
    """Return the contacts that rows make; one whose role is known already is changed."""
    return new_rows(
        Contact,
        described(Contact, "role", "name", "email"),
        look,
        _add_contact,
        name="role",
        existing=known_by(lambda session: session.records.all(Contact), "role"),
    )


def _add_contact(session: Session, values: dict[str, str], _place: Place, reason: str | None) -> str:
    return editing.new_record(session, Contact, values, reason=reason).id
