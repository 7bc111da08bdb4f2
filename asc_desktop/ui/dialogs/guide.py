"""The user guide and the list of keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QWidget,
)

from asc_desktop._paths import resource_path
from asc_desktop.ui.widgets.boxes import column_of

_TABLE_KEYS = (
    ("Edit the cell", "F2, or type"),
    ("Move on", "Enter, Tab"),
    ("Fold a group", "Left, Right, Space"),
    ("Commands for the row", "Menu key, Shift+F10"),
)


class GuideDialog(QDialog):
    """Shows the user guide that came with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        browser = QTextBrowser()
        browser.setAccessibleName("User guide")
        browser.setOpenLinks(False)
        browser.setMarkdown(resource_path("docs", "user-guide.md").read_text(encoding="utf-8"))
        _lay_out(self, browser)
        self.resize(760, 640)


class KeysDialog(QDialog):
    """Lists the keys of the commands and of tables."""

    def __init__(self, commands: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        rows = [
            (
                command.text().replace("&", "").partition(":")[0],
                command.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for command in commands
            if not command.shortcut().isEmpty()
        ]
        rows += [(f"In a table: {words.lower()}", keys) for words, keys in _TABLE_KEYS]
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName("Keys")
        table.setHorizontalHeaderLabels(["Command", "Keys"])
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 190)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(number, column, item)
        _lay_out(self, table)
        self.resize(560, 620)


def _lay_out(dialog: QDialog, widget: QWidget) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column_of(widget, buttons, into=dialog)
