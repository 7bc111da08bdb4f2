"""The user guide and the list of keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
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
from asc_desktop.ui.keys import listed
from asc_desktop.ui.widgets.boxes import column_of


class GuideDialog(QDialog):
    """Shows the user guide that came with the program."""

    def __init__(self, parent: QWidget | None = None, heading: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        browser = self.browser = QTextBrowser()
        browser.setAccessibleName("User guide")
        browser.setOpenLinks(False)
        browser.setMarkdown(resource_path("docs", "user-guide.md").read_text(encoding="utf-8"))
        _lay_out(self, browser)
        self.resize(760, 640)
        if heading:
            self.show_heading(heading)

    def show_heading(self, heading: str) -> None:
        """Scroll to a heading."""
        block = self.browser.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == heading):
            block = block.next()
        if block.isValid():
            # From the end upwards, so that the heading comes to stand at the top.
            self.browser.moveCursor(QTextCursor.MoveOperation.End)
            self.browser.setTextCursor(QTextCursor(block))


class KeysDialog(QDialog):
    """Lists every key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        rows = [(where, does, key) for where, keys in listed() for key, does in keys]
        table = QTableWidget(len(rows), 3)
        table.setAccessibleName("Keys")
        table.setHorizontalHeaderLabels(["Where", "What it does", "Key"])
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 150)
        table.setColumnWidth(2, 150)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(number, column, item)
        _lay_out(self, table)
        self.resize(760, 620)


def _lay_out(dialog: QDialog, widget: QWidget) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column_of(widget, buttons, into=dialog)
