"""What a form asks of a project's savings and milestones."""

from asc_desktop.domain.dates import date_label, period_end, period_label, year_label
from asc_desktop.domain.forms.form import FormRow, FormSection
from asc_desktop.domain.forms.rows import Asks, Maker
from asc_desktop.domain.records.delivery import Milestone, Project, SavingsLine, SavingsPosition
from asc_desktop.domain.records.fields import Field, Kind, Value, field_of
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.position import in_force

_TO_FIND = Field("to_find", "To find", Kind.MONEY, unit="£")
_FIRST_QUARTER = frozenset({4, 5, 6})
"""In which months the year before is asked about too, where it is not all delivered."""


def savings(maker: Maker, project: Project) -> list[FormSection]:
    """Return the project's savings lines by year; no section where there is nothing to ask."""
    ledger = LineLedger(maker.records, maker.period)
    lines = sorted(
        maker.records.of(SavingsLine, "project_id", project.id), key=lambda item: (item.name, item.id)
    )
    rows = [
        _saving(maker, line, year, ledger.at(line.id, year).to_find_pence)
        for line in lines
        for year in _years(maker, ledger, line.id)
    ]
    if not rows:
        return []
    guide = (
        "In pounds. The forecast is for the whole year: what is delivered and what is still to come. Delivered is from "
        f"1 April to the end of {period_label(maker.period)}."
    )
    headings = ("Saving and year", "To find", "Forecast for the year", "Delivered so far")
    return [maker.section("savings", "Savings", guide, rows, headings)]


def _saving(maker: Maker, line: SavingsLine, year: int, to_find_pence: int) -> FormRow:
    """Return the row of a line's year; what is delivered is asked of years that have begun alone."""
    period = maker.period
    held = in_force(maker.records.of(SavingsPosition, "line_id", line.id), period).get(year)
    forecast, delivered = (field_of(SavingsPosition, key) for key in ("forecast_pence", "delivered_pence"))
    has_begun = year <= maker.year
    given: dict[str, Value] = {
        "line_id": line.id,
        "year": year,
        "period": period,
        "validated_pence": held.validated_pence if held else 0,
    }
    asks = [
        Asks(_TO_FIND, 2, to_find_pence, asked=False),
        Asks(forecast, 3, held.forecast_pence if held else None, needed=has_begun),
    ]
    if has_begun:
        asks.append(Asks(delivered, 4, held.delivered_pence if held else None, needed=True))
    else:
        given["delivered_pence"] = held.delivered_pence if held else 0
    is_there = held is not None and held.period == period
    record_id = held.id if held is not None and is_there else maker.new_id()
    words = f"{line.name}, {year_label(year)}"
    return maker.row(SavingsPosition, record_id, words, asks, owner_id=line.id, given=given)


def _years(maker: Maker, ledger: LineLedger, line_id: str) -> list[int]:
    """Return the years that are asked about: from this one on, and last one's while its accounts are open."""
    found = []
    for year, position in sorted(ledger.of(line_id).years.items()):
        is_open_still = (
            year == maker.year - 1
            and int(maker.period[5:]) in _FIRST_QUARTER
            and position.delivered_pence < position.to_find_pence
        )
        has_figures = position.to_find_pence > 0 or position.forecast_pence > 0
        if has_figures and (year >= maker.year or is_open_still):
            found.append(year)
    return found


def milestones(maker: Maker, project: Project) -> list[FormSection]:
    """Return the milestones that are not done before the month; no section where there are none."""
    held = [
        item
        for item in maker.records.of(Milestone, "project_id", project.id)
        if not item.actual_date or item.actual_date[:7] >= maker.period
    ]
    last = period_end(maker.period)
    held.sort(key=lambda item: (item.forecast_date or item.baseline_date or "9", item.name))
    rows = [
        maker.row(
            Milestone,
            item.id,
            item.name,
            [
                Asks(field_of(Milestone, "baseline_date"), 2, item.baseline_date, asked=False),
                Asks(field_of(Milestone, "forecast_date"), 3, item.forecast_date),
                Asks(field_of(Milestone, "actual_date"), 4, item.actual_date, latest=last),
            ],
            owner_id=project.id,
        )
        for item in held
    ]
    guide = (
        f"Give the day on which you now expect each. If it was done by {date_label(last)}, give that day in the last "
        "column: a day that has passed needs one or the other."
    )
    headings = ("Milestone", "Planned", "Expected", "Done on")
    return [maker.section("milestones", "Milestones", guide, rows, headings)] if rows else []
