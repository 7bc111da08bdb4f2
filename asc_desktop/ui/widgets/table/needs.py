"""How wide a table's columns have to be, and would be, by what is in them.

A column of figures, dates, statuses or references needs room for the widest of them. Words may stand on two lines, so
a column of words needs room for the figures and references in it, then for its words on two lines, then on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics, QFontMetricsF

from asc_desktop.domain.records.fields import Kind
from asc_desktop.ui.chip import CHIP_WORDS, chip_size
from asc_desktop.ui.cutting import is_figure, unbroken, words_of, wrapped
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.widgets.table.exempt import ROOM as PADLOCK

if TYPE_CHECKING:
    from asc_desktop.ui.widgets.table.view import RecordTableView

PADDING: Final = 8
LEAST: Final = 44
_FEW_WORDS, _NAME = 84, 140
"""What a column of words keeps however little room there is; a table's first is what its rows are called."""
_WIDEST, _WIDEST_LONG = 420, 640
_FIRM: Final = 190
"""The most that a word with a figure in it is kept whole by: longer ones are addresses of files and the like."""
_WORD: Final = 96
"""The most that any other word is kept whole by."""
_NAME_SHARE: Final = 0.34
_MEASURED: Final = 24
"""How many of the longest texts of a column are measured: letters differ less in width than texts in length."""
_SAMPLED: Final = 2_000
"""How many rows of a column of words are looked at; of figures all are."""
_LONGEST: Final = 2 * _WIDEST_LONG // 4
_NARROW_LETTER, _WIDE_LETTER = 4, 14
"""The least and the most that letters are wide in the mean, in pixels: of no words less, of no words more."""
_HEADING: Final = 2 * PADDING + 2
MARK: Final = 15
"""The room for a mark in a column's heading."""
CHIP_GAP: Final = 5.0
_TOO_NEAR: Final = 1.5
"""Within so many pixels of the edge a line is measured as a whole."""
_MORE_CHIPS: Final = 40
"""Room for how many chips more there are than those drawn."""
_COUNTED: Final = frozenset({Kind.MONEY, Kind.INTEGER})
WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE, Kind.CHOICE})
"""Kinds whose cells may stand on two lines."""


class Need(Struct, frozen=True):
    """Widths of a column, in pixels: what it must have, with its words on two lines, and with all on one."""

    least: int
    two_lines: int
    whole: int
    grows: bool
    """Whether it has words, to which room to spare is of use."""
    after: int = 0
    """What it takes after every other has its words on one line: chips without room are counted."""


def is_words(column: Column) -> bool:
    """Whether a column's cells are words that may stand on two lines."""
    return column.kind in WORDS and column.chip is None and column.chips is None


class TableNeeds:
    """What the columns of one view need, measured once for rows that stay the same."""

    def __init__(self, view: RecordTableView) -> None:
        self._view = view
        self._held: dict[str, Need] = {}
        self._widths: dict[str, int] = {}
        self._lines: dict[tuple[str, int], int] = {}
        self._word_widths: dict[str, float] = {}
        self._font = view.font()
        self._metrics, self._exact = QFontMetrics(self._font), QFontMetricsF(self._font)
        self.name: int | None = None
        """The column that says what a row is, once the columns in sight are known: the first of words."""

    def forget(self) -> None:
        """Measure again: the rows or what their cells show have changed."""
        self._held.clear()
        if self._view.font() != self._font:
            self._font = self._view.font()
            self._metrics, self._exact = QFontMetrics(self._font), QFontMetricsF(self._font)
            self._widths.clear()
            self._lines.clear()
            self._word_widths.clear()
        for held in (self._widths, self._lines, self._word_widths):
            if len(held) > 20_000:
                held.clear()

    def of_columns(self, shown: Sequence[int]) -> list[Need]:
        """Return what the columns in sight need; the first of words, which says what a row is, keeps the most."""
        found: list[Need] = []
        self.name = None
        for at in shown:
            column = self._view.table.column(at)
            need = self._held.get(column.key)
            if need is None:
                need = self._held[column.key] = self._measured(at, column)
            # Headings and totals come and go without any row of another width.
            need = self._with_headings(need, at, column, is_first=at == shown[0])
            if marks := self._marks(column):
                least = max(need.least, self._named(column) + marks)
                need = replace(
                    need, least=least, two_lines=max(need.two_lines, least), whole=max(need.whole, least)
                )
            if need.grows and is_words(column) and self.name is None:
                self.name = at
                need = replace(need, least=max(need.least, min(need.two_lines, _NAME)))
            found.append(need)
        return found

    def width(self, text: str) -> int:
        """Return how wide a text is in a cell."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = self._metrics.horizontalAdvance(text)
        return found

    def is_wider(self, text: str, room: int) -> bool:
        """Whether a text is wider than a room. Most can be told by how long they are, which takes no measuring."""
        letters = len(text)
        if letters * _NARROW_LETTER > room:
            return True
        return letters * _WIDE_LETTER > room and self.width(text) > room

    def lines(self, text: str, room: int, most: int) -> int:
        """Return how many lines a text of a cell needs in a room, at most so many."""
        if not self.is_wider(text, room):
            return 1
        if most <= 2:
            # What does not fit on one needs no measuring then.
            return most
        found = self._lines.get((text, room))
        if found is None:
            found = self._by_words(text, room, most) or len(wrapped(text, self._metrics, room, most))
            self._lines[text, room] = found
        return found

    def _word(self, word: str) -> float:
        found = self._word_widths.get(word)
        if found is None:
            found = self._word_widths[word] = self._exact.horizontalAdvance(word)
        return found

    def _by_words(self, text: str, room: int, most: int) -> int:
        """Return how many lines a text needs by the widths of its words, many of which are in other rows too.

        0 where that is too near to tell: together words may be a little narrower or wider.
        """
        if is_figure(text):
            return 0
        found, taken, space = 1, 0.0, self._word(" ")
        for word in words_of(text):
            width = self._word(word)
            wider = taken + space + width if taken else width
            if taken and abs(wider - room) <= _TOO_NEAR:
                return 0
            if taken and wider > room:
                if found == most:
                    return most
                found, wider = found + 1, width
            taken = wider
        return found

    def _measured(self, at: int, column: Column) -> Need:
        heading = self._view.horizontalHeader().fontMetrics().horizontalAdvance(column.label) + _HEADING
        named = self._named(column)
        if column.chip is not None or column.chips is not None:
            least, after = self._chips(column)
            least = max(least, named)
            return Need(least, least, max(least, heading), grows=column.chips is not None, after=after)
        if is_words(column):
            return self._words(at, column, heading, named)
        least = max(max(map(self.width, self._figures(at, column)), default=0) + 2 * PADDING + 4, named)
        return Need(least, least, max(least, heading), grows=False)

    def _named(self, column: Column) -> int:
        """Return the room for a column's own heading, which may stand on two lines unless it is a month or a year."""
        metrics = self._view.horizontalHeader().fontMetrics()
        label = column.label
        width = metrics.horizontalAdvance(label) if is_figure(label) else self._on_two_lines(label, metrics)
        return max(width + _HEADING, LEAST)

    def _marks(self, column: Column) -> int:
        """Return the room for the marks of a heading: that rows are sorted by it, and filtered."""
        sorting, filters = self._view.table.sorting, self._view.table.value_filters
        is_sorted = sorting is not None and sorting[0] == column.key
        return (is_sorted + (column.key in filters)) * MARK

    def _with_headings(self, need: Need, at: int, column: Column, *, is_first: bool) -> Need:
        """Return what a column needs with what headings and totals show in it."""
        texts = self._group_texts(at, is_first=is_first)
        if not texts:
            return need
        bold = QFontMetrics(self._view.delegate.bold_font)
        widest = max(map(bold.horizontalAdvance, texts)) + 2 * PADDING + 1
        widest += CHIP_WORDS if column.chip is not None else 0
        if not is_words(column):
            least = max(need.least, widest)
            return Need(least, least, max(least, need.whole), grows=False)
        two = max(self._on_two_lines(text, bold) for text in texts) + 2 * PADDING + 1
        parts = (part if part == text else f"{part}…" for text in texts for part in unbroken(text))
        firm = min(max(map(bold.horizontalAdvance, parts), default=0), _FIRM) + 2 * PADDING + 1
        if not is_first:
            # What a heading shows under a column has one line.
            firm = max(firm, min(widest, _FIRM))
        least = max(need.least, firm)
        whole = max(need.whole, min(widest, _WIDEST), least)
        return replace(need, least=least, two_lines=min(max(need.two_lines, two, least), whole), whole=whole)

    def _chips(self, column: Column) -> tuple[int, int]:
        """Return the room for the widest chip, with how many more there are, and for all of the widest row's."""
        rows = self._view.table.rows[:_SAMPLED]
        if column.chips is None:
            texts = {column.text(row) for row in rows}
            width = max((chip_size(text).width() for text in texts if text), default=0.0)
            return round(width) + 2 * PADDING, 0
        sizes = [[chip_size(chip.text).width() + CHIP_GAP for chip in column.chips(row)] for row in rows]
        widest = max((size for row in sizes for size in row), default=0.0)
        return round(widest) + PADDING + _MORE_CHIPS, round(max(map(sum, sizes), default=0.0)) + PADDING + 6

    def _words(self, at: int, column: Column, heading: int, named: int) -> Need:
        drawn = self._view.delegate.drawn_width(column.key)
        room = 2 * PADDING + 4 + drawn
        if self._view.exempt.is_any and at == self._view.exempt.title_column():
            room += PADLOCK
        texts = {self._view.table.text_of_row(row, at) for row in self._view.table.rows[:_SAMPLED]}
        # Of a long text no more is measured than the widest column has room for.
        longest = nlargest(_MEASURED, {text[:_LONGEST] for text in texts}, key=len)
        whole = max((self.width(text) for text in longest), default=0) + room
        two = max((self._on_two_lines(text) for text in longest), default=0) + room
        parts = {part if part == text else f"{part}…" for text in texts for part in unbroken(text)}
        firm = max(map(self.width, nlargest(_MEASURED, parts, key=len)), default=0)
        words = nlargest(_MEASURED, {word for text in longest for word in words_of(text)}, key=len)
        word = max(map(self.width, words), default=0)
        least = max(min(firm, _FIRM) + room, min(word, _WORD) + room, named, min(two, _FEW_WORDS + drawn))
        most = _WIDEST_LONG if column.kind is Kind.LONG_TEXT else _WIDEST
        whole = max(min(whole, most), min(heading, column.start_width), least)
        filled = [text for text in texts if text]
        grows = not filled or not all(map(is_figure, filled))
        return Need(least, min(max(two, least), whole), whole, grows=grows)

    def _figures(self, at: int, column: Column) -> Iterable[str]:
        """Return the texts of a column that may be the widest."""
        rows = self._view.table.rows
        if column.kind in _COUNTED and column.row_words is None:
            held: list[Any] = [value for row in rows if (value := column.read(row)) is not None]
            numbers = [value for value in held if isinstance(value, int)]
            ends = {min(numbers), max(numbers)} if numbers else set[int]()
            # Pence are shown where there are any, so a smaller amount may be the wider one.
            odd = (value for value in numbers if value % 100) if column.kind is Kind.MONEY else ()
            return {
                column.text_of(value) for value in (*ends, *odd, *(v for v in held if isinstance(v, str)))
            }
        texts = {self._view.table.text_of_row(row, at) for row in rows}
        return nlargest(_MEASURED, texts, key=len)

    def _group_texts(self, at: int, *, is_first: bool) -> set[str]:
        """Return what headings and totals show in a column; in the first their labels, where the next has a figure."""
        model = self._view.table
        column = model.column(at)
        found: set[str] = set()
        for group in model.headings:
            value = group.cells.get(column.key)
            if value is not None:
                found.add(column.text_of(value))
            elif is_first and self._is_beside_figure(at, group.cells):
                found.add(f"{group.label}xxxx" if group.is_total else f"{group.label}xxxx {group.count}")
        return found

    def _is_beside_figure(self, at: int, cells: object) -> bool:
        shown = self._view.shown_columns()
        following = shown[shown.index(at) + 1 :][:1] if at in shown else []
        keys = {self._view.table.column(each).key for each in following}
        return any(key in cells for key in keys)  # type: ignore[operator]

    def _on_two_lines(self, text: str, metrics: QFontMetrics | None = None) -> int:
        """Return the least width on which a text stands on two lines."""
        width = metrics.horizontalAdvance if metrics is not None else self.width
        words = words_of(text)
        best, before = (total := width(text)), 0
        for at in range(1, len(words)):
            before += width(words[at - 1] + " ")
            best = min(best, max(before, total - before))
            if before >= total / 2:
                break
        return best + 2


def shared(room: int, needs: Sequence[Need], weights: Sequence[int]) -> list[int]:
    """Return the columns' widths: what each must have, then two lines, the name first, then all, as the room allows.

    What is over then is shared by weight. Where the room is too little for what the columns must have they have that,
    and are wider together; those that have room are then widened to the edge, so that it cuts none of the next.
    """
    least = [need.least for need in needs]
    two_lines = [need.two_lines for need in needs]
    named, name = list(least), next((at for at, need in enumerate(needs) if need.grows), None)
    if name is not None:
        named[name] = two_lines[name]
        if room < sum(least):
            # The table is scrolled sideways in any case: what its rows are called stays in sight.
            least[name] = max(least[name], min(two_lines[name], round(room * _NAME_SHARE)))
    widths = least
    whole = [need.whole for need in needs]
    for wanted in (named, two_lines, whole, [max(need.whole, need.after) for need in needs]):
        widths = _towards(room - sum(widths), widths, wanted)
    if sum(widths) > room:
        return _to_the_edge(room, widths, [two_lines, whole], name)
    # Where there are no words to give it to, what is over is everybody's.
    weights = weights if any(weights) else widths
    total, over = sum(weights), room - sum(widths)
    for at, weight in enumerate(weights):
        if over > 0 and weight:
            part = over * weight // total
            over, total = over - part, total - weight
            widths[at] += part
    return widths


def _to_the_edge(room: int, widths: list[int], wanted: Sequence[list[int]], name: int | None) -> list[int]:
    """Return widths of which those that have room fill it: nearer to those wanted, then by the name's, else by all."""
    seen = 0
    while sum(widths[: seen + 1]) <= room:
        seen += 1
    if not seen:
        return widths
    inside = widths[:seen]
    for wishes in wanted:
        inside = _towards(room - sum(inside), inside, wishes[:seen])
    spare = room - sum(inside)
    if name is not None and name < seen:
        inside[name] += spare
    else:
        inside = [width + spare // seen + (at < spare % seen) for at, width in enumerate(inside)]
    return inside + widths[seen:]


def _towards(spare: int, widths: list[int], wanted: list[int]) -> list[int]:
    """Return widths nearer to those wanted: all the way, or each by the same share of what it lacks."""
    lacking = [max(wish - width, 0) for width, wish in zip(widths, wanted, strict=True)]
    total = sum(lacking)
    if spare <= 0 or not total:
        return widths
    if spare >= total:
        return [width + lack for width, lack in zip(widths, lacking, strict=True)]
    found = []
    for width, lack in zip(widths, lacking, strict=True):
        part = spare * lack // total if total else 0
        spare, total = spare - part, total - lack
        found.append(width + part)
    return found
