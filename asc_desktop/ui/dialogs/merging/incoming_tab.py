"""What comes in with a merge: each record and field, what is here now and what the copy has, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from asc_desktop.services.merging import Incoming
from asc_desktop.ui.dialogs.lists import list_of
from asc_desktop.ui.dialogs.merging.rows import incoming_columns, incoming_rows
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.pinned import PinnedColumn


class IncomingTab(QWidget):
    """The table of what comes in, and the box that narrows it."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = FilterBox("changes")
        self.view = list_of("merge-incoming", "What comes in", incoming_columns(), self)
        self.view.set_empty(
            "tick", "Nothing comes in", "As the conflicts are settled, this portfolio stays as it is."
        )
        PinnedColumn(self.view)
        self.filter.follow(self.view.table)
        self.filter.left_down.connect(self.view.setFocus)
        column_of(row_of(self.filter, 1), (self.view, 1), into=self, margins=(0, 8, 0, 0), spacing=6)

    def show_incoming(self, incoming: Sequence[Incoming]) -> None:
        """Show what comes in as the conflicts are settled now."""
        self.view.table.set_rows(incoming_rows(incoming))
