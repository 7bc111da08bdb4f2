"""Where a person was in a table, kept by row and column while these are shown anew: a reset forgets it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView


class _Place(Struct, frozen=True):
    row_id: str
    key: str
    """The column's."""
    parts: list[tuple[list[str], list[str]]]
    """Blocks of row ids and column keys."""
    order: list[str]
    """The ids of the rows and headings as they stood, to find a neighbour of a row that is gone."""
    typing: tuple[str, str, str] | None
    scroll: tuple[int, int]
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
        # The model may have other columns already, and still has the rows as they were.
        last, keys = model.rowCount(), self._keys
        parts = [
            (
                [model.id_at(at) for at in range(part.top(), min(part.bottom() + 1, last))],
                list(keys[part.left() : part.right() + 1]),
            )
            for part in view.selected_parts()
        ]
        typing = None
        delegate = view.delegate
        if delegate.is_open and not delegate.is_committing and delegate.editor is not None:
            typing = (*delegate.cell, delegate.editor.value_text())
        is_somewhere = index.isValid() and index.row() < last and index.column() < len(keys)
        self._place = _Place(
            row_id=model.id_at(index.row()) if is_somewhere else "",
            key=keys[index.column()] if is_somewhere else "",
            parts=parts,
            order=[model.id_at(at) for at in range(last)] if is_somewhere else [],
            typing=typing,
            scroll=(view.horizontalScrollBar().value(), view.verticalScrollBar().value()),
            is_in_sight=is_somewhere and view.viewport().rect().intersects(view.visualRect(index)),
        )

    def restore(self) -> str:
        """Go back there, as far as it is still shown; return the id of the current row or heading."""
        place, self._keys = self._place, self._keys_now()
        if place is None:
            return ""
        view = self._view
        row_id = self._still_shown(place)
        if row_id and self._keys:
            self._select(place, row_id)
        elif not row_id:
            view.selectionModel().clear()
        view.horizontalScrollBar().setValue(place.scroll[0])
        view.verticalScrollBar().setValue(place.scroll[1])
        self._place = None
        if row_id and place.is_in_sight:
            view.scrollTo(view.currentIndex())
        if place.typing is not None:
            self._type_on(*place.typing)
        return row_id

    def _still_shown(self, place: _Place) -> str:
        """Return the row or heading that the person was on; where it is gone, the row that came after or before."""
        model = self._view.table
        if not place.row_id or model.position(place.row_id) >= 0:
            return place.row_id
        at = place.order.index(place.row_id)
        nearest = [*place.order[at:], *reversed(place.order[:at])]
        return next((row_id for row_id in nearest if model.row_at(model.position(row_id)) is not None), "")

    def _type_on(self, row_id: str, key: str, text: str) -> None:
        view = self._view
        if view.delegate.is_open:
            return
        if view.table.position(row_id) >= 0 and key in self._keys:
            view.select_row(row_id, key)
            view.edit_current(typed=text)
        elif text.strip():
            view.notice.emit(f"“{text.strip()}” was not saved: the cell it was typed in is no longer shown.")

    def _select(self, place: _Place, row_id: str) -> None:
        model, selection = self._view.table, self._view.selectionModel()
        columns = {key: at for at, key in enumerate(self._keys)}
        chosen = QItemSelection()
        for row_ids, keys in place.parts:
            rows = sorted(where for each in row_ids if (where := model.position(each)) >= 0)
            across = sorted(columns[key] for key in keys if key in columns)
            for first, final in _runs(rows):
                for left, right in _runs(across):
                    chosen.append(QItemSelectionRange(model.index(first, left), model.index(final, right)))
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = model.index(model.position(row_id), columns.get(place.key, self._view.first_column()))
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
