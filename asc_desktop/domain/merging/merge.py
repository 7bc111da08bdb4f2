"""Two sets of actions compared, and what they disagree in settled: what a merge would do, before it does anything."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Rule
from asc_desktop.domain.records.fields import Record


class Incoming(Struct, frozen=True, kw_only=True):
    """One thing that comes in: a record added or deleted (``label`` is empty), or one field of it changed, in words."""

    table: str
    record_id: str
    record_words: str
    noun: str
    what: str
    """``added``, ``changed`` or ``deleted``."""
    label: str = ""
    old: str = ""
    new: str = ""
    who: str = ""
    at: str = ""


class Merging(Struct, frozen=True, kw_only=True):
    """What two sets of actions have apart, and what they disagree in."""

    ours: tuple[Action, ...]
    """The actions that we alone have, in their order."""
    theirs: tuple[Action, ...]
    """The actions that are to be heard: they alone have them."""
    conflicts: tuple[Conflict, ...] = ()


class Settled(Struct, frozen=True, kw_only=True):
    """A merge as it would be applied."""

    settlements: tuple[Action, ...] = ()
    """What was chosen, and what the rules make of the whole; kept with the actions heard. None where nothing was."""
    clock: int = 0
    """The lowest clock that what comes after may have, the merge's own transaction included."""
    puts: tuple[Record, ...] = ()
    """The records to write, new and changed."""
    deletes: tuple[tuple[str, str], ...] = ()
    """The table and the id of each record to delete."""
    incoming: tuple[Incoming, ...] = ()
    """What comes in, in words."""
    unsettled: tuple[Conflict, ...] = ()
    """What somebody has to choose yet; here as the rule ``newest`` would have it."""


def compare(ours: Sequence[Action], theirs: Sequence[Action]) -> Merging:
    """Return what two sets of actions have apart, and each thing that they disagree in."""
    known = {action.id for action in ours}
    heard = {action.id for action in theirs}
    return Merging(
        ours=tuple(action for action in ours if action.id not in heard),
        theirs=tuple(action for action in theirs if action.id not in known),
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

    ``who`` settles it at ``at``, in the file of ``replica``.
    """
    raise NotImplementedError(choices, rule, replica, who, at, merging)
