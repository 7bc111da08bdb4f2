"""What was due in each year and where it went, as a chart; and savings by source plan, as a table."""

from __future__ import annotations

from typing import Final

from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.report.model import Report, SlippageYear
from asc_desktop.domain.report.savings import BARS
from asc_desktop.domain.words import number_of
from asc_desktop.ui.charts.data import PENCE_IN_MILLION, Pattern, Point, Series, StackData, money_axis
from asc_desktop.ui.pages.shared.projects_behind import ProjectsBehind
from asc_desktop.ui.palette import ColourRole

TITLE: Final = "What was due in each year, and where it went"

_LOOKS: Final[dict[str, tuple[ColourRole, Pattern]]] = {
    "delivered_pence": ("green", "solid"),
    "still_forecast_pence": ("green_light", "solid"),
    "slipped_out_pence": ("amber", "solid"),
    "delivered_early_pence": ("green", "hatch"),
    "offset_in_pence": ("blue", "solid"),
    "written_off_pence": ("grey", "solid"),
    "no_plan_pence": ("red", "solid"),
}
"""How each part looks, the same as in the savings bridge."""


def slippage_data(report: Report) -> StackData | None:
    """Return what was due by year, each pound in one part; None where nothing was due in any year."""
    years = report.savings.slippage
    largest = max((year.to_find_pence for year in years), default=0)
    if not largest:
        return None
    words = format_millions if largest >= PENCE_IN_MILLION else format_pounds
    series = [
        Series(
            label,
            _LOOKS[key][0],
            tuple(_point(year, key, label, words(getattr(year, key))) for year in years),
            pattern=_LOOKS[key][1],
        )
        for key, label in BARS
        if any(getattr(year, key) for year in years)
    ]
    return StackData(
        title=f"{TITLE}, at {report.period_label}",
        categories=tuple(year.year for year in years),
        series=tuple(series),
        axis=money_axis(largest),
        category_title="Year",
        totals=tuple(words(year.to_find_pence) for year in years),
    )


def _point(year: SlippageYear, key: str, label: str, text: str) -> Point:
    ids = year.project_ids.get(key, ())
    count = len(ids)
    pence: int = getattr(year, key)
    detail = [f"{format_pounds(pence)} in {number_of(count, 'project')}"]
    if key == "slipped_out_pence":
        detail += [f"to {to_year}: {format_pounds(slipped)}" for to_year, slipped in year.slipped_to.items()]
    title = f"{label}, {year.year}"
    return Point(pence, text, ProjectsBehind(ids, title) if ids else None, "\n".join(detail) if pence else "")
