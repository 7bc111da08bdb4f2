"""The editors with a list: to choose from, to search, or of what is likely. `editors` says what each editor does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from asc_desktop.domain.records.fields import Field, is_id
from asc_desktop.ui.models.edits import Option
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.form.placeholder import placeholder

PASSING = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})
"""Why an editor is without the keyboard for a while, and not left."""
_ROUND_WORDS: Final = 48
"""The width, in pixels, of the arrow, the frame and the margins round the words of a choice."""
_LINE_SIDES: Final = 4
UNNAMED: Final = "(no longer offered)"
"""What is shown of a choice that has no words here: never its id."""
_OPENS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F4})
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class OptionsList(QListView):
    """The list that a completer opens, which is a window without a parent, in the colours of the program."""

    def __init__(self) -> None:
        super().__init__()
        self._is_dressed = False
        self.setObjectName("options")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def event(self, event: QEvent) -> bool:
        """Dress it when it is first polished."""
        if event.type() == QEvent.Type.Polish and not self._is_dressed:
            self._is_dressed = True
            theme_hub().dress(self)
        return super().event(event)


class ContainingCompleter(QCompleter):
    """Offers whatever has the letters typed anywhere in it, until all of the one that is left is typed.

    A list that offers nothing more takes the next click, on a button as well, to be closed.
    """

    def splitPath(self, path: str) -> list[str]:
        """Return what to look for: what no one-line text has, where nothing is left to be offered."""
        model = self.model()
        words = (str(model.index(row, 0).data() or "") for row in range(model.rowCount())) if path else ()
        left = [each.casefold() for each in words if path.casefold() in each.casefold()]
        return ["\n"] if left == [path.casefold()] else [path]


def containing_completer(owner: QWidget) -> QCompleter:
    """Return what offers, in a list, whatever has the letters typed anywhere in it; it is still to be given a model."""
    completer = ContainingCompleter(owner)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setMaxVisibleItems(14)
    completer.setPopup(OptionsList())
    return completer


class ComboEditor(QComboBox):
    """A line to type in with a list of options, each a stored value and its words.

    What is typed or chosen is saved by Enter, Tab or leaving, or by a click on an option; never by the wheel, a letter
    or an arrow key alone. `SearchEditor` and `SuggestEditor` say what may be typed.
    """

    edited = Signal()
    chosen = Signal()

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._offered: tuple[Option, ...] | None = None
        self._is_leaving = False
        self._offer: Callable[[], Sequence[Option]] | None = None
        self._longest = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.textEdited.connect(self.edited)
        self.set_options(options)
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(lambda _: self._tip_whole())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in a tip what there is no room for."""
        super().resizeEvent(event)
        self._tip_whole()

    def _tip_whole(self) -> None:
        words = self.itemText(self.currentIndex())
        is_cut = self.fontMetrics().horizontalAdvance(words) > self.line.width() - _LINE_SIDES
        set_tip(self.line, words if is_cut else "")

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options, keeping what is typed, and what is chosen where it is still offered.

        The same options again touch nothing: a person may be typing here.
        """
        offered = tuple(options)
        if offered == self._offered:
            return
        value = self.value_text() if self._offered is not None else ""
        if value in dict(self._offered or ()) and value not in dict(offered):
            # It was chosen, and names nothing any more.
            value = ""
        self._offered = offered
        at = self.line.cursorPosition()
        self.blockSignals(True)
        self.clear()
        if not self._field.required:
            self.addItem("", "")
        for stored, words in options:
            self.addItem(words, stored)
        self.blockSignals(False)
        self._longest = max((words for _, words in offered), key=len, default="")
        self.updateGeometry()
        self.set_value_text(value)
        if self.hasFocus():
            self.line.setCursorPosition(at)

    def offer_when_asked(self, offer: Callable[[], Sequence[Option]]) -> None:
        """Ask for the options each time the keyboard comes or the list is opened: what is accepted may have changed."""
        self._offer = offer

    def _ask_again(self) -> None:
        if self._offer is not None:
            self.set_options(self._offer())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer what is accepted now."""
        super().focusInEvent(event)
        if event.reason() not in PASSING:
            self._ask_again()

    def showPopup(self) -> None:
        """Open the list of what is accepted now."""
        self._ask_again()
        super().showPopup()

    def longest_width(self) -> int:
        """Return the width at which the longest of the options is shown whole."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self._longest) + _ROUND_WORDS

    def changeEvent(self, event: QEvent) -> None:
        """Show the beginning of long words, not their end, when it can be changed again or no longer."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.line.setCursorPosition(0)

    def value_text(self) -> str:
        """Return what `Field.parse` reads."""
        raise NotImplementedError

    def set_value_text(self, text: str) -> None:
        """Show a value."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting it be changed."""
        self.setEnabled(not read_only)

    @property
    def line(self) -> QLineEdit:
        """Return the line in which the words are typed."""
        return cast("QLineEdit", self.lineEdit())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, and leave the choice alone."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with an arrow; Qt's own choosing by arrow would save each option on the way."""
        if event.key() in _OPENS:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave without Qt's word that a typed option is chosen: leaving saves by itself, and must not do so twice."""
        self._is_leaving = True
        super().focusOutEvent(event)
        self._is_leaving = False

    def settle(self) -> None:
        """Take what was typed for complete: Enter or Tab was pressed."""

    def tidy(self) -> None:
        """Do nothing: a choice is always tidy."""

    def _on_activated(self) -> None:
        if self._is_leaving:
            return
        self.edited.emit()
        self.chosen.emit()


class SearchEditor(ComboEditor):
    """A list of fixed options or of records, searched by typing any part of the words.

    Enter and Tab take the one option that is left; what names none, or several, stays as it was typed and is refused.
    """

    _ends_list = False
    """Whether the key that is being taken ended the open list."""
    _unnamed = ""
    """The id of what is chosen and not offered."""

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(field, options, parent)
        self._completer = completer = containing_completer(self)
        completer.setModel(self.model())
        self.setCompleter(completer)
        self.options_list = cast("OptionsList", completer.popup())
        # After the completer's own filter, and so before it.
        self.options_list.installEventFilter(self)

    def value_text(self) -> str:
        """Return the value whose words are shown, else what was typed."""
        if self._unnamed and self.currentText() == UNNAMED:
            return self._unnamed
        typed = " ".join(self.currentText().split())
        at = self.currentIndex()
        if at < 0 or self.itemText(at).casefold() != typed.casefold():
            at = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(at) or "") if at >= 0 else typed

    def set_value_text(self, text: str) -> None:
        """Choose a stored value, or show what is none as it was typed; what an id names that is not there, in words."""
        at = self.findData(text)
        self._unnamed = text if at < 0 and is_id(text) else ""
        self.setCurrentIndex(at)
        self.setEditText(self.itemText(at) if at >= 0 else UNNAMED if self._unnamed else text)
        self.line.setCursorPosition(0)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options, and say so where there is none."""
        super().set_options(options)
        self._say_what_to_do()

    def _say_what_to_do(self) -> None:
        self.line.setPlaceholderText("Type to search" if self._offered else "Nothing to choose from yet")

    def settle(self) -> None:
        """Take the option that is left of what was typed, if it is one alone."""
        typed = " ".join(self.currentText().split())
        if not typed or self.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0:
            return
        found = [at for at in range(self.count()) if typed.casefold() in self.itemText(at).casefold()]
        if len(found) == 1:
            self.setCurrentIndex(found[0])

    def showPopup(self) -> None:
        """Show every option; what is typed then searches them."""
        self._ask_again()
        self._completer.setCompletionPrefix("")
        self._completer.complete()
        at = self.currentIndex()
        if at >= 0:
            index = self._completer.completionModel().index(at, 0)
            self.options_list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        # Last: the option under the bar is written into the line, which takes its selection away.
        self.line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle when it is left, by Tab or by a click elsewhere."""
        if event.reason() not in PASSING:
            self.settle()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Settle with Enter, also where a dialog takes it for its button; what ends the list does not go on to that."""
        if event.key() in _ENDS:
            self.settle()
            if self._ends_list:
                event.accept()
                self.edited.emit()
                self.chosen.emit()
                return
        if event.key() == Qt.Key.Key_Escape and self._ends_list:
            # It closed the list, and does not go on to close the dialog.
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key that ends the edit end it at once, though the list is open."""
        options = self.options_list
        if watched is options and event.type() == QEvent.Type.KeyPress:
            pressed = cast("QKeyEvent", event)
            if pressed.key() in _ENDS | {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape}:
                index = options.currentIndex()
                options.hide()
                if pressed.key() != Qt.Key.Key_Escape and index.isValid():
                    self.setEditText(str(index.data()))
                    self.edited.emit()
                self._ends_list = True
                QCoreApplication.sendEvent(self, QKeyEvent(pressed))
                self._ends_list = False
                return True
        return super().eventFilter(watched, event)


class SuggestEditor(ComboEditor):
    """A list of likely values beside free typing; for periods and years."""

    def __init__(self, field: Field, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(field, options, parent)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none to mean none
        self.line.setPlaceholderText(placeholder(field))

    def value_text(self) -> str:
        """Return what is shown."""
        return self.currentText()

    def set_value_text(self, text: str) -> None:
        """Show a value, in the list or not."""
        self.setCurrentIndex(self.findText(text))
        self.setEditText(text)
