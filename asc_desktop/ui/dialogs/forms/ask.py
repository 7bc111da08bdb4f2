"""Ask for updates: of which projects, what is asked, until when, and where the forms go.

AskDialog(workspace, parent, updates).open()
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from asc_desktop.domain.dates import DateError, date_label, parse_date
from asc_desktop.domain.forms.asking import SECTIONS, USUAL
from asc_desktop.domain.forms.choosing import Choice, Which
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.report.updates import NO_LEAD, MonthUpdates, Papers, papers_words, suggested_due
from asc_desktop.domain.words import number_of
from asc_desktop.services.forms.asking import (
    AskCancelledError,
    Asked,
    AskError,
    Sent,
    file_contents,
    keep,
    place,
    prepare,
    sent,
    take_away,
)
from asc_desktop.ui.dialogs.change_dialog import LargeChangeDialog
from asc_desktop.ui.dialogs.form_rows import FieldBlock
from asc_desktop.ui.dialogs.forms.ask_rows import AskRow, ask_columns, ask_rows, asked_words, by_lead
from asc_desktop.ui.dialogs.importing.boxes import choice_box
from asc_desktop.ui.jobs import Job, JobCancelledError, waited_or_cancelled
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import message_box, set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.editors import DateEditor
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.workspace import Workspace

FOLDER: Final = "forms-folder"
_SECTIONS: Final = "forms-sections"
_DRAFTS: Final = "forms-drafts"
_WHICH: Final = (("not updated", "not updated yet"), ("all", "all"))
_EVERY: Final = ""
_DUE_WIDTH: Final = 340


class AskDialog(LargeChangeDialog):
    """Which projects of one programme are asked, what, until when, and where to; accepted once it is written."""

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget,
        updates: MonthUpdates,
        project_ids: Collection[str] = (),
    ) -> None:
        """Begin with what is not updated yet, or with some projects alone."""
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._window = parent
        self._updates = updates
        self._programme_id = workspace.context.programmes[0].id
        self._only = frozenset(project_ids)
        self._ticked: set[str] = set(project_ids)
        self._unticked: set[str] = set()
        self.setWindowTitle(f"Ask for updates for {workspace.period_words}")
        self._make_choices()
        self._make_what()
        self._make_where()
        self._lay_out()
        self._show()

    # ------------------------------------------------------------------------------------------------ made of

    def _make_choices(self) -> None:
        self.which = choice_box("Projects")
        for key, words in _WHICH:
            self.which.addItem(words, key)
        self.which.set_current_data("all" if self._only else "not updated")
        self.theme, self.lead = choice_box("Theme"), choice_box("Lead")
        self.theme.addItem("every theme", _EVERY)
        for theme in self._workspace.context.themes:
            self.theme.addItem(theme.name, theme.id)
        self.lead.addItem("every lead", _EVERY)
        leads = {row.lead for row in self._updates.projects}
        for lead in sorted(leads, key=lambda item: (not item, item.casefold())):
            self.lead.addItem(lead or NO_LEAD, lead or NO_LEAD)
        for box in (self.which, self.theme, self.lead):
            box.activated.connect(lambda _: self._choose())
        self.model = RecordTableModel(ask_columns(), sink=self._tick, parent=self)
        self.model.set_grouping(by_lead())
        self.view = RecordTableView(self.model, "ask-projects", workspace=None)
        self.view.setAccessibleName("Projects to ask about")
        self.view.set_empty(
            "tick",
            "Nobody is left to ask",
            "Every project of this choice is updated, came back, or is closed.",
        )
        self.told = make_label("", "muted", wrap=True)

    def _make_what(self) -> None:
        kept = self._workspace.memory.get(_SECTIONS)
        wanted = set(kept.split(",")) if kept else set(USUAL)
        self.sections: dict[str, TickBox] = {}
        for key, words in SECTIONS:
            box = TickBox(words)
            box.setChecked(key in wanted or key == SECTIONS[0][0])
            # The status is what an update is.
            box.setEnabled(key != SECTIONS[0][0])
            self.sections[key] = box
        self.due = DateEditor(field_of(UpdateRequest, "due_on"), near=self._workspace.near)
        self.due.setText(date_label(suggested_due(self._updates.papers, self._workspace.session.today)))
        self.due.setFixedWidth(150)
        self.due.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _make_where(self) -> None:
        self.folder = QLineEdit(self._first_folder())
        self.folder_button = QPushButton("C&hoose…")
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self.ask_folder)
        self.drafts = TickBox("With an e-mail &draft for each lead, the form attached")
        self.drafts.setChecked(self._workspace.memory.get(_DRAFTS) != "0")

    def _lay_out(self) -> None:
        buttons, self.ask_button = ok_and_cancel(self, "Ask", default=False)
        self.due_block = FieldBlock("Answers wanted &by", self.due)
        self.due_block.set_help(_due_words(self._updates.papers))
        self.due_block.setMinimumWidth(_DUE_WIDTH)
        self.folder_block = FieldBlock("&Into the folder", self.folder, self.folder_button)
        what = QWidget()
        flow = FlowLayout(what, spacing=14)
        for box in self.sections.values():
            flow.addWidget(box)
        self.counts = make_label("", "card-title", wrap=True)
        choices = row_of(
            make_label("Projects", "field"),
            self.which,
            make_label("of", "field"),
            self.theme,
            self.lead,
            1,
            spacing=8,
        )
        where = row_of(spacing=18)
        where.addWidget(self.due_block, 0, Qt.AlignmentFlag.AlignTop)
        where.addWidget(self.folder_block, 1, Qt.AlignmentFlag.AlignTop)
        column_of(
            choices,
            (self.view, 1),
            self.told,
            make_label("What is asked", "field"),
            what,
            where,
            self.drafts,
            row_of((self.counts, 1), buttons, spacing=8),
            into=self,
            margins=(18, 14, 18, 14),
            spacing=9,
        )

    # ------------------------------------------------------------------------------------------------ chosen

    @property
    def rows(self) -> list[AskRow]:
        """The projects of the choice, ticked and not."""
        return list(self.model.rows)

    @property
    def chosen_sections(self) -> tuple[str, ...]:
        """What is asked, by key."""
        return tuple(key for key, box in self.sections.items() if box.isChecked())

    def ask_folder(self) -> None:
        """Ask for the folder that the forms go into."""
        name = QFileDialog.getExistingDirectory(self, "Choose the folder for the forms", self.folder.text())
        if name:
            self.folder.setText(name)

    def accept(self) -> None:
        """Write the forms, keep that they were asked, and say where they are; what is not right is said beside it."""
        due = self._read_due()
        folder = Path(self.folder.text().strip())
        self.folder_block.set_problem(
            "" if folder.is_absolute() else "Give the whole path of a folder, or choose one."
        )
        if due is None or self.folder_block.problem:
            return
        try:
            written = self._ask(due, folder)
        except (JobCancelledError, AskCancelledError):
            self._workspace.said.emit("Asking was cancelled. Nobody was marked as asked.")
        except AskError as error:
            self._workspace.asker.tell("Nobody was asked", str(error))
        else:
            if written is not None:
                self._remember(folder)
                super().accept()
                self._tell(written, folder)

    def _ask(self, due: str, folder: Path) -> Sent | None:
        """Ask, and return what was written; None where the portfolio took no change: the files are gone then too."""
        workspace = self._workspace
        ticked = tuple(row.id for row in self.rows if row.ticked)
        choice = Choice(self._programme_id, "all", project_ids=ticked)
        sections, drafts = self.chosen_sections, self.drafts.isChecked()

        def make(job: Job) -> tuple[Asked, dict[str, bytes]]:
            asked = prepare(workspace.session, choice, due_on=due, sections=sections)
            cancelled = job.isInterruptionRequested
            return asked, file_contents(asked, drafts=drafts, progress=job.say, is_cancelled=cancelled)

        asked, contents = waited_or_cancelled(self, "Writing the forms…", make)
        placed = place(folder, contents)

        def change(_reason: str | None) -> bool:
            keep(workspace.session, asked)
            return True

        if not workspace.attempt_told(change, "Nobody was asked"):
            take_away(placed)
            return None
        return sent(asked, placed)

    def _read_due(self) -> str | None:
        """Return the day that is typed; say beside it what is wrong with it, and return None."""
        problem, day = "", ""
        try:
            day = parse_date(self.due.value_text())
        except DateError as error:
            problem = str(error)
        if day and day < self._workspace.session.today:
            problem = f"{date_label(day)} has passed. Give a day from today on."
        self.due_block.set_problem(problem)
        return None if problem else day

    def _remember(self, folder: Path) -> None:
        memory = self._workspace.memory
        memory.set(FOLDER, str(folder.parent))
        memory.set(_SECTIONS, ",".join(self.chosen_sections))
        memory.set(_DRAFTS, "1" if self.drafts.isChecked() else "0")

    def _tell(self, written: Sent, folder: Path) -> None:
        """Say what was written and where, and offer the folder."""
        self._workspace.said.emit(written.sentence)
        text = "\n\n".join((written.sentence, *written.told))
        box = message_box(QMessageBox.Icon.Information, "The forms are ready.", text, self._window)
        open_folder = box.addButton("Open the folder", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is open_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _first_folder(self) -> str:
        kept = self._workspace.memory.get(FOLDER) or str(self._workspace.session.path.parent)
        return str(Path(kept) / f"Update forms {self._workspace.period_words}")

    def _choice(self) -> Choice:
        theme, lead = self.theme.currentData(), self.lead.currentData()
        return Choice(
            self._programme_id,
            cast("Which", self.which.currentData()),
            (theme,) if theme else (),
            (() if lead == _EVERY else ("" if lead == NO_LEAD else lead,)),
        )

    def _choose(self) -> None:
        """Follow another choice: what was ticked one by one for the last one is no longer meant."""
        self._only = frozenset()
        self._ticked.clear()
        self._unticked.clear()
        self._show()

    def _tick(self, edits: Sequence[CellEdit]) -> None:
        for edit in edits:
            to, away = (self._ticked, self._unticked) if edit.text == "1" else (self._unticked, self._ticked)
            to.add(edit.record_id)
            away.discard(edit.record_id)
        self._show()

    def _show(self) -> None:
        rows, chosen = ask_rows(
            self._workspace.session.records, self._choice(), self._updates, self._unticked, self._ticked
        )
        if self._only:
            rows = [row for row in rows if row.id in self._only]
        self.model.set_rows(rows)
        self.told.setText(" ".join(() if self._only else chosen.told))
        self.told.setVisible(bool(self.told.text()))
        self.counts.setText(asked_words(rows))
        leads = {row.lead for row in rows if row.ticked}
        self.ask_button.setText(f"Ask {number_of(len(leads), 'lead')}" if leads else "Ask")
        self.ask_button.setEnabled(bool(leads))
        set_tip(self.ask_button, "" if leads else "Tick the projects to ask about first.")


def _due_words(papers: Papers | None) -> str:
    if papers is None:
        return "No meeting receives this month yet: set its dates in Settings, Boards and dates."
    return papers_words(papers)
