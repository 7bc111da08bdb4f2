"""The command line as one types it: what is misspelt, where help is, and where the result goes."""

import json
from datetime import date
from pathlib import Path

import pytest

from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import COMMANDS, build_parser, run
from tests.commands import environment_on


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("reprot x.ascp", "Did you mean report?"),
        ("reports", "Did you mean report?"),
        ("hlep", "Did you mean help?"),
        ("report x.ascp --programe P", "There is no option --programe. Did you mean --programme?"),
        ("snapshot list x.ascp --jsn", "There is no option --jsn. Did you mean --json?"),
        ("snapshot freze x.ascp", "Did you mean freeze?"),
        ("merge a.ascp b.ascp --settle thiers", "Did you mean theirs? Choose from: ours, theirs, newest."),
        ("pages x.ascp -o d --theme drak", "Did you mean dark?"),
    ],
)
def test_what_is_misspelt_is_answered_with_what_was_meant(
    environment: Environment, line: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = run(line.split(), environment)
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("words", [[], ["report"], ["snapshot", "freeze"]])
def test_help_is_a_command_too(
    environment: Environment, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    printed = []
    for line in (["help", *words], [*words, "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(line, environment)
        assert ended.value.code == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert printed[0].startswith(" ".join(["usage: asc-desktop", *words]))


def test_json_is_the_same_flag_on_every_command_that_has_a_result() -> None:
    (commands,) = (action for action in build_parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    without = set()
    for name, parser in commands.choices.items():
        parts = [action for action in parser._actions if action.dest == "what"]
        for one in parts[0].choices.values() if parts else [parser]:  # type: ignore[union-attr]
            flags = [action for action in one._actions if "--json" in action.option_strings]
            assert all(action.nargs == 0 for action in flags)
            if not flags:
                without.add(name)
    assert set(commands.choices) == set(COMMANDS)
    assert without == {"demo", "schema", "self-test"}


def test_a_report_goes_to_a_file_in_words_or_as_json_by_its_name(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = str(tmp_path / "sample.ascp")
    environment.files.create_sample(Path(sample)).close()
    run(["report", sample], environment)
    words = capsys.readouterr().out
    for name in ("report.txt", "report.json", "changes.json"):
        line = (
            ["compare", sample, "Transformation Board, May"] if name == "changes.json" else ["report", sample]
        )
        assert run([*line, "-o", str(tmp_path / name)], environment) == 0
        assert capsys.readouterr().out == f"Wrote {tmp_path / name}.\n"
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == words
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["period"] == "2024-06"
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["before_period"] == "2024-05"
    assert run(["report", sample, "-o", str(tmp_path)], environment) == 2
    assert "is a folder" in capsys.readouterr().err


def test_programmes_are_listed_with_what_each_has(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.files.create_sample(tmp_path / "sample.ascp").close()
    environment.files.create(tmp_path / "empty.ascp", "Empty").close()
    assert run(["programmes", str(tmp_path / "sample.ascp")], environment) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == (
        "Better Lives, Better Outcomes: 2024/25 to 2027/28; June 2024 is open; 5 themes, 53 projects, "
        "3 of them closed, 2 snapshots"
    )
    assert run(["programmes", str(tmp_path / "empty.ascp")], environment) == 0
    assert "There is no programme yet." in capsys.readouterr().out
