"""The sections of a pack as a list: ticked or not, and put in order by dragging or with Alt and the arrow keys."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY, SECTIONS
from asc_desktop.ui.keys import MOVE_DOWN, MOVE_UP
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.tick import paint_tick

_KEY = Qt.ItemDataRole.UserRole
_ROW = 25


class _TickedRows(QStyledItemDelegate):
    """Draws the box as forms and tables do, so that it is seen on dark too."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a section's row."""
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        style = view.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, view, painter, view.widget)
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, view, view.widget)
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, view, view.widget)
        has_focus = bool(view.state & QStyle.StateFlag.State_HasFocus)
        ticked = view.checkState == Qt.CheckState.Checked
        palette = current_palette()
        paint_tick(painter, QRectF(box), palette, ticked=ticked, strong=has_focus)
        chosen = bool(view.state & QStyle.StateFlag.State_Selected)
        painter.setPen(
            QColor(palette.selection_text if chosen else palette.text if ticked else palette.text_muted)
        )
        painter.setFont(view.font)
        painter.drawText(words.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, view.text)


class SectionList(QListWidget):
    """Every section, those of the pack ticked and first in their order."""

    changed = Signal()
    """A section was ticked or moved by a person."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_TickedRows(self))
        self.setAccessibleName("Sections")
        self.setAccessibleDescription("Space ticks a section. Alt with Up or Down moves it.")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_ROW * len(SECTIONS) + 4)
        self.itemChanged.connect(lambda _: self.changed.emit())
        self.model().rowsMoved.connect(lambda *_: self.changed.emit())

    @property
    def sections(self) -> tuple[str, ...]:
        """The keys of the ticked sections, in order."""
        return tuple(
            str(item.data(_KEY)) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        )

    def set_sections(self, chosen: Iterable[str]) -> None:
        """Tick these in this order; the others follow in their usual one. Sends no ``changed``."""
        ticked = [key for key in chosen if key in SECTION_BY_KEY]
        if tuple(ticked) == self.sections:
            return
        row = self.currentRow()
        at = self.item(row).data(_KEY) if row >= 0 else None
        self.blockSignals(True)
        self.clear()
        for key in [*ticked, *(section.key for section in SECTIONS if section.key not in ticked)]:
            section = SECTION_BY_KEY[key]
            item = QListWidgetItem(section.title)
            item.setData(_KEY, key)
            item.setSizeHint(QSize(0, _ROW))
            set_tip(item, f"{section.help}. Drag it, or press Alt with Up or Down, to move it.")
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
            if key == at:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the section."""
        if MOVE_UP.matches(event) or MOVE_DOWN.matches(event):
            self._move(-1 if MOVE_UP.matches(event) else 1)
            return
        super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        row = self.currentRow()
        if not (0 <= row < self.count() and 0 <= row + by < self.count()):
            return
        self.blockSignals(True)
        item = self.takeItem(row)
        self.insertItem(row + by, item)
        self.setCurrentItem(item)
        self.blockSignals(False)
        self.changed.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
