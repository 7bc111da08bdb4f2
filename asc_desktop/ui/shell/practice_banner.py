"""Says above every page that what is open is a copy of the sample to practise on, and offers to keep it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from asc_desktop.ui.widgets.callout import Callout

_WORDS = "Practice copy of the sample: change whatever you like. It is removed when you close it, unless you keep it."


class PracticeBanner(Callout):
    """Hidden unless a copy of the sample is open."""

    keep_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_WORDS, "info")
        # Beside the words: it is over every page, and takes no more lines than it needs.
        self.keep_button = QPushButton("Keep it as…")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.keep_button)
        self.keep_button.clicked.connect(self.keep_asked)
        self.hide()
