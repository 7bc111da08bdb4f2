"""What a timeline shows, as plain frozen records: rows in groups, each with a bar and dated markers, and links.

Days are ISO dates. Every place has an opaque `key` that comes back when it is clicked, and by which links name their
ends. `cells` are a place's figures as the table view prints them.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct

from asc_desktop.ui.charts.data import ChartTable
from asc_desktop.ui.palette import ColourRole


class TimelineMarker(Struct, frozen=True):
    """A dated step: `day` is when it was reached or is forecast, `baseline` when it was first planned."""

    label: str
    day: str
    baseline: str | None
    reached: bool
    role: ColourRole
    words: str
    cells: tuple[str, ...]
    key: object


class TimelineRow(Struct, frozen=True):
    """A row: its bar from `start` to `end`, either of which may be missing, and its markers by day."""

    label: str
    start: str | None
    end: str | None
    markers: tuple[TimelineMarker, ...]
    words: str
    cells: tuple[str, ...]
    key: object
    end_key: object


class TimelineGroup(Struct, frozen=True):
    """Rows under a heading, which folds them."""

    label: str
    rows: tuple[TimelineRow, ...]
    key: object


class TimelineLink(Struct, frozen=True):
    """An arrow from the place that is needed to the one that waits for it; `is_late` where it comes too late."""

    start: object
    end: object
    is_late: bool
    words: str
    key: object


class TimelineData(Struct, frozen=True, dict=True):
    """Rows over days. `today`, by which they are judged, gets a line with `today_label`; so does `now`, the day itself.

    `legend` explains the markers' colours.
    """

    title: str
    groups: tuple[TimelineGroup, ...]
    links: tuple[TimelineLink, ...]
    today: str
    today_label: str
    legend: tuple[tuple[str, ColourRole], ...]
    columns: tuple[str, ...]
    now: str = ""

    @cached_property
    def days(self) -> tuple[int, int]:
        """The first and last day that anything stands on, as ordinals; `today` among them."""
        found = {self.today}
        for group in self.groups:
            for row in group.rows:
                found.update(day for day in (row.start, row.end) if day)
                for marker in row.markers:
                    found.update(day for day in (marker.day, marker.baseline) if day)
        return day_number(min(found)), day_number(max(found))

    @property
    def marked_days(self) -> list[tuple[str, str, bool]]:
        """The days that get a line: the day, its words, and whether it is today and no more."""
        if self.now == self.today:
            return [(self.today, f"{self.today_label}, today", False)]
        return [(self.today, self.today_label, False), *([(self.now, "Today", True)] if self.now else [])]

    @cached_property
    def places(self) -> dict[object, tuple[TimelineRow, str]]:
        """Each marker's and each bar end's row and day, by key."""
        found: dict[object, tuple[TimelineRow, str]] = {}
        for group in self.groups:
            for row in group.rows:
                if row.end or row.start:
                    found[row.end_key] = (row, row.end or row.start or "")
                    found[row.key] = (row, row.start or row.end or "")
                for marker in row.markers:
                    found[marker.key] = (row, marker.day)
        return found

    @cached_property
    def group_of(self) -> dict[object, object]:
        """The key of each row's group, by the row's key."""
        return {row.key: group.key for group in self.groups for row in group.rows}

    def as_table(self) -> ChartTable:
        """Return a row for each marker, and one for each row without any."""
        rows = []
        for group in self.groups:
            for row in group.rows:
                every = [marker.cells for marker in row.markers] or [()]
                rows += [(group.label, *row.cells, *cells) for cells in every]
        width = len(self.columns)
        padded = tuple((*cells, *[""] * (width - len(cells))) for cells in rows)
        return ChartTable(self.columns, padded, is_words=True)


def day_number(day: str) -> int:
    """Return an ISO date as a count of days."""
    return date.fromisoformat(day).toordinal()
