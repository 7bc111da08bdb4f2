"""Merges and months that are closed: they stay as boards received them, and change by a correction with a reason."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus, Milestone, Programme, Project, StatusUpdate
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.services import snapshots
from asc_desktop.services.corrections import corrections_since
from asc_desktop.services.editing import delete_records
from asc_desktop.services.errors import ClosedPeriodError
from asc_desktop.services.merging import Choice, UnsettledError, open_copy
from asc_desktop.services.session import Session
from tests.unit.services.officers import Officer, project, prove


@pytest.fixture
def ann(sample_file: Path, tmp_path: Path) -> Officer:
    shutil.copyfile(sample_file, tmp_path / "Ann.ascp")
    return Officer("Ann", tmp_path / "Ann.ascp")


@pytest.fixture
def ben(ann: Officer) -> Officer:
    return ann.give("Ben")


def programme(session: Session) -> Programme:
    return max(session.records.all(Programme), key=lambda item: item.open_period)


def report(officer: Officer, period: str) -> Report:
    with officer.at_work(read_only=True) as session:
        return session.report(Scope(programme(session).id, period))


def freeze(officer: Officer) -> str:
    """Freeze the open month, and return it."""
    with officer.at_work() as session:
        period = programme(session).open_period
        snapshots.freeze(session, Scope(programme(session).id, period), name="The board")
    return period


def told(officer: Officer, ref: str, period: str) -> StatusUpdate:
    with officer.at_work(read_only=True) as session:
        updates = session.records.of(StatusUpdate, "project_id", project(session, ref).id)
        return next(item for item in updates if item.period == period)


def test_what_a_colleague_changes_in_the_open_month_leaves_the_closed_one_as_it_was(
    ann: Officer, ben: Officer
) -> None:
    may = report(ann, "2024-05")
    ben.change("P-024", name="Another name", lead="There")
    ann.hear(ben)
    assert report(ann, "2024-05") == may
    assert report(ann, "2024-06") == report(ben, "2024-06") != may


def test_a_month_that_was_closed_here_meanwhile_stays_as_the_board_received_it(
    ann: Officer, ben: Officer
) -> None:
    month = freeze(ann)
    received = report(ann, month)
    ben.change("P-024", name="Another name")
    ann.hear(ben)
    assert report(ann, month) == received
    with ann.at_work() as session:
        assert project(session, "P-024").name == "Another name"
        session.undo()
        prove(session)
    assert report(ann, month) == received
    ann.hear(ben)
    ben.hear(ann)
    assert ben.state() == ann.state()
    assert report(ben, month) == received


def test_the_other_way_round_too(ann: Officer, ben: Officer) -> None:
    month = freeze(ben)
    received = report(ben, month)
    ann.change("P-024", name="Another name")
    ann.hear(ben)
    assert report(ann, month) == received
    ben.hear(ann)
    assert ben.state() == ann.state()


def status_of(officer: Officer, ref: str, period: str, text: str) -> None:
    update = told(officer, ref, period)
    officer.put(replace(update, narrative=text), words="Report")


def test_a_report_of_a_month_closed_meanwhile_is_a_correction_that_needs_a_reason(
    ann: Officer, ben: Officer
) -> None:
    month = freeze(ann)
    received = report(ann, month)
    status_of(ben, "P-001", month, "Told late")
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        (conflict,) = merge.conflicts
        assert (conflict.kind, conflict.needs_reason) == ("closed", True)
        assert "narrative for the board became “Told late” (Ben" in conflict.sentence
        with pytest.raises(UnsettledError):
            merge.apply()
        merge.settle(conflict.key, Choice("theirs"))
        with pytest.raises((ClosedPeriodError, UnsettledError)):
            merge.apply()
        assert session.undo_action != "Merge Ben.ascp"
        merge.settle(conflict.key, Choice("theirs", reason="It came after the freeze"))
        merge.apply()
        prove(session)
    assert told(ann, "P-001", month).narrative == "Told late"
    with ann.at_work() as session:
        session.undo()
        prove(session)
    assert report(ann, month) == received
    ann.hear(ben, rule="ours")
    assert told(ann, "P-001", month).narrative != "Told late"
    assert report(ann, month) == received


def by_another_tool(officer: Officer, *statements: str) -> None:
    with closing(sqlite3.connect(officer.path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE status_update SET narrative = 'By hand' WHERE id = ?",
        "DELETE FROM status_update WHERE id = ?",
    ],
)
def test_what_another_tool_changed_in_a_month_that_both_closed_needs_a_reason(
    ann: Officer, ben: Officer, statement: str
) -> None:
    received = report(ann, "2024-05")
    mine = told(ben, "P-001", "2024-05")
    by_another_tool(ben, statement.replace("?", f"'{mine.id}'"))
    (conflict,) = ann.look(ben).conflicts
    assert (conflict.kind, conflict.needs_reason, conflict.record_id) == ("closed", True, mine.id)
    assert "May 2024 is closed, and in the copy it was changed with another tool" in conflict.sentence
    with pytest.raises((ClosedPeriodError, UnsettledError)):
        ann.hear(ben, rule="theirs")
    assert report(ann, "2024-05") == received
    ann.hear(ben, rule="ours")
    assert report(ann, "2024-05") == received
    ben.hear(ann)
    assert ben.state() == ann.state()
    assert not ann.look(ben).conflicts


def test_what_another_tool_changed_in_the_open_month_or_a_plan_needs_no_reason(
    ann: Officer, ben: Officer
) -> None:
    mine = told(ben, "P-001", "2024-06")
    by_another_tool(
        ben,
        f"UPDATE status_update SET narrative = 'By hand' WHERE id = '{mine.id}'",
        "UPDATE project SET name = 'By hand' WHERE ref = 'P-001'",
    )
    may = report(ann, "2024-05")
    assert not ann.look(ben).conflicts
    ann.hear(ben)
    assert told(ann, "P-001", "2024-06").narrative == "By hand"
    assert report(ann, "2024-05") == may
    ben.hear(ann)
    assert ben.look(ann).is_nothing_new
    assert report(ben, "2024-05") == may


def test_a_correction_of_a_month_that_both_closed_has_its_reason(ann: Officer, ben: Officer) -> None:
    ann.change("P-024", lead="Here")
    mine = told(ben, "P-001", "2024-05")
    with ben.at_work() as session, session.edit("Correct", reason="Minuted so") as edit:
        edit.put(replace(mine, narrative="As minuted"))
    assert not ann.look(ben).conflicts


@pytest.mark.parametrize("changed_here", ["", "P-001", "P-024"])
def test_a_correction_with_a_reason_corrects_the_closed_month_here_too(
    ann: Officer, ben: Officer, changed_here: str
) -> None:
    if changed_here:
        ann.change(changed_here, sponsor="Ours")
    with ben.at_work() as theirs, theirs.edit("Correct", reason="It was misspelt") as edit:
        edit.put(replace(project(theirs, "P-024"), name="As it should be"))
    ann.hear(ben)
    assert names(ann, "2024-05") == names(ben, "2024-05")
    assert "As it should be" in names(ann, "2024-05")
    ben.hear(ann)
    assert ben.state() == ann.state()


def names(officer: Officer, period: str) -> set[str]:
    with officer.at_work(read_only=True) as session:
        found = session.context(Scope(programme(session).id, period)).records.all(Project)
        return {item.name for item in found}


def test_what_a_colleague_corrected_is_told_as_corrected_since_with_their_reason(
    ann: Officer, ben: Officer
) -> None:
    with ben.at_work() as theirs, theirs.edit("Correct", reason="It was misspelt") as edit:
        edit.put(replace(project(theirs, "P-024"), name="As it should be"))
    ben.change("P-030", lead="From June on")
    ann.change("P-001", sponsor="Ours")
    ann.hear(ben)
    with ann.at_work() as session:
        may = snapshots.find_snapshot(session, "Transformation Board, May")
        (row,) = [row for row in corrections_since(session, may) if "P-024" in row.what]
        assert "It was misspelt" in row.what
        assert not [row for row in corrections_since(session, may) if "P-030" in row.what]
        session.undo()
        assert not [row for row in corrections_since(session, may) if "P-024" in row.what]


def drop(officer: Officer, ref: str) -> None:
    """Delete a project with all that was reported of it, which takes a reason."""
    with officer.at_work() as session:
        delete_records(session, [project(session, ref)], reason="It never began")


def prepare(officer: Officer, ref: str) -> None:
    """Change a project in the open month, so that what it was is kept for the closed ones."""
    officer.change(ref, lead="From June on")


@pytest.mark.parametrize("is_kept_before", [False, True])
@pytest.mark.parametrize("change", ["its lead", "its June"])
def test_a_deleted_project_that_is_kept_again_is_in_its_closed_months_as_before(
    ann: Officer, change: str, is_kept_before: bool
) -> None:
    if is_kept_before:
        prepare(ann, "P-008")
        prepare(ann, "P-009")
    ben, may = ann.give("Ben"), report(ann, "2024-05")
    for deleting, changing, ref in ((ann, ben, "P-008"), (ben, ann, "P-009")):
        drop(deleting, ref)
        if change == "its lead":
            changing.change(ref, lead="Somebody else")
        else:
            status_of(changing, ref, "2024-06", "It goes on")
    assert len(report(ann, "2024-05").projects) == len(may.projects) - 1
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        for conflict in merge.conflicts:
            merge.settle(conflict.key, Choice("theirs" if "P-008" in conflict.record_words else "ours"))
        merge.apply()
        prove(session)
    assert report(ann, "2024-05") == may
    ben.hear(ann)
    assert report(ben, "2024-05") == may
    assert ben.state() == ann.state()
    with ann.at_work() as session:
        session.undo()
        prove(session)
    assert len(report(ann, "2024-05").projects) == len(may.projects) - 1


@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize("is_changed", [True, False])
def test_a_project_that_was_deleted_with_a_reason_goes_from_closed_months_of_the_other_copy_too(
    ann: Officer, ben: Officer, is_ours: bool, is_changed: bool
) -> None:
    deleting, other = (ann, ben) if is_ours else (ben, ann)
    drop(deleting, "P-008")
    other.change("P-024", lead="Somebody else")
    if is_changed:
        other.change("P-008", lead="Somebody else")
    corrected = report(deleting, "2024-05")
    assert "P-008" not in {item.ref for item in corrected.projects}
    ann.hear(ben, rule=("ours" if is_ours else "theirs") if is_changed else None)
    assert report(ann, "2024-05") == corrected
    ben.hear(ann)
    assert ben.state() == ann.state()


@pytest.mark.parametrize("is_ours", [True, False])
def test_what_was_added_with_a_reason_is_in_closed_months_of_both_copies(
    ann: Officer, ben: Officer, is_ours: bool
) -> None:
    adding, other = (ann, ben) if is_ours else (ben, ann)
    with adding.at_work() as session, session.edit("Add", reason="It was left out") as edit:
        edit.put(
            Milestone(
                id="late",
                project_id=project(session, "P-008").id,
                name="Left out of May",
                baseline_date="2024-05-20",
            )
        )
    other.change("P-024", lead="Somebody else")
    corrected = report(adding, "2024-05")
    assert "Left out of May" in {item.name for item in corrected.milestones}
    ann.hear(ben)
    assert report(ann, "2024-05") == corrected


def test_a_project_that_a_colleague_deletes_without_a_reason_stays_in_closed_months(
    ann: Officer,
) -> None:
    with ann.at_work() as session, session.edit("Add") as edit:
        edit.put(replace(project(session, "P-008"), id="new", ref="P-900", name="Not reported yet"))
    may = report(ann, "2024-05")
    ben = ann.give("Bob")
    month = freeze(ann)
    received = report(ann, month)
    ben.delete(lambda session: project(session, "P-900"))
    ann.hear(ben)
    assert report(ann, month) == received
    assert report(ann, "2024-05") == may


@pytest.mark.parametrize("first", ["ann", "ben"])
def test_what_is_left_out_of_a_closed_month_leaves_what_was_reported_here(
    ann: Officer, ben: Officer, first: str
) -> None:
    with ann.at_work(read_only=True) as session:
        month, gap = programme(session).open_period, project(session, "P-010").id
        status_id = session.records.all(DeliveryStatus)[0].id
    for who in (ann, ben) if first == "ann" else (ben, ann):
        with who.at_work() as session, session.edit("Report") as edit:
            edit.put(
                StatusUpdate(
                    id=session.new_id(), project_id=gap, period=month, status_id=status_id,
                    narrative=f"Told by {who.who}",
                )
            )  # fmt: skip
    freeze(ann)
    received = report(ann, month)
    ann.hear(ben, rule="ours")
    assert told(ann, "P-010", month).narrative == "Told by Ann"
    assert report(ann, month) == received
    ben.hear(ann)
    assert ben.state() == ann.state()


@pytest.mark.parametrize(("take", "narrative"), [("theirs", "Told late"), ("ours", "Told in time")])
def test_what_both_reported_of_a_month_closed_here_is_asked_once(
    ann: Officer, ben: Officer, take: Any, narrative: str
) -> None:
    status_of(ben, "P-001", "2024-06", "Told late")
    status_of(ann, "P-001", "2024-06", "Told in time")
    month = freeze(ann)
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        (conflict,) = merge.conflicts
        assert (conflict.kind, conflict.needs_reason, conflict.closed_by) == ("both", True, "ours")
        assert conflict.sentence.endswith("June 2024 was closed here.")
        merge.settle(conflict.key, Choice(take))
        if take == "theirs":
            with pytest.raises(ClosedPeriodError):
                merge.apply()
            merge.settle(conflict.key, Choice(take, reason="It came after the freeze"))
        merge.apply()
        prove(session)
    assert told(ann, "P-001", month).narrative == narrative
    ben.hear(ann)
    assert ben.state() == ann.state()


def test_what_is_left_out_leaves_what_was_settled_by_itself(ann: Officer, ben: Officer) -> None:
    update = told(ben, "P-001", "2024-06")
    ben.put(replace(update, narrative="Told late", challenge_reason="Theirs alone"), words="Report")
    status_of(ann, "P-001", "2024-06", "Told in time")
    freeze(ann)
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        both, closed = merge.conflicts
        merge.settle(both.key, Choice("theirs", reason="It came after the freeze"))
        merge.settle(closed.key, Choice("ours"))
        merge.apply()
        prove(session)
    assert told(ann, "P-001", "2024-06") == replace(update, narrative="Told late")


def test_a_report_deleted_of_a_closed_month_is_told_of_with_its_project(ann: Officer, ben: Officer) -> None:
    freeze(ann)
    drop(ben, "P-009")
    told_of = {item.record_words for item in ann.look(ben).conflicts if item.kind == "closed"}
    assert told_of == {"P-009 Support for people of all cultures and backgrounds, June 2024"}


@pytest.mark.parametrize("deletes", ["ann", "ben"])
def test_a_deletion_that_is_disputed_asks_for_the_reason_itself(
    ann: Officer, ben: Officer, deletes: str
) -> None:
    gone, other = (ann, ben) if deletes == "ann" else (ben, ann)
    drop(gone, "P-009")
    status_of(other, "P-009", "2024-06", "Still there")
    freeze(ann)
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        (conflict,) = merge.conflicts
        assert (conflict.kind, conflict.closed_by, conflict.month) == ("deleted", "ours", "2024-06")
        assert conflict.sentence.endswith("June 2024 was closed here.")
        merge.settle(conflict.key, Choice("theirs"))
        with pytest.raises(ClosedPeriodError, match="June 2024"):
            merge.apply()
        merge.settle(conflict.key, Choice("ours"))
        merge.apply()
        prove(session)
        assert [item.ref for item in session.records.all(Project) if item.ref == "P-009"] == (
            [] if deletes == "ann" else ["P-009"]
        )
