"""What an import would do, from what a sheet says to the records that would be kept."""

from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import Chosen, State
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from tests.unit.importing.plans import (
    NAME,
    PROJECT_COLUMNS,
    Mapped,
    applied,
    plan_of,
    record_in,
    records_with,
    value_in,
)

WIDE = [
    *PROJECT_COLUMNS,
    ("2026/27 £000", Target("savings_target", "target_pence", 2026), "£000|point"),
    ("2027/28 £000", Target("savings_target", "target_pence", 2027), "£000|point"),
    ("Forecast 2026/27", Target("savings_position", "forecast_pence", 2026), "£000|point"),
    ("Go live", Target("milestone", "forecast_date", number=1)),
    ("Issue", Target("exception", "description")),
    ("Actions", Target("mitigation", "action")),
]
ROWS = [
    ["P1", "Reablement", "Living well", "Head of service", "G", "Going well", 100, 250.5, "90", "2026-09-01",
     "Vacancies", "• Recruit two\n• Agency cover"],
    ["P2", "Shared lives", "Living well", "TBC", "At risk", "Slow", 0.1 + 0.2, None, None, "2026-10-01", None, None],
]  # fmt: skip


def wide(rows: list[list[object]] | None = None) -> Mapped:
    return Mapped("project", WIDE, rows or ROWS, splits=["Actions"])  # type: ignore[arg-type]


def test_one_row_makes_a_project_with_all_that_it_says() -> None:
    records = applied(plan_of(wide()))

    project = next(item for item in records.all(Project) if item.ref == "P1")
    assert (project.name, project.lead) == ("Reablement", "Head of service")
    assert records.get(Theme, project.theme_id).name == "Living well"
    (update,) = records.of(StatusUpdate, "project_id", project.id)
    assert (update.period, update.status_id, update.narrative) == ("2026-06", "on", "Going well")
    (line,) = records.of(SavingsLine, "project_id", project.id)
    targets = {item.year: item.target_pence for item in records.of(SavingsTarget, "line_id", line.id)}
    assert targets == {2026: 10_000_000, 2027: 25_050_000}
    (position,) = records.of(SavingsPosition, "line_id", line.id)
    assert (position.year, position.period, position.forecast_pence) == (2026, "2026-06", 9_000_000)
    (milestone,) = records.of(Milestone, "project_id", project.id)
    assert (milestone.name, milestone.forecast_date) == ("Go live", "2026-09-01")
    (exception,) = records.of(ProjectException, "project_id", project.id)
    actions = [item.action for item in records.of(Mitigation, "exception_id", exception.id)]
    assert actions == ["Recruit two", "Agency cover"]


def test_what_is_not_known_yet_is_told_and_nothing_is_made_of_it() -> None:
    plan = plan_of(wide())

    lead = value_in(plan.rows[1], "project", "lead")
    assert (lead.state, lead.new) == (State.LEFT_OUT, None)
    assert lead.sentence == "“TBC” is not known yet: it changes nothing."


def test_the_same_workbook_again_changes_nothing() -> None:
    once = applied(plan_of(wide()))
    again = plan_of(wide(), records=once)

    assert {row.state for row in again.rows} == {State.SAME}
    assert again.puts == ()
    assert not again.missing


def test_what_is_made_for_the_whole_import_is_made_once_and_told() -> None:
    plan = plan_of(wide())

    records = applied(plan)
    (programme,) = records.all(Programme)
    assert programme.name == "My tracker"
    assert (programme.first_year, programme.last_year, programme.open_period) == (2026, 2027, "2026-06")
    assert len(records.all(Theme)) == 1
    assert any("My tracker" in sentence for sentence in plan.told)


def test_a_changed_value_is_shown_old_and_new_beside_each_other() -> None:
    once = applied(plan_of(wide()))
    rows = [list(ROWS[0]), list(ROWS[1])]
    rows[0][3], rows[0][6] = "Director", 120

    plan = plan_of(wide(rows), records=once)

    assert [row.state for row in plan.rows] == [State.CHANGED, State.SAME]
    lead = value_in(plan.rows[0], "project", "lead")
    assert (lead.old, lead.new, lead.state) == ("Head of service", "Director", State.CHANGED)
    target = value_in(plan.rows[0], "savings_target", "target_pence")
    assert (target.old, target.new) == (10_000_000, 12_000_000)
    assert "first approved target" in target.sentence


def test_a_second_row_of_one_project_that_says_otherwise_is_refused() -> None:
    plan = plan_of(wide([*ROWS, ["P1", "Reablement", "Living well", "Somebody else", *[None] * 8]]))

    assert plan.rows[2].state is State.REFUSED
    assert "Projects!D2" in plan.rows[2].sentence
    assert next(item for item in applied(plan).all(Project) if item.ref == "P1").lead == "Head of service"


def test_a_status_that_is_none_of_the_scheme_is_refused_and_nothing_made_of_it() -> None:
    plan = plan_of(Mapped("project", WIDE[:5], [["P1", "Reablement", "Living well", None, "Purple"]]))

    value = value_in(plan.rows[0], "status_update", "status_id")
    assert (value.cell, value.state) == ("E2", State.REFUSED)
    assert plan.has_refusals
    assert not applied(plan).all(StatusUpdate)
    assert applied(plan).all(Project)


def test_a_risk_of_a_later_sheet_finds_its_project_and_one_that_is_not_there_is_refused() -> None:
    risks = Mapped(
        "risk",
        [("ID", Target("risk", "ref")), ("Risk", Target("risk", "description")),
         ("Project", Target("risk", "project_id")),
         ("L", Target("risk_score", "likelihood")), ("I", Target("risk_score", "impact"))],
        [["R1", "Providers fail", "P1", 4, 5], ["R2", "No staff", "Reablment", 2, 2]],
        sheet="Risks",
    )  # fmt: skip
    plan = plan_of(risks, wide())

    assert [row.sheet for row in plan.rows] == ["Risks", "Risks", "Projects", "Projects"]
    project = value_in(plan.rows[0], "risk", "project_id")
    assert project.new == next(item.id for item in applied(plan).all(Project) if item.ref == "P1")
    assert value_in(plan.rows[1], "risk", "project_id").state is State.REFUSED


def test_a_milestone_of_a_project_that_is_not_there_is_refused_with_whom_it_may_mean() -> None:
    once = applied(plan_of(wide()))
    steps = Mapped(
        "milestone",
        [("Project", Target("milestone", "project_id")), ("Step", Target("milestone", "name")),
         ("Due", Target("milestone", "baseline_date"))],
        [["Reablment", "Go live two", "2026-12-01"]],
        sheet="Plan",
    )  # fmt: skip

    def first(_text: str, candidates: object) -> list[str]:
        return list(candidates)[:1]  # type: ignore[call-overload]

    plan = plan_of(steps, records=once, likely=first)
    (row,) = plan.rows
    assert row.state is State.REFUSED
    asked = record_in(row, "project")
    assert asked.likely[0][1] == "P1 Reablement"

    joined = Chosen(joined={(("Plan", "A", 1), "project"): asked.likely[0][0]})
    (row,) = plan_of(steps, records=once, chosen=joined).rows
    assert row.state is State.NEW


def test_a_row_that_is_not_ticked_is_left_out() -> None:
    plan = plan_of(wide(), chosen=Chosen(rows=frozenset({("Projects", "A", 1)})))

    assert [row.state for row in plan.rows] == [State.LEFT_OUT, State.NEW]
    assert [item.ref for item in applied(plan).all(Project)] == ["P2"]


def test_records_that_the_workbook_does_not_name_are_listed_and_stay() -> None:
    once = applied(plan_of(wide()))
    plan = plan_of(wide([list(ROWS[0])]), records=once)

    assert [item.words for item in plan.missing] == ["P2 Shared lives"]
    assert len(applied(plan, once).all(Project)) == 2


def test_nothing_is_made_of_an_empty_portfolio_where_every_row_is_refused() -> None:
    plan = plan_of(
        Mapped("project", [("Project", NAME), ("Lead", Target("project", "lead"))], [[None, "Head"]])
    )

    assert plan.rows[0].state is State.REFUSED
    assert plan.puts == ()
    assert records_with().all(Programme) == ()
