"""Fields side by side, as wide as each other, unless the choices of one would be cut so: then that one is wider."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.field_box import FieldBox

_GAP_BELOW = 10
_WIDEST = 10_000
_LEAST = 124
"""The width, in pixels, in which a reference, a date or an amount can be typed."""

_Line = list[tuple[QLayoutItem, int]]


class LineLayout(FlowLayout):
    """A line of a form, or two where not every choice can be shown whole side by side.

    What a field needs is the width of the longest that may be chosen in it, so that nothing moves when it is chosen.
    ``places`` is how many share the width: a field alone may be given half.
    """

    def __init__(self, boxes: Sequence[FieldBox], places: int, spacing: int) -> None:
        super().__init__(spacing=spacing)
        self._boxes: list[FieldBox] = []
        self._places = places
        for box in boxes:
            self._boxes.append(box)
            self.addWidget(box)

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove one item and return it, or None past the end."""
        item = super().takeAt(index)
        if item is not None:
            self._boxes.pop(index)
        return item

    def expandingDirections(self) -> Qt.Orientation:
        """Take what width there is."""
        return Qt.Orientation.Horizontal

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + _GAP_BELOW * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        """Return the least, as high as one line."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the height of one line in which no words wrap: the width is the form's to say, and more follows."""
        return QSize(0, self.heightForWidth(_WIDEST) if self._items else 0)

    def setGeometry(self, rect: QRect) -> None:
        """Place every field; what height is to spare is shared by the lines."""
        QLayout.setGeometry(self, rect)
        lines, top = self._lines(rect.width()), rect.top()
        spare = max(rect.height() - self.heightForWidth(rect.width()), 0)
        for line in lines:
            high, left = _height(line) + spare // len(lines), rect.left()
            for item, width in line:
                item.setGeometry(QRect(left, top, width, high))
                left += width + self.spacing()
            top += high + _GAP_BELOW

    def _lines(self, width: int) -> list[_Line]:
        """Return the fields of each line with their widths."""
        held = list(zip(self._items, self._boxes, strict=True))
        share = (width - self.spacing() * (self._places - 1)) // self._places
        if all(box.longest_width() <= share for _, box in held) or len(held) == 1:
            whole = self._places == 1 or any(box.longest_width() > share for _, box in held)
            return [[(item, width if whole else share) for item, _ in held]]
        lines: list[_Line] = []
        line: list[tuple[QLayoutItem, FieldBox]] = []
        for each in held:
            if line and self._spare([*line, each], width) < 0:
                lines.append(self._spread(line, width))
                line = []
            line.append(each)
        lines.append(self._spread(line, width))
        return lines

    def _spare(self, line: Sequence[tuple[QLayoutItem, FieldBox]], width: int) -> int:
        needed = sum(max(box.longest_width(), _LEAST) for _, box in line)
        return width - needed - self.spacing() * (len(line) - 1)

    def _spread(self, line: Sequence[tuple[QLayoutItem, FieldBox]], width: int) -> _Line:
        """Give each field of a line what it needs, and as much more as every other; one alone its half or all."""
        is_short = len(line) == 1 and not line[0][1].takes_words
        if is_short and line[0][1].longest_width() <= (width - self.spacing()) // 2:
            return [(line[0][0], (width - self.spacing()) // 2)]
        more = max(self._spare(line, width), 0) // len(line)
        return [(item, min(max(box.longest_width(), _LEAST) + more, width)) for item, box in line]


def _height(line: _Line) -> int:
    return max(
        item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
        for item, width in line
    )
