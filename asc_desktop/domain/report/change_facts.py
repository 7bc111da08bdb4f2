"""What a report states, fact by fact, so that two reports can be compared.

A fact is known by its kind, its record and what it says of it; it has words, and where they can be told apart a
number whose difference is worth saying and a rank by which it is better or worse. What one report states and the other
does not is new or gone. Comparing is then the same both ways round.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_pounds, shown_saving
from asc_desktop.domain.records.assurance import PRIORITIES
from asc_desktop.domain.report.exceptions import movement_words
from asc_desktop.domain.report.model import LineReport, MilestoneReport, Report
from asc_desktop.domain.report.risks import LEVEL_WORDS
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.rules.status import RAG_WORDS

KIND_LABELS: Final[Mapping[str, str]] = {
    "status": "Delivery status",
    "savings_rag": "Savings RAG",
    "forecast": "Savings forecast",
    "target": "Approved target",
    "delivered": "Delivered savings",
    "exception": "Exceptions",
    "mitigation": "Mitigations",
    "movement": "Movements",
    "milestone": "Milestones",
    "measure": "Measures",
    "risk": "Risks",
    "issue": "Issues",
    "budget": "Budget",
    "decision": "Decisions",
    "activity": "Activity",
    "project": "Projects",
    "own": "Your own fields",
    "correction": "Corrections",
}
"""The kinds of change in the order in which they are told, and their words."""

Key = tuple[str, str, str]
"""A kind, a record's id and what is said of it."""


class Fact(Struct, frozen=True):
    """One thing that a report states.

    ``number`` is counted in ``unit``: ``pence``, ``days`` (as an ordinal), ``points``, or words such as ``reviews``.
    ``rank`` is higher the better it is; None where it is neither. ``absent_rank`` stands for the report that lacks it,
    None where being new or gone is neither good nor bad, and ``absent_words`` are what it says there, where lacking the
    fact is itself a figure such as £0. A fact whose ``owner`` stands in one of the reports only goes with that owner's
    own row. ``within`` facts are compared only where both reports state them; ``nil`` ones are not stated.
    """

    record_id: str
    what: str
    words: str
    page: str
    project_id: str = ""
    project_ref: str = ""
    project: str = ""
    number: int | None = None
    unit: str = ""
    rank: int | None = None
    absent_rank: int | None = None
    absent_words: str = ""
    owner: Key | None = None
    within: bool = False
    nil: bool = False
    programme: str = ""
    """Of what is of no project, or its own whatever project it is linked to; that of a project is known otherwise."""


_PRIORITY_RANK: Final = {key: at - len(PRIORITIES) for at, (key, _) in enumerate(PRIORITIES)}
_RAG_RANK: Final[Mapping[str, int]] = {"blue": 40, "green": 30, "grey": 25, "amber": 20, "red": 10}
"""A colour that was not there before is better or worse than none."""


def facts_of(report: Report, other: Report, shown_as: str) -> dict[Key, Fact]:
    """Return everything of a report that is compared with another; what is of one year only where they share theirs.

    Savings are in words as ``shown_as`` says, of whichever report: one of them may have been shown the other way round.
    The figures of savings that are the same in both are left out at once, since most are.
    """
    same_year = report.year == other.year
    found: dict[Key, Fact] = {}
    for kind, key, fact in (
        *_projects(report, same_year=same_year),
        *_lines(report, other, shown_as),
        *_exceptions(report),
        *_movements(report),
        *_milestones(report),
        *_measures(report),
        *_risks(report),
        *_issues(report),
        *(_budget(report) if same_year else ()),
        *_decisions(report),
        *_activities(report),
    ):
        if not fact.nil:
            found[kind, fact.record_id, key] = fact
    return found


_NO_POSITION: Final = Position()
_FIGURES: Final = (
    ("forecast", "Forecast", "forecast_pence", 1),
    ("target", "Approved target", "target_pence", 0),
    ("delivered", "Delivered", "delivered_pence", 1),
)
"""Of a line in a year: the kind of change, its words, the figure, and whether more of it is better."""

Stated = Iterator[tuple[str, str, Fact]]


def _projects(report: Report, *, same_year: bool) -> Stated:
    order = {status.id: place for place, status in enumerate(report.status_scheme)}
    for project in report.projects:
        make = partial(
            Fact,
            project.id,
            page="projects",
            project_id=project.id,
            project_ref=project.ref,
            project=project.name,
        )
        pence = project.all_years.forecast_pence
        yield "project", "", make("Theme", project.theme, number=pence, unit="pence")
        yield "project", "name", make("Name", project.name, within=True)
        yield "project", "lead", make("Lead", project.lead or "No lead", within=True)
        status = project.status
        # Within a colour the scheme goes from better to worse.
        rank = _RAG_RANK[status.rag] * 100 - order.get(status.id, 0) if status else None
        words = status.name if status else "Not reported"
        yield "status", "", make("Delivery status", words, rank=rank, within=True)
        if same_year:
            colour = project.savings_rag
            what = f"Savings RAG {report.year}"
            yield "savings_rag", "", make(what, RAG_WORDS[colour], rank=_RAG_RANK[colour], within=True)


def _lines(report: Report, other: Report, shown_as: str) -> Stated:
    held = {line.id: line.years for line in other.savings.lines if line.in_scope}
    for line in report.savings.lines:
        if not line.in_scope:
            continue
        there = held.get(line.id, {})
        for year, position in line.years.items():
            was = there.get(year, _NO_POSITION)
            if position == was:
                continue
            for kind, words, key, better in _FIGURES:
                pence = getattr(position, key)
                if pence != getattr(was, key):
                    shown = format_pounds(shown_saving(pence, shown_as))
                    yield kind, year, _line_fact(line, f"{words} {year}", pence, shown, better=better)


def _line_fact(line: LineReport, words: str, pence: int, shown: str, *, better: int) -> Fact:
    return Fact(
        line.id,
        f"{words}: {line.name}",
        shown,
        "savings",
        line.project_id,
        line.project_ref,
        line.project,
        number=pence,
        unit="pence",
        rank=pence * better if better else None,
        absent_rank=0 if better else None,
        absent_words=format_pounds(0),
        owner=("project", line.project_id, ""),
        nil=not pence,
    )


def _exceptions(report: Report) -> Stated:
    for item in report.exceptions:
        make = partial(
            Fact,
            item.id,
            page="exceptions",
            project_id=item.project_id,
            project_ref=item.project_ref,
            project=item.project,
            number=item.amount_pence or 0,
            unit="pence",
        )
        words = short(item.description)
        state, rank = ("Open", -1) if item.open else ("Closed", 0)
        yield "exception", "", make(f"{item.category}: {words}", state, rank=rank, absent_rank=0)
        amount = format_pounds(item.amount_pence or 0)
        rank = -(item.amount_pence or 0)
        yield "exception", "amount", make(f"At stake: {words}", amount, rank=rank, within=True)
        for action in item.mitigations:
            yield (
                "mitigation",
                "",
                Fact(
                    action.id,
                    short(action.action),
                    action.state,
                    "exceptions",
                    item.project_id,
                    item.project_ref,
                    item.project,
                    rank={"Done": 1, "Overdue": -1}.get(action.state, 0),
                    absent_rank=0,
                    owner=("exception", item.id, ""),
                ),
            )


def _movements(report: Report) -> Stated:
    for item in report.movements:
        project = report.project_by_id.get(item.from_project_id)
        yield (
            "movement",
            "",
            Fact(
                item.id,
                f"{item.kind_label}: {item.from_label}, {item.from_year}",
                movement_words(item),
                "savings",
                item.from_project_id,
                project.ref if project else "",
                project.name if project else item.from_label,
                number=item.amount_pence,
                unit="pence",
            ),
        )


def _milestones(report: Report) -> Stated:
    for item in report.milestones:
        day = item.actual_date or item.forecast_date or item.baseline_date
        ordinal = date.fromisoformat(day).toordinal() if day else None
        yield (
            "milestone",
            "",
            Fact(
                item.id,
                item.name,
                _milestone_words(item, day),
                "projects",
                item.project_id,
                item.project_ref,
                item.project,
                number=ordinal,
                unit="days",
                rank=None if ordinal is None else {"done": 1, "overdue": -1}.get(item.state, 0) - 4 * ordinal,
                owner=("project", item.project_id, ""),
            ),
        )


def _milestone_words(item: MilestoneReport, day: str | None) -> str:
    words = date_label(day)
    if item.state == "done":
        return f"Reached {words}"
    return f"{words}, overdue" if item.state == "overdue" else words


def _measures(report: Report) -> Stated:
    for item in report.measures:
        rank = _RAG_RANK[item.rag]
        yield (
            "measure",
            "",
            Fact(item.id, item.name, RAG_WORDS[item.rag], "performance", rank=rank, programme=item.programme),
        )


def _risks(report: Report) -> Stated:
    for item in report.risks:
        if not item.open:
            words, score = "Closed", 0
        else:
            score = item.score or 0
            # By today's words: those that a board version kept differ in a letter, which is no change.
            level = LEVEL_WORDS.get(item.level, item.level_label)
            words = f"{level}, {score}" if item.score else "Not scored"
        yield (
            "risk",
            "",
            Fact(
                item.id,
                f"{item.ref}: {short(item.description)}",
                words,
                "risks",
                item.project_id,
                item.project_ref or item.ref,
                item.project or item.theme,
                number=score if item.open and item.score else None,
                unit="points",
                rank=-score,
                absent_rank=0,
                programme=item.programme,
            ),
        )


def _issues(report: Report) -> Stated:
    for item in report.issues:
        words = item.priority_label if item.open else "Resolved"
        rank = _PRIORITY_RANK[item.priority] if item.open else 0
        about = (item.project_id, item.project_ref or item.ref, item.project)
        what = f"{item.ref}: {short(item.description)}"
        yield (
            "issue",
            "",
            Fact(item.id, what, words, "issues", *about, rank=rank, absent_rank=0, programme=item.programme),
        )


def _budget(report: Report) -> Stated:
    for item in report.budget.lines:
        if item.figures is None:
            continue
        pence = item.figures.variance_pence
        side = "over" if pence > 0 else "under"
        words = f"{format_pounds(abs(pence))} {side} budget" if pence else "On budget"
        yield (
            "budget",
            "variance",
            Fact(
                item.id,
                f"Variance {report.year}: {item.name}",
                words,
                "budget",
                project=item.group,
                number=pence,
                unit="pence",
                rank=-pence,
                absent_rank=0,
                absent_words="On budget",
                nil=not pence,
                programme=item.programme,
            ),
        )


def _decisions(report: Report) -> Stated:
    for item in report.decisions:
        linked = item.projects[0] if item.projects else None
        make = partial(
            Fact,
            item.id,
            page="decisions",
            project_id=linked.project_id if linked else "",
            project_ref=item.ref,
            project=item.subject,
            programme=item.programme,
        )
        yield "decision", "", make("Stage", item.stage_label)
        value = item.value_pence
        words = "Not stated" if value is None else format_pounds(value)
        yield (
            "decision",
            "value",
            make("Value", words, number=value or 0, unit="pence", within=True),
        )


def _activities(report: Report) -> Stated:
    for item in report.activity:
        yield (
            "activity",
            "done",
            _activity_fact(item, f"{item.name}: done", f"{item.done:,} {item.unit}", item.done, item.done),
        )
        projected = item.projected_total
        if projected is not None:
            words = f"{projected:,} {item.unit}"
            yield (
                "activity",
                "projected",
                _activity_fact(item, f"{item.name}: projected in all", words, projected, projected),
            )


def _activity_fact(item: ActivityReport, what: str, words: str, number: int, rank: int) -> Fact:
    return Fact(
        item.id,
        what,
        words,
        "activity",
        item.project_id,
        item.project_ref,
        item.project or item.name,
        number=number,
        unit=item.unit,
        rank=rank,
        within=True,
        programme=item.programme,
    )


def short(text: str, most: int = 160) -> str:
    """Return the beginning of a text on one line, ended at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"
