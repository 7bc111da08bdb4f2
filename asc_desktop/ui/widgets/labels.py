"""Labels: the roles of the style sheet, and a label that gives way when there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from asc_desktop.ui.cutting import is_whole, wrapped
from asc_desktop.ui.plain import PlainLabel, set_tip


def make_label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label; `role` is one of the style sheet's (``muted``, ``field``, ``heading`` …)."""
    label = PlainLabel(text)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


class ElidedLabel(PlainLabel):
    """One line, or as many as ``lines``, that ends in … when the room is short.

    Then the whole is its tooltip; it is always its name.
    """

    def __init__(self, text: str = "", role: str = "", *, lines: int = 1) -> None:
        super().__init__("")
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._full_text = ""
        self.set_full_text(text)

    @property
    def full_text(self) -> str:
        """Return the text before it is cut."""
        return self._full_text

    def set_full_text(self, text: str) -> None:
        """Show another text."""
        self.setVisible(bool(text))
        if text == self._full_text:
            # To be laid out again, a label would have all round it painted again.
            return
        self._full_text = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._full_text) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(40, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        lines = wrapped(self._full_text, self.fontMetrics(), max(self.width(), 0), self._lines)
        shown = "\n".join(lines)
        if shown != self.text():
            # A label of two lines is higher, and asks for that.
            self.setText(shown)
        has_all = shown == self._full_text or is_whole(self._full_text, lines)
        set_tip(self, "" if has_all else self._full_text)
