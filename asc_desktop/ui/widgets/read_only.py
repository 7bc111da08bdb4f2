"""A window on a file that is open read-only looks and behaves so: what changes records is closed, and says why.

The page says once why (`close_within`). A button, an action or an editor that only changes something is named once,
where it is made, with `only_to_change`, and asks the page that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from asc_desktop.ui.plain import set_tip

_CHANGES = "changes"
_WHY_CLOSED = "whyClosed"
_CLOSES_ON = frozenset(
    {QEvent.Type.Show, QEvent.Type.ShowToParent, QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange}
)


def close_within(page: QWidget, why: str) -> None:
    """Close what only changes something anywhere in a page, where there is a reason why nothing can be changed."""
    page.setProperty(_WHY_CLOSED, why)


def why_closed(widget: QWidget) -> str:
    """Return why nothing can be changed in the page that a widget stands in; nothing where it can."""
    owner: QWidget | None = widget
    while owner is not None:
        if why := owner.property(_WHY_CLOSED):
            return str(why)
        owner = owner.parentWidget()
    return ""


def only_to_change(*controls: QWidget | QAction) -> None:
    """Close buttons, editors and actions wherever the file is open read-only, whoever opens them again."""
    for control in controls:
        if isinstance(control, QAction):
            control.setProperty(_CHANGES, True)
        else:
            control.installEventFilter(_Closer(control))


def close_actions(actions: Iterable[QAction], widget: QWidget) -> None:
    """Close those actions of a menu that only change something, where the file is open read-only."""
    why = why_closed(widget)
    for action in actions:
        if why and action.property(_CHANGES):
            action.setEnabled(False)
            set_tip(action, why)


class _Closer(QObject):
    """Keeps one widget closed while what it stands in cannot be changed."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() in _CLOSES_ON:
            self._close()
        return False

    def _close(self) -> None:
        why = why_closed(self._widget)
        if not why:
            return
        if isinstance(self._widget, QLineEdit | QPlainTextEdit):
            # To be read, scrolled and copied from.
            self._widget.setReadOnly(True)
        elif self._widget.isEnabled():
            self._widget.setEnabled(False)
        if self._widget.toolTip() != why:
            set_tip(self._widget, why)
