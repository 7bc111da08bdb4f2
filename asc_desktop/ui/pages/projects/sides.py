"""The list beside the editor, whose width a person may choose."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from asc_desktop.ui.widgets.remembered import REMEMBERS_ITSELF
from asc_desktop.ui.workspace import LayoutMemory

_WIDTH = "projects/editor-width"


class Sides(QSplitter):
    """Two widgets side by side. A person's choice of the second one's width is remembered."""

    def __init__(self, left: QWidget, right: QWidget, memory: LayoutMemory) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._memory = memory
        self.setProperty(REMEMBERS_ITSELF, True)
        kept = memory.get(_WIDTH) or ""
        self._chosen = int(kept) if kept.isdigit() else 0
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        left.setMinimumWidth(300)
        right.setMinimumWidth(340)
        self.splitterMoved.connect(lambda *_: self._keep())

    def fit(self, room: int) -> None:
        """Share what room there is; where one takes the other's place there is nothing to share."""
        whole = max(room - self.handleWidth(), 0)
        wanted = self._chosen or min(max(round(whole * 0.35), 412), 640)
        right = max(min(wanted, whole - 320), 340)
        self.setSizes([whole - right, right])

    def _keep(self) -> None:
        self._chosen = self.sizes()[1]
        self._memory.set(_WIDTH, str(self._chosen))
