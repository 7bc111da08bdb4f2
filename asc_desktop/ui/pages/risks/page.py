"""The risks: the register beside the 5x5 heat map and the editor of one risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import risks
from asc_desktop.ui.pages.base import Page, projects_asked
from asc_desktop.ui.pages.risks.columns import RiskRow
from asc_desktop.ui.pages.risks.editor import RiskEditor
from asc_desktop.ui.pages.risks.list import RiskFilters, RisksList
from asc_desktop.ui.pages.risks.map import RiskMapCard
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_dialog import RecordDialog
from asc_desktop.ui.widgets.record_form import FormRow
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

MARGIN = 16
GAP = 10
TWO_COLUMNS_FROM = 900
"""The width, in pixels, from which the register stands beside the heat map or the editor."""

BOTH_FROM = 840
"""The height from which heat map and editor stand one above the other; below it one of them is chosen."""

VIEWS: Final = (("map", "Heat map"), ("risk", "Risk"))
NEW_ROWS: Final[tuple[FormRow, ...]] = (
    "description",
    ("ref", "category", "owner"),
    ("theme_id", "project_id"),
    ("inherent_likelihood", "inherent_impact", "target_likelihood", "target_impact"),
    "raised_period",
)


class RisksPage(Page):
    """Every risk of the programme; a cell of the heat map lists its risks, and one risk is edited beside the list."""

    key: ClassVar[str] = "risks"
    title: ClassVar[str] = "Risks"
    icon: ClassVar[str] = "risks"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._is_empty = True
        self._is_narrow = False
        self._shows_side = False
        self._header = PageHeader(self.title)
        self.filters = RiskFilters(self)
        for widget in self.filters.widgets:
            self._header.add_widget(widget)
        self.side_button = self._header.add_button("Heat map and risk")
        set_tip(self.side_button, "Show them in the register’s place (Ctrl+Enter)")
        self.new_button = self._header.add_primary("New risk…", "add")
        set_tip(self.new_button, "Record a risk; it begins at its inherent score")
        self.new_button.clicked.connect(self.record_new)
        only_to_change(self.new_button)
        self.list = RisksList(workspace, self.filters, self._actions_for)
        self.map = RiskMapCard()
        self.editor = RiskEditor(workspace)
        self.back_button = QPushButton("Back to the register")
        set_tip(self.back_button, "Back to the register (Alt+Left)")
        self.views = SegmentedControl(VIEWS, name="Beside the register")
        self._side = self._make_side()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._side)
        self._splitter.setSizes([540, 460])
        self._splitter.setStretchFactor(0, 54)
        self._splitter.setStretchFactor(1, 46)
        self._empty = self.make_beginning(
            "No risks yet",
            "A risk says what could keep a programme from its aims, how likely that is, and what is done about it. "
            "Add a programme first.",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._header)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._empty, 1)
        self._connect()
        self._arrange()

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the risks as they now are; selection, scroll position and what is half typed stay."""
        self._is_empty = self.workspace.is_empty
        self._empty.setVisible(self._is_empty)
        self._splitter.setVisible(not self._is_empty)
        for widget in (*self.filters.widgets, self.new_button):
            widget.setVisible(not self._is_empty)
        if self._is_empty:
            self.editor.show_risk(None)
            self.map.show_report(None, None)
            self._header.set_title(self.title, "")
            return
        self._arrange()
        report = self.workspace.report
        self._header.set_title(self.title, _summary(report))
        self.list.show_report(report)
        self._show_map()
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one risk by ``record_id``, or those of ``project_ids`` or ``project_id``; ``new`` asks for one."""
        if what.get("new"):
            self.record_new()
            return
        risk_id = what.get("record_id") or what.get("risk_id")
        if isinstance(risk_id, str) and risk_id:
            self._go_to(risk_id)
            return
        if chosen := projects_asked(what):
            self.filters.show_projects(chosen)
            self._show_side(shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put register, heat map and editor beside, above or in place of each other."""
        super().resizeEvent(event)
        self._arrange()

    # ------------------------------------------------------------------------------------------------ actions

    def record_new(self) -> None:
        """Ask for a new risk; it is scored with its inherent score."""
        if self.workspace.is_empty:
            return
        workspace = self.workspace
        programme_id = workspace.programme_id
        values: dict[str, Value] = {
            "ref": risks.next_reference(workspace.session, programme_id or ""),
            "raised_period": workspace.period,
        }
        rows: tuple[FormRow, ...] = NEW_ROWS
        if programme_id is None:
            rows = ("programme_id", *NEW_ROWS)

        def save(typed: dict[str, str]) -> Record | None:
            fixed = {"programme_id": programme_id} if programme_id else {}
            return workspace.attempt(
                lambda reason: risks.add_risk(workspace.session, {**typed, **fixed}, reason=reason)
            )

        dialog = RecordDialog(workspace, Risk, values=values, rows=rows, save=save, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._go_to(dialog.record.id) if dialog.record else None)
        dialog.open()

    def carry_forward(self, risk_ids: list[str]) -> None:
        """Score risks for the period as they stand, where they are not scored for it yet."""
        workspace = self.workspace
        done = workspace.attempt_told(
            lambda reason: risks.carry_forward(workspace.session, risk_ids, workspace.period, reason=reason)
        )
        if done is not None:
            workspace.said.emit(f"{number_of(done, 'risk')} confirmed.")

    # ------------------------------------------------------------------------------------------------ inside

    def _connect(self) -> None:
        self.list.view.current_row_changed.connect(lambda _: self._show_current())
        self.list.view.activated_row.connect(self._open)
        self.list.new.clicked.connect(self.record_new)
        self.filters.changed.connect(self._on_filtered)
        self.map.cell_chosen.connect(self.filters.show_cell)
        self.views.chosen.connect(lambda _: self._arrange())
        self.back_button.clicked.connect(self._go_back)
        self.side_button.clicked.connect(lambda: self._show_side(shown=True))
        for keys, act in (("Ctrl+Return", self._open_current), ("Alt+Left", self._go_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_filtered(self) -> None:
        if not self._is_empty:
            self._show_map()
            self._show_current()

    def _show_map(self) -> None:
        self.map.show_report(self.workspace.report, self.filters.state.cell)

    def _show_current(self) -> None:
        """Show the register's current risk in the editor, the first one where there is none."""
        if self._is_empty:
            return
        view, shown = self.list.view, self.editor.risk
        row = view.current_row if self._is_narrow else view.hold_row(shown.id if shown else "")
        self.editor.show_risk(row.report if row is not None else None)

    def _open_current(self) -> None:
        self._open(self.list.view.current_row)

    def _open(self, row: RiskRow | None) -> None:
        if row is not None:
            self.editor.show_risk(row.report)
            self.views.set_current("risk")
            self._show_side(shown=True)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        self._show_side(shown=False)
        self.list.view.setFocus()

    def _go_to(self, risk_id: str) -> None:
        found: RiskReport | None = next(
            (item for item in self.workspace.report.risks if item.id == risk_id), None
        )
        if found is None:
            self.workspace.said.emit("That risk was raised after this period, or is of another programme.")
            return
        self.list.show_report(self.workspace.report)
        self.filters.admit(found)
        self.list.view.select_row(found.id)
        self.editor.show_risk(found)
        self.views.set_current("risk")
        self._show_side(shown=True)

    def _show_side(self, *, shown: bool) -> None:
        self._shows_side = shown
        self._arrange()

    def _arrange(self) -> None:
        was_narrow, self._is_narrow = self._is_narrow, self.width() < TWO_COLUMNS_FROM
        if was_narrow and not self._is_narrow and self.list.model.rows:
            self._show_current()
        both = self.height() >= BOTH_FROM and not self._is_narrow
        self.list.setVisible(not (self._is_narrow and self._shows_side))
        self._side.setVisible(not self._is_narrow or self._shows_side)
        self.views.setVisible(not both)
        self.map.setVisible(both or self.views.current == "map")
        self.editor.setVisible(both or self.views.current == "risk")
        self.back_button.setVisible(self._is_narrow)
        self.side_button.setVisible(self._is_narrow and not self._shows_side and not self._is_empty)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        actions = []
        row = self.list.model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is not None:
            opened = QAction("&Open the risk (Ctrl+Enter)")
            opened.triggered.connect(lambda: self._open(row))
            actions.append(opened)
        pending = [
            risk_id
            for risk_id in row_ids
            if (held := self.list.model.find(risk_id))
            and held.report.open
            and held.report.current
            and not held.report.scored_now
        ]
        confirm = QAction("&Confirm the score unchanged")
        confirm.setEnabled(bool(pending))
        set_tip(confirm, "" if pending else "It is scored for this period already.")
        confirm.triggered.connect(lambda: self.carry_forward(pending))
        only_to_change(confirm)
        actions.append(confirm)
        if row is not None:
            self.editor.show_risk(row.report)
            actions += self.editor.actions_of()
        return actions

    def _make_side(self) -> QWidget:
        side = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.views)
        top.addStretch(1)
        top.addWidget(self.back_button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.map, 9)
        layout.addWidget(self.editor, 11)
        return side


def _summary(report: Report) -> str:
    """Return how many risks are open, how many of them very high, and how many actions are overdue."""
    matrix = report.risk_matrix
    words = [f"{matrix.open_risks:,} open"]
    words += [
        f"{band.count} {band.level_label.lower()}" for band in matrix.bands if band.level == "very_high"
    ]
    overdue = matrix.actions_overdue
    words.append(f"{number_of(overdue, 'action')} overdue")
    return ", ".join(words)
