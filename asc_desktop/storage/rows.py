"""Rows read as records, and as frozen reports."""

import gc
import json
import sqlite3
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from itertools import repeat

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.storage import schema

FROZEN = "SELECT id, base, content FROM frozen_report"

_ROWS_AT_ONCE = 300


def records_of(kind: type[Record], rows: sqlite3.Cursor) -> list[Record]:
    """Return the records of rows whose columns are in the order of ``schema.column_names``.

    Frozen records refuse to be set, and their __init__ is slow. This fills their slots, a column of a few hundred rows
    at a time: four times as fast, which a portfolio of hundreds of thousands of rows needs.
    """
    fill: list[Callable[[Record, Value], None]] = [
        getattr(kind, name).__set__ for name in schema.column_names(kind)
    ]
    drain = deque[None](maxlen=0).extend
    found: list[Record] = []
    while part := rows.fetchmany(_ROWS_AT_ONCE):
        blank = list(map(object.__new__, repeat(kind, len(part))))
        for set_value, values in zip(fill, zip(*part, strict=True), strict=True):
            drain(map(set_value, blank, values))
        found += blank
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


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking every new record again and again; none of them is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
