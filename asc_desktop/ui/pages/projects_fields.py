"""Fields of the projects page that save themselves when they are left: status, words and amounts.

field = AutoSaveLine("Forecast 2024/25, £")
field.committed.connect(save)  # str: what was typed, once, on Enter or on leaving the field
field.show_value("410,000", owner=line.id, carried="Carried forward from May 2024")
field.show_problem("The forecast for the year cannot be below the £1 already delivered.")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.fields import Field, Kind
from asc_desktop.domain.report import StatusView
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.editors_list import SearchEditor
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.status_chip import chip_size, paint_status_chip
from asc_desktop.ui.widgets.unresolved import refused_words

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

AnyIndex = QModelIndex | QPersistentModelIndex
_VIEW_ROLE = Qt.ItemDataRole.UserRole + 1


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a property that the style sheet looks at, and have the style look."""
    value = "true" if on else "false"
    if (widget.property(name) or "false") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class _AutoSave(QWidget):
    """What the two kinds of text field share: a sentence below when something is wrong, and saving when left."""

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(editor)
        layout.addWidget(self._problem)

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
        return [refused_words(text, name) for text, sentence in (*shown, *self._drafts.values()) if sentence]

    def drop_unresolved(self) -> None:
        """Show the stored value again."""
        self._drafts.clear()
        if self.problem:
            self.revert()

    def settle(self) -> None:
        """Take what is shown for stored; the next ``show_value`` says how it is really kept."""
        self._shown = self._text()
        self.show_problem("")

    def _text(self) -> str:
        raise NotImplementedError

    def _set_text(self, text: str) -> None:
        raise NotImplementedError


class AutoSaveLine(_AutoSave):
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
        if _is_unneeded_undo(event, available=self.isUndoAvailable()):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.escaped.emit()
            return
        super().keyPressEvent(event)


class AutoSaveText(_AutoSave):
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
        if _is_unneeded_undo(event, available=self.document().isUndoAvailable()):
            return False
        done = super().event(event)
        if event.type() in {QEvent.Type.Polish, QEvent.Type.StyleChange}:
            # The style sheet's own least height takes the place of ours each time that it is applied.
            self._fit()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.escaped.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        rows = min(max(round(self.document().size().height()), self._lines), self._most)
        wanted = rows * line + 2 * round(self.document().documentMargin()) + 12
        if {wanted} != {self.minimumHeight(), self.maximumHeight()}:
            self.setFixedHeight(wanted)


def _is_unneeded_undo(event: QEvent, *, available: bool) -> bool:
    """Whether this is Ctrl+Z in a field with nothing of its own to take back: then the window's undo has it."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
        and not available
    )


class StatusCombo(SearchEditor):
    """A delivery status to type or choose, shown as its chip. Saved with Enter, Tab, a click or on leaving it."""

    committed = Signal(str)
    """The id of the status now wanted, or what was typed where that names none."""

    def __init__(self, name: str) -> None:
        super().__init__(Field(key="status_id", label=name, kind=Kind.REFERENCE, required=True), ())
        self._dimmed = False
        self._shown_id = ""
        self._owner = ""
        self.setAccessibleName(name)
        self.line.setPlaceholderText("Choose a status")
        self.setItemDelegate(_ChipDelegate(self))
        self.options_list.setItemDelegate(_ChipDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.chosen.connect(self.commit)
        self._show_line(is_shown=False)

    def set_statuses(self, statuses: Sequence[StatusView]) -> None:
        """Offer these; what is chosen or half typed stays."""
        if [self.itemData(row, _VIEW_ROLE) for row in range(self.count())] == list(statuses):
            return
        self.set_options([(status.id, status.name) for status in statuses])
        for row, status in enumerate(statuses):
            self.setItemData(row, status, _VIEW_ROLE)

    @property
    def status_id(self) -> str:
        """Return the id of the status reported, or nothing."""
        return self._shown_id

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.value_text() != self._shown_id

    def choose(self, status_id: str, *, owner: str, dimmed: bool = False) -> None:
        """Show a status as reported of ``owner``, dimmed where it is carried forward; what is half typed stays."""
        is_typing = owner == self._owner and self.is_changed
        self._shown_id, self._owner, self._dimmed = status_id, owner, dimmed
        if not is_typing:
            self.revert()

    def revert(self) -> None:
        """Show the status reported in place of what was typed."""
        self.set_value_text(self._shown_id)
        self._show_line(is_shown=self.hasFocus())

    def unresolved(self) -> list[str]:
        """Return what was typed and refused, in words."""
        return [refused_words(self.currentText(), self.accessibleName())] if self.is_changed else []

    def drop_unresolved(self) -> None:
        """Show the status reported again."""
        self.revert()

    def commit(self) -> None:
        """Save what was typed or chosen, if that is another."""
        if self.is_changed:
            self.committed.emit(self.value_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Enter, and take back with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.is_changed:
            self.revert()
            return
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.commit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the words, to type over."""
        super().focusInEvent(event)
        self._show_line(is_shown=True)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when it is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._show_line(is_shown=False)
            self.commit()

    def sizeHint(self) -> QSize:
        """Return the height of the other fields."""
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), 30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field with the chip in it, unless somebody types there."""
        super().paintEvent(event)
        view = self._shown_view()
        if view is None or not self.line.isHidden():
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        box = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        # Upright in the middle of the field, whatever its padding.
        rect = QRectF(box.left(), 0, box.width(), self.height())
        _paint_chip(QPainter(self), rect, view, dimmed=self._dimmed)

    def _shown_view(self) -> StatusView | None:
        at = self.findData(self._shown_id) if not self.is_changed else -1
        view = self.itemData(at, _VIEW_ROLE) if at >= 0 else None
        return view if isinstance(view, StatusView) else None

    def _show_line(self, *, is_shown: bool) -> None:
        self.line.setVisible(is_shown or self._shown_view() is None)
        self.update()


def _paint_chip(painter: QPainter, rect: QRectF, view: StatusView, *, dimmed: bool = False) -> None:
    paint_status_chip(
        painter,
        rect,
        view.name,
        view.rag,
        view.shape,  # type: ignore[arg-type] # the record's choices are the shapes
        current_palette(),
        dimmed=dimmed,
    )


class _ChipDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        view = index.data(_VIEW_ROLE)
        if isinstance(view, StatusView):
            rect: QRectF = QRectF(option.rect).adjusted(8, 0, -4, 0)
            _paint_chip(painter, rect, view)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        wanted = chip_size(str(index.data() or ""))
        return QSize(round(wanted.width()) + 16, 28)
