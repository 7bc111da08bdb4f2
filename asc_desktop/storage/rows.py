"""Rows read as records, and as frozen reports."""

import json
import sqlite3
from collections.abc import Collection

from asc_desktop.domain.records.fields import Kind, Record, Value, fields_of
from asc_desktop.domain.report.frozen import FrozenReport

_ROWS_AT_ONCE = 300
_SHARED = frozenset({Kind.REFERENCE, Kind.PERIOD})

FROZEN = "SELECT id, base, content FROM frozen_report"


def records_of(kind: type[Record], rows: sqlite3.Cursor) -> list[Record]:
    """Return the records of rows whose columns are in the order of ``schema.column_names``.

    They share what many say alike, the records that they point at and their months: a third of the memory.
    """
    same = dict[Value, Value]().setdefault
    shared = [False, *(field.kind in _SHARED for field in fields_of(kind))]
    found: list[Record] = []
    while part := rows.fetchmany(_ROWS_AT_ONCE):
        columns = zip(shared, zip(*part, strict=True), strict=True)
        found += map(kind, *(map(same, column, column) if share else column for share, column in columns))
    return found


def frozen_report(connection: sqlite3.Connection, report_id: str) -> FrozenReport | None:
    """Return what is kept of a frozen report; None where it is not there."""
    row = connection.execute(f"{FROZEN} WHERE id = ?", (report_id,)).fetchone()
    return FrozenReport(*row) if row else None


def frozen_size(connection: sqlite3.Connection, report_ids: Collection[str]) -> int:
    """Return how many bytes frozen reports take, and what they are the differences from."""
    size = (
        "SELECT COALESCE(sum(length(report.content) + COALESCE(length(base.content), 0)), 0)"
        " FROM frozen_report AS report LEFT JOIN frozen_report AS base ON base.id = report.base"
        " WHERE report.id IN (SELECT value FROM json_each(?))"
    )
    return int(connection.execute(size, (json.dumps(list(report_ids)),)).fetchone()[0])
