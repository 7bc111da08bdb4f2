"""Whom a month is asked of: the projects that are chosen, by their leads, and what is said of those left out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Project, StatusUpdate, Theme
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.report.context import update_at
from asc_desktop.domain.report.projects import has_begun
from asc_desktop.domain.report.updates import is_waited_for, role_key
from asc_desktop.domain.words import listed, number_of

Which = Literal["to ask", "not updated", "all"]
"""``to ask`` are the projects that are not updated and not waited for: whom to ask where nobody chooses by hand."""

_MOST_NAMED = 6


class Choice(Struct, frozen=True):
    """Which projects of a programme are asked; themes, leads and projects narrow it where there are any.

    An empty lead is that of projects which name none.
    """

    programme_id: str
    which: Which = "not updated"
    theme_ids: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    project_ids: tuple[str, ...] = ()


class Chosen(Struct, frozen=True):
    """The projects that are asked, by lead in the order of the alphabet, those without one last; and what is told."""

    by_lead: Mapping[str, tuple[Project, ...]]
    told: tuple[str, ...] = ()

    @property
    def projects(self) -> int:
        """How many there are."""
        return sum(map(len, self.by_lead.values()))


def choose(records: Records, choice: Choice, period: str) -> Chosen:
    """Return the projects that are asked about a month; archived and closed ones never are."""
    themes = {theme.id for theme in records.of(Theme, "programme_id", choice.programme_id)}
    if choice.theme_ids:
        themes &= set(choice.theme_ids)
    wanted = {role_key(lead) for lead in choice.leads}
    every = [
        project
        for project in records.all(Project)
        if project.theme_id in themes
        and (not choice.leads or role_key(project.lead) in wanted)
        and (not choice.project_ids or project.id in choice.project_ids)
    ]
    every.sort(key=lambda item: (item.ref, item.name))
    told: list[str] = []
    kept = _without([item for item in every if item.archived], every, told, "archived")
    closed = [item for item in kept if is_closed(records, item.id, period)]
    kept = _without(closed, kept, told, "closed")
    if choice.which != "all":
        updated = [item for item in kept if is_updated(records, item.id, period)]
        kept = _without(updated, kept, told, f"updated for {period_label(period)} already")
        to_come = [item for item in kept if not _has_begun(records, item, period)]
        kept = _without(to_come, kept, told, "still to begin")
        back = [item for item in kept if _is_back(records, item.id, period)]
        kept = _without(back, kept, told, f"left out because a form for {period_label(period)} came back")
    if choice.which == "to ask":
        waited = [item for item in kept if is_waited_for(records, item.id, period)]
        kept = _without(waited, kept, told, f"waited for, since a form for {period_label(period)} is out")
    return Chosen(_by_lead(kept), tuple(told))


def is_closed(records: Records, project_id: str, period: str) -> bool:
    """Whether the status in force in a month needs no more updates."""
    held = update_at(records.of(StatusUpdate, "project_id", project_id), period)
    status = records.find(DeliveryStatus, held.status_id) if held else None
    return bool(status and status.closed)


def is_updated(records: Records, project_id: str, period: str) -> bool:
    """Whether a status was reported for a month."""
    return any(item.period == period for item in records.of(StatusUpdate, "project_id", project_id))


def requests_of(records: Records, project_id: str, period: str) -> list[UpdateRequest]:
    """Return what was asked about a project for a month, in the order of the forms."""
    asked = records.of(UpdateRequest, "project_id", project_id)
    return sorted((item for item in asked if item.period == period), key=lambda item: item.form)


def _has_begun(records: Records, project: Project, period: str) -> bool:
    return has_begun(records.of(StatusUpdate, "project_id", project.id), project.start_date, period)


def _is_back(records: Records, project_id: str, period: str) -> bool:
    return any(item.returned_on for item in requests_of(records, project_id, period))


def _without(
    gone: Sequence[Project], projects: Sequence[Project], told: list[str], why: str
) -> list[Project]:
    """Return the projects without some, and tell which are not asked and why."""
    if gone:
        named = listed([item.ref for item in gone]) if len(gone) <= _MOST_NAMED else ""
        verb = "is" if len(gone) == 1 else "are"
        sentence = f"Not asked: {number_of(len(gone), 'project')} that {verb} {why}"
        told.append(f"{sentence} ({named})." if named else f"{sentence}.")
    left_out = set(gone)
    return [item for item in projects if item not in left_out]


def _by_lead(projects: Iterable[Project]) -> dict[str, tuple[Project, ...]]:
    """Return the projects by lead, each spelled as most of its projects have it."""
    groups: dict[str, list[Project]] = {}
    for project in projects:
        groups.setdefault(role_key(project.lead), []).append(project)
    found = {
        Counter(" ".join((item.lead or "").split()) for item in group).most_common(1)[0][0]: tuple(group)
        for group in groups.values()
    }
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0].casefold())))
