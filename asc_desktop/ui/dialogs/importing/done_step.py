"""What an import did: a sentence, how to take it back, and what was refused, to be copied or saved."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from asc_desktop.services.importing.applied import Applied, Refusal
from asc_desktop.ui.dialogs.lists import ListedRow
from asc_desktop.ui.models.columns import view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.widgets.told import Told

_HEADINGS = ("Sheet", "Cell", "Of", "Field", "Value", "Why it is refused")


class DoneStep(QWidget):
    """The last word on an import."""

    save_asked = Signal(object, str)
    """A Path and the text that is to be kept there."""

    page_asked = Signal(str)
    """The key of the page that the person goes on to."""

    def __init__(self) -> None:
        super().__init__()
        self._refused: tuple[Refusal, ...] = ()
        self._name = ""
        self.said = Told()
        self.overview_button = self.said.callout.add_action("See the overview")
        self.pack_button = self.said.callout.add_action("Make the board pack")
        self.overview_button.clicked.connect(lambda: self.page_asked.emit("overview"))
        self.pack_button.clicked.connect(lambda: self.page_asked.emit("pack"))
        self.refused_label = make_label("", "card-title")
        self.model = RecordTableModel(
            [
                view_column("cell", "Cell", width=130, read=lambda row: f"{row.what.sheet} {row.what.cell}"),
                view_column("words", "Of", width=200, read=lambda row: row.what.words),
                view_column("label", "Field", width=140, read=lambda row: row.what.label),
                view_column("text", "Value", width=150, read=lambda row: row.what.text),
                view_column("sentence", "Why it is refused", width=420, read=lambda row: row.what.sentence),
            ],
            parent=self,
        )
        self.view = RecordTableView(self.model, "import-done", workspace=None)
        self.view.setAccessibleName("What was refused")
        self.copy_button = QPushButton("Copy the list")
        self.copy_button.clicked.connect(self._copy)
        self.save_button = QPushButton("Save the list…")
        self.save_button.clicked.connect(self._save)
        self._list = QWidget()
        column_of(
            row_of((self.refused_label, 1), self.copy_button, self.save_button, spacing=8),
            (self.view, 1),
            into=self._list,
            margins=0,
            spacing=8,
        )
        self._layout = column_of(self.said, (self._list, 1), into=self, margins=0, spacing=12)
        self._layout.addStretch(0)

    def show_applied(self, applied: Applied, workbook_name: str) -> None:
        """Say what was done, and offer where to go on."""
        self._refused, self._name = applied.refused, workbook_name
        for button in (self.overview_button, self.pack_button):
            button.setVisible(bool(applied.action))
        self.said.say(applied.sentence, "warning" if applied.refused else "info")
        self.refused_label.setText(
            "What was refused stays in the workbook: put it right there, or type it in."
        )
        self._list.setVisible(bool(applied.refused))
        self._layout.setStretch(2, 0 if applied.refused else 1)
        self.model.set_rows([ListedRow(str(at), held) for at, held in enumerate(applied.refused)])

    def _copy(self) -> None:
        lines = [_HEADINGS, *map(_cells, self._refused)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _save(self) -> None:
        stem = Path(self._name).stem or "import"
        offered = str(Path.home() / f"{stem} refused.csv")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the list of what was refused", offered, "CSV (*.csv)"
        )
        if chosen:
            kept = io.StringIO()
            csv.writer(kept).writerows([_HEADINGS, *map(_cells, self._refused)])
            path = Path(chosen)
            # With a mark, by which Excel knows that it is UTF-8.
            self.save_asked.emit(
                path if path.suffix else path.with_suffix(".csv"), f"\ufeff{kept.getvalue()}"
            )


def _cells(refusal: Refusal) -> tuple[str, ...]:
    """Return a refusal's cells, none of them a formula to Excel."""
    return tuple(
        f"'{line}" if (line := " ".join(text.split())).startswith(("=", "@", "+", "-")) else line
        for text in (
            refusal.sheet,
            refusal.cell,
            refusal.words,
            refusal.label,
            refusal.text,
            refusal.sentence,
        )
    )
