"""Backups on the command line: listed, looked into and restored, and taken where a command changes a portfolio."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.cli.common import opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.backups import backup_rows
from asc_desktop.services.files import Context, PortfolioFiles
from tests.commands import without_drawing

_minutes = count()


def later() -> datetime:
    return datetime(2024, 7, 18, 9, 0, tzinfo=UTC) + timedelta(minutes=next(_minutes))


@pytest.fixture
def environment() -> Environment:
    return without_drawing(PortfolioFiles(Context(who="Ann Officer", machine="CH-0417", now=later)))


@pytest.fixture
def path(tmp_path: Path, environment: Environment) -> Path:
    path = tmp_path / "Sample.ascp"
    environment.files.create_sample(path).close()
    return path


def rename(environment: Environment, path: Path, name: str) -> None:
    with opened(environment, path, read_only=False) as session:
        project = min(session.records.all(Project), key=lambda item: item.ref)
        with session.edit(f"Rename to {name}") as edit:
            edit.put(replace(project, name=name))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_command_that_changes_a_portfolio_leaves_backups(path: Path, environment: Environment) -> None:
    rename(environment, path, "One")
    rename(environment, path, "Two")
    assert [(row.why, row.number) for row in backup_rows(path)] == [
        ("Closing", 3),
        ("Closing", 2),
        ("Opening", 1),
    ]
    with opened(environment, path, read_only=False):
        pass
    assert len(backup_rows(path)) == 3


def test_backups_are_listed_and_looked_into(
    path: Path, environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backups", str(path)], environment) == 0
    assert "There is no backup of Sample.ascp yet." in said(capsys)
    rename(environment, path, "One")
    rename(environment, path, "Two")
    assert run(["backups", str(path)], environment) == 0
    lines = said(capsys).splitlines()
    assert len(lines) == 3
    assert "18 Jul 2024" in lines[0]
    assert "after 3 actions" in lines[0]
    assert "after 1 action" in lines[2]
    assert run(["backups", str(path), "--show", "3"], environment) == 0
    shown = said(capsys)
    with opened(environment, path) as session:
        projects = len(session.records.all(Project))
    assert f"It is whole, and holds {projects} projects, " in shown
    assert "2 later actions are not in it, by Ann Officer:\n– “Rename to Two” by Ann Officer" in shown


def test_a_backup_is_restored_and_the_file_kept(
    path: Path, environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("One", "Two"):
        rename(environment, path, name)
    before = path.read_bytes()
    assert run(["backups", str(path), "--restore", "3"], environment) == 0
    sentence = said(capsys)
    assert "2 later actions are not in it" in sentence
    (kept,) = path.parent.glob("Sample before restore *.ascp")
    assert kept.read_bytes() == before
    assert f"kept as “{kept.name}”" in sentence
    with opened(environment, path) as session:
        assert not {"One", "Two"} & {project.name for project in session.records.all(Project)}
    assert [row.why for row in backup_rows(path)] == ["Restored", "Closing", "Closing", "Opening"]


def test_the_file_is_backed_up_before_another_takes_its_place(path: Path, environment: Environment) -> None:
    rename(environment, path, "One")
    with opened(environment, path, read_only=False, back_up=False) as session:
        project = min(session.records.all(Project), key=lambda item: item.ref)
        with session.edit("Not backed up yet") as edit:
            edit.put(replace(project, name="Two"))
    assert run(["backups", str(path), "--restore", "1"], environment) == 0
    rows = backup_rows(path)
    assert [row.why for row in rows][:2] == ["Restored", "Before restore"]
    assert rows[1].number == 3


def test_a_damaged_file_can_be_restored_too(path: Path, environment: Environment) -> None:
    rename(environment, path, "One")
    path.write_bytes(b"damaged" * 1_000)
    assert run(["backups", str(path), "--show", "1"], environment) == 0
    assert run(["backups", str(path), "--restore", "1"], environment) == 0
    with opened(environment, path) as session:
        assert "One" in {project.name for project in session.records.all(Project)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--restore", "4"], "There are 2, 1 the newest"), (["--show", "0"], "no backup 0")],
)
def test_a_number_that_is_not_in_the_list(
    path: Path, environment: Environment, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    rename(environment, path, "One")
    assert run(["backups", str(path), *arguments], environment) == 2
    assert words in capsys.readouterr().err


def test_a_backup_that_cannot_be_made_is_said(
    path: Path, environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    path.with_name("Sample backups").write_text("a file in the way")
    rename(environment, path, "One")
    assert "The backup was not made:" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "report", "backup"])
def test_a_command_on_a_damaged_file_says_which_backup_can_take_its_place(
    path: Path, environment: Environment, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    rename(environment, path, "One")
    made = backup_rows(path)[0].when
    content = path.read_bytes()
    place = content.index(b"Rename to One")
    path.write_bytes(content[:place] + b"Renamed to 1!" + content[place + 13 :])
    damaged = path.read_bytes()
    assert run([command, str(path)], environment) == 2
    words = capsys.readouterr().err
    assert "its history was altered" in words
    assert f'The newest good backup is of {made}: asc-desktop backups "{path}" --restore 1' in words
    assert path.read_bytes() == damaged
    assert run(["backups", str(path), "--restore", "1"], environment) == 0
    assert run(["check", str(path)], environment) in {0, 1}


def test_a_file_that_is_not_there_is_told_from_one_without_backups(
    environment: Environment, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backups", str(path)], environment) == 0
    assert "no backup" in capsys.readouterr().out
    assert run(["backups", str(path.with_name("Mistyped.ascp"))], environment) == 2
    assert "There is no file “Mistyped.ascp”" in capsys.readouterr().err


def test_a_backup_named_in_place_of_its_portfolio_lists_the_same(
    environment: Environment, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rename(environment, path, "One")
    rename(environment, path, "Two")
    assert run(["backups", str(path)], environment) == 0
    listed = said(capsys)
    newest = backup_rows(path)[0]
    assert run(["backups", newest.id], environment) == 0
    assert said(capsys) == listed
    assert run(["backup", newest.id], environment) == 2
    assert "is a backup of “Sample.ascp”" in capsys.readouterr().err
