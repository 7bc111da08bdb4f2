"""Copies through the command line, each command a process of its own: given, compared, settled, sent as changes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session
from tests.commands import run


def opened(path: Path, who: str) -> Session:
    return PortfolioFiles(Context(who=who, machine="test", now=lambda: datetime.now(UTC))).open(path)


def change(path: Path, who: str, ref: str, lead: str) -> None:
    session = opened(path, who)
    with session.edit(f"Change {ref}") as edit:
        edit.put(*(replace(item, lead=lead) for item in session.records.all(Project) if item.ref == ref))
    session.close()


def leads(path: Path) -> dict[str, str | None]:
    session = opened(path, "Nobody")
    found = {item.ref: item.lead for item in session.records.all(Project)}
    session.close()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ours, and a working copy that Ben has had; both changed P-024, and each something else."""
    files = PortfolioFiles(Context(who="Ann", machine="test", now=lambda: datetime.now(UTC)))
    files.create_sample(tmp_path / "ours.ascp").close()
    given = run(tmp_path, "copy", "ours.ascp", "-o", "ben")
    assert (given.returncode, given.stderr) == (0, "")
    assert "ben.ascp" in given.stdout
    change(tmp_path / "ours.ascp", "Ann", "P-024", "Ours")
    change(tmp_path / "ours.ascp", "Ann", "P-001", "Ours")
    change(tmp_path / "ben.ascp", "Ben", "P-030", "Theirs")
    change(tmp_path / "ben.ascp", "Ben", "P-024", "Theirs")
    return tmp_path


def test_a_preview_lists_what_comes_in_and_the_conflicts_and_changes_nothing(folder: Path) -> None:
    before = (folder / "ours.ascp").read_bytes()
    done = run(folder, "merge", "ours.ascp", "ben.ascp")
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "ben.ascp of Ben into ours.ascp: 2 new actions"
    assert max(map(len, lines)) <= 80
    assert "Comes in" in lines
    assert "P-030" in done.stdout
    assert "Conflicts" in lines
    assert any(line.strip().startswith("ours: Ours (Ann, ") for line in lines)
    assert any(line.strip().startswith("theirs: Theirs (Ben, ") for line in lines)
    assert "1 conflict has to be settled" in " ".join(done.stdout.split())
    assert (folder / "ours.ascp").read_bytes() == before


def test_without_a_rule_nothing_is_applied_and_the_conflicts_are_listed(folder: Path) -> None:
    done = run(folder, "merge", "ours.ascp", "ben.ascp", "--apply")
    assert (done.returncode, done.stderr) == (1, "")
    assert "Conflicts" in done.stdout
    assert "Nothing was changed" in " ".join(done.stdout.split())
    assert leads(folder / "ours.ascp")["P-030"] != "Theirs"
    told = json.loads(run(folder, "merge", "ours.ascp", "ben.ascp", "--apply", "--json").stdout)
    assert (told["applied"], told["unsettled"], len(told["conflicts"])) == (False, 1, 1)


@pytest.mark.parametrize(("rule", "lead"), [("ours", "Ours"), ("theirs", "Theirs")])
def test_a_rule_settles_all_of_it_and_merging_again_finds_nothing(folder: Path, rule: str, lead: str) -> None:
    done = run(folder, "merge", "ours.ascp", "ben.ascp", "--settle", rule, "--apply", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["format"], told["version"], told["applied"], told["whose"]) == (
        "asc-desktop-merge",
        1,
        True,
        "Ben",
    )
    assert told["action"] == "Merge ben.ascp"
    assert [conflict["settled"] for conflict in told["conflicts"]] == [rule]
    assert {"P-024": lead, "P-030": "Theirs", "P-001": "Ours"}.items() <= leads(folder / "ours.ascp").items()
    again = run(folder, "merge", "ours.ascp", "ben.ascp", "--apply")
    assert again.returncode == 0
    assert "already" in again.stdout


def test_changes_go_out_and_come_in(folder: Path) -> None:
    out = run(folder, "changes-out", "ben.ascp", "--since", "ours.ascp", "-o", "new")
    assert (out.returncode, out.stdout, out.stderr) == (0, "Wrote 2 actions to new.aschanges.\n", "")
    done = run(folder, "changes-in", "ours.ascp", "new.aschanges", "--settle", "newest", "--apply")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Undo takes all of it back" in " ".join(done.stdout.split())
    assert leads(folder / "ours.ascp")["P-030"] == "Theirs"
    back = run(folder, "changes-out", "ours.ascp", "--since", "new.aschanges", "-o", "back.aschanges")
    assert back.returncode == 0
    assert run(folder, "changes-in", "ben.ascp", "back.aschanges", "--apply").returncode == 0
    assert leads(folder / "ben.ascp") == leads(folder / "ours.ascp")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["merge", "ours.ascp", "missing.ascp"], "missing.ascp"),
        (["merge", "ours.ascp", "ours.ascp"], "is the portfolio that is open"),
        (["merge", "ours.ascp", "letter.txt"], "not a portfolio"),
        (["merge", "missing.ascp", "ben.ascp"], "missing.ascp"),
        (["copy", "ours.ascp", "-o", "ben.ascp"], "already a file"),
        (["changes-out", "ours.ascp", "--since", "letter.txt", "-o", "x.aschanges"], "not a portfolio"),
        (["changes-out", "ours.ascp", "--since", "ben.ascp", "-o", "ben.ascp"], "already a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(folder: Path, arguments: list[str], sentence: str) -> None:
    (folder / "letter.txt").write_text("Dear Sir, " * 100, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
