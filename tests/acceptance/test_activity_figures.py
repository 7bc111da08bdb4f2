"""The city's reviews and the neighbour's reassessments, each figure as its paper prints it."""

import pytest

from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.services.sample import sample_portfolio


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list[object]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)  # type: ignore[arg-type]


def _report(records: Records, programme: str, period: str) -> Report:
    owner = next(item for item in records.all(Programme) if item.name == programme)
    return build_report(records, Scope(owner.id, period))


def _activity(report: Report, name: str) -> ActivityReport:
    return next(item for item in report.activity if item.name == name)


def _millions(pence: int | None) -> str:
    """Print pence as the decision does: £m to three decimals."""
    assert pence is not None
    return f"£{(pence + 50_000) // 100_000 / 1000:.3f}m"


@pytest.fixture(scope="module")
def reviews(records: Records) -> ActivityReport:
    report = _report(records, "Better Lives, Better Outcomes", "2024-03")
    return _activity(report, "Strengths-based reviews, 2021 to 2024")


def test_the_reviews_done_by_march_2024(reviews: ActivityReport) -> None:
    # Reasons for the decision: 4,000 agreed; 3,450 completed as at March 2024.
    assert (reviews.planned_total, reviews.done, reviews.left) == (4_000, 3_450, 550)
    assert reviews.reported_period == "2024-03"
    assert reviews.share_done == "86.3"
    assert sum(month.planned or 0 for month in reviews.months) == 4_000


def test_what_the_reviews_cost_and_saved(reviews: ActivityReport) -> None:
    # "saved £2.755m gross incrementally … at a cost of £1.49m"
    assert format_pounds(reviews.savings_pence) == "£2,755,000"
    assert format_millions(reviews.cost_pence) == "£1.49m"


def test_how_the_reviews_ended(reviews: ActivityReport) -> None:
    # 18.4% of reviews reduced the package and 11.1% increased it.
    rates = {outcome.name: outcome.rate for outcome in reviews.outcomes}
    assert rates["Package reduced"] == "18.4"
    assert (rates["Package increased"], reviews.growth_rate) == ("11.1", "11.1")
    assert sum(float(rate) for rate in rates.values()) == 100


def test_growth_stands_beside_and_is_never_taken_off(reviews: ActivityReport) -> None:
    reduced = next(item for item in reviews.outcomes if item.name == "Package reduced")
    assert reviews.savings_pence == reduced.to_date_pence
    assert reviews.growth_units == 383
    assert reviews.growth_pence is None  # the paper gives growth no amount


def test_the_extension_buys_what_is_planned(records: Records) -> None:
    # "£700,000 to ensure the timely completion of 1,600 planned reviews"
    report = _report(records, "Better Lives, Better Outcomes", "2024-06")
    extension = _activity(report, "Strengths-based reviews, 2024/25 extension")
    assert (extension.planned_total, extension.affordable) == (1_600, 1_600)
    assert format_pounds(extension.funding_pence) == "£700,000"
    assert extension.planned_cost_pence == extension.funding_pence
    assert not extension.funding_short
    assert (extension.this_year.done, extension.this_year.units) == (0, 1_600)


def test_the_extension_saves_what_the_decision_says(records: Records) -> None:
    # "£1.297m … in incremental savings", which the finance advice prints as 0.798 and 0.499.
    report = _report(records, "Better Lives, Better Outcomes", "2024-06")
    extension = _activity(report, "Strengths-based reviews, 2024/25 extension")
    assert _millions(extension.this_year.full_effect_pence) == "£1.297m"
    assert round(0.798 + 0.499, 3) == 1.297


def test_the_neighbours_funding_does_not_buy_what_is_needed(records: Records) -> None:
    # Paragraphs 3.2 and 3.4: over 2,000 (700 and 1,300), £1,180k, £1,100 each.
    report = _report(records, "Reassessment capacity", "2024-03")
    capacity = _activity(report, "Reassessments and reviews")
    assert capacity.planned_total == 700 + 1_300
    assert format_pounds(capacity.funding_pence) == "£1,180,000"
    assert format_pounds(capacity.unit_cost_pence) == "£1,100"
    assert capacity.affordable == 1_072
    assert capacity.warnings == (
        "£1,180,000 at £1,100 buys 1,072 assessments, 928 fewer than the 2,000 planned.",
    )
    assert [row.kind for row in report.attention if row.page == "activity"] == ["activity_funding"]


def test_what_is_worked_out_or_made_up_says_so(records: Records) -> None:
    for programme in records.all(Programme):
        for item in build_report(records, Scope(programme.id, programme.open_period)).activity:
            assert "illustrative" in item.source
            assert "derived" in item.source or "Delegated Decision" not in item.source
