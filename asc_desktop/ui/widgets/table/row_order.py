"""Rows in a person's own order, put earlier or later by dragging their handles or with Alt and the arrow keys.

RowOrder(view, siblings=lambda row_id: ids, put=lambda row_id, beside, after: move(row_id, ...))  # made once
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from asc_desktop.ui.keys import MOVE_DOWN, MOVE_UP
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.commands import add_keys

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

Siblings = Callable[[str], Sequence[str]]
"""Gives the ids of the rows, or headings, among which one has its place, itself among them; none where it has none."""
Put = Callable[[str, str, bool], object]
"""Puts a row, or a heading, before a sibling of it, or after it where true."""

WIDTH: Final = 18
_DOT, _GAP = 2, 4
_SCROLL_MS: Final = 40
_EDGE: Final = 14
"""How near the upper or lower edge, in pixels, a drag scrolls the table."""


def place_beside(ids: Sequence[str], row_id: str, beside: str, after: bool) -> int:
    """Return the place of a row among others, itself left out, that is before one of them or after it."""
    return [each for each in ids if each != row_id].index(beside) + after


class RowOrder:
    """Lets the rows of one view be put in order, and says why where they cannot be."""

    def __init__(self, view: RecordTableView, siblings: Siblings, put: Put) -> None:
        self._view = view
        self._siblings = siblings
        self._put = put
        self.handles = RowHandles(view, self)
        add_keys(view, {MOVE_UP: lambda: self.step(-1), MOVE_DOWN: lambda: self.step(1)}, in_children=False)

    def may_move(self, row_id: str) -> bool:
        """Whether there is anywhere that a row could be moved to."""
        return len(self._siblings(row_id)) > 1

    def why_not(self) -> str:
        """Return why no row can be moved now; nothing where they can be."""
        sorting = self._view.table.sorting
        if sorting is None:
            return ""
        label = self._view.table.column(self._view.table.column_at(sorting[0])).label
        return f"Rows are sorted by {label}. To put them in your own order, choose “Do not sort” in its menu first."

    def step(self, by: int, row_id: str = "") -> None:
        """Put a row before the one above it (-1), or after the one below it (1), of those in sight.

        It is the current one where none is named.
        """
        at = self._view.currentIndex().row()
        row_id = row_id or (self._view.table.id_at(at) if at >= 0 else "")
        shown = self._shown(row_id)
        if row_id not in shown or not self._may_change():
            return
        to = shown.index(row_id) + by
        if 0 <= to < len(shown):
            self._move(row_id, shown[to], after=by > 0)
        else:
            self._view.notice.emit("It is the first already." if by < 0 else "It is the last already.")

    def gap_at(self, row_id: str, y: int) -> int | None:
        """Return before which row in sight a row would go if it were dropped at a height; None where it may not go."""
        view, table = self._view, self._view.table
        at = view.rowAt(y)
        middle = view.rowViewportPosition(at) + view.rowHeight(at) // 2
        gap = table.rowCount() if at < 0 else at + (y >= middle)
        shown = self._shown(row_id)
        if not shown:
            return None
        places = [table.position(each) for each in shown]
        end = self._after(places[-1])
        if not places[0] <= gap <= end:
            return None
        # A heading goes before another heading, and never among the rows of one.
        return next((place for place in places if place >= gap), end)

    def drop(self, row_id: str, gap: int) -> None:
        """Put a row before another in sight, as `gap_at` returned it."""
        if not self._may_change():
            return
        position, shown = self._view.table.position, self._shown(row_id)
        others = [each for each in shown if each != row_id]
        before = [each for each in others if position(each) < gap]
        if others and shown.index(row_id) != len(before):
            self._move(row_id, before[-1] if before else others[0], after=bool(before))

    def _move(self, row_id: str, beside: str, *, after: bool) -> None:
        view, current = self._view, self._view.currentIndex()
        is_current = current.isValid() and view.table.id_at(current.row()) == row_id
        self._put(row_id, beside, after)
        at = view.table.position(row_id)
        if is_current and at >= 0:
            view.go_to(at, current.column() if current.column() >= 0 else view.first_column())

    def _may_change(self) -> bool:
        if self._view.refuses():
            return False
        if why := self.why_not():
            self._view.notice.emit(why)
        return not why

    def _shown(self, row_id: str) -> list[str]:
        position = self._view.table.position
        return sorted((each for each in self._siblings(row_id) if position(each) >= 0), key=position)

    def _after(self, last: int) -> int:
        """Return the row after a row, or after everything that is under a heading."""
        table = self._view.table
        if table.row_at(last) is not None:
            return last + 1
        after = range(last + 1, table.rowCount())
        return next(
            (at for at in after if (group := table.group_at(at)) and not group.is_total), table.rowCount()
        )


class RowHandles(QHeaderView):
    """Six dots at the left of each row that can be moved; a press selects the row, and a drag moves it."""

    def __init__(self, view: RecordTableView, order: RowOrder) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self._order = order
        self._row_id = ""
        self._from: QPoint | None = None
        self._gap: int | None = None
        self._is_dragging = False
        self._y = 0
        self._line = _DropLine(view.viewport())
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setAccessibleName("Order of the rows")
        set_tip(self, f"Drag a row to put it earlier or later ({MOVE_UP}, {MOVE_DOWN})")
        view.use_row_header(self)
        self.show()
        theme_hub().changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Return the width of the dots."""
        return QSize(WIDTH, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots of the rows in sight."""
        palette, table = current_palette(), self._view.table
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(palette.surface))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.text_muted))
        for at in range(max(self._view.rowAt(0), 0), table.rowCount()):
            top = self._view.rowViewportPosition(at)
            if top > self.height():
                break
            if self._order.may_move(table.id_at(at)):
                middle = top + self._view.rowHeight(at) // 2
                for down in (-1, 0, 1):
                    for right in (0, 1):
                        painter.drawEllipse(
                            QRect(WIDTH // 2 - _DOT - 1 + right * _GAP, middle - 1 + down * _GAP, _DOT, _DOT)
                        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the row, and be ready to drag it."""
        at = self._view.rowAt(round(event.position().y()))
        if event.button() != Qt.MouseButton.LeftButton or at < 0:
            return
        row_id = self._view.table.id_at(at)
        # What was being typed is saved first, which may move the row.
        self._view.setFocus()
        at = self._view.table.position(row_id)
        if at < 0:
            return
        column = self._view.currentIndex().column()
        self._view.go_to(at, column if column >= 0 else self._view.first_column())
        if self._order.may_move(row_id):
            self._row_id, self._from = row_id, event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go."""
        self._y = round(event.position().y())
        if self._from is None:
            at = self._view.rowAt(self._y)
            movable = at >= 0 and self._order.may_move(self._view.table.id_at(at))
            self.setCursor(Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor)
            return
        far = abs(self._y - self._from.y()) >= QApplication.startDragDistance()
        if not self._is_dragging and far:
            self._is_dragging = True
            self._view.installEventFilter(self)
            self._scrolling.start()
        if self._is_dragging:
            self._show_gap()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        row_id, gap, dragged = self._row_id, self._gap, self._is_dragging
        self._end()
        if dragged and gap is not None:
            self._order.drop(row_id, gap)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do as one press does."""
        self.mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the drag up with Escape, which else would close what the table is in."""
        is_key = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._end()
            return True
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self._view.removeEventFilter(self)
        self._scrolling.stop()
        self._line.hide()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row_id, self._from, self._gap, self._is_dragging = "", None, None, False

    def _show_gap(self) -> None:
        self._gap = self._order.gap_at(self._row_id, self._y)
        self.setCursor(
            Qt.CursorShape.ForbiddenCursor if self._gap is None else Qt.CursorShape.ClosedHandCursor
        )
        self._line.setVisible(self._gap is not None)
        if self._gap is not None:
            last = self._view.table.rowCount() - 1
            top = (
                self._view.rowViewportPosition(self._gap)
                if self._gap <= last
                else self._view.rowViewportPosition(last) + self._view.rowHeight(last)
            )
            self._line.setGeometry(0, max(top - 1, 0), self._view.viewport().width(), 2)
            self._line.raise_()

    def _scroll(self) -> None:
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        by = -1 if self._y < _EDGE else 1 if self._y > height - _EDGE else 0
        if by:
            bar.setValue(bar.value() + by * self._view.verticalHeader().defaultSectionSize() // 2)
            self._show_gap()


class _DropLine(QWidget):
    """Where the row would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colour of the keyboard's ring."""
        QPainter(self).fillRect(event.rect(), QColor(current_palette().focus))
