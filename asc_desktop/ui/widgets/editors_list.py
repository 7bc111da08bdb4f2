"""The editors with a list: to choose from, to search, or of what is likely. `editors` says what each editor does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from asc_desktop.domain.fields import Field
from asc_desktop.ui.models.edits import Option
from asc_desktop.ui.widgets.placeholder import placeholder


class ComboEditor(QComboBox):
    """A list of options, each a stored value and its words. Only a click or a key changes it, never the wheel alone."""

    edited = Signal()
    chosen = Signal()

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.set_options(options)
        self.activated.connect(self._on_activated)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options, keeping what is chosen."""
        value = self.value_text() if self.count() else ""
        self.blockSignals(True)
        self.clear()
        if not self._field.required:
            self.addItem("", "")
        for stored, words in options:
            self.addItem(words, stored)
        self.blockSignals(False)
        self.set_value_text(value)

    def value_text(self) -> str:
        """Return the stored value chosen."""
        return str(self.currentData() or "")

    def set_value_text(self, text: str) -> None:
        """Choose a stored value. One that is no longer offered is kept and shown."""
        at = self.findData(text)
        if at < 0 and text:
            self.addItem(text, text)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting it be changed."""
        self.setEnabled(not read_only)

    @property
    def line(self) -> QLineEdit:
        """Return the line in which the words are typed; only an editable list has one."""
        return cast("QLineEdit", self.lineEdit())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, and leave the choice alone."""
        event.ignore()

    def tidy(self) -> None:
        """Do nothing: a choice is always tidy."""

    def _on_activated(self) -> None:
        self.edited.emit()
        self.chosen.emit()


class SearchEditor(ComboEditor):
    """A list to choose from or to search by typing any part of the words; for references."""

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        self._words_by_value: dict[str, str] = {}
        super().__init__(field, options, parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.line
        line.setPlaceholderText("Type to search" if self.count() else "Nothing to choose from yet")
        line.textEdited.connect(self.edited)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def value_text(self) -> str:
        """Return the value whose words are shown, else what was typed."""
        typed = self.currentText().strip()
        at = self.currentIndex()
        if at >= 0 and self.itemText(at).casefold() == typed.casefold():
            return str(self.itemData(at) or "")
        at = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(at) or "") if at >= 0 else typed

    def set_value_text(self, text: str) -> None:
        """Choose a stored value, or show what is none as it was typed."""
        at = self.findData(text)
        self.setCurrentIndex(at)
        if self.isEditable():
            self.setEditText(self.itemText(at) if at >= 0 else text)
            self.line.setCursorPosition(0)


class SuggestEditor(ComboEditor):
    """A list of likely values beside free typing; for periods and years."""

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(field, options, parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none to mean none
        self.line.setPlaceholderText(placeholder(field))
        self.line.textEdited.connect(self.edited)

    def value_text(self) -> str:
        """Return what is shown."""
        return self.currentText()

    def set_value_text(self, text: str) -> None:
        """Show a value, in the list or not."""
        self.setCurrentIndex(self.findText(text))
        if self.isEditable():
            self.setEditText(text)
