"""The exclusive hold, in real processes: it outlives what drops SQLite's own lock, and ends with its holder."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from asc_desktop.storage import holder
from asc_desktop.storage.errors import FileHeldError, MovedFileError, ReadOnlyFileError
from asc_desktop.storage.holder import FRESH, Hold, holder_path, read_holder
from asc_desktop.storage.store import Context, Store

HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store
path = Path(sys.argv[1])
try:
    store = Store.open(path, Context("Bea Officer", sys.argv[2], lambda: datetime.now(UTC)))
except StoreError as error:
    print(type(error).__name__, error, flush=True)
    sys.exit()
# What a file dialog, a search indexer's library or a hash does inside this process.
for entry in path.parent.iterdir():
    with entry.open("rb") as file:
        file.read(16)
print("holding", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def window(path: Path, machine: str = "CH-0417") -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path, machine],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def closed(store: Store) -> Path:
    store.close()
    return store.path


def test_a_file_that_its_own_process_has_read_meanwhile_stays_held(closed: Path, context: Context) -> None:
    with window(closed) as process:
        assert line_of(process) == "holding"
        with pytest.raises(FileHeldError, match="Bea Officer has had it on CH-0417"):
            Store.open(closed, context)
        with window(closed) as second:
            assert line_of(second).startswith("FileHeldError")


def test_what_a_killed_window_leaves_keeps_nobody_out(closed: Path, context: Context) -> None:
    with window(closed, "CH-0999") as process:
        assert line_of(process) == "holding"
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        process.wait()
    assert holder_path(closed).exists()
    with Store.open(closed, context):
        assert (found := read_holder(closed)) is not None
        assert found.who == "Ann Officer"
    assert not holder_path(closed).exists()


def test_a_lock_file_that_its_last_holder_takes_away_meanwhile_is_not_held(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next one to come would make a new lock file, and two would hold the portfolio."""
    before = Hold(closed, context)
    really = holder.lock_file

    def wait(descriptor: int) -> None:
        before.release()
        really(descriptor)

    monkeypatch.setattr(holder, "lock_file", wait)
    with Hold(closed, context):
        monkeypatch.setattr(holder, "lock_file", really)
        with pytest.raises(FileHeldError):
            Hold(closed, context)


def words_of(context: Context, machine: str, age: timedelta, pid: int = 1) -> str:
    since = (context.now() - age).isoformat()
    return json.dumps({"who": "Bea", "machine": machine, "since": since, "sign": since, "pid": pid})


def test_on_a_share_the_words_of_another_machine_are_believed_while_they_are_fresh(
    closed: Path, context: Context
) -> None:
    words = words_of(context, "CH-0999", FRESH - timedelta(minutes=1))
    holder_path(closed).write_text(words)
    with pytest.raises(FileHeldError, match=r"switched off, it can be opened after 18 Jul 2024, \d\d:\d\d"):
        Hold(closed, context, locks_hold=False)
    assert holder_path(closed).read_text() == words
    # Where the system's locks hold, a file that is not locked has no holder.
    Hold(closed, context).release()
    holder_path(closed).write_text(words_of(context, "CH-0999", FRESH + timedelta(minutes=1)))
    Hold(closed, context, locks_hold=False).release()


def test_on_a_share_a_crash_of_this_machine_keeps_nobody_out(closed: Path, context: Context) -> None:
    holder_path(closed).write_text(words_of(context, context.machine, timedelta(0), pid=os.getpid()))
    Hold(closed, context, locks_hold=False).release()


@pytest.mark.skipif(os.name == "nt", reason="Windows always grants locks")
def test_where_no_locks_are_granted_the_words_of_a_living_process_keep_others_out(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    holder_path(closed).write_text(words_of(context, context.machine, timedelta(0), pid=os.getppid()))
    with pytest.raises(FileHeldError, match="Bea has had it"):
        Hold(closed, context)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    holder_path(closed).write_text(words_of(context, context.machine, timedelta(0), pid=ended.pid))
    with Hold(closed, context), pytest.raises(FileHeldError, match="Ann Officer has had it"):
        Hold(closed, context)


def test_a_sign_of_life_is_given_while_it_is_held(
    closed: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holder, "BEAT_SECONDS", 0.01)
    with Hold(closed, context):
        first = holder_path(closed).read_text()
        while (later := holder_path(closed).read_text()) == first or not later.endswith("}"):
            pass
    assert datetime.fromisoformat(json.loads(later)["sign"]) > datetime.fromisoformat(
        json.loads(first)["sign"]
    )
    assert json.loads(later)["since"] == json.loads(first)["since"]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody remove a file that is open")
def test_a_lock_file_that_was_tidied_away_is_put_back_before_the_next_change(
    store: Store, context: Context
) -> None:
    holder_path(store.path).unlink()
    with store.transaction("Edit") as tx:
        tx.delete("project", "p1")
    with window(store.path) as process:
        assert line_of(process).startswith("FileHeldError “Adult social care.ascp” is open: Ann Officer")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody remove a file that is open")
def test_a_hold_that_another_took_meanwhile_takes_no_edit(store: Store, context: Context) -> None:
    holder_path(store.path).unlink()
    before = store.load()
    other = Context(who="Bea Officer", machine="CH-0999", now=context.now)
    with Hold(store.path, other), pytest.raises(FileHeldError, match="Bea"), store.transaction("Edit") as tx:
        tx.delete("project", "p1")
    assert store.load() == before
    with store.transaction("Once she has closed it") as tx:
        tx.delete("project", "p1")
    # On a share where both were granted the lock, the later one's words are in the same file.
    holder_path(store.path).write_text(words_of(context, "CH-0999", timedelta(0)))
    with pytest.raises(FileHeldError, match="Bea"), store.transaction("Edit"):
        pass
    holder_path(store.path).unlink()
    with Hold(store.path, other):
        store.close()
        assert (found := read_holder(store.path)) is not None
        assert found.who == "Bea Officer"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
@pytest.mark.parametrize("how", ["moved", "deleted", "replaced", "folder moved"])
def test_an_edit_never_goes_to_a_file_that_is_no_longer_at_its_path(
    store: Store, tmp_path: Path, context: Context, how: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    with store.transaction("Before") as tx:
        tx.delete("project", "p3")
    before = store.load()
    content = store.path.read_bytes()
    if how == "moved":
        store.path.rename(elsewhere)
    elif how == "deleted":
        store.path.unlink()
    elif how == "replaced":
        (tmp_path / "new").write_bytes(content)
        (tmp_path / "new").replace(store.path)
    else:
        elsewhere = tmp_path.with_name(f"{tmp_path.name} moved") / store.path.name
        tmp_path.rename(elsewhere.parent)
    with pytest.raises(MovedFileError, match="Save a copy"), store.transaction("Edit") as tx:
        tx.delete("project", "p1")
    with pytest.raises(MovedFileError, match="Save a copy"):
        store.undo()
    assert store.load() == before
    left = elsewhere if elsewhere.exists() else store.path
    if left.exists():
        assert left.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
def test_a_file_that_moves_in_the_middle_of_an_edit_takes_none_of_it(store: Store, tmp_path: Path) -> None:
    before = store.load()

    def edit_and_move() -> None:
        with store.transaction("Edit") as tx:
            tx.delete("project", "p1")
            store.path.rename(tmp_path / "elsewhere.ascp")

    with pytest.raises(MovedFileError):
        edit_and_move()
    assert store.load() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_link_to_a_held_file_opens_no_second_session(
    store: Store, tmp_path: Path, context: Context, read_only: bool
) -> None:
    link = tmp_path / "link.ascp"
    link.symlink_to(store.path)
    by_way_of = tmp_path / "folder" / ".." / store.path.name
    (tmp_path / "folder").mkdir()
    for spelling in (link, by_way_of):
        with pytest.raises(FileHeldError, match="Ann Officer"):
            Store.open(spelling, context, read_only=read_only)


def test_a_file_with_a_second_name_is_only_looked_at(closed: Path, context: Context) -> None:
    second = closed.with_name("second.ascp")
    second.hardlink_to(closed)
    with pytest.raises(ReadOnlyFileError, match="has a second name on this disk"):
        Store.open(second, context)
    with Store.open(second, context, read_only=True) as looking:
        assert len(looking.load()["project"]) == 3
    second.unlink()
    Store.open(closed, context).close()
