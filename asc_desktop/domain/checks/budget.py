"""What is wrong with a budget line, what is reported of it, and a typed total."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain.checks.movement import after_open
from asc_desktop.domain.checks.periods import not_come_to, reported_later
from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, BudgetTotal
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.rules.budget import NET, PRIOR, RESERVES

_TOTALS = {name.casefold() for name in (PRIOR, NET, RESERVES)}


def line_problems(record: BudgetLine, records: Records) -> Iterator[Problem]:
    """Yield a problem where a group is named like a total, mixes reserves with others, or its programme is behind."""
    if record.group_name.casefold() in _TOTALS:
        yield Problem(
            "group_name", f"{record.group_name} is worked out by the program. Give the group another name."
        )
    for other in records.of(BudgetLine, "programme_id", record.programme_id):
        if (
            other.id != record.id
            and other.group_name == record.group_name
            and other.is_reserve != record.is_reserve
        ):
            holds = "reserves only" if other.is_reserve else "no reserves"
            yield Problem("is_reserve", f"{record.group_name} holds {holds}. Put this line in another group.")
            break
    programme = records.find(Programme, record.programme_id)
    last = max((item.period for item in records.of(BudgetPosition, "line_id", record.id)), default="")
    yield from not_come_to("programme_id", last, programme)


def position_problems(record: BudgetPosition, records: Records) -> Iterator[Problem]:
    """Yield a problem where a position is for a month to come."""
    line = records.get(BudgetLine, record.line_id)
    yield from after_open("period", record.period, records.find(Programme, line.programme_id))


def total_problems(record: BudgetTotal, records: Records) -> Iterator[Problem]:
    """Yield a problem where a typed total is for a month to come, or of a group that is not there."""
    yield from after_open("period", record.period, records.find(Programme, record.programme_id))
    if record.budget_pence is None and record.actual_pence is None and record.forecast_pence is None:
        yield Problem("budget_pence", "A typed total needs a budget, an actual or a forecast.")
    names = {line.group_name for line in records.of(BudgetLine, "programme_id", record.programme_id)}
    if record.group_name and record.group_name != PRIOR and record.group_name not in names:
        yield Problem(
            "group_name",
            f"There is no group called {record.group_name}. Leave the group empty for the net total.",
        )


def programme_budget_problems(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what its budget lines report."""
    reports = (
        (position.period, line.name)
        for line in records.of(BudgetLine, "programme_id", programme.id)
        for position in records.of(BudgetPosition, "line_id", line.id)
    )
    yield from reported_later(programme, reports)


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    BudgetLine: line_problems,
    BudgetPosition: position_problems,
    BudgetTotal: total_problems,
}
