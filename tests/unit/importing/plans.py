"""A workbook of plain grids, mapped by hand, and what an import of it would do to an open portfolio."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.plan import Chosen, Plan, PlannedRecord, PlannedRow, PlannedValue, Where
from asc_desktop.domain.importing.planning.drafting import Ids
from asc_desktop.domain.importing.planning.made import make_plan
from asc_desktop.domain.importing.planning.naming import Likely, nobody
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Portfolio
from asc_desktop.domain.records.fields import Record

Entry = str | int | float | bool | Cell | None
Grid = Sequence[Sequence[Entry]]

STATUSES = (
    DeliveryStatus(id="on", name="On track", rag="green", letter="G", shape="circle", position=1),
    DeliveryStatus(id="risk", name="At risk", rag="amber", letter="A", shape="triangle", position=2),
    DeliveryStatus(id="off", name="Off track", rag="red", letter="R", shape="diamond", position=3),
)
TODAY = Where(today="2026-06-18")

T = Target
REF, NAME, THEME = T("project", "ref"), T("project", "name"), T("project", "theme_id")
STATUS, NARRATIVE = T("status_update", "status_id"), T("status_update", "narrative")
PROJECT_COLUMNS = [
    ("Ref", REF),
    ("Project", NAME),
    ("Theme", THEME),
    ("Lead", T("project", "lead")),
    ("RAG", STATUS),
    ("Update", NARRATIVE),
]
"""What most sheets of projects begin with."""


def a_cell(entry: Entry, style: int = 0) -> Cell | None:
    """A cell as a reader leaves it; a text such as 2026-06-18 is a date."""
    if entry is None or entry == "" or isinstance(entry, Cell):
        return entry if isinstance(entry, Cell) else None
    if isinstance(entry, bool):
        return Cell(entry, Cell.FLAG, style)
    if isinstance(entry, int | float):
        return Cell(entry, Cell.NUMBER, style)
    is_day = len(entry) == 10 and entry[4] == entry[7] == "-" and entry[:4].isdigit()
    return Cell(entry, Cell.DATE if is_day else Cell.TEXT, style)


class Mapped:
    """One sheet with its headings in the first row, each with what it fills."""

    def __init__(
        self,
        record: str,
        columns: Sequence[tuple[str, Target | None] | tuple[str, Target | None, str]],
        rows: Grid,
        *,
        sheet: str = "Projects",
        splits: Sequence[str] = (),
        own_kinds: Mapping[str, str] | None = None,
        meanings: Mapping[str, Mapping[str, str]] | None = None,
        given: Mapping[str, str] | None = None,
        merges: Sequence[Area] = (),
        groups: Mapping[int, tuple[str, ...]] | None = None,
        group: tuple[Target | None, ...] = (),
    ) -> None:
        headings = [column[0] for column in columns]
        grid = [tuple(a_cell(entry) for entry in row) for row in [headings, *rows]]
        self.sheet = Sheet(sheet, tuple(grid), merges=tuple(merges))
        lines = [FoundLine(0, Role.HEADING)]
        lines += [
            FoundLine(at, Role.RECORD, group=(groups or {}).get(at, ())) for at in range(1, len(rows) + 1)
        ]
        self.table = FoundTable(
            sheet,
            Area(0, 0, len(rows), len(columns) - 1),
            lines=tuple(lines),
            columns=tuple(FoundColumn(at, (text,) if text else ()) for at, text in enumerate(headings)),
        )
        self.map = TableMap(
            sheet=sheet,
            record=record,
            columns=tuple(
                ColumnMap(
                    path=(column[0],) if column[0] else (),
                    at=at,
                    target=column[1],
                    way=column[2] if len(column) == 3 else "",
                    splits=column[0] in splits,
                    own_kind=(own_kinds or {}).get(column[0], ""),  # type: ignore[arg-type]
                )
                for at, column in enumerate(columns)
            ),
            meanings=meanings or {},
            given=given or {},
            group=group,
        )


def records_with(*records: Record) -> Records:
    """The records of a portfolio with a scheme of statuses and these."""
    rows: dict[str, list[Record]] = {}
    for record in (Portfolio(id="portfolio", name="ASC"), *STATUSES, *records):
        rows.setdefault(record.table, []).append(record)
    return Records(rows)


def counted(prefix: str = "new") -> Callable[[], str]:
    """What gives ids that are told apart and come in order."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):06d}"


def plan_of(
    *tables: Mapped,
    records: Records | None = None,
    chosen: Chosen | None = None,
    where: Where = TODAY,
    styles: Sequence[Style] = (),
    likely: Likely = nobody,
    ids: Ids | None = None,
) -> Plan:
    """What an import of these sheets would do."""
    workbook = Workbook("My tracker.xlsx", tuple(table.sheet for table in tables), (Style(), *styles))
    return make_plan(
        workbook,
        [table.table for table in tables],
        TrackerMapping(tables=tuple(table.map for table in tables)),
        records if records is not None else records_with(),
        chosen or Chosen(),
        where,
        ids=ids or Ids(counted()),
        likely=likely,
    )


def applied(plan: Plan, records: Records | None = None) -> Records:
    """The records after the plan is done."""
    held = records if records is not None else records_with()
    changes: dict[str, dict[str, Record | None]] = {}
    for record in plan.puts:
        changes.setdefault(record.table, {})[record.id] = record
    return held.with_changes(changes)


def record_in(row: PlannedRow, table: str, at: int = 0) -> PlannedRecord:
    """The record of a type in a row."""
    return [record for record in row.records if record.table == table][at]


def value_in(row: PlannedRow, table: str, key: str) -> PlannedValue:
    """The value of a field in a row."""
    return next(
        value
        for record in row.records
        if record.table == table
        for value in record.values
        if value.key == key
    )
