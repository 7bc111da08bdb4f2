"""The dialogs that any table or form opens, each imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from asc_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.paste import PasteRun


class TableDialogs:
    """Opens them for the tables and forms of a workspace, which lie below dialogs."""

    def ask_exempt(self, workspace: Workspace, record_ids: Sequence[str], parent: QWidget) -> bool:
        """Ask for the mark of records and put it on them; return whether any of them can be marked."""
        from asc_desktop.ui.dialogs.exempt import ask_exempt

        return ask_exempt(workspace, record_ids, parent)

    def exempt_actions(
        self, workspace: Workspace, record_ids: Sequence[str], parent: QWidget
    ) -> list[QAction]:
        """Return what can be done about the publication of records."""
        from asc_desktop.ui.dialogs.exempt import exempt_actions

        return exempt_actions(workspace, record_ids, parent)

    def preview_paste(self, paste: PasteRun, parent: QWidget) -> QDialog:
        """Return what shows a table's paste before it is done."""
        from asc_desktop.ui.dialogs.paste_preview import PastePreview

        return PastePreview(paste, parent)
