"""Portfolio files: opened, made new, made from the sample, backed up, checked and brought back when damaged."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from asc_desktop._files import real_path, sweep
from asc_desktop._scratch import SCRATCH
from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.delivery import DeliveryStatus, Portfolio
from asc_desktop.domain.records.fields import Record, field_of
from asc_desktop.services.backups import BackupRow, backup_rows
from asc_desktop.services.errors import DamagedFileError, NewerFileError, NotAPortfolioError
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import verify
from asc_desktop.storage.backups import Backup, is_good
from asc_desktop.storage.errors import plain_errors
from asc_desktop.storage.opening import WORKING_COPIES
from asc_desktop.storage.places import Kind as PlaceKind
from asc_desktop.storage.places import Place, Places
from asc_desktop.storage.recovery import Recovery, recover, restore
from asc_desktop.storage.store import Context, First, Store
from asc_desktop.storage.working_copy import unpublished

__all__ = [
    "Context",
    "Place",
    "PlaceKind",
    "Places",
    "PortfolioCheck",
    "PortfolioFiles",
    "Recovery",
]

SUFFIX = ".ascp"
CHANGES_SUFFIX = ".aschanges"
"""Of a file that holds what is new since a copy was given, to be sent and merged there."""

_RISK_CATEGORIES = (
    "Compliance and regulation", "Service delivery", "Financial", "Service capacity", "Workforce", "Safeguarding",
    "Market sustainability", "Systems and data", "Reputation", "Other",
)  # fmt: skip
_SCHEME = (
    ("Not started", "grey", "N", "dash", 0),
    ("On target", "green", "G", "circle", 0),
    ("Experiencing obstacles", "amber", "A", "triangle", 0),
    ("At risk", "red", "R", "diamond", 0),
    ("Compromised", "red", "C", "diamond", 0),
    ("Closed or completed", "blue", "B", "square", 1),
)


class PortfolioCheck(Struct, frozen=True):
    """What a check found, each as a sentence: in the file itself, against the rules, promised twice, not adding up."""

    damage: tuple[str, ...]
    broken_rules: tuple[str, ...]
    over_allocations: tuple[str, ...]
    differing_totals: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong with the portfolio; a published total that differs is a finding about a paper."""
        return not (self.damage or self.broken_rules or self.over_allocations)


class PortfolioFiles:
    """Opens portfolio files in the name of one person on one machine."""

    def __init__(self, context: Context, places: Places | None = None) -> None:
        """Take who opens them; without ``places`` every file is worked on itself, wherever it lies."""
        self._context = context
        self._places = places

    def open(self, path: Path, *, read_only: bool = False) -> Session:
        """Open a portfolio; raises a StoreError that says in a sentence why it cannot be.

        Read-only, a private copy is opened, whoever holds the file. A file in a synced folder or on a share, or where
        the person has not said yet, is worked on as a copy on this computer that ``Session.publishing`` publishes.
        """
        if not read_only:
            sweep(path.parent)
        is_apart = self.place_of(path).kind is not PlaceKind.LOCAL or real_path(path) in self.unpublished()
        store = Store.open(path, self._context, read_only=read_only, apart=is_apart)
        try:
            return Session(store)
        except BaseException:
            store.close()
            raise

    def is_passing(self, path: Path) -> bool:
        """Return whether a file is one that goes when the program ends, as a copy of the sample."""
        own = self._context.own_folder
        return own is not None and path.is_relative_to(own / SCRATCH)

    def place_of(self, path: Path) -> Place:
        """Return what sort of place a file is in."""
        return self._places.of(path) if self._places else Place(PlaceKind.LOCAL, path.parent)

    def say_of_folder(self, folder: Path, *, is_synced: bool) -> None:
        """Keep what the person says of a folder; it counts from when a file is opened next."""
        if self._places:
            with plain_errors(folder):
                self._places.answer(folder, is_synced=is_synced)

    def unpublished(self) -> list[Path]:
        """Return the files in synced folders and on shares that lack edits made on this computer."""
        folder = self._context.own_folder
        return unpublished(self._context, folder / WORKING_COPIES) if folder else []

    def create(self, path: Path, name: str) -> Session:
        """Make a new portfolio with the default status scheme and nothing else; refuses a file that exists."""
        first = First(f"New portfolio {name}", lambda new_id: default_records(name, new_id))
        return self._made(Store.create(path, self._context, first))

    def create_sample(self, path: Path) -> Session:
        """Make the sample portfolio; refuses a file that exists."""
        from asc_desktop.services.sample import sample_portfolio

        records, frozen = sample_portfolio()
        return self._made(
            Store.create(path, self._context, First("Sample portfolio", lambda _: records, frozen))
        )

    def recover(self, path: Path) -> Recovery:
        """Put a damaged file aside and the newest good backup in its place."""
        return recover(path, self._context)

    def newest_good_backup(self, path: Path) -> BackupRow | None:
        """Return the newest backup that can be used, or None."""
        return next((row for row in backup_rows(path) if is_good(row.backup.path)), None)

    def restore(self, path: Path, backup: Backup) -> Recovery:
        """Back a closed file up where it can be read, put it aside, and a chosen backup in its place."""
        if path.exists():
            # One that cannot be read cannot be backed up; put aside it is in any case.
            with (
                contextlib.suppress(DamagedFileError, NotAPortfolioError, NewerFileError),
                Store.open(path, self._context) as store,
            ):
                if not store.is_backed_up:
                    store.backup("before restore")
        return restore(path, backup, self._context)

    def check(
        self, session: Session, say: Callable[[float, str], None] = lambda _share, _words: None
    ) -> PortfolioCheck:
        """Check the file, every record against the rules, and every movement against what is left.

        ``say`` gets the share done, 0 to 1, and words; what it raises ends the check.
        """
        from asc_desktop.domain.checks.checker import all_problems, over_allocations
        from asc_desktop.domain.report.reconciliation import reconciliation_differences
        from asc_desktop.domain.rules.activity import activity_differences
        from asc_desktop.domain.rules.budget import budget_differences
        from asc_desktop.services.history import full_words

        say(0, "Holding every record to the rules…")
        rules = []
        for record, problem in all_problems(session.records):
            label = f", {field_of(type(record), problem.key).label}" if problem.key else ""
            rules.append(
                f"{record.noun.capitalize()} {full_words(session, record)}{label}: {problem.sentence}"
            )
        say(0.4, "Holding the file to its history…")
        damage = tuple(session.store.check())
        say(0.8, "Adding up what is published…")
        return PortfolioCheck(
            damage,
            (*rules, *verify(session).values()),
            tuple(over_allocations(session.records)),
            (
                *budget_differences(session.records),
                *reconciliation_differences(session.records),
                *activity_differences(session.records),
            ),
        )

    def _made(self, store: Store) -> Session:
        if self.place_of(store.path).kind is PlaceKind.LOCAL:
            return Session(store)
        store.close()
        return self.open(store.path)


def default_records(name: str, new_id: Callable[[], str]) -> list[Record]:
    """Return what a new portfolio begins with: its own row, the default status scheme and risk categories."""
    statuses = [
        DeliveryStatus(
            id=new_id(), name=words, rag=rag, letter=letter, shape=shape, closed=closed, position=position
        )
        for position, (words, rag, letter, shape, closed) in enumerate(_SCHEME, start=1)
    ]
    categories = [
        RiskCategory(id=new_id(), name=words, position=position)
        for position, words in enumerate(_RISK_CATEGORIES, start=1)
    ]
    return [Portfolio(id="portfolio", name=name), *statuses, *categories]
