"""Exempt records in any table: a padlock at the title, words for the tooltip and the screen reader, menu entries.

A row is of the record whose id it has; in a list such as needs-attention, of the one that it names or whose id stands
after the colon of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QAction, QPainter

from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.ui.theme import theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

ICON: Final = 14
ROOM: Final = 19
"""What the padlock takes of its cell's width."""

_TITLES: Final = frozenset(
    {"name", "subject", "description", "action", "project", "line", "title", "supplier"}
)
"""Keys of columns that name a row. The leftmost of them in sight bears the padlock; without any, the first column."""


class TableExempt:
    """What one view shows of exempt records."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self._held: Mapping[str, ExemptReport] = {}
        self._column = -1
        view.table.exempt_note = self._note

    def begin(self) -> None:
        """Look up what is exempt before cells are drawn or described."""
        if self._view.workspace is not None:
            self._held = self._view.workspace.exempt
        if self._held:
            self._column = self.title_column()

    @property
    def is_any(self) -> bool:
        """Whether any record is exempt, so that a padlock may take room."""
        return self._view.workspace is not None and bool(self._view.workspace.exempt)

    @property
    def is_another(self) -> bool:
        """Whether other records are exempt than when cells were drawn last."""
        return self._view.workspace is not None and self._view.workspace.exempt != self._held

    def of_row(self, row: Any) -> ExemptReport | None:
        """Return what is known of a row's record where it is exempt."""
        if not self._held:
            return None
        return next((held for each in _ids_of(row) if (held := self._held.get(each))), None)

    def paint(self, painter: QPainter, rect: QRect, row: Any, column: int, colour: str) -> QRect:
        """Draw the padlock where this cell bears it; return the room that is left."""
        if not self._held or column != self._column or self.of_row(row) is None:
            return rect
        top = rect.top() + (rect.height() - ICON) / 2
        theme_hub().icons.paint(painter, QRectF(rect.left() + 6, top, ICON, ICON), "exempt", colour)
        return rect.adjusted(ROOM - 3, 0, 0, 0)

    def room_at(self, row: Any) -> dict[int, int]:
        """Return what the padlock takes of a row's cell, by its column; nothing where the row bears none."""
        return {self._column: ROOM - 3} if self._held and self.of_row(row) is not None else {}

    def record_ids(self, row_ids: Sequence[str]) -> list[str]:
        """Return the ids of the records that rows are of, those of a row's own record first."""
        rows = (row for each in row_ids if (row := self._view.table.find(each)) is not None)
        return list(dict.fromkeys(each for row in rows for each in _ids_of(row)[:1]))

    def actions(self, row_ids: Sequence[str]) -> list[QAction]:
        """Return what can be done about the publication of rows."""
        self.begin()
        workspace = self._view.workspace
        if workspace is None:
            return []
        return workspace.dialogs.exempt_actions(workspace, self.record_ids(row_ids), self._view)

    def _note(self, row: Any, column: int) -> str:
        self.begin()
        about = self.of_row(row)
        return about.words if about is not None and column == self._column else ""

    def title_column(self) -> int:
        """Return the column that bears the padlock, -1 where none is in sight."""
        shown = self._view.shown_columns()
        columns = self._view.table.columns
        return next((at for at in shown if columns[at].key in _TITLES), shown[0] if shown else -1)


def _ids_of(row: Any) -> tuple[str, ...]:
    """Return the ids of the records that a row may be of, the likeliest first."""
    row_id = str(row.id)
    if ":" not in row_id:
        return (row_id,)
    return tuple(filter(None, (getattr(row, "record_id", ""), row_id.partition(":")[2])))
