"""The timeline: the report's projects, milestones and dependencies, and which of them are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.model import MilestoneReport, ProjectReport, Report, ThemeReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data_timeline import (
    TimelineData,
    TimelineGroup,
    TimelineLink,
    TimelineMarker,
    TimelineRow,
)
from asc_desktop.ui.palette import ColourRole

STATES: Final[dict[str, tuple[str, ColourRole]]] = {
    "green": ("On time", "green"),
    "amber": ("Late", "amber"),
    "red": ("Very late", "red"),
    "blue": ("Done", "blue"),
    "grey": ("Date missing", "grey"),
}
"""A milestone's colour in words."""

_EXEMPT: Final = "(exempt)"
"""Stands at what may not be published, in the words of a chart."""
_COLUMNS: Final = (
    "Theme",
    "Project",
    "Start",
    "Planned end",
    "Milestone",
    "Baseline",
    "Forecast",
    "Actual",
    "Slip",
    "RAG",
    "Needed by",
)


class MilestoneFilter(Struct, frozen=True):
    """Which projects and milestones are shown; empty parts let everything through."""

    theme_id: str = ""
    state: str = ""
    project_ids: frozenset[str] = frozenset()
    words: str = ""
    left_out: frozenset[str] = frozenset()
    """The ids of projects that are not shown."""

    def admits(self, item: MilestoneReport, theme_id: str) -> bool:
        """Whether a milestone is shown."""
        return (
            self.admits_project(item.project_id, theme_id)
            and self._admits_state(item)
            and _has_words(self.words, item.name, item.project_ref, item.project, item.theme)
        )

    def admits_project(self, project_id: str, theme_id: str) -> bool:
        """Whether a project's theme and the project itself are shown; one that was asked for by name always is."""
        if self.project_ids:
            return project_id in self.project_ids and self.theme_id in {"", theme_id}
        return self.theme_id in {"", theme_id} and project_id not in self.left_out

    @property
    def is_of_milestones(self) -> bool:
        """Whether it asks for some milestones and not for whole projects."""
        return bool(self.state or self.words)

    def admits_link(self, item: DependencyReport) -> bool:
        """Whether a dependency is shown among the words asked for."""
        texts = (item.project_ref, item.project, item.needs_project_ref, item.needs_project)
        return _has_words(self.words, *texts, item.milestone, item.description)

    def _admits_state(self, item: MilestoneReport) -> bool:
        match self.state:
            case "late":
                return item.rag in {"amber", "red"}
            case "needed":
                return bool(item.needed_by)
            case "due":
                return item.state != "done"
            case "":
                return True
        return item.state == self.state


def timeline_data(report: Report, asked: MilestoneFilter) -> TimelineData:
    """Return the timeline of a report: its projects by theme, those with a milestone asked for where some are."""
    by_project: dict[str, list[MilestoneReport]] = defaultdict(list)
    themes = {project.id: project.theme_id for project in report.projects}
    for item in report.milestones:
        if asked.admits(item, themes[item.project_id]):
            by_project[item.project_id].append(item)
    by_theme: dict[str, list[TimelineRow]] = defaultdict(list)
    for project in report.projects:
        shown = by_project.get(project.id, [])
        if asked.admits_project(project.id, project.theme_id) and (shown or not asked.is_of_milestones):
            by_theme[project.theme_id].append(_row(project, shown, report.exempt))
    return TimelineData(
        title=f"Milestones of {report.programme}, {report.period_label}",
        groups=tuple(
            TimelineGroup(_group_label(theme, report), tuple(by_theme[theme.id]), ("theme", theme.id))
            for theme in report.themes
            if by_theme.get(theme.id)
        ),
        links=tuple(_link(item) for item in report.dependencies),
        today=report.as_at,
        today_label=f"Month end, {date_label(report.as_at)}",
        legend=tuple(STATES.values()),
        columns=_COLUMNS,
    )


def _group_label(theme: ThemeReport, report: Report) -> str:
    """Return a theme's heading, with its programme's name where there are several."""
    words = theme.name.removeprefix(f"{theme.programme}: ")
    return f"{theme.programme}: {words}" if report.has_several else theme.name


def _row(
    project: ProjectReport, milestones: list[MilestoneReport], exempt: Mapping[str, ExemptReport]
) -> TimelineRow:
    start, end = date_label(project.start_date), date_label(project.end_date)
    status = project.shown_status.name
    name, words = f"{project.ref} {project.name}", f"{project.ref} {project.name}"
    if about := exempt.get(project.id):
        name, words = f"{name} {_EXEMPT}", f"{words}\n{about.words}"
    return TimelineRow(
        label=name,
        start=project.start_date,
        end=project.end_date,
        markers=tuple(
            marker for item in milestones if (marker := _marker(item, exempt.get(item.id))) is not None
        ),
        words=f"{words}\nStart {start}, planned end {end}\nDelivery status: {status}",
        cells=(name, start, end),
        key=("project", project.id),
        end_key=("end", project.id),
    )


def _marker(item: MilestoneReport, about: ExemptReport | None) -> TimelineMarker | None:
    reached = item.state == "done"
    day = item.actual_date if reached else item.forecast_date or item.baseline_date
    if day is None:
        return None
    state, late = state_words(item)[0], late_words(item.days_late)
    dated = f"{'Reached' if reached else 'Expected'} {date_label(day)}"
    lines = [item.name, f"{item.project_ref} {item.project}", f"{state}: {dated}"]
    if item.baseline_date:
        lines.append(f"Baseline {date_label(item.baseline_date)}{f', {late}' if late else ''}")
    if item.needed_by:
        lines.append(f"Needed by {', '.join(item.needed_by)}")
    if about is not None:
        lines.append(about.words)
    name = f"{item.name} {_EXEMPT}" if about is not None else item.name
    return TimelineMarker(
        label=name,
        day=day,
        baseline=item.baseline_date,
        reached=reached,
        role=STATES[item.rag][1],
        words="\n".join(lines),
        cells=(
            name,
            date_label(item.baseline_date),
            date_label(item.forecast_date),
            date_label(item.actual_date),
            late,
            state,
            ", ".join(item.needed_by),
        ),
        key=("milestone", item.id),
    )


def _link(item: DependencyReport) -> TimelineLink:
    needed = ("milestone", item.milestone_id) if item.milestone_id else ("end", item.needs_project_id)
    waiting = ("milestone", item.own_milestone_id) if item.own_milestone_id else ("end", item.project_id)
    words = f"{item.project_ref} {item.project}\n{item.sentence}"
    return TimelineLink(
        start=needed,
        end=waiting,
        is_late=item.late,
        words=f"{words}\n{item.description}" if item.description else words,
        key=("dependency", item.id),
    )


def state_words(item: MilestoneReport) -> tuple[str, ColourRole]:
    """Return a milestone's colour in words, and the colour; overdue where its date has passed without it.

    One that cannot be judged says which of its dates is missing.
    """
    words, role = STATES[item.rag]
    if item.rag == "grey":
        words = "No forecast" if item.baseline_date else "No baseline"
    return "Overdue" if item.state == "overdue" else words, role


def late_words(days: int | None) -> str:
    """Return ``12 days late``, ``3 days early``, ``on time``, or nothing where a date is missing."""
    if days is None:
        return ""
    if not days:
        return "on time"
    return f"{number_of(abs(days), 'day')} {'late' if days > 0 else 'early'}"


def _has_words(words: str, *texts: str) -> bool:
    found = " ".join(texts).casefold()
    return all(word in found for word in words.casefold().split())
