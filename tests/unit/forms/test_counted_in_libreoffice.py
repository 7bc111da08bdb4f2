"""What a form counts as missing, worked out by LibreOffice as it is filled in: down to nothing, and up again."""

import pytest

from asc_desktop.domain.forms.form import FormRow, Question
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.excel.cell_values import letters
from asc_desktop.excel.forms.project_sheet import CHECK, COVER
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.excel.reading.copy import read_copy
from tests.office import Filled, fill, needs_office
from tests.unit.forms.forms import asked_desk, form_of

pytestmark = [needs_office, pytest.mark.slow]

SHEETS = ("P-1", "P-2", "Yours")
WORDS = {
    "date": "1/10/24",
    "money": "12345.67",
    "integer": "3",
    "decimal": "98.5%",
    "long_text": "Words",
    "text": "W",
}


def typed_into(question: Question) -> str:
    if question.choices:
        return question.choices[0][1]
    return "41.5" if question.kind.value == "decimal" and question.unit != "%" else WORDS[question.kind.value]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """The form as it was sent, with all that is needed filled in, and with new rows begun and not ended."""
    folder = tmp_path_factory.mktemp("counted")
    form, sent = form_of(asked_desk()), folder / "sent.xlsx"
    sent.write_bytes(workbook_of(form, "Sample council"))
    read = read_copy(sent, sent.name)
    needed: dict[tuple[str, str], str] = {}
    begun: dict[tuple[str, str], str] = {}
    past = narrative = ("", "")
    for project, name in zip(form.projects, SHEETS, strict=True):
        lines = {str(row[0].value): at + 1 for at, row in enumerate(read.sheet(name).rows) if row and row[0]}

        def cell(
            row: FormRow, question: Question, name: str = name, lines: dict[str, int] = lines
        ) -> tuple[str, str]:
            return name, f"{letters(question.place)}{lines[row.code]}"

        for row in project.rows:
            for question in row.asked:
                if question.needed and question.sent is None and not row.is_new:
                    needed[cell(row, question)] = typed_into(question)
                if row.words == "Past" and question.key == "actual_date":
                    needed[cell(row, question)] = "14/6/24"
                if row.words == "Past" and question.key == "forecast_date":
                    past = cell(row, question)
                if name == "P-2" and question.key == "narrative":
                    narrative = cell(row, question)
        hanging = [row for row in project.rows if row.table == "mitigation" and row.is_new]
        # Of the new exception, which has no description yet.
        begun |= {cell(row, row.asked[0]): "Recruit" for row in hanging[-1:]}
    files = [
        Filled(sent, needed, folder / "filled.xlsx"),
        Filled(sent, needed | begun, folder / "begun.xlsx"),
        Filled(sent, needed, folder / "filled.ods"),
        Filled(sent, {past: "30/6/24", narrative: "Words"}, folder / "two.xlsx"),
    ]
    fill(files, folder)
    return {"sent": read} | {file.target.name: read_copy(file.target, file.target.name) for file in files}


def count(sheet: Sheet) -> int:
    cell = sheet.cell(1, CHECK)
    assert cell is not None
    return int(float(cell.value))


def said(book: Workbook) -> str:
    cell = next(row[0] for row in book.sheet(COVER).rows if row and row[0] and "missing" in str(row[0].value))
    return str(cell.value)


def test_the_values_beside_the_formulas_are_those_that_libreoffice_works_out(
    books: dict[str, Workbook],
) -> None:
    assert [count(books["sent"].sheet(name)) for name in SHEETS] == [2, 3, 5]
    assert said(books["sent"]) == "10 answers still missing in this form"


@pytest.mark.parametrize("name", ["filled.xlsx", "filled.ods"])
def test_a_form_that_is_filled_in_lacks_nothing(books: dict[str, Workbook], name: str) -> None:
    assert [count(books[name].sheet(sheet)) for sheet in SHEETS] == [0, 0, 0]
    assert said(books[name]) == "Nothing is missing in this form."
    cell = books[name].sheet("P-1").cell(1, 0)
    assert cell is not None
    assert cell.value == "Nothing is missing on this sheet."


def test_a_day_at_the_months_end_has_passed_and_the_first_row_counts_too(books: dict[str, Workbook]) -> None:
    # Of P-2 the status, in its first row, and the confirmation are left.
    assert [count(books["two.xlsx"].sheet(sheet)) for sheet in SHEETS] == [2, 2, 5]


def test_a_row_that_hangs_on_a_new_one_begins_it(books: dict[str, Workbook]) -> None:
    # A description and a category are needed once something is done about it.
    assert [count(books["begun.xlsx"].sheet(sheet)) for sheet in SHEETS] == [2, 2, 0]
    assert said(books["begun.xlsx"]) == "4 answers still missing in this form"
