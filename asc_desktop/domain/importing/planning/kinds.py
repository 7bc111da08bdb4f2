"""What a cell says by the kind of its field: amounts, numbers, scores, dates, months, years, yes or no, and words."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from asc_desktop.domain import dates, spellings
from asc_desktop.domain.importing.planning.says import Read, Says, is_accounting, parsed, says_none, short
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.importing.states import says_open
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.pasting import day_order, numbers
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "✔️", "☑", "✅", "tick", "ticked", "√"})
_NO = frozenset({"no", "n", "false", "0", "✗", "✘", "✖", "❌", "☐", "×"})
_SCORE_FIRST = re.compile(r"([1-5])\s*[-:.)(\s]\s*[a-z][a-z /]*\)?", re.IGNORECASE)
_SCORE_LAST = re.compile(r"[a-z][a-z /]*[-:(\s]\s*([1-5])\)?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?:fy\s*)?(\d{2})\s*[/\-]\s*(\d{2})", re.IGNORECASE)
_FLOAT = re.compile(r"-?\d+\.\d{4,}(e[+-]?\d{1,3})?|-?\d+(\.\d+)?e[+-]?\d{1,3}", re.IGNORECASE)
"""A number that a program wrote, with more decimals than a person writes of one, or with an exponent."""
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_EPOCH = date(1899, 12, 30)
_FIGURES = 15
"""How many figures Excel keeps of a number; what a float has beyond them is noise."""
_DECIMALS = Decimal("0.000001")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Excel's numbers of days that may be meant as dates: from 1954 to 2119."""


def exact_number(value: float) -> Decimal:
    """Return a stored number as Excel shows it in full: to fifteen figures, without the noise of a float."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_FIGURES}g}")


def is_per_cent(style: Style) -> bool:
    """Whether a number is shown a hundred times as large, with a per cent sign."""
    return "%" in _LITERALS.sub("", style.number_format)


def by_kind(cell: Cell, style: Style, text: str, field: Field, way: str, unit: str) -> Read:  # noqa: PLR0911 - one a kind
    """Return what a text says in a field that is no choice."""
    if (none := says_none(text, field)) is not None:
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
            exact = f"{plain_number(number)} {_in_unit(chosen)}"
            sentence = f"{exact} is rounded to {format_pounds(int(whole))}."
        return _checked(text, f"£{whole / 100:f}", int(whole), field, sentence)
    if is_accounting(text) or spellings.plain(text).casefold() in {"-", "nil"}:
        return _checked(text, "£0", 0, field)
    try:
        # A heading that says £000 makes of a £ beside a figure a mere sign.
        typed = numbers.in_pounds(text, f"{chosen}|{mark or numbers.POINT}", field, heading=unit)
    except FieldError as error:
        return Read(Says.REFUSED, text, text, sentence=error.sentence)
    return parsed(text, typed, field)


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
        return _scored(text, numbers.scored(plain_number(exact), way), field)
    if is_per_cent(style):
        exact *= 100
    sentence = ""
    if field.kind is Kind.DECIMAL and (kept := exact.quantize(_DECIMALS, ROUND_HALF_UP)) != exact:
        exact, sentence = kept, "It is rounded to six decimals."
    return parsed(text, plain_number(exact), field, sentence)


def _number_text(cell: Cell, text: str, field: Field, way: str) -> Read:
    if cell.kind in {Cell.DATE, Cell.TIME}:
        return Read(Says.REFUSED, text, text, sentence=f"“{text}” is not a number.")
    if numbers.is_scale(field):
        body = spellings.plain(text)
        found = _SCORE_FIRST.fullmatch(body) or _SCORE_LAST.fullmatch(body)
        return _scored(text, found[1] if found else numbers.scored(text, way or "plain"), field)
    try:
        mark = numbers.COMMA if way == numbers.COMMA else numbers.POINT
        return parsed(text, numbers.with_point(text, mark, field), field)
    except FieldError as error:
        return Read(Says.REFUSED, text, text, sentence=error.sentence)


def _scored(text: str, score: str, field: Field) -> Read:
    """Return a score on the scale of 1 to 5, with what it was read from where that is another scale."""
    sentence = f"“{short(text)}” is {score} on the scale of 1 to 5." if score != text.strip() else ""
    read = parsed(text, score, field, sentence)
    return read if read.says is Says.VALUE or score == text.strip() else parsed(text, score, field)


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
        sentence = f"“{text.strip()}” means that there is no date yet: nothing changes."
        return Read(Says.NOTHING, text, sentence=sentence)
    return parsed(text, day_order.with_day_first(text, way), field)


def _period(cell: Cell, text: str, field: Field, way: str) -> Read:
    if cell.kind == Cell.DATE:
        period = str(cell.value)[:7]
        return _checked(text, dates.period_label(period), period, field)
    body = spellings.plain(text).casefold()
    if says_open(body):
        return Read(
            Says.NOTHING,
            text,
            sentence=f"“{text.strip()}” means that there is no month: nothing changes.",
        )
    return parsed(text, day_order.with_day_first(text, way), field)


def _year(cell: Cell, text: str, field: Field) -> Read:
    if cell.kind == Cell.DATE:
        year = dates.year_of_date(str(cell.value)[:10])
        return _checked(text, dates.year_label(year), year, field, "The financial year that holds the date.")
    short = _SHORT_YEAR.fullmatch(spellings.plain(text))
    if short and (int(short[1]) + 1) % 100 == int(short[2]):
        return parsed(text, f"20{short[1]}/{short[2]}", field)
    return parsed(text, text, field)


def _flag(text: str, field: Field) -> Read:
    body = spellings.plain(text).casefold()
    if body in _YES | _NO:
        return Read(Says.VALUE, text, "Yes" if body in _YES else "No", int(body in _YES))
    return parsed(text, text, field)


def _words(cell: Cell, text: str, field: Field) -> Read:
    if cell.kind == Cell.DATE and field.key == "ref":
        sentence = f"Excel has made the date {text} of this reference. Type what it was."
        return Read(Says.REFUSED, text, text, sentence=sentence)
    return parsed(text, text, field)


def plain_number(number: Decimal) -> str:
    """Return a number in digits, without noughts that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
