"""The rules of decisions: call-in, funding, repeat awards and the headings that a key decision must answer.

What a funding source is committed to are the amounts of every decision that draws on it, drafts too, so that money is
never promised twice; only withdrawn decisions leave theirs free.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from msgspec import Struct

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.governance import (
    IMPLICATION_HEADINGS,
    NOT_ASSESSED,
    Decision,
    DecisionFunding,
    DecisionImplication,
    DecisionSupplier,
    FundingSource,
)  # fmt: skip
from asc_desktop.domain.spellings import same_name

REPEAT_DAYS = 365
"""Awards to one supplier that are no more days apart than this are repeat awards."""

CLIMATE_HEADINGS = tuple((key, words) for key, words in IMPLICATION_HEADINGS if key.startswith("climate_"))
"""The eight headings that only key decisions have."""

DECIDED_STAGES = frozenset({"call_in", "in_force", "called_in"})
"""Stages that come after the decision was taken."""

_SATURDAY = 5


def call_in_expiry(decided: str, days: int, is_holiday: Callable[[date], bool]) -> str:
    """Return the last day of the call-in period, an ISO date: so many working days, the first after the decision.

    ``is_holiday`` says of a weekday whether it is a bank holiday. No days: the day of the decision itself.
    """
    day = date.fromisoformat(decided)
    left = days
    while left:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and not is_holiday(day):
            left -= 1
    return day.isoformat()


def is_before_expiry(day: str | None, expires: str | None) -> bool:
    """Whether a day comes before call-in has expired; on the day of expiry it still may be called in."""
    return bool(day and expires and day <= expires)


def value_pence(decision: Decision) -> int | None:
    """Return a decision's revenue and capital value together; None where neither is given."""
    parts = [part for part in (decision.revenue_pence, decision.capital_pence) if part is not None]
    return sum(parts) if parts else None


def counted_funding(
    records: Records, funding_source_id: str, *, leave_out: str = ""
) -> list[tuple[DecisionFunding, Decision]]:
    """Return what is taken from a source, each with its decision; nothing of withdrawn decisions or ``leave_out``."""
    found = []
    for funding in records.of(DecisionFunding, "funding_source_id", funding_source_id):
        decision = records.find(Decision, funding.decision_id)
        if funding.id != leave_out and decision is not None and decision.stage != "withdrawn":
            found.append((funding, decision))
    return found


def committed_pence(records: Records, funding_source_id: str, *, leave_out: str = "") -> int:
    """Return what decisions take from a source together, in pence, without the funding ``leave_out``."""
    return sum(
        item.amount_pence for item, _ in counted_funding(records, funding_source_id, leave_out=leave_out)
    )


def left_pence(records: Records, source: FundingSource, *, leave_out: str = "") -> int:
    """Return what is left of a source's provision, in pence; negative where it is over-committed."""
    return source.provision_pence - committed_pence(records, source.id, leave_out=leave_out)


def missing_climate(decision: Decision, implications: Iterable[DecisionImplication]) -> tuple[str, ...]:
    """Return the words of the climate headings that a key decision does not answer; none for other decisions.

    A heading that is not assessed is not answered.
    """
    if not decision.key_decision:
        return ()
    answered = {item.heading for item in implications if item.level != NOT_ASSESSED}
    return tuple(words for key, words in CLIMATE_HEADINGS if key not in answered)


class Award(Struct, frozen=True):
    """An award that counts: of a decision that is not withdrawn, on the day of the award or else of the decision."""

    id: str
    decision_id: str
    decision_ref: str
    day: str
    pence: int


def awards_by_supplier(records: Records) -> dict[str, list[Award]]:
    """Return the dated awards of the portfolio by ``same_name``, the earliest first."""
    found: dict[str, list[Award]] = {}
    for item in records.all(DecisionSupplier):
        decision = records.find(Decision, item.decision_id)
        if decision is None or decision.stage == "withdrawn":
            continue
        day = item.award_date or decision.decision_date
        if day:
            award = Award(item.id, decision.id, decision.ref, day, item.award_pence or 0)
            found.setdefault(same_name(item.supplier), []).append(award)
    for awards in found.values():
        awards.sort(key=lambda award: (award.day, award.decision_ref, award.id))
    return found


def repeat_awards(award_id: str, awards: list[Award]) -> list[Award]:
    """Return an award with those to its supplier in the year that ends with it; empty where it stands alone.

    The year is ``REPEAT_DAYS`` back from the award's day, both included. Of awards on one day each sees the others.
    """
    here = next((award for award in awards if award.id == award_id), None)
    if here is None:
        return []
    first = (date.fromisoformat(here.day) - timedelta(days=REPEAT_DAYS)).isoformat()
    within = [award for award in awards if first <= award.day <= here.day]
    return within if len(within) > 1 else []


def stage_due(decision: Decision, as_at: str) -> str:
    """Return the stage to which a decision moves that is dated no later than a day; empty where it has, or is not."""
    is_past = decision.stage in DECIDED_STAGES or decision.stage == "withdrawn"
    if is_past or not decision.decision_date or decision.decision_date > as_at:
        return ""
    expires = decision.call_in_expires if decision.subject_to_call_in else None
    return "call_in" if decision.subject_to_call_in and (not expires or expires >= as_at) else "in_force"
