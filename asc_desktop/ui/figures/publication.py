"""What a public pack leaves out, by kind."""

from __future__ import annotations

from asc_desktop.domain.report.publication import PublicReport
from asc_desktop.ui.charts.data import Point, Series, StackData, count_axis


def left_out_data(public: PublicReport) -> StackData:
    """Return how many records of each kind a public pack leaves out."""
    return StackData(
        "Left out of a public pack",
        tuple(item.kind[:1].upper() + item.kind[1:] for item in public.left_out),
        (
            Series(
                "Left out",
                "accent",
                tuple(
                    Point(item.count, str(item.count), key=item.table, detail=item.sentence)
                    for item in public.left_out
                ),
            ),
        ),
        count_axis("Number of records"),
        category_title="Kind",
        totals=tuple(str(item.count) for item in public.left_out),
    )
