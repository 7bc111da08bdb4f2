"""A file of changes: what one copy of a portfolio tells another that has the rest already.

It is Zstandard over MessagePack, after a line that says what it is and the SHA-256 of all that follows. It says which
portfolio it is of, which copy wrote it, and by heads what it follows and what it leads up to: for each copy that acted,
how many of its actions there are and the hash of their ids. So a receiver knows whether something is missing in
between, and whether two files went on as one and the same copy.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.heard import NotHeardError, refuse_strange
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.frozen import FrozenReport

LARGEST = 50_000_000
"""Bytes of a file of changes; what is larger is brought as a whole copy."""

_MAGIC = b"ASC Desktop changes 1\n"
_AHEAD = b"ASC Desktop changes "
_FORMAT, _VERSION = "asc-desktop-changes", 1
_MOST_BYTES = 150_000_000
_LEVEL = 9
_COUNTED = frozenset({"edit", "outside", "fixed", "undo", "redo"})
"""Kinds of actions that a copy makes one after another, and that are in every file which has later ones of it."""
_KEPT_BY_NAME = frozenset({(Snapshot.table, "content"), (UpdateRequest.table, "content")})
"""The fields that name what is kept apart from the records."""
_DIGEST = 64


class NotChangesError(ValueError):
    """It is no file of changes that can be read; the text is a clause."""


class NewerChangesError(NotChangesError):
    """A later version of the program wrote it."""


class Head(Struct, frozen=True):
    """How far what one copy did is known: the number of its actions, and the hash of their ids in order."""

    replica: str
    count: int
    digest: str


class Changes(Struct, frozen=True, kw_only=True):
    """What a file of changes holds. ``uncounted`` are the other actions that its writer has, by id."""

    format: str = _FORMAT
    version: int = _VERSION
    portfolio: str
    name: str
    replica: str
    who: str
    at: str
    follows: tuple[Head, ...]
    heads: tuple[Head, ...]
    uncounted: tuple[str, ...]
    actions: tuple[Action, ...]
    kept: tuple[FrozenReport, ...] = ()


def is_changes(start: bytes) -> bool:
    """Whether a file that starts with these bytes says that it is one of changes, of whatever version."""
    return start.startswith(_AHEAD)


def encode(changes: Changes) -> bytes:
    """Return the file's bytes."""
    import zstandard as zstd

    body = zstd.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(changes))
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def decode(content: bytes) -> Changes:
    """Return what a file holds. Raises NotChangesError with a clause; nothing in it was believed before."""
    if not is_changes(content):
        raise NotChangesError("it is no file of changes")
    if not content.startswith(_MAGIC):
        raise NewerChangesError("it was written by a newer version of ASC Desktop")
    start = len(_MAGIC) + _DIGEST + 1
    digest, body = content[len(_MAGIC) : start], content[start:]
    if digest != hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise NotChangesError("it is damaged, or was cut short on its way")
    try:
        changes = msgspec.msgpack.decode(_expanded(body), type=Changes)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise NotChangesError("its changes cannot be read") from error
    if changes.format != _FORMAT:
        raise NotChangesError("it is no file of changes")
    if changes.version != _VERSION:
        raise NewerChangesError("it was written by a newer version of ASC Desktop")
    try:
        refuse_strange(changes.actions)
    except NotHeardError as error:
        raise NotChangesError(str(error)) from error
    _refuse_kept(changes.kept)
    return changes


def _expanded(body: bytes) -> bytes:
    import zstandard as zstd

    try:
        # The length is the frame's own word, and the room for it is taken at once.
        if not 0 <= zstd.frame_content_size(body) <= _MOST_BYTES:
            raise NotChangesError("it holds more than any portfolio")
        return zstd.ZstdDecompressor(max_window_size=_MOST_BYTES).decompress(
            body, read_across_frames=False, allow_extra_data=False
        )
    except zstd.ZstdError as error:
        raise NotChangesError("its changes cannot be read") from error


def _refuse_kept(kept: Sequence[FrozenReport]) -> None:
    names = {report.id: report for report in kept}
    for report in kept:
        base = names.get(report.base or "")
        if not report.is_whole or (base is not None and base.base is not None):
            raise NotChangesError("a board version in it is damaged")


def heads_of(actions: Iterable[Action]) -> tuple[Head, ...]:
    """Return how far what each copy did is known by a set of actions."""
    return tuple(Head(replica, len(ids), _digest(ids)) for replica, ids in sorted(_counted(actions).items()))


def uncounted(actions: Iterable[Action]) -> set[str]:
    """Return the ids of the actions that heads say nothing of: what was settled, and what the program did by itself."""
    return {action.id for action in actions if action.kind not in _COUNTED}


class ForkError(ValueError):
    """Two files went on as one and the same copy."""


class GapError(ValueError):
    """What is told follows something that is not known."""


def known_by(heads: Iterable[Head], others: Collection[str], actions: Sequence[Action]) -> set[str]:
    """Return those of a set's actions that whoever has these heads knows. Raises GapError and ForkError."""
    counted = _counted(actions)
    found = uncounted(actions) & set(others)
    for head in heads:
        ids = counted.get(head.replica, [])
        if len(ids) < head.count:
            raise GapError
        if head.count < 0 or _digest(ids[: head.count]) != head.digest:
            raise ForkError
        found.update(ids[: head.count])
    return found


def refuse_fork(ours: Sequence[Action], theirs: Sequence[Action]) -> None:
    """Raise ForkError where of some copy's actions each of two sets has some that the other lacks."""
    here, there = _counted(ours), _counted(theirs)
    for replica in here.keys() & there.keys():
        both = min(len(here[replica]), len(there[replica]))
        if here[replica][:both] != there[replica][:both]:
            raise ForkError


def kept_by_name(actions: Iterable[Action]) -> set[str]:
    """Return the names under which what these actions tell of is kept: reports that boards received, forms as sent."""
    return {
        str(pair[1])
        for action in actions
        for entry in action.entries
        for column, pair in entry.changes.items()
        if (entry.table, column) in _KEPT_BY_NAME and pair[1]
    }


def _counted(actions: Iterable[Action]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in sorted(actions, key=lambda action: action.order):
        if action.kind in _COUNTED:
            found[action.replica].append(action.id)
    return found


def _digest(ids: Sequence[str]) -> str:
    return hashlib.sha256("\x1e".join(ids).encode()).hexdigest()
