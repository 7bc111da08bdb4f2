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
    freeze = ["snapshot", "freeze", sample, "--board", "adult social care t", "--meeting", "18/07/2024"]
    assert run(freeze, environment) == 0
    told = capsys.readouterr().out
    assert "Closed June 2024 of Better Lives, Better Outcomes; July 2024 is open." in told
    assert run(["snapshot", "list", sample], environment) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 5
    assert listed[-1].startswith("Adult Social Care Transformation Board, June 2024: ")
    assert "saved 9 Jul 2024 by Tester" in listed[-1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["freeze", "--yes", "--month", "2024-09"], "has come to June 2024 only"),
        (["freeze", "--board", "no such"], "The boards are: "),
        (["freeze", "--yes", "--meeting", "soon"], "is not a date"),
        (["freeze"], "Nothing was saved"),
        (["freeze", "--meeting", "18/07/2024"], "Nothing was saved"),
        (["show", "no such"], "The board versions are: "),
        (["pack", MAY, "-o", "pack.doc"], "end --output with .xlsx or .pdf"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    environment: Environment,
    sample: str,
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    what, *further = arguments
    before = Path(sample).read_bytes()
    assert run(["snapshot", what, sample, *further], environment) == 2
    assert sentence in capsys.readouterr().err
    assert Path(sample).read_bytes() == before


@pytest.mark.parametrize("line", [[], ["--board", "Adult"], ["--yes"]])
def test_a_snapshot_of_which_it_is_not_said_what_to_do_freezes_nothing(
    environment: Environment, sample: str, line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(sample).read_bytes()
    with pytest.raises(SystemExit) as ended:
        run(["snapshot", sample, *line], environment)
    assert ended.value.code == 2
    assert "list, show, pack, freeze" in capsys.readouterr().err
    assert Path(sample).read_bytes() == before


def test_a_freeze_without_a_board_is_one_that_was_said_yes_to(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["snapshot", "freeze", sample, "--yes", "--json"], environment) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(item["period"], item["board"], item["is_whole"]) for item in told["snapshots"]] == [
        ("2024-06", "", True)
    ]
    assert told["told"] == ["Closed June 2024 of Better Lives, Better Outcomes; July 2024 is open."]


def test_a_snapshot_is_shown_in_words_as_the_board_saw_it(
    environment: Environment, sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["snapshot", "show", sample, MAY], environment) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Better Lives, Better Outcomes, May 2024 (closed)\n")
    assert run(["snapshot", "show", sample, MAY, "-o", str(tmp_path / "may.json")], environment) == 0
    capsys.readouterr()
    run(["snapshot", "show", sample, MAY, "--json"], environment)
    assert (tmp_path / "may.json").read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_json_is_what_was_hashed(
    environment: Environment, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["snapshot", "list", sample], environment)
    listed = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(MAY))
    assert run(["snapshot", "show", sample, MAY, "--json"], environment) == 0
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
    assert run(["snapshot", "list", sample], environment) == 1
    assert "does not match its SHA-256" in capsys.readouterr().err
    assert run(["snapshot", "list", sample, "--json"], environment) == 1
    assert not any(item["is_whole"] for item in json.loads(capsys.readouterr().out)["snapshots"])
    assert run(["compare", sample, MAY], environment) == 2
    assert run(["check", sample], environment) == 1
