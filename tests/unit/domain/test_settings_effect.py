"""What a setting does, in sentences: the counts are those of a report made under the other setting."""

from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.assurance import Measure, MeasureTarget, MeasureValue, Risk, RiskScore
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Milestone, Portfolio
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.report import settings_effect
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.services.sample import sample_portfolio
from tests.unit.domain.portfolio import Desk

CHANGES: tuple[dict[str, Any], ...] = (
    {"green_shortfall_percent": 20, "amber_shortfall_percent": 40},
    {"green_shortfall_percent": 0, "amber_shortfall_percent": 0},
    {"green_slip_days": 5, "amber_slip_days": 10},
    {"green_slip_days": 90, "amber_slip_days": 365},
    {"low_risk_to": 2, "medium_risk_to": 5, "high_risk_to": 12},
)


@pytest.fixture(scope="module")
def sample() -> list[Record]:
    return sample_portfolio()[0]


def records_of(rows: list[Record], settings: Portfolio | None = None) -> Records:
    tables: dict[str, list[Record]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(
            settings if settings is not None and isinstance(row, Portfolio) else row
        )
    return Records(tables)


@pytest.mark.parametrize("change", CHANGES)
def test_the_colours_are_those_of_a_report_under_the_other_settings(
    sample: list[Record], change: dict[str, Any]
) -> None:
    records = records_of(sample)
    now = records.get(Portfolio, "portfolio")
    new = replace(now, **change)
    assert problems(new, records) == []
    for period in ("2024-06", "2019-02"):
        scope = Scope(None, period)
        report, other = build_report(records, scope), build_report(records_of(sample, new), scope)
        assert settings_effect.savings_colours(report, new) == {
            item.id: item.savings_rag for item in other.projects
        }
        assert settings_effect.milestone_colours(report, records, new) == {
            item.id: item.rag for item in other.milestones
        }
        assert settings_effect.risk_levels(report, new) == {
            item.id: item.level for item in other.risks if item.open and item.current
        }
        assert settings_effect.challenged(report, records, new) == {
            item.id for item in other.projects if item.challenge
        }


def built(desk: Desk) -> tuple[Report, Records, Portfolio]:
    return desk.build(), desk.records, desk.records.get(Portfolio, "portfolio")


def test_a_stricter_limit_names_who_would_become_red() -> None:
    desk = Desk()
    desk.target("pl", 100_000)
    desk.report("pl", 91_000)
    desk.target("ql", 100_000)
    desk.report("ql", 99_000)
    report, records, now = built(desk)
    said = settings_effect.savings_effect(report, records, now, now)
    assert said == (
        "With green up to 2% and amber up to 10%, 1 project is green, 1 amber and 0 red in June 2024."
    )
    new = replace(now, amber_shortfall_percent=8)
    said = settings_effect.savings_effect(report, records, now, new)
    assert said.endswith(
        "With green up to 2% and amber up to 8% it would be 1 green, 0 amber and 1 red: P-1 would become red."
    )
    same = settings_effect.savings_effect(report, records, now, replace(now, amber_shortfall_percent=9))
    assert same.endswith("With green up to 2% and amber up to 9% it would be the same.")


def test_a_status_that_would_then_be_better_than_the_figures_is_counted() -> None:
    desk = Desk()
    desk.target("pl", 100_000)
    desk.report("pl", 99_000)
    desk.status("green")
    report, records, now = built(desk)
    said = settings_effect.savings_effect(report, records, now, replace(now, green_shortfall_percent=0))
    assert said.endswith("Then 1 project is reported better than the figures, now 0.")


def test_nothing_to_rate_is_said() -> None:
    report, records, now = built(Desk())
    assert settings_effect.risk_effect(report, records, now, now) == (
        "No open risk is rated in June 2024 yet."
    )
    assert settings_effect.milestone_effect(report, records, now, now).startswith("No milestone is rated")


def test_the_bands_say_which_risks_would_move() -> None:
    desk = Desk()
    for ref, likelihood in (("R1", 5), ("R2", 4)):
        desk.add(
            Risk(
                id=ref,
                programme_id="prog",
                ref=ref,
                description="Supply",
                inherent_likelihood=5,
                inherent_impact=5,
                raised_period="2024-05",
            )
        )
        desk.add(RiskScore(id=f"s{ref}", risk_id=ref, period="2024-06", likelihood=likelihood, impact=4))
    report, records, now = built(desk)
    said = settings_effect.risk_effect(report, records, now, replace(now, high_risk_to=16))
    assert "0 open risks are low, 0 medium, 0 high and 2 very high in June 2024" in said
    assert said.endswith("it would be 0 low, 0 medium, 1 high and 1 very high: R2 would become high.")


def test_milestones_are_counted_by_their_own_limits() -> None:
    desk = Desk()
    desk.add(
        Milestone(
            id="m", project_id="p", name="Go live", baseline_date="2024-08-01", forecast_date="2024-08-20"
        )
    )
    report, records, now = built(desk)
    said = settings_effect.milestone_effect(report, records, now, replace(now, amber_slip_days=14))
    assert "0 milestones are green, 1 amber and 0 red" in said
    assert "P-1 Go live would become red." in said


def test_measures_keep_their_own_tolerances_and_the_difference_is_told() -> None:
    desk = Desk()
    desk.add(
        Measure(
            id="k", programme_id="prog", name="Reviews", green_tolerance="2", amber_tolerance="10", unit="%"
        )
    )
    desk.add(MeasureTarget(id="t", measure_id="k", year=2024, target="100"))
    desk.add(MeasureValue(id="v", measure_id="k", period="2024-06", actual="95"))
    report, records, now = built(desk)
    same = settings_effect.measure_effect(report, records, now, now)
    assert same == (
        "New measures start at green within 2% and amber within 10%. "
        "This does not change the 1 you have; in June 2024 the new ones would rate it the same."
    )
    new = replace(now, measure_amber_within="4")
    said = settings_effect.measure_effect(report, records, now, new)
    assert said.endswith(
        "in June 2024 0 green, 1 amber and 0 red. With these tolerances it would be 0 green, 0 amber and 1 red."
    )
    assert problems(replace(now, measure_amber_within="1.5"), records)[0].key == "measure_amber_within"


def test_call_in_ends_later_with_more_days_and_without_the_holidays() -> None:
    desk = Desk()
    desk.add(
        Decision(
            id="d",
            ref="D-1",
            programme_id="prog",
            subject="Award",
            decision_date="2024-06-13",
            subject_to_call_in=1,
        )
    )
    report, records, now = built(desk)
    said = settings_effect.call_in_effect(
        report, records, now, replace(now, call_in_days=3), lambda day: day.isoformat() == "2024-06-14"
    )
    assert said == (
        "With 5 working days D-1, decided on 13 Jun 2024, leaves call-in after 21 Jun 2024; with 3 it would be "
        "19 Jun 2024. This suggests the day for new decisions; days already set stay."
    )


def test_savings_are_shown_in_brackets_as_reductions() -> None:
    desk = Desk()
    desk.target("pl", 100_000)
    report, records, now = built(desk)
    assert "shown as £100,000." in settings_effect.shown_as_effect(report, records, now, now)
    new = replace(now, savings_shown_as="reductions")
    assert "shown as (£100,000)." in settings_effect.shown_as_effect(report, records, now, new)


def test_the_sample_s_counts_add_up(sample: list[Record]) -> None:
    records = records_of(sample)
    report = build_report(records, Scope(None, "2024-06"))
    now = records.get(Portfolio, "portfolio")
    counted = Counter(settings_effect.savings_colours(report, now).values())
    assert f"{counted['amber']} amber and {counted['red']} red in June 2024" in (
        settings_effect.savings_effect(report, records, now, now)
    )
