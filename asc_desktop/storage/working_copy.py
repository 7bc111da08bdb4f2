"""A portfolio in a synced folder or on a share, worked on as a private copy on this computer.

The published file is only ever replaced whole. What it was when last seen is kept beside the copy, so that it is never
replaced where somebody has changed it since. A copy whose journal goes on beyond what was published is found again
after any crash: the journal itself tells, and no mark has to be set in time.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from asc_desktop._files import (
    TargetInUseError,
    blocks,
    digest_of,
    fill,
    keep_aside,
    make_folder,
    new_file,
    patiently,
    remove_file,
    write_file,
)  # fmt: skip
from asc_desktop.storage.connection import connect, journal_path, quick_check
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import (
    ChangedElsewhereError,
    FileHeldError,
    StoreError,
    changed_elsewhere_error,
    from_os,
    held_error,
    local_time,
    not_published_error,
)
from asc_desktop.storage.holder import Hold
from asc_desktop.storage.snapshot import take_copy

_STATE = "state.json"
_NEWEST = "SELECT id FROM journal_transaction ORDER BY number DESC LIMIT 1"


class _State(Struct, frozen=True, kw_only=True):
    """What was published last, as far as this computer knows.

    ``digest`` is the hash of the published file when last seen, ``transaction`` the newest action in it. ``sending``
    is the same of what was about to be published: whether it was is seen by the file. ``journal`` is the hash of a
    journal that a crash of another program had left beside the file; it is in the copy and not yet in the file.
    """

    published: str
    digest: str
    transaction: str
    journal: str = ""
    sending: tuple[str, str] | None = None


class WorkingCopy:
    """The private copy of one published file, and what is known of that file."""

    def __init__(self, path: Path, context: Context, folder: Path) -> None:
        """Take the published file, and the folder that holds all working copies. Nothing is done yet."""
        self.path = path
        self._context = context
        key = hashlib.sha256(os.path.normcase(os.path.realpath(path)).encode()).hexdigest()[:20]
        self.folder = folder / key
        self.file = self.folder / path.name
        self.outgoing = self.folder / "outgoing.ascp"
        self.turn = threading.Lock()
        """Held by whoever publishes."""
        self.published_at: datetime | None = None
        self.hold: Hold | None = None
        """This process's hold on the copy; ``_outer`` is the one on the published file."""
        self._outer: Hold | None = None
        self._state: _State | None = None

    def is_behind(self, newest: str) -> bool:
        """Return whether the published file lacks something, given the newest action in the copy."""
        return self._state is None or bool(self._state.journal) or newest != self._state.transaction

    def published_digest(self, newest: str) -> str:
        """Return the hash of the published file where that lacks nothing; else nothing."""
        return "" if self.is_behind(newest) else self._known.digest

    def begin(self, look_at_published: Callable[[], None]) -> tuple[str, ...]:
        """Take the hold on the published file and make the copy ready; return sentences on what was found.

        ``look_at_published`` raises the StoreError of a file that cannot be opened; it is called where that is copied,
        and not where edits are here that had not been published. Raises StoreError and OSError as opening it would.
        """
        notices = []
        try:
            make_folder(self.folder.parent)
            try:
                self.hold = Hold(self.folder, self._context)
            except FileHeldError as error:
                raise held_error(self.path, error.holder) from error
            if self.is_kept():
                with contextlib.suppress(OSError):
                    # The share may be away; what is here can be worked on, and is published when it is back.
                    self._take_hold()
                notices.append(
                    f"“{self.path.name}” has edits on this computer that had not been published. They are in what is "
                    "open now, and are published next."
                )
                return tuple(notices)
            # What is known of a copy may be damaged as well as the copy.
            is_unknown = self._state is None and (self.folder / _STATE).exists()
            if is_unknown or (self._state is not None and self._newest() is None):
                notices.append(self._put_aside())
            look_at_published()
            self._take_hold()
            self._copy()
        except BaseException:
            self.close(None)
            raise
        return tuple(notices)

    def is_kept(self) -> bool:
        """Return whether edits are here that were not published when the program last ended.

        Call it under the hold on the copy, while nobody has it open.
        """
        self._state = _read_state(self.folder)
        if self._state is None:
            return False
        if self._state.sending:
            with contextlib.suppress(OSError):
                # Whether the last publication came to its end, where the program did first.
                if _present_digest(self.path) == self._state.sending[0]:
                    self._settled(*self._state.sending)
        newest = self._newest()
        return newest is not None and self.is_behind(newest)

    def send(self, newest: str) -> None:
        """Publish ``outgoing``, whose newest action is ``newest``; the published file is replaced whole or not at all.

        Raises ChangedElsewhereError where the file is not as it was last seen, and NotPublishedError where it cannot
        be written now.
        """
        try:
            self._take_hold()
            seen = self._refuse_changed()
            digest = digest_of(self.outgoing)
            self._keep(replace(self._known, sending=(digest, newest)))
            with new_file(self.path) as part:
                fill(part, blocks(self.outgoing))
                if _stamp(self.path) != seen:
                    self._refuse_changed()
                remove_file(journal_path(self.path))
        except ChangedElsewhereError:
            raise
        except FileHeldError as error:
            raise not_published_error(self.path, str(error)) from error
        except TargetInUseError as error:
            reason = "The file there is open in another program, or marked read-only."
            raise not_published_error(self.path, reason) from error
        except (OSError, sqlite3.Error) as error:
            if not self.path.parent.is_dir():
                reason = f"the folder “{self.path.parent}” cannot be reached"
                raise not_published_error(self.path, f"{reason[0].upper()}{reason[1:]}.") from error
            raise not_published_error(
                self.path, str(from_os(error, self.path)) if isinstance(error, OSError) else str(error)
            ) from error
        self._settled(digest, newest)

    def settle_for_theirs(self, newest: str) -> None:
        """Take what is here as dealt with: it was saved elsewhere, and the published file stays as it is."""
        self._settled(self._known.digest, newest)

    def put_back(self) -> None:
        """Publish where the file has gone from its place, as the person says."""
        self._keep(replace(self._known, digest=""))

    def close(self, newest: str | None) -> None:
        """Let go; remove the copy where ``newest``, the newest action in it, was published."""
        if self.hold is not None and (
            self._state is None or (newest is not None and not self.is_behind(newest))
        ):
            self._discard()
        for hold in (self._outer, self.hold):
            if hold is not None:
                hold.release()
        self._outer = self.hold = None

    @property
    def _known(self) -> _State:
        if self._state is None:
            raise RuntimeError("The working copy has not begun.")
        return self._state

    def _take_hold(self) -> None:
        if self._outer is None:
            self._outer = Hold(self.path, self._context, locks_hold=False)
        self._outer.confirm()

    def _copy(self) -> None:
        self._discard()
        make_folder(self.folder)
        if os.name != "nt":
            self.folder.chmod(0o700)
        digest, journal = take_copy(self.path, self.file)
        state = _State(published=str(self.path), digest=digest, transaction="", journal=journal)
        self._keep(replace(state, transaction=self._newest() or ""))

    def _settled(self, digest: str, newest: str) -> None:
        self._keep(_State(published=str(self.path), digest=digest, transaction=newest))
        self.published_at = self._context.now()
        with contextlib.suppress(OSError):
            remove_file(self.outgoing)

    def _refuse_changed(self) -> tuple[int, int] | None:
        """Return the stamp of the published file; raise where it is not as it was last seen."""
        if not self.path.parent.is_dir():
            raise FileNotFoundError(2, "No such folder", str(self.path.parent))
        stamp = _stamp(self.path)
        if _present_digest(self.path) != self._known.digest:
            raise changed_elsewhere_error(self.path, _changed_at(self.path))
        journal = _present_digest(journal_path(self.path))
        if journal and journal != self._known.journal:
            raise not_published_error(self.path, "Another program is writing to it.")
        return stamp

    def _newest(self) -> str | None:
        """Return the newest action in the copy, while nobody has it open; None where it is not sound."""
        if not self.file.exists():
            return None
        with contextlib.closing(connect(self.file)) as connection:
            try:
                return None if quick_check(connection) else newest_action(connection)
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                    raise held_error(self.path, None) from error
                return None

    def _put_aside(self) -> str:
        """Keep a copy that can't be read, out of the way; return a sentence that says where."""
        moment = self._context.now().astimezone(UTC).strftime("%Y-%m-%d %H%M%S")
        aside = self.folder.with_name(f"{self.folder.name} damaged {moment}Z")
        make_folder(aside)
        for file in (self.file, journal_path(self.file)):
            if file.exists():
                keep_aside(file, aside / file.name)
        self._discard()
        return (
            f"The copy of “{self.path.name}” that was worked on here is damaged, so the published file is shown. "
            f"What can be saved of edits that had not been published is in “{aside}”."
        )

    def _discard(self) -> None:
        self._state = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, state: _State) -> None:
        write_file(self.folder / _STATE, msgspec.json.encode(state), private=True)
        self._state = state


def newest_action(connection: sqlite3.Connection) -> str:
    """Return the id of the newest action in an open portfolio; empty in a new one."""
    row = connection.execute(_NEWEST).fetchone()
    return str(row[0]) if row else ""


def unpublished(context: Context, folder: Path) -> list[Path]:
    """Return the published files that lack edits made on this computer, which no window here is working on."""
    found = []
    with contextlib.suppress(OSError):
        for entry in sorted(folder.iterdir()):
            state = _read_state(entry)
            if state is None:
                continue
            copy = WorkingCopy(Path(state.published), context, folder)
            with contextlib.suppress(StoreError, OSError, sqlite3.Error):
                with Hold(copy.folder, context):
                    is_kept = copy.folder == entry and copy.is_kept()
                if is_kept:
                    found.append(copy.path)
    return found


def free_name(path: Path, who: str, now: datetime, folder: Path) -> Path:
    """Return a name in a folder for somebody's own copy of a file."""
    stem = f"{path.stem} (copy of {_plain(who)}, {_plain(local_time(now).split(',')[0])})"
    number = 1
    while True:
        target = folder / f"{stem}{f' {number}' if number > 1 else ''}{path.suffix}"
        if not target.exists():
            return target
        number += 1


def _plain(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum() or letter in " -_.").strip()


def _read_state(folder: Path) -> _State | None:
    try:
        return msgspec.json.decode((folder / _STATE).read_bytes(), type=_State)
    except (OSError, ValueError):
        return None


def _present_digest(path: Path) -> str:
    """Return the hash of a file as it is; empty where there is none."""
    try:
        return patiently(lambda: digest_of(path))
    except FileNotFoundError:
        return ""


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _changed_at(path: Path) -> datetime | None:
    stamp = _stamp(path)
    return datetime.fromtimestamp(stamp[1] / 1e9, UTC) if stamp else None
