"""Edits of the projects' list, in which a project's own fields stand beside its reported status."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Project, StatusUpdate
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

    Each cell names its project. Raises EditRefused with a sentence for each cell, and applies none of them.
    """
    if not edits:
        return
    projects = Rows(session, Project)

    def update_of(project_id: str) -> StatusUpdate:
        return status_to_report(session, projects.record(project_id).id, period)

    updates = Rows(session, StatusUpdate, update_of)
    take_cells(edits, lambda edit: (updates if edit.key == STATUS_KEY else projects).take(edit))
    put_rows(session, _action(session, projects, updates, period), projects, updates, reason=reason)


def status_to_report(session: Session, project_id: str, period: str) -> StatusUpdate:
    """Return the update of a project for a period, to change: its own, or a new one carried forward; not yet kept."""
    held = status_in_force(session, project_id, period)
    if held is None:
        return StatusUpdate(id=session.new_id(), project_id=project_id, period=period)
    return held if held.period == period else replace(held, id=session.new_id(), period=period)


def _action(session: Session, projects: Rows[Project], updates: Rows[StatusUpdate], period: str) -> str:
    found = [
        session.records.get(Project, item) for item in dict.fromkeys([*projects.changed, *updates.changed])
    ]
    whose = named([f"{project.ref} {project.name}" for project in found], "project")
    if not projects.changed:
        return f"Report {period_label(period)} of {whose}"
    return f"Change {'details' if updates.changed else projects.what} of {whose}"
