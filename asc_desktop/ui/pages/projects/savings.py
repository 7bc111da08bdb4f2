"""The Savings tab: a project's lines, one line's years, and the project's costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import ProjectCost, SavingsLine, SavingsPosition, SavingsTarget
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.rules.position import Cell, Position, total
from asc_desktop.services import reporting
from asc_desktop.services.errors import Problem, told_as
from asc_desktop.services.new_records import new_savings_lines
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.projects.dialogs import run
from asc_desktop.ui.pages.projects.tab import EditorTab
from asc_desktop.ui.pages.projects.tables import SmallTable, TableSection
from asc_desktop.ui.pages.shared.first_figures import FirstFigures
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.savings_edits import apply_edits, read_edits
from asc_desktop.ui.pages.shared.units import ShownAs, saving_field, saving_words, shown_as_of
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

_TARGET = "target_pence"


class LineYear(Struct, frozen=True):
    """One line's year: what is reported of it, and where it stands."""

    id: str
    year: int
    position: Position
    is_reported: bool
    carried: str
    """The month that its figures are carried forward from; empty where they are this period's, or there are none."""


class SavingsTab(EditorTab):
    """Lines above, the years of the one selected below, then costs."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Savings")
        self.lines = SmallTable(
            workspace,
            [
                field_column(SavingsLine, "name", editable=True, width=170),
                field_column(SavingsLine, "kind", editable=True, width=104),
                field_column(SavingsLine, "recurrence", editable=True, width=98),
                field_column(
                    SavingsLine,
                    "counts_in_theme_id",
                    editable=True,
                    width=150,
                    words=lambda theme_id: workspace.records.title("theme", theme_id),
                ),
                field_column(SavingsLine, "source", editable=True, width=200),
            ],
            name="Savings lines",
            own=SavingsLine,
            sink=lambda edits: workspace.apply_cells(SavingsLine, edits),
            choices=workspace.choices,
        )
        self._look = looked_at(workspace, lambda: self.project.id if self.project else "")
        self.years = SmallTable(
            workspace,
            _year_columns(shown_as_of(workspace)),
            name="Years of the line",
            sink=self._apply_years,
            most_rows=12,
            own_order=True,
        )
        self.costs = SmallTable(
            workspace,
            [
                field_column(ProjectCost, "year", editable=True, width=84),
                field_column(ProjectCost, "name", editable=True, width=190),
                field_column(ProjectCost, "amount_pence", editable=True, width=96),
                field_column(ProjectCost, "source", editable=True, width=200),
            ],
            name="Project costs",
            sink=lambda edits: workspace.apply_cells(ProjectCost, edits),
        )
        self.years.set_total("All years", _totals)
        self._years_title = make_label("", "field", wrap=True)
        self._years_note = make_label("", "muted", wrap=True)
        self._lay_out()
        self.lines.current_changed.connect(lambda _: self._show_years())

    def refresh(self, project: ProjectReport) -> None:
        """Show the lines, the selected line's years and the costs."""
        records = self.workspace.records
        self.lines.new_rows = new_savings_lines(self._look, self.workspace.context.years, of_one=True)
        self.lines_section.show_rows(
            sorted(records.of(SavingsLine, "project_id", project.id), key=lambda line: (line.name, line.id))
        )
        if not self.lines.current_id and self.lines.rows:
            self.lines.select(self.lines.rows[0].id)
        self._show_years()
        self.costs_section.show_rows(
            sorted(records.of(ProjectCost, "project_id", project.id), key=lambda cost: (cost.year, cost.name))
        )

    def _lay_out(self) -> None:
        self.lines_section = TableSection(
            self.workspace,
            "Savings lines",
            self.lines,
            SavingsLine,
            "Add savings line",
            self._new_line,
            lambda: FirstFigures(self.workspace, self.workspace.context.years),
        )
        self.lines_section.set_empty(
            "No savings lines yet. Add one for each saving that was approved for this project."
        )
        self.costs_section = TableSection(
            self.workspace, "Costs by year", self.costs, ProjectCost, "Add cost", self._new_cost
        )
        self.costs_section.set_empty("No costs. On the net basis, costs are subtracted from savings.")
        self.body.setSpacing(14)
        self.body.addWidget(self.lines_section)
        self._years_box = QWidget()
        box = column_of(into=self._years_box, margins=0, spacing=6)
        for widget in (self._years_title, self.years, self._years_note):
            box.addWidget(widget)
        self.body.addWidget(self._years_box)
        self.body.addWidget(self.costs_section)
        self.body.addStretch(1)

    # ------------------------------------------------------------------------------------------------- its rows

    def _show_years(self) -> None:
        line = self.workspace.records.find(SavingsLine, self.lines.current_id)
        is_ours = line is not None and self.project is not None and line.project_id == self.project.id
        self._years_box.setVisible(is_ours)
        if line is None or not is_ours:
            self.years.set_rows([])
            return
        context = self.workspace.context
        self._years_title.setText(f"{line.name}: by year")
        rows = []
        for year in context.years:
            held = reporting.position_in_force(self.workspace.session, line.id, year, context.scope.period)
            is_carried = held is not None and held.period != context.scope.period
            rows.append(
                LineYear(
                    id=str(year),
                    year=year,
                    position=context.ledger.at(line.id, year),
                    is_reported=held is not None,
                    carried=dates.period_label(held.period) if held and is_carried else "",
                )
            )
        self.years.set_rows(rows)
        self._years_note.setText(
            "Gross, incremental. Forecast, delivered and validated are reported for "
            f"{self.workspace.report.period_label}. An approved target changes through a change request."
        )

    # ------------------------------------------------------------------------------------------------- its edits

    def _new_line(self) -> Mapping[str, str | int | None]:
        project = self.project
        taken = {line.name for line in self.lines.rows}
        name = project.name if project and project.name not in taken else ""
        return {"project_id": project.id if project else "", "name": name}

    def _new_cost(self) -> Mapping[str, str | int | None]:
        return {
            "project_id": self.project.id if self.project else "",
            "year": self.workspace.context.year,
        }

    def _apply_years(self, edits: Sequence[CellEdit]) -> None:
        """Report what was typed, as one transaction; an approved target asks for its change request afterwards."""
        line_id, shown_as = self.lines.current_id, shown_as_of(self.workspace)

        def pence_of(key: str, text: str) -> int:
            kind = SavingsTarget if key == _TARGET else SavingsPosition
            return int(saving_field(kind, key, shown_as).parse(text) or 0)

        with told_as(_of_row):
            found = read_edits(
                self.workspace,
                [CellEdit(line_id, reporting.year_key(key, int(year)), text) for year, key, text in edits],
                pence_of,
            )
            apply_edits(self.workspace, found)
        if found.target_changes and not self.workspace.session.is_trial:
            # After the cell's editor has closed: the dialog would take the keyboard from under it.
            QTimer.singleShot(0, self, lambda: self._ask_for_change(found.target_changes))

    def _ask_for_change(self, wanted: Mapping[Cell, int]) -> None:
        from asc_desktop.ui.dialogs.target_change import TargetChangeDialog

        run(TargetChangeDialog(self.workspace, wanted, self.window()))

    def add_line(self) -> None:
        """Ask for a new savings line."""
        self.lines_section.add()


def _of_row(problem: Problem) -> Problem:
    """Return a problem that names a line, and a key with its year, as one of the years' table."""
    key, _, year = problem.key.partition(":")
    return Problem(year, key, problem.sentence)


def _year_columns(shown_as: ShownAs) -> list[Column]:
    def amount(
        key: str, label: str, tooltip: str = "", *, editable: bool = False, warn: bool = False
    ) -> Column:
        def read(row: LineYear) -> int | None:
            if editable and key != _TARGET and not row.is_reported:
                return None
            pence: int = getattr(row.position, key)
            return pence if editable or pence else None

        kind = SavingsTarget if key == _TARGET else SavingsPosition
        more = {"field": saving_field(kind, key, shown_as)} if editable else {}
        return view_column(
            key,
            label,
            Kind.MONEY,
            read=read,
            editable=editable,
            tooltip=tooltip,
            width=98,
            warn=(lambda row: bool(getattr(row.position, key))) if warn else None,
            hint=_carried_hint if editable and key != _TARGET else None,
            words=saving_words(key, shown_as),
            **more,
        )

    return [
        view_column("year", "Year", Kind.YEAR, width=84, align="left"),
        amount(_TARGET, "Target £", "Approved target; changes through a change request", editable=True),
        amount("to_find_pence", "To find £", "Target and what slipped in from earlier years"),
        amount("forecast_pence", "Forecast £", "For the whole year, delivered included", editable=True),
        amount("delivered_pence", "Delivered £", "From 1 April to the end of the month", editable=True),
        amount("validated_pence", "Validated £", "Validated by finance", editable=True),
        amount("slipped_out_pence", "Slipped £", "To later years"),
        amount("offset_in_pence", "Offset £", "By other projects"),
        amount("no_plan_pence", "No plan yet £", "Shortfall that no movement explains yet", warn=True),
        amount("delivered_early_pence", "Early £", "Delivered early, in a previous year"),
        amount("written_off_pence", "Written off £"),
        amount("surplus_pence", "Surplus £", "Forecast beyond what is to find"),
    ]


def _carried_hint(row: LineYear) -> str:
    return f"Repeated from {row.carried}" if row.carried else ""


def _totals(rows: Sequence[LineYear]) -> Mapping[str, object]:
    position = total(row.position for row in rows)
    shown = (
        _TARGET,
        "to_find_pence",
        "forecast_pence",
        "delivered_pence",
        "validated_pence",
    )
    rest = (
        "slipped_out_pence",
        "offset_in_pence",
        "no_plan_pence",
        "delivered_early_pence",
        "written_off_pence",
        "unallocated_pence",
    )
    return {key: getattr(position, key) for key in shown} | {
        key: getattr(position, key) or None for key in rest
    }
