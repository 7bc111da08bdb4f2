"""What is wrong with a risk, its scores and its actions, and with the limits of the risk levels."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain import dates
from asc_desktop.domain.checks.movement import after_open
from asc_desktop.domain.checks.periods import not_come_to, reported_later
from asc_desktop.domain.records.assurance import Issue, Risk, RiskAction, RiskScore
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Portfolio, Programme
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.rules.risks import target_score


def risk_limit_problems(record: Portfolio) -> Iterator[Problem]:
    """Yield a problem where the limits of the risk levels are not in order."""
    if record.medium_risk_to <= record.low_risk_to:
        yield Problem("medium_risk_to", f"Medium must end above where low does, at {record.low_risk_to}.")
    if record.high_risk_to <= record.medium_risk_to:
        yield Problem("high_risk_to", f"High must end above where medium does, at {record.medium_risk_to}.")


def risk_problems(record: Risk, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a risk's periods and its target."""
    raised = dates.period_label(record.raised_period)
    programme = records.find(Programme, record.programme_id)
    yield from after_open("raised_period", record.raised_period, programme)
    if record.closed_period and record.closed_period < record.raised_period:
        yield Problem("closed_period", f"It cannot be closed before it was raised, in {raised}.")
    elif record.closed_period:
        yield from after_open("closed_period", record.closed_period, programme)
    yield from _target(record)
    periods = [score.period for score in records.of(RiskScore, "risk_id", record.id)]
    if periods and min(periods) < record.raised_period:
        first = dates.period_label(min(periods))
        yield Problem("raised_period", f"It has a score for {first}, before {raised}.")
    if periods and record.closed_period and max(periods) > record.closed_period:
        last = dates.period_label(max(periods))
        yield Problem("closed_period", f"It has a score for {last}. Close it then or later.")
    yield from not_come_to("programme_id", max(periods, default=""), programme, "It is scored")
    first_day = f"{record.raised_period}-01"
    for action in records.of(RiskAction, "risk_id", record.id):
        for day, word in ((action.due_date, "due"), (action.done_date, "done")):
            if day and day < first_day:
                sentence = f"An action of it is {word} on {dates.date_label(day)}, before {raised}."
                yield Problem("raised_period", sentence)
                return


def _target(record: Risk) -> Iterator[Problem]:
    if record.target_likelihood is None and record.target_impact is not None:
        yield Problem("target_likelihood", "A target needs both impact and likelihood. Enter the likelihood.")
    if record.target_impact is None and record.target_likelihood is not None:
        yield Problem("target_impact", "A target needs both likelihood and impact. Enter the impact.")
    target, inherent = target_score(record), record.inherent_likelihood * record.inherent_impact
    if target is not None and target > inherent:
        sentence = f"The target score, {target}, cannot be above the inherent score, {inherent}."
        yield Problem("target_impact", sentence)


def risk_score_problems(record: RiskScore, records: Records) -> Iterator[Problem]:
    """Yield a problem where a score is for a month before the risk was raised, after it was closed, or to come."""
    risk = records.get(Risk, record.risk_id)
    if record.period < risk.raised_period:
        raised = dates.period_label(risk.raised_period)
        yield Problem("period", f"It cannot be scored before it was raised, in {raised}.")
    if risk.closed_period and record.period > risk.closed_period:
        closed = dates.period_label(risk.closed_period)
        yield Problem("period", f"It cannot be scored after it was closed, in {closed}.")
    yield from after_open("period", record.period, records.find(Programme, risk.programme_id))


def risk_action_problems(record: RiskAction, records: Records) -> Iterator[Problem]:
    """Yield a problem where an action is due or done before its risk was raised, or done in a month to come."""
    risk = records.get(Risk, record.risk_id)
    raised = dates.period_label(risk.raised_period)
    for key, day, word in (("due_date", record.due_date, "due"), ("done_date", record.done_date, "done")):
        if day and day < f"{risk.raised_period}-01":
            yield Problem(key, f"It cannot be {word} before its risk was raised, in {raised}.")
    programme = records.find(Programme, risk.programme_id)
    end = dates.period_end(programme.open_period) if programme and programme.open_period else ""
    if record.done_date and end and record.done_date > end:
        last = dates.date_label(end)
        yield Problem("done_date", f"It cannot be done after {last}, when the open month ends.")


def issue_problems(record: Issue, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with when an issue was raised and resolved."""
    programme = records.find(Programme, record.programme_id)
    yield from after_open("raised_period", record.raised_period, programme)
    day = record.resolved_date
    if day and day < f"{record.raised_period}-01":
        raised = dates.period_label(record.raised_period)
        yield Problem("resolved_date", f"It cannot be resolved before it was raised, in {raised}.")
    elif (
        day and programme and programme.open_period and day > (end := dates.period_end(programme.open_period))
    ):
        last = dates.date_label(end)
        yield Problem("resolved_date", f"It cannot be resolved after {last}, when the open month ends.")
    if record.resolution and not day:
        yield Problem("resolved_date", "Enter the date it was resolved.")


def programme_risk_problems(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what its risks and issues report."""
    issues = records.of(Issue, "programme_id", programme.id)
    yield from reported_later(programme, ((item.raised_period, f"Issue {item.ref}") for item in issues))
    reports = (
        (period, f"Risk {risk.ref}")
        for risk in records.of(Risk, "programme_id", programme.id)
        for period in (
            risk.raised_period,
            *(score.period for score in records.of(RiskScore, "risk_id", risk.id)),
        )
    )
    yield from reported_later(programme, reports)


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    Risk: risk_problems,
    RiskScore: risk_score_problems,
    RiskAction: risk_action_problems,
    Issue: issue_problems,
}
