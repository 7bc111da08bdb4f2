"""A pack written again from a snapshot holds the same figures, whatever was reported since."""

from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, SavingsLine, StatusUpdate
from asc_desktop.domain.records.office import Board
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import snapshots
from asc_desktop.services.editing import delete_records
from asc_desktop.services.frozen_packs import prepare_frozen
from asc_desktop.services.packs import write_files
from asc_desktop.services.reporting import report_status
from asc_desktop.services.session import Session


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.fixture
def june(session: Session) -> Scope:
    programme = next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))
    return Scope(programme.id, "2024-06")


def test_the_same_pack_is_written_again_after_a_correction(
    session: Session, june: Scope, tmp_path: Path
) -> None:
    snapshot = snapshots.freeze(session, june)
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    write_files(prepare_frozen(session, snapshot), [first])
    project = next(item for item in session.report(june).projects if item.status)
    report_status(session, project.id, "2024-06", narrative="Not what the board saw.", reason="Late")
    report_status(session, project.id, "2024-07", narrative="Nor this.")
    write_files(prepare_frozen(session, snapshot), [again])
    before, after = cells(first), cells(again)
    assert before == after
    words = {str(value) for rows in after.values() for row in rows for value in row if value}
    assert "Not what the board saw." not in words
    assert any(snapshot.sha256[:12] in word for word in words)


def test_it_is_compared_with_the_board_before_it(session: Session, june: Scope) -> None:
    snapshot = snapshots.freeze(session, june, name="June board")
    changes = prepare_frozen(session, snapshot).document.edition.changes
    assert changes is not None
    assert (changes.before_name, changes.after_name) == ("Transformation Board, May 2024", "June board")
    earliest = snapshots.snapshots_of(session, june.programme_id)[-1]
    assert prepare_frozen(session, earliest).document.edition.changes is None


def test_nothing_that_happens_later_reaches_the_pack(session: Session, june: Scope, tmp_path: Path) -> None:
    """Corrections told in it, the board before it and the board's name stay in the words of their time."""
    board = next(item for item in session.records.all(Board) if item.programme_id == june.programme_id)
    project = next(item for item in session.report(june).projects if item.status)
    report_status(session, project.id, "2024-05", narrative="Corrected before June's board.", reason="Late")
    snapshot = snapshots.freeze(session, june, board_id=board.id)
    first, twice, again = (tmp_path / name for name in ("first.xlsx", "twice.xlsx", "again.xlsx"))
    write_files(prepare_frozen(session, snapshot), [first])
    write_files(prepare_frozen(session, snapshot), [twice])
    assert first.read_bytes() == twice.read_bytes()
    assert "Corrected before June's board." in str(cells(first)["Changes since last board"])
    held = session.records.get(Project, project.id)
    line = next(item for item in session.records.all(SavingsLine) if item.project_id != held.id)
    programme = session.records.get(Programme, june.programme_id or "")
    portfolio = session.records.all(Portfolio)[0]
    with session.edit("Rename everything") as edit:
        edit.put(
            replace(held, name="Another name", ref="X-1"),
            replace(line, name="Another line"),
            replace(board, name="Another board"),
            replace(programme, name="Another programme"),
            replace(
                portfolio,
                organisation="Another council",
                green_shortfall_percent=50,
                amber_shortfall_percent=60,
            ),
        )
    for item in session.records.all(StatusUpdate):
        if (item.project_id, item.period) == (project.id, "2024-05"):
            delete_records(session, [item], reason="Gone")
    snapshots.freeze(session, replace(june, period="2024-05"), name="May, frozen late")
    write_files(prepare_frozen(session, snapshot), [again])
    assert first.read_bytes() == again.read_bytes()
