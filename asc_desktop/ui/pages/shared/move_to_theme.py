"""Projects moved to another theme of their programme, or to one of its workstreams: by a menu, or dragged there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from asc_desktop.domain.records.delivery import Project, Theme, Workstream
from asc_desktop.domain.words import named
from asc_desktop.services.structure import in_order, move_projects
from asc_desktop.ui.plain import literal
from asc_desktop.ui.widgets.clipboard import new_mime_data
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

PROJECTS_MIME: Final = "application/x-asc-projects"


def projects_data(ids: Sequence[str]) -> QMimeData:
    """Return what is dragged."""
    data = new_mime_data()
    data.setData(PROJECTS_MIME, QByteArray("\n".join(ids).encode()))
    return data


def dragged_projects(data: QMimeData) -> list[str]:
    """Return the ids of the projects that are dragged; none where something else is."""
    return bytes(data.data(PROJECTS_MIME).data()).decode().split() if data.hasFormat(PROJECTS_MIME) else []


def move_action(workspace: Workspace, projects: Sequence[Project], parent: QWidget) -> QAction | None:
    """Return what moves projects to another theme; None where they are of several programmes or there is no other."""
    records = workspace.session.records
    themes = [theme for item in projects if (theme := records.find(Theme, item.theme_id)) is not None]
    here = {theme.id for theme in themes}
    if len({theme.programme_id for theme in themes}) != 1:
        return None
    every = in_order(workspace.session, Theme, themes[0].programme_id)
    others = [theme for theme in every if not theme.retired and here != {theme.id}]
    if not others:
        return None
    menu = QMenu("Move to theme", parent)
    ids = [item.id for item in projects]
    for theme in others:
        action = menu.addAction(literal(theme.name))
        action.triggered.connect(lambda _=False, theme=theme: move_to(workspace, ids, theme.id))
    only_to_change(*menu.actions())
    return menu.menuAction()


def move_to(workspace: Workspace, project_ids: Sequence[str], place_id: str) -> None:
    """Move projects to a theme, or to a workstream and its theme; say so."""
    records = workspace.session.records
    workstream = records.find(Workstream, place_id)
    theme = records.find(Theme, workstream.theme_id if workstream is not None else place_id)
    held = [records.find(Project, project_id) for project_id in project_ids]
    projects = [project for project in held if project is not None]
    if theme is None or not projects:
        return
    moved = workspace.attempt_told(
        lambda reason: move_projects(workspace.session, projects, theme, workstream, reason=reason),
        "The projects were not moved" if len(projects) > 1 else "The project was not moved",
    )
    where = workstream.name if workstream is not None else theme.name
    if moved:
        words = named([project.ref for project in projects], "project")
        workspace.said.emit(
            f"{words} moved to {where}. Undo takes {'it' if len(projects) == 1 else 'them'} back."
        )
    elif moved == 0:
        workspace.said.emit(f"Nothing to move: already in {where}.")
