"""The command that asks leads, with its exit statuses and sentences."""

import json
from contextlib import closing
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.domain.forms.carried import carried_in
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.updates import month_updates, suggested_due
from asc_desktop.excel.reading.copy import read_copy
from tests.commands import environment_on


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 1))


@pytest.fixture
def sample(environment: Environment, tmp_path: Path) -> str:
    path = tmp_path / "sample.ascp"
    environment.files.create_sample(path).close()
    return str(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "forms"


def asked(environment: Environment, sample: str) -> set[str]:
    session = environment.files.open(Path(sample), read_only=True)
    try:
        return {item.form for item in session.records.all(UpdateRequest) if item.period == "2024-06"}
    finally:
        session.close()


def test_it_writes_a_form_a_lead_and_keeps_that_they_were_asked(
    environment: Environment, sample: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forms", sample, "-o", str(folder), "--all", "--due", "5/7/2024"], environment) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Note: Not asked: 3 projects that are closed (P-026, P-040 and P-042)." in out
    assert out.splitlines()[-1].startswith("20 forms for 50 projects, June 2024, are in “")
    assert len(list(folder.iterdir())) == 20
    assert len(asked(environment, sample)) == 20


def test_a_lead_and_a_theme_narrow_it_and_json_tells_which(
    environment: Environment, sample: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["forms", sample, "-o", str(folder), "--all", "--drafts", "--json"]
    narrow = ["--lead", "head of  assessment", "--theme", "Theme 1"]
    assert run([*arguments, *narrow], environment) == 0
    told = json.loads(capsys.readouterr().out)
    (form,) = told["forms"]
    assert (form["lead"], form["period"], form["projects"]) == ("Head of Assessment", "2024-06", ["P-001"])
    assert {form["number"]} == asked(environment, sample)
    path = Path(form["file"])
    kept = carried_in(read_copy(path, path.name))
    assert kept is not None
    assert kept.number == form["number"]
    draft = message_from_bytes(Path(form["draft"]).read_bytes(), policy=policy.default)
    assert draft["To"].addresses[0].addr_spec == "head.of.assessment@council.example"
    # The addresses are for the drafts alone.
    assert "council.example" not in json.dumps(told)


def test_the_day_is_the_one_that_the_window_offers_unless_one_is_named(
    environment: Environment, sample: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = ["--lead", "Head of Assessment", "--all", "--json"]
    with closing(environment.files.open(Path(sample), read_only=True)) as session:
        programme = next(item for item in session.records.all(Programme) if item.open_period == "2024-06")
        updates = month_updates(session.context(Scope(programme.id, "2024-06")), session.today)
        offered = suggested_due(updates.papers, session.today)
    assert run(["forms", sample, "-o", str(folder), *lead], environment) == 0
    assert {form["due_on"] for form in json.loads(capsys.readouterr().out)["forms"]} == {offered}
    assert run(["forms", sample, "-o", str(folder), *lead, "--due", "5/7/2024"], environment) == 0
    assert {form["due_on"] for form in json.loads(capsys.readouterr().out)["forms"]} == {"2024-07-05"}


def test_sections_are_asked_by_choice(environment: Environment, sample: str, folder: Path) -> None:
    arguments = ["forms", sample, "-o", str(folder), "--all", "--lead", "Head of Assessment"]
    assert run([*arguments, "--sections", "own, Savings"], environment) == 0
    (path,) = folder.iterdir()
    form = carried_in(read_copy(path, path.name))
    assert form is not None
    assert {section.key for sheet in form.projects for section in sheet.sections} == {
        "status",
        "savings",
        "own",
        "confirm",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--lead", "The Mayor"], "No project names “The Mayor” as its lead. The leads are: "),
        (["--theme", "Nothing"], "There is no single theme “Nothing”. The themes are: "),
        (["--sections", "weather"], "“weather” is no section of a form. The sections are: status, savings"),
        (["--due", "soon"], "“soon” is not a date"),
        (["--due", "30/6/2024"], "30 Jun 2024 has passed"),
        (["--programme", "all"], "Forms are of one programme"),
        (["--lead", "Head of Assessment"], "There is nobody to ask. Not asked: "),
    ],
)
def test_what_cannot_be_asked_is_a_sentence_and_nothing_is_kept(
    environment: Environment,
    sample: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    assert run(["forms", sample, "-o", str(folder), *arguments], environment) == 2
    assert sentence in capsys.readouterr().err
    assert asked(environment, sample) == set()
    assert not folder.exists()


def test_who_is_asked_and_has_not_answered_is_asked_again_with_all_alone(
    environment: Environment, sample: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The window shows them and leaves them unticked."""
    assert run(["forms", sample, "-o", str(folder), "--theme", "Theme 1"], environment) == 0
    first = asked(environment, sample)
    capsys.readouterr()
    assert run(["forms", sample, "-o", str(folder / "b"), "--theme", "Theme 1"], environment) == 2
    said = capsys.readouterr().err
    assert "There is nobody to ask." in said
    assert "waited for, since a form for June 2024 is out (P-0" in said
    assert asked(environment, sample) == first
    assert run(["forms", sample, "-o", str(folder / "c"), "--theme", "Theme 1", "--all"], environment) == 0
    assert "has not come back" in capsys.readouterr().out
