"""How a table's cells are drawn.

Words take the lines that fit in the row, which `layout` makes as high as they need. A figure, a date or a
reference is shown whole or as ####, and then its tool tip has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
)

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.chip import CHIP_WORDS, chip_size, paint_status_chip
from asc_desktop.ui.cutting import hash_marks, hashes, is_figure, is_whole, wrapped
from asc_desktop.ui.fonts import BODY, SEMI_BOLD, ui_font
from asc_desktop.ui.models.arrange import GroupRow
from asc_desktop.ui.models.columns import Chip, Column
from asc_desktop.ui.models.shown_cells import ModelIndex
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import hide_tip, show_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.table.editing import CellEditing
from asc_desktop.ui.widgets.table.needs import CHIP_GAP, PADDING, is_words
from asc_desktop.ui.widgets.tick import paint_tick

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


class RecordDelegate(CellEditing):
    """Draws and edits the cells of a RecordTableView."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(view)
        self._palette: Palette = current_palette()
        self._colours: dict[str, QColor] = {}
        self._bold = ui_font(BODY, SEMI_BOLD)
        self._italic = ui_font(BODY)
        self._italic.setItalic(True)
        self.covered = 0
        """How much of the view's left is covered by a column that stays in sight, in pixels."""
        self.is_apart = False
        """Whether cells are now drawn elsewhere than in the view, whose edges are not theirs."""

    def begin_painting(self) -> Palette:
        """Take the palette in force for the cells that are now drawn, and return it."""
        palette = current_palette()
        if palette is not self._palette:
            self._palette = palette
            self._colours.clear()
        self._view.exempt.begin()
        return palette

    def colour(self, value: str) -> QColor:
        """Return a colour of the palette as Qt's."""
        found = self._colours.get(value)
        if found is None:
            found = self._colours[value] = QColor(value)
        return found

    @property
    def bold_font(self) -> QFont:
        """Return the font of headings."""
        return self._bold

    def drawn_width(self, key: str) -> int:
        """Return the room for what is drawn beside the words of a column's cells, in pixels."""
        return 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a cell."""
        model = self._view.table
        at, column_at = index.row(), index.column()
        rect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        group = model.group_at(at)
        self._paint_ground(painter, rect, at, group, selected=selected)
        column = model.column(column_at)
        if group is not None:
            value = group.cells.get(column.key)
            if value is not None:
                painter.setFont(self._bold)
                bad = is_bad(column, value) or getattr(value, "warns", False)
                if column.chip is not None:
                    # Under the figures of the chips above.
                    rect = rect.adjusted(CHIP_WORDS, 0, 0, 0)
                self._paint_text(painter, rect, column, column.text_of(value), bad=bad, selected=selected)
        else:
            self._paint_row_cell(painter, rect, at, column_at, selected=selected)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(self.colour(self._palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_ground(
        self, painter: QPainter, rect: QRect, at: int, group: GroupRow | None, *, selected: bool
    ) -> None:
        palette = self._palette
        if selected:
            painter.fillRect(rect, self.colour(palette.selection))
        elif group is not None:
            painter.fillRect(rect, self.colour(palette.surface_alt))
        painter.setPen(self.colour(palette.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if group is not None and group.is_total:
            painter.setPen(self.colour(palette.control_border))
            painter.drawLine(rect.topLeft(), rect.topRight())

    def _paint_row_cell(
        self, painter: QPainter, rect: QRect, at: int, column_at: int, *, selected: bool
    ) -> None:
        model = self._view.table
        column = model.column(column_at)
        row = model.row_at(at)
        draft = model.draft(model.id_at(at), column.key)
        painter.setFont(self._view.font())
        colour = self._palette.selection_text if selected else self._palette.warning_text
        rect = self._view.exempt.paint(painter, rect, row, column_at, colour)
        if draft is not None:
            self._paint_text(painter, rect, column, draft.text, bad=True, selected=selected)
            painter.setPen(QPen(self.colour(self._palette.negative), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
            return
        if column.chip is not None:
            chip = column.chip(row)
            if chip is not None:
                room = QRectF(rect).adjusted(PADDING, 0, -4, -1)
                if column.side == "centre":
                    spare = room.width() - chip_size(chip.text).width()
                    room.adjust(max(spare / 2, 0), 0, 0, 0)
                # A status is not cut: without room for its words its colour and shape are left, and the tool tip.
                words = chip.text if chip_size(chip.text).width() <= room.width() + 1 else ""
                paint_status_chip(
                    painter, room, words, chip.rag, chip.shape, self._palette, dimmed=chip.dimmed
                )
            return
        if column.chips is not None:
            self._paint_chips(painter, QRectF(rect).adjusted(PADDING, 0, -4, -1), column.chips(row))
            return
        if column.kind is Kind.FLAG:
            if column.read(row) is None:
                # What nobody has answered is no No.
                return
            paint_tick(
                painter,
                QRectF(rect),
                self._palette,
                ticked=bool(column.read(row)),
                framed=model.can_edit(at, column_at),
            )
            return
        if column.aside is not None and column.aside(row):
            painter.setFont(self._italic)
        value = column.read(row) if column.kind in {Kind.MONEY, Kind.INTEGER} else None
        bad = is_bad(column, value) or (column.warn is not None and column.warn(row))
        self._paint_text(painter, rect, column, model.text_at(at, column_at), bad=bad, selected=selected)

    def _paint_chips(self, painter: QPainter, room: QRectF, chips: Sequence[Chip]) -> None:
        """Draw the chips that fit whole, and then how many more there are."""
        sizes = [chip_size(chip.text, shape=chip.shape or "circle").width() for chip in chips]
        for at, (chip, width) in enumerate(zip(chips, sizes, strict=True)):
            more = f"+{len(chips) - at - 1}" if at + 1 < len(chips) else ""
            kept = chip_size(more, shape="none").width() + CHIP_GAP if more else 0.0
            if width + kept > room.width():
                rest = f"+{len(chips) - at}" if at else str(len(chips))
                paint_status_chip(painter, room, rest, "grey", "none", self._palette)
                return
            taken = paint_status_chip(painter, room, chip.text, chip.rag, chip.shape, self._palette)
            room = room.adjusted(taken.width() + CHIP_GAP, 0, 0, 0)

    def _paint_text(
        self, painter: QPainter, rect: QRect, column: Column, text: str, *, bad: bool, selected: bool
    ) -> None:
        if not text:
            return
        palette = self._palette
        plain = palette.selection_text if selected else palette.text
        contrasts = palette.name in {"light", "dark"} or not selected
        painter.setPen(self.colour(palette.negative if bad and contrasts else plain))
        # A line break within a cell would be drawn on a second line that nobody sees.
        line = " ".join(text.split("\n")) if "\n" in text else text
        metrics = painter.fontMetrics()
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        shown = self._lines(line, column, metrics, room.width() + 1, room.height())
        if len(shown) == 1 and (not is_words(column) or is_figure(line)):
            room, shown = self._within_edges(room, column, metrics, shown[0])
        painter.drawText(room, _ALIGN[column.side] | Qt.AlignmentFlag.AlignVCenter, "\n".join(shown))

    def _lines(self, text: str, column: Column, metrics: QFontMetrics, width: int, height: int) -> list[str]:
        """Return the lines of a cell's text, as they are drawn in so much room."""
        if not is_words(column):
            fits = metrics.horizontalAdvance(text) <= width
            return [text if fits else hashes(metrics, width)]
        lines = max((height - 4) // metrics.lineSpacing(), 1)
        return wrapped(text, metrics, width, lines)

    def _within_edges(
        self, room: QRect, column: Column, metrics: QFontMetrics, figure: str
    ) -> tuple[QRect, list[str]]:
        """Return what is seen of a figure and where: #### where an edge of the view would cut it in two.

        What is left of £16,739 at an edge is read as £16.
        """
        width, spare = metrics.horizontalAdvance(figure), room.width() - metrics.horizontalAdvance(figure)
        left = room.left() + {"left": 0, "centre": spare // 2, "right": spare}[column.side]
        end = self._view.viewport().width()
        if self.is_apart or (left >= self.covered and left + width <= end + 1):
            return room, [figure]
        seen = room.intersected(QRect(self.covered, room.top(), end - self.covered, room.height()))
        return seen, [hash_marks(metrics, seen.width())]

    def is_cut(self, index: ModelIndex) -> bool:
        """Whether a cell, of a row or of a heading, shows less than all of its text."""
        model = self._view.table
        at, column = index.row(), model.column(index.column())
        text = " ".join(model.text_at(at, index.column()).split("\n"))
        rect = self._view.visualRect(cast("QModelIndex", index))
        group, row = model.group_at(at), model.row_at(at)
        if not text or (group is not None and group.cells.get(column.key) is None):
            return False
        if group is None and (column.kind is Kind.FLAG or column.chips is not None):
            return False
        if column.chip is not None and group is None:
            return chip_size(text).width() > rect.width() - PADDING - 4 + 1
        metrics = QFontMetrics(self._bold) if group is not None else self._view.fontMetrics()
        room = rect.width() - 2 * PADDING + 1
        if row is not None:
            room -= self._view.exempt.room_at(row).get(index.column(), 0)
        return not is_whole(text, self._lines(text, column, metrics, room, rect.height() - 1))

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return room for the cell's words, asked for when a person double-clicks a column's edge."""
        model = self._view.table
        column = model.column(index.column())
        text = model.text_at(index.row(), index.column())
        if column.chip is not None:
            return QSize(round(chip_size(text).width()) + 2 * PADDING, 28)
        row = model.row_at(index.row())
        if column.chips is not None and row is not None:
            every = column.chips(row)
            widths = sum(
                chip_size(chip.text, shape=chip.shape or "circle").width() + CHIP_GAP for chip in every
            )
            return QSize(round(widths) + 2 * PADDING, 28)
        metrics = self._view.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(text) + 2 * PADDING + 4, 480), 28)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: ModelIndex
    ) -> bool:
        """Show why a cell was refused, its hint, or all its words where they are cut."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        said = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        words = self._view.table.text_at(index.row(), index.column())
        if self.is_cut(index) and words not in said:
            said = f"{words}\n\n{said}".strip()
        if said:
            show_tip(event.globalPos(), said, view, wrap=True)
        else:
            hide_tip()
        return True


def is_bad(column: Column, value: object) -> bool:
    """Whether a value is shown as bad by its sign alone."""
    return isinstance(value, int) and value < 0 and column.negative_is_bad
