"""The check that nothing is reported for a month that its programme has not come to.

Reports are held to it when they are made; this holds programmes, themes and projects to it when they change or move.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
    Theme,
)  # fmt: skip
from asc_desktop.domain.records.fields import Problem
from asc_desktop.domain.records.governance import ProgrammeCommentary
from asc_desktop.domain.records.place import programme_of

_Late = tuple[str, str]
"""A period and the id of the project reported on."""


def reported_later(programme: Programme, reports: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what is reported: periods and of what."""
    period, name = max(reports, default=("", ""))
    if period > programme.open_period:
        words = dates.period_label(period)
        yield Problem(
            "open_period", f"{name} is reported for {words} already. Open {words} or a later month."
        )


def not_come_to(
    key: str, period: str, programme: Programme | None, what: str = "It is reported"
) -> Iterator[Problem]:
    """Yield a problem where a programme has not come to the last period for which something is reported."""
    if programme is not None and period > programme.open_period:
        last, now = dates.period_label(period), dates.period_label(programme.open_period)
        yield Problem(key, f"{what} for {last}, and {programme.name} has come to {now} only.")


def programme_reports(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what its projects report."""
    # Each project is looked up once, however many months it has reported.
    late = _late_reports(programme.open_period, records, cache(lambda item: _is_in(item, programme, records)))
    if found := max(late, default=None):
        yield from reported_later(programme, [(found[0], records.get(Project, found[1]).ref)])
    said = records.of(ProgrammeCommentary, "programme_id", programme.id)
    yield from reported_later(programme, [(item.period, "The programme’s commentary") for item in said])


def theme_reports(theme: Theme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a theme's programme has not come to what the theme's projects report."""
    programme = records.find(Programme, theme.programme_id)
    if programme is None:
        return
    members = {project.id for project in records.of(Project, "theme_id", theme.id)}
    late = _late_reports(programme.open_period, records, members.__contains__)
    yield from _moved("programme_id", max(late, default=None), programme, records)


def project_reports(project: Project, records: Records) -> Iterator[Problem]:
    """Yield a problem where a project's programme has not come to what the project reports."""
    programme = programme_of(project, records)
    if programme is None:
        return
    periods = [item.period for item in records.of(StatusUpdate, "project_id", project.id)]
    periods += [item.raised_period for item in records.of(ProjectException, "project_id", project.id)]
    for line in records.of(SavingsLine, "project_id", project.id):
        periods += [item.period for item in records.of(SavingsPosition, "line_id", line.id)]
    latest = max(periods, default="")
    found = (latest, project.id) if latest > programme.open_period else None
    yield from _moved("theme_id", found, programme, records)


def _moved(key: str, late: _Late | None, programme: Programme, records: Records) -> Iterator[Problem]:
    if late is not None:
        yield from not_come_to(key, late[0], programme, f"{records.get(Project, late[1]).ref} is reported")


def _late_reports(period: str, records: Records, concerns: Callable[[str], bool]) -> Iterator[_Late]:
    for update in records.all(StatusUpdate):
        if update.period > period and concerns(update.project_id):
            yield update.period, update.project_id
    for exception in records.all(ProjectException):
        if exception.raised_period > period and concerns(exception.project_id):
            yield exception.raised_period, exception.project_id
    for position in records.all(SavingsPosition):
        if position.period > period:
            line = records.find(SavingsLine, position.line_id)
            if line is not None and concerns(line.project_id):
                yield position.period, line.project_id


def _is_in(project_id: str, programme: Programme, records: Records) -> bool:
    owner = programme_of(records.find(Project, project_id), records)
    return owner is not None and owner.id == programme.id
