"""A copy saved elsewhere: whole while the file is gone, replaced, read-only or unreadable, and over nobody's work."""

import os
from pathlib import Path

import pytest

from asc_desktop.domain.records.fields import Record
from asc_desktop.storage.errors import FileHeldError, ReadOnlyFileError, StoreError
from asc_desktop.storage.store import Context, Store


def records_of(store: Store) -> list[Record]:
    return [row for rows in store.load().values() for row in rows]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "A copy.ascp"


@pytest.mark.parametrize("what", ["as it is", "deleted", "moved", "replaced"])
def test_a_copy_holds_everything_that_was_saved(
    store: Store, target: Path, context: Context, what: str
) -> None:
    if what != "as it is" and os.name == "nt":
        pytest.skip("Windows keeps an open file in its place")
    with store.transaction("Before") as tx:
        tx.delete("project", "p3")
    if what == "deleted":
        store.path.unlink()
    elif what == "moved":
        store.path.rename(store.path.with_name("moved.ascp"))
    elif what == "replaced":
        store.path.with_name("new").write_bytes(b"something else")
        store.path.with_name("new").replace(store.path)
    assert store.save_copy(target, records_of(store))
    assert [entry.name for entry in target.parent.iterdir()] == [target.name]
    with Store.open(target, context) as copy:
        assert copy.load() == store.load()
        assert copy.undo_action == "Before"
        assert copy.check() == []
        with copy.transaction("Goes on") as tx:
            tx.delete("project", "p1")
    assert len(store.load()["project"]) == 2


def test_a_copy_of_what_is_open_read_only(store: Store, target: Path, context: Context) -> None:
    store.close()
    with Store.open(store.path, context, read_only=True) as looking:
        assert looking.save_copy(target, ())
    with Store.open(target, context) as copy:
        assert len(copy.load()["project"]) == 3


def test_where_the_file_can_no_longer_be_read_the_records_in_memory_are_saved(
    store: Store, target: Path, context: Context
) -> None:
    records = records_of(store)
    store._connection.execute("PRAGMA cache_size = 1")
    store._connection.execute("PRAGMA shrink_memory")
    with store.path.open("r+b") as file:
        file.truncate(8_192)
    assert not store.save_copy(target, records)
    with Store.open(target, context) as copy:
        assert records_of(copy) == records
        assert copy.check() == []
        assert copy.undo_action is None


def test_a_copy_goes_over_a_file_only_where_that_is_meant_and_never_over_an_open_one(
    store: Store, target: Path, context: Context
) -> None:
    target.write_bytes(b"kept")
    with pytest.raises(StoreError, match="already a file"):
        store.save_copy(target, ())
    assert target.read_bytes() == b"kept"
    assert store.save_copy(target, (), over=True)
    with Store.open(target, context) as other:
        with pytest.raises(FileHeldError):
            store.save_copy(target, (), over=True)
        with other.transaction("Theirs") as tx:
            tx.delete("project", "p1")
    link = target.with_name("link.ascp")
    link.symlink_to(store.path)
    for itself in (store.path, link):
        with pytest.raises(StoreError, match="is the portfolio that is open"):
            store.save_copy(itself, (), over=True)
    assert len(store.load()["project"]) == 3


def test_a_copy_never_takes_the_place_of_a_backup(store: Store) -> None:
    backup = store.backup("asked for")
    kept = backup.read_bytes()
    with store.transaction("Since") as tx:
        tx.delete("project", "p3")
    with pytest.raises(StoreError, match="is the name of a backup"):
        store.save_copy(backup, records_of(store), over=True)
    assert backup.read_bytes() == kept


def test_a_copy_that_cannot_be_written_says_why_and_leaves_nothing(store: Store, target: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        store.save_copy(target.parent / "none" / "copy.ascp", ())
    with pytest.raises(StoreError, match="too long"):
        store.save_copy(target.with_name("x" * 245), ())
    read_only = target.with_name("read-only.ascp")
    read_only.touch()
    read_only.chmod(0o444)
    with pytest.raises(ReadOnlyFileError, match="marked read-only"):
        store.save_copy(read_only, (), over=True)
    assert [entry.name for entry in target.parent.iterdir()] == ["read-only.ascp"]
