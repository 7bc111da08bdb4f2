"""Financial years, reporting periods and dates.

A financial year runs from 1 April to 31 March, both included, and is known by the calendar year in which it
starts: 2024 is ``2024/25``. A reporting period is a calendar month, ``2024-06``. Dates are ISO text,
``2024-06-18``. ISO text orders as time does, so records keep it as it is.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from functools import cache

from asc_desktop.domain import spellings

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = tuple(name[:3] for name in MONTHS)
_YEAR = re.compile(r"^(?:fy\s*)?(\d{4})(?:\s*[/\-]\s*(\d{2}|\d{4}))?$", re.IGNORECASE)
_PERIOD = re.compile(r"^(\d{4})-(\d{1,2})$")
_PERIOD_UK = re.compile(r"^(\d{1,2})/(\d{4})$")
_PERIOD_WORDS = re.compile(r"^([A-Za-z]{3,9})\.?[\s\-]+(\d{4}|\d{2})$")
_DATE_ISO = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
_DATE_UK = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_DATE_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([A-Za-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})$")
_DAY_AND_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-]*([A-Za-z]{3,9})\.?$|^(\d{1,2})[/.\-](\d{1,2})$"
)
_TIME = re.compile(
    r"(?<=\d)(?:T|\s+)([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?\s*([ap]m|z)?$", re.IGNORECASE
)
"""A time of day behind a date, which Excel keeps in the same cell."""
_WEEKDAY = re.compile(r"^([A-Za-z]{3,9})\.?,?\s+(?=\d)")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class DateError(ValueError):
    """A date, period or year that cannot be read; its text is a sentence for the person who typed it."""


def year_label(year: int) -> str:
    """Return ``2024/25`` for 2024."""
    return f"{year}/{(year + 1) % 100:02d}"


def parse_year(text: str) -> int:
    """Return the starting calendar year of ``2024/25``, ``2024-25``, ``2024/2025`` or ``2024``."""
    match = _YEAR.match(spellings.plain(text))
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        message = f"“{text.strip()}” is not a financial year. Write it like 2024/25."
        raise DateError(message)
    year = int(match[1])
    if match[2] and match[2] not in {str(year + 1), f"{(year + 1) % 100:02d}"}:
        message = (
            f"“{text.strip()}” is not one financial year: {year_label(year)} follows {year_label(year - 1)}."
        )
        raise DateError(message)
    return year


def year_of_period(period: str) -> int:
    """Return the financial year, by its starting calendar year, that holds a period."""
    year, month = int(period[:4]), int(period[5:7])
    return year if month >= 4 else year - 1  # noqa: PLR2004 - April


def year_of_date(day: str) -> int:
    """Return the financial year, by its starting calendar year, that holds an ISO date."""
    return year_of_period(day[:7])


@cache
def year_periods(year: int) -> tuple[str, ...]:
    """Return the twelve periods of a financial year, April first."""
    return tuple(f"{year}-{month:02d}" for month in range(4, 13)) + tuple(
        f"{year + 1}-{month:02d}" for month in range(1, 4)
    )


def period_label(period: str) -> str:
    """Return ``June 2024`` for ``2024-06``."""
    return f"{MONTHS[int(period[5:7]) - 1]} {period[:4]}"


def period_short_label(period: str) -> str:
    """Return ``Jun 24`` for ``2024-06``."""
    return f"{_SHORT[int(period[5:7]) - 1]} {period[2:4]}"


def shift_period(period: str, months: int) -> str:
    """Return the period that many months later, or earlier where negative."""
    count = int(period[:4]) * 12 + int(period[5:7]) - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def period_end(period: str) -> str:
    """Return the ISO date of a period's last day."""
    year, month = int(period[:4]), int(period[5:7])
    return f"{period}-{monthrange(year, month)[1]:02d}"


def parse_period(text: str) -> str:
    """Return ``YYYY-MM`` for ``2024-06``, ``06/2024``, ``June 2024`` or ``Jun 24``, or a date in the month."""
    body = spellings.plain(text)
    year = month = 0
    if match := _PERIOD.match(body):
        year, month = int(match[1]), int(match[2])
    elif match := _PERIOD_UK.match(body):
        month, year = int(match[1]), int(match[2])
    elif match := _PERIOD_WORDS.match(body):
        month, year = _month_number(match[1]), _full_year(match[2])
    else:
        try:
            return parse_date(body)[:7]
        except DateError:
            month = 0
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):  # noqa: PLR2004 - months
        message = f"“{body}” is not a month. Write it like June 2024 or 2024-06."
        raise DateError(message)
    return f"{year:04d}-{month:02d}"


def parse_date(text: str) -> str:
    """Return the ISO date for ``18/07/2024``, ``18 Jul 2024``, ``18.7.24`` or ``2024-07-18``; day before month.

    A weekday before it must be its own; a time of day behind it is left out.
    """
    original = text.strip()
    # What is kept is read again and again.
    body = original if _DATE_ISO.match(original) else _TIME.sub("", spellings.plain(original))
    weekday, body = _without_weekday(body)
    if match := _DATE_ISO.match(body):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DATE_UK.match(body):
        day, month, year = int(match[1]), int(match[2]), _full_year(match[3])
    elif match := _DATE_WORDS.match(body):
        day, month, year = int(match[1]), _month_number(match[2]), _full_year(match[3])
    elif (match := _PERIOD_WORDS.match(body)) and _month_number(match[1]):
        message = f"“{original}” is a month and not a date. Write the day too, like 18 Jul 2024."
        raise DateError(message)
    else:
        message = f"“{original}” is not a date. Write it like 18 Jul 2024 or 18/07/2024."
        raise DateError(message)
    if month == 0:
        message = f"“{original}” has no month that can be read. Write it like 18 Jul 2024 or 18/07/2024."
        raise DateError(message)
    if month > 12:  # noqa: PLR2004 - months
        message = f"“{original}” has no month {month}. Write the day first, like 18/07/2024."
        raise DateError(message)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        message = f"The year {year} is outside {_FIRST_YEAR} to {_LAST_YEAR}."
        raise DateError(message)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"{MONTHS[month - 1]} {year} has {days} days, so there is no {day} {MONTHS[month - 1]}."
        raise DateError(message)
    read = date(year, month, day)
    if weekday and weekday != _WEEKDAYS[read.weekday()]:
        message = f"{date_label(read.isoformat())} is a {_WEEKDAYS[read.weekday()]}, and “{original}” has {weekday}."
        raise DateError(message)
    return read.isoformat()


def with_year(text: str, year: str) -> str:
    """Return a date that was typed as day and month alone with its year: ``28 Feb 2024`` for ``28 feb`` or ``28/2``.

    Anything else, and everything where there is no year, comes back as it is.

    >>> [with_year(text, "2024") for text in ("28 feb", "28/2", "1-Mar", "28 feb 2023", "soon", "31 foo")]
    ['28 feb 2024', '28/2/2024', '1 Mar 2024', '28 feb 2023', 'soon', '31 foo']
    """
    found = _DAY_AND_MONTH.match(spellings.plain(text))
    if found is None or not year or (found[2] and not _month_number(found[2])):
        return text
    return f"{found[1]} {found[2]} {year}" if found[2] else f"{found[3]}/{found[4]}/{year}"


def date_label(day: str | None) -> str:
    """Return ``18 Jul 2024`` for an ISO date, and an em dash for none."""
    return f"{int(day[8:10])} {_SHORT[int(day[5:7]) - 1]} {day[:4]}" if day else "—"


def moment_label(moment: datetime | str) -> str:
    """Return a moment, or the journal's text of one, in the machine's own time: ``18 Jul 2024 10:42``."""
    local = (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone()
    return f"{date_label(local.date().isoformat())} {local:%H:%M}"


def weekday_label(day: str) -> str:
    """Return ``Thursday 18 Jul 2024`` for an ISO date."""
    return f"{_WEEKDAYS[date.fromisoformat(day).weekday()]} {date_label(day)}"


def days_between(earlier: str, later: str) -> int:
    """Return the days from one ISO date to another; negative where the second comes first."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _without_weekday(body: str) -> tuple[str, str]:
    """Return the weekday that a date begins with, in full, and the rest; no weekday where it begins otherwise."""
    if found := _WEEKDAY.match(body):
        for weekday in _WEEKDAYS:
            if weekday.lower().startswith(found[1].lower()):
                return weekday, body[found.end() :]
    return "", body


def _month_number(name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if name.lower() in {month.lower(), month[:3].lower()} or (name.lower() == "sept" and number == 9):  # noqa: PLR2004
            return number
    return 0


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004 - digits of a year
