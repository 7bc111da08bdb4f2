"""The delivery status of a project: typed or chosen, shown as its chip, and saved when it is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
)

from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.domain.report.model import StatusView
from asc_desktop.ui.chip import chip_size, paint_status_chip
from asc_desktop.ui.keys import TAKE_BACK
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.form.auto_save import AutoSave
from asc_desktop.ui.widgets.form.editors_list import SearchEditor

AnyIndex = QModelIndex | QPersistentModelIndex
_VIEW_ROLE = Qt.ItemDataRole.UserRole + 1


class AutoSaveStatus(AutoSave):
    """A delivery status to type or choose. Enter, Tab, a click on one or leaving it saves; Escape takes back.

    Its text is the id of a status, or what was typed where that names none.
    """

    def __init__(self, name: str) -> None:
        self.editor = StatusCombo(name)
        super().__init__(self.editor, name)
        self.editor.chosen.connect(self.commit)
        self.editor.left.connect(self.commit)
        self.editor.escaped.connect(self.revert)

    def set_statuses(self, statuses: Sequence[StatusView]) -> None:
        """Offer these; what is chosen or half typed stays."""
        self.editor.set_statuses(statuses)

    def show_status(self, status_id: str, *, owner: str, dimmed: bool = False) -> None:
        """Show a status as reported of ``owner``, dimmed where it is carried forward; what is half typed stays."""
        self.editor.set_reported(status_id, dimmed=dimmed)
        self.show_value(status_id, owner=owner)

    def _words(self, text: str) -> str:
        return self.editor.words_of(text)

    def _text(self) -> str:
        return self.editor.value_text()

    def _set_text(self, text: str) -> None:
        self.editor.set_value_text(text)
        self.editor.show_line(is_shown=self.editor.hasFocus())


class StatusCombo(SearchEditor):
    """A list of statuses to search, drawn as the chip of the status reported while nobody types in it."""

    left = Signal()
    """Enter, Tab or leaving: what is typed is meant."""
    escaped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(Field(key="status_id", label=name, kind=Kind.REFERENCE, required=True), ())
        self._dimmed = False
        self._reported = ""
        self.setAccessibleName(name)
        self.line.setPlaceholderText("Choose a status")
        self.setItemDelegate(_ChipDelegate(self))
        self.options_list.setItemDelegate(_ChipDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.show_line(is_shown=False)

    def set_statuses(self, statuses: Sequence[StatusView]) -> None:
        """Offer these; what is chosen or half typed stays."""
        if [self.itemData(row, _VIEW_ROLE) for row in range(self.count())] == list(statuses):
            return
        self.set_options([(status.id, status.name) for status in statuses])
        for row, status in enumerate(statuses):
            self.setItemData(row, status, _VIEW_ROLE)

    def set_reported(self, status_id: str, *, dimmed: bool) -> None:
        """Draw the chip of this status while it is the one shown."""
        self._reported, self._dimmed = status_id, dimmed
        self.update()

    def words_of(self, status_id: str) -> str:
        """Return the name of a status, or what is none as it is."""
        at = self.findData(status_id)
        return self.itemText(at) if at >= 0 else status_id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Enter, and take back with Escape."""
        if TAKE_BACK.matches(event) and self.value_text() != self._reported:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the words, to type over."""
        super().focusInEvent(event)
        self.show_line(is_shown=True)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when it is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.show_line(is_shown=False)
            self.left.emit()

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
        at = self.findData(self._reported) if self.value_text() == self._reported else -1
        view = self.itemData(at, _VIEW_ROLE) if at >= 0 else None
        return view if isinstance(view, StatusView) else None

    def show_line(self, *, is_shown: bool) -> None:
        """Show the line to type in, or the chip where there is one."""
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
