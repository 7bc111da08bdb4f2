"""``--debug`` and ``--profile``, before any command."""

import pstats
from pathlib import Path

import pytest

from asc_desktop.cli.common import CommandError
from asc_desktop.cli.switches import split
from tests.commands import run


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ([], (False, None, [])),
        (["check", "a.ascp", "--debug"], (True, None, ["check", "a.ascp"])),
        (["--debug", "check", "a.ascp"], (True, None, ["check", "a.ascp"])),
        (["--profile", "a.prof", "--debug", "a.ascp"], (True, Path("a.prof"), ["a.ascp"])),
        (["--profile=a.prof"], (False, Path("a.prof"), [])),
        (["--version"], (False, None, ["--version"])),
    ],
)
def test_debugging_is_taken_from_anywhere_and_a_profile_from_the_beginning(
    line: list[str], found: tuple[bool, Path | None, list[str]]
) -> None:
    assert split(line) == found


@pytest.mark.parametrize(
    "line",
    [
        ["--profile"],
        ["--profile="],
        ["--debug", "--profile"],
        ["--profile", "a.ascp"],
        ["--profile", "check", "a.ascp"],
        ["--profile=run"],
    ],
)
def test_a_profile_needs_a_file_and_takes_no_portfolio_for_it(line: list[str]) -> None:
    with pytest.raises(CommandError, match="name of the file"):
        split(line)


def test_an_error_is_a_sentence_and_with_debug_its_traceback_too(tmp_path: Path) -> None:
    plain, full = run(tmp_path, "check", "gone.ascp"), run(tmp_path, "--debug", "check", "gone.ascp")
    assert plain.returncode == full.returncode == 2
    assert "There is no file" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "There is no file" in full.stderr
    assert "Traceback" in full.stderr


def test_a_profile_says_where_the_time_went(tmp_path: Path) -> None:
    done = run(tmp_path, "--profile", "run.prof", "new", "new.ascp", "--name", "New")
    assert done.returncode == 0, done.stderr
    functions = {name for _, _, name in pstats.Stats(str(tmp_path / "run.prof")).stats}  # type: ignore[attr-defined]
    assert "create" in functions


def test_a_profile_is_written_of_a_command_that_fails_too(tmp_path: Path) -> None:
    assert run(tmp_path, "--profile", "run.prof", "check", "gone.ascp").returncode == 2
    assert (tmp_path / "run.prof").exists()


def test_a_profile_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "--profile", "no folder/run.prof", "new", "new.ascp", "--name", "New")
    assert done.returncode == 2
    assert done.stderr.startswith("asc-desktop: The profile “")
    assert "Traceback" not in done.stderr
