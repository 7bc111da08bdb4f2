"""A form opened, filled in and saved by LibreOffice, as a lead without Excel does it."""

import pytest

from asc_desktop.domain.importing.sheets import Cell, Workbook
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.excel.reading.copy import read_copy
from tests.office import Filled, fill, needs_office
from tests.unit.forms.forms import asked_desk, form_of

pytestmark = [needs_office, pytest.mark.slow]

STATUS, NARRATIVE, SAVING, PAST, NEXT, CONFIRM = (f"F-0012/{at:03}" for at in (1, 2, 4, 6, 7, 18))
SHEET = "P-1"


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """The form as it was sent, and as LibreOffice saved it in two kinds of file."""
    folder = tmp_path_factory.mktemp("office")
    sent = folder / "sent.xlsx"
    sent.write_bytes(workbook_of(form_of(asked_desk()), "Sample council"))
    line = {code: at + 1 for code, at in lines_of(read_copy(sent, sent.name)).items()}
    typed = {
        (SHEET, f"C{line[STATUS]}"): "Compromised",
        (SHEET, f"C{line[NARRATIVE]}"): "- one move is late\n- “none” lost, £5",
        (SHEET, f"D{line[SAVING]}"): "£123,456",
        (SHEET, f"E{line[PAST]}"): "7/6/24",
        (SHEET, f"B{line[NEXT]}"): "Another name",
        (SHEET, f"D{line[NEXT]}"): "1 Oct 2024",
        (SHEET, f"C{line[CONFIRM]}"): "Yes",
    }
    files = [Filled(sent, typed, folder / f"back{kind}") for kind in (".xlsx", ".ods")]
    fill(files, folder)
    saved = {file.target.suffix: read_copy(file.target, file.target.name) for file in files}
    return {"sent": read_copy(sent, sent.name), **saved}


def lines_of(book: Workbook) -> dict[str, int]:
    rows = book.sheet(SHEET).rows
    return {str(row[0].value): at for at, row in enumerate(rows) if row and row[0] is not None}


def said(book: Workbook, code: str, column: int) -> tuple[int, object]:
    cell = book.sheet(SHEET).cell(lines_of(book)[code], column)
    assert cell is not None
    return cell.kind, cell.value


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_what_is_typed_is_kept_as_it_was_meant(back: dict[str, Workbook], kind: str) -> None:
    book = back[kind]
    assert said(book, STATUS, 2) == (Cell.TEXT, "Compromised")
    assert said(book, NARRATIVE, 2) == (Cell.TEXT, "- one move is late\n- “none” lost, £5")
    kept, pounds = said(book, SAVING, 3)
    assert (kept, float(str(pounds))) == (Cell.NUMBER, 123_456)
    # Day first: 7/6/24 is in June.
    assert said(book, PAST, 4) == (Cell.DATE, "2024-06-07")
    assert said(book, NEXT, 3) == (Cell.DATE, "2024-10-01")


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_a_locked_cell_takes_nothing(back: dict[str, Workbook], kind: str) -> None:
    assert said(back[kind], NEXT, 1) == (Cell.TEXT, "Next")


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_the_check_counts_down_and_the_hidden_sheet_comes_back(back: dict[str, Workbook], kind: str) -> None:
    def missing(book: Workbook) -> int:
        cell = book.sheet(SHEET).cell(1, 5)
        assert cell is not None
        return int(float(cell.value))

    # The milestone that has passed and the confirmation.
    assert missing(back["sent"]) - missing(back[kind]) == 2
    names = [sheet.name for sheet in back[kind].sheets]
    assert names == [sheet.name for sheet in back["sent"].sheets]
