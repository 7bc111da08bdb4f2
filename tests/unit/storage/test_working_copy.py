"""A file in a synced folder: worked on as a copy, published whole, never over anybody's work, found after a kill."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage import examination, working_copy
from asc_desktop.storage.connection import journal_path
from asc_desktop.storage.errors import (
    ChangedElsewhereError,
    FileHeldError,
    NotPublishedError,
    ReadOnlyFileError,
    StoreError,
)  # fmt: skip
from asc_desktop.storage.holder import holder_path
from asc_desktop.storage.opening import WORKING_COPIES
from asc_desktop.storage.publishing import Publishing
from asc_desktop.storage.store import Context, Store
from asc_desktop.storage.working_copy import unpublished


@pytest.fixture
def officer(context: Context, tmp_path: Path) -> Context:
    """Ann, whose program has a folder of its own."""
    return replace(context, own_folder=tmp_path / "own")


@pytest.fixture
def copies(officer: Context) -> Path:
    assert officer.own_folder is not None
    return officer.own_folder / WORKING_COPIES


@pytest.fixture
def published(store: Store, tmp_path: Path) -> Path:
    """The portfolio, closed, in a folder that a sync client looks after."""
    store.close()
    (tmp_path / "OneDrive").mkdir()
    return store.path.rename(tmp_path / "OneDrive" / store.path.name)


def publishing_of(store: Store) -> Publishing:
    assert store.publishing is not None
    return store.publishing


def leads(store: Store) -> list[str | None]:
    return [row.lead for row in store.load()["project"] if isinstance(row, Project)]


def edit(store: Store, lead: str) -> None:
    rows = [row for row in store.load()["project"] if isinstance(row, Project)]
    with store.transaction(f"Lead {lead}") as tx:
        tx.update_many(replace(row, lead=lead) for row in rows)


def leads_in(path: Path, context: Context) -> list[str | None]:
    """What a colleague sees of a file."""
    with Store.open(path, context, read_only=True) as looking:
        assert looking.check() == []
        return leads(looking)


def change_it_elsewhere(path: Path, context: Context, tmp_path: Path, lead: str = "Theirs") -> None:
    """Put a file in its place as a sync client does that brings a colleague's edits."""
    other = tmp_path / "other machine.ascp"
    shutil.copyfile(path, other)
    with Store.open(other, replace(context, who="Bea")) as theirs:
        edit(theirs, lead)
    other.replace(path)


def test_the_published_file_is_not_touched_until_it_is_published_whole(
    published: Path, officer: Context
) -> None:
    before = published.read_bytes()
    with Store.open(published, officer, apart=True) as store:
        assert store.path == published
        assert publishing_of(store).is_done
        assert not publishing_of(store).publish()
        edit(store, "Mine")
        assert published.read_bytes() == before
        assert not publishing_of(store).is_done
        assert publishing_of(store).publish()
        assert publishing_of(store).is_done
        assert leads_in(published, officer) == ["Mine"] * 3
        edit(store, "Mine again")
        publishing_of(store).publish()
        store.undo()
        publishing_of(store).publish()
    assert leads_in(published, officer) == ["Mine"] * 3
    assert [entry.name for entry in published.parent.iterdir()] == [published.name]


def test_nothing_is_left_on_this_computer_once_all_is_published(
    published: Path, officer: Context, copies: Path
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        publishing_of(store).publish()
        (folder,) = [entry for entry in copies.iterdir() if entry.is_dir()]
        assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700
    assert list(copies.iterdir()) == []


def test_the_published_file_is_held_while_its_copy_is_worked_on(published: Path, officer: Context) -> None:
    other = replace(officer, who="Bea", machine="CH-0999", own_folder=None)
    with Store.open(published, officer, apart=True):
        with pytest.raises(FileHeldError, match="Ann Officer has had it on CH-0417"):
            Store.open(published, other)
        with pytest.raises(FileHeldError, match=r"social care.ascp” is open: Ann Officer"):
            Store.open(published, officer, apart=True)
        assert leads_in(published, other) == [None] * 3
    Store.open(published, other).close()


@pytest.mark.parametrize("keeps", ["keep_beside", "keep_among_backups"])
def test_a_file_that_somebody_changed_meanwhile_is_never_overwritten(
    published: Path, officer: Context, copies: Path, tmp_path: Path, keeps: str
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        change_it_elsewhere(published, officer, tmp_path)
        theirs = published.read_bytes()
        for _ in range(2):
            with pytest.raises(ChangedElsewhereError, match="was changed by somebody else") as caught:
                publishing_of(store).publish()
            assert not caught.value.is_gone
        assert published.read_bytes() == theirs
        kept = getattr(publishing_of(store), keeps)()
        assert publishing_of(store).is_done
    assert published.read_bytes() == theirs
    assert kept.name == "Adult social care (copy of Ann Officer, 18 Jul 2024).ascp"
    assert leads_in(kept, officer) == ["Mine"] * 3
    assert (kept.parent == published.parent) == (keeps == "keep_beside")
    assert list(copies.iterdir()) == []
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == ["Theirs"] * 3


def test_a_second_conflict_on_one_day_takes_another_name(
    published: Path, officer: Context, tmp_path: Path
) -> None:
    names = set()
    for number in (1, 2):
        with Store.open(published, officer, apart=True) as store:
            edit(store, f"Mine {number}")
            change_it_elsewhere(published, officer, tmp_path, f"Theirs {number}")
            names.add(publishing_of(store).keep_beside().name)
    assert len(names) == 2


def test_a_file_changed_between_the_look_and_the_replacement_is_not_overwritten(
    published: Path, officer: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = working_copy.fill

    def slowly(part: Path, content: Iterator[bytes]) -> None:
        really(part, content)
        change_it_elsewhere(published, officer, tmp_path)

    monkeypatch.setattr(working_copy, "fill", slowly)
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        with pytest.raises(ChangedElsewhereError):
            publishing_of(store).publish()
    assert leads_in(published, officer) == ["Theirs"] * 3


def test_a_file_that_has_gone_is_put_back_only_where_the_person_says_so(
    published: Path, officer: Context
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        published.unlink()
        with pytest.raises(ChangedElsewhereError, match="has gone from its folder") as caught:
            publishing_of(store).publish()
        assert caught.value.is_gone
        assert not published.exists()
        publishing_of(store).put_back()
    assert leads_in(published, officer) == ["Mine"] * 3


def test_a_share_that_is_away_keeps_the_edits_here_until_it_is_back(
    published: Path, officer: Context, copies: Path
) -> None:
    away = published.parent.with_name("away")
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        published.parent.rename(away)
        with pytest.raises(NotPublishedError, match="cannot be reached"):
            publishing_of(store).publish()
        edit(store, "Mine, later")
    assert unpublished(officer, copies) == [published]
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == ["Mine, later"] * 3
        edit(store, "Mine, later still")
        with pytest.raises(NotPublishedError):
            publishing_of(store).publish()
        away.rename(published.parent)
        publishing_of(store).publish()
    assert leads_in(published, officer) == ["Mine, later still"] * 3
    assert unpublished(officer, copies) == []


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from test_working_copy import edit
from asc_desktop.storage import examination, working_copy
from asc_desktop.storage.store import Context, Store
context = Context("Ann Officer", "CH-0417", lambda: datetime.now(UTC), Path(sys.argv[2]))
store = Store.open(Path(sys.argv[1]), context, apart=True)
edit(store, "Killed")
end = lambda *_: os.kill(os.getpid(), 9)
if sys.argv[3] == "before the replacement":
    working_copy.remove_file = end
elif sys.argv[3] == "after the replacement":
    working_copy.WorkingCopy._settled = end
if sys.argv[3] != "before publishing":
    store.publishing.publish()
end()
"""


@pytest.mark.skipif(os.name == "nt", reason="a kill is a signal")
@pytest.mark.parametrize("when", ["before publishing", "before the replacement", "after the replacement"])
@pytest.mark.parametrize("others", [False, True])
def test_edits_of_a_window_that_was_killed_are_found_and_published(
    published: Path, officer: Context, copies: Path, tmp_path: Path, when: str, others: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, published, officer.own_folder, when, Path(__file__).parent],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    is_published = when == "after the replacement"
    assert leads_in(published, officer) == (["Killed"] if is_published else [None]) * 3
    assert holder_path(published).exists()
    if others:
        change_it_elsewhere(published, officer, tmp_path)
    theirs = published.read_bytes()
    # A publication that a colleague's edit followed cannot be told from one that never came to be: nothing is lost.
    is_kept = not is_published or others
    assert unpublished(officer, copies) == ([published] if is_kept else [])
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == ["Killed"] * 3
        assert any("had not been published" in notice for notice in store.notices) == is_kept
        if others:
            with pytest.raises(ChangedElsewhereError):
                publishing_of(store).publish()
            assert published.read_bytes() == theirs
            publishing_of(store).keep_beside()
        else:
            assert publishing_of(store).publish() == is_kept
    expected = "Theirs" if others else "Killed"
    assert leads_in(published, officer) == [expected] * 3
    assert unpublished(officer, copies) == []


def test_what_another_window_is_working_on_is_not_offered(
    published: Path, officer: Context, copies: Path
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        assert unpublished(officer, copies) == []
    assert unpublished(officer, copies) == [published]


@pytest.mark.parametrize("state", [b"", b"{", b"[]", b'{"published": 1}'])
def test_a_copy_of_which_nothing_is_known_any_more_is_kept_aside_and_said(
    published: Path, officer: Context, copies: Path, state: bytes
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
    (kept,) = copies.glob("*/state.json")
    kept.write_bytes(state)
    assert unpublished(officer, copies) == []
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == [None] * 3
        (notice,) = store.notices
        assert "is damaged, so the published file is shown" in notice
    (aside,) = (folder for folder in copies.iterdir() if "damaged" in folder.name)
    assert str(aside) in notice
    (copy,) = aside.glob("*.ascp")
    with Store.open(copy, officer) as store:
        assert leads(store) == ["Mine"] * 3


@pytest.mark.parametrize("how", ["cut short", "a page overwritten"])
def test_a_copy_that_is_damaged_is_kept_aside_and_said(
    published: Path, officer: Context, copies: Path, how: str
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
    (file,) = copies.glob("*/*social*.ascp")
    content = file.read_bytes()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'project'").fetchone()[0]
    at = (page - 1) * 4096
    file.write_bytes(
        content[:9_000] if how == "cut short" else content[:at] + b"\xff" * 64 + content[at + 64 :]
    )
    damaged = file.read_bytes()
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == [None] * 3
        (notice,) = store.notices
        assert "is damaged, so the published file is shown" in notice
    (aside,) = copies.iterdir()
    assert str(aside) in notice
    assert next(aside.iterdir()).read_bytes() == damaged


@pytest.mark.skipif(os.name == "nt", reason="a kill is a signal")
def test_a_file_that_a_crash_left_half_written_is_published_whole(
    published: Path, officer: Context, tmp_path: Path
) -> None:
    torn = tmp_path / "torn"
    torn.mkdir()
    with contextlib.closing(sqlite3.connect(published, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE spilled AS SELECT randomblob(200000)")
        for path in (published, journal_path(published)):
            shutil.copyfile(path, torn / path.name)
        connection.execute("ROLLBACK")
    torn_file = torn / published.name
    assert journal_path(torn_file).stat().st_size > 0
    with Store.open(torn_file, officer, apart=True) as store:
        assert not publishing_of(store).is_done
        publishing_of(store).publish()
    assert not journal_path(torn_file).exists()
    assert leads_in(torn_file, officer) == [None] * 3


def test_a_published_file_that_may_not_be_written_is_said_at_once(published: Path, officer: Context) -> None:
    published.chmod(0o444)
    with pytest.raises(ReadOnlyFileError, match="marked read-only"):
        Store.open(published, officer, apart=True)
    published.unlink()
    with pytest.raises(StoreError, match="There is no file"):
        Store.open(published, officer, apart=True)
    assert list(published.parent.iterdir()) == []


def test_a_published_file_that_is_made_read_only_meanwhile_keeps_the_edits(
    published: Path, officer: Context, copies: Path
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        published.chmod(0o444)
        with pytest.raises(NotPublishedError, match="marked read-only"):
            publishing_of(store).publish()
        published.chmod(0o644)
    assert unpublished(officer, copies) == [published]


def test_what_was_published_from_here_needs_no_examination_when_it_is_opened_next(
    published: Path, officer: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(published, officer, apart=True) as store:
        edit(store, "Mine")
        publishing_of(store).publish()
    examined: list[Path] = []
    monkeypatch.setattr(examination, "examine", lambda copy, **_: examined.append(copy) or "")
    with Store.open(published, officer, apart=True) as store:
        assert leads(store) == ["Mine"] * 3
    assert examined == []
