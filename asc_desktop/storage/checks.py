"""The thorough check of a portfolio: its pages, its references, its schema, and its tables against its journal."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from asc_desktop.domain.fields import Value
from asc_desktop.domain.records import RECORD_TYPES
from asc_desktop.storage import journal, schema
from asc_desktop.storage.constraints import dangling_references
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import DamagedFileError
from asc_desktop.storage.journal import Row

UNSEEN_ACTION = "Changed outside ASC Desktop, with the journal off"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the journal tells it; None where it is not there."""

    table: str
    row_id: str
    told: Row | None
    held: Row | None


def check_all(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each thing that is wrong; nothing if the file is sound."""
    pages = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    if pages != ["ok"]:
        # What stands on broken pages says nothing more.
        return [f"The file is damaged: {fault}." for fault in pages]
    sentences = [f"In this file, {clause}." for clause in dangling_references(connection)]
    sentences += schema.schema_differences(connection)
    sentences += schema.trigger_faults(connection)
    sentences += _journal_faults(connection)
    try:
        sentences += [_sentence(difference) for difference in _differences(connection)]
    except DamagedFileError as error:
        sentences.append(str(error))
    return sentences


def journal_differences(connection: sqlite3.Connection, context: Context, new_id: Callable[[], str]) -> int:
    """Journal whatever the tables hold that the journal does not tell; return how many rows that was.

    Must run inside a transaction.
    """
    differences = list(_differences(connection))
    if not differences:
        return 0
    number = journal.begin(connection, context, new_id(), action=UNSEEN_ACTION, kind="outside")
    connection.executemany(
        "INSERT INTO journal (transaction_number, table_name, row_id, operation, changes) VALUES (?, ?, ?, ?, ?)",
        [(number, *_entry(difference)) for difference in differences],
    )
    journal.end(connection, number)
    return len(differences)


def _differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    told = journal.fold(connection)
    for kind in RECORD_TYPES:
        rows = told.pop(kind.table, {})
        columns = schema.column_names(kind)
        for values in connection.execute(schema.select_sql(kind)):
            held: Row = dict(zip(columns[1:], values[1:], strict=True))
            expected = rows.pop(values[0], None)
            if expected != held:
                yield Difference(kind.table, values[0], expected, held)
        for row_id, row in rows.items():
            yield Difference(kind.table, row_id, row, None)


def _journal_faults(connection: sqlite3.Connection) -> Iterator[str]:
    lost = connection.execute(
        "SELECT count(*) FROM journal WHERE transaction_number NOT IN (SELECT number FROM journal_transaction)"
    ).fetchone()[0]
    if lost:
        yield f"{lost:,} entries of the journal belong to no action."
    targets = connection.execute(
        "SELECT count(*) FROM journal_transaction WHERE kind IN ('undo', 'redo')"
        " AND COALESCE(target, '') NOT IN (SELECT id FROM journal_transaction)"
    ).fetchone()[0]
    if targets:
        yield f"{targets:,} undone or redone actions are not in the journal."


def _sentence(difference: Difference) -> str:
    where = f"The {difference.table} {difference.row_id}"
    if difference.held is None:
        return f"{where} is in the journal and not in its table."
    if difference.told is None:
        return f"{where} is in its table and not in the journal."
    columns = [name for name, value in difference.held.items() if difference.told.get(name) != value]
    return f"{where} is not as the journal tells it: {', '.join(columns)}."


def _entry(difference: Difference) -> tuple[str, str, str, str]:
    told, held = difference.told or {}, difference.held or {}
    operation = "update"
    if difference.held is None:
        operation = "delete"
    elif difference.told is None:
        operation = "insert"
    pairs: dict[str, tuple[Value, Value]] = {
        name: (told.get(name), held.get(name))
        for name in {**told, **held}
        if told.get(name) != held.get(name)
    }
    return difference.table, difference.row_id, operation, json.dumps(pairs, ensure_ascii=False)
