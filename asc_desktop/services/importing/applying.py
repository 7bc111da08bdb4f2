"""An import made: its records put in one transaction after a backup, each with the place that it was read from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.importing.plan import Plan, PlannedRecord, State
from asc_desktop.domain.importing.sheets import address, column_number
from asc_desktop.domain.records.council import Origin, OwnValue
from asc_desktop.domain.records.fields import Record, field_of, fields_of
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.words import listed, number_of, shortened
from asc_desktop.services.closed_periods import Change, Closing
from asc_desktop.services.importing.applied import Applied, refusals
from asc_desktop.services.importing.origins import BOOKKEEPING, held_origin, origin_id
from asc_desktop.services.session import Session

_ORDER = {kind.table: at for at, kind in enumerate(RECORD_TYPES)}
_TAKEN = frozenset({State.NEW, State.CHANGED})
_SAID = _TAKEN | {State.SAME}
_LONGEST_FILE = 80
"""Letters of a file's name in an action: History shows actions on one line."""


class Cells(Struct, frozen=True):
    """Where a record stands in a workbook: its sheet, its cells from the first to the last, and that of each field."""

    sheet: str
    cells: str = ""
    of_fields: Mapping[str, str] = {}

    @property
    def words(self) -> str:
        """The place as Excel names it."""
        return f"{self.sheet}!{self.cells}" if self.cells else self.sheet


def action_of(file: str) -> str:
    """Return what History calls an import."""
    return f"Import {shortened(file, _LONGEST_FILE)}"


def apply_plan(
    session: Session,
    file: str,
    plan: Plan,
    *,
    reason: str = "",
    totals: Sequence[ControlTotal] = (),
    beside: Sequence[Record] = (),
    gone: Sequence[Record] = (),
    action: str = "",
) -> Applied:
    """Put what a plan would put, and control ``totals``, as one transaction after a backup; ``gone`` are deleted in it.

    Where that is nothing new, neither is made; what stands ``beside`` it is kept with it alone. ``action`` is what
    History calls it, the import of the file where it is empty. Raises as an edit does, and nothing is then changed.
    """
    refused = refusals(plan)
    wanted = (*plan.puts, *totals)
    old = {record.id: session.records.find(type(record), record.id) for record in wanted}
    puts = [record for record in wanted if record != old[record.id]]
    if not puts and not gone:
        return Applied(refused=refused, sentence=_nothing(plan, refused))
    places = cells_of(plan)
    puts = [_with_source(record, file, places) for record in puts]
    backup = session.back_up_if_changed("before import")
    with _not_looked_at(session):
        closing = Closing.of(session.records)
        closed = {
            record.id
            for record in puts
            if closing.last and closing.months_that_need_a_reason([Change(old[record.id], record)])
        }
        action = action or action_of(file)
        # What is reported of closed months is corrected; the rest holds from the open month on, as any edit.
        with session.together(action, reason=reason or None, apart=True):
            with session.edit(action) as edit:
                edit.put(*_in_order(record for record in puts if record.id not in closed))
                edit.put(*_in_order(beside))
                edit.delete(*gone)
            with session.edit(action, reason=reason or None) as edit:
                edit.put(*_in_order(record for record in puts if record.id in closed))
                edit.put(*_origins(session, file, (*puts, *_subjects(session, puts)), places))
    made = Counter(record.table for record in puts if old[record.id] is None)
    changed = Counter(record.table for record in puts if old[record.id] is not None)
    return Applied(
        action=action,
        made=dict(made),
        changed=dict(changed),
        refused=refused,
        backup=backup,
        sentence=_done(file, made, changed, refused),
    )


def cells_of(plan: Plan) -> Mapping[str, Cells]:
    """Return where each record that a plan puts is read from, by id: the first place that makes or changes it.

    One that rows only name, such as a theme, is read from the first cell that names it.
    """
    found: dict[str, Cells] = {}
    named: dict[str, Cells] = {}
    of_fields: dict[str, dict[str, str]] = {}
    ids = {record.id for record in plan.puts} | {value.record_id for value in _own_values(plan.puts)}
    for row in plan.rows:
        for record in row.records:
            for value in record.values:
                if value.new in ids and value.new not in named:
                    named[str(value.new)] = Cells(value.sheet, value.cell)
                if record.record_id and value.cell and value.state in _SAID:
                    cells = of_fields.setdefault(record.record_id, {})
                    cells.setdefault(value.key, f"{value.sheet}!{value.cell}")
            if record.record_id in found or not record.record_id:
                continue
            if record.state in _TAKEN:
                found[record.record_id] = _cells(record) or Cells(row.sheet)
            elif record.record_id not in named:
                named[record.record_id] = _cells(record) or Cells(row.sheet)
    return {
        record_id: replace(place, of_fields=_shorter(of_fields.get(record_id, {}), place.sheet))
        for record_id, place in (named | found).items()
        if record_id in ids
    }


def _own_values(records: Iterable[Record]) -> Iterator[OwnValue]:
    return (record for record in records if isinstance(record, OwnValue))


def _subjects(session: Session, puts: Sequence[Record]) -> Iterator[Record]:
    """Yield the records that own values are about and that are not put themselves: History tells of those by them."""
    ids = {value.record_id for value in _own_values(puts)} - {record.id for record in puts}
    return (record for each in sorted(ids) if (record := session.records.with_id(each)) is not None)


def _shorter(cells: Mapping[str, str], sheet: str) -> dict[str, str]:
    """Return cells without the sheet that most of them are on."""
    return {key: cell.removeprefix(f"{sheet}!") for key, cell in cells.items()}


def _cells(record: PlannedRecord) -> Cells | None:
    taken = [value for value in record.values if value.cell and value.state is not State.LEFT_OUT]
    if not taken:
        return None
    sheet = taken[0].sheet
    cells = [value.cell for value in taken if value.sheet == sheet]
    rows, columns = zip(*(_parted(cell) for cell in cells), strict=True)
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return Cells(sheet, first if first == last else f"{first}:{last}")


def _parted(cell: str) -> tuple[int, int]:
    """Return the row and the column of a cell's address, counted from 0."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, column_number(letters)


def _with_source(record: Record, file: str, places: Mapping[str, Cells]) -> Record:
    """Return a record with its source, where its type has one and nobody has said another."""
    has_source = any(field.key == "source" for field in fields_of(type(record)))
    if not has_source or getattr(record, "source") or record.id not in places:  # noqa: B009 - not every type has it
        return record
    limit = field_of(type(record), "source").limit
    words = shortened(f"{file}, {places[record.id].words}", limit)
    return replace(record, **cast("Any", {"source": words}))


def _origins(
    session: Session, file: str, puts: Iterable[Record], places: Mapping[str, Cells]
) -> Iterator[Origin]:
    import_id = session.new_id()
    name, sheet, cell = (field_of(Origin, key).limit for key in ("file", "sheet", "cell"))
    for record in puts:
        place = places.get(record.id)
        if place is None or record.table in BOOKKEEPING:
            continue
        held = held_origin(session.records, record.id)
        yield Origin(
            id=held.id if held else origin_id(record.id),
            record_table=record.table,
            record_id=record.id,
            file=shortened(file, name),
            sheet=shortened(place.sheet, sheet) or None,
            cell=shortened(place.cells, cell) or None,
            cells=msgspec.json.encode(place.of_fields).decode() if place.of_fields else None,
            import_id=import_id,
        )


def _in_order(records: Iterable[Record]) -> list[Record]:
    """Return records type by type, parents first: the file takes each type in one go."""
    return sorted(records, key=lambda record: _ORDER[record.table])


@contextmanager
def _not_looked_at(session: Session) -> Iterator[None]:
    """Let an import be of the months that it names, whatever month the person looks at."""
    in_view, session.in_view = session.in_view, None
    try:
        yield
    finally:
        session.in_view = in_view


def _nothing(plan: Plan, refused: Sequence[object]) -> str:
    if not plan.rows:
        return "Nothing was changed: no row of the workbook was taken for a record."
    if not plan.counts[State.SAME]:
        return "Nothing was changed: every row was refused or left out."
    if not refused:
        return "The portfolio already has these values. Nothing was changed."
    count = number_of(len(refused), "refusal")
    return f"Nothing was changed: beside {count}, the portfolio already has these values."


def _done(file: str, made: Mapping[str, int], changed: Mapping[str, int], refused: Sequence[object]) -> str:
    parts = [
        f"{words} {verb}"
        for verb, counts in (("added", made), ("changed", changed))
        if (words := _counted(counts))
    ]
    left = f" {number_of(len(refused), 'thing was', 'things were')} refused." if refused else ""
    return f"{file} was imported: {'; '.join(parts)}.{left} Undo takes all of it back."


def _counted(counts: Mapping[str, int]) -> str:
    return listed(
        [
            number_of(counts[kind.table], kind.noun, kind.plural)
            for kind in RECORD_TYPES
            if counts.get(kind.table)
        ]
    )
