"""Programmes as a level of every list: rows are gathered by programme where several are looked at.

model.set_grouping(by_programme(report, lambda row: row.report.programme))
Grouping("Theme", lambda row: row.theme, above=programmes_above(report, lambda row: row.programme))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asc_desktop.domain.report.model import Report
from asc_desktop.ui.models.arrange import Above, Grouping

NO_PROGRAMME = "No programme"

Subtotals = Callable[[str, Sequence[Any]], Mapping[str, object]]


def programmes_above(
    report: Report | None, programme: Callable[[Any], str], subtotals: Subtotals | None = None
) -> Above | None:
    """Return the headings of programmes over a list's groups; None where the report is of one programme alone."""
    if report is None or not report.has_several:
        return None
    return Above(
        lambda row: programme(row) or NO_PROGRAMME,
        subtotals,
        tuple(item.name for item in report.programmes_in_scope),
    )


def by_programme(
    report: Report | None, programme: Callable[[Any], str], subtotals: Subtotals | None = None
) -> Grouping | None:
    """Return the grouping by programme alone; None where the report is of one programme."""
    above = programmes_above(report, programme, subtotals)
    if above is None:
        return None
    return Grouping("Programme", above.key, subtotals=subtotals, order=above.order, as_above=above)
