"""How a file of an older version becomes one of this version.

A migration is a function under ``MIGRATIONS``, in order, that ends with ``_set_version``; the released ones are
never edited. Triggers are not its business: whoever migrates makes the full set afterwards, for ``transform()``
drops them. What a migration changes in rows must be what ``column_default`` says, or be journalled, because
``Store.check`` compares the tables with the journal's fold.
"""

import base64
import json
import sqlite3
import zlib
from contextlib import suppress

from sqlite_utils import Database, Migrations

from asc_desktop.domain.report.frozen import MOST_BYTES, FrozenReport, kept, pack
from asc_desktop.storage.checks import SEALED_FROM
from asc_desktop.storage.connection import APPLICATION_ID
from asc_desktop.storage.schema_v1 import STATEMENTS as VERSION_1
from asc_desktop.storage.schema_v2 import STATEMENTS as VERSION_2
from asc_desktop.storage.schema_v3 import STATEMENTS as VERSION_3
from asc_desktop.storage.schema_v4 import STATEMENTS as VERSION_4
from asc_desktop.storage.seal import renew_seal

MIGRATIONS = Migrations("asc_desktop")


@MIGRATIONS()
def version_1(db: Database) -> None:
    """Make the first released schema."""
    for statement in VERSION_1:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _set_version(db, 1)


@MIGRATIONS()
def version_2(db: Database) -> None:
    """Keep closed months as they were, date the approval of measures' targets, make risk categories a list.

    Keep frozen reports in a table of their own, out of the snapshots and of the journal.
    """
    # They go with the table that is made anew, and at opening the set is held against what the file says of it.
    held = db.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'decision_implication'"
    ).fetchall()
    for statement in VERSION_2:
        db.execute(statement)
    for (trigger,) in held:
        db.execute(trigger)
    _move_frozen_reports(db.conn)
    _set_version(db, 2)


@MIGRATIONS()
def version_3(db: Database) -> None:
    """Make room for the council's own fields, where records were read from, update forms and merged copies."""
    for statement in VERSION_3:
        db.execute(statement)
    _set_version(db, 3)


@MIGRATIONS()
def version_4(db: Database) -> None:
    """Make room for what the leads say of their programmes, month by month."""
    for statement in VERSION_4:
        db.execute(statement)
    _set_version(db, 4)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is still to apply, each migration wholly or not at all, over the connection in use."""
    # No plug-ins: what else is installed on the machine has no business in a portfolio.
    MIGRATIONS.apply(Database(connection, execute_plugins=False))


def _move_frozen_reports(connection: sqlite3.Connection) -> None:
    """Move the content of snapshots, also of those that only the journal tells of, and leave its name there."""
    names: dict[str, str] = {}
    like: dict[str | None, FrozenReport] = {}

    def name_of(content: str, programme_id: str | None = None) -> str:
        if content not in names:
            report = _frozen(content, like.get(programme_id))
            if report.base is None:
                like[programme_id] = report
            names[content] = report.id
            connection.execute(
                "INSERT INTO frozen_report VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (report.id, report.base, report.content),
            )
        return names[content]

    held = "SELECT id, programme_id, content FROM snapshot ORDER BY period, frozen_on, id"
    for snapshot_id, programme_id, content in connection.execute(held).fetchall():
        name = name_of(content, programme_id)
        connection.execute("UPDATE snapshot SET content = ? WHERE id = ?", (name, snapshot_id))
    told = "SELECT sequence, changes FROM journal WHERE table_name = 'snapshot'"
    for sequence, changes in connection.execute(told).fetchall():
        pairs = json.loads(changes, strict=False)
        if "content" in pairs:
            pairs["content"] = [value and name_of(value) for value in pairs["content"]]
            left = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
            connection.execute("UPDATE journal SET changes = ? WHERE sequence = ?", (left, sequence))


def _frozen(content: str, like: FrozenReport | None) -> FrozenReport:
    """Return a snapshot's content as it is kept from now on; what was damaged before stays as it is."""
    reader = zlib.decompressobj()
    with suppress(ValueError, zlib.error):
        text = reader.decompress(base64.b85decode(content), MOST_BYTES).decode("utf-8")
        if reader.eof:
            return pack(text, like)
    return kept(content.encode())


def _set_version(db: Database, version: int) -> None:
    if version >= SEALED_FROM:
        # In the migration's own transaction: a file of a version that has a seal is never without.
        renew_seal(db.conn)
    db.execute(f"PRAGMA user_version = {version}")
