"""What is wrong with a decision, its options, its funding and its implications."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain import dates
from asc_desktop.domain.checks.movement import after_open
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Problem, Record, field_of
from asc_desktop.domain.records.governance import (
    Decision,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    FundingSource,
    ProgrammeCommentary,
)  # fmt: skip
from asc_desktop.domain.rules.decisions import CLIMATE_HEADINGS, DECIDED_STAGES, committed_pence, left_pence

_CLIMATE = frozenset(key for key, _ in CLIMATE_HEADINGS)


def commentary_problems(record: ProgrammeCommentary, records: Records) -> Iterator[Problem]:
    """Yield a problem where a commentary is of a month that its programme has not come to."""
    yield from after_open("period", record.period, records.find(Programme, record.programme_id))


def decision_problems(record: Decision, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a decision's stage and dates, and with what hangs on it."""
    decided = record.decision_date
    if record.stage in DECIDED_STAGES and not decided:
        stage = field_of(Decision, "stage").format(record.stage).lower()
        yield Problem("stage", f"It cannot be {stage} before it is decided. Give “Decided on” first.")
    if record.stage == "call_in" and not record.subject_to_call_in:
        yield Problem("stage", "It is not subject to call-in. Tick that first.")
    if decided and record.call_in_expires and record.call_in_expires < decided:
        day = dates.date_label(decided)
        yield Problem("call_in_expires", f"Call-in cannot expire before the decision, on {day}.")
    if not record.key_decision:
        answers = records.of(DecisionImplication, "decision_id", record.id)
        if any(item.heading in _CLIMATE for item in answers):
            yield Problem(
                "key_decision",
                "It answers climate headings, which only key decisions have. Delete them first.",
            )
    yield from _funding_of(record, records)


def option_problems(record: DecisionOption, records: Records) -> Iterator[Problem]:
    """Yield a problem where two options of a decision would be recommended."""
    if not record.recommended:
        return
    for other in records.of(DecisionOption, "decision_id", record.decision_id):
        if other.id != record.id and other.recommended:
            yield Problem("recommended", f"“{other.name}” is recommended already; only one option can be.")
            return


def funding_problems(record: DecisionFunding, records: Records) -> Iterator[Problem]:
    """Yield a problem where a source has less left than is taken."""
    source = records.get(FundingSource, record.funding_source_id)
    decision = records.get(Decision, record.decision_id)
    left = left_pence(records, source, leave_out=record.id)
    if decision.stage != "withdrawn" and record.amount_pence > left:
        yield Problem("amount_pence", _too_much(source, max(left, 0)))


def source_problems(record: FundingSource, records: Records) -> Iterator[Problem]:
    """Yield a problem where a provision would be less than decisions take, or leave their programme."""
    taken = committed_pence(records, record.id)
    if record.provision_pence < taken:
        yield Problem(
            "provision_pence", f"Decisions take {format_pounds(taken)} of it, so it cannot be less than that."
        )
    for funding in records.of(DecisionFunding, "funding_source_id", record.id):
        decision = records.find(Decision, funding.decision_id)
        if decision is not None and decision.programme_id != record.programme_id:
            owner = records.title(Programme.table, decision.programme_id)
            yield Problem("programme_id", f"Decision {decision.ref} of {owner} draws on it.")
            return


def implication_problems(record: DecisionImplication, records: Records) -> Iterator[Problem]:
    """Yield a problem where a decision that is not a key decision would answer a climate heading."""
    decision = records.get(Decision, record.decision_id)
    if record.heading in _CLIMATE and not decision.key_decision:
        yield Problem("heading", f"Climate headings are for key decisions, and {decision.ref} is not one.")


def _funding_of(record: Decision, records: Records) -> Iterator[Problem]:
    for funding in records.of(DecisionFunding, "decision_id", record.id):
        source = records.find(FundingSource, funding.funding_source_id)
        if source is None:
            continue
        if source.programme_id != record.programme_id:
            owner = records.title(Programme.table, source.programme_id)
            yield Problem("programme_id", f"It draws on {source.name}, a funding source of {owner}.")
            return
        # Whichever of the decision's two selves stands in the records, its own funding is left out and asked for anew.
        left = left_pence(records, source, leave_out=funding.id)
        if record.stage != "withdrawn" and funding.amount_pence > left:
            yield Problem("stage", _too_much(source, max(left, 0)))
            return


def _too_much(source: FundingSource, left: int) -> str:
    words = f"{source.name}, {dates.year_label(source.year)}"
    return f"Only {format_pounds(left)} is left of {words}, a provision of {format_pounds(source.provision_pence)}."


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    ProgrammeCommentary: commentary_problems,
    Decision: decision_problems,
    DecisionOption: option_problems,
    FundingSource: source_problems,
    DecisionFunding: funding_problems,
    DecisionImplication: implication_problems,
}
