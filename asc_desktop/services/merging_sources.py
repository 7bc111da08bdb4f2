"""What is to be merged, read from a file: a whole copy of the portfolio, or only what is new in one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from asc_desktop._files import write_file
from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.packs import (
    LARGEST,
    Changes,
    ForkError,
    GapError,
    NewerChangesError,
    NotChangesError,
    decode,
    encode,
    heads_of,
    is_changes,
    kept_by_name,
    known_by,
    refuse_fork,
    uncounted,
)
from asc_desktop.domain.merging.sides import said_by_people
from asc_desktop.domain.records.delivery import Portfolio
from asc_desktop.domain.report.frozen import FrozenReport, unpack
from asc_desktop.domain.words import number_of
from asc_desktop.services.errors import NewerFileError, StoreError
from asc_desktop.services.session import Session
from asc_desktop.storage.copies import Told
from asc_desktop.storage.errors import plain_errors, reading_errors
from asc_desktop.storage.holder import read_holder
from asc_desktop.storage.opening import refuse_place

Say = Callable[[float, str], None]

_START = 64
_MOST_KEPT = 300_000_000
"""Bytes of text of all that comes with a file of changes, unpacked one after the other."""
_FURTHEST = 1_000_000
"""Actions that a copy may be ahead: every later action of this portfolio gets a number above what it hears."""


class Source(Struct, frozen=True, kw_only=True):
    """What was read. ``known`` has the ids of those of our actions that its writer has too; None for a whole copy.

    ``kept`` has what its new actions name: reports that boards received, forms as they were sent.
    """

    file: str
    who: str
    replica: str
    actions: tuple[Action, ...]
    told: tuple[str, ...] = ()
    changes: Changes | None = None
    kept: Mapping[str, FrozenReport] = {}

    def beside(self, ours: Sequence[Action]) -> tuple[list[Action], list[Action]]:
        """Return our set and theirs, to be compared. Raises StoreError where one does not follow the other."""
        theirs = list(self.actions)
        if self.changes is not None:
            known = _known(self.changes, ours, self.file)
            heard = {action.id for action in theirs}
            theirs += [action for action in ours if action.id in known and action.id not in heard]
        return _alike(ours, theirs, self.file)


def read_source(session: Session, path: Path, ours: Told, say: Say) -> Source:
    """Read a copy or a file of changes. Raises StoreError with a sentence; the file stays as it is."""
    with reading_errors(path), path.open("rb") as file:
        start = file.read(_START)
    return (_read_changes if is_changes(start) else _read_copy)(session, path, ours, say)


def write_changes(session: Session, since: Path, target: Path, say: Say) -> int:
    """Write what is new since a copy, or since a file of changes; return how many actions. Raises StoreError."""
    say(0.0, "Reading what they have…")
    ours = session.store.copies.told()
    known = _known_there(session, since, ours, say)
    new = [action for action in ours.actions if action.id not in known]
    # What the rules made of a merge is made anew wherever it is heard.
    if not said_by_people(new):
        raise StoreError(
            f"There is nothing new since “{since.name}”: whoever has it has everything in this portfolio. No file was "
            "written."
        )
    have = [action for action in ours.actions if action.id in known]
    say(0.6, "Writing the changes…")
    wanted = kept_by_name(new)
    there = kept_by_name(have)
    kept = [item for item in session.store.copies.kept(wanted - there) if item.id not in there]
    portfolio = next(iter(session.records.all(Portfolio)), None)
    changes = Changes(
        portfolio=ours.first,
        name=portfolio.name if portfolio else "",
        replica=ours.replica,
        who=session.store.who,
        at=session.store.copies.moment(),
        follows=heads_of(have),
        heads=heads_of(ours.actions),
        uncounted=tuple(sorted(uncounted(ours.actions))),
        actions=tuple(new),
        kept=tuple(kept),
    )
    content = encode(changes)
    if len(content) > LARGEST:
        raise StoreError(
            "There is too much that is new for a file of changes. Give a whole copy instead. No file was written."
        )
    with plain_errors(target):
        refuse_place(target)
        write_file(target, content, over=False)
    return len(said_by_people(new))


def _known_there(session: Session, since: Path, ours: Told, say: Say) -> set[str]:
    """Return the ids of our actions that whoever has a file has."""
    with reading_errors(since), since.open("rb") as file:
        start = file.read(_START)
    if not is_changes(start):
        theirs = _copy_told(session, since, ours, say)[0].actions
        try:
            refuse_fork(ours.actions, theirs)
        except ForkError:
            raise StoreError(
                f"“{since.name}” was changed as the same copy as this portfolio is, as a file that was copied in "
                "Explorer is. The program cannot work out what is new: give a whole copy, and merge. No "
                "file was written."
            ) from None
        return {action.id for action in theirs} & {action.id for action in ours.actions}
    changes = _changes_in(since, ours)
    try:
        return known_by(changes.heads, changes.uncounted, ours.actions)
    except GapError:
        raise StoreError(
            f"“{since.name}” holds changes that are not in this portfolio. Merge it first. No file was written."
        ) from None
    except ForkError:
        raise StoreError(_forked(since.name, "No file was written.")) from None


def _read_copy(session: Session, path: Path, ours: Told, say: Say) -> Source:
    theirs, who, told, kept = _copy_told(session, path, ours, say)
    return Source(
        file=path.name,
        who=who,
        replica=theirs.replica,
        actions=theirs.actions,
        told=told,
        kept=kept,
    )


def _copy_told(
    session: Session, path: Path, ours: Told, say: Say
) -> tuple[Told, str, tuple[str, ...], dict[str, FrozenReport]]:
    if path.exists() and session.path.exists() and path.samefile(session.path):
        raise StoreError(f"“{path.name}” is the portfolio that is open. Choose the copy that came back.")
    holder = read_holder(path)
    say(0.1, f"Examining “{path.name}”…")
    try:
        with session.store.beside(path) as other:
            say(0.5, f"Reading “{path.name}”…")
            theirs = other.copies.told()
            if theirs.first != ours.first or not theirs.first:
                raise StoreError(_foreign(path.name))
            known = {action.id for action in ours.actions}
            new = [action for action in theirs.actions if action.id not in known]
            kept = {item.id: item for item in other.copies.kept(kept_by_name(new))}
            who = theirs.actions[-1].who
    except NewerFileError as error:
        raise NewerFileError(
            f"“{path.name}” was written by a newer version of ASC Desktop, so it was not merged, and nothing was "
            "changed. Install that version here first."
        ) from error
    told = list(other.notices)
    if holder is not None:
        told.append(
            f"The copy is open elsewhere at this moment ({holder.who}, {holder.machine}). What has been saved in it so "
            "far is merged; merge it again later for the rest."
        )
    if theirs.replica == ours.replica and new:
        told.append(
            "This file was copied in Explorer, or is an older state of this portfolio that somebody went on with. "
            "It is merged like any copy. For a colleague, use File > Give a working copy."
        )
    returning = sum(action.replica == ours.replica for action in new) if theirs.replica != ours.replica else 0
    if returning:
        told.append(
            f"{number_of(returning, 'action')} in it was once done in this portfolio and is not in it any more, as "
            "after a backup was restored. It comes back with the merge."
            if returning == 1
            else f"{number_of(returning, 'action')} in it were once done in this portfolio and are not in it any more, "
            "as after a backup was restored. They come back with the merge."
        )
    return theirs, who, tuple(told), kept


def _read_changes(session: Session, path: Path, ours: Told, say: Say) -> Source:
    say(0.2, f"Reading “{path.name}”…")
    changes = _changes_in(path, ours)
    _refuse_unreadable(session, path, changes)
    return Source(
        file=path.name,
        who=changes.who,
        replica=changes.replica,
        actions=changes.actions,
        changes=changes,
        kept={item.id: item for item in changes.kept},
    )


def _changes_in(path: Path, ours: Told) -> Changes:
    with reading_errors(path):
        if path.stat().st_size > LARGEST:
            raise StoreError(_refused(path.name, "it is larger than any file of changes"))
        content = path.read_bytes()
    try:
        changes = decode(content)
    except NewerChangesError as error:
        raise StoreError(
            f"“{path.name}” was written by a newer version of ASC Desktop. Nothing was changed. Install that version "
            "here first, or ask for a whole copy."
        ) from error
    except NotChangesError as error:
        raise StoreError(_refused(path.name, str(error))) from error
    if changes.portfolio != ours.first:
        raise StoreError(_foreign(path.name))
    return changes


def _refuse_unreadable(session: Session, path: Path, changes: Changes) -> None:
    """Hold what is kept with changes to its names, and let none of it be more than a report may be."""
    kept = {item.id: item for item in changes.kept}

    def find(name: str) -> FrozenReport | None:
        return kept.get(name) or session.store.frozen(name)

    room = _MOST_KEPT
    try:
        for item in changes.kept:
            room -= len(unpack(item, find))
            if room < 0:
                raise StoreError(
                    _refused(path.name, "the reports in it are longer than those of any portfolio")
                )
    except ValueError as error:
        raise StoreError(_refused(path.name, "a board version in it is damaged")) from error


def _known(changes: Changes, ours: Sequence[Action], file: str) -> set[str]:
    try:
        return known_by(changes.follows, changes.uncounted, ours)
    except GapError:
        raise StoreError(
            f"“{file}” follows changes that have not reached this portfolio. Nothing was changed. Merge the file of "
            "changes before it first, or a whole copy."
        ) from None
    except ForkError:
        raise StoreError(_forked(file, "Nothing was changed.")) from None


def _alike(ours: Sequence[Action], theirs: Sequence[Action], file: str) -> tuple[list[Action], list[Action]]:
    """Return two sets in which what both have is one and the same.

    A newer version of the program may have brought each file up to date by itself: that is one action at two times.
    """
    latest = max((action.clock for action in ours), default=0)
    if any(action.clock > latest + _FURTHEST for action in theirs):
        raise StoreError(_refused(file, "it has an action later than any portfolio could have"))
    here, there = ({action.id: action for action in actions} for actions in (ours, theirs))
    for action_id in here.keys() & there.keys():
        mine, other = here[action_id], there[action_id]
        there[action_id] = mine
        if mine == other or (mine.order == other.order and _shape(mine) == _shape(other)):
            continue
        if mine.kind != "upgrade" or other.kind != "upgrade":
            raise StoreError(
                _refused(file, "its history and this portfolio’s history differ about the same change")
            )
        here[action_id] = there[action_id] = min(mine, other, key=lambda action: action.order)
    return list(here.values()), list(there.values())


def _shape(action: Action) -> tuple[object, ...]:
    """Return what is the same wherever an action is met; what is kept by name may be compressed otherwise elsewhere."""
    entries = [
        (entry.table, entry.row_id, entry.operation, entry.changes)
        if not kept_by_name([structs.replace(action, entries=(entry,))])
        else (entry.table, entry.row_id, entry.operation, entry.changes.keys())
        for entry in action.entries
    ]
    return action.kind, action.target, action.who, entries


def _refused(file: str, clause: str) -> str:
    return f"“{file}” was not merged, because {clause}. Nothing was changed. Ask for it again, or for a whole copy."


def _foreign(file: str) -> str:
    return (
        f"“{file}” is not of this portfolio: it did not begin as a copy of it. Nothing was changed. Choose a file that "
        "File > Give a working copy made, or that came back from one."
    )


def _forked(file: str, kept: str) -> str:
    return (
        f"“{file}” comes from a file that went on as one and the same copy as another, as one does that was copied in "
        f"Explorer. The program cannot work out what it follows. {kept} Merge the whole copy instead."
    )
