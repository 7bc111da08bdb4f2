"""How the label of a group is drawn: over as many cells as it needs, up to the first subtotal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPolygonF

from asc_desktop.ui.cutting import is_whole, wrapped
from asc_desktop.ui.models.arrange import GroupRow

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_PADDING = 8
_TRIANGLE = 16
_GAP = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def label_right(view: RecordTableView, group: GroupRow) -> int:
    """Return where a group's label must end: at the first column in sight with a subtotal."""
    for at in view.shown_columns():
        if group.cells.get(view.table.column(at).key) is not None:
            return view.columnViewportPosition(at)
    return view.viewport().width()


def paint_label(view: RecordTableView, painter: QPainter, at: int, group: GroupRow) -> None:
    """Draw the triangle, the label and how many rows there are."""
    delegate = view.delegate
    palette = delegate.begin_painting()
    top, height = view.rowViewportPosition(at), view.rowHeight(at)
    left = view.columnViewportPosition(view.first_column()) + _PADDING + group.level * _TRIANGLE
    selected = view.selectionModel().isSelected(view.table.index(at, view.first_column()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not group.is_total:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(delegate.colour(palette.selection_text if selected else palette.text_muted))
        painter.drawPolygon(_triangle(left, top + height / 2, folded=group.folded))
        left += _TRIANGLE
    painter.setFont(delegate.bold_font)
    painter.setPen(delegate.colour(palette.selection_text if selected else palette.text))
    room = QRect(left, top, max(label_right(view, group) - left - _PADDING, 0), height - 1)
    metrics = painter.fontMetrics()
    count = "" if group.is_total else f"{group.count:,}"
    beside = QFontMetrics(view.font()).horizontalAdvance(count) + _GAP if count else 0
    lines = max((room.height() - 4) // metrics.lineSpacing(), 1)
    # How many there are is left out before the label is cut.
    with_count = wrapped(group.label, metrics, room.width() - beside, lines)
    has_count = bool(count) and is_whole(group.label, with_count)
    shown = with_count if has_count else wrapped(group.label, metrics, room.width(), lines)
    painter.drawText(room, _LEFT, "\n".join(shown))
    if not has_count:
        return
    widest = max(map(metrics.horizontalAdvance, shown), default=0)
    painter.setFont(view.font())
    painter.setPen(delegate.colour(palette.selection_text if selected else palette.text_muted))
    painter.drawText(room.adjusted(widest + _GAP, 0, 0, 0), _LEFT, count)


def label_fits(view: RecordTableView, group: GroupRow) -> bool:
    """Whether a group's label stands on one line."""
    left = view.columnViewportPosition(view.first_column()) + _PADDING + (0 if group.is_total else _TRIANGLE)
    room = label_right(view, group) - left - _PADDING
    return QFontMetrics(view.delegate.bold_font).horizontalAdvance(group.label) <= room


def _triangle(left: float, middle: float, *, folded: bool) -> QPolygonF:
    closed, open_ = ((2.0, -4.5), (2.0, 4.5), (8.0, 0.0)), ((0.5, -2.5), (9.5, -2.5), (5.0, 3.5))
    return QPolygonF([QPointF(left + x, middle + y) for x, y in (closed if folded else open_)])
