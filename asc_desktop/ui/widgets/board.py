"""What a page scrolls when the window is too low for it.

    board = Board()
    QVBoxLayout(board).addWidget(...)
    layout.addWidget(board.scrolling())

A widget whose height follows from its width is given its preferred height inside a scroll area, and so scrolls long
before it must. A board asks for the least height in which all of it can be read, and takes more where there is more.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Board(QWidget):
    """A widget to lay things out on, as high as the window and at least as high as its contents need."""

    def scrolling(self) -> QScrollArea:
        """Return the area that scrolls it, upwards and downwards only."""
        return scrolling(self)

    def heightForWidth(self, width: int) -> int:
        """Return the least height of the contents at a width."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


def scrolling(inner: QWidget) -> QScrollArea:
    """Return the area that scrolls a widget, upwards and downwards only, and lets what is behind it through."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll(area, inner)
    return area


def scroll(area: QScrollArea, inner: QWidget) -> None:
    """Let an area scroll a widget; neither has a frame or a ground of its own."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    # Setting a widget makes it fill its ground.
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
