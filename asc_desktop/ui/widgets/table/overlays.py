"""What stands in a table without rows: that there are none yet, or that the filter lets none through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView


class TableOverlays:
    """The two of one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self.empty: EmptyState | None = None
        """What says that there are no rows at all, if anything does."""
        self._says_why = False
        self._offers_paste = False
        self.nothing: EmptyState | None = None
        """What says that the filter hides every row, once it has."""

    def set_empty(self, empty: EmptyState, *, says_why: bool) -> EmptyState:
        """Show this where there are no rows at all; return it."""
        if self.empty is not None:
            self.empty.deleteLater()
        self.empty, self._says_why, self._offers_paste = empty, says_why, False
        self.arrange()
        return empty

    def arrange(self) -> None:
        """Show the one that the rows ask for, or neither."""
        table = self._view.table
        # Nothing is to be seen at the side of a table without rows.
        policy = Qt.ScrollBarPolicy
        self._view.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if table.rows or table.rowCount() else policy.ScrollBarAlwaysOff
        )
        if table.rowCount() and (table.shown_rows or table.has_aside):
            for overlay in self._made():
                overlay.hide()
            return
        if self.empty is not None and self._view.new_rows is not None and not self._offers_paste:
            self._offers_paste = True
            paste = self.empty.add_action("Paste rows…", changes=True, last=True)
            set_tip(paste, f"Make {self._view.new_rows.plural} of rows that you have copied")
            paste.clicked.connect(self._view.blocks.paste_as_new_rows)
        is_hidden = bool(table.rows) and table.is_filtered
        if is_hidden:
            if self.nothing is None:
                self.nothing = EmptyState("filter", "Nothing matches", parent=self._view.viewport())
                self.nothing.add_action("Clear filters").clicked.connect(table.clear_filters)
            self.nothing.set_message("Nothing matches", f"The filter hides all {len(table.rows):,} rows.")
        self.fit()
        if self.empty is not None:
            self.empty.setVisible(not table.rows or (self._says_why and not is_hidden))
        if self.nothing is not None:
            self.nothing.setVisible(is_hidden)

    def fit(self) -> None:
        """Fill the view."""
        for overlay in self._made():
            overlay.setGeometry(self._view.viewport().rect())

    def _made(self) -> list[EmptyState]:
        return [overlay for overlay in (self.empty, self.nothing) if overlay is not None]
