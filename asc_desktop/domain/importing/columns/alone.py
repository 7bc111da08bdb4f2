"""Columns of a record that cannot be without others that the table lacks: an action without what it is about."""

from collections.abc import Iterable, Mapping, Sequence

from asc_desktop.domain.importing.columns.candidate import Candidate
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.takes import NAMED_BY, YEAR
from asc_desktop.domain.importing.mapping import Target

_COST = Target("project_cost", "amount_pence")
_NEEDS = {
    "exception": ("description", "An exception needs words, and no column has them."),
    "mitigation": ("action", "No column shows which mitigation it is of."),
    "risk_action": ("action", "No column shows which mitigating action it is of."),
    "project_dependency": ("needs_project_id", "No column shows which project is needed."),
    "measure_value": ("actual", "No column has what the measure was."),
}
"""By a record beside a row's own: the field without which it cannot be, and what is said then."""
DATES = frozenset({"baseline_date", "forecast_date", "actual_date"})
"""The fields of which a milestone has one at least."""


def costs_of_no_year(
    taken: Mapping[int, Candidate], columns: Sequence[Column], record: str
) -> dict[int, str]:
    """Return, by place, the costs of projects beside the year of a report, which is not said to be their own.

    A list that has each project once, with the year that it is of, mostly prints what the whole project costs. Where a
    project has a row a year, its costs are of those years.
    """
    names = {Target(record, key) for key in ("ref", NAMED_BY.get(record, "name"))}
    naming = [columns[at].profile for at, each in taken.items() if each.target in names]
    if record != "project" or YEAR not in {each.target for each in taken.values()}:
        return {}
    if not naming or any(profile.distinct < profile.filled for profile in naming):
        return {}
    return {
        at: f"No column shows whether “{columns[at].heading}” is of the row’s year or of all years."
        for at, each in taken.items()
        if each.target == _COST
    }


def left_alone(taken: dict[int, Candidate], others: Iterable[Target], record: str) -> dict[int, str]:
    """Return, by place, the columns whose record could not be made in any row, and why.

    ``others`` are the targets of columns that are mapped besides.
    """
    targets = [*(each.target for each in taken.values()), *others]
    found: dict[int, str] = {}
    for at, each in taken.items():
        why = _why_timeless(each.target, targets) or _why_alone(each.target, targets, record)
        if each.target.table != record and why:
            found[at] = why
    return found


def _why_timeless(target: Target, targets: list[Target]) -> str:
    """Return why a figure of no month is not that of the open one: single months stand beside it, and it sums them."""
    if target.table not in {"measure_value", "activity_month"} or target.period:
        return ""
    if not any(other.table == target.table and other.key == target.key and other.period for other in targets):
        return ""
    return "It names no month, and the months are next to it, each in its own column."


def _why_alone(target: Target, targets: list[Target], record: str) -> str:
    is_monthly = target.table == "measure_value"
    has = {
        other.key
        for other in targets
        if other.table == target.table and (is_monthly or other.number == target.number)
    }
    if target.table == "milestone" and target.key == "name" and not has & DATES:
        return "A milestone needs a date, and no column has it."
    needs, why = _NEEDS.get(target.table, ("", ""))
    if needs and needs not in has:
        return why
    has_exception = any((other.table, other.key) == ("exception", "description") for other in targets)
    if target.table == "mitigation" and record == "project" and not has_exception:
        return "A mitigation belongs to an exception, and no column shows which."
    return ""
