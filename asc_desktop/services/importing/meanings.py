"""What stands in a column, and what each text, letter or colour of it stands for."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.importing.columns.meanings import options_for
from asc_desktop.domain.importing.columns.values import cell_text
from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import TableMap, Target, meaning_key
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Kind, field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

FILL = "fill:"
"""What a meaning is kept under where a cell says nothing and is coloured: this, and ``RRGGBB``."""


class Met(Struct, frozen=True):
    """A text, a letter or a colour that stands in a column, how often, and what it stands for.

    ``stands_for`` is one of the options' keys, empty where it is to be left out, None where nobody knows yet.
    """

    text: str
    count: int
    stands_for: str | None


class Meanings(Struct, frozen=True):
    """What a column's texts stand for. ``options`` are what may be chosen: what is kept, and its words."""

    met: tuple[Met, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


def meanings_of(
    workbook: Workbook, table: FoundTable, mapped: TableMap, target: Target, records: Records
) -> Meanings:
    """Return what stands in the columns that fill a target; nothing where that is no choice from a list."""
    options = _options(target, records)
    if not options:
        return Meanings()
    known = mapped.meanings.get(meaning_key(target), {})
    counts = Counter(_texts(workbook, table, mapped, target))
    fills = any(not text.startswith(FILL) for text in counts) and not any(
        text.startswith(FILL) and text in known for text in counts
    )
    met = tuple(
        Met(text, count, known.get(text))
        for text, count in counts.items()
        # Where a column says its choices in words, an empty cell's fill is only how it looks.
        if not (fills and text.startswith(FILL))
    )
    return Meanings(met, options)


def _options(target: Target, records: Records) -> tuple[tuple[str, str], ...]:
    """Return what may be chosen for a target: stored choices, statuses, or the records that a reference may name."""
    fixed = tuple((option.value, option.words) for option in options_for(target, records))
    if fixed or target.own or not (target.table and target.key):
        return fixed
    field = field_of(TYPE_BY_TABLE[target.table], target.key)
    if field.kind is not Kind.REFERENCE:
        return ()
    held = [item for item in records.all(TYPE_BY_TABLE[field.to]) if not (item.retired or item.archived)]
    return tuple((words, words) for words in sorted(item.words(records) for item in held))


def _texts(workbook: Workbook, table: FoundTable, mapped: TableMap, target: Target) -> Iterator[str]:
    sheet = workbook.sheet(table.sheet)
    columns = [
        column.at
        for column, chosen in zip(table.columns, mapped.columns, strict=False)
        if chosen.target == target
    ]
    for line in table.records:
        for at in columns:
            place = table.place(line.at, at)
            cell = sheet.cell(*place)
            text = cell_text(cell).strip() if cell is not None else ""
            fill = workbook.fill(sheet, *place)
            if text:
                yield text
            elif fill:
                yield f"{FILL}{fill}"
