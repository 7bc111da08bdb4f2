"""A status as a chip of its own: ``StatusChip("At risk", "red")``."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from asc_desktop.ui.chip import chip_size, paint_status_chip
from asc_desktop.ui.palette import SHAPES, ColourRole, Shape
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette


class StatusChip(QWidget):
    """A chip on its own, in a form or a card. Its accessible name is its words."""

    def __init__(self, text: str = "", role: ColourRole = "grey") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_status(text, role)

    @property
    def text(self) -> str:
        """Return the status in words."""
        return self._text

    def set_status(self, text: str, role: ColourRole, shape: Shape | None = None) -> None:
        """Show another status, with the colour's own shape where no other is given."""
        self._text, self._role, self._shape = text, role, shape
        self.setAccessibleName(text)
        self._refresh_tooltip()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all the words."""
        wanted = chip_size(self._text, None, self._shape or SHAPES[self._role])
        return QSize(round(wanted.width() + 0.5), round(wanted.height() + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return room for the shape and a few letters."""
        return QSize(min(48, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        palette = current_palette()
        paint_status_chip(painter, QRectF(self.rect()), self._text, self._role, self._shape, palette)
        self._refresh_tooltip()

    def _refresh_tooltip(self) -> None:
        wanted = self._text if self.width() < self.sizeHint().width() else ""
        if self.toolTip() != wanted:
            set_tip(self, wanted)
