"""What a portfolio setting does to the figures: as it stands, and as it would be, in sentences.

A report made under other settings would differ in these counts and no others; a test holds them against one. Nothing is
built anew here: colours are judged again from the positions, dates and scores that the report holds already.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds, shown_saving
from asc_desktop.domain.records.assurance import Measure
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Milestone, Portfolio
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.rules.decisions import call_in_expiry
from asc_desktop.domain.rules.measures import MeasureHistory
from asc_desktop.domain.rules.risks import LEVELS, level_of
from asc_desktop.domain.rules.status import is_better_than, milestone_rag, savings_rag, suggested_rag, worst
from asc_desktop.domain.words import listed, number_of, them

_RAGS = (("green", "green"), ("amber", "amber"), ("red", "red"))
_LEVELS = tuple((level, words.lower()) for level, words in LEVELS)
_NAMED = 4
"""How many of those that would change are named; more are counted."""

Colours = Mapping[str, str]
"""By id: the colour or level of a project, a milestone, a risk or a measure."""


def savings_colours(report: Report, settings: Portfolio) -> dict[str, str]:
    """Return each project's savings colour under some settings."""
    return {
        item.id: savings_rag(item.position, settings, reported=item.savings_rag != "grey")
        for item in report.projects
    }


def milestone_colours(report: Report, records: Records, settings: Portfolio) -> dict[str, str]:
    """Return each milestone's colour under some settings."""
    return {
        item.id: milestone_rag(records.get(Milestone, item.id), settings, report.as_at)
        for item in report.milestones
    }


def risk_levels(report: Report, settings: Portfolio) -> dict[str, str]:
    """Return the level of each open risk that is scored, under some settings."""
    return {
        item.id: level_of(item.score, settings)
        for item in report.risks
        if item.open and item.score is not None
    }


def measure_colours(report: Report, records: Records, settings: Portfolio) -> dict[str, str]:
    """Return the colour that each measure would have with the tolerances a new one begins with."""
    begun: dict[str, Any] = {
        "green_tolerance": settings.measure_green_within,
        "amber_tolerance": settings.measure_amber_within,
    }
    return {
        item.id: MeasureHistory.of(records, replace(records.get(Measure, item.id), **begun)).rag(
            report.period
        )
        for item in report.measures
    }


def challenged(report: Report, records: Records, settings: Portfolio) -> set[str]:
    """Return the projects whose reported status would be better than the figures."""
    savings = savings_colours(report, settings)
    milestones = milestone_colours(report, records, settings)
    of_project: dict[str, list[str]] = {}
    for item in report.milestones:
        of_project.setdefault(item.project_id, []).append(milestones[item.id])

    def suggested(project: ProjectReport) -> str:
        late = worst(of_project.get(project.id, []))
        return suggested_rag(savings[project.id], late, overdue_mitigations=project.mitigations_overdue)

    return {
        item.id
        for item in report.projects
        if item.status and is_better_than(item.status.rag, suggested(item))
    }


def savings_effect(report: Report, records: Records, now: Portfolio, new: Portfolio) -> str:
    """Say how many projects are green, amber and red by their savings, and what would change."""
    refs = {item.id: item.ref for item in report.projects}
    words = _compared(
        "project",
        report.period_label,
        (_percents(now), savings_colours(report, now)),
        (_percents(new), savings_colours(report, new)),
        refs,
        _RAGS,
    )
    return f"{words}{_challenge_words(report, records, now, new)}"


def milestone_effect(report: Report, records: Records, now: Portfolio, new: Portfolio) -> str:
    """Say how many milestones are green, amber and red, and what would change."""
    names = {item.id: f"{item.project_ref} {item.name}" for item in report.milestones}
    words = _compared(
        "milestone",
        report.period_label,
        (_days(now), milestone_colours(report, records, now)),
        (_days(new), milestone_colours(report, records, new)),
        names,
        _RAGS,
    )
    return f"{words}{_challenge_words(report, records, now, new)}"


def risk_effect(report: Report, _: Records, now: Portfolio, new: Portfolio) -> str:
    """Say how many open risks have each level, and what would change."""
    refs = {item.id: item.ref for item in report.risks}
    return _compared(
        "open risk",
        report.period_label,
        (_bands(now), risk_levels(report, now)),
        (_bands(new), risk_levels(report, new)),
        refs,
        _LEVELS,
    )


def measure_effect(report: Report, records: Records, _: Portfolio, new: Portfolio) -> str:
    """Say what new measures begin with, and how those there are would be rated with it."""
    begins = f"New measures start at {_tolerances(new)}."
    if not report.measures:
        return begins
    held = {item.id: item.rag for item in report.measures}
    as_new = measure_colours(report, records, new)
    count = len(held)
    keep = (
        "This does not change the 1 you have" if count == 1 else f"This does not change the {count} you have"
    )
    differ = sum(1 for item in held if held[item] != as_new[item])
    if not differ:
        return f"{begins} {keep}; in {report.period_label} the new ones would rate {them(count)} the same."
    return (
        f"{begins} {keep}: in {report.period_label} {_counted(held, _RAGS)}. "
        f"With these tolerances it would be {_counted(as_new, _RAGS)}."
    )


def call_in_effect(
    report: Report, records: Records, now: Portfolio, new: Portfolio, is_holiday: Callable[[date], bool]
) -> str:
    """Say when call-in of the latest decision ends, or of one taken on the period's last day."""
    taken = [
        (item.decision_date, item.ref)
        for item in records.all(Decision)
        if item.decision_date and item.subject_to_call_in and item.decision_date <= report.as_at
    ]
    day, ref = max(taken, default=(report.as_at, ""))
    which = f"{ref}, decided on {dates.date_label(day)}," if ref else f"A decision of {dates.date_label(day)}"
    ends = {
        days: dates.date_label(call_in_expiry(day, days, is_holiday))
        for days in (now.call_in_days, new.call_in_days)
    }
    said = f"With {_working_days(now)} {which} leaves call-in after {ends[now.call_in_days]}"
    if now.call_in_days != new.call_in_days:
        said += f"; with {new.call_in_days} it would be {ends[new.call_in_days]}"
    return f"{said}. This suggests the day for new decisions; days already set stay."


def shown_as_effect(report: Report, _: Records, __: Portfolio, new: Portfolio) -> str:
    """Show how the year's target is printed."""
    pence = report.savings.by_year[report.year].target_pence
    shown = format_pounds(shown_saving(pence, new.savings_shown_as))
    return f"The savings target of {report.year} is shown as {shown}. What is kept and what is typed stay the same."


def _compared(
    noun: str,
    when: str,
    now: tuple[str, Colours],
    new: tuple[str, Colours],
    names: Mapping[str, str],
    order: tuple[tuple[str, str], ...],
) -> str:
    (limits, colours), (new_limits, new_colours) = now, new
    if not colours:
        return f"No {noun} is rated in {when} yet."
    said = f"With {limits}, {_counted(colours, order, noun)} in {when}."
    if limits == new_limits:
        return said
    changed = [item for item in colours if colours[item] != new_colours[item]]
    if not changed:
        return f"{said} With {new_limits} it would be the same."
    moves = _moves(changed, new_colours, names, order)
    return f"{said} With {new_limits} it would be {_counted(new_colours, order)}: {moves}."


def _moves(
    changed: Iterable[str], colours: Colours, names: Mapping[str, str], order: tuple[tuple[str, str], ...]
) -> str:
    """Return ``P-01 and P-07 would become red, 6 would become amber``, the worst first."""
    by_colour: dict[str, list[str]] = {}
    for item in changed:
        by_colour.setdefault(colours[item], []).append(names[item])
    parts = []
    for colour, words in reversed(order):
        found = sorted(by_colour.get(colour, []))
        if found:
            who = listed(found) if len(found) <= _NAMED else str(len(found))
            parts.append(f"{who} would become {words}")
    return ", ".join(parts)


def _counted(colours: Colours, order: tuple[tuple[str, str], ...], noun: str = "") -> str:
    """Return ``4 projects are green, 3 amber and 7 red``; without a noun ``4 green, 3 amber and 7 red``."""
    counts = Counter(colours.values())
    found = [(counts[colour], words) for colour, words in order]
    parts = [f"{count} {words}" for count, words in found]
    if noun:
        count, words = found[0]
        parts[0] = number_of(count, f"{noun} is {words}", f"{noun}s are {words}")
    return listed(parts)


def _challenge_words(report: Report, records: Records, now: Portfolio, new: Portfolio) -> str:
    before, after = challenged(report, records, now), challenged(report, records, new)
    if before == after:
        return ""
    count = len(after)
    projects = number_of(count, "project is", "projects are")
    return f" Then {projects} reported better than the figures, now {len(before)}."


def _percents(settings: Portfolio) -> str:
    return (
        f"green up to {settings.green_shortfall_percent}% and amber up to {settings.amber_shortfall_percent}%"
    )


def _days(settings: Portfolio) -> str:
    return f"green up to {settings.green_slip_days} and amber up to {settings.amber_slip_days} days late"


def _bands(settings: Portfolio) -> str:
    low, medium, high = settings.low_risk_to, settings.medium_risk_to, settings.high_risk_to
    return f"low up to {low}, medium up to {medium} and high up to {high}"


def _tolerances(settings: Portfolio) -> str:
    return f"green within {settings.measure_green_within}% and amber within {settings.measure_amber_within}%"


def _working_days(settings: Portfolio) -> str:
    return number_of(settings.call_in_days, "working day")
