"""Windows on a file in a synced folder that are ended without warning, and colleagues whose edits arrive meanwhile.

``pytest tests/safety/test_publishing_safety.py --rounds 1000`` is the long run.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, Theme
from asc_desktop.storage.errors import ChangedElsewhereError
from asc_desktop.storage.opening import WORKING_COPIES
from asc_desktop.storage.store import Context, Store
from asc_desktop.storage.working_copy import unpublished

CHILD = Path(__file__).with_name("publisher.py")


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context("Bob Officer", "CH-0900", lambda: datetime.now(UTC), tmp_path / "own")


@pytest.fixture
def path(tmp_path: Path, context: Context) -> Path:
    (tmp_path / "OneDrive").mkdir()
    path = tmp_path / "OneDrive" / "ASC.ascp"
    with Store.create(path, context) as store, store.transaction("Create", undoable=False) as tx:
        tx.insert(Portfolio(id="portfolio", name="Council"))
        tx.insert(Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06"))
        tx.insert(Theme(id="theme", programme_id="prog", name="Independence"))
        tx.insert_many(
            Project(id=f"p{n}", ref=f"P{n}", name=f"Project {n}", theme_id="theme", lead="0")
            for n in range(40)
        )
    return path


def lead(store: Store) -> int:
    """Return the one number that every project has."""
    (found,) = {row.lead for row in store.load()["project"] if isinstance(row, Project)}
    return int(found or 0)


def lead_in(path: Path, context: Context) -> int:
    with Store.open(path, context, read_only=True) as looking:
        return lead(looking)


def bring_an_edit(path: Path, context: Context, tmp_path: Path, number: int) -> None:
    """Put a colleague's version in the file's place, as a sync client does."""
    other = Path(shutil.copyfile(path, tmp_path / "brought.ascp"))
    with Store.open(other, structs.replace(context, own_folder=None)) as theirs:
        rows = [row for row in theirs.load()["project"] if isinstance(row, Project)]
        with theirs.transaction("Theirs") as tx:
            tx.update_many(structs.replace(row, lead=str(number)) for row in rows)
    other.replace(path)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a kill is a signal")
def test_kills_while_publishing_lose_nothing_and_overwrite_nobody(
    path: Path, context: Context, tmp_path: Path, rounds: Callable[[int], int]
) -> None:
    chance = random.Random(2024)
    assert context.own_folder is not None
    start, conflicts, found_again = 0, 0, 0
    for turn in range(rounds(9)):
        with subprocess.Popen(
            [sys.executable, CHILD, path, context.own_folder, str(start)], stdout=subprocess.PIPE, text=True
        ) as window:
            assert window.stdout is not None
            first = window.stdout.readline()
            if turn % 3 == 2:
                theirs = 1_000_000 + turn
                bring_an_edit(path, context, tmp_path, theirs)
            time.sleep(chance.uniform(0, 0.2))
            window.kill()
            said = [line.split() for line in [first, *window.stdout.read().split("\n")[:-1]] if line]
        saved = max(int(number) for word, number in said if word == "saved")
        published = max((int(number) for word, number in said if word == "published"), default=0)
        there = lead_in(path, context)
        # What a colleague sees is whole, and no older than what was said to be published.
        assert there >= published
        found_again += bool(unpublished(context, context.own_folder / WORKING_COPIES))
        with Store.open(path, context, apart=True) as store:
            publishing = store.publishing
            assert publishing is not None
            here = lead(store)
            if here < 1_000_000:
                assert here in {saved, saved + 1}
                try:
                    publishing.publish()
                except ChangedElsewhereError:
                    conflicts += 1
                    assert lead_in(path, context) == theirs
                    kept = publishing.keep_beside()
                    assert lead_in(kept, context) == here
                    kept.unlink()
                else:
                    assert lead_in(path, context) == here
        assert unpublished(context, context.own_folder / WORKING_COPIES) == []
        start = max(saved + 1, start)
        if lead_in(path, context) >= 1_000_000:
            bring_an_edit(path, context, tmp_path, start)
    assert conflicts > 0
    assert found_again > 0
