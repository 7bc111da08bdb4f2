"""Merges and months that are closed: they stay as boards received them, and change by a correction with a reason."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme, Project, StatusUpdate
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.services import snapshots
from asc_desktop.services.corrections import corrections_since
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
