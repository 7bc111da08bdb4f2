"""Which month a tracker reports, as words above its tables say: ``Reporting month: Oct-26``, ``As at 31/10/2026``."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from asc_desktop.domain import dates, spellings
from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.mapping import TrackerMapping
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook, address

_AS_FAR = 3
_AT_MOST_BELOW = 40
_SAME_CELL = re.compile(
    r"(?P<label>(?:data |position |figures )?as (?:at|of)|[a-z ]{5,20}(?=:))\s*[:\-]?\s*(?P<said>.+)",
    re.IGNORECASE,
)
_MORE = frozenset(
    {"month ending", "month end", "position as at", "data as at", "figures as at", "reporting to"}
)


class MonthSaid(Struct, frozen=True):
    """A month and the cell that says it."""

    period: str
    sheet: str
    cell: str

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return f"{self.sheet}!{self.cell} shows {dates.period_label(self.period)}"


def month_said(
    workbook: Workbook,
    tables: Sequence[FoundTable],
    mapping: TrackerMapping,
    words: Collection[str],
    today: str,
) -> MonthSaid | None:
    """Return the one month that stands above the tables that are taken; None where none does, or several do.

    ``words`` are those that name a reporting month. A month that has not begun on the day ``today`` is a plan's.
    """
    labels = {_plain(word) for word in words} | _MORE
    found: dict[str, MonthSaid] = {}
    for table, table_map in zip(tables, mapping.tables, strict=False):
        if table_map.skip:
            continue
        for said in _above(workbook.sheet(table.sheet), table, labels):
            if not today or said.period <= today[:7]:
                found.setdefault(said.period, said)
    return next(iter(found.values())) if len(found) == 1 else None


def _above(sheet: Sheet, table: FoundTable, labels: Collection[str]) -> Iterator[MonthSaid]:
    headings = [line.at for line in table.lines if line.role is Role.HEADING]
    first = min([*headings, *(line.at for line in table.records), table.area.bottom])
    for row in range(min(first, _AT_MOST_BELOW, len(sheet.rows))):
        cells = sheet.rows[row]
        for at, cell in enumerate(cells):
            if cell is None or cell.kind != Cell.TEXT or not isinstance(cell.value, str):
                continue
            if _plain(cell.value) in labels:
                beside = [each for each in cells[at + 1 : at + 1 + _AS_FAR] if each is not None]
                texts: Iterable[str] = [str(each.value) for each in beside[:1] if each.kind != Cell.NUMBER]
            else:
                match = _SAME_CELL.fullmatch(spellings.plain(cell.value))
                is_said = match is not None and _plain(match["label"]) in labels
                texts = [match["said"]] if match is not None and is_said else []
            for text in texts:
                if period := _period(text):
                    yield MonthSaid(period, sheet.name, address(row, at))


def _plain(text: str) -> str:
    return " ".join(spellings.plain(text).casefold().strip(" :").split())


def _period(text: str) -> str:
    try:
        return dates.parse_period(text.strip().partition("T")[0] if text[:4].isdigit() else text.strip())
    except dates.DateError:
        return ""
