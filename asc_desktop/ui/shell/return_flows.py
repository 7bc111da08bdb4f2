"""Forms that come back by a drop on the window: which files are meant, and the window that takes them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.ui.workspace import Asker, Workspace

MAIL: Final = ".eml"
"""An e-mail kept as a file, with a form attached or answers in its words."""


class ReturnFlows(QObject):
    """What becomes of files that are forms, or may be: they are no trackers."""

    def __init__(self, asker: Asker, window: QWidget, workspace: Callable[[], Workspace | None]) -> None:
        super().__init__(window)
        self._asker = asker
        self._window = window
        self._workspace = workspace

    def are_meant(self, paths: Sequence[Path]) -> bool:
        """Whether a drop can only be of forms: several files, a folder or an e-mail, onto an open portfolio."""
        return self._workspace() is not None and (
            len(paths) > 1 or any(path.is_dir() or path.suffix.lower() == MAIL for path in paths)
        )

    def take(self, paths: Sequence[Path]) -> None:
        """Show the window that takes forms in, with some files read into it."""
        from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow

        workspace = self._workspace()
        if workspace is not None and workspace.may_change():
            ReturnsWindow(workspace, self._window, paths).open()

    def took(self, workbook: Workbook, path: Path) -> bool:
        """Take in a workbook that is read already, if it is a form; return whether it was one."""
        from asc_desktop.domain.forms.located import numbers_in

        if not numbers_in(workbook):
            return False
        if self._workspace() is None:
            self._asker.tell(
                f"“{path.name}” is an update form",
                "It is taken into the portfolio that asked for it. Open that first, then drop the form again.",
            )
        else:
            self.take([path])
        return True
