"""The top of a page: its name, what it shows, and its controls at the right.

    header = PageHeader("Savings", "Gross, incremental")
    header.add_widget(basis_button)
    header.add_primary("Export board pack", "export").clicked.connect(...)

When the window is too narrow for one row the controls move below the title, so that none is cut.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from asc_desktop.ui.keys import MAIN
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label

GAP = 10
ROW_HEIGHT = 31
"""The height of a button, which the title's row has without one too: it is in one place on every page."""


def give_main_key(button: QPushButton) -> None:
    """Let the page's key press a button while it is in sight."""
    QShortcut(MAIN.sequence, button).activated.connect(button.click)


class PageHeader(QWidget):
    """A page's title row."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.title = make_label(title, "page-title")
        self._subtitle = ElidedLabel(subtitle, "muted")
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
        if subtitle is not None:
            self._subtitle.set_full_text(subtitle)
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
        # The subtitle may be cut to a few words before the controls go below.
        kept = min(self._subtitle.sizeHint().width(), 120) if self._subtitle.full_text else 0
        stacked = self.title.sizeHint().width() + kept + wanted + 2 * GAP > self.width() > 0
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
