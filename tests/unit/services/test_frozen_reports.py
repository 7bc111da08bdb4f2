"""What boards received, kept in a table of its own: through undo, copies and upgrades, and held to its name."""

import base64
import contextlib
import shutil
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.frozen import LOST
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import SnapshotError
from asc_desktop.services import snapshots
from asc_desktop.services.errors import DamagedFileError
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.storage.backups import backup_list

DATA = Path(__file__).parents[2] / "data"


def scope_of(session: Session) -> Scope:
    programme = next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))
    return Scope(programme.id, programme.open_period)


def texts_of(session: Session) -> dict[str, str]:
    return {item.id: session.frozen.text(item) for item in session.records.all(Snapshot)}


@pytest.fixture
def texts(session: Session) -> dict[str, str]:
    """Freeze three months more, of which the last is taken back; return what boards received, by snapshot."""
    for _ in range(3):
        snapshots.freeze(session, scope_of(session))
    found = texts_of(session)
    session.undo()
    return found


def test_the_next_months_are_kept_as_their_difference(session: Session, texts: dict[str, str]) -> None:
    held = [session.store.frozen(item.content) for item in session.records.all(Snapshot)]
    differences = [report for report in held if report and report.base]
    assert differences
    assert all(report.content and report.is_whole for report in differences)
    assert snapshots.verify(session) == {}


def test_an_undone_freeze_is_done_again_after_the_file_was_closed(
    session: Session, texts: dict[str, str], portfolio_files: PortfolioFiles
) -> None:
    session.close()
    again = portfolio_files.open(session.path)
    with contextlib.closing(again):
        assert texts_of(again).items() < texts.items()
        again.redo()
        assert texts_of(again) == texts
        assert again.store.check() == []


def test_what_was_undone_may_be_frozen_again(session: Session) -> None:
    """The same report under the same name is kept already."""
    first = snapshots.freeze(session, scope_of(session))
    text = session.frozen.text(first)
    session.undo()
    again = snapshots.freeze(session, scope_of(session))
    assert again.content == first.content
    assert session.frozen.text(again) == text
    assert session.store.check() == []


def test_a_backup_and_a_copy_hold_them(
    session: Session, texts: dict[str, str], portfolio_files: PortfolioFiles, tmp_path: Path
) -> None:
    session.redo()
    session.save_copy(tmp_path / "copy.ascp")
    session.back_up("asked for")
    session.undo()
    session.close()
    portfolio_files.restore(session.path, backup_list(session.path)[0])
    for path in (session.path, tmp_path / "copy.ascp"):
        with contextlib.closing(portfolio_files.open(path)) as opened:
            assert texts_of(opened) == texts


def test_one_that_cannot_be_read_now_is_said_in_a_sentence(session: Session) -> None:
    snapshot = session.records.all(Snapshot)[0]
    session.close()
    with pytest.raises(SnapshotError, match="has been closed"):
        session.frozen.report(snapshot)


def test_boards_and_opened_reports_are_read_once(session: Session) -> None:
    snapshot = session.records.all(Snapshot)[0]
    report, board = session.frozen.report(snapshot), session.frozen.board(snapshot)
    session.close()
    assert session.frozen.report(snapshot) is report
    assert session.frozen.board(snapshot) is board


@contextlib.contextmanager
def tool(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_no_tool_changes_them(session: Session, texts: dict[str, str]) -> None:
    session.close()
    with tool(session.path) as connection:
        for statement in (
            "UPDATE frozen_report SET content = x'00'",
            "UPDATE frozen_report SET base = NULL WHERE base IS NOT NULL",
            "DELETE FROM frozen_report",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="A frozen report cannot be changed"):
                connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE frozen_report SET content = zeroblob(length(content)) WHERE base IS NULL", "is damaged"),
        ("UPDATE frozen_report SET content = zeroblob(length(content)) WHERE base IS NOT NULL", "is damaged"),
        ("UPDATE frozen_report SET base = NULL WHERE base IS NOT NULL", "is damaged"),
        ("DELETE FROM frozen_report WHERE base IS NOT NULL", "is missing"),
        (
            "DELETE FROM frozen_report WHERE id = (SELECT max(base) FROM frozen_report)",
            "is missing",
        ),
    ],
)
def test_a_file_with_one_that_is_damaged_or_missing_is_refused(
    session: Session, texts: dict[str, str], portfolio_files: PortfolioFiles, statement: str, fault: str
) -> None:
    session.close()
    with tool(session.path) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'frozen_report'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount
        for _, sql in triggers:
            connection.execute(sql)
    with pytest.raises(DamagedFileError, match=fault):
        portfolio_files.open(session.path)


def test_what_can_be_read_of_them_is_in_a_copy_of_a_file_that_cannot(
    session: Session, texts: dict[str, str], portfolio_files: PortfolioFiles, tmp_path: Path
) -> None:
    names = [item.content for item in session.records.all(Snapshot)]
    lost = next(name for name in names if (report := session.store.frozen(name)) and report.base)
    connection = session.store._connection
    page = connection.execute(
        "SELECT pageno FROM dbstat WHERE name = 'project' AND pagetype = 'leaf'"
    ).fetchone()[0]
    connection.execute("DROP TRIGGER frozen_report_no_update")
    connection.execute("UPDATE frozen_report SET content = x'00' WHERE id = ?", (lost,))
    connection.execute("PRAGMA shrink_memory")
    with session.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    assert not session.save_copy(tmp_path / "copy.ascp")
    with contextlib.closing(portfolio_files.open(tmp_path / "copy.ascp")) as copy:
        assert {item.name for item in copy.records.all(Snapshot)} == {
            item.name for item in session.records.all(Snapshot)
        }
        for item in copy.records.all(Snapshot):
            if session.records.get(Snapshot, item.id).content == lost:
                assert item.content == LOST.id
                with pytest.raises(SnapshotError, match="is damaged"):
                    copy.frozen.text(item)
            else:
                assert copy.frozen.text(item) == texts[item.id]
        assert copy.store.check() == []


def old_content(text: str) -> str:
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode()


@pytest.fixture
def old(session: Session, texts: dict[str, str], tmp_path: Path) -> Path:
    """A file of the first version with the same reports, the last of them only in its journal."""
    session.redo()
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / "portfolio-1.ascp", path)
    with tool(path) as connection:
        for item in sorted(session.records.all(Snapshot), key=lambda item: item.period):
            values = replace(
                item, content=old_content(texts[item.id]), programme_id="programme-1", board_id=None
            )
            connection.execute(
                "INSERT INTO snapshot (id, name, programme_id, period, frozen_on, frozen_by, sha256, content)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    f"{item.name} {item.id}",
                    values.programme_id,
                    item.period,
                    item.frozen_on,
                    item.frozen_by,
                    item.sha256,
                    values.content,
                ),
            )
        last = max(session.records.all(Snapshot), key=lambda item: item.period)
        # Statements of another tool are told apart by the millisecond.
        time.sleep(0.01)
        connection.execute("DELETE FROM snapshot WHERE id = ?", (last.id,))
    return path


def test_an_older_file_keeps_them_to_the_letter_and_gets_smaller(
    old: Path, texts: dict[str, str], portfolio_files: PortfolioFiles
) -> None:
    before = old.stat().st_size
    with contextlib.closing(portfolio_files.open(old)) as opened:
        held = {item.id: item for item in opened.records.all(Snapshot)}
        last = ({*texts} - {*held}).pop()
        for item_id in {*texts} - {last}:
            assert opened.frozen.text(held[item_id]) == texts[item_id]
        assert any(report.base for item in held.values() if (report := opened.store.frozen(item.content)))
        # What was no report before is none now, and says so.
        with pytest.raises(SnapshotError, match="is damaged"):
            opened.frozen.text(held["snapshot-1"])
        longest = "SELECT max(length(changes)) FROM journal WHERE table_name = 'snapshot'"
        assert opened.store._connection.execute(longest).fetchone()[0] < 1_000
        # The one that another tool took away is brought back whole.
        opened.undo()
        assert opened.frozen.text(opened.records.get(Snapshot, last)) == texts[last]
        assert opened.store.check() == []
    assert old.stat().st_size < before * 2 / 3


def test_an_upgrade_on_a_disk_without_room_to_tidy_up_is_done_all_the_same(
    old: Path, texts: dict[str, str], portfolio_files: PortfolioFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    from asc_desktop.storage import opening

    def full(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(opening, "_tidy", full)
    with contextlib.closing(portfolio_files.open(old)) as opened:
        assert opened.store.check() == []
