"""The overview: each figure of its sentences, its lines by programme and theme, and its projects are the report's."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.report.model import ExceptionReport, ProjectReport, Report, Scope
from asc_desktop.domain.report.overview import overview_of
from asc_desktop.domain.report.overview_risk import at_risk_pence
from asc_desktop.domain.report.overview_words import amounts_of, headline_of
from asc_desktop.domain.report.views_overview import Overview
from asc_desktop.domain.rules.position import Position
from asc_desktop.services.overview import boards_compared, overview_since
from asc_desktop.services.reporting import report_status
from asc_desktop.services.session import Session

EVERY = Scope(None, "2024-06")


@pytest.fixture
def june(session: Session) -> Scope:
    programme = next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))
    return Scope(programme.id, "2024-06")


def seen(session: Session, scope: Scope) -> Overview:
    return overview_since(session, scope, boards_compared(session, scope))


def test_the_sentence_says_what_the_report_does(session: Session, june: Scope) -> None:
    found = seen(session, june)
    assert found.headline == "£6.70m of the £8.70m savings target for 2024/25 is forecast (77%)."
    assert found.sentences == (
        "£0.96m has no plan yet, most in Theme 2: Social Work Practice (£0.66m).",
        "Surplus elsewhere is £0.12m, most in Theme 3: Care Placement (£0.08m).",
        "4 of 50 live projects are red.",
        "Since the board of May 2024, the forecast has fallen by £0.38m and 9 projects got worse.",
    )


def test_lines_by_theme_add_up_to_the_report(session: Session, june: Scope) -> None:
    report, found = session.report(june), seen(session, june)
    assert found.level == "theme"
    assert {row.id for row in found.groups} == {theme.id for theme in report.themes}
    position = report.savings.by_year[report.year]
    for key in ("target_pence", "forecast_pence", "no_plan_pence", "surplus_pence"):
        assert sum(getattr(row, key) for row in found.groups) == getattr(position, key)
        assert getattr(found.total, key) == getattr(position, key)
    assert [row.no_plan_pence for row in found.groups] == sorted(
        (row.no_plan_pence for row in found.groups), reverse=True
    ), "the worst first"
    for row in (*found.groups, found.total):
        of_row = [item for item in report.projects if row.id in {"", item.theme_id}]
        assert row.closed == sum(item.is_closed for item in of_row)
        assert row.live == len(of_row) - row.closed
        assert row.live == len(row.red) + len(row.amber) + len(row.green) + len(row.other)
        assert set(row.red) == {
            item.id for item in of_row if item.delivery_rag == "red" and not item.is_closed
        }
    assert sum(row.closed for row in found.groups) > 0, "closed projects are counted and not live"


def test_lines_by_programme_add_up_to_the_report(session: Session) -> None:
    report, found = session.report(EVERY), seen(session, EVERY)
    assert found.level == "programme"
    assert {row.id for row in found.groups} == {item.id for item in session.records.all(Programme)}
    position = report.savings.by_year[report.year]
    for key in ("target_pence", "forecast_pence", "no_plan_pence", "surplus_pence"):
        assert sum(getattr(row, key) for row in found.groups) == getattr(position, key)
    by_name = {row.name: row for row in found.groups}
    better = by_name["Better Lives, Better Outcomes"]
    assert better.next_board == "2024-07-18"
    assert better.next_board_name == "Adult Social Care Transformation Board"
    assert better.last_board.startswith("Transformation Board, May 2024")
    assert by_name["Reassessment capacity"].change_pence is None, "its board has received nothing"


def test_the_change_since_a_board_is_what_it_was_told(session: Session, june: Scope) -> None:
    snapshot = boards_compared(session, june)[0]
    before, now = session.frozen.report(snapshot), session.report(june)
    year = now.year
    change = now.savings.by_year[year].forecast_pence - before.savings.by_year[year].forecast_pence
    assert change < 0
    assert seen(session, june).total.change_pence == change
    then = {theme.id: theme.position.forecast_pence for theme in before.themes}
    for row in seen(session, june).groups:
        assert row.change_pence == row.forecast_pence - then[row.id]
    better = next(row for row in seen(session, EVERY).groups if row.id == june.programme_id)
    assert better.change_pence == change


def test_one_theme_is_looked_at_alone(session: Session, june: Scope) -> None:
    theme = session.report(june).themes[0]
    found = seen(session, replace(june, theme_id=theme.id))
    assert [row.id for row in found.groups] == [theme.id]
    assert " in Theme" not in " ".join(found.sentences), "there is one place only"
    assert all(item.theme == theme.name for item in found.at_risk)


def test_live_projects_alone_are_at_risk_and_the_most_first(session: Session, june: Scope) -> None:
    report, found = session.report(june), seen(session, june)
    amounts = [item.at_risk_pence for item in found.at_risk]
    assert amounts == sorted(amounts, reverse=True)
    assert not {item.id for item in found.at_risk} & report.closed_ids
    first = report.project_by_id[found.at_risk[0].id]
    stake = sum(
        item.amount_pence or 0 for item in report.exceptions if item.open and item.project_id == first.id
    )
    assert found.at_risk[0].at_risk_pence == at_risk_pence(first, stake)
    assert found.at_risk[0].lead == first.lead
    kinds = {row.kind for row in report.attention if row.project_id == first.id} - {"surplus"}
    assert kinds <= {reason.kind for reason in found.at_risk[0].reasons}


@pytest.mark.parametrize(
    ("rag", "stake", "pence"),
    [("green", 0, 170), ("amber", 0, 170), ("red", 0, 570), ("red", 900, 900), ("green", 100, 170)],
)
def test_a_pound_is_at_risk_once(session: Session, june: Scope, rag: str, stake: int, pence: int) -> None:
    position = Position(no_plan_pence=100, proposed_pence=70, still_forecast_pence=400, delivered_pence=1000)
    project: ProjectReport = replace(session.report(june).projects[0], position=position, delivery_rag=rag)
    assert at_risk_pence(project, stake) == pence


def test_what_the_board_was_not_told_is_new(session: Session, june: Scope) -> None:
    report, found = session.report(june), seen(session, june)
    told = {row.id for row in session.frozen.report(boards_compared(session, june)[0]).attention}
    new = {(row.project_id, row.kind) for row in report.attention if row.id not in told}
    shown = {(item.id, reason.kind) for item in found.at_risk for reason in item.reasons if reason.is_new}
    assert shown
    assert shown <= new
    assert {item.id for item in found.at_risk if item.is_new} == {project_id for project_id, _ in shown}
    assert {kind.kind: kind.new for kind in found.kinds} == {
        kind.kind: sum(row.kind == kind.kind and row.id not in told for row in report.attention)
        for kind in found.kinds
    }
    assert sum(kind.count for kind in found.kinds) == len(report.attention)


def test_nothing_is_new_where_no_board_was_told_anything(session: Session, june: Scope) -> None:
    found = overview_of(session.report(june))
    assert found.since == ""
    assert not any(item.is_new for item in found.at_risk)
    assert not any(kind.new for kind in found.kinds)
    assert found.moved == ()
    assert not any(sentence.startswith("Since") for sentence in found.sentences)


def test_what_moved_is_by_status_and_forecast(session: Session, june: Scope) -> None:
    report, found = session.report(june), seen(session, june)
    before = {item.id: item for item in session.frozen.report(boards_compared(session, june)[0]).projects}
    moved = {row.id: row for row in found.moved}
    for project in report.projects:
        was = before[project.id]
        differs = (
            project.delivery_status != was.delivery_status or project.forecast_pence != was.forecast_pence
        )
        assert (project.id in moved) == differs
        if differs:
            assert moved[project.id].pence == project.forecast_pence - was.forecast_pence
    effects = [row.effect for row in found.moved]
    assert effects == sorted(effects, key=["worse", "better", "neutral"].index)
    assert "9 projects got worse" in found.sentences[-1]
    assert effects.count("worse") == 9


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("On target", "At risk", "worse"),
        ("At risk", "Compromised", "worse"),
        ("Compromised", "Experiencing obstacles", "better"),
        ("At risk", "Closed or completed", "better"),
    ],
)
def test_a_status_is_worse_by_its_colour_and_then_by_the_scheme(
    session: Session, june: Scope, before: str, after: str, effect: str
) -> None:
    from asc_desktop.services import snapshots

    status = {item.name: item.id for item in session.report(june).status_scheme}
    project = next(item for item in session.records.all(Project) if item.ref == "P-002")
    report_status(session, project.id, "2024-06", status_id=status[before])
    snapshots.freeze(session, june)
    report_status(session, project.id, "2024-07", status_id=status[after])
    row = next(item for item in seen(session, replace(june, period="2024-07")).moved if item.id == project.id)
    assert (row.before, row.after, row.effect) == (before, after, effect)


def with_position(report: Report, **terms: int) -> Report:
    position = Position(**terms)
    return replace(report, savings=replace(report.savings, by_year={report.year: position}))


def test_sentences_where_there_is_nothing_to_say(session: Session, june: Scope) -> None:
    report = session.report(june)
    none = with_position(report)
    assert headline_of(none) == "There is no savings target for 2024/25."
    assert (
        headline_of(with_position(report, forecast_pence=100))
        == "£1 is forecast for 2024/25, which has no savings target."
    )
    covered = with_position(
        report, target_pence=10_000_000, forecast_pence=9_000_000, gross_gap_pence=1_000_000
    )
    assert overview_of(covered).sentences[0] == "Every shortfall has a plan."
    empty = replace(none, projects=(), attention=(), exceptions=(), themes=())
    assert overview_of(empty).sentences == ()
    shut = replace(none, projects=tuple(item for item in report.projects if item.is_closed))
    assert overview_of(shut).sentences == ("Every project is closed.",)
    one = replace(none, projects=tuple(item for item in report.projects if item.delivery_rag == "red")[:1])
    assert overview_of(one).sentences == ("1 of 1 live project is red.",)


def test_what_has_no_plan_in_closed_projects_is_told(session: Session, june: Scope) -> None:
    report = session.report(june)
    closed = next(item for item in report.projects if item.is_closed)
    position = replace(closed.position, no_plan_pence=20_000_000)
    projects = tuple(replace(item, position=position) if item is closed else item for item in report.projects)
    assert (
        ", £0.20m of it in closed projects." in overview_of(replace(report, projects=projects)).sentences[0]
    )


def test_an_exception_without_an_overdue_mitigation_is_a_reason_too(session: Session, june: Scope) -> None:
    report = session.report(june)
    item: ExceptionReport = next(item for item in report.exceptions if item.open and item.amount_pence)
    alone = replace(report, attention=(), exceptions=(item,))
    found = overview_of(alone).at_risk
    mine = next(row for row in found if row.id == item.project_id)
    assert [reason.words for reason in mine.reasons] == [
        f"Exception {amounts_of(alone)(item.amount_pence or 0)}"
    ]


def test_many_places_are_not_listed(session: Session, june: Scope) -> None:
    report = session.report(june)
    position = replace(report.themes[0].position, no_plan_pence=10_000_000, surplus_pence=10_000_000)
    even = replace(report, themes=tuple(replace(theme, position=position) for theme in report.themes))
    sentences = overview_of(even).sentences
    names = [group.name for group in overview_of(even).groups]
    assert f", the most in {names[0]} (£0.10m) and {names[1]} (£0.10m)" in sentences[0]
    assert sentences[1].endswith(f", the most in {names[0]} (£0.10m).")
    two = overview_of(replace(even, themes=even.themes[:2]))
    assert f", in {two.groups[0].name} (£0.10m) and {two.groups[1].name} (£0.10m)" in two.sentences[0]


def test_more_than_the_target_is_no_part_of_it(session: Session, june: Scope) -> None:
    report = session.report(june)

    def of_year(**changed: int) -> Report:
        position = replace(report.savings.by_year[report.year], **changed)
        return replace(report, savings=replace(report.savings, by_year={report.year: position}))

    over = overview_of(of_year(target_pence=900_000_00, forecast_pence=1_000_000_00))
    assert over.headline == ("£1.00m is forecast for 2024/25, £0.10m above the savings target of £0.90m.")
    met = overview_of(of_year(target_pence=900_000_00, forecast_pence=900_000_00))
    assert met.headline == "£900,000 of the £900,000 savings target for 2024/25 is forecast (100%)."
    alone = of_year(gross_gap_pence=0, no_plan_pence=0, surplus_pence=10_000_000)
    assert any(words.startswith("The surplus is £0.10m") for words in overview_of(alone).sentences)
    assert any(words.startswith("Surplus elsewhere is") for words in overview_of(report).sentences)


def test_a_small_amount_is_in_pounds(session: Session, june: Scope) -> None:
    amount = amounts_of(session.report(june))
    assert amount(999_999) == "£9,999.99"
    assert amount(1_000_000) == "£0.01m"
    assert amount(-3) == "(£0.03)"


def test_a_small_programme_is_told_in_pounds(session: Session, june: Scope) -> None:
    small = with_position(
        session.report(june), target_pence=25_000_000, forecast_pence=12_500_000, no_plan_pence=12_500_000
    )
    assert headline_of(small) == "£125,000 of the £250,000 savings target for 2024/25 is forecast (50%)."
    assert overview_of(small).sentences[0].startswith("£125,000 has no plan yet")


def test_where_all_of_it_is_in_closed_projects_the_amount_is_not_told_twice(
    session: Session, june: Scope
) -> None:
    report = session.report(june)
    status = next(item for item in report.status_scheme if item.closed)
    closed = tuple(replace(item, status=status) for item in report.projects)
    sentence = overview_of(replace(report, projects=closed)).sentences[0]
    assert sentence.endswith(", all of it in closed projects.")


def test_what_is_closed_or_a_surplus_is_no_risk(session: Session, june: Scope) -> None:
    report = session.report(june)
    short = Position(no_plan_pence=100_000_000)
    closed = next(item for item in report.projects if item.is_closed)
    projects = tuple(replace(item, position=short) if item is closed else item for item in report.projects)
    assert closed.id not in {item.id for item in overview_of(replace(report, projects=projects)).at_risk}
    past = replace(next(item for item in report.exceptions if item.open), open=False, amount_pence=10**12)
    assert all(
        item.at_risk_pence < 10**12 for item in overview_of(replace(report, exceptions=(past,))).at_risk
    )
    surplus = next(row for row in report.attention if row.kind == "surplus")
    alone = overview_of(replace(report, attention=(surplus,), exceptions=()))
    assert not any(reason.kind == "surplus" for item in alone.at_risk for reason in item.reasons)
    assert [kind.kind for kind in alone.kinds] == ["surplus"], "it is counted all the same"
