"""The top of a page: its name, what it shows, and its controls at the right.

    header = PageHeader("Savings", "Gross, incremental")
    header.add_widget(basis_button)
    header.add_primary("Export board pack", "export").clicked.connect(...)

What it shows is never cut: it takes a second line beside the title where the controls leave less room than its words
want. When the window is too narrow for that the controls move below the title, so that none is cut either.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from asc_desktop.ui.keys import MAIN
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import make_label

GAP = 10
ROW_HEIGHT = 31
"""The height of a button, which the title's row has without one too: it is in one place on every page."""
_LEAST = 120
"""The width, in pixels, in which words still stand beside the title."""
_BESIDE = 2
"""How many lines of them stand beside the title and the controls."""


def give_main_key(button: QPushButton) -> None:
    """Let the page's key press a button while it is in sight."""
    QShortcut(MAIN.sequence, button).activated.connect(button.click)


class PageHeader(QWidget):
    """A page's title row."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.title = make_label(title, "page-title")
        self._subtitle = make_label(subtitle, "muted", wrap=True)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._subtitle.setVisible(bool(subtitle))
        self._controls = QWidget()
        self._flow = FlowLayout(self._controls, spacing=8)
        self._controls.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._is_stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(6)
        self._grid.setRowMinimumHeight(0, ROW_HEIGHT)
        self._grid.addWidget(self.title, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._subtitle, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._controls, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setColumnStretch(1, 1)
        self.setAccessibleName(title)

    def set_title(self, title: str, subtitle: str | None = None) -> None:
        """Change the title, and what stands beside it if given."""
        self.title.setText(title)
        self.setAccessibleName(title)
        if subtitle is not None and subtitle != self._subtitle.text():
            self._subtitle.setText(subtitle)
            self._subtitle.setVisible(bool(subtitle))
        self._arrange()

    def add_widget(self, widget: QWidget) -> None:
        """Add a control at the right, after the ones already there."""
        self._flow.addWidget(widget)
        self._arrange()

    def add_button(self, text: str, icon: str | None = None) -> QPushButton:
        """Add an ordinary button and return it."""
        return self._add_button(QPushButton(text), icon, None)

    def add_primary(self, text: str, icon: str | None = None) -> QPushButton:
        """Add the page's main button and return it; a page has one at most."""
        button = QPushButton(text)
        button.setProperty("kind", "primary")
        give_main_key(button)
        return self._add_button(button, icon, "accent_text")

    def minimumSizeHint(self) -> QSize:
        """Return room for the title alone, or for one control: a narrower window moves the controls below."""
        least = max(self.title.sizeHint().width(), self._flow.minimumSize().width())
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the controls to a row of their own, or back."""
        super().resizeEvent(event)
        self._arrange()

    def _add_button(self, button: QPushButton, icon: str | None, colour: str | None) -> QPushButton:
        if icon is not None:
            theme_hub().icons.bind(button, icon, colour)
        self.add_widget(button)
        return button

    def _arrange(self) -> None:
        wanted = self._flow.sizeHint().width()
        beside = self.width() - self.title.sizeHint().width() - GAP
        room = beside - wanted - GAP
        stacked = self.width() > 0 and (
            room < 0 or (bool(self._subtitle.text()) and self._lines_in(room) > _BESIDE)
        )
        self._subtitle.setFixedHeight(self._height_in(beside if stacked else room))
        if stacked:
            height = self._flow.heightForWidth(self.width())
            self._controls.setFixedHeight(height)
            self._controls.setMinimumWidth(0)
        else:
            self._controls.setFixedHeight(self._flow.sizeHint().height())
            self._controls.setMinimumWidth(min(wanted, max(self.width(), 0)))
        if stacked != self._is_stacked:
            self._is_stacked = stacked
            self._grid.removeWidget(self._controls)
            if stacked:
                self._grid.addWidget(self._controls, 1, 0, 1, 3)
            else:
                self._grid.addWidget(self._controls, 0, 2, Qt.AlignmentFlag.AlignVCenter)

    def _lines_in(self, room: int) -> int:
        metrics = self._subtitle.fontMetrics()
        if metrics.horizontalAdvance(self._subtitle.text()) <= room:
            return 1
        return self._height_in(room) // metrics.lineSpacing() if room >= _LEAST else _BESIDE + 1

    def _height_in(self, room: int) -> int:
        """Return how high the words are that stand beside the title in a room of this width."""
        self._subtitle.ensurePolished()
        width = max(room, _LEAST)
        metrics = self._subtitle.fontMetrics()
        if metrics.horizontalAdvance(self._subtitle.text()) <= width:
            return metrics.lineSpacing()
        around = QRect(0, 0, width, 16_777_215)
        return metrics.boundingRect(around, int(Qt.TextFlag.TextWordWrap), self._subtitle.text()).height()
