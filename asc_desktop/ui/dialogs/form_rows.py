"""What the dialogs for one change are built of: a labelled field with its problem beneath; a choice of line.

Each record's own form is `ui/widgets/form/record_form`; these are for dialogs whose fields depend on each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import scrolling
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.form.editors_list import containing_completer
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class FieldBlock(QWidget):
    """A label, the controls it names, a sentence of help and, in red, why the value is refused.

    The first control has the keyboard when the label's letter is pressed, and is read out with the problem.
    """

    def __init__(self, label: str, *controls: QWidget) -> None:
        super().__init__()
        self._label = make_label(label, "field")
        self._controls = controls
        self._help = make_label("", "muted", wrap=True)
        self._problem = make_label("", "negative", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for control in controls:
            # A control that may grow takes the room that is left.
            grows = control.sizePolicy().horizontalPolicy() in {
                QSizePolicy.Policy.Expanding,
                QSizePolicy.Policy.MinimumExpanding,
            }
            row.addWidget(control, 1 if grows else 0)
        if not any(row.stretch(index) for index in range(row.count())):
            row.addStretch(1)
        column_of(self._label, row, self._help, self._problem, into=self, margins=0, spacing=3)
        self._help.hide()
        self._problem.hide()
        self.set_label(label)

    @property
    def problem(self) -> str:
        """The sentence that is shown in red."""
        return self._problem.text()

    @property
    def help(self) -> str:
        """The sentence that explains the field."""
        return self._help.text()

    def set_label(self, label: str) -> None:
        """Name the field anew."""
        self._label.setText(label)
        first = self._controls[0]
        self._label.setBuddy(first)
        first.setAccessibleName(label)

    def set_help(self, sentence: str) -> None:
        """Explain the field, or stop explaining it."""
        self._help.setText(sentence)
        self._help.setVisible(bool(sentence))
        self._describe()

    def set_problem(self, sentence: str) -> None:
        """Say why the value is refused; nothing where it is not."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._describe()
        first = self._controls[0]
        wanted = "true" if sentence else ""
        if (first.property("invalid") or "") != wanted:
            first.setProperty("invalid", wanted)
            first.style().polish(first)

    def go_to(self) -> None:
        """Put the keyboard in the field and bring it into sight with what is said of it."""
        self._controls[0].setFocus()
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, 8)

    def _describe(self) -> None:
        sentences = (self._problem.text(), self._help.text())
        self._controls[0].setAccessibleDescription(" ".join(filter(None, sentences)))


class BlocksDialog(ChangeDialog):
    """A dialog of ``blocks``, by the keys of what they hold; what is wrong with none of them is said at their foot."""

    blocks: dict[str, FieldBlock]

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._general = make_label("", "negative", wrap=True)
        self._general.hide()

    @property
    def problem(self) -> str:
        """The sentence about the change as a whole."""
        return self._general.text()

    def lay_out(self, action: str, *above: QWidget, wide: int) -> QPushButton:
        """Put the blocks below what is said above them; return the button that does what the dialog is for."""
        body = QWidget()
        column_of(
            *above, *self.blocks.values(), self._general, 1, into=body, margins=(18, 14, 18, 6), spacing=11
        )
        buttons, main = ok_and_cancel(self, action)
        foot = column_of(buttons, margins=(18, 0, 18, 0))
        area = scrolling(body)
        column_of((area, 1), foot, into=self, margins=(0, 0, 0, 12))
        self.fit(area, wide)
        return main

    def clear_problems(self) -> None:
        """Say nothing any more."""
        for block in self.blocks.values():
            block.set_problem("")
        self._general.hide()

    def show_problems(self, found: Iterable[tuple[str, str]]) -> None:
        """Say what is wrong, by keys and sentences, beside each block or for the whole, and go to the first."""
        general = []
        for key, sentence in found:
            block = self.blocks.get(key)
            if block is None or block.isHidden():
                general.append(sentence)
            elif sentence not in block.problem:
                block.set_problem(f"{block.problem} {sentence}".strip())
        self._general.setText(" ".join(dict.fromkeys(general)))
        self._general.setVisible(bool(general))
        first = next((block for block in self.blocks.values() if block.problem), None)
        if first is not None:
            first.go_to()


class LinePicker(QComboBox):
    """A choice of savings line: pick one, or type any part of its words."""

    line_chosen = Signal(str)
    """The id of the line that a person chose; empty where what was typed names none."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._field = QLineEdit()
        self.setLineEdit(self._field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        self.setMaxVisibleItems(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = containing_completer(self)
        completer.setModel(self.model())
        self.setCompleter(completer)
        self._field.setPlaceholderText("Choose a line, or type part of its name")
        self._line_id = ""
        self._is_typed_in = False
        self.activated.connect(lambda _: self._settle())
        completer.activated.connect(lambda _: self._settle())
        self._field.editingFinished.connect(self._settle)
        self._field.textEdited.connect(self._on_typed)

    @property
    def line_id(self) -> str:
        """The id of the line chosen; empty for none."""
        return self._line_id

    def set_lines(self, lines: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these lines, id and words, in this order, with one chosen; what is being typed stays as it is."""
        typed, at = self._field.text(), self._field.cursorPosition()
        self.blockSignals(True)
        self.clear()
        for line_id, words in lines:
            self.addItem(words, line_id)
        self._line_id = chosen
        self.setCurrentIndex(self.findData(chosen) if chosen else -1)
        set_tip(self._field, self.currentText() if chosen else "")
        if not chosen:
            self._field.clear()
        self._field.setCursorPosition(0)
        if self._is_typed_in:
            self._field.setText(typed)
            self._field.setCursorPosition(at)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the dialog, and leave the choice alone."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Show the beginning of long words, not their end."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._field.setCursorPosition(0)

    def _on_typed(self) -> None:
        """Take the line that the letters typed so far name alone."""
        self._is_typed_in = True
        self._take(self._named())
        self._is_typed_in = False

    def _settle(self) -> None:
        """Take the line that the words name, and show it in full."""
        index = self._named()
        if index >= 0:
            self.setCurrentIndex(index)
            self.setEditText(self.itemText(index))
            self._field.setCursorPosition(0)
            set_tip(self._field, self.itemText(index))
        self._take(index)

    def _take(self, index: int) -> None:
        chosen = str(self.itemData(index)) if index >= 0 else ""
        if chosen != self._line_id:
            self._line_id = chosen
            self.line_chosen.emit(chosen)

    def _named(self) -> int:
        """Return the place of the one line that the words in the field name, or -1."""
        typed = self._field.text().strip().casefold()
        current = self.currentIndex()
        if current >= 0 and self.itemText(current).casefold() == typed:
            return current
        words = [(self.itemText(index).casefold(), index) for index in range(self.count())]
        exact = [index for text, index in words if text == typed]
        found = exact or [index for text, index in words if typed and typed in text]
        return found[0] if len(found) == 1 else -1


def text_field(text: str = "", limit: int = 0) -> QLineEdit:
    """Return a line to type in, of at most so many characters."""
    field = QLineEdit(text)
    if limit:
        field.setMaxLength(limit)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field


def words_field(text: str = "") -> QPlainTextEdit:
    """Return a field of a few lines, which Tab leaves."""
    field = QPlainTextEdit(text)
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * 2 + 20)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field
