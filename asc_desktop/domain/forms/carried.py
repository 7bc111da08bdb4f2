"""The form that a workbook carries with it, on a sheet that nobody sees: for who does not have what was sent."""

from collections.abc import Iterator
from typing import Final

from asc_desktop.domain.forms.form import Form, FormError, read, written
from asc_desktop.domain.importing.sheets import Sheet, Workbook

MARK: Final = "ASC Desktop update form"
"""What the first cell of that sheet says."""

SHEET: Final = "About this form"
"""What that sheet is called. It is found by its mark, whatever it is called now."""

_PART = "Form"
_LETTERS = 30_000
"""Of one part: a cell takes 32,767."""


def rows_of(form: Form) -> Iterator[tuple[str, str]]:
    """Yield what that sheet holds, in two columns: what is said, and the form's text in parts."""
    yield MARK, form.number
    yield "Portfolio", form.portfolio
    yield "Month", form.period
    text = written(form)
    while text:
        part, text = text[:_LETTERS], text[_LETTERS:]
        # Programs may trim a cell. All white space of this text is within words of JSON, which takes it written out.
        if part[-1].isspace():
            part = f"{part[:-1]}{_escaped(part[-1])}"
        if text[:1].isspace():
            text = f"{_escaped(text[0])}{text[1:]}"
        yield _PART, part


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def carried_in(workbook: Workbook) -> Form | None:
    """Return the form that a workbook carries; None where it carries none. Raises FormError where it is spoiled."""
    for sheet in workbook.sheets:
        if _text(sheet, 0, 0) == MARK:
            parts = [_text(sheet, row, 1) for row in range(len(sheet.rows)) if _text(sheet, row, 0) == _PART]
            if not parts:
                raise FormError("What this update form was sent with was taken out of it.")
            return read("".join(parts))
    return None


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return str(cell.value) if cell else ""
