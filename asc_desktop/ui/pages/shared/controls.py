"""A row of controls above a table, on as many lines as the width asks for."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from asc_desktop.ui.widgets.flow_layout import FlowLayout


class ControlRow(QWidget):
    """Controls from left to right, and then on the next line."""

    def __init__(self, *controls: QWidget) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=6)
        for control in controls:
            self._flow.addWidget(control)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the width asks for."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height anew, after a control has other words."""
        wanted = self._flow.heightForWidth(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)
