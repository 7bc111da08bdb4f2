"""What is wrong with an exempt mark."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.exempt import marked_record

ALREADY_MARKED = "This record is already marked exempt. Change its mark instead."


def exempt_mark_problems(record: ExemptMark, records: Records) -> Iterator[Problem]:
    """Yield a problem where the mark is of a record that is gone or of a kind that heads totals."""
    kind = TYPE_BY_TABLE.get(record.record_table)
    if kind is None or not kind.markable:
        noun = f"A {kind.noun}" if kind else "This"
        yield Problem("record_table", f"{noun} cannot be marked exempt. Mark the records in it.")
    elif marked_record(records, record) is None:
        yield Problem("record_id", f"It marks a {kind.noun} that is no longer there. Remove the mark.")


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {ExemptMark: exempt_mark_problems}
