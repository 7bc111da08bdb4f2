"""The parts of a session's edits: what one collects, what joins several, and what watchers are told of them."""

from collections import Counter
from collections.abc import Iterable

from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import FieldError, Record
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.archiving import archived_savings
from asc_desktop.domain.report.frozen import FrozenReport
from asc_desktop.domain.report.snapshots import never_changes
from asc_desktop.domain.words import listed, named, number_of
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, Problem
from asc_desktop.storage.store import Transaction


class Joined:
    """Edits that are joined into one transaction, and each record as it was before the first of them."""

    def __init__(self, transaction: Transaction, reason: str | None, *, apart: bool = False) -> None:
        self.transaction = transaction
        self.reason = reason
        self._is_apart = apart
        self.before: dict[str, dict[str, Record | None]] = {}
        self._closed: set[str] = set()
        self._in_view = ""

    def reason_for(self, own: str | None) -> str | None:
        """Return why an edit corrects closed months: its own reason where they are told apart, else that of all."""
        return own if self._is_apart else self.reason

    def note_closed(self, months: Iterable[str], in_view: str) -> None:
        """Remember closed months that changed without a reason, which is asked for once, at the end."""
        self._closed.update(months)
        self._in_view = in_view

    def ask_for_the_reason(self) -> None:
        """Raise ClosedPeriodError, once for all the edits, where closed months changed and there is no reason."""
        if self._closed:
            raise ClosedPeriodError(sorted(self._closed), in_view=self._in_view)

    def remember(self, before: Changes) -> None:
        """Keep records as they were, where they are changed for the first time."""
        for table, records in before.items():
            held = self.before.setdefault(table, {})
            held.update({record_id: old for record_id, old in records.items() if record_id not in held})


class TrialEnds(Exception):  # noqa: N818 - it is no error
    """Takes back what was tried."""


class Edit:
    """The changes of one transaction as they are collected."""

    def __init__(self) -> None:
        self.puts: dict[str, Record] = {}
        self.deletes: dict[str, Record] = {}
        self.frozen: list[FrozenReport] = []
        """What is kept with the snapshots and the requests for updates among them."""

    def put(self, *records: Record) -> None:
        """Add records, or replace those with the same ids."""
        for record in records:
            self.puts[record.id] = record

    def delete(self, *records: Record) -> None:
        """Remove records; whatever points at them must go or point elsewhere in the same edit."""
        for record in records:
            self.puts.pop(record.id, None)
            self.deletes[record.id] = record


def as_told(changes: Changes, records: Records) -> Changes:
    """Return what watchers are told of changes: of what is kept for closed months, the records that it is of."""
    told = {table: rows for table, rows in changes.items() if table != ClosedVersion.table}
    if told:
        return told
    of_records: dict[str, dict[str, Record | None]] = {}
    for version in changes.get(ClosedVersion.table, {}).values():
        if isinstance(version, ClosedVersion):
            kind = TYPE_BY_TABLE[version.record_table]
            of_records.setdefault(kind.table, {})[version.record_id] = records.find(kind, version.record_id)
    return of_records


def cleaned_records(records: Iterable[Record]) -> list[Record]:
    """Return records with each value as its field keeps it; raise EditRefused for those that their fields refuse."""
    from asc_desktop.domain.checks.checker import cleaned

    found, refused = [], []
    for record in records:
        try:
            found.append(cleaned(record))
        except FieldError as error:
            refused.append(Problem(record.id, error.field.key, error.sentence))
    if refused:
        raise EditRefused(refused)
    return found


def refuse_frozen(changed: Iterable[Record | None]) -> None:
    """Raise EditRefused where a snapshot would change."""
    refused = [
        Problem(record.id, "", sentence)
        for record in changed
        if record and (sentence := never_changes(record))
    ]
    if refused:
        raise EditRefused(refused)


def refuse_archiving(records: Records, puts: Iterable[Record]) -> None:
    """Raise EditRefused where a project would be archived whose savings a board has received."""
    wanted = (records.find(Project, item.id) for item in puts if isinstance(item, Project) and item.archived)
    found = [
        item
        for item in wanted
        if item and not item.archived and archived_savings(records, [item]).frozen_years
    ]
    if not found:
        return
    one = len(found) == 1
    words = named([f"{item.ref} {item.name}" for item in found], "project")
    its, it, leaves = ("its", "it", "leaves") if one else ("their", "them", "leave")
    savings = archived_savings(records, found).frozen_words
    sentence = (
        f"{words} cannot be archived: boards have received {its} savings, {savings}, and archiving would take them out "
        f"of every total. Close {it} instead, with a status that closes: {'it' if one else 'they'} then {leaves} the "
        f"lists and {'stays' if one else 'stay'} in the totals."
    )
    raise EditRefused([Problem(found[0].id, "archived", sentence)])


def as_changes(puts: Iterable[Record], deletes: Iterable[Record]) -> Changes:
    """Return an edit as what it changes."""
    changes: dict[str, dict[str, Record | None]] = {}
    for record in puts:
        changes.setdefault(record.table, {})[record.id] = record
    for record in deletes:
        changes.setdefault(record.table, {})[record.id] = None
    return changes


def reverse(puts: Iterable[Record], deletes: Iterable[Record], before: dict[str, Record | None]) -> Changes:
    """Return what takes an edit back, given each record as it was."""
    changes: dict[str, dict[str, Record | None]] = {}
    for record in [*puts, *deletes]:
        changes.setdefault(record.table, {})[record.id] = before[record.id]
    return changes


def still_used(record: Record, users: list[Record]) -> str:
    """Return the sentence that refuses to delete what other records point at."""
    counts = Counter(type(user) for user in users)
    words = listed([number_of(count, kind.noun, kind.plural) for kind, count in counts.items()])
    return f"This {record.noun} is used by {words}. Move or delete them first."
