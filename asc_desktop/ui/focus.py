"""When to show where the keyboard is: only to a person who is using the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent


def is_keyboard_focus(event: QFocusEvent) -> bool:
    """Return whether focus came by Tab, an arrow key or a shortcut, so that a ring should be drawn."""
    return event.reason() in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    )
