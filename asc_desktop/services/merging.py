"""A colleague's copy of the portfolio, or a file of changes, on its way in: what is new, what is disputed, doing it.

This is all that the window and the command line use. What is compared is worked out of plain memory; ``apply`` alone
writes, as one transaction that undo takes back whole.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from asc_desktop._collector import collector_rests
from asc_desktop.domain.merging.conflicts import Choice, Conflict, Rule
from asc_desktop.domain.merging.merge import Incoming, Settled, compare, settle
from asc_desktop.domain.words import listed, number_of
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.merging_sources import Source, read_source, write_changes
from asc_desktop.services.merging_writes import Write
from asc_desktop.services.session import Session

__all__ = [
    "Applied",
    "Choice",
    "Conflict",
    "CopyMerge",
    "Incoming",
    "MergeCancelledError",
    "Rule",
    "UnsettledError",
    "changes_out",
    "give_copy",
    "open_copy",
]

Say = Callable[[float, str], None]
T = TypeVar("T")


class Away(Protocol):
    """Does a piece of work wherever that holds up nobody, and returns what it returns."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Do it."""


def _at_once(work: Callable[[], T]) -> T:
    return work()


class MergeCancelledError(Exception):
    """The person thought better of it while the copy was read."""


class UnsettledError(EditRefused):
    """Nothing was merged, because somebody has to choose first; ``conflicts`` are what there is to settle."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        """Keep the conflicts."""
        self.conflicts = tuple(conflicts)
        super().__init__(
            [],
            f"{number_of(len(conflicts), 'conflict has', 'conflicts have')} to be settled first. Nothing was merged.",
        )


class Applied(Struct, frozen=True, kw_only=True):
    """What a merge did. ``action`` is its name in History and for undo, empty where there was nothing to take in."""

    sentence: str
    action: str = ""
    backup: Path | None = None


class CopyMerge:
    """One copy, or one file of changes, to be merged into one portfolio. Made by ``open_copy``."""

    def __init__(self, session: Session, source: Source) -> None:
        """Take what was read."""
        self._session = session
        self._source = source
        self._choices: dict[str, Choice] = {}
        self._as_settled: Settled | None = None
        self._compare()

    @property
    def file(self) -> str:
        """The name of the file that it was read from."""
        return self._source.file

    @property
    def whose(self) -> str:
        """Who made the changes that are new, by name; whose copy it is, where there are none."""
        return listed(self._merging.who) or self._source.who

    @property
    def new_actions(self) -> int:
        """How many actions it has that the portfolio has not heard yet."""
        return len(self._merging.theirs)

    @property
    def is_nothing_new(self) -> bool:
        """Whether the portfolio has all of it already."""
        return not self._merging.theirs

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences of what is to be known of the file before it is merged."""
        return self._source.told

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What somebody has to choose, in the order of the records that it is about."""
        return self._merging.conflicts

    @property
    def choices(self) -> Mapping[str, Choice]:
        """What was chosen so far, by the conflict's key."""
        return self._choices

    @property
    def unsettled(self) -> tuple[Conflict, ...]:
        """The conflicts that somebody has to choose yet."""
        return self._settled().unsettled

    @property
    def comes_in(self) -> tuple[Incoming, ...]:
        """What the merge would change here, in words, as far as it is settled."""
        return self._settled().incoming

    def settle(self, key: str, choice: Choice | None) -> None:
        """Choose how one conflict is settled; None takes the choice back."""
        if choice is None:
            self._choices.pop(key, None)
        else:
            self._choices[key] = choice
        self._as_settled = None

    def settle_all(self, rule: Rule, *, reason: str = "") -> None:
        """Settle by a rule every conflict for which nothing was chosen yet; ``reason`` is for closed months."""
        for conflict in self.unsettled:
            self._choices[conflict.key] = Choice(rule, reason=reason)
        self._as_settled = None

    def apply(self, *, reason: str = "", away: Away = _at_once) -> Applied:
        """Merge it: after a backup, as one transaction. Where there is nothing new, neither is made.

        ``reason`` is why closed months are corrected, where no choice says it. ``away`` does each long part wherever
        that holds up nobody; no edit may come meanwhile. Raises UnsettledError where something has to be chosen yet,
        EditRefused, ClosedPeriodError and StoreError; nothing is then changed.
        """
        with collector_rests():
            ready = away(lambda: self._ready(reason))
            if ready is None:
                return Applied(
                    sentence=f"Everything in {self.file} is in this portfolio already. Nothing was changed."
                )
            write, backup = ready
            write.apply(reason, away)
        return Applied(sentence=self._done(), action=write.action, backup=backup)

    def _ready(self, reason: str) -> tuple[Write, Path | None] | None:
        """Return what is to be written and the backup of before, if it had to be made; None where nothing is new."""
        if self._session.store.copies.last() != self._ours.last:
            # Something was done here since they were compared.
            self._compare()
        if self.is_nothing_new:
            return None
        if unsettled := self.unsettled:
            raise UnsettledError(unsettled)
        write = Write(self._session, self._source, self._merging, self._settled(), self._choices)
        write.refuse(reason)
        return write, self._session.back_up_if_changed("before merge")

    def _compare(self) -> None:
        self._ours = self._session.store.copies.told()
        self._merging = compare(*self._source.beside(self._ours.actions))
        self._as_settled = None

    def _settled(self) -> Settled:
        if self._as_settled is None:
            self._as_settled = settle(
                self._merging,
                self._choices,
                None,
                replica=self._ours.replica,
                who=self._session.store.who,
                at=self._session.store.copies.moment(),
            )
        return self._as_settled

    def _done(self) -> str:
        actions = number_of(self.new_actions, "action")
        settled = number_of(len(self.conflicts), "conflict")
        beside = f", and {settled} settled" if self.conflicts else ""
        return f"{self.file} was merged: {actions} of {self.whose}{beside}. Undo takes all of it back."


def open_copy(
    session: Session,
    path: Path,
    *,
    progress: Say | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> CopyMerge:
    """Read a copy of the open portfolio, or a file of changes, and compare the two; nothing is changed in either.

    ``progress`` gets the share that is done, 0 to 1, and words; what it raises ends the reading. Raises StoreError with
    a sentence where it is none of this portfolio's or cannot be read, and MergeCancelledError where ``is_cancelled``
    says so.
    """

    def say(share: float, words: str) -> None:
        if is_cancelled is not None and is_cancelled():
            raise MergeCancelledError
        if progress is not None:
            progress(share, words)

    say(0.0, "Reading this portfolio…")
    with collector_rests():
        source = read_source(session, path, session.store.copies.told(), say)
        say(0.7, "Comparing the two…")
        merge = CopyMerge(session, source)
    say(1.0, "Compared.")
    return merge


def give_copy(session: Session, target: Path) -> None:
    """Write a copy of the whole portfolio for a colleague, which can be merged when it is back. Raises StoreError."""
    session.store.copies.give(target)


def changes_out(session: Session, since: Path, target: Path, *, progress: Say | None = None) -> int:
    """Write what is new since a copy, or since a file of changes, into a small file; return how many actions that is.

    Raises StoreError where nothing is new, or what is new cannot be told.
    """
    return write_changes(session, since, target, progress or (lambda _share, _words: None))
