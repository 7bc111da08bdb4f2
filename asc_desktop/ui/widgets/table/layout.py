"""The widths, order and choice of a table's columns, and remembering them for the next time; the heights of its rows.

A column is as wide as a person made it, else as `needs` says that its figures and words want; a row has two lines
where words of it do not fit on one, and as many as what it is called needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, json
from PySide6.QtCore import QObject, QTimer

from asc_desktop.ui.widgets.table.groups import label_fits
from asc_desktop.ui.widgets.table.needs import LEAST, PADDING, Need, TableNeeds, is_words, shared
from asc_desktop.ui.workspace import LayoutMemory

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

_PAUSE_MS = 250
_WIDE = 110
"""The width, in pixels, from which a column of words is made for more than a word or two, and takes what is over."""
_LINES, _NAME_LINES = 2, 5
"""The most lines that words give a row, and that what it is called gives it, which is cut last."""
_ABOVE_AND_BELOW = 9
_MANY = 3_000
"""From so many rows on all are as high as those of two lines, where any of the first needs them."""


class _Arrangement(Struct, frozen=True):
    """How the columns of a table were left; ``hidden`` is None where nobody has chosen."""

    order: list[str] = []
    widths: dict[str, int] = {}
    hidden: list[str] | None = None
    sort: tuple[str, bool] | None = None
    group: str = ""


class TableLayout(QObject):
    """Keeps the columns of one view as a person arranged them."""

    def __init__(self, view: RecordTableView, name: str, memory: LayoutMemory | None) -> None:
        super().__init__(view)
        self._view = view
        self._name = f"table/{name}"
        self._memory = memory
        self._needs = TableNeeds(view)
        # Only what a person chose.
        self._widths: dict[str, int] = {}
        self._is_due = False
        self._fitted = -1
        self._fit_of: object = None
        self._is_arranging = False
        # The column that repeats the headings of the groups, unless a person hid it or shows it all the same.
        self._left_out = ""
        self._repeats = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)

    def restore(self) -> None:
        """Arrange the columns as they were left, or as they were made."""
        self._arrange(self._read())

    def _arrange(self, kept: _Arrangement) -> None:
        header = self._view.horizontalHeader()
        model = self._view.table
        self._is_arranging = True
        self._repeats = self._left_out = ""
        try:
            made_hidden = [column.key for column in model.columns if column.hidden]
            hidden = set(made_hidden if kept.hidden is None else kept.hidden)
            keys = {column.key: column.start_width for column in model.columns}
            # Once every width was kept, chosen or not: those that a column is made with nobody chose.
            self._widths = {
                key: max(width, LEAST)
                for key, width in kept.widths.items()
                if key in keys and width != keys[key]
            }
            known = [key for key in kept.order if key in keys]
            order = merged_order(known, [column.key for column in model.columns])
            for visual, key in enumerate(order):
                header.moveSection(header.visualIndex(model.column_at(key)), visual)
            for at, column in enumerate(model.columns):
                header.setSectionHidden(at, column.key in hidden and len(hidden) < len(model.columns))
        finally:
            self._is_arranging = False
        if kept.sort is not None and kept.sort[0] in keys and model.sorting is None:
            model.sort_by(kept.sort[0], descending=kept.sort[1])
        if kept.group and not model.grouped_by:
            model.group_by(kept.group)
        self.fit()

    def measure_soon(self) -> None:
        """Measure the columns anew once the rows are arranged: what is in them may differ."""
        self._needs.forget()
        self.fit_soon()

    def fit_soon(self) -> None:
        """Share the room out now if anybody looks, else when somebody does."""
        if self._view.isVisible():
            self.fit()
        else:
            self._is_due = True

    def fit_to_width(self) -> None:
        """Share the room out where it is another than it was: a table that is only higher has the same."""
        if self._view.viewport().width() != self._fitted:
            self.fit_soon()

    def fit_if_due(self) -> None:
        """Share the room out where that was put off."""
        if self._is_due:
            self.fit()

    def fit(self) -> None:
        """Share the room among the columns by what is in them, and give rows the lines that their words then need."""
        header = self._view.horizontalHeader()
        if self._is_arranging or header.count() != len(self._view.table.columns):
            return
        self._leave_out_repeats()
        shown = self._view.shown_columns()
        if not shown:
            return
        self._is_due = False
        self._fitted = self._view.viewport().width()
        columns = [self._view.table.column(at) for at in shown]
        needs = [
            self._chosen(column.key, need)
            for column, need in zip(columns, self._needs.of_columns(shown), strict=True)
        ]
        grow = [column.start_width if need.grows else 0 for column, need in zip(columns, needs, strict=True)]
        weights = [width if width >= _WIDE or max(grow) < _WIDE else 0 for width in grow]
        widths = shared(self._fitted, needs, weights)
        was = [header.sectionSize(at) for at in shown]
        of = (self._fitted, tuple(map(id, columns)), frozenset(row.id for row in self._view.table.rows))
        if of == self._fit_of and sum(was) > self._fitted:
            # The same rows in a table that is moved sideways: other widths would move it under the pointer.
            widths = [max(have, need.least) for have, need in zip(was, needs, strict=True)]
        self._fit_of = of
        self._is_arranging = True
        try:
            for at, width in zip(shown, widths, strict=True):
                header.resizeSection(at, width)
        finally:
            self._is_arranging = False
        self.fit_rows()

    def was_chosen(self, key: str) -> None:
        """Know that a person showed or hid a column, whatever the headings repeat."""
        if key == self._left_out:
            self._left_out = ""

    @property
    def repeated(self) -> tuple[str, ...]:
        """The column left out because headings repeat it: its words are in sight, and are found."""
        return (self._left_out,) if self._left_out else ()

    def _leave_out_repeats(self) -> None:
        """Hide the column whose cells the headings of the groups repeat, and show it again when they no longer do."""
        view, grouping = self._view, self._view.table.grouping
        key = grouping.column if grouping is not None else ""
        if key == self._repeats:
            return
        header = view.horizontalHeader()
        if self._left_out:
            header.setSectionHidden(view.table.column_at(self._left_out), False)
        self._repeats, self._left_out = key, ""
        if key and not view.is_column_hidden(key):
            header.setSectionHidden(view.table.column_at(key), True)
            self._left_out = key

    def fit_rows(self) -> None:
        """Give each row the lines that its words need: one or two, and what it is called more."""
        view, rows = self._view, self._view.verticalHeader()
        count = view.table.rowCount()
        if rows.count() != count:
            return
        base, line = rows.defaultSectionSize(), view.fontMetrics().lineSpacing()
        rooms = self._rooms()
        if count > _MANY:
            if any(self._lines(at, rooms) > 1 for at in range(0, count, count // 200)):
                rows.setDefaultSectionSize(max(_LINES * line + _ABOVE_AND_BELOW, base))
            return
        for at in range(count):
            lines = self._lines(at, rooms)
            height = max(lines * line + _ABOVE_AND_BELOW, base)
            if rows.sectionSize(at) != height:
                rows.resizeSection(at, height)

    def _rooms(self) -> list[tuple[int, int, int]]:
        """Return each column of words in sight, how wide its words may be, and the most lines they give a row."""
        view = self._view
        return [
            (
                at,
                view.columnWidth(at) - 2 * PADDING + 1,
                _NAME_LINES if at == self._needs.name else _LINES,
            )
            for at in view.shown_columns()
            if is_words(view.table.column(at))
        ]

    def _lines(self, at: int, rooms: list[tuple[int, int, int]]) -> int:
        model, needs = self._view.table, self._needs
        group = model.group_at(at)
        if group is not None:
            return 1 if label_fits(self._view, group) else _LINES
        row = model.row_at(at)
        lock = self._view.exempt.room_at(row)
        found = 1
        for column, room, most in rooms:
            if most > found and (text := model.text_of_row(row, column)):
                found = max(found, needs.lines(text, room - lock.get(column, 0), most))
        return found

    def _chosen(self, key: str, need: Need) -> Need:
        """Return what a column needs, or the width that a person chose for it."""
        chosen = self._widths.get(key)
        return need if chosen is None else Need(chosen, chosen, chosen, grows=False)

    def remember_soon(self) -> None:
        """Save after a short pause, since a drag tells of every pixel."""
        if self._memory is not None:
            self._pause.start()

    def save(self) -> None:
        """Save now."""
        self._pause.stop()
        if self._memory is None or self._view.horizontalHeader().count() != len(self._view.table.columns):
            return
        now = self._now()
        if now != self._read():
            self._memory.set(self._name, json.encode(now).decode())

    def text(self) -> str:
        """Return how the columns are arranged, as it is remembered."""
        return json.encode(self._now()).decode()

    def take(self, text: str) -> None:
        """Arrange the columns as a text says that `text` gave, and remember that."""
        kept = _decoded(text)
        self._view.table.sort_by(None)
        self._view.table.group_by("")
        self._arrange(kept)
        self.save()

    def flush(self) -> None:
        """Save what waits to be saved."""
        if self._pause.isActive():
            self.save()

    def _now(self) -> _Arrangement:
        header = self._view.horizontalHeader()
        model = self._view.table
        return _Arrangement(
            order=[model.column(header.logicalIndex(visual)).key for visual in range(len(model.columns))],
            # Widths of columns of other years stay known.
            widths={**self._read().widths, **self._widths},
            hidden=[
                column.key
                for at, column in enumerate(model.columns)
                if header.isSectionHidden(at) and column.key != self._left_out
            ],
            sort=model.sorting,
            group=model.grouped_by,
        )

    def _read(self) -> _Arrangement:
        return _decoded(self._memory.get(self._name) if self._memory is not None else None)

    def _on_resized(self, at: int, _old: int, new: int) -> None:
        if not self._is_arranging and new > 0 and at < len(self._view.table.columns):
            self._widths[self._view.table.column(at).key] = new
            self.remember_soon()

    def _on_moved(self) -> None:
        if not self._is_arranging:
            self.remember_soon()


def _decoded(text: str | None) -> _Arrangement:
    try:
        return json.decode(text, type=_Arrangement) if text else _Arrangement()
    except ValueError:
        return _Arrangement()


def merged_order(known: list[str], made: list[str]) -> list[str]:
    """Return the remembered order with columns that are new put after the one that they were made to follow."""
    order = list(known)
    for at, key in enumerate(made):
        if key not in order:
            before = made[at - 1] if at else None
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return order
