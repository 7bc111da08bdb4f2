"""What LibreOffice holds each answer's cell to: what the field refuses is refused there, and what it takes is taken."""

import pytest

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
    ("F-0012/007", "E", "2024-10-01", True),
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
