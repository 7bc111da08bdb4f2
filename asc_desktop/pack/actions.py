"""The action log: all that is open and whose, by owner and day: mitigations, actions, issues, decisions, updates."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import Cell, Column, Day, Number, Section, Words, table_of
from asc_desktop.pack.edition import Edition

NO_OWNER: Final = "No owner"
_COLUMNS = (
    Column("Owner", 170, "name"),
    Column("Kind", 100),
    Column("What", 430, "name"),
    Column("Of", 330, "name"),
    Column("Due", 92, "day"),
    Column("Days overdue", 90, "number"),
)
_TO_COME = frozenset({"advice", "forward_plan", "for_decision"})
"""Stages of a decision that is still to be taken, and no longer a draft."""
_NO_DAY = "9999-12-31"


class _Open(Struct, frozen=True):
    owner: str
    kind: str
    what: str
    of: str
    due: str | None
    days_overdue: int = 0


def actions(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where nothing is open. Closed projects own nothing any more."""
    found = sorted(
        (
            *_mitigations(report),
            *_risk_actions(report),
            *_issues(report),
            *_decisions(report),
            *_updates(report),
        ),
        key=lambda item: (item.owner == "", item.owner.casefold(), item.due or _NO_DAY, item.kind, item.of),
    )
    overdue = sum(1 for item in found if item.days_overdue)
    table = table_of("Actions", _COLUMNS, map(_cells, found), gathered=1)
    return Section(
        "actions",
        "Action log",
        f"{number_of(len(found), 'open action')}, {overdue} overdue at {date_label(report.as_at)}, by owner and day.",
        (table,) if found else (),
    )


def _cells(item: _Open) -> tuple[Cell, ...]:
    late = item.days_overdue > 0
    return (
        Words(item.owner or NO_OWNER, tone="" if item.owner else "bad"),
        Words(item.kind),
        Words(item.what, strong=True),
        Words(item.of),
        Day(item.due, "bad" if late else ""),
        Number(item.days_overdue if late else None, tone="bad" if late else ""),
    )


def _mitigations(report: Report) -> Iterator[_Open]:
    for exception in report.exceptions:
        for item in exception.mitigations if exception.is_live else ():
            if item.done_date is None:
                of = f"{exception.project_ref} {exception.project}"
                yield _Open(item.owner, "Mitigation", item.action, of, item.due_date, item.days_overdue)


def _risk_actions(report: Report) -> Iterator[_Open]:
    for risk in report.risks:
        for item in risk.actions if risk.open and risk.project_id not in report.closed_ids else ():
            if item.done_date is None:
                of = f"{risk.ref} {risk.description}"
                yield _Open(item.owner, "Risk action", item.action, of, item.due_date, item.days_overdue)


def _issues(report: Report) -> Iterator[_Open]:
    for item in report.issues:
        if item.open and item.project_id not in report.closed_ids:
            of = f"{item.ref} {item.description}"
            yield _Open(
                item.owner, "Issue", item.action or "To be settled", of, item.due_date, item.days_overdue
            )


def _decisions(report: Report) -> Iterator[_Open]:
    """Yield the decisions to come: of the lead of the project that one is about, else of its programme's."""
    leads = {programme.id: programme.lead for programme in report.programmes_in_scope}
    for item in report.decisions:
        if item.stage in _TO_COME:
            about = (report.project_by_id.get(link.project_id) for link in item.projects)
            lead = next((project.lead for project in about if project is not None and project.lead), "")
            late = max(-(item.days_left or 0), 0)
            owner = lead or leads.get(item.programme_id, "")
            yield _Open(owner, "Decision", item.next_step, f"{item.ref} {item.subject}", item.next_date, late)


def _updates(report: Report) -> Iterator[_Open]:
    for project in report.due_projects:
        if not project.updated:
            what = f"Status for {report.period_label}"
            yield _Open(project.lead, "Update", what, f"{project.ref} {project.name}", report.as_at)
