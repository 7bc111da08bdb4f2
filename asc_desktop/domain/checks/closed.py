"""The check of what is kept of records for closed months: that each can be shown as the record it was."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import FieldError, Problem, Record, fields_of
from asc_desktop.domain.records.office import ClosedVersion, ExemptMark
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import is_kept, record_of


def version_problems(record: ClosedVersion, _records: Records) -> Iterator[Problem]:
    """Yield what is wrong with what is kept: of a table that keeps nothing, or no record of that table."""
    kind = TYPE_BY_TABLE.get(record.record_table)
    if kind is None or not (is_kept(kind) or kind is ExemptMark):
        yield Problem("record_table", f"Nothing is kept of “{record.record_table}” for closed months.")
        return
    if record.content is None:
        return
    kept = record_of(record)
    if kept is None:
        yield Problem("content", f"What was kept of a {kind.noun} for closed months cannot be read.")
        return
    for field in fields_of(kind):
        try:
            field.check(getattr(kept, field.key))
        except FieldError as error:
            yield Problem("content", f"What was kept of a {kind.noun} for closed months: {error.sentence}")


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {ClosedVersion: version_problems}
