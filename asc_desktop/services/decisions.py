"""Decisions as a person edits them: the suggested end of call-in, copies, and the headings still to be answered."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Portfolio
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.records.governance import (
    IMPLICATION_HEADINGS,
    Decision,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
)  # fmt: skip
from asc_desktop.domain.records.references import next_free, number_in
from asc_desktop.domain.rules.decisions import CLIMATE_HEADINGS, call_in_expiry
from asc_desktop.domain.words import named
from asc_desktop.services.editing import (
    CellEdit,
    Rows,
    build_record,
    put_rows,
    take_cells,
)
from asc_desktop.services.session import Session

_CLIMATE = frozenset(key for key, _ in CLIMATE_HEADINGS)
_DATED_BY = frozenset({"decision_date", "subject_to_call_in"})
_COPIED = (DecisionOption, DecisionImplication, DecisionProject)
"""What a copy of a decision takes over; its funding, awards and advice are of the decision itself."""


def suggested_expiry(session: Session, decision: Decision) -> str | None:
    """Return the day on which call-in should expire, by the portfolio's working days and England's bank holidays.

    None where the decision has no date or is not subject to call-in.
    """
    if not decision.decision_date or not decision.subject_to_call_in:
        return None
    days = next((item.call_in_days for item in session.records.all(Portfolio)), Portfolio(id="").call_in_days)
    return call_in_expiry(decision.decision_date, days, is_bank_holiday)


def is_bank_holiday(day: date) -> bool:
    """Whether England has a bank holiday on a day, as far as is announced or follows from the rules."""
    return day in _england()


def with_expiry(session: Session, decision: Decision, before: Decision | None) -> Decision:
    """Return a decision with the suggested expiry where nobody has chosen another.

    A day that stands for another date of decision, or lies before the decision, was suggested or is out of date.
    """
    held = decision.call_in_expires
    was_suggested = (
        before is not None
        and held is not None
        and held == before.call_in_expires
        and held == suggested_expiry(session, before)
    )
    if held is None or was_suggested or (decision.decision_date and held < decision.decision_date):
        suggested = suggested_expiry(session, decision)
        return replace(decision, call_in_expires=suggested) if suggested else decision
    return decision


def apply_cells(
    session: Session, edits: Sequence[CellEdit | tuple[str, str, str]], *, reason: str | None = None
) -> None:
    """Apply typed cells of decisions as one transaction; a date of decision brings the suggested end of call-in.

    Raises EditRefused with a sentence for each cell, and applies none of them.
    """
    rows = Rows(session, Decision)
    take_cells(edits, rows.take)
    for record_id, keys in rows.keys.items():
        if keys & _DATED_BY and "call_in_expires" not in keys:
            before = session.records.get(Decision, record_id)
            rows.changed[record_id] = with_expiry(session, rows.changed[record_id], before)
    whose = named([item.ref for item in rows.changed.values()], "decision")
    put_rows(session, f"Change {rows.what} of {whose}", rows, reason=reason)


def use_suggested_expiry(session: Session, decision_ids: Sequence[str], *, reason: str | None = None) -> int:
    """Let call-in of decisions expire on the suggested day; return how many of them that changes."""
    found = []
    for decision_id in decision_ids:
        decision = session.records.get(Decision, decision_id)
        suggested = suggested_expiry(session, decision)
        if suggested and suggested != decision.call_in_expires:
            found.append(replace(decision, call_in_expires=suggested))
    if found:
        whose = named([item.ref for item in found], "decision")
        with session.edit(f"Use suggested call-in date of {whose}", reason=reason) as edit:
            edit.put(*found)
    return len(found)


def add_decision(
    session: Session, values: Mapping[str, Value | str], *, reason: str | None = None
) -> Decision:
    """Add a decision; where it is dated and no end of call-in is given, with the suggested one."""
    decision = with_expiry(session, build_record(session, Decision, values), None)
    with session.edit(f"Add decision {decision.ref}", reason=reason) as edit:
        edit.put(decision)
    return session.records.get(Decision, decision.id)


def duplicate_decision(session: Session, decision: Decision, *, reason: str | None = None) -> Decision:
    """Add a copy as a draft, with its options, implications and projects; no dates, funding, awards or advice."""
    copy = replace(
        decision,
        id=session.new_id(),
        ref=next_reference(session, decision.ref),
        stage="draft",
        forward_plan_ref=None,
        decision_date=None,
        call_in_expires=None,
        start_date=None,
        first_spend_date=None,
    )
    with session.edit(f"Duplicate decision {decision.ref}", reason=reason) as edit:
        edit.put(copy)
        for kind in _COPIED:
            for part in session.records.of(kind, "decision_id", decision.id):
                more: dict[str, Any] = {"id": session.new_id(), "decision_id": copy.id}
                if kind is DecisionImplication:
                    more |= {"cleared_by": None, "cleared_on": None}
                edit.put(replace(part, **more))
    return session.records.get(Decision, copy.id)


def next_reference(session: Session, like: str = "") -> str:
    """Return the next free reference in the style of another, else of those there are: ``D-03`` after ``D-02``."""
    taken = [item.ref for item in session.records.all(Decision)]
    last = max(taken, default="")
    return next_free(taken, like or (last if number_in(last) else "D-00"))


def missing_headings(session: Session, decision: Decision) -> list[str]:
    """Return the headings that a decision has no implication under, in order; climate only for key decisions."""
    held = {item.heading for item in session.records.of(DecisionImplication, "decision_id", decision.id)}
    return [
        key
        for key, _ in IMPLICATION_HEADINGS
        if key not in held and (decision.key_decision or key not in _CLIMATE)
    ]


def add_missing_headings(session: Session, decision_id: str, *, reason: str | None = None) -> int:
    """Add every heading that is missing, as not assessed, in one transaction; return how many."""
    decision = session.records.get(Decision, decision_id)
    keys = missing_headings(session, decision)
    if keys:
        with session.edit(f"Add headings of {decision.ref}", reason=reason) as edit:
            edit.put(
                *(
                    DecisionImplication(id=session.new_id(), decision_id=decision_id, heading=key)
                    for key in keys
                )
            )
    return len(keys)


def recommend(session: Session, option: DecisionOption, *, reason: str | None = None) -> None:
    """Recommend an option in place of the one that is."""
    others = session.records.of(DecisionOption, "decision_id", option.decision_id)
    with session.edit(f"Recommend {option.name}", reason=reason) as edit:
        edit.put(*(replace(item, recommended=int(item.id == option.id)) for item in others))


@cache
def _england() -> Any:
    # Taken up at the first decision that is dated: 0.2 s that the start of the program does not pay.
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")
