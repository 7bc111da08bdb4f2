"""Processes that are ended without warning, disks that fill, and two windows on one file: nothing saved is lost."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, Theme
from asc_desktop.storage.connection import journal_path
from asc_desktop.storage.errors import FileHeldError
from asc_desktop.storage.holder import holder_path
from asc_desktop.storage.store import Context, Store

EDITOR = Path(__file__).with_name("editor.py")
PROJECTS = 150


@pytest.fixture
def context() -> Context:
    return Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC))


@pytest.fixture
def path(tmp_path: Path, context: Context) -> Path:
    """A portfolio of some hundred projects, closed."""
    path = tmp_path / "ASC.ascp"
    with Store.create(path, context) as store, store.transaction("Create", undoable=False) as tx:
        tx.insert(Portfolio(id="portfolio", name="Council"))
        tx.insert(Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06"))
        tx.insert(Theme(id="theme", programme_id="prog", name="Independence"))
        tx.insert_many(
            Project(id=f"p{n}", ref=f"P{n}", name=f"Project {n}", theme_id="theme", description="x" * 300)
            for n in range(PROJECTS)
        )
    return path


@contextlib.contextmanager
def window(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """Run the editor in a process of its own, and end it without warning."""
    process = subprocess.Popen(
        [sys.executable, EDITOR, *map(str, arguments)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def line_of(process: "subprocess.Popen[str]") -> str:
    stdout: IO[str] | None = process.stdout
    assert stdout is not None
    return stdout.readline().strip()


def leads(store: Store) -> set[str | None]:
    return {row.lead for row in store.load()["project"] if isinstance(row, Project)}


@pytest.mark.slow
def test_kill_during_edits_loses_nothing_that_was_saved(
    path: Path, context: Context, rounds: Callable[[int], int]
) -> None:
    kills = rounds(25)
    chance = random.Random(2024)
    saved = 0
    journals_met = 0
    for _ in range(kills):
        with window("edit", path, saved) as process:
            line_of(process)
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            assert process.stdout is not None
            # The last line may have been cut short; what was said whole was saved.
            said = [line for line in process.stdout.read().split("\n")[:-1] if line]
        told = max(map(int, said), default=saved + 1)
        journals_met += journal_path(path).exists()
        assert holder_path(path).exists()
        with Store.open(path, context) as store:
            (lead,) = leads(store)
            assert lead is not None
            # The edit in hand may have been committed unheard, and so may a slip before its undo.
            assert lead in {str(told), str(told + 1), f"slip {told}", f"slip {told + 1}"}
            assert store.check() == []
            if lead.startswith("slip"):
                store.undo()
            (lead,) = leads(store)
            assert lead is not None
            saved = int(lead)
    assert saved >= kills
    assert journals_met > 0


def test_a_transaction_half_way_into_the_file_is_rolled_back(
    path: Path, context: Context, tmp_path: Path
) -> None:
    with Store.open(path, context) as store:
        before = store.load()
    content = path.read_bytes()
    with window("half", path) as process:
        assert line_of(process) == "half-way"
        # As seen while it still runs: a read-only window rolls back in its own copy only.
        with Store.open(path, context, read_only=True) as reader:
            assert reader.load() == before
            assert reader.check() == []
    assert journal_path(path).stat().st_size > 0
    assert path.read_bytes() != content
    # The control: without its journal the file is broken or holds half an edit.
    alone = tmp_path / "alone" / path.name
    alone.parent.mkdir()
    shutil.copyfile(path, alone)
    assert _half_or_broken(alone)
    with Store.open(path, context) as store:
        assert store.load() == before
        assert store.check() == []
        assert store.undo_action is None


def test_a_new_portfolio_takes_nothing_from_the_journal_of_one_that_was_deleted(
    path: Path, context: Context, tmp_path: Path
) -> None:
    with window("half", path) as process:
        assert line_of(process) == "half-way"
    assert journal_path(path).stat().st_size > 0
    path.unlink()
    with Store.create(path, context) as store:
        assert store.load()["project"] == []
    with Store.open(path, context) as store:
        assert store.check() == []


def test_a_copy_over_a_portfolio_that_a_crash_left_half_way_is_the_copy(
    path: Path, context: Context, tmp_path: Path
) -> None:
    other = tmp_path / "Other.ascp"
    shutil.copyfile(path, other)
    with window("half", path) as process:
        assert line_of(process) == "half-way"
    with Store.open(other, context) as store:
        with store.transaction("Delete one") as tx:
            tx.delete("project", "p1")
        store.save_copy(path, (), over=True)
    with Store.open(path, context) as store:
        assert len(store.load()["project"]) == PROJECTS - 1
        assert store.check() == []


def _half_or_broken(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            found = {row[0] for row in connection.execute("SELECT lead FROM project")}
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            return True
    return not sound or "half" in found


def test_a_second_window_is_told_who_holds_the_file_and_may_look(path: Path, context: Context) -> None:
    with window("hold", path) as process:
        assert line_of(process) == "holding"
        with pytest.raises(FileHeldError, match="Bob Officer has had it on CH-0900 since") as caught:
            Store.open(path, context)
        assert caught.value.holder is not None
        assert (caught.value.holder.who, caught.value.holder.machine) == ("Bob Officer", "CH-0900")
        with Store.open(path, context, read_only=True) as reader:
            assert len(reader.load()["project"]) == PROJECTS
        with pytest.raises(FileHeldError):
            Store.open(path, context)
    with Store.open(path, context) as store:
        assert len(store.load()["project"]) == PROJECTS


def test_the_first_window_keeps_its_hold_while_others_look(path: Path, context: Context) -> None:
    with Store.open(path, context) as store:
        with window("hold", path) as process:
            assert line_of(process).startswith(
                "FileHeldError “ASC.ascp” is open: Ann Officer has had it on CH-0417"
            )
        with store.transaction("Edit") as tx:
            tx.delete("project", "p1")
        with window("hold", path) as process:
            assert line_of(process).startswith("FileHeldError")


def test_a_read_only_copy_taken_during_edits_is_whole(path: Path, context: Context) -> None:
    with window("quick", path) as process:
        assert line_of(process) == "holding"
        for _ in range(5):
            with Store.open(path, context, read_only=True) as reader:
                assert len(leads(reader)) == 1
                assert reader.check() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a process's files")
def test_a_disk_that_fills_loses_nothing_and_can_be_used_again(path: Path, context: Context) -> None:
    with window("full", path) as process:
        assert line_of(process) == "DiskFullError"
        assert line_of(process) == "True None"
        assert line_of(process) == "small saved"
        assert line_of(process) == f"{PROJECTS + 200} []"
        assert process.wait(timeout=30) == 0
    with Store.open(path, context) as store:
        assert len(store.load()["project"]) == PROJECTS + 200
        assert store.check() == []
        assert [store.undo(), store.undo()] != [None, None]
        assert store.undo() is None
