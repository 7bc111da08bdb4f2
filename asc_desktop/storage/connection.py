"""The one connection to a portfolio file, and the settings that keep it safe."""

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from asc_desktop._files import remove_file

APPLICATION_ID = int.from_bytes(b"ASCP")
SUFFIX = ".ascp"
_BUSY_SECONDS = 0.3

_PRAGMAS = (
    # First, so that everything after it happens under a lock that is kept.
    "locking_mode = EXCLUSIVE",
    # A copy that a synchroniser takes of an open WAL database loses rows silently; of this mode it does not.
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    # So that REPLACE fires the triggers of the rows that it removes.
    "recursive_triggers = ON",
    "cache_size = -8000",
    # What SQLite sets aside while it sorts is a part of the portfolio too: never in a file.
    "temp_store = MEMORY",
)


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Return a connection to a file that must exist, unless mode is ``rwc``; no settings made yet."""
    return sqlite3.connect(
        file_uri(path, mode),
        uri=True,
        timeout=_BUSY_SECONDS,
        # We say BEGIN and COMMIT ourselves.
        isolation_level=None,
        # The store's own lock keeps its calls apart.
        check_same_thread=False,
    )


def apply_pragmas(connection: sqlite3.Connection) -> None:
    """Make the settings, which takes and keeps the lock; raise sqlite3.OperationalError where it is taken."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def pragma_number(connection: sqlite3.Connection, name: str) -> int:
    """Return the value of a numeric pragma."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def file_uri(path: Path, mode: str) -> str:
    """Return SQLite's URI for a file; right for drive letters and network shares too."""
    body = quote(path.absolute().as_posix(), safe="/:")
    # SQLite takes what follows two slashes for a host, so a share's own two come after them.
    prefix = "file:///" if body[1:2] == ":" else "file://"
    return f"{prefix}{body}?mode={mode}"


def journal_path(path: Path) -> Path:
    """Return where SQLite keeps the rollback journal of a file."""
    return path.with_name(f"{path.name}-journal")


def part_from_journal(path: Path) -> None:
    """Let a new file take a name: what a crash left half-way in a file of that name is settled, its journal removed.

    SQLite would roll a journal left there back into whatever has the name next.
    """
    if path.exists():
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if journal_path(path).exists():
        remove_file(journal_path(path), for_good=True)


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with the file's pages; nothing if they are sound."""
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(10)")]
    return [] if found == ["ok"] else found
