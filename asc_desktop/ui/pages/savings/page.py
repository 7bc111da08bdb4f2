"""Savings: the matrix of themes and lines by year, where each pound stands, and the movements between years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QWidget,
)

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.report.matrix import AMOUNTS
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.position import BASES, Position
from asc_desktop.domain.words import listed
from asc_desktop.services import reporting
from asc_desktop.ui.dialogs.movement import MovementDialog
from asc_desktop.ui.keys import PASTE
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.savings.columns import EDITABLE_BASIS, MatrixLayout, shown_amounts
from asc_desktop.ui.pages.savings.lower import LowerCard
from asc_desktop.ui.pages.savings.matrix import MatrixPanel
from asc_desktop.ui.pages.savings.stands import Standing, StandsCard
from asc_desktop.ui.pages.shared.units import THOUSANDS, UNITS, savings_unit
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import PAGE_MARGINS, scrolling
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

GAP = 10
SIDE_BY_SIDE_FROM = 860
"""The width, in pixels, from which the lower cards stand side by side."""


class SavingsPage(Page):
    """The matrix above; movements, slippage or source plans, and where the current cell stands, below."""

    key: ClassVar[str] = "savings"
    title: ClassVar[str] = "Savings"
    icon: ClassVar[str] = "savings"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        memory = workspace.memory
        self._amounts = shown_amounts((memory.get("savings/amounts") or "").split(","))
        self.header = PageHeader(self.title)
        self._make_controls()
        self.matrix = MatrixPanel(workspace)
        self.stands = StandsCard()
        self.parts = LowerCard(workspace)
        self.fill(
            self._scrolling_board(),
            "No savings yet",
            "Add a programme and its themes first. This page then shows each project’s savings lines by year.",
        )
        self.matrix.standing_changed.connect(self._show_standing)
        self.matrix.added.connect(self._on_added)
        self.matrix.editable_basis_asked.connect(lambda: self._choose_basis(EDITABLE_BASIS))
        self.stands.record.clicked.connect(self.record_movement)
        only_to_change(self.stands.record)
        self.parts.record_asked.connect(self.record_movement)

    # ------------------------------------------------------------------------------------------------- its parts

    def _make_controls(self) -> None:
        memory = self.workspace.memory
        self.basis = ChoiceButton("Basis")
        self.basis.set_options(BASES)
        kept = memory.get("savings/basis")
        self.basis.choose(kept if kept in dict(BASES) else EDITABLE_BASIS)
        self.basis.chosen.connect(self._choose_basis)
        self.show_button = QPushButton()
        self.show_button.setProperty("kind", "menu")
        self.show_button.setMenu(self._amounts_menu())
        self.unit = SegmentedControl([(unit.key, unit.label) for unit in UNITS.values()], name="Unit")
        kept = memory.get("savings/unit")
        self.unit.set_current(kept if kept in UNITS else THOUSANDS.key)
        self.unit.chosen.connect(self._choose_unit)
        for control in (self.basis, self.show_button, self.unit):
            self.header.add_widget(control)
        self.paste = self.header.add_button("Paste from Excel", "table")
        set_tip(self.paste, f"Paste copied cells from the selected cell on, as one change ({PASTE})")
        self.paste.clicked.connect(self._paste_clicked)
        self.record = self.header.add_primary("Record movement…", "add")
        set_tip(self.record, "Say where a part of a shortfall goes")
        self.record.clicked.connect(self.record_movement)
        only_to_change(self.paste, self.record)
        self._say_amounts()

    def _amounts_menu(self) -> QMenu:
        menu = QMenu(self)
        for key, words in AMOUNTS:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key in self._amounts)
            action.toggled.connect(lambda shown, amount=key: self._toggle_amount(amount, shown=shown))
        return menu

    def _scrolling_board(self) -> QScrollArea:
        self._lower_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower_row.setContentsMargins(0, 0, 0, 0)
        self._lower_row.setSpacing(GAP)
        self._lower_row.addWidget(self.parts, 1)
        self._lower_row.addWidget(self.stands)
        below = QWidget()
        below.setLayout(self._lower_row)
        self._splitter = splitter((self.matrix, 3), (below, 2), down=True, handle=GAP)
        board = QWidget()
        column_of(self.header, (self._splitter, 1), into=board, margins=PAGE_MARGINS, spacing=8)
        return scrolling(board)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lower cards side by side, or one under another."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_FROM
        self._lower_row.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        self.stands.setMinimumWidth(0)
        self.stands.setMaximumWidth(340 if is_wide else 16_777_215)
        self.stands.setMinimumWidth(300 if is_wide else 0)
        self.parts.setMinimumHeight(200)
        self.stands.setMinimumHeight(200)
        self.matrix.setMinimumHeight(240)

    # ------------------------------------------------------------------------------------------- what it shows

    def refresh(self) -> None:
        """Show the report as it now is; selection, scroll, filters and half-typed text stay."""
        if self.begins():
            return
        report = self.workspace.report
        self.header.set_title(self.title, f"{report.programme}, {report.period_label}")
        layout = MatrixLayout(
            self._years(report),
            self._amounts,
            self.basis.key,
            savings_unit(self.unit.current, report.savings_shown_as),
            report.period_label,
        )
        self.matrix.show_report(report, layout)
        self.parts.show_report(report, layout)
        has_lines = bool(report.savings.lines)
        for button in (self.record, self.stands.record):
            button.setEnabled(has_lines)
            set_tip(
                button,
                "Say where a part of a shortfall goes"
                if has_lines
                else "Add a savings line to a project first",
            )
        self._say_paste(is_editable=layout.is_editable)

    def _years(self, report: Report) -> tuple[str, ...]:
        """Return the years to show: a programme's own, and any other with a figure; of several, those with figures."""
        programmes = self.workspace.context.programmes
        own = {
            year_label(year)
            for programme in programmes
            for year in range(programme.first_year, programme.last_year + 1)
            if len(programmes) == 1
        }
        nothing = Position()
        return tuple(year for year in report.years if year in own or report.savings.by_year[year] != nothing)

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show some projects' lines, go to one project's, or show a part: ``{"view": "slippage"}``."""
        view = what.get("view")
        if isinstance(view, str):
            self.parts.show_view(view)
        ids, title = what.get("project_ids"), what.get("title")
        project_id = what.get("project_id")
        if isinstance(ids, (tuple, list)):
            self.matrix.show_projects([str(item) for item in ids], str(title or ""))
        elif isinstance(project_id, str):
            self.matrix.show_projects(None, "")
            self.matrix.select_project(project_id)

    def record_movement(self) -> MovementDialog | None:
        """Open a movement that begins at the current line and year."""
        if self.workspace.is_empty:
            return None
        standing = self.stands.standing
        year = self.workspace.context.year
        line_id = ""
        if standing is not None and standing.line_id:
            line_id, year = standing.line_id, standing.year_start or year
        movement = reporting.new_movement(
            self.workspace.session, "slip", line_id, year, self.workspace.period
        )
        dialog = MovementDialog(self.workspace, movement, self.window())
        dialog.open()
        return dialog

    def _on_added(self, line_id: str) -> None:
        self.refresh()
        self.matrix.select_line(line_id, self.workspace.context.year)

    # ------------------------------------------------------------------------------------------------- choices

    def _choose_basis(self, basis: str) -> None:
        self.basis.choose(basis)
        self.workspace.memory.set("savings/basis", basis)
        self.refresh()

    def _choose_unit(self, unit: str) -> None:
        self.workspace.memory.set("savings/unit", unit)
        self.refresh()

    def _toggle_amount(self, amount: str, *, shown: bool) -> None:
        chosen = {*self._amounts, amount} if shown else set(self._amounts) - {amount}
        self._amounts = shown_amounts(chosen)
        for action, (key, _) in zip(self.show_button.menu().actions(), AMOUNTS, strict=True):
            action.blockSignals(True)
            action.setChecked(key in self._amounts)
            action.blockSignals(False)
        self.workspace.memory.set("savings/amounts", ",".join(self._amounts))
        self._say_amounts()
        self.refresh()

    def _say_amounts(self) -> None:
        words = [label.lower() for key, label in AMOUNTS if key in self._amounts]
        said = "all four" if len(words) == len(AMOUNTS) else listed(words)
        self.show_button.setText(f"Show: {said}")
        self.show_button.setAccessibleName(f"Show in each year: {', '.join(words)}")

    def _paste_clicked(self) -> None:
        # Made after the header, so looked up when it is pressed.
        self.matrix.paste()

    def _say_paste(self, *, is_editable: bool) -> None:
        set_tip(
            self.paste,
            f"Paste copied cells from the selected cell on, as one change ({PASTE})"
            if is_editable
            else "Amounts are pasted on the gross, incremental basis only",
        )

    def _show_standing(self, standing: Standing | None) -> None:
        if standing is not None:
            self.stands.show_standing(standing)
