"""Where the answers of a form stand in a workbook that came back: by the codes of its rows, wherever those went.

Columns are found again by their headings, so that they may have been moved; a row without headings over it is read by
the columns that the rest of its sheet has. A code with words behind it, as in an e-mail, is an answer too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.forms.carried import MARK
from asc_desktop.domain.forms.form import Form, FormRow, FormSection, Question
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook, address
from asc_desktop.domain.pasting.columns import known_as

_CODE = re.compile(r"(F-\d{4,})/(\d{3,})(?:/(\d{1,3}))?(?![\d/])", re.IGNORECASE)
WORDS = 1
"""The column of a row's words, counted from that of its code."""
_BETWEEN = " \t:.-=–—"
_HEADINGS_AT_LEAST = 0.5
"""The share of a section's headings that a row has which is its headings."""


class Placed(Struct, frozen=True):
    """What stands where an answer was asked for. ``cell`` is None where that is empty.

    In the words of an e-mail it is the line, and ``cell`` holds what of it is the answer.
    """

    sheet: str
    row: int
    column: int
    cell: Cell | None

    @property
    def address(self) -> str:
        """The cell's address."""
        return address(self.row, self.column)

    @property
    def at(self) -> str:
        """The sheet and the cell: ``P-001!D7``."""
        return f"{self.sheet}!{self.address}"


class PlacedRow(Struct, frozen=True):
    """One line of a sheet that has a row's code. ``words`` is what stands where the row's words were.

    ``cells`` has what stands at each question, by its code; one whose column is gone is not in it. ``is_text`` says
    that it is a line of words, without columns, and ``unread`` what of it is no answer that was asked for.
    """

    sheet: str
    row: int
    column: int
    words: str
    cells: Mapping[str, Placed]
    is_text: bool = False
    unread: str = ""

    @property
    def at(self) -> str:
        """The sheet and the cell of the code."""
        return f"{self.sheet}!{address(self.row, self.column)}"


class _Code(Struct, frozen=True):
    """A code in a cell: its form's number, the row's code, that of one question where it says which, and the rest."""

    row: int
    column: int
    number: str
    code: str
    question: str
    rest: str


def numbers_in(workbook: Workbook) -> tuple[str, ...]:
    """Return the numbers of the forms whose rows a workbook has, the one with most of them first."""
    counted = Counter(found.number for sheet in _sheets(workbook) for found in _codes(sheet))
    return tuple(number for number, _ in counted.most_common())


def locate(workbook: Workbook, form: Form) -> Mapping[str, tuple[PlacedRow, ...]]:
    """Return the lines that have the code of each row of a form, by that code; none for a row that is gone.

    Words of an e-mail are among them only where no table has the code.
    """
    described = {
        row.code: (row, section)
        for project in form.projects
        for section in project.sections
        for row in section.rows
    }
    found: dict[str, list[PlacedRow]] = {}
    for sheet in _sheets(workbook):
        held = [(each, *described[each.code]) for each in _codes(sheet) if each.code in described]
        columns = _Columns(sheet, [(each.row, section) for each, _, section in held])
        for each, row, section in held:
            found.setdefault(row.code, []).append(_placed(sheet, each, row, section, columns))
    return {
        code: tuple(row for row in rows if not row.is_text) or tuple(rows) for code, rows in found.items()
    }


def _sheets(workbook: Workbook) -> Iterator[Sheet]:
    """Yield the sheets on which people answer, hidden or not: not that of the form itself, which nobody saw."""
    for sheet in workbook.sheets:
        first = sheet.cell(0, 0)
        if first is None or first.value != MARK:
            yield sheet


def _codes(sheet: Sheet) -> Iterator[_Code]:
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if cell is None or not isinstance(cell.value, str) or "/" not in cell.value:
                continue
            text = spellings.plain(cell.value)
            if match := _CODE.match(text):
                number = match[1].upper()
                code = f"{number}/{match[2]}"
                question = f"{code}/{match[3]}" if match[3] else ""
                yield _Code(row, column, number, code, question, text[match.end() :].strip(_BETWEEN))


def _placed(sheet: Sheet, found: _Code, row: FormRow, section: FormSection, columns: "_Columns") -> PlacedRow:
    right = [
        (column, cell)
        for column, cell in enumerate(sheet.rows[found.row])
        if column > found.column and cell is not None and str(cell.value).strip()
    ]
    if found.rest or found.question:
        text = " ".join([found.rest, *(str(cell.value) for _, cell in right)])
        return _of_words(sheet, found, row, text)
    at = columns.column_of(found, section, WORDS)
    words = sheet.cell(found.row, at) if at is not None else None
    cells: dict[str, Placed] = {}
    for question in row.questions:
        column = columns.column_of(found, section, question.place)
        if column is not None:
            cells[question.code] = Placed(sheet.name, found.row, column, sheet.cell(found.row, column))
    said = str(words.value) if words is not None else ""
    is_bare = not columns.has_headings(found, section) and known_as(said) != known_as(row.words)
    if is_bare and len(right) == 1 and len(row.asked) == 1 and not row.is_new:
        # A code with its answer beside it and no words between: it was typed so, into an e-mail say.
        column, cell = right[0]
        only = {row.asked[0].code: Placed(sheet.name, found.row, column, cell)}
        return PlacedRow(sheet.name, found.row, found.column, row.words, only, is_text=True)
    return PlacedRow(sheet.name, found.row, found.column, said, cells)


def _of_words(sheet: Sheet, found: _Code, row: FormRow, text: str) -> PlacedRow:
    """Return a line such as ``F-0012/007 Forecast: £1.2m; Delivered: £0.3m``."""
    body = _without(text, row.words) if row.words else text
    cells: dict[str, Placed] = {}
    unread = []

    def take(question: Question, said: str) -> None:
        cells.setdefault(question.code, Placed(sheet.name, found.row, found.column, Cell(said)))

    asked = [question for question in row.asked if found.question in {"", question.code}]
    if len(asked) == 1:
        take(asked[0], min((_without(body, words) for words in _names(asked[0])), key=len))
    else:
        for part in body.split(";"):
            named = [
                (len(words), question, rest)
                for question in asked
                for words in _names(question)
                if (rest := _without(part, words)) != part.strip(_BETWEEN)
            ]
            if named:
                _, question, said = max(named, key=lambda found: found[0])
                take(question, said)
            elif part.strip():
                unread.append(part.strip())
    return PlacedRow(
        sheet.name, found.row, found.column, row.words, cells, is_text=True, unread="; ".join(unread)
    )


def _names(question: Question) -> tuple[str, str]:
    """Return what a question may be called: as the field is, and as the form has it."""
    return question.label, question.words


def _without(text: str, beginning: str) -> str:
    """Return a text without the words that it begins with, and what parts them from the rest."""
    body = text.strip(_BETWEEN)
    if body.casefold().startswith(beginning.casefold()):
        rest = body[len(beginning) :]
        if not rest[:1].isalnum():
            return rest.lstrip(_BETWEEN)
    return body


class _Columns:
    """The columns of one sheet by the places that they had, as its rows of headings say."""

    def __init__(self, sheet: Sheet, held: Sequence[tuple[int, FormSection]]) -> None:
        self._sheet = sheet
        self._known: dict[tuple[tuple[str, ...], int], dict[int, int]] = {}
        self._shared: dict[int, int] = {}
        for row, section in held:
            self._shared = self._found(row, section) | self._shared

    def has_headings(self, found: _Code, section: FormSection) -> bool:
        """Whether the headings of a section stand above one of its rows."""
        return bool(self._found(found.row, section))

    def column_of(self, found: _Code, section: FormSection, place: int) -> int | None:
        """Return the column of a place in a row; None where its column is gone."""
        own = self._found(found.row, section)
        if own:
            return own.get(place)
        usual = found.column + place
        column = self._shared.get(place, usual)
        return column if self._sheet.cell(found.row, column) is not None else usual

    def _found(self, row: int, section: FormSection) -> dict[int, int]:
        """Return the columns of a section's places, by the nearest row above that has its headings."""
        if not section.headings:
            return {}
        for above in range(row - 1, -1, -1):
            key = (section.headings, above)
            if key not in self._known:
                self._known[key] = self._headings(above, section.headings)
            if held := self._known[key]:
                return held
        return {}

    def _headings(self, row: int, headings: Sequence[str]) -> dict[int, int]:
        wanted = {known_as(heading): place for place, heading in enumerate(headings, WORDS) if heading}
        found: dict[int, int] = {}
        for column, cell in enumerate(self._sheet.rows[row]):
            place = wanted.get(known_as(str(cell.value))) if cell is not None else None
            if place is not None:
                found.setdefault(place, column)
        return found if len(found) >= _HEADINGS_AT_LEAST * len(wanted) else {}
