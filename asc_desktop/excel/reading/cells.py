"""The cells of one sheet of an .xlsx, in one pass over its XML."""

import contextlib
import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Final
from xml.etree.ElementTree import Element

from asc_desktop.domain.importing.sheets import Area, Cell, address, column_number
from asc_desktop.excel.reading.archive import Archive, local
from asc_desktop.excel.reading.errors import DamagedError, HostileError
from asc_desktop.excel.reading.serials import PLAIN, dated
from asc_desktop.excel.reading.shifted import shifted
from asc_desktop.excel.reading.styles import Styles
from asc_desktop.excel.reading.texts import LONGEST, Text, plain_text, text_of

MOST_CELLS: Final = 6_000_000
"""Of a workbook, those that hold something."""

MOST_PLACES: Final = 30_000_000
"""Of a workbook, with the empty ones before a row's last."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_DIGITS: Final = "0123456789"
_EXACT: Final = 1e15
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_YES = frozenset({"1", "true"})
_MIDNIGHT: Final = "T00:00:00"


class Room:
    """How much more of a workbook is read before it is refused."""

    def __init__(self) -> None:
        """Begin with all that there is."""
        self._cells, self._places = MOST_CELLS, MOST_PLACES

    def take(self, cells: int, places: int) -> None:
        """Take what a row holds; raises HostileError once there is no more."""
        self._cells -= cells
        self._places -= places
        if self._cells < 0:
            raise HostileError(f"it has more than {MOST_CELLS:,} cells")
        if self._places < 0:
            raise HostileError("its cells are strewn further apart than in any tracker")


class CellReader:
    """Reads the cells of one sheet, and what its part says beside them."""

    def __init__(self, texts: list[Text], styles: Styles, room: Room, *, from_1904: bool) -> None:
        """Take what belongs to all sheets of the workbook."""
        self._texts, self._styles, self._room, self._from_1904 = texts, styles, room, from_1904
        self._shared: dict[tuple[int, int], Cell] = {}
        self._columns: dict[str, int] = {}
        self._masters: dict[str, tuple[int, int, str]] = {}
        self._hide_unless_told = False
        self._shown_rows: set[int] = set()
        self._last = -1
        self.rows: dict[int, list[Cell | None]] = {}
        self.blanks: dict[tuple[int, int], int] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.lists: list[tuple[str, str]] = []
        """Where a drop-down is, and what it offers, both as the file has it."""

    def read(self, archive: Archive, part: str, say: Callable[[int], None]) -> None:
        """Read the sheet's part; raises DamagedError or HostileError."""
        # By the tag with its namespace: most elements are cells, and pass by here a million times.
        known: dict[str, Callable[[CellReader, Element], None] | None] = {}
        for element in archive.ends(part, say):
            tag = element.tag
            if tag not in known:
                known[tag] = _READERS.get(local(tag))
            if reader := known[tag]:
                reader(self, element)

    @property
    def hides_rows_unless_told(self) -> bool:
        """Whether rows that the part does not name are hidden."""
        return self._hide_unless_told

    def is_shown(self, row: int) -> bool:
        """Whether the part names a row and does not hide it."""
        return row in self._shown_rows

    def _read_and_drop_row(self, row: Element) -> None:
        self._read_row(row)
        row.clear()

    def _read_row(self, row: Element) -> None:  # noqa: C901, PLR0912 - in one loop: it runs a million times
        at = self._row_at(row)
        if row.get("hidden") in _YES or (_is_nought(row.get("ht"))):
            self.hidden_rows.add(at)
        elif self._hide_unless_told:
            self._shown_rows.add(at)
        cells: list[Cell | None] = []
        held, column, columns, formats = 0, -1, self._columns, self._styles.by_format
        for element in row:
            reference = element.get("r")
            if reference:
                letters = reference.rstrip(_DIGITS)
                place = columns.get(letters)
                if place is None:
                    place = columns[letters] = _column(letters)
                column = place
            else:
                column += 1
            number = element.get("s")
            try:
                style, shown, is_filled = formats[int(number)] if number else formats[0]
            except (IndexError, ValueError):
                style, shown, is_filled = 0, PLAIN, False
            if len(element):
                cell = self._cell(element, at, column, style, shown)
                if cell is not None:
                    held += 1
                    if column >= len(cells):
                        cells.extend([None] * (column - len(cells)))
                        cells.append(cell)
                    elif cells[column] is None:
                        cells[column] = cell
                    else:
                        raise DamagedError(f"{address(at, column)} is in it twice")
                    continue
            if is_filled:
                self.blanks[at, column] = style
        if max(column + 1, len(cells)) > LAST_COLUMN:
            raise DamagedError(f"row {at + 1:,} goes on beyond Excel’s last column")
        if cells:
            if at in self.rows:
                raise DamagedError(f"row {at + 1:,} is in it twice")
            self._room.take(held, len(cells))
            self.rows[at] = cells

    def _row_at(self, row: Element) -> int:
        number = row.get("r")
        at = int(number) - 1 if number and number.isdecimal() and len(number) < 8 else self._last + 1
        if not 0 <= at < LAST_ROW:
            raise DamagedError(f"there is no row {at + 1:,} in any sheet")
        self._last = at
        return at

    def _cell(  # noqa: C901, PLR0911 - a return a kind of cell
        self, element: Element, row: int, column: int, style: int, shown: int
    ) -> Cell | None:
        kind, text, has_formula, inline = element.get("t"), None, False, None
        for child in element:
            tag = child.tag
            if tag.endswith("}v") or tag == "v":
                text = child.text
            elif tag.endswith("}f") or tag == "f":
                has_formula = True
                self._formula(child, row, column)
            elif kind == "inlineStr" and local(tag) == "is":
                inline = text_of(child)
        if inline is not None:
            return self._text(inline, style)
        if not text:
            # A text of no length is a result; anything else was never worked out.
            return Cell("", Cell.UNSTORED, style) if has_formula and kind != "str" else None
        match kind:
            case None | "n":
                return self._number(text, style, shown)
            case "s":
                return self._of_shared(text, style)
            case "str" | "inlineStr":
                if len(text) > LONGEST:
                    raise HostileError(f"a cell of it has {len(text):,} characters")
                return Cell(plain_text(text), Cell.TEXT, style)
            case "b":
                return Cell(text.strip().lower() in _YES, Cell.FLAG, style)
            case "d":
                return iso_date(text, style)
        return Cell(text, Cell.ERROR, style)

    def _number(self, text: str, style: int, shown: int) -> Cell:
        try:
            number = float(text)
        except ValueError:
            raise DamagedError(f"“{text[:20]}” is where a number should be") from None
        if not math.isfinite(number):
            return Cell("#NUM!", Cell.ERROR, style)
        if shown:
            found = dated(number, shown, from_1904=self._from_1904) if abs(number) < _EXACT else None
            if found:
                return Cell(found[0], found[1], style)
        if number.is_integer() and abs(number) < _EXACT:
            return Cell(int(number), Cell.NUMBER, style)
        return Cell(number, Cell.NUMBER, style)

    def _of_shared(self, text: str, style: int) -> Cell | None:
        text = text.strip()
        place = int(text) if text.isdecimal() and len(text) < 10 else -1
        found = self._shared.get((place, style))
        if found is None:
            if not 0 <= place < len(self._texts):
                raise DamagedError("a cell’s text is not among the workbook’s")
            found = self._text(self._texts[place], style)
            if found is not None:
                self._shared[place, style] = found
        return found

    def _text(self, text: Text, style: int) -> Cell | None:
        if not text.words:
            return None
        if text.struck or text.bold:
            style = self._styles.of_runs(style, struck=text.struck, bold=text.bold)
        return Cell(text.words, Cell.TEXT, style)

    def _formula(self, element: Element, row: int, column: int) -> None:
        text, shared = element.text or "", element.get("si")
        if element.get("t") == "shared" and shared is not None:
            if text:
                self._masters[shared] = (row, column, text)
            elif shared in self._masters:
                top, left, master = self._masters[shared]
                text = shifted(master, row - top, column - left)
        # One that has no text of its own is a table of what-if: its result is there all the same.
        self.formulas[row, column] = f"={plain_text(text)}"

    def _read_merge(self, element: Element) -> None:
        self.merges.extend(areas(element.get("ref", "")))

    def _read_columns(self, element: Element) -> None:
        for child in element:
            if child.get("hidden") in _YES or _is_nought(child.get("width")):
                first, last = child.get("min", ""), child.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    self.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _read_defaults(self, element: Element) -> None:
        self._hide_unless_told = element.get("zeroHeight") in _YES

    def _read_list(self, element: Element) -> None:
        if element.get("type") != "list":
            return
        offered, where = "", element.get("sqref", "")
        for inner in element.iter():
            match local(inner.tag):
                case "formula1" if not offered:
                    offered = "".join(inner.itertext()).strip()
                case "sqref":
                    where = inner.text or ""
        if offered:
            self.lists.append((where, offered))


_READERS: Final[dict[str, Callable[[CellReader, Element], None]]] = {
    "row": CellReader._read_and_drop_row,  # noqa: SLF001 - its own
    "mergeCell": CellReader._read_merge,  # noqa: SLF001
    "cols": CellReader._read_columns,  # noqa: SLF001
    "sheetFormatPr": CellReader._read_defaults,  # noqa: SLF001
    "dataValidation": CellReader._read_list,  # noqa: SLF001
}


def areas(text: str) -> Iterator[Area]:
    """Return the areas of a list of references; what is none is left out."""
    for reference in text.split():
        found = _AREA.fullmatch(reference)
        if found:
            left, top = column_number(found[1]), int(found[2]) - 1
            right = column_number(found[3]) if found[3] else left
            bottom = int(found[4]) - 1 if found[4] else top
            yield Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _column(letters: str) -> int:
    if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise DamagedError(f"“{letters[:20]}” is where a cell’s column should be")
    return column_number(letters)


def _is_nought(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def iso_date(text: str, style: int) -> Cell:
    """Return a date or time that is written as one, as some programs do; what is none is a text."""
    with contextlib.suppress(ValueError):
        if ":" in text and "-" not in text:
            return Cell(time.fromisoformat(text.strip("TZ")).isoformat("seconds"), Cell.TIME, style)
        moment = datetime.fromisoformat(text)
        return Cell(moment.isoformat(timespec="seconds")[:19].removesuffix(_MIDNIGHT), Cell.DATE, style)
    return Cell(text, Cell.TEXT, style)
