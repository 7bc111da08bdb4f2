"""Records made of rows, type by type: what each holds, where it belongs, and that all are one step or nothing."""

from collections.abc import Callable

import pytest

from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)  # fmt: skip
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import ControlTotal, Decision
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.records.types import RECORD_TYPES  # fmt: skip
from asc_desktop.services.editing import new_record
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.new_records import (
    Place,
    new_dependencies,
    new_exceptions,
    new_milestones,
    new_mitigations,
    new_projects,
    new_savings_lines,
)  # fmt: skip
from asc_desktop.services.new_records_assurance import (
    new_activities,
    new_budget_lines,
    new_control_totals,
    new_decisions,
    new_measures,
    new_risk_actions,
    new_risks,
)  # fmt: skip
from asc_desktop.services.new_rows import NewRows
from asc_desktop.services.session import Session

LIVES = "Better Lives, Better Outcomes"
OTHER = "Improving Lives Portfolio"


def programme(session: Session, name: str = LIVES) -> Programme:
    return next(item for item in session.records.all(Programme) if item.name == name)


def project(session: Session, ref: str = "P-001") -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def at(session: Session, **more: str) -> Callable[[], Place]:
    """Return a look at the first programme in its open period."""
    owner = programme(session)
    place = Place(**{"programme_id": owner.id, "period": owner.open_period, **more})
    return lambda: place


def make(session: Session, rows: NewRows, *texts: dict[str, str]) -> list[str]:
    """Try the rows, make them, and see that one undo takes all of it back."""
    before = everything(session)
    assert rows.check(session, texts, None) == []
    assert everything(session) == before
    made = rows.make(session, texts, None)
    after = everything(session)
    assert session.undo_action == (
        f"Add {rows.noun}" if len(texts) == 1 else f"Add {len(texts)} {rows.plural}"
    )
    session.undo()
    assert everything(session) == before
    session.redo()
    assert everything(session) == after
    return made


def everything(session: Session) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in session.records.all(kind)}


def refused(session: Session, rows: NewRows, *texts: dict[str, str]) -> list[Problem]:
    before = everything(session)
    problems = rows.check(session, texts, None)
    with pytest.raises(EditRefused) as error:
        rows.make(session, texts, None)
    assert list(error.value.problems) == problems
    assert everything(session) == before
    return problems


def test_projects_take_their_theme_by_name_the_next_references_and_a_status(session: Session) -> None:
    ids = make(
        session,
        new_projects(at(session)),
        {"name": "Night support", "theme_id": "theme 2: social work practice", "status_id": "At risk",
         "narrative": "Late."},
        {"name": "Day support", "theme_id": "Theme 3: Care Placement", "lead": "Head of Provision", "sponsor": "n/a"},
        {"ref": "NEW-7", "name": "Evening support", "theme_id": "Customer Services", "start_date": "2024-09-01"},
    )  # fmt: skip
    made = [session.records.get(Project, item) for item in ids]
    taken = max(int(item.ref[2:]) for item in session.records.all(Project) if item.ref.startswith("P-"))
    assert [item.ref for item in made] == [f"P-{taken - 1:03d}", f"P-{taken:03d}", "NEW-7"]
    themes = [session.records.title("theme", item.theme_id) for item in made]
    assert themes == ["Theme 2: Social Work Practice", "Theme 3: Care Placement", "Customer Services"]
    assert (made[1].lead, made[1].sponsor, made[2].start_date) == ("Head of Provision", None, "2024-09-01")
    update = session.records.of(StatusUpdate, "project_id", ids[0])[0]
    assert session.records.title("delivery_status", update.status_id) == "At risk"
    assert (update.period, update.narrative) == ("2024-06", "Late.")
    assert not session.records.of(StatusUpdate, "project_id", ids[1])


def test_a_project_without_a_theme_is_refused_unless_one_is_looked_at(session: Session) -> None:
    problem = refused(session, new_projects(at(session)), {"name": "A"}, {"name": "B", "theme_id": "No such"})
    assert [(item.record_id, item.key) for item in problem] == [("row 0", "theme_id"), ("row 1", "theme_id")]
    assert "Paste a column Theme" in problem[0].sentence
    assert "“No such” is not in the list for Theme." in problem[1].sentence
    theme = next(item for item in session.records.all(Theme) if item.name == "Customer Services")
    made = make(session, new_projects(at(session, theme_id=theme.id)), {"name": "A"})
    assert session.records.get(Project, made[0]).theme_id == theme.id


def test_a_reference_is_never_taken_by_its_beginning(session: Session) -> None:
    rows = new_milestones(at(session))
    problem = refused(session, rows, {"project_id": "P-00", "name": "Go live"})
    assert problem == [Problem("row 0", "project_id", "“P-00” is not in the list for Project.")]
    words = ("P-001", "p-001", "Proactive reviews and timely assessments", project(session).id)
    for number, named in enumerate(words):
        found = rows.make(
            session, [{"project_id": named, "name": f"Go {number}", "baseline_date": "2024-09-01"}], None
        )
        assert session.records.get(Milestone, found[0]).project_id == project(session).id


def test_savings_lines_come_with_their_first_targets(session: Session) -> None:
    rows = new_savings_lines(at(session), (2024, 2025))
    ids = make(
        session,
        rows,
        {
            "project_id": "P-002", "name": "Fewer double-handed packages", "kind": "avoidance",
            "target_pence:2024": "£147,000", "target_pence:2025": "0",
        },
    )  # fmt: skip
    line = session.records.get(SavingsLine, ids[0])
    assert (line.project_id, line.kind) == (project(session, "P-002").id, "avoidance")
    targets = {item.year: item.target_pence for item in session.records.of(SavingsTarget, "line_id", line.id)}
    assert targets == {2024: 14_700_000, 2025: 0}
    again = {"project_id": "P-002", "name": "fewer  double-handed packages"}
    assert refused(session, rows, again)[0].sentence.startswith("P-002 already has the savings line")
    assert refused(session, rows, {"name": "x"})[0].key == "project_id"
    assert refused(session, rows, {"project_id": "P-002", "name": "y", "target_pence:2024": "-5"})[0] == (
        Problem("row 0", "target_pence:2024", "Approved target cannot be below 0.")
    )


def test_milestones_and_exceptions_of_one_project_are_known_by_their_words(session: Session) -> None:
    owner = project(session, "P-002")
    look = at(session, owner_id=owner.id)
    rows = new_milestones(look, of_one=True)
    ids = make(session, rows, {"name": "Go live", "baseline_date": "2024-09-01"})
    assert session.records.get(Milestone, ids[0]).project_id == owner.id
    assert rows.existing(session, "", " go LIVE ") == ids[0]
    assert rows.existing(session, "", "Go live again") is None
    exceptions = new_exceptions(look, of_one=True)
    found = make(
        session, exceptions, {"description": "No market", "category": "supply", "amount_pence": "12000"}
    )
    made = session.records.get(ProjectException, found[0])
    assert (made.project_id, made.raised_period, made.amount_pence, made.years) == (
        owner.id, "2024-06", 1_200_000, None,
    )  # fmt: skip
    assert exceptions.existing(session, "", "no market") == found[0]


def test_dependencies_name_both_projects(session: Session) -> None:
    rows = new_dependencies(at(session))
    ids = make(session, rows, {"project_id": "P-002", "needs_project_id": "P-007", "description": "The data"})
    made = session.records.get(ProjectDependency, ids[0])
    assert (made.project_id, made.needs_project_id) == (
        project(session, "P-002").id, project(session, "P-007").id,
    )  # fmt: skip
    assert refused(session, rows, {"project_id": "P-002", "needs_project_id": "P-002"})


def test_actions_belong_to_the_exception_or_risk_in_view(session: Session) -> None:
    exception = session.records.all(ProjectException)[0]
    rows = new_mitigations(at(session, owner_id=exception.id))
    ids = make(
        session,
        rows,
        {"action": "Write to providers", "owner": "Head of Commissioning"},
        {"action": "Tender"},
    )
    assert {session.records.get(Mitigation, item).exception_id for item in ids} == {exception.id}
    assert rows.existing(session, "", "tender") == ids[1]
    risk = session.records.all(Risk)[0]
    made = make(session, new_risk_actions(at(session, owner_id=risk.id)), {"action": "Recruit"})
    assert session.records.get(RiskAction, made[0]).risk_id == risk.id
    problem = refused(session, new_mitigations(at(session)), {"action": "x"})
    assert problem[0].sentence == "Choose the exception that it belongs to first."


def test_risks_take_the_next_references_and_their_scores(session: Session) -> None:
    owner = programme(session)
    taken = {item.ref for item in session.records.of(Risk, "programme_id", owner.id)}
    rows = new_risks(at(session))
    ids = make(
        session,
        rows,
        {"description": "Market fails", "likelihood": "4", "impact": "5", "category": "Market sustainability"},
        {"description": "No staff", "inherent_likelihood": "5", "inherent_impact": "4", "likelihood": "2",
         "impact": "2"},
        {"ref": "X-1", "description": "Unscored"},
    )  # fmt: skip
    made = [session.records.get(Risk, item) for item in ids]
    assert not taken & {item.ref for item in made}
    assert len({item.ref for item in made}) == 3
    assert [(item.inherent_likelihood, item.inherent_impact) for item in made] == [(4, 5), (5, 4), (3, 3)]
    scores = [session.records.of(RiskScore, "risk_id", item) for item in ids]
    assert [[(item.period, item.likelihood, item.impact) for item in each] for each in scores] == [
        [("2024-06", 4, 5)], [("2024-06", 2, 2)], [("2024-06", 3, 3)],
    ]  # fmt: skip
    assert rows.existing(session, "x-1", "") == ids[2]
    assert rows.existing(session, "", "no staff") == ids[1]
    assert (
        refused(session, rows, {"description": "Z", "likelihood": "6", "impact": "1"})[0].record_id == "row 0"
    )


def test_what_a_row_names_decides_the_programme_and_nothing_is_guessed_among_several(
    session: Session,
) -> None:
    everywhere = at(session, programme_id="")
    rows = new_risks(everywhere)
    problem = refused(session, rows, {"description": "Whose?"})
    assert problem[0].key == "programme_id"
    assert "paste a column Programme" in problem[0].sentence
    by_name = make(session, rows, {"description": "Theirs", "programme_id": OTHER})
    assert session.records.get(Risk, by_name[0]).programme_id == programme(session, OTHER).id
    by_theme = make(session, rows, {"description": "Of a theme", "theme_id": "Early resolution"})
    assert session.records.get(Risk, by_theme[0]).programme_id == programme(session, OTHER).id
    by_project = make(session, rows, {"description": "Of a project", "project_id": "P-001"})
    assert session.records.get(Risk, by_project[0]).programme_id == programme(session).id


def test_a_row_s_own_programme_is_never_overruled(session: Session) -> None:
    rows, words = new_risks(at(session)), {"description": "Whose?", "programme_id": OTHER}
    found = rows.check(session, ({**words, "project_id": "P-001"},), None)
    assert [(problem.key, problem.sentence) for problem in found] == [
        ("project_id", f"P-001 is a project of {LIVES}, not of {OTHER}.")
    ]
    assert (
        session.records.get(Risk, make(session, rows, words)[0]).programme_id == programme(session, OTHER).id
    )


def test_a_theme_of_one_name_in_two_programmes_is_that_of_the_programme_looked_at(session: Session) -> None:
    for name in (LIVES, OTHER):
        new_record(session, Theme, {"programme_id": programme(session, name).id, "name": "Digital"})
    made = make(session, new_projects(at(session)), {"name": "Sensors", "theme_id": "digital"})
    theme = session.records.get(Theme, session.records.get(Project, made[0]).theme_id)
    assert theme.programme_id == programme(session).id
    problem = refused(
        session, new_projects(at(session, programme_id="")), {"name": "Pads", "theme_id": "Digital"}
    )
    assert problem[0].sentence == "There are 2 of the name “Digital” for Theme."


def test_nothing_in_a_cell_leaves_what_a_new_record_begins_with(session: Session) -> None:
    ids = make(
        session,
        new_risks(at(session)),
        {"description": "A", "category": "n/a", "theme_id": "-", "inherent_likelihood": "tbc", "owner": "na"},
    )
    risk = session.records.get(Risk, ids[0])
    assert (risk.category, risk.theme_id, risk.inherent_likelihood, risk.owner) == (None, None, 3, None)
    lines = make(
        session, new_savings_lines(at(session), ()), {"project_id": "P-001", "name": "B", "kind": "n/a"}
    )
    assert session.records.get(SavingsLine, lines[0]).kind == "cashable"


def test_measures_come_with_their_target_and_months(session: Session) -> None:
    rows = new_measures(at(session), 2024, ("2024-04", "2024-05", "2024-06"))
    ids = make(
        session,
        rows,
        {
            "name": "Reviews in time",
            "unit": "%",
            "target": "95",
            "actual:2024-06": "77.25",
            "polarity": "higher",
        },
    )
    measure = session.records.get(Measure, ids[0])
    assert (measure.unit, measure.decimals, measure.programme_id) == ("%", 2, programme(session).id)
    assert [item.target for item in session.records.of(MeasureTarget, "measure_id", measure.id)] == ["95"]
    values = session.records.of(MeasureValue, "measure_id", measure.id)
    assert [(item.period, item.actual) for item in values] == [("2024-06", "77.25")]
    assert rows.existing(session, "", "reviews in time") == measure.id


def test_budget_lines_come_with_their_figures_in_pounds(session: Session) -> None:
    rows = new_budget_lines(at(session))
    assert rows.group == "group_name"
    ids = make(
        session,
        rows,
        {
            "name": "Older people",
            "group_name": "Care",
            "budget_pence": "£147,000",
            "forecast_pence": "(£1,000)",
        },
        {"name": "Winter reserve", "group_name": "Reserves", "is_reserve": "Yes"},
    )
    lines = [session.records.get(BudgetLine, item) for item in ids]
    assert lines[0].position < lines[1].position
    assert lines[1].is_reserve
    held = session.records.of(BudgetPosition, "line_id", ids[0])
    assert [(item.period, item.budget_pence, item.forecast_pence) for item in held] == [
        ("2024-06", 14_700_000, -100_000)
    ]
    assert not session.records.of(BudgetPosition, "line_id", ids[1])
    assert refused(session, rows, {"name": "No group"})[0].key == "group_name"


def test_activities_decisions_and_control_totals(session: Session) -> None:
    activity = make(
        session,
        new_activities(at(session)),
        {"name": "Home visits", "unit": "visits", "unit_cost_pence": "110"},
    )
    assert session.records.get(Activity, activity[0]).unit_cost_pence == 11_000
    rows = new_decisions(at(session))
    ids = make(
        session,
        rows,
        {"subject": "Award A", "kind": "cabinet"},
        {"subject": "Award B", "revenue_pence": "1200000"},
    )
    made = [session.records.get(Decision, item) for item in ids]
    assert len({item.ref for item in made}) == 2
    assert [item.stage for item in made] == ["draft", "draft"]
    assert rows.existing(session, made[1].ref.lower(), "") == ids[1]
    totals = new_control_totals(at(session))
    total = make(session, totals, {"name": "Table 5", "published_pence": "8700000", "year": "2024/25"})
    assert session.records.get(ControlTotal, total[0]).year == 2024
    make(session, totals, {"name": "Table 5", "published_pence": "1", "year": "2025/26"})
    twin = refused(session, totals, {"name": "table 5", "published_pence": "2", "year": "2024"})
    assert "already" in twin[0].sentence


def test_one_bad_row_keeps_the_good_ones_out_and_every_row_has_its_sentence(session: Session) -> None:
    rows = new_milestones(at(session))
    problems = refused(
        session,
        rows,
        {"project_id": "P-001", "name": "Good", "baseline_date": "2024-09-01"},
        {"project_id": "P-001", "name": "Bad", "forecast_date": "Jul-24"},
        {"project_id": "P-001", "baseline_date": "2024-09-01"},
    )
    assert [(item.record_id, item.key) for item in problems] == [
        ("row 1", "forecast_date"),
        ("row 2", "name"),
    ]


def test_a_new_file_without_a_theme_says_what_to_add_first(empty_session: Session) -> None:
    problem = refused(empty_session, new_projects(Place), {"name": "First"})
    assert problem[0].sentence == "No themes yet. Add one on the Themes page first."
