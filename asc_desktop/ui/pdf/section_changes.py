"""What changed since the board before: the six figures, then every change, the worst first within its kind."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.report.views_changes import ChangeRow, ReportChanges
from asc_desktop.domain.words import number_of
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import BAD, MUTED, SMALL, Composer, cell, group_row, named
from asc_desktop.ui.pdf.tables import Cell, Column, Row

_COLOURS: Final = {"worse": BAD, "better": LIGHT.positive}
_MARKS: Final = {"worse": "▼", "better": "▲"}

CHANGE_COLUMNS: Final = (
    Column("Project or record", share=3),
    Column("What", share=3),
    Column("Then", share=3),
    Column("Now", share=3),
    Column("Change", share=2),
    Column("Better or worse", most=90),
)


def write_changes(pack: Composer, changes: ReportChanges) -> None:
    """Write what changed."""
    pack.section(
        "changes",
        "Changes since last board",
        f"From {changes.before_name} to {changes.after_name}. {changes.sentence}",
    )
    for note in changes.notes:
        pack.paragraph(note, SMALL, colour=MUTED)
    figures = (
        Column("Key figure", share=2),
        *(Column(words, align="right", least=100) for words in ("Then", "Now")),
        Column("Change", share=2),
        Column("Better or worse", most=110),
    )
    pack.table(
        figures,
        [
            Row(
                (
                    cell(item.label, SMALL, bold=True),
                    cell(item.before, SMALL),
                    cell(item.after, SMALL, bold=True),
                    cell(item.difference, SMALL),
                    _effect(item.effect, item.effect_label),
                )
            )
            for item in changes.figures
        ],
        SMALL,
    )
    pack.gap(12)
    if not changes.rows:
        pack.paragraph("Nothing else has changed.")
        return
    rows: list[Row] = []
    for kind in changes.kinds:
        words = f"{kind.label}: {number_of(kind.count, 'change')}"
        if kind.worse or kind.better:
            words += f", {kind.worse} worse, {kind.better} better"
        rows.append(group_row(words))
        rows += [change_row(item) for item in changes.of_kind(kind.kind)]
    pack.table(CHANGE_COLUMNS, rows, SMALL)


def change_row(item: ChangeRow) -> Row:
    """Return the row of one change, in ``CHANGE_COLUMNS``."""
    return Row((
        named(item.project or item.what, item.project_ref, SMALL),
        cell(item.what if item.project else item.change_label, SMALL),
        cell(item.before or "–", SMALL, colour=MUTED),
        cell(item.after or item.change_label, SMALL),
        cell(item.difference or ("" if item.change == "changed" else item.change_label), SMALL),
        _effect(item.effect, item.effect_label),
    ))  # fmt: skip


def _effect(effect: str, label: str) -> Cell:
    mark = _MARKS.get(effect, "")
    return cell(f"{mark} {label}".strip(), SMALL, bold=bool(mark), colour=_COLOURS.get(effect, MUTED))
