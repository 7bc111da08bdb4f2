"""Money as whole pence: read from what people type, written as councils print it.

Amounts are integers of pence everywhere. A negative amount is printed in brackets, as the papers do.
"""

import re
from decimal import Decimal, InvalidOperation

LARGEST_PENCE = 100_000_000_000_00
"""£100bn: more than any council's budget; a larger amount is a slip of the keyboard."""

REDUCTIONS = "reductions"
"""How a portfolio shows savings that its council prints as reductions of the budget."""

SAVINGS_KEYS = frozenset(
    {
        "target_pence", "slipped_in_pence", "to_find_pence", "delivered_pence", "still_forecast_pence",
        "forecast_pence", "validated_pence", "variance_pence",
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
_NOTHING = {"", "-", "–", "—", "n/a", "na", "nil", "tbc", "none"}
_AMOUNT = re.compile(r"^(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?:e(?P<power>\+?\d{1,2}))?\s*(?P<scale>[a-z]*)$")
_GROUPED = re.compile(r"^\d{1,3}(,\d{3})*(\.\d+)?$")


class MoneyError(ValueError):
    """An amount that cannot be read; its text is a sentence for the person who typed it."""


def parse_pence(text: str) -> int | None:
    """Return the pence that a typed amount means, or None where it says there is no amount.

    Reads ``1,234.5``, ``£1.2m``, ``£500k``, ``(300)``, ``-300``, ``1e3``; ``-`` and ``n/a`` mean no amount.
    Raises MoneyError for anything else, for part of a penny, and beyond £100bn either way.
    """
    original = text.strip()
    body = original.lower().replace("\u00a0", " ").replace("−", "-").strip()
    if body in _NOTHING:
        return None
    bracketed = body.startswith("(") and body.endswith(")")
    if bracketed:
        body = body[1:-1].strip()
    # A sign may stand on either side of the pound sign, but only once, and not inside brackets.
    body, signs = _without_sign(body)
    body, more_signs = _without_sign(body.removeprefix("£").strip())
    signs += more_signs
    if len(signs) + bracketed > 1:
        message = f"“{original}” has more than one sign. Write a negative amount like -300 or (300)."
        raise MoneyError(message)
    negative = bracketed or signs == "-"
    match = _AMOUNT.match(body)
    if match is None or match["scale"] not in _SCALES:
        message = f"“{original}” is not an amount of money. Write it like 1,234.50, £1.2m or (300)."
        raise MoneyError(message)
    number = match["number"]
    if "," in number and not _GROUPED.match(number):
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
    return -int(pence) if negative else int(pence)


def _without_sign(body: str) -> tuple[str, str]:
    return (body[1:].strip(), body[0]) if body[:1] in {"-", "+"} else (body, "")


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


def format_millions(pence: int | None) -> str:
    """Return ``£1.23m`` or ``(£0.42m)``, halves rounded away from zero."""
    if pence is None:
        return "—"
    hundredths = (abs(pence) + 500_000) // 1_000_000
    text = f"£{hundredths // 100:,}.{hundredths % 100:02d}m"
    return f"({text})" if pence < 0 and hundredths else text
