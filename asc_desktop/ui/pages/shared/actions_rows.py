"""What is done about an exception or a risk as rows of a table, with one more row for the next, and their edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.records.delivery import Mitigation
from asc_desktop.domain.records.fields import FieldError, Value, fields_of
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit, EditRefused, Problem
from asc_desktop.ui.workspace import Workspace

Action: TypeAlias = Mitigation | RiskAction

_CHIPS = {"Done": "blue", "Overdue": "red", "Open": "grey"}


class ActionRow(Struct, frozen=True):
    """An action as stored, with its state as at the end of the period; an empty state is not yet stored."""

    record: Action
    state: str
    days_overdue: int

    @property
    def id(self) -> str:
        """The action's id."""
        return self.record.id


class ActionEdits:
    """Applies what is typed into the actions of one record, and keeps the one not yet stored."""

    def __init__(self, workspace: Workspace, kind: type[Action], parent_key: str) -> None:
        self._workspace = workspace
        self._kind = kind
        self._parent_key = parent_key
        self._parent_id = ""
        self._pending: dict[str, Action] = {}
        """By the record that it is of: what was typed of an action whose words are still missing."""

    def use(self, parent_id: str) -> None:
        """Edit the actions of this record from now on; a new one in which nothing was typed is dropped."""
        pending = self.pending
        if parent_id != self._parent_id and pending is not None and is_blank(pending, self._parent_key):
            self.drop()
        self._parent_id = parent_id

    @property
    def pending(self) -> Action | None:
        """What was typed into the new row, or None where nobody is adding one."""
        return self._pending.get(self._parent_id)

    def begin(self) -> Action:
        """Offer a new row, and return it."""
        return self._pending.setdefault(self._parent_id, self._blank())

    def drop(self) -> None:
        """Take the new row away."""
        self._pending.pop(self._parent_id, None)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply the typed cells: stored ones as one change, those of the new row once it has its words."""
        new = self.pending.id if self.pending is not None else ""
        stored = [(edit.record_id, edit.key, edit.text) for edit in edits if edit.record_id != new]
        typed = [edit for edit in edits if edit.record_id == new]
        if stored:
            self._workspace.apply_cells(self._kind, stored)
        if typed:
            self._apply_new(typed)

    def _blank(self) -> Action:
        # The id that it is stored by, so that the person stays in its row when it is.
        new_id = self._workspace.session.new_id()
        return self._kind(id=new_id, **cast("dict[str, Any]", {self._parent_key: self._parent_id}))

    def _apply_new(self, edits: Sequence[CellEdit]) -> None:
        record = self.pending or self._blank()
        refused: list[Problem] = []
        for edit in edits:
            try:
                value = editing.parse_cell(self._workspace.session, record, edit.key, edit.text)
            except FieldError as error:
                refused.append(Problem(record.id, edit.key, error.sentence))
            else:
                record = replace(record, **cast("dict[str, Any]", {edit.key: value}))
        # Until it has words it is checked as if it had some, so that each slip is told at its own cell.
        checked = replace(record, action=record.action or "…")
        refused += [
            Problem(record.id, problem.key, problem.sentence)
            for problem in problems(checked, self._workspace.records)
        ]
        if refused:
            raise EditRefused(refused)
        if self._workspace.session.is_trial:
            return
        self._pending[self._parent_id] = record
        if record.action:
            self._store(record.id, values_of(record))

    def _store(self, record_id: str, values: Mapping[str, Value]) -> None:
        session, kind, parent_id = self._workspace.session, self._kind, self._parent_id
        # Taken away first: the page is shown anew while it is stored, and must not show it twice.
        typed = self._pending.pop(parent_id)
        is_stored = False
        try:
            self._workspace.apply(
                lambda reason: editing.new_record(session, kind, values, reason=reason, record_id=record_id)
            )
            is_stored = True
        finally:
            if not is_stored:
                self._pending[parent_id] = typed


def values_of(record: Action, but: Sequence[str] = ()) -> dict[str, Value]:
    """Return what is filled in of an action, by field, without some fields."""
    return {
        field.key: getattr(record, field.key)
        for field in fields_of(type(record))
        if field.key not in but and getattr(record, field.key) not in {None, ""}
    }


def is_blank(record: Action, parent_key: str) -> bool:
    """Return whether nothing was typed into an action yet."""
    return not values_of(record, but=(parent_key,))


def action_column(kind: type[Action], key: str, **more: Any) -> Column:
    """Return the editable column of an action's own field."""
    return field_column(kind, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def words_column(kind: type[Action], width: int) -> Column:
    """Return the column of what is to be done: a sentence, in full in its hint."""
    return action_column(kind, "action", width=width, hint=lambda row: str(row.record.action or ""))


def state_column() -> Column:
    """Return the column of the state: done, open, or overdue with the days."""
    return view_column("state", "State", chip=_state_chip, width=146)


def _state_chip(row: ActionRow) -> Chip:
    if not row.state:
        return Chip("New", "grey", "none")
    words = row.state
    if row.days_overdue:
        words = f"Overdue {number_of(row.days_overdue, 'day')}"
    return Chip(words, _CHIPS[row.state], None if row.state != "Open" else "dash")
