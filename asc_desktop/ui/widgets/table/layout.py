"""The widths, order and choice of a table's columns, and remembering them for the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, json
from PySide6.QtCore import QObject, QTimer

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.workspace import LayoutMemory

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_PAUSE_MS = 250
_GROWS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE})
_WIDE = 110
"""The width, in pixels, from which a column of words is made for more than a word or two, and takes more room."""


class _Arrangement(Struct, frozen=True):
    """How the columns of a table were left; ``hidden`` is None where nobody has chosen."""

    order: list[str] = []
    widths: dict[str, int] = {}
    hidden: list[str] | None = None
    sort: tuple[str, bool] | None = None


class TableLayout(QObject):
    """Keeps the columns of one view as a person arranged them."""

    def __init__(self, view: RecordTableView, name: str, memory: LayoutMemory | None) -> None:
        super().__init__(view)
        self._view = view
        self._name = f"table/{name}"
        self._memory = memory
        self._widths: dict[str, int] = {}
        self._is_arranging = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)

    def restore(self) -> None:
        """Arrange the columns as they were left, or as they were made."""
        kept = self._read()
        header = self._view.horizontalHeader()
        model = self._view.table
        self._is_arranging = True
        try:
            made_hidden = [column.key for column in model.columns if column.hidden]
            hidden = set(made_hidden if kept.hidden is None else kept.hidden)
            self._widths = {
                column.key: max(kept.widths.get(column.key, column.start_width), 36)
                for column in model.columns
            }
            known = [key for key in kept.order if key in self._widths]
            order = merged_order(known, [column.key for column in model.columns])
            for visual, key in enumerate(order):
                header.moveSection(header.visualIndex(model.column_at(key)), visual)
            for at, column in enumerate(model.columns):
                header.setSectionHidden(at, column.key in hidden and len(hidden) < len(model.columns))
                header.resizeSection(at, self._widths[column.key])
        finally:
            self._is_arranging = False
        if kept.sort is not None and kept.sort[0] in self._widths and model.sorting is None:
            model.sort_by(kept.sort[0], descending=kept.sort[1])
        self.fit()

    def fit(self) -> None:
        """Share the room to spare among the wide columns of words, by their widths; the widest alone where none is."""
        header = self._view.horizontalHeader()
        model = self._view.table
        shown = [model.column(at) for at in self._view.shown_columns()]
        words = [column for column in shown if column.kind in _GROWS and column.chip is None]
        if not words or self._is_arranging:
            return
        wide = [column for column in words if column.start_width >= _WIDE]
        growing = wide or [max(words, key=lambda column: column.start_width)]
        used = sum(self._widths.get(column.key, column.start_width) for column in shown)
        spare = max(self._view.viewport().width() - used, 0)
        shares = sum(column.start_width for column in growing)
        self._is_arranging = True
        try:
            for column in growing:
                part = spare * column.start_width // shares
                spare, shares = spare - part, shares - column.start_width
                own = self._widths.get(column.key, column.start_width)
                header.resizeSection(model.column_at(column.key), own + part)
        finally:
            self._is_arranging = False

    def remember_soon(self) -> None:
        """Save after a short pause, since a drag tells of every pixel."""
        if self._memory is not None:
            self._pause.start()

    def save(self) -> None:
        """Save now."""
        self._pause.stop()
        if self._memory is None:
            return
        header = self._view.horizontalHeader()
        model = self._view.table
        if header.count() != len(model.columns):
            return
        kept = self._read()
        now = _Arrangement(
            order=[model.column(header.logicalIndex(visual)).key for visual in range(len(model.columns))],
            # Widths of columns of other years stay known.
            widths={**kept.widths, **self._widths},
            hidden=[column.key for at, column in enumerate(model.columns) if header.isSectionHidden(at)],
            sort=model.sorting,
        )
        if now != kept:
            self._memory.set(self._name, json.encode(now).decode())

    def flush(self) -> None:
        """Save what waits to be saved."""
        if self._pause.isActive():
            self.save()

    def _read(self) -> _Arrangement:
        text = self._memory.get(self._name) if self._memory is not None else None
        try:
            return json.decode(text, type=_Arrangement) if text else _Arrangement()
        except ValueError:
            return _Arrangement()

    def _on_resized(self, at: int, _old: int, new: int) -> None:
        if not self._is_arranging and new > 0 and at < len(self._view.table.columns):
            self._widths[self._view.table.column(at).key] = new
            self.remember_soon()

    def _on_moved(self) -> None:
        if not self._is_arranging:
            self.remember_soon()


def merged_order(known: list[str], made: list[str]) -> list[str]:
    """Return the remembered order with columns that are new put after the one that they were made to follow."""
    order = list(known)
    for at, key in enumerate(made):
        if key not in order:
            before = made[at - 1] if at else None
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return order
