"""Each rule of the checks: what it refuses, the sentence beside which field, and what stands just inside it."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import Problem, all_problems, cleaned, over_allocations, problems
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import FieldError, Record
from tests.unit.domain.portfolio import OPEN, Desk


def said(desk: Desk, record: Record) -> list[tuple[str, str]]:
    return [(problem.key, problem.sentence) for problem in problems(record, desk.records)]


def test_the_small_portfolio_is_sound(desk: Desk) -> None:
    assert all_problems(desk.records) == []
    assert over_allocations(desk.records) == []


def test_values_are_kept_as_the_fields_write_them(desk: Desk) -> None:
    typed = Project(id="x", ref=" P-9\x00 ", name="A\n B", theme_id="theme", start_date="18/07/2024", lead="")
    kept = cleaned(typed)
    assert (kept.ref, kept.name, kept.start_date, kept.lead) == ("P-9", "A B", "2024-07-18", None)
    assert cleaned(kept) is kept
    with pytest.raises(FieldError, match="Ref is needed"):
        cleaned(replace(typed, ref="\x00"))


def test_every_field_is_checked(desk: Desk) -> None:
    record = SavingsPosition(id="x", line_id="", year=1989, period="soon", forecast_pence=-1)
    assert [key for key, _ in said(desk, record)] == ["line_id", "year", "period", "forecast_pence"]


def test_rules_between_fields_read_values_as_they_are_kept(desk: Desk) -> None:
    late = Project(id="x", ref="9", name="n", theme_id="theme", start_date="2024-07-18", end_date="1/7/2024")
    assert said(desk, late) == [("end_date", "The planned end cannot be before the start, 18 Jul 2024.")]
    assert said(desk, replace(late, end_date="18/07/2024")) == []


def test_references_exist(desk: Desk) -> None:
    record = Project(id="x", ref="9", name="n", theme_id="gone", source_plan_id="gone")
    assert said(desk, record) == [
        ("theme_id", "Theme names a theme that does not exist."),
        ("source_plan_id", "Source plan names a source plan that does not exist."),
    ]


@pytest.mark.parametrize(
    ("record", "key", "sentence"),
    [
        (Project(id="x", ref="P-1", name="n", theme_id="other"), "ref",
         "P-1 is already the reference of Supported Living."),
        (Programme(id="x", name="ASC", first_year=2024, last_year=2024, open_period=OPEN), "name",
         "There is already a programme called ASC."),
        (Theme(id="x", programme_id="prog", name="Prevention"), "name",
         "There is already a theme called Prevention in ASC."),
        (DeliveryStatus(id="x", name="On target", letter="O"), "name",
         "There is already a delivery status called On target."),
        (StatusUpdate(id="x", project_id="p", period="2024-05", status_id="red"), "period",
         "Supported Living already has a status update for May 2024."),
        (SavingsTarget(id="x", line_id="pl", year=2024), "year",
         "Rates already has a savings target for 2024/25."),
        (SavingsPosition(id="x", line_id="pl", year=2024, period="2024-05"), "period",
         "Rates already has a savings position for 2024/25 reported in May 2024."),
        (ProjectDependency(id="x", project_id="p", needs_project_id="q"), "milestone_id",
         "This dependency is already recorded."),
    ],
)  # fmt: skip
def test_nothing_is_said_twice(desk: Desk, record: Record, key: str, sentence: str) -> None:
    desk.status("green", "2024-05")
    desk.target("pl", 1)
    desk.report("pl", 1, period="2024-05")
    desk.add(ProjectDependency(id="d", project_id="p", needs_project_id="q"))
    assert said(desk, record) == [(key, sentence)]
    desk.add(record)
    assert {problem.key for _, problem in all_problems(desk.records)} == {key}


@pytest.mark.parametrize(
    "record",
    [
        Theme(id="x", programme_id="second", name="Prevention"),
        Theme(id="theme", programme_id="prog", name="Prevention", lead="Head of service"),
        SavingsTarget(id="x", line_id="pl", year=2025),
        SavingsTarget(id="x", line_id="ql", year=2024),
        StatusUpdate(id="x", project_id="p", period="2024-04", status_id="red"),
    ],
)
def test_what_differs_in_one_part_is_no_repeat(desk: Desk, record: Record) -> None:
    desk.add(Programme(id="second", name="Second", first_year=2024, last_year=2024, open_period=OPEN))
    desk.status("green", "2024-05")
    desk.target("pl", 1)
    assert said(desk, record) == []


def test_a_projects_workstream_is_of_its_theme(desk: Desk) -> None:
    stream = desk.add(Workstream(id="w", theme_id="other", name="Homes"))
    project = Project(id="x", ref="9", name="n", theme_id="theme", workstream_id="w")
    assert said(desk, project) == [
        ("workstream_id", "Homes is a workstream of Commissioning, not of Prevention.")
    ]
    assert said(desk, desk.add(replace(project, theme_id="other"))) == []
    assert said(desk, replace(stream, theme_id="theme")) == [
        ("theme_id", "9 n is in this workstream and in Commissioning.")
    ]


def test_a_saving_counts_elsewhere_or_nowhere_else(desk: Desk) -> None:
    line = SavingsLine(id="x", project_id="p", name="Memo", counts_in_theme_id="theme")
    assert said(desk, line) == [
        ("counts_in_theme_id", "Prevention is the project’s own theme. Leave “Counts in” empty for that.")
    ]
    assert said(desk, desk.add(replace(line, counts_in_theme_id="other"))) == []
    project = desk.records.get(Project, "p")
    assert said(desk, replace(project, theme_id="other")) == [
        ("theme_id", "Memo counts in Commissioning already. Empty its “Counts in” first.")
    ]


def test_amber_does_not_end_before_green(desk: Desk) -> None:
    settings = Portfolio(
        id="portfolio", name="P", green_shortfall_percent=5, amber_shortfall_percent=5, amber_slip_days=0
    )
    assert said(desk, settings) == []
    wrong = replace(settings, amber_shortfall_percent=4, green_slip_days=1)
    assert said(desk, wrong) == [
        ("amber_shortfall_percent", "Amber cannot end before green does, at 5%."),
        ("amber_slip_days", "Amber cannot end before green does, at 1 day."),
    ]


@pytest.mark.parametrize(
    ("first", "last", "period", "key"),
    [
        (2024, 2024, "2024-04", None),
        (2024, 2024, "2025-09", None),
        (2024, 2025, "2026-09", None),
        (2024, 2023, "2024-04", "last_year"),
        (2024, 2024, "2024-03", "open_period"),
        (2024, 2024, "2025-10", "open_period"),
    ],
)
def test_a_programmes_years_and_open_period(
    desk: Desk, first: int, last: int, period: str, key: str | None
) -> None:
    record = Programme(id="x", name="New", first_year=first, last_year=last, open_period=period)
    assert [found for found, _ in said(desk, record)] == ([key] if key else [])


@pytest.mark.parametrize("period", ["2024-06", "2024-07"])
def test_nothing_is_reported_after_the_open_period(desk: Desk, period: str) -> None:
    values = {"line_id": "pl", "year": 2024, "period": period}
    records: list[Record] = [
        StatusUpdate(id="x", project_id="p", period=period, status_id="red"),
        SavingsPosition(id="x", **values),  # type: ignore[arg-type]
        TargetChange(id="x", reference="CR", **values),  # type: ignore[arg-type]
        ProjectException(id="x", project_id="p", description="d", raised_period=period),
    ]
    late = "July 2024 is after the open month, June 2024."
    for record in records:
        assert [text for _, text in said(desk, record)] == ([late] if period == "2024-07" else [])
    desk.target("pl", 1)
    assert [text for _, text in said(desk, desk.movement("slip", 1, period=period))] == (
        [late] if period == "2024-07" else []
    )


@pytest.mark.parametrize(
    ("forecast", "delivered", "validated", "expected"),
    [
        (30, 20, 10, []),
        (20, 20, 20, []),
        (0, 0, 0, []),
        (19, 20, 20,
         [("forecast_pence", "The forecast for the year cannot be below the £20 already delivered.")]),
        (30, 20, 21, [("validated_pence", "No more can be validated than the £20 delivered.")]),
    ],
)  # fmt: skip
def test_validated_delivered_and_forecast_stand_in_order(
    desk: Desk, forecast: int, delivered: int, validated: int, expected: list[tuple[str, str]]
) -> None:
    assert said(desk, desk.report("pl", forecast, delivered, validated)) == expected


def test_an_approved_target_does_not_fall_below_nothing(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.change("pl", -30)
    desk.add(desk.movement("transfer", 20, state="approved", approved_by="Board"))
    change = TargetChange(
        id="x", line_id="pl", year=2024, reference="CR", period=OPEN, state="approved", approved_by="Board"
    )
    assert said(desk, replace(change, change_pence=-50_00)) == []
    too_much = replace(change, change_pence=-50_01)
    assert said(desk, too_much) == [
        ("change_pence", "Supported Living’s 2024/25 target is £50; it cannot fall by more than that.")
    ]
    assert said(desk, replace(too_much, state="proposed")) == []
    assert said(desk, replace(too_much, year=2025, change_pence=-1)) != []
    # Its own old amount is left out of account.
    desk.add(replace(change, change_pence=-50_00))
    assert said(desk, replace(change, change_pence=-50_00)) == []


def test_a_target_below_nothing_may_be_mended_in_steps(desk: Desk) -> None:
    desk.change("pl", -100)
    for pence, sound in ((-1, False), (0, True), (1, True), (100_00, True)):
        change = replace(desk.change("pl", 0), change_pence=pence)
        assert (said(desk, change) == []) is sound


def test_a_first_target_covers_what_was_taken_off_it(desk: Desk) -> None:
    first = desk.target("pl", 100)
    desk.change("pl", -60)
    assert said(desk, replace(first, target_pence=60_00)) == []
    assert said(desk, replace(first, target_pence=59_99)) == [
        (
            "target_pence",
            "Approved changes and transfers take £60 off this target, so it cannot be less than that.",
        )
    ]


def test_what_is_approved_says_by_whom(desk: Desk) -> None:
    desk.target("pl", 100)
    change = TargetChange(id="x", line_id="pl", year=2024, reference="CR", period=OPEN, state="approved")
    words = [("approved_by", "Enter the board or role that approved it.")]
    assert said(desk, change) == words
    assert said(desk, desk.movement("slip", 1, state="approved")) == words
    assert said(desk, replace(change, approved_by="Board")) == []
    assert said(desk, desk.movement("slip", 1, state="approved", approved_by="Board")) == []


@pytest.mark.parametrize(
    ("kind", "values", "key"),
    [
        ("slip", {"to_year": 2025}, None),
        ("slip", {"to_year": 2024}, "to_year"),
        ("slip", {"to_year": 2023}, "to_year"),
        ("slip", {"to_year": None}, "to_year"),
        ("slip", {"to_year": 2025, "to_line_id": "ql"}, None),
        ("early", {"to_year": 2023}, None),
        ("early", {"to_year": 2024}, "to_year"),
        ("early", {"to_year": 2025}, "to_year"),
        ("early", {"to_year": None}, "to_year"),
        ("offset", {"to_line_id": "ql"}, None),
        ("offset", {"to_line_id": "ql", "to_year": 2024}, None),
        ("offset", {"to_line_id": "ql", "to_year": 2025}, "to_year"),
        ("offset", {"to_line_id": "pl"}, "to_line_id"),
        ("offset", {"to_line_id": None}, "to_line_id"),
        ("write_off", {}, None),
        ("write_off", {"to_line_id": "ql"}, "to_line_id"),
        ("write_off", {"to_year": 2025}, "to_year"),
        ("transfer", {"to_line_id": "ql"}, None),
        ("transfer", {"to_line_id": "ql", "to_year": 2023}, "to_year"),
        ("transfer", {"to_line_id": "pl"}, "to_line_id"),
        ("transfer", {"to_line_id": None}, "to_line_id"),
    ],
)
def test_the_shape_of_each_kind_of_movement(
    desk: Desk, kind: str, values: dict[str, object], key: str | None
) -> None:
    desk.target("pl", 100)
    desk.report("ql", 100)
    desk.report("pl", 50, year=2023)
    assert [found for found, _ in said(desk, desk.movement(kind, 1, **values))] == ([key] if key else [])


@pytest.mark.parametrize(
    ("kind", "most", "sentence"),
    [
        ("slip", 40, "Only £40 of Supported Living’s 2024/25 shortfall has no plan yet. Enter £40 or less."),
        (
            "write_off",
            40,
            "Only £40 of Supported Living’s 2024/25 shortfall has no plan yet. Enter £40 or less.",
        ),
        ("offset", 30, "Only £30 of MH reablement’s 2024/25 surplus is free. Enter £30 or less."),
        ("early", 35, "Only £35 of Supported Living’s 2023/24 surplus is free. Enter £35 or less."),
        ("transfer", 100, "Only £100 of Supported Living’s 2024/25 target is left to transfer."),
    ],
)
def test_a_movement_takes_no_more_than_is_left(desk: Desk, kind: str, most: int, sentence: str) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    desk.report("pl", 35, year=2023)
    desk.report("ql", 30)
    whole = desk.movement(kind, most)
    assert said(desk, whole) == []
    assert said(desk, replace(whole, amount_pence=whole.amount_pence + 1)) == [("amount_pence", sentence)]
    # A second one finds nothing left; the first may still be edited up to the whole.
    desk.add(whole)
    assert said(desk, whole) == []
    (second,) = said(desk, desk.movement(kind, 1)) or [("", "")]
    if kind == "transfer":
        assert second == ("", "")  # A proposed transfer moves nothing yet.
        desk.add(replace(whole, state="approved", approved_by="Board"))
        (second,) = said(desk, desk.movement(kind, 1))
    assert second[0] == "amount_pence"
    assert " no " in second[1]


def test_a_line_among_several_is_named_with_its_project(desk: Desk) -> None:
    desk.add(SavingsLine(id="pl2", project_id="p", name="Voids"))
    desk.target("pl", 5)
    assert said(desk, desk.movement("slip", 6)) == [
        (
            "amount_pence",
            "Only £5 of Supported Living, Rates’ 2024/25 shortfall has no plan yet. Enter £5 or less.",
        )
    ]


def test_a_donor_is_not_loaded_with_a_slip(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("pl", 100, year=2023)
    desk.report("ql", 50)
    desk.add(desk.movement("offset", 40))
    slip = desk.movement("slip", 11, from_year=2023, to_year=2024, to_line_id="ql")
    assert said(desk, slip) == [
        ("amount_pence", "MH reablement gives its 2024/25 surplus to others, so it can take on £10 at most.")
    ]
    assert said(desk, replace(slip, amount_pence=10_00)) == []
    desk.add(replace(slip, amount_pence=10_00))
    (again,) = said(desk, replace(slip, id="again"))
    assert again[1] == "MH reablement gives its 2024/25 surplus to others, so it can take on no more."


def test_an_exception_is_closed_after_it_is_raised(desk: Desk) -> None:
    raised = desk.exception("2024-05", closed_period="2024-05")
    assert said(desk, raised) == []
    assert said(desk, replace(raised, closed_period="2024-04")) == [
        ("closed_period", "It cannot be closed before it was raised, in May 2024.")
    ]


def test_a_mitigation_is_due_and_done_after_its_exception_is_raised(desk: Desk) -> None:
    exception = desk.exception("2024-05")
    first = Mitigation(id="x", exception_id=exception.id, action="Recruit", due_date="2024-05-01")
    assert said(desk, replace(first, done_date="2024-05-01")) == []
    assert said(desk, replace(first, due_date="2024-04-30", done_date="2024-04-30")) == [
        ("due_date", "It cannot be due before its exception was raised, in May 2024."),
        ("done_date", "It cannot be done before its exception was raised, in May 2024."),
    ]
    desk.add(first)
    assert said(desk, replace(exception, raised_period="2024-06")) == [
        ("raised_period", "A mitigation of it is due on 1 May 2024, before June 2024.")
    ]


def test_nothing_is_done_after_the_open_period(desk: Desk) -> None:
    exception = desk.exception()
    action = Mitigation(id="x", exception_id=exception.id, action="Recruit", due_date="2026-01-01")
    assert said(desk, replace(action, done_date="2024-06-30")) == []
    assert said(desk, replace(action, done_date="2024-07-01")) == [
        ("done_date", "It cannot be done after 30 Jun 2024, when the open month ends.")
    ]
    step = Milestone(id="x", project_id="p", name="Go live", baseline_date="2026-01-01")
    assert said(desk, replace(step, actual_date="2024-06-30")) == []
    assert said(desk, replace(step, actual_date="2024-07-01")) == [
        ("actual_date", "It cannot be reached after 30 Jun 2024, when the open month ends.")
    ]


def test_a_mitigations_movement_touches_its_project(desk: Desk) -> None:
    desk.add(Project(id="r", ref="P-3", name="Third", theme_id="theme"))
    desk.add(SavingsLine(id="rl", project_id="r", name="Third"))
    move = desk.add(desk.movement("offset", 1))
    for project, sound in (("p", True), ("q", True), ("r", False)):
        exception = desk.exception(project_id=project)
        action = Mitigation(id="x", exception_id=exception.id, action="a", movement_id=move.id)
        assert said(desk, action) == (
            []
            if sound
            else [("movement_id", "That movement is neither from nor to a savings line of Third.")]
        )


def test_a_milestone_has_a_date_to_be_judged_by(desk: Desk) -> None:
    bare = Milestone(id="x", project_id="p", name="Go live", actual_date="2024-06-01")
    assert said(desk, bare) == [("forecast_date", "A milestone needs a baseline or a forecast date.")]
    assert said(desk, replace(bare, baseline_date="2024-06-01")) == []
    assert said(desk, replace(bare, forecast_date="2024-06-01")) == []


def test_projects_do_not_need_each_other_in_a_circle(desk: Desk) -> None:
    desk.add(Project(id="r", ref="P-3", name="Third", theme_id="theme"))
    desk.add(ProjectDependency(id="1", project_id="q", needs_project_id="r"))
    desk.add(ProjectDependency(id="2", project_id="r", needs_project_id="p"))
    desk.add(ProjectDependency(id="3", project_id="q", needs_project_id="q"))
    circle = ProjectDependency(id="x", project_id="p", needs_project_id="q")
    assert said(desk, circle) == [
        (
            "needs_project_id",
            "This would go round in a circle: P-1 needs P-2, P-2 needs P-3, P-3 needs P-1.",
        )
    ]
    assert said(desk, replace(circle, needs_project_id="p")) == [
        ("needs_project_id", "A project cannot need itself.")
    ]
    assert said(desk, replace(circle, project_id="q", needs_project_id="p")) == []
    # Turned round, the link that made the circle is its own old self.
    assert said(desk, ProjectDependency(id="2", project_id="p", needs_project_id="r")) == []


def test_a_needed_milestone_is_the_needed_projects(desk: Desk) -> None:
    milestone = desk.milestone(baseline_date="2024-06-01")
    link = ProjectDependency(id="x", project_id="q", needs_project_id="p", milestone_id=milestone.id)
    assert said(desk, link) == []
    assert said(desk, replace(link, project_id="p", needs_project_id="q")) == [
        ("milestone_id", "Go live is a milestone of P-1, not of P-2.")
    ]


def test_a_movement_that_no_longer_fits_breaks_no_rule_but_is_listed(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 90)
    desk.report("ql", 10)
    desk.add(desk.movement("slip", 40))
    desk.add(desk.movement("offset", 15))
    assert all_problems(desk.records) == []
    assert over_allocations(desk.records) == [
        "Supported Living, 2024/25: slip to a later year, £40; that is £30 more than the shortfall now is.",
        "Supported Living, 2024/25: offset by another project, £15; MH reablement has £5 less than that to give.",
        "Supported Living, 2024/25: offset by another project, £15; that is £10 more than the shortfall now is.",
    ]


def test_over_allocations_are_those_of_the_open_period_of_the_lines_programme(desk: Desk) -> None:
    desk.add(Programme(id="second", name="Second", first_year=2024, last_year=2024, open_period="2024-09"))
    desk.target("pl", 100)
    desk.report("pl", 90, period="2024-07")
    desk.add(desk.movement("slip", 40))
    assert over_allocations(desk.records) == []


def test_every_kept_record_is_checked(desk: Desk) -> None:
    backwards = desk.add(
        Project(id="x", ref="9", name="n", theme_id="theme", start_date="2024-02-01", end_date="2024-01-01")
    )
    slip = desk.add(desk.movement("slip", 1, to_year=2023))
    assert [(record.id, problem.key) for record, problem in all_problems(desk.records)] == [
        (backwards.id, "end_date"),
        (slip.id, "to_year"),
    ]


def test_a_value_that_another_program_wrote_is_named_and_not_read_further(desk: Desk) -> None:
    desk.add(Project(id="x", ref="9", name="n", theme_id="theme", start_date="18/07/2024"))
    desk.add(Programme(id="prog", name="ASC", first_year=2023, last_year=2027, open_period="nonsense"))
    desk.status("green")
    assert [(record.id, problem) for record, problem in all_problems(desk.records)] == [
        ("prog", Problem("open_period", "“nonsense” is not a month. Write it like June 2024 or 2024-06.")),
        ("x", Problem("start_date", "Start is not written as the program writes it.")),
    ]


def test_movements_are_checked_in_the_type_that_they_have(desk: Desk) -> None:
    movement = Movement(id="x", from_line_id="pl", from_year=2024, to_year=2025, amount_pence=0, period=OPEN)
    assert said(desk, movement) == [("amount_pence", "Amount cannot be below 0.01.")]
