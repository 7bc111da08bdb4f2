"""What the command ``import`` prints: what a workbook would change, or did, in lines of at most 80 letters."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of, one, shortened
from asc_desktop.services.importing.applied import Refusal, refusals
from asc_desktop.services.importing.told import area_words, fills_words
from asc_desktop.services.importing.tracker import TrackerImport

WIDTH = 80
_LONGEST = 200
_MOST = 40
"""Rows of one state that are printed; how many more there are is said."""
_STATES = (
    (State.NEW, "New"),
    (State.CHANGED, "Changed"),
    (State.SAME, "The same"),
    (State.REFUSED, "Refused"),
    (State.LEFT_OUT, "Left out"),
)


def preview_lines(tracker: TrackerImport, plan: Plan) -> Iterator[str]:
    """Yield the lines of a preview."""
    yield from _tables(tracker)
    for sentence in (*tracker.workbook.told, *plan.told):
        yield from folded(sentence, "  ")
    yield "Rows"
    for state, words in _STATES:
        yield f"  {words:<10}{plan.counts[state]:>6,}"
    refused = refusals(plan)
    if cells := sum(bool(item.cell) and not item.cell.isdigit() for item in refused):
        yield f"{'Cells refused':<14}{cells:>4,}"
    for state in (State.NEW, State.CHANGED, State.LEFT_OUT):
        yield from _rows(tracker, plan, state)
    yield from refusal_lines(refused)
    yield from _totals(plan)
    yield from _left_columns(plan)
    yield from _missing(plan)


def heading(tracker: TrackerImport, portfolio: str) -> Iterator[str]:
    """Yield the line that says what goes into what."""
    month = period_label(tracker.open_period) if tracker.open_period else ""
    parts = [part for part in (portfolio, tracker.programme_words, month) if part]
    yield from folded(f"{tracker.workbook.name} into {', '.join(parts)}")


def refusal_lines(refused: Sequence[Refusal]) -> Iterator[str]:
    """Yield what is refused: each with its sheet, its cell and the reason."""
    if refused:
        yield "Refused"
    for item in refused:
        at = f"{item.sheet}!{item.cell}" if item.cell and not item.cell.isdigit() else _row_at(item)
        label = f", {item.label}" if item.label else ""
        words = f" {item.words}" if item.words else ""
        yield from folded(f"{at}{words}{label}: {item.sentence}", "  ")


def _row_at(item: Refusal) -> str:
    return f"{item.sheet} row {item.cell}"


def _tables(tracker: TrackerImport) -> Iterator[str]:
    yield "Tables"
    if not tracker.tables:
        yield "  There is no table of records in this workbook."
    for table, mapped in zip(tracker.tables, tracker.mapping.tables, strict=True):
        kind = TYPE_BY_TABLE.get(mapped.record)
        becomes = "left out" if mapped.skip or kind is None else f"each row is {one(kind.noun)}"
        rows = number_of(len(table.records), "row")
        why = f" ({mapped.why or table.why})" if becomes == "left out" and (mapped.why or table.why) else ""
        yield from folded(f"{table.sheet}!{area_words(table)}, {rows}: {becomes}{why}", "  ")
        if becomes == "left out":
            continue
        words = dict(tracker.targets(tracker.tables.index(table)))
        for column, chosen in zip(table.columns, mapped.columns, strict=False):
            if chosen.target is not None:
                unsure = "  (not sure)" if chosen.needs_a_look else ""
                fills = f"{fills_words(words, chosen)}{unsure}"
                yield from folded(f"{column.heading or '(no heading)'} → {fills}", "    ")


def _rows(tracker: TrackerImport, plan: Plan, state: State) -> Iterator[str]:
    rows = [row for row in plan.rows if row.state is state and (row.words or row.sentence)]
    if not rows:
        return
    yield dict(_STATES)[state]
    for row in rows[:_MOST]:
        yield from _row(tracker, row)
    if len(rows) > _MOST:
        yield f"  … and {number_of(len(rows) - _MOST, 'more row')}; --json has all of them."


def _row(tracker: TrackerImport, row: PlannedRow) -> Iterator[str]:
    sentence = f": {row.sentence}" if row.sentence else ""
    yield from folded(f"{row.sheet} row {row.line + 1}, {row.words}{sentence}", "  ")
    for record in row.records:
        if record.sentence and record.state is not State.REFUSED:
            yield from folded(f"{record.words}: {record.sentence}", "    ")
        if record.state is State.NEW and record.likely:
            like = " or ".join(words for _, words in record.likely)
            yield from folded(f"{record.words}: It is taken as new. It may be {like}.", "    ")
        for value in record.values:
            if value.state is not State.REFUSED and (words := _told(tracker, row, record, value)):
                yield from folded(f"{value.cell} {record.words}, {value.label}: {words}".strip(), "    ")


def _told(tracker: TrackerImport, row: PlannedRow, record: PlannedRecord, value: PlannedValue) -> str:
    """Return what is worth a line of a value: what changes, what a changed row adds, and what is not plain."""
    old, new = (tracker.value_words(record.table, value.key, item) for item in (value.old, value.new))
    if value.state is State.CHANGED:
        change = f"{old or 'nothing'} → {new or 'nothing'}"
    elif value.state is State.NEW and row.state is State.CHANGED:
        change = new
    else:
        change = ""
    return " ".join(filter(None, (shortened(change, _LONGEST), value.sentence)))


def _totals(plan: Plan) -> Iterator[str]:
    if plan.totals:
        yield "The workbook’s own totals"
    for total in plan.totals:
        yield from folded(f"{total.sheet}!{total.cell} {total.label}: {total.sentence}", "  ")


def _left_columns(plan: Plan) -> Iterator[str]:
    if plan.unmapped:
        yield "Columns that are left out"
    for sheet, cell, words in plan.unmapped:
        yield from folded(f"{sheet}!{cell} {words or '(no heading)'}", "  ")


def _missing(plan: Plan) -> Iterator[str]:
    if plan.missing:
        yield "In the portfolio and not in the workbook; they stay as they are"
    for item in plan.missing[:_MOST]:
        yield from folded(f"{TYPE_BY_TABLE[item.table].noun} {item.words}", "  ")
    if len(plan.missing) > _MOST:
        yield f"  … and {len(plan.missing) - _MOST:,} more; --json has all of them."


def folded(text: str, indent: str = "") -> list[str]:
    """Return a sentence as lines that are not too long."""
    line = " ".join(text.split())
    return wrap(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False)
