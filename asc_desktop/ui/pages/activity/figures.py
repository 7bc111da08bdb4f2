"""The figures of one activity as tiles; each leads to where it can be changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.widgets.key_figure import KeyFigureTile, Tone

GAP: Final = 10
ONE_ROW_FROM: Final = 900
"""The width, in pixels, from which all the tiles stand in one row."""

_FEW: Final = 4
_MILLION: Final = 100_000_000

_TILES: Final = (
    ("done", "Done", "months"),
    ("pace", "Recent pace a month", "months"),
    ("finish", "Projected finish", "months"),
    ("cost", "Cost of one", "activity"),
    ("affordable", "Funding buys", "activity"),
    ("saving", "Saving of one", "outcomes"),
    ("growth", "Growth, shown separately", "outcomes"),
)
"""Each tile's key, its words, and the part of the activity that it leads to."""


class ActivityFigures(QWidget):
    """Seven tiles: how far, how fast, until when, at what cost, for how many, to what saving, with what growth."""

    chosen = Signal(str)
    """The part of the activity in which a figure is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Figures of the activity")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0
        self.tiles = {key: KeyFigureTile(label) for key, label, _ in _TILES}
        for key, _, part in _TILES:
            self.tiles[key].clicked.connect(lambda _checked=False, part=part: self.chosen.emit(part))
        self._arrange()

    def show_activity(self, item: ActivityReport) -> None:
        """Show an activity's figures."""
        bad: Tone = "bad" if item.behind else "normal"
        tone: Tone = "good" if item.state == "done" else bad
        self.tiles["done"].set_figure(f"{item.done:,} of {item.planned_total:,}", _ahead(item), tone)
        self.tiles["pace"].set_figure(item.recent_rate or "—", _pace(item))
        finish = dates.period_short_label(item.finish_period) if item.finish_period else "—"
        self.tiles["finish"].set_figure(finish, item.finish_note or item.finish_words, tone)
        self.tiles["cost"].set_figure(
            format_pounds(item.unit_cost_pence),
            f"{_money(item.cost_pence)} so far" if item.cost_pence is not None else "not given",
        )
        self.tiles["affordable"].set_figure(
            f"{item.affordable:,}" if item.affordable is not None else "—",
            f"of {item.planned_total:,} planned" if item.affordable is not None else "needs funding and cost",
            "bad" if item.funding_short else "normal",
        )
        self.tiles["saving"].set_figure(
            format_pounds(item.saving_per_unit_pence),
            f"{_money(item.savings_pence)} so far" if item.savings_pence is not None else "needs an outcome",
        )
        self.tiles["growth"].set_figure(*_growth(item))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one row, or in two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = len(_TILES) if self.width() >= ONE_ROW_FROM else _FEW
        if columns == self._columns:
            return
        self._columns = columns
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)


def _ahead(item: ActivityReport) -> str:
    if not item.ahead:
        return "as planned by now"
    return f"{abs(item.ahead):,} {'ahead of' if item.ahead > 0 else 'behind'} the plan"


def _pace(item: ActivityReport) -> str:
    if item.run_rate is None:
        return "nothing reported yet"
    months = number_of(item.months_reported, "month")
    return f"{item.run_rate} over {months}"


def _growth(item: ActivityReport) -> tuple[str, str]:
    if item.growth_rate is None or item.growth_units is None:
        return "—", "none given"
    share = f"{item.growth_rate}% of {item.unit}"
    if item.growth_pence is None:
        return f"{item.growth_units:,}", share
    return _money(item.growth_pence), f"{item.growth_units:,}, {share}"


def _money(pence: int | None) -> str:
    return format_millions(pence) if pence is None or abs(pence) >= _MILLION else format_pounds(pence)
