"""What is said of something as a whole: all of it in sight, or to be scrolled where it is very long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.callout import Callout, CalloutKind

_MOST_SHARE = 0.4
"""Of the window's height."""
_SPARE = 2


class Told(QScrollArea):
    """A callout as high as its words need at the width that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.callout = Callout("", "info")
        held = QWidget()
        column_of(self.callout, 1, into=held, margins=0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(held)

    @property
    def words(self) -> str:
        """What is said."""
        return self.callout.accessibleDescription()

    def say(self, words: str, kind: CalloutKind = "info") -> None:
        """Say something else; nothing takes no room."""
        self.setVisible(bool(words))
        self.callout.set_message(words, kind)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font or style."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        # Told outright, and asked anew: the layout goes on with the height that other words needed.
        layout = self.callout.layout()
        if layout is not None:
            layout.activate()
        wanted = self.callout.heightForWidth(max(self.width(), 1)) + _SPARE
        self.callout.setFixedHeight(wanted)
        most = round(self.window().height() * _MOST_SHARE)
        self.setFixedHeight(max(min(wanted, most), 1))
