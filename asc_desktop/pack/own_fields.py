"""The council's own fields that are for board packs: a table for each type of record."""

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.own_tables import NOTE, TITLE, OwnTable, own_tables, shown
from asc_desktop.domain.report.views_own import OwnFieldReport, OwnValueReport
from asc_desktop.pack.document import Block, Cell, Column, Heading, Money, Section, Table, Words, table_of
from asc_desktop.pack.edition import Edition

_RECORD, _FIELD = 330, 150


def own_fields(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where no record has anything in such a field."""
    blocks: list[Block] = []
    for at, table in enumerate(own_tables(report), start=1):
        blocks += [Heading(table.title), _table(f"OwnFields{at}", table)]
    return Section("own_fields", TITLE, NOTE, tuple(blocks))


def _table(name: str, table: OwnTable) -> Table:
    columns = [Column(table.noun, _RECORD, "name")]
    columns += [
        Column(label, _FIELD, "money" if own.kind == "money" else "name")
        for own, label in zip(table.fields, table.labels, strict=True)
    ]
    rows = ((Words(words, strong=True), *map(_cell, table.fields, values)) for words, values in table.rows)
    return table_of(name, columns, rows)


def _cell(own: OwnFieldReport, value: OwnValueReport | None) -> Cell:
    if own.kind == "money":
        return Money(value.value if value is not None and isinstance(value.value, int) else None)
    return Words(shown(own, value))
