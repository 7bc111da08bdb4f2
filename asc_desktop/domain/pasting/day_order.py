"""Which comes first in a column's dates, the day or the month: judged over the column, where one cell may prove it."""

import re
from collections.abc import Sequence

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.numbers import NumberJudgement
from asc_desktop.domain.pasting.table import Way

DAY_FIRST, MONTH_FIRST = "day", "month"

_WAYS = (
    Way(DAY_FIRST, "Day first: 18/07/2024"),
    Way(MONTH_FIRST, "Month first: 07/18/2024"),
)
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?=$|T|\s)")
_MONTHS = 12


def judge_dates(texts: Sequence[str]) -> NumberJudgement:
    """Return the order of a column's dates. It asks where no cell proves one, or some prove one and some the other.

    A date alone is read as if it were typed, the day first.
    """
    found = [(text.strip(), int(match[1]), int(match[3])) for text in texts if (match := _match(text))]
    if not found:
        return NumberJudgement(DAY_FIRST)
    day_first = [text for text, first, second in found if first > _MONTHS >= second]
    month_first = [text for text, first, second in found if second > _MONTHS >= first]
    if day_first and month_first:
        note = f"“{day_first[0]}” has the day first and “{month_first[0]}” the month."
        return NumberJudgement(DAY_FIRST, _WAYS, note, asks=True)
    if month_first:
        return NumberJudgement(MONTH_FIRST, _WAYS, f"“{month_first[0]}” has the month first.")
    has_doubt = len(texts) > 1 and not day_first and any(first != second for _, first, second in found)
    note = "No date here says which comes first." if has_doubt else ""
    return NumberJudgement(DAY_FIRST, _WAYS, note, asks=has_doubt)


def with_day_first(text: str, way: str) -> str:
    """Return a date such as a field reads it."""
    match = _match(text)
    if way != MONTH_FIRST or match is None:
        return text
    body = spellings.plain(text)
    start, end = match.span()
    return f"{body[:start]}{match[3]}{match[2]}{match[1]}{match[2]}{match[4]}{body[end:]}"


def _match(text: str) -> re.Match[str] | None:
    return _NUMBERS.search(spellings.plain(text))
