"""Exempt marks: put on records, changed and taken off, each as one change under its own words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from asc_desktop.domain.records.fields import FieldError, Record, field_of
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.exempt import marks_by_record
from asc_desktop.domain.words import number_of
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

DEFAULT_PARAGRAPH = "3"
_MANY = 10_000


def markable_record(session: Session, record_id: str) -> Record | None:
    """Return the record with that id, of any type that may be marked."""
    record = session.records.with_id(record_id)
    return record if record is not None and record.markable else None


def mark_of(session: Session, record_id: str) -> ExemptMark | None:
    """Return a record's own mark."""
    return next(iter(session.records.of(ExemptMark, "record_id", record_id)), None)


def suggested_mark(session: Session, records: Sequence[Record]) -> tuple[str, str]:
    """Return the paragraph and reason to begin with: those that all the records have, else paragraph 3 and no reason.

    Why something is exempt is judged record by record: another record's reason is never offered.
    """
    marks = [mark_of(session, record.id) for record in records]
    held = {(mark.paragraph, mark.reason) if mark else (DEFAULT_PARAGRAPH, "") for mark in marks}
    return held.pop() if len(held) == 1 else (DEFAULT_PARAGRAPH, "")


def mark_exempt(session: Session, records: Sequence[Record], paragraph: str, reason: str) -> ExemptMark:
    """Mark records exempt, or change the marks that they have, as one change; return the first mark.

    ``paragraph`` and ``reason`` are as typed. Raises EditRefused, with the key of the field, and marks none of them.
    """
    values = _read(paragraph, reason)
    by_record = marks_by_record(session.records)
    marks = [
        replace(
            by_record.get(record.id)
            or ExemptMark(id=session.new_id(), record_table=record.table, record_id=record.id),
            paragraph=values["paragraph"],
            reason=values["reason"],
        )
        for record in records
    ]
    is_new = any(record.id not in by_record for record in records)
    verb = "Mark {} exempt" if is_new else "Change exempt mark of {}"
    with session.edit(verb.format(_words(session, records))) as edit:
        edit.put(*marks)
    return session.records.get(ExemptMark, marks[0].id)


def remove_marks(session: Session, record_ids: Iterable[str]) -> int:
    """Take the marks off records, as one change; return how many that were."""
    marks = [mark for record_id in record_ids if (mark := mark_of(session, record_id)) is not None]
    if marks:
        records = [item for mark in marks if (item := markable_record(session, mark.record_id)) is not None]
        words = _words(session, records) if records else "records that are gone"
        with session.edit(f"Remove exempt mark of {words}") as edit:
            edit.delete(*marks)
    return len(marks)


def marked_on(session: Session) -> dict[str, datetime]:
    """Return by mark id when it was put on its record, from the journal."""
    ids = {mark.id for mark in session.records.all(ExemptMark)}
    entries = session.history(record_ids=ids, table=ExemptMark.table, limit=_MANY) if ids else []
    return {entry.row_id: entry.at for entry in entries if entry.operation == "insert"}


def _read(paragraph: str, reason: str) -> dict[str, str]:
    values, refused = {}, []
    for key, typed in (("paragraph", paragraph), ("reason", reason)):
        try:
            values[key] = str(field_of(ExemptMark, key).parse(typed))
        except FieldError as error:
            refused.append(Problem("", key, error.sentence))
    if refused:
        raise EditRefused(refused)
    return values


def _words(session: Session, records: Sequence[Record]) -> str:
    if len(records) == 1:
        return f"{records[0].noun} {records[0].exempt_words(session.records)}"
    return mixed_words(records)


def mixed_words(records: Sequence[Record]) -> str:
    """Return how many records there are, by their noun where all are of one type."""
    nouns = {record.plural for record in records}
    return number_of(len(records), "record", nouns.pop() if len(nouns) == 1 else "records")
