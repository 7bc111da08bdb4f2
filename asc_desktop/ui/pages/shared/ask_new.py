"""Asks for a new record of the programme that is looked at, or of one to choose where all of them are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.services import editing
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace

AddRecord = Callable[[Mapping[str, Value | str], str | None], Record]
"""Adds a record of these values, for this reason."""


def ask_for_new(
    workspace: Workspace,
    kind: type[Record],
    parent: QWidget,
    *,
    rows: Sequence[FormRow],
    values: Callable[[], Mapping[str, Value]] | None = None,
    add: AddRecord | None = None,
    part: FirstPart | None = None,
    then: Callable[[str], object],
) -> RecordDialog:
    """Open the dialog; a record that ``add`` adds, or the ordinary way, is handed to ``then`` by its id.

    Of several that are added one after another, each of which begins with ``values``, it is the last.
    """
    programme_id = workspace.programme_id
    own: dict[str, Value] = {"programme_id": programme_id} if programme_id else {}

    def begins() -> dict[str, Value]:
        return {**own, **(values() if values is not None else {})}

    def save(typed: Mapping[str, str]) -> Record | None:
        every = {**own, **typed}
        return workspace.attempt(
            lambda reason: (
                add(every, reason)
                if add is not None
                else editing.new_record(workspace.session, kind, every, reason=reason)
            )
        )

    dialog = RecordDialog(
        workspace,
        kind,
        values=begins(),
        fixed=list(own),
        rows=rows if own else ("programme_id", *rows),
        save=save,
        parent=parent,
    )
    if part is not None:
        dialog.add_part(part)
    dialog.offer_another(begins)
    dialog.accepted.connect(lambda: then(dialog.record.id) if dialog.record else None)
    dialog.open()
    return dialog
