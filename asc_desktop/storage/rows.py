"""Rows read as records."""

import gc
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.storage import schema

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
