"""That a record is exempt, as it is shown above its form."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.workspace import Workspace

_AROUND = 44
"""The icon and the margins of the button."""


class ExemptChip(QPushButton):
    """The mark of the record that a form shows, hidden while it has none; a click changes it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._record_id = ""
        self._words = ""
        self._workspace = workspace
        workspace.data_changed.connect(self.refresh)
        self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")
        theme_hub().icons.bind(self, "exempt", "warning_text")
        self.clicked.connect(self._change)
        self.hide()

    def set_record_id(self, record_id: str) -> None:
        """Show the mark of a record, by its id; nothing where that is empty or the record has none."""
        self._record_id = record_id
        self.refresh()

    def refresh(self) -> None:
        """Show the mark as it now is."""
        about = self._workspace.exempt.get(self._record_id)
        self._words = about.words if about else ""
        self.setVisible(about is not None)
        set_tip(self, f"{self._words}\n\n{self._workspace.why_closed or 'Click to change the mark.'}")
        self.setAccessibleName(self._words)
        self._elide()

    def sizeHint(self) -> QSize:
        """Ask for the button's height and no width: the words are cut to the room there is."""
        return QSize(_AROUND, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than the icon."""
        return QSize(_AROUND, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the room there is."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - _AROUND, 0)
        line = " ".join(self._words.split())
        self.setText(literal(cut_to(line, self.fontMetrics(), room)))

    def _change(self) -> None:
        workspace = self._workspace
        about = workspace.exempt.get(self._record_id)
        if about is not None and workspace.may_change():
            workspace.dialogs.ask_exempt(workspace, [about.marked_id], self)
