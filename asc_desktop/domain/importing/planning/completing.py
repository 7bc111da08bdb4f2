"""What a row does not say of a record and the record cannot be without: carried on, worked out, or asked for.

Nothing is made up in silence: each of these leaves a sentence with the record.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.importing.planning.drafting import Drafts
from asc_desktop.domain.records.assurance import BudgetPosition, Measure, Risk, RiskCategory, RiskScore
from asc_desktop.domain.records.delivery import (
    Milestone,
    Portfolio,
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
)
from asc_desktop.domain.records.fields import Record, Value, fields_of
from asc_desktop.domain.records.place import programme_of

_REPORTED = ("forecast_pence", "delivered_pence", "validated_pence")
_BUDGET = ("budget_pence", "actual_pence", "forecast_pence")
_RAISED = frozenset({"exception", "risk", "issue"})
MILESTONE_DATES = ("baseline_date", "forecast_date", "actual_date")
"""The dates of a milestone, which has one at least."""
_DAYS = ("due_date", "done_date", "resolved_date")


class Aside(Struct, frozen=True):
    """What the row says beside the record itself: the days that others of its records name."""

    days: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    score: tuple[Value, Value] = (None, None)


def complete(
    kind: type[Record], values: Mapping[str, Value], drafts: Drafts, aside: Aside
) -> tuple[dict[str, Value], list[str]]:
    """Return what a new record gets beside what its row says, and sentences that say so."""
    found: dict[str, Value] = {}
    told: list[str] = []
    rule = _RULES.get(kind.table)
    if rule is not None:
        rule(values, drafts, aside, found, told)
    if "ref" in {field.key for field in fields_of(kind)} and not values.get("ref"):
        found["ref"] = drafts.next_reference(kind, str(values.get("programme_id") or ""))
        told.append(f"It has no reference in the workbook and becomes {found['ref']}.")
    if kind.table in _RAISED and not values.get("raised_period"):
        _raised(values, drafts, aside, found, told)
    if "position" not in values and any(field.key == "position" for field in fields_of(kind)):
        found["position"] = drafts.next_position(kind)
    return found, told


def in_force(kind: type[Record], values: Mapping[str, Value], drafts: Drafts) -> dict[str, Value]:
    """Return what a report of a month carries on from the one before it; nothing where there is none."""
    period = str(values.get("period") or "")
    held: Any = None
    match kind.table:
        case StatusUpdate.table:
            held = _latest(drafts.working.of(StatusUpdate, "project_id", str(values["project_id"])), period)
        case SavingsPosition.table:
            every = drafts.working.of(SavingsPosition, "line_id", str(values["line_id"]))
            held = _latest([item for item in every if item.year == values.get("year")], period)
        case BudgetPosition.table:
            held = _latest(drafts.working.of(BudgetPosition, "line_id", str(values["line_id"])), period)
        case RiskScore.table:
            held = _latest(drafts.working.of(RiskScore, "risk_id", str(values["risk_id"])), period)
    if held is None:
        return {}
    # A comment is of its month; and what was delivered a month before is no forecast of more.
    left = {"period", "comment"} | ({"forecast_pence"} if _is_outrun(held, values, drafts) else set())
    return {field.key: getattr(held, field.key) for field in fields_of(kind) if field.key not in left}


def _is_outrun(held: Any, values: Mapping[str, Value], drafts: Drafts) -> bool:
    """Whether a workbook's own earlier month has less as its forecast than is delivered now; both are of actuals."""
    delivered = values.get("delivered_pence")
    return (
        isinstance(held, SavingsPosition)
        and isinstance(delivered, int)
        and values.get("forecast_pence") is None
        and held.forecast_pence == held.delivered_pence < delivered
        and drafts.records.find(SavingsPosition, held.id) is None
    )


def _latest(records: Any, period: str) -> Any:
    return max(
        (item for item in records if item.period <= period), key=lambda item: item.period, default=None
    )


def _raised(
    values: Mapping[str, Value],
    drafts: Drafts,
    aside: Aside,
    found: dict[str, Value],
    told: list[str],
) -> None:
    """A record that does not say when it was raised was raised by the earliest day that its row names."""
    programme_id = str(values.get("programme_id") or "")
    if not programme_id:
        owner = programme_of(
            drafts.working.find(Project, str(values.get("project_id") or "")), drafts.working
        )
        programme_id = owner.id if owner is not None else ""
    period = drafts.period_of(programme_id)
    held = drafts.working.find(Programme, programme_id)
    if held is not None and held.open_period:
        period = min(period, held.open_period)
    days = [str(values[key]) for key in _DAYS if values.get(key)]
    closed = [str(values["closed_period"])] if values.get("closed_period") else []
    found["raised_period"] = min(
        [period, *closed, *aside.periods, *(day[:7] for day in (*days, *aside.days))]
    )
    if found["raised_period"] != period:
        label = dates.period_label(str(found["raised_period"]))
        told.append(
            f"The row does not show when it was raised: it is taken as {label}, the earliest month that its row names."
        )


def _status(
    values: Mapping[str, Value], _drafts: Drafts, _aside: Aside, _found: dict[str, Value], told: list[str]
) -> None:
    if not values.get("status_id"):
        told.append("No delivery status is given, and none is in force: the update needs one.")


def _position(
    values: Mapping[str, Value], _drafts: Drafts, _aside: Aside, found: dict[str, Value], told: list[str]
) -> None:
    forecast, delivered, validated = (values.get(key) for key in _REPORTED)
    if forecast is None and delivered is not None:
        found["forecast_pence"] = delivered
        if delivered:
            told.append("No forecast is given: it is taken as what is delivered.")
    if forecast is None and delivered is None and validated is not None:
        found["forecast_pence"] = found["delivered_pence"] = validated
        told.append("Only what is validated is given: forecast and delivered are taken as the same.")
    elif delivered is None and validated:
        found["delivered_pence"] = validated
        told.append("Delivered is not given: it is taken as what is validated.")


def _line(
    values: Mapping[str, Value], drafts: Drafts, _aside: Aside, found: dict[str, Value], _told: list[str]
) -> None:
    project = drafts.working.find(Project, str(values.get("project_id") or ""))
    if not values.get("name") and project is not None:
        found["name"] = project.name
    if not values.get("kind"):
        drafts.tell("Some lines have no kind of saving: they are taken as cashable and recurring.")


def _risk(
    values: Mapping[str, Value], drafts: Drafts, aside: Aside, found: dict[str, Value], told: list[str]
) -> None:
    category = drafts.working.find(RiskCategory, str(values.get("category") or ""))
    if not values.get("description") and category is not None:
        found["description"] = category.name
        told.append("The risk has no description: it is named after its category.")
    inherent = values.get("inherent_likelihood"), values.get("inherent_impact")
    if inherent == (None, None) and None not in aside.score:
        found["inherent_likelihood"], found["inherent_impact"] = aside.score
        told.append("No inherent score is given: it is taken as the current one.")
    elif None in inherent:
        given = zip(("inherent_likelihood", "inherent_impact"), inherent, aside.score, strict=True)
        found |= {key: now for key, said, now in given if said is None and now is not None}
        told.append("Likelihood and impact are not both given: what is missing is taken as 3 of 5.")


def _milestone(
    values: Mapping[str, Value], _drafts: Drafts, _aside: Aside, found: dict[str, Value], told: list[str]
) -> None:
    if values.get("actual_date") and not (values.get("baseline_date") or values.get("forecast_date")):
        found["forecast_date"] = values["actual_date"]
        told.append("Only the day when it was reached is given: it is taken as its forecast too.")


def _measure(
    _values: Mapping[str, Value], drafts: Drafts, _aside: Aside, found: dict[str, Value], _told: list[str]
) -> None:
    for portfolio in drafts.working.all(Portfolio):
        found["green_tolerance"] = portfolio.measure_green_within
        found["amber_tolerance"] = portfolio.measure_amber_within


def _budget_line(
    values: Mapping[str, Value], _drafts: Drafts, _aside: Aside, found: dict[str, Value], told: list[str]
) -> None:
    if not values.get("group_name"):
        found["group_name"] = "Budget"
        told.append("It has no group: it goes into one called Budget.")


def _budget(
    values: Mapping[str, Value], _drafts: Drafts, _aside: Aside, _found: dict[str, Value], told: list[str]
) -> None:
    missing = [key.removesuffix("_pence") for key in _BUDGET if values.get(key) is None]
    if missing:
        told.append(f"Not given, and taken as nothing: {', '.join(missing)}.")


_Rule = Callable[[Mapping[str, Value], Drafts, Aside, dict[str, Value], list[str]], None]
_RULES: dict[str, _Rule] = {
    StatusUpdate.table: _status,
    SavingsPosition.table: _position,
    SavingsLine.table: _line,
    Milestone.table: _milestone,
    Risk.table: _risk,
    Measure.table: _measure,
    "budget_line": _budget_line,
    BudgetPosition.table: _budget,
}
