"""Asks where the projects of a theme, or of another part of the structure, are to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class MergeDialog(ChangeDialog):
    """A list of where things may go, and a sentence that says exactly what would move.

    ``options`` are ids and words; ``says`` gives the sentence for an id.
    """

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        question: str,
        options: Sequence[tuple[str, str]],
        says: Callable[[str], str],
        action: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self.setWindowTitle(title)
        self._says = says
        label = make_label(question, wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(question)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("QListView::item { min-height: 26px; padding: 0 8px; }")
        for option_id, words in options:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, option_id)
            set_tip(item, words)
            self.list.addItem(item)
        self._effect = Callout("", "info")
        buttons, self.ok_button = ok_and_cancel(self, action)
        column_of(
            label, (self.list, 1), self._effect, buttons, into=self, margins=(18, 16, 18, 14), spacing=10
        )
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemActivated.connect(lambda _: self.accept())
        self.list.setCurrentRow(0)
        self.resize(520, 380)
        self.list.setFocus()

    @property
    def choice(self) -> str:
        """The id of what is chosen."""
        return str(self.list.currentIndex().data(Qt.ItemDataRole.UserRole) or "")

    @property
    def sentence(self) -> str:
        """What is said to happen."""
        return self._effect.accessibleName()

    def _show(self) -> None:
        self._effect.set_message(self._says(self.choice))
