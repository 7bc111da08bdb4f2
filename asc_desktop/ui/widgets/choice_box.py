"""A drop-down list outside tables and forms: of a dialog, a page's head or the top bar.

box = ChoiceBox("Reporting period")
box.addItem("June 2024 (open)", "2024-06")
box.activated.connect(lambda at: show(box.itemData(at)))

A word typed searches the options, as it does in a cell (`SearchEditor`). Enter, Tab or leaving takes the option that
the words name, whole or alone; words that name none, or several, choose nothing, and the option in force is shown
again.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.widgets.form.editors_list import SearchEditor

_LINE_MARGINS = 8
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ChoiceBox(SearchEditor):
    """One of several options, each added with its words and what it means; `activated` says which a person chose."""

    def __init__(self, name: str = "") -> None:
        super().__init__(Field(key="choice", label=name, kind=Kind.CHOICE, required=True), ())
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.setMinimumContentsLength(0)
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.line.setPlaceholderText("")
        self.line.installEventFilter(self)
        # Where there is not room for all of it, its beginning is what is read.
        self.currentIndexChanged.connect(lambda _at: self.line.setCursorPosition(0))

    def set_current_data(self, value: object) -> None:
        """Choose the option that means this, or none."""
        self.setCurrentIndex(self.findData(value))

    def settle(self) -> None:
        """Choose the option that is named, if one alone is, and say so; else show the one in force again."""
        before = self.currentIndex()
        typed = " ".join(self.currentText().split())
        whole = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if whole >= 0 and self.itemText(before).casefold() != typed.casefold():
            self.setCurrentIndex(whole)
        else:
            super().settle()
        at = self.currentIndex()
        self.setEditText(self.itemText(at))
        self.line.setCursorPosition(0)
        if at != before:
            self.activated.emit(at)

    def sizeHint(self) -> QSize:
        """Return room for the longest words: Qt counts without the margins of the line that they stand in."""
        hint = super().sizeHint()
        return hint.grownBy(QMargins(0, 0, _LINE_MARGINS, 0))

    def minimumSizeHint(self) -> QSize:
        """Return the same, where the width is that of the words."""
        return super().minimumSizeHint().grownBy(QMargins(0, 0, _LINE_MARGINS, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter what was typed, before a dialog takes Enter for its button; take back with Escape."""
        is_typed = self.currentText() != self.itemText(self.currentIndex())
        if event.key() in _ENTER and is_typed:
            self.settle()
        elif event.key() == Qt.Key.Key_Escape and is_typed:
            self._take_back()
        else:
            super().keyPressEvent(event)

    def _take_back(self) -> None:
        self.setEditText(self.itemText(self.currentIndex()))
        self.line.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with all the words selected, to type over."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle when it is left, however that is."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list with a click anywhere on it; Enter in the list chooses, Escape closes it, and neither goes on.

        A dialog would take Escape for its own, and be gone with all that was decided in it.
        """
        options = self.options_list
        key = cast("QKeyEvent", event).key() if event.type() == QEvent.Type.KeyPress else None
        if watched is options and key in _ENTER:
            index = options.currentIndex()
            options.hide()
            if index.isValid():
                self.setEditText(str(index.data()))
            self.settle()
            return True
        if watched is options and key == Qt.Key.Key_Escape:
            options.hide()
            self._take_back()
            return True
        if watched is self.line and event.type() == QEvent.Type.MouseButtonRelease:
            if cast("QMouseEvent", event).button() == Qt.MouseButton.LeftButton and self.isEnabled():
                self.showPopup()
            return True
        return super().eventFilter(watched, event)
