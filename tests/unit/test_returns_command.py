"""The command that takes in forms that came back, with its exit statuses, its JSON and its notes."""

import json
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.services.history import history
from tests.commands import environment_on
from tests.unit.services.forms.sent import Book, ask, row_of


@pytest.fixture
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.fixture
def asked(environment: Environment, tmp_path: Path) -> tuple[str, Book]:
    path = tmp_path / "sample.ascp"
    session = environment.files.create_sample(path)
    form = ask(session, ["P-001", "P-003"])
    session.close()
    return str(path), Book(form)


def back(book: Book, tmp_path: Path) -> str:
    folder = tmp_path / "back"
    folder.mkdir(exist_ok=True)
    book.save(folder / "From the lead.xlsx")
    return str(folder)


def test_a_preview_changes_nothing_and_what_is_plain_is_taken_in(
    environment: Environment, asked: tuple[str, Book], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, book = asked
    book.put(row_of(book.form, "forecast_pence", ref="P-001"), "forecast_pence", 700_000)
    book.confirm()
    folder = back(book, tmp_path)
    before = Path(path).read_bytes()
    assert run(["returns", path, folder], environment) == 0
    told = capsys.readouterr().out
    assert "F-0101, June 2024, Head of Care: From the lead.xlsx" in told
    line = (
        "P-001!D14 P-001: Proactive reviews and timely assessments, 2024/25, Forecast: £798,000 → £700,000."
    )
    assert line in " ".join(told.split())
    assert "Nothing was changed. 1 answer is plain: add --apply-plain to take them in." in told
    assert Path(path).read_bytes() == before
    assert run(["returns", path, folder, "--apply-plain"], environment) == 0
    assert "F-0101 was taken in: 1 answer. Undo takes all of it back." in capsys.readouterr().out
    session = environment.files.open(Path(path))
    assert session.undo_action == "Take in F-0101, From the lead.xlsx"
    row = next(row for row in history(session) if (row.field, row.new) == ("Forecast", "700,000"))
    assert (row.old, row.new, row.read_from) == ("798,000", "700,000", "From the lead.xlsx, P-001 D14")
    session.close()


def test_what_is_refused_or_in_question_is_found_and_noted(
    environment: Environment, asked: tuple[str, Book], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, book = asked
    book.put(row_of(book.form, "forecast_pence", ref="P-001"), "forecast_pence", "soon")
    folder = back(book, tmp_path)
    notes = tmp_path / "notes"
    assert run(["returns", path, folder, "--json", "--notes", str(notes)], environment) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["applied"], told["unread"]) == ("asc-desktop-returns", False, [])
    form = told["forms"][0]
    assert (form["projects"], form["confirmed"]) == (["P-001", "P-003"], [])
    assert (form["counts"]["refused"], form["counts"]["missing"], form["counts"]["open"]) == (1, 1, 2)
    refused = next(item for item in form["answers"] if item["state"] == "refused")
    assert (refused["cell"], refused["text"], refused["open"], refused["plain"]) == (
        "P-001!D14",
        "soon",
        True,
        False,
    )
    note = (notes / "F-0101 Head of Care.txt").read_text(encoding="utf-8")
    assert note == form["note"]
    assert "- Forecast for the year (P-001!D14): “soon”." in note
    assert "P-003 Mental health reablement:" in note
    draft = message_from_bytes((notes / "F-0101 Head of Care.eml").read_bytes(), policy=default)
    assert draft["X-Unsent"] == "1"
    assert draft["Subject"] == "Your update for June 2024 (F-0101): what could not be taken"
    body = draft.get_body()
    assert body is not None
    assert body.get_content().splitlines()[:1] == ["Dear Head of Care,"]
    assert "“soon”" in body.get_content()


def test_a_file_that_is_no_form_is_found(
    environment: Environment, asked: tuple[str, Book], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = asked
    (tmp_path / "notes.csv").write_text("Ref,Status\nP-001,Green\n", encoding="utf-8")
    assert run(["returns", path, str(tmp_path / "notes.csv")], environment) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "“notes.csv” is no update form" in told
    assert told.endswith("No form that came back was found.")


@pytest.mark.parametrize("gone", ["portfolio", "folder"])
def test_what_is_not_there_is_said(
    environment: Environment, asked: tuple[str, Book], gone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = asked[0] if gone == "folder" else "missing.ascp"
    where = "missing" if gone == "folder" else "."
    assert run(["returns", path, where], environment) == 2
    assert "There is no" in capsys.readouterr().err
