"""Tables for print: columns as wide as their words ask for, rows never cut, headers repeated on each page.

A figure, a date or a reference is never broken. Where the columns have no room for theirs, names have less and then
the type is smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, cast

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF

from asc_desktop.ui.charts.marks import BoxMark, ChipMark, LineMark
from asc_desktop.ui.cutting import unbroken
from asc_desktop.ui.palette import LIGHT, SHAPES, ColourRole
from asc_desktop.ui.pdf.pages import ROOM, Block, Mark, Words
from asc_desktop.ui.pdf.type_setter import Line, Run, Style, TypeSetter

Align = Literal["left", "right", "centre"]
RowKind = Literal["body", "total", "group"]

PAD: Final = 6.0
_ROW_PAD: Final = 4.0
_BOX: Final = 18.0
_CHIP: Final = 20.0
_CHIP_EXTRA: Final = 28.0
"""The shape of a chip and the room round its words."""

_NAMES: Final = 0.28
"""Of the width: what columns with a share keep together before the figures of others are short of room."""
_NARROWEST: Final = 70.0
"""What each of them keeps then."""
_SMALLER: Final = 4
"""By how many pixels the type may be smaller."""
_FIRM: Final = 200.0
"""The most that a word with a figure in it is kept whole by: longer ones are addresses of files and the like."""

TALLEST_PART: Final = ROOM * 0.42
"""Of a row: a taller one goes on in a row below, so that little is left empty at the foot of a page."""


class Text(Struct, frozen=True):
    """A paragraph of a cell."""

    runs: tuple[Run, ...]


class Letter(Struct, frozen=True):
    """A RAG letter on its colour; ``soft`` for an earlier period's, ``plain`` for one carried forward."""

    letter: str
    role: str
    soft: bool = False
    plain: bool = False


class Chip(Struct, frozen=True):
    """A status with its shape and colour."""

    text: str
    role: str
    shape: str = ""


Part = Text | Letter | Chip
Cell = tuple[Part, ...]
"""Parts one below the other."""


class Column(Struct, frozen=True):
    """A column: as wide as its words, up to ``most``, or a share of the room that is left."""

    title: str
    share: float = 0.0
    align: Align = "left"
    least: float = 0.0
    most: float = 170.0


class Row(Struct, frozen=True):
    """A row of cells. ``kind`` ``group`` has one cell across; ``keep`` it with the row below."""

    cells: tuple[Cell, ...]
    kind: RowKind = "body"
    keep: bool = False


class _Piece(Struct, frozen=True):
    """What of a cell is never parted: a line, a letter, a chip. Marks from its own top left corner."""

    height: float
    marks: tuple[Mark, ...]


class TableSetter:
    """Lays out one table after another in a width."""

    def __init__(self, setter: TypeSetter, width: float) -> None:
        self._setter = setter
        self._width = width

    def blocks(self, columns: Sequence[Column], rows: Sequence[Row], size: int) -> list[Block]:
        """Return the table's blocks: its header, then its rows; its last row is never alone on a page."""
        widths, rows, size = self._fitted(columns, rows, size)
        head = self._head(columns, widths, size) if any(column.title for column in columns) else None
        blocks = [] if head is None else [head]
        last = len(rows) - 1
        repeated = head
        for place, row in enumerate(rows):
            before_total = place < last and rows[place + 1].kind == "total"
            # Nor is the first or last row alone on a page.
            at_an_end = place < last and place in {0, last - 1}
            keep = row.keep or row.kind == "group" or before_total or at_an_end
            if row.kind == "group":
                found = self._row(columns, widths, row, head, keep=keep)
                repeated = _below(head, found[0])
            else:
                found = self._row(columns, widths, row, repeated, keep=keep)
            blocks += found
        return blocks

    # ------------------------------------------------------------------------------------------------ widths

    def _fitted(
        self, columns: Sequence[Column], rows: Sequence[Row], size: int
    ) -> tuple[list[float], Sequence[Row], int]:
        """Return the columns' widths, with the rows and the size of type, smaller where figures would be broken."""
        firm = self._firm_widths(columns, rows, size)
        by = 0
        while sum(firm) > self._width and by < _SMALLER:
            by += 1
            firm = self._firm_widths(columns, [_smaller(row, by) for row in rows], size - by)
        shown = [_smaller(row, by) for row in rows] if by else rows
        if sum(firm) > self._width:
            firm = [width * self._width / sum(firm) for width in firm]
        return self._widths(columns, shown, firm), shown, size - by

    def _firm_widths(self, columns: Sequence[Column], rows: Sequence[Row], size: int) -> list[float]:
        return [self._firm(column, place, rows, size) for place, column in enumerate(columns)]

    def _firm(self, column: Column, place: int, rows: Sequence[Row], size: int) -> float:
        """Return the width in which none of a column's figures, nor a word of its title, is broken."""
        texts = [
            (word, part.runs[0].style)
            for row in rows
            if row.kind != "group"
            for part in row.cells[place]
            if isinstance(part, Text) and part.runs
            for line in "".join(run.text for run in part.runs).split("\n")
            for word in unbroken(line)
        ]
        figures = max((min(self._setter.width(word, style), _FIRM) for word, style in texts), default=0.0)
        title = self._setter.widest_word(column.title, Style(size - 1, bold=True))
        return max(figures, title, column.least, _NARROWEST if column.share else 0.0) + 2 * PAD + 1

    def _widths(self, columns: Sequence[Column], rows: Sequence[Row], firm: list[float]) -> list[float]:
        widths = []
        for place, column in enumerate(columns):
            if column.share:
                widths.append(0.0)
                continue
            natural = max(
                (self._natural(row.cells[place]) for row in rows if row.kind != "group"), default=0.0
            )
            widths.append(max(firm[place], min(natural, column.most) + 2 * PAD + 1))
        shares = sum(column.share for column in columns)
        names = sum(width for width, column in zip(firm, columns, strict=True) if column.share)
        kept = max(names, self._width * _NAMES) if shares else 0.0
        if sum(widths) + kept > self._width:
            least = [0.0 if column.share else width for width, column in zip(firm, columns, strict=True)]
            widths = _squeezed(widths, least, self._width - kept)
        left = self._width - sum(widths)
        if not shares:
            return self._spread(columns, widths)
        given = [left * column.share / shares for column in columns]
        if any(
            column.share and part < width for part, width, column in zip(given, firm, columns, strict=True)
        ):
            # By their shares one would be too narrow for its figures: each has those first.
            over = left - names
            given = [
                width + over * column.share / shares for width, column in zip(firm, columns, strict=True)
            ]
        return [
            part if column.share else width
            for part, column, width in zip(given, columns, widths, strict=True)
        ]

    def _spread(self, columns: Sequence[Column], widths: list[float]) -> list[float]:
        """Give what is left to the first column, up to a little, so that figures stand near their names."""
        spare = self._width - sum(widths)
        return [width + (spare if place == 0 and spare < 240 else 0) for place, width in enumerate(widths)]

    def _natural(self, cell: Cell) -> float:
        widest = 0.0
        for part in cell:
            if isinstance(part, Text):
                widest = max(widest, self._setter.natural_width(part.runs))
            elif isinstance(part, Chip):
                widest = max(widest, self._setter.width(part.text, Style(12, bold=True)) + _CHIP_EXTRA)
            else:
                widest = max(widest, _BOX)
        return widest

    # -------------------------------------------------------------------------------------------------- rows

    def _head(self, columns: Sequence[Column], widths: list[float], size: int) -> Block:
        style = Style(size - 1, bold=True, colour=LIGHT.text_muted)
        cells = [
            self._text_pieces((Run(column.title, style),), width, column.align)
            for column, width in zip(columns, widths, strict=True)
        ]
        height = max(sum(piece.height for piece in cell) for cell in cells) + 2 * _ROW_PAD
        marks: list[Mark] = [BoxMark(QRectF(0, 0, sum(widths), height), LIGHT.surface_alt)]
        x = 0.0
        for cell, width in zip(cells, widths, strict=True):
            y = height - _ROW_PAD - sum(piece.height for piece in cell)
            for piece in cell:
                marks += [moved(mark, x, y) for mark in piece.marks]
                y += piece.height
            x += width
        marks.append(_rule(sum(widths), height, LIGHT.control_border))
        return Block(height, tuple(marks), keep=True)

    def _row(
        self,
        columns: Sequence[Column],
        widths: list[float],
        row: Row,
        head: Block | None,
        *,
        keep: bool,
    ) -> list[Block]:
        whole = sum(widths)
        if row.kind == "group":
            columns, widths = columns[:1], [whole]
        cells = [
            self._pieces(cell, width, column.align)
            for cell, column, width in zip(row.cells, columns, widths, strict=True)
        ]
        parts = _in_parts(cells)
        blocks = []
        for number, part in enumerate(parts):
            height = max(sum(piece.height for piece in cell) for cell in part) + 2 * _ROW_PAD
            marks: list[Mark] = []
            if row.kind == "group":
                marks.append(BoxMark(QRectF(0, 1, whole, height - 1), LIGHT.info_background))
            elif row.kind == "total":
                marks.append(BoxMark(QRectF(0, 0, whole, height), LIGHT.surface_alt))
            x = 0.0
            for cell, width in zip(part, widths, strict=True):
                y = _ROW_PAD
                for piece in cell:
                    marks += [moved(mark, x, y) for mark in piece.marks]
                    y += piece.height
                x += width
            is_last = number == len(parts) - 1
            if is_last:
                strong = row.kind == "total"
                marks.append(_rule(whole, height, LIGHT.control_border if strong else LIGHT.border))
            blocks.append(Block(height, tuple(marks), keep=keep and is_last, head=head))
        return blocks

    def _pieces(self, cell: Cell, width: float, align: Align) -> list[_Piece]:
        found: list[_Piece] = []
        for part in cell:
            if isinstance(part, Text):
                found += self._text_pieces(part.runs, width, align)
            elif isinstance(part, Letter):
                found.append(self._letter(part, width, align))
            else:
                found.append(self._chip(part, width))
        return found or [_Piece(0.0, ())]

    def _text_pieces(self, runs: tuple[Run, ...], width: float, align: Align) -> list[_Piece]:
        inner = width - 2 * PAD
        return [
            _Piece(line.height, line_marks(self._setter, line, PAD, inner, align))
            for line in self._setter.lines(runs, inner)
        ]

    def _letter(self, part: Letter, width: float, align: Align) -> _Piece:
        hue = LIGHT.hue(part.role)
        fill, colour = (hue.soft, hue.text_on_soft) if part.soft else (hue.solid, hue.text_on_solid)
        left = (width - _BOX) / 2 if align == "centre" else PAD
        style = Style(11, bold=not part.plain, colour=LIGHT.text_muted if part.plain else colour)
        wide = self._setter.width(part.letter, style)
        words = Words(
            left + (_BOX - wide) / 2, _BOX / 2 + 3.6, part.letter, self._setter.font(style), style.colour
        )
        if part.plain:
            return _Piece(_BOX, (words,))
        return _Piece(_BOX, (BoxMark(QRectF(left, -1, _BOX, _BOX), fill), words))

    def _chip(self, part: Chip, width: float) -> _Piece:
        """A chip; its words below each other where they do not fit beside its shape."""
        role = cast("ColourRole", part.role)
        shape = part.shape or SHAPES.get(role, "dash")
        room = width - 2 * PAD
        wanted = self._setter.width(part.text, Style(12, bold=True)) + _CHIP_EXTRA
        if wanted <= room + 1:
            return _Piece(_CHIP + 2, (ChipMark(QRectF(PAD, -1, wanted, _CHIP), part.text, role, shape),))
        hue = LIGHT.hue(part.role)
        style = Style(11, bold=True, colour=hue.text_on_soft)
        lines = self._setter.lines((Run(part.text, style),), room - 10)
        height = sum(line.height for line in lines)
        marks: list[Mark] = [BoxMark(QRectF(PAD, -1, room, height + 4), hue.soft)]
        y = 1.0
        for line in lines:
            marks += [
                moved(mark, 0, y) for mark in line_marks(self._setter, line, PAD + 5, room - 10, "left")
            ]
            y += line.height
        return _Piece(height + 6, tuple(marks))


def line_marks(setter: TypeSetter, line: Line, left: float, width: float, align: Align) -> tuple[Mark, ...]:
    """Return a line's words, placed in a width; their baseline is of a line whose top is at 0."""
    start = left
    if align == "right":
        start = left + width - line.width
    elif align == "centre":
        start = left + (width - line.width) / 2
    return tuple(
        Words(start + x, line.height * 0.76, run.text, setter.font(run.style), run.style.colour)
        for x, run in line.runs
        if run.text
    )


def moved(mark: Mark, x: float, y: float) -> Mark:
    """Return a mark of a piece at its place in a row."""
    if isinstance(mark, Words):
        return Words(mark.x + x, mark.baseline + y, mark.text, mark.font, mark.colour)
    if isinstance(mark, BoxMark):
        return BoxMark(mark.rect.translated(x, y), mark.fill, mark.hatch)
    if isinstance(mark, ChipMark):
        return ChipMark(mark.rect.translated(x, y), mark.text, mark.role, mark.shape)
    if isinstance(mark, LineMark):
        points = tuple(QPointF(point.x() + x, point.y() + y) for point in mark.points)
        return LineMark(points, mark.colour, mark.width, mark.is_dashed)
    raise TypeError(type(mark).__name__)


def _squeezed(widths: list[float], least: list[float], room: float) -> list[float]:
    """Return widths that are together a room's: each gives the same share of what it has beyond its least.

    Where even the least are more than the room they are what is returned, and the names have what is left.
    """
    slack = sum(widths) - sum(least)
    over = sum(widths) - room
    share = min(over / slack, 1.0) if slack > 0 else 0.0
    return [width - (width - few) * share for width, few in zip(widths, least, strict=True)]


def _smaller(row: Row, by: int) -> Row:
    """Return a row in smaller type."""
    cells = tuple(
        tuple(
            Text(tuple(replace(run, style=replace(run.style, size=run.style.size - by)) for run in part.runs))
            if isinstance(part, Text)
            else part
            for part in cell
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)


def _below(head: Block | None, group: Block) -> Block:
    """Return what is repeated where a page begins within a group: the table's header and the group's name."""
    if head is None:
        return group
    marks = (*head.marks, *(moved(mark, 0.0, head.height) for mark in group.marks))
    return Block(head.height + group.height, marks, keep=True)


def _rule(width: float, y: float, colour: str) -> LineMark:
    return LineMark((QPointF(0, y), QPointF(width, y)), colour, 0.8)


def _in_parts(cells: list[list[_Piece]]) -> list[list[list[_Piece]]]:
    """Share the pieces of a row's cells out over as many rows as keep each no taller than it may be."""
    if max(sum(piece.height for piece in cell) for cell in cells) <= TALLEST_PART:
        return [cells]
    parts: list[list[list[_Piece]]] = []
    for place, cell in enumerate(cells):
        number, used = 0, 0.0
        for piece in cell:
            if used and used + piece.height > TALLEST_PART:
                number, used = number + 1, 0.0
            while len(parts) <= number:
                parts.append([[] for _ in cells])
            parts[number][place].append(piece)
            used += piece.height
    return parts
