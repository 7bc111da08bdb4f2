"""What LibreOffice holds each answer's cell to: what the field refuses is refused there, and what it takes is taken."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from asc_desktop.domain.importing.sheets import Cell
from asc_desktop.excel.forms.project_sheet import CHECK
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.excel.reading.copy import read_copy
from tests import office
from tests.office import Filled, fill, needs_office
from tests.unit.forms.forms import asked_desk, form_of

pytestmark = [needs_office, pytest.mark.slow]

# Sets a cell without the keyboard, so that no box asks anybody, and lets LibreOffice look for what its rules refuse.
_TRY = """
                oSheet = oDocument.Sheets.getByName(aPart(1))
                oSheet.unprotect("")
                oCell = oSheet.getCellRangeByName(Split(aPart(2), "#")(0))
                sBefore = oCell.Formula
                oCell.Formula = aPart(3)
                If Not oDocument.Sheets.hasByName("Outcome") Then
                    oDocument.Sheets.insertNewByName("Outcome", oDocument.Sheets.Count)
                    nRow = 0
                End If
                oOut = oDocument.Sheets.getByName("Outcome")
                oOut.getCellByPosition(0, nRow).String = aPart(2)
                oOut.getCellByPosition(1, nRow).String = IIf(oSheet.showInvalid(), "refused", "taken")
                nRow = nRow + 1
                oSheet.clearArrows()
                oCell.Formula = sBefore
"""

TRIED = [
    # The row, the column, what is entered (a text that might be a month after a quote), and whether it is taken.
    ("F-0012/001", "C", "Compromised", True),
    ("F-0012/001", "C", "Getting on", False),
    ("F-0012/004", "D", "0", True),
    ("F-0012/004", "D", "-1", False),
    ("F-0012/004", "D", "100000000001", False),
    ("F-0012/004", "D", "about 5", False),
    ("F-0012/007", "D", "2024-10-01", True),
    ("F-0012/007", "E", "2024-06-30", True),
    # What is done after the month's end is for the next form: the field refuses it too.
    ("F-0012/007", "E", "2024-07-01", False),
    ("F-0012/010", "D", "2024-05-01", True),
    ("F-0012/010", "D", "2024-04-30", False),
    ("F-0012/007", "E", "soon", False),
    ("F-0012/007", "E", "1999-12-31", False),
    ("F-0012/008", "E", "'June 2024", True),
    ("F-0012/008", "E", "'May 2024", False),
    ("F-0012/010", "C", "x" * 200, True),
    ("F-0012/010", "C", "x" * 201, False),
    ("F-0012/013", "C", "5", True),
    ("F-0012/013", "C", "6", False),
    ("F-0012/018", "C", "No", False),
]

PASTED = [
    # The row, the column counted from 1, what is pasted, and what the column on the right makes of it.
    ("F-0012/001", 3, "Green", "Not in the list"),
    ("F-0012/003", 4, "abt 1.2m", "Not an amount"),
    ("F-0012/004", 5, -1, "Below £0"),
    ("F-0012/006", 5, date(2024, 7, 1), "After 30 Jun 2024"),
    ("F-0012/007", 4, "mid June", "Not a day"),
    # Or nothing of the sheet would be counted.
    ("F-0012/008", 4, "#REF!", "An error"),
    ("F-0012/010", 4, date(2024, 4, 30), "Before 1 May 2024"),
    ("F-0012/013", 3, 9, "Not 1 to 5"),
    # Of a new row with an amount and no word of what it is.
    ("F-0012/009", 4, 100, 2),
]


def test_what_the_fields_refuse_is_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("limits")
    sent = folder / "sent.xlsx"
    sent.write_bytes(workbook_of(form_of(asked_desk()), "Sample council"))
    rows = read_copy(sent, sent.name).sheet("P-1").rows
    line = {str(row[0].value): at + 1 for at, row in enumerate(rows) if row and row[0]}
    typed = {("P-1", f"{column}{line[code]}#{at}"): text for at, (code, column, text, _) in enumerate(TRIED)}
    begin, rest = office._MACRO.split('            Case "cell"\n')
    end = rest[rest.index('            Case "save"\n') :]
    monkeypatch.setattr(office, "_MACRO", f'{begin}            Case "cell"{_TRY}{end}')
    tried = Filled(sent, typed, folder / "tried.xlsx")
    fill([tried], folder)
    said = [row[1].value for row in read_copy(tried.target, "tried.xlsx").sheet("Outcome").rows if row[1]]
    assert said == ["taken" if is_taken else "refused" for *_, is_taken in TRIED]


def test_what_is_pasted_is_judged_and_counted(tmp_path: Path) -> None:
    """Pasting goes past every limit: the column on the right says what is wrong."""
    sent, pasted = tmp_path / "sent.xlsx", tmp_path / "pasted.xlsx"
    sent.write_bytes(workbook_of(form_of(asked_desk()), "Sample council"))
    book = load_workbook(sent)
    lines = {
        row[0].value: (sheet, row[0].row) for sheet in book.worksheets for row in sheet.iter_rows(max_col=1)
    }
    for code, column, value, _ in PASTED:
        sheet, line = lines[code]
        sheet.cell(line, column).value = value
    book.save(pasted)
    files = [Filled(pasted, {}, tmp_path / name) for name in ("back.xlsx", "back.ods")]
    fill(files, tmp_path)
    for file in files:
        back = read_copy(file.target, file.target.name)
        said = []
        for code, *_ in PASTED:
            sheet, line = lines[code]
            cell = back.sheet(sheet.title).cell(line - 1, CHECK)
            assert cell is not None
            said.append(cell.value if isinstance(cell.value, str) else int(float(cell.value)))
        assert said == [words for *_, words in PASTED]
        count = back.sheet("P-1").cell(1, CHECK)
        assert count is not None
        # Each row that says what is wrong counts for one; two are missing in the new row, and the last question.
        assert int(float(count.value)) == 8 + 2 + 1


def test_a_day_with_its_month_in_letters_goes_on_an_american_computer_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SETTINGS", office._SETTINGS.replace("en-GB", "en-US"))
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(workbook_of(form_of(asked_desk()), "Sample council"))
    rows = read_copy(sent, sent.name).sheet("P-1").rows
    line = next(at + 1 for at, row in enumerate(rows) if row and row[0] and row[0].value == "F-0012/006")
    file = Filled(sent, {("P-1", f"E{line}"): "30 Jun 2024"}, tmp_path / "back.xlsx")
    fill([file], tmp_path)
    cell = read_copy(file.target, "back.xlsx").sheet("P-1").cell(line - 1, 4)
    assert cell is not None
    assert (cell.kind, cell.value) == (Cell.DATE, "2024-06-30")
