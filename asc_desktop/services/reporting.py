"""What is reported for a period: statuses, forecasts, delivered savings, targets and movements.

A value reported for a period stays in force until a later period reports another, so the first change in a period adds
a record that carries the values in force forward, and later changes in that period change that record.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label, year_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import (
    MOVEMENT_KINDS,
    Mitigation,
    Movement,
    Project,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
)  # fmt: skip
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import MovementRoom, movement_room
from asc_desktop.domain.rules.position import in_force
from asc_desktop.domain.words import listed, number_of
from asc_desktop.services.errors import EditRefused, Problem, told_as
from asc_desktop.services.session import Session


def status_in_force(session: Session, project_id: str, period: str) -> StatusUpdate | None:
    """Return the update in force for a project at a period."""
    updates = [
        item for item in session.records.of(StatusUpdate, "project_id", project_id) if item.period <= period
    ]
    return max(updates, key=lambda item: item.period, default=None)


def report_status(
    session: Session, project_id: str, period: str, *, reason: str | None = None, **values: str | None
) -> StatusUpdate:
    """Report a project's status for a period: ``status_id``, ``narrative`` or ``challenge_reason``.

    What is not given is carried forward from the update in force, but the narrative only where it is given: a new
    period's narrative starts from the last one's words in the form, and is kept when it is saved.
    """
    held = status_in_force(session, project_id, period)
    project = session.records.get(Project, project_id)
    if held is None:
        update = StatusUpdate(id=session.new_id(), project_id=project_id, period=period)
    elif held.period != period:
        update = replace(held, id=session.new_id(), period=period)
    else:
        update = held
    update = replace(update, **cast("Any", values))
    if not update.status_id:
        raise EditRefused([Problem(update.id, "status_id", "Choose the delivery status first.")])
    with session.edit(f"Report {project.ref} for {period_label(period)}", reason=reason) as edit:
        edit.put(update)
    return session.records.get(StatusUpdate, update.id)


def carry_forward(session: Session, project_ids: Iterable[str], period: str) -> int:
    """Report for a period what is in force, unchanged, for each project not yet reported; return how many."""
    pending = []
    for project_id in project_ids:
        held = status_in_force(session, project_id, period)
        if held is not None and held.period != period:
            pending.append(replace(held, id=session.new_id(), period=period))
    if pending:
        statuses = number_of(len(pending), "status")
        with session.edit(f"Repeat {statuses} for {period_label(period)}") as edit:
            edit.put(*pending)
    return len(pending)


def position_in_force(session: Session, line_id: str, year: int, period: str) -> SavingsPosition | None:
    """Return the position in force for a line's year at a period."""
    return in_force(session.records.of(SavingsPosition, "line_id", line_id), period).get(year)


def report_positions(
    session: Session,
    values: Mapping[tuple[str, int], Mapping[str, int]],
    period: str,
    *,
    action: str = "",
    reason: str | None = None,
    first_targets: Mapping[tuple[str, int], int] | None = None,
) -> None:
    """Report savings by line and year: any of forecast, delivered and validated, in pence, as one transaction.

    A forecast left out is carried forward, and raised where more is delivered than was forecast so far only if it was
    never reported; otherwise a forecast below what is delivered is refused. ``first_targets`` are recorded with them.
    The problems of a refusal name the line, and the key with its year: ``forecast_pence:2024``.
    """
    targets = _first_targets(session, first_targets or {})
    held: dict[str, tuple[str, int]] = {target.id: cell for cell, target in targets.items()}
    if not action:
        action = (
            _position_action(session, values, period)
            if values
            else _target_action(session, first_targets or {})
        )

    def of_cell(problem: Problem) -> Problem:
        line_id, year = held[problem.record_id]
        return Problem(line_id, year_key(problem.key, year), problem.sentence)

    with told_as(of_cell), session.edit(action, reason=reason) as edit:
        edit.put(*targets.values())
        for (line_id, year), amounts in values.items():
            position = _position(session, line_id, year, period, amounts)
            held[position.id] = (line_id, year)
            edit.put(position)


def year_key(key: str, year: int) -> str:
    """Return the key of a field's cell in a table by year, ``forecast_pence:2024``."""
    return f"{key}:{year}"


def _position(
    session: Session, line_id: str, year: int, period: str, amounts: Mapping[str, int]
) -> SavingsPosition:
    held = position_in_force(session, line_id, year, period)
    if held is None:
        forecast = amounts.get(
            "forecast_pence", amounts.get("delivered_pence", amounts.get("validated_pence", 0))
        )
        held = SavingsPosition(
            id=session.new_id(), line_id=line_id, year=year, period=period, forecast_pence=forecast,
            delivered_pence=amounts.get("validated_pence", 0),
        )  # fmt: skip
    elif held.period != period:
        held = replace(held, id=session.new_id(), period=period)
    return replace(held, **cast("Any", dict(amounts)))


def _position_action(
    session: Session, values: Mapping[tuple[str, int], Mapping[str, int]], period: str
) -> str:
    if len(values) == 1:
        (line_id, year), amounts = next(iter(values.items()))
        what = listed([key.removesuffix("_pence") for key in amounts])
        return f"Report {what} {year_label(year)} of {_line_words(session, line_id)}"
    return f"Report {len(values)} savings figures for {period_label(period)}"


def _line_words(session: Session, line_id: str) -> str:
    line = session.records.get(SavingsLine, line_id)
    project = session.records.get(Project, line.project_id)
    return f"{project.ref} {line.name}"


def approved_target(session: Session, line_id: str, year: int, period: str) -> int:
    """Return a line's approved target for a year at a period, in pence."""
    return LineLedger(session.records, period).at(line_id, year).target_pence


def set_first_targets(session: Session, values: Mapping[tuple[str, int], int]) -> None:
    """Record the first approved targets of lines and years, in pence, as one transaction.

    Refused, all of them, where one is recorded already.
    """
    targets = _first_targets(session, values)
    with session.edit(_target_action(session, values)) as edit:
        edit.put(*targets.values())


def _target_action(session: Session, values: Mapping[tuple[str, int], int]) -> str:
    if len(values) != 1:
        return f"Set {len(values)} targets"
    line_id, year = next(iter(values))
    return f"Set target {year_label(year)} of {_line_words(session, line_id)}"


def _first_targets(
    session: Session, values: Mapping[tuple[str, int], int]
) -> dict[tuple[str, int], SavingsTarget]:
    targets, refused = {}, []
    for (line_id, year), pence in values.items():
        held = first_target(session, line_id, year)
        if held is not None and held.target_pence:
            sentence = (
                f"The approved target for {year_label(year)} is {format_pounds(held.target_pence)}. "
                "It changes through an approved change request."
            )
            refused.append(Problem(line_id, year_key("target_pence", year), sentence))
        else:
            target = held or SavingsTarget(id=session.new_id(), line_id=line_id, year=year)
            targets[line_id, year] = replace(target, target_pence=pence)
    if refused:
        raise EditRefused(refused)
    return targets


def first_target(session: Session, line_id: str, year: int) -> SavingsTarget | None:
    """Return a line's first approved target for a year, or None where there is none."""
    held = session.records.of(SavingsTarget, "line_id", line_id)
    return next((item for item in held if item.year == year), None)


def request_target_change(
    session: Session,
    values: Mapping[tuple[str, int], int],
    period: str,
    *,
    reference: str,
    reason: str,
    approved_by: str,
    approved: bool,
    correction: str | None = None,
) -> None:
    """Record a change request that takes the targets of lines and years to new amounts, in pence; one transaction.

    ``reason`` is the change request's own; ``correction`` is why a closed period gets one, where it does.
    """
    ledger = LineLedger(session.records, period)
    with session.edit(f"Change request {reference}".strip(), reason=correction) as edit:
        for (line_id, year), pence in values.items():
            change = pence - ledger.at(line_id, year).target_pence
            if change:
                edit.put(
                    TargetChange(
                        id=session.new_id(), line_id=line_id, year=year, change_pence=change, reference=reference,
                        reason=reason or None, approved_by=approved_by or None, period=period,
                        state="approved" if approved else "proposed",
                    )
                )  # fmt: skip


def room_for(session: Session, movement: Movement) -> MovementRoom:
    """Return how much a movement may take at most."""
    return movement_room(session.records, movement)


def record_movement(
    session: Session, movement: Movement, *, reason: str | None = None, mitigation_id: str | None = None
) -> Movement:
    """Add or change a movement, and tie it to a mitigation where one is named, as one transaction.

    Raises EditRefused, with how much is left, where it takes too much.
    """
    words = dict(MOVEMENT_KINDS)[movement.kind]
    source = _line_words(session, movement.from_line_id) if movement.from_line_id else ""
    verb = "Change" if session.records.find(Movement, movement.id) else "Record"
    with session.edit(
        f"{verb} movement: {words}, {source}, {format_pounds(movement.amount_pence)}", reason=reason
    ) as edit:
        edit.put(movement)
        if mitigation_id is not None:
            edit.put(replace(session.records.get(Mitigation, mitigation_id), movement_id=movement.id))
    return session.records.get(Movement, movement.id)


def new_movement(session: Session, kind: str, from_line_id: str, from_year: int, period: str) -> Movement:
    """Return a movement to fill in, not yet recorded, with the destination that its kind suggests."""
    to_line: str | None = from_line_id if kind in {"slip", "early"} else None
    to_year = {"slip": from_year + 1, "early": from_year - 1, "offset": from_year, "transfer": from_year}.get(
        kind
    )
    return Movement(
        id=session.new_id(),
        kind=kind,
        from_line_id=from_line_id,
        from_year=from_year,
        to_line_id=to_line,
        to_year=to_year,
        period=period,
    )
