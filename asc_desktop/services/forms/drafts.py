"""The e-mail that a form goes with, as a draft: Outlook and others open the file as a new message. Nothing is sent."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from asc_desktop.domain.dates import period_label, weekday_label
from asc_desktop.domain.forms.form import Form
from asc_desktop.domain.records.exchange import Contact
from asc_desktop.domain.words import number_of

ENDING: Final = ".eml"

_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_XLSX: Final = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def draft_of(form: Form, name: str, content: bytes, contact: Contact | None, organisation: str) -> bytes:
    """Return a draft with a form attached under a name, to its lead where their address is known."""
    message = new_draft(
        f"Update for {period_label(form.period)}: {form.programme} ({form.number})",
        _body(form, contact, organisation),
        contact,
    )
    message.add_attachment(content, maintype=_XLSX[0], subtype=_XLSX[1], filename=name)
    # So that the same form gives the same draft.
    message.set_boundary(f"=_{form.number}_{form.id}")
    return message.as_bytes()


def new_draft(subject: str, body: str, contact: Contact | None) -> EmailMessage:
    """Return a message that opens as a new one, to a contact whose address is known."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if contact is not None and (email := address_of(contact)):
        message["To"] = Address(contact.name or contact.role, addr_spec=email)
    message["Subject"] = " ".join(subject.split())
    message.set_content(body, cte="quoted-printable")
    return message


def address_of(contact: Contact | None) -> str:
    """Return a contact's e-mail address; empty where none is known that an e-mail takes."""
    email = ((contact.email or "") if contact else "").strip()
    return email if _ADDRESS.fullmatch(email) else ""


def _body(form: Form, contact: Contact | None, organisation: str) -> str:
    month = period_label(form.period)
    projects = [sheet for sheet in form.projects if sheet.project_id]
    whom = (contact.name if contact else None) or form.lead or "colleague"
    by = f" by {weekday_label(form.due_on)}" if form.due_on else ""
    its = number_of(len(projects), "project")
    filled = (
        "The form is attached. It shows what we have already, so change only what is no longer true, choose "
        "Yes at the end of each sheet, and reply to this e-mail with the form attached."
    )
    opens = (
        "It opens in Excel, in LibreOffice and on a phone. There is no macro in it. What you do not know may stay "
        "empty."
    )
    lines = [
        f"Dear {whom},",
        "",
        f"Please send us your update for {month} on {its}{by}:",
        "",
        *(f"    {sheet.ref} {sheet.name}" for sheet in projects),
        "",
        filled,
        "",
        opens,
        "",
        "Thank you",
        form.asked_by,
        organisation,
    ]
    return "\n".join(lines).rstrip() + "\n"
