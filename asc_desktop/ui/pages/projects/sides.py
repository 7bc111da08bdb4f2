"""The list and the editor: side by side, or taking turns where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from asc_desktop.ui.workspace import LayoutMemory

NARROW = 860
"""Below this width of the page, in pixels, the two take turns."""

_WIDTH = "projects/editor-width"


class Sides(QSplitter):
    """Two widgets side by side. A person's choice of the second one's width is remembered."""

    turned = Signal()
    """The list came or went: what belongs to it above may have to follow."""

    def __init__(self, left: QWidget, right: QWidget, memory: LayoutMemory) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._left, self._right = left, right
        self._memory = memory
        kept = memory.get(_WIDTH) or ""
        self._chosen = int(kept) if kept.isdigit() else 0
        self._is_narrow = False
        self._is_right_open = False
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        left.setMinimumWidth(300)
        right.setMinimumWidth(340)
        self.splitterMoved.connect(lambda *_: self._keep())

    @property
    def is_narrow(self) -> bool:
        """Whether the two take turns."""
        return self._is_narrow

    @property
    def is_left_shown(self) -> bool:
        """Whether the list is in sight."""
        return not (self._is_narrow and self._is_right_open)

    def fit(self, page_width: int, room: int) -> None:
        """Follow the page's width; `room` is what of it is theirs."""
        is_narrow = page_width < NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._turn()
        if not is_narrow:
            whole = max(room - self.handleWidth(), 0)
            wanted = self._chosen or min(max(round(whole * 0.35), 412), 640)
            right = max(min(wanted, whole - 320), 340)
            self.setSizes([whole - right, right])

    def open_right(self, *, is_open: bool) -> None:
        """In a narrow page, show the editor in the list's place, or the list again."""
        self._is_right_open = is_open
        self._turn()

    def _turn(self) -> None:
        self._left.setVisible(self.is_left_shown)
        self._right.setVisible(not self._is_narrow or self._is_right_open)
        self.turned.emit()

    def _keep(self) -> None:
        if not self._is_narrow:
            self._chosen = self.sizes()[1]
            self._memory.set(_WIDTH, str(self._chosen))
