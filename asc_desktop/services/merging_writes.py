"""A merge written: what it makes of the records, and what was heard, as one transaction."""

from collections.abc import Callable, Iterable, Mapping

from asc_desktop.domain.checks.fields import unusable
from asc_desktop.domain.merging.conflicts import Choice, corrects
from asc_desktop.domain.merging.heard import as_text
from asc_desktop.domain.merging.merge import Merging, Settled
from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import Record, Value, field_of
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import month_of
from asc_desktop.domain.report.frozen import pack
from asc_desktop.domain.words import shortened
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, Problem
from asc_desktop.services.merging_sources import Source
from asc_desktop.services.session import Session
from asc_desktop.storage.store import Transaction

_ORDER = {kind.table: at for at, kind in enumerate(RECORD_TYPES)}
_LONGEST_FILE = 60
"""Letters of a file's name in an action: History shows actions on one line."""


def action_of(file: str) -> str:
    """Return what History calls a merge."""
    return f"Merge {shortened(file, _LONGEST_FILE)}"


class Write:
    """One merge on its way into the file."""

    def __init__(
        self,
        session: Session,
        source: Source,
        merging: Merging,
        settled: Settled,
        choices: Mapping[str, Choice],
    ) -> None:
        """Take what is to be written."""
        self._session = session
        self._source = source
        self._merging = merging
        self._settled = settled
        self._choices = choices
        self.action = action_of(source.file)

    def refuse(self, reason: str) -> None:
        """Raise EditRefused where the records could not be kept, and ClosedPeriodError where a reason is needed."""
        settled = self._settled
        changes: dict[str, dict[str, Record | None]] = {}
        for record in settled.puts:
            changes.setdefault(record.table, {})[record.id] = record
        for table, record_id in settled.deletes:
            changes.setdefault(table, {})[record_id] = None
        ids = {record.id for record in settled.puts}
        refused = [
            Problem(record.id, problem.key, f"{_words(record)}: {problem.sentence}")
            for record, problem in unusable(self._session.records.with_changes(changes))
            if record.id in ids
        ]
        if refused:
            raise EditRefused(refused)
        missing = [
            record
            for record in settled.puts
            if isinstance(record, Snapshot)
            and record.content not in self._source.kept
            and self._session.store.frozen(record.content) is None
        ]
        if missing:
            raise EditRefused([], "A board version is missing from it. Merge a whole copy instead.")
        if months := self._corrected(reason):
            raise ClosedPeriodError(sorted(months))

    def _corrected(self, reason: str) -> set[str]:
        """Return the closed months that would be corrected without a reason."""
        puts = {record.id: record for record in self._settled.puts}
        found = set()
        for conflict in self._merging.conflicts:
            choice = self._choices.get(conflict.key)
            if choice is None or not corrects(conflict, choice):
                continue
            record = puts.get(conflict.record_id) or self._session.records.find(
                TYPE_BY_TABLE[conflict.table], conflict.record_id
            )
            if record is not None and not (reason or choice.reason):
                found.add(conflict.month or month_of(record))
        return found

    def apply(self, reason: str, away: Callable[[Callable[[], Changes]], Changes]) -> None:
        """Write it."""
        reasons = [reason, *(choice.reason for choice in self._choices.values())]
        self._session.merge(
            self.action,
            self._write,
            least=self._settled.clock,
            reason=next(filter(None, reasons), ""),
            away=away,
        )

    def _write(self, transaction: Transaction) -> None:
        settled, records = self._settled, self._session.records
        heard = (*self._merging.theirs, *settled.settlements)
        content = pack(as_text(heard))
        for report in (*self._source.kept.values(), content):
            transaction.keep(report)
        deletes = [
            record
            for table, record_id in settled.deletes
            if (record := records.find(TYPE_BY_TABLE[table], record_id)) is not None
        ]
        held = {record.id: records.find(type(record), record.id) for record in settled.puts}
        changed = [record for record in settled.puts if held[record.id] not in {None, record}]
        steps, parked = in_turn(records, changed, deletes)
        for record in (*reversed(_in_order(deletes)), *_in_order(held[item.id] for item in parked)):
            transaction.delete(record.table, record.id)
        transaction.update_many(steps)
        new = [record for record in settled.puts if held[record.id] is None]
        transaction.insert_many(_in_order((*new, *parked)))
        transaction.insert(self._merged_copy(len(heard), content.id))

    def _merged_copy(self, actions: int, content: str) -> MergedCopy:
        file, who = (field_of(MergedCopy, key).limit for key in ("file", "who"))
        return MergedCopy(
            id=self._session.new_id(),
            file=shortened(self._source.file, file),
            who=shortened(", ".join(self._merging.who) or self._source.who, who) or "Unknown",
            replica=self._source.replica or "Unknown",
            actions=actions,
            content=content,
        )


def in_turn(
    records: Records, changed: Iterable[Record], deletes: Iterable[Record]
) -> tuple[list[Record], list[Record]]:
    """Return changed records in a turn in which none takes a name before its holder has given it up.

    Those of a ring, each of which waits for another, come apart: they are to be removed first and added again.
    """
    waiting, steps = list[Record](), list[Record]()
    held: dict[tuple[str, int, tuple[Value, ...]], str] = {}
    for record in changed:
        old = records.find(type(record), record.id)
        (waiting if old is not None and _keys(old) != _keys(record) else steps).append(record)
    steps = _in_order(steps)
    gone = {record.id for record in deletes}
    for kind in {type(record) for record in waiting}:
        for record in records.all(kind):
            held |= {} if record.id in gone else dict.fromkeys(_keys(record), record.id)
    while waiting:
        free = (item for item in waiting if all(held.get(key, item.id) == item.id for key in _keys(item)))
        first = next(free, None)
        if first is None:
            break
        for key in _keys(records.get(type(first), first.id)):
            del held[key]
        held |= dict.fromkeys(_keys(first), first.id)
        waiting.remove(first)
        steps.append(first)
    return steps, waiting


def _keys(record: Record) -> list[tuple[str, int, tuple[Value, ...]]]:
    return [
        (record.table, number, tuple(getattr(record, key) or "" for key in group))
        for number, group in enumerate(record.unique)
    ]


def _in_order(records: Iterable[Record | None]) -> list[Record]:
    """Return records type by type, parents first: the file takes each type in one go."""
    return sorted(
        (record for record in records if record is not None), key=lambda record: _ORDER[record.table]
    )


def _words(record: Record) -> str:
    kind = TYPE_BY_TABLE[record.table]
    return f"{kind.noun.capitalize()} “{shortened(str(getattr(record, kind.title, '') or record.id), 60)}”"
