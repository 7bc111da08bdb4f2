"""Make the workbooks of the older kinds that the tests read.

    python tests/data/make_workbooks.py tests/data/import

Needs LibreOffice, which saves what openpyxl wrote as ``tracker.xls`` and ``tracker.ods``;
``locked.ods`` and ``locked.xls``, each one word under the password ``council``, were saved with it in LibreOffice.
"""

import subprocess
import sys
import tempfile
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation


def tracker() -> Workbook:
    """Return a tracker with all that a reader may meet: its words are invented."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Schemes"
    sheet["B2"] = "Reablement first"
    sheet.merge_cells("B2:D2")
    for column, text in enumerate(
        (
            "Ref",
            "Saving",
            "Start",
            "On track",
            "Share",
            "Sum",
            "Broken",
            "Clock",
            "Nothing",
            "When",
            "Status",
        ),
        2,
    ):
        sheet.cell(4, column, text).font = Font(bold=True)
    sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = "P1", 1234.5, date(2024, 6, 18), True
    sheet["F5"], sheet["G5"], sheet["H5"], sheet["I5"] = 0.25, "=C5*2", "=C5/0", time(9, 30)
    sheet["J5"], sheet["K5"] = '=""', datetime(2024, 6, 18, 9, 30)  # noqa: DTZ001 - cells have no zone
    sheet["B6"], sheet["C6"], sheet["D6"], sheet["E6"] = "P2", -10, date(2024, 2, 1), False
    sheet["H6"] = "#N/A"
    sheet["L6"].fill = PatternFill("solid", fgColor="00B050")
    sheet["B7"], sheet["L7"] = "Ends here", "z"
    sheet["B7"].font = Font(strike=True)
    sheet["C5"].number_format, sheet["F5"].number_format = '"£"#,##0,"k"', "0%"
    sheet["C5"].fill = PatternFill("solid", fgColor="FFC000")
    sheet["C5"].comment = Comment("Agreed with finance", "Ann")
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["E"].hidden = True
    words, named = (
        DataValidation(type="list", formula1='"Red,Amber,Green"'),
        DataValidation(type="list", formula1="Words!$A$1:$A$3"),
    )
    for validation, where in ((words, "L5:L7"), (named, "B5:B7")):
        sheet.add_data_validation(validation)
        validation.add(where)
    other = book.create_sheet("Words")
    other["A1"], other["A2"], other["A3"] = "One", "Two", "Three"
    other.sheet_state = "hidden"
    book.create_sheet("Bare")
    return book


def main(folder: Path) -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "tracker.xlsx"
        tracker().save(source)
        for kind in ("xls", "ods"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)],
                check=True,
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
