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
from asc_desktop.domain.records.fields import Kind

_CODE = re.compile(r"(F-\d{4,})/(\d{3,})(?:/(\d{1,3}))?(?![\d/])", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-–—*•·]\s*|\(?\d{1,2}[.)]\s+)?")
"""What may stand before a code where a lead wrote a list."""
WORDS = 1
"""The column of a row's words, counted from that of its code."""
_LEAD = re.compile(r"[ \t:.=–—-]*?(?=(?:\A|(?<=[ \t:=]))[-–.]\.?[£(]?\.?\d|[^ \t:.=–—-]|\Z)")
"""What parts a name from what is said, up to a number's own sign or point: ``Forecast: -5``."""
_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
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
    that it is a line of words, without columns, and ``unread`` what of it is no answer that was asked for. ``runs_on``
    says that the line is followed by others, which were taken with it: programs break the lines of an e-mail.
    """

    sheet: str
    row: int
    column: int
    words: str
    cells: Mapping[str, Placed]
    is_text: bool = False
    unread: str = ""
    runs_on: bool = False

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
        code: tuple(row for row in rows if not row.is_text) or tuple(_once(rows))
        for code, rows in found.items()
    }


def mentioned(workbook: Workbook, form: Form) -> Mapping[str, str]:
    """Return where each row's code stands in the midst of words, by that code: nothing is read of it there."""
    codes = {row.code for row in form.rows}
    found: dict[str, str] = {}
    for sheet in _sheets(workbook):
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is None or not isinstance(cell.value, str) or "/" not in cell.value:
                    continue
                for match in _CODE.finditer(spellings.plain(cell.value)):
                    code = f"{match[1].upper()}/{match[2]}"
                    if code in codes:
                        found.setdefault(code, f"{sheet.name}!{address(row, column)}")
    return found


def _once(rows: Sequence[PlacedRow]) -> Iterator[PlacedRow]:
    """Yield lines of words without those that are others once more: an e-mail has its words twice, broken and whole."""
    for row in rows:
        said = _only_words(row)
        others = [(other, _only_words(other)) for other in rows if other is not row]
        if row.runs_on:
            is_again = any(words == said and not other.runs_on for other, words in others)
        else:
            is_again = any(other.runs_on and words.startswith(f"{said} ") for other, words in others)
        if not is_again:
            yield row


def _only_words(row: PlacedRow) -> str:
    return " ".join(" ".join(str(each.cell.value) for each in row.cells.values() if each.cell).split())


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
            if match := _CODE.match(text, _BULLET.match(text).end()):  # type: ignore[union-attr]  # It may match nothing.
                number = match[1].upper()
                code = f"{number}/{match[2]}"
                question = f"{code}/{match[3]}" if match[3] else ""
                yield _Code(row, column, number, code, question, _after(text[match.end() :]))


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
        more = _lines_below(sheet, found, row.asked[0])
        whole = Cell(" ".join([str(cell.value), *more])) if more else cell
        only = {row.asked[0].code: Placed(sheet.name, found.row, column, whole)}
        return PlacedRow(
            sheet.name, found.row, found.column, row.words, only, is_text=True, runs_on=bool(more)
        )
    return PlacedRow(sheet.name, found.row, found.column, said, cells)


def _of_words(sheet: Sheet, found: _Code, row: FormRow, text: str) -> PlacedRow:
    """Return a line such as ``F-0012/007 Forecast: £1.2m; Delivered: £0.3m``."""
    body = _without(text, row.words) if row.words else text
    cells: dict[str, Placed] = {}
    unread: list[str] = []
    more: list[str] = []

    def take(question: Question, said: str) -> None:
        if question.kind not in _TEXTS:
            said = said.rstrip(" .")
        cells.setdefault(question.code, Placed(sheet.name, found.row, found.column, Cell(said)))

    asked = [question for question in row.asked if found.question in {"", question.code}]
    if len(asked) == 1:
        more = _lines_below(sheet, found, asked[0])
        said = min((_without(body, name) for name in _names(asked[0])), key=len)
        take(asked[0], " ".join([said, *more]))
    else:
        for part in body.split(";"):
            named = [
                (len(name), question, rest)
                for question in asked
                for name in _names(question)
                if (rest := _without(part, name)) != _after(part)
            ]
            if named:
                _, question, rest = max(named, key=lambda each: each[0])
                take(question, rest)
            elif part.strip():
                unread.append(part.strip())
    return PlacedRow(
        sheet.name,
        found.row,
        found.column,
        row.words,
        cells,
        is_text=True,
        unread="; ".join(unread),
        runs_on=bool(more),
    )


def _names(question: Question) -> tuple[str, str]:
    """Return what a question may be called: as the field is, and as the form has it."""
    return question.label, question.words


def _lines_below(sheet: Sheet, found: _Code, question: Question) -> list[str]:
    """Return the lines on which a text goes on: up to an empty one, or one with a code or with columns."""
    lines: list[str] = []
    if question.kind not in _TEXTS or question.choices:
        return lines
    codes = {each.row for each in _codes(sheet)}
    for row in range(found.row + 1, len(sheet.rows)):
        filled = [
            (at, words)
            for at, cell in enumerate(sheet.rows[row])
            if cell is not None and (words := str(cell.value).strip())
        ]
        if row in codes or [at for at, _ in filled] != [found.column]:
            break
        lines.append(filled[0][1])
    return lines


def _after(text: str) -> str:
    """Return a text without what parts it from what stands before it."""
    body = text.strip()
    lead = _LEAD.match(body)
    return body[lead.end() :] if lead else body


def _without(text: str, beginning: str) -> str:
    """Return a text without the words that it begins with, and what parts them from the rest."""
    body = _after(text)
    if body.casefold().startswith(beginning.casefold()):
        rest = body[len(beginning) :]
        if not rest[:1].isalnum():
            return _after(rest)
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
