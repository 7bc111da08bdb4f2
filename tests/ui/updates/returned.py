"""Forms that came back for the tests of the window that takes them in: plain, changed on both sides, refused."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus
from asc_desktop.services.projects import status_to_report
from asc_desktop.services.session import Session
from tests.unit.services.forms.sent import Book, ask, project, row_of

NARRATIVE = "The first cohort is through and the second begins in August."


def status_words(session: Session, name: str) -> str:
    return next(item.id for item in session.records.all(DeliveryStatus) if item.name == name)


def plain_and_refused(session: Session, folder: Path) -> Path:
    """Return a form with three plain answers, one that is changed here too, and one that is refused."""
    form = ask(session, ["P-010", "P-001"])
    book = Book(form)
    book.put(row_of(form, "status_id", ref="P-010"), "status_id", "At risk")
    book.put(row_of(form, "narrative", ref="P-010"), "narrative", NARRATIVE)
    book.put(row_of(form, "narrative", ref="P-001"), "narrative", "What the lead says of reviews.")
    book.put(row_of(form, "status_id", ref="P-001"), "status_id", "Purple")
    with session.edit("Report June 2024") as edit:
        held = status_to_report(session, project(session, "P-001").id, "2024-06")
        edit.put(replace(held, narrative="What the office says of reviews."))
    return book.save(folder / "returned by the head of care.xlsx")


def not_confirmed(session: Session, folder: Path) -> Path:
    """Return a form that came back as it was sent, of which nobody says that it is right."""
    return Book(ask(session, ["P-010"], number="F-0102")).save(folder / "nothing changed.xlsx")


def sheet_gone(session: Session, folder: Path) -> Path:
    """Return a form of two projects in which one sheet is left."""
    book = Book(ask(session, ["P-010", "P-001"], number="F-0103"))
    book.put(row_of(book.form, "narrative", ref="P-010"), "narrative", NARRATIVE)
    del book.book["P-001"]
    return book.save(folder / "one sheet.xlsx")
