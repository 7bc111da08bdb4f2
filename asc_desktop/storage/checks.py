"""The proof of a portfolio: its pages, its schema, its references, and its tables against its journal."""

import sqlite3
from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.storage import fold, schema
from asc_desktop.storage.actions import heard_faults, set_of, untold
from asc_desktop.storage.constraints import dangling_references
from asc_desktop.storage.errors import TORN
from asc_desktop.storage.rows import FROZEN
from asc_desktop.storage.seal import kept_seal

SEALED_FROM = 2
"""The first version of the schema whose every file has a seal."""


_LONGEST = 1_000
"""Characters of what a file says of itself; its name for itself goes into every action."""


class Difference(Struct, frozen=True):
    """A row that is not as the journal tells it; None where it is not there. Values without the id."""

    table: str
    row_id: str
    told: list[Value] | None
    held: list[Value] | None


def check_all(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each thing that is wrong; nothing if the file is sound."""
    pages = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    if pages != ["ok"]:
        # What stands on broken pages says nothing more.
        return [f"The file is damaged: {fault}." for fault in pages]
    sentences = [f"In this file, {clause}." for clause in dangling_references(connection)]
    sentences += [f"In this file, {clause}." for clause in _frozen_faults(connection)]
    sentences += schema.never_ours(connection)
    sentences += schema.schema_differences(connection)
    sentences += schema.trigger_faults(connection)
    try:
        told = fold.read_journal(connection)
    except fold.Unsound as error:
        return [*sentences, f"The file is damaged: {error}."]
    if fault := _seal_fault(connection, told):
        sentences.append(f"The file is damaged: {fault}.")
    sentences += (_sentence(difference) for difference in _differences(connection, told))
    if not sentences and untold(connection, set_of(connection)):
        sentences.append("What this file heard of other copies does not come to the records that it holds.")
    return sentences


def proof_fault(  # noqa: PLR0911 - one return a fault
    connection: sqlite3.Connection, version: int
) -> str:
    """Return a clause for the first thing that keeps the file from being used, or nothing.

    ``version`` is that of the schema with which the file was found. Triggers are not asked about: whoever opens a
    file makes the full set. Raises sqlite3.Error where a part of the file cannot be read.
    """
    pages = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if pages != ["ok"]:
        return "parts cannot be read"
    if foreign := schema.schema_differences(connection):
        return _clause(foreign[0])
    if dangling := dangling_references(connection):
        return dangling[0]
    if connection.execute("SELECT count(*) FROM journal_context").fetchone()[0]:
        return "an action in it was never ended"
    if connection.execute(f"SELECT 1 FROM file_info WHERE length(value) > {_LONGEST}").fetchone():
        return "its description of itself is longer than any portfolio’s"
    try:
        told = fold.read_journal(connection)
    except fold.Unsound as error:
        return str(error)
    if fault := _seal_fault(connection, told, version):
        return fault
    if next(_differences(connection, told), None):
        return "its records do not match its history"
    return next(_frozen_faults(connection), "")


def _seal_fault(connection: sqlite3.Connection, told: fold.Told, version: int = SEALED_FROM) -> str:
    try:
        kept = kept_seal(connection)
    except ValueError:
        return "its history has lost its seal"
    if kept is None:
        return "its history has lost its seal" if version >= SEALED_FROM else ""
    if kept.number != told.seal.number:
        return TORN
    return "" if kept == told.seal else "its history was altered"


def _frozen_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a clause for each report that is not as it was frozen, or not there."""
    for row in connection.execute(FROZEN):
        if not FrozenReport(*row).is_whole:
            yield "a board version is damaged"
    missing = (
        "SELECT content FROM snapshot UNION SELECT base FROM frozen_report WHERE base IS NOT NULL"
        " EXCEPT SELECT id FROM frozen_report"
    )
    for _ in connection.execute(missing):
        yield "a board version is missing"
    yield from heard_faults(connection)


def _differences(connection: sqlite3.Connection, told: fold.Told) -> Iterator[Difference]:
    for kind in RECORD_TYPES:
        rows = told.tables[kind.table]
        for row_id, *held in connection.execute(schema.select_sql(kind)):
            expected = rows.pop(row_id, None)
            if expected != held:
                yield Difference(kind.table, row_id, expected, held)
        for row_id, row in rows.items():
            yield Difference(kind.table, row_id, row, None)


def _sentence(difference: Difference) -> str:
    where = f"The {difference.table} {difference.row_id}"
    if difference.held is None:
        return f"{where} is in the history and not in its table."
    if difference.told is None:
        return f"{where} is in its table and not in the history."
    names = schema.column_names(next(kind for kind in RECORD_TYPES if kind.table == difference.table))[1:]
    columns = [
        name for name, told, held in zip(names, difference.told, difference.held, strict=True) if told != held
    ]
    return f"{where} is not as the history shows it: {', '.join(columns)}."


def _clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
