"""Keeping the mapping of an import as a file, and using one that was kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from asc_desktop.domain.importing.columns.file import MappingError, mapping_for
from asc_desktop.services.importing.mappings import keep_mapping, read_mapping_file
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from asc_desktop.ui.dialogs.importing.window import ImportWindow

_SUFFIX = ".json"
_FILTER = f"Mapping of a tracker (*{_SUFFIX})"


class MappingFiles(QObject):
    """The menu of the mapping: save it, or use another."""

    used = Signal()
    """Another mapping is in force."""

    def __init__(
        self, window: ImportWindow, workspace: Workspace, tracker: Callable[[], TrackerImport]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._tracker = tracker
        self.button = QPushButton("Mapping")
        self.button.setProperty("kind", "menu")
        self.button.setAutoDefault(False)
        menu = QMenu(self.button)
        menu.addAction("&Save mapping…", self.save)
        menu.addAction("&Use a mapping…", self.use)
        self.button.setMenu(menu)

    def save(self) -> None:
        """Ask where the mapping goes, and keep it there."""
        stem = Path(self._tracker().workbook.name).stem or "Tracker"
        offered = self._workspace.session.path.parent / f"{stem} mapping{_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save the mapping", str(offered), _FILTER)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(_SUFFIX)
            try:
                keep_mapping(path, self._tracker().mapping)
            except MappingError as error:
                self._workspace.asker.tell("The mapping was not saved", str(error))

    def use(self) -> None:
        """Ask which mapping to use, and use it for the tables whose headings it has."""
        folder = str(self._workspace.session.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Use a mapping", folder, _FILTER)
        if not chosen:
            return
        try:
            mapping = read_mapping_file(Path(chosen))
        except MappingError as error:
            self._workspace.asker.tell("The mapping was not used", str(error))
            return
        tracker = self._tracker()
        if not mapping_for(tracker.tables, [mapping]):
            self._workspace.asker.tell(
                "The mapping was not used",
                f"No table of “{tracker.workbook.name}” has the headings that it is for.",
            )
            return
        tracker.use(mapping)
        self.used.emit()
