"""What is wrong with an activity, its months and its outcomes."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from asc_desktop.domain.checks.movement import after_open
from asc_desktop.domain.checks.periods import not_come_to, reported_later
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome
from asc_desktop.domain.rules.measures import decimal_text

_ALL = 100


def activity_problems(record: Activity, records: Records) -> Iterator[Problem]:
    """Yield a problem where something is done in a month that the activity's programme has not come to."""
    programme = records.get(Programme, record.programme_id)
    latest = max((period for period, _ in _done(record, records)), default="")
    yield from not_come_to("programme_id", latest, programme)


def month_problems(record: ActivityMonth, records: Records) -> Iterator[Problem]:
    """Yield a problem where anything is done in a month that the programme has not come to."""
    activity = records.get(Activity, record.activity_id)
    if record.done is not None:
        programme = records.find(Programme, activity.programme_id)
        for problem in after_open("done", record.period, programme):
            yield Problem(problem.key, f"{problem.sentence} Nothing can be done in a month to come.")


def outcome_problems(record: ActivityOutcome, records: Records) -> Iterator[Problem]:
    """Yield a problem where more than every unit would have an outcome."""
    others = [
        item
        for item in records.of(ActivityOutcome, "activity_id", record.activity_id)
        if item.id != record.id
    ]
    total = Fraction(record.rate) + sum((Fraction(item.rate) for item in others), Fraction(0))
    if total > _ALL:
        words = decimal_text(total, 6).rstrip("0").rstrip(".")
        unit = records.get(Activity, record.activity_id).unit
        yield Problem("rate", f"The rates would come to {words}%, which is more than all {unit}.")


def line_activity_problems(line: SavingsLine, records: Records) -> Iterator[Problem]:
    """Yield a problem where a savings line would be of another project than an activity that brings it."""
    for activity in records.of(Activity, "line_id", line.id):
        if activity.project_id and activity.project_id != line.project_id:
            ref = records.get(Project, activity.project_id).ref
            yield Problem("project_id", f"{activity.name}, an activity of {ref}, brings this line.")
            return


def programme_activity_problems(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what its activities report."""
    activities = records.of(Activity, "programme_id", programme.id)
    yield from reported_later(
        programme, (done for activity in activities for done in _done(activity, records))
    )


def _done(activity: Activity, records: Records) -> Iterator[tuple[str, str]]:
    for month in records.of(ActivityMonth, "activity_id", activity.id):
        if month.done is not None:
            yield month.period, activity.name


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    Activity: activity_problems,
    ActivityMonth: month_problems,
    ActivityOutcome: outcome_problems,
}
