"""The council's own fields that are for board packs: a table for each type of record."""

from __future__ import annotations

from asc_desktop.domain.report.own_tables import NOTE, TITLE, own_tables, shown
from asc_desktop.ui.pdf.composer import SMALL, Composer, cell
from asc_desktop.ui.pdf.tables import Column, Row


def write_own_fields(pack: Composer) -> None:
    """Write the tables."""
    pack.section("own_fields", TITLE, NOTE)
    for table in own_tables(pack.report):
        pack.heading(table.title, 13)
        columns = (
            Column(table.noun, share=3),
            *(
                Column(label, share=2, align="right" if own.kind == "money" else "left")
                for own, label in zip(table.fields, table.labels, strict=True)
            ),
        )
        rows = [
            Row((
                cell(words, SMALL, bold=True),
                *(cell(shown(own, value), SMALL) for own, value in zip(table.fields, values, strict=True)),
            ))
            for words, values in table.rows
        ]  # fmt: skip
        pack.table(columns, rows, SMALL)
