"""What one cell of a workbook says in a field: its text as seen there, the text as the field reads it, and the value.

A cell is read by what it is stored as and not by its look alone: a date as a date, an amount by the fifteen figures
that Excel itself keeps, in the unit of its column. What is not known yet (``TBC``), what says that there is nothing,
what is empty and what cannot be read are four things, and none of them becomes a value.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from msgspec import Struct

from asc_desktop.domain import dates, spellings
from asc_desktop.domain.importing.colours import colour_of_fill
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.importing.states import says_open
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.pasting import day_order, numbers
from asc_desktop.domain.pasting.choices import option_of
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value


class Says(Enum):
    """What a cell says."""

    BLANK = "blank"
    NOTHING = "nothing"
    """There is nothing: ``n/a``, a dash."""
    UNKNOWN = "unknown"
    """It is not known yet: ``TBC``."""
    VALUE = "value"
    LEFT_OUT = "left out"
    """A person, or the mapping, said that this text is to be left out."""
    REFUSED = "refused"


class Read(Struct, frozen=True, gc=False):
    """What a cell says. ``sentence`` is for what is not plain; a reference's ``new`` is the words that name it."""

    says: Says
    text: str = ""
    typed: str = ""
    new: Value = None
    sentence: str = ""


BLANK = Read(Says.BLANK)

_NOT_KNOWN = frozenset(
    {
        "tbc", "tba", "tbd", "t.b.c", "t.b.c.", "to be confirmed", "to be agreed", "to be advised",
        "to be determined", "to be decided", "not known", "not yet known", "unknown", "awaited", "?", "??", "???",
    }
)  # fmt: skip
_NOTHING = frozenset({"nil", "none", "not applicable", "n.a.", "blank"})
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "✔️", "☑", "✅", "tick", "ticked", "√"})
_NO = frozenset({"no", "n", "false", "0", "✗", "✘", "✖", "❌", "☐", "×"})
_SCORE_FIRST = re.compile(r"([1-5])\s*[-:.)(\s]\s*[a-z][a-z /]*\)?", re.IGNORECASE)
_SCORE_LAST = re.compile(r"[a-z][a-z /]*[-:(\s]\s*([1-5])\)?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?:fy\s*)?(\d{2})\s*[/\-]\s*(\d{2})", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"0{2,20}")
_FLOAT = re.compile(r"-?\d+\.\d{4,}(e[+-]?\d{1,3})?|-?\d+(\.\d+)?e[+-]?\d{1,3}", re.IGNORECASE)
"""A number that a program wrote, with more decimals than a person writes of one, or with an exponent."""
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BARE_AMOUNT = re.compile(r"[-+(]?\s*(?=[\d,.]*[1-9])[\d,.]+\s*[-)]?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Excel's numbers of days that may be meant as dates: from 1954 to 2119."""
_EPOCH = date(1899, 12, 30)
_FIGURES = 15
"""How many figures Excel keeps of a number; what a float has beyond them is noise."""
_DECIMALS = Decimal("0.000001")
_LONGEST_SHOWN = 60


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
        said = _by_kind(cell, style, text, field, way, unit)
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
    return chosen if chosen is not None else _parsed(text, text, field)


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
        return f"{_plain(exact * 100)}%"
    if _PLACEHOLDERS.fullmatch(style.number_format) and exact == exact.to_integral_value() and exact >= 0:
        return f"{int(exact):0{len(style.number_format)}d}"
    return _plain(exact)


def exact_number(value: float) -> Decimal:
    """Return a stored number as Excel shows it in full: to fifteen figures, without the noise of a float."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_FIGURES}g}")


def is_per_cent(style: Style) -> bool:
    """Whether a number is shown a hundred times as large, with a per cent sign."""
    return "%" in _LITERALS.sub("", style.number_format)


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


def _says_none(text: str, field: Field) -> Read | None:
    body = spellings.plain(text).casefold()
    if body in _NOT_KNOWN:
        return Read(Says.UNKNOWN, text, sentence=f"“{text.strip()}” is not known yet: what is stored stays.")
    if field.kind is Kind.MONEY and (body in {"-", "nil", "£nil"} or _is_accounting(text)):
        return None
    if spellings.is_nothing(text) or (body in _NOTHING and field.kind is not Kind.LONG_TEXT):
        return Read(Says.NOTHING, text, sentence=f"“{text.strip()}” says nothing: what is stored stays.")
    return None


def _is_accounting(text: str) -> bool:
    return spellings.plain(text).replace(" ", "") in {"£-", "-£", "£nil"}


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
        sentence = f"Nobody has said what the colour #{style.fill} means here. Choose what it means."
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
    if (none := _says_none(text, field)) is not None:
        return none
    sentence = f"“{_short(text)}” is none of the choices for {field.label}. Choose what it means."
    return Read(Says.REFUSED, text, text, sentence=sentence)


def _meaning(meant: str, text: str, field: Field, options: Sequence[Option]) -> Read:
    if not meant:
        return Read(Says.LEFT_OUT, text, sentence=f"“{_short(text)}” is to be left out.")
    if field.kind is Kind.CHOICE:
        options = options or tuple(Option(stored, words) for stored, words in field.choices)
    if options:
        found = next((each for each in options if each.value == meant), None) or option_of(meant, options)
        if found is None:
            sentence = f"“{_short(text)}” is to mean “{meant}”, which {field.label} cannot be."
            return Read(Says.REFUSED, text, text, sentence=sentence)
        return Read(Says.VALUE, text, found.words, found.value)
    if field.kind is Kind.REFERENCE:
        return Read(Says.VALUE, text, meant, meant)
    return _parsed(text, meant, field)


# ------------------------------------------------------------------------------------------------ by kind


def _by_kind(cell: Cell, style: Style, text: str, field: Field, way: str, unit: str) -> Read:  # noqa: PLR0911 - one a kind
    if (none := _says_none(text, field)) is not None:
        return none
    match field.kind:
        case Kind.MONEY:
            return _amount(cell, style, text, field, way, unit)
        case Kind.INTEGER | Kind.DECIMAL:
            exact = _stored_number(cell, way) if cell.kind in {Cell.NUMBER, Cell.TEXT} else None
            if exact is not None:
                return _number(exact, style, text, field, way)
            return _number_text(cell, text, field, way)
        case Kind.DATE:
            return _date(cell, style, text, field, way)
        case Kind.PERIOD:
            return _period(cell, text, field, way)
        case Kind.YEAR:
            return _year(cell, text, field)
        case Kind.FLAG:
            return _flag(text, field)
        case Kind.REFERENCE:
            body = " ".join(text.split())
            return Read(Says.VALUE, text, body, body)
        case _:
            return _words(cell, text, field)


def _parsed(text: str, typed: str, field: Field, sentence: str = "") -> Read:
    """Return what the field itself makes of a text that is written as it reads one."""
    if field.kind is Kind.REFERENCE:
        return Read(Says.VALUE, text, typed.strip(), typed.strip(), sentence)
    if (none := _says_none(typed, field)) is not None:
        return none
    try:
        new = field.parse(typed)
    except FieldError as error:
        return Read(Says.REFUSED, text, typed, sentence=error.sentence)
    if new is None:
        return Read(
            Says.NOTHING, text, typed, sentence=f"“{_short(text)}” says nothing: what is stored stays."
        )
    return Read(Says.VALUE, text, typed, new, sentence)


def _told(read: Read, sentence: str) -> Read:
    return Read(read.says, read.text, read.typed, read.new, f"{read.sentence} {sentence}".strip())


def _amount(cell: Cell, style: Style, text: str, field: Field, way: str, unit: str) -> Read:
    chosen, _, mark = way.partition("|")
    chosen = chosen if chosen in numbers.PENCE else unit if unit in numbers.PENCE and not chosen else "£"
    if cell.kind in {Cell.DATE, Cell.TIME, Cell.FLAG}:
        return Read(Says.REFUSED, text, text, sentence=f"“{text}” is not an amount of money.")
    number = _stored_number(cell, mark)
    if number is not None:
        if is_per_cent(style):
            return Read(Says.REFUSED, text, text, sentence=f"“{text}” is a share and not an amount of money.")
        pence = number * numbers.PENCE[chosen]
        whole = pence.to_integral_value(ROUND_HALF_UP)
        sentence = ""
        if whole != pence:
            exact = f"{_plain(number)} {_in_unit(chosen)}"
            sentence = f"{exact} is rounded to {format_pounds(int(whole))}."
        return _checked(text, f"£{whole / 100:f}", int(whole), field, sentence)
    if _is_accounting(text) or spellings.plain(text).casefold() in {"-", "nil"}:
        return _checked(text, "£0", 0, field)
    try:
        # A heading that says £000 makes of a £ beside a figure a mere sign.
        typed = numbers.in_pounds(text, f"{chosen}|{mark or numbers.POINT}", field, heading=unit)
    except FieldError as error:
        return Read(Says.REFUSED, text, text, sentence=error.sentence)
    return _parsed(text, typed, field)


def _stored_number(cell: Cell, mark: str) -> Decimal | None:
    """Return a cell's number, that of a text too which is written as a program writes one; None for anything else.

    A file of text alone has numbers so, with all the noise of their floats. What a person may have written is left
    to the rules of pasting: a number of the column's own decimal mark, or with figures for a penny at most.
    """
    if isinstance(cell.value, str):
        body = cell.value.strip()
        if mark == numbers.COMMA or not _FLOAT.fullmatch(body):
            return None
        exact = Decimal(body)
        return exact if len(exact.as_tuple().digits) < _FIGURES else exact_number(float(body))
    return exact_number(cell.value) if cell.kind == Cell.NUMBER else None


def _in_unit(chosen: str) -> str:
    return {"£": "pounds", "£000": "thousand pounds", "£m": "million pounds"}[chosen]


def _checked(text: str, typed: str, new: Value, field: Field, sentence: str = "") -> Read:
    try:
        return Read(Says.VALUE, text, typed, field.check(new), sentence)
    except FieldError as error:
        return Read(Says.REFUSED, text, typed, sentence=error.sentence)


def _number(exact: Decimal, style: Style, text: str, field: Field, way: str) -> Read:
    if numbers.is_scale(field) and way == "fraction":
        return _scored(text, numbers.scored(_plain(exact), way), field)
    if is_per_cent(style):
        exact *= 100
    sentence = ""
    if field.kind is Kind.DECIMAL and (kept := exact.quantize(_DECIMALS, ROUND_HALF_UP)) != exact:
        exact, sentence = kept, "It is rounded to six decimals."
    return _parsed(text, _plain(exact), field, sentence)


def _number_text(cell: Cell, text: str, field: Field, way: str) -> Read:
    if cell.kind in {Cell.DATE, Cell.TIME}:
        return Read(Says.REFUSED, text, text, sentence=f"“{text}” is not a number.")
    if numbers.is_scale(field):
        body = spellings.plain(text)
        found = _SCORE_FIRST.fullmatch(body) or _SCORE_LAST.fullmatch(body)
        return _scored(text, found[1] if found else numbers.scored(text, way or "plain"), field)
    try:
        mark = numbers.COMMA if way == numbers.COMMA else numbers.POINT
        return _parsed(text, numbers.with_point(text, mark, field), field)
    except FieldError as error:
        return Read(Says.REFUSED, text, text, sentence=error.sentence)


def _scored(text: str, score: str, field: Field) -> Read:
    """Return a score on the scale of 1 to 5, with what it was read from where that is another scale."""
    sentence = f"“{_short(text)}” is {score} on the scale of 1 to 5." if score != text.strip() else ""
    read = _parsed(text, score, field, sentence)
    return read if read.says is Says.VALUE or score == text.strip() else _parsed(text, score, field)


def _date(cell: Cell, style: Style, text: str, field: Field, way: str) -> Read:
    if cell.kind == Cell.DATE:
        day = str(cell.value)[:10]
        is_month = "y" in style.number_format.lower() and "d" not in style.number_format.lower()
        sentence = f"It shows a month alone; the day stored is {dates.date_label(day)}." if is_month else ""
        return _checked(text, dates.date_label(day), day, field, sentence)
    if cell.kind == Cell.NUMBER and not isinstance(cell.value, str):
        number = exact_number(cell.value)
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            day = (_EPOCH + timedelta(days=int(number))).isoformat()
            sentence = f"Excel’s day number {text} is {dates.date_label(day)}."
            return _checked(text, dates.date_label(day), day, field, sentence)
    if says_open(text):
        sentence = f"“{text.strip()}” says that there is no date yet: what is stored stays."
        return Read(Says.NOTHING, text, sentence=sentence)
    return _parsed(text, day_order.with_day_first(text, way), field)


def _period(cell: Cell, text: str, field: Field, way: str) -> Read:
    if cell.kind == Cell.DATE:
        period = str(cell.value)[:7]
        return _checked(text, dates.period_label(period), period, field)
    body = spellings.plain(text).casefold()
    if says_open(body):
        return Read(
            Says.NOTHING,
            text,
            sentence=f"“{text.strip()}” says that there is no month: what is stored stays.",
        )
    return _parsed(text, day_order.with_day_first(text, way), field)


def _year(cell: Cell, text: str, field: Field) -> Read:
    if cell.kind == Cell.DATE:
        year = dates.year_of_date(str(cell.value)[:10])
        return _checked(text, dates.year_label(year), year, field, "The financial year that holds the date.")
    short = _SHORT_YEAR.fullmatch(spellings.plain(text))
    if short and (int(short[1]) + 1) % 100 == int(short[2]):
        return _parsed(text, f"20{short[1]}/{short[2]}", field)
    return _parsed(text, text, field)


def _flag(text: str, field: Field) -> Read:
    body = spellings.plain(text).casefold()
    if body in _YES | _NO:
        return Read(Says.VALUE, text, "Yes" if body in _YES else "No", int(body in _YES))
    return _parsed(text, text, field)


def _words(cell: Cell, text: str, field: Field) -> Read:
    if cell.kind == Cell.DATE and field.key == "ref":
        sentence = f"Excel has made the date {text} of this reference. Type what it was."
        return Read(Says.REFUSED, text, text, sentence=sentence)
    return _parsed(text, text, field)


# ------------------------------------------------------------------------------------------------ words


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_words(stored: str) -> str:
    return dates.date_label(stored[:10])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1].rstrip()}…"
