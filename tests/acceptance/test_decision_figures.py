"""Two councils' decisions as their papers print them: Delegated Decision 5150, and reassessment capacity 2024/033."""

import pytest

from asc_desktop.domain.checks.checker import all_problems
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.services.sample import sample_portfolio

CITY, COUNTY = "Better Lives, Better Outcomes", "Reassessment capacity"


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list[object]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)  # type: ignore[arg-type] # rows of each table are of its type


def report_of(records: Records, name: str) -> Report:
    programme = next(item for item in records.all(Programme) if item.name == name)
    return build_report(records, Scope(programme.id, programme.open_period))


@pytest.fixture(scope="module")
def city(records: Records) -> Report:
    return report_of(records, CITY)


@pytest.fixture(scope="module")
def county(records: Records) -> Report:
    return report_of(records, COUNTY)


def decision(report: Report, ref: str) -> DecisionReport:
    return next(item for item in report.decisions if item.ref == ref)


def test_decision_5150_takes_700_000_of_the_1_0m_and_leaves_0_3m(city: Report) -> None:
    held = decision(city, "5150")
    assert (held.revenue_pence, held.capital_pence, held.value_pence) == (700_000_00, None, 700_000_00)
    assert [
        (item.funding_source, item.amount_pence, item.provision_pence, item.left_pence)
        for item in held.funding
    ] == [("Social Care Grant", 700_000_00, 1_000_000_00, 300_000_00)]
    assert held.funding_gap_pence == 0
    grant = next(item for item in city.funding_sources if item.name == "Social Care Grant")
    assert (grant.provision_pence, grant.committed_pence, grant.left_pence) == (
        1_000_000_00, 700_000_00, 300_000_00,
    )  # fmt: skip


def test_decision_5150_is_the_portfolio_holders_and_subject_to_call_in(city: Report) -> None:
    held = decision(city, "5150")
    assert held.kind_label == "Portfolio holder"
    assert (held.decision_date, held.subject_to_call_in, held.call_in_expires) == (
        "2024-07-25", True, "2024-08-02",
    )  # fmt: skip
    assert (held.next_step, held.next_date, held.days_left) == ("Call-in expires", "2024-08-02", 33)


def test_decision_5150_has_the_advice_printed(city: Report) -> None:
    assert [(item.kind, item.author_role, item.advice_date) for item in decision(city, "5150").advice] == [
        ("legal", "Interim Head of Legal and Deputy Monitoring Officer", "2024-06-03"),
        ("finance", "Strategic Finance Business Partner", "2024-05-13"),
        ("finance", "Director of Finance", "2024-07-22"),
        ("procurement", "Procurement Manager", "2024-07-24"),
    ]


def test_decision_5150_rejects_doing_nothing_and_repeats_an_award_within_a_year(city: Report) -> None:
    held = decision(city, "5150")
    assert [(item.name, item.recommended) for item in held.options][1] == ("Do nothing", False)
    assert [(item.supplier, item.repeat_awards, item.repeat_pence) for item in held.suppliers] == [
        ("External reviewing agency A", 2, 650_000_00),
        ("External reviewing agency B", 2, 650_000_00),
    ]
    assert [item.kind for item in held.warnings] == ["repeat_award", "repeat_award"]
    assert [item.project_ref for item in held.projects] == ["P-001", "P-012"]
    assert {item.heading: item.level for item in held.implications} == {
        "crime": "none", "equality": "none", "social_value": "some",
    }  # fmt: skip


def test_decision_2024_033_is_a_key_decision_of_1_18m_in_three_parts(county: Report) -> None:
    (held,) = county.decisions
    assert (held.key_decision, held.forward_plan_ref, held.decision_date) == (True, "2024/033", "2024-01-25")
    assert held.value_pence == 1_180_000_00
    assert [(item.funding_source, item.amount_pence, item.left_pence) for item in held.funding] == [
        ("Market Sustainability and Improvement Fund", 500_000_00, 0),
        ("Base budget", 400_000_00, 0),
        ("Transformation Funding reserves", 280_000_00, 0),
    ]
    assert (held.funding_pence, held.funding_gap_pence) == (1_180_000_00, 0)


def test_decision_2024_033_recommends_the_second_of_three_options(county: Report) -> None:
    (held,) = county.decisions
    assert [item.recommended for item in held.options] == [False, True, False]
    assert held.recommended == "2. Start hiring now"
    assert all(item.reason for item in held.options)


def test_decision_2024_033_answers_four_headings_and_seven_climate_ones(county: Report) -> None:
    (held,) = county.decisions
    assert {item.heading: item.level for item in held.implications if not item.heading.startswith("climate_")} == {
        "finance": "significant", "legal": "none", "risk": "none", "equality": "none",
    }  # fmt: skip
    climate = [item for item in held.implications if item.heading.startswith("climate_")]
    assert [(item.level, item.explanation) for item in climate] == [("none", "No change")] * 7
    # The eighth stands in the paper's own checklist and is answered nowhere in it.
    assert held.missing_climate == ("Climate: carbon and greenhouse gas emissions",)


def test_the_sample_breaks_no_rule(records: Records) -> None:
    assert all_problems(records) == []
