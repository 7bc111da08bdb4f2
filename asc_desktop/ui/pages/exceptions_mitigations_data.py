"""The mitigations of one exception as rows of a table, with one more row to add the next in, and their edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from asc_desktop.domain.checks import problems
from asc_desktop.domain.fields import FieldError, Value, fields_of
from asc_desktop.domain.records import Mitigation
from asc_desktop.domain.report import ExceptionReport, Report
from asc_desktop.domain.report_exceptions import movement_words
from asc_desktop.services import editing
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit, EditRefused, Problem
from asc_desktop.ui.workspace import Workspace

NEW_ROW: Final = "new"
"""The id of the row in which the next mitigation is typed; it is stored once its action is there."""

_CHIPS = {"Done": "blue", "Overdue": "red", "Open": "grey"}


@dataclass(frozen=True, slots=True)
class MitigationRow:
    """A mitigation as stored, with its state as at the end of the period; an empty state is not yet stored."""

    record: Mitigation
    state: str
    days_overdue: int

    @property
    def id(self) -> str:
        """The mitigation's id."""
        return self.record.id


def mitigation_columns(words: Callable[[str], str]) -> list[Column]:
    """Return the columns; ``words`` names a movement by its id."""
    return [
        _column("action", width=230, hint=lambda row: str(row.record.action or "")),
        view_column("state", "State", chip=_state_chip, width=146),
        _column("owner", width=130),
        _column("due_date", width=112),
        _column("done_date", width=112),
        _column("effect", width=130),
        _column("effect_pence", width=78, label="Effect £"),
        _column("movement_id", width=170, words=words, label="Tied movement"),
    ]


def rows_of(exception: ExceptionReport, workspace: Workspace) -> list[MitigationRow]:
    """Return an exception's mitigations in the report's order: by due date."""
    return [
        MitigationRow(workspace.records.get(Mitigation, item.id), item.state, item.days_overdue)
        for item in exception.mitigations
    ]


def movements_of(report: Report, project_id: str) -> list[tuple[str, str]]:
    """Return the movements that a mitigation of a project's exception may be tied to: ids and words."""
    return [
        (movement.id, f"{movement.from_year}: {movement_words(movement)}")
        for movement in report.movements
        if project_id in {movement.from_project_id, movement.to_project_id}
    ]


class MitigationEdits:
    """Applies what is typed into the mitigations of one exception, and keeps the one not yet stored."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._exception_id = ""
        self._pending: dict[str, Mitigation] = {}
        """By exception: what was typed of a mitigation whose action is still missing."""

    def use(self, exception_id: str) -> None:
        """Edit the mitigations of this exception from now on."""
        self._exception_id = exception_id

    @property
    def pending(self) -> Mitigation | None:
        """What was typed into the new row, or None where nobody is adding one."""
        return self._pending.get(self._exception_id)

    def begin(self) -> None:
        """Offer a new row."""
        blank = Mitigation(id=NEW_ROW, exception_id=self._exception_id)
        self._pending.setdefault(self._exception_id, blank)

    def drop(self) -> None:
        """Take the new row away."""
        self._pending.pop(self._exception_id, None)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply the typed cells: stored ones as one change, those of the new row once it has an action."""
        stored = [(edit.record_id, edit.key, edit.text) for edit in edits if edit.record_id != NEW_ROW]
        typed = [edit for edit in edits if edit.record_id == NEW_ROW]
        if stored:
            self._workspace.apply_cells(Mitigation, stored)
        if typed:
            self._apply_new(typed)

    def _apply_new(self, edits: Sequence[CellEdit]) -> None:
        record = self.pending or Mitigation(id=NEW_ROW, exception_id=self._exception_id)
        refused: list[Problem] = []
        for edit in edits:
            try:
                value = editing.parse_cell(self._workspace.session, record, edit.key, edit.text)
            except FieldError as error:
                refused.append(Problem(NEW_ROW, edit.key, error.sentence))
            else:
                record = replace(record, **cast("dict[str, Any]", {edit.key: value}))
        # Until it has an action it is checked as if it had one, so that each slip is told at its own cell.
        checked = replace(record, action=record.action or "…")
        refused += [
            Problem(NEW_ROW, problem.key, problem.sentence)
            for problem in problems(checked, self._workspace.records)
        ]
        if refused:
            raise EditRefused(refused)
        self._pending[self._exception_id] = record
        if record.action:
            self._store(values_of(record))

    def _store(self, values: Mapping[str, Value]) -> None:
        session = self._workspace.session
        exception_id = self._exception_id
        # Taken away first: the page is shown anew while it is stored, and must not show it twice.
        typed = self._pending.pop(exception_id)
        added = None
        try:
            added = self._workspace.attempt(
                lambda reason: editing.new_record(session, Mitigation, values, reason=reason)
            )
        except EditRefused as refused:
            # The services know the row by the id that it was to have.
            raise EditRefused(
                [Problem(NEW_ROW, problem.key, problem.sentence) for problem in refused.problems]
            ) from refused
        finally:
            if added is None:
                self._pending[exception_id] = typed


def values_of(record: Mitigation, but: Sequence[str] = ()) -> dict[str, Value]:
    """Return what is filled in of a mitigation, by field, without some fields."""
    return {
        field.key: getattr(record, field.key)
        for field in fields_of(Mitigation)
        if field.key not in but and getattr(record, field.key) not in {None, ""}
    }


def is_blank(record: Mitigation) -> bool:
    """Return whether nothing was typed into a mitigation yet."""
    return not values_of(record, but=("exception_id",))


def _column(key: str, **more: Any) -> Column:
    return field_column(Mitigation, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _state_chip(row: MitigationRow) -> Chip | None:
    if not row.state:
        return Chip("New", "grey", "none")
    words = row.state
    if row.days_overdue:
        words = f"Overdue {row.days_overdue} day{'' if row.days_overdue == 1 else 's'}"
    return Chip(words, _CHIPS[row.state], None if row.state != "Open" else "dash")
