"""Forms as they were sent, read from what the portfolio keeps of them."""

from collections.abc import Iterable

from asc_desktop.domain.forms.form import Form, FormError, read
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.report.frozen import unpack
from asc_desktop.services.errors import StoreError
from asc_desktop.services.session import Session


def requests_of(session: Session, number: str) -> tuple[UpdateRequest, ...]:
    """Return what was asked by a form, a request for each of its projects."""
    return session.records.of(UpdateRequest, "form", number)


def kept_form(session: Session, content: str) -> Form | None:
    """Return the form that is kept under a name; None where it is not there or cannot be read. Safe from any thread."""
    try:
        kept = session.store.frozen(content)
        return read(unpack(kept, session.store.frozen)) if kept is not None else None
    except (StoreError, ValueError, FormError):
        return None


def kept_forms(session: Session, requests: Iterable[UpdateRequest]) -> tuple[Form, ...]:
    """Return the forms of requests, each once."""
    found = (kept_form(session, content) for content in dict.fromkeys(item.content for item in requests))
    return tuple(form for form in found if form is not None)
