import json

import pytest
from msgspec import structs

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SavingsLine,
    SourcePlan,
    Theme,
)
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import ALL_PROGRAMMES, Scope
from asc_desktop.domain.report.projects import forecast_history
from asc_desktop.domain.report.savings import net_costs, shown_bars, surplus_words
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.domain.rules.position import BASES
from tests.unit.domain.portfolio import OPEN, Desk


def test_no_records_at_all_make_an_empty_report() -> None:
    report = build_report(Records(), Scope(None, OPEN))
    assert report.programme == ALL_PROGRAMMES
    assert report.years == ("2024/25",)
    assert (report.projects, report.attention, report.themes, report.status_over_time) == ((), (), (), ())
    assert report.savings.all_years.target_pence == 0
    assert not report.period_open
    assert [figure.key for figure in report.key_figures] == [
        "target", "forecast", "slipped", "no_plan", "exceptions", "updated",
    ]  # fmt: skip
    assert json.loads(canonical_text(report))["period_label"] == "June 2024"


def test_a_programme_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        build_report(Records(), Scope("gone", OPEN))


def test_a_programme_without_anything_in_it(desk: Desk) -> None:
    desk.add(Programme(id="empty", name="Empty", first_year=2025, last_year=2026, open_period="2025-04"))
    report = desk.build("2025-04", "empty")
    assert report.years == ("2025/26", "2026/27")
    assert report.programmes == ("ASC", "Empty")
    assert (report.projects, report.savings.lines) == ((), ())


@pytest.mark.parametrize(("period", "is_open"), [("2024-05", False), ("2024-06", True), ("2024-07", True)])
def test_earlier_periods_are_closed(desk: Desk, period: str, is_open: bool) -> None:
    assert desk.build(period).period_open is is_open


def test_the_six_figures(desk: Desk) -> None:
    desk.target("pl", 1_000_000)
    desk.report("pl", 900_000, period="2024-05")
    desk.report("pl", 800_000)
    desk.add(desk.movement("slip", 150_000))
    desk.status("green")
    desk.mitigation(desk.exception(), due_date="2024-06-29")
    found = {figure.key: (figure.text, figure.note, figure.tone) for figure in desk.build().key_figures}
    assert found == {
        "target": ("£1.00m", "gross, incremental", "normal"),
        "forecast": ("£0.80m", "80% of target, ▼ 10 pts since May", "normal"),
        "slipped": ("£0.15m", "1 project", "normal"),
        "no_plan": ("£0.05m", "▼ £0.05m since May", "bad"),
        "exceptions": ("1", "1 mitigation overdue", "bad"),
        "updated": ("1 of 2", "for June 2024", "normal"),
    }


def test_a_january_is_compared_with_december(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 50, period="2024-11")
    figures = {figure.key: figure for figure in desk.build("2025-01").key_figures}
    assert figures["forecast"].note == "50% of target, as in Dec"
    assert figures["no_plan"].note == "unchanged since Dec"


def test_the_first_month_is_not_compared_with_one_in_which_nothing_was_reported(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 50, period="2024-06")
    figures = {figure.key: figure for figure in desk.build("2024-06").key_figures}
    assert figures["no_plan"].note == "first month, nothing to compare"
    desk.status("green", "2024-04")
    figures = {figure.key: figure for figure in desk.build("2024-06").key_figures}
    assert figures["no_plan"].note == "nothing was reported in May"


def test_without_lines_or_anything_due_no_figure_says_otherwise(desk: Desk) -> None:
    desk.add(Programme(id="empty", name="Empty", first_year=2024, last_year=2024, open_period=OPEN))
    figures = {figure.key: (figure.text, figure.note) for figure in desk.build(programme="empty").key_figures}
    assert figures["no_plan"] == ("£0", "no savings lines yet")
    assert figures["updated"] == ("None due", "for June 2024")


def test_the_bridge_shares_out_the_years_target(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("ql", 50)
    desk.report("pl", 60, 20)
    desk.report("ql", 70, 65)
    desk.add(desk.movement("offset", 15))
    desk.add(desk.movement("slip", 10))
    bars = {bar.key: (bar.label, bar.pence / 100, bar.project_ids) for bar in desk.build().savings.bridge}
    assert bars == {
        "target_pence": ("Target 2024/25", 150, ("p", "q")),
        "slipped_in_pence": ("Slipped in", 0, ()),
        "delivered_pence": ("Delivered", 85, ("p", "q")),
        "still_forecast_pence": ("Forecast remaining", 45, ("p", "q")),
        "not_delivered_pence": ("Not delivered", 0, ()),
        "slipped_out_pence": ("Slipped to later years", 10, ("p",)),
        "delivered_early_pence": ("Delivered early", 0, ()),
        "offset_in_pence": ("Offset by other projects", 15, ("p",)),
        "written_off_pence": ("Written off", 0, ()),
        "no_plan_pence": ("No plan yet", 15, ("p",)),
        "surplus_pence": ("Less surplus", 20, ("q",)),
    }


def test_nothing_remains_forecast_of_a_year_that_has_ended(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 90, 60)
    now, last, after = (desk.build(period).savings for period in ("2024-06", "2025-03", "2025-04"))
    for of_year in (now, last):
        here = of_year.by_year["2024/25"]
        assert (here.still_forecast_pence, here.not_delivered_pence) == (30_00, 0)
        assert "not_delivered_pence" not in dict(shown_bars(of_year))
    here = after.by_year["2024/25"]
    assert (here.still_forecast_pence, here.not_delivered_pence) == (0, 30_00)
    assert here.forecast_pence == here.delivered_pence + here.not_delivered_pence == 90_00
    assert "not_delivered_pence" in dict(shown_bars(after))
    assert after.all_years.not_delivered_pence == 30_00


def test_a_table_of_the_bars_says_what_it_does_with_a_surplus(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 90, 60)
    assert surplus_words(desk.build().savings) == ""
    assert "surplus_pence" not in dict(shown_bars(desk.build().savings))
    desk.report("pl", 130, 120)
    savings = desk.build().savings
    assert "is subtracted" in surplus_words(savings)
    assert list(dict(shown_bars(savings)))[-1] == "surplus_pence"
    # A report of an earlier release has taken it off the bars and has none of its own.
    earlier = structs.replace(
        savings, slippage=tuple(structs.replace(year, surplus_pence=0) for year in savings.slippage)
    )
    assert "already subtracted" in surplus_words(earlier)


def test_slippage_says_where_each_year_went(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.add(desk.movement("slip", 10))
    desk.add(desk.movement("slip", 20, to_year=2026))
    desk.add(desk.movement("slip", 40, period="2024-07"))
    by_year = {year.year: year for year in desk.build().savings.slippage}
    assert by_year["2024/25"].slipped_to == {"2025/26": 10_00, "2026/27": 20_00}
    assert by_year["2024/25"].slipped_lines == 1
    assert (by_year["2025/26"].slipped_in_pence, by_year["2026/27"].slipped_in_pence) == (10_00, 20_00)
    assert by_year["2023/24"].slipped_to == {}


def test_sums_by_source_plan_follow_the_plans_order(desk: Desk) -> None:
    desk.add(SourcePlan(id="first", name="Zeta", position=-1))
    desk.add(Project(id="r", ref="P-3", name="Third", theme_id="theme", source_plan_id="first"))
    desk.add(SavingsLine(id="rl", project_id="r", name="Third"))
    for line, amount in (("pl", 1), ("ql", 2), ("rl", 4)):
        desk.target(line, amount)
    sums = desk.build().savings.by_source_plan
    assert {label: years["2024/25"].target_pence for label, years in sums.items()} == {
        "Zeta": 4_00, "Budget 2024": 1_00, "No source plan": 2_00,
    }  # fmt: skip
    assert list(sums) == ["Zeta", "Budget 2024", "No source plan"]


def test_a_memo_line_is_shown_in_both_and_counted_in_one(desk: Desk) -> None:
    desk.add(Programme(id="second", name="Second", first_year=2024, last_year=2024, open_period=OPEN))
    desk.add(Theme(id="elsewhere", programme_id="second", name="Elsewhere"))
    desk.add(SavingsLine(id="memo", project_id="p", name="Memo", counts_in_theme_id="elsewhere"))
    desk.target("memo", 70)
    desk.target("pl", 30)
    targets = [desk.build(programme=key).savings.all_years.target_pence for key in ("prog", "second", None)]
    assert targets == [30_00, 70_00, 100_00]
    (here,) = [line for line in desk.build().savings.lines if line.id == "memo"]
    (there,) = desk.build(programme="second").savings.lines
    assert (here.memo, here.in_scope, here.counts_in) == (True, False, "Elsewhere")
    assert (there.memo, there.in_scope, there.theme) == (True, True, "Prevention")
    # A project's own figures hold all its lines, wherever they count.
    assert desk.build().projects[0].target_pence == 100_00


def test_one_theme_of_a_programme(desk: Desk) -> None:
    desk.target("pl", 30)
    desk.target("ql", 5)
    report = desk.build(theme="other")
    assert [theme.name for theme in report.themes] == ["Commissioning"]
    assert [project.ref for project in report.projects] == ["P-2"]
    assert report.savings.all_years.target_pence == 5_00


def test_archived_projects_leave_lists_and_totals(desk: Desk) -> None:
    desk.target("pl", 30)
    desk.exception()
    desk.milestone(baseline_date="2024-01-01")
    desk.add(Project(id="p", ref="P-1", name="Supported Living", theme_id="theme", archived=1))
    report = desk.build()
    assert [project.ref for project in report.projects] == ["P-2"]
    assert report.savings.all_years.target_pence == 0
    assert (report.exceptions, report.milestones, report.savings.lines[1:]) == ((), (), ())


def test_a_retired_theme_stays_while_it_is_used(desk: Desk) -> None:
    desk.add(Theme(id="theme", programme_id="prog", name="Prevention", retired=1))
    desk.add(Theme(id="unused", programme_id="prog", name="Unused", retired=1))
    assert [theme.name for theme in desk.build().themes] == ["Prevention", "Commissioning"]


def test_themes_that_share_a_name_carry_their_programmes(desk: Desk) -> None:
    desk.add(Programme(id="second", name="Second", first_year=2024, last_year=2024, open_period=OPEN))
    desk.add(Theme(id="t2", programme_id="second", name="Prevention"))
    assert [theme.name for theme in desk.build(programme=None).themes] == [
        "ASC: Prevention", "Commissioning", "Second: Prevention",
    ]  # fmt: skip
    assert [theme.name for theme in desk.build().themes] == ["Prevention", "Commissioning"]
    assert set(desk.build(programme=None).savings.by_theme) == {
        "ASC: Prevention", "Commissioning", "Second: Prevention",
    }  # fmt: skip


def test_the_status_in_force(desk: Desk) -> None:
    desk.status("green", "2024-03", narrative="Fine")
    desk.status("red", "2024-05", narrative="Late")
    desk.status("amber", "2024-07")
    project = desk.build().projects[0]
    assert (project.delivery_status, project.reported_period, project.updated, project.narrative) == (
        "Compromised", "2024-05", False, "Late",
    )  # fmt: skip
    assert [
        (recent.period, recent.status and recent.status.rag, recent.reported) for recent in project.recent
    ] == [
        ("2024-02", None, False),
        ("2024-03", "green", True),
        ("2024-04", "green", False),
        ("2024-05", "red", True),
        ("2024-06", "red", False),
    ]


def test_statuses_over_time_begin_with_the_first_report(desk: Desk) -> None:
    desk.status("green", "2024-05")
    desk.status("red", "2024-06", project="q")
    found = {
        entry.label: {count.status.name: count.count for count in entry.counts if count.count}
        for entry in desk.build().status_over_time
    }
    assert found == {
        "May 24": {"On target": 1, "Not reported": 1},
        "Jun 24": {"On target": 1, "Compromised": 1},
    }
    desk.status("green", "2021-01", project="q")
    assert len(desk.build().status_over_time) == 12


def test_statuses_keep_the_schemes_order_with_retired_ones_last(desk: Desk) -> None:
    desk.add(DeliveryStatus(id="old", name="Old", letter="O", position=-1, retired=1))
    assert [status.name for status in desk.build().status_scheme] == [
        "On target", "Obstacles", "Compromised", "Closed", "Old",
    ]  # fmt: skip


def test_the_challenge_gives_every_reason(desk: Desk) -> None:
    desk.target("pl", 1000)
    desk.report("pl", 880)
    desk.status("green")
    desk.milestone(baseline_date="2024-07-01", forecast_date="2024-07-20")
    exception = desk.exception()
    for _ in range(2):
        desk.mitigation(exception, due_date="2024-06-01")
    project = desk.build().projects[0]
    assert project.challenge == (
        "Reported On target, but the forecast is 12% (£120) short of what is to find"
        " and a milestone is late and 2 mitigations are overdue."
    )
    assert (project.savings_rag, project.milestone_rag, project.suggested_rag, project.suggested_status) == (
        "red", "amber", "red", "Compromised",
    )  # fmt: skip
    assert (project.next_milestone, project.next_milestone_date) == ("Go live", "2024-07-20")


def test_savings_and_delivery_stay_apart(desk: Desk) -> None:
    desk.target("pl", 1000)
    desk.report("pl", 2000)
    desk.status("amber")
    project = desk.build().projects[0]
    assert (project.delivery_rag, project.savings_rag, project.challenge) == ("amber", "green", "")


def test_exceptions_open_and_closed(desk: Desk) -> None:
    desk.exception("2024-05", closed_period="2024-05", description="Closed", years="2024,2025")
    desk.exception("2024-06", description="New")
    old = desk.exception("2024-04", description="Old")
    desk.mitigation(old, due_date="2024-06-20")
    desk.exception("2024-07", description="Not yet")
    found = [
        (item.description, item.open, item.days_open, item.days_overdue) for item in desk.build().exceptions
    ]
    assert found == [("Old", True, 90, 10), ("New", True, 29, 0), ("Closed", False, 30, 0)]
    assert desk.build().exceptions[2].years == "2024/25, 2025/26"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("slip", "£10 slips to 2025/26 (proposed)"),
        ("early", "£10 was delivered early, in 2023/24 (proposed)"),
        ("offset", "£10 is offset by P-2 MH reablement (proposed)"),
        ("write_off", "£10 is written off (proposed)"),
        ("transfer", "£10 of target moves to P-2 MH reablement (proposed)"),
    ],
)
def test_a_mitigation_names_its_movement(desk: Desk, kind: str, words: str) -> None:
    movement = desk.add(desk.movement(kind, 10))
    desk.mitigation(desk.exception(), movement_id=movement.id)
    assert desk.build().exceptions[0].mitigations[0].movement == words
    desk.add(structs.replace(movement, state="approved"))
    assert desk.build().exceptions[0].mitigations[0].movement == words.removesuffix(" (proposed)")


def test_movements_are_listed_newest_first_with_their_lines(desk: Desk) -> None:
    desk.add(SavingsLine(id="pl2", project_id="p", name="Voids"))
    first = desk.add(desk.movement("slip", 10, period="2024-05"))
    second = desk.add(desk.movement("write_off", 10, from_line_id="pl2"))
    found = desk.build().movements
    assert [(item.id, item.from_label, item.over_allocated_pence) for item in found] == [
        (second.id, "P-1 Supported Living, Voids", 10_00),
        (first.id, "P-1 Supported Living, Rates", 10_00),
    ]


def test_a_projects_forecast_month_by_month(desk: Desk) -> None:
    desk.add(SavingsLine(id="pl2", project_id="p", name="Voids"))
    desk.target("pl", 100)
    desk.target("pl2", 10)
    desk.report("pl", 90, period="2024-04")
    desk.report("pl2", 9, period="2024-05")
    desk.report("pl", 80, period="2024-06")
    desk.report("pl", 70, period="2024-07")
    desk.report("pl", 1, period="2024-05", year=2025)
    context = ReportContext(desk.records, Scope("prog", OPEN))
    assert forecast_history(context, "p") == (
        ("Apr 24", 110_00, 90_00), ("May 24", 110_00, 99_00), ("Jun 24", 110_00, 89_00),
    )  # fmt: skip


def test_years_reach_to_every_figure(desk: Desk) -> None:
    desk.target("pl", 1, 2029)
    assert desk.build().years[0] == "2023/24"
    assert desk.build().years[-1] == "2029/30"


def test_notes_carry_the_portfolios_limits(desk: Desk) -> None:
    notes = dict(desk.build().notes)
    assert "up to 2% short" in notes["Savings RAG"]
    assert "amber: up to 30 days" in notes["Milestone RAG"]
    assert notes["Overdue"] == "Judged at the end of the month, 30 Jun 2024."


def test_the_report_as_json_has_plain_values_only(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.add(desk.movement("slip", 10))
    report = desk.build()
    found = json.loads(canonical_text(report))
    assert list(found) == list(report.__struct_fields__)
    assert found["savings"]["by_year"]["2024/25"]["slipped_out_pence"] == 10_00
    assert found["projects"][0]["ref"] == "P-1"
    assert report.project_by_id["p"] is report.projects[0]


def test_an_exception_is_as_overdue_as_its_latest_mitigation(desk: Desk) -> None:
    exception = desk.exception("2024-04")
    for due in ("2024-06-20", "2024-06-10", None):
        desk.mitigation(exception, due_date=due)
    assert desk.build().exceptions[0].days_overdue == 20


def test_costs_count_on_the_net_bases_only(desk: Desk) -> None:
    desk.cost(3)
    desk.cost(4, 2025)
    context = ReportContext(desk.records, Scope("prog", OPEN))
    found = [net_costs(context, ["p", "q"], 2024, basis) for basis, _ in BASES]
    assert found == [0, 0, 3_00, 3_00]


@pytest.mark.parametrize(
    ("start", "first", "counted"),
    [
        ("2024-05-31", "", ["2024-05", "2024-06"]),
        ("2024-07-01", "", []),
        ("2024-05-01", "2024-04", ["2024-04", "2024-05", "2024-06"]),
        (None, "2024-05", ["2024-03", "2024-04", "2024-05", "2024-06"]),
        (None, "", ["2024-03", "2024-04", "2024-05", "2024-06"]),
    ],
)
def test_a_project_is_not_missing_in_the_months_before_it_began(
    desk: Desk, start: str | None, first: str, counted: list[str]
) -> None:
    desk.status("green", "2024-03", project="q")
    desk.add(Project(id="p", ref="P-1", name="Supported Living", theme_id="theme", start_date=start))
    if first:
        desk.status("amber", first)
    report = desk.build()
    months = {
        item.id for item in report.status_over_time for count in item.counts if "p" in count.project_ids
    }
    assert sorted(months) == counted
    project = report.project_by_id["p"]
    assert [item.period for item in project.recent if item.begun and item.period > "2024-02"] == counted
    assert project.begun == ("2024-06" in counted)
    expected = "Obstacles" if first else "Not reported" if project.begun else "Not begun"
    assert project.shown_status.name == expected
    of_theme = next(item for item in report.status_by_theme if item.id == "theme")
    assert sum(count.count for count in of_theme.counts) == int(project.begun)
