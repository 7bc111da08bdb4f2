"""Edits of the projects' list, in which a project's own fields stand beside its reported status."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label, shift_period
from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.domain.records.fields import FieldError, field_of
from asc_desktop.domain.words import named
from asc_desktop.services.editing import CellEdit, Rows, put_rows, take_cells
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

    Each cell names its project. An emptied status takes back what was reported for the period, so that what was
    reported before is in force again. Raises EditRefused with a sentence for each cell, and applies none of them.
    """
    if not edits:
        return
    projects = Rows(session, Project)

    def update_of(project_id: str) -> StatusUpdate:
        return status_to_report(session, projects.record(project_id).id, period)

    updates = Rows(session, StatusUpdate, update_of)
    taken_back: dict[str, StatusUpdate] = {}

    def take(edit: CellEdit) -> None:
        if edit.key == STATUS_KEY and not edit.text.strip():
            taken_back[edit.record_id] = _reported(session, projects.record(edit.record_id).id, period)
        else:
            (updates if edit.key == STATUS_KEY else projects).take(edit)

    take_cells(edits, take)
    action = _action(session, projects, updates, taken_back, period)
    put_rows(session, action, projects, updates, reason=reason, gone=tuple(taken_back.values()))


def _reported(session: Session, project_id: str, period: str) -> StatusUpdate:
    """Return what was reported of a project for a period, to take it back; raise FieldError where that cannot be."""
    field, month = field_of(StatusUpdate, STATUS_KEY), period_label(period)
    held = status_in_force(session, project_id, period)
    if held is None or held.period != period:
        shown = f" What is shown was reported for {period_label(held.period)}." if held is not None else ""
        raise FieldError(field, f"Nothing is reported for {month}.{shown}")
    before = status_in_force(session, project_id, shift_period(period, -1))
    if held.narrative and (before is None or held.narrative != before.narrative):
        raise FieldError(
            field, f"{month} has a narrative of its own, which would go too. Delete the narrative first."
        )
    return held


def status_to_report(session: Session, project_id: str, period: str) -> StatusUpdate:
    """Return the update of a project for a period, to change: its own, or a new one carried forward; not yet kept."""
    held = status_in_force(session, project_id, period)
    if held is None:
        return StatusUpdate(id=session.new_id(), project_id=project_id, period=period)
    return held if held.period == period else replace(held, id=session.new_id(), period=period)


def _action(
    session: Session,
    projects: Rows[Project],
    updates: Rows[StatusUpdate],
    taken_back: Mapping[str, StatusUpdate],
    period: str,
) -> str:
    ids = dict.fromkeys([*projects.changed, *updates.changed, *taken_back])
    found = [session.records.get(Project, item) for item in ids]
    whose = named([f"{project.ref} {project.name}" for project in found], "project")
    if not (projects.changed or updates.changed):
        return f"Take back {period_label(period)} of {whose}"
    if not projects.changed:
        return f"Report {period_label(period)} of {whose}"
    return f"Change {'details' if updates.changed else projects.what} of {whose}"
