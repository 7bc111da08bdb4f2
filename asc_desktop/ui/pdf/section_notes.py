"""The notes."""

from __future__ import annotations

from asc_desktop import __version__
from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.delivery import RAGS
from asc_desktop.domain.rules.position import BASES
from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.pdf.composer import (
    SMALL,
    Composer,
    cell,
    letter,
)
from asc_desktop.ui.pdf.section_cover import period_words
from asc_desktop.ui.pdf.tables import Column, Row


def write_notes(pack: Composer, document: PackDocument) -> None:
    """Write what the figures mean, and what the pack was compared with and marked as."""
    report, edition = pack.report, document.edition
    pack.section("notes", "Notes")
    pack.heading("About this pack")
    about = [
        ("Organisation", report.organisation or "Not stated"),
        ("Portfolio", report.portfolio),
        ("Programme", report.programme),
        ("Programme lead", report.programme_lead or "Not stated"),
        ("Month", period_words(report)),
        ("Figures to", date_label(report.as_at)),
        ("Financial year", f"{report.year}, 1 April to 31 March"),
        ("Years shown", ", ".join(report.years)),
        ("Basis", dict(BASES).get(report.basis, report.basis)),
        ("Prepared with", f"ASC Desktop {__version__}"),
    ]
    compared = edition.changes.before_name if edition.changes else ""
    for name, words in (
        ("Compared with", compared),
        ("Figures", edition.frozen),
        ("Left out", edition.left_out),
        ("Marking", document.marking.full or document.marking.short),
    ):
        if words:
            about.append((name, words))
    pairs = (Column("", most=190), Column("", share=1))
    pack.table(
        pairs, [Row((cell(name, SMALL, bold=True), cell(words, SMALL))) for name, words in about], SMALL
    )
    pack.heading("What the figures mean")
    pack.table(
        pairs,
        [Row((cell(name, SMALL, bold=True), cell(words, SMALL))) for name, words in report.notes],
        SMALL,
    )
    if report.status_scheme:
        colours = dict(RAGS)
        pack.heading("Delivery statuses")
        pack.table(
            (Column("Status", most=260), Column("Letter", align="centre"), Column("Colour", share=1)),
            [
                Row(
                    (
                        cell(status.name, SMALL),
                        letter(status.letter, status.rag),
                        cell(
                            f"{colours.get(status.rag, status.rag)}{'; closes the project' if status.closed else ''}",
                            SMALL,
                        ),
                    )
                )
                for status in report.status_scheme
            ],
            SMALL,
        )
