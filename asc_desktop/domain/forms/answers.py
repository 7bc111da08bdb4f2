"""What one cell answers to one question: a value, that it is as it was sent, that it is empty, or why it is refused."""

import math
from collections.abc import Sequence
from typing import Final, Self

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.forms.form import Question
from asc_desktop.domain.forms.located import Placed
from asc_desktop.domain.importing.planning.says import Read, Says, short
from asc_desktop.domain.importing.planning.values import read_cell, shown
from asc_desktop.domain.importing.sheets import Cell, Style, Workbook
from asc_desktop.domain.pasting import day_order, numbers
from asc_desktop.domain.pasting.choices import option_of
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.fields import Kind, Value

_WAYS: Final = {
    Kind.MONEY: f"£|{numbers.POINT}",
    Kind.DATE: day_order.DAY_FIRST,
    Kind.PERIOD: day_order.DAY_FIRST,
    Kind.DECIMAL: numbers.POINT,
    Kind.INTEGER: numbers.POINT,
}
"""How answers are read: as if they were typed into the field."""
_CHOSEN: Final = frozenset({Kind.CHOICE, Kind.REFERENCE})
_UNLIKE: Final = 2.0
"""Powers of ten between a bare amount and the one that was sent from which on its unit is asked about."""


class Said(Struct, frozen=True, kw_only=True):
    """What a cell says. ``refusal`` is why it cannot be taken, ``doubt`` why a person is to look before it is."""

    text: str = ""
    new: Value = None
    is_as_sent: bool = False
    is_empty: bool = False
    refusal: str = ""
    doubt: str = ""
    sentence: str = ""

    def is_other_than(self, other: Self) -> bool:
        """Whether two cells say two things."""
        return (self.new, self.refusal) != (other.new, other.refusal)


def read_answer(
    placed: Placed, workbook: Workbook, question: Question, options: Sequence[Option] = ()
) -> Said:
    """Return what stands at a question, read as the field reads it; of a question that is not asked too.

    ``options`` are its choices with their letters and colours, by which a lead may call one; a person then looks.
    """
    cell = placed.cell
    style = workbook.style(cell) if cell is not None else Style()
    text = shown(cell, style) if cell is not None else ""
    is_sound = cell is None or cell.kind not in {Cell.ERROR, Cell.UNSTORED}
    if is_sound and _same_words(text, question.shown):
        return Said(text=text, new=question.sent, is_as_sent=True, is_empty=not text.strip())
    read = _read(placed, style, text, question)
    if read.says is Says.REFUSED:
        is_chosen = is_sound and question.kind in _CHOSEN
        return _called(text, question, options) if is_chosen else Said(text=text, refusal=read.sentence)
    if read.says is not Says.VALUE:
        return _empty(text, question, read.sentence)
    return _value(cell, text, read, question)


def _value(cell: Cell | None, text: str, read: Read, question: Question) -> Said:
    """Return a value that was read: as it was sent, another, or none of those offered."""
    if _is_same(read.new, question):
        return Said(text=text, new=question.sent, is_as_sent=True)
    if question.choices and question.kind is not Kind.FLAG and str(read.new) not in dict(question.choices):
        return _not_offered(text, question)
    return Said(text=text, new=read.new, sentence=read.sentence, doubt=_doubt(cell, text, read.new, question))


def _called(text: str, question: Question, options: Sequence[Option]) -> Said:
    """Return the choice that a text calls by its letter or colour, which a person is to look at."""
    called = option_of(text, options)
    if called is None:
        return _not_offered(text, question)
    if called.value == question.sent:
        return Said(text=text, new=question.sent, is_as_sent=True)
    why = f"“{short(text)}” is read as {called.words}: see whether that is meant."
    return Said(text=text, new=called.value, doubt=why)


def _not_offered(text: str, question: Question) -> Said:
    """Return that an answer is none of the choices, which are named: the lead reads it too."""
    offered = ", ".join(words for _, words in question.choices)
    return Said(text=text, refusal=f"“{short(text)}” is not one of: {offered}.")


def _read(placed: Placed, style: Style, text: str, question: Question) -> Read:
    if question.kind is Kind.MONEY and spellings.plain(text).casefold() in {"-", "nil"}:
        # In a tracker's column these are how accounts write nought; a lead may mean either.
        return Read(Says.NOTHING, text, sentence=f"“{text.strip()}” is not an amount: write 0 for nought.")
    way = _WAYS.get(question.kind, "")
    return read_cell(placed.cell, style, question.field, way=way, place=placed.address)


def _empty(text: str, question: Question, sentence: str) -> Said:
    """Return that a cell says nothing: as it was sent, or that what was sent is to go, which a person decides."""
    if question.sent is None or (question.kind is Kind.FLAG and not question.sent):
        return Said(text=text, new=question.sent, is_as_sent=True, is_empty=True, sentence=sentence)
    why = f"“{short(text)}” means that there is nothing" if text.strip() else "It was emptied"
    return Said(
        text=text,
        is_empty=True,
        new=0 if question.kind is Kind.FLAG else None,
        doubt=f"{why}: see whether “{short(question.shown)}” is to go.",
    )


def _is_same(new: Value, question: Question) -> bool:
    if isinstance(new, str) and isinstance(question.sent, str) and question.kind is Kind.LONG_TEXT:
        return _same_words(new, question.sent)
    return new == question.sent


def _same_words(text: str, other: str) -> bool:
    """Whether two texts are the same but for the spaces that programs add and drop."""
    return text.split() == other.split()


def _doubt(cell: Cell | None, text: str, new: Value, question: Question) -> str:
    """Return why an amount may be in another unit than pounds; nothing where it is like the one that was sent."""
    if question.kind is not Kind.MONEY or not isinstance(new, int) or not isinstance(question.sent, int):
        return ""
    is_bare = cell is not None and (cell.kind == Cell.NUMBER or text.strip(" -()").replace(",", "").isdigit())
    if not is_bare or not new or not question.sent:
        return ""
    if abs(math.log10(abs(new) / abs(question.sent))) < _UNLIKE:
        return ""
    return f"“{short(text)}” is far from the {question.shown} that was sent: see whether it is in pounds."
