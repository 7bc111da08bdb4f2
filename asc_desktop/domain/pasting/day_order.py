"""Which comes first in a column's dates, the day or the month: judged over the column, where one cell may prove it."""

import re
from collections.abc import Sequence

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.numbers import NumberJudgement
from asc_desktop.domain.pasting.table import Way

DAY_FIRST, MONTH_FIRST = "day", "month"

_WAYS = (
    Way(DAY_FIRST, "Day first, such as 18/07/2024"),
    Way(MONTH_FIRST, "Month first, such as 07/18/2024"),
)
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?=$|T|\s)")
_MONTHS = 12


def order_of(texts: Sequence[str]) -> tuple[str, str]:
    """Return a date that has the day first and one that has the month first; nothing where there is none."""
    day_first = month_first = ""
    for text in texts:
        if match := _match(text):
            first, second = int(match[1]), int(match[3])
            day_first = day_first or (text.strip() if first > _MONTHS >= second else "")
            month_first = month_first or (text.strip() if second > _MONTHS >= first else "")
    return day_first, month_first


def judge_dates(texts: Sequence[str], *, elsewhere: str) -> NumberJudgement:
    """Return the order of a column's dates. It asks where no cell proves one, or some prove one and some the other.

    ``elsewhere`` is the order that the block's other dates prove. A date alone is read as if it were typed, the day
    first.
    """
    day_first, month_first = order_of(texts)
    if day_first and month_first:
        note = f"“{day_first}” has the day first and “{month_first}” the month."
        return NumberJudgement(DAY_FIRST, _WAYS, note, asks=True)
    if month_first:
        return NumberJudgement(MONTH_FIRST, _WAYS, f"“{month_first}” has the month first.")
    has_doubt = not day_first and any((match := _match(text)) and match[1] != match[3] for text in texts)
    if has_doubt and elsewhere == MONTH_FIRST:
        return NumberJudgement(
            MONTH_FIRST, _WAYS, "Other dates of the block have the month first.", asks=True
        )
    if has_doubt and elsewhere != DAY_FIRST and len(texts) > 1:
        return NumberJudgement(DAY_FIRST, _WAYS, "No date here shows which comes first.", asks=True)
    return NumberJudgement(DAY_FIRST, _WAYS if any(map(_match, texts)) else ())


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
