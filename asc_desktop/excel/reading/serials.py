"""Excel's number formats, and the dates and times of day that numbers are shown as by them."""

import re
from datetime import date, timedelta
from typing import Final

from asc_desktop.domain.importing.sheets import Cell

BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"£"#,##0;-"£"#,##0', 6: '"£"#,##0;[Red]-"£"#,##0', 7: '"£"#,##0.00;-"£"#,##0.00',
    8: '"£"#,##0.00;[Red]-"£"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    42: '_-"£"* #,##0_-;-"£"* #,##0_-;_-"£"* "-"_-;_-@_-', 43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a workbook names by number alone, as Excel shows them in the United Kingdom."""

PLAIN, DAY, CLOCK, ELAPSED = range(4)
"""What a number is by its format: a number, a date, a time of day, an amount of time."""

_EAST_ASIAN_DAYS: Final = frozenset((*range(27, 37), *range(50, 59)))
_NO_SUCH_DAY: Final = 60
"""29 February 1900, which Excel believes in; the days before it are one off."""

_QUOTED = re.compile(r'"[^"]*"?|\\.|[_*].')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_HALF_DAY = re.compile(r"am/pm|a/p", re.IGNORECASE)
_DAY_SECONDS: Final = 86_400
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST: Final = date(9999, 12, 31)


def built_in(number: int) -> str:
    """Return the number format that Excel knows by a number."""
    return "dd/mm/yyyy" if number in _EAST_ASIAN_DAYS else BUILT_IN.get(number, "General")


def shown_as(number_format: str) -> int:
    """Return what numbers are by a format, one of PLAIN, DAY, CLOCK, ELAPSED."""
    bare = _QUOTED.sub("", number_format).partition(";")[0]
    if _ELAPSED.search(bare):
        return ELAPSED
    bare = _HALF_DAY.sub("h", _BRACKETED.sub("", bare)).lower()
    if bare.strip() in {"general", "standard", "@"}:
        return PLAIN
    if "y" in bare or "d" in bare:
        return DAY
    if "h" in bare or "s" in bare:
        return CLOCK
    return DAY if "m" in bare else PLAIN


def dated(serial: float, shown: int, *, from_1904: bool) -> tuple[str, int] | None:
    """Return the ISO text of a number that is shown as a date or time, and the kind of cell; None where it is none.

    A date of nought is none: Excel shows 0 January 1900 for what a link to an empty cell comes to.
    """
    if shown == ELAPSED:
        return (_clock(round(serial * _DAY_SECONDS)), Cell.TIME) if serial >= 0 else None
    days, seconds = divmod(round(serial * _DAY_SECONDS), _DAY_SECONDS)
    if shown == CLOCK and days == 0:
        return _clock(seconds), Cell.TIME
    first = 0 if from_1904 else 1
    if days < first or (days == _NO_SUCH_DAY and not from_1904):
        return None
    start = _FROM_1904 if from_1904 else _FROM_1900
    if days > (_LAST - start).days:
        return None
    if not from_1904 and days < _NO_SUCH_DAY:
        days += 1
    day = (start + timedelta(days=days)).isoformat()
    return (f"{day}T{_clock(seconds)}" if seconds else day), Cell.DATE


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
