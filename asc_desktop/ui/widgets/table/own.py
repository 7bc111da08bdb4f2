"""The council's own fields as a table's last columns, edited, pasted and filled as the others are."""

from __future__ import annotations

from typing import Any

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.own import fields_for
from asc_desktop.services import own_fields
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit, EditSink
from asc_desktop.ui.models.own import own_columns
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.workspace import Workspace


class OwnColumns:
    """What the own fields of a type of record add to a table, each of whose rows has the id of such a record."""

    def __init__(self, model: RecordTableModel, workspace: Workspace, kind: type[Record]) -> None:
        self._model = model
        self._workspace = workspace
        self._kind = kind
        self._shown = self._fields()
        model.extend(self._columns, self._over)
        workspace.data_changed.connect(self._on_change)
        workspace.scope_changed.connect(self._renew)

    def with_rows(self, new_rows: NewRows) -> NewRows:
        """Return what rows that are pasted make, with what they have in the own fields."""
        return own_fields.with_own(new_rows, self._shown)

    def _fields(self) -> tuple[OwnField, ...]:
        return fields_for(self._workspace.records, self._kind.table)

    def _columns(self) -> list[Column]:
        return own_columns(self._shown, lambda: self._workspace.records, self._may_edit)

    def _may_edit(self, row: Any) -> bool:
        return self._workspace.session.records.find(self._kind, row.id) is not None

    def _over(self, sink: EditSink) -> EditSink:
        """Return a sink that sets own values, and lets the table's own have the rest."""
        workspace = self._workspace

        def apply(edits: list[CellEdit]) -> None:
            if not any(own_fields.is_own(edit.key) for edit in edits):
                sink(edits)
                return
            workspace.apply(
                lambda reason: own_fields.apply_with(workspace.session, edits, sink, reason=reason)
            )

        return apply

    def _on_change(self, changes: Changes) -> None:
        if OwnField.table in changes:
            self._renew()
        if OwnValue.table in changes:
            self._model.forget_texts()

    def _renew(self) -> None:
        shown = self._fields()
        if shown != self._shown:
            self._shown = shown
            self._model.renew_columns()
