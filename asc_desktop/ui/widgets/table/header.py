"""The heading row of a table: click to sort, right-click for the column's menu, drag to move or resize.

Columns that share a `band` stand under one heading, such as a year over its target and forecast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView

from asc_desktop.ui.cutting import is_whole, wrapped
from asc_desktop.ui.fonts import SEMI_BOLD, SMALL, ui_font
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.plain import show_tip
from asc_desktop.ui.theme import current_palette, theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

HEIGHT = 30
BAND_HEIGHT = 26
_PADDING = 8
_MARK = 12
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


class RecordHeader(QHeaderView):
    """The headings of a RecordTableView."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFont(ui_font(SMALL, SEMI_BOLD))
        self.setAccessibleName("Column headings")
        self.sectionClicked.connect(self._on_clicked)
        self.customContextMenuRequested.connect(self._on_menu)

    @property
    def has_bands(self) -> bool:
        """Whether any column stands under a shared heading."""
        return any(column.band for column in self._view.table.columns)

    def sizeHint(self) -> QSize:
        """Return one line, or two with shared headings."""
        return QSize(super().sizeHint().width(), HEIGHT + (BAND_HEIGHT if self.has_bands else 0))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a heading with its sort arrow and filter mark."""
        palette = current_palette()
        model = self._view.table
        if logicalIndex >= len(model.columns):
            return
        column = model.column(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(palette.surface_alt))
        painter.setPen(QColor(palette.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if column.band:
            room.setTop(rect.top() + BAND_HEIGHT)
        marks: list[str] = []
        if model.sorting is not None and model.sorting[0] == column.key:
            marks.append("chevron-down" if model.sorting[1] else "chevron-up-control")
        if column.key in model.value_filters:
            marks.append("filter")
        label_room = room.adjusted(0, 0, -len(marks) * (_MARK + 3), 0)
        painter.setFont(self.font())
        painter.setPen(QColor(palette.text if marks else palette.text_muted))
        metrics = QFontMetrics(self.font())
        shown = self._lines(column, label_room.width() + 1)
        if self._is_cut_by_cover(column, label_room, shown):
            shown = []
        painter.drawText(label_room, _ALIGN[column.side] | Qt.AlignmentFlag.AlignVCenter, "\n".join(shown))
        left = room.right() - _MARK + 1
        if column.side == "left" and marks:
            widest = max(map(metrics.horizontalAdvance, shown), default=0)
            left = min(left, room.left() + widest + 4 + (len(marks) - 1) * (_MARK + 3))
        for mark in marks:
            place = QRectF(left, room.center().y() - _MARK / 2 + 1, _MARK, _MARK)
            if mark == "filter":
                theme_hub().icons.paint(painter, place, "filter", palette.accent)
            else:
                self._paint_arrow(painter, place, down=mark == "chevron-down")
            left -= _MARK + 3
        painter.restore()

    def paintEvent(self, e: QPaintEvent) -> None:
        """Draw the headings, then those they share."""
        super().paintEvent(e)
        if not self.has_bands:
            return
        palette = current_palette()
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        metrics = QFontMetrics(self.font())
        for band, rect in self.band_rects():
            # A year that an edge would cut is written in what is seen of its columns, or not at all.
            seen = rect.intersected(QRect(self._covered(), 0, self.viewport().width(), BAND_HEIGHT))
            if metrics.horizontalAdvance(band) + _PADDING <= seen.width():
                painter.setPen(QColor(palette.text))
                painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, band)
            painter.setPen(QPen(QColor(palette.control_border), 1))
            painter.drawLine(rect.left() + _PADDING, rect.bottom(), rect.right() - _PADDING, rect.bottom())

    def band_rects(self) -> list[tuple[str, QRect]]:
        """Return each shared heading with its place, a run of neighbours at a time."""
        found: list[tuple[str, QRect]] = []
        last = ""
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            if self.isSectionHidden(logical):
                continue
            band = self._view.table.column(logical).band
            left, width = self.sectionViewportPosition(logical), self.sectionSize(logical)
            if band and band == last:
                found[-1][1].setRight(left + width - 1)
            elif band:
                found.append((band, QRect(left, 0, width, BAND_HEIGHT)))
            last = band
        return found

    def viewportEvent(self, e: QEvent) -> bool:
        """Show what a column holds, or its whole name where that is cut."""
        if isinstance(e, QHelpEvent) and e.type() == QEvent.Type.ToolTip:
            at = self.logicalIndexAt(e.pos())
            if at >= 0:
                column = self._view.table.column(at)
                is_cut = not is_whole(column.label, self._lines(column, self.sectionSize(at) - 2 * _PADDING))
                words = [column.label] if is_cut or not column.tooltip else []
                words += [column.tooltip] if column.tooltip else ["Click to sort. Right-click for more."]
                show_tip(e.globalPos(), "\n".join(words), self)
            return True
        return super().viewportEvent(e)

    def _covered(self) -> int:
        """Return how much of the left is covered by the column that stays in sight, while the headings are drawn."""
        delegate = self._view.delegate
        return 0 if delegate.is_apart else delegate.covered

    def _is_cut_by_cover(self, column: Column, room: QRect, lines: list[str]) -> bool:
        """Whether the column that stays in sight would leave only the end of a heading: ``orecast``."""
        metrics = QFontMetrics(self.font())
        widest = max(map(metrics.horizontalAdvance, lines), default=0)
        spare = room.width() - widest
        left = room.left() + {"left": 0, "centre": spare // 2, "right": spare}[column.side]
        return left < self._covered() <= room.right()

    def _lines(self, column: Column, width: int) -> list[str]:
        """Return the one or two lines of a column's heading."""
        return wrapped(column.label, QFontMetrics(self.font()), width, 2)

    def _paint_arrow(self, painter: QPainter, place: QRectF, *, down: bool) -> None:
        colour = QColor(current_palette().accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour, 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle = place.center()
        tip, ends = (middle.y() + 2, middle.y() - 2) if down else (middle.y() - 2, middle.y() + 2)
        painter.drawLine(QPoint(round(middle.x() - 4), round(ends)), QPoint(round(middle.x()), round(tip)))
        painter.drawLine(QPoint(round(middle.x()), round(tip)), QPoint(round(middle.x() + 4), round(ends)))

    def _on_clicked(self, at: int) -> None:
        """Sort upwards, then downwards, then not at all."""
        model = self._view.table
        key = model.column(at).key
        if model.sorting is None or model.sorting[0] != key:
            self._view.sort_by(key)
        elif not model.sorting[1]:
            self._view.sort_by(key, descending=True)
        else:
            self._view.sort_by(None)

    def _on_menu(self, place: QPoint) -> None:
        at = self.logicalIndexAt(place)
        if at >= 0:
            self._view.menus.column_menu(self._view.table.column(at).key).popup(self.mapToGlobal(place))
