"""What a form asks is what the portfolio knows, with what the month still lacks."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.forms.asking import SECTIONS, USUAL
from asc_desktop.domain.forms.form import CONFIRMED, ProjectForm, missing_in, read, written
from asc_desktop.domain.records.assurance import RiskScore
from asc_desktop.domain.records.delivery import Project, SavingsPosition, StatusUpdate
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from tests.unit.domain.portfolio import Desk
from tests.unit.forms.forms import LEAD, asked_desk, cells, form_of, rows_of


@pytest.fixture
def desk() -> Desk:
    return asked_desk()


@pytest.fixture
def sheet(desk: Desk) -> ProjectForm:
    return form_of(desk).projects[0]


def test_a_status_stands_as_it_was_last_month_and_is_asked_for_this_one(sheet: ProjectForm) -> None:
    status, narrative = rows_of(sheet, "status")
    assert cells(status) == {"status_id": "Obstacles"}
    assert cells(narrative) == {"narrative": "=Two moves are late.\n- one by a month"}
    assert status.given == narrative.given == {"project_id": "p", "period": "2024-06"}
    assert status.record_id == narrative.record_id
    assert status.questions[0].sent == "amber"
    assert [words for _, words in status.questions[0].choices] == [
        "On target",
        "Obstacles",
        "Compromised",
        "Closed",
    ]


def test_a_status_of_the_month_itself_is_asked_about_as_the_record_that_it_is(desk: Desk) -> None:
    held = desk.status("red", narrative="June.", challenge_reason="Because.")
    rows = rows_of(form_of(desk).projects[0], "status")
    assert {row.record_id for row in rows} == {held.id}
    assert [row.questions[0].shown for row in rows] == ["Compromised", "June.", "Because."]


def test_a_retired_status_is_offered_only_where_it_is_in_force(desk: Desk) -> None:
    status = desk.rows["delivery_status"]["amber"]
    desk.rows["delivery_status"]["amber"] = type(status)(id="amber", name="Obstacles", retired=1)
    first, second, _ = form_of(desk).projects
    offered = [
        [stored for stored, _ in rows_of(item, "status")[0].questions[0].choices] for item in (first, second)
    ]
    assert ["amber" in stored for stored in offered] == [True, False]


def test_savings_are_asked_by_line_and_year_from_this_year_on(sheet: ProjectForm) -> None:
    rows = rows_of(sheet, "savings")
    # 2023/24 closed short in the year before: in the first quarter it is asked too.
    assert [row.words for row in rows] == ["Rates, 2023/24", "Rates, 2024/25", "Rates, 2025/26"]
    assert cells(rows[1]) == {"to_find": "1,000", "forecast_pence": "900", "delivered_pence": "120"}
    assert rows[1].given == {"line_id": "pl", "year": 2024, "period": "2024-06", "validated_pence": 40_00}
    # Nothing is delivered of a year to come, and nobody has to forecast it.
    assert cells(rows[2]) == {"to_find": "500", "forecast_pence": ""}
    assert rows[2].given["delivered_pence"] == 0
    assert not rows[2].questions[1].needed
    assert [question.needed for question in rows[1].questions] == [False, True, True]


def test_last_year_is_not_asked_once_it_is_delivered_or_summer_has_come(desk: Desk) -> None:
    late = rows_of(form_of(desk, period="2024-07").projects[0], "savings")
    assert [row.words for row in late] == ["Rates, 2024/25", "Rates, 2025/26"]
    desk.report("pl", 700, 700, year=2023, period="2024-04")
    done = rows_of(form_of(desk).projects[0], "savings")
    assert [row.words for row in done] == ["Rates, 2024/25", "Rates, 2025/26"]


def test_a_position_of_the_month_is_asked_about_as_the_record_that_it_is(desk: Desk) -> None:
    held = desk.report("pl", 800, 200)
    row = next(row for row in rows_of(form_of(desk).projects[0], "savings") if row.given["year"] == 2024)
    assert row.record_id == held.id
    assert cells(row)["forecast_pence"] == "800"


def test_milestones_that_were_done_before_the_month_are_not_asked(sheet: ProjectForm) -> None:
    rows = rows_of(sheet, "milestones")
    assert [row.words for row in rows] == ["Past", "Next"]
    assert [question.asked for question in rows[0].questions] == [False, True, True]


def test_exceptions_that_are_open_are_asked_with_what_is_done_about_each_and_an_empty_row(
    sheet: ProjectForm,
) -> None:
    held, new = rows_of(sheet, "exceptions")
    assert held.words == "No staff"
    assert cells(held) == {"category": "Staffing and capacity", "amount_pence": "250.50", "closed_period": ""}
    assert held.questions[2].choices == (("2024-06", "June 2024"),)
    assert new.is_new
    assert new.given == {"project_id": "p", "raised_period": "2024-06"}
    recruit, another, of_the_new = rows_of(sheet, "mitigations")
    assert (recruit.words, another.words) == ("Recruit", "")
    assert recruit.owner_id == another.owner_id == held.record_id
    assert of_the_new.given == {"exception_id": new.record_id}


def test_risks_are_asked_by_score_with_their_actions_and_an_empty_row(sheet: ProjectForm) -> None:
    held, new = rows_of(sheet, "risks")
    assert held.words == "R-01 Provider fails"
    assert cells(held) == {"likelihood": "4", "impact": "3"}
    assert held.table == RiskScore.table
    assert held.given == {"risk_id": "risk", "period": "2024-06"}
    assert held.record_id != "score"
    assert new.given == {"programme_id": "prog", "project_id": "p", "raised_period": "2024-06"}
    assert [row.words for row in rows_of(sheet, "actions")] == ["Find another", ""]


def test_what_is_the_leads_own_has_a_sheet_of_its_own(desk: Desk) -> None:
    own = form_of(desk).projects[-1]
    assert (own.project_id, own.name) == ("", "Risks and measures of yours")
    assert [row.words for row in rows_of(own, "risks")] == ["R-02 Rents rise"]
    calls, reviews = sorted(rows_of(own, "measures"), key=lambda row: row.words)
    assert cells(reviews) == {"expected": "95.0%", "last": "91.5%", "actual": ""}
    assert cells(calls) == {"expected": "", "last": "", "actual": ""}
    assert [question.asked for question in reviews.questions] == [False, False, True]


def test_a_councils_own_fields_are_asked_unless_retired(sheet: ProjectForm) -> None:
    (row,) = rows_of(sheet, "own")
    assert (row.words, row.table, row.record_id) == ("Assurance", Project.table, "p")
    assert row.questions[0].key == "own:own"
    assert row.questions[0].choices == (("Low", "Low"), ("High", "High"))


def test_the_last_question_asks_whether_all_is_right(sheet: ProjectForm) -> None:
    (row,) = rows_of(sheet, "confirm")
    assert sheet.sections[-1].rows == (row,)
    assert (row.table, row.questions[0].key) == ("", CONFIRMED)
    assert row.questions[0].needed


@pytest.mark.parametrize("left_out", sorted(key for key, _ in SECTIONS if key != "status"))
def test_a_section_that_is_not_chosen_is_not_asked(desk: Desk, left_out: str) -> None:
    every = {key for key, _ in SECTIONS}
    form = form_of(desk, sections=every - {left_out})
    asked = {section.key for project in form.projects for section in project.sections}
    assert left_out not in asked
    assert {section.key for project in form_of(desk).projects for section in project.sections} >= {left_out}


def test_measures_and_own_fields_are_asked_only_when_somebody_chooses_them(desk: Desk) -> None:
    form = form_of(desk, sections=USUAL)
    asked = {section.key for project in form.projects for section in project.sections}
    assert asked & {"measures", "own"} == set()
    assert form.projects[-1].name == "Risks of yours"


def test_every_row_has_a_code_of_its_own_and_each_question_one(desk: Desk) -> None:
    form = form_of(desk)
    codes = [row.code for row in form.rows]
    assert codes == [f"F-0012/{at:03d}" for at in range(1, len(codes) + 1)]
    questions = [question.code for row in form.rows for question in row.questions]
    assert len(set(questions)) == len(questions)
    assert read(written(form)) == form


def test_each_asked_field_is_one_of_its_record_and_stands_where_no_other_does(desk: Desk) -> None:
    for row, question in form_of(desk).questions:
        if row.table and not question.key.startswith("own:"):
            assert question.key in TYPE_BY_TABLE[row.table].__struct_fields__
    for row in form_of(desk).rows:
        places = [question.place for question in row.questions]
        assert len(set(places)) == len(places)
        assert all(1 <= place <= 4 for place in places)


def test_records_that_are_not_there_yet_have_ids_that_none_has(desk: Desk) -> None:
    form = form_of(desk)
    new = [row.record_id for row in form.rows if row.record_id.startswith("new")]
    assert set(new) & {key for rows in desk.rows.values() for key in rows} == set()
    statuses = [row.record_id for row in form.rows if row.table == StatusUpdate.table]
    assert len(set(statuses)) == 2
    positions = [row.record_id for row in form.rows if row.table == SavingsPosition.table]
    assert len(set(positions)) == len(positions)


def test_a_row_lacks_what_is_needed_and_empty(sheet: ProjectForm) -> None:
    status = rows_of(sheet, "status")[0]
    assert missing_in(status, {"status_id": "amber"}, "2024-06") == 0
    assert missing_in(status, {}, "2024-06") == missing_in(status, {"status_id": ""}, "2024-06") == 1
    new = rows_of(sheet, "exceptions")[1]
    assert missing_in(new, {}, "2024-06", is_begun=False) == 0
    assert missing_in(new, {"description": "x"}, "2024-06") == 1


def test_a_milestone_whose_day_has_passed_needs_the_day_or_another(sheet: ProjectForm) -> None:
    row = rows_of(sheet, "milestones")[0]
    assert missing_in(row, {"forecast_date": "2024-06-30"}, "2024-06") == 1
    assert missing_in(row, {"forecast_date": "2024-07-01"}, "2024-06") == 0
    assert missing_in(row, {"forecast_date": "2024-06-15", "actual_date": "2024-06-14"}, "2024-06") == 0


def test_a_form_that_is_out_opens_whatever_is_added_to_forms_later() -> None:
    # Written when forms were first asked. Never write it anew: such forms come back for as long as councils have them.
    kept = read((Path(__file__).parents[2] / "data" / "form-1.json").read_bytes())
    assert (kept.number, kept.lead, kept.period) == ("F-0012", LEAD, "2024-06")
    assert len(list(kept.rows)) == 30
    assert all(question.field.label for _, question in kept.questions)


def test_a_day_is_held_to_what_its_record_takes(desk: Desk) -> None:
    """The bounds that a form names are those of the field's own rule, to the day."""
    form = form_of(desk)
    tried = set()
    for row, question in form.questions:
        for bound, step in ((question.earliest, -1), (question.latest, 1)):
            if bound is None or row.is_new:
                continue
            beyond = (date.fromisoformat(bound) + timedelta(days=step)).isoformat()
            held = desk.rows[row.table][row.record_id]
            assert [
                [problem.key for problem in problems(replace(held, **{question.key: day}), desk.records)]
                for day in (bound, beyond)
            ] == [[], [question.key]]
            tried.add((row.table, question.key, step))
    assert tried == {
        ("milestone", "actual_date", 1),
        ("mitigation", "due_date", -1),
        ("mitigation", "done_date", -1),
        ("mitigation", "done_date", 1),
        ("risk_action", "due_date", -1),
        ("risk_action", "done_date", -1),
        ("risk_action", "done_date", 1),
    }
    new = [row for row in form.rows if row.is_new and row.table == "mitigation"]
    bounds = [[(item.earliest, item.latest) for item in row.asked if item.key == "done_date"] for row in new]
    assert bounds == [
        # On what was raised in May, and on what may be raised now, in two projects.
        [("2024-05-01", "2024-06-30")],
        [("2024-06-01", "2024-06-30")],
        [("2024-06-01", "2024-06-30")],
    ]


def test_a_question_is_called_what_its_column_is(sheet: ProjectForm) -> None:
    words = {
        key: [question.words for question in rows_of(sheet, key)[0].questions]
        for key in ("status", "savings", "milestones", "mitigations")
    }
    assert words == {
        "status": ["Delivery status"],
        "savings": ["To find", "Forecast for the year", "Delivered so far"],
        "milestones": ["Planned", "Expected", "Done on"],
        "mitigations": ["Owner (a role)", "Due", "Done on"],
    }


def test_a_long_title_in_a_heading_is_cut_between_two_words_and_what_is_the_leads_own_is_said(
    desk: Desk,
) -> None:
    words = "Providers hand their contracts back because what is paid no longer covers their costs and wages"
    desk.add(replace(desk.rows["risk"]["mine"], description=words))
    desk.exception("2024-05", description=words)
    form = form_of(desk)
    cut = "Providers hand their contracts back because what is paid no longer covers their costs and…"
    titles = [part.title for sheet in form.projects for part in sheet.sections]
    assert f"What is being done about R-02 “{cut}”" in titles
    assert f"What is being done about “{cut}”" in titles
    assert form.projects[-1].about == "What you own that is of the whole programme, and not of one project."
    guides = [part.guide for part in form.projects[0].sections if part.key in {"milestones", "mitigations"}]
    assert all("If it was done by 30 Jun 2024, give" in guide for guide in guides if guide)
