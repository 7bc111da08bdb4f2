"""The mitigations of one exception: a table to type in, with add, mark done, record movement and delete."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.fields import Field
from asc_desktop.domain.records import Mitigation, ProjectException
from asc_desktop.domain.report import ExceptionReport, LineReport
from asc_desktop.services import editing, reporting
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.exceptions_done import DoneDialog
from asc_desktop.ui.pages.exceptions_mitigations_data import (
    NEW_ROW,
    MitigationEdits,
    MitigationRow,
    is_blank,
    mitigation_columns,
    movements_of,
    rows_of,
)
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table_view import RecordTableView
from asc_desktop.ui.workspace import Workspace

LEAST_HEIGHT: Final = 136
ROW_HEIGHT: Final = 44


class MitigationsPanel(QWidget):
    """The table of an exception's mitigations with its buttons."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._exception: ExceptionReport | None = None
        self._movements: list[tuple[str, str]] = []
        self._edits = MitigationEdits(workspace)
        self._model = RecordTableModel(
            mitigation_columns(self._movement_words), sink=self._edits.apply, choices=self._choices
        )
        self.view = RecordTableView(
            self._model, "mitigations", memory=workspace.memory, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Mitigations")
        self.view.setMinimumHeight(LEAST_HEIGHT)
        # Two lines: what is done about it is a sentence.
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        empty = self.view.set_empty(
            "exceptions", "No mitigations yet", "Say what is being done, by whom and by when."
        )
        empty.add_action("Add mitigation").clicked.connect(self.add)
        self.add_button = self._button("Add", "add", self.add)
        self.add_button.setAccessibleName("Add mitigation")
        self.add_button.setToolTip("Add a mitigation (Ctrl+Shift+M)")
        self.done_button = self._button("Mark done…", "tick", self.mark_done)
        self.movement_button = self._button("Record movement…", "savings", self.record_movement)
        self.delete_button = QToolButton()
        theme_hub().icons.bind(self.delete_button, "delete", "text_muted")
        self.delete_button.setAccessibleName("Delete mitigation")
        self.delete_button.clicked.connect(self.delete)
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(self._refresh_buttons)
        self._model.arranged.connect(self._refresh_buttons)
        self.view.notice.connect(workspace.said)
        insert = QShortcut(QKeySequence("Ctrl+Shift+M"), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self.add)

    def show_exception(self, exception: ExceptionReport | None) -> None:
        """Show the mitigations of an exception; those of the one shown before keep what is half typed."""
        changed = (exception.id if exception else "") != (self._exception.id if self._exception else "")
        pending = self._edits.pending
        if changed and pending is not None and is_blank(pending):
            self._edits.drop()
        self._exception = exception
        self._edits.use(exception.id if exception else "")
        report = self._workspace.report if exception else None
        movements = movements_of(report, exception.project_id) if report and exception else []
        if movements != self._movements:
            self._movements = movements
            self._model.refresh()
        self.view.set_near(self._workspace.period)
        self._list()

    def add(self) -> None:
        """Offer a new row and begin with its action."""
        if self._exception is None:
            return
        self._edits.begin()
        self._list()
        self.view.setFocus()
        self.view.edit_cell(NEW_ROW, "action")

    def mark_done(self) -> None:
        """Ask on which day the selected mitigations were done."""
        pending = [row.record for row in self._selected() if not row.record.done_date]
        if pending:
            dialog = DoneDialog(self._workspace, pending, self._workspace.report.as_at, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def record_movement(self) -> None:
        """Record where a part of the shortfall goes, and tie it to the selected mitigation."""
        from asc_desktop.ui.dialogs.movement import MovementDialog

        rows, line = self._selected(), self._line()
        if len(rows) != 1 or line is None or self._exception is None:
            return
        movement = reporting.new_movement(
            self._workspace.session, "slip", line.id, self._year(), self._workspace.period
        )
        dialog = MovementDialog(self._workspace, movement, self, mitigation_id=rows[0].id)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def delete(self) -> None:
        """Remove the selected mitigations, and the new row if it is among them."""
        ids = self.view.selected_row_ids()
        records = [row.record for row in self._selected()]
        if NEW_ROW in ids:
            self._edits.drop()
            self._list()
        if not records:
            return
        deleted = self._workspace.attempt_told(lambda reason: self._delete(records, reason))
        if deleted:
            what = (
                "the mitigation. Undo brings it"
                if deleted == 1
                else f"{deleted} mitigations. Undo brings them"
            )
            self._workspace.said.emit(f"Deleted {what} back.")

    # ------------------------------------------------------------------------------------------------ inside

    def _delete(self, records: list[Mitigation], reason: str | None) -> int:
        editing.delete_records(self._workspace.session, records, reason=reason)
        return len(records)

    def _list(self) -> None:
        rows = rows_of(self._exception, self._workspace) if self._exception else []
        if self._edits.pending is not None:
            rows.append(MitigationRow(self._edits.pending, "", 0))
        self._model.set_rows(rows)
        self._refresh_buttons()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.add_button, self.done_button, self.movement_button, self.delete_button):
            buttons.addWidget(button)
        heading = make_label("Mitigations", "card-title")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(heading, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(buttons)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _button(self, text: str, icon: str, act: object) -> QPushButton:
        button = QPushButton(text)
        theme_hub().icons.bind(button, icon)
        button.clicked.connect(act)
        return button

    def _refresh_buttons(self, *_: object) -> None:
        rows = self._selected()
        undone = any(not row.record.done_date for row in rows)
        _enable(
            self.done_button,
            enabled=undone,
            why="Select a mitigation first." if not rows else "It is done already.",
            tip="Say on which day the selected mitigations were done",
        )
        has_line = self._line() is not None
        _enable(
            self.movement_button,
            enabled=len(rows) == 1 and has_line,
            why="This project has no savings line to move anything of."
            if not has_line
            else "Select one mitigation first: the movement is tied to it.",
            tip="Record where a part of the shortfall goes, tied to the selected mitigation",
        )
        _enable(
            self.delete_button,
            enabled=bool(rows) or NEW_ROW in self.view.selected_row_ids(),
            why="Select a mitigation first.",
            tip="Delete the selected mitigations",
        )

    def _selected(self) -> list[MitigationRow]:
        """Return the selected mitigations that are stored."""
        found = (self._model.find(row_id) for row_id in self.view.selected_row_ids() if row_id != NEW_ROW)
        return [row for row in found if row is not None]

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        actions = []
        for words, button in (
            ("&Mark done…", self.done_button),
            ("&Record movement…", self.movement_button),
            ("Delete", self.delete_button),
        ):
            action = QAction(words)
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
            action.triggered.connect(button.click)
            actions.append(action)
        return actions

    def _choices(self, field: Field, _row: object) -> list[tuple[str, str]]:
        return self._movements if field.key == "movement_id" else self._workspace.choices(field)

    def _movement_words(self, movement_id: str) -> str:
        return dict(self._movements).get(movement_id, "A movement of another period")

    def _line(self) -> LineReport | None:
        """Return the project's savings line with most that has no plan yet in the exception's year."""
        if self._exception is None:
            return None
        project_id, year = self._exception.project_id, dates.year_label(self._year())
        lines = [line for line in self._workspace.report.savings.lines if line.project_id == project_id]
        return max(lines, key=lambda line: _without_plan(line, year), default=None)

    def _year(self) -> int:
        """Return the first financial year that the exception names, else the period's."""
        exception = self._workspace.records.find(
            ProjectException, self._exception.id if self._exception else ""
        )
        if exception is not None and exception.years:
            return int(exception.years.split(",")[0])
        return dates.year_of_period(self._workspace.period)


def _without_plan(line: LineReport, year: str) -> int:
    position = line.years.get(year)
    return position.no_plan_pence if position else 0


def _enable(button: QAbstractButton, *, enabled: bool, why: str, tip: str) -> None:
    """Offer a button, or say in its tooltip why it is not to be had now."""
    button.setEnabled(enabled)
    button.setToolTip(tip if enabled else why)
    button.setAccessibleDescription(button.toolTip())
