"""The dialogs of the projects page: a record to fill in, or every field of one that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar, cast

from PySide6.QtWidgets import QDialog, QWidget

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.widgets.form.rows import FormRow, default_rows
from asc_desktop.ui.workspace import Workspace

R = TypeVar("R", bound=Record)

OWNERS: Final = ("project_id", "exception_id", "line_id")
"""What a record belongs to: given, never asked for."""

PROJECT_ROWS: Final[Sequence[FormRow]] = (
    "name",
    ("ref", "theme_id"),
    ("workstream_id", "source_plan_id"),
    ("lead", "sponsor"),
    ("start_date", "end_date", "source"),
    "description",
)


def ask_for_new(
    workspace: Workspace,
    record_type: type[R],
    begins: Callable[[], Mapping[str, Value]],
    parent: QWidget,
    part: FirstPart | None = None,
) -> R | None:
    """Ask for a new record that begins with these values, or several; return the last, or None where there is none."""

    def again() -> Mapping[str, Value]:
        return {key: value for key, value in begins().items() if value is not None}

    values = again()
    dialog = RecordDialog(
        workspace,
        record_type,
        values=values,
        fixed=[key for key in OWNERS if key in values],
        rows=rows_for(record_type, values),
        parent=parent.window(),
    )
    if part is not None:
        dialog.add_part(part)
    dialog.offer_another(again)
    run(dialog)
    return cast("R | None", dialog.record)


def ask_to_edit(workspace: Workspace, record: Record, parent: QWidget) -> None:
    """Edit every field of a record in a dialog; what was changed is one change."""
    rows = rows_for(type(record), OWNERS)
    run(RecordDialog(workspace, type(record), record=record, rows=rows, parent=parent.window()))


def run(dialog: QDialog) -> bool:
    """Show a dialog until it is answered, and let go of it; return whether it was accepted."""
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()


def rows_for(record_type: type[Record], without: Mapping[str, Value] | Sequence[str]) -> Sequence[FormRow]:
    """Return the form's rows: a project's in their own order, another's as described, without its owner."""
    if record_type is Project:
        return PROJECT_ROWS
    return default_rows(record_type, without=[key for key in OWNERS if key in without])
