"""A window on a file that is open read-only looks and behaves so: what changes records is closed, and says why.

Tables and forms ask the page or dialog that they stand in, as they do for exempt marks. A button, an action or an
editor that only changes something is named once, where it is made, with `only_to_change`.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.exempt_chip import workspace_of
from asc_desktop.ui.workspace import Workspace

_CHANGES = "changes"
_CLOSES_ON = frozenset(
    {QEvent.Type.Show, QEvent.Type.ShowToParent, QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange}
)


def why_closed(widget: QWidget) -> str:
    """Return why nothing can be changed where a widget stands; nothing where it can."""
    workspace = workspace_of(widget)
    return workspace.why_closed if workspace is not None else ""


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


class Standing:
    """What a widget stands in, looked up once: whether anything can be changed there."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._workspace: Workspace | None = None

    def why_closed(self) -> str:
        """Return why nothing can be changed; nothing where it can."""
        return held.why_closed if (held := self._held()) is not None else ""

    def refuses(self) -> bool:
        """Return whether nothing can be changed, and say so in the status bar."""
        return (held := self._held()) is not None and not held.may_change()

    def _held(self) -> Workspace | None:
        if self._workspace is None:
            self._workspace = workspace_of(self._widget)
        return self._workspace


class ChangeDialog(QDialog):
    """A dialog that ends in a change. Where nothing can be changed it does not open, and the status bar says why."""

    def open(self) -> None:
        """Open it, if what it ends in can be done."""
        if self._may_open():
            super().open()

    def exec(self) -> int:
        """Open it and wait, if what it ends in can be done."""
        return super().exec() if self._may_open() else QDialog.DialogCode.Rejected

    def _may_open(self) -> bool:
        workspace = workspace_of(self)
        if workspace is None or workspace.may_change():
            return True
        self.deleteLater()
        return False


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
