"""The decisions: their pipeline by stage, the list beside the editor of one, and the funding that they draw on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.governance import Decision, FundingSource
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import decisions
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.decisions.columns import DecisionRow
from asc_desktop.ui.pages.decisions.editor import DecisionEditor
from asc_desktop.ui.pages.decisions.funding import FundingSources
from asc_desktop.ui.pages.decisions.list import DecisionFilters, DecisionsList
from asc_desktop.ui.pages.decisions.pipeline import Pipeline
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_dialog import RecordDialog
from asc_desktop.ui.widgets.record_form import FormRow
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

MARGIN = 16
GAP = 10
TWO_COLUMNS_FROM = 900
"""The width, in pixels, from which the editor stands beside the list; below it one of them is in sight."""

VIEWS: Final = (("decisions", "Decisions"), ("funding", "Funding sources"))
NEW_ROWS: Final[tuple[FormRow, ...]] = (
    "subject",
    ("kind", "stage"),
    ("ref", "forward_plan_ref"),
    ("revenue_pence", "capital_pence"),
    ("key_decision", "subject_to_call_in"),
    ("decision_date",),
    "what",
)


class DecisionsPage(Page):
    """Every decision of the programme; a stage of the pipeline lists its own, and one is edited beside the list."""

    key: ClassVar[str] = "decisions"
    title: ClassVar[str] = "Decisions"
    icon: ClassVar[str] = "decisions"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._is_empty = True
        self._is_narrow = False
        self._shows_editor = False
        self._header = PageHeader(self.title)
        self.filters = DecisionFilters(self)
        self.views = SegmentedControl(VIEWS, name="Show")
        for widget in (*self.filters.widgets, self.views):
            self._header.add_widget(widget)
        self.new_button = self._header.add_primary("New decision…", "add")
        set_tip(self.new_button, "Record a decision that the programme needs")
        self.pipeline = Pipeline()
        self.list = DecisionsList(workspace, self.filters, self._actions_for)
        self.editor = DecisionEditor(workspace)
        self.funding = FundingSources(workspace)
        self.back_button = QPushButton("Back to the list")
        set_tip(self.back_button, "Back to the list (Alt+Left)")
        self._side = self._make_side()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._side)
        self._splitter.setSizes([500, 500])
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        self._empty = self._make_empty()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._header)
        layout.addWidget(self.pipeline)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.funding, 1)
        layout.addWidget(self._empty, 1)
        self._connect()
        self._arrange()

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the decisions as they now are; selection, scroll position and what is half typed stay."""
        self._is_empty = self.workspace.is_empty
        self._arrange()
        if self._is_empty:
            self.editor.show_decision(None)
            self._header.set_title(self.title, "")
            return
        report = self.workspace.report
        self._header.set_title(self.title, _summary(report))
        self.pipeline.show_stages(report.decision_pipeline, self.filters.state.stage)
        self.list.show_report(report)
        self.funding.show_report(report)
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one decision, or funding source, by ``record_id``; ``new`` asks for one."""
        if self.workspace.is_empty:
            return
        if what.get("new"):
            self.record_new()
            return
        record_id = what.get("record_id")
        if isinstance(record_id, str) and record_id:
            if self.workspace.records.find(FundingSource, record_id) is not None:
                self._show_view("funding")
                self.funding.select(record_id)
            else:
                self._go_to(record_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and editor beside, or in place of, each other."""
        super().resizeEvent(event)
        self._arrange()

    # ------------------------------------------------------------------------------------------------ actions

    def record_new(self) -> None:
        """Ask for a new decision; one that is dated and may be called in begins with the suggested expiry."""
        workspace = self.workspace
        if workspace.is_empty:
            return
        programme_id = workspace.programme_id
        rows: tuple[FormRow, ...] = NEW_ROWS if programme_id else ("programme_id", *NEW_ROWS)
        values: dict[str, Value] = {
            "ref": decisions.next_reference(workspace.session),
            "subject_to_call_in": 1,
        }

        def save(typed: dict[str, str]) -> Record | None:
            fixed = {"programme_id": programme_id} if programme_id else {}
            return workspace.attempt(
                lambda reason: decisions.add_decision(workspace.session, {**typed, **fixed}, reason=reason)
            )

        dialog = RecordDialog(workspace, Decision, values=values, rows=rows, save=save, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._go_to(dialog.record.id) if dialog.record else None)
        dialog.open()

    # ------------------------------------------------------------------------------------------------ inside

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.record_new)
        self.list.new.clicked.connect(self.record_new)
        only_to_change(self.new_button)
        self.list.view.current_row_changed.connect(lambda _: self._show_current())
        self.list.view.activated_row.connect(self._open)
        self.filters.changed.connect(self._on_filtered)
        self.pipeline.stage_chosen.connect(self._on_stage)
        self.views.chosen.connect(lambda _: self._arrange())
        self.editor.sources_wanted.connect(lambda: self._show_view("funding"))
        self.editor.copied.connect(self._go_to)
        self.funding.decisions_wanted.connect(self._list_only)
        self.back_button.clicked.connect(self._go_back)
        for keys, act in (("Ctrl+Return", self._open_current), ("Alt+Left", self._go_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_stage(self, stage: str) -> None:
        self._show_view("decisions")
        self._show_editor(shown=False)
        self.filters.show_stage(stage)

    def _on_filtered(self) -> None:
        self.pipeline.choose(self.filters.state.stage)
        if not self._is_empty:
            self._show_current()

    def _list_only(self, ids: object) -> None:
        self._show_view("decisions")
        self._show_editor(shown=False)
        self.filters.show_ids(frozenset(cast("tuple[str, ...]", ids)))

    def _show_current(self) -> None:
        """Show the list's current decision in the editor, the first one where there is none."""
        view, shown = self.list.view, self.editor.decision
        row = view.current_row if self._is_narrow else view.hold_row(shown.id if shown else "")
        self.editor.show_decision(row.report if row is not None else None)

    def _open_current(self) -> None:
        self._open(self.list.view.current_row)

    def _open(self, row: DecisionRow | None) -> None:
        if row is not None:
            self.editor.show_decision(row.report)
            self._show_editor(shown=True)
            self.editor.take_focus()

    def _go_back(self) -> None:
        self._show_editor(shown=False)
        self.list.view.setFocus()

    def _go_to(self, decision_id: str) -> None:
        found: DecisionReport | None = next(
            (item for item in self.workspace.report.decisions if item.id == decision_id), None
        )
        if found is None:
            self.workspace.said.emit("That decision is of another programme.")
            return
        self._show_view("decisions")
        self.list.show_report(self.workspace.report)
        self.filters.admit(found)
        self.list.view.select_row(found.id)
        self.editor.show_decision(found)
        self._show_editor(shown=True)

    def _show_view(self, view: str) -> None:
        self.views.set_current(view)
        self._arrange()

    def _show_editor(self, *, shown: bool) -> None:
        self._shows_editor = shown
        self._arrange()

    def _arrange(self) -> None:
        was_narrow, self._is_narrow = self._is_narrow, self.width() < TWO_COLUMNS_FROM
        if was_narrow and not self._is_narrow and self.list.model.rows:
            self._show_current()
        lists = self.views.current == "decisions"
        edits_alone = self._is_narrow and self._shows_editor
        self._empty.setVisible(self._is_empty)
        self.pipeline.setVisible(not self._is_empty and lists and not edits_alone)
        self._splitter.setVisible(not self._is_empty and lists)
        self.funding.setVisible(not self._is_empty and not lists)
        self.views.setVisible(not self._is_empty)
        self.new_button.setVisible(not self._is_empty)
        for widget in self.filters.widgets:
            widget.setVisible(not self._is_empty and lists and not edits_alone)
        self.list.setVisible(not edits_alone)
        self._side.setVisible(not self._is_narrow or self._shows_editor)
        self.back_button.setVisible(self._is_narrow)
        # It makes room for the controls that are in sight.
        self._header.set_title(self.title)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self.list.model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return self._several_actions(row_ids)
        opened = QAction("&Open the decision (Ctrl+Enter)")
        opened.triggered.connect(lambda: self._open(row))
        self.editor.show_decision(row.report)
        return [opened, *self.editor.actions_of()]

    def _several_actions(self, row_ids: list[str]) -> list[QAction]:
        session = self.workspace.session
        action = QAction("Use &suggested call-in dates")

        def use() -> None:
            done = self.workspace.attempt_told(
                lambda reason: decisions.use_suggested_expiry(session, row_ids, reason=reason)
            )
            if done is not None:
                self.workspace.said.emit(f"{number_of(done, 'date')} changed.")

        action.triggered.connect(use)
        only_to_change(action)
        return [action]

    def _make_side(self) -> QWidget:
        side = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.back_button)
        top.addStretch(1)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.editor, 1)
        return side

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(
            "decisions",
            "No decisions yet",
            "A decision says what the council has to decide for a programme, who takes it, what pays for it and when "
            "it can no longer be called in. Add a programme first.",
        )
        add = empty.add_action("Add a programme", primary=True)
        add.clicked.connect(lambda: self.workspace.navigate.emit("structure", {}))
        sample = empty.add_action("Open the sample")
        sample.clicked.connect(lambda: self.workspace.navigate.emit("sample", {}))
        return empty


def _summary(report: Report) -> str:
    """Return how many decisions are in call-in and how many have warnings, or how many there are."""
    found = report.decisions
    if not found:
        return ""
    words = []
    calls = next(item.decisions for item in report.decision_pipeline if item.stage == "call_in")
    if calls:
        words.append(f"{calls} in call-in")
    warned = sum(1 for item in found if item.warnings)
    if warned:
        words.append(f"{warned} with warnings")
    return ", ".join(words) or number_of(len(found), "decision")
