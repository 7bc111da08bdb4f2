"""The budget as a person types it: lines, what is reported of them for a period, typed totals, and their order.

A cell is known by the line's id and a key: a field of the line, or ``budget_pence``, ``actual_pence`` or
``forecast_pence`` of the period. What is first typed of a line in a period begins with the figures in force.
A typed total is known by its programme and group (``total_id``), whether it is there yet or not.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, BudgetTotal
from asc_desktop.domain.records.fields import FieldError, Record, field_of
from asc_desktop.domain.rules.budget import AMOUNTS, in_force, lines_in_order, total_name
from asc_desktop.domain.words import named
from asc_desktop.services.editing import CellEdit, Rows, put_rows, take_cells
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

AMOUNT_KEYS = tuple(key for key, _ in AMOUNTS)


def apply_budget_cells(
    session: Session, edits: Sequence[CellEdit], period: str, *, reason: str | None = None
) -> None:
    """Apply typed cells as one transaction; raise EditRefused with a sentence for each cell and apply none of them."""
    lines = Rows(session, BudgetLine)
    positions = Rows(
        session, BudgetPosition, lambda line_id: position_for(session, lines.record(line_id).id, period)
    )

    def take(edit: CellEdit) -> None:
        if edit.key not in AMOUNT_KEYS:
            lines.take(edit)
            return
        if not edit.text.strip():
            lines.record(edit.record_id)
            described = field_of(BudgetPosition, edit.key)
            raise FieldError(described, f"{described.label} is needed. Type 0 where it is nothing.")
        positions.take(edit)

    take_cells(edits, take)
    what = _lines_words(session, [*dict.fromkeys((*lines.changed, *positions.changed))])
    action = f"Change {what}" if lines.changed else f"Report {what} for {dates.period_label(period)}"
    put_rows(session, action, lines, positions, reason=reason)


def position_for(session: Session, line_id: str, period: str) -> BudgetPosition:
    """Return what is reported of a line for a period, or a new position that begins with the figures in force."""
    held = in_force(session.records.of(BudgetPosition, "line_id", line_id), period)
    if held is not None and held.period == period:
        return held
    made = BudgetPosition(id=session.new_id(), line_id=line_id, period=period)
    if held is None:
        return made
    return replace(
        made,
        budget_pence=held.budget_pence,
        actual_pence=held.actual_pence,
        forecast_pence=held.forecast_pence,
    )


def confirm_positions(
    session: Session, line_ids: Sequence[str], period: str, *, reason: str | None = None
) -> int:
    """Report lines for a period as they were reported before, where they were; return how many."""
    found = [position_for(session, line_id, period) for line_id in line_ids]
    new = [
        position
        for position in found
        if session.records.find(BudgetPosition, position.id) is None
        and in_force(session.records.of(BudgetPosition, "line_id", position.line_id), period) is not None
    ]
    if new:
        what = _lines_words(session, [position.line_id for position in new])
        with session.edit(f"Report {what} for {dates.period_label(period)} as before", reason=reason) as edit:
            edit.put(*new)
    return len(new)


def withdraw_positions(
    session: Session, line_ids: Sequence[str], period: str, *, reason: str | None = None
) -> int:
    """Take back what was reported of lines for a period, so that earlier figures are in force; return how many."""
    found = [
        position
        for line_id in line_ids
        for position in session.records.of(BudgetPosition, "line_id", line_id)
        if position.period == period
    ]
    if found:
        what = _lines_words(session, [position.line_id for position in found])
        with session.edit(f"Withdraw {dates.period_label(period)} of {what}", reason=reason) as edit:
            edit.delete(*found)
    return len(found)


# ------------------------------------------------------------------------------------------------- lines and groups


def put_line(session: Session, line_id: str, beside_id: str, *, after: bool) -> bool:
    """Put a line before another of its group, or after it; return whether that is another place than before."""
    line = session.records.get(BudgetLine, line_id)
    groups = _groups(session, line)
    own = groups[line.is_reserve, line.group_name]
    before = [item.id for item in own]
    own.pop(before.index(line_id))
    own.insert([item.id for item in own].index(beside_id) + after, line)
    if [item.id for item in own] == before:
        return False
    _put_in_order(session, groups.values(), f"Move budget line {line.name}")
    return True


def put_group(session: Session, line_id: str, beside_id: str, *, after: bool) -> bool:
    """Put a line's whole group before another line's, or after it; return whether that is another place than before.

    Reserves go among reserves: they are listed below all others wherever they are put.
    """
    line, beside = (session.records.get(BudgetLine, each) for each in (line_id, beside_id))
    groups = _groups(session, line)
    before = list(groups)
    key = (line.is_reserve, line.group_name)
    keys = [each for each in before if each != key]
    keys.insert(keys.index((beside.is_reserve, beside.group_name)) + after, key)
    if keys == before or beside.is_reserve != line.is_reserve:
        return False
    _put_in_order(session, [groups[each] for each in keys], f"Move budget group {line.group_name}")
    return True


def retire_lines(session: Session, line_ids: Sequence[str], *, retired: bool = True) -> None:
    """Retire lines, or bring them back; figures already reported stay in their year's totals."""
    found = [session.records.get(BudgetLine, line_id) for line_id in line_ids]
    verb = "Archive" if retired else "Restore"
    with session.edit(f"{verb} {_lines_words(session, line_ids)}") as edit:
        edit.put(*(replace(line, retired=int(retired)) for line in found))


def rename_group(session: Session, programme_id: str, old: str, new: str) -> None:
    """Give a group another name, on its lines and its typed totals alike; raise EditRefused where that cannot be."""
    try:
        name = field_of(BudgetLine, "group_name").parse(new)
    except FieldError as error:
        raise EditRefused([Problem("", "group_name", error.sentence)]) from error
    lines = [
        line
        for line in session.records.of(BudgetLine, "programme_id", programme_id)
        if line.group_name == old
    ]
    totals = [
        total
        for total in session.records.of(BudgetTotal, "programme_id", programme_id)
        if total.group_name == old
    ]
    changed: dict[str, Any] = {"group_name": name}
    renamed: list[Record] = [
        *(replace(line, **changed) for line in lines), *(replace(total, **changed) for total in totals)
    ]  # fmt: skip
    with session.edit(f"Rename budget group {old}") as edit:
        edit.put(*renamed)


# ------------------------------------------------------------------------------------------------- typed totals


def total_id(programme_id: str, group_name: str | None) -> str:
    """Return what a typed total is known by on a page, whether it is there yet or not."""
    return f"{programme_id}/{group_name or ''}"


def total_for(session: Session, programme_id: str, group_name: str | None, period: str) -> BudgetTotal | None:
    """Return the total typed for a period."""
    return next(
        (
            total
            for total in session.records.of(BudgetTotal, "programme_id", programme_id)
            if (total.group_name or None) == (group_name or None) and total.period == period
        ),
        None,
    )


def apply_total_cells(
    session: Session, edits: Sequence[CellEdit], period: str, *, reason: str | None = None
) -> None:
    """Apply typed totals, known by ``total_id``, as one transaction; one with every amount emptied is removed."""

    def total(row_id: str) -> BudgetTotal:
        programme_id, _, group = row_id.partition("/")
        return total_for(session, programme_id, group, period) or BudgetTotal(
            id=session.new_id(), programme_id=programme_id, group_name=group or None, period=period
        )

    totals = Rows(session, BudgetTotal, total)
    take_cells(edits, totals.take)
    what = named([total_name(item) for item in totals.changed.values()], "total")
    gone = totals.drop_empty(AMOUNT_KEYS)
    put_rows(session, f"Enter {what} for {dates.period_label(period)}", totals, reason=reason, gone=gone)


# ------------------------------------------------------------------------------------------------- inside


def _groups(session: Session, line: BudgetLine) -> dict[tuple[int, str], list[BudgetLine]]:
    groups: dict[tuple[int, str], list[BudgetLine]] = {}
    for item in lines_in_order(session.records, [line.programme_id]):
        groups.setdefault((item.is_reserve, item.group_name), []).append(item)
    return groups


def _put_in_order(session: Session, groups: Iterable[Sequence[BudgetLine]], action: str) -> None:
    ordered = [line for group in groups for line in group]
    with session.edit(action) as edit:
        edit.put(*(replace(line, position=at) for at, line in enumerate(ordered) if line.position != at))


def _lines_words(session: Session, line_ids: Sequence[str]) -> str:
    title = session.records.title
    return named([f"budget line {title(BudgetLine.table, line_id)}" for line_id in line_ids], "budget line")
