"""The card with the timeline: the report's projects, milestones and dependencies as a chart, with its zoom controls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.model import MilestoneReport, ProjectReport, Report
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.ui.charts.data_timeline import (
    TimelineData,
    TimelineGroup,
    TimelineLink,
    TimelineMarker,
    TimelineRow,
)
from asc_desktop.ui.charts.timeline_chart import ZOOM_STEP, TimelineChart
from asc_desktop.ui.pages.milestones.columns import STATES, MilestoneFilter, late_words, state_chip
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.exempt_chip import exempt_words
from asc_desktop.ui.widgets.segmented import SegmentedControl

EXEMPT: Final = "(exempt)"
"""Stands at what may not be published, in the words of a chart."""
SCALES: Final = (("months", "Months"), ("quarters", "Quarters"), ("years", "Years"))
COLUMNS: Final = (
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


class TimelineCard(Card):
    """The timeline. Keys of places are pairs: milestone, project, end, theme or dependency, and an id."""

    def __init__(self) -> None:
        super().__init__("Timeline")
        self.chart = TimelineChart()
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.scales = SegmentedControl(SCALES, name="Scale")
        self.scales.set_current("")
        self.scales.chosen.connect(self.chart.show_scale)
        self.smaller = self._zoom_button("−", "Smaller", "Show more days (− or Ctrl and the wheel)")
        self.larger = self._zoom_button("+", "Larger", "Show fewer days (+ or Ctrl and the wheel)")
        self.smaller.clicked.connect(lambda: self.chart.zoom(1 / ZOOM_STEP))
        self.larger.clicked.connect(lambda: self.chart.zoom(ZOOM_STEP))
        self.all_button = QPushButton("Show all")
        self.all_button.setProperty("kind", "quiet")
        set_tip(self.all_button, "Show every day from the first to the last (0)")
        self.all_button.clicked.connect(self.chart.show_all)
        for widget in (
            self.scales,
            self.smaller,
            self.larger,
            self.all_button,
            self.chart.menu_button(),
        ):
            self.add_header_widget(widget)
        self.body.setContentsMargins(10, 0, 4, 4)
        self.body.addWidget(self.chart, 1)

    def show_report(self, report: Report | None, asked: MilestoneFilter, today: str = "") -> None:
        """Show what the filter lets through, and where today is among it."""
        self.chart.set_data(replace(timeline_data(report, asked), now=today) if report else None)

    def _zoom_button(self, sign: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setAccessibleName(name)
        set_tip(button, tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


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
            TimelineGroup(theme.name, tuple(by_theme[theme.id]), ("theme", theme.id))
            for theme in report.themes
            if by_theme.get(theme.id)
        ),
        links=tuple(_link(item) for item in report.dependencies),
        today=report.as_at,
        today_label=f"Period end, {date_label(report.as_at)}",
        legend=tuple(STATES.values()),
        columns=COLUMNS,
    )


def _row(
    project: ProjectReport, milestones: list[MilestoneReport], exempt: Mapping[str, ExemptReport]
) -> TimelineRow:
    start, end = date_label(project.start_date), date_label(project.end_date)
    status = project.delivery_status or "Not reported"
    name, words = f"{project.ref} {project.name}", f"{project.ref} {project.name}"
    if about := exempt.get(project.id):
        name, words = f"{name} {EXEMPT}", f"{words}\n{exempt_words(about)}"
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
    chip, late = state_chip(item), late_words(item.days_late)
    dated = f"{'Reached' if reached else 'Expected'} {date_label(day)}"
    lines = [item.name, f"{item.project_ref} {item.project}", f"{chip.text}: {dated}"]
    if item.baseline_date:
        lines.append(f"Baseline {date_label(item.baseline_date)}{f', {late}' if late else ''}")
    if item.needed_by:
        lines.append(f"Needed by {', '.join(item.needed_by)}")
    if about is not None:
        lines.append(exempt_words(about))
    name = f"{item.name} {EXEMPT}" if about is not None else item.name
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
            chip.text,
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
