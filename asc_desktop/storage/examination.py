"""A file read before it is believed: on a private copy, in a process of its own that has limits.

What such a process finds is one clause, or nothing. A file whose every byte was proved before is known by its hash
(``KnownFiles``), and is not examined again.
"""

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import shorten

import msgspec

from asc_desktop._apart import limit, run_apart
from asc_desktop._files import fill, make_folder, remove_file, write_file
from asc_desktop.domain.checks.fields import unusable
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, field_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.storage import schema, versions
from asc_desktop.storage.checks import proof_fault
from asc_desktop.storage.connection import apply_pragmas, connect, pragma_number
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.rows import records_of

EXAMINE = "--examine"
"""The first argument of the program when it is to examine a copy; then the copy, and where the finding goes."""

LARGEST = 1 << 30
"""Bytes of a file that is still examined: some thirty years of a large council's."""

_SECONDS, _BYTES_A_SECOND = 20, 4_000_000
_ROOM, _ROOM_PER_BYTE = 500_000_000, 6
_KNOWN = 400
_SHOWN, _LONGEST, _LONGEST_NAME = 3, 160, 60
_BLOCK = 1 << 20
_TOO_MUCH = "reading it takes more memory or time than any portfolio should"


class KnownFiles:
    """The hashes of files whose every byte was proved here, the newest last; none are kept without a folder."""

    def __init__(self, folder: Path | None) -> None:
        """Take the person's own folder, which need not be there yet."""
        self._path = folder / "proved files.txt" if folder else None

    def holds(self, digest: str) -> bool:
        """Return whether a file of that hash was proved."""
        return digest in self._read()

    def add(self, digest: str) -> None:
        """Remember a file that was proved. One that is forgotten is only examined again."""
        if self._path is None or not digest:
            return
        kept = [*(known for known in self._read() if known != digest), digest][-_KNOWN:]
        with contextlib.suppress(OSError):
            make_folder(self._path.parent)
            write_file(self._path, "\n".join(kept).encode(), private=True)

    def _read(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8").split() if self._path else []
        except (OSError, ValueError):
            return []


class Proof:
    """What is known of the bytes of a file that this process opens.

    Keeps a descriptor of its own until ``close``: on POSIX, closing one drops SQLite's lock on the same file.
    """

    def __init__(self, path: Path, known: KnownFiles, *, apart: bool) -> None:
        """Open the file. ``apart`` examines it in a process of its own, and not in this one."""
        self._known = known
        self._apart = apart
        self._file = path.open("rb")

    def close(self) -> None:
        """Let go of the file, once SQLite has."""
        self._file.close()

    def fault(self) -> str:
        """Return a clause for what is wrong with the file, or nothing. Call it while nobody writes."""
        if os.fstat(self._file.fileno()).st_size > LARGEST:
            return "it is larger than any portfolio"
        digest = self._digest()
        if self._known.holds(digest):
            return ""
        with tempfile.TemporaryDirectory(prefix="asc-desktop-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "examined.ascp"
            fill(copy, self._blocks())
            fault = examine(copy, apart=self._apart)
        if not fault:
            self._known.add(digest)
        return fault

    def renew(self, connection: sqlite3.Connection, published: str = "") -> None:
        """Prove the file as edits have left it, so that it is known when it is opened next; call it under the lock.

        ``published`` is the hash of another file that holds the same.
        """
        # What cannot be proved is not remembered, and is refused in words when it is opened next.
        with contextlib.suppress(sqlite3.Error, OSError, ValueError, TypeError):
            # What SQLite still has in memory says nothing of the disk.
            connection.execute("PRAGMA shrink_memory")
            if self._apart and not proof_fault(connection, versions.SCHEMA_VERSION):
                self._known.add(self._digest())
                self._known.add(published)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for block in self._blocks():
            digest.update(block)
        return digest.hexdigest()

    def _blocks(self) -> Iterator[bytes]:
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            yield block


def examine(copy: Path, *, apart: bool) -> str:
    """Return a clause for what is wrong with a private copy of a portfolio, or nothing.

    The copy may be changed by this: what was half-way through is rolled back, and an older schema brought up to date.
    Not ``apart``, it happens in this process, and the fields of records are believed: the caller has made the file.
    """
    return _examine_apart(copy) if apart else _fault_of(copy)


def _fault_of(copy: Path, fields_fault: Callable[[sqlite3.Connection], str] = lambda _: "") -> str:
    try:
        with contextlib.closing(connect(copy)) as connection:
            return _proof_fault(connection) or fields_fault(connection)
    except StoreError:
        return "it could not be brought up to this version of ASC Desktop"
    except (sqlite3.Error, ValueError, TypeError, AttributeError, RecursionError):
        return "parts cannot be read"


def run(arguments: Sequence[str]) -> int:
    """Examine in this process, which was started for it: the copy, the place of the finding, seconds and bytes."""
    copy, finding, seconds, room = arguments
    limit(seconds=int(seconds), room=int(room))
    try:
        fault = _fault_of(Path(copy), _fields_fault)
    except MemoryError:
        fault = _TOO_MUCH
    fill(Path(finding), msgspec.json.encode(fault))
    return 0


def _examine_apart(copy: Path) -> str:
    size = copy.stat().st_size
    seconds, room = _SECONDS + size // _BYTES_A_SECOND, _ROOM + size * _ROOM_PER_BYTE
    finding = copy.with_name("finding.json")
    remove_file(finding)
    run_apart(
        [EXAMINE, str(copy.absolute()), str(finding.absolute())],
        seconds=seconds,
        room=room,
    )
    try:
        return msgspec.json.decode(finding.read_bytes(), type=str)
    except (OSError, ValueError):
        # It ended, or was ended, before it had found anything.
        return _TOO_MUCH


def _proof_fault(connection: sqlite3.Connection) -> str:
    apply_pragmas(connection)
    if foreign := schema.never_ours(connection):
        return foreign[0][:1].lower() + foreign[0][1:].rstrip(".")
    version = pragma_number(connection, "user_version")
    if version < versions.SCHEMA_VERSION:
        versions.bring_up_to_date(connection)
    return proof_fault(connection, version)


def _fields_fault(connection: sqlite3.Connection) -> str:
    rows = {
        kind.table: records_of(kind, connection.execute(schema.select_sql(kind))) for kind in RECORD_TYPES
    }
    found = unusable(Records(rows))
    if not found:
        return ""
    sentences = []
    for record, problem in found[:_SHOWN]:
        label = field_of(type(record), problem.key).label
        sentence = shorten(problem.sentence.rstrip("."), _LONGEST, placeholder="…")
        sentences.append(f"{record.noun} {_words(record)}, {label}: {sentence}")
    more = f"; and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    return f"it holds what no portfolio may ({'; '.join(sentences)}{more})"


def _words(record: Record) -> str:
    words = str(getattr(record, TYPE_BY_TABLE[record.table].title, "") or record.id)
    return f"“{shorten(words, _LONGEST_NAME, placeholder='…')}”"
