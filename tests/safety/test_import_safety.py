"""An import that is ended without warning, or that meets a full disk, is in the portfolio whole or not at all."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.domain.records.council import Origin
from asc_desktop.domain.records.delivery import Project, SavingsTarget
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.storage.store import Store

IMPORTER = Path(__file__).with_name("importer.py")
PROJECTS = 60
CONTEXT = Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ours.ascp"
    PortfolioFiles(CONTEXT).create(path, "Ours").close()
    return path


def importer(job: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, IMPORTER, job, path], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def imported(path: Path) -> set[int]:
    """Return which trackers' values the portfolio holds, after proving the file."""
    with Store.open(path, CONTEXT) as store:
        assert store.check() == []
        rows = store.load()
    projects = [row for row in rows["project"] if isinstance(row, Project)]
    targets = [row for row in rows["savings_target"] if isinstance(row, SavingsTarget)]
    assert len(projects) == len(targets)
    assert len(projects) in {0, PROJECTS}
    found = {int(str(row.lead).split()[-1]) for row in projects}
    assert found == {row.target_pence // 100 - 1000 for row in targets}
    read = {row.record_id for row in rows["origin"] if isinstance(row, Origin)}
    assert {row.id for row in (*projects, *targets)} <= read
    return found


@pytest.mark.slow
def test_a_kill_during_imports_leaves_each_whole_or_not_at_all(
    path: Path, rounds: Callable[[int], int]
) -> None:
    chance = random.Random(2024)
    for _ in range(rounds(4)):
        process = importer("import", path)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        said = [int(line) for line in process.stdout.read().split("\n")[:-1] if line]
        process.stdout.close()
        process.wait()
        found = imported(path)
        assert len(found) <= 1, f"An import is there in part: {found}"
        # The one in hand may have been saved unheard.
        assert not said or found <= {said[-1], said[-1] + 1}
    assert imported(path)


def test_control_an_import_in_two_transactions_would_be_found_in_part(path: Path) -> None:
    process = importer("parts", path)
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    process.kill()
    process.stdout.close()
    process.wait()
    with pytest.raises(AssertionError):
        imported(path)


@pytest.mark.skipif(sys.platform == "win32", reason="A process cannot be given less room there.")
def test_a_full_disk_leaves_the_portfolio_as_it_was_and_room_lets_the_import_be_done(path: Path) -> None:
    with importer("full", path) as process:
        output, _ = process.communicate(timeout=120)
    said = output.split("\n")
    assert said[:3] == ["DiskFullError", "True None", "2 []"]
    assert imported(path) == {2}
