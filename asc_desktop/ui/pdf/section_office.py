"""Activity, and the notes."""

from __future__ import annotations

from typing import Final

from asc_desktop import __version__
from asc_desktop.domain.dates import date_label, period_short_label
from asc_desktop.domain.records.delivery import RAGS
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.rules.position import BASES
from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.figures.activity import activity_data
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import (
    BAD,
    SMALL,
    Composer,
    Picture,
    cell,
    letter,
    money,
    named,
)
from asc_desktop.ui.pdf.section_cover import period_words
from asc_desktop.ui.pdf.tables import Cell, Column, Row

_MOST_CHARTS: Final = 8


def write_activity(pack: Composer) -> None:
    """Write what was planned and done, how it goes on, and what it costs and saves."""
    report = pack.report
    pack.section(
        "activity",
        "Activity",
        "Growth is a cost. It is shown separately and never subtracted from the saving.",
    )
    columns = (
        Column("Activity", share=3),
        Column("State", share=2),
        Column("Planned", align="right"),
        Column("Planned to date", align="right"),
        Column("Done", align="right"),
        Column("A month", align="right"),
        Column("Finish", most=120),
        Column("Unit cost £", align="right"),
        Column("Funding buys", align="right"),
        Column("Saving a unit £", align="right"),
        Column("Saving so far £", align="right"),
        Column("Growth so far £", align="right"),
    )
    pack.table(columns, [_activity_row(item) for item in report.activity], SMALL)
    drawn = [item for item in report.activity if item.months]
    if drawn:
        pack.gap(12)
        pack.pictures([Picture(activity_data(item), 165.0) for item in drawn[:_MOST_CHARTS]])
    for item in report.activity:
        if not item.warnings and not item.outcomes:
            continue
        pack.heading(item.name, 13)
        for warning in item.warnings:
            pack.paragraph(warning, SMALL, colour=BAD, keep=bool(item.outcomes))
        if item.outcomes:
            pack.table(
                (
                    Column("Outcome", share=1),
                    Column("Rate", align="right", least=60),
                    Column(f"{item.unit.capitalize()} so far", align="right", least=80),
                    Column("Effect of one £", align="right", least=90),
                    Column("So far £", align="right", least=90),
                    Column("Counts as"),
                ),
                [
                    Row(
                        (
                            cell(outcome.name, SMALL),
                            cell(f"{outcome.rate}%", SMALL),
                            cell(f"{outcome.units:,}", SMALL),
                            money(outcome.effect_pence, SMALL),
                            money(outcome.to_date_pence, SMALL),
                            cell("Growth" if outcome.is_growth else "Saving", SMALL),
                        )
                    )
                    for outcome in item.outcomes
                ],
                SMALL,
            )


def _activity_row(item: ActivityReport) -> Row:
    finish = item.finish_words or (period_short_label(item.finish_period) if item.finish_period else "")
    about = ", ".join(part for part in (item.project_ref, item.project) if part)
    return Row((
        named(item.name, about, SMALL),
        cell(item.state_label, SMALL, bold=item.behind, colour=BAD if item.behind else LIGHT.text),
        *(cell(f"{number:,}", SMALL) for number in (item.planned_total, item.planned_to_date, item.done)),
        cell(item.recent_rate or "", SMALL),
        cell(finish, SMALL),
        money(item.unit_cost_pence, SMALL),
        _affordable(item),
        money(item.saving_per_unit_pence, SMALL),
        money(item.savings_pence, SMALL),
        money(item.growth_pence, SMALL),
    ))  # fmt: skip


def _affordable(item: ActivityReport) -> Cell:
    words = "" if item.affordable is None else f"{item.affordable:,}"
    return cell(words, SMALL, colour=BAD if item.funding_short else LIGHT.text)


# ----------------------------------------------------------------------------------------------------- notes


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
