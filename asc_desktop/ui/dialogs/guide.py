"""The user guide and the list of keys."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCursor
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
from asc_desktop.ui.keys import listed_by
from asc_desktop.ui.plain import shown_words
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
    """Lists every key, by the words of the menus for what is in one of them."""

    def __init__(self, parent: QWidget | None = None, actions: Iterable[QAction] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        # Undo and redo carry the name of a change after a colon.
        rows = listed_by(
            {
                action.shortcut().toString(): shown_words(action.text()).partition(": ")[0]
                for action in actions
                if not action.shortcut().isEmpty()
            }
        )
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
