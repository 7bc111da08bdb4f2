"""The backups of a portfolio: what each holds and lacks, to look at or to restore."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from asc_desktop.domain.records.fields import Kind
from asc_desktop.services.backups import Backup, BackupRow, Lost, backup_rows, contents_words, lost_words
from asc_desktop.services.errors import StoreError
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.plain import PlainLabel
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import EndButtons
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import LayoutMemory

BackupChoice = Literal["open", "restore"]


class BackupsDialog(QDialog):
    """Lists the backups. Once it is accepted, ``choice`` is what to do with ``backup``."""

    def __init__(
        self, path: Path, lost: Lost, memory: LayoutMemory, parent: QWidget, *, can_restore: bool
    ) -> None:
        super().__init__(parent)
        self._lost = lost
        self._can_restore = can_restore
        self.choice: BackupChoice = "open"
        self.backup: Backup | None = None
        self.setWindowTitle(f"Backups of {path.name}")
        model = RecordTableModel(
            [
                view_column("when", "Made", width=160, sort_key=lambda _: None),
                view_column("why", "Why", width=170),
                view_column("size", "Size", width=90),
                view_column("number", "Actions in it", kind=Kind.INTEGER, width=120),
            ],
            parent=self,
        )
        self.table = RecordTableView(model, "backups", workspace=None, memory=memory)
        self.table.setAccessibleName("Backups, newest first")
        self.holds = make_label("", wrap=True)
        self.lacks = PlainLabel()
        self.lacks.setWordWrap(True)
        self.lacks.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self.holds, self.lacks):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = EndButtons(QDialogButtonBox.StandardButton.Close)
        self.open_button = self._buttons.addButton("Open read-only", QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button = self._buttons.addButton("Restore…", QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button.clicked.connect(lambda: self._choose("open"))
        self.restore_button.clicked.connect(lambda: self._choose("restore"))
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self.table.current_row_changed.connect(self._show)
        rows = backup_rows(path)
        model.set_rows(rows)
        self._show(None)
        if rows:
            self.table.select_row(rows[0].id)
        available = self.screen().availableSize()
        self.resize(min(760, available.width() - 60), min(620, available.height() - 60))

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.holds)
        card.body.addWidget(self.lacks)
        card.body.addStretch(1)
        layout = column_of(into=self, margins=(16, 14, 16, 12), spacing=10)
        layout.addWidget(
            make_label(
                "The newest is first, by the changes in it. Before one is restored, the portfolio as it is now is "
                "backed up and its file kept under another name.",
                wrap=True,
            )
        )
        layout.addWidget(self.table, 3)
        layout.addWidget(card, 2)
        layout.addWidget(self._buttons)

    def _show(self, row: BackupRow | None) -> None:
        self.backup = row.backup if row else None
        self.open_button.setEnabled(row is not None)
        self.restore_button.setEnabled(row is not None and self._can_restore)
        if row is None:
            self.holds.setText("There is no backup yet. One is made when the portfolio is closed.")
            self.lacks.setText("")
            return
        self.holds.setText(contents_words(row.backup))
        try:
            lost = self._lost(row.backup)
        except StoreError as error:
            self.lacks.setText(str(error))
        else:
            self.lacks.setText("\n".join(lost_words(lost)))

    def _choose(self, choice: BackupChoice) -> None:
        self.choice = choice
        self.accept()
