"""Two copies ask apart: after a merge each form that comes back is known, and none is taken for the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from asc_desktop.domain.forms.choosing import Choice
from asc_desktop.domain.forms.form import Form
from asc_desktop.domain.records.delivery import Programme, StatusUpdate
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.forms.asking import prepare, write_forms
from asc_desktop.services.forms.returns import Returns
from asc_desktop.services.merging import give_copy, open_copy
from asc_desktop.services.session import Session

LEAD = "Head of Assessment"


@pytest.fixture
def theirs(session: Session, portfolio_files: PortfolioFiles, tmp_path: Path) -> Iterator[Session]:
    give_copy(session, tmp_path / "theirs.ascp")
    opened = portfolio_files.open(tmp_path / "theirs.ascp")
    yield opened
    opened.close()


@contextmanager
def opened(files: PortfolioFiles, path: Path) -> Iterator[Session]:
    session = files.open(path)
    yield session
    session.close()


def asked(session: Session, folder: Path) -> tuple[Form, Path]:
    programme = min(session.records.all(Programme), key=lambda item: item.position)
    made = prepare(session, Choice(programme.id, "all", leads=(LEAD,)))
    sent = write_forms(session, made, folder)
    return made.forms[0], sent.forms[0]


def filled(form: Form, path: Path, words: str) -> Path:
    """Say something of the first project of a form."""
    book = load_workbook(path)
    row = next(row for row in form.rows if row.questions[0].key == "narrative")
    sheet = book[form.projects[0].ref]
    line = next(line for line in range(1, sheet.max_row + 1) if sheet.cell(line, 1).value == row.code)
    sheet.cell(line, 3).value = words
    book.save(path)
    return path


def test_each_copy_gives_numbers_of_its_own_and_goes_on_with_them(
    session: Session, theirs: Session, tmp_path: Path
) -> None:
    ours, _ = asked(session, tmp_path / "ours")
    first, _ = asked(theirs, tmp_path / "first")
    second, _ = asked(theirs, tmp_path / "second")
    assert int(ours.number[2:]) < 10_000
    assert len(first.number) == len("F-43210001")
    assert int(second.number[2:]) == int(first.number[2:]) + 1


def test_both_forms_come_back_to_the_merged_portfolio(
    session: Session, theirs: Session, tmp_path: Path
) -> None:
    ours, our_path = asked(session, tmp_path / "ours")
    other, other_path = asked(theirs, tmp_path / "other")
    theirs.close()
    merge = open_copy(session, tmp_path / "theirs.ascp")
    assert merge.conflicts == ()
    merge.apply()
    assert {item.form for item in session.records.all(UpdateRequest)} >= {ours.number, other.number}

    returns = Returns(session)
    returns.read([filled(ours, our_path, "Ours came back."), filled(other, other_path, "Theirs did too.")])
    assert returns.unread == ()
    assert {item.number for item in returns.returned} == {ours.number, other.number}
    # Two forms that say two things of one project: a person decides.
    disputed = {answer.text: answer for answer in returns.open if answer.key == "narrative"}
    assert set(disputed) == {"Ours came back.", "Theirs did too."}
    wanted = disputed["Theirs did too."]
    assert wanted.code.startswith(f"{other.number}/")
    returns.settle(wanted.code, "theirs")
    returns.apply()
    update = session.records.get(StatusUpdate, wanted.record_id)
    assert update.narrative == "Theirs did too."


def test_one_form_taken_in_by_both_under_two_names_is_no_conflict(
    session: Session, portfolio_files: PortfolioFiles, tmp_path: Path
) -> None:
    form, path = asked(session, tmp_path / "ours")
    give_copy(session, tmp_path / "copy.ascp")
    filled(form, path, "It came back.")
    with opened(portfolio_files, tmp_path / "copy.ascp") as copy:
        for taker, name in ((session, "mine.xlsx"), (copy, "mine (2).xlsx")):
            file = tmp_path / name
            file.write_bytes(path.read_bytes())
            returns = Returns(taker)
            returns.read([file])
            returns.accept_plain()
            returns.apply()
    merge = open_copy(session, tmp_path / "copy.ascp")
    assert merge.conflicts == ()
    merge.apply()
    (said,) = [item for item in session.records.all(StatusUpdate) if item.narrative == "It came back."]
    request = next(
        item
        for item in session.records.of(UpdateRequest, "form", form.number)
        if item.project_id == said.project_id
    )
    # Which of two names said at one count is kept is the same in every copy, by the copies' own ids.
    assert request.file in {"mine.xlsx", "mine (2).xlsx"}
    assert request.accepted_on == "2024-07-01"
