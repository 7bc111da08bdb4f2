"""All programmes since each one's last board: what the boards received, joined, and what differs from it."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, Project, SavingsTarget, Theme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.joined import joined
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.slippage_story import ReceivedReport
from asc_desktop.domain.report.snapshots import SnapshotError
from asc_desktop.services import snapshots
from asc_desktop.services.changes import (
    board_snapshots,
    boards_of,
    changes_since_last_boards,
    last_boards,
    report_of_last_boards,
    story_of,
)
from asc_desktop.services.editing import apply_cells
from asc_desktop.services.reporting import report_status
from asc_desktop.services.session import Session

EVERY = Scope(None, "2024-06")


def ordered(session: Session) -> list[Programme]:
    return sorted(session.records.all(Programme), key=lambda item: item.position)


@pytest.fixture
def frozen(session: Session) -> list[Snapshot]:
    """The open month of each programme, as its own board received it: June 2024, and others long ago."""
    return [
        snapshots.freeze(session, Scope(item.id, item.open_period), name=f"Board of {item.name}")
        for item in ordered(session)
    ]


@pytest.mark.usefixtures("frozen")
def test_what_the_boards_received_is_joined_to_the_penny(session: Session) -> None:
    july, now = Scope(None, "2024-07"), session.report(EVERY)
    assert len(last_boards(session, july)) == len(ordered(session))
    before = report_of_last_boards(session, july)
    amounts = [figure.key for figure in now.key_figures if figure.pence is not None]
    assert amounts == ["target", "forecast", "slipped", "no_plan"]
    for was, is_now in zip(before.key_figures, now.key_figures, strict=True):
        if is_now.key in {*amounts, "exceptions"}:
            assert (was.pence, was.count, was.text) == (is_now.pence, is_now.count, is_now.text)
    assert {project.id for project in before.projects} == {project.id for project in now.projects}
    assert [line.id for line in before.savings.lines if line.in_scope] == sorted(
        {line.id for line in before.savings.lines if line.in_scope},
        key=[line.id for line in before.savings.lines].index,
    ), "no line is there twice"
    assert {line.id for line in before.savings.lines if line.in_scope} == {
        line.id for line in now.savings.lines if line.in_scope
    }
    updated = before.key_figures[-1]
    wholes = [len(session.frozen.report(item).live_projects) for item in last_boards(session, july)]
    assert updated.text.endswith(f" of {sum(wholes)}")


@pytest.mark.usefixtures("frozen")
def test_one_change_in_one_programme_is_the_only_one(session: Session) -> None:
    july = Scope(None, "2024-07")
    quiet = changes_since_last_boards(session, july)
    first = ordered(session)[0]
    project = next(item for item in session.report(Scope(first.id, "2024-07")).projects if item.status)
    worst = next(item for item in session.records.all(DeliveryStatus) if item.name == "Compromised")
    report_status(session, project.id, "2024-07", status_id=worst.id)
    found = changes_since_last_boards(session, july)
    known = {row.id for row in quiet.rows}
    assert [(row.kind, row.project_id) for row in found.rows if row.id not in known] == [
        ("status", project.id)
    ]
    assert "since the last boards" in found.sentence
    assert found.before_name == "the last boards"


@pytest.mark.usefixtures("frozen")
def test_a_project_that_moved_to_another_programme_is_neither_new_nor_gone(session: Session) -> None:
    july = Scope(None, "2024-07")
    first, second = ordered(session)[:2]
    project = session.report(Scope(second.id, "2019-02")).projects[0]
    target = next(theme for theme in session.records.all(Theme) if theme.programme_id == first.id)
    apply_cells(session, Project, [(project.id, "theme_id", target.id)])
    rows = [row for row in changes_since_last_boards(session, july).rows if row.project_id == project.id]
    assert [(row.kind, row.change) for row in rows if row.kind == "project"] == [("project", "changed")]
    assert not [row for row in rows if row.kind in {"target", "forecast", "delivered"}]


def test_a_programme_without_a_board_is_told(session: Session) -> None:
    found = changes_since_last_boards(session, EVERY)
    assert {item.period for item in last_boards(session, EVERY)} == {"2024-05", "2019-01"}
    assert "have had no board yet, so everything there counts as new in June 2024." in found.notes[0]
    assert "The last board of Improving Lives Portfolio was not in 2024/25" in found.notes[0]
    old = {item.id for item in session.report(EVERY).projects if item.programme.startswith("Improving")}
    assert not [row for row in found.rows if row.kind == "savings_rag" and row.project_id in old]
    rags = {row.record_id for row in found.rows if (row.kind, row.change) == ("measure", "new")}
    assert rags >= {item.id for item in session.report(EVERY).measures if item.programme.startswith("Adult")}


@pytest.mark.usefixtures("frozen")
def test_boards_of_different_months_are_named(session: Session) -> None:
    first = ordered(session)[0]
    snapshots.freeze(session, Scope(first.id, "2024-07"))
    note = changes_since_last_boards(session, Scope(None, "2024-08")).notes[0]
    assert note.startswith(f"The last boards are those of {first.name} of July 2024, ")
    assert "Reassessment capacity of March 2024" in note


@pytest.mark.usefixtures("frozen")
def test_a_theme_named_after_its_programme_is_the_same_theme(session: Session) -> None:
    first, second = ordered(session)[:2]
    one, two = (
        next(theme for theme in session.records.all(Theme) if theme.programme_id == programme.id)
        for programme in (first, second)
    )
    july = Scope(None, "2024-07")
    apply_cells(session, Theme, [(two.id, "name", one.name)])
    labels = {item.theme_id: item.theme for item in session.report(july).projects}
    assert labels[one.id] == f"{first.name}: {one.name}"
    before = report_of_last_boards(session, july)
    assert {item.theme for item in before.projects if item.theme_id == one.id} == {labels[one.id]}
    told = [row for row in changes_since_last_boards(session, july).rows if row.what == "Theme"]
    assert {row.project_id for row in told} == {
        item.id for item in before.projects if item.theme_id == two.id
    }


def test_one_programme_alone_has_no_last_boards(session: Session) -> None:
    programme = session.records.all(Programme)[0]
    assert last_boards(session, Scope(programme.id, "2024-06")) == []


@pytest.mark.parametrize(
    ("before", "after", "words", "effect"),
    [
        ("53 of 53", "50 of 50", "unchanged", "neutral"),
        ("49 of 53", "50 of 50", "4 fewer not updated", "better"),
        ("50 of 50", "47 of 50", "3 more not updated", "worse"),
    ],
)
def test_what_is_updated_is_compared_by_what_is_not(
    session: Session, before: str, after: str, words: str, effect: str
) -> None:
    report = session.report(EVERY)
    project = report.due_projects[0]

    def with_updated(text: str) -> Report:
        updated, every = map(int, text.split(" of "))
        rows = tuple(replace(project, id=str(at), updated=at < updated) for at in range(every))
        return replace(report, projects=rows)

    figure = compare(with_updated(before), with_updated(after)).figures[-1]
    assert (figure.before, figure.after, figure.difference, figure.effect) == (before, after, words, effect)


def test_what_a_board_counted_otherwise_is_counted_in_one_way_and_said(session: Session) -> None:
    report = session.report(EVERY)
    now = {figure.key: figure.text for figure in report.key_figures}
    told = {"updated": ("62 of 65", 62), "exceptions": ("21", 21)}
    figures = tuple(
        replace(figure, text=told[figure.key][0], count=told[figure.key][1]) if figure.key in told else figure
        for figure in report.key_figures
    )
    found = compare(replace(report, key_figures=figures), report, before_name="the board of May 2024")
    shown = {figure.key: figure for figure in found.figures}
    for key in told:
        assert (shown[key].before, shown[key].after, shown[key].effect) == (now[key], now[key], "neutral")
    assert found.notes == (
        (
            "The board of May 2024 counted closed projects too: 21 open exceptions and 62 of 65 projects updated. "
            "Here they are left out of both counts."
        ),
    )
    assert compare(report, report).notes == ()


def test_a_programme_of_which_nothing_is_due_joins_the_others(session: Session) -> None:
    report = session.report(EVERY)
    figures = report.key_figures[:-1]
    some, none = (
        replace(report, key_figures=(*figures, replace(report.key_figures[-1], text=text, count=count)))
        for text, count in (("46 of 50", 46), ("None due", 0))
    )
    assert joined([some, none], report).key_figures[-1].text == "46 of 50"
    assert joined([none, none], report).key_figures[-1].text == "None due"


def test_every_change_is_of_its_programme(session: Session) -> None:
    report = session.report(EVERY)
    nothing = replace(
        report, projects=(), exceptions=(), milestones=(), measures=(), risks=(), issues=(), decisions=(),
        activity=(), movements=(), budget=replace(report.budget, lines=()),
    )  # fmt: skip
    names = {programme.name for programme in report.programmes_in_scope}
    kinds = {"project", "measure", "risk", "issue", "budget", "decision"}
    for rows in (compare(nothing, report).rows, compare(report, nothing).rows):
        assert {row.kind for row in rows} >= kinds
        assert {row.programme for row in rows} <= names
    more = replace(report, activity=tuple(replace(item, done=item.done + 1) for item in report.activity))
    assert {row.programme for row in compare(report, more).rows} == {
        item.programme for item in report.activity
    }
    of = {project.id: project.programme for project in report.projects}
    assert all(
        row.programme == of[row.project_id] for row in compare(nothing, report).rows if row.kind == "project"
    )


def test_the_story_of_all_programmes_joins_what_their_boards_had_been_told(session: Session) -> None:
    boards, wrong = boards_of(session, EVERY)
    assert wrong == []
    first, second = ordered(session)[:2]
    held = {
        item.id: item for item in session.records.all(Snapshot) if item.programme_id in {first.id, second.id}
    }
    assert [board.report.period for board in boards[:-1]] == sorted({item.period for item in held.values()})
    assert {item.id for item in board_snapshots(session, EVERY)} == set(held)
    assert boards[-1].name == "June 2024 as it is now"
    assert boards_of(session, EVERY)[0][0].report is boards[0].report, "a story is known again by its reports"
    for board in boards[:-1]:
        by_then = [
            max((item for item in held.values() if item.programme_id == owner.id), key=lambda item: (
                item.period <= board.report.period, item.period))
            for owner in (first, second)
        ]  # fmt: skip
        told = [session.frozen.board(item) for item in by_then if item.period <= board.report.period]
        assert [line.id for line in board.report.savings.lines] == [
            line.id for report in told for line in report.savings.lines if line.in_scope
        ]
        assert {item.id for item in board.report.projects} == {
            item.id for report in told for item in report.projects
        }
    story = story_of(boards, session.records.all(SavingsTarget))
    alone = story_of(boards_of(session, Scope(first.id, "2024-06"))[0], session.records.all(SavingsTarget))
    falls = {row.id: row.fell_pence for row in story.rows if row.level == "line"}
    assert all(falls[row.id] == row.fell_pence for row in alone.rows if row.level == "line")
    assert "There is one report only" not in story.sentence


def test_themes_of_one_name_are_told_apart_in_the_story(session: Session) -> None:
    first, second = ordered(session)[:2]
    one, two = (
        next(theme for theme in session.records.all(Theme) if theme.programme_id == programme.id)
        for programme in (first, second)
    )
    apply_cells(session, Theme, [(two.id, "name", one.name)])
    boards, _ = boards_of(session, EVERY)
    labels = {line.theme for line in boards[-2].report.savings.lines}
    assert f"{first.name}: {one.name}" in labels
    assert one.name not in labels


def test_a_damaged_snapshot_is_left_out_of_the_joined_story(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = max(session.records.all(Snapshot), key=lambda item: item.period)
    read = session.frozen.board

    def board(snapshot: Snapshot) -> ReceivedReport:
        if snapshot.id == bad.id:
            raise SnapshotError("It is damaged.")
        return read(snapshot)

    monkeypatch.setattr(session.frozen, "board", board)
    boards, wrong = boards_of(session, EVERY)
    assert wrong == ["It is damaged."]
    assert all(bad.id not in item.id for item in boards)


def test_a_line_counts_once_as_the_programme_has_it_that_counts_it(session: Session) -> None:
    now = session.report(Scope(ordered(session)[0].id, "2024-06"))
    line = next(item for item in now.savings.lines if item.in_scope and item.years[now.year].target_pence)
    memo = replace(now, savings=replace(now.savings, lines=(replace(line, in_scope=False, memo=True),)))
    own = replace(now, savings=replace(now.savings, lines=(line,)))
    for reports in ((memo, own), (own, memo)):
        found = joined(reports, now)
        assert found.savings.lines == (line,)
        assert found.key_figures[0].pence == line.years[now.year].target_pence


def test_colours_of_another_year_do_not_compare(session: Session) -> None:
    now = session.report(Scope(ordered(session)[0].id, "2024-06"))
    other = {"red": "green"}
    before = replace(
        now,
        projects=tuple(
            replace(item, savings_rag=other.get(item.savings_rag, "red")) for item in now.projects
        ),
    )
    same_year = joined([before], now)
    assert [item.savings_rag for item in same_year.projects] == [item.savings_rag for item in before.projects]
    last_year = joined([replace(before, year="2023/24")], now)
    assert [item.savings_rag for item in last_year.projects] == [item.savings_rag for item in now.projects]
