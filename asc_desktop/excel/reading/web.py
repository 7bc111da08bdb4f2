"""Tables of a web page: what Excel puts on the clipboard, and what some systems call an .xls."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.excel.reading.cells import LAST_COLUMN, LAST_ROW, Room
from asc_desktop.excel.reading.errors import DamagedError, NotReadError
from asc_desktop.excel.reading.serials import dated, shown_as
from asc_desktop.excel.reading.styles import WHITE, Styles

_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:\b(?:td|th|tr|col))?\.([\w-]+)")
_COMMENT = re.compile(r"<!--|-->|/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)")
_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_CSS_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,4})\s?|\\(.)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK: Final = "\x00"

_NAMED: Final = {
    "red": "FF0000", "green": "008000", "lime": "00FF00", "blue": "0000FF", "yellow": "FFFF00", "orange": "FFA500",
    "black": "000000", "white": WHITE, "gray": "808080", "grey": "808080", "silver": "C0C0C0", "aqua": "00FFFF",
    "purple": "800080", "maroon": "800000", "navy": "000080", "gold": "FFD700", "lightgreen": "90EE90",
}  # fmt: skip
_BOLD, _STRUCK = frozenset({"b", "strong", "th"}), frozenset({"s", "strike", "del"})
_SKIPPED = frozenset({"script", "title"})
_BLOCKS = frozenset({"br", "p", "div", "li"})

Attributes = Mapping[str, str]


class _Table:
    def __init__(self) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.blanks: dict[tuple[int, int], int] = {}
        self.merges: list[Area] = []
        self.taken: dict[int, set[int]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row, self.columns = -1, 0

    def sheet(self, name: str, room: Room) -> Sheet:
        last = max(self.rows, default=-1)
        width = max((max(row) + 1 for row in self.rows.values()), default=0)
        rows = []
        for at in range(last + 1):
            cells = self.rows.get(at, {})
            length = max(cells, default=-1) + 1
            room.take(len(cells), length)
            rows.append(tuple(cells.get(column) for column in range(length)))
        return Sheet(
            name=name,
            rows=tuple(rows),
            hidden_rows=frozenset(at for at in self.hidden_rows if at <= last),
            hidden_columns=frozenset(column for column in self.hidden_columns if column < width),
            merges=tuple(area for area in self.merges if area.bottom <= last and area.right < width),
            blanks={
                place: style for place, style in self.blanks.items() if place[0] <= last and place[1] < width
            },
        )


class _Reader(HTMLParser):
    """Reads the tables that are not inside another; what stands in an inner one is text of the outer one's cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.styles = Styles()
        self._room = Room()
        self._rules: dict[str, dict[str, str]] = {}
        self._css: list[str] | None = None
        self._depth = self._skipped = 0
        self._row_look: dict[str, str] = {}
        self._cell: Attributes | None = None
        self._is_heading = False
        self._text: list[str] = []
        self._held = self._bold = self._struck = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {key: value or "" for key, value in attrs}
        if tag == "style":
            self._css = []
        elif tag in _SKIPPED:
            self._skipped += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1:
            self._in_table(tag, about)
        elif self._depth and tag in _BLOCKS | {"tr"}:
            self._text.append(_BREAK)

    def _in_table(self, tag: str, about: Attributes) -> None:
        if tag == "col":
            self._column(about)
        elif tag == "tr":
            self._end_cell()
            self._begin_row(about)
        elif tag in {"td", "th"}:
            self._end_cell()
            if self.tables[-1].row < 0:
                self._begin_row({})
            self._cell, self._is_heading, self._text = about, tag == "th", []
            self._held = self._bold = self._struck = 0
            self._open = []
        elif tag in _BLOCKS:
            self._text.append(_BREAK)
        elif tag in _BOLD | _STRUCK:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style" and self._css is not None:
            self._read_css("".join(self._css))
            self._css = None
        elif tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._css is not None:
            self._css.append(data)
        elif self._cell is not None and not self._skipped:
            self._text.append(data)
            size = len(data.strip())
            self._held += size
            self._bold += size if _BOLD & set(self._open) else 0
            self._struck += size if _STRUCK & set(self._open) else 0

    def handle_comment(self, data: str) -> None:
        # Excel puts its rules into a comment inside the style, which is then no data.
        if self._css is not None:
            self._css.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _read_css(self, text: str) -> None:
        for names, body in _RULE.findall(_COMMENT.sub("", text)):
            look = _declarations(body)
            for name in _CLASS.findall(names):
                self._rules.setdefault(name, {}).update(look)
            if names.strip().lower() == "td":
                self._rules.setdefault("", {}).update(look)

    def _look(self, about: Attributes) -> dict[str, str]:
        look: dict[str, str] = {}
        for name in about.get("class", "").split():
            look |= self._rules.get(name, {})
        if "bgcolor" in about:
            look["background"] = about["bgcolor"]
        return look | _declarations(about.get("style", ""))

    def _begin_row(self, about: Attributes) -> None:
        table = self.tables[-1]
        table.row += 1
        if table.row >= LAST_ROW:
            raise DamagedError("it has more rows than any sheet")
        self._row_look = self._look(about)
        if _is_hidden(self._row_look):
            table.hidden_rows.add(table.row)

    def _column(self, about: Attributes) -> None:
        table = self.tables[-1]
        first, table.columns = table.columns, table.columns + _span(about.get("span", ""), LAST_COLUMN)
        if _is_hidden(self._look(about)):
            table.hidden_columns.update(range(first, min(table.columns, LAST_COLUMN)))

    def _end_cell(self) -> None:
        about, self._cell = self._cell, None
        if about is None:
            return
        table = self.tables[-1]
        taken = table.taken.setdefault(table.row, set())
        # The first that no cell of this row, or one from above, has.
        column = next(at for at in range(len(taken) + 1) if at not in taken)
        wide, high = _span(about.get("colspan", ""), LAST_COLUMN), _span(about.get("rowspan", ""), LAST_ROW)
        if column + wide > LAST_COLUMN:
            raise DamagedError("it has more columns than any sheet")
        self._room.take(0, wide * high)
        for row in range(table.row, table.row + high):
            table.taken.setdefault(row, set()).update(range(column, column + wide))
        if wide > 1 or high > 1:
            table.merges.append(Area(table.row, column, table.row + high - 1, column + wide - 1))
        self._put(table, column, about)

    def _put(self, table: _Table, column: int, about: Attributes) -> None:
        background = {key: value for key, value in self._row_look.items() if key.startswith("background")}
        look = background | self._rules.get("", {}) | self._look(about)
        bold = self._is_heading or _is_bold(look) or 0 < self._held == self._bold
        struck = "line-through" in look.get("text-decoration", "") or 0 < self._held == self._struck
        number_format = _unescaped(look.get("mso-number-format", "")) or "General"
        fill = _fill(look)
        style = self.styles.place(Style(number_format=number_format, fill=fill, bold=bold, struck=struck))
        cell = _cell(_words("".join(self._text)), about, number_format, style)
        if cell is not None:
            table.rows.setdefault(table.row, {})[column] = cell
        elif fill not in {"", WHITE}:
            table.blanks[table.row, column] = style


def read_page(text: str, name: str, sheet_name: str) -> Workbook:
    """Return the tables of a page as sheets; raises NotReadError where there is none."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    room = Room()
    held = [table for table in reader.tables if table.rows]
    if not held:
        raise NotReadError("is a web page without a table. Choose an Excel workbook or a CSV file.")
    names = [sheet_name] if len(held) == 1 else [f"{sheet_name} {at}" for at in range(1, len(held) + 1)]
    sheets = tuple(table.sheet(called, room) for table, called in zip(held, names, strict=True))
    return Workbook(name=name, sheets=sheets, styles=tuple(reader.styles.styles))


def _cell(words: str, about: Attributes, number_format: str, style: int) -> Cell | None:
    """Return a cell as it is shown, or its number where the page has it beside the words."""
    if "x:err" in about:
        return Cell(words, Cell.ERROR, style)
    try:
        number = float(about["x:num"] or words)
    except (KeyError, ValueError):
        return Cell(words, Cell.TEXT, style) if words else None
    shown = shown_as(number_format)
    found = dated(number, shown, from_1904=False) if shown and abs(number) < LAST_ROW * 10 else None
    if found:
        return Cell(found[0], found[1], style)
    return Cell(int(number) if number.is_integer() else number, Cell.NUMBER, style)


def _words(text: str) -> str:
    lines = _SPACES.sub(" ", text).split(_BREAK)
    return "\n".join(line.strip(" ") for line in lines).strip("\n").replace("\N{NO-BREAK SPACE}", " ").strip()


def _declarations(text: str) -> dict[str, str]:
    return {key.lower(): value.strip() for key, value in _DECLARATION.findall(text)}


def _fill(look: Mapping[str, str]) -> str:
    for key in ("background", "background-color"):
        colour = look.get(key, "")
        if found := _HEX.search(colour):
            digits = found[1] if len(found[1]) == 6 else "".join(letter * 2 for letter in found[1])
            return digits.upper()
        if found := _RGB.search(colour):
            return "".join(f"{min(255, int(part)):02X}" for part in found.groups())
        for word in colour.lower().split():
            if word in _NAMED:
                return _NAMED[word]
    return ""


def _is_bold(look: Mapping[str, str]) -> bool:
    weight = look.get("font-weight", "")
    return weight in {"bold", "bolder"} or (weight.isdecimal() and int(weight) >= 600)


def _is_hidden(look: Mapping[str, str]) -> bool:
    return look.get("display", "") == "none"


def _unescaped(text: str) -> str:
    """Return a number format as Excel writes it into a page: in quotes, some of its letters by their number."""
    return _CSS_ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text.strip("\"'"))


def _span(text: str, most: int) -> int:
    return max(1, min(int(text), most)) if text.strip().isdecimal() else 1
