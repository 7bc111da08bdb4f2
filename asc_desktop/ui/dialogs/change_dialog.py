"""A dialog that ends in a change."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from asc_desktop.ui.workspace import Workspace

_AROUND: Final = 40
_LARGEST: Final = (1680, 1000)


class ChangeDialog(QDialog):
    """A dialog that ends in a change. Where nothing can be changed it does not open, and the status bar says why."""

    def __init__(self, workspace: Workspace | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends_in = workspace

    def open(self) -> None:
        """Open it, if what it ends in can be done; it is gone once it is answered."""
        if self._may_open():
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            super().open()

    def exec(self) -> int:
        """Open it and wait, if what it ends in can be done."""
        return super().exec() if self._may_open() else QDialog.DialogCode.Rejected

    def _may_open(self) -> bool:
        if self._ends_in is None or self._ends_in.may_change():
            return True
        self.deleteLater()
        return False


class LargeChangeDialog(ChangeDialog):
    """One that shows much: as large as is of use on the screen, and larger where a person wants that."""

    def __init__(self, workspace: Workspace | None, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._is_sized = False
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(560, 360)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as is of use on the screen."""
        if not event.spontaneous() and not self._is_sized:
            self._is_sized = True
            screen = self.screen().availableGeometry()
            width, height = _LARGEST
            self.resize(min(width, screen.width() - _AROUND), min(height, screen.height() - 2 * _AROUND))
        super().showEvent(event)
