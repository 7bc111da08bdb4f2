"""What taking in returns did: a sentence a form, and the notes to leads on what could not be taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget

from asc_desktop.domain.forms.returned import Returned
from asc_desktop.domain.words import number_of
from asc_desktop.services.forms.reminders import ReminderError, write_notes
from asc_desktop.services.forms.returns import AppliedReturn
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_FOLDER: Final = "forms-folder"


class _TakenRow(Struct, frozen=True):
    id: str
    lead: str
    what: AppliedReturn


class TakenPart(QWidget):
    """Each form with what became of it; the note of the current one beside, to be copied."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.heading = make_label("", "heading", wrap=True)
        self.model = RecordTableModel(
            [
                view_column("number", "Form", width=76, read=lambda row: row.what.number),
                view_column("lead", "Lead", width=190),
                view_column("sentence", "Result", width=420, read=lambda row: row.what.sentence,
                            hint=lambda row: str(row.what.sentence)),
                view_column("file", "File", width=180, read=lambda row: row.what.file),
            ],
            own_order=True,
            parent=self,
        )  # fmt: skip
        self.view = RecordTableView(self.model, "returns-taken", workspace=None)
        self.view.setAccessibleName("Forms, and what became of each")
        self.view.current_row_changed.connect(lambda _: self._show_note())
        self.note = QPlainTextEdit()
        self.note.setReadOnly(True)
        self.note.setAccessibleName("Note to the lead on what could not be taken")
        self.note_label = make_label("", "card-title", wrap=True)
        self.copy_button = QPushButton("&Copy the note")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy_note)
        self.drafts_button = QPushButton("&Drafts of all notes…")
        self.drafts_button.setAutoDefault(False)
        self.drafts_button.clicked.connect(self.draft_notes)
        self._right = QWidget()
        column_of(
            row_of((self.note_label, 1), self.copy_button, self.drafts_button, spacing=8), (self.note, 1),
            into=self._right, margins=0, spacing=8,
        )  # fmt: skip
        parts = splitter((self.view, 1), self._right, sizes=(760, 480))
        column_of(self.heading, (parts, 1), into=self, margins=0, spacing=10)

    def show_applied(self, applied: Sequence[AppliedReturn], returned: Sequence[Returned]) -> None:
        """Say what was done with each form, the ones with a note first."""
        leads = {item.number: item.lead for item in returned}
        rows = [
            _TakenRow(str(at), leads.get(item.number, ""), item)
            for at, item in enumerate(sorted(applied, key=lambda item: not item.note))
        ]
        self.model.set_rows(rows)
        notes = sum(1 for item in applied if item.note)
        tail = (
            f" {number_of(notes, 'note explains', 'notes explain')} what could not be taken: for the lead, by e-mail."
            if notes
            else " Nothing was refused."
        )
        self.heading.setText(f"{_taken_words(applied)}{tail}")
        if rows:
            self.view.select_row(rows[0].id)
        self.drafts_button.setEnabled(bool(notes))
        set_tip(self.drafts_button, "" if notes else "There is no note.")
        self._show_note()

    def copy_note(self) -> None:
        """Copy the note that is shown."""
        QGuiApplication.clipboard().setText(self.note.toPlainText())
        self._workspace.said.emit("The note is copied. Paste it into an e-mail to the lead.")

    def draft_notes(self) -> None:
        """Write every note as the draft of an e-mail to its lead into a folder."""
        workspace = self._workspace
        kept = workspace.memory.get(_FOLDER) or str(workspace.session.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, "Choose the folder for the notes", kept)
        if not chosen:
            return
        workspace.memory.set(_FOLDER, chosen)
        notes = [(row.lead, row.what.number, row.what.note) for row in self.model.rows if row.what.note]
        try:
            written = write_notes(workspace.session, notes, Path(chosen))
        except ReminderError as error:
            workspace.asker.tell("Not every note was written", str(error))
            return
        count = number_of(len(written), "draft is", "drafts are")
        workspace.said.emit(f"{count} in {chosen}. Nothing was sent: open each, look at it, and send it.")

    def _show_note(self) -> None:
        row: Any = self.view.current_row
        note = row.what.note if row is not None else ""
        self.note.setPlainText(note)
        self.note_label.setText(
            f"Note to {row.lead or row.what.number}" if note else "No note: everything was taken"
        )
        self.copy_button.setEnabled(bool(note))
        set_tip(self.copy_button, "" if note else "This lead needs no note.")


def _taken_words(applied: Sequence[AppliedReturn]) -> str:
    """Return how many forms are steps of undo now, and how many changed nothing and are none."""
    taken = sum(1 for item in applied if item.action)
    idle = len(applied) - taken
    steps = "as one step" if taken == 1 else "each as one step"
    words = [
        f"{number_of(taken, 'form was', 'forms were')} taken in, {steps} of undo." if taken else "",
        f"{number_of(idle, 'form')} changed nothing." if idle else "",
    ]
    return " ".join(filter(None, words))
