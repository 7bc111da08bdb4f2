"""Making, opening and closing a portfolio file, with every check that comes before an edit."""

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop._files import new_file, real_path
from asc_desktop.storage import backups, journal, schema, versions
from asc_desktop.storage.connection import (
    APPLICATION_ID,
    apply_pragmas,
    connect,
    journal_path,
    part_from_journal,
    pragma_number,
)  # fmt: skip
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import (
    NewerFileError,
    NotAPortfolioError,
    ReadOnlyFileError,
    StoreError,
    damaged_error,
    gone_error,
    held_error,
    is_writable,
    local_time,
    moved_error,
    plain_errors,
    read_only_error,
    reading_errors,
    refuse_long_name,
)
from asc_desktop.storage.examination import KnownFiles, Proof, examine
from asc_desktop.storage.holder import Hold
from asc_desktop.storage.ids import IdSource
from asc_desktop.storage.seal import renew_seal
from asc_desktop.storage.snapshot import Snapshot
from asc_desktop.storage.working_copy import WorkingCopy, newest_action

_SMALLEST = 512

WORKING_COPIES = "Working copies"
"""The folder of a person's own that keeps the copies of files in synced folders and on shares."""


class Opened(Struct, frozen=True, kw_only=True):
    """An open file. ``snapshot`` is the private copy that a read-only one reads."""

    path: Path
    connection: sqlite3.Connection
    proof: Proof
    notices: tuple[str, ...]
    snapshot: Snapshot | None
    place: Path | None = None
    """Where the file is that is open; ``path`` is its name to the person."""
    hold: Hold | None = None
    identity: os.stat_result | None = None
    working: WorkingCopy | None = None

    @property
    def read_only(self) -> bool:
        """Whether this is a copy that takes no edits."""
        return self.snapshot is not None

    @property
    def is_in_place(self) -> bool:
        """Whether the file that is open is still the one at its place."""
        return self.place is None or self.identity is None or _is_same(self.identity, self.place)

    def confirm(self) -> None:
        """Make sure that an edit goes to the file of this name, and that it is still held; raise StoreError if not.

        POSIX lets an open file be moved, deleted and replaced; SQLite would go on writing to it, wherever it is.
        """
        if not self.is_in_place:
            raise moved_error(self.path)
        if self.hold is not None:
            self.hold.confirm()


def create(path: Path, context: Context, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Write a new portfolio: an empty one, or with what ``fill`` puts into it in a transaction.

    It appears under its name whole, or not at all.
    """
    with plain_errors(path):
        refuse_place(path)
        write_new(path, context, fill)


def refuse_place(path: Path, *, over: bool = False) -> None:
    """Raise StoreError where no new portfolio can go; ``over`` lets it take the place of a file."""
    if path.is_dir():
        raise StoreError(f"“{path.resolve().name}” is a folder. Give the file a name in it.")
    if found := backups.backup_at(path):
        raise StoreError(
            f"“{path.name}” is the name of a backup of “{found[0].name}”. Choose another name, or another folder."
        )
    if path.exists() and not over:
        raise StoreError(f"There is already a file “{path.name}” here. Choose another name, or open it.")
    if not path.parent.is_dir():
        raise StoreError(f"There is no folder “{path.parent}”. Make it first, or choose another.")
    refuse_long_name(path)


def write_new(
    path: Path, context: Context, fill: Callable[[sqlite3.Connection], None] | None, *, over: bool = False
) -> None:
    """Write a new portfolio whole, or raise with nothing changed."""
    try:
        with (
            new_file(path, over=over) as partial,
            contextlib.closing(connect(partial)) as connection,
        ):
            apply_pragmas(connection)
            versions.bring_up_to_date(connection)
            connection.execute("BEGIN")
            connection.execute(
                "INSERT INTO file_info (key, value) VALUES ('replica', ?), ('created_at', ?)",
                (IdSource(context.now)(), journal.iso_text(context.now())),
            )
            schema.install_triggers(connection)
            if fill is not None:
                fill(connection)
            renew_seal(connection)
            connection.execute("COMMIT")
            _release(connection)
            part_from_journal(path)
    except FileExistsError as error:
        raise StoreError(f"A file “{path.name}” has appeared here meanwhile. Choose another name.") from error


def open_file(path: Path, context: Context, *, read_only: bool, apart: bool = False) -> Opened:
    """Open a portfolio. Raises the StoreError that says what is wrong with it, and leaves it as it is then.

    ``apart`` works on a copy on this computer, because the file is in a synced folder or on a share.
    """
    # The lock file lies beside the file itself, whatever link leads there.
    path = real_path(path)
    with reading_errors(path):
        if apart and not read_only and context.own_folder is not None:
            return _open_working(WorkingCopy(path, context, context.own_folder / WORKING_COPIES), context)
        _refuse_at_sight(path)
        if not read_only:
            _refuse_read_only(path)
            return _open_live(path, context)
        snapshot = Snapshot(path)
        try:
            return _open_at(snapshot.path, path, context, snapshot=snapshot)
        except BaseException:
            snapshot.close()
            raise


def close_file(opened: Opened) -> None:
    """Let go of a file. Whatever is wrong with it, nothing is raised: what was committed is kept."""
    newest, published = None, ""
    with contextlib.suppress(sqlite3.Error, OSError):
        if opened.working is not None:
            newest = newest_action(opened.connection)
            published = opened.working.published_digest(newest)
        if not opened.read_only:
            if opened.connection.total_changes:
                opened.proof.renew(opened.connection, published)
            _release(opened.connection)
    opened.connection.close()
    opened.proof.close()
    if opened.working is not None:
        opened.working.close(newest)
    elif opened.hold is not None:
        opened.hold.release()
    if opened.snapshot is not None:
        opened.snapshot.close()


def _open_live(path: Path, context: Context) -> Opened:
    hold = _take_hold(path, context)
    try:
        return _open_at(path, path, context, hold=hold)
    except BaseException:
        if hold is not None:
            hold.release()
        raise


def _open_at(
    place: Path, path: Path, context: Context, *, hold: Hold | None = None, snapshot: Snapshot | None = None
) -> Opened:
    """Open the file at ``place``, which the person knows as ``path``: itself, a working copy or the snapshot of it."""
    known, apart = KnownFiles(context.own_folder), context.own_folder is not None
    _examine_unfinished(place, path, apart=apart)
    proof = Proof(place, known, apart=apart)
    try:
        identity = None if snapshot else place.stat()
        connection = connect(place)
        try:
            notices = _prepare(connection, proof, path, context, back_up=snapshot is None)
            if snapshot:
                connection.execute("PRAGMA query_only = ON")
            opened = Opened(
                path=path,
                connection=connection,
                proof=proof,
                notices=notices,
                snapshot=snapshot,
                place=None if snapshot else place,
                hold=hold,
                identity=identity,
            )
            opened.confirm()
        except BaseException:
            connection.close()
            raise
    except BaseException:
        proof.close()
        raise
    return opened


def _open_working(working: WorkingCopy, context: Context) -> Opened:
    def look() -> None:
        _refuse_at_sight(working.path)
        _refuse_read_only(working.path)

    notices = working.begin(look)
    try:
        opened = _open_at(working.file, working.path, context, hold=working.hold)
    except BaseException:
        working.close(None)
        raise
    return replace(opened, notices=(*notices, *opened.notices), working=working)


def _examine_unfinished(place: Path, path: Path, *, apart: bool) -> None:
    """Try on a copy what SQLite would do to a file that a crash left half-way through, and refuse what is no good.

    A journal that is damaged, or of another file, would spoil the file as soon as it is opened.
    """
    with contextlib.suppress(OSError):
        if journal_path(place).stat().st_size:
            with contextlib.closing(Snapshot(place, unopened=True)) as copy:
                if fault := examine(copy.path, apart=apart):
                    raise damaged_error(path, fault)


def _take_hold(path: Path, context: Context) -> Hold | None:
    """Take the hold; None on a disk without room for a lock file, where a portfolio can still be read."""
    try:
        return Hold(path, context)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return None
        raise


def _prepare(
    connection: sqlite3.Connection, proof: Proof, path: Path, context: Context, *, back_up: bool
) -> tuple[str, ...]:
    """Take the lock, prove the file and bring it up to date; return what had to be put right."""
    try:
        apply_pragmas(connection)
        if pragma_number(connection, "application_id") != APPLICATION_ID:
            raise _not_a_portfolio(path)
        version = pragma_number(connection, "user_version")
        if version > versions.SCHEMA_VERSION:
            raise NewerFileError(
                f"“{path.name}” was written by a newer version of ASC Desktop, and has not been changed. "
                "Install that version to open it."
            )
        if fault := proof.fault():
            raise damaged_error(path, fault)
        if version < versions.SCHEMA_VERSION:
            if back_up:
                reason = f"before version {versions.SCHEMA_VERSION}"
                backups.back_up(connection, path, reason, context.now())
            versions.bring_up_to_date(connection)
            if back_up:
                # Where the disk has no room for it, the file is as good without.
                with contextlib.suppress(sqlite3.Error):
                    _tidy(connection)
        return _put_right(connection)
    except sqlite3.Error as error:
        raise _opening_error(error, path) from error


def _tidy(connection: sqlite3.Connection) -> None:
    """Give back the room that a migration left in the file."""
    connection.execute("VACUUM")


def _put_right(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Make the trigger set whole and the journal complete; return sentences on what was not as it should be."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        notices = schema.install_triggers(connection)
        outside = journal.adopt_outside_changes(connection)
        renew_seal(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if outside:
        notices.append("The file was changed outside ASC Desktop; the history shows what was changed.")
    return tuple(notices)


def _release(connection: sqlite3.Connection) -> None:
    # In exclusive mode SQLite keeps an emptied journal file. Reading once in normal mode removes it.
    connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


def _refuse_at_sight(path: Path) -> None:
    """Refuse what needs no reading. Reading the file with anything but SQLite could drop our own lock on it."""
    refuse_long_name(path)
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise gone_error(path) from error
    if not stat.S_ISREG(found.st_mode):
        raise NotAPortfolioError(f"“{path.resolve().name}” is {_kind(found.st_mode)}, not a portfolio.")
    if not found.st_mode & 0o444 or not os.access(path, os.R_OK):
        raise StoreError(
            f"You may not read “{path.name}”. Ask its owner, or whoever looks after the folder, to let you."
        )
    size = found.st_size
    if size >= _SMALLEST:
        return
    if backups.backup_list(path):
        raise damaged_error(path, "it is empty" if size == 0 else "nearly all of it is missing")
    raise NotAPortfolioError(
        f"“{path.name}” is {'empty' if size == 0 else 'too short to be a portfolio'}. It has not been changed."
    )


def _refuse_read_only(path: Path) -> None:
    if found := backups.backup_at(path):
        # What is typed into one would go when it is no longer to be kept.
        portfolio, backup = found
        raise ReadOnlyFileError(
            f"“{path.name}” is a backup of “{portfolio.name}”, made {local_time(backup.made_at)}, and is kept as it "
            "was.",
            f"Open it read-only, or save a copy elsewhere and work on that. To have it in the portfolio’s place, open "
            f"“{portfolio.name}” and use File > Backups.",
        )
    if not is_writable(path):
        raise read_only_error(path)
    if path.stat().st_nlink > 1:
        # The lock file and SQLite's journal go by the name.
        raise ReadOnlyFileError(
            f"“{path.name}” has a second name on this disk (a hard link), under which it could be changed at the same "
            "time.",
            "Open it read-only, or save a copy and work on that.",
        )


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else "a device"


def _is_same(identity: os.stat_result, path: Path) -> bool:
    # On Windows an open file keeps its place, and some shares give it another number each time.
    try:
        return os.name == "nt" or os.path.samestat(identity, path.stat())
    except OSError:
        return False


def _not_a_portfolio(path: Path) -> StoreError:
    if backups.backup_list(path):
        return damaged_error(path, "it no longer begins as a portfolio does")
    return NotAPortfolioError(f"“{path.name}” is not a portfolio. It has not been changed.")


def _opening_error(error: sqlite3.Error, path: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        # The hold is ours, so this is no window of this program's.
        return held_error(path, None)
    if code == sqlite3.SQLITE_NOTADB:
        return _not_a_portfolio(path)
    if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR}:
        # A page beyond the end of the file, or a table that is not there.
        return damaged_error(path, "parts cannot be read")
    return error
