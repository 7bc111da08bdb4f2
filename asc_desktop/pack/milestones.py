"""Milestones: baseline, forecast and actual dates with the slip, and what projects wait for."""

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.model import MilestoneReport, Report
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import (
    Block,
    Cell,
    Column,
    Day,
    Heading,
    Letter,
    Note,
    Number,
    Section,
    Words,
    table_of,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_COLUMNS = (
    Column("Theme", 150),
    Column("Ref", 60),
    Column("Project", 208, "name"),
    Column("Milestone", 276, "name"),
    Column("Baseline", 86, "day"),
    Column("Forecast", 86, "day"),
    Column("Done", 86, "day"),
    Column("Days late", 64, "number"),
    Column("RAG", 52, "letter"),
    Column("State", 76),
    Column("Needed by", 92),
)
_WAITING = (
    Column("Project", 210, "name", span=2),
    Column("Waits for", 484, "name", span=2),
    Column("Expected", 86, "day"),
    Column("Needed by", 86, "day"),
    Column("In words", 370, "name", span=5),
)
_STATES = {"done": "Done", "overdue": "Overdue", "due": "Due"}
_MOST_WAITS = 12


def milestones(report: Report, edition: Edition) -> Section:
    """Return the section; it has no blocks where there is no milestone."""
    place = {theme.name: at for at, theme in enumerate(report.themes)}
    held = sorted(report.milestones, key=lambda item: place.get(item.theme, len(place)))
    rule = Note(
        "Days late is the forecast or actual date less the baseline, negative where early. The RAG of one that is past "
        "its date and not done also counts the days since that date."
    )
    table = table_of("Milestones", _COLUMNS, map(_cells, held), gathered=1)
    return Section(
        "milestones",
        "Milestones",
        f"{_headline(report)} {edition.closed_words}".rstrip(),
        (*_waiting(report), rule, table) if held else (),
    )


def _headline(report: Report) -> str:
    overdue = sum(1 for item in report.milestones if item.state == "overdue")
    late = sum(1 for item in report.milestones if (item.days_late or 0) > 0 and item.state != "done")
    count = number_of(len(report.milestones), "milestone")
    return f"{count}: {late} late, {overdue} overdue at {date_label(report.as_at)}."


def _cells(item: MilestoneReport) -> tuple[Cell, ...]:
    late = (item.days_late or 0) > 0 and item.state != "done"
    return (
        Words(item.theme),
        Words(item.project_ref),
        Words(item.project),
        Words(item.name, strong=True),
        Day(item.baseline_date),
        Day(item.forecast_date),
        Day(item.actual_date),
        Number(item.days_late, signed=True, tone="bad" if late else ""),
        Letter(item.rag),
        Words(_STATES.get(item.state, item.state), tone="bad" if item.state == "overdue" else ""),
        Words(", ".join(item.needed_by)),
    )


def _waiting(report: Report) -> tuple[Block, ...]:
    """Return what projects wait for, what comes too late first; nothing where none waits."""
    if not report.dependencies:
        return ()
    late = sum(1 for item in report.dependencies if item.late)
    ranked = sorted(report.dependencies, key=lambda item: (not item.late, -(item.days_past or 0)))
    left = len(ranked) - _MOST_WAITS
    return (
        Heading(f"What projects wait for: {len(ranked)}, of which {late} too late"),
        table_of("", _WAITING, map(_wait, ranked[:_MOST_WAITS])),
        *((Note(f"{left} more, with more time left."),) if left > 0 else ()),
        Heading("Milestones"),
    )


def _wait(item: DependencyReport) -> tuple[Cell, ...]:
    needs = f"{item.needs_project_ref} {item.needs_project}".strip()
    return (
        Words(f"{item.project_ref} {item.project}".strip(), strong=item.late),
        Words(f"{needs}: {item.milestone}" if item.milestone else needs),
        Day(item.expected_date),
        Day(item.own_date),
        Words(item.sentence, tone="bad" if item.late else ""),
    )
