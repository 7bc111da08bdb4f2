"""Files that are not what they should be: each is refused with a sentence, or put right, and left as it is."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage import opening
from asc_desktop.storage.connection import file_uri, journal_path
from asc_desktop.storage.errors import (
    DamagedFileError,
    DiskFullError,
    FileHeldError,
    NewerFileError,
    NotAPortfolioError,
    ReadOnlyFileError,
    StoreError,
)  # fmt: skip
from asc_desktop.storage.holder import holder_path
from asc_desktop.storage.store import Context, Store


@pytest.fixture
def closed(store: Store, path: Path) -> Path:
    store.close()
    return path


def outside(path: Path, *statements: str) -> None:
    """Change the file as another SQLite tool would."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Project,Saving\n1,2\n", "too short to be a portfolio"),
        (b"PK\x03\x04" + b"a workbook " * 200, "is not a portfolio"),
        (b"SQLite format 3\0" + b"\xff" * 4_000, "is not a portfolio"),
    ],
)
def test_a_file_that_is_not_a_portfolio(
    path: Path, context: Context, content: bytes, sentence: str, read_only: bool
) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAPortfolioError, match=sentence):
        Store.open(path, context, read_only=read_only)
    assert path.read_bytes() == content
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_another_program_s_database_is_not_a_portfolio(path: Path, context: Context) -> None:
    outside(path, "CREATE TABLE photos (name TEXT)", "PRAGMA application_id = 7")
    before = path.read_bytes()
    with pytest.raises(NotAPortfolioError):
        Store.open(path, context)
    assert path.read_bytes() == before


def test_a_folder_or_nothing_at_all(tmp_path: Path, context: Context) -> None:
    with pytest.raises(NotAPortfolioError, match="is a folder"):
        Store.open(tmp_path, context)
    with pytest.raises(StoreError, match="no file"):
        Store.open(tmp_path / "none.ascp", context)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_is_refused_and_left_as_it_is(closed: Path, context: Context) -> None:
    outside(closed, "PRAGMA user_version = 99")
    before = closed.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NewerFileError, match="newer version"):
            Store.open(closed, context, read_only=read_only)
    assert closed.read_bytes() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_damaged(closed: Path, context: Context, share: float) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DamagedFileError, match="has not been changed"):
        Store.open(closed, context)
    with pytest.raises(DamagedFileError):
        Store.open(closed, context, read_only=True)
    assert len(closed.read_bytes()) == int(len(content) * share)


def test_a_file_with_backups_that_lost_its_beginning_is_damaged_not_foreign(
    store: Store, context: Context
) -> None:
    store.backup("before import")
    store.close()
    content = store.path.read_bytes()
    for damaged in (b"", content[:100], b"\0" * 4096 + content[4096:]):
        store.path.write_bytes(damaged)
        with pytest.raises(DamagedFileError):
            Store.open(store.path, context)


def test_flipped_bytes_are_found_or_harm_nothing(closed: Path, context: Context) -> None:
    """Every tenth page gets one flipped byte in its header: the file is refused, or every record is still there."""
    content = closed.read_bytes()
    with Store.open(closed, context) as store:
        expected = store.load()
    refused = 0
    for offset in range(0, len(content), 4096 * 10):
        for place in (3, 5, 8):
            broken = bytearray(content)
            broken[offset + place + (100 if offset == 0 else 0)] ^= 0x55
            closed.write_bytes(broken)
            try:
                with Store.open(closed, context) as store:
                    assert store.load() == expected
            except DamagedFileError:
                refused += 1
                assert closed.read_bytes() == bytes(broken)
    assert refused > 5


def test_a_read_only_file_is_offered_read_only(closed: Path, context: Context) -> None:
    closed.chmod(0o444)
    try:
        with pytest.raises(ReadOnlyFileError, match="Open it read-only"):
            Store.open(closed, context)
        with Store.open(closed, context, read_only=True) as store:
            assert len(store.load()["project"]) == 3
    finally:
        closed.chmod(0o644)


def test_a_backup_is_never_opened_to_be_changed(store: Store, path: Path, context: Context) -> None:
    backup = store.backup("asked for")
    kept = backup.read_bytes()
    with pytest.raises(ReadOnlyFileError, match="is a backup of “Adult social care"):
        Store.open(backup, context)
    with Store.open(backup, context, read_only=True) as opened:
        assert len(opened.load()["project"]) == 3
    assert backup.read_bytes() == kept
    # One that was copied out of the folder is anybody's file.
    copy = shutil.copyfile(backup, path.with_name(backup.name))
    with Store.open(copy, context) as opened:
        assert not opened.read_only


def test_read_only_takes_no_edit_and_leaves_nothing_behind(closed: Path, context: Context) -> None:
    before = closed.read_bytes()
    with Store.open(closed, context, read_only=True) as store:
        assert (store.read_only, store.path, store.undo_action) == (True, closed, None)
        assert store.check() == []
        assert len(store.history()) > 0
        copy = store._opened.snapshot
        assert copy is not None
        assert copy.path.exists()
        with pytest.raises(ReadOnlyFileError), store.transaction("Edit"):
            pass
        with pytest.raises(ReadOnlyFileError):
            store.backup("now")
        assert store.undo() is None
    assert not copy.path.parent.exists()
    assert closed.read_bytes() == before
    assert [entry.name for entry in closed.parent.iterdir()] == [closed.name]


def test_the_same_process_cannot_open_a_file_twice(store: Store, context: Context) -> None:
    for read_only in (False, True):
        with pytest.raises(
            FileHeldError, match="Ann Officer has had it on CH-0417 since 18 Jul 2024"
        ) as caught:
            Store.open(store.path, context, read_only=read_only)
        assert caught.value.holder is not None
        assert caught.value.holder.who == "Ann Officer"
    with store.transaction("Still ours") as tx:
        tx.delete("project", "p1")


def test_a_holder_left_by_a_crash_keeps_nobody_out(closed: Path, context: Context) -> None:
    holder_path(closed).write_text('{"who": "Bob", "machine": "X", "since": "2024-01-01", "pid": 1}')
    with Store.open(closed, context):
        assert "Ann Officer" in holder_path(closed).read_text()
    assert not holder_path(closed).exists()


@pytest.mark.parametrize("words", ["", "[]", "{", '{"who": 1}', "\ud83d", "x" * 100_000])
def test_a_holder_that_cannot_be_read_is_another_program(store: Store, context: Context, words: str) -> None:
    holder_path(store.path).write_bytes(words.encode(errors="surrogatepass"))
    with pytest.raises(FileHeldError, match="open in another program"):
        Store.open(store.path, context)


def test_open_leaves_no_journal_behind_and_no_lock(store: Store, context: Context) -> None:
    with store.transaction("Edit") as tx:
        tx.delete("project", "p1")
    store.close()
    assert not journal_path(store.path).exists()
    assert not holder_path(store.path).exists()
    outside(store.path, "DELETE FROM project WHERE id = 'p2'")


def test_a_file_turned_to_wal_is_turned_back(closed: Path, context: Context) -> None:
    outside(closed, "PRAGMA journal_mode = WAL")
    with Store.open(closed, context) as store:
        assert store._connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert len(store.load()["project"]) == 3


def test_the_pragmas_are_those_of_the_design(store: Store) -> None:
    def pragma(name: str) -> object:
        return store._connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert {
        name: pragma(name) for name in ("foreign_keys", "synchronous", "trusted_schema", "cell_size_check")
    } == {
        "foreign_keys": 1,
        "synchronous": 3,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    assert (pragma("locking_mode"), pragma("journal_mode")) == ("exclusive", "delete")
    assert pragma("application_id") == int.from_bytes(b"ASCP")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/home/ann/ä b?#%.ascp", "file:///home/ann/%C3%A4%20b%3F%23%25.ascp?mode=rw"),
        ("/", "file:///?mode=rw"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_the_uri_of_a_path(path: str, uri: str) -> None:
    assert file_uri(Path(path), "rw") == uri


@pytest.mark.parametrize("name", ["100% done?.ascp", "a#b.ascp", "Ünïcode 😀.ascp", "it's; here.ascp"])
@pytest.mark.skipif(os.name == "nt", reason="Windows has no question mark in names")
def test_any_name_opens(tmp_path: Path, context: Context, name: str) -> None:
    with Store.create(tmp_path / name, context) as store:
        store.backup("why?/:")
    with Store.open(tmp_path / name, context, read_only=True) as store:
        assert store.check() == []


def test_a_change_by_another_tool_is_journalled_and_can_be_undone(closed: Path, context: Context) -> None:
    outside(
        closed,
        "UPDATE project SET name = 'Two \"changed\"' WHERE id IN ('p1', 'p2')",
        "INSERT INTO project (id, ref, name, theme_id) VALUES ('out', 'OUT', 'From outside', 'theme')",
        "DELETE FROM project WHERE id = 'p3'",
    )
    with Store.open(closed, context) as store:
        assert any("changed outside ASC Desktop" in notice for notice in store.notices)
        entries = [entry for entry in store.history() if entry.kind == "outside"]
        assert {entry.action for entry in entries} == {"Changed outside ASC Desktop"}
        assert {(entry.operation, entry.row_id) for entry in entries} == {
            ("update", "p1"),
            ("update", "p2"),
            ("insert", "out"),
            ("delete", "p3"),
        }
        assert {entry.who for entry in entries} == {"Unknown"}
        assert all(abs(datetime.now(UTC) - entry.at) < timedelta(days=1) for entry in entries)
        assert store.check() == []
        while store.undo_action == "Changed outside ASC Desktop":
            store.undo()
        names = {row.id: row.name for row in store.load()["project"] if isinstance(row, Project)}
        assert names == {"p1": "Project 1", "p2": "Project 2", "p3": "Project 3"}
        assert store.check() == []
    with Store.open(closed, context) as store:
        assert store.notices == ()


def test_changes_by_another_tool_at_two_moments_are_undone_one_by_one(closed: Path, context: Context) -> None:
    outside(closed, "UPDATE project SET name = 'Once' WHERE id = 'p1'")
    # A moment is told to the millisecond.
    time.sleep(0.01)
    outside(closed, "UPDATE project SET name = 'Twice' WHERE id = 'p1'")
    with Store.open(closed, context) as store:
        names = []
        for _ in range(2):
            store.undo()
            names.append(next(row for row in store.load()["project"] if row.id == "p1").name)  # type: ignore[attr-defined]
        assert names == ["Once", "Project 1"]


def test_replace_by_another_tool_is_told_rightly(closed: Path, context: Context) -> None:
    outside(
        closed,
        "INSERT OR REPLACE INTO project (id, ref, name, theme_id) VALUES ('p1', 'P1', 'Replaced', 'theme')",
    )
    with Store.open(closed, context) as store:
        assert store.check() == []


def test_another_tool_cannot_rewrite_the_journal_or_an_id(closed: Path) -> None:
    for statement in (
        "DELETE FROM journal",
        "UPDATE journal SET changes = '{}'",
        "DELETE FROM journal_transaction",
        "UPDATE journal_transaction SET who = 'Nobody'",
        "UPDATE project SET id = 'other' WHERE id = 'p1'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"cannot (be )?change"):
            outside(closed, statement)


DROPPED = tuple(f"DROP TRIGGER journal_project_{operation}" for operation in ("update", "insert", "delete"))
SPY = "CREATE TRIGGER spy AFTER UPDATE ON project BEGIN DELETE FROM project; END"


def test_missing_triggers_are_put_back_and_foreign_ones_removed(closed: Path, context: Context) -> None:
    outside(closed, *DROPPED, SPY)
    with Store.open(closed, context) as store:
        assert sum("put back" in notice for notice in store.notices) == 3
        assert sum("not one of ours" in notice for notice in store.notices) == 1
        assert store.check() == []
        with store.transaction("Edit") as tx:
            tx.update(structs.replace(next(r for r in store.load()["project"] if r.id == "p2"), lead="Head"))
        assert len(store.load()["project"]) == 3
    with Store.open(closed, context) as store:
        assert store.notices == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE project SET name = 'Unseen' WHERE id = 'p1'",
        "INSERT INTO project (id, ref, name, theme_id) VALUES ('new', 'N', 'Unseen too', 'theme')",
        "DELETE FROM project WHERE id = 'p3'",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_went_by_the_journal_unseen_is_refused(
    closed: Path, context: Context, statement: str, read_only: bool
) -> None:
    outside(closed, *DROPPED, statement)
    before = closed.read_bytes()
    with pytest.raises(DamagedFileError, match="its records do not match its history"):
        Store.open(closed, context, read_only=read_only)
    assert closed.read_bytes() == before
    assert [entry.name for entry in closed.parent.iterdir()] == [closed.name]


def test_triggers_of_an_older_program_are_replaced_without_a_word(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from asc_desktop.storage import schema

    newer = {**schema.trigger_statements()}
    newer["journal_theme_id"] = newer["journal_theme_id"].replace("cannot change", "may not change")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "trigger_statements", lambda: newer)
        with Store.open(closed, context) as store:
            assert (store.notices, store.check()) == ((), [])
    with Store.open(closed, context) as store:
        assert (store.notices, store.check()) == ((), [])


def test_check_names_each_thing_that_is_wrong(closed: Path, context: Context) -> None:
    with Store.open(closed, context) as store:
        connection = store._connection
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in (
            "DROP TRIGGER journal_theme_update",
            "DROP TRIGGER journal_project_delete",
            "DROP INDEX project_workstream_id",
            "CREATE TABLE stray (x)",
            "UPDATE theme SET name = 'Unseen'",
            "DELETE FROM project WHERE id = 'p1'",
            "INSERT INTO workstream (id, theme_id, name) VALUES ('w', 'nothing', 'W')",
        ):
            connection.execute(statement)
        found = "\n".join(store.check())
    for words in (
        "1 workstream refers to a theme that is not there",
        "The trigger journal_theme_update",
        "The table project is not as this version describes it",
        "The table stray is not one of ours",
        "The theme theme is not as the history shows it: name.",
        "The project p1 is in the history and not in its table.",
    ):
        assert words in found


def test_orphans_left_by_another_tool_are_refused(closed: Path, context: Context) -> None:
    outside(closed, "DELETE FROM theme")
    with pytest.raises(DamagedFileError, match="3 projects refer to a theme that is not there"):
        Store.open(closed, context)


def test_a_copy_opened_elsewhere_is_whole(store: Store, tmp_path: Path, context: Context) -> None:
    """What a synchroniser copies of an open portfolio holds every saved edit."""
    with store.transaction("Edit") as tx:
        tx.delete("project", "p1")
    copy = tmp_path / "copy.ascp"
    # Through another process's eyes: a plain read here and a close would drop our own lock.
    shutil.copyfile(store.path, copy)
    with Store.open(copy, context) as other:
        assert {row.id for row in other.load()["project"]} == {"p2", "p3"}
        assert other.check() == []


def test_a_full_disk_leaves_everything_as_it_was(store: Store, clock: Callable[[], object]) -> None:
    connection = store._connection
    before = store.load()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    many = [
        Project(id=f"n{n}", ref=f"N{n}", name="x" * 200, theme_id="theme", description="y" * 5_000)
        for n in range(50)
    ]
    with (
        pytest.raises(DiskFullError, match="Everything saved before is kept"),
        store.transaction("Many") as tx,
    ):
        tx.insert_many(many)
    assert store.load() == before
    assert store.undo_action is None
    connection.execute("PRAGMA max_page_count = 1000000")
    with store.transaction("Many again") as tx:
        tx.insert_many(many)
    assert len(store.load()["project"]) == 53
    assert store.check() == []


def test_a_folder_that_takes_no_file_is_read_only(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(opening, "Hold", refuse)
    with pytest.raises(ReadOnlyFileError):
        Store.open(closed, context)


def test_a_full_disk_does_not_keep_a_portfolio_shut(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(opening, "Hold", refuse)
    with Store.open(closed, context) as store:
        assert len(store.load()["project"]) == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("rubbish", "a part of its history cannot be read"),
        ("[" * 200_000, "a part of its history cannot be read"),
        ('{"name": ' + "[" * 200_000, "a part of its history cannot be read"),
        ('{"name = name; DROP TABLE project; --": [null, 1]}', "has a record of an unknown kind"),
        ('{"name": "P"}', "has a record of an unknown kind"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(
    closed: Path, context: Context, changes: str, sentence: str
) -> None:
    newest = "(SELECT max(sequence) + 1 FROM journal)"
    outside(closed, f"INSERT INTO journal VALUES ({newest}, 1, 'project', 'p1', 'update', '{changes}')")
    with pytest.raises(DamagedFileError, match=sentence):
        Store.open(closed, context)


def test_a_history_that_is_spoilt_while_it_is_open_says_so(closed: Path, context: Context) -> None:
    with Store.open(closed, context) as store:
        store._connection.execute(
            "INSERT INTO journal VALUES (9999, 1, 'project', 'p1', 'update', 'rubbish')"
        )
        with pytest.raises(DamagedFileError, match="history in this file is damaged"):
            store.history()
        assert any("entries of its history are missing" in sentence for sentence in store.check())
        assert len(store.load()["project"]) == 3


def test_opening_a_file_of_this_version_loads_neither_numpy_nor_sqlite_utils(closed: Path) -> None:
    """They would cost as much as the first page itself."""
    script = (
        "import sys; from pathlib import Path; from datetime import datetime\n"
        "from asc_desktop.storage.store import Context, Store\n"
        "with Store.open(Path(sys.argv[1]), Context('Ann', 'PC', datetime.now)) as store: store.load()\n"
        "print(*sorted({'numpy', 'sqlite_utils', 'openpyxl', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, closed],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""
