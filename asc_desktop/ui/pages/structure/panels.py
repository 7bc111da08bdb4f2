"""The right of the page of themes: what is chosen at the left, with its own form, figures and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton, QTabWidget

from asc_desktop.domain.dates import period_label, shift_period
from asc_desktop.domain.records.delivery import Programme, Project, SourcePlan, Theme, Workstream
from asc_desktop.domain.report.counts import mitigations_overdue, open_exceptions
from asc_desktop.domain.report.groups import project_group_totals
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.report.projects import status_over_time
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.pages.shared.chart_cards import TrendCard, status_card
from asc_desktop.ui.pages.shared.units import shown_as_of
from asc_desktop.ui.pages.structure import figures
from asc_desktop.ui.pages.structure.parts import FillMenu, ListTable, Panel, ProjectsTable, SideBySide, Tiles
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace


class ThemePanel(Panel):
    """A theme's own view: its lead, figures, status over time, projects, savings by year and open exceptions."""

    kind = Theme
    rows = ("name", ("lead", "programme_id"), "description")

    def __init__(self, workspace: Workspace, fill_menu: FillMenu) -> None:
        super().__init__(workspace, fill_menu)
        self.tiles = Tiles(self._open_page)
        self.body.addWidget(self.tiles)
        details = Card("Details")
        details.body.addWidget(self.form)
        self.chart = TrendCard(workspace)
        self.chart.chosen.connect(self._list_projects)
        self.body.addWidget(SideBySide(details, self.chart))
        shown_as = shown_as_of(workspace)
        self.projects = ProjectsTable(
            figures.project_columns(shown_as), "theme-projects", workspace, self._open_project
        )
        self.projects.set_empty("projects", "No projects here yet", "Add projects on the Projects page.")
        self.savings = ListTable(figures.year_columns(shown_as), "theme-savings", workspace, self._open_year)
        self.exceptions = ListTable(
            figures.exception_columns(), "theme-exceptions", workspace, self._open_exception
        )
        self.exceptions.set_empty("tick", "No open exceptions", "Every project of the theme is on its plan.")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Lists of the theme")
        for view, words in (
            (self.projects, "Projects"),
            (self.savings, "Savings by year"),
            (self.exceptions, "Open exceptions"),
        ):
            self.tabs.addTab(view, words)
        card = Card(margins=False)
        card.body.setContentsMargins(6, 2, 6, 6)
        card.body.addWidget(self.tabs)
        self.body.addWidget(card, 1)

    def refresh(self) -> None:
        """Show the theme's part of its programme's report."""
        theme: Theme = self.record
        workspace = self.workspace
        scope = figures.scope_of(workspace, theme.programme_id)
        report = workspace.session.report(scope)
        programme = workspace.records.title("programme", theme.programme_id)
        own = figures.theme_of(report, theme.id)
        self.say_where(f"{programme} · {report.period_label}")
        self.tiles.setVisible(own is not None)
        if own is None:
            self.chart.show_report(replace(report, status_over_time=()), "")
            for view in (self.projects, self.savings, self.exceptions):
                view.table.set_rows(())
                view.table.set_total("", None)
            return
        self.tiles.set_tiles(
            figures.tiles_of(
                projects=own.projects,
                position=own.position,
                open_exceptions=own.open_exceptions,
                overdue=own.mitigations_overdue,
                year=report.year,
                shown_as=report.savings_shown_as,
            )
        )
        own_scope = replace(scope, theme_id=theme.id)
        counts = status_over_time(workspace.session.context(own_scope))
        self.chart.show_scope(replace(report, status_over_time=counts), "", own_scope)
        self.projects.table.set_rows([item for item in report.projects if item.theme_id == theme.id])
        self.projects.table.set_total("Counted in this theme", lambda _: figures.position_cells(own.position))
        years = report.savings.by_theme.get(own.name, {})
        self.savings.table.set_rows(
            [figures.YearRow(year, years[year]) for year in report.years if year in years]
        )
        opened = [item for item in report.exceptions if item.open and item.theme == own.name]
        self.exceptions.table.set_rows(opened)
        self.tabs.setTabText(0, f"Projects {own.projects}")
        self.tabs.setTabText(2, f"Open exceptions {len(opened)}")

    def _open_page(self, page: str) -> None:
        ids = tuple(row.id for row in self.projects.table.rows)
        what: dict[str, object] = {"project_ids": ids, "title": self.record.name}
        self.go(page, what, self.record.programme_id)

    def _list_projects(self, key: object) -> None:
        if isinstance(key, ProjectsBehind):
            what: dict[str, object] = {
                "project_ids": key.project_ids,
                "title": f"{self.record.name}: {key.title}",
            }
            self.go("projects", what, self.record.programme_id)

    def _open_project(self, row: ProjectReport) -> None:
        self.go("projects", {"project_id": row.id}, self.record.programme_id)

    def _open_year(self, _row: figures.YearRow) -> None:
        self._open_page("savings")

    def _open_exception(self, row: Any) -> None:
        self.go("exceptions", {"exception_id": row.id}, self.record.programme_id)


class ProgrammePanel(Panel):
    """A programme: its years, open period and lead, its figures, and its themes."""

    kind = Programme
    rows = ("name", ("lead", "open_period"), ("first_year", "last_year"), "description", "source")

    def __init__(
        self,
        workspace: Workspace,
        fill_menu: FillMenu,
        choose: Callable[[str], None],
        open_next: Callable[[str], None],
        add_theme: Callable[[str], None],
    ) -> None:
        super().__init__(workspace, fill_menu)
        self.tiles = Tiles(self._open_page)
        self.body.addWidget(self.tiles)
        details = Card("Details")
        details.body.addWidget(self.form)
        self.next_button = QPushButton()
        self.next_button.clicked.connect(lambda: open_next(self.record.id))
        self.theme_button = QPushButton("New theme…")
        self.theme_button.setProperty("kind", "primary")
        self.theme_button.clicked.connect(lambda: add_theme(self.record.id))
        only_to_change(self.theme_button)
        buttons = FlowLayout(spacing=8)
        buttons.addWidget(self.theme_button)
        buttons.addWidget(self.next_button)
        details.body.addLayout(buttons)
        self.chart = status_card()
        self.chart.chosen.connect(self._list_projects)
        self.body.addWidget(SideBySide(details, self.chart))
        self.themes = ListTable(
            figures.theme_columns(shown_as_of(workspace)),
            "programme-themes",
            workspace,
            lambda theme: choose(theme.id),
        )
        self.themes.set_empty("themes", "No themes yet", "Add the first one with New, Theme.")
        card = Card("Themes", margins=False)
        card.body.setContentsMargins(6, 0, 6, 6)
        card.body.addWidget(self.themes)
        self.body.addWidget(card, 1)

    def refresh(self) -> None:
        """Show the programme's report."""
        programme: Programme = self.record
        report: Report = self.workspace.session.report(figures.scope_of(self.workspace, programme.id))
        self.say_where(f"Programme · {report.period_label}{'' if report.period_open else ' (closed)'}")
        opened = programme.open_period
        now, following = period_label(opened), period_label(shift_period(opened, 1))
        self.next_button.setText(f"Close {now} and open {following}…")
        # What comes first in a new programme; with the first theme it is in the page's own menu.
        self.theme_button.setVisible(not report.themes)
        read_only = self.workspace.session.read_only
        self.next_button.setEnabled(not read_only)
        set_tip(
            self.next_button,
            "The file is open read-only." if read_only else f"{now} is then changed by correction only",
        )
        self.tiles.set_tiles(
            figures.tiles_of(
                projects=len(report.projects),
                position=report.savings.by_year[report.year],
                open_exceptions=open_exceptions(report),
                overdue=mitigations_overdue(report),
                year=report.year,
                shown_as=report.savings_shown_as,
            )
        )
        self.chart.show_report(report, "")
        self.themes.table.set_rows(report.themes)
        self.themes.table.set_total("Programme", lambda _: figures.programme_cells(report))

    def _open_page(self, page: str) -> None:
        self.go(page, {}, self.record.id)

    def _list_projects(self, key: object) -> None:
        if isinstance(key, ProjectsBehind):
            what: dict[str, object] = {"project_ids": key.project_ids, "title": key.title}
            self.go("projects", what, self.record.id)


class ProjectsPanel(Panel):
    """A workstream or a source plan: its form and its projects."""

    def __init__(self, workspace: Workspace, fill_menu: FillMenu) -> None:
        super().__init__(workspace, fill_menu)
        details = Card("Details")
        details.body.addWidget(self.form)
        self.body.addWidget(details)
        self.projects = ProjectsTable(
            figures.project_columns(shown_as_of(workspace)),
            f"{self.kind.table}-projects",
            workspace,
            self._open_project,
        )
        self.projects.set_empty(
            "projects", "No projects here", f"Choose the {self.kind.noun} of a project on the Projects page."
        )
        self.card = Card("Projects", margins=False)
        self.card.body.setContentsMargins(6, 0, 6, 6)
        self.card.body.addWidget(self.projects)
        self.body.addWidget(self.card, 1)

    def list_projects(self, programme_id: str, key: str) -> None:
        """List the programme's projects whose field ``key`` names this record."""
        report = self.workspace.session.report(figures.scope_of(self.workspace, programme_id))
        ids = {item.id for item in self.workspace.records.of(Project, key, self.record.id)}
        rows = [item for item in report.projects if item.id in ids]
        self.projects.table.set_rows(rows)
        self.projects.table.set_total(
            "Total" if rows else "",
            (lambda shown: figures.position_cells(project_group_totals(shown).position)) if rows else None,
        )
        self.card.set_title(f"Projects {len(rows)}")
        self.say_where(f"{self._owner()} · {report.period_label}")

    def _owner(self) -> str:
        raise NotImplementedError

    def _open_project(self, row: ProjectReport) -> None:
        self.go("projects", {"project_id": row.id}, row.programme_id)


class WorkstreamPanel(ProjectsPanel):
    """A workstream and its projects."""

    kind = Workstream
    rows = (("name", "lead"),)

    def refresh(self) -> None:
        """List its projects."""
        theme = self.workspace.records.get(Theme, self.record.theme_id)
        self.list_projects(theme.programme_id, "workstream_id")

    def _owner(self) -> str:
        return f"Workstream of {self.workspace.records.title('theme', self.record.theme_id)}"


class SourcePlanPanel(ProjectsPanel):
    """A source plan and its projects, in the programme being looked at."""

    kind = SourcePlan
    rows = ("name", "description")

    def refresh(self) -> None:
        """List its projects, of the programme being looked at or else of the first that has some."""
        programmes = [item.id for item in self.workspace.programmes()]
        chosen = self.workspace.programme_id
        if chosen is not None:
            programmes.sort(key=lambda programme_id: programme_id != chosen)
        using = self._programmes_using()
        programme_id = next(
            (item for item in programmes if item in using), programmes[0] if programmes else ""
        )
        if programme_id:
            self._programme = self.workspace.records.title("programme", programme_id)
            self.list_projects(programme_id, "source_plan_id")
        else:
            self.say_where("Source plan")

    def _programmes_using(self) -> set[str]:
        records = self.workspace.records
        themes = {item.theme_id for item in records.of(Project, "source_plan_id", self.record.id)}
        return {records.get(Theme, theme_id).programme_id for theme_id in themes}

    def _owner(self) -> str:
        return f"Source plan · {self._programme}"
