"""Found tables from headings and rows, as finding would hand them to the mapping: for tests of the mapping alone."""

import re
from collections.abc import Mapping, Sequence

from asc_desktop.domain.importing.columns.mapped import map_tables
from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Project
from asc_desktop.services.importing.vocabulary import read_vocabulary

Heading = str | tuple[str, ...]
Held = str | float | bool | Cell | None

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SCHEME = (
    ("Not started", "grey", "N"), ("On target", "green", "G"), ("Experiencing obstacles", "amber", "A"),
    ("At risk", "red", "R"), ("Compromised", "red", "C"), ("Closed or completed", "blue", "B"),
)  # fmt: skip


PROJECTS = [
    Project(id=f"p{at}", ref=f"P-00{at}", name=name)
    for at, name in enumerate(("Proactive reviews", "Reablement at home", "Telecare first"), start=1)
]


def scheme(*more: DeliveryStatus) -> list[DeliveryStatus]:
    """Return the statuses of a new portfolio, with more."""
    return [
        DeliveryStatus(id=f"s{at}", name=name, rag=rag, letter=letter, position=at)
        for at, (name, rag, letter) in enumerate(_SCHEME)
    ] + list(more)


def cell(value: Held, style: int = 0) -> Cell | None:
    """Return a cell: a number, yes or no, a text, or a date where the text is an ISO one."""
    if value is None or isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(value, Cell.FLAG, style)
    if isinstance(value, int | float):
        return Cell(value, Cell.NUMBER, style)
    return Cell(value, Cell.DATE if _DAY.fullmatch(value) else Cell.TEXT, style)


def a_table(
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Held]],
    *,
    sheet: str = "Sheet1",
    title: str = "",
    groups: Mapping[int, tuple[str, ...]] | None = None,
    styles: Sequence[Style] = (Style(),),
    state: str = "visible",
) -> tuple[Workbook, FoundTable]:
    """Return a workbook of one sheet, whose first row is its headings, and its table."""
    paths = [
        heading if isinstance(heading, tuple) else ((heading,) if heading else ()) for heading in headings
    ]
    grid = [tuple(cell(path[-1]) if path else None for path in paths)]
    grid += [tuple(cell(value) for value in row) for row in rows]
    page = Sheet(name=sheet, rows=tuple(grid), state=state)  # type: ignore[arg-type]
    lines = [FoundLine(0, Role.HEADING)]
    lines += [FoundLine(at + 1, Role.RECORD, group=(groups or {}).get(at, ())) for at in range(len(rows))]
    table = FoundTable(
        sheet=sheet,
        area=Area(0, 0, len(rows), len(paths) - 1),
        title=title,
        lines=tuple(lines),
        columns=tuple(FoundColumn(at, path) for at, path in enumerate(paths)),
    )
    return Workbook(name="tracker.xlsx", sheets=(page,), styles=tuple(styles)), table


def mapped(
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Held]],
    *,
    records: Records | None = None,
    remembered: Sequence[TrackerMapping] = (),
    period: str = "2024-06",
    **more: object,
) -> TableMap:
    """Return how a table of these headings and rows is mapped, in the month of June 2024."""
    workbook, table = a_table(headings, rows, **more)  # type: ignore[arg-type]
    held = records or Records({"delivery_status": scheme(), "project": PROJECTS})
    found = map_tables(workbook, [table], read_vocabulary(), held, remembered, open_period=period)
    return found.tables[0]


def words(target: Target | None) -> str:
    """Return a target in a few letters: ``savings_target.target_pence 2024``, ``own Ward``, nothing for none."""
    if target is None:
        return ""
    if target.own:
        return f"own {target.own}"
    more = [str(target.year or ""), target.period, f"#{target.number}" if target.number else ""]
    return " ".join(filter(None, [f"{target.table}.{target.key}", *more]))


def column(found: TableMap, heading: str) -> ColumnMap:
    """Return the map of the one column of a heading."""
    (only,) = (each for each in found.columns if " ".join(each.path) == heading)
    return only
