"""What the commands say to input that cannot be: a sentence and exit status 2, never a traceback or an empty answer."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from asc_desktop.cli import check
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from tests.commands import environment_on


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.fixture
def folder(environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder called work, with the sample and a text file, which the commands are run in."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    environment.files.create_sample(work / "s.ascp").close()
    (work / "note.txt").write_text("a note", encoding="utf-8")
    return work


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("check .", "“work” is a folder, not a portfolio."),
        ("new .", "“work” is a folder. Give the file a name in it."),
        ("sample -o .", "“work” is a folder. Give the file a name in it."),
        ("pages s.ascp -o note.txt", "“note.txt” is a file. Name a folder for the pictures."),
        ("pages s.ascp -o p --programme Nobody", "There is no single programme “Nobody”."),
        ("demo -o note.txt", "“note.txt” is a file. Name a folder to write to."),
        ("report s.ascp --period 1999-01", "January 1999 is outside the programme's years, 2024/25 to"),
        ("pack s.ascp -o p.xlsx --period 2062-06 --waive all", "June 2062 is outside the programme's years"),
    ],
)
def test_input_that_cannot_be_is_refused_in_a_sentence(
    environment: Environment, folder: Path, capsys: pytest.CaptureFixture[str], arguments: str, sentence: str
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run(arguments.split(), environment) == 2
    assert sentence in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_new_portfolio_has_the_ending_that_the_window_lists(environment: Environment, folder: Path) -> None:
    assert run(["new", "ours"], environment) == 0
    assert (folder / "ours.ascp").is_file()


def test_a_missing_file_is_looked_for_in_a_folder_with_a_name(
    environment: Environment, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "missing.ascp"], environment) == 2
    assert f"There is no file “missing.ascp” in “{folder}”." in capsys.readouterr().err


def _raising(error: OSError) -> Callable[..., int]:
    def runs(*_: object) -> int:
        raise error

    return runs


def test_an_error_of_the_system_is_a_sentence(
    environment: Environment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "run", _raising(OSError(28, os.strerror(28), "full.ascp")))
    assert run(["check", "full.ascp"], environment) == 2
    assert capsys.readouterr().err.startswith("asc-desktop: “full.ascp” cannot be used: ")
