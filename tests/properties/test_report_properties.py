"""The report adds up, whichever way it is cut, and says the same of the same records."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.services.sample import sample_portfolio
from tests.properties.portfolios import PERIODS, portfolios, tables

SCOPES = st.builds(
    Scope,
    st.sampled_from(["g1", "g2", None]),
    st.sampled_from(PERIODS),
    st.sampled_from([None, None, "t1"]),
)


def built(rows: list[Record], scope: Scope) -> Report:
    return build_report(tables(rows), scope)


@settings(max_examples=60)
@given(portfolios(), SCOPES)
def test_the_sums_agree_whichever_way_they_are_cut(rows: list[Record], scope: Scope) -> None:
    savings = built(rows, scope).savings
    for label, year in savings.by_year.items():
        assert total(years[label] for years in savings.by_theme.values()) == year
        assert total(years[label] for years in savings.by_source_plan.values()) == year
        assert total(line.years[label] for line in savings.lines if line.in_scope) == year
    assert total(savings.by_year.values()) == savings.all_years


@settings(max_examples=60)
@given(portfolios(), SCOPES)
def test_the_key_figures_bridge_and_slippage_are_the_years(rows: list[Record], scope: Scope) -> None:
    report = built(rows, scope)
    year = report.savings.by_year[report.year]
    figures = {figure.key: figure.pence for figure in report.key_figures}
    assert figures["target"] == year.target_pence
    assert figures["forecast"] == year.forecast_pence
    assert figures["slipped"] == year.slipped_out_pence
    assert figures["no_plan"] == year.no_plan_pence
    bars = {bar.key: bar.pence for bar in report.savings.bridge}
    assert bars.pop("target_pence") == year.target_pence
    assert bars.pop("slipped_in_pence") == year.slipped_in_pence
    assert sum(bars.values()) - 2 * bars["surplus_pence"] == year.to_find_pence
    assert bars == {key: getattr(year, key) for key in bars}
    assert [item.year for item in report.savings.slippage] == list(report.years)
    for item in report.savings.slippage:
        here = report.savings.by_year[item.year]
        shared = {key: getattr(item, key) for key in bars}
        assert shared == {key: getattr(here, key) for key in bars}
        assert item.to_find_pence == here.to_find_pence
        assert sum(item.slipped_to.values()) == here.slipped_out_pence
        if item.year == report.year:
            assert shared == bars


@settings(max_examples=60)
@given(portfolios(), SCOPES)
def test_every_project_has_one_status(rows: list[Record], scope: Scope) -> None:
    report = built(rows, scope)
    counted = [
        project for entry in report.status_by_theme for count in entry.counts for project in count.project_ids
    ]
    assert sorted(counted) == sorted(project.id for project in report.projects)
    for entry in (*report.status_by_theme, *report.status_over_time):
        assert all(count.count == len(count.project_ids) for count in entry.counts)
    for entry in report.status_over_time:
        assert sum(count.count for count in entry.counts) == len(report.projects)
    if report.status_over_time:
        now = {count.status.id: count.count for count in report.status_over_time[-1].counts}
        for status_id, count in now.items():
            assert count == sum(
                1 for project in report.projects if (project.status.id if project.status else "") == status_id
            )


@settings(max_examples=50)
@given(portfolios(), st.sampled_from(PERIODS))
def test_a_line_is_counted_once_over_all_programmes(rows: list[Record], period: str) -> None:
    def sums(programme: str | None) -> Position:
        return built(rows, Scope(programme, period)).savings.all_years

    assert total([sums("g1"), sums("g2")]) == sums(None)


@settings(max_examples=50)
@given(portfolios(), SCOPES)
def test_bases(rows: list[Record], scope: Scope) -> None:
    report = built(rows, scope)
    for label, year in report.savings.by_year.items():
        gross = report.savings.bases["gross_incremental"][label]
        assert gross["target_pence"] == year.target_pence
        assert (
            gross["variance_pence"] == year.variance_pence == gross["forecast_pence"] - gross["target_pence"]
        )
        for kind in ("incremental", "cumulative"):
            whole = report.savings.bases[f"gross_{kind}"][label]
            net = report.savings.bases[f"net_{kind}"][label]
            assert whole["cost_pence"] == 0
            for key in ("target_pence", "forecast_pence", "delivered_pence"):
                assert net[key] == whole[key] - net["cost_pence"]


@settings(max_examples=50)
@given(portfolios(), SCOPES)
def test_themes_and_projects_agree(rows: list[Record], scope: Scope) -> None:
    report = built(rows, scope)
    assert sum(theme.projects for theme in report.themes) == len(report.projects)
    assert sum(theme.open_exceptions for theme in report.themes) == sum(
        item.open for item in report.exceptions
    )
    assert sum(theme.mitigations_overdue for theme in report.themes) == sum(
        project.mitigations_overdue for project in report.projects
    )
    for theme in report.themes:
        assert theme.position == report.savings.by_theme[theme.name][report.year]


@settings(max_examples=50)
@given(portfolios(), SCOPES, st.randoms(use_true_random=False))
def test_the_same_records_give_the_same_report(rows: list[Record], scope: Scope, random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    once, again = (canonical_text(built(order, scope)) for order in (rows, shuffled))
    assert once == again


def test_nor_does_the_order_of_any_type_of_record_matter() -> None:
    rows = sample_portfolio()[0]
    shuffled = list(rows)
    Random(1).shuffle(shuffled)
    for scope in (
        Scope(None, "2024-06"),
        *(Scope(row.id, "2024-06") for row in rows if isinstance(row, Programme)),
    ):
        assert canonical_text(built(rows, scope)) == canonical_text(built(shuffled, scope))


@settings(max_examples=20)
@given(portfolios())
def test_a_report_leaves_the_records_alone(rows: list[Record]) -> None:
    records = tables(rows)
    before = {kind: records.all(kind) for kind in {type(row) for row in rows}}
    build_report(records, Scope("g1", PERIODS[-1]))
    assert {kind: records.all(kind) for kind in before} == before
    assert records.get(Programme, "g1").name == "One"
