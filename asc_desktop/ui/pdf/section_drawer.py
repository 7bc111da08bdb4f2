"""Draws any section of a pack on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from asc_desktop.domain.dates import date_label, period_short_label
from asc_desktop.domain.money import SAVINGS_KEYS
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.pack.document import (
    RIGHT,
    Block,
    Cell,
    Chart,
    Check,
    Column,
    Decimal,
    Facts,
    Heading,
    Letter,
    Money,
    Month,
    Number,
    Row,
    Section,
    Status,
    Table,
    Tone,
    Words,
)  # fmt: skip
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf import tables
from asc_desktop.ui.pdf.composer import BAD, BODY, MUTED, SMALL, Composer, cell, group_row, letter, money
from asc_desktop.ui.pdf.section_charts import draw_charts

_BELOW: Final = 10
_LETTER: Final = 56.0
"""The least room of a letter, so that what it is of stands over it."""
_LABEL: Final = 210
_ONE: Final = 100.0
"""The width of a column that has one share of the room."""


def draw_section(pack: Composer, section: Section) -> None:
    """Write the section, on a page of its own."""
    pack.section(section.key, section.title, section.note)
    for at, block in enumerate(section.blocks):
        if isinstance(block, Table):
            draw_table(pack, block)
        elif isinstance(block, Heading):
            pack.heading(block.text, 13)
        elif isinstance(block, Facts):
            _draw_facts(pack, block)
        elif isinstance(block, Chart):
            # Those that follow each other share the page's width.
            draw_charts(pack, _run_of_charts(section.blocks, at))
        else:
            pack.gap(4)
            tone = block.tone or ("muted" if block.is_quiet else "")
            pack.paragraph(block.text, SMALL if block.is_quiet else BODY, colour=_colour(tone))
            pack.gap(4)


def _run_of_charts(blocks: Sequence[Block], at: int) -> list[Chart]:
    """Return the charts from a place on that follow each other; none where one stands before it."""
    if at and isinstance(blocks[at - 1], Chart):
        return []
    found = []
    for block in blocks[at:]:
        if not isinstance(block, Chart):
            break
        found.append(block)
    return found


def draw_table(pack: Composer, table: Table) -> None:
    """Write a table, its first columns as headings over the rows that share them where it is gathered."""
    shown = table.columns[table.gathered :]
    shown_as = pack.report.savings_shown_as
    rows = list(_gathered(table, shown_as))
    if table.total is not None:
        rows.append(_row(table.total, table.gathered, shown_as, kind="total"))
    pack.table([_column(column) for column in shown], rows, SMALL)


def _draw_facts(pack: Composer, block: Facts) -> None:
    rows = []
    for fact in block.facts:
        colour = MUTED if fact.is_quiet else LIGHT.text
        label = cell(fact.label, SMALL, bold=not fact.is_quiet, colour=colour)
        rows.append(tables.Row((label, cell(fact.text, SMALL, colour=colour))))
    pack.table((tables.Column("", least=_LABEL, most=_LABEL), tables.Column("", share=1)), rows, SMALL)


def _gathered(table: Table, shown_as: str) -> Iterator[tables.Row]:
    """Yield the rows, those that share the first columns under a heading with what is in them."""
    for heads, rows in groupby(table.rows, key=lambda row: row.cells[: table.gathered]):
        if heads:
            yield group_row(", ".join(words for words in map(_plain, heads) if words))
        for row in rows:
            yield _row(row, table.gathered, shown_as)


def _column(column: Column) -> tables.Column:
    side: tables.Align = "right" if column.kind in RIGHT else "centre" if column.kind == "letter" else "left"
    share = column.width / _ONE if column.kind == "name" else 0.0
    least = _LETTER if column.kind == "letter" else 0.0
    return tables.Column(column.title, share=share, align=side, least=least)


def _row(row: Row, first: int, shown_as: str, *, kind: tables.RowKind = "body") -> tables.Row:
    return tables.Row(
        tuple(_cell(item, shown_as, is_total=kind == "total") for item in row.cells[first:]), kind
    )


def _plain(item: Cell) -> str:
    return item.text if isinstance(item, Words | Status) else ""


def _cell(item: Cell, shown_as: str, *, is_total: bool) -> tables.Cell:
    match item:
        case Money() | Check():
            return _figure(item, shown_as, is_total=is_total)
        case Letter(rag):
            return letter(RAG_LETTERS[rag], rag)
        case Status(text, rag):
            return (tables.Chip(text, rag),)
        case Month() | Decimal():
            words = period_short_label(item.period) if isinstance(item, Month) else f"{item.text}{item.unit}"
            return cell(words, SMALL)
        case Words(text, below, strong, tone):
            first = cell(text, SMALL, bold=strong or tone == "bad", colour=_colour(tone))
            return (*first, *cell(below, _BELOW, colour=MUTED)) if below else first
    words = _number(item) if isinstance(item, Number) else date_label(item.iso) if item.iso else ""
    return cell(words, SMALL, bold=item.tone == "bad", colour=_colour(item.tone))


def _figure(item: Money | Check, shown_as: str, *, is_total: bool) -> tables.Cell:
    if isinstance(item, Check):
        return money(item.left_pence, SMALL, warn=True) if item.left_pence else cell("OK", SMALL, bold=True)
    reduced = shown_as if item.key in SAVINGS_KEYS else ""
    return money(item.pence, SMALL, bold=is_total, warn=item.warns, shown_as=reduced)


def _number(item: Number) -> str:
    if item.value is None:
        return ""
    if not item.signed:
        return f"{item.value:,}"
    return f"{item.value:+,}".replace("-", "−") if item.value else "–"


def _colour(tone: Tone) -> str:
    return {"good": LIGHT.positive, "bad": BAD, "muted": MUTED}.get(tone, LIGHT.text)
