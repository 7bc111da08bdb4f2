"""The dialog for a new exception with its first mitigations, all stored as one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QPushButton, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import Mitigation, ProjectException
from asc_desktop.domain.records.fields import FieldError
from asc_desktop.domain.words import shortened
from asc_desktop.services import editing, own_fields
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.models.columns import Column, field_column
from asc_desktop.ui.models.edits import CellEdit, EditRefused, Problem
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.exceptions.mitigations import ROW_HEIGHT
from asc_desktop.ui.pages.shared.actions_rows import is_blank, values_of
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import scrolling
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.commands import EndButtons
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

FORM_ROWS: Final[tuple[FormRow, ...]] = (
    ("project_id", "category"),
    "description",
    ("amount_pence", "years", "raised_period"),
)


class NewExceptionDialog(ChangeDialog):
    """What keeps a project from its plan, and what is done about it first. Nothing typed is lost when it is refused."""

    recorded = Signal(str)
    """The id of the exception, once it is stored."""

    def __init__(self, workspace: Workspace, project_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._rows: list[Mitigation] = []
        self.setWindowTitle("New exception")
        period = workspace.period
        self.form = RecordForm(ProjectException, FORM_ROWS, workspace=workspace)
        self.form.set_values(
            {"project_id": project_id, "raised_period": period, "years": str(dates.year_of_period(period))}
        )
        self._model = RecordTableModel(_columns(), sink=self._apply)
        self.view = RecordTableView(self._model, "new-mitigations", workspace=workspace)
        self.view.setAccessibleName("First mitigations")
        self.view.setMinimumHeight(150)
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.notice = Callout("", "warning")
        self.notice.hide()
        self.add_button = QPushButton("Add mitigation")
        theme_hub().icons.bind(self.add_button, "add")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add)
        self._lay_out()
        self._add_row()
        self.form.box("description" if project_id else "project_id").take_focus()

    def add(self) -> None:
        """Add a row and begin with its action."""
        row_id = self._add_row()
        self.view.setFocus()
        self.view.edit_cell(row_id, "action")

    def contents(self) -> list[object]:
        """Return what is filled in, the mitigations too."""
        rows = [values_of(row, but=("exception_id",)) for row in self._rows]
        return [*super().contents(), rows, self._model.draft_count]

    def accept(self) -> None:
        """Store all of it, or say beside each field why not."""
        self.notice.hide()
        self.view.hide_sentence()
        if self._model.draft_count:
            self._tell(
                {},
                [Problem("", "", "A mitigation has an entry that cannot be read. Correct it first.")],
            )
            return
        problems = self.form.check()
        if problems:
            self._tell(problems, [])
            return
        values = self.form.values()
        mitigations = [
            {"id": row.id, **values_of(row, but=("exception_id",))}
            for row in self._rows
            if not is_blank(row, "exception_id")
        ]
        try:
            stored = self._workspace.attempt(lambda reason: self._add(values, mitigations, reason))
        except EditRefused as refused:
            ours = {row.id for row in self._rows}
            self._tell(
                {item.key: item.sentence for item in refused.problems if item.record_id not in ours},
                [item for item in refused.problems if item.record_id in ours],
            )
            return
        if stored is not None:
            super().accept()
            self.recorded.emit(stored.id)

    def _add(
        self, values: dict[str, str], mitigations: list[dict[str, Any]], reason: str | None
    ) -> ProjectException:
        session, own = self._workspace.session, self.form.own_values()
        if not own:
            return editing.add_exception(session, values, mitigations)
        with session.together(f"Record exception {shortened(values['description'])}", reason=reason):
            added = editing.add_exception(session, values, mitigations)
            own_fields.set_values(
                session, [(added.id, key, text) for key, text in own.items()], reason=reason
            )
        return added

    def _tell(self, problems: Mapping[str, str], of_rows: Sequence[Problem]) -> None:
        """Show what is wrong: beside the form's fields, and beside the first cell that is."""
        others = self.form.set_problems(problems)
        words = [*others, *(self._row_words(problem) for problem in of_rows)]
        self.notice.setVisible(bool(words))
        if words:
            self.notice.set_message(" ".join(words))
        first = next((problem for problem in of_rows if problem.key), None)
        if first is not None:
            if not self.form.problems:
                self.view.setFocus()
            self.view.select_row(first.record_id, first.key)
            self.view.show_sentence(first.record_id, first.key, first.sentence)

    def _row_words(self, problem: Problem) -> str:
        at = next((place for place, row in enumerate(self._rows, start=1) if row.id == problem.record_id), 0)
        return f"Mitigation {at}: {problem.sentence}" if at else problem.sentence

    def _add_row(self) -> str:
        row = Mitigation(id=self._workspace.session.new_id())
        self._rows.append(row)
        self._model.set_rows(self._rows)
        return row.id

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        """Keep what was typed in the rows; nothing is stored yet."""
        rows = {row.id: row for row in self._rows}
        refused = []
        for edit in edits:
            try:
                value = editing.parse_cell(self._workspace.session, rows[edit.record_id], edit.key, edit.text)
            except FieldError as error:
                refused.append(Problem(edit.record_id, edit.key, error.sentence))
            else:
                rows[edit.record_id] = replace(
                    rows[edit.record_id], **cast("dict[str, Any]", {edit.key: value})
                )
        if refused:
            raise EditRefused(refused)
        if self._workspace.session.is_trial:
            return
        self._rows = list(rows.values())
        self._model.set_rows(self._rows)

    def _lay_out(self) -> None:
        buttons = EndButtons(QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.addButton("Record exception", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setProperty("kind", "primary")
        # Enter ends a cell of the table; it must not store the whole at the same time.
        for button in buttons.buttons():
            cast("QPushButton", button).setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        head = QHBoxLayout()
        head.addWidget(make_label("First mitigations", "card-title"))
        head.addWidget(make_label("What is done about it, by whom and by when. More can follow.", "muted"), 1)
        head.addWidget(self.add_button)
        body = QWidget()
        column_of(
            self.notice, self.form, head, (self.view, 1), into=body, margins=(18, 14, 18, 4), spacing=12
        )
        foot = row_of(buttons, margins=(18, 0, 18, 0))
        area = scrolling(body)
        column_of((area, 1), foot, into=self, margins=(0, 0, 0, 12))
        self.fit(area, 820)
        self.setWindowModality(Qt.WindowModality.WindowModal)


def _columns() -> list[Column]:
    return [
        field_column(Mitigation, "action", editable=True, width=236),
        field_column(Mitigation, "owner", editable=True, width=136),
        field_column(Mitigation, "due_date", editable=True, width=112),
        field_column(Mitigation, "effect", editable=True, width=130),
        field_column(Mitigation, "effect_pence", label="Effect £", editable=True, width=84),
    ]
