"""SQL generated from the descriptions of the records, and the comparison of a file's schema with them.

What the descriptions say and the file must hold:

- a STRICT rowid table for each record type, with its id as a text primary key; NOT NULL for required fields and
  flags, and the field's own default where it has one; references checked when a transaction is committed, so that
  the order of its steps doesn't matter;
- a unique index for each group of fields that no two records share (an empty field counts as a value there), and
  an index on every other reference;
- four triggers for each table: three write the journal, one refuses to change an id.

``OWN_STATEMENTS`` are the tables of the store itself. The journal and the frozen reports are append-only, and triggers
hold them to that.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import Struct

from asc_desktop.domain.records.fields import Field, Kind, Record, column_default, fields_of, not_null
from asc_desktop.domain.records.types import RECORD_TYPES

INTEGER_KINDS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.YEAR, Kind.FLAG})

OWN_STATEMENTS = (
    "CREATE TABLE file_info (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    # One row for every action. clock is a Lamport clock: with replica it orders the actions of two copies. The
    # journal's rows of an action are contiguous, from first_sequence on.
    """CREATE TABLE journal_transaction (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clock INTEGER NOT NULL,
  replica TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT,
  kind TEXT NOT NULL,
  target TEXT,
  first_sequence INTEGER NOT NULL
) STRICT""",
    "CREATE INDEX journal_transaction_clock ON journal_transaction (clock, replica)",
    "CREATE INDEX journal_transaction_target ON journal_transaction (target, number) WHERE target IS NOT NULL",
    # One row for every row inserted, updated or deleted; changes is {"column": [old, new]}. A negative number is a
    # change made by another SQLite tool: minus its time in milliseconds, until the next open gives it a transaction.
    """CREATE TABLE journal (
  sequence INTEGER PRIMARY KEY,
  transaction_number INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT""",
    "CREATE INDEX journal_row_id ON journal (row_id)",
    "CREATE INDEX journal_outside ON journal (sequence) WHERE transaction_number < 0",
    # Holds its one row only while the program itself writes, and so tells the triggers whose change it is.
    "CREATE TABLE journal_context (only INTEGER PRIMARY KEY, transaction_number INTEGER NOT NULL) STRICT",
    # What boards received, which a snapshot names by its hash. It outlives an undo, so that redo has it.
    """CREATE TABLE frozen_report (
  id TEXT PRIMARY KEY NOT NULL,
  base TEXT,
  content BLOB NOT NULL
) STRICT""",
)

_ESCAPES = (
    ("'\\'", "'\\\\'"),
    ("'\"'", "'\\\"'"),
    ("char(10)", "'\\n'"),
    ("char(13)", "'\\r'"),
    ("char(9)", "'\\t'"),
)
TRIGGERS_KEY = "triggers"
"""Where the file keeps a fingerprint of the triggers that it was left with."""

_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
_CLAUSES = re.compile(r"\b(CHECK|GENERATED|COLLATE|AS)\b", re.IGNORECASE)
_KEPT = frozenset({"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})
"""SQLite's own tables, of which another tool may have made some."""

_NUMBER = """COALESCE((SELECT transaction_number FROM journal_context WHERE only = 1),
    CAST((2440587.5 - julianday('now')) * 86400000 AS INTEGER))"""


def column_names(record_type: type[Record]) -> tuple[str, ...]:
    """Return the columns of a record's table in the order in which statements here name them, id first."""
    return ("id", *(field.key for field in fields_of(record_type)))


def insert_sql(record_type: type[Record]) -> str:
    """Return the statement that inserts one record, its values in the order of ``column_names``."""
    names = column_names(record_type)
    return f"INSERT INTO {record_type.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def update_sql(record_type: type[Record]) -> str:
    """Return the statement that rewrites one record: its values in the order of ``column_names``, then its id."""
    settings = ", ".join(f"{field.key} = ?" for field in fields_of(record_type))
    return f"UPDATE {record_type.table} SET {settings} WHERE id = ?"


def select_sql(record_type: type[Record]) -> str:
    """Return the statement that reads every record, columns in the order of ``column_names``."""
    return f"SELECT {', '.join(column_names(record_type))} FROM {record_type.table}"


def table_sql(record_type: type[Record]) -> str:
    """Return the CREATE TABLE statement of a record type."""
    lines = ["id TEXT PRIMARY KEY NOT NULL"]
    lines += [_column_sql(record_type, field) for field in fields_of(record_type)]
    return f"CREATE TABLE {record_type.table} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def index_sql(record_type: type[Record]) -> tuple[str, ...]:
    """Return the CREATE INDEX statements of a record type."""
    table, fields = record_type.table, {field.key: field for field in fields_of(record_type)}
    statements = []
    for number, group in enumerate(record_type.unique, start=1):
        keys = ", ".join(key if not_null(fields[key]) else f"COALESCE({key}, '')" for key in group)
        statements.append(f"CREATE UNIQUE INDEX {table}_unique_{number}\n  ON {table} ({keys})")
    leading = {group[0] for group in record_type.unique}
    statements += [
        f"CREATE INDEX {table}_{field.key} ON {table} ({field.key})"
        for field in fields.values()
        if field.kind is Kind.REFERENCE and field.key not in leading
    ]
    return tuple(statements)


@cache
def trigger_statements() -> dict[str, str]:
    """Return the full set of triggers by name."""
    triggers: dict[str, str] = {}
    for record_type in RECORD_TYPES:
        triggers |= _record_triggers(record_type)
    for table, words in (
        ("journal", "The history"),
        ("journal_transaction", "The history"),
        ("frozen_report", "A frozen report"),
    ):
        for operation in ("update", "delete"):
            name = f"{table}_no_{operation}"
            unless = " WHEN OLD.transaction_number > 0" if name == "journal_no_update" else ""
            triggers[name] = (
                f"CREATE TRIGGER {name} BEFORE {operation.upper()} ON {table}{unless}\nBEGIN\n"
                f"  SELECT RAISE(ABORT, '{words} cannot be changed');\nEND"
            )
    return triggers


def schema_statements(record_types: Iterable[type[Record]] = RECORD_TYPES) -> tuple[str, ...]:
    """Return every CREATE TABLE and CREATE INDEX statement of a new file; triggers are apart."""
    statements = list(OWN_STATEMENTS)
    for record_type in record_types:
        statements += [table_sql(record_type), *index_sql(record_type)]
    return tuple(statements)


def install_triggers(connection: sqlite3.Connection) -> list[str]:
    """Make the file's triggers exactly the full set; return a sentence for each that was not as it was left.

    A set that an older version of the program left, which the file's own record of it proves, is replaced without a
    word. Must run inside a transaction.
    """
    held = _held_triggers(connection)
    wanted = trigger_statements()
    if held == wanted:
        return []
    left = connection.execute("SELECT value FROM file_info WHERE key = ?", (TRIGGERS_KEY,)).fetchone()
    as_left = left is None or left[0] == _fingerprint(held)
    sentences = []
    for name in sorted(held.keys() | wanted.keys()):
        if held.get(name) == wanted.get(name):
            continue
        if name not in wanted:
            sentences.append(f"The trigger {name} is not one of ours and was removed.")
        elif name in held:
            sentences.append(f"The trigger {name} had been altered and was repaired.")
        else:
            sentences.append(f"The trigger {name} was missing and was put back.")
        if name in held:
            connection.execute(f"DROP TRIGGER {_name(name)}")
        if name in wanted:
            connection.execute(wanted[name])
    connection.execute(
        "INSERT INTO file_info (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (TRIGGERS_KEY, _fingerprint(wanted)),
    )
    return [] if as_left else sentences


def drop_triggers(connection: sqlite3.Connection) -> None:
    """Take every trigger away, so that none of them acts on what follows. ``install_triggers`` makes ours anew."""
    for name in _held_triggers(connection):
        connection.execute(f"DROP TRIGGER {_name(name)}")


def trigger_faults(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each trigger that is not as it should be."""
    held, wanted = _held_triggers(connection), trigger_statements()
    return [
        f"The trigger {name} is missing, altered or not one of ours."
        for name in sorted(held.keys() | wanted.keys())
        if held.get(name) != wanted.get(name)
    ]


def never_ours(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each part of a file that no version of the program makes, triggers apart.

    Asked before anything else: a view or a virtual table acts as soon as SQLite looks at it more closely.
    """
    sentences = []
    for kind, name, sql in connection.execute("SELECT type, name, COALESCE(sql, '') FROM sqlite_schema"):
        if kind not in {"table", "index", "trigger"} or _VIRTUAL.match(sql):
            sentences.append(f"The {kind} {name} is not one of ours.")
        elif kind == "table" and (_CLAUSES.search(sql) or (name.startswith("sqlite_") and name not in _KEPT)):
            sentences.append(f"The table {name} has something in it that is not ours.")
    return sentences


class Table(Struct, frozen=True):
    """What a table is, whatever the words and the order of columns that made it."""

    strict: bool
    columns: frozenset[tuple[Any, ...]]
    references: frozenset[tuple[Any, ...]]
    indexes: frozenset[str]


def read_schema(connection: sqlite3.Connection) -> dict[str, Table]:
    """Return the tables of a file, for comparison."""
    strict = {
        name: bool(is_strict)
        for schema, name, kind, _, _, is_strict in connection.execute("PRAGMA table_list")
        if schema == "main" and kind == "table"
    }
    return {
        name: Table(
            strict=strict[name],
            columns=frozenset(
                tuple(row[1:]) for row in connection.execute(f"PRAGMA table_xinfo({_name(name)})")
            ),
            references=frozenset(
                tuple(row[2:]) for row in connection.execute(f"PRAGMA foreign_key_list({_name(name)})")
            ),
            indexes=frozenset(
                _squeeze(sql)
                for (sql,) in connection.execute(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
                    (name,),
                )
            ),
        )
        for name in strict
        if not name.startswith("sqlite_") and name != "_sqlite_migrations"
    }


@cache
def described_schema() -> dict[str, Table]:
    """Return the tables that the descriptions ask for."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in schema_statements():
            connection.execute(statement)
        return read_schema(connection)
    finally:
        connection.close()


def schema_differences(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each way in which a file's tables are not what the records describe."""
    held, wanted = read_schema(connection), described_schema()
    sentences = []
    for name in sorted(held.keys() | wanted.keys()):
        if name not in wanted:
            sentences.append(f"The table {name} is not one of ours.")
        elif name not in held:
            sentences.append(f"The table {name} is missing.")
        elif held[name] != wanted[name]:
            sentences.append(f"The table {name} is not as this version describes it.")
    return sentences


def _column_sql(record_type: type[Record], field: Field) -> str:
    parts = [field.key, "INTEGER" if field.kind in INTEGER_KINDS else "TEXT"]
    if not_null(field):
        parts.append("NOT NULL")
        default = column_default(record_type, field)
        if default is not None:
            parts.append(f"DEFAULT {default}" if isinstance(default, int) else f"DEFAULT '{default}'")
    if field.kind is Kind.REFERENCE:
        # NO ACTION, which a deferred constraint checks at the commit; RESTRICT would refuse at once.
        parts.append(f"REFERENCES {field.to} (id) DEFERRABLE INITIALLY DEFERRED")
    return " ".join(parts)


def _record_triggers(record_type: type[Record]) -> dict[str, str]:
    table, fields = record_type.table, fields_of(record_type)
    changed = "\n    OR ".join(f"OLD.{field.key} IS NOT NEW.{field.key}" for field in fields)
    update = [f"iif(OLD.{field.key} IS NOT NEW.{field.key}, {_json_pair(field)}, '')" for field in fields]
    insert = [_json_unless_null(field, "NEW", "[null,", "]") for field in fields]
    delete = [_json_unless_null(field, "OLD", "[", ",null]") for field in fields]
    triggers = {
        f"journal_{table}_id": f"CREATE TRIGGER journal_{table}_id BEFORE UPDATE OF id ON {table}\n"
        "WHEN OLD.id IS NOT NEW.id\nBEGIN\n"
        "  SELECT RAISE(ABORT, 'The id of a record cannot change');\nEND"
    }
    for operation, when, row, parts in (
        ("insert", "", "NEW", insert),
        ("update", f"\nWHEN {changed}", "NEW", update),
        ("delete", "", "OLD", delete),
    ):
        name = f"journal_{table}_{operation}"
        changes = "\n      || ".join(parts)
        triggers[name] = (
            f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {table}{when}\nBEGIN\n"
            "  INSERT INTO journal (transaction_number, table_name, row_id, operation, changes)\n"
            f"  VALUES ({_NUMBER}, '{table}', {row}.id, '{operation}',\n"
            f"    '{{' || substr({changes}, 2) || '}}');\nEND"
        )
    return triggers


def _json_pair(field: Field) -> str:
    """Return the expression for a column's entry in an update."""
    start, old, new = f',"{field.key}":[', _value(field, "OLD"), _value(field, "NEW")
    if not not_null(field):
        quote = "" if field.kind in INTEGER_KINDS else "'\"' || "
        end = "" if field.kind in INTEGER_KINDS else " || '\"'"
        old, new = (f"COALESCE({quote}{value}{end}, 'null')" for value in (old, new))
        return f"'{start}' || {old} || ',' || {new} || ']'"
    mark = "" if field.kind in INTEGER_KINDS else '"'
    return f"'{start}{mark}' || {old} || '{mark},{mark}' || {new} || '{mark}]'"


def _json_unless_null(field: Field, row: str, before: str, after: str) -> str:
    """Return the expression for a column's entry in an insert or delete: nothing where it is NULL."""
    mark = "" if field.kind in INTEGER_KINDS else '"'
    entry = f"',\"{field.key}\":{before}{mark}' || {_value(field, row)} || '{mark}{after}'"
    return entry if not_null(field) else f"COALESCE({entry}, '')"


def _value(field: Field, row: str) -> str:
    """Return the expression for a column as JSON writes it, without the quotation marks of a text.

    Not json_quote(): under trusted_schema=OFF, SQLite before 3.41 refuses JSON functions in triggers. Only long texts
    have line ends and tabs by their description; the journal's reader bears with one in another field, as it does with
    the other control characters, all of which another SQLite tool may write.
    """
    value = f"{row}.{field.key}"
    if field.kind in INTEGER_KINDS:
        return value
    for found, written in _ESCAPES if field.kind is Kind.LONG_TEXT else _ESCAPES[:2]:
        value = f"replace({value}, {found}, {written})"
    return value


def _held_triggers(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))


def _fingerprint(triggers: dict[str, str]) -> str:
    return hashlib.sha256(
        "\n".join(f"{name}\n{triggers[name]}" for name in sorted(triggers)).encode()
    ).hexdigest()


def _name(name: str) -> str:
    """Return a name that a file holds as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _squeeze(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()
