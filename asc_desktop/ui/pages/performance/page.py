"""Performance: the measures in the paper's layout, and one of them in full below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
)

from asc_desktop.domain.records.assurance import Measure
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.domain.words import named
from asc_desktop.services import editing
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.new_records_assurance import new_measures
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.performance.columns import (
    TREND,
    by_strategy_theme,
    measure_columns,
    months_shown,
    spark_of,
    theme_of,
)
from asc_desktop.ui.pages.performance.detail import MeasureDetail
from asc_desktop.ui.pages.performance.dialogs import new_measure, override_rating
from asc_desktop.ui.pages.performance.edits import apply_cells
from asc_desktop.ui.pages.performance.months import rule_of
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.filter_box import FilterBox
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.sparkline import SparklineDelegate
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MARGIN: Final = 16
GAP: Final = 10
SIDE_BY_SIDE_FROM: Final = 860
"""The width, in pixels, from which the chart and the months stand side by side."""

_RATINGS: Final = ("red", "amber", "green", "grey")


class PerformancePage(Page):
    """Measures under their strategy themes above; the chart, months and fields of the current one below."""

    key: ClassVar[str] = "performance"
    title: ClassVar[str] = "Performance"
    icon: ClassVar[str] = "performance"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._shown: tuple[int, str, bool] | None = None
        self.model = RecordTableModel([], sink=self._apply, parent=self)
        self.view = RecordTableView(
            self.model, "measures", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Performance measures")
        # The columns come with the first report, and then cells can be edited.
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.delegate = SparklineDelegate(self.view, TREND, spark_of)
        self.view.setItemDelegate(self.view.delegate)
        self.detail = MeasureDetail(workspace)
        self.header = PageHeader(self.title)
        self._make_controls()
        self._none = self.view.set_empty("performance", "No measures yet")
        self._none.add_action("New measure…", primary=True, changes=True).clicked.connect(self.add)
        self._elsewhere = self._none.add_action("")
        self._elsewhere.clicked.connect(self._go_elsewhere)
        self.fill(
            self._lay_out(),
            "No measures yet",
            "Begin with a programme. Its performance measures then stand here, with their targets and months.",
        )
        self.view.current_row_changed.connect(lambda _: self._show_current())
        self.view.activated_row.connect(lambda _: self.detail.edit_name())
        self.view.notice.connect(workspace.said)
        self.view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the measures as they now are; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        report = self.workspace.report
        self._show_columns(report)
        self.header.set_title(self.title, _summary(report))
        self.rating.set_options(
            [(rag, RAG_WORDS[rag]) for rag in _RATINGS if any(item.rag == rag for item in report.measures)]
        )
        self.theme.set_options([(theme, theme) for theme in self._themes(report)])
        self.model.set_rows(report.measures)
        self.model.refresh()
        self._narrow()
        self._say_why_empty(report)
        self._show_archived()
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to one measure: ``{"record_id": …}``."""
        measure_id = what.get("record_id")
        if not isinstance(measure_id, str) or self.workspace.is_empty:
            return
        self.refresh()
        if self.model.position(measure_id) < 0:
            self._clear_filters()
        if self.view.select_row(measure_id):
            self.view.setFocus()
        else:
            self.workspace.said.emit("That measure is archived, or is of another programme.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chart and the months side by side, or one under the other."""
        super().resizeEvent(event)
        self.detail.set_stacked(stacked=self.width() < SIDE_BY_SIDE_FROM)

    # ------------------------------------------------------------------------------------------------ actions

    def add(self) -> None:
        """Ask for a new measure, under the strategy theme of the current one."""
        if self.workspace.is_empty:
            return
        row = self.view.current_row
        dialog = new_measure(self.workspace, row.strategy_theme if row else "", self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._go_to(dialog.record.id if dialog.record else ""))
        dialog.open()

    def paste(self) -> None:
        """Paste the clipboard at the current cell, or say what is missing for that."""
        self.view.setFocus()
        self.view.blocks.paste()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        apply_cells(self.workspace, edits)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows = [row for row_id in row_ids if (row := self.model.find(row_id)) is not None]
        if not rows:
            return []
        count = "" if len(rows) == 1 else f" {len(rows)} measures"
        override = QAction("&Override the rating…")
        override.setEnabled(len(rows) == 1 and rows[0].actual is not None)
        override.triggered.connect(
            lambda: override_rating(self.workspace, rows[0].id, self.workspace.period, self)
        )
        archive = QAction(f"&Archive{count}")
        archive.triggered.connect(lambda: self._archive([row.id for row in rows], archived=True))
        delete = QAction(f"Delete{count}…")
        delete.triggered.connect(lambda: self._delete([row.id for row in rows]))
        only_to_change(override, archive, delete)
        return [override, archive, delete]

    def _archive(self, measure_ids: Sequence[str], *, archived: bool) -> None:
        edits = [CellEdit(measure_id, "archived", "Yes" if archived else "No") for measure_id in measure_ids]
        try:
            apply_cells(self.workspace, edits)
        except EditRefused as refused:
            self.workspace.asker.tell("That cannot be done", str(refused))

    def _delete(self, measure_ids: Sequence[str]) -> None:
        records = [self.workspace.records.get(Measure, measure_id) for measure_id in measure_ids]
        words = named([f"“{item.name[:80]}”" for item in records], "measure")
        if self.workspace.asker.confirm(
            f"Delete {words}?", "The targets and values go too. Undo brings them back.", "Delete"
        ):
            self.workspace.attempt_told(
                lambda reason: editing.delete_records(self.workspace.session, records, reason=reason),
                "The measure cannot be deleted",
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _make_controls(self) -> None:
        self.box = FilterBox("measures")
        self.box.textChanged.connect(self.model.set_filter_text)
        self.box.left_down.connect(self.view.setFocus)
        self.theme = ChoiceButton("Theme", none="All")
        self.rating = ChoiceButton("Rating", none="Any")
        for choice in (self.theme, self.rating):
            choice.chosen.connect(lambda _: self._narrow())
        self.archived = QPushButton("Archived")
        self.archived.setProperty("kind", "menu")
        set_tip(self.archived, "Bring an archived measure back")
        self.archived.setMenu(QMenu(self))
        for control in (self.box, self.theme, self.rating, self.archived):
            self.header.add_widget(control)
        self.paste_button = self.header.add_button("Paste from Excel", "table")
        set_tip(self.paste_button, "Paste copied months from the selected cell on, as one change (Ctrl+V)")
        self.paste_button.clicked.connect(self.paste)
        self.new_button = self.header.add_primary("New measure…", "add")
        set_tip(self.new_button, "Add a measure (Ctrl+Shift+A)")
        self.new_button.clicked.connect(self.add)
        only_to_change(self.archived, self.paste_button, self.new_button)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.box.setFocus)

    def _lay_out(self) -> QScrollArea:
        card = table_card(self.view)
        card.setMinimumHeight(200)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(GAP)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(card)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([330, 260])
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self.header)
        layout.addWidget(splitter, 1)
        return board.scrolling()

    def _show_columns(self, report: Report) -> None:
        year, several = self.workspace.context.year, len(self.workspace.context.programmes) > 1
        shown = (year, report.period, several)
        if shown == self._shown:
            return
        self._shown = shown
        self.model.set_columns(
            measure_columns(
                year, report.period, lambda measure_id, period: rule_of(self.workspace, measure_id, period)
            )
        )
        self.view.new_rows = new_measures(looked_at(self.workspace), year, months_shown(year, report.period))
        for column in self.model.columns:
            if column.hidden:
                self.view.set_column_hidden(column.key, hidden=True)
        self.model.set_grouping(by_strategy_theme(several_programmes=several))

    def _show_current(self) -> None:
        row = self.view.hold_row()
        self.detail.show_measure(row)
        self.detail.setVisible(bool(self.model.rows))

    def _narrow(self) -> None:
        theme, rating = self.theme.key, self.rating.key
        several = len(self.workspace.context.programmes) > 1
        if not theme and not rating:
            self.model.set_predicate(None)
        else:
            self.model.set_predicate(
                lambda row: (
                    rating in {"", row.rag} and theme in {"", theme_of(row, several_programmes=several)}
                ),
                (theme, rating),
            )

    def _clear_filters(self) -> None:
        self.box.clear()
        self.theme.choose("")
        self.rating.choose("")
        self.model.clear_filters()
        self._narrow()

    def _themes(self, report: Report) -> list[str]:
        several = len(self.workspace.context.programmes) > 1
        return list(dict.fromkeys(theme_of(row, several_programmes=several) for row in report.measures))

    def _go_to(self, measure_id: str) -> None:
        self._clear_filters()
        if self.view.select_row(measure_id):
            self.view.setFocus()

    def _say_why_empty(self, report: Report) -> None:
        other = self._programme_with_measures()
        self._elsewhere.setVisible(not report.measures and other is not None)
        sentence = (
            "A measure has a target and a value for each month, and is rated by how far that is from where it "
            "should be. Add the first one."
        )
        if other is not None:
            self._elsewhere.setText(literal(f"Show {other.name}"))
            sentence += f" {other.name} has measures already."
        self._none.set_message(f"No measures of {report.programme} yet", sentence)

    def _programme_with_measures(self) -> Programme | None:
        chosen = self.workspace.programme_id
        return next(
            (
                programme
                for programme in self.workspace.programmes()
                if programme.id != chosen and self.workspace.records.of(Measure, "programme_id", programme.id)
            ),
            None,
        )

    def _go_elsewhere(self) -> None:
        other = self._programme_with_measures()
        if other is not None:
            self.workspace.choose(other.id)

    def _show_archived(self) -> None:
        ids = {programme.id for programme in self.workspace.context.programmes}
        held = [
            item for item in self.workspace.records.all(Measure) if item.archived and item.programme_id in ids
        ]
        self.archived.setVisible(bool(held))
        self.archived.setText(f"Archived: {len(held)}")
        menu = self.archived.menu()
        menu.clear()
        for item in sorted(held, key=lambda item: item.name):
            action = menu.addAction(literal(f"Bring back {item.name}"))
            action.triggered.connect(
                lambda _checked=False, measure_id=item.id: self._archive([measure_id], archived=False)
            )


def _summary(report: Report) -> str:
    counts = Counter(measure.rag for measure in report.measures)
    if not counts:
        return report.period_label
    words = [
        f"{counts[rag]} {'without a rating' if rag == 'grey' else rag}" for rag in _RATINGS if counts[rag]
    ]
    return f"{report.period_label}: {', '.join(words)}"
