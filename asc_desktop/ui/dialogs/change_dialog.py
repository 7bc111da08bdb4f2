"""A dialog that ends in a change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from asc_desktop.ui.workspace import Workspace


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
