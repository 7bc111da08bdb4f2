"""The pack command: warnings show in the exit status, and only a disclosure keeps a pack from being written."""

from datetime import date
from pathlib import Path

import pytest

from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.services.packs import check_pack
from tests.commands import environment_on


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.fixture
def sample(environment: Environment, tmp_path: Path) -> str:
    path = tmp_path / "sample.ascp"
    environment.files.create_sample(path).close()
    return str(path)


def test_a_pack_with_warnings_is_written_whole_and_the_exit_status_tells_of_them(
    environment: Environment, sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.xlsx"
    assert run(["pack", sample, "-o", str(path)], environment) == 1
    told = capsys.readouterr()
    assert f"to {path}." in told.out
    assert "not_updated: 4 of 50 projects were not updated for June 2024" in told.err
    assert "--ignore unreconciled,not_updated" in told.err
    assert check_pack(path) > 10


def test_ignored_warnings_are_said_and_leave_the_exit_status_at_0(
    environment: Environment, sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.xlsx"
    assert run(["pack", sample, "-o", str(path), "--ignore", "unreconciled,not_updated"], environment) == 0
    told = capsys.readouterr()
    assert "Ignored: 4 of 50 projects were not updated" in told.out
    assert told.err == ""


def test_a_public_pack_that_would_tell_an_exempt_figure_is_not_written(
    environment: Environment, sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "public.xlsx"
    arguments = ["pack", sample, "-o", str(path), "--audience", "public"]
    assert run([*arguments, "--ignore", "unreconciled,not_updated"], environment) == 1
    assert "discloses: " in capsys.readouterr().err
    assert sorted(item.suffix for item in tmp_path.iterdir()) == [".ascp"]
    assert run([*arguments, "--ignore", "all"], environment) == 1
    assert "not written" in capsys.readouterr().err
    assert sorted(item.suffix for item in tmp_path.iterdir()) == [".ascp"]
    assert run([*arguments, "--ignore", "all,discloses"], environment) == 0
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-o", "pack.docx"], "give pack.docx the ending .xlsx or .pdf"),
        (["-o", "pack.xlsx", "--ignore", "everything"], "There is no warning “everything”"),
        (["-o", "pack.xlsx", "--sections", "cover,weather"], "weather"),
        (["-o", "pack.xlsx", "--template", "No such"], "No such"),
        (["-o", "pack.xlsx", "--compare", "no such board"], "no such board"),
    ],
)
def test_a_choice_that_does_not_exist_is_a_sentence(
    environment: Environment,
    sample: str,
    tmp_path: Path,
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["pack", sample, *arguments], environment) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.glob("pack*"))
