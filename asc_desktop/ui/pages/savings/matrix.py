"""The savings matrix: themes and lines by year, on any basis and in any unit, edited like a worksheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import SavingsLine
from asc_desktop.domain.records.fields import FieldError, Kind
from asc_desktop.domain.report.matrix import Matrix, MatrixRow, savings_matrix
from asc_desktop.domain.report.model import LineReport, Report
from asc_desktop.domain.rules.position import Cell, total
from asc_desktop.domain.words import number_of
from asc_desktop.services.editing import CellEdit
from asc_desktop.services.new_records import new_savings_lines
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.dialogs.target_change import TargetChangeDialog
from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.models.arrange import Grouping, GroupRow
from asc_desktop.ui.models.arrangement import Aside
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.savings.columns import (
    ALL_YEARS,
    MatrixLayout,
    Sum,
    column_year,
    group_cells,
    matrix_columns,
)
from asc_desktop.ui.pages.savings.new_line import ask_for_line
from asc_desktop.ui.pages.savings.stands import Standing
from asc_desktop.ui.pages.shared.by_programme import programmes_above
from asc_desktop.ui.pages.shared.list_chip import ListChip
from asc_desktop.ui.pages.shared.live_only import LiveSwitch, still_counted
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.savings_edits import apply_edits, read_edits
from asc_desktop.ui.pages.shared.units import MoneyUnit, UnitField
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import ElidedLabel
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.remembered import remember_folds
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.summary import SelectionSummary
from asc_desktop.ui.widgets.table.total import StickyTotal
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

READ_ONLY_BASIS = (
    "Only gross, incremental amounts can be edited: they are stored, and this basis is worked out from them."
)

PART_SUMS = "* Not every line in this sum has a forecast reported"
LEAST_BOX: Final = 110
"""The width, in pixels, to which the box for words gives way in a narrow window."""
NEW_LINE: Final = "New savings line…"
_NONE: Final = "No savings lines yet"
_WHAT: Final = "Add each saving that was approved for a project. This page then shows them by theme and year."
_NO_PROJECT: Final = (
    "Each saving belongs to a project. Add the projects first, then their savings lines here."
)


class MatrixPanel(QWidget):
    """The matrix with its filters above it."""

    standing_changed = Signal(object)
    """A Standing: what the current cell is about."""
    added = Signal(str)
    """The id of the line that was added; the matrix does not list it yet."""
    editable_basis_asked = Signal()
    """A person wants to edit while a basis that is worked out is shown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._report: Report | None = None
        self._matrix: Matrix | None = None
        self._layout: MatrixLayout | None = None
        self._lines: dict[str, LineReport] = {}
        self._listed: frozenset[str] | None = None
        self._programmes: dict[str, str] = {}
        """Each theme's programme, by the theme's id."""
        self._is_first = True
        self._year_due = 0
        """The year to scroll to, once somebody looks; 0 for none."""
        self.dialog: TargetChangeDialog | None = None
        self.model = RecordTableModel([], sink=self._apply, parent=self)
        self.view = RecordTableView(
            self.model, "savings-matrix", workspace=workspace, row_actions=self._actions_for, own=SavingsLine
        )
        remember_folds(self.model, "savings-matrix", workspace.memory)
        self.view.setAccessibleName("Savings by theme, line and year")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._empty = self.view.set_empty("savings", _NONE, _NO_PROJECT)
        self._add_first = self._empty.add_action(NEW_LINE, primary=True, changes=True)
        self._add_first.clicked.connect(self.add_line)
        self._to_projects = self._empty.add_action("Open projects", primary=True)
        self._to_projects.clicked.connect(lambda: workspace.navigate.emit("projects", {}))
        StickyTotal(self.view)
        PinnedColumn(self.view)
        self.view.selection_summary.connect(self._tell_summary)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._lay_out()

    def _lay_out(self) -> None:
        self.box = FilterBox("savings lines")
        self.box.setPlaceholderText("Filter lines")
        self.box.setMinimumWidth(LEAST_BOX)
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        add_keys(self, {FILTER: self.box.setFocus})
        self.theme = ChoiceButton("Theme", none="All")
        self.theme.chosen.connect(lambda _: self._narrow())
        self.closed = LiveSwitch(self._workspace, "savings")
        self.closed.switched.connect(self._narrow)
        self.note = ElidedLabel("", "muted")
        self.editable = QPushButton("Show gross, incremental")
        self.editable.setProperty("kind", "quiet")
        self.editable.clicked.connect(self.editable_basis_asked)
        self.chip = ListChip()
        set_tip(self.chip.clear_button, "Show every savings line again")
        self.chip.cleared.connect(lambda: self.show_projects(None, ""))
        self.add = QPushButton(NEW_LINE)
        theme_hub().icons.bind(self.add, "add")
        set_tip(self.add, "Add an approved saving of a project, with its targets and forecasts")
        self.add.clicked.connect(self.add_line)
        only_to_change(self.add)
        bar = QWidget()
        controls = FlowLayout(bar)
        for widget in (self.box, self.theme, self.closed, self.add, self.chip, self.editable, self.note):
            controls.addWidget(widget)
        card = table_card(self.view)
        column_of(bar, (card, 1), into=self, margins=0, spacing=6)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_report(self, report: Report, layout: MatrixLayout) -> None:
        """Show a report's lines in a layout; the columns are made anew only where that is another."""
        if report is self._report and layout == self._layout:
            return
        if report is not self._report or self._matrix is None or self._matrix.basis != layout.basis:
            self._matrix = savings_matrix(self._workspace.context, layout.basis)
        is_new_layout = layout != self._layout
        has_new_years = self._layout is not None and layout.years != self._layout.years
        # Until the columns are this report's too, the current cell may be of a year that it does not have.
        self._report, self._layout = None, layout
        self._lines = {line.id: line for line in report.savings.lines}
        self._offer_themes()
        if has_new_years:
            # Rows of another programme have no figures for these years.
            self.model.set_rows(())
        if is_new_layout:
            self.model.set_columns(matrix_columns(layout))
            self.view.new_rows = new_savings_lines(looked_at(self._workspace), self._workspace.context.years)
        self.model.set_rows(self._matrix.lines)
        if is_new_layout:
            # The sums' cells go by the columns, so the headings are made after them.
            self._group()
        if has_new_years or self._is_first:
            self._is_first = False
            self._show_year(dates.parse_year(report.year))
        self._narrow()
        self._say()
        self._offer_line(report)
        self._report = report
        self.standing_changed.emit(self.standing())

    def _offer_line(self, report: Report) -> None:
        """Offer a new line where there is a project to have it, else the page where projects are made."""
        has_project = bool(report.projects)
        self.add.setVisible(has_project and bool(report.savings.lines))
        self._add_first.setVisible(has_project)
        self._to_projects.setVisible(not has_project)
        self._empty.set_message(_NONE, _WHAT if has_project else _NO_PROJECT)

    def add_line(self) -> RecordDialog:
        """Ask for a new line: of the project of the current row, or where there is none of the first without lines."""
        row = self.view.current_row
        project_id = row.project_id if row is not None else ""
        return ask_for_line(self._workspace, project_id, self.window(), lambda line: self.added.emit(line.id))

    def show_projects(self, project_ids: Sequence[str] | None, title: str) -> None:
        """Show only the lines of some projects and say why; None shows all again."""
        self._listed = frozenset(project_ids) if project_ids is not None else None
        count = sum(1 for row in self.model.rows if self._listed and row.project_id in self._listed)
        words = number_of(count, "line")
        self.chip.show_list(f"{words}: {title}" if self._listed is not None and title else "")
        if self._listed is not None and not title:
            self.chip.show_list(words)
        self._narrow()

    def select_project(self, project_id: str) -> None:
        """Go to a project's first line, in the period's year."""
        row = next((row for row in self.model.rows if row.project_id == project_id), None)
        if row is not None:
            self.select_line(row.id, self._workspace.context.year)

    def select_line(self, line_id: str, year: int) -> None:
        """Go to a line's first amount in a year."""
        wanted = f":{year}"
        key = next((column.key for column in self.model.columns if column.key.endswith(wanted)), None)
        row = self.model.find(line_id)
        if row is not None:
            self.closed.let_in(row.project_id)
        if self.view.select_row(line_id, key):
            self.view.setFocus()

    def _show_year(self, year: int) -> None:
        """Scroll sideways as far as the year's last column is out of sight, and then to where a column begins.

        That goes by the widths, which are shared out once somebody looks.
        """
        columns, view = self.model.columns, self.view
        self._year_due = 0 if view.isVisible() else year
        ours = [at for at, column in enumerate(columns) if column.key.endswith(f":{year}")]
        if not ours or self._year_due:
            return
        bar = view.horizontalScrollBar()
        # The bar that moves the rows may come afterwards, and then takes its room.
        rows_bar = view.verticalScrollBar()
        kept = 0 if rows_bar.isVisible() else rows_bar.sizeHint().width()
        end = view.columnViewportPosition(ours[-1]) + view.columnWidth(ours[-1])
        beyond = end + kept - view.viewport().width()
        if beyond > 0:
            bar.setValue(bar.value() + beyond)
            # Half a column beside the one that stays in sight could not be read.
            covered = view.delegate.covered
            begins = [view.columnViewportPosition(at) - covered for at in range(len(columns))]
            bar.setValue(bar.value() + min((begin for begin in begins if begin >= 0), default=0))

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the year of the report that came while nobody looked."""
        super().showEvent(event)
        if self._year_due:
            self._show_year(self._year_due)

    def _offer_themes(self) -> None:
        context = self._workspace.context
        self.theme.set_options([(theme.id, context.theme_labels[theme.id]) for theme in context.themes])

    def _group(self) -> None:
        context = self._workspace.context
        order = [theme.id for theme in context.themes]
        programmes = {
            theme.id: context.records.title("programme", theme.programme_id) for theme in context.themes
        }
        if self.model.grouping is None or programmes != self._programmes:
            self._programmes = programmes
            self.model.set_grouping(
                Grouping(
                    "Theme",
                    key=lambda row: row.theme_id,
                    label=self._theme_label,
                    subtotals=self._theme_cells,
                    order=order,
                    above=programmes_above(
                        self._workspace.report,
                        lambda row: programmes.get(row.theme_id, ""),
                        self._programme_cells,
                    ),
                )
            )
        self.model.set_total("Total", self._total_cells)
        self.model.refresh()

    def _theme_label(self, theme_id: str) -> str:
        return self._workspace.context.theme_labels.get(theme_id, "")

    def _theme_cells(self, theme_id: str, rows: Sequence[MatrixRow]) -> dict[str, object]:
        if self._matrix is None or self._layout is None:
            return {}
        return dict(group_cells(self._matrix.theme_of(theme_id, rows), self._layout))

    def _programme_cells(self, name: str, rows: Sequence[MatrixRow]) -> dict[str, object]:
        if self._matrix is None or self._layout is None:
            return {}
        themes = [theme_id for theme_id, programme in self._programmes.items() if programme == name]
        return dict(group_cells(self._matrix.programme_of(themes, rows), self._layout))

    def _total_cells(self, rows: Sequence[MatrixRow]) -> dict[str, object]:
        if self._matrix is None or self._layout is None:
            return {}
        return dict(group_cells(self._matrix.total_of(rows), self._layout))

    def _narrow(self) -> None:
        theme_id, listed = self.theme.key, self._listed
        self.model.set_predicate(
            lambda row: (
                (not theme_id or row.theme_id == theme_id) and (listed is None or row.project_id in listed)
            ),
            (theme_id, listed, self.closed.isChecked()),
            self._aside(),
        )

    def _aside(self) -> Aside | None:
        """Return the lines of closed projects, which are counted and not listed unless their projects are asked for."""
        if self._listed is not None:
            self.closed.show_report(None, ())
            return None
        self.closed.show_report(self._workspace.report, (row.project_id for row in self.model.rows))
        left_out = self.closed.left_out
        return Aside(lambda row: row.project_id in left_out, still_counted) if left_out else None

    def _say(self) -> None:
        """Say why nothing can be edited, or what the marks mean."""
        layout = self._layout
        is_worked_out = layout is not None and not layout.is_editable
        self.editable.setVisible(is_worked_out)
        if is_worked_out:
            self.note.set_full_text(READ_ONLY_BASIS)
            return
        group = self.model.group_at(self.model.rowCount() - 1)
        has_parts = group is not None and any(
            isinstance(value, Sum) and value.is_part for value in group.cells.values()
        )
        self.note.set_full_text(PART_SUMS if has_parts else "")

    # --------------------------------------------------------------------------------------------- what is current

    def standing(self) -> Standing | None:
        """Return where the line, theme or total of the current cell stands; the scope's total where there is none."""
        report = self._report
        if report is None:
            return None
        index = self.view.currentIndex()
        key = self.model.column(index.column()).key if index.isValid() else ""
        year = column_year(key) or report.year
        words = f"all {len(self._layout.years)} years" if year == ALL_YEARS and self._layout else year
        group = self.model.group_at(index.row()) if index.isValid() else None
        row = self.model.row_at(index.row()) if index.isValid() else None
        if row is not None and (line := self._lines.get(row.id)) is not None:
            start = self._workspace.context.year if year == ALL_YEARS else dates.parse_year(year)
            position = line.all_years if year == ALL_YEARS else line.years[year]
            return Standing(f"{row.ref} {row.label}", words, position, row.id, start)
        savings = report.savings
        if group is not None and not group.is_total:
            held = [sums for label, sums in savings.by_theme.items() if label in self._themes_under(group)]
            every = (sums[at] for sums in held for at in (report.years if year == ALL_YEARS else (year,)))
            return Standing(group.label, words, total(every))
        position = savings.all_years if year == ALL_YEARS else savings.by_year[year]
        return Standing(report.programme, words, position)

    def _themes_under(self, group: GroupRow) -> frozenset[str]:
        """Return the theme that a heading is of, or the themes of its programme, by what the report calls them."""
        labels = self._workspace.context.theme_labels
        if group.key in labels:
            return frozenset({labels[group.key]})
        return frozenset(labels[key] for key, name in self._programmes.items() if name == group.label)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._report is not None and current.isValid():
            self.standing_changed.emit(self.standing())

    def _tell_summary(self, summary: SelectionSummary) -> None:
        # A single cell has nothing to sum, and would wipe what an undo has just said.
        if summary.words:
            self._workspace.said.emit(summary.words)

    # ------------------------------------------------------------------------------------------------- editing

    def paste(self) -> None:
        """Paste the clipboard at the current cell, or say what is missing for that."""
        layout = self._layout
        if layout is None or not layout.is_editable:
            self._workspace.said.emit(READ_ONLY_BASIS)
        else:
            self.view.setFocus()
            self.view.blocks.paste()

    def _apply(self, edits: list[CellEdit]) -> None:
        layout = self._layout
        if layout is None:
            return
        found = read_edits(self._workspace, edits, partial(_pence_of, layout.unit))
        apply_edits(self._workspace, found)
        if found.target_changes and not self._workspace.session.is_trial:
            # After the cell's editor has closed: the dialog would take the keyboard from under it.
            QTimer.singleShot(0, self, lambda: self._ask_for_change(found.target_changes))

    def _ask_for_change(self, wanted: dict[Cell, int]) -> None:
        dialog = TargetChangeDialog(self._workspace, wanted, self.window())
        self.dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.view.setFocus()

    def _actions_for(self, row_ids: list[str]) -> Sequence[QAction]:
        rows = [row for row_id in row_ids if (row := self.model.find(row_id)) is not None]
        ids = tuple(dict.fromkeys(row.project_id for row in rows))
        if not ids:
            return ()
        show = QAction("Open project" if len(ids) == 1 else f"List these {len(ids)} projects")
        what: dict[str, object] = (
            {"project_id": ids[0], "tab": "savings"}
            if len(ids) == 1
            else {"project_ids": ids, "title": "Chosen in the savings matrix"}
        )
        show.triggered.connect(lambda: self._workspace.navigate.emit("projects", what))
        return (show,)


def _pence_of(unit: MoneyUnit, key: str, text: str) -> int:
    label = key.removesuffix("_pence").capitalize()
    described = UnitField(key=key, label=label, kind=Kind.MONEY, required=True, low=0, money_unit=unit)
    pence = described.parse(text)
    if not isinstance(pence, int):
        raise FieldError(described, f"{label} is needed. Type 0 where it is nothing.")
    return pence
