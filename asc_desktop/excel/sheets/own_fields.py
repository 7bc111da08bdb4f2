"""The council's own fields that are for board packs: a table for each type of record."""

from typing import Final

from asc_desktop.domain.report.own_tables import NOTE, TITLE, OwnTable, own_tables, shown
from asc_desktop.excel.workbook import PackBook, SheetWriter

NAME: Final = TITLE
_RECORD: Final = 330
_FIELD: Final = 150
_FEWEST: Final = 4
"""Columns of fields that the sheet is at least wide enough for: the line under its title needs as much."""


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(own_tables(book.report))


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    most = max((len(table.fields) for table in own_tables(book.report)), default=1)
    return [_RECORD, *[_FIELD] * max(most, _FEWEST)]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    page.title(TITLE, f"{book.report.programme}, {book.period_words}. {NOTE}")
    for table in own_tables(book.report):
        page.heading(table.title)
        _write_table(page, table)
        page.gap()
    page.finish()


def _write_table(page: SheetWriter, table: OwnTable) -> None:
    for place, label in enumerate((table.noun, *table.labels)):
        page.text(place, label, page.styles.header())
    page.end_row(page.fitted(list(enumerate((table.noun, *table.labels)))), keep=True)
    for words, values in table.rows:
        texts = [(0, words)]
        page.text(0, words, page.styles.cell(bold=True))
        for place, (own, value) in enumerate(zip(table.fields, values, strict=True), start=1):
            if own.kind == "money" and value is not None and isinstance(value.value, int):
                page.money(place, value.value, page.styles.pounds())
                continue
            texts.append((place, shown(own, value)))
            page.text(place, texts[-1][1], page.styles.cell())
        page.end_row(page.fitted(texts))
