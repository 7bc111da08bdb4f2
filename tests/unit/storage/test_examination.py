"""What a person's program knows of files: those that it left are not examined again, and all others are."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage import examination
from asc_desktop.storage.errors import DamagedFileError
from asc_desktop.storage.seal import kept_seal
from asc_desktop.storage.store import Context, Store


@pytest.fixture
def mine(context: Context, tmp_path: Path) -> Context:
    """A person whose program keeps a folder for itself."""
    return structs.replace(context, own_folder=tmp_path / "own")


@pytest.fixture
def closed(store: Store, path: Path) -> Path:
    store.close()
    return path


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each examination found, in their order."""
    found: list[str] = []
    really = examination._examine_apart

    def examine(copy: Path) -> str:
        found.append(really(copy))
        return found[-1]

    monkeypatch.setattr(examination, "_examine_apart", examine)
    return found


def lead(store: Store, words: str) -> None:
    row = next(row for row in store.load()["project"] if isinstance(row, Project))
    with store.transaction(f"Lead {words}") as tx:
        tx.update(structs.replace(row, lead=words))


def test_a_file_that_was_left_here_is_not_examined_again(
    closed: Path, mine: Context, examined: list[str]
) -> None:
    for words in ("One", "Two"):
        with Store.open(closed, mine) as store:
            lead(store, words)
    Store.open(closed, mine).close()
    Store.open(closed, mine, read_only=True).close()
    assert examined == [""]


def test_a_file_that_is_not_as_it_was_left_is_examined(
    closed: Path, mine: Context, context: Context, examined: list[str]
) -> None:
    Store.open(closed, mine).close()
    with Store.open(closed, context) as elsewhere:
        lead(elsewhere, "Elsewhere")
    Store.open(closed, mine).close()
    assert examined == ["", ""]


def test_a_session_that_ended_without_closing_is_examined(
    closed: Path, mine: Context, examined: list[str]
) -> None:
    with Store.open(closed, mine) as store:
        lead(store, "Unfinished")
        content = closed.read_bytes()
    closed.write_bytes(content + bytes(4096))
    Store.open(closed, mine).close()
    assert examined == ["", ""]


def test_what_the_disk_lost_while_a_file_was_open_is_found_when_it_is_opened_next(
    closed: Path, mine: Context
) -> None:
    with Store.open(closed, mine) as store:
        lead(store, "Head of Service")
        with closed.open("r+b") as disk:
            content = disk.read()
            disk.seek(content.index(b"Lead Head of Service"))
            disk.write(b"Lead Hand")
    assert [entry.name for entry in closed.parent.iterdir() if entry.is_file()] == [closed.name]
    with pytest.raises(DamagedFileError, match="its history was altered"):
        Store.open(closed, mine)


def test_the_list_of_what_is_known_may_be_lost_or_spoilt(
    closed: Path, mine: Context, examined: list[str]
) -> None:
    assert mine.own_folder is not None
    for spoilt in (b"", b"\xff\xfe rubbish", b"x" * 100_000):
        Store.open(closed, mine).close()
        (mine.own_folder / "proved files.txt").write_bytes(spoilt)
    Store.open(closed, mine).close()
    assert examined == ["", "", "", ""]


def test_nothing_is_run_that_lies_in_the_folder_of_the_file(
    closed: Path, mine: Context, examined: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "sqlite3", "asc_desktop"):
        closed.with_name(f"{name}.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(closed.parent)
    Store.open(closed.relative_to(closed.parent), mine).close()
    assert examined == [""]
    assert not closed.with_name("ran").exists()


def test_no_more_is_kept_than_is_of_use(tmp_path: Path) -> None:
    known = examination.KnownFiles(tmp_path)
    for number in range(examination._KNOWN + 10):
        known.add(f"{number:064x}")
    assert not known.holds(f"{9:064x}")
    assert known.holds(f"{10:064x}")
    assert known.holds(f"{examination._KNOWN + 9:064x}")


@contextlib.contextmanager
def behind(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a file without its triggers, which are there again afterwards."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        held = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in held:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in held:
            connection.execute(sql)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE journal_transaction SET who = 'Somebody else'", "its history was altered"),
        ("UPDATE journal_transaction SET reason = 'Because'", "its history was altered"),
        (
            "UPDATE journal SET changes = replace(changes, 'Project 1', 'Project 9')",
            "its history was altered",
        ),
        ("DELETE FROM file_info WHERE key = 'seal'", "its history has lost its seal"),
        ("UPDATE file_info SET value = 'what' WHERE key = 'seal'", "its history has lost its seal"),
        ("UPDATE file_info SET value = '0 ' WHERE key = 'seal'", "is not a whole copy: it was being saved"),
        ("DELETE FROM journal WHERE sequence = 2", "entries of its history are missing"),
        ("UPDATE project SET name = 'Other' WHERE id = 'p1'", "its records do not match"),
        ("INSERT INTO journal_context VALUES (1, 1)", "an action in it was never ended"),
    ],
)
def test_each_part_that_does_not_agree_with_the_others_is_named(
    closed: Path, context: Context, statement: str, sentence: str
) -> None:
    with behind(closed) as connection:
        connection.execute(statement)
    content = closed.read_bytes()
    with pytest.raises(DamagedFileError, match=sentence):
        Store.open(closed, context)
    assert closed.read_bytes() == content


def test_an_index_that_does_not_agree_with_its_table_is_found(closed: Path, context: Context) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as connection:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'project_unique_1'"
        (page,) = connection.execute(sql).fetchone()
    content = closed.read_bytes()
    start = (page - 1) * 4096
    closed.write_bytes(
        content[:start] + content[start : start + 4096].replace(b"P2", b"P9") + content[start + 4096 :]
    )
    with contextlib.closing(sqlite3.connect(closed)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    with pytest.raises(DamagedFileError, match="parts cannot be read"):
        Store.open(closed, context)


def test_the_seal_covers_edits_undo_redo_and_what_another_tool_changed(
    closed: Path, context: Context
) -> None:
    with Store.open(closed, context) as store:
        lead(store, "One")
        store.undo()
        store.redo()
    with contextlib.closing(sqlite3.connect(closed)) as connection:
        connection.execute("UPDATE project SET lead = 'Another tool’s' WHERE id = 'p2'")
        connection.commit()
    with Store.open(closed, context) as store:
        assert store.check() == []
        seal = kept_seal(store._connection)
        newest = store._connection.execute("SELECT max(number) FROM journal_transaction").fetchone()[0]
        assert seal is not None
        assert seal.number == newest == 5


def test_fields_that_no_portfolio_may_hold_are_listed_in_one_sentence(closed: Path, mine: Context) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as connection:
        connection.execute("UPDATE delivery_status SET rag = 'purple'")
        connection.execute("UPDATE programme SET open_period = '2024-6'")
        connection.execute("UPDATE project SET start_date = '0000-00-00' WHERE id = 'p1'")
        connection.commit()
    with pytest.raises(DamagedFileError) as caught:
        Store.open(closed, mine)
    sentence = str(caught.value)
    for words in (
        "programme “ASC”, Open month: Open month is not written as the program writes it",
        "delivery status “On target”, Colour: “purple” is not one of: Green, Amber, Red, Blue, Grey",
        "; and 1 more)",
    ):
        assert words in sentence


def test_what_is_only_untidy_is_opened(closed: Path, mine: Context) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as connection:
        connection.execute("UPDATE project SET name = '  spaced   out ' WHERE id = 'p1'")
        connection.execute("UPDATE portfolio SET measure_green_within = '2.0'")
        connection.commit()
    with Store.open(closed, mine) as store:
        assert "  spaced   out " in {row.name for row in store.load()["project"] if isinstance(row, Project)}


def test_a_journal_that_is_no_good_spoils_no_file(closed: Path, context: Context, store: Store) -> None:
    """SQLite would roll back to the pages of an older journal as soon as it looked."""
    whole = closed.read_bytes()
    journal = closed.with_name(f"{closed.name}-journal")
    journal.write_bytes(_journal_of(whole))
    with pytest.raises(DamagedFileError):
        Store.open(closed, context)
    assert closed.read_bytes() == whole
    assert journal.exists()


def _journal_of(content: bytes) -> bytes:
    """Return a journal that would put a page of nothing in the place of the third."""
    nonce, pages = 7, len(content) // 4096
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(
        number.to_bytes(4) for number in (1, nonce, pages, 512, 4096)
    )
    page = bytes(4096)
    checksum = nonce + sum(page[place] for place in range(4096 - 200, 0, -200))
    return header.ljust(512, b"\0") + (3).to_bytes(4) + page + (checksum & 0xFFFFFFFF).to_bytes(4)
