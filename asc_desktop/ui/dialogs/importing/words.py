"""How the import speaks of record types and targets. No Qt."""

from __future__ import annotations

from functools import cache

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.words import number_of


@cache
def _types() -> dict[str, type[Record]]:
    return {record_type.table: record_type for record_type in RECORD_TYPES}


def record_words(table: str) -> str:
    """Return what a record of a table is called: ``project``; nothing where there is no such type."""
    found = _types().get(table)
    return found.noun if found is not None else ""


def rows_words(table: str, count: int) -> str:
    """Return how many records of a table there are, in words: ``51 projects``."""
    found = _types().get(table)
    return number_of(count, found.noun, found.plural) if found is not None else number_of(count, "row")
