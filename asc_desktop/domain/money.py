"""Money as whole pence: read from what people type, written as councils print it.

Amounts are integers of pence everywhere. A negative amount is printed in brackets, as the papers do.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from asc_desktop.domain import spellings

PENCE_IN_MILLION = 100_000_000

LARGEST_PENCE = 100_000_000_000_00
"""£100bn: more than any council's budget; a larger amount is a slip of the keyboard."""

REDUCTIONS = "reductions"
"""How a portfolio shows savings that its council prints as reductions of the budget."""

SAVINGS_KEYS = frozenset(
    {
        "target_pence", "slipped_in_pence", "to_find_pence", "delivered_pence", "still_forecast_pence",
        "not_delivered_pence", "forecast_pence", "validated_pence", "variance_pence",
    }
)  # fmt: skip
"""The amounts that are then in brackets. A shortfall, and what explains one, is an amount either way."""

_SCALES = {
    "": 1,
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
}
_NO_AMOUNT = frozenset({"nil", "none"})
_ACCOUNTING_ZERO = re.compile(r"£\s*-")
_AMOUNT = re.compile(r"^(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?:e(?P<power>\+?\d{1,2}))?\s*(?P<scale>[a-z]*)$")


class MoneyError(ValueError):
    """An amount that cannot be read; its text is a sentence for the person who typed it."""


def is_accounting_zero(text: str) -> bool:
    """Whether a text is the dash that Excel's accounting formats show for nought: ``£-``, or a dash between spaces.

    A dash alone, as a person types it, is no amount at all.
    """
    body = spellings.plain(text)
    return bool(_ACCOUNTING_ZERO.fullmatch(body)) or (
        body == "-" and text[:1].isspace() and text[-1:].isspace()
    )


def parse_pence(text: str) -> int | None:
    """Return the pence that a typed amount means, or None where it says there is no amount.

    Reads ``1,234.5``, ``£1.2m``, ``£500k``, ``(300)``, ``£(300)``, ``-300``, ``300-``, ``1e3`` and Excel's accounting
    nought, `` £-   ``; ``-`` and ``n/a`` mean no amount.
    Raises MoneyError for anything else, for part of a penny, and beyond £100bn either way.
    """
    original = text.strip()
    if is_accounting_zero(text):
        return 0
    if spellings.is_nothing(text) or original.casefold() in _NO_AMOUNT:
        return None
    signs, body = spellings.parted_sign(original.lower())
    if len(signs) > 1:
        message = f"“{original}” has more than one sign. Write a negative amount like -300 or (300)."
        raise MoneyError(message)
    match = _AMOUNT.match(body.removeprefix("£"))
    if match is None or match["scale"] not in _SCALES:
        message = f"“{original}” is not an amount of money. Write it like 1,234.50, £1.2m or (300)."
        raise MoneyError(message)
    number = match["number"]
    if not spellings.is_grouped(number):
        message = f"The commas in “{original}” are not in the thousands’ places. Write it like 1,234,567.89."
        raise MoneyError(message)
    try:
        pounds = Decimal(number.replace(",", "")) * (Decimal(10) ** int(match["power"] or 0))
    except InvalidOperation as error:  # pragma: no cover - the pattern admits numbers only
        raise MoneyError(str(error)) from error
    pence = pounds * _SCALES[match["scale"]] * 100
    if pence > LARGEST_PENCE:
        message = f"“{original}” is more than £100bn. Check the number of noughts."
        raise MoneyError(message)
    if pence != pence.to_integral_value():
        message = f"“{original}” has part of a penny. Write at most two decimals."
        raise MoneyError(message)
    return int(pence) if signs in {"", "+"} else -int(pence)


def format_pounds(pence: int | None, *, sign: bool = True) -> str:
    """Return ``£1,234,567`` or ``£1,234.50``, a negative in brackets; an em dash where there is no amount."""
    if pence is None:
        return "—"
    whole, part = divmod(abs(pence), 100)
    text = f"{'£' if sign else ''}{whole:,}" + (f".{part:02d}" if part else "")
    return f"({text})" if pence < 0 else text


def shown_saving(pence: int, shown_as: str) -> int:
    """Return a saving as it is printed: below nothing, and so in brackets, where savings are shown as reductions.

    For the amounts of ``SAVINGS_KEYS``. What is kept and what is copied stays as it is.
    """
    return -pence if shown_as == REDUCTIONS else pence


def format_thousands(pence: int | None) -> str:
    """Return whole thousands of pounds, ``1,235`` or ``(42)``, halves rounded away from zero."""
    if pence is None:
        return "—"
    thousands = (abs(pence) + 50_000) // 100_000
    return f"({thousands:,})" if pence < 0 and thousands else f"{thousands:,}"


def print_thousands(pence: int | None) -> str:
    """Return whole thousands of pounds as budget papers print them: ``-`` for nothing, ``(0)`` just below nothing."""
    if not pence:
        return "—" if pence is None else "-"
    return f"({format_thousands(-pence)})" if pence < 0 else format_thousands(pence)


def words_for(*amounts_pence: int) -> Callable[[int | None], str]:
    """Return how amounts that are read together are written: in millions, or in full where the largest is under one.

    In millions £125,000 of £250,000 would be £0.13m of £0.25m, of which each half is more than half.
    """
    largest = max(map(abs, amounts_pence), default=0)
    return format_millions if largest >= PENCE_IN_MILLION else format_pounds


def format_millions(pence: int | None) -> str:
    """Return ``£1.23m`` or ``(£0.42m)``, halves rounded away from zero."""
    if pence is None:
        return "—"
    hundredths = (abs(pence) + 500_000) // 1_000_000
    text = f"£{hundredths // 100:,}.{hundredths % 100:02d}m"
    return f"({text})" if pence < 0 and hundredths else text
