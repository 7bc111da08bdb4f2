"""The end of a month by the command line alone, each command a process of its own: forms, returns, a copy, the pack."""

import json
from pathlib import Path
from typing import Any

import pytest

from asc_desktop.domain.forms.carried import carried_in
from asc_desktop.excel.reading.copy import read_copy
from tests.acceptance.month import Lead
from tests.commands import run
from tests.office import Filled, fill, needs_office

pytestmark = [needs_office, pytest.mark.slow]

IN_THE_COPY = "P-028"


def test_four_projects_asked_filled_in_and_taken_in_and_a_copy_merged(tmp_path: Path) -> None:
    run = Commands(tmp_path)
    run("sample", "-o", "ours.ascp")
    assert "4 of 50 projects were not updated" in run("pack", "ours.ascp", "-o", "early.xlsx", found=True)
    run("copy", "ours.ascp", "-o", "theirs.ascp")
    asked = run.json("forms", "ours.ascp", "-o", "forms", "--drafts")
    assert sorted(ref for form in asked["forms"] for ref in form["projects"]) == [
        "P-010", "P-028", "P-035", "P-045",
    ]  # fmt: skip
    assert all(Path(tmp_path, form["draft"]).exists() for form in asked["forms"])

    leads = filled(tmp_path, [form for form in asked["forms"] if form["projects"] != [IN_THE_COPY]])
    seen = run.json("returns", "ours.ascp", "back")
    assert (seen["applied"], len(seen["forms"])) == (False, 3)
    assert run.json("returns", "ours.ascp", "back", "--apply-plain")["applied"]
    again = run.json("returns", "ours.ascp", "back", "--apply-plain")
    assert [form["action"] for form in again["forms"]] == ["", "", ""]

    # A colleague answers for the fourth in the copy, and says of P-001 what is said otherwise here.
    write_tracker(tmp_path, {IN_THE_COPY: "Said in the copy.", "P-001": "Theirs."})
    run("import", "theirs.ascp", "tracker.csv", "--apply")
    write_tracker(tmp_path, {"P-001": "Ours."})
    run("import", "ours.ascp", "tracker.csv", "--apply")
    merge = run.json("merge", "ours.ascp", "theirs.ascp", "--apply", found=True)
    assert not merge["applied"]
    assert [(item["label"], item["ours"]["words"], item["theirs"]["words"]) for item in merge["conflicts"]] == [
        ("Narrative for the board", "Ours.", "Theirs."),
    ]  # fmt: skip
    merged = run("merge", "ours.ascp", "theirs.ascp", "--apply", "--settle", "theirs")
    assert "1 conflict settled. Undo takes all of it back." in " ".join(merged.split())
    assert run.json("merge", "ours.ascp", "theirs.ascp")["new_actions"] == 0
    run("changes-out", "ours.ascp", "--since", "theirs.ascp", "-o", "back.aschanges")
    run("changes-in", "theirs.ascp", "back.aschanges", "--apply")

    reports = [run.json("report", name) for name in ("ours.ascp", "theirs.ascp")]
    assert reports[0]["projects"] == reports[1]["projects"]
    projects = {item["ref"]: item for item in reports[0]["projects"]}
    assert projects["P-001"]["narrative"] == "Theirs."
    assert projects[IN_THE_COPY]["narrative"] == "Said in the copy."
    for lead in leads:
        for ref, status in lead.told.statuses.items():
            assert (ref, projects[ref]["status"]["name"]) == (ref, status)
            assert projects[ref]["narrative"] == lead.told.narratives[ref]
    assert all(item["updated"] for item in projects.values() if item["delivery_status"] != "Closed")
    run("pack", "ours.ascp", "-o", "pack.xlsx", "--waive", "unreconciled")
    run("check", "ours.ascp")
    run("check", "theirs.ascp")


class Commands:
    """Runs commands in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *arguments: str, found: bool = False) -> str:
        """Return what a command says; it has to be done, or to have found something where that is expected."""
        done = run(self._folder, *arguments)
        assert done.returncode == int(found), f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def json(self, *arguments: str, found: bool = False) -> Any:
        return json.loads(self(*arguments, "--json", found=found))


def filled(folder: Path, forms: list[dict[str, Any]]) -> list[Lead]:
    """Fill in forms with LibreOffice, of which nothing is known but the files."""
    leads, jobs = [], []
    (folder / "back").mkdir()
    for at, told in enumerate(forms):
        path = folder / told["file"]
        form = carried_in(read_copy(path, path.name))
        assert form is not None
        leads.append(Lead(form, path, 10 * at))
        jobs.append(Filled(path, leads[-1].typed, folder / "back" / f"answer {at}.ods"))
    fill(jobs, folder)
    return leads


def write_tracker(folder: Path, narratives: dict[str, str]) -> None:
    rows = [f"{ref},On target,{words}" for ref, words in narratives.items()]
    (folder / "tracker.csv").write_text("\n".join(["Ref,Status,Commentary", *rows]) + "\n", encoding="utf-8")
