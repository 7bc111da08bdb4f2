"""The council's own fields as a board pack has them: a table for each type of record, in workbook and PDF alike."""

from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_own import OwnFieldReport, OwnValueReport

TITLE = "Further details"
NOTE = "What the council also keeps of these records."
_MOST_FIELDS = 5
"""As many stand side by side; more are another table."""


class OwnTable(Struct, frozen=True):
    """Own fields of one type of record: what leads the rows, the fields, and each record with what it has in them."""

    title: str
    noun: str
    fields: tuple[OwnFieldReport, ...]
    rows: tuple[tuple[str, tuple[OwnValueReport | None, ...]], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The fields' labels, money with its unit."""
        return tuple(f"{own.label} £" if own.kind == "money" else own.label for own in self.fields)


def own_tables(report: Report) -> tuple[OwnTable, ...]:
    """Return the fields for board packs that any record has something in, by type of record."""
    return tuple(_tables(report))


def _tables(report: Report) -> Iterator[OwnTable]:
    by_table: dict[str, list[OwnFieldReport]] = {}
    for own in report.own_fields:
        if own.in_pack and own.values:
            by_table.setdefault(own.record_table, []).append(own)
    for table, fields in by_table.items():
        for first in range(0, len(fields), _MOST_FIELDS):
            yield _table(table, tuple(fields[first : first + _MOST_FIELDS]))


def _table(table: str, fields: tuple[OwnFieldReport, ...]) -> OwnTable:
    held = [{value.record_id: value for value in own.values} for own in fields]
    names = {value.record_id: (value.ref, value.record) for own in fields for value in own.values}
    rows = [
        (words, tuple(values.get(record_id) for values in held))
        for record_id, (_, words) in sorted(names.items(), key=lambda item: (*item[1], item[0]))
    ]
    noun = TYPE_BY_TABLE[table].noun if table in TYPE_BY_TABLE else fields[0].records
    return OwnTable(fields[0].records.capitalize(), noun.capitalize(), fields, tuple(rows))


def shown(own: OwnFieldReport, value: OwnValueReport | None) -> str:
    """Return what a cell shows, an amount without its unit, which stands in the heading."""
    if value is None:
        return ""
    return value.words.replace("£", "") if own.kind == "money" else value.words
