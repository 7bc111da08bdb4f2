"""What a report states in the council's own fields, so that two reports can be compared in them too."""

from collections.abc import Collection
from datetime import date
from typing import Final

from asc_desktop.domain.records.fields import owner_field
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.change_facts import Fact, Key, Stated, short
from asc_desktop.domain.report.model import Report

_OWNERS: Final = {
    "savings_line": ("project", "project"),
    **{
        table: (table, "record")
        for table in (
            "project",
            "exception",
            "mitigation",
            "milestone",
            "measure",
            "risk",
            "issue",
            "decision",
        )
    },
}
"""By table, the kind of the fact that a value goes with, and whether that is of the record or of its project."""


def own_facts(report: Report, other: Report, owns: Collection[str] | None) -> dict[Key, Fact]:
    """Return the council's own fields and what records have in them; one that is new or gone takes its values along.

    A value goes with its record, where that is new or gone. ``owns`` are the fields that are told of; None for all.
    """
    return {(kind, fact.record_id, key): fact for kind, key, fact in _stated(report, other, owns)}


def _stated(report: Report, other: Report, owns: Collection[str] | None) -> Stated:
    shared = {own.id for own in other.own_fields}
    projects = _projects_of(report)
    for own in report.own_fields:
        if owns is not None and own.id not in owns:
            continue
        yield "own", "", Fact(own.id, f"Field of {own.records}", own.label, "settings")
        page = _page_of(own.record_table)
        for value in own.values:
            project = report.project_by_id.get(projects.get(value.record_id, ""))
            about = (project.id, project.ref, project.name) if project else ("", value.ref, value.record)
            known = _OWNERS.get(own.record_table, ("", ""))
            owner_id = value.record_id if known[1] == "record" else about[0]
            yield (
                "own",
                own.id,
                Fact(
                    value.record_id,
                    f"{own.label}: {short(value.record)}",
                    value.words,
                    page,
                    *about,
                    number=_own_number(own.kind, value.value),
                    unit={"money": "pence", "date": "days"}.get(own.kind, ""),
                    owner=(known[0], owner_id, "") if own.id in shared else ("own", own.id, ""),
                ),
            )


def _own_number(kind: str, value: str | int | None) -> int | None:
    """Return a value as a number whose difference is worth saying; None where it has none."""
    if kind == "money" and isinstance(value, int):
        return value
    return date.fromisoformat(value).toordinal() if kind == "date" and isinstance(value, str) else None


def _projects_of(report: Report) -> dict[str, str]:
    """Return the project of each record that has one."""
    found = {line.id: line.project_id for line in report.savings.lines}
    for item in report.exceptions:
        found |= dict.fromkeys((item.id, *(action.id for action in item.mitigations)), item.project_id)
    found |= {step.id: step.project_id for step in report.milestones}
    found |= {risk.id: risk.project_id for risk in report.risks}
    found |= {issue.id: issue.project_id for issue in report.issues}
    return found | {project.id: project.id for project in report.projects}


def _page_of(table: str) -> str:
    """Return the page that shows records of a table: their own, or that of what they belong to."""
    kind = TYPE_BY_TABLE[table]
    owner = None if kind.page else owner_field(kind)
    return _page_of(owner.to) if owner is not None else kind.page
