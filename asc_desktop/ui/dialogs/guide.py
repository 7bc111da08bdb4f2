"""The user guide in a window of its own, which may stay open beside the work, and the list of keys."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from asc_desktop._paths import resource_path
from asc_desktop.ui.dialogs.guide_text import FIRST, GUIDE, Section, document, heading_of, sections
from asc_desktop.ui.keys import listed_by
from asc_desktop.ui.plain import shown_words
from asc_desktop.ui.widgets.boxes import column_of, splitter
from asc_desktop.ui.widgets.commands import EndButtons

_WIDEST_PICTURE = 620


class GuideDialog(QDialog):
    """Shows the user guide that came with the program: its contents, a search and the text. It is not modal."""

    def __init__(self, parent: QWidget | None = None, heading: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the guide")
        self.search.setAccessibleName("Search the guide")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self.search.returnPressed.connect(self._open_first)
        self.contents = QTreeWidget()
        self.contents.setAccessibleName("Contents")
        self.contents.setHeaderHidden(True)
        self.contents.currentItemChanged.connect(self._on_chosen)
        browser = self.browser = QTextBrowser()
        browser.setAccessibleName("User guide")
        browser.setOpenLinks(False)
        browser.setSearchPaths([str(resource_path("docs"))])
        browser.anchorClicked.connect(self.follow)
        self._show_document(GUIDE)
        left = QWidget()
        column_of(self.search, (self.contents, 1), into=left, margins=(0, 0, 0, 0))
        _lay_out(self, splitter(left, browser, sizes=(250, 700)))
        self.resize(980, 680)
        self._list("")
        self.show_heading(heading or FIRST)

    def show_heading(self, heading: str) -> None:
        """Scroll to a heading, and mark it in the contents."""
        self._show_document(GUIDE)
        block = self.browser.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == heading):
            block = block.next()
        if block.isValid():
            self.browser.setTextCursor(QTextCursor(block))
            self._to_top()
        self._mark(heading)

    def follow(self, link: QUrl) -> None:
        """Go where a link leads: a heading, or another document that came with the program. Nothing else is opened."""
        name = link.path()
        if name in {path.name for path in resource_path("docs").glob("*.md")}:
            self._show_document(name)
        elif heading := heading_of(link.fragment()):
            self.show_heading(heading)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the heading at the top once the text has its width."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._to_top)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the tree before it is destroyed with its items."""
        self.contents.currentItemChanged.disconnect(self._on_chosen)
        super().closeEvent(event)

    def _to_top(self) -> None:
        """Scroll so that the cursor's paragraph is the first that is seen."""
        document, block = self.browser.document(), self.browser.textCursor().block()
        top = document.documentLayout().blockBoundingRect(block).top()
        self.browser.verticalScrollBar().setValue(round(top))

    def _show_document(self, name: str) -> None:
        if name == self._shown:
            return
        self._shown = name
        self.browser.setMarkdown(document(name))
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        """Make the pictures no wider than the text."""
        block = self.browser.document().begin()
        cursor = QTextCursor(self.browser.document())
        while block.isValid():
            for part in block:  # type: ignore[attr-defined]
                fragment = part.fragment()
                picture = fragment.charFormat().toImageFormat()
                if (
                    fragment.charFormat().objectType() == QTextFormat.ObjectTypes.ImageObject
                    or picture.isValid()
                ):
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(
                        fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                    )
                    picture.setWidth(_WIDEST_PICTURE)
                    cursor.setCharFormat(picture)
            block = block.next()

    def _list(self, searched: str) -> None:
        """List the headings, or those of the sections that have some words."""
        self.contents.blockSignals(True)
        self.contents.clear()
        chapter: QTreeWidgetItem | None = None
        for section in sections():
            if section.level == 1 or (searched and not section.has(searched)):
                continue
            item = self._item(section, None if searched or section.level == 2 else chapter)
            chapter = item if section.level == 2 else chapter
        self.contents.blockSignals(False)
        if searched and not self.contents.topLevelItemCount():
            self._item(Section(2, f"No section has “{searched.strip()}”", ""), None).setDisabled(True)

    def _item(self, section: Section, above: QTreeWidgetItem | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([section.heading])
        if above is None:
            self.contents.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _open_first(self) -> None:
        first = self.contents.topLevelItem(0)
        if first is not None and not first.isDisabled():
            self.contents.setCurrentItem(first)

    def _on_chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not item.isDisabled():
            self.show_heading(item.text(0))

    def _mark(self, heading: str) -> None:
        found = self.contents.findItems(heading, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
        if found and found[0] is not self.contents.currentItem():
            self.contents.blockSignals(True)
            self.contents.setCurrentItem(found[0])
            self.contents.blockSignals(False)


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
    buttons = EndButtons(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column_of(widget, buttons, into=dialog)
