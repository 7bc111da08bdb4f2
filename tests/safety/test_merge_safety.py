"""A merge that is ended without warning, or that meets a full disk, is in the portfolio whole or not at all."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.merging import give_copy, open_copy
from asc_desktop.storage.store import Store

MERGER = Path(__file__).with_name("merger.py")
CONTEXT = Context(who="Ben", machine="CH-0900", now=lambda: datetime.now(UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Our portfolio, beside a copy in which Ben leads every project."""
    path = tmp_path / "ours.ascp"
    with_all = PortfolioFiles(CONTEXT)
    session = with_all.create_sample(path)
    give_copy(session, tmp_path / "ben.ascp")
    session.close()
    copy = with_all.open(tmp_path / "ben.ascp")
    with copy.edit("Lead all of them") as edit:
        edit.put(*(replace(item, lead="Ben") for item in copy.records.all(Project)))
    copy.close()
    return path


def merger(job: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, MERGER, job, path, path.with_name("ben.ascp")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def merged(path: Path) -> bool:
    """Return whether the portfolio holds the merge, after proving the file and that it is there whole or not at all."""
    with Store.open(path, CONTEXT) as store:
        assert store.check() == []
        store.copies.told()
        rows = store.load()
    leads = [row.lead for row in rows["project"] if isinstance(row, Project)]
    accounts = [row for row in rows["merged_copy"] if isinstance(row, MergedCopy)]
    assert leads.count("Ben") in {0, len(leads)}
    assert bool(accounts) == ("Ben" in leads)
    return bool(accounts)


@pytest.mark.slow
def test_a_kill_during_merges_leaves_each_whole_or_not_at_all(
    path: Path, rounds: Callable[[int], int]
) -> None:
    chance = random.Random(2024)
    found = set()
    for _ in range(rounds(6)):
        process = merger("merge", path)
        assert process.stdout is not None
        assert process.stdin is not None
        while process.stdout.readline() not in {"read\n", ""}:
            pass
        time.sleep(chance.uniform(0, 1))
        process.kill()
        process.communicate()
        found.add(merged(path))
    assert found
    # Whatever it was ended in, it can be merged to the end.
    session = PortfolioFiles(CONTEXT).open(path)
    open_copy(session, path.with_name("ben.ascp")).apply()
    session.close()
    assert merged(path)


def test_control_a_merge_in_two_transactions_would_be_found_in_part(path: Path) -> None:
    process = merger("parts", path)
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == ["open\n", "half-way\n"]
    process.kill()
    process.communicate()
    with pytest.raises(AssertionError):
        merged(path)


def test_a_copy_that_is_open_elsewhere_is_merged_as_far_as_it_is_saved_and_stays_open(path: Path) -> None:
    with merger("hold", path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        session = PortfolioFiles(CONTEXT).open(path)
        merge = open_copy(session, path.with_name("ben.ascp"))
        assert any("open elsewhere at this moment (Ann Officer, CH-0417)" in words for words in merge.told)
        merge.apply()
        first = session.records.all(Project)[0]
        assert (first.lead, first.sponsor) == ("Ben", "Saved while open")
        session.close()
        assert process.poll() is None
        process.communicate("done\n", timeout=60)
    assert process.returncode == 0
    with Store.open(path.with_name("ben.ascp"), CONTEXT) as store:
        assert store.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="A process cannot be given less room there.")
def test_a_full_disk_leaves_the_portfolio_as_it_was_and_room_lets_the_merge_be_done(path: Path) -> None:
    with merger("full", path) as process:
        output, _ = process.communicate(timeout=120)
    assert output.split("\n")[:4] == ["open", "read", "DiskFullError", "None 0"]
    assert not merged(path)
    session = PortfolioFiles(CONTEXT).open(path)
    open_copy(session, path.with_name("ben.ascp")).apply()
    session.close()
    assert merged(path)
