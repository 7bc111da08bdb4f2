"""What rows of each kind make and change, and what of them is refused rather than guessed."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import Chosen, State, Where
from asc_desktop.domain.importing.planning.drafting import Ids
from asc_desktop.domain.importing.sheets import Area, Cell, Style
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    Issue,
    Measure,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectCost,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
    Theme,
)
from asc_desktop.domain.records.office import Activity, ActivityMonth, Snapshot
from asc_desktop.services.importing.applied import refusals
from tests.unit.importing.plans import (
    NAME,
    NARRATIVE,
    REF,
    STATUS,
    THEME,
    Mapped,
    applied,
    counted,
    plan_of,
    record_in,
    records_with,
    value_in,
)

PROGRAMME = Programme(id="prog", name="ASC", first_year=2024, last_year=2028, open_period="2026-06")
LIVING = Theme(id="living", programme_id="prog", name="Living well")
AGE = Theme(id="age", programme_id="prog", name="Working age")
REABLEMENT = Project(id="p1", ref="P1", name="Reablement", theme_id="living", lead="Head")
SHARED = Project(id="p2", ref="P2", name="Shared lives", theme_id="age")
LINE = SavingsLine(id="l1", project_id="p1", name="Fewer hours")


def portfolio(*more: object) -> Records:
    return records_with(PROGRAMME, LIVING, AGE, REABLEMENT, SHARED, *more)  # type: ignore[arg-type]


def target(year: int) -> Target:
    return Target("savings_target", "target_pence", year)


# ------------------------------------------------------------------------------------------------ whose a row is


def test_a_reference_that_is_nobodys_is_another_project_and_the_one_of_its_name_is_offered() -> None:
    (row,) = plan_of(
        Mapped("project", [("Ref", REF), ("Name", NAME)], [["X9", "Reablement"]]), records=portfolio()
    ).rows

    assert row.state is State.NEW
    assert record_in(row, "project").likely == (("p1", "P1 Reablement"),)


def test_a_reference_of_one_project_and_the_name_of_another_are_refused() -> None:
    (row,) = plan_of(
        Mapped("project", [("Ref", REF), ("Name", NAME)], [["P1", "shared  lives"]]), records=portfolio()
    ).rows

    assert row.state is State.REFUSED
    assert [each for each, _ in record_in(row, "project").likely] == ["p1", "p2"]


def test_a_name_is_the_same_without_regard_to_case_spaces_and_dashes() -> None:
    plan = plan_of(
        Mapped(
            "project",
            [("Name", NAME), ("Lead", Target("project", "lead"))],
            [["  re–ablement", "X"], ["REABLEMENT", "Head"]],
        ),
        records=portfolio(),
    )

    assert [row.state for row in plan.rows] == [State.NEW, State.SAME]
    assert value_in(plan.rows[1], "project", "name").state is State.SAME


def test_a_name_that_several_projects_have_is_refused_and_each_is_offered() -> None:
    twin = Project(id="p3", ref="P3", name="Reablement", theme_id="age")
    table = Mapped("project", [("Name", NAME), ("Lead", Target("project", "lead"))], [["Reablement", "X"]])
    (row,) = plan_of(table, records=portfolio(twin)).rows

    assert row.state is State.REFUSED
    asked = record_in(row, "project")
    assert {each for each, _ in asked.likely} == {"p1", "p3"}

    (row,) = plan_of(
        table, records=portfolio(twin), chosen=Chosen(joined={(("Projects", "A", 1), "project"): "p3"})
    ).rows
    assert (row.state, record_in(row, "project").record_id) == (State.CHANGED, "p3")


def test_a_theme_tells_projects_of_one_name_apart() -> None:
    twin = Project(id="p3", ref="P3", name="Reablement", theme_id="age")
    table = Mapped("project", [("Name", NAME), ("Theme", THEME)], [["Reablement", "Working age"]])
    (row,) = plan_of(table, records=portfolio(twin)).rows

    assert (row.state, row.records[0].record_id) == (State.SAME, "p3")


def test_two_sheets_of_one_project_are_joined_and_what_they_say_otherwise_is_refused_by_cell() -> None:
    first = Mapped(
        "project", [("Ref", REF), ("Name", NAME), ("Lead", Target("project", "lead"))], [["N1", "New", "A"]]
    )
    second = Mapped(
        "project",
        [("Ref", REF), ("Sponsor", Target("project", "sponsor")), ("Lead", Target("project", "lead"))],
        [["n1", "S", "B"]],
        sheet="Leads",
    )
    plan = plan_of(first, second, records=portfolio())

    (made,) = [item for item in applied(plan, portfolio()).all(Project) if item.ref == "N1"]
    assert (made.lead, made.sponsor) == ("A", "S")
    lead = value_in(plan.rows[1], "project", "lead")
    assert lead.state is State.REFUSED
    assert "Projects!C2" in lead.sentence


def test_the_same_row_twice_is_the_same_once_more() -> None:
    rows = [["N1", "New", "Living well"], ["N1", "New", "Living well"]]
    plan = plan_of(
        Mapped("project", [("Ref", REF), ("Name", NAME), ("Theme", THEME)], rows), records=portfolio()
    )

    assert len([item for item in applied(plan, portfolio()).all(Project) if item.ref == "N1"]) == 1
    assert not plan.has_refusals


def test_rows_of_several_lines_of_one_project_are_all_taken() -> None:
    columns = [
        ("Ref", REF),
        ("Name", NAME),
        ("Line", Target("savings_line", "name")),
        ("26/27", target(2026), "£000|point"),
    ]
    rows = [["N1", "New", "Homecare", 10], ["N1", "New", "Beds", 20], [None, None, "Staff", 30]]
    plan = plan_of(Mapped("project", columns, rows), records=portfolio())  # type: ignore[arg-type]

    after = applied(plan, portfolio())
    (made,) = [item for item in after.all(Project) if item.ref == "N1"]
    lines = {item.name: item.id for item in after.of(SavingsLine, "project_id", made.id)}
    assert set(lines) == {"Homecare", "Beds"}
    assert {item.target_pence for item in after.all(SavingsTarget)} == {1_000_000, 2_000_000}
    # Which project the third is of, only a person can say.
    assert plan.rows[2].state is State.REFUSED
    assert record_in(plan.rows[2], "project").likely == ((made.id, "N1 New"),)


def test_a_line_without_a_name_is_its_projects_own_when_it_comes_again() -> None:
    columns = [
        ("Ref", REF),
        ("Name", NAME),
        ("Kind", Target("savings_line", "kind")),
        ("26/27", target(2026)),
    ]
    rows = [["N1", "New", "Income", 10], ["N1", "New", "Cashable", 20]]
    sheet = Mapped("project", columns, rows)  # type: ignore[arg-type]
    after = applied(plan_of(sheet, records=portfolio()), portfolio())

    (made,) = [item for item in after.all(Project) if item.ref == "N1"]
    assert sorted(item.kind for item in after.of(SavingsLine, "project_id", made.id)) == [
        "cashable",
        "income",
    ]
    assert {row.state for row in plan_of(sheet, records=after).rows} == {State.SAME}


def test_a_name_goes_down_over_the_rows_of_its_merge_and_no_further() -> None:
    columns = [
        ("Project", Target("savings_line", "project_id")),
        ("Line", Target("savings_line", "name")),
        ("26/27", target(2026)),
    ]
    rows = [["P1", "A", 10], [None, "B", 20], [None, "C", 30]]
    plan = plan_of(Mapped("savings_line", columns, rows, merges=[Area(1, 0, 2, 0)]), records=portfolio())  # type: ignore[arg-type]

    assert [row.state for row in plan.rows] == [State.NEW, State.NEW, State.REFUSED]
    after = applied(plan, portfolio())
    assert {item.name for item in after.of(SavingsLine, "project_id", "p1")} == {"A", "B"}


def test_an_amount_merged_over_several_lines_is_refused() -> None:
    columns = [
        ("Project", Target("savings_line", "project_id")),
        ("Line", Target("savings_line", "name")),
        ("26/27", target(2026)),
    ]
    rows = [["P1", "A", 10], ["P1", "B", None]]
    plan = plan_of(Mapped("savings_line", columns, rows, merges=[Area(1, 2, 2, 2)]), records=portfolio())  # type: ignore[arg-type]

    assert not applied(plan, portfolio()).all(SavingsTarget)
    assert "C2:C3" in value_in(plan.rows[0], "savings_target", "target_pence").sentence


def test_group_rows_give_the_theme() -> None:
    table = Mapped(
        "project",
        [("Ref", REF), ("Name", NAME)],
        [["N1", "One"], ["N2", "Two"]],
        groups={1: ("working age",), 2: ("Brand new",)},
        group=(THEME,),
    )
    after = applied(plan_of(table, records=portfolio()), portfolio())

    named = {item.ref: after.get(Theme, item.theme_id).name for item in after.all(Project)}
    assert (named["N1"], named["N2"]) == ("Working age", "Brand new")


def test_projects_without_references_get_the_next_ones_and_are_told() -> None:
    plan = plan_of(
        Mapped(
            "project", [("Name", NAME), ("Theme", THEME)], [["One", "Living well"], ["Two", "Living well"]]
        ),
        records=portfolio(),
    )

    after = applied(plan, portfolio())
    assert {item.ref for item in after.all(Project)} == {"P1", "P2", "P3", "P4"}
    assert "P3" in record_in(plan.rows[0], "project").sentence


def test_a_project_that_no_row_gives_a_theme_goes_into_one_that_says_so() -> None:
    plan = plan_of(Mapped("project", [("Name", NAME)], [["One"]]), records=portfolio())

    after = applied(plan, portfolio())
    (made,) = [item for item in after.all(Project) if item.name == "One"]
    assert after.get(Theme, made.theme_id).name == "Imported"
    assert any("Imported" in sentence for sentence in plan.told)


# ------------------------------------------------------------------------------------------------ what is reported


def test_words_alone_keep_the_status_in_force_and_need_one() -> None:
    held = StatusUpdate(id="u", project_id="p1", period="2026-04", status_id="risk", narrative="Before")
    table = Mapped("project", [("Ref", REF), ("Update", NARRATIVE)], [["P1", "Now"], ["P2", "Words"]])
    plan = plan_of(table, records=portfolio(held))

    after = applied(plan, portfolio(held))
    (made,) = [item for item in after.all(StatusUpdate) if item.period == "2026-06"]
    assert (made.project_id, made.status_id, made.narrative) == ("p1", "risk", "Now")
    assert record_in(plan.rows[1], "status_update").state is State.REFUSED


def test_a_forecast_alone_keeps_what_is_delivered() -> None:
    held = SavingsPosition(
        id="s",
        line_id="l1",
        year=2026,
        period="2026-05",
        forecast_pence=500,
        delivered_pence=300,
        validated_pence=100,
    )
    table = Mapped(
        "project",
        [("Ref", REF), ("Forecast", Target("savings_position", "forecast_pence", 2026))],
        [["P1", 9]],
    )
    after = applied(plan_of(table, records=portfolio(LINE, held)), portfolio(LINE, held))

    (now,) = [item for item in after.all(SavingsPosition) if item.period == "2026-06"]
    assert (now.forecast_pence, now.delivered_pence, now.validated_pence) == (900, 300, 100)


def test_what_is_delivered_without_a_forecast_is_told() -> None:
    table = Mapped(
        "project",
        [("Ref", REF), ("Delivered", Target("savings_position", "delivered_pence", 2026))],
        [["P1", 9]],
    )
    plan = plan_of(table, records=portfolio(LINE))

    (now,) = applied(plan, portfolio(LINE)).all(SavingsPosition)
    assert (now.forecast_pence, now.delivered_pence) == (900, 900)
    assert "forecast" in record_in(plan.rows[0], "savings_position").sentence


def test_a_forecast_below_what_is_delivered_is_refused() -> None:
    columns = [
        ("Ref", REF),
        ("F", Target("savings_position", "forecast_pence", 2026)),
        ("D", Target("savings_position", "delivered_pence", 2026)),
    ]
    plan = plan_of(Mapped("project", columns, [["P1", 5, 9]]), records=portfolio(LINE))

    assert not applied(plan, portfolio(LINE)).all(SavingsPosition)
    assert plan.has_refusals


def test_a_figure_that_is_refused_leaves_no_position_with_a_nought_in_its_place() -> None:
    columns = [
        ("Ref", REF),
        ("F", Target("savings_position", "forecast_pence", 2026)),
        ("D", Target("savings_position", "delivered_pence", 2026)),
    ]
    plan = plan_of(Mapped("project", columns, [["P1", 5, "about 3"]]), records=portfolio(LINE))

    assert not applied(plan, portfolio(LINE)).all(SavingsPosition)
    assert value_in(plan.rows[0], "savings_position", "delivered_pence").state is State.REFUSED


@pytest.mark.parametrize(("amount", "state"), [(6, State.REFUSED), (5, State.SAME), (8, State.SAME)])
def test_a_target_that_was_changed_since_is_the_first_or_the_present_one(amount: int, state: State) -> None:
    held = (
        LINE,
        SavingsTarget(id="t", line_id="l1", year=2026, target_pence=800),
        TargetChange(
            id="c",
            line_id="l1",
            year=2026,
            change_pence=-300,
            reference="CR1",
            approved_by="Board",
            period="2026-05",
            state="approved",
        ),
    )
    table = Mapped("project", [("Ref", REF), ("26/27", target(2026))], [["P1", amount]])
    plan = plan_of(table, records=portfolio(*held))

    assert value_in(plan.rows[0], "savings_target", "target_pence").state is state
    assert plan.puts == ()


def test_savings_that_are_all_printed_as_reductions_are_savings_and_told() -> None:
    columns = [("Ref", REF), ("26/27", target(2026), "£000|point")]
    plan = plan_of(Mapped("project", columns, [["P1", -10], ["P2", "(20)"]]), records=portfolio())  # type: ignore[arg-type]

    assert {item.target_pence for item in applied(plan, portfolio()).all(SavingsTarget)} == {
        1_000_000,
        2_000_000,
    }
    assert any("reductions" in sentence for sentence in plan.told)

    mixed = plan_of(Mapped("project", columns, [["P1", -10], ["P2", 20]]), records=portfolio())  # type: ignore[arg-type]
    assert value_in(mixed.rows[0], "savings_target", "target_pence").state is State.REFUSED


def test_months_across_go_into_their_own_months_and_a_month_to_come_is_refused() -> None:
    columns = [("Ref", REF)] + [
        (month, Target("status_update", "status_id", period=month))
        for month in ("2026-04", "2026-05", "2026-07")
    ]
    plan = plan_of(Mapped("project", columns, [["P1", "G", "A", "R"]]), records=portfolio())

    after = applied(plan, portfolio())
    assert {item.period: item.status_id for item in after.all(StatusUpdate)} == {
        "2026-04": "on",
        "2026-05": "risk",
    }
    assert plan.has_refusals


def test_a_closed_month_is_told_and_needs_a_reason() -> None:
    frozen = Snapshot(
        id="snap", name="Board", programme_id="prog", period="2026-05", frozen_on="2026-06-01", frozen_by="A"
    )
    columns = [
        ("Ref", REF),
        ("May", Target("status_update", "status_id", period="2026-05")),
        ("June", STATUS),
    ]
    plan = plan_of(Mapped("project", columns, [["P1", "G", "A"]]), records=portfolio(frozen))

    assert plan.closed == ("2026-05",)
    assert "correction" in record_in(plan.rows[0], "status_update").sentence
    assert not record_in(plan.rows[0], "status_update", 1).sentence


def test_figures_of_no_year_are_of_the_open_one_and_told() -> None:
    plan = plan_of(
        Mapped("project", [("Ref", REF), ("Target", Target("savings_target", "target_pence"))], [["P1", 5]]),
        records=portfolio(),
    )

    assert [item.year for item in applied(plan, portfolio()).all(SavingsTarget)] == [2026]
    assert any("2026/27" in sentence for sentence in plan.told)


# ------------------------------------------------------------------------------------------------ other kinds


def test_a_risk_log_with_scores_and_actions() -> None:
    columns = [
        ("ID", Target("risk", "ref")),
        ("Risk", Target("risk", "description")),
        ("L", Target("risk_score", "likelihood"), "words"),
        ("I", Target("risk_score", "impact"), "words"),
        ("Response", Target("risk_action", "action")),
        ("Due", Target("risk_action", "due_date")),
        ("Status", Target("risk", "closed_period")),
        ("Type", Target("risk", "category")),
    ]
    rows = [["R1", "Providers fail", "High", "Very high", "Find others\nWatch the market", "2026-03-31", "Open",
             "Market"],
            ["R2", "Over", 2, 2, None, None, "Closed", "Market"]]  # fmt: skip
    records = portfolio()
    plan = plan_of(Mapped("risk", columns, rows, splits=["Response"]), records=records)  # type: ignore[arg-type]

    assert not plan.has_refusals, [row for row in plan.rows if row.state is State.REFUSED]
    after = applied(plan, records)
    first, second = sorted(after.all(Risk), key=lambda item: item.ref)
    # An action was due before the open month, so the risk was raised by then.
    assert (first.raised_period, first.closed_period, second.closed_period) == ("2026-03", None, "2026-06")
    assert (first.inherent_likelihood, first.inherent_impact) == (4, 5)
    assert [item.likelihood for item in after.of(RiskScore, "risk_id", first.id)] == [4]
    assert len(after.of(RiskAction, "risk_id", first.id)) == 2


def test_an_issue_log_gives_references_in_its_own_style() -> None:
    held = Issue(id="i", programme_id="prog", ref="ISS-07", description="Old", raised_period="2026-05")
    table = Mapped(
        "issue",
        [("Issue", Target("issue", "description")), ("Project", Target("issue", "project_id"))],
        [["No data", "P1"], ["old", None]],
        sheet="Issues",
    )
    plan = plan_of(table, records=portfolio(held))

    assert [row.state for row in plan.rows] == [State.NEW, State.SAME]
    (made,) = [item for item in applied(plan, portfolio(held)).all(Issue) if item.id != "i"]
    assert (made.ref, made.project_id, made.raised_period) == ("ISS-08", "p1", "2026-06")


def test_measures_with_values_by_month_and_in_long_form() -> None:
    columns = [
        ("Measure", Target("measure", "name")),
        ("Apr", Target("measure_value", "actual", period="2026-04")),
        ("May", Target("measure_value", "actual", period="2026-05")),
    ]
    across = applied(
        plan_of(Mapped("measure", columns, [["Reviews", 81.5, "TBC"]]), records=portfolio()), portfolio()
    )
    assert [(item.period, item.actual) for item in across.all(MeasureValue)] == [("2026-04", "81.5")]

    columns = [
        ("Month", Target("", "period")),
        ("Measure", Target("", "measure")),
        ("Value", Target("", "value")),
    ]
    rows = [["2026-04-01", "Reviews", 81.5], ["2026-05-01", "Reviews", 83], ["2026-04-01", "Homes", 4]]
    long = plan_of(Mapped("measure", columns, rows), records=portfolio())
    after = applied(long, portfolio())
    assert {item.name for item in after.all(Measure)} == {"Reviews", "Homes"}
    assert len(after.all(MeasureValue)) == 3
    assert not long.has_refusals


def test_savings_in_long_form_with_what_each_figure_is() -> None:
    columns = [
        ("Project", Target("savings_line", "project_id")),
        ("Line", Target("savings_line", "name")),
        ("Year", Target("", "year")),
        ("What", Target("", "measure")),
        ("£000", Target("", "value"), "£000|point"),
    ]
    rows = [
        ["P1", "Hours", "2026/27", "Target", 100.5],
        ["P1", "Hours", "2026/27", "Forecast", 90],
        ["P1", "Hours", "2027/28", "Target", 50],
        ["P1", "Hours", "2027/28", "Growth", 1],
    ]
    meanings = {
        ".measure": {"Target": "savings_target.target_pence", "Forecast": "savings_position.forecast_pence"}
    }
    plan = plan_of(Mapped("savings_line", columns, rows, meanings=meanings), records=portfolio())  # type: ignore[arg-type]

    after = applied(plan, portfolio())
    assert {item.year: item.target_pence for item in after.all(SavingsTarget)} == {
        2026: 10_050_000,
        2027: 5_000_000,
    }
    assert [item.forecast_pence for item in after.all(SavingsPosition)] == [9_000_000]
    assert len(after.all(SavingsLine)) == 1
    assert "Growth" in str(plan.rows[3])
    assert plan.has_refusals


def test_budget_lines_with_their_positions() -> None:
    columns = [
        ("Group", Target("budget_line", "group_name")),
        ("Line", Target("budget_line", "name")),
        ("Budget", Target("budget_position", "budget_pence"), "£000|point"),
        ("Actual", Target("budget_position", "actual_pence"), "£000|point"),
        ("Outturn", Target("budget_position", "forecast_pence"), "£000|point"),
    ]
    plan = plan_of(
        Mapped(
            "budget_line",
            columns,
            [["Older people", "Homecare", 1000, 250, 1010], ["Older people", "Income", "(300)", -70, -290]],
        ),
        records=portfolio(),
    )  # type: ignore[arg-type]

    after = applied(plan, portfolio())
    assert len(after.all(BudgetLine)) == 2
    assert {item.budget_pence for item in after.all(BudgetPosition)} == {100_000_000, -30_000_000}
    assert {item.period for item in after.all(BudgetPosition)} == {"2026-06"}


def _budget(rows: list[list[object]], groups: dict[int, tuple[str, ...]] | None = None) -> Mapped:
    """Budget lines under a title, or each under its group."""
    columns = [
        ("Service", Target("budget_line", "name")),
        ("Budget", Target("budget_position", "budget_pence"), "£000|point"),
    ]
    return Mapped(
        "budget_line",
        columns,  # type: ignore[arg-type]
        rows,  # type: ignore[arg-type]
        given={} if groups else {"budget_line.group_name": "Monitoring, Period 3"},
        groups=groups,
        group=(Target("budget_line", "group_name"),) if groups else (),
    )


def test_a_budget_line_without_a_group_is_the_one_of_its_name() -> None:
    """Else each month's sheet would add the whole budget once more."""
    held = portfolio(
        BudgetLine(id="b1", programme_id="prog", group_name="Committee", name="Homecare"),
        BudgetLine(id="b2", programme_id="prog", group_name="Committee", name="Other"),
        BudgetLine(id="b3", programme_id="prog", group_name="Reserves", name="Other"),
    )
    plan = plan_of(_budget([["Homecare", 1000], ["Other", 5], ["New service", 7]]), records=held)

    assert [row.state for row in plan.rows] == [State.CHANGED, State.REFUSED, State.NEW]
    assert "2 budget lines are called so" in str(plan.rows[1])
    after = applied(plan, held)
    assert after.get(BudgetLine, "b1").group_name == "Committee"
    assert {item.line_id: item.budget_pence for item in after.all(BudgetPosition)}["b1"] == 100_000_000
    assert len(after.all(BudgetLine)) == 4


def test_a_budget_line_of_another_group_is_new_and_its_namesake_is_offered() -> None:
    held = portfolio(BudgetLine(id="b1", programme_id="prog", group_name="Committee", name="Homecare"))
    plan = plan_of(_budget([["Homecare", 1000]], {1: ("Older people",)}), records=held)

    assert plan.rows[0].state is State.NEW
    assert [record_id for record_id, _ in plan.rows[0].records[0].likely] == ["b1"]


def test_half_a_current_score_is_taken_for_the_inherent_one() -> None:
    columns = [
        ("Ref", Target("risk", "ref")),
        ("Risk", Target("risk", "description")),
        ("Likelihood", Target("risk_score", "likelihood")),
        ("Impact", Target("risk_score", "impact")),
    ]
    plan = plan_of(Mapped("risk", columns, [["R1", "Under", 6, 4]]), records=portfolio())
    (risk,) = applied(plan, portfolio()).all(Risk)
    assert (risk.inherent_likelihood, risk.inherent_impact) == (3, 4)
    assert plan.has_refusals


def test_a_status_of_open_needs_no_word_and_one_of_closed_says_the_month() -> None:
    columns = [
        ("Ref", Target("risk", "ref")),
        ("Risk", Target("risk", "description")),
        ("Status", Target("risk", "closed_period")),
    ]
    held = portfolio(
        Risk(id="r3", programme_id="prog", ref="R3", description="Shut", closed_period="2026-05")
    )
    rows = [
        ["R1", "Under", "Open"],
        ["R2", "Over", "Closed"],
        ["R3", "Shut", "Open"],
        ["R3", "Shut", "Closed"],
    ]
    told = [
        next(value.sentence for value in plan_of(Mapped("risk", columns, [row]), records=held)
             .rows[0].records[0].values if value.key == "closed_period")
        for row in rows
    ]  # fmt: skip
    assert told[0] == ""
    assert told[1] == "“Closed” does not say when: it is June 2026."
    assert "nothing changes" in told[2]
    assert told[3] == "“Closed” does not say when: it is May 2026."


def test_activity_by_month() -> None:
    columns = [
        ("Activity", Target("activity", "name")),
        ("Counted in", Target("activity", "unit")),
        ("Plan Apr", Target("activity_month", "planned", period="2026-04")),
        ("Done Apr", Target("activity_month", "done", period="2026-04")),
    ]
    after = applied(
        plan_of(Mapped("activity", columns, [["Reviews", "reviews", 20, 18]]), records=portfolio()),
        portfolio(),
    )

    assert [item.name for item in after.all(Activity)] == ["Reviews"]
    assert [(item.planned, item.done) for item in after.all(ActivityMonth)] == [(20, 18)]


def test_costs_are_called_after_their_columns() -> None:
    columns = [("Ref", REF), ("Cost to deliver", Target("project_cost", "amount_pence", 2026))]
    after = applied(plan_of(Mapped("project", columns, [["P1", 40]]), records=portfolio()), portfolio())

    assert [(item.name, item.year, item.amount_pence) for item in after.all(ProjectCost)] == [
        ("Cost to deliver", 2026, 4000)
    ]


def test_exceptions_are_found_by_their_words_and_others_are_new() -> None:
    held = ProjectException(id="e", project_id="p1", description="Vacancies", raised_period="2026-05")
    columns = [
        ("Ref", REF),
        ("Exception", Target("exception", "description")),
        ("Actions", Target("mitigation", "action")),
    ]
    table = Mapped("project", columns, [["P1", "vacancies", "Recruit"], ["P2", "No homes", None]])
    plan = plan_of(table, records=portfolio(held))

    after = applied(plan, portfolio(held))
    assert len(after.all(ProjectException)) == 2
    assert [item.exception_id for item in after.all(Mitigation)] == ["e"]


def test_actions_without_an_exception_are_refused() -> None:
    plan = plan_of(
        Mapped("project", [("Ref", REF), ("Actions", Target("mitigation", "action"))], [["P1", "Recruit"]]),
        records=portfolio(),
    )

    assert not applied(plan, portfolio()).all(Mitigation)
    assert record_in(plan.rows[0], "mitigation").state is State.REFUSED


def test_milestones_in_numbered_columns() -> None:
    columns = [
        ("Ref", REF),
        ("Milestone 1", Target("milestone", "name", number=1)),
        ("Date 1", Target("milestone", "baseline_date", number=1)),
        ("Milestone 2", Target("milestone", "name", number=2)),
        ("Date 2", Target("milestone", "baseline_date", number=2)),
    ]
    plan = plan_of(
        Mapped(
            "project",
            columns,
            [["P1", "Start", "2026-07-01", "End", "2026-12-01"], ["P2", "Start", "TBC", None, None]],
        ),
        records=portfolio(),
    )

    after = applied(plan, portfolio())
    assert {(item.name, item.baseline_date) for item in after.all(Milestone)} == {
        ("Start", "2026-07-01"),
        ("End", "2026-12-01"),
    }
    # Without a date it is no milestone yet.
    left = record_in(plan.rows[1], "milestone")
    assert left.state is State.LEFT_OUT
    assert left.sentence == "It has no date yet, and a milestone needs one: it is left out until it has."
    assert not plan.has_refusals


def test_a_forecast_that_is_not_known_yet_is_no_nought_in_silence() -> None:
    columns = [
        ("Ref", Target("project", "ref")),
        ("Forecast", Target("savings_position", "forecast_pence", 2026)),
        ("Delivered", Target("savings_position", "delivered_pence", 2026)),
    ]
    plan = plan_of(Mapped("project", columns, [["P1", "TBC", 0], ["P2", None, 0]]), records=portfolio())
    first, second = (record_in(row, "savings_position") for row in plan.rows)
    assert "The forecast is not known yet, and a month’s report needs one: £0 is taken" in first.sentence
    assert "not known yet" not in second.sentence


# ------------------------------------------------------------------------------------------------ the council's own


def test_what_has_no_field_becomes_one_of_the_councils_own() -> None:
    columns = [
        ("Ref", REF),
        ("Finance code", Target("project", own="Finance code")),
        ("Spend", Target("project", own="Spend"), "£000|point"),
        ("Size", Target("project", own="Size")),
    ]
    table = Mapped(
        "project",
        columns,
        [["P1", "AB12", 10, "Big"], ["P2", "TBC", None, "Small"]],
        own_kinds={"Spend": "money", "Size": "choice"},
    )  # type: ignore[arg-type]
    plan = plan_of(table, records=portfolio())

    after = applied(plan, portfolio())
    fields = {item.label: item for item in after.all(OwnField)}
    assert {label: item.kind for label, item in fields.items()} == {
        "Finance code": "text",
        "Spend": "money",
        "Size": "choice",
    }
    assert fields["Size"].choices == "Big\nSmall"
    held = {(item.record_id, item.own_field_id): item.value for item in after.all(OwnValue)}
    assert held[("p1", fields["Spend"].id)] == "1000000"
    assert ("p2", fields["Finance code"].id) not in held
    assert value_in(plan.rows[0], "project", "own:Spend").new == 1_000_000
    again = plan_of(table, records=after)
    assert (again.puts, {row.state for row in again.rows}) == ((), {State.SAME})


# ------------------------------------------------------------------------------------------------ what a person says


def test_a_cell_that_a_person_corrects_is_read_as_they_typed_it() -> None:
    table = Mapped("project", [("Ref", REF), ("26/27", target(2026), "£000|point")], [["P1", "10?"]])  # type: ignore[list-item]
    chosen = Chosen(texts={("Projects", "B2"): "£10,000"})
    plan = plan_of(table, records=portfolio(), chosen=chosen)

    assert [item.target_pence for item in applied(plan, portfolio()).all(SavingsTarget)] == [1_000_000]


def test_columns_and_kinds_that_are_not_ticked_are_left_out() -> None:
    table = Mapped(
        "project",
        [("Ref", REF), ("Lead", Target("project", "lead")), ("RAG", STATUS)],
        [["P1", "New lead", "G"]],
    )
    assert (
        applied(
            plan_of(table, records=portfolio(), chosen=Chosen(columns=frozenset({("Projects", 1)}))),
            portfolio(),
        )
        .get(Project, "p1")
        .lead
        == "Head"
    )
    plan = plan_of(table, records=portfolio(), chosen=Chosen(kinds=frozenset({"status_update"})))
    assert not applied(plan, portfolio()).all(StatusUpdate)
    assert record_in(plan.rows[0], "status_update").state is State.LEFT_OUT


def test_projects_that_are_not_ticked_leave_what_is_reported_of_those_there_are() -> None:
    table = Mapped(
        "project",
        [("Ref", REF), ("Lead", Target("project", "lead")), ("RAG", STATUS)],
        [["P1", "X", "G"], ["N1", "Y", "A"]],
    )
    plan = plan_of(table, records=portfolio(), chosen=Chosen(kinds=frozenset({"project"})))

    after = applied(plan, portfolio())
    assert [item.project_id for item in after.all(StatusUpdate)] == ["p1"]
    assert after.get(Project, "p1").lead == "Head"


def test_an_unreadable_formula_leaves_the_stored_value() -> None:
    table = Mapped(
        "project", [("Ref", REF), ("Lead", Target("project", "lead"))], [["P1", Cell("", Cell.UNSTORED)]]
    )
    plan = plan_of(table, records=portfolio())

    assert value_in(plan.rows[0], "project", "lead").state is State.REFUSED
    assert plan.puts == ()


def test_two_programmes_and_a_month_that_is_said() -> None:
    other = Programme(
        id="other", name="Children", first_year=2024, last_year=2028, open_period="2026-06", position=2
    )
    table = Mapped(
        "project",
        [("Ref", REF), ("Name", NAME), ("Theme", THEME), ("RAG", STATUS)],
        [["N1", "New", "Families", "G"]],
    )
    plan = plan_of(
        table,
        records=portfolio(other),
        where=Where(programme_id="other", period="2026-05", today="2026-06-18"),
    )

    after = applied(plan, portfolio(other))
    (made,) = [item for item in after.all(Project) if item.ref == "N1"]
    assert after.get(Theme, made.theme_id).programme_id == "other"
    assert [item.period for item in after.all(StatusUpdate)] == ["2026-05"]


def test_a_line_that_no_column_names_is_the_projects_own_and_stays_it() -> None:
    columns = [("Ref", REF), ("Kind", Target("savings_line", "kind")), ("26/27", target(2026))]
    table = Mapped("project", columns, [["P1", "Income", 5], ["P2", "Cashable", 6]])
    once = applied(plan_of(table, records=portfolio()), portfolio())

    assert sorted(item.name for item in once.all(SavingsLine)) == ["Reablement", "Shared lives"]
    assert plan_of(table, records=once).puts == ()

    several = (LINE, SavingsLine(id="l2", project_id="p1", name="Beds"))
    (row, _) = plan_of(table, records=portfolio(*several)).rows
    asked = record_in(row, "savings_line")
    assert (asked.state, {each for each, _ in asked.likely}) == (State.REFUSED, {"l1", "l2"})
    joined = Chosen(joined={(("Projects", "A", 1), "savings_line"): "l2"})
    after = applied(plan_of(table, records=portfolio(*several), chosen=joined), portfolio(*several))
    assert [item.line_id for item in after.all(SavingsTarget) if item.target_pence == 500] == ["l2"]
    assert after.get(SavingsLine, "l2").kind == "income"


def test_a_status_told_by_a_colour_alone_is_what_was_said_of_it() -> None:
    meanings = {"status_update.status_id": {"fill:FF0000": "Off track"}}
    table = Mapped(
        "project", [("Ref", REF), ("RAG", STATUS)], [["P1", None], ["P2", None]], meanings=meanings
    )
    table.sheet = replace(table.sheet, blanks={(1, 1): 1, (2, 1): 2})
    plan = plan_of(table, records=portfolio(), styles=[Style(fill="FF0000"), Style(fill="00FF00")])

    assert [item.status_id for item in applied(plan, portfolio()).all(StatusUpdate)] == ["off"]
    assert "00FF00" in value_in(plan.rows[1], "status_update", "status_id").sentence


def test_a_row_that_names_no_line_where_others_do_is_not_taken_for_the_only_line() -> None:
    columns = [("Ref", REF), ("Line", Target("savings_line", "name")), ("26/27", target(2026))]
    (row,) = plan_of(Mapped("project", columns, [["P1", None, 5]]), records=portfolio(LINE)).rows

    asked = record_in(row, "savings_line")
    assert (asked.state, asked.likely) == (State.REFUSED, (("l1", "P1 Reablement"),))
    assert "1 savings line," in asked.sentence


def test_a_row_can_be_joined_to_the_project_that_the_row_above_it_makes() -> None:
    columns = [
        ("Ref", REF),
        ("Name", NAME),
        ("Line", Target("savings_line", "name")),
        ("26/27", target(2026)),
    ]
    table = Mapped("project", columns, [["N1", "New", "Beds", 1], [None, None, "Staff", 3]])
    ids = Ids(counted())
    above = record_in(plan_of(table, records=portfolio(), ids=ids).rows[1], "project").likely[0][0]
    chosen = Chosen(joined={(("Projects", "A", 2), "project"): above})
    plan = plan_of(table, records=portfolio(), ids=ids, chosen=chosen)

    assert not plan.has_refusals
    after = applied(plan, portfolio())
    assert {item.name for item in after.of(SavingsLine, "project_id", above)} == {"Beds", "Staff"}


def test_a_row_that_is_planned_again_shows_all_that_it_makes_and_stays_with_its_records() -> None:
    columns = [
        ("Ref", REF),
        ("Name", NAME),
        ("Theme", THEME),
        ("RAG", STATUS),
        ("Update", NARRATIVE),
        ("26/27", target(2026)),
    ]
    rows = [["N1", "New", "Brand new", None, "Words", 5], ["N1", "New", "Brand new", "G", None, None]]
    plan = plan_of(Mapped("project", columns, rows), records=portfolio())

    assert not plan.has_refusals
    made = {record.table: record.state for record in plan.rows[0].records}
    assert made["theme"] is made["project"] is made["savings_line"] is made["status_update"] is State.NEW
    after = applied(plan, portfolio())
    assert [(item.status_id, item.narrative) for item in after.all(StatusUpdate)] == [("on", "Words")]
    assert len(after.all(SavingsTarget)) == 1


def test_a_closed_risk_that_the_register_still_shows_is_scored_no_more() -> None:
    """It was refused every month from the closing on."""
    risk = Risk(id="r1", programme_id="prog", ref="R1", description="Shut", raised_period="2026-01",
                closed_period="2026-05")  # fmt: skip
    columns = [
        ("Ref", Target("risk", "ref")),
        ("Risk", Target("risk", "description")),
        ("Likelihood", Target("risk_score", "likelihood")),
        ("Impact", Target("risk_score", "impact")),
        ("Status", Target("risk", "closed_period")),
    ]
    plan = plan_of(Mapped("risk", columns, [["R1", "Shut", 2, 3, "Closed"]]), records=portfolio(risk))
    assert plan.rows[0].state is State.SAME
    score = record_in(plan.rows[0], "risk_score")
    assert (score.state, score.sentence) == (
        State.LEFT_OUT, "The risk was closed in May 2026: it is scored no more.",
    )  # fmt: skip


def test_a_milestone_of_a_plan_is_left_out_until_it_has_a_date_and_one_that_cannot_be_read_is_refused() -> (
    None
):
    columns = [
        ("Project", Target("milestone", "project_id")),
        ("Milestone", Target("milestone", "name")),
        ("Due", Target("milestone", "baseline_date")),
        ("Done", Target("milestone", "actual_date")),
    ]
    rows = [
        ["P1", "Start", None, None],
        ["P1", "Middle", "31/06/2026", None],
        ["P1", "End", None, "2026-05-01"],
    ]
    plan = plan_of(Mapped("milestone", columns, rows, sheet="Plan"), records=portfolio())

    assert [row.state for row in plan.rows] == [State.LEFT_OUT, State.LEFT_OUT, State.NEW]
    assert [(each.cell, each.label) for each in refusals(plan)] == [("C3", "Baseline")]
    (made,) = applied(plan, portfolio()).all(Milestone)
    assert (made.name, made.forecast_date, made.actual_date) == ("End", "2026-05-01", "2026-05-01")
    assert "taken as its forecast too" in record_in(plan.rows[2], "milestone").sentence


def test_a_programme_whose_years_reach_further_is_planned_as_a_change_of_it() -> None:
    columns = [("Ref", REF), ("2028/29", target(2028)), ("2030/31", target(2030))]
    plan = plan_of(Mapped("project", columns, [["P1", 5, 7], ["P2", 1, 2]]), records=portfolio())

    (found,) = [record for row in plan.rows for record in row.records if record.table == "programme"]
    assert (found.words, found.state) == ("Programme ASC: years to 2030/31", State.CHANGED)
    assert [(value.key, value.old, value.new) for value in found.values] == [("last_year", 2028, 2030)]
    assert found in plan.rows[0].records
    assert applied(plan, portfolio()).get(Programme, "prog").last_year == 2030


def test_a_cause_of_a_refusal_is_told_once_for_its_value_its_record_and_its_row() -> None:
    columns = [("Ref", REF), ("Name", NAME), ("2026/27", target(2026))]
    rows = [["N1", "One", 5], ["N1", "Another", 6], ["N2", None, 7]]
    plan = plan_of(Mapped("project", columns, rows), records=portfolio())

    assert [row.state for row in plan.rows] == [State.NEW, State.REFUSED, State.REFUSED]
    assert [(each.cell, each.label) for each in refusals(plan)] == [("B3", "Project"), ("4", "")]
