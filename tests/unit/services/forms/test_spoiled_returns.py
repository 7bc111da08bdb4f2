"""Ways of spoiling a form, each with its right outcome: taken, asked about or refused, and never passed in silence."""

import csv
import os
import shutil
import subprocess
import textwrap
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from asc_desktop.domain.forms.carried import SHEET
from asc_desktop.domain.forms.form import CONFIRMED, Form, FormRow
from asc_desktop.domain.forms.returned import Answer, AnswerState
from asc_desktop.domain.records.delivery import Milestone, ProjectException, SavingsPosition
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.place import programme_of
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.services.editing import archive_projects, delete_records
from asc_desktop.services.forms.returns import Returns
from asc_desktop.services.session import Session
from asc_desktop.services.structure import open_next_period
from tests.unit.services.forms.sent import Book, ask, project, question_of, row_of

ONE, TWO = "P-001", "P-003"
UNCHANGED, CHANGED, BOTH, REFUSED, MISSING = AnswerState
LATER = 2_000_000_000.0


@pytest.fixture
def form(session: Session) -> Form:
    return ask(session, [ONE, TWO])


@pytest.fixture
def book(form: Form) -> Book:
    return Book(form)


def back(session: Session, *paths: Path) -> Returns:
    """Read files that came back, each saved later than the one before."""
    returns = Returns(session)
    for at, path in enumerate(paths):
        workbook = read_copy(path, path.name)
        for each in workbook.attached or (workbook,):
            returns.take_workbook(each, LATER + at)
    return returns


def answer(returns: Returns, row: FormRow, key: str, at: int = 0) -> Answer:
    return returns.returned[at].by_code[question_of(row, key).code]


def changed(returns: Returns) -> set[str]:
    return {item.code for item in returns.answers if item.state is not UNCHANGED and item.table}


def told(returns: Returns, at: int = 0) -> str:
    return "\n".join(returns.returned[at].told)


def forecast(form: Form) -> FormRow:
    return row_of(form, "forecast_pence", ref=ONE)


def milestones(form: Form) -> tuple[FormRow, FormRow]:
    return row_of(form, "forecast_date", ref=ONE), row_of(form, "forecast_date", ref=ONE, at=1)


def held(session: Session, row: FormRow) -> Record | None:
    return session.records.with_id(row.record_id)


def request(session: Session, ref: str, number: str = "F-0101") -> UpdateRequest:
    wanted = project(session, ref).id
    return next(
        item for item in session.records.of(UpdateRequest, "form", number) if item.project_id == wanted
    )


def cells_of(sheet: Worksheet, line: int) -> list[object]:
    return [sheet.cell(line, column).value for column in range(1, 7)]


def write(sheet: Worksheet, line: int, values: list[object], first: int = 1) -> None:
    for column, value in enumerate(values, first):
        sheet.cell(line, column).value = value  # type: ignore[assignment]


def unmerged(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


# ---------------------------------------------------------------------------------------------- moved about


def test_01_rows_that_were_sorted_whole_are_taken(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    first, second = milestones(form)
    book.put(first, "forecast_date", date(2024, 11, 1))
    sheet, one = book.line(first.code)
    _, two = book.line(second.code)
    above, below = cells_of(sheet, one), cells_of(sheet, two)
    write(sheet, one, below)
    write(sheet, two, above)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert changed(returns) == {question_of(first, "forecast_date").code}
    found = answer(returns, first, "forecast_date")
    assert (found.new, found.cell) == ("2024-11-01", f"{ONE}!D{two}")
    assert found.is_plain


def test_02_rows_sorted_without_their_codes_are_refused_aloud(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    first, second = milestones(form)
    sheet, one = book.line(first.code)
    _, two = book.line(second.code)
    above, below = cells_of(sheet, one), cells_of(sheet, two)
    write(sheet, one, below[1:], 2)
    write(sheet, two, above[1:], 2)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, first, "forecast_date")
    assert found.state is REFUSED
    assert f"Next to the code of “{first.words}” is “{second.words}”" in found.sentence
    assert f"{first.code} was “{first.words}” and now reads “{second.words}”" in told(returns)
    returns.accept_plain()
    returns.apply()
    assert getattr(held(session, first), "forecast_date") == question_of(first, "forecast_date").sent  # noqa: B009
    assert request(session, ONE).in_question > 0


def test_03_a_row_whose_words_were_changed_is_asked_about(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    first, _ = milestones(form)
    book.put(first, "forecast_date", date(2024, 11, 1))
    sheet, line = book.line(first.code)
    sheet.cell(line, 2).value = f"{first.words} (phase one)"
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, first, "forecast_date")
    assert (found.state, found.asks, found.new) == (CHANGED, True, "2024-11-01")
    assert "see whether it is the same" in found.sentence
    assert returns.accept_plain() == 0


def test_04_columns_that_were_moved_are_found_by_their_headings(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    book.put(row, "forecast_pence", 700_000)
    book.put(row, "delivered_pence", 210_000)
    book.put(first, "forecast_date", date(2024, 11, 1))
    sheet, _ = book.line(row.code)
    unmerged(sheet)
    for line in range(1, sheet.max_row + 1):
        values = cells_of(sheet, line)
        write(sheet, line, [values[0], values[1], values[2], values[4], values[3], values[5]])
    sheet.insert_cols(3)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert [answer(returns, row, key).new for key in ("forecast_pence", "delivered_pence")] == [
        70_000_000, 21_000_000,
    ]  # fmt: skip
    assert answer(returns, first, "forecast_date").new == "2024-11-01"
    assert len(changed(returns)) == 3
    assert "is not asked for" not in told(returns)


def test_05_a_column_that_is_gone_is_missing_and_what_is_left_is_taken(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    sheet, line = book.line(row.code)
    heading = next(at for at in range(line, 0, -1) if sheet.cell(at, 5).value == "Delivered so far")
    for at in range(heading, line + 2):
        sheet.cell(at, 5).value = None
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert answer(returns, row, "forecast_pence").is_plain
    found = answer(returns, row, "delivered_pence")
    assert (found.state, found.sentence) == (MISSING, "Its column is no longer in the file.")


def test_06_hidden_rows_and_columns_are_read(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    sheet, line = book.line(row.code)
    sheet.row_dimensions[line].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.sheet_state = "hidden"
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert answer(returns, row, "forecast_pence").new == 70_000_000


# ---------------------------------------------------------------------------------------------- other kinds


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One workbook saved by LibreOffice as every kind that a lead may choose."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine.")
    folder = tmp_path_factory.mktemp("office")
    return {"soffice": Path(office), "folder": folder}


def convert(converted: dict[str, Path], path: Path, *kinds: str) -> None:
    for kind in kinds:
        subprocess.run(
            [
                str(converted["soffice"]), "--headless", f"-env:UserInstallation=file://{converted['folder']}/profile",
                "--convert-to", kind, "--outdir", str(path.parent), str(path),
            ],
            check=True, capture_output=True, timeout=240,
            env={**os.environ, "HOME": str(converted["folder"])},
        )  # fmt: skip


def test_07_other_kinds_of_file_are_read_as_the_workbook_is(
    session: Session, form: Form, book: Book, tmp_path: Path, converted: dict[str, Path]
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    status = row_of(form, "status_id", ref=ONE)
    book.put(row, "forecast_pence", 701_234.56)
    book.put(first, "forecast_date", date(2024, 11, 1))
    book.put(status, "status_id", "At risk")
    book.put(row_of(form, "narrative", ref=TWO), "narrative", "One line.\nAnother – “quoted”, £5.")
    book.confirm(TWO)
    path = book.save(tmp_path / "form.xlsx")
    convert(converted, path, "ods", "xls", "xlsx:Calc MS Excel 2007 XML")
    expected = back(session, path)
    assert len(changed(expected)) == 4
    for kind in ("ods", "xls", "xlsx"):
        returns = back(session, tmp_path / f"form.{kind}")
        assert not returns.unread, kind
        got = {item.code: (item.state, item.new) for item in returns.answers}
        assert got == {item.code: (item.state, item.new) for item in expected.answers}, kind
        assert returns.returned[0].confirmed == expected.returned[0].confirmed
        assert "without a result" not in told(returns), kind


def test_08_a_csv_of_one_sheet_is_taken_and_the_other_is_told(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    sheet, _ = book.line(row.code)
    with (tmp_path / "P-001.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [str(cell.value)[:10] if hasattr(cell.value, "year") else cell.value for cell in line]
            for line in sheet.iter_rows()
        )
    returns = back(session, tmp_path / "P-001.csv")
    assert changed(returns) == {question_of(row, "forecast_pence").code}
    assert answer(returns, row, "forecast_pence").new == 70_000_000
    name = project(session, TWO).name
    assert f"Nothing came back of {TWO} {name}: no row of its sheet is in the file." in told(returns)
    returns.accept_plain()
    returns.apply()
    assert request(session, ONE).returned_on == "2024-07-01"
    assert request(session, TWO).returned_on is None


# ---------------------------------------------------------------------------------------------- typed otherwise


def test_09_a_locked_value_that_was_changed_is_told_and_not_taken(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    first, _ = milestones(form)
    sheet, line = book.line(first.code)
    sheet.protection.disable()
    book.put(first, "baseline_date", date(2025, 1, 31))
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert not changed(returns)
    assert (
        f"{ONE}!C{line}: Planned of “{first.words}” is not asked for. It was “30 Sep 2024” and now reads "
        "“31 Jan 2025”; that was not taken." in told(returns)
    )


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1.2m", 120_000_000),
        ("950k", 95_000_000),
        ("£ 812,345.67", 81_234_567),
        (812_345.67, 81_234_567),
        ("812345", 81_234_500),
    ],
)
def test_10_amounts_written_as_text_are_read_as_the_field_reads_them(
    session: Session, form: Form, book: Book, tmp_path: Path, typed: str | float, pence: int
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", typed).number_format = "General"
    found = answer(back(session, book.save(tmp_path / "a.xlsx")), row, "forecast_pence")
    assert (found.new, found.state) == (pence, CHANGED)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("12 November 2024", "2024-11-12"), ("12/11/24", "2024-11-12"), (45_608, "2024-11-12")],
)
def test_11_dates_written_as_text_or_as_numbers_are_read(
    session: Session, form: Form, book: Book, tmp_path: Path, typed: str | int, day: str
) -> None:
    first, _ = milestones(form)
    book.put(first, "forecast_date", typed).number_format = "General"
    found = answer(back(session, book.save(tmp_path / "a.xlsx")), first, "forecast_date")
    assert (found.new, found.is_plain) == (day, True)


def test_12_what_cannot_be_read_is_refused_with_its_cell_and_a_note(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row, (first, second) = forecast(form), milestones(form)
    status, owner = row_of(form, "status_id", ref=ONE), row_of(form, "owner", ref=ONE)
    book.put(row, "forecast_pence", "about a million")
    book.put(first, "forecast_date", "12 June")
    book.put(second, "forecast_date", "#REF!").data_type = "e"
    book.put(status, "status_id", "Going well")
    book.put(owner, "owner", "long " * 400)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    for asked, key, words in (
        (row, "forecast_pence", "about a million"),
        (first, "forecast_date", "12 June"),
        (second, "forecast_date", "is an error in the workbook, #REF!"),
        (status, "status_id", "“Going well” is not one of: "),
        (owner, "owner", "characters at most; this has 1,999"),
    ):
        found = answer(returns, asked, key)
        assert found.state is REFUSED
        assert words in found.sentence
        assert found.cell == f"{ONE}!{book.cell(asked, key).coordinate}"
    note = returns.note(returns.returned[0])
    assert f"- Forecast for the year ({ONE}!D14): “about a million”." in note
    assert returns.accept_plain() == 0
    returns.apply()
    kept = request(session, ONE)
    assert (kept.in_question, kept.accepted_on) == (5, None)
    assert kept.refused is not None
    assert "about a million" in kept.refused
    assert held(session, row) is not None
    assert getattr(held(session, row), "forecast_pence") == question_of(row, "forecast_pence").sent  # noqa: B009


def test_13_an_amount_in_thousands_is_asked_about(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 798)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, row, "forecast_pence")
    assert (found.state, found.new, found.asks) == (CHANGED, 79_800, True)
    assert "“798” is far from the 798,000 that was sent" in found.sentence
    assert returns.accept_plain() == 0


def test_14_what_was_emptied_is_asked_about_and_what_is_needed_is_missing(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    (first, _), narrative = milestones(form), row_of(form, "narrative", ref=ONE)
    book.put(first, "forecast_date", None)
    book.put(narrative, "narrative", "TBC")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, first, "forecast_date")
    assert (found.state, found.asks, found.new) == (CHANGED, True, None)
    assert "It was emptied: see whether “18 Oct 2024” is to go." in found.sentence
    lost = answer(returns, narrative, "narrative")
    assert lost.state is MISSING
    assert "“TBC” is not an answer" in lost.sentence
    returns.settle(found.code, "theirs")
    returns.apply()
    assert getattr(held(session, first), "forecast_date") is None  # noqa: B009


# ---------------------------------------------------------------------------------------------- which form


def test_15_last_months_form_is_refused_for_this_month(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    path = book.save(tmp_path / "June.xlsx")
    programme = programme_of(project(session, ONE), session.records)
    assert programme is not None
    open_next_period(session, programme)
    before = session.records.all(SavingsPosition)
    returns = back(session, path)
    found = answer(returns, row, "forecast_pence")
    assert found.state is REFUSED
    assert found.sentence == (
        "F-0101 asked P-001 about June 2024, and July 2024 is open now. Nothing of the sheet was taken: ask for July "
        "2024, or type it in where it still holds. A correction for June 2024 needs a reason: "
        "choose that month, and change it there."
    )
    # To send it again would be refused again: the lead is told what helps.
    note = returns.note(returns.returned[0])
    assert "in the same file and send it again" not in note
    assert (
        "July 2024 is open here by now, so nothing of the form could be taken in, and to send it again"
        in note
    )
    assert (
        "as a correction, with your reason. What is true for July 2024 belongs in the form for July 2024."
        in note
    )
    assert f"- Forecast for the year ({found.cell}): “700000”." in note
    assert "asked P-001 about" not in note
    returns.accept_plain()
    returns.apply()
    assert session.records.all(SavingsPosition) == before


def test_16_of_a_form_that_came_back_twice_the_later_wins(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row, (first, second) = forecast(form), milestones(form)
    early, late = Book(form), Book(form)
    early.put(row, "forecast_pence", 700_000)
    early.put(first, "forecast_date", date(2024, 11, 1))
    early.put(second, "forecast_date", date(2025, 4, 1))
    late.put(row, "forecast_pence", 650_000)
    late.put(second, "forecast_date", date(2025, 4, 1))
    returns = back(session, early.save(tmp_path / "a.xlsx"), late.save(tmp_path / "b.xlsx"))
    assert answer(returns, row, "forecast_pence", 0).state is UNCHANGED
    assert answer(returns, row, "forecast_pence", 1).new == 65_000_000
    assert (
        "It replaces “700000” of the earlier file “a.xlsx”."
        in answer(returns, row, "forecast_pence", 1).sentence
    )
    assert "It came back before as “a.xlsx”: 1 answer differs, and this later file is taken." in told(
        returns, 1
    )
    # What the later one leaves as it was sent is not lost, and not taken unasked.
    left = answer(returns, first, "forecast_date", 0)
    assert left.asks
    assert "The later file “b.xlsx” leaves this as it was sent." in left.sentence
    returns.accept_plain()
    returns.apply()
    assert getattr(held(session, row), "forecast_pence") == 65_000_000  # noqa: B009
    assert getattr(held(session, first), "forecast_date") == "2024-10-18"  # noqa: B009


def test_17_the_later_wins_over_one_that_was_taken_in_before(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    early, late = Book(form), Book(form)
    early.put(row, "forecast_pence", 700_000)
    early.put(first, "forecast_date", date(2024, 11, 1))
    late.put(row, "forecast_pence", 650_000)
    taken_in(session, early.save(tmp_path / "a.xlsx"))
    returns = back(session, late.save(tmp_path / "b.xlsx"))
    found = answer(returns, row, "forecast_pence")
    assert (found.state, found.is_plain, found.now) == (CHANGED, True, 70_000_000)
    assert "It replaces the answer of this form when it came back before." in found.sentence
    left = answer(returns, first, "forecast_date")
    assert (left.state, left.new) == (BOTH, "2024-10-18")
    returns.accept_plain()
    returns.apply()
    assert getattr(held(session, row), "forecast_pence") == 65_000_000  # noqa: B009
    # The file of before does not win again.
    again = Returns(session)
    again.take_workbook(read_copy(tmp_path / "a.xlsx", "a.xlsx"), 1.0)
    assert answer(again, row, "forecast_pence").state is BOTH


def taken_in(session: Session, path: Path) -> Returns:
    returns = back(session, path)
    returns.accept_plain()
    returns.apply()
    return returns


def test_18_the_same_file_twice_changes_nothing(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    new = row_of(form, "description", ref=ONE, section="exceptions")
    book.put(forecast(form), "forecast_pence", 700_000)
    book.put(new, "description", "The depot has flooded")
    book.put(new, "category", "Timescale")
    book.confirm()
    path = book.save(tmp_path / "a.xlsx")
    taken_in(session, path)
    before = session.records.everything()
    undo = session.undo_action
    returns = taken_in(session, path)
    assert session.records.everything() == before
    assert session.undo_action == undo
    assert returns.apply()[0].sentence == "F-0101 changed nothing: the portfolio already has the same values."
    assert (
        sum(item.description == "The depot has flooded" for item in session.records.all(ProjectException))
        == 1
    )
    (tmp_path / "Copy of a.xlsx").write_bytes(path.read_bytes())
    taken_in(session, tmp_path / "Copy of a.xlsx")
    assert session.records.everything() == before
    both = back(session, path, path)
    assert not changed(both)
    assert [item.file for item in both.apply()] == ["a.xlsx"]


def before(session: Session, path: Path, when: float = 1.0) -> Returns:
    """Read a file that was saved before it was taken in."""
    returns = Returns(session)
    returns.take_workbook(read_copy(path, path.name), when)
    return returns


def test_18_the_same_file_again_does_not_ask_what_was_settled_when_it_came_before(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row, (first, second) = forecast(form), milestones(form)
    book.put(row, "forecast_pence", "abt 1.2m")
    book.put(first, "actual_date", "mid June")
    book.put(second, "forecast_date", date(2025, 4, 1))
    path = book.save(tmp_path / "a.xlsx")
    returns = before(session, path)
    codes = {question_of(row, "forecast_pence").code: "£820k", question_of(first, "actual_date").code: None}
    for code, typed in codes.items():
        returns.settle(code, "value" if typed else "ours", typed or "")
    returns.accept_plain()
    for left in returns.open:
        returns.settle(left.code, "ours")
    returns.apply()
    done = request(session, ONE)
    assert (done.in_question, bool(done.accepted_on)) == (0, True)
    undo = session.undo_action
    again = before(session, path)
    assert again.open == ()
    found = answer(again, row, "forecast_pence")
    assert (found.state, found.sentence) == (
        UNCHANGED,
        "This was settled when the same file came back before.",
    )
    assert "This file was taken in before, and all of P-001 and P-003 was settled then." in told(again)
    applied = again.apply()[0]
    assert (applied.open, applied.note, applied.action) == (0, "", "")
    assert (request(session, ONE), session.undo_action) == (done, undo)
    # One that was saved since, or is called otherwise, is another file: a person looks at it.
    assert {item.code for item in before(session, path, LATER).open} >= set(codes)
    other = tmp_path / "b.xlsx"
    shutil.copyfile(path, other)
    assert {item.code for item in before(session, other).open} >= set(codes)


def test_18_what_was_left_open_is_asked_again_and_what_was_typed_in_its_place_is_not(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    book.put(row, "forecast_pence", "abt 1.2m")
    book.put(first, "actual_date", "mid June")
    path = book.save(tmp_path / "a.xlsx")
    returns = before(session, path)
    returns.settle(question_of(row, "forecast_pence").code, "value", "£820k")
    returns.apply()
    again = before(session, path)
    assert question_of(row, "forecast_pence").code not in {item.code for item in again.open}
    assert question_of(first, "actual_date").code in {item.code for item in again.open}
    session.undo()
    assert question_of(row, "forecast_pence").code in {item.code for item in before(session, path).open}


def test_18_a_month_that_was_made_with_an_answer_left_open_asks_it_again(
    session: Session, tmp_path: Path
) -> None:
    """Making a record names every field in the journal, those too on which nobody decided."""
    programme = programme_of(project(session, ONE), session.records)
    assert programme is not None
    open_next_period(session, programme)
    form = ask(session, [ONE], number="F-0102", period="2024-07")
    book, row = Book(form), row_of(form, "delivered_pence", ref=ONE)
    book.put(row, "delivered_pence", "some")
    book.confirm()
    path = book.save(tmp_path / "a.xlsx")
    taken = before(session, path)
    taken.accept_plain()
    taken.apply()
    assert question_of(row, "delivered_pence").code in {item.code for item in before(session, path).open}


def test_19_two_leads_answers_to_one_project_are_in_question(
    session: Session, form: Form, tmp_path: Path
) -> None:
    other = ask(session, [ONE], number="F-0102", lead="Deputy")
    first, second = Book(form), Book(other)
    first.put(forecast(form), "forecast_pence", 700_000)
    second.put(forecast(other), "forecast_pence", 650_000)
    same = milestones(form)[0], milestones(other)[0]
    first.put(same[0], "forecast_date", date(2024, 11, 1))
    second.put(same[1], "forecast_date", date(2024, 11, 1))
    returns = back(session, first.save(tmp_path / "a.xlsx"), second.save(tmp_path / "b.xlsx"))
    mine, theirs = (
        answer(returns, forecast(form), "forecast_pence"),
        answer(returns, forecast(other), "forecast_pence", 1),
    )
    assert mine.asks
    assert theirs.asks
    assert "Deputy answers “650000” in F-0102, “b.xlsx”." in mine.sentence
    assert "Head of Care answers “700000” in F-0101, “a.xlsx”." in theirs.sentence
    assert returns.accept_plain() == 2, "what both say alike is plain"
    returns.settle(mine.code, "theirs")
    assert theirs.code not in {item.code for item in returns.open}
    returns.apply()
    assert getattr(held(session, forecast(form)), "forecast_pence") == 70_000_000  # noqa: B009


def test_20_an_unknown_form_and_another_councils_are_refused(
    session: Session, form: Form, tmp_path: Path
) -> None:
    unknown = Book(form).save(tmp_path / "unknown.xlsx")
    renamed = Book(replace(form, id="theirs", portfolio="theirs", portfolio_name="Another council"))
    renamed.put(forecast(form), "forecast_pence", 1)
    returns = back(session, renamed.save(tmp_path / "other.xlsx"))
    assert not returns.returned
    assert (
        "is form F-0101 of “Another council”, which was not sent from this portfolio"
        in returns.unread[0].sentence
    )
    session.undo()
    returns = back(session, unknown)
    assert not returns.returned
    assert "is form F-0101 of “Ours”, which was not sent from this portfolio" in returns.unread[0].sentence


def test_21_another_councils_form_of_the_same_number_is_known_without_its_hidden_sheet(
    session: Session, form: Form, tmp_path: Path
) -> None:
    projects = tuple(
        replace(
            sheet,
            sections=tuple(
                replace(
                    part,
                    rows=tuple(replace(row, words=row.words and f"Other {row.code}") for row in part.rows),
                )
                for part in sheet.sections
            ),
        )
        for sheet in form.projects
    )
    book = Book(replace(form, projects=projects))
    del book.book[SHEET]
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert not returns.returned
    assert "its rows are not those that this portfolio sent under that number" in returns.unread[0].sentence


def test_22_what_is_no_form_is_told(session: Session, form: Form, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("Ref,Status\nP-001,Green\n", encoding="utf-8")
    returns = back(session, tmp_path / "notes.csv")
    assert [item.file for item in returns.unread] == ["notes.csv"]
    assert "is no update form" in returns.unread[0].sentence


# ---------------------------------------------------------------------------------------------- lost and doubled


def test_23_without_its_hidden_sheets_and_under_other_names_it_is_read(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    sheet, _ = book.line(row.code)
    for name in (SHEET, "Lists", "Start here"):
        del book.book[name]
    sheet.title = "Copy of my sheet"
    returns = back(session, book.save(tmp_path / "RE FW update FINAL v2.xlsx"))
    found = answer(returns, row, "forecast_pence")
    assert (found.new, found.cell) == (70_000_000, "Copy of my sheet!D14")


def test_24_a_sheet_that_is_gone_stays_asked_for(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    book.put(forecast(form), "forecast_pence", 700_000)
    del book.book[TWO]
    taken_in(session, book.save(tmp_path / "a.xlsx"))
    assert request(session, ONE).returned_on
    assert request(session, TWO).returned_on is None


def test_24_the_note_tells_the_lead_of_sheets_and_rows_that_are_gone(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    """It told of each cell that was refused, and the lead never heard that a whole sheet had lost its codes."""
    first, _ = milestones(form)
    sheet, line = book.line(first.code)
    unmerged(sheet)
    sheet.delete_rows(line)
    book.put(forecast(form), "forecast_pence", "abt 1.2m")
    lost = book.book[TWO]
    unmerged(lost)
    lost.delete_cols(1)
    path = book.save(tmp_path / "a.xlsx")
    returns = back(session, path)
    sheet_gone = (
        f"Nothing came back of {TWO} {project(session, TWO).name}: no row of its sheet is in the file. "
        "The small codes at the left of a sheet belong to it."
    )
    name = project(session, ONE).name
    row_gone = f"{ONE} {name}: 1 row is no longer in the file and changed nothing: “{first.words}”."
    assert returns.lost(returns.returned[0]) == (sheet_gone, row_gone)
    assert returns.note(returns.returned[0]).endswith(f"\n\n{sheet_gone}\n{row_gone}")
    # What another file brings is not lost.
    other = Book(form)
    other.put(row_of(form, "narrative", ref=TWO), "narrative", "New words")
    del other.book[ONE]
    both = back(session, path, other.save(tmp_path / "b.xlsx"))
    assert [both.lost(each) for each in both.returned] == [(row_gone,), ()]
    # Nor is that which came back before, nor what was never in a reply of a few words.
    taken_in(session, tmp_path / "b.xlsx")
    assert back(session, path).lost(returns.returned[0]) == (row_gone,)
    del book.book[SHEET]
    words = back(session, book.save(tmp_path / "c.xlsx"))
    assert words.lost(words.returned[0]) == ()


def test_25_rows_that_were_deleted_are_told(session: Session, form: Form, book: Book, tmp_path: Path) -> None:
    first, second = milestones(form)
    sheet, line = book.line(first.code)
    unmerged(sheet)
    sheet.delete_rows(line)
    book.put(second, "forecast_date", date(2025, 5, 1))
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert f"1 row is no longer in the file and changed nothing: “{first.words}”." in told(returns)
    assert answer(returns, first, "forecast_date").state is MISSING
    assert answer(returns, second, "forecast_date").is_plain
    taken_in(session, tmp_path / "a.xlsx")
    assert getattr(held(session, first), "forecast_date") == "2024-10-18"  # noqa: B009


def test_26_a_sheet_copied_and_filled_once_does_no_harm_and_twice_is_refused(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    copy = book.book.copy_worksheet(book.book[ONE])
    book.put(row, "forecast_pence", 700_000)
    book.put(first, "forecast_date", date(2024, 11, 1))
    cell = book.cell(first, "forecast_date").coordinate
    copy[cell] = date(2024, 12, 1)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert answer(returns, row, "forecast_pence").is_plain
    twice = answer(returns, first, "forecast_date")
    assert twice.state is REFUSED
    assert f"“1 Nov 2024” in {ONE}!{cell} and “1 Dec 2024” in {copy.title}!{cell}" in twice.sentence


def test_27_a_project_deleted_or_archived_meanwhile(
    session: Session, form: Form, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put(row_of(form, "narrative", ref=ONE), "narrative", "New words")
    book.put(row_of(form, "narrative", ref=TWO), "narrative", "New words")
    path = book.save(tmp_path / "a.xlsx")
    # As in a portfolio of before what boards have received was kept from it.
    monkeypatch.setattr("asc_desktop.services.session.refuse_archiving", lambda *_: None)
    archive_projects(session, [project(session, ONE)])
    returns = back(session, path)
    found = answer(returns, row_of(form, "narrative", ref=ONE), "narrative")
    assert found.asks
    assert "was archived since the form was sent" in found.sentence
    gone = row_of(form, "forecast_date", ref=TWO)
    delete_records(session, [session.records.get(Milestone, gone.record_id)])
    book.put(gone, "forecast_date", date(2026, 1, 1))
    found = answer(back(session, book.save(tmp_path / "b.xlsx")), gone, "forecast_date")
    assert found.state is REFUSED
    assert "was deleted since the form was sent" in found.sentence


def test_28_a_new_exception_half_filled_waits_and_its_mitigation_with_it(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    new = row_of(form, "description", ref=ONE, section="exceptions")
    hanging = next(row for row in form.rows if row.owner_id == new.record_id)
    book.put(new, "description", "The depot has flooded")
    book.put(hanging, "action", "Move the vans")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, new, "description")
    assert found.asks
    assert "The row is half filled: Category is needed too." in found.sentence
    assert answer(returns, new, "category").state is MISSING
    waits = answer(returns, hanging, "action")
    assert waits.sentence == "It waits for the exception that it belongs to."
    assert waits.asks
    assert returns.accept_plain() == 0
    returns.settle(found.code, "theirs")
    returns.apply()
    assert held(session, new) is None
    assert "It waits for Category." in answer(returns, new, "description").sentence
    returns.settle(answer(returns, new, "category").code, "value", "Timescale")
    returns.settle(found.code, "theirs")
    returns.settle(waits.code, "theirs")
    returns.apply()
    assert getattr(held(session, new), "category") == "timescale"  # noqa: B009
    assert getattr(held(session, hanging), "exception_id") == new.record_id  # noqa: B009


# ---------------------------------------------------------------------------------------------- e-mails


def message(text: str) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = "lead@example.org", "office@example.org", "RE: June"
    written["Message-ID"] = "<1@example.org>"
    written.set_content(text)
    return written


def test_29_a_form_attached_to_an_e_mail_is_taken_from_it(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = forecast(form)
    book.put(row, "forecast_pence", 700_000)
    sent = message("Dear Ann,\nhere it is.\n")
    sent.add_attachment(
        book.save(tmp_path / "a.xlsx").read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename="Form.xlsx",
    )
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "RE June.eml").write_bytes(bytes(sent))
    (folder / "~$Form.xlsx").write_bytes(b"\x03Ann")
    (folder / "Minutes.pdf").write_bytes(b"%PDF-1.7")
    returns = Returns(session)
    returns.read([folder])
    assert [item.file for item in returns.returned] == ["Form.xlsx"]
    assert answer(returns, row, "forecast_pence").new == 70_000_000
    assert [item.file for item in returns.unread] == ["Minutes.pdf"]


def test_30_answers_in_the_words_of_an_e_mail_are_read_by_their_codes(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row, (first, _) = forecast(form), milestones(form)
    status, narrative = row_of(form, "status_id", ref=ONE), row_of(form, "narrative", ref=ONE)
    sent = message(
        f"Dear Ann, as follows:\n\n{status.code} Delivery status: At risk\n{narrative.code}\tStaff are short.\n"
        f"{row.code} Forecast: £700k; Delivered – £210,000\n{first.code} not before Christmas\n\n"
        f"> {status.code} On target\n"
    )
    (tmp_path / "a.eml").write_bytes(bytes(sent))
    returns = back(session, tmp_path / "a.eml")
    assert answer(returns, status, "status_id").text == "At risk"
    assert answer(returns, narrative, "narrative").new == "Staff are short."
    assert answer(returns, row, "forecast_pence").new == 70_000_000
    assert answer(returns, row, "delivered_pence").new == 21_000_000
    unclear = answer(returns, first, "forecast_date")
    assert (unclear.state, unclear.text, unclear.is_open) == (REFUSED, "not before Christmas", True)
    assert f"not clear which answer to {first.code} is meant by “not before Christmas”" in unclear.sentence
    assert "not before Christmas" in returns.note(returns.returned[0])
    assert (
        len(changed(returns) - {question_of(first, key).code for key in ("forecast_date", "actual_date")})
        >= 4
    )
    returns.accept_plain()
    returns.apply()
    assert getattr(held(session, row), "delivered_pence") == 21_000_000  # noqa: B009


LONG = "Staff are short in two of the three teams, so the reviews that were planned for June have not begun."


@pytest.mark.parametrize(
    ("below", "new", "is_plain"),
    [
        ("\n\nRegards\nBob\n", LONG, True),
        ("\nRegards\n", f"{LONG} Regards", False),
    ],
)
def test_30_a_line_that_a_mail_program_broke_is_whole(
    session: Session, form: Form, tmp_path: Path, below: str, new: str, is_plain: bool
) -> None:
    narrative, status = row_of(form, "narrative", ref=ONE), row_of(form, "status_id", ref=ONE)
    broken = "\n".join(textwrap.wrap(f"* {narrative.code}: {LONG}", 50))
    sent = message(f"1. {status.code}: At risk\n{broken}{below}")
    if is_plain:
        sent.add_alternative(
            f"<div>1. {status.code}: At risk</div><div>* {narrative.code}: {LONG}</div><p>Regards</p>",
            subtype="html",
        )
    (tmp_path / "a.eml").write_bytes(bytes(sent))
    returns = back(session, tmp_path / "a.eml")
    found = answer(returns, narrative, "narrative")
    assert (found.new, found.is_plain, found.is_open) == (new, is_plain, not is_plain)
    assert ("see where the answer ends" in found.sentence) is not is_plain
    assert answer(returns, status, "status_id").is_plain


def test_30_answers_are_known_by_the_headings_of_the_form_and_codes_amid_words_are_told(
    session: Session, form: Form, tmp_path: Path
) -> None:
    first, second = milestones(form)
    sent = message(f"{first.code} Expected: 12 Nov 2024\nBy the way, {second.code}: 1 Dec 2024\n")
    (tmp_path / "a.eml").write_bytes(bytes(sent))
    returns = back(session, tmp_path / "a.eml")
    found = answer(returns, first, "forecast_date")
    assert (found.new, found.is_plain) == ("2024-11-12", True)
    assert f"E-mail!A2: {second.code} is in the middle of other words" in told(returns)
    assert f"{first.code} is in the middle" not in told(returns)


# ---------------------------------------------------------------------------------------------- the confirmation


def test_31_a_sheet_that_nobody_touched_is_in_question_unless_it_is_confirmed(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    book.confirm(TWO)
    returns = taken_in(session, book.save(tmp_path / "a.xlsx"))
    assert [item.key for item in returns.open] == [CONFIRMED]
    assert request(session, ONE).in_question == 1
    assert request(session, TWO).accepted_on == "2024-07-01"


def test_32_other_changes_since_are_shown_with_who_and_when(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    first, _ = milestones(form)
    mine = held(session, first)
    assert isinstance(mine, Milestone)
    with session.edit("Put it off") as edit:
        edit.put(replace(mine, forecast_date="2024-12-24"))
    book.put(first, "forecast_date", date(2024, 11, 1))
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = answer(returns, first, "forecast_date")
    assert (found.state, found.sent, found.now, found.new) == (BOTH, "2024-10-18", "2024-12-24", "2024-11-01")
    assert found.now_who == "Tester"
    assert found.now_at.startswith("1 Jul 2024")
    assert returns.accept_plain() == 0
    returns.settle(found.code, "ours")
    returns.apply()
    assert getattr(held(session, first), "forecast_date") == "2024-12-24"  # noqa: B009
    assert request(session, ONE).accepted_on == "2024-07-01"


def test_33_a_month_out_of_its_list_is_refused(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = row_of(form, "closed_period", ref=ONE)
    book.put(row, "closed_period", "July 2024")
    found = answer(back(session, book.save(tmp_path / "a.xlsx")), row, "closed_period")
    assert (found.state, found.sentence) == (REFUSED, "“July 2024” is not one of: June 2024.")
    book.put(row, "closed_period", date(2024, 6, 30))
    found = answer(back(session, book.save(tmp_path / "b.xlsx")), row, "closed_period")
    assert (found.new, found.is_plain) == ("2024-06", True)


def test_34_a_small_amount_with_its_pound_sign_is_what_it_says(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = row_of(form, "amount_pence", ref=ONE)
    book.put(row, "amount_pence", "£42")
    found = answer(back(session, book.save(tmp_path / "a.xlsx")), row, "amount_pence")
    assert (found.new, found.is_plain) == (4_200, True)
    book.put(row, "amount_pence", "42")
    found = answer(back(session, book.save(tmp_path / "b.xlsx")), row, "amount_pence")
    assert (found.new, found.is_plain) == (4_200, False)


def test_35_a_formula_without_a_result_is_no_empty_answer(
    session: Session, form: Form, book: Book, tmp_path: Path
) -> None:
    row = row_of(form, "actual_date", ref=ONE)
    book.put(row, "actual_date", "=TODAY()")
    found = answer(back(session, book.save(tmp_path / "a.xlsx")), row, "actual_date")
    assert found.state is REFUSED
    assert "is a formula whose result is not in the file" in found.sentence
