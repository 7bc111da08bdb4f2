"""Where the keyboard goes from a button that is done for: to what it acted on.

Qt passes it on to the next widget, which after *Recommend* was *Delete*.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget


def keep_keyboard_where_it_acts(application: QApplication) -> None:
    """From now on, let the keyboard go from a button that is disabled or hidden to the table or field that it is of."""
    application.focusChanged.connect(_on_focus_changed)


def _on_focus_changed(before: QWidget | None, now: QWidget | None) -> None:
    if not isinstance(before, QAbstractButton) or not isinstance(now, QAbstractButton):
        return
    is_done_for = not before.isEnabled() or before.isHidden()
    if not is_done_for or now.window() is not before.window():
        return
    acted_on = _acted_on(before)
    if acted_on is not None:
        acted_on.setFocus(Qt.FocusReason.OtherFocusReason)


def _acted_on(button: QAbstractButton) -> QWidget | None:
    """Return the field that a button is of, else the table that is nearest to it; None where there is neither."""
    # First used long after the first page, which need not wait for it.
    from asc_desktop.ui.widgets.form.field_box import FieldBox

    part = button.parentWidget()
    while part is not None and not part.isWindow() and part.isVisible():
        if isinstance(part, FieldBox):
            return part.editor
        for view in part.findChildren(QAbstractItemView):
            if _takes_keys(view) and view.window() is button.window():
                return view
        part = part.parentWidget()
    return None


def _takes_keys(view: QAbstractItemView) -> bool:
    return view.isVisible() and view.isEnabled() and view.focusPolicy() != Qt.FocusPolicy.NoFocus
