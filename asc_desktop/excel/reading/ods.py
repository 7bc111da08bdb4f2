"""An .ods: what a person sees of its cells.

Read here and not by calamine, which leaves out cells that show an error, and gives neither fills nor notes.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import structs

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Workbook
from asc_desktop.domain.words import listed
from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.beside import MOST_WORDS, lists_of
from asc_desktop.excel.reading.cells import LAST_COLUMN, LAST_ROW, Room, iso_date
from asc_desktop.excel.reading.errors import DamagedError
from asc_desktop.excel.reading.merged import within
from asc_desktop.excel.reading.ods_styles import OdsStyles
from asc_desktop.excel.reading.styles import Styles

_CONTENT: Final = "content.xml"
_ERROR = re.compile(r"#(?:REF|N/A|DIV/0|VALUE|NAME|NUM|NULL)[!?]?|Err:\d+")
_DURATION = re.compile(r"-?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_REFERENCE = re.compile(r"\[(?:\$?('(?:[^']|'')*'|[^.'\[\]]*))?\.([^\[\]:]+)(?::\.([^\[\]]+))?\]")
_IN_LIST = re.compile(r"(?:of:|oooc:)?cell-content-is-in-list\((.*)\)")
_EXACT: Final = 1e15
_SHOWN_TYPE: Final = "shown-type"
_EXTENDED = re.compile(r"calc.*\}value-type$")
_BARE: Final = frozenset({"style-name", "number-columns-repeated"})
_MOST_BLANK: Final = 100_000
"""Places of one filled area: a larger one is a background, and tells of no row."""


Blank = tuple[int, int, int, int, int]
"""Rows and columns, the last ones in it, that hold nothing and have a style."""


class _Table:
    """One sheet while its rows are read."""

    def __init__(self) -> None:
        self.columns: list[tuple[int, str]] = []
        self.hidden_columns: set[int] = set()
        self.rows: list[tuple[Cell | None, ...]] = []
        self.hidden_rows: set[int] = set()
        self.blanks: list[Blank] = []
        self.merges: list[Area] = []
        self.comments: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.lists: dict[str, list[Area]] = {}
        self.row = 0

    def column_style(self, column: int) -> str:
        """Return the style that cells of a column have where they have none of their own."""
        return next((style for end, style in self.columns if column < end), "")

    def add_column(self, element: Element) -> None:
        first = self.columns[-1][0] if self.columns else 0
        end = min(first + _repeated(element, "columns"), LAST_COLUMN)
        self.columns.append((end, attribute(element, "default-cell-style-name")))
        if attribute(element, "visibility") in {"collapse", "filter"}:
            self.hidden_columns.update(range(first, end))


class _OdsReader:
    def __init__(self, archive: Archive, say: Callable[[float], None]) -> None:
        self._archive, self._say = archive, say
        self.styles = Styles()
        self._looks = OdsStyles(self.styles)
        self._room = Room()
        self._offered: dict[str, str] = {}
        self._is_libre = _is_libre(archive)
        self.tables: list[tuple[Sheet, dict[str, list[Area]]]] = []

    def read(self) -> None:
        self._looks.read(self._archive)
        whole, done = self._archive.size(_CONTENT) or 1, 0

        def read(size: int) -> None:
            nonlocal done
            done += size
            self._say(min(1.0, done / whole))

        table = _Table()
        for element in self._archive.ends(_CONTENT, read):
            match local(element.tag):
                case "automatic-styles":
                    self._looks.add(element)
                case "content-validation":
                    found = _IN_LIST.search(attribute(element, "condition"))
                    if found:
                        self._offered[attribute(element, "name")] = found[1]
                case "table-column":
                    table.add_column(element)
                case "table-row":
                    self._row(table, element)
                    element.clear()
                case "table":
                    self._finish(table, element)
                    table = _Table()

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets with their drop-downs, which may be of other sheets' words."""
        by_name = {sheet.name.casefold(): sheet for sheet, _ in self.tables}
        found = []
        for at, (sheet, lists) in enumerate(self.tables):
            held = []
            for name, areas in lists.items():
                text = self._offered[name]
                words = (
                    tuple(word.replace('""', '"') for word in re.findall(r'"((?:[^"]|"")*)"', text))[
                        :MOST_WORDS
                    ]
                    if text.startswith('"')
                    else next(
                        (words for _, words in lists_of([("A1", _excel(text))], sheet, at, by_name, {})), ()
                    )
                )
                held += [(area, words) for area in areas if words]
            found.append(_with_lists(sheet, tuple(held)))
        return tuple(found)

    def _row(self, table: _Table, row: Element) -> None:
        at, times = table.row, _repeated(row, "rows")
        if at + times > LAST_ROW:
            raise DamagedError("it has more rows than any sheet")
        table.row += times
        hidden = attribute(row, "visibility") in {"collapse", "filter"}
        usual = attribute(row, "default-cell-style-name")
        cells: list[Cell | None] = []
        column = 0
        for element in row:
            tag = local(element.tag)
            if tag not in {"table-cell", "covered-table-cell"}:
                continue
            about = _about(element)
            wide = min(_repeats(about, "columns"), LAST_COLUMN - column)
            look = about.get("style-name") or usual or table.column_style(column)
            style, is_filled = self._looks.of_cell(look)
            cell = self._value(element, about, style)
            if cell is not None:
                cells.extend([None] * (column - len(cells)))
                cells.extend([cell] * wide)
                self._room.take(wide * times, 0)
            elif is_filled:
                table.blanks.append((at, column, at + times - 1, column + wide - 1, style))
            if len(element) or about.keys() - _BARE:
                self._beside(table, element, about, (at, column, times, wide))
            column += wide
        if hidden:
            table.hidden_rows.update(range(at, at + times))
        if cells:
            self._room.take(0, len(cells) * times)
            table.rows.extend([()] * (at - len(table.rows)))
            table.rows.extend([tuple(cells)] * times)

    def _value(self, element: Element, about: Mapping[str, str], style: int) -> Cell | None:
        cell = _cell(element, about, style) if len(element) or about.keys() - _BARE else None
        if self._is_libre and cell is not None and cell.kind == Cell.UNSTORED:
            # It always works its formulas out, and leaves a text of no length out.
            return None
        return cell

    def _beside(
        self, table: _Table, cell: Element, about: Mapping[str, str], where: tuple[int, int, int, int]
    ) -> None:
        """Take what a cell has beside its value."""
        at, column, times, wide = where
        across, down = (_whole(about.get(f"number-{what}-spanned", "")) for what in ("columns", "rows"))
        if across > 1 or down > 1:
            table.merges.append(Area(at, column, at + max(1, down) - 1, column + max(1, across) - 1))
        if formula := about.get("formula"):
            self._room.take(times * wide, 0)
            for row in range(at, at + times):
                for place in range(column, column + wide):
                    table.formulas[row, place] = f"={_excel(formula)}"
        for note in cell:
            if local(note.tag) == "annotation" and (text := _paragraphs(note)):
                table.comments[at, column] = text
        name = about.get("content-validation-name", "")
        if name in self._offered:
            areas = table.lists.setdefault(name, [])
            area = Area(at, column, at + times - 1, column + wide - 1)
            above = next((place for place in reversed(areas[-20:]) if place.bottom == at - 1), None)
            if above and (above.left, above.right) == (area.left, area.right):
                areas[areas.index(above)] = Area(above.top, above.left, area.bottom, above.right)
            else:
                areas.append(area)

    def _finish(self, table: _Table, element: Element) -> None:
        last = len(table.rows) - 1
        width = max(map(len, table.rows), default=0)
        blanks = {
            (row, column): style
            for top, left, bottom, right, style in table.blanks
            if (min(bottom, last) - top) * (min(right, width - 1) - left) < _MOST_BLANK
            for row in range(top, min(bottom, last) + 1)
            for column in range(left, min(right, width - 1) + 1)
        }
        sheet = Sheet(
            name=attribute(element, "name"),
            rows=tuple(table.rows),
            state="visible" if self._looks.is_shown(attribute(element, "style-name")) else "hidden",
            hidden_rows=frozenset(row for row in table.hidden_rows if row <= last),
            hidden_columns=frozenset(column for column in table.hidden_columns if column < width),
            merges=within(table.merges, last, width - 1),
            comments=table.comments,
            formulas=table.formulas,
            blanks=blanks,
        )
        self.tables.append((sheet, table.lists))


def read_ods(archive: Archive, name: str, say: Callable[[float], None]) -> Workbook:
    """Read a spreadsheet; raises DamagedError or HostileError."""
    reader = _OdsReader(archive, say)
    reader.read()
    sheets = reader.sheets()
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        raise DamagedError("two of its sheets have one name")
    told = []
    if any(part.startswith(("basic/", "scripts/")) for part in archive.names()):
        told.append("It has macros, which were not run.")
    empty = [f"“{sheet.name}”" for sheet in sheets if not sheet.rows]
    if empty:
        told.append(f"There is nothing in the cells of {listed(empty)}.")
    return Workbook(name=name, sheets=sheets, styles=tuple(reader.styles.styles), told=tuple(told))


def _is_libre(archive: Archive) -> bool:
    about = "meta.xml"
    return archive.holds(about) and any(
        local(element.tag) == "generator" and (element.text or "").startswith(("LibreOffice", "OpenOffice"))
        for element in archive.ends(about)
    )


def _with_lists(sheet: Sheet, lists: tuple[tuple[Area, tuple[str, ...]], ...]) -> Sheet:
    last = len(sheet.rows) - 1
    cut = tuple(
        (Area(area.top, area.left, min(area.bottom, max(last, area.top)), area.right), words)
        for area, words in lists
    )
    return structs.replace(sheet, lists=cut)


def _cell(element: Element, about: Mapping[str, str], style: int) -> Cell | None:  # noqa: PLR0911 - a return a kind of cell
    kind = about.get("value-type")
    text = _paragraphs(element)
    formula = about.get("formula")
    if about.get(_SHOWN_TYPE) == "error" or (formula and _ERROR.fullmatch(text)):
        return Cell(text or "#N/A", Cell.ERROR, style)
    match kind:
        case "float" | "currency" | "percentage":
            number = _float(about.get("value", ""))
            whole = int(number) if number.is_integer() and abs(number) < _EXACT else number
            return Cell(whole, Cell.NUMBER, style)
        case "date":
            return iso_date(about.get("date-value", ""), style)
        case "time":
            return Cell(_clock(about.get("time-value", "")), Cell.TIME, style)
        case "boolean":
            return Cell(about.get("boolean-value", "") == "true", Cell.FLAG, style)
        case "string":
            words = about.get("string-value", "") or text
            return Cell(words, Cell.TEXT, style) if words else None
    if text:
        return Cell(text, Cell.TEXT, style)
    return Cell("", Cell.UNSTORED, style) if formula else None


def _paragraphs(element: Element) -> str:
    """Return the text of a cell or a note: a line for each paragraph, without a note that stands inside the cell."""
    return "\n".join("".join(_text(child)) for child in element if local(child.tag) == "p").strip("\n")


def _text(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        match local(child.tag):
            case "s":
                yield " " * max(1, min(_number(child, "c"), 1_000))
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case "annotation" | "ruby-text":
                pass
            case _:
                yield from _text(child)
        yield child.tail or ""


def _excel(formula: str) -> str:
    """Return a formula or an area as Excel would write it, for people and for what looks for sums in it."""

    def reference(found: re.Match[str]) -> str:
        sheet, first, last = found[1], found[2], found[3]
        cells = f"{first}:{last}" if last else first
        return f"{sheet}!{cells}" if sheet else cells

    text = formula.removeprefix("of:").removeprefix("oooc:").removeprefix("=")
    parts = re.split(r'("(?:[^"]|"")*")', _REFERENCE.sub(reference, text))
    return "".join(part if part.startswith('"') else part.replace(";", ",") for part in parts)


def _clock(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{days * 24 + hours:02}:{minutes:02}:{seconds:02}"


def _float(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise DamagedError(f"“{text[:20]}” is where a number should be") from None
    if not math.isfinite(number):
        raise DamagedError(f"“{text[:20]}” is where a number should be")
    return number


def _about(element: Element) -> dict[str, str]:
    """Return a cell's attributes by their names without the namespace.

    LibreOffice repeats a value's type in a namespace of its own, where an error is told as well: ``_SHOWN_TYPE``.
    """
    about: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = _names.get(key)
        if name is None:
            name = _names[key] = _SHOWN_TYPE if _EXTENDED.search(key) else local(key)
        about[name] = value
    return about


_names: dict[str, str] = {}


def _repeated(element: Element, what: str) -> int:
    return max(1, _number(element, f"number-{what}-repeated"))


def _repeats(about: Mapping[str, str], what: str) -> int:
    return max(1, _whole(about.get(f"number-{what}-repeated", "")))


def _number(element: Element, name: str) -> int:
    return _whole(attribute(element, name))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
