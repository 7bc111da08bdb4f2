"""A table as high as its rows on a page that scrolls, so that there is one thing to scroll and not two."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from asc_desktop.ui.widgets.table.view import RecordTableView

FRAME = 2


class WholeTable:
    """Keeps one view as high as its rows, or as high as it may be where the room is short; it then scrolls.

    One without rows keeps the height of as many as ``when_empty``, for what it says in their place.
    """

    def __init__(self, view: RecordTableView, when_empty: int = 0) -> None:
        self._view = view
        self._when_empty = when_empty
        self._most = 0
        view.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        view.table.arranged.connect(self.fit)
        view.verticalHeader().sectionResized.connect(lambda *_: self.fit())
        view.horizontalHeader().geometriesChanged.connect(self.fit)

    @property
    def natural_height(self) -> int:
        """Return the height of all rows, with the heading."""
        if not self._view.table.rowCount():
            return self.height_of(self._when_empty)
        return self._view.verticalHeader().length() + self._besides()

    def height_of(self, rows: int) -> int:
        """Return the height of the first rows, so many, with the heading; as if there were as many."""
        held = min(rows, self._view.table.rowCount())
        lacking = (rows - held) * self._view.verticalHeader().defaultSectionSize()
        return sum(self._view.rowHeight(at) for at in range(held)) + lacking + self._besides()

    def limit(self, height: int) -> None:
        """Take no more than this height; 0 is no limit."""
        if height != self._most:
            self._most = height
            self.fit()

    def fit(self) -> None:
        """Take the height that the rows ask for now."""
        natural = self.natural_height
        height = min(natural, self._most) if self._most else natural
        whole = height == natural
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self._view.verticalScrollBarPolicy() != policy:
            self._view.setVerticalScrollBarPolicy(policy)
        if self._view.height() != height or self._view.minimumHeight() != height:
            self._view.setFixedHeight(height)

    def _besides(self) -> int:
        header = self._view.horizontalHeader()
        bar = 0
        if self._view.isVisible() and header.length() > self._view.viewport().width() + FRAME:
            bar = self._view.horizontalScrollBar().sizeHint().height()
        return header.sizeHint().height() + FRAME + bar


def follow_current(view: RecordTableView, show: Callable[[RecordTableView, int, int], None]) -> None:
    """Let the page scroll to the row that the keyboard is on: ``show`` is given its top and bottom in the view."""

    def on_current() -> None:
        current = view.currentIndex()
        if current.isValid() and view.hasFocus():
            rect = view.visualRect(current)
            top = view.viewport().mapTo(view, rect.topLeft()).y()
            show(view, top, top + rect.height())

    view.selectionModel().currentChanged.connect(lambda *_: on_current())
