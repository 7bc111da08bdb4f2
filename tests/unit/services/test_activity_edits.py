"""Activity as a person types it, and the forecast that is offered and never written without asking."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme, SavingsPosition
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.services.activity import (
    apply_month_cells,
    archive_activities,
    duplicate_activity,
    forecast_offer,
    use_as_forecast,
)
from asc_desktop.services.editing import CellEdit, delete_records
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.find import find
from asc_desktop.services.session import Session

PERIOD = "2024-06"
FITTED = "Adaptations fitted"
REVIEWS = "Strengths-based reviews, 2021 to 2024"
EXTENSION = "Strengths-based reviews, 2024/25 extension"


def activity(session: Session, name: str) -> Activity:
    return next(item for item in session.records.all(Activity) if item.name == name)


def shown(session: Session, name: str, period: str = PERIOD) -> ActivityReport:
    owner = activity(session, name)
    report = session.report(Scope(owner.programme_id, period))
    return next(item for item in report.activity if item.id == owner.id)


def months(session: Session, name: str) -> dict[str, tuple[int | None, int | None]]:
    held = session.records.of(ActivityMonth, "activity_id", activity(session, name).id)
    return {item.period: (item.planned, item.done) for item in held}


def apply(session: Session, name: str, *cells: tuple[str, str, str], reason: str | None = None) -> None:
    edits = [CellEdit(*cell) for cell in cells]
    apply_month_cells(session, activity(session, name).id, edits, reason=reason)


def refused(session: Session, name: str, *cells: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    with pytest.raises(EditRefused) as error:
        apply(session, name, *cells)
    return [tuple(problem) for problem in error.value.problems]


def forecast(session: Session, line_id: str, year: int = 2024, period: str = PERIOD) -> int | None:
    held = session.records.of(SavingsPosition, "line_id", line_id)
    found = [item.forecast_pence for item in held if (item.year, item.period) == (year, period)]
    return found[0] if found else None


def test_months_are_changed_added_and_removed_and_undone(session: Session) -> None:
    before = months(session, FITTED)
    apply(session, FITTED, (PERIOD, "done", "70"), ("2025-04", "planned", "1,200"))
    assert months(session, FITTED) == before | {PERIOD: (60, 70), "2025-04": (1200, None)}
    assert session.undo_action == f"Report {FITTED} for 2 months"
    apply(session, FITTED, ("2025-04", "planned", ""))
    assert months(session, FITTED) == before | {PERIOD: (60, 70)}
    session.undo()
    session.undo()
    assert months(session, FITTED) == before


def test_a_month_that_says_nothing_is_not_kept(session: Session) -> None:
    before, done = months(session, FITTED), session.undo_action
    apply(session, FITTED, ("2031-01", "planned", ""), ("2031-01", "done", ""))
    assert months(session, FITTED) == before
    assert session.undo_action == done


def test_a_month_to_come_is_refused_at_its_cell_and_nothing_is_kept(session: Session) -> None:
    before = months(session, FITTED)
    found = refused(session, FITTED, (PERIOD, "done", "70"), ("2024-07", "done", "5"))
    assert [(period, key) for period, key, _ in found] == [("2024-07", "done")]
    assert "Nothing can be done in a month to come." in found[0][2]
    assert months(session, FITTED) == before


def test_words_are_refused_at_their_cell(session: Session) -> None:
    assert refused(session, FITTED, (PERIOD, "done", "many")) == [
        (PERIOD, "done", "“many” is not a whole number.")
    ]


def test_what_was_done_in_a_closed_month_needs_a_reason_and_its_plan_does_not(session: Session) -> None:
    apply(session, FITTED, ("2024-05", "planned", "61"))
    with pytest.raises(ClosedPeriodError):
        apply(session, FITTED, ("2024-05", "done", "64"))
    with pytest.raises(ClosedPeriodError):
        apply(session, FITTED, ("2024-05", "planned", ""), ("2024-05", "done", ""))
    apply(session, FITTED, ("2024-05", "done", "64"), reason="A late return")
    assert months(session, FITTED)["2024-05"] == (61, 64)


def test_a_closed_month_is_planned_anew_and_its_plan_removed_without_a_reason(session: Session) -> None:
    before = months(session, FITTED)
    assert "2024-03" not in before
    apply(session, FITTED, ("2024-03", "planned", "5"))
    assert months(session, FITTED) == before | {"2024-03": (5, None)}
    apply(session, FITTED, ("2024-03", "planned", ""))
    assert months(session, FITTED) == before
    with pytest.raises(ClosedPeriodError, match="March 2024 is closed"):
        apply(session, FITTED, ("2024-03", "planned", "5"), ("2024-03", "done", "4"))
    assert months(session, FITTED) == before


def test_a_copy_has_the_plan_and_the_outcomes_and_nothing_done(session: Session) -> None:
    source = activity(session, FITTED)
    copy = duplicate_activity(session, source.id)
    again = duplicate_activity(session, source.id)
    assert (copy.name, again.name) == (f"{FITTED} (copy)", f"{FITTED} (copy 2)")
    assert copy.line_id is None
    assert set(months(session, copy.name).values()) == {(60, None)}
    outcomes = session.records.of(ActivityOutcome, "activity_id", copy.id)
    assert [item.name for item in outcomes] == ["Second carer not needed"]
    session.undo()
    session.undo()
    assert len(session.records.all(Activity)) == 4


def test_archived_activity_leaves_the_report_and_comes_back(session: Session) -> None:
    owner = activity(session, FITTED)
    archive_activities(session, [owner.id])
    assert owner.id not in {item.id for item in session.report(Scope(owner.programme_id, PERIOD)).activity}
    archive_activities(session, [owner.id], archived=False)
    assert shown(session, FITTED).done == 185


def test_deleting_takes_months_and_outcomes_along(session: Session) -> None:
    owner = activity(session, FITTED)
    delete_records(session, [owner], reason="Entered twice")
    assert not session.records.of(ActivityMonth, "activity_id", owner.id)
    session.undo()
    assert len(session.records.of(ActivityMonth, "activity_id", owner.id)) == 12


def test_an_offer_writes_nothing(session: Session) -> None:
    before = session.undo_action
    offer = forecast_offer(session, activity(session, FITTED).id, PERIOD)
    assert (offer.now_pence, offer.would_pence, offer.year) == (1_673_900, 1_632_900, 2024)
    assert (offer.names, offer.refusal) == ((FITTED,), "")
    assert session.undo_action == before
    assert forecast(session, offer.line_id) == 1_673_900


@pytest.mark.parametrize(("basis", "pence"), [("in_year", 1_632_900), ("full_year", 3_474_000)])
def test_a_click_makes_it_the_lines_forecast_and_undo_takes_it_back(
    session: Session, basis: str, pence: int
) -> None:
    owner = activity(session, FITTED)
    offer = use_as_forecast(session, owner.id, PERIOD, basis)
    assert forecast(session, offer.line_id) == pence
    assert shown(session, FITTED).line_forecast_pence == pence
    assert session.undo_action == (
        "Use the activity’s forecast for Occupational therapy and adaptations, 2024/25"
    )
    assert forecast_offer(session, owner.id, PERIOD, basis).refusal == "It is the line’s forecast already."
    session.undo()
    assert forecast(session, offer.line_id) == 1_673_900


def test_activities_that_bring_one_line_are_offered_together(session: Session) -> None:
    one, two = activity(session, REVIEWS), activity(session, EXTENSION)
    alone = forecast_offer(session, two.id, PERIOD, "full_year")
    with session.edit("Bring the same line") as edit:
        edit.put(replace(one, line_id=two.line_id))
    both = forecast_offer(session, two.id, PERIOD, "full_year")
    assert both.names == (REVIEWS, EXTENSION)
    assert both.would_pence == (alone.would_pence or 0) + (
        shown(session, REVIEWS).this_year.full_effect_pence or 0
    )


def test_an_offer_is_refused_without_a_line_in_a_closed_period_and_below_what_is_delivered(
    session: Session,
) -> None:
    def why(name: str, period: str = PERIOD) -> str:
        owner = activity(session, name)
        sentence = forecast_offer(session, owner.id, period).refusal
        with pytest.raises(EditRefused, match=sentence[:30]):
            use_as_forecast(session, owner.id, period)
        return sentence

    assert why(REVIEWS) == "It has no savings line to offer a forecast to. Choose one under Activity."
    assert why(FITTED, "2024-05") == (
        "May 2024 is closed. A forecast is offered for the open month, June 2024."
    )
    apply(session, EXTENSION, *((f"2024-{number:02d}", "planned", "0") for number in range(8, 13)))
    assert why(EXTENSION) == "The forecast for the year cannot be below the £205,400 already delivered."
    with session.edit("Take the outcomes away") as edit:
        edit.delete(*session.records.of(ActivityOutcome, "activity_id", activity(session, FITTED).id))
    assert why(FITTED).startswith("What adaptations save is not known.")


def test_activity_is_found(session: Session) -> None:
    found = find(session.records, "strength rev 2021")
    assert [hit.title for hit in found if hit.kind == "activity"] == [REVIEWS]


def test_every_programme_with_activity_reports_it(session: Session) -> None:
    counts = {
        item.name: len(session.report(Scope(item.id, item.open_period)).activity)
        for item in session.records.all(Programme)
    }
    assert sorted(counts.values()) == [0, 0, 1, 3]
