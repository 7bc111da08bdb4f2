"""The version of the schema, and how an older file comes to it."""

import sqlite3

from asc_desktop.storage import journal, schema
from asc_desktop.storage.errors import StoreError

SCHEMA_VERSION = 4
"""The user_version of a file that this program writes: the number of migrations."""


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Apply what migrations there are to apply. The triggers are left to be made anew."""
    # Only here: sqlite-utils takes as long to load as Qt does, and a file of this version needs no migration.
    from asc_desktop.storage.migrations import migrate

    # A trigger that is not ours would act on what a migration does.
    schema.drop_triggers(connection)
    try:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'journal'").fetchone():
            # Before a migration writes to the journal, whose entries are in the order of their actions.
            connection.execute("BEGIN IMMEDIATE")
            journal.adopt_outside_changes(connection)
            connection.execute("COMMIT")
        migrate(connection)
        connection.execute("DELETE FROM file_info WHERE key = ?", (schema.TRIGGERS_KEY,))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise
        raise StoreError(
            "The file could not be brought up to this version of ASC Desktop, and has not been changed. "
            f"SQLite reported: {error}."
        ) from error
