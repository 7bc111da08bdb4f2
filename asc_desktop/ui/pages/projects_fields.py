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
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.report import StatusView
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.status_chip import chip_size, paint_status_chip

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent, QWheelEvent

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


class StatusCombo(QComboBox):
    """A delivery status to choose, each shown as its chip."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._dimmed = False
        self.setAccessibleName(name)
        self.setItemDelegate(_ChipDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def set_statuses(self, statuses: Sequence[StatusView]) -> None:
        """Offer these; the one chosen stays chosen."""
        if [self.itemData(row, _VIEW_ROLE) for row in range(self.count())] == list(statuses):
            return
        chosen = self.status_id
        self.clear()
        for status in statuses:
            self.addItem(status.name, status.id)
            self.setItemData(self.count() - 1, status, _VIEW_ROLE)
        self.choose(chosen)

    @property
    def status_id(self) -> str:
        """Return the id of the status chosen, or nothing."""
        return str(self.currentData() or "")

    def choose(self, status_id: str, *, dimmed: bool = False) -> None:
        """Show a status as chosen, dimmed where it is carried forward; send no signal."""
        was_blocked = self.blockSignals(True)
        self.setCurrentIndex(self.findData(status_id) if status_id else -1)
        self.blockSignals(was_blocked)
        self._dimmed = dimmed
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past a field must not change it."""
        event.ignore()

    def sizeHint(self) -> QSize:
        """Return the height of the other fields."""
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), 30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field with the chip in it."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        box = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        view = self.currentData(_VIEW_ROLE)
        if isinstance(view, StatusView):
            # Upright in the middle of the field, whatever its padding.
            rect = QRectF(box.left(), 0, box.width(), self.height())
            _paint_chip(painter, rect, view, dimmed=self._dimmed)
        else:
            painter.setPen(current_palette().text_muted)
            painter.drawText(box.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Choose a status")


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
