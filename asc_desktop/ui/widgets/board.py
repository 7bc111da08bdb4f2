"""What a page scrolls when the window is too low for it.

    area = page_board(header, (splitter, 1))
    column_of(area, into=page, margins=0)

A widget whose height follows from its width is given its preferred height inside a scroll area, and so scrolls long
before it must. A board asks for the least height in which all of it can be read, and takes more where there is more.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from asc_desktop.ui.widgets.boxes import Part, column_of

PAGE_MARGINS: Final = (16, 12, 16, 12)
"""What is left free around every page, so that its title is in one place."""
LEAST_LIST: Final = 180
"""The height, in pixels, that a list keeps in a low window, where the page scrolls."""


class Board(QWidget):
    """A widget to lay things out on, as high as the window and at least as high as its contents need."""

    def scrolling(self) -> QScrollArea:
        """Return the area that scrolls it, upwards and downwards only."""
        return scrolling(self)

    def heightForWidth(self, width: int) -> int:
        """Return the least height of the contents at a width."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


def page_board(*parts: Part, spacing: int = 10) -> QScrollArea:
    """Return the parts of a page one below the other, in the area that scrolls them in a low window."""
    board = Board()
    column_of(*parts, into=board, margins=PAGE_MARGINS, spacing=spacing)
    return board.scrolling()


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
