"""An import as plain figures, for the command line's JSON. ``docs/import-json.md`` describes every key.

The shape is kept from release to release, whatever becomes of the structures that it is made from.
"""

from msgspec import Struct

from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.sheets import address
from asc_desktop.domain.records.fields import Value
from asc_desktop.services.importing.applied import Applied, refusals
from asc_desktop.services.importing.tracker import TrackerImport

VERSION = 1


class ToldColumn(Struct, frozen=True):
    """A column: where it begins, its headings in one line, and what it fills (empty where it is left out)."""

    cell: str
    heading: str
    fills: str
    sure: float
    why: str


class ToldTable(Struct, frozen=True):
    """A table as found and mapped."""

    sheet: str
    area: str
    title: str
    record: str
    taken: bool
    sure: float
    why: str
    columns: tuple[ToldColumn, ...]


class ToldValue(Struct, frozen=True):
    """A cell and what it fills. Amounts are pence."""

    field: str
    label: str
    sheet: str
    cell: str
    text: str
    old: Value
    new: Value
    state: str
    sentence: str


class ToldLikely(Struct, frozen=True):
    """A record that a row may be of, though nothing says so."""

    id: str
    words: str


class ToldRecord(Struct, frozen=True):
    """A record that a row makes, changes or leaves."""

    table: str
    id: str
    words: str
    state: str
    sentence: str
    values: tuple[ToldValue, ...]
    likely: tuple[ToldLikely, ...]


class ToldRow(Struct, frozen=True):
    """A row of the workbook; ``row`` is its number in the sheet."""

    sheet: str
    row: int
    words: str
    state: str
    sentence: str
    records: tuple[ToldRecord, ...]


class ToldRefusal(Struct, frozen=True):
    """What was refused, and why; ``cell`` is the row's number where the whole row is."""

    sheet: str
    cell: str
    words: str
    field: str
    text: str
    sentence: str


class ToldTotal(Struct, frozen=True):
    """A total of the workbook held against what is taken; pence where ``is_money``."""

    sheet: str
    cell: str
    label: str
    column: str
    is_money: bool
    printed: int
    taken: int
    verdict: str
    outside: tuple[str, ...]
    sentence: str


class ToldLeftColumn(Struct, frozen=True):
    """A column that is left out."""

    sheet: str
    cell: str
    heading: str


class ToldMissing(Struct, frozen=True):
    """A record of the portfolio that the workbook does not name. It is kept."""

    table: str
    id: str
    words: str


class ToldCounts(Struct, frozen=True):
    """How many rows are in each state."""

    new: int
    changed: int
    same: int
    refused: int
    left_out: int


class ToldImport(Struct, frozen=True, kw_only=True):
    """An import, tried or done."""

    format: str = "asc-desktop-import"
    version: int = VERSION
    workbook: str
    programme: str
    period: str
    applied: bool
    action: str
    counts: ToldCounts
    made: dict[str, int]
    changed: dict[str, int]
    tables: tuple[ToldTable, ...]
    rows: tuple[ToldRow, ...]
    refused: tuple[ToldRefusal, ...]
    totals: tuple[ToldTotal, ...]
    left_columns: tuple[ToldLeftColumn, ...]
    missing: tuple[ToldMissing, ...]
    told: tuple[str, ...]


def told_import(tracker: TrackerImport, plan: Plan, applied: Applied | None = None) -> ToldImport:
    """Return an import as plain figures: what it would do, or did where ``applied`` says so."""
    counts = plan.counts
    return ToldImport(
        workbook=tracker.workbook.name,
        programme=tracker.programme_words,
        period=tracker.open_period,
        applied=applied is not None,
        action=applied.action if applied else "",
        counts=ToldCounts(
            new=counts[State.NEW],
            changed=counts[State.CHANGED],
            same=counts[State.SAME],
            refused=counts[State.REFUSED],
            left_out=counts[State.LEFT_OUT],
        ),
        made=dict(applied.made) if applied else {},
        changed=dict(applied.changed) if applied else {},
        tables=tuple(
            _table(tracker, at, table, mapped)
            for at, (table, mapped) in enumerate(zip(tracker.tables, tracker.mapping.tables, strict=True))
        ),
        rows=tuple(_row(row) for row in plan.rows),
        refused=tuple(
            ToldRefusal(item.sheet, item.cell, item.words, item.label, item.text, item.sentence)
            for item in refusals(plan)
        ),
        totals=tuple(
            ToldTotal(
                total.sheet, total.cell, total.label, total.column, total.is_money, total.printed, total.taken,
                total.verdict, total.outside, total.sentence,
            )
            for total in plan.totals
        ),
        left_columns=tuple(ToldLeftColumn(*column) for column in plan.unmapped),
        missing=tuple(ToldMissing(item.table, item.record_id, item.words) for item in plan.missing),
        told=(*tracker.workbook.told, *plan.told),
    )  # fmt: skip


def area_words(table: FoundTable) -> str:
    """Return where a table is: ``B7:H61``."""
    area = table.area
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"


def _table(tracker: TrackerImport, at: int, table: FoundTable, mapped: TableMap) -> ToldTable:
    words = dict(tracker.targets(at))
    found = zip(table.columns, mapped.columns, strict=False)
    return ToldTable(
        sheet=table.sheet,
        area=area_words(table),
        title=table.title,
        record=mapped.record,
        taken=not mapped.skip,
        sure=mapped.sure,
        why=mapped.why or table.why,
        columns=tuple(
            ToldColumn(
                cell=address(*table.place(table.area.top, column.at)),
                heading=column.heading,
                fills=fills_words(words, chosen),
                sure=chosen.sure,
                why=chosen.why,
            )
            for column, chosen in found
        ),
    )


def fills_words(words: dict[Target, str], column: ColumnMap) -> str:
    """Return what a column fills, in words; nothing where it is left out."""
    target = column.target
    if target is None:
        return ""
    return words.get(target) or target.own or f"{target.table}.{target.key}"


def _row(row: PlannedRow) -> ToldRow:
    return ToldRow(
        row.sheet, row.line + 1, row.words, row.state.value, row.sentence, tuple(map(_record, row.records))
    )


def _record(record: PlannedRecord) -> ToldRecord:
    return ToldRecord(
        record.table,
        record.record_id,
        record.words,
        record.state.value,
        record.sentence,
        tuple(map(_value, record.values)),
        tuple(ToldLikely(*pair) for pair in record.likely),
    )


def _value(value: PlannedValue) -> ToldValue:
    return ToldValue(
        value.key, value.label, value.sheet, value.cell, value.text, value.old, value.new, value.state.value,
        value.sentence,
    )  # fmt: skip
