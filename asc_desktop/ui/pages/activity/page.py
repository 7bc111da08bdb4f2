"""Activity: what is counted in units, month by month, with its pace, its cost and its saving."""

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

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Field
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.activity import STATES
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import named
from asc_desktop.services import editing
from asc_desktop.services.activity import archive_activities, duplicate_activity
from asc_desktop.services.new_records_assurance import new_activities
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.activity.columns import ActivityRow, activity_columns, by_programme
from asc_desktop.ui.pages.activity.detail import ActivityDetail
from asc_desktop.ui.pages.activity.dialogs import new_activity
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.filter_box import FilterBox
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MARGIN: Final = 16
GAP: Final = 10
SIDE_BY_SIDE_FROM: Final = 860
"""The width, in pixels, from which the chart and the months stand side by side."""


class ActivityPage(Page):
    """The activities above; the figures, the chart and the months of the current one below."""

    key: ClassVar[str] = "activity"
    title: ClassVar[str] = "Activity"
    icon: ClassVar[str] = "activity"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model = RecordTableModel(
            activity_columns(), sink=self._apply, choices=self._choices, parent=self
        )
        self.view = RecordTableView(
            self.model, "activities", workspace=workspace, row_actions=self._actions_for
        )
        self.view.new_rows = new_activities(looked_at(workspace))
        self.view.setAccessibleName("Activities")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.detail = ActivityDetail(workspace)
        self.header = PageHeader(self.title)
        self._make_controls()
        self._none = self.view.set_empty("activity", "No activity yet")
        self._none.add_action("New activity…", primary=True, changes=True).clicked.connect(self.add)
        self._elsewhere = self._none.add_action("")
        self._elsewhere.clicked.connect(self._go_elsewhere)
        self.fill(
            self._lay_out(),
            "No activity yet",
            "Begin with a programme. Work counted in units, such as reviews, then stands here month by month.",
        )
        self.view.current_row_changed.connect(lambda _: self._show_current())
        self.view.activated_row.connect(lambda _: self.detail.edit_name())
        for view in (self.view, self.detail.months, self.detail.outcomes):
            view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))
        self.view.notice.connect(workspace.said)

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the activities as they now are; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        report = self.workspace.report
        self.header.set_title(self.title, _summary(report))
        found = {item.state for item in report.activity}
        self.state.set_options([(key, words) for key, words in STATES if key in found])
        several = len(self.workspace.context.programmes) > 1
        self.model.set_grouping(by_programme() if several else None)
        records = self.workspace.records
        self.model.set_rows(ActivityRow(records.get(Activity, item.id), item) for item in report.activity)
        self._narrow()
        self._say_why_empty(report)
        self._show_archived()
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Go to one activity: ``{"record_id": …}``; or ask for a new one: ``{"new": True}``."""
        if what.get("new"):
            self.add()
            return
        activity_id = what.get("record_id")
        if not isinstance(activity_id, str) or self.workspace.is_empty:
            return
        self.refresh()
        if not self._go_to(activity_id):
            self.workspace.said.emit("That activity is archived, or is of another programme.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chart and the months side by side, or one under the other."""
        super().resizeEvent(event)
        self.detail.set_stacked(stacked=self.width() < SIDE_BY_SIDE_FROM)

    # ------------------------------------------------------------------------------------------------ actions

    def add(self) -> None:
        """Ask for a new activity."""
        if self.workspace.is_empty:
            return
        dialog = new_activity(self.workspace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._go_to(dialog.record.id if dialog.record else ""))
        dialog.open()

    def paste(self) -> None:
        """Paste the clipboard into the months from the current cell on."""
        months = self.detail.months
        if self.view.current_row is None:
            self.workspace.said.emit("Add an activity first, then paste its months.")
            return
        self.detail.show_part("months")
        months.setFocus()
        months.blocks.paste()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        self.workspace.apply_cells(Activity, edits)

    def _choices(self, field: Field, row: ActivityRow | None) -> list[tuple[str, str]]:
        return self.workspace.choices(field, row.record if row is not None else None)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        if not row_ids:
            return []
        count = "" if len(row_ids) == 1 else f" {len(row_ids)} activities"
        found = []
        for words, act in (
            ("&Duplicate", self._duplicate if len(row_ids) == 1 else None),
            (f"&Archive{count}", lambda ids: self._archive(ids, archived=True)),
            (f"Delete{count}…", self._delete),
        ):
            if act is not None:
                action = QAction(words)
                action.triggered.connect(lambda _checked=False, act=act: act(row_ids))
                only_to_change(action)
                found.append(action)
        return found

    def _duplicate(self, activity_ids: Sequence[str]) -> None:
        session = self.workspace.session
        copy = self.workspace.attempt_told(lambda _: duplicate_activity(session, activity_ids[0]))
        if copy is not None:
            self._go_to(copy.id)

    def _archive(self, activity_ids: Sequence[str], *, archived: bool) -> None:
        session = self.workspace.session
        self.workspace.attempt_told(lambda _: archive_activities(session, activity_ids, archived=archived))

    def _delete(self, activity_ids: Sequence[str]) -> None:
        records = [self.workspace.records.get(Activity, activity_id) for activity_id in activity_ids]
        words = named([f"“{item.name[:80]}”" for item in records], "activity")
        if self.workspace.asker.confirm(
            f"Delete {words}?", "The months and outcomes go too. Undo brings them back.", "Delete"
        ):
            self.workspace.attempt_told(
                lambda reason: editing.delete_records(self.workspace.session, records, reason=reason),
                "The activity cannot be deleted",
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _make_controls(self) -> None:
        self.box = FilterBox("activities")
        self.box.textChanged.connect(self.model.set_filter_text)
        self.box.left_down.connect(self.view.setFocus)
        self.state = ChoiceButton("State", none="Any")
        self.state.chosen.connect(lambda _: self._narrow())
        self.archived = QPushButton("Archived")
        self.archived.setProperty("kind", "menu")
        set_tip(self.archived, "Bring an archived activity back")
        self.archived.setMenu(QMenu(self))
        for control in (self.box, self.state, self.archived):
            self.header.add_widget(control)
        self.paste_button = self.header.add_button("Paste from Excel", "table")
        set_tip(self.paste_button, "Paste copied months from the selected month on, as one change (Ctrl+V)")
        self.paste_button.clicked.connect(self.paste)
        self.new_button = self.header.add_primary("New activity…", "add")
        set_tip(self.new_button, "Add an activity (Ctrl+Shift+A)")
        self.new_button.clicked.connect(self.add)
        only_to_change(self.archived, self.paste_button, self.new_button)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.box.setFocus)

    def _lay_out(self) -> QScrollArea:
        card = table_card(self.view)
        card.setMinimumHeight(150)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(GAP)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(card)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([160, 450])
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self.header)
        layout.addWidget(splitter, 1)
        return board.scrolling()

    def _show_current(self) -> None:
        row = self.view.hold_row()
        self.detail.show_activity(row.report if row is not None else None)
        self.detail.setVisible(row is not None)
        self.paste_button.setVisible(row is not None)

    def _narrow(self) -> None:
        state = self.state.key
        self.model.set_predicate((lambda row: row.report.state == state) if state else None, state)

    def _go_to(self, activity_id: str) -> bool:
        if self.model.position(activity_id) < 0:
            self.box.clear()
            self.state.choose("")
            self.model.clear_filters()
            self._narrow()
        if self.view.select_row(activity_id):
            self.view.setFocus()
            return True
        return False

    def _say_why_empty(self, report: Report) -> None:
        other = self._programme_with_activity()
        self._elsewhere.setVisible(not report.activity and other is not None)
        sentence = (
            "Count work in units, such as reviews: what is planned and done each month, what one costs and saves. "
            "Add the first one."
        )
        if other is not None:
            self._elsewhere.setText(literal(f"Show {other.name}"))
            sentence += f" {other.name} has activity already."
        self._none.set_message(f"No activity of {report.programme} yet", sentence)

    def _programme_with_activity(self) -> Programme | None:
        records, chosen = self.workspace.records, self.workspace.programme_id
        return next(
            (
                programme
                for programme in self.workspace.programmes()
                if programme.id != chosen
                and any(not item.archived for item in records.of(Activity, "programme_id", programme.id))
            ),
            None,
        )

    def _go_elsewhere(self) -> None:
        other = self._programme_with_activity()
        if other is not None:
            self.workspace.choose(other.id)

    def _show_archived(self) -> None:
        ids = {programme.id for programme in self.workspace.context.programmes}
        held = [
            item
            for item in self.workspace.records.all(Activity)
            if item.archived and item.programme_id in ids
        ]
        self.archived.setVisible(bool(held))
        self.archived.setText(f"Archived: {len(held)}")
        menu = self.archived.menu()
        menu.clear()
        for item in sorted(held, key=lambda item: item.name):
            action = menu.addAction(literal(f"Bring back {item.name}"))
            action.triggered.connect(
                lambda _checked=False, activity_id=item.id: self._archive([activity_id], archived=False)
            )


def _summary(report: Report) -> str:
    counts = Counter(item.state for item in report.activity)
    if not counts:
        return report.period_label
    words = [f"{counts[key]} {label.lower()}" for key, label in STATES if counts[key]]
    return f"{report.period_label}: {', '.join(words)}"
