"""A table as text: its encoding and its delimiter worked out. What stands in it stays text, to be judged later."""

import codecs
import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.excel.reading.cells import Room
from asc_desktop.excel.reading.errors import NotReadError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_WINDOWS: Final = "cp1252"
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_USUAL: Final = ",\t"
_TRIED_LINES, _TRIED = 200, 1 << 17
_LONGEST_FIELD: Final = 1 << 20
_MOST_STRANGE: Final = 0.01
_MOST_LINES_OF_A_CELL: Final = 500


def read_delimited(content: bytes, name: str, sheet_name: str) -> Workbook:
    """Read a file of text; raises NotReadError where it is none."""
    text, told = decoded(content)
    return workbook_of(text, name, sheet_name, told=told)


def workbook_of(
    text: str, name: str, sheet_name: str, *, delimiter: str = "", told: tuple[str, ...] = ()
) -> Workbook:
    """Return text as a workbook of one sheet; the delimiter is worked out where none is given."""
    said = list(told)
    first, _, rest = text.partition("\n")
    hint = first.strip().lower()
    if hint.startswith("sep=") and len(hint) == len("sep=") + 1:
        # What Excel writes and reads to say it.
        delimiter, text = hint[-1], rest
    if not delimiter:
        delimiter = delimiter_of(text)
        if delimiter not in _USUAL:
            said.append(f"Its columns are taken to be parted by {_DELIMITERS[delimiter]}.")
    rows, quoting = _rows(text, delimiter)
    room = Room()
    cells = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        room.take(len(row), len(row))
        cells.append(tuple(Cell(field) if field else None for field in row))
    while cells and not cells[-1]:
        cells.pop()
    return Workbook(name=name, sheets=(Sheet(sheet_name, tuple(cells)),), told=(*said, *quoting))


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of bytes, and what to say of how they were read; raises NotReadError where they are no text."""
    for mark, encoding, words in _MARKS:
        if content.startswith(mark):
            try:
                text = content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise NotReadError(
                    f"is marked as text in {words} and is not, from byte {error.start:,} on. Save it again, as CSV "
                    "UTF-8, and choose that."
                ) from error
            return _sound(text), (() if encoding == "utf-8" else (f"Its text is in {words}.",))
    nought = content[:_TRIED].count(0)
    if nought > len(content[:_TRIED]) // 4:
        encoding = (
            "utf-16-le" if content[1:_TRIED:2].count(0) >= content[0:_TRIED:2].count(0) else "utf-16-be"
        )
        try:
            return _sound(content.decode(encoding)), ("Its text is taken to be in UTF-16.",)
        except UnicodeDecodeError as error:
            raise _no_text() from error
    try:
        return _sound(content.decode("utf-8")), ()
    except UnicodeDecodeError:
        # Its few bytes that stand for nothing are kept as the marks that Unicode has for them.
        text = content.decode(_WINDOWS, "replace")
        lost = text.count("\N{REPLACEMENT CHARACTER}")
        told = "Its text is taken to be in Windows-1252, as older programs write it."
        if lost:
            told = f"{told} {lost:,} of its characters are none in that, and are shown as �."
        return _sound(text), (told,)


def delimiter_of(text: str) -> str:
    """Return the character that parts columns: the one by which most lines have as many columns as each other."""
    sample = _sample(text)
    best, best_mark = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        counts = Counter(len(row) for row in rows if len(row) > 1)
        if not counts:
            continue
        width, alike = max(counts.items(), key=lambda item: (item[1], item[0]))
        # Alike lines count for most; more columns for a little, as commas in sentences make few and uneven ones.
        mark = alike / len(rows) + math.log2(width) / 16
        if mark > best_mark + 1e-9:
            best, best_mark = delimiter, mark
    return best


def _sample(text: str) -> str:
    lines = text[:_TRIED].splitlines(keepends=True)[:_TRIED_LINES]
    return "".join(lines[:-1] if len(lines) > 1 and len(text) > _TRIED else lines)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the rows, and what to say where quotation marks are not as they should be."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        try:
            return list(_reader(text, delimiter, strict=True)), ()
        except csv.Error:
            pass
        if _ends_inside_quotes(text, delimiter):
            rows = list(
                csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
            )
            told = (
                "A quotation mark in it is opened and never closed, so quotation marks were read as "
                "ordinary characters and each line as a row."
            )
            return rows, (told,)
        return list(_reader(text, delimiter, strict=False)), (
            "Quotation marks in it are not as they should be; look at the cells that have them.",
        )
    except csv.Error as error:
        raise NotReadError(
            f"has a cell of more than {_LONGEST_FIELD:,} characters, or is no table of text. Open it in Excel, save it "
            "as a workbook (.xlsx) and choose that."
        ) from error
    finally:
        csv.field_size_limit(before)


def _reader(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Whether the last cell was opened by a quotation mark that is never closed, or one took in much of the file."""
    try:
        for row in _reader(text, delimiter, strict=True):
            if any(field.count("\n") > _MOST_LINES_OF_A_CELL for field in row):
                return True
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _sound(text: str) -> str:
    """Return a text that may be one; raises NotReadError for what is only bytes."""
    sample = text[:_TRIED]
    strange = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n\v\f\x1a") + sample.count(
        "\x7f"
    )
    if strange > max(1, len(sample) * _MOST_STRANGE):
        raise _no_text()
    # Some old programs end a file with this.
    return text.rstrip("\x1a").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _no_text() -> NotReadError:
    return NotReadError(
        "is no workbook and no table of text, or is damaged. Nothing was taken from it. Choose an Excel workbook, an "
        "OpenDocument spreadsheet or a CSV file."
    )
