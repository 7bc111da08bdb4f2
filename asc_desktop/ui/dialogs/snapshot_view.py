"""A snapshot to read: what the board received, marked as such, with nothing in it that can be changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from asc_desktop._files import reason
from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import file_words
from asc_desktop.services import snapshots
from asc_desktop.services.frozen_packs import prepare_frozen
from asc_desktop.ui.dialogs.snapshot_tables import SECTIONS, Section
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import EndButtons
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_TONE_MARK = {"bad": "⚠ ", "good": "✓ ", "normal": ""}


class SnapshotDialog(QDialog):
    """One frozen report: its figures above, and its tables one at a time."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot, report: Report, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self._snapshot = snapshot
        self._report = report
        self.setWindowTitle(f"{snapshot.name} — board version, read only")
        self.banner = Callout(
            self._banner_words(), "info", heading=f"Board version of {snapshot.name} — read only"
        )
        self.sections = QListWidget()
        self.sections.setAccessibleName("Section")
        self.sections.setFixedWidth(164)
        self.sections.setSpacing(3)
        self.tables = QStackedWidget()
        self._shown: list[Section] = []
        for section in SECTIONS:
            rows = list(section.rows(report))
            if rows:
                self._shown.append(section)
                self.sections.addItem(f"{section.name} ({len(rows)})")
                # Tables are filled when they are first looked at.
                self.tables.addWidget(QWidget())
        self._made: dict[int, RecordTableView] = {}
        self.sections.currentRowChanged.connect(self._show)
        self._lay_out()
        self.sections.setCurrentRow(0)
        available = self.screen().availableSize()
        self.resize(min(1160, available.width() - 60), min(720, available.height() - 60))

    def table(self) -> RecordTableView | None:
        """Return the table in sight."""
        return self._made.get(self.sections.currentRow())

    def export_pack(self) -> None:
        """Ask for a file and write the board pack again, from what was frozen."""
        from asc_desktop.ui.dialogs.export import PackExport

        try:
            pack = prepare_frozen(self._workspace.session, self._snapshot)
        except snapshots.SnapshotError as error:
            self._workspace.asker.tell("The pack was not written", str(error))
            return
        PackExport(self._workspace, self).ask(pack)

    def save_json(self) -> None:
        """Ask for a file and write the frozen report into it, to the byte as it was hashed."""
        name = file_words(self._snapshot.name) or "Report"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the board version", f"{name}.json", "Report as JSON (*.json)"
        )
        if chosen:
            self.write_json(Path(chosen))

    def write_json(self, path: Path) -> None:
        """Write the frozen report; say where it is, or why it is not."""
        try:
            snapshots.write_frozen(self._workspace.session, self._snapshot, path)
        except OSError as error:
            self._workspace.asker.tell(
                "The report was not saved",
                f"{path.name} could not be written: {reason(error)}. What was there before is as it was.",
            )
        except snapshots.SnapshotError as error:
            self._workspace.asker.tell("The report was not saved", str(error))
        else:
            self._workspace.said.emit(f"Saved {path.name}.")

    def _banner_words(self) -> str:
        item = self._snapshot
        board = self._workspace.records.title(Board.table, item.board_id)
        meeting = f" on {date_label(item.meeting_date)}" if item.meeting_date else ""
        received = f"As {board} received it{meeting}. " if board else ""
        return (
            f"{self._report.programme}, {self._report.period_label}. {received}Saved on {date_label(item.frozen_on)} "
            f"by {item.frozen_by}; its content matches its SHA-256, {item.sha256[:12]}…"
        )

    def _figures(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(18)
        for figure in self._report.key_figures:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            words = make_label(f"{_TONE_MARK[figure.tone]}{figure.text}", "card-title", wrap=True)
            set_tip(words, figure.note)
            pair.addWidget(words)
            pair.addWidget(make_label(figure.label, wrap=True))
            pair.addStretch(1)
            row.addLayout(pair, 1)
        card.body.addLayout(row)
        return card

    def _lay_out(self) -> None:
        buttons = EndButtons(QDialogButtonBox.StandardButton.Close)
        self.pack_button = buttons.addButton("Board pack…", QDialogButtonBox.ButtonRole.ActionRole)
        self.pack_button.clicked.connect(self.export_pack)
        self.save_button = buttons.addButton("Save as JSON…", QDialogButtonBox.ButtonRole.ActionRole)
        self.save_button.clicked.connect(self.save_json)
        buttons.rejected.connect(self.reject)
        middle = row_of(self.sections, (self.tables, 1), spacing=10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(self._figures())
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)

    def _show(self, place: int) -> None:
        if place < 0:
            return
        if place not in self._made:
            section = self._shown[place]
            model = RecordTableModel(section.columns(), parent=self)
            view = RecordTableView(model, f"snapshot/{section.key}", workspace=self._workspace)
            view.setAccessibleName(section.name)
            model.set_rows(section.rows(self._report))
            self._made[place] = view
            blank = self.tables.widget(place)
            self.tables.insertWidget(place, view)
            if blank is not None:
                self.tables.removeWidget(blank)
                blank.deleteLater()
        self.tables.setCurrentIndex(place)
