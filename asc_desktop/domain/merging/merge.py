"""Two sets of actions compared, and what they disagree in settled: what a merge would do, before it does anything.

What a person chooses is kept as an action of its own and counts like any. What the rules make of the whole is another,
which later merges pass over and make anew; so copies agree in whatever order they are merged.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct, structs

from asc_desktop.domain.merging.actions import DERIVED, OUTSIDE, SETTLED, Action, Entry
from asc_desktop.domain.merging.broken import find_broken
from asc_desktop.domain.merging.closed import asking_why, find_closed, made_id, versions
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Rule
from asc_desktop.domain.merging.disagreements import find_disagreements
from asc_desktop.domain.merging.fold import Key, fold, followed, in_order
from asc_desktop.domain.merging.incoming import Incoming, incoming
from asc_desktop.domain.merging.mending import Mended, mend
from asc_desktop.domain.merging.settling import differences, entries_of, joined
from asc_desktop.domain.merging.shape import PLACE
from asc_desktop.domain.merging.sides import (
    Sides,
    changed,
    records_of,
    rows_of,
    said_by_people,
    side_by_side,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of

__all__ = ["Incoming", "Merging", "Settled", "compare", "settle"]

PROGRAM = "ASC Desktop"


class Merging(Struct, frozen=True, kw_only=True):
    """What two sets of actions have apart, and what they disagree in."""

    ours: tuple[Action, ...]
    """The actions that we alone have, in their order."""
    theirs: tuple[Action, ...]
    """The actions that are to be heard, in their order; none where they know nothing that is new to us."""
    conflicts: tuple[Conflict, ...] = ()
    known: tuple[Action, ...] = ()
    """All of our actions."""
    sides: Sides | None = None
    """None where one side knows all that the other does, and another tool changed nothing there: nothing is to be
    settled."""

    @property
    def who(self) -> tuple[str, ...]:
        """The people who did what is to be heard; what the program made of earlier merges is nobody's."""
        return tuple(dict.fromkeys(action.who for action in self.theirs if action.who != PROGRAM))


class Settled(Struct, frozen=True, kw_only=True):
    """A merge as it would be applied."""

    settlements: tuple[Action, ...] = ()
    """What was chosen, and what the rules make of the whole; kept with the actions heard. None where nothing was."""
    clock: int
    """The lowest clock that the transaction of the merge may have; all that comes after it has a higher one."""
    reason: str = ""
    """Why closed months are corrected, as it was said with the choices."""
    unsettled: tuple[Conflict, ...] = ()
    """What somebody has to choose yet; here as the rule ``newest`` would have it."""
    before: Records
    after: Records
    mended: Mended
    changed: tuple[Key, ...] = ()
    """The table and the id of each record that is written or deleted."""
    puts: tuple[Record, ...] = ()
    """The records to write, new and changed."""
    deletes: tuple[Key, ...] = ()
    """The table and the id of each record to delete."""

    @property
    def incoming(self) -> tuple[Incoming, ...]:
        """What comes in, in words: worked out whenever it is asked for."""
        return tuple(
            item for key in self.changed for item in incoming(key, self.before, self.after, self.mended)
        )


def compare(ours: Sequence[Action], theirs: Sequence[Action]) -> Merging:
    """Return what two sets of actions have apart, and each thing that they disagree in."""
    known = {action.id: action for action in ours}
    # What both know is told by identity below, and comes of two files here.
    theirs = [known.get(action.id, action) for action in theirs]
    their_ids = {action.id for action in theirs}
    alone = [action for action in ours if action.id not in their_ids]
    new = [action for action in theirs if action.id not in known]
    if not said_by_people(new):
        return Merging(ours=tuple(in_order(alone)), theirs=(), known=tuple(ours))
    if not said_by_people(alone) and not any(action.kind == OUTSIDE for action in new):
        return Merging(ours=tuple(in_order(alone)), theirs=tuple(in_order(new)), known=tuple(ours))
    # Another tool asked for no reason, and kept nothing for closed months.
    sides = side_by_side(ours, theirs)
    found = find_disagreements(sides)
    closed = tuple(find_closed(sides, found))
    return Merging(
        ours=tuple(in_order(alone)),
        theirs=tuple(in_order(said_by_people(new))),
        conflicts=(*asking_why(sides, found), *find_broken(sides), *closed),
        known=tuple(ours),
        sides=sides,
    )


def settle(
    merging: Merging,
    choices: Mapping[str, Choice],
    rule: Rule | None,
    *,
    replica: str,
    who: str,
    at: str,
) -> Settled:
    """Return the merge with each conflict settled by its choice, else by the rule.

    ``who`` settles it at ``at``, in the file of ``replica``. What may be left is left unless it is chosen.
    """
    everything = [*merging.known, *merging.theirs]
    clock = max((action.clock for action in everything), default=0)
    settlements: list[Action] = []
    reason, unsettled = "", tuple[Conflict, ...]()
    if merging.sides is None:
        # One side knows all that the other does: its state is what both come to.
        aside = {action.id for action in merging.ours} if merging.theirs else set()
        mended = Mended(fold(action for action in everything if action.id not in aside))
    else:
        chosen, unsettled = _chosen(merging.conflicts, choices, rule)
        reason = "; ".join(dict.fromkeys(choice.reason for _, choice in chosen if choice.reason))
        entries = joined(
            entry for conflict, choice in chosen for entry in entries_of(merging.sides, conflict, choice)
        )
        last = in_order(everything)[-1].at
        mended = merging.sides.mended
        if entries:
            words = f"Settle {number_of(len(chosen), 'conflict')}"
            settlements.append(
                _action(
                    entries, clock + 1, SETTLED, words, replica=replica, who=who, at=at, reason=reason or None
                )
            )
            mended = mend(followed(mended.folded, settlements[-1]))
        kept = versions(merging.sides, _as_mended(merging.sides, mended, settlements))
        if kept:
            settlements.append(_action(kept, clock + 2, SETTLED, "Keep closed months as they were", at=last))
            # Another one: what the sides come to is settled anew with each choice.
            folded = followed(mended.folded, settlements[-1])
            if any((entry.table, entry.row_id) in mended.rows for entry in kept):
                mended = mend(folded)
            else:
                mended = structs.replace(mended, folded=folded)
    return _settled(merging, mended, settlements, clock, reason, unsettled)


def _chosen(
    conflicts: Iterable[Conflict], choices: Mapping[str, Choice], rule: Rule | None
) -> tuple[list[tuple[Conflict, Choice]], tuple[Conflict, ...]]:
    """Return each conflict that is settled with its choice, and those that nobody has settled."""
    chosen, unsettled = [], []
    for conflict in conflicts:
        choice = choices.get(conflict.key)
        if choice is None and rule is not None and conflict.kind != "over":
            choice = Choice(rule)
        if choice is not None:
            chosen.append((conflict, choice))
        elif not conflict.may_be_left:
            unsettled.append(conflict)
    return chosen, tuple(unsettled)


def _as_mended(sides: Sides, mended: Mended, settlements: Iterable[Action]) -> Records:
    """Return the records of the union as they are mended with what was settled."""
    if mended is sides.mended:
        return sides.records
    return changed(
        sides.records, sides.touched | mended.rows.keys() | rows_of(settlements), mended, sides.mended
    )


def _settled(
    merging: Merging,
    mended: Mended,
    settlements: list[Action],
    clock: int,
    reason: str,
    unsettled: tuple[Conflict, ...],
) -> Settled:
    everything = [*merging.known, *merging.theirs, *settlements]
    made = rows_of(action for action in everything if action.kind == DERIVED) | mended.rows.keys()
    entries = differences(fold(everything, made), mended, made)
    if entries:
        last = in_order([*merging.known, *merging.theirs])[-1].at
        settlements.append(_action(entries, clock + 3, DERIVED, "Make one of both copies", at=last))
    heard = rows_of([*merging.theirs, *settlements])
    keys = frozenset(heard | made)
    held = fold(merging.known, keys)
    if merging.sides is None:
        after = records_of(mended)
        before = changed(after, keys, held, mended)
    else:
        after, before = _as_mended(merging.sides, mended, settlements), merging.sides.our_records
    found = sorted(
        (key for key in keys if _of(before, key) != _of(after, key)), key=lambda key: (PLACE[key[0]], key[1])
    )
    return Settled(
        settlements=tuple(settlements),
        clock=clock + 3 if settlements else clock,
        reason=reason,
        unsettled=unsettled,
        before=before,
        after=after,
        mended=mended,
        changed=tuple(found),
        puts=tuple(record for key in found if (record := _of(after, key)) is not None),
        deletes=tuple(key for key in found if _of(after, key) is None),
    )


def _action(
    entries: Sequence[Entry],
    clock: int,
    kind: str,
    words: str,
    *,
    at: str,
    replica: str = "",
    who: str = PROGRAM,
    reason: str | None = None,
) -> Action:
    """Return a settlement, whose id is that of its words: two copies that settle alike settle by one action."""
    content = msgspec.json.encode((clock, kind, replica, who, at, reason, list(entries))).decode()
    return Action(
        id=made_id(kind, content),
        clock=clock,
        replica=replica,
        at=at,
        who=who,
        words=words,
        reason=reason,
        kind=kind,
        entries=tuple(entries),
    )


def _of(records: Records, key: Key) -> Record | None:
    return records.find(TYPE_BY_TABLE[key[0]], key[1])
