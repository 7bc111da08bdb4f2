"""A board's report is frozen to the digit, closes its period, and is never changed afterwards."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.delivery import Programme, Project, SavingsPosition
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.frozen import LOST, kept, pack
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import canonical_text, sha256_of
from asc_desktop.services import snapshots
from asc_desktop.services.changes import changes_since
from asc_desktop.services.editing import delete_records
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.history import history
from asc_desktop.services.reporting import report_positions, report_status, status_in_force
from asc_desktop.services.session import Edit, Session


@pytest.fixture
def better_lives(session: Session) -> Programme:
    return next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))


@pytest.fixture
def june(better_lives: Programme) -> Scope:
    return Scope(better_lives.id, "2024-06")


def test_freezing_keeps_the_report_and_closes_the_period(session: Session, june: Scope) -> None:
    before = session.report(june)
    snapshot = snapshots.freeze(session, june, meeting_date="2024-07-09")
    kept = session.frozen.report(snapshot)
    assert kept == replace(before, period_open=False)
    assert sha256_of(canonical_text(kept)) == snapshot.sha256
    assert (snapshot.frozen_on, snapshot.frozen_by) == ("2024-07-01", "Tester")
    assert session.open_period(june.programme_id) == "2024-07"
    # Nothing has changed since, so the closed period's report is the frozen one, to the digit.
    assert canonical_text(session.report(june)) == canonical_text(kept)


def test_one_undo_takes_the_freeze_and_the_closing_back(session: Session, june: Scope) -> None:
    held = set(session.records.all(Snapshot))
    snapshot = snapshots.freeze(session, june)
    text = session.frozen.text(snapshot)
    assert (
        session.undo()
        == "Save the board version Better Lives, Better Outcomes, June 2024 and close June 2024"
    )
    assert set(session.records.all(Snapshot)) == held
    assert session.open_period(june.programme_id) == "2024-06"
    session.redo()
    assert session.open_period(june.programme_id) == "2024-07"
    assert session.frozen.text(session.records.get(Snapshot, snapshot.id)) == text


def test_what_is_reported_later_does_not_reach_the_snapshot(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)
    project = next(item for item in session.report(june).projects if item.status)
    held = status_in_force(session, project.id, "2024-06")
    assert held is not None
    with pytest.raises(ClosedPeriodError):
        report_status(session, project.id, "2024-06", narrative="Other words.")
    report_status(session, project.id, "2024-06", reason="A slip of the pen.", narrative="Other words.")
    kept = session.frozen.report(session.records.get(Snapshot, snapshot.id))
    assert kept.project_by_id[project.id].narrative == project.narrative
    assert session.report(june).project_by_id[project.id].narrative == "Other words."


def test_a_snapshot_is_never_changed_or_deleted(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)

    def rename(edit: Edit) -> None:
        edit.put(replace(snapshot, name="Another name"))

    def delete(edit: Edit) -> None:
        edit.delete(snapshot)

    for change in (rename, delete):
        with (
            pytest.raises(EditRefused, match="A board version is never changed or deleted"),
            session.edit("Change") as edit,
        ):
            change(edit)
    assert session.records.get(Snapshot, snapshot.id) == snapshot


def test_a_frozen_period_is_not_opened_again(session: Session, june: Scope) -> None:
    snapshots.freeze(session, june)
    programme = session.records.get(Programme, june.programme_id or "")
    with (
        pytest.raises(EditRefused, match="June 2024 was closed for a board"),
        session.edit("Open June") as edit,
    ):
        edit.put(replace(programme, open_period="2024-06"))


def test_a_closed_period_is_frozen_without_closing_another(session: Session, june: Scope) -> None:
    may = replace(june, period="2024-04")
    assert snapshots.closes(session, may) == []
    snapshots.freeze(session, may, name="April, late")
    assert session.open_period(june.programme_id) == "2024-06"


def test_a_period_to_come_and_a_name_taken_are_refused(session: Session, june: Scope) -> None:
    with pytest.raises(EditRefused, match="has come to June 2024 only"):
        snapshots.freeze(session, replace(june, period="2024-08"))
    snapshots.freeze(session, june, name="Board")
    with pytest.raises(EditRefused, match="There is already a board version called board"):
        snapshots.freeze(session, june, name="board")


def test_the_board_must_be_the_programmes_own(session: Session, june: Scope) -> None:
    other = next(item for item in session.records.all(Programme) if item.id != june.programme_id)
    board = Board(id=session.new_id(), programme_id=other.id, name="Their board")
    with session.edit("Add a board") as edit:
        edit.put(board)
    with pytest.raises(EditRefused, match="Their board is a board of"):
        snapshots.freeze(session, june, board_id=board.id)


@pytest.mark.parametrize("harm", ["cut", "other", "rubbish", "gone"])
def test_damaged_content_is_a_sentence(session: Session, june: Scope, harm: str) -> None:
    snapshot = snapshots.freeze(session, june)
    report = session.store.frozen(snapshot.content)
    assert report is not None
    other = pack(canonical_text(replace(session.report(june), organisation="Another council")))
    put = {"cut": kept(report.content[:-50], report.base), "other": other, "rubbish": kept(b"\xff\x00")}.get(
        harm, LOST
    )
    if harm != "gone":
        with session.store.transaction("Harm") as transaction:
            transaction.keep(put)
            transaction.insert(RiskCategory(id="harm", name="Harm"))
    with pytest.raises(snapshots.SnapshotError) as caught:
        session.frozen.report(replace(snapshot, content=put.id))
    words = "does not match its SHA-256" if harm == "other" else "is damaged"
    assert words in str(caught.value)
    assert snapshots.verify(session) == {}


def test_snapshots_are_found_by_name(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june, name="Transformation Board, June")
    assert snapshots.find_snapshot(session, "transformation board, june") == snapshot
    assert snapshots.find_snapshot(session, snapshot.id) == snapshot
    with pytest.raises(
        snapshots.SnapshotError, match=r"The board versions are: .*Transformation Board, June"
    ):
        snapshots.find_snapshot(session, "no such")


def test_a_scope_is_compared_with_the_board_before(session: Session, june: Scope) -> None:
    snapshots.freeze(session, replace(june, period="2024-04"), name="April")
    snapshot = snapshots.freeze(session, june, name="June")
    assert snapshots.compared_with(session, replace(june, period="2024-07")) == snapshot
    before = snapshots.compared_with(session, june)
    assert before is not None
    assert before.period < "2024-06"


def test_the_history_tells_of_a_snapshot_without_its_content(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)
    rows = history(session, record_ids=[snapshot.id])
    assert {row.field for row in rows} >= {"Board version", "Month", "Saved by"}
    assert all(len(row.new) < 100 for row in rows)


def test_a_project_deleted_later_stays_in_the_snapshot(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)
    project = next(item for item in session.report(june).projects if item.ref == "P-020")
    delete_records(session, [session.records.get(Project, project.id)], reason="Entered twice")
    assert session.frozen.report(snapshot).project_by_id[project.id] == project


def test_the_next_pack_says_what_a_project_was_called(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)
    project = session.records.get(Project, session.report(june).projects[0].id)
    with session.edit("Rename") as edit:
        edit.put(replace(project, name="Quite another name"))
    rows = changes_since(session, replace(june, period="2024-07"), snapshot).of_kind("project")
    assert [(row.what, row.before, row.after) for row in rows] == [
        ("Name", project.name, "Quite another name")
    ]


def corrections(session: Session, scope: Scope, snapshot: Snapshot) -> list[tuple[str, str, str, int | None]]:
    found = changes_since(session, scope, snapshot).of_kind("correction")
    return [(row.project_ref, row.before, row.after, row.amount_pence) for row in found]


def test_corrections_of_a_frozen_period_are_told_in_the_next_pack(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june)
    july = replace(june, period="2024-07")
    assert corrections(session, july, snapshot) == []
    reported = {
        item.line_id
        for item in session.records.all(SavingsPosition)
        if (item.period, item.year) == ("2024-06", 2024)
    }
    line = next(item for item in session.report(june).savings.lines if item.id in reported)
    pence = line.years["2024/25"].forecast_pence
    for more in (100_00, 250_00):
        report_positions(
            session,
            {(line.id, 2024): {"forecast_pence": pence + more}},
            "2024-06",
            reason="Finance found it",
        )
    rows = changes_since(session, july, snapshot).of_kind("correction")
    assert [row.amount_pence for row in rows] == [250_00]
    assert all("Finance found it" in row.what for row in rows)
    assert {row.project_ref for row in rows} == {line.project_ref}
    session.undo()
    session.undo()
    assert corrections(session, july, snapshot) == []
    report_positions(session, {(line.id, 2024): {"forecast_pence": pence + 1}}, "2024-07")
    assert corrections(session, july, snapshot) == []
    told = changes_since(session, july, snapshot).of_kind("forecast")
    assert [(row.record_id, row.amount_pence, row.effect) for row in told] == [(line.id, 1, "better")]


def test_corrections_of_another_programme_are_not_told(session: Session, june: Scope) -> None:
    other = next(item for item in session.records.all(Programme) if item.name.startswith("Improving"))
    theirs = Scope(other.id, other.open_period)
    snapshot = snapshots.freeze(session, june)
    snapshots.freeze(session, theirs)
    project = next(item for item in session.report(theirs).projects if item.status)
    report_status(session, project.id, theirs.period, reason="Typing", narrative="Corrected words.")
    assert corrections(session, replace(june, period="2024-07"), snapshot) == []
    whole = [item for item in session.records.all(Snapshot) if item.programme_id == other.id][-1]
    found = corrections(session, replace(theirs, period="2019-03"), whole)
    assert [(ref, after) for ref, _, after, _ in found] == [(project.ref, "Corrected words.")]


def test_all_programmes_together_close_those_that_are_at_the_period(session: Session) -> None:
    everything = Scope(None, "2024-06")
    closing = {item.id for item in snapshots.closes(session, everything)}
    assert len(closing) == 2
    before = {item.id: item.open_period for item in session.records.all(Programme)}
    snapshot = snapshots.freeze(session, everything)
    after = {item.id: item.open_period for item in session.records.all(Programme)}
    assert {item for item in before if after[item] != before[item]} == closing
    # Others are still to come to that month, so the report of all is not closed.
    assert session.frozen.report(snapshot).period_open is True
    assert snapshots.compared_with(session, Scope(None, "2024-07")) == snapshot
