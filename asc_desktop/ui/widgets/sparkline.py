"""A line as small as a word, in a table's cell: how a figure went, and whether it is where it should be.

view.use_delegate(SparklineDelegate(view, "trend", lambda row: Spark((76.8, 77.0, None), "green", expected=78.0)))

The cell's own words stand at the right of the line, so nothing is said by the drawing alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from asc_desktop.ui.palette import ColourRole, Palette
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.table.delegates import RecordDelegate

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

SPARK_WIDTH = 72
_PADDING = 8
_DOT = 2.6


class Spark(Struct, frozen=True):
    """The values in order, None where there is none; the colour of the last; and what is expected of each, dashed."""

    values: tuple[float | None, ...]
    role: ColourRole
    expected: tuple[float | None, ...] = ()


def paint_sparkline(
    painter: QPainter, rect: QRectF, spark: Spark, palette: Palette, *, selected: bool = False
) -> None:
    """Draw the line across `rect`, its last value marked in its colour."""
    held = [value for value in (*spark.values, *spark.expected) if value is not None]
    if not held:
        return
    low, high = min(held), max(held)
    spread = high - low or 1.0
    pitch = rect.width() / max(len(spark.values) - 1, 1)

    def at(index: int, value: float) -> QPointF:
        share = (value - low) / spread if high > low else 0.5
        return QPointF(rect.left() + index * pitch, rect.bottom() - share * rect.height())

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(palette.text_muted), 1)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.drawPolyline(
        QPolygonF([at(index, value) for index, value in enumerate(spark.expected) if value is not None])
    )
    points = [at(index, value) for index, value in enumerate(spark.values) if value is not None]
    if points:
        painter.setPen(QPen(QColor(palette.selection_text if selected else palette.text), 1.4))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(QColor(palette.surface), 1))
        painter.setBrush(QColor(palette.hue(spark.role).solid))
        painter.drawEllipse(points[-1], _DOT, _DOT)
    painter.restore()


class SparklineDelegate(RecordDelegate):
    """Draws a table as ever, and a small line at the left of one column's cells."""

    def __init__(self, view: RecordTableView, key: str, spark_of: Callable[[Any], Spark | None]) -> None:
        super().__init__(view)
        self._table_view = view
        self._key = key
        self._spark_of = spark_of

    def drawn_width(self, key: str) -> int:
        """Return the room for the line, which stands beside the words of its column."""
        return SPARK_WIDTH + _PADDING if key == self._key else 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        super().paint(painter, option, index)
        model = self._table_view.table
        if model.column(index.column()).key != self._key:
            return
        row = model.row_at(index.row())
        spark = self._spark_of(row) if row is not None else None
        if spark is None:
            return
        rect = QRectF(option.rect)
        room = QRectF(rect.left() + _PADDING, rect.top() + 7, SPARK_WIDTH, rect.height() - 15)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_sparkline(painter, room, spark, current_palette(), selected=selected)
