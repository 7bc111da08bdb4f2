"""What is committed and left of each funding source."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.charts.data import Point, Series, StackData, money_axis, money_words

FUNDING_TITLE: Final = "Committed and left by funding source"


def funding_data(report: Report) -> StackData | None:
    """Return what is committed and left of each source; None where there is none or nothing is provided."""
    sources = report.funding_sources
    largest = max((max(item.provision_pence, item.committed_pence) for item in sources), default=0)
    if not largest:
        return None
    words = money_words(largest)

    def points(key: str) -> tuple[Point, ...]:
        return tuple(
            Point(
                max(getattr(item, key), 0),
                words(getattr(item, key)),
                item.id,
                f"{item.label}: {format_pounds(getattr(item, key))} of {format_pounds(item.provision_pence)}",
            )
            for item in sources
        )

    return StackData(
        title=FUNDING_TITLE,
        categories=tuple(item.label for item in sources),
        series=(
            Series("Committed", "blue", points("committed_pence")),
            Series("Left", "green_light", points("left_pence")),
        ),
        axis=money_axis(largest),
        category_title="Funding source",
        totals=tuple(words(item.provision_pence) for item in sources),
        total_title="Provision",
    )
