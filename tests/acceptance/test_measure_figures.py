"""The county's seven measures of the first quarter of 2024/25, typed from its paper of 9 September 2024."""

import pytest

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.rules.measures import figure_words
from asc_desktop.services.sample import sample_portfolio

PROGRAMME = "Adult Social Care and Health performance"

# Theme, the paper's heading, 2023/24 actual, April, May and June 2024, 2024/25 target and rating, in its order.
PRINTED = (
    ("Theme 1: Wellbeing and Independence", "Long term care", "76.9%", "76.8%", "77.0%", "77.0%", "78%", "green"),
    ("Theme 1: Wellbeing and Independence", "Long term care", "2,235", "2,255", "2,234", "2,207", "2,135", "amber"),
    (
        "Theme 3: Active and Supportive Communities", "Employment and training",
        "756", "591", "613", "632", "800", "green",
    ),
    ("Theme 4: Flexible and Integrated Care and Support", "Reviews", "79.2%", "77.4%", "77.7%", "77.3%", "100%", "red"),
    (
        "Theme 4: Flexible and Integrated Care and Support", "Direct Payments",
        "39.8%", "39.5%", "39.4%", "39.3%", "42.0%", "amber",
    ),
    ("Theme 5: When Things Need to Change", "Hospital Discharge", "2.7", "2.2", "1.8", "1.8", "2", "green"),
    ("Theme 6: Workforce", "Workforce", "N/A", "77%", "77%", "77%", "70%", "green"),
)  # fmt: skip


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list[object]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)  # type: ignore[arg-type] # rows of each table are of its type


@pytest.fixture(scope="module")
def report(records: Records) -> Report:
    programme = next(item for item in records.all(Programme) if item.name == PROGRAMME)
    return build_report(records, Scope(programme.id, "2024-06"))


def as_number(printed: str) -> float | None:
    return None if printed == "N/A" else float(printed.rstrip("%").replace(",", ""))


def test_every_printed_value_is_held(report: Report) -> None:
    assert len(report.measures) == len(PRINTED)
    for measure, (theme, heading, baseline, april, may, june, target, _) in zip(
        report.measures, PRINTED, strict=True
    ):
        assert (measure.strategy_theme, measure.priority) == (theme, heading)
        assert measure.year == "2024/25"
        held = [measure.baseline, *(month.actual for month in measure.months[:3]), measure.target]
        for value, printed in zip(held, (baseline, april, may, june, target), strict=True):
            assert (None if value is None else float(value)) == as_number(printed)
        months = [figure_words(measure, month.actual) for month in measure.months if month.actual is not None]
        assert months == [april, may, june]
        assert (measure.unit == "%") == june.endswith("%")


def test_the_rule_gives_the_seven_published_ratings(report: Report) -> None:
    assert [measure.rag for measure in report.measures] == [row[-1] for row in PRINTED]
    assert not any(measure.overridden for measure in report.measures)
    for measure in report.measures:
        assert measure.computed_rag == measure.rag
        assert f": {measure.rag}" in measure.rule


def test_the_rule_says_what_gave_each_rating(report: Report) -> None:
    assert [measure.rule for measure in report.measures] == [
        "77.0% is 1.3% below the target, 78.0%: green, within 2%.",
        "2,207 is 3.4% above the target, 2,135: amber, within 10%.",
        "632 is above the profile for June 2024, 629: green.",
        "77.3% is 22.7% below the target, 100.0%: red, more than 10%.",
        "39.3% is 6.4% below the target, 42.0%: amber, within 10%.",
        "1.8 days is below the target, 2.0 days: green.",
        "77% is above the target, 70%: green.",
    ]


def test_the_months_of_a_profile_end_at_the_target(report: Report) -> None:
    work = report.measures[2]
    assert work.profile == "monthly"
    assert [month.expected for month in work.months] == [str(591 + 19 * place) for place in range(12)]
    assert work.months[-1].expected == work.target


def test_the_red_measure_needs_attention(report: Report) -> None:
    (row,) = (row for row in report.attention if row.kind == "measure_red")
    assert (row.record_id, row.page) == (report.measures[3].id, "performance")
    assert row.why == "77.3% is 22.7% below the target, 100.0%: red, more than 10%"


def test_no_other_programme_has_them(records: Records) -> None:
    for programme in records.all(Programme):
        if programme.name != PROGRAMME:
            assert build_report(records, Scope(programme.id, programme.open_period)).measures == ()
    every = build_report(records, Scope(None, "2024-06")).measures
    assert {measure.programme for measure in every} == {PROGRAMME}
