"""Fields that save themselves when they are left: words and amounts.

field = AutoSaveLine("Forecast 2024/25, £")
field.committed.connect(save)  # str: what was typed, once, on Enter or on leaving the field
field.show_value("410,000", owner=line.id, carried="Carried forward from May 2024")
field.show_problem("The forecast for the year cannot be below the £1 already delivered.")
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from asc_desktop.ui.keys import SAVE_TEXT, TAKE_BACK
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.form.unneeded_undo import is_unneeded_undo
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.unresolved import refused_words


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a property that the style sheet looks at, and have the style look."""
    value = "true" if on else "false"
    if (widget.property(name) or "false") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class AutoSave(QWidget):
    """What these fields share: a sentence below when something is wrong, and saving when left."""

    committed = Signal(str)
    """What was typed, where it differs from what was shown."""

    def __init__(self, editor: QWidget, name: str) -> None:
        super().__init__()
        self._shown = ""
        self._owner = ""
        self._drafts: dict[str, tuple[str, str]] = {}
        self._editor_widget = editor
        editor.setAccessibleName(name)
        self.setFocusProxy(editor)
        only_to_change(editor)
        self._problem = make_label("", "negative", wrap=True)
        self._problem.hide()
        column_of(editor, self._problem, into=self, margins=0, spacing=2)

    @property
    def owner(self) -> str:
        """Return whose value is shown, as `show_value` was told."""
        return self._owner

    @property
    def problem(self) -> str:
        """Return the sentence that says what is wrong; empty where nothing is."""
        return self._problem.text()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self._text() != self._shown

    def show_value(self, text: str, *, owner: str = "", carried: str = "") -> None:
        """Show the stored value of ``owner``, unless another is being typed into it.

        What is half typed or refused is kept with its owner while another's value is shown, and comes back with it.
        """
        if owner != self._owner:
            if self.is_changed:
                self._drafts[self._owner] = (self._text(), self.problem)
            self._owner, self._shown = owner, text
            typed, sentence = self._drafts.pop(owner, (text, ""))
            self._set_text(typed)
            self.show_problem(sentence)
        elif not self.is_changed or self._text() == text:
            if self._text() != text:
                self._set_text(text)
            self.show_problem("")
        self._shown = text
        set_flag(self._editor_widget, "carried", on=bool(carried))
        set_tip(self._editor_widget, carried)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong beside the field, which keeps what was typed."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._editor_widget.setAccessibleDescription(sentence)
        set_flag(self._editor_widget, "invalid", on=bool(sentence))

    def commit(self) -> None:
        """Save what was typed, if anything was."""
        if self.is_changed:
            self.committed.emit(self._text())

    def revert(self) -> None:
        """Throw away what was typed."""
        self._set_text(self._shown)
        self.show_problem("")

    def unresolved(self) -> list[str]:
        """Return what was refused here, also of records not shown just now, in words."""
        shown = [(self._text(), self.problem)] if self.is_changed else []
        name = self._editor_widget.accessibleName()
        return [
            refused_words(self._words(text), name)
            for text, sentence in (*shown, *self._drafts.values())
            if sentence
        ]

    def drop_unresolved(self) -> None:
        """Show the stored value again."""
        self._drafts.clear()
        if self.problem:
            self.revert()

    def settle(self) -> None:
        """Take what is shown for stored; the next ``show_value`` says how it is really kept."""
        self._shown = self._text()
        self.show_problem("")

    def _words(self, text: str) -> str:
        """Return a text as a person reads it."""
        return text

    def _text(self) -> str:
        raise NotImplementedError

    def _set_text(self, text: str) -> None:
        raise NotImplementedError


class AutoSaveLine(AutoSave):
    """One line, flush right for an amount. Enter or leaving it saves; Escape brings the stored value back."""

    def __init__(self, name: str, *, numeric: bool = False) -> None:
        self.editor = _Line(lambda: self.is_changed)
        super().__init__(self.editor, name)
        if numeric:
            self.editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editor.editingFinished.connect(self.commit)
        self.editor.escaped.connect(self.revert)

    def _text(self) -> str:
        return self.editor.text()

    def _set_text(self, text: str) -> None:
        self.editor.setText(text)


class _Line(QLineEdit):
    escaped = Signal()

    def __init__(self, is_changed: Callable[[], bool]) -> None:
        super().__init__()
        self.is_changed = is_changed

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def event(self, event: QEvent) -> bool:
        if is_unneeded_undo(event, self):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if TAKE_BACK.matches(event) and self.is_changed():
            self.escaped.emit()
            return
        super().keyPressEvent(event)


class AutoSaveText(AutoSave):
    """Several lines that grow with what is typed. Leaving it saves; Tab leaves it; Escape brings the old words back."""

    def __init__(self, name: str, *, lines: int = 4, most: int = 16) -> None:
        self.editor = _Text(lines, most, lambda: self.is_changed)
        super().__init__(self.editor, name)
        self.editor.left.connect(self.commit)
        self.editor.escaped.connect(self.revert)

    def _text(self) -> str:
        return self.editor.toPlainText()

    def _set_text(self, text: str) -> None:
        self.editor.setPlainText(text)


class _Text(QPlainTextEdit):
    left = Signal()
    escaped = Signal()

    def __init__(self, lines: int, most: int, is_changed: Callable[[], bool]) -> None:
        super().__init__()
        self.is_changed = is_changed
        self._lines = lines
        self._most = most
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if is_unneeded_undo(event, self):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and SAVE_TEXT.matches(cast("QKeyEvent", event)):
            # Before the page takes it, to open a row.
            event.accept()
            return True
        done = super().event(event)
        if event.type() in {QEvent.Type.Polish, QEvent.Type.StyleChange}:
            # The style sheet's own least height takes the place of ours each time that it is applied.
            self._fit()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if TAKE_BACK.matches(event) and self.is_changed():
            self.escaped.emit()
            return
        if SAVE_TEXT.matches(event):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        rows = min(max(round(self.document().size().height()), self._lines), self._most)
        wanted = rows * line + 2 * round(self.document().documentMargin()) + 12
        if {wanted} != {self.minimumHeight(), self.maximumHeight()}:
            self.setFixedHeight(wanted)
