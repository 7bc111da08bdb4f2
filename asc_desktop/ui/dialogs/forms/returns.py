"""Take in returns: the files that came back, their answers, and what is taken of them.

ReturnsWindow(workspace, parent, paths).open()

Files may be dropped, or chosen one by one or a folder at once, as often as a person wants; what is decided stays
decided. Nothing is judged here: what an answer is, and why, is the facade's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QPushButton, QStackedWidget, QWidget

from asc_desktop.domain.records.fields import FieldError
from asc_desktop.domain.words import number_of
from asc_desktop.services.forms.returns import AppliedReturn, Returns
from asc_desktop.services.importing.reading import ReadingCancelledError
from asc_desktop.ui.dialogs.change_dialog import LargeChangeDialog
from asc_desktop.ui.dialogs.forms.answer_detail import AnswerDetail
from asc_desktop.ui.dialogs.forms.answer_rows import (
    CAME_BACK,
    CHANGED,
    EVERY,
    LOOK,
    OPEN,
    OURS,
    AnswerRow,
    FileRow,
    answer_rows,
    file_rows,
    shown_options,
)
from asc_desktop.ui.dialogs.forms.answers_table import (
    answer_columns,
    by_form,
    file_columns,
    take_options,
)
from asc_desktop.ui.dialogs.forms.taken import TakenPart
from asc_desktop.ui.dialogs.importing.boxes import choice_box
from asc_desktop.ui.jobs import JobCancelledError, waited_or_cancelled
from asc_desktop.ui.models.edits import CellEdit, EditRefused, Problem
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.drops import dropped_files
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.told import Told
from asc_desktop.ui.workspace import Workspace

FOLDER: Final = "returns-folder"
FILES_WIDTH: Final = 420
"""Of the list of files, in pixels: nothing of how each went is cut."""
_FILTER: Final = "Forms (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.eml *.msg);;All files (*)"
_MOST_LOST: Final = 3
_CAPTION: Final = "Choose the forms that came back"


class ReturnsWindow(LargeChangeDialog):
    """Returned forms on their way into the open portfolio; accepted once something was taken in."""

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget | None,
        paths: Sequence[Path] = (),
        *,
        returns: Returns | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self.returns = returns or Returns(workspace.session)
        self.applied: list[AppliedReturn] = []
        self._rows: list[AnswerRow] = []
        self._has_chosen = False
        self.setWindowTitle("Take in returns")
        self.setAcceptDrops(True)
        self._make_parts()
        self._lay_out()
        self._show()
        if paths:
            QTimer.singleShot(0, self, lambda: self.read(paths))

    def _make_parts(self) -> None:
        self.files_button, self.folder_button = QPushButton("Add &files…"), QPushButton("Add a f&older…")
        self.files_button.clicked.connect(self.ask_files)
        self.folder_button.clicked.connect(self.ask_folder)
        self.files = RecordTableView(
            RecordTableModel(file_columns(), own_order=True, parent=self), "returned-files", workspace=None
        )
        self.files.setAccessibleName("Files that came back")
        self.files.current_row_changed.connect(lambda _: self._list())
        self.files.set_empty(
            "updates",
            "No forms yet",
            "Drop the files or e-mails that leads sent back here, whatever they are called now, or choose them.",
        )
        self.told = Told()
        self.which = choice_box("Show")
        self.which.activated.connect(lambda _: self._choose_which())
        self.model = RecordTableModel(
            answer_columns(), sink=self._settle, choices=take_options, own_order=True, parent=self
        )
        self.view = RecordTableView(self.model, "returned-answers", workspace=None)
        self.view.setAccessibleName("Answers, and what is taken of each")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.nothing = self.view.set_empty("table", "No answers", "", says_why=True)
        self.model.set_grouping(by_form())
        self.detail = AnswerDetail()
        self.detail.decided.connect(self._decide_current)
        self.view.current_row_changed.connect(lambda _: self._show_current())
        self.counts = make_label("", "card-title")
        self.counts.setWordWrap(True)
        # The list above stays where it is when the words take two lines.
        self.counts.setMinimumHeight(2 * self.counts.fontMetrics().lineSpacing())
        self.plain_button = QPushButton("&Accept all that is plain")
        self.plain_button.clicked.connect(self.accept_plain)
        self.take_button = QPushButton("&Take in")
        self.take_button.setProperty("kind", "primary")
        self.take_button.clicked.connect(self.take_in)
        self.close_button = QPushButton("Cancel")
        self.close_button.clicked.connect(self.reject)
        for button in (
            self.files_button,
            self.folder_button,
            self.plain_button,
            self.take_button,
            self.close_button,
        ):
            button.setAutoDefault(False)
        self.taken = TakenPart(self._workspace)

    def _lay_out(self) -> None:
        left, right, reading = QWidget(), QWidget(), QWidget()
        column_of(
            row_of(self.files_button, self.folder_button, 1, spacing=8),
            (self.files, 1),
            into=left,
            margins=0,
            spacing=8,
        )
        column_of(
            row_of(make_label("Show", "field"), self.which, 1, self.plain_button, spacing=8),
            self.told,
            (self.view, 1),
            self.detail,
            make_label(
                "Choose under Take, or type under Came back, what to take. What is not decided stays in question.",
                "muted",
                wrap=True,
            ),
            into=right,
            margins=0,
            spacing=8,
        )  # fmt: skip
        column_of((splitter(left, (right, 1), sizes=(FILES_WIDTH, 860)), 1), into=reading, margins=0)
        self.stack = QStackedWidget()
        self.stack.addWidget(reading)
        self.stack.addWidget(self.taken)
        foot = row_of((self.counts, 1), self.take_button, self.close_button, spacing=8)
        column_of((self.stack, 1), foot, into=self, margins=(16, 12, 16, 12), spacing=10)

    # ------------------------------------------------------------------------------------------------ files

    def ask_files(self) -> None:
        """Ask which files came back."""
        names, _ = QFileDialog.getOpenFileNames(self, _CAPTION, self._folder(), _FILTER)
        self.read([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Ask for a folder of files that came back."""
        name = QFileDialog.getExistingDirectory(
            self, "Choose the folder of forms that came back", self._folder()
        )
        self.read([Path(name)] if name else [])

    def read(self, paths: Sequence[Path]) -> None:
        """Read files beside those read before, off the window's thread; what is decided stays."""
        if not paths:
            return
        folder = paths[0] if paths[0].is_dir() else paths[0].parent
        self._workspace.memory.set(FOLDER, str(folder))
        try:
            waited_or_cancelled(
                self,
                "Reading the forms…",
                lambda job: self.returns.read(
                    paths, progress=job.say, is_cancelled=job.isInterruptionRequested
                ),
            )
        except (JobCancelledError, ReadingCancelledError):
            self._workspace.said.emit("Reading was cancelled. Nothing was taken from those files.")
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this computer while nothing is taken in yet."""
        if dropped_files(event.mimeData()) and not self.applied:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what is dropped once the drop is over: the program that it comes from waits until then."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.read(paths))

    def _folder(self) -> str:
        return self._workspace.memory.get(FOLDER) or str(self._workspace.session.path.parent)

    # ------------------------------------------------------------------------------------------------ deciding

    def accept_plain(self) -> None:
        """Take all that is plain."""
        self.returns.accept_plain()
        self._show()

    def _settle(self, edits: Sequence[CellEdit]) -> None:
        refused: list[Problem] = []
        for edit in edits:
            row: AnswerRow | None = self.model.find(edit.record_id)
            if row is None:
                continue
            try:
                self._decide(row, edit)
            except FieldError as error:
                refused.append(Problem(edit.record_id, edit.key, error.sentence))
            except EditRefused as error:
                refused += [Problem(edit.record_id, edit.key, item.sentence) for item in error.problems]
        if refused:
            raise EditRefused(refused)
        # The table is at work on these rows: it is given the new ones once it is done.
        QTimer.singleShot(0, self, self._show)

    def _decide_current(self, choice: str) -> None:
        row: AnswerRow | None = self.view.current_row
        if row is not None:
            self.returns.settle(row.answer.code, "ours" if choice == OURS else "theirs")
            self._show()

    def _show_current(self) -> None:
        self.detail.show_answer(self.view.current_row)

    def _decide(self, row: AnswerRow, edit: CellEdit) -> None:
        code = row.answer.code
        if edit.key == CAME_BACK and row.is_confirmation:
            self._confirm(row, edit.text)
        elif edit.key == CAME_BACK:
            self.returns.settle(code, "value", edit.text)
        elif edit.text == OPEN:
            self.returns.unsettle(code)
        else:
            self.returns.settle(code, "ours" if edit.text == OURS else "theirs")

    def _confirm(self, row: AnswerRow, text: str) -> None:
        """Take what is typed for an answer to whether all of a sheet is right."""
        is_right = row.question.field.parse(text)
        if is_right is None:
            self.returns.unsettle(row.answer.code)
        else:
            self.returns.settle(row.answer.code, "theirs" if is_right else "ours")

    # ------------------------------------------------------------------------------------------------ shown

    def _show(self) -> None:
        """Show files and answers as they now are."""
        rows = answer_rows(self.returns)
        before = {row.id: row for row in self._rows}
        self._rows = [held if (held := before.get(row.id)) == row else row for row in rows]
        files = file_rows(self.returns, self._rows)
        self.files.table.set_rows(files)
        if self.files.current_row is None and files:
            self.files.select_row(files[0].id)
        self._list()
        self._offer()

    def _choose_which(self) -> None:
        self._has_chosen = True
        self._list()

    def _list(self) -> None:
        """List the answers of the file that is chosen, as far as they are asked for."""
        file: FileRow | None = self.files.current_row
        held = [row for row in self._rows if file is None or file.at in {-1, row.at}]
        self._fill_which(held)
        which = self.which.currentData() or EVERY
        with self.model.at_once():
            self.model.set_rows([row for row in held if row.is_shown(which)])
        if self.view.current_row is None and self.model.shown_rows:
            self.view.select_row(self.model.shown_rows[0].id)
        self._show_current()
        if held:
            self.nothing.set_message("Nothing here needs a look", "Everything that changed is plain.")
        else:
            self.nothing.set_message("No answers", "They are listed here once a form is read.")
        told = self._lost() if file is None or file.at < 0 else list(self.returns.returned[file.at].told)
        if file is not None and file.is_bad:
            told = [file.what]
        self.told.say("\n".join(told), "warning" if file is not None and file.is_bad else "info")

    def _lost(self) -> list[str]:
        """Return what is in none of the files, for all forms at once: nobody may choose each."""
        lost = [
            f"{each.number}: {sentence}"
            for each in self.returns.returned
            for sentence in self.returns.lost(each)
        ]
        more = len(lost) - _MOST_LOST
        return lost if more <= 0 else [*lost[:_MOST_LOST], f"{more:,} more: choose a file on the left."]

    def _fill_which(self, rows: Sequence[AnswerRow]) -> None:
        options = shown_options(rows)
        keys = [key for key, _ in options]
        usual = LOOK if LOOK in keys else CHANGED if CHANGED in keys else EVERY
        kept = self.which.currentData() if self._has_chosen else usual
        self.which.clear()
        for key, words in options:
            self.which.addItem(words, key)
        self.which.set_current_data(kept if kept in keys else usual)

    def _offer(self) -> None:
        """Say what is decided, and offer the buttons that can be pressed."""
        plain, waits = len(self.returns.plain), len(self.returns.open)
        taken = sum(1 for row in self._rows if row.decided not in {OPEN, OURS})
        self.plain_button.setText(
            f"&Accept all that is plain ({plain:,})" if plain else "&Accept all that is plain"
        )
        self.plain_button.setEnabled(bool(plain))
        set_tip(self.plain_button, "" if plain else "Nothing plain is left to accept.")
        has_forms = bool(self.returns.returned)
        self.take_button.setEnabled(has_forms)
        set_tip(self.take_button, "" if has_forms else "Add the forms that came back first.")
        self.take_button.setText(f"&Take in {number_of(taken, 'answer')}" if taken else "&Take in")
        words = []
        if has_forms:
            words.append(
                f"{number_of(taken, 'answer is', 'answers are')} taken." if taken else "Nothing is taken yet."
            )
        if plain:
            words.append(f"{number_of(plain, 'plain answer is', 'plain answers are')} not accepted yet.")
        if waits:
            count = number_of(waits, "answer waits", "answers wait")
            words.append(f"{count} for you: what nobody decides stays in question.")
        self.counts.setText(" ".join(words))

    # ------------------------------------------------------------------------------------------------ taking in

    def reject(self) -> None:
        """Leave, after a question where something was decided that would be lost; nothing is once it was taken in."""
        if self.applied:
            self.accept()
        elif not self.returns.is_begun or self._workspace.asker.confirm(
            "Leave without taking anything in?",
            "Nothing has been taken in, and what you decided here is forgotten. The files stay as they are.",
            "Leave",
        ):
            super().reject()

    def take_in(self) -> None:
        """Take in what is decided, each form as one step of undo, and say what came of it."""
        if not self._may_leave_plain():
            return
        done = self._workspace.attempt_told(
            lambda reason: self.returns.apply(reason=reason or ""), "Not everything was taken in"
        )
        if done is None:
            self.returns.look_again()
            self._show()
            return
        self.applied = done
        self.taken.show_applied(done, self.returns.returned)
        self.stack.setCurrentIndex(1)
        self.take_button.hide()
        self.counts.setText("")
        self.close_button.setText("Close")
        self.close_button.clicked.disconnect()
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        count = sum(item.taken for item in done)
        self._workspace.said.emit(
            f"{number_of(count, 'answer')} taken in. Undo takes one form back at a time."
            if count
            else "No answer was taken in."
        )

    def _may_leave_plain(self) -> bool:
        """Ask about plain answers that nobody accepted: that may have been forgotten."""
        plain = len(self.returns.plain)
        if not plain:
            return True
        chosen = self._workspace.asker.choose(
            f"{number_of(plain, 'plain answer is', 'plain answers are')} not accepted yet.",
            "They can be read without a doubt, and nobody changed the same since the forms were sent.",
            ["Accept and take in", "Take in without"],
        )
        if chosen == "Accept and take in":
            self.returns.accept_plain()
        return chosen is not None
