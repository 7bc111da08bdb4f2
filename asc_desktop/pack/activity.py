"""Activity: planned and done, pace and projected finish, cost and saving of a unit, and what its units end in."""

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_activity import ActivityOutcomeReport, ActivityReport
from asc_desktop.pack.document import (
    Block,
    Cell,
    Chart,
    Column,
    Decimal,
    Fact,
    Facts,
    Heading,
    Money,
    Note,
    Number,
    Section,
    Words,
    table_of,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_COLUMNS = (
    Column("Activity", 208, "name"),
    Column("State", 118, "name"),
    Column("Planned in all", 72, "number"),
    Column("Planned to date", 72, "number"),
    Column("Done", 72, "number"),
    Column("A month now", 72, "number"),
    Column("Finish", 142, "name"),
    Column("Cost of one £", 82, "money"),
    Column("Funding buys", 74, "number"),
    Column("Saving of one £", 82, "money"),
    Column("Saving so far £", 94, "money"),
    Column("Growth so far £", 94, "money"),
)
_OUTCOMES = (
    Column("Outcome", 326, "name", span=2),
    Column("Rate", 72, "number"),
    Column("So far", 72, "number"),
    Column("Effect of one £", 72, "money"),
    Column("Saving so far £", 72, "money"),
    Column("Growth so far £", 142, "money"),
)


def activity(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where nothing is counted."""
    if not report.activity:
        return Section("activity", "Activity", "", ())
    behind = sum(1 for item in report.activity if item.behind)
    rule = Note(
        "The pace is of the last three months reported. The saving of one is the sum of each outcome’s rate times its "
        "effect in a full year. Growth is a cost, shown separately and never subtracted from the saving."
    )
    drawn = [item for item in report.activity if any(month.planned or month.done for month in item.months)]
    return Section(
        "activity",
        "Activity",
        f"{len(report.activity)} counted, {behind} behind plan. £.",
        (
            rule,
            table_of("Activities", _COLUMNS, map(_cells, report.activity)),
            *(Chart("activity", item.id) for item in drawn),
            *(block for item in report.activity for block in _detail(item)),
        ),
    )


def _cells(item: ActivityReport) -> tuple[Cell, ...]:
    finish = item.finish_words or (period_short_label(item.finish_period) if item.finish_period else "")
    return (
        Words(f"{item.name}, in {item.unit}", f"{item.project_ref} {item.project}".strip(), strong=True),
        Words(item.state_label, tone="bad" if item.behind else ""),
        Number(item.planned_total),
        Number(item.planned_to_date),
        Number(item.done),
        Words("–", tone="muted") if item.recent_rate is None else Decimal(item.recent_rate),
        Words(finish),
        Money(item.unit_cost_pence),
        Number(item.affordable, tone="bad" if item.funding_short else ""),
        Money(item.saving_per_unit_pence),
        Money(item.savings_pence),
        Money(item.growth_pence),
    )


def _detail(item: ActivityReport) -> tuple[Block, ...]:
    """Return what is wrong with an activity, what it brings this year and what its units end in."""
    saved = _savings(item)
    facts = [Fact(f"Savings of {item.this_year.year}", saved)] if saved else []
    facts += [Fact("Source", item.source, is_quiet=True)] if item.source else []
    blocks: tuple[Block, ...] = (
        *(Note(warning, tone="bad") for warning in item.warnings),
        *((table_of("", _OUTCOMES, map(_outcome, item.outcomes)),) if item.outcomes else ()),
        *((Facts(tuple(facts)),) if facts else ()),
    )
    return (Heading(item.name), *blocks) if blocks else ()


def _savings(item: ActivityReport) -> str:
    """Return what the units of the year save, in it and in the next; empty where that is not known."""
    year = item.this_year
    if year.forecast_pence is None:
        return ""
    full, now, later, carried = (
        format_pounds(pence or 0)
        for pence in (year.full_effect_pence, year.in_year_pence, year.next_year_pence, year.carried_pence)
    )
    return (
        f"{year.done:,} {item.unit} done and {year.projected:,} projected save {full} in a full year: {now} of it this "
        f"year, {later} next. With {carried} carried in from the year before, the forecast is "
        f"{format_pounds(year.forecast_pence)}."
    )


def _outcome(outcome: ActivityOutcomeReport) -> tuple[Cell, ...]:
    return (
        Words(outcome.name),
        Decimal(outcome.rate, "%"),
        Number(outcome.units),
        Money(outcome.effect_pence),
        Money(None if outcome.is_growth else outcome.to_date_pence),
        Money(outcome.to_date_pence if outcome.is_growth else None),
    )
