"""The line of figures above the list: how many are in, asked, late, back and not asked, and the days to the papers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.counts import updated_words
from asc_desktop.domain.report.updates import MonthUpdates, Papers
from asc_desktop.domain.words import number_of
from asc_desktop.ui.pages.updates.columns import BACK, WAITING
from asc_desktop.ui.widgets.key_figure import KeyFigureTile

PAPERS: Final = "papers"
_TILES: Final = (
    ("", "Updates in"),
    (WAITING, "Nothing back yet"),
    ("late", "Late"),
    (BACK, "To take in"),
    ("not_asked", "Not asked"),
    (PAPERS, "Papers due"),
)
_GAP: Final = 10
_ONE_ROW_FROM: Final = 760


class UpdateFigures(QWidget):
    """Six figures; a click lists what is behind one."""

    chosen = Signal(str)
    """What to list alone, empty for all; or ``papers``, for the date that is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {key: KeyFigureTile(label) for key, label in _TILES}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        self._arrange()

    def show_updates(self, updates: MonthUpdates) -> None:
        """Show a month's figures."""
        tiles, every = self.tiles, updates.due_count
        is_whole = bool(every) and updates.in_count == every
        typed, unsettled = updates.typed_count, updates.in_and_in_question
        note = f"{typed} typed here" if typed else "by forms or typed here"
        if not every:
            note = "no live project to ask"
        tiles[""].set_figure(
            updated_words(updates.in_count, every),
            f"{unsettled} of them in question" if unsettled else note,
            "good" if is_whole else "normal",
        )
        leads = number_of(updates.leads_waited_for, "lead")
        waiting = updates.count("asked", "late")
        tiles[WAITING].set_figure(str(waiting), f"from {leads}" if waiting else "nobody is waited for")
        running = len(updates.late_running)
        tiles["late"].set_figure(
            str(updates.count("late")),
            f"{running} three months running" if running else "none three months running",
            "bad" if updates.count("late") else "normal",
        )
        open_answers = updates.answers_in_question
        tiles[BACK].set_figure(
            str(updates.count("returned", "in_question")),
            f"{number_of(open_answers, 'answer')} in question" if open_answers else "no answer in question",
            "bad" if open_answers else "normal",
        )
        tiles["not_asked"].set_figure(str(updates.count("not_asked")), "and nothing typed here")
        self._show_papers(updates.papers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures in one row, or in two."""
        super().resizeEvent(event)
        self._arrange()

    def _show_papers(self, papers: Papers | None) -> None:
        tile = self.tiles[PAPERS]
        if papers is None:
            tile.set_figure("No date", "set it in Settings", "normal")
            return
        note = f"{date_label(papers.due_on)}, {papers.board}"
        if papers.days_left < 0:
            tile.set_figure("Passed", note, "normal")
        elif papers.days_left == 0:
            tile.set_figure("Today", note, "bad")
        else:
            tile.set_figure(number_of(papers.days_left, "day"), note, "normal")

    def _arrange(self) -> None:
        columns = len(_TILES) if self.width() >= _ONE_ROW_FROM else len(_TILES) // 2
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
