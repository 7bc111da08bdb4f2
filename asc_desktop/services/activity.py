"""Activity as a person types it, and its savings forecast as it is offered to a savings line.

A month's cell is known by its period and a key: ``planned`` or ``done``. A month with both emptied is removed.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, SavingsLine
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.office import Activity, ActivityMonth
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.rules.activity import months_of, outcomes_of
from asc_desktop.domain.words import named, shortened
from asc_desktop.services.editing import CellEdit, Rows, put_rows, take_cells
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.reporting import position_in_force, report_positions
from asc_desktop.services.session import Session

BASES: Final = (("in_year", "Saved this year"), ("full_year", "Full-year effect"))
"""What a forecast may count: the part that falls in the financial year, or all that its units save in a full year."""

_LONGEST_NAME = 60


def apply_month_cells(
    session: Session, activity_id: str, edits: Sequence[CellEdit], *, reason: str | None = None
) -> None:
    """Apply typed cells of an activity's months as one transaction; raise EditRefused, by period, and apply none."""
    activity = session.records.find(Activity, activity_id)
    if activity is None:
        raise EditRefused(
            [Problem(edit.record_id, edit.key, "This activity is no longer there.") for edit in edits]
        )
    held = {month.period: month for month in months_of(session.records, activity_id)}

    def month(period: str) -> ActivityMonth:
        return held.get(period) or ActivityMonth(id=session.new_id(), activity_id=activity_id, period=period)

    months = Rows(session, ActivityMonth, month)
    take_cells(edits, months.take)
    gone = months.drop_empty(("planned", "done"))
    put_rows(session, _months_action(activity, edits), months, reason=reason, gone=gone)


def duplicate_activity(session: Session, activity_id: str) -> Activity:
    """Add a copy of an activity with its plan and its outcomes; not what was done, nor its savings line."""
    activity = session.records.get(Activity, activity_id)
    copy = replace(
        activity, id=session.new_id(), name=_copied_name(session.records, activity), line_id=None, archived=0
    )
    with session.edit(f"Duplicate activity {shortened(activity.name, _LONGEST_NAME)}") as edit:
        edit.put(copy)
        for month in months_of(session.records, activity_id):
            if month.planned is not None:
                edit.put(replace(month, id=session.new_id(), activity_id=copy.id, done=None))
        for outcome in outcomes_of(session.records, activity_id):
            edit.put(replace(outcome, id=session.new_id(), activity_id=copy.id))
    return session.records.get(Activity, copy.id)


def archive_activities(session: Session, activity_ids: Sequence[str], *, archived: bool = True) -> None:
    """Take activities out of the report, or bring them back."""
    found = [session.records.get(Activity, activity_id) for activity_id in activity_ids]
    verb = "Archive" if archived else "Restore"
    words = named([f"activity {shortened(item.name, _LONGEST_NAME)}" for item in found], "activity")
    with session.edit(f"{verb} {words}") as edit:
        edit.put(*(replace(activity, archived=int(archived)) for activity in found))


# ------------------------------------------------------------------------------------------------- the forecast


class ForecastOffer(Struct, frozen=True):
    """What an activity's savings line has as its forecast for a year, and what it would have; both in pence.

    ``refusal`` says in a sentence why it cannot be used; empty where it can. ``names`` are the activities that the
    offer is the sum of: all that bring the line.
    """

    activity_id: str
    period: str
    basis: str
    line_id: str
    line: str
    year: int
    now_pence: int | None
    would_pence: int | None
    names: tuple[str, ...]
    refusal: str = ""


def forecast_offer(session: Session, activity_id: str, period: str, basis: str = "in_year") -> ForecastOffer:
    """Return what using an activity's savings forecast for a period's financial year would change."""
    records = session.records
    activity = records.get(Activity, activity_id)
    year = dates.year_of_period(period)
    line = records.find(SavingsLine, activity.line_id)
    reports = session.report(Scope(activity.programme_id, period)).activity
    parts = [item for item in reports if item.id == activity_id or (line and item.line_id == line.id)]
    amounts = [pence for item in parts if (pence := _amount(item, basis)) is not None]
    held = position_in_force(session, line.id, year, period) if line else None
    offer = ForecastOffer(
        activity_id=activity_id,
        period=period,
        basis=basis,
        line_id=line.id if line else "",
        line=line.name if line else "",
        year=year,
        now_pence=held.forecast_pence if held else None,
        would_pence=sum(amounts) if amounts else None,
        names=tuple(item.name for item in parts if _amount(item, basis) is not None),
    )
    delivered = held.delivered_pence if held else 0
    return replace(offer, refusal=_refusal(records, activity, offer, delivered))


def use_as_forecast(session: Session, activity_id: str, period: str, basis: str = "in_year") -> ForecastOffer:
    """Report an activity's savings forecast as its line's, as one transaction; return what was offered.

    Raises EditRefused, with the offer's own sentence, where it cannot be used.
    """
    offer = forecast_offer(session, activity_id, period, basis)
    if offer.refusal or offer.would_pence is None:
        raise EditRefused([Problem(activity_id, "line_id", offer.refusal)])
    report_positions(
        session,
        {(offer.line_id, offer.year): {"forecast_pence": offer.would_pence}},
        period,
        action=f"Use the activity’s forecast for {shortened(offer.line, _LONGEST_NAME)}, "
        f"{dates.year_label(offer.year)}",
    )
    return offer


def _refusal(records: Records, activity: Activity, offer: ForecastOffer, delivered: int) -> str:
    """Return why an offer cannot be used, the first reason to settle; empty where it can."""
    opened = records.get(Programme, activity.programme_id).open_period
    closed = f"{dates.period_label(offer.period)} is closed. A forecast is offered for the open month, "
    reasons = (
        (not offer.line_id, "It has no savings line to offer a forecast to. Choose one under Activity."),
        (offer.period != opened, f"{closed}{dates.period_label(opened)}."),
        (
            offer.would_pence is None,
            f"What {activity.unit} save is not known. Give an outcome its rate and its average effect.",
        ),
        (
            (offer.would_pence or 0) < delivered,
            f"The forecast for the year cannot be below the {format_pounds(delivered)} already delivered.",
        ),
        (offer.would_pence == offer.now_pence, "It is the line’s forecast already."),
    )
    return next((sentence for is_so, sentence in reasons if is_so), "")


def _amount(item: ActivityReport, basis: str) -> int | None:
    return item.this_year.forecast_pence if basis == "in_year" else item.this_year.full_effect_pence


# ------------------------------------------------------------------------------------------------- words


def _months_action(activity: Activity, edits: Sequence[CellEdit]) -> str:
    periods = dict.fromkeys(edit.record_id for edit in edits)
    when = named([dates.period_label(period) for period in periods], "month")
    verb = "Plan" if all(edit.key == "planned" for edit in edits) else "Report"
    return f"{verb} {shortened(activity.name, _LONGEST_NAME)} for {when}"


def _copied_name(records: Records, activity: Activity) -> str:
    taken = {item.name for item in records.of(Activity, "programme_id", activity.programme_id)}
    limit = field_of(Activity, "name").limit
    at = 1
    while True:
        ending = " (copy)" if at == 1 else f" (copy {at})"
        name = activity.name[: limit - len(ending)].rstrip() + ending
        if name not in taken:
            return name
        at += 1
