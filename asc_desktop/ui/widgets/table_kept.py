"""Where a person was in a table, kept by ids while its rows are shown anew: the model's reset forgets it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table_view import RecordTableView


@dataclass(frozen=True, slots=True)
class _Place:
    row_id: str
    column: int
    parts: list[tuple[list[str], int, int]]
    typing: tuple[str, str, str] | None
    scroll: int
    is_in_sight: bool


class KeptPlace:
    """The selection, the current cell, what is being typed and the scroll position of one view."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self._place: _Place | None = None
        self._keys = self._keys_now()

    @property
    def is_held(self) -> bool:
        """Whether the rows are being shown anew just now."""
        return self._place is not None

    @property
    def has_other_columns(self) -> bool:
        """Whether the columns are not those last restored."""
        return self._keys != self._keys_now()

    def keep(self) -> None:
        """Note where the person is."""
        view, model = self._view, self._view.table
        index = view.currentIndex()
        last = model.rowCount()
        parts = [
            (
                [model.id_at(at) for at in range(part.top(), min(part.bottom() + 1, last))],
                part.left(),
                part.right(),
            )
            for part in view.selected_parts()
        ]
        typing = None
        delegate = view.delegate
        if delegate.is_open and not delegate.is_committing and delegate.editor is not None:
            typing = (*delegate.cell, delegate.editor.value_text())
        self._place = _Place(
            row_id=model.id_at(index.row()) if index.isValid() and index.row() < last else "",
            column=index.column(),
            parts=parts,
            typing=typing,
            scroll=view.verticalScrollBar().value(),
            is_in_sight=index.isValid() and view.viewport().rect().intersects(view.visualRect(index)),
        )

    def restore(self) -> str:
        """Go back there, as far as it is still shown; return the id of the current row or heading."""
        place, self._keys = self._place, self._keys_now()
        if place is None:
            return ""
        view, model = self._view, self._view.table
        at = model.position(place.row_id) if place.row_id else -1
        if at >= 0 and model.columnCount():
            self._select(place, at)
        view.verticalScrollBar().setValue(place.scroll)
        self._place = None
        if at >= 0 and place.is_in_sight:
            view.scrollTo(view.currentIndex())
        if place.typing is not None:
            row_id, key, text = place.typing
            if model.position(row_id) >= 0 and key in self._keys:
                view.show_cell(row_id, key)
                view.edit_current(typed=text)
        return place.row_id if at >= 0 else ""

    def _select(self, place: _Place, at: int) -> None:
        model, selection = self._view.table, self._view.selectionModel()
        last = model.columnCount() - 1
        chosen = QItemSelection()
        for row_ids, left, right in place.parts:
            shown = sorted(where for row_id in row_ids if (where := model.position(row_id)) >= 0)
            for first, final in _runs(shown):
                corners = model.index(first, min(left, last)), model.index(final, min(right, last))
                chosen.append(QItemSelectionRange(*corners))
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = model.index(at, min(max(place.column, 0), last))
        selection.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _keys_now(self) -> tuple[str, ...]:
        return tuple(column.key for column in self._view.table.columns)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
