"""The import of a tracker: what was found, its columns, its words, what it would do, and doing it.

ImportWindow(workspace, workbook, parent).open()

The steps are one window, gone through in any order. The plan is worked out off the window's thread whenever what it
is made of was chosen otherwise; the button that imports is to be had from every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QTabBar, QWidget

from asc_desktop._files import write_file
from asc_desktop.domain.importing.found import PutRight
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.importing.plan import Chosen, State
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.words import number_of
from asc_desktop.services.importing.applied import Applied
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.dialogs.change_dialog import LargeChangeDialog
from asc_desktop.ui.dialogs.importing.columns_step import ColumnsStep
from asc_desktop.ui.dialogs.importing.done_step import DoneStep
from asc_desktop.ui.dialogs.importing.found_step import FoundStep
from asc_desktop.ui.dialogs.importing.mapping_files import MappingFiles
from asc_desktop.ui.dialogs.importing.meanings_step import MeaningRow, MeaningsStep, meaning_rows
from asc_desktop.ui.dialogs.importing.preview_step import PreviewStep, counts_words
from asc_desktop.ui.dialogs.importing.where import WhereBar
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.keys import NEXT_PAGE, PREVIOUS_PAGE
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.workspace import Workspace

FOUND, COLUMNS, MEANINGS, PREVIEW, DONE = range(5)
_STEPS: Final = ("What was found", "Columns", "Meanings", "Preview")
_REMEMBERED: Final = "Mapped as it was kept before: look at Columns where something is different this time."
_LONG_MS, _PAUSE_MS = 400, 700


class ImportWindow(LargeChangeDialog):
    """One workbook on its way into the open portfolio; accepted once something was imported."""

    def __init__(
        self,
        workspace: Workspace,
        workbook: Workbook,
        parent: QWidget | None,
        *,
        tracker: TrackerImport | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self.tracker = tracker or TrackerImport(
            workspace.session, workbook, programme_id=workspace.programme_id or ""
        )
        self.applied: Applied | None = None
        self._is_changed = False
        self._stale: set[int] = set()
        self._took_ms = 0
        self._is_remembered = False
        self._met: tuple[MeaningRow, ...] = ()
        self.setWindowTitle(f"Import {workbook.name}")
        self.steps = QTabBar()
        self.steps.setAccessibleName("Steps of the import")
        for words in _STEPS:
            self.steps.addTab(words)
        self.found, self.columns = FoundStep(), ColumnsStep()
        self.meanings, self.preview, self.done_step = MeaningsStep(), PreviewStep(), DoneStep()
        self.pages = QStackedWidget()
        for page in (self.found, self.columns, self.meanings, self.preview, self.done_step):
            self.pages.addWidget(page)
        self.where = WhereBar(workspace, self.tracker)
        self.told = ElidedLabel("", "muted")
        self.counts = make_label("", "card-title")
        self.counts.setWordWrap(True)
        self.mapping = MappingFiles(self, workspace, lambda: self.tracker)
        self.back_button, self.next_button = QPushButton("&Back"), QPushButton("&Next")
        self.import_button = QPushButton("&Import")
        self.import_button.setProperty("kind", "primary")
        self.close_button = QPushButton("Cancel")
        # Enter ends what is typed in a cell or a line, and must not press a button as well: Alt and a letter do.
        for button in (self.back_button, self.next_button, self.close_button, self.import_button):
            button.setAutoDefault(False)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(0)
        self._refresh.timeout.connect(self._work_out)
        self._connect()
        self._lay_out()
        self._refresh.start()

    def _connect(self) -> None:
        self.steps.currentChanged.connect(self.show_step)
        self.back_button.clicked.connect(lambda: self.steps.setCurrentIndex(self.step - 1))
        self.next_button.clicked.connect(lambda: self.steps.setCurrentIndex(self.step + 1))
        self.import_button.clicked.connect(self._import)
        self.close_button.clicked.connect(self.reject)
        self.found.righted.connect(self._put_right)
        self.found.ticked.connect(self._tick)
        self.columns.mapped.connect(lambda at, table_map: self._map({at: table_map}))
        self.columns.recorded.connect(self._record)
        self.meanings.meant.connect(self._map)
        self.preview.chose.connect(self._choose)
        self.done_step.save_asked.connect(self._save_list)
        self.done_step.page_asked.connect(self._go_on)
        self.where.chosen.connect(self._changed)
        self.mapping.used.connect(self._changed)
        add_keys(
            self,
            {
                NEXT_PAGE: lambda: self._step_by(1),
                PREVIOUS_PAGE: lambda: self._step_by(-1),
            },
        )

    def _lay_out(self) -> None:
        self._head = QWidget()
        # Under one another where the window is narrow.
        flow = FlowLayout(self._head, spacing=10)
        for part in (self.steps, self.where, self.mapping.button):
            flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._head.setSizePolicy(policy)
        foot = row_of(
            (self.counts, 1),
            self.back_button,
            self.next_button,
            self.import_button,
            self.close_button,
            spacing=8,
        )
        column_of(
            self._head, self.told, (self.pages, 1), foot, into=self, margins=(16, 12, 16, 12), spacing=8
        )

    @property
    def step(self) -> int:
        """The step in view: FOUND, COLUMNS, MEANINGS, PREVIEW or DONE."""
        return self.pages.currentIndex()

    # ------------------------------------------------------------------------------------------- what is shown

    def show_step(self, step: int) -> None:
        """Show a step, as it now is."""
        self.pages.setCurrentIndex(step)
        if step in self._stale:
            self._show(step)
        self._offer()

    def _step_by(self, by: int) -> None:
        if self.applied is None and 0 <= self.step + by < len(_STEPS):
            self.steps.setCurrentIndex(self.step + by)

    def _changed(self) -> None:
        """Something was chosen: the plan is worked out anew once the event that chose it is over.

        Where that takes long it waits for a pause, so that several rows can be ticked one after another.
        """
        self._is_changed = True
        self._refresh.start(_PAUSE_MS if self._took_ms > _LONG_MS else 0)

    def _work_out(self) -> None:
        if self.applied is not None:
            return
        if not self.tracker.is_worked_out:
            clock = QElapsedTimer()
            clock.start()
            self._met = waited(self, "Working out what the import would do…", self._figured)
            self._took_ms = clock.elapsed()
        self._stale = {FOUND, COLUMNS, MEANINGS, PREVIEW}
        self._show(self.step)
        self._offer()

    def _figured(self) -> tuple[MeaningRow, ...]:
        """Work out all that the steps show, off the window's thread."""
        self.tracker.work_out()
        self._is_remembered = self.tracker.is_remembered
        return tuple(meaning_rows(self.tracker))

    def _show(self, step: int) -> None:
        self._stale.discard(step)
        if step == FOUND:
            self.found.show_tracker(self.tracker)
        elif step == COLUMNS:
            self.columns.show_tracker(self.tracker)
        elif step == MEANINGS:
            self.meanings.show_tracker(self.tracker, self._met)
        elif step == PREVIEW:
            self.preview.show_tracker(self.tracker)

    def _offer(self) -> None:
        """Say what there is to do, and offer the buttons that can be pressed."""
        if self.applied is not None:
            return
        self.back_button.setVisible(self.step > FOUND)
        self.next_button.setVisible(self.step < PREVIEW)
        if self.step < PREVIEW:
            self.next_button.setText(f"&Next: {_STEPS[self.step + 1]}")
        if not self.tracker.is_worked_out:
            return
        plan, mapping = self.tracker.plan, self.tracker.mapping
        taken = [table_map for table_map in mapping.tables if not table_map.skip]
        check = sum(column.needs_a_look for table_map in taken for column in table_map.columns)
        unknown = sum(row.stands_for is None for row in self._met)
        refused = plan.counts[State.REFUSED]
        for step, count, words in ((COLUMNS, check, "to check"), (MEANINGS, unknown, "to choose")):
            self.steps.setTabText(step, f"{_STEPS[step]} ({count:,} {words})" if count else _STEPS[step])
        self.steps.setTabText(
            PREVIEW, f"{_STEPS[PREVIEW]} ({refused:,} refused)" if refused else _STEPS[PREVIEW]
        )
        before = (_REMEMBERED,) if self._is_remembered else ()
        self.told.set_full_text(" ".join((*before, *self.tracker.workbook.told)))
        self.counts.setText(f"{counts_words(plan)}.")
        rows = plan.counts[State.NEW] + plan.counts[State.CHANGED]
        self.import_button.setEnabled(bool(rows))
        self.import_button.setText(f"&Import {number_of(rows, 'row')}" if rows else "Nothing to import")
        self.where.show_tracker()

    # ------------------------------------------------------------------------------------------- choosing

    def _put_right(self, sheet: str, right: PutRight) -> None:
        self.tracker.put_right(sheet, right)
        self._changed()

    def _tick(self, ticks: Mapping[int, bool]) -> None:
        self._map(
            {at: replace(self.tracker.mapping.tables[at], skip=not taken) for at, taken in ticks.items()}
        )

    def _map(self, maps: Mapping[int, TableMap]) -> None:
        for at, table_map in maps.items():
            self.tracker.choose_map(at, table_map)
        self._changed()

    def _record(self, at: int, record: str) -> None:
        self.tracker.map_as(at, record)
        self._changed()

    def _choose(self, chosen: Chosen) -> None:
        self.tracker.choose(chosen)
        self._changed()

    # ------------------------------------------------------------------------------------------- the end

    def reject(self) -> None:
        """Leave, after a question where something was chosen that would be lost."""
        if self.applied is not None:
            self.accept()
            return
        is_begun = self._is_changed or self.step != FOUND
        if not is_begun or self._workspace.asker.confirm(
            "Leave without importing?",
            "Nothing has been imported, and what you chose here is forgotten. Save the mapping first to keep it.",
            "Leave",
        ):
            self._refresh.stop()
            super().reject()

    def _import(self) -> None:
        tracker, keep = self.tracker, self.preview.keep_totals.isChecked()
        if not tracker.is_worked_out:
            self._work_out()
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            applied = self._workspace.attempt_told(
                lambda reason: tracker.apply(reason=reason or "", keep_totals=keep), "Nothing was imported"
            )
        finally:
            self.unsetCursor()
        if applied is not None:
            self._finish(applied)

    def _finish(self, applied: Applied) -> None:
        self.applied = applied
        self.done_step.show_applied(applied, self.tracker.workbook.name)
        self.pages.setCurrentIndex(DONE)
        for part in (
            self._head,
            self.told,
            self.back_button,
            self.next_button,
            self.import_button,
        ):
            part.hide()
        self.counts.setText("")
        self.close_button.setText("Close")
        self.close_button.setProperty("kind", "primary")
        self.close_button.style().polish(self.close_button)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        if applied.sentence:
            self._workspace.said.emit(applied.sentence)

    def _go_on(self, page: str) -> None:
        self.accept()
        self._workspace.navigate.emit(page, {})

    def _save_list(self, path: Path, text: str) -> None:
        self.keep_file(path, text, "The list was not saved")

    def keep_file(self, path: Path, text: str, heading: str) -> bool:
        """Write a text file; say in a sentence why that was not done, and return whether it was."""
        try:
            write_file(path, text.encode())
        except OSError as error:
            why = error.strerror or str(error)
            self._workspace.asker.tell(
                heading, f"“{path.name}” could not be written: {why}. Choose another place."
            )
            return False
        return True
