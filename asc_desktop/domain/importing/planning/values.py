"""What one cell of a workbook says in a field: its text as seen there, the text as the field reads it, and the value.

A cell is read by what it is stored as and not by its look alone: a date as a date, an amount by the fifteen figures
that Excel itself keeps, in the unit of its column. What is not known yet (``TBC``), what says that there is nothing,
what is empty and what cannot be read are four things, and none of them becomes a value.
"""

import re
from collections.abc import Mapping, Sequence

from asc_desktop.domain import dates, spellings
from asc_desktop.domain.importing.colours import colour_of_fill
from asc_desktop.domain.importing.planning.kinds import by_kind, exact_number, is_per_cent, plain_number
from asc_desktop.domain.importing.planning.says import BLANK, Read, Says, parsed, says_none, short
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.pasting.choices import option_of
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.fields import Field, Kind

_PLACEHOLDERS = re.compile(r"0{2,20}")
_BARE_AMOUNT = re.compile(r"[-+(]?\s*(?=[\d,.]*[1-9])[\d,.]+\s*[-)]?")


def read_cell(
    cell: Cell | None,
    style: Style,
    field: Field,
    *,
    way: str = "",
    unit: str = "",
    options: Sequence[Option] = (),
    meanings: Mapping[str, str] | None = None,
    place: str = "",
) -> Read:
    """Return what a cell says in a field.

    ``way`` is how its column is read, ``unit`` the unit that the column's heading names, ``options`` what a choice
    may be, ``meanings`` what texts and fills were said to stand for, and ``place`` the cell's address, for sentences.
    """
    meant = _by_fill(cell, style, field, options, meanings or {})
    if meant is not None:
        return meant
    if cell is None:
        return BLANK
    text = shown(cell, style)
    if sentence := _unusable(cell, place):
        return Read(Says.REFUSED, text, sentence=sentence)
    if not text.strip():
        return BLANK
    said = _as_choice(text, field, options, meanings or {})
    if said is None:
        said = by_kind(cell, style, text, field, way, unit)
    if style.struck and said.says is Says.VALUE:
        return _told(said, "It is struck through in the workbook, and taken all the same.")
    return said


def read_text(text: str, field: Field, options: Sequence[Option] = (), *, way: str = "") -> Read:
    """Return what a text that a person typed in place of a cell says; amounts are in pounds, dates day first.

    ``way`` is how the cell's column is read: where that is in £000 or £m, a bare number may mean either unit.
    """
    if not text.strip():
        return BLANK
    unit = way.partition("|")[0]
    if field.kind is Kind.MONEY and unit in {"£000", "£m"} and _BARE_AMOUNT.fullmatch(text.strip()):
        body, letter = text.strip(), "k" if unit == "£000" else "m"
        sentence = f"The column is in {unit}: write £{body} for pounds, or {body}{letter}."
        return Read(Says.REFUSED, text, text, sentence=sentence)
    chosen = _as_choice(text, field, options, {})
    return chosen if chosen is not None else parsed(text, text, field)


def shown(cell: Cell, style: Style) -> str:
    """Return a cell's words much as they are seen in the workbook: dates as dates, per cent with their sign."""
    value = cell.value
    if cell.kind == Cell.DATE:
        return _day_words(str(value))
    if cell.kind == Cell.FLAG:
        return "Yes" if value else "No"
    if cell.kind != Cell.NUMBER or isinstance(value, str):
        return str(value)
    exact = exact_number(value)
    if is_per_cent(style):
        return f"{plain_number(exact * 100)}%"
    if _PLACEHOLDERS.fullmatch(style.number_format) and exact == exact.to_integral_value() and exact >= 0:
        return f"{int(exact):0{len(style.number_format)}d}"
    return plain_number(exact)


def without_signs(text: str) -> str:
    """Return a text without emoji, bullets and other signs before its words, such as ``🟢 On track``."""
    return re.sub(r"^[^\w(£#+\-]+", "", spellings.plain(text)) if text[:1].isascii() is False else text


# ------------------------------------------------------------------------------------------------ what is no value


def _unusable(cell: Cell, place: str) -> str:
    here = place or "The cell"
    if cell.kind == Cell.ERROR:
        return (
            f"{here} is an error in the workbook, {cell.value}. Put it right there, or type the value here."
        )
    if cell.kind == Cell.UNSTORED:
        return (
            f"{here} is a formula whose result is not in the file. Open the workbook in Excel, save it, and read it "
            "again, or type the value here."
        )
    if cell.kind == Cell.TEXT and (sentence := spellings.excel_error(str(cell.value))):
        return sentence
    return ""


# ------------------------------------------------------------------------------------------------ choices


def _by_fill(
    cell: Cell | None, style: Style, field: Field, options: Sequence[Option], meanings: Mapping[str, str]
) -> Read | None:
    """Return what a cell's colour alone says, where it has no words; None where colours say nothing here."""
    if field.kind not in {Kind.CHOICE, Kind.REFERENCE} or not style.fill:
        return None
    if cell is not None and (cell.kind != Cell.TEXT or str(cell.value).strip()):
        return None
    key = f"fill:{style.fill}"
    if key not in meanings:
        is_status = field.to == "delivery_status" and colour_of_fill(style.fill) not in {"", "grey"}
        if not any(said.startswith("fill:") for said in meanings) and (meanings or not is_status):
            return None
        sentence = f"It is not yet known what the colour #{style.fill} means here. Choose what it means."
        return Read(Says.REFUSED, f"(colour #{style.fill})", sentence=sentence)
    return _meaning(meanings[key], f"(colour #{style.fill})", field, options)


def _as_choice(  # noqa: PLR0911 - one return a finding
    text: str, field: Field, options: Sequence[Option], meanings: Mapping[str, str]
) -> Read | None:
    """Return which choice a text stands for; None where the field is no choice, or nothing says."""
    if field.kind not in {Kind.CHOICE, Kind.REFERENCE} and not meanings:
        return None
    if text.strip() in meanings:
        return _meaning(meanings[text.strip()], text, field, options)
    wanted = known_as(text)
    for said, meant in meanings.items():
        if known_as(said) == wanted:
            return _meaning(meant, text, field, options)
    if field.kind is Kind.CHOICE:
        options = options or tuple(Option(stored, words) for stored, words in field.choices)
    if not options:
        return None
    found = option_of(text, options) or option_of(without_signs(text), options)
    if found is not None:
        return Read(Says.VALUE, text, found.words, found.value)
    if (none := says_none(text, field)) is not None:
        return none
    sentence = f"“{short(text)}” is none of the choices for {field.label}. Choose what it means."
    return Read(Says.REFUSED, text, text, sentence=sentence)


def _meaning(meant: str, text: str, field: Field, options: Sequence[Option]) -> Read:
    if not meant:
        return Read(Says.LEFT_OUT, text, sentence=f"“{short(text)}” is to be left out.")
    if field.kind is Kind.CHOICE:
        options = options or tuple(Option(stored, words) for stored, words in field.choices)
    if options:
        found = next((each for each in options if each.value == meant), None) or option_of(meant, options)
        if found is None:
            sentence = f"“{short(text)}” is to mean “{meant}”, which {field.label} cannot be."
            return Read(Says.REFUSED, text, text, sentence=sentence)
        return Read(Says.VALUE, text, found.words, found.value)
    if field.kind is Kind.REFERENCE:
        return Read(Says.VALUE, text, meant, meant)
    return parsed(text, meant, field)


def _told(read: Read, sentence: str) -> Read:
    return Read(read.says, read.text, read.typed, read.new, f"{read.sentence} {sentence}".strip())


# ------------------------------------------------------------------------------------------------ words


def _day_words(stored: str) -> str:
    return dates.date_label(stored[:10])
