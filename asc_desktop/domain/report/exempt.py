"""Which records are exempt from publication: those marked, and those that a marked record carries with it.

The records' types declare what goes with what: a record with its owner, unless it is in one row with it, and with what
a reference of it names as ``exempt_with``. A record goes with its parent where it would tell what the parent
is about or what it is worth:

- with a project: its savings lines, exceptions, milestones, status updates, costs and dependencies (either way), which
  all print its name; the links of decisions to it; its activities; and its risks, unless they are also a theme's;
- with a savings line: the movements from and to it, whose words name it, and the activity that it is forecast from;
- with an exception its mitigations, with a milestone the dependencies on it, and with a risk, an activity or a
  decision its parts; a measure and a budget line are one row with theirs;
- with a funding source: what decisions take from it.

A record that has a mark of its own keeps its own paragraph and reason. Programmes, themes, plans and periods head
totals that have to stay true, so they cannot be marked: what stands in them is.
"""

from collections import deque
from collections.abc import Iterator
from functools import cache

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, Record, field_of, fields_of
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.views_publication import ExemptReport

PARAGRAPH_WORDS = {
    "1": "any individual",
    "2": "what is likely to reveal the identity of an individual",
    "3": "the financial or business affairs of any particular person (including the authority holding that "
    "information)",
    "4": "consultations or negotiations on a labour relations matter",
    "5": "a claim to legal professional privilege that could be maintained in legal proceedings",
    "6": "a notice, order or direction that the authority proposes to give or make",
    "7": "the prevention, investigation or prosecution of crime",
}
"""What information each paragraph is of, to follow “information relating to”."""


def paragraph_label(paragraph: str) -> str:
    """Return a paragraph as it is named beside a record: ``paragraph 3: financial or business affairs``."""
    return f"paragraph {field_of(ExemptMark, 'paragraph').format(paragraph)}"


def marks_by_record(records: Records) -> dict[str, ExemptMark]:
    """Return the marks by the id of the record that each is of."""
    return {mark.record_id: mark for mark in records.all(ExemptMark)}


def marked_record(records: Records, mark: ExemptMark) -> Record | None:
    """Return the record that a mark is of; None where it is gone."""
    kind = TYPE_BY_TABLE.get(mark.record_table)
    return records.find(kind, mark.record_id) if kind else None


def exempt_records(records: Records) -> dict[str, ExemptReport]:
    """Return every exempt record by id, the marked ones first."""
    found: dict[str, ExemptReport] = {}
    pending: deque[tuple[Record, ExemptMark, Record]] = deque()
    for mark in sorted(records.all(ExemptMark), key=lambda item: item.id):
        record = marked_record(records, mark)
        if record is not None:
            found[record.id] = _exempt(records, record, mark, record)
            pending.append((record, mark, record))
    while pending:
        record, mark, marked = pending.popleft()
        for child in _carried(records, record):
            if child.id not in found:
                found[child.id] = _exempt(records, child, mark, marked)
                pending.append((child, mark, marked))
    return found


@cache
def carried_by(table: str) -> tuple[tuple[type[Record], Field], ...]:
    """Return the types, each with its reference, whose records are exempt with a record of a table."""
    return tuple(
        (kind, field)
        for kind in RECORD_TYPES
        for field in fields_of(kind)
        if field.to == table and (field.exempt_with or (field.owns and not kind.in_row_of_owner))
    )


def _carried(records: Records, record: Record) -> Iterator[Record]:
    for kind, field in carried_by(record.table):
        for child in records.of(kind, field.key, record.id):
            if not (field.unless and getattr(child, field.unless)):
                yield child


def _exempt(records: Records, record: Record, mark: ExemptMark, marked: Record) -> ExemptReport:
    programme = programme_of(record, records)
    return ExemptReport(
        record_id=record.id,
        table=record.table,
        kind=record.noun,
        title=record.exempt_words(records),
        paragraph=mark.paragraph,
        paragraph_words=paragraph_label(mark.paragraph),
        reason=mark.reason,
        mark_id=mark.id if record.id == marked.id else "",
        marked_id=marked.id,
        marked_title=marked.exempt_words(records),
        programme_id=programme.id if programme else "",
        programme=programme.name if programme else "",
    )
