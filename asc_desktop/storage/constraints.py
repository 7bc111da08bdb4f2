"""What a refused row means, in the officer's words."""

import re
import sqlite3
from collections import Counter

from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, number_of

# sqlite3 has no name for it: SQLITE_CONSTRAINT_DATATYPE, a STRICT table's refusal.
_CONSTRAINT_DATATYPE = sqlite3.SQLITE_CONSTRAINT | (12 << 8)
_NOT_SAVED = "The change was not saved"
_COLUMN = re.compile(r"\b(\w+)\.(\w+)")
_INDEX = re.compile(r"index '(\w+?)_unique_\d+'")


def broken_constraint(  # noqa: PLR0911 - one return a constraint
    connection: sqlite3.Connection, error: sqlite3.IntegrityError
) -> str:
    """Return the sentence for a refused row. Must run before the transaction is rolled back."""
    if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return _dangling(connection)
    if index := _INDEX.search(str(error)):
        return f"{_NOT_SAVED}: there is already a {TYPE_BY_TABLE[index[1]].noun} like this one."
    columns = _COLUMN.findall(str(error))
    if not columns or columns[0][0] not in TYPE_BY_TABLE:
        return f"{_NOT_SAVED}: {error}."
    kind = TYPE_BY_TABLE[columns[0][0]]
    labels = [field_of(kind, column).label for _, column in columns if column != "id"]
    match error.sqlite_errorcode:
        case sqlite3.SQLITE_CONSTRAINT_UNIQUE if labels:
            return f"{_NOT_SAVED}: another {kind.noun} already has the same {listed(labels)}."
        case sqlite3.SQLITE_CONSTRAINT_UNIQUE | sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
            return f"{_NOT_SAVED}: this {kind.noun} is already in the portfolio."
        case sqlite3.SQLITE_CONSTRAINT_NOTNULL:
            return f"{_NOT_SAVED}: {listed(labels) or 'an id'} is needed for each {kind.noun}."
        case code if code == _CONSTRAINT_DATATYPE:
            return f"{_NOT_SAVED}: {listed(labels)} of a {kind.noun} has a value of the wrong kind."
        case _:
            return f"{_NOT_SAVED}: {error}."


def dangling_references(connection: sqlite3.Connection) -> list[str]:
    """Return a clause for each kind of reference to a record that is not there."""
    counts = Counter(
        (table, parent) for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")
    )
    return [_clause(table, parent, count) for (table, parent), count in sorted(counts.items())]


def _dangling(connection: sqlite3.Connection) -> str:
    clauses = dangling_references(connection)
    return f"{_NOT_SAVED}: {'; '.join(clauses) or 'a record refers to another that is not there'}."


def _clause(table: str, parent: str, count: int) -> str:
    child_kind, parent_kind = TYPE_BY_TABLE.get(table), TYPE_BY_TABLE.get(parent)
    one, many = (child_kind.noun, child_kind.plural) if child_kind else (table, table)
    owner = parent_kind.noun if parent_kind else parent
    subject = number_of(count, f"{one} refers", f"{many} refer")
    return f"{subject} to a {owner} that is not there"
