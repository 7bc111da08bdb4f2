"""The fields of an activity as a form, and the dialog for a new one."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.office import Activity
from asc_desktop.services import editing
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.widgets.record_form import FormRow
from asc_desktop.ui.workspace import Workspace

ACTIVITY_ROWS: Final[tuple[FormRow, ...]] = (
    "name",
    ("unit", "planned_total"),
    ("unit_cost_pence", "funding_pence"),
    "project_id",
    "line_id",
    "source",
)


def new_activity(workspace: Workspace, parent: QWidget) -> RecordDialog:
    """Ask for a new activity; of the programme that is looked at, if it is one."""
    programme_id = workspace.programme_id
    values: dict[str, Value] = {"programme_id": programme_id} if programme_id else {}
    rows: tuple[FormRow, ...] = ACTIVITY_ROWS if programme_id else ("programme_id", *ACTIVITY_ROWS)

    def save(typed: dict[str, str]) -> Record | None:
        own: dict[str, str] = {"programme_id": programme_id} if programme_id else {}
        return workspace.attempt(
            lambda reason: editing.new_record(workspace.session, Activity, {**own, **typed}, reason=reason)
        )

    return RecordDialog(
        workspace,
        Activity,
        values=values,
        fixed=["programme_id"] if programme_id else [],
        rows=rows,
        save=save,
        parent=parent.window(),
    )
