"""A choice of one among a few, all in sight.

units = SegmentedControl([("pounds", "£"), ("thousands", "£000"), ("millions", "£m")], name="Unit")
units.chosen.connect(show_in)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from asc_desktop.ui.fonts import MEDIUM, ui_font
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.boxes import row_of

RADIUS = 5


class SegmentedControl(QWidget):
    """A row of joined buttons, exactly one of them pressed. Arrow keys move the choice."""

    chosen = Signal(str)
    """The key of the option that a person chose; not sent by `set_current`."""

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "") -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        layout = row_of(into=self, margins=0, spacing=0)
        for index, (key, text) in enumerate(options):
            button = _Segment(text, is_first=index == 0, is_last=index == len(options) - 1)
            button.setAccessibleName(f"{name}: {text}" if name else text)
            button.clicked.connect(lambda _checked=False, chosen=key: self.chosen.emit(chosen))
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self._group.buttonToggled.connect(self._take_tab)
        if options:
            self._buttons[options[0][0]].setChecked(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the options."""
        return tuple(self._buttons)

    @property
    def current(self) -> str:
        """Return the key of the option in force, or "" if there are none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Press an option without sending `chosen`; "" lets go of all. Raises KeyError for an unknown key."""
        if key:
            self._buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _take_tab(self) -> None:
        """Let Tab go to the option in force, to the first where none is; arrow keys go to the others.

        Qt does so too, but only once the keyboard has been in one of them.
        """
        current = self.current or next(iter(self._buttons), "")
        for key, button in self._buttons.items():
            policy = Qt.FocusPolicy.StrongFocus if key == current else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def focus_current(self) -> None:
        """Put the keyboard on the option in force, on the first where none is."""
        button = self._buttons.get(self.current) or next(iter(self._buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)


class _Segment(QAbstractButton):
    def __init__(self, text: str, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setFont(ui_font(weight=MEDIUM))
        self._is_first = is_first
        self._is_last = is_last
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 24, 31)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked = self.isChecked()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self._is_last else 0.5, -0.5)
        # The clip hides the corners of inner edges, so that neighbours share one straight line.
        whole = rect.adjusted(0 if self._is_first else -RADIUS * 2, 0, 0 if self._is_last else RADIUS * 2, 0)
        painter.setPen(QPen(QColor(palette.control_border if checked else palette.border), 1))
        painter.setBrush(
            QColor(
                palette.selection
                if checked
                else palette.surface_alt
                if self.underMouse()
                else palette.surface
            )
        )
        painter.drawRoundedRect(whole, RADIUS, RADIUS)
        if not self._is_first:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 3, 3)
        painter.setPen(QColor(palette.selection_text if checked else palette.text))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
