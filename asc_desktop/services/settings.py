"""The portfolio's own settings, each change journalled with its name and what it was before."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.delivery import Portfolio
from asc_desktop.domain.records.fields import Field, FieldError, Value, field_of
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.settings_effect import (
    call_in_effect,
    measure_effect,
    milestone_effect,
    risk_effect,
    savings_effect,
    shown_as_effect,
)
from asc_desktop.domain.words import shortened
from asc_desktop.services.decisions import is_bank_holiday
from asc_desktop.services.editing import CellEdit, parse_cell
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

_LONGEST_VALUE = 40


def portfolio_of(session: Session) -> Portfolio:
    """Return the portfolio's own row."""
    return session.records.get(Portfolio, "portfolio")


def change_settings(session: Session, edits: Sequence[CellEdit]) -> None:
    """Change settings as typed, as one change; raise EditRefused with a sentence for each field."""
    before = after = portfolio_of(session)
    refused: list[Problem] = []
    for edit in edits:
        try:
            values: dict[str, Any] = {edit.key: parse_cell(session, after, edit.key, edit.text)}
        except FieldError as error:
            refused.append(Problem(edit.record_id, edit.key, error.sentence))
            continue
        after = replace(after, **values)
    if refused:
        raise EditRefused(refused)
    with session.edit(_action(before, after, [edit.key for edit in edits])) as edit_of:
        edit_of.put(after)


def effect_of(session: Session, report: Report, section: str, new: Portfolio) -> str:
    """Return what a section's settings do to a report, and would do as they are being typed.

    Where they contradict each other, what is wrong with them.
    """
    wrong = problems(new, session.records)
    if wrong:
        return wrong[0].sentence
    now = portfolio_of(session)
    if section == "call_in":
        return call_in_effect(report, session.records, now, new, is_bank_holiday)
    return _EFFECTS[section](report, session.records, now, new)


def bank_holiday_note(day: str) -> str:
    """Return ``Weekend`` or ``Bank holiday`` for a day on which no board sits; else nothing."""
    when = date.fromisoformat(day)
    if when.weekday() > _FRIDAY:
        return "Weekend"
    return "Bank holiday" if is_bank_holiday(when) else ""


_FRIDAY = 4
_EFFECTS: dict[str, Callable[..., str]] = {
    "savings": savings_effect,
    "milestones": milestone_effect,
    "risks": risk_effect,
    "measures": measure_effect,
    "shown_as": shown_as_effect,
}


def _action(before: Portfolio, after: Portfolio, keys: Sequence[str]) -> str:
    fields = [field_of(Portfolio, key) for key in dict.fromkeys(keys)]
    if len(fields) > 1:
        return f"Change settings: {', '.join(field.label for field in fields)}"
    (field,) = fields
    was, is_now = (_words(field, getattr(record, field.key)) for record in (before, after))
    return f"Change setting {field.label}: {was} to {is_now}"


def _words(field: Field, value: Value) -> str:
    shown = field.format(value) or "nothing"
    unit = f"%{field.unit[1:]}" if field.unit.startswith("%") else f" {field.unit}" if field.unit else ""
    words = f"{shown}{unit}"
    return shortened(words, _LONGEST_VALUE)
