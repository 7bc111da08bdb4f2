"""Edits of the projects' list, in which a project's own fields stand beside its reported status."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.domain.records.fields import FieldError, Record, field_of
from asc_desktop.services.editing import CellEdit, parse_cell
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.reporting import status_in_force
from asc_desktop.services.session import Session

STATUS_KEY = "status_id"
"""The one cell of the list that is reported for a period."""


def apply_project_cells(
    session: Session,
    edits: Sequence[CellEdit | tuple[str, str, str]],
    period: str,
    *,
    reason: str | None = None,
) -> None:
    """Apply typed cells of projects, their delivery status for a period among them, as one transaction.

    Each cell names its project. Raises EditRefused with a sentence for each cell, and applies none of them.
    """
    if not edits:
        return
    projects: dict[str, Project] = {}
    updates: dict[str, StatusUpdate] = {}
    refused: list[Problem] = []
    labels: dict[str, None] = {}
    for project_id, key, text in edits:
        project = projects.get(project_id) or session.records.find(Project, project_id)
        if project is None:
            refused.append(Problem(project_id, key, "This project is no longer there."))
            continue
        try:
            if key == STATUS_KEY:
                update = updates.get(project_id) or status_to_report(session, project_id, period)
                status_id = cast(
                    "str", field_of(StatusUpdate, key).check(parse_cell(session, update, key, text))
                )
                updates[project_id] = replace(update, status_id=status_id)
                labels[period_label(period)] = None
            else:
                projects[project_id] = _with_cell(session, project, key, text)
                labels[field_of(Project, key).label] = None
        except FieldError as error:
            refused.append(Problem(project_id, key, error.sentence))
    if refused:
        raise EditRefused(refused)
    action = _action(
        session, list(dict.fromkeys([*projects, *updates])), list(labels), statuses=bool(updates)
    )
    owner = {update.id: project_id for project_id, update in updates.items()}
    try:
        with session.edit(action, reason=reason) as edit:
            edit.put(*cast("list[Record]", [*projects.values(), *updates.values()]))
    except EditRefused as error:
        raise EditRefused(
            [
                Problem(owner.get(problem.record_id, problem.record_id), problem.key, problem.sentence)
                for problem in error.problems
            ]
        ) from error


def status_to_report(session: Session, project_id: str, period: str) -> StatusUpdate:
    """Return the update of a project for a period, to change: its own, or a new one carried forward; not yet kept."""
    held = status_in_force(session, project_id, period)
    if held is None:
        return StatusUpdate(id=session.new_id(), project_id=project_id, period=period)
    return held if held.period == period else replace(held, id=session.new_id(), period=period)


def _with_cell(session: Session, project: Project, key: str, text: str) -> Project:
    values: dict[str, Any] = {key: parse_cell(session, project, key, text)}
    if key == "theme_id" and values[key] != project.theme_id:
        # A workstream belongs to one theme.
        values["workstream_id"] = None
    return replace(project, **values)


def _action(session: Session, project_ids: list[str], labels: list[str], *, statuses: bool) -> str:
    what = labels[0] if len(labels) == 1 else "details"
    verb = "Report" if statuses and len(labels) == 1 else "Change"
    if len(project_ids) > 1:
        return f"{verb} {what} of {len(project_ids)} projects"
    project = session.records.get(Project, project_ids[0])
    return f"{verb} {what} of {project.ref} {project.name}"
