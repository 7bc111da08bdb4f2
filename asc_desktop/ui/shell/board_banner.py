"""Says above every page of a closed month what its board received, where that is not what the pages show."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.report.model import Scope
from asc_desktop.services.board_saw import board_saw
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.workspace import Workspace


class BoardBanner(Callout):
    """Hidden where the month in view is open, or is as its board received it."""

    board_asked = Signal(str)
    """The id of the snapshot to show."""

    def __init__(self) -> None:
        super().__init__("", "warning")
        # Beside the words: it is over every page, and takes no more lines than it needs.
        self.board_button = QPushButton("Show the board version")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.board_button)
        self.board_button.clicked.connect(self._ask)
        self._snapshot_id = ""
        self.hide()

    def show_month(self, workspace: Workspace) -> None:
        """Compare the month in view with what its board received."""
        found = None
        if workspace.shows_closed:
            found = board_saw(workspace.session, Scope(workspace.programme_id, workspace.period))
        if found is not None:
            self._snapshot_id = found.snapshot_ids[0]
            self.board_button.setVisible(len(found.snapshot_ids) == 1)
            self.set_message(found.sentence, heading=found.heading)
        self.setVisible(found is not None)

    def _ask(self) -> None:
        self.board_asked.emit(self._snapshot_id)
