"""The commands that freeze, list, bring back and compare, with their exit statuses."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from tests.commands import environment_on

MAY = "Transformation Board, May"


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.fixture
def sample(environment: Environment, tmp_path: Path) -> str:
    path = tmp_path / "sample.ascp"
    environment.files.create_sample(path).close()
    return str(path)


def test_a_freeze_closes_the_period_and_is_listed(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze = ["snapshot", sample, "--board", "adult social care t", "--meeting", "18/07/2024"]
    assert run(freeze, environment) == 0
    told = capsys.readouterr().out
    assert "Closed June 2024 of Better Lives, Better Outcomes; July 2024 is open." in told
    assert run(["snapshot", sample, "--list"], environment) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 5
    assert listed[-1].startswith("Adult Social Care Transformation Board, June 2024: ")
    assert "frozen 9 Jul 2024 by Tester" in listed[-1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--period", "2024-09"], "has come to June 2024 only"),
        (["--board", "no such"], "The boards are: "),
        (["--meeting", "soon"], "is not a date"),
        (["--json", "no such"], "The snapshots are: "),
        (["--pack", MAY], "Give the file to write with --output"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    environment: Environment,
    sample: str,
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["snapshot", sample, *arguments], environment) == 2
    assert sentence in capsys.readouterr().err


def test_the_json_is_what_was_hashed(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["snapshot", sample, "--list"], environment)
    listed = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(MAY))
    assert run(["snapshot", sample, "--json", MAY], environment) == 0
    text = capsys.readouterr().out
    assert listed.endswith(hashlib.sha256(text.encode()).hexdigest()[:12])
    assert json.loads(text)["period"] == "2024-05"


def test_comparing_in_words_and_as_json(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", sample, MAY], environment) == 0
    assert "changes since Transformation Board, May 2024" in capsys.readouterr().out
    assert run(["compare", sample, "Transformation Board, April", MAY, "--json"], environment) == 0
    changes = json.loads(capsys.readouterr().out)
    figures = {item["key"]: item for item in changes["figures"]}
    assert (figures["forecast"]["before"], figures["forecast"]["after"]) == ("£8.70m", "£7.09m")
    assert run(["compare", sample, MAY, "now", "--period", "2024-05"], environment) == 0
    assert "Nothing has changed since" in capsys.readouterr().out
    assert run(["compare", sample, "Programme"], environment) == 2


def test_a_snapshot_changed_outside_is_found(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    with sqlite3.connect(sample) as outside:
        outside.execute("UPDATE snapshot SET sha256 = replace(sha256, substr(sha256, 1, 4), '0000')")
    outside.close()
    assert run(["snapshot", sample, "--list"], environment) == 1
    assert "does not match its SHA-256" in capsys.readouterr().err
    assert run(["compare", sample, MAY], environment) == 2
    assert run(["check", sample], environment) == 1
