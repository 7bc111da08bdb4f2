"""Asks for a new savings line of any project, one project after another, with its first figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.delivery import Project, SavingsLine
from asc_desktop.domain.records.fields import Value
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.shared.first_figures import FirstFigures
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace

_PROJECT, _NAME = "project_id", "name"
_ROWS: Final[tuple[FormRow, ...]] = (
    _PROJECT,
    _NAME,
    ("kind", "recurrence"),
    ("counts_in_theme_id", "source"),
)


def ask_for_line(
    workspace: Workspace, project_id: str, parent: QWidget, then: Callable[[SavingsLine], object]
) -> RecordDialog:
    """Open the form of a new line of a project, else of the first without any; ``then`` is given the last added."""

    def begins() -> Mapping[str, Value]:
        return _begins(workspace, "")

    values = _begins(workspace, project_id)
    dialog = RecordDialog(workspace, SavingsLine, values=values, rows=_ROWS, parent=parent)
    _name_after_project(workspace, dialog.form)
    dialog.add_part(FirstFigures(workspace, workspace.context.years))
    dialog.offer_another(begins, moving=(_PROJECT,))
    dialog.start_in_part()
    dialog.accepted.connect(lambda: then(dialog.record) if isinstance(dialog.record, SavingsLine) else None)
    dialog.open()
    return dialog


def _name_after_project(workspace: Workspace, form: RecordForm) -> None:
    """Put the name of the project chosen into the name of the line, until a person types another there."""

    def on_changed(key: str) -> None:
        typed = form.values()
        project = workspace.records.find(Project, typed[_PROJECT])
        names = {"", *(item.name for item in workspace.records.all(Project))}
        if key == _PROJECT and project is not None and typed[_NAME] in names:
            form.set_values({_NAME: _name_of(workspace, project)})

    form.changed.connect(on_changed)


def _begins(workspace: Workspace, project_id: str) -> dict[str, Value]:
    """Return what a line of a project begins with, else one of the first live project without any."""
    records = workspace.records
    report = workspace.report
    without = (
        item.id
        for item in report.projects
        if item.id not in report.closed_ids and not records.of(SavingsLine, _PROJECT, item.id)
    )
    project = records.find(Project, project_id or next(without, ""))
    return {_PROJECT: project.id, _NAME: _name_of(workspace, project)} if project is not None else {}


def _name_of(workspace: Workspace, project: Project) -> str:
    """Return a project's name for its first line; nothing where a line has it already."""
    taken = {line.name for line in workspace.records.of(SavingsLine, _PROJECT, project.id)}
    return "" if project.name in taken else project.name
