"""How the numbers of a column are written: which mark parts the decimals, what unit they are in, on what scale.

Each is judged over the whole column. ``98,8`` proves a decimal comma, ``1,234.5`` a decimal point, ``1,234`` neither.
A bare amount is in the table's own unit unless its heading or the amounts that it would replace say otherwise.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from math import ceil, log10
from statistics import median

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.table import Way
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value

POINT, COMMA = "point", "comma"
PENCE = {"£": 100, "£000": 100_000, "£m": 100_000_000}
"""How many pence one of each unit is."""

_COMMA_PROOF = re.compile(r"\d+,\d{1,2}|\d+,\d{4,}|0+,\d+|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}")
_POINT_PROOF = re.compile(r"\d*\.\d{1,2}|\d*\.\d{4,}|0*\.\d+|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}")
_EITHER = re.compile(r"\d{1,3}[.,]\d{3}")
_WITH_COMMA = re.compile(r"\d+(,\d+)?|\d{1,3}(\.\d{3})+(,\d+)?|,\d+")
_BARE = re.compile(r"\d[\d.,]*|[.,]\d+")
_SCALE_LOW, _SCALE_HIGH = 1, 5
_LIKE, _UNLIKE = 1.0, 2.0
"""Powers of ten between a pasted amount and the one that it replaces: up to the first they are alike, from the second
on they are plainly not."""
_SMALL, _LARGE = 1_000, 10_000
"""Bare amounts with decimals below the first are hardly in £000, and those from the second on neither."""

_LEVELS = {
    "very low": 1, "rare": 1, "remote": 1, "negligible": 1, "insignificant": 1, "vl": 1,
    "low": 2, "unlikely": 2, "minor": 2, "l": 2,
    "medium": 3, "med": 3, "moderate": 3, "possible": 3, "m": 3,
    "high": 4, "likely": 4, "major": 4, "significant": 4, "h": 4,
    "very high": 5, "almost certain": 5, "severe": 5, "catastrophic": 5, "critical": 5, "vh": 5,
}  # fmt: skip
_WIDE = {2: 1, 3: 3, 4: 5}
"""Where a scale has three words alone: the ends of the table's scale and its middle."""

_SCALE_WORDS = {
    "plain": "As numbers, 1 to 5",
    "words_135": "Low 1, medium 3, high 5",
    "words_234": "Low 2, medium 3, high 4",
    "words": "Very low 1, low 2, medium 3, high 4, very high 5",
    "fraction": "0 to 1 in fifths: up to 0.2 is 1, above 0.8 is 5",
}
_UNIT_WORDS = {"£": "In £", "£000": "In £000", "£m": "In £m"}
_MARK_WORDS = {POINT: "1,234.5", COMMA: "1.234,5"}


class NumberJudgement(Struct, frozen=True):
    """How a column of numbers or dates is read, what else it could be, why, and whether a person is to decide."""

    way: str = ""
    ways: tuple[Way, ...] = ()
    note: str = ""
    asks: bool = False


def mark_of(texts: Sequence[str]) -> tuple[str, bool]:
    """Return the mark that the numbers prove, or nothing; and whether some prove one and some the other."""
    numbers = [_digits(text) for text in texts]
    comma = any(_COMMA_PROOF.fullmatch(number) for number in numbers)
    point = any(_POINT_PROOF.fullmatch(number) for number in numbers)
    if comma and point:
        return "", True
    return COMMA if comma else POINT if point else "", False


def judge_decimals(texts: Sequence[str], *, comma_elsewhere: bool) -> NumberJudgement:
    """Return which mark a column's decimals have."""
    ways = tuple(Way(mark, f"Decimals like {words}") for mark, words in _MARK_WORDS.items())
    mark, is_mixed = mark_of(texts)
    if is_mixed:
        note = "Some numbers have a decimal comma and some a decimal point."
        return NumberJudgement(POINT, ways, note, asks=True)
    if mark == COMMA:
        example = next(text.strip() for text in texts if _COMMA_PROOF.fullmatch(_digits(text)))
        return NumberJudgement(COMMA, ways, f"“{example}” has a decimal comma.")
    doubtful = "" if mark else "".join(text for text in texts if _EITHER.fullmatch(_digits(text)))
    if doubtful and comma_elsewhere:
        return NumberJudgement(COMMA, ways, "Other columns have a decimal comma.", asks=True)
    return NumberJudgement(POINT, ways if "." in doubtful else ())


def judge_amounts(
    texts: Sequence[str],
    stored: Sequence[Value],
    *,
    unit: str,
    heading: str,
    comma_elsewhere: bool,
    unit_elsewhere: str = "",
) -> NumberJudgement:
    """Return the unit and the mark of a column of amounts; ``stored`` has the pence that each would replace.

    ``unit_elsewhere`` is the unit that other columns of the block prove, where it is not the table's.
    """
    decimals = judge_decimals(texts, comma_elsewhere=comma_elsewhere)
    mark = decimals.way
    marks = (POINT, COMMA) if decimals.ways else (POINT,)
    ways = tuple(
        Way(f"{each}|{kind}", _UNIT_WORDS[each] + (f", like {_MARK_WORDS[kind]}" if len(marks) > 1 else ""))
        for kind in marks
        for each in PENCE
    )
    if heading:
        found, asks = heading, False
        note = f"Its heading has {heading}." if heading != unit else ""
    else:
        found, note, asks = _unit_of(texts, stored, unit, mark, unit_elsewhere)
    return NumberJudgement(
        f"{found}|{mark}", ways, f"{note} {decimals.note}".strip(), asks=asks or decimals.asks
    )


def judge_scale(texts: Sequence[str]) -> NumberJudgement:
    """Return how a column of scores from 1 to 5 is written: as such, in words, or from 0 to 1."""
    held = [text for text in texts if not spellings.is_nothing(text)]
    levels = {_LEVELS.get(spellings.plain(text).casefold()) for text in held} - {None}
    if levels:
        keys = ("words",) if levels & {1, 5} else ("words_135", "words_234", "words")
        return NumberJudgement(
            keys[0], _ways(*keys, "plain"), "Words are put on the scale of 1 to 5.", asks=True
        )
    values = [_fraction(text) for text in held]
    if all(value is not None and 0 <= value <= 1 for value in values) and any(value != 1 for value in values):
        note = "Values from 0 to 1 are put on the scale of 1 to 5."
        return NumberJudgement("fraction", _ways("fraction", "plain"), note, asks=True)
    return NumberJudgement("plain")


def is_scale(field: Field) -> bool:
    """Whether a field is a score from 1 to 5."""
    return field.kind is Kind.INTEGER and (field.low, field.high) == (_SCALE_LOW, _SCALE_HIGH)


def scored(text: str, way: str) -> str:
    """Return the score that a text stands for on the scale chosen; the text as it is where it stands for none."""
    if way == "fraction":
        value = _fraction(text)
        if value is None or not 0 <= value <= 1:
            return text
        return str(max(ceil(value * _SCALE_HIGH), _SCALE_LOW))
    level = _LEVELS.get(spellings.plain(text).casefold())
    if way == "plain" or level is None:
        return text
    return str(_WIDE.get(level, level) if way == "words_135" else level)


def with_point(text: str, mark: str, field: Field) -> str:
    """Return a number with a decimal point. Raises FieldError for one with a point where commas part the decimals."""
    number = _digits(text)
    if mark == COMMA and _POINT_PROOF.fullmatch(number):
        sentence = f"“{text.strip()}” has a decimal point, and this column is read with decimal commas."
        raise FieldError(field, sentence)
    return text.replace(number, _pointed(number, mark), 1)


def in_pounds(text: str, way: str, field: Field, *, heading: str = "") -> str:
    """Return an amount such as a field of money reads it; a bare one in the unit chosen becomes pounds with their sign.

    A pound sign without a letter is only a format where the heading names the unit. A dash is nought where an amount
    is needed.
    """
    chosen, _, mark = way.partition("|")
    if field.required and spellings.plain(text) == "-":
        return "£-"
    body = with_point(text, mark, field)
    signs, number = spellings.parted_sign(body)
    digits = number.removeprefix("£").strip() if heading == chosen else number
    value = _decimal(digits)
    if value is None or len(signs) > 1:
        return body
    return f"{'' if signs in {'', '+'} else '-'}£{value * PENCE[chosen] / 100:f}"


def _unit_of(
    texts: Sequence[str], stored: Sequence[Value], unit: str, mark: str, elsewhere: str
) -> tuple[str, str, bool]:
    """Return the unit that bare amounts are in, why, and whether a person is to decide."""
    bare = [
        (value, held)
        for text, held in zip(texts, stored, strict=True)
        if (value := _decimal(_pointed(spellings.parted_sign(text)[1], mark)))
    ]
    steps = [
        log10(float(value * PENCE[unit]) / abs(held))
        for value, held in bare
        if isinstance(held, int) and held
    ]
    if steps:
        return _by_steps(steps, unit)
    if not bare:
        return unit, "", False
    found = _by_size([value for value, _ in bare], unit)
    return (
        (elsewhere, f"Other columns are in {elsewhere}.", True) if elsewhere and found[0] == unit else found
    )


def _by_steps(steps: Sequence[float], unit: str) -> tuple[str, str, bool]:
    """Judge by the powers of ten from the amounts held to those pasted, taken in the table's unit."""
    step = median(steps)
    if abs(step) <= _LIKE:
        return unit, "", False

    def off(each: str, by: float) -> float:
        return abs(by + log10(PENCE[each] / PENCE[unit]))

    nearest = min(PENCE, key=lambda each: off(each, step))
    if nearest == unit or off(nearest, step) > _LIKE:
        note = "They are far from the amounts they replace, in £, in £000 and in £m."
        return (unit, "", False) if unit == "£" else (nearest, note, True)
    note = f"In {unit} they would be nothing like the amounts they replace."
    if unit == "£" and (len(steps) == 1 or any(off(nearest, each) > _LIKE for each in steps)):
        # Bare pounds in a table of pounds are what they say, unless they all say otherwise.
        return unit, note, True
    return nearest, note, abs(step) < _UNLIKE


def _by_size(values: Sequence[Decimal], unit: str) -> tuple[str, str, bool]:
    """Judge by the amounts alone, where there is nothing that they replace."""
    has_decimals = any(value != value.to_integral_value() for value in values)
    if unit == "£000" and min(values) >= _LARGE:
        return "£", "In £000 each would be £10m or more.", True
    if unit == "£m" and min(values) >= _SMALL:
        return "£", "In £m each would be £1bn or more.", True
    if unit == "£000" and has_decimals and max(values) < _SMALL:
        return "£m", "Small amounts with decimals are mostly in £m.", True
    return unit, "", False


def _pointed(number: str, mark: str) -> str:
    is_with_comma = mark == COMMA and _WITH_COMMA.fullmatch(number)
    return number.replace(".", "").replace(",", ".") if is_with_comma else number


def _decimal(number: str) -> Decimal | None:
    """Return a bare number without its sign; None for anything else."""
    if not _BARE.fullmatch(number) or not spellings.is_grouped(number):
        return None
    try:
        return Decimal(number.replace(",", ""))
    except InvalidOperation:
        return None


def _digits(text: str) -> str:
    """Return a number's digits and marks, without sign, pound sign, per cent and letters."""
    number = spellings.parted_sign(text)[1].removeprefix("£").strip()
    return re.sub(r"\s*(%|[a-z]+)$", "", number, flags=re.IGNORECASE)


def _fraction(text: str) -> Decimal | None:
    body = spellings.plain(text)
    number = body.removesuffix("%").strip()
    try:
        value = Decimal(_pointed(number, COMMA) if _COMMA_PROOF.fullmatch(number) else number)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return value / 100 if body.endswith("%") else value


def _ways(*keys: str) -> tuple[Way, ...]:
    return tuple(Way(key, _SCALE_WORDS[key]) for key in keys)
