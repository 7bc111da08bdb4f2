"""The note to a lead of what could not be taken of a form, as the draft of an e-mail: nothing is sent."""

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.returned import Returned
from asc_desktop.domain.report.updates import contact_of
from asc_desktop.services.forms.drafts import new_draft
from asc_desktop.services.session import Session


def note_draft(session: Session, returned: Returned, note: str) -> bytes:
    """Return a draft of an e-mail with a note to a form's lead, to their address where that is known."""
    contact = contact_of(session.records, returned.lead)
    whom = (contact.name if contact else None) or returned.lead or "colleague"
    subject = f"Your update for {period_label(returned.period)} ({returned.number}): what could not be taken"
    return new_draft(subject, f"Dear {whom},\n\n{note}\n", contact).as_bytes()
