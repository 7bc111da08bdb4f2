"""What the workbook and the PDF say of one table is the same, cell by cell, and is what the section says."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from asc_desktop.domain.dates import date_label, period_short_label
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.excel.pack import PARTS, Edition, write_pack
from asc_desktop.pack.document import (
    Cell,
    Check,
    Day,
    Decimal,
    Letter,
    Money,
    Month,
    Number,
    Section,
    Status,
    Table,
    Words,
)  # fmt: skip
from asc_desktop.pack.sections import BUILDERS
from asc_desktop.services.packs import document_of
from asc_desktop.ui.pdf import tables
from asc_desktop.ui.pdf.composer import Composer
from asc_desktop.ui.pdf.pack import lay_out_pack
from tests.golden.test_pack_dumps import public, since_may
from tests.golden.test_pdf_dumps import sample
from tests.unit.excel.workbooks import full_desk, read

CASES = [
    ("everything", full_desk().build(), since_may()),
    ("public", *public()),
    ("sample", sample(), Edition()),
]


@pytest.mark.parametrize(("name", "report", "edition"), CASES, ids=[name for name, *_ in CASES])
def test_both_say_each_table_as_its_section_does(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    report: Report,
    edition: Edition,
) -> None:
    drawn: dict[str, list[Any]] = {}
    at = [""]
    begin, draw = Composer.section, Composer.table

    def section(pack: Composer, key: str, *args: Any, **named: Any) -> None:
        at[0] = key
        begin(pack, key, *args, **named)

    def table(pack: Composer, columns: Any, rows: Any, size: int = 12) -> None:
        drawn.setdefault(at[0], []).append((columns, rows))
        draw(pack, columns, rows, size)

    monkeypatch.setattr(Composer, "section", section)
    monkeypatch.setattr(Composer, "table", table)
    lay_out_pack(document_of(report, edition))
    write_pack(report, tmp_path / "pack.xlsx", edition)
    book = read(tmp_path / "pack.xlsx", data_only=True)
    seen = 0
    for key in (key for key in BUILDERS if key in edition.plan.sections):
        said = BUILDERS[key](report, edition)
        grid = (
            [[cell.value for cell in row] for row in book[PARTS[key].NAME].iter_rows()] if said.blocks else []
        )
        pages = [held for held in drawn.get(key, []) if any(column.title for column in held[0])]
        assert len(pages) == len(tables_of(said)), key
        for held, (columns, rows) in zip(tables_of(said), pages, strict=True):
            seen += 1
            assert on_sheet(grid, held), f"{key}: {held.columns[0].title}"
            assert [column.title for column in columns] == [
                column.title for column in held.columns[held.gathered :]
            ]
            assert [[words(cell) for cell in row.cells] for row in rows] == list(on_page(held)), key
    book.close()
    assert seen >= 4


def tables_of(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def on_sheet(grid: Sequence[Sequence[Any]], table: Table) -> bool:
    """Whether the table stands on the sheet: its headings, below them its rows and its total."""
    places, at = [], 0
    for column in table.columns:
        places.append(at)
        at += column.span
    titles = [column.title for column in table.columns]
    wanted = [
        [in_sheet(cell) for cell in row.cells]
        for row in (*table.rows, *([table.total] if table.total else []))
    ]
    for first, row in enumerate(grid):
        if [row[place] if place < len(row) else None for place in places] != titles:
            continue
        found = [[line[place] for place in places] for line in grid[first + 1 : first + 1 + len(wanted)]]
        if [[value if value != "" else None for value in line] for line in found] == wanted:
            return True
    return False


def in_sheet(cell: Cell) -> Any:  # noqa: PLR0911 - one for each kind of cell
    match cell:
        case Words(text, below):
            return "\n".join(part for part in (text, below) if part) or None
        case Money(pence):
            return None if pence is None else pence / 100
        case Day(iso):
            return datetime.fromisoformat(iso) if iso else None
        case Month(period):
            return datetime.fromisoformat(f"{period}-01")
        case Number(value):
            return value
        case Decimal(text):
            return float(text)
        case Letter(rag):
            return RAG_LETTERS[rag]
        case Status(text):
            return text or None
        case Check(left):
            return left / 100 if left else "OK"


def on_page(table: Table) -> Iterator[list[str]]:
    """Yield the table's rows as a page has them: the first columns head the rows that share them."""
    heads: tuple[Cell, ...] = ()
    for row in table.rows:
        if row.cells[: table.gathered] != heads:
            heads = row.cells[: table.gathered]
            yield [", ".join(text for cell in heads if (text := on_paper(cell)))]
        yield [on_paper(cell) for cell in row.cells[table.gathered :]]
    if table.total is not None:
        yield [on_paper(cell) for cell in table.total.cells[table.gathered :]]


def on_paper(cell: Cell) -> str:  # noqa: PLR0911 - one for each kind of cell
    match cell:
        case Words(text, below):
            return f"{text}\n{below}" if below else text
        case Money(pence):
            return pounds(pence)
        case Day(iso):
            return date_label(iso) if iso else ""
        case Month(period):
            return period_short_label(period)
        case Number(value, signed):
            return "" if value is None else signs(value) if signed else f"{value:,}"
        case Decimal(text, unit):
            return f"{text}{unit}"
        case Letter(rag):
            return RAG_LETTERS[rag]
        case Status(text):
            return text
        case Check(left):
            return pounds(left) if left else "OK"


def signs(value: int) -> str:
    return f"{'+' if value > 0 else '−'}{abs(value):,}" if value else "–"


def pounds(pence: int | None) -> str:
    if not pence:
        return "" if pence is None else "–"
    whole = f"{abs(pence) / 100:,.2f}".removesuffix(".00")
    return f"({whole})" if pence < 0 else whole


def words(cell: tables.Cell) -> str:
    """Return what stands in a cell of a page."""
    found = []
    for part in cell:
        match part:
            case tables.Text(runs):
                found.append("".join(run.text for run in runs))
            case tables.Letter(letter):
                found.append(letter)
            case tables.Chip(text):
                found.append(text)
    return "\n".join(found)
