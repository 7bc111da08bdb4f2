"""What the words and colours of a report mean: the notes that every pack carries."""

from asc_desktop.domain import dates
from asc_desktop.domain.glossary import TERMS
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.overall import OVERALL_RULE

_NOTES = """
Basis: Savings are gross and incremental unless a table is marked otherwise. Incremental: {incremental}
Cumulative: {cumulative} Net: {net}

To find: {to_find}

Forecast: {forecast} A figure stays in force until a later month
reports another. Where no forecast was reported, none is assumed.

Where the target goes: Each pound to find appears once: delivered, forecast remaining, slipped to a later year,
delivered early in a previous year, offset by another project, written off, or with no plan yet. A surplus is more than
there was to find; it is subtracted, so that the parts add up. In a year that has ended nothing remains: what was
forecast and is not delivered is shown as not delivered.

Proposed movements: Proposed movements count as a plan and are marked proposed. A proposed change or transfer of target
changes nothing until it is approved.

Counted once: A saving that counts in another theme is a memo line in its own and is left out of its totals.

Savings RAG: Green: forecast up to {green_shortfall}% short of what is to find; amber: up to {amber_shortfall}%; red:
more. Blue: delivered and validated by finance.

Milestone RAG: Green: forecast up to {green_slip} days after the baseline; amber: up to {amber_slip} days; red: more.
Past its date and not done, it is late by the days since that date. Blue: done.

Suggested RAG: The worse of savings and milestones, and at least amber with an overdue mitigation. Delivery status is a
person’s judgement, shown next to it.

Overall RAG: {overall}

Overdue: Judged at the end of the month, {as_at}.
"""


def notes_section(context: ReportContext) -> tuple[tuple[str, str], ...]:
    """Return the notes as pairs of heading and sentences, with the portfolio's own limits in them."""
    settings = context.settings
    filled = _NOTES.format(
        incremental=TERMS["Incremental"],
        cumulative=TERMS["Cumulative"],
        net=TERMS["Net"],
        to_find=TERMS["To find"],
        forecast=TERMS["Forecast"],
        green_shortfall=settings.green_shortfall_percent,
        amber_shortfall=settings.amber_shortfall_percent,
        green_slip=settings.green_slip_days,
        amber_slip=settings.amber_slip_days,
        overall=OVERALL_RULE,
        as_at=dates.date_label(context.as_at),
    )
    notes = []
    for paragraph in filled.strip().split("\n\n"):
        heading, _, sentences = " ".join(paragraph.split()).partition(": ")
        notes.append((heading, sentences))
    return tuple(notes)
