"""How a timeline is looked at: which days, how large, how far down, what is folded. No Qt, no drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineGroup, TimelineRow

HEAD: Final = 54.0
"""Height of the dates above the rows, which stay in sight."""

GROUP_HEIGHT: Final = 25.0
ROW_HEIGHT: Final = 31.0
MARK: Final = 13.0
"""Across a marker."""

BAR_AT: Final = 21.5
"""From a row's top to the middle of its bar; the markers' names stand above."""

LEAST_SCALE, MOST_SCALE = 0.1, 12.0
"""Pixels for a day: ten years on a narrow screen, and a fortnight."""

SCALES: Final = {"months": 3.0, "quarters": 1.1, "years": 0.3}
"""Pixels for a day at which months, quarters and years read well."""


class TimelineView(Struct, frozen=True):
    """`left` is the day at the plot's left edge, an ordinal; `scale` pixels for a day; `top` pixels scrolled down."""

    left: float
    scale: float
    top: float = 0.0
    folded: frozenset[object] = frozenset()
    chosen: object = None

    def x(self, day: float) -> float:
        """Return a day's place in pixels from the plot's left edge."""
        return (day - self.left) * self.scale

    def zoomed(self, factor: float, at: float) -> TimelineView:
        """Return the view larger by a factor, with the day `at` pixels from the left where it was."""
        scale = min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE)
        return replace(self, scale=scale, left=self.left + at / self.scale - at / scale)

    def kept_within(self, data: TimelineData, width: float, height: float) -> TimelineView:
        """Return the view moved so that the chart's first and last day stay left and right of its middle or on it."""
        first, last = data.days
        half = width / self.scale / 2
        low, high = first - half, last - half
        most = max(total_height(data, self.folded) - height, 0.0)
        return replace(self, left=min(max(self.left, low), high), top=min(max(self.top, 0.0), most))


class Line(Struct, frozen=True):
    """A line of the chart: a group's heading where `row` is None."""

    top: float
    height: float
    group: TimelineGroup
    row: TimelineRow | None

    @property
    def key(self) -> object:
        """The key of the row or the group."""
        return self.row.key if self.row is not None else self.group.key


def lines_of(data: TimelineData, folded: frozenset[object]) -> Iterator[Line]:
    """Yield every line from the top, those of folded groups left out."""
    top = 0.0
    for group in data.groups:
        yield Line(top, GROUP_HEIGHT, group, None)
        top += GROUP_HEIGHT
        if group.key in folded:
            continue
        for row in group.rows:
            yield Line(top, ROW_HEIGHT, group, row)
            top += ROW_HEIGHT


def total_height(data: TimelineData, folded: frozenset[object]) -> float:
    """Return the height of every line together."""
    return sum(
        GROUP_HEIGHT + (0 if group.key in folded else ROW_HEIGHT * len(group.rows)) for group in data.groups
    )


def starting_view(data: TimelineData, width: float, today: int) -> TimelineView:
    """Return the view to begin with: nine months back from today and fifteen ahead."""
    scale = min(max(width / 730, LEAST_SCALE), MOST_SCALE)
    return TimelineView(left=today - 275, scale=scale).kept_within(data, width, 1e9)


class Tick(Struct, frozen=True):
    """A stretch of the axis: its first day, the one after its last, as ordinals, and its words, long before short."""

    start: int
    end: int
    words: tuple[str, ...]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUARTERS = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")
_LEAST_TICK = 27.0


def ticks(view: TimelineView, width: float) -> tuple[list[Tick], list[Tick]]:
    """Return the financial years in sight, and the months or quarters, whichever can be read; none where neither."""
    first, last = int(view.left), int(view.left + width / view.scale) + 1
    years = _stretches(first, last, 12)
    if view.scale * 30 >= _LEAST_TICK:
        return years, _stretches(first, last, 1)
    if view.scale * 91 >= _LEAST_TICK:
        return years, _stretches(first, last, 3)
    return years, []


def _stretches(first: int, last: int, months: int) -> list[Tick]:
    """Return the stretches of so many months that meet these days; years begin in April, quarters in step with them."""
    day = date.fromordinal(first)
    count = day.year * 12 + day.month - 1
    count -= (count - 3) % months
    found = []
    while (start := _ordinal(count)) <= last:
        found.append(Tick(start, _ordinal(count + months), _words(count, months)))
        count += months
    return found


def _ordinal(count: int) -> int:
    return date(count // 12, count % 12 + 1, 1).toordinal()


def _words(count: int, months: int) -> tuple[str, ...]:
    year, month = divmod(count, 12)
    if months == 12:
        return (f"{year}/{(year + 1) % 100:02d}", f"{year % 100:02d}/{(year + 1) % 100:02d}")
    if months == 3:
        return (_QUARTERS[month // 3], f"Q{((month - 3) // 3) % 4 + 1}")
    return (f"{_MONTHS[month]} {year}", _MONTHS[month])
