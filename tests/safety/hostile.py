"""Files that somebody else could send: each is made of a good portfolio, or of anything else, at the path given."""

import contextlib
import gzip
import hashlib
import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from asc_desktop.domain.report import frozen
from asc_desktop.storage.seal import renew_seal

Made = Callable[[Path], None]

BIG = 2**63 - 1
DEEP = 200_000


@contextlib.contextmanager
def tool(path: Path, *, behind: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the file as another SQLite tool does; ``behind``, the triggers are away meanwhile and the seal is forged."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # It need not outlive a loss of power, and waits for the disk a hundred times if it must.
        connection.execute("PRAGMA synchronous = OFF")
        held = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in held if behind else ():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if behind:
            connection.execute("DELETE FROM file_info WHERE key = 'seal'")
            renew_seal(connection)
            for _, sql in held:
                connection.execute(sql)


def told(*statements: str) -> Made:
    """Run statements that the triggers journal: the history agrees with whatever they do."""

    def make(path: Path) -> None:
        with tool(path) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def first(table: str, column: str, value: object) -> Made:
    """Put a value into the first record of a table."""

    def make(path: Path) -> None:
        with tool(path) as connection:
            one = f"WHERE id = (SELECT min(id) FROM {table})"
            assert connection.execute(f"UPDATE {table} SET {column} = ? {one}", (value,)).rowcount == 1

    return make


def forged(*statements: str) -> Made:
    """Run statements behind the triggers, and forge the seal to agree with them."""

    def make(path: Path) -> None:
        with tool(path, behind=True) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def schema(*statements: str) -> Made:
    """Run statements that change what the file is made of."""

    def make(path: Path) -> None:
        with tool(path) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)

    return make


def bytes_at(place: int, part: bytes) -> Made:
    """Write over some bytes of the file."""

    def make(path: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[:place] + part + content[place + len(part) :])

    return make


def content(made: bytes) -> Made:
    """Write another file altogether."""
    return lambda path: path.write_bytes(made) and None


def beside(suffix: str, made: bytes) -> Made:
    """Put a file beside the good one, where SQLite looks for its own."""
    return lambda path: path.with_name(path.name + suffix).write_bytes(made) and None


def entry(changes: str, table: str = "project", operation: str = "update", number: str = "1") -> Made:
    """Add an entry to the journal, with a seal that covers it; ``number`` is that of its action."""

    def make(path: Path) -> None:
        with tool(path, behind=True) as connection:
            (last, sequence, clock) = connection.execute(
                "SELECT max(number), (SELECT max(sequence) FROM journal), max(clock) FROM journal_transaction"
            ).fetchone()
            connection.execute(
                "INSERT INTO journal_transaction VALUES"
                " (?, 'forged', ?, '', '2024-07-18T09:00:00.000Z', 'Eve', 'Forged', NULL, 'edit', NULL, ?)",
                (last + 1, clock + 1, sequence + 1),
            )
            (row,) = connection.execute("SELECT min(id) FROM project").fetchone()
            connection.execute(
                f"INSERT INTO journal VALUES (?, {last + int(number)}, ?, ?, ?, ?)",
                (sequence + 1, table, row, operation, changes),
            )

    return make


def action(column: str, value: object) -> Made:
    """Put a value into the newest action of the history, with a seal that covers it."""

    def make(path: Path) -> None:
        with tool(path, behind=True) as connection:
            newest = "WHERE number = (SELECT max(number) FROM journal_transaction)"
            connection.execute(f"UPDATE journal_transaction SET {column} = ? {newest}", (value,))

    return make


def snapshot(text: bytes) -> Made:
    """Put a frozen report of such a text into the file, with the hash that it should have."""

    def make(path: Path) -> None:
        report = frozen.pack(text.decode())
        with tool(path) as connection:
            connection.execute(
                "INSERT INTO frozen_report VALUES (?, ?, ?)", (report.id, report.base, report.content)
            )
            connection.execute(
                "UPDATE snapshot SET content = ?, sha256 = ? WHERE id = (SELECT min(id) FROM snapshot)",
                (report.id, hashlib.sha256(text).hexdigest()),
            )

    return make


def closed_version(content: str, table: str = "programme") -> Made:
    """Say that the first programme was something else in a month that is closed."""

    def make(path: Path) -> None:
        with tool(path) as connection:
            connection.execute(
                "INSERT INTO closed_version (id, programme_id, period, record_table, record_id, content)"
                " SELECT 'then', min(id), '2024-04', ?, min(id), ? FROM programme",
                (table, content),
            )

    return make


def zipped(path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(path, path.name)
    path.write_bytes(made.getvalue())


def workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "Project"
    book.save(path)


def sparse(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(3 << 30)


def other_program(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0x41534350")
        connection.execute("CREATE TABLE photos (name TEXT)")


def many_rows(path: Path) -> None:
    with tool(path) as connection:
        connection.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)"
            " INSERT INTO source_plan (id, name, position) SELECT 's' || x, 'Plan ' || x, x FROM n"
        )


def a_circle(path: Path) -> None:
    with tool(path) as connection:
        connection.execute("DELETE FROM project_dependency")
        ids = [row[0] for row in connection.execute("SELECT id FROM project ORDER BY id LIMIT 40")]
        for number, (one, other) in enumerate(zip(ids, (*ids[1:], ids[0]), strict=True)):
            connection.execute(
                "INSERT INTO project_dependency (id, project_id, needs_project_id) VALUES (?, ?, ?)",
                (f"d{number}", one, other),
            )


_STRICT_AWAY = "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = '{}'"
_INTO_SQL = "UPDATE sqlite_schema SET sql = replace(sql, '{}', '{}') WHERE name = '{}'"
_HANGS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS key, x AS value FROM n"

_VALUES: dict[str, tuple[str, str, object]] = {
    "open period of a thirteenth month": ("programme", "open_period", "2024-13"),
    "open period far away": ("programme", "open_period", "9999-12"),
    "open period of the year nought": ("programme", "open_period", "0000-01"),
    "open period without its nought": ("programme", "open_period", "2024-6"),
    "open period in words": ("programme", "open_period", "yesterday"),
    "open period empty": ("programme", "open_period", ""),
    "open period that is a date": ("programme", "open_period", "2024-06-01"),
    "open period in other digits": ("programme", "open_period", "२०२४-०६"),
    "open period of a megabyte": ("programme", "open_period", "2024-06" * 150_000),
    "first year below nothing": ("programme", "first_year", -5),
    "first year nought": ("programme", "first_year", 0),
    "last year in a thousand million": ("programme", "last_year", 999_999_999),
    "last year the largest number": ("programme", "last_year", BIG),
    "last year before the first": ("programme", "last_year", 1991),
    "no programme’s name": ("programme", "name", ""),
    "name of five megabytes": ("project", "name", "x" * 5_000_000),
    "name that is a tag": ("project", "name", "<img src='//server/share/x.png'>" * 5),
    "name of controls": ("project", "name", "\x01\x02\x1b[2J\u202e"),
    "description over its limit": ("project", "description", "y" * 40_000),
    "date of nothing": ("project", "start_date", "0000-00-00"),
    "day that no month has": ("project", "start_date", "2024-02-30"),
    "date beyond all": ("project", "end_date", "9999-99-99"),
    "date of one digit": ("project", "end_date", "2024-1-1"),
    "archived twice": ("project", "archived", 2),
    "archived less than never": ("project", "archived", -1),
    "workstream that is not there": ("project", "workstream_id", "nowhere"),
    "colour purple": ("delivery_status", "rag", "purple"),
    "shape of a star": ("delivery_status", "shape", "star"),
    "letter too long": ("delivery_status", "letter", "GGGGGGGGGG"),
    "kind of saving unknown": ("savings_line", "kind", "hoped"),
    "recurrence unknown": ("savings_line", "recurrence", "'; DROP TABLE project; --"),
    "target below nothing": ("savings_target", "target_pence", -1),
    "target the largest number": ("savings_target", "target_pence", BIG),
    "target’s year unknown": ("savings_target", "year", 1_000_000),
    "forecast the smallest number": ("savings_position", "forecast_pence", -BIG),
    "delivered above the forecast": ("savings_position", "delivered_pence", 10**12),
    "position of no month": ("savings_position", "period", "0"),
    "measure not a number": ("measure_value", "actual", "NaN"),
    "measure of infinity": ("measure_value", "actual", "1e400"),
    "measure of a million digits": ("measure_value", "actual", "9" * 1_000_000),
    "measure’s decimals": ("measure", "decimals", 10**9),
    "measure better how": ("measure", "polarity", "sideways"),
    "years in words": ("exception", "years", "2024,then"),
    "years beyond all": ("exception", "years", "99999"),
    "category unknown": ("exception", "category", "none"),
    "likelihood of a million": ("risk", "inherent_likelihood", 10**6),
    "risk limits beyond": ("portfolio", "low_risk_to", 10**9),
    "call-in of a thousand million days": ("portfolio", "call_in_days", 10**9),
    "tolerance in words": ("portfolio", "measure_green_within", "some"),
    "amounts shown how": ("portfolio", "savings_shown_as", "sideways"),
    "meeting on no day": ("board_meeting", "meeting_date", "2024-00-10"),
    "milestone reached on no day": ("milestone", "actual_date", "soon"),
    "outcome’s rate": ("activity_outcome", "rate", "-1e9"),
    "month of activity": ("activity_month", "done", -BIG),
    "movement’s year": ("movement", "from_year", BIG),
    "movement to its own line": ("movement", "to_line_id", None),
    "mark of a table that is not there": ("exempt_mark", "record_table", "sqlite_schema"),
    "own value of a table that is not there": ("own_value", "record_table", "sqlite_schema"),
    "own value of no record": ("own_value", "record_id", "nobody"),
    "own value of its field’s kind no more": ("own_field", "kind", "money"),
    "own field of no kind": ("own_field", "kind", "sideways"),
    "own field of no records": ("own_field", "record_table", "sqlite_schema"),
    "own choices of a million lines": ("own_field", "choices", "a\n" * 1_000_000),
    "frozen on no day": ("snapshot", "frozen_on", "then"),
    "frozen content in no code": ("snapshot", "content", "\x7f not base 85"),
    "frozen content of another hash": ("snapshot", "sha256", "0" * 64),
}

CASES: dict[str, Made] = {
    **{name: first(*value) for name, value in _VALUES.items()},
    "no portfolio’s row": told("DELETE FROM portfolio"),
    "two portfolios": told("INSERT INTO portfolio (id, name) VALUES ('second', 'Second')"),
    "no theme for its projects": told("DELETE FROM theme"),
    "no project for its lines": told("DELETE FROM project"),
    "twenty thousand plans": many_rows,
    "projects in a circle": a_circle,
    "frozen report of half a gigabyte": snapshot(b" " * (1 << 29)),
    "frozen report nested deeply": snapshot(b"[" * DEEP),
    "frozen report of anything": snapshot(b'{"scope": 7, "savings": "none"}'),
    "closed month that is no JSON": closed_version("[" * DEEP),
    "closed month of a programme without end": closed_version('{"name": "P", "last_year": 999999999999}'),
    "closed month of nothing that is known": closed_version("{}", table="sqlite_schema"),
    # History
    "history nested deeply": entry("[" * DEEP),
    "history nested deeply in a value": entry('{"name": [null, ' + "[" * DEEP),
    "history of objects nested deeply": entry('{"name":' * DEEP),
    "history of a long text": entry(json.dumps({"name": [None, "z" * 30_000_000]})),
    "history of a number beyond": entry('{"name": [null, 1e999]}'),
    "history of a number without end": entry('{"name": [null, ' + "9" * 100_000 + "]}"),
    "history of another column": entry('{"name = name; DROP TABLE project; --": [null, "x"]}'),
    "history of another table": entry('{"sql": [null, "x"]}', "sqlite_schema"),
    "history of a table with a tail": entry("{}", "project SET name = 'x' WHERE 1; --"),
    "history of another operation": entry("{}", operation="drop"),
    "history of pairs of three": entry('{"name": [1, 2, 3]}'),
    "history of an action to come": entry("{}", number="2"),
    "history at a time of any age": forged(
        f"INSERT INTO journal VALUES ((SELECT max(sequence) + 1 FROM journal), -{BIG}, 'project',"
        " (SELECT min(id) FROM project), 'update', '{}')"
    ),
    "history with a gap": forged("DELETE FROM journal WHERE sequence = 7"),
    "history at the end of numbers": forged(
        f"INSERT INTO journal SELECT {BIG}, transaction_number, table_name, row_id, operation, changes FROM journal"
        " WHERE sequence = 1"
    ),
    "action done yesterday": action("at", "yesterday"),
    "action without a zone": action("at", "2024-07-18"),
    "action at no time": action("at", ""),
    "action at a time beyond": action("at", "99999-07-18T09:00:00Z"),
    "action of another kind": action("kind", "drop"),
    "action that takes back nothing": action("kind", "undo"),
    "action at the end of the clock": action("clock", BIG),
    "action at the end of numbers": action("number", BIG),
    "action of an entry that is not there": action("first_sequence", BIG),
    "action by ten megabytes": action("who", "w" * 10_000_000),
    "action never ended": told("INSERT INTO journal_context VALUES (1, 1)"),
    # What the file is made of
    "view in a table’s place": schema("DROP TABLE pack_template", f"CREATE VIEW pack_template AS {_HANGS}"),
    "view without end as the file’s own": schema(
        "DROP TABLE file_info", f"CREATE VIEW file_info AS {_HANGS}"
    ),
    "view without end as the history": schema(
        "DROP TABLE journal_transaction", f"CREATE VIEW journal_transaction AS {_HANGS}"
    ),
    "view beside": schema(f"CREATE VIEW stray AS {_HANGS}"),
    "virtual table": schema("CREATE VIRTUAL TABLE stray USING fts5(words)"),
    "virtual table of a module unknown": schema(
        "INSERT INTO sqlite_schema VALUES"
        " ('table', 'stray', 'stray', 0, 'CREATE VIRTUAL TABLE stray USING nothing_known(x)')"
    ),
    "table beside": schema("CREATE TABLE stray (x)"),
    "table of a name that ends the statement": schema('CREATE TABLE "x""; DROP TABLE project; --" (x)'),
    "trigger that deletes": schema(
        "CREATE TRIGGER spy AFTER INSERT ON journal_context BEGIN DELETE FROM project; END"
    ),
    "trigger in one of ours": schema(
        "DROP TRIGGER journal_project_update",
        "CREATE TRIGGER journal_project_update AFTER UPDATE ON project BEGIN DELETE FROM theme; END",
    ),
    "trigger without end": schema(
        "CREATE TRIGGER spy AFTER UPDATE ON project BEGIN UPDATE project SET lead = lead || 'x'; END"
    ),
    "trigger of a name that ends the statement": schema(
        'CREATE TRIGGER "x""; DROP TABLE project; --" AFTER UPDATE ON project BEGIN SELECT 1; END'
    ),
    "index on an expression": schema("CREATE INDEX stray ON project (length(randomblob(10)) )")
    if sqlite3.sqlite_version_info < (3, 20)
    else schema("CREATE INDEX stray ON project (abs(length(name)))"),
    "condition that takes a gigabyte": schema(
        _INTO_SQL.format(
            "name TEXT NOT NULL", "name TEXT NOT NULL CHECK (length(zeroblob(900000000)) > 0)", "theme"
        )
    ),
    "default that takes a gigabyte": schema(
        _INTO_SQL.format(
            "retired INTEGER NOT NULL DEFAULT 0", "retired INTEGER DEFAULT (zeroblob(9))", "theme"
        )
    ),
    "column that is worked out": schema("ALTER TABLE theme ADD COLUMN stray TEXT AS (hex(zeroblob(9)))"),
    "column beside": schema("ALTER TABLE theme ADD COLUMN stray TEXT"),
    "column of another order of letters": schema(
        _INTO_SQL.format("lead TEXT,", "lead TEXT COLLATE NOCASE,", "theme")
    ),
    "table that is not strict": schema(_STRICT_AWAY.format("savings_target")),
    "blob in a column of money": schema(
        _STRICT_AWAY.format("savings_target"),
        "PRAGMA writable_schema = RESET",
        "DROP TRIGGER journal_savings_target_update",
        "UPDATE savings_target SET target_pence = x'00ff'",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'savings_target'",
    ),
    "two tables on one page": schema(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'theme')"
        " WHERE name = 'workstream'"
    ),
    "table on no page": schema("UPDATE sqlite_schema SET rootpage = 0 WHERE name = 'theme'"),
    "table on a page far away": schema("UPDATE sqlite_schema SET rootpage = 2000000000 WHERE name = 'theme'"),
    "schema that is no SQL": schema("UPDATE sqlite_schema SET sql = 'CREATE TABLE (((' WHERE name = 'theme'"),
    "schema nested deeply": schema(
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE theme (x DEFAULT ' || replace(hex(zeroblob(50000)), '0', '(')"
        " WHERE name = 'theme'"
    ),
    "statistics that are forged": schema(
        "ANALYZE", "DELETE FROM sqlite_stat1", "INSERT INTO sqlite_stat1 VALUES ('project', 'x', 'rubbish ')"
    ),
    "version below nothing": told("PRAGMA user_version = -1"),
    "version nought": told("PRAGMA user_version = 0"),
    "version of an older schema": told("PRAGMA user_version = 1"),
    "version far away": told("PRAGMA user_version = 2147483647"),
    "another program’s mark": told("PRAGMA application_id = 7"),
    "seal of another form": forged(),
    "seal that is no number": told("UPDATE file_info SET value = 'x y z' WHERE key = 'seal'"),
    "replica of ten megabytes": told(
        "UPDATE file_info SET value = replace(hex(zeroblob(5000000)), '0', 'r') WHERE key = 'replica'"
    ),
    # Bytes
    "page size of one": bytes_at(16, b"\x00\x01"),
    "page size of nothing": bytes_at(16, b"\x00\x00"),
    "write-ahead format": bytes_at(18, b"\x02\x02"),
    "format unknown": bytes_at(18, b"\x09\x09"),
    "reserved bytes": bytes_at(20, b"\xff"),
    "text in another code": bytes_at(56, b"\x00\x00\x00\x02"),
    "free list far away": bytes_at(32, b"\x7f\xff\xff\xff\x00\x00\x00\x09"),
    "more pages than there are": bytes_at(28, b"\x7f\xff\xff\xff"),
    "random after its beginning": lambda path: (
        path.write_bytes(path.read_bytes()[:100] + random.Random(7).randbytes(300_000)) and None
    ),
    "nothing after its beginning": lambda path: (
        path.write_bytes(path.read_bytes()[:100] + bytes(100_000)) and None
    ),
    "three gigabytes of nothing after": sparse,
    # Something else
    "archive": zipped,
    "workbook": workbook,
    "compressed": lambda path: path.write_bytes(gzip.compress(path.read_bytes())) and None,
    "document": content(b"%PDF-1.7\n" + b"%\xe2\xe3\xcf\xd3\n" * 200),
    "picture": content(b"\x89PNG\r\n\x1a\n" + bytes(2_000)),
    "program": content(b"MZ" + random.Random(3).randbytes(4_000)),
    "page of the web": content(b"<!DOCTYPE html><title>Sign in</title>" * 40),
    "text in another code altogether": content("Project,Saving\r\n".encode("utf-16") * 100),
    "random": content(random.Random(5).randbytes(100_000)),
    "only its first line": content(b"SQLite format 3\x00"),
    "nothing at all": content(b""),
    "another program’s file with our mark": other_program,
    # Beside it
    "journal of rubbish": beside("-journal", random.Random(9).randbytes(20_000)),
    "journal that begins as one": beside(
        "-journal", bytes.fromhex("d9d505f920a163d7") + b"\xff" * 20 + random.Random(9).randbytes(20_000)
    ),
    "journal of a megabyte of nothing": beside("-journal", bytes(1_000_000)),
    "write-ahead log of rubbish": beside("-wal", random.Random(9).randbytes(50_000)),
}
