"""A record as kept and as reported, as one row of a table: what is typed into is the record, the rest the report's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from msgspec import Struct

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.columns import Column, field_column, view_column


class ReportedRow(Struct, frozen=True):
    """A record beside its part of the report."""

    record: Any
    report: Any

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.record.id)


def reported_rows(
    records: Records, kind: type[Record], items: Iterable[Any], before: Mapping[str, ReportedRow]
) -> dict[str, ReportedRow]:
    """Return the rows of a report’s items by id; one that is as before is the same object: it costs a table nothing."""
    rows = {}
    for item in items:
        row = ReportedRow(records.get(kind, item.id), item)
        rows[row.id] = held if (held := before.get(row.id)) == row else row
    return rows


def kept_column(kind: type[Record], key: str, **more: Any) -> Column:
    """Return the column of a record's own field, to be typed into."""
    return field_column(kind, key, **{"read": attrgetter(f"record.{key}"), "editable": True, **more})


def reported_column(key: str, label: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """Return a column of what is reported of a record."""
    return view_column(key, label, kind, **{"read": attrgetter(f"report.{key}"), **more})


def overdue_column(what: str, width: int) -> Column:
    """Return the column of how long the action that is most overdue has been so."""
    return reported_column(
        "days_overdue",
        "Overdue",
        Kind.INTEGER,
        read=lambda row: row.report.days_overdue or None,
        words=lambda days: number_of(days, "day"),
        warn=lambda row: row.report.days_overdue > 0,
        align="left",
        width=width,
        tooltip=f"How long the {what} that is most overdue has been overdue, on the month’s last day",
    )


def done_words(items: Iterable[Any]) -> str:
    """Return how many actions are done, of how many; a dash where there are none."""
    states = [item.state for item in items]
    return f"{states.count('Done')} of {len(states)}" if states else "–"
