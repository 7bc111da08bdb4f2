"""Writes any section of a pack as a sheet: its tables are Excel tables with filters, its totals live formulas."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec.structs import replace

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.domain.words import shortened
from asc_desktop.excel.cell_values import clean, letters, pounds
from asc_desktop.excel.formulas import count_where, sum_where
from asc_desktop.excel.sheets import activity_charts
from asc_desktop.excel.styles import BODY_POINTS, COUNT, MUTED, NEGATIVE, POSITIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter
from asc_desktop.pack.document import (
    RIGHT,
    Cell,
    Chart,
    Check,
    Column,
    Day,
    Decimal,
    Facts,
    Heading,
    Letter,
    Money,
    Month,
    Note,
    Number,
    Row,
    Section,
    Status,
    Table,
    Tone,
    Words,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_MONTH: Final = "mmm yyyy"
_SIGNED: Final = '0_);-0_);"–"_)'
_TITLE_ROWS: Final = 3
_INDENT_PIXELS: Final = 9
_MOST_LINES, _SHORT_LINES, _NAME_LETTERS = 26, 6, 60
"""Lines that a row can have, those that are left of a text with more, and letters of what a row is called."""
_ARROW_PIXELS: Final = 20
"""What the arrow of a filter takes of a heading."""
_NOTE_PIXELS, _MORE_PIXELS = 780, 150
"""What the line under the title needs beside the way back to the contents, and how wide a column for it is."""
_CLEAR_OF: Final = RIGHT | {"letter"}
"""What words beside it have to stand clear of."""


_COLOURS: Final = {"muted": MUTED, "good": POSITIVE}


_CHARTS: Final = {"activity": activity_charts.insert_chart}
"""What draws a chart as a native one, by its name: not every chart has one."""


class SectionSheet:
    """The sheet of one section: a part of the pack's workbook."""

    def __init__(self, name: str, build: Callable[[Report, Edition], Section]) -> None:
        self.NAME = name
        self._build = build

    def is_needed(self, book: PackBook) -> bool:
        """Return whether there is anything to show."""
        return bool(self._section(book).blocks)

    def columns(self, book: PackBook) -> list[int]:
        """Return the widths of the sheet's columns: each as wide as the widest table has it."""
        grids = [_grid(block.columns) for block in self._section(book).blocks if isinstance(block, Table)]
        most = max(map(len, grids), default=0)
        widths = [max(grid[at] for grid in grids if at < len(grid)) for at in range(most)]
        while sum(widths[:-1]) < _NOTE_PIXELS:
            widths.append(_MORE_PIXELS)
        return widths

    def write(self, book: PackBook, page: SheetWriter) -> None:
        """Write the sheet."""
        section = self._section(book)
        page.title(section.title, f"{book.report.programme}, {book.period_words}. {section.note}".rstrip())
        header = 0
        for at, block in enumerate(section.blocks):
            if isinstance(block, Table):
                header = page.row
                _write_table(page, block)
            elif isinstance(block, Heading):
                if at:
                    page.gap()
                page.heading(block.text)
            elif isinstance(block, Facts):
                _write_facts(page, block)
            elif isinstance(block, Chart):
                if block.name in _CHARTS:
                    _CHARTS[block.name](book, page, block.of)
            elif isinstance(block, Note):
                is_before = at + 1 < len(section.blocks)
                if not is_before:
                    page.gap()
                _write_note(page, block, keep=is_before)
        is_alone = sum(isinstance(block, Table) for block in section.blocks) == 1
        page.finish(
            freeze=(header + 1, 2) if is_alone else (_TITLE_ROWS, 0),
            repeat=(header, header) if is_alone or _ends_in_table(section) else None,
        )

    def _section(self, book: PackBook) -> Section:
        return book.section(self.NAME, self._build)


def _ends_in_table(section: Section) -> bool:
    """Whether no page after the last table's has anything but its rows and words about them."""
    told = [block for block in section.blocks if not isinstance(block, Note)]
    return bool(told) and isinstance(told[-1], Table)


def _grid(columns: Sequence[Column]) -> list[int]:
    """Return the least widths of the sheet's columns under these; of those that one spans, nothing is asked."""
    return [
        width for column in columns for width in ([column.width] if column.span == 1 else [0] * column.span)
    ]


def _write_facts(page: SheetWriter, block: Facts) -> None:
    for fact in block.facts:
        quiet: dict[str, Any] = {"font_color": MUTED, "font_size": SMALL_POINTS} if fact.is_quiet else {}
        page.labelled(fact.label, fact.text, **quiet)


def _write_note(page: SheetWriter, block: Note, *, keep: bool) -> None:
    look = _loud(block.tone or ("muted" if block.is_quiet else ""))
    look |= {"font_size": SMALL_POINTS} if block.is_quiet else {}
    page.paragraph(block.text, keep=keep, **look)


def _write_table(page: SheetWriter, table: Table) -> None:
    places = _places(table.columns)
    header = page.row
    formats = _header_formats(page, table.columns)
    if not table.name:
        for (first, last), column, style in zip(places, table.columns, formats, strict=True):
            _write_words(page, first, last, column.title, style)
    fit, arrow = page.book.fit, _ARROW_PIXELS if table.name else 0
    lines = max(
        fit.line_count(column.title, sum(page.columns[first : last + 1]) - arrow, SMALL_POINTS, bold=True)
        for (first, last), column in zip(places, table.columns, strict=True)
    )
    page.end_row(fit.height(lines, SMALL_POINTS) + 4, keep=True)
    long: list[tuple[str, str]] = []
    for row in table.rows:
        long += _write_row(page, table.columns, places, row)
    if table.name:
        heads = [
            {"header": column.title, "header_format": style}
            for column, style in zip(table.columns, formats, strict=True)
        ]
        options = {"name": table.name, "style": None, "columns": heads}
        page.sheet.add_table(header, 0, page.row - 1, len(heads) - 1, options)
    if table.total is not None:
        _write_total(page, table, places, table.total)
    if long:
        page.gap()
        page.heading("In full", points=11)
        for label, words in long:
            page.labelled(label, words)


def _places(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return the first and last column of the sheet that each takes."""
    found, at = [], 0
    for column in columns:
        found.append((at, at + column.span - 1))
        at += column.span
    return found


def _header_formats(page: SheetWriter, columns: Sequence[Column]) -> list[Any]:
    return [page.styles.header(valign="top", **_side(columns, at)) for at in range(len(columns))]


def _side(columns: Sequence[Column], at: int) -> dict[str, Any]:
    """Return how a column is aligned: figures right, letters in the middle, words clear of a figure before them."""
    if columns[at].kind in RIGHT:
        return {"align": "right"}
    if columns[at].kind == "letter":
        return {"align": "center"}
    return {"align": "left", "indent": 1} if at and columns[at - 1].kind in _CLEAR_OF else {}


def _write_row(
    page: SheetWriter, columns: Sequence[Column], places: Sequence[tuple[int, int]], row: Row
) -> list[tuple[str, str]]:
    """Write a row; return what of it no row can hold, each with what it is of, to be told whole under the table."""
    lines, long = 1, []
    fit = page.book.fit
    for at, (cell, (first, last)) in enumerate(zip(row.cells, places, strict=True)):
        side = _side(columns, at)
        room = sum(page.columns[first : last + 1]) - (_INDENT_PIXELS if "indent" in side else 0)
        shown = cell
        if isinstance(cell, Words) and fit.line_count(clean(cell.text), room, BODY_POINTS) > _MOST_LINES:
            begun = fit.split(clean(cell.text), room, BODY_POINTS, _SHORT_LINES)[0]
            shown = replace(cell, text=f"{begun} … In full under the table.")
            long.append((f"{_named(row)}, {columns[at].title.lower()}", cell.text))
        words = _write_cell(page, first, last, shown, side, _formula(page, columns, places, at, shown))
        is_strong = isinstance(cell, Words) and cell.strong
        lines = max(lines, fit.line_count(words, room, BODY_POINTS, bold=is_strong))
    page.end_row(fit.height(lines, BODY_POINTS))
    return long


def _named(row: Row) -> str:
    """Return what a row is of, short: its first strong words, or its first."""
    told = [cell for cell in row.cells if isinstance(cell, Words) and cell.text]
    return shortened(clean(next((cell.text for cell in told if cell.strong), told[0].text)), _NAME_LETTERS)


def _formula(
    page: SheetWriter, columns: Sequence[Column], places: Sequence[tuple[int, int]], at: int, cell: Cell
) -> str:
    """Return the formula that comes to a figure; empty where it is a figure of its own."""
    if columns[at].less is not None:
        titles = [column.title for column in columns]
        names = (letters(places[titles.index(title)][0]) for title in columns[at].less or ())
        whole, part = (f"{name}{page.row + 1}" for name in names)
        if isinstance(cell, Check):
            within = cell.within_pence / 100
            left = f"{whole}-{part}"
            return f'=IF(ABS({whole})<={within:.15g},"OK",IF(ABS({left})<={within:.15g},"OK",{left}))'
        return f"={whole}-{part}"
    if not isinstance(cell, Money | Number) or cell.tie is None:
        return ""
    tie = cell.tie
    rows = ((tie.title, f'"{tie.value}"'),)
    if isinstance(cell, Number):
        return count_where(tie.table, rows, exact=False)
    return sum_where(tie.table, tie.sums, rows, exact=False)


def _write_total(page: SheetWriter, table: Table, places: Sequence[tuple[int, int]], total: Row) -> None:
    page.fill(range(places[-1][1] + 1), page.styles.total())
    last = page.row
    for (at, _), column, cell in zip(places, table.columns, total.cells, strict=True):
        if isinstance(cell, Money):
            cells = f"{letters(at)}{last - len(table.rows) + 1}:{letters(at)}{last}"
            formula = f"=SUM({f'{table.name}[{column.title}]' if table.name else cells})"
            page.formula(at, formula, pounds(cell.pence or 0), page.styles.total_saving(cell.key))
        elif isinstance(cell, Words) and cell.text:
            page.text(at, cell.text, page.styles.total())
    page.end_row(17)


def _write_cell(
    page: SheetWriter, first: int, last: int, cell: Cell, side: dict[str, Any], formula: str
) -> str:
    """Write a cell; return the words that need room in it."""
    styles = page.styles
    match cell:
        case Words(text, below, strong, tone):
            _write_told(page, first, last, cell, styles.cell(**side, **_loud(tone, bold=strong)))
            return f"{text}\n{below}" if below else text
        case Money() | Number():
            _write_figure(page, first, cell, side, formula)
        case Day(iso, tone):
            page.day(first, iso, styles.date(**side, **_loud(tone)))
        case Month(period):
            page.day(first, f"{period}-01", styles.date(**side, num_format=_MONTH))
        case Decimal(text, unit):
            page.count(
                first, float(text), styles.cell(**side, num_format=_decimals(text, unit), text_wrap=False)
            )
        case Check(left_pence):
            loud = {"font_color": NEGATIVE} if left_pence else {}
            page.formula(
                first, formula, pounds(left_pence) if left_pence else "OK", styles.pounds(bold=True, **loud)
            )
        case Letter(rag):
            page.text(first, RAG_LETTERS[rag], styles.rag(rag))
        case Status(text, rag):
            page.text(first, text, styles.chip(rag))
            return text
    return ""


def _write_told(page: SheetWriter, first: int, last: int, cell: Words, style: Any) -> None:
    """Write words and, small and grey under them, what is said about them."""
    if not cell.text or not cell.below or last > first:
        words = "\n".join(part for part in (cell.text, cell.below) if part)
        _write_words(page, first, last, words, style)
        return
    small = page.styles.get(font_color=MUTED, font_size=SMALL_POINTS)
    plain = page.styles.get(**_loud(cell.tone, bold=cell.strong))
    page.sheet.write_rich_string(
        page.row, first, plain, clean(cell.text), small, f"\n{clean(cell.below)}", style
    )


def _write_figure(
    page: SheetWriter, at: int, cell: Money | Number, side: dict[str, Any], formula: str
) -> None:
    """Write a figure, with the formula that comes to it where there is one."""
    if isinstance(cell, Money):
        loud = {"bold": True, "font_color": NEGATIVE} if cell.warns else {}
        figure = None if cell.pence is None else pounds(cell.pence)
        style = page.styles.saving(cell.key, **loud)
    else:
        figure = cell.value
        number_format = _SIGNED if cell.signed else COUNT
        style = page.styles.cell(**side, num_format=number_format, text_wrap=False, **_loud(cell.tone))
    if isinstance(cell, Money) and not formula:
        page.money(at, cell.pence, style)
    elif figure is None or not formula:
        page.count(at, figure, style)
    else:
        page.formula(at, formula, figure, style)


def _decimals(number: str, unit: str) -> str:
    """Return the format of an exact decimal with its own places."""
    places = f"#,##0.{'0' * len(number.partition('.')[2])}".rstrip(".")
    return f'{places}"{unit}"' if unit else places


def _write_words(page: SheetWriter, first: int, last: int, words: str, style: Any) -> None:
    if last > first:
        page.merged(first, last, words, style)
    else:
        page.text(first, words, style)


def _loud(tone: Tone, *, bold: bool = False) -> dict[str, Any]:
    if tone == "bad":
        return {"bold": True, "font_color": NEGATIVE}
    if tone in _COLOURS:
        return {"font_color": _COLOURS[tone]}
    return {"bold": True} if bold else {}
