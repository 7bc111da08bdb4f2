"""Of which year or month a column is, by its headings: ``2024/25``, ``FY25 target``, ``Apr-24``, a month under a year.

A two-digit pair is a financial year only where the second year follows the first, so ``18-25`` is none.
"""

import re

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import MONTHS, period_label, year_label

_FIRST, _LAST = 2000, 2079
_FIRST_SHORT, _LAST_SHORT = 13, 49
"""Bare pairs below are as likely a day and a month: ``11/12``."""
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)  # noqa: PLR2004
_MONTH_NAME = rf"(?P<name>{_NAMES}|sept)"
_FY = r"(?:f\.?\s*y\.?|financial\s+year|fiscal\s+year|year)"

_ISO_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?!\d)"
)
_UK_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d\d)(?!\d)")
_NAMED_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+{_MONTH_NAME}\b\.?[\s\-,]*(?P<year>\d{{4}}|\d\d)(?!\d)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"(?P<fy>{_FY}\s*)?(?<![\d/.-])(?P<first>20\d\d|\d\d)\s*(?:[/\-_]|\bto\b)\s*(?P<last>20\d\d|\d\d?)(?![\d/]|-\d|\.\d)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<![\d/.-])(20\d\d|\d\d)\s*/\s*(20\d\d|\d\d)\s*(?:-|to|until)\s*(20\d\d|\d\d)\s*/\s*(20\d\d|\d\d)(?![\d/])",
    re.IGNORECASE,
)
_COMPACT = re.compile(rf"(?P<fy>{_FY}\s*)?(?<!\d)(?P<first>\d\d)(?P<last>\d\d)(?!\d)", re.IGNORECASE)
_ENDING = re.compile(r"\bf\.?\s*y\.?\s*['’]?(?P<year>20\d\d|\d\d)(?!\d)", re.IGNORECASE)
_ALONE = re.compile(r"(?<![\d/.-])(?P<year>20\d\d)(?![\d/]|-\d|\.\d)")
_NAMED_MONTH = re.compile(rf"\b{_MONTH_NAME}\b\.?[\s\-/'’_]*(?P<year>20\d\d|\d\d)(?!\d|/\d)", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(?<![\d/-])(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d/-])")
_UK_MONTH = re.compile(r"(?<![\d/-])(?P<month>0?[1-9]|1[0-2])/(?P<year>20\d\d)(?![\d/])")
_BARE_MONTH = re.compile(rf"\b{_MONTH_NAME}\b\.?", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(r"^\s*(?:m|p|month|period|mth)\s*0?(?P<number>1[0-2]|[1-9])\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:q|qtr|quarter)\s*\.?\s*(?P<quarter>[1-4])\b", re.IGNORECASE)
_NTH = re.compile(r"\b(?:year|yr|y)\s*\.?\s*(?P<nth>[1-9])\b", re.IGNORECASE)
_RELATIVE = (
    (
        re.compile(
            r"\b(?:current|this)\s+(?:financial\s+)?(?:year|fy)\b|\bin[\s-]year\b|\bcfy\b", re.IGNORECASE
        ),
        0,
    ),
    (re.compile(r"\b(?:next|following)\s+(?:financial\s+)?(?:year|fy)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:last|previous|prior)\s+(?:financial\s+)?(?:year|fy)\b", re.IGNORECASE), -1),
)
_APRIL, _FIRST_QUARTER_ENDS = 4, 6


class When(Struct, frozen=True):
    """The time that headings name.

    ``year`` is a financial year's first calendar year, 0 for none, ``period`` a month ``YYYY-MM``, ``day`` an ISO date.
    A quarter names its last month too. ``several`` says that more than one year is named, so the column is a span's.
    ``rest`` are the headings without it, in one line. ``said`` is what it was taken to be, where that is not plain,
    and ``sure`` how sure that is.
    """

    year: int = 0
    period: str = ""
    day: str = ""
    quarter: int = 0
    several: bool = False
    rest: str = ""
    said: str = ""
    sure: float = 1.0

    @property
    def is_any(self) -> bool:
        """Whether any time is named."""
        return bool(self.year or self.period or self.several)


def time_of(path: tuple[str, ...], *, this_year: int = 0, first_year: int = 0) -> When:
    """Return the time that a column's headings name; one without any where they name none.

    ``this_year`` is the financial year now being reported, by which a bare month and *next year* are told, and
    ``first_year`` the programme's first, from which *Year 2* counts; 0 where they are not known.
    """
    parts = [spellings.plain(part) for part in path if part.strip()]
    years: dict[int, tuple[str, float]] = {}
    found = When()
    rest: list[str] = []
    for part in parts:
        left, here = _dated(part)
        if here.period:
            found = here
        left = _with_years_taken(left, years)
        rest.append(left)
    if len(years) > 1:
        return When(several=True, rest=_joined(rest), said="It spans several years.")
    year = next(iter(years), 0)
    said, sure = years.get(year, ("", 1.0))
    if found.period:
        return _with(found, rest, year, said)
    month = _month_under(rest, year, this_year)
    if month is not None:
        return month
    if year:
        return When(year=year, rest=_joined(rest), said=said, sure=sure)
    return _relative(rest, this_year, first_year)


def _with(found: When, rest: list[str], year: int, said: str) -> When:
    return When(
        year=year,
        period=found.period,
        day=found.day,
        rest=_joined(rest),
        said=found.said or said,
        sure=found.sure,
    )


def _dated(part: str) -> tuple[str, When]:
    """Return a heading without the day or month that it names, and that day or month."""
    for pattern in (_ISO_DAY, _NAMED_DAY, _UK_DAY):
        if match := pattern.search(part):
            number = int(match["month"]) if "month" in pattern.groupindex else _number(match["name"])
            year, day = _full(match["year"]), int(match["day"])
            if 1 <= number <= 12 and 1 <= day <= 31 and _FIRST <= year <= _LAST:  # noqa: PLR2004
                period = f"{year}-{number:02d}"
                return _without(part, match), When(period=period, day=f"{period}-{day:02d}")
    for pattern in (_NAMED_MONTH, _UK_MONTH, _ISO_MONTH):
        match = pattern.search(part)
        if match is None or (pattern is _ISO_MONTH and _follows(match["year"], match["month"])):
            continue
        if pattern is _NAMED_MONTH and _is_pair(part, match):
            continue
        number = int(match["month"]) if "month" in pattern.groupindex else _number(match["name"])
        year = _full(match["year"])
        if _FIRST <= year <= _LAST:
            return _without(part, match), When(period=f"{year}-{number:02d}")
    return part, When()


def _with_years_taken(part: str, years: dict[int, tuple[str, float]]) -> str:
    """Return a heading without the financial years that it names, which are added to ``years``."""
    if (span := _SPAN.search(part)) and _follows(span[1], span[2]) and _follows(span[3], span[4]):
        years |= {_full(span[1]): ("", 1.0), _full(span[3]): ("", 1.0)}
        return _without(part, span)
    taken = part
    for match in _PAIR.finditer(part):
        first, last = match["first"], match["last"]
        if not _follows(first, last) or (len(last) == 1 and len(first) != 4):  # noqa: PLR2004
            continue
        short = len(first) == 2  # noqa: PLR2004
        if short and not match["fy"] and not _FIRST_SHORT <= int(first) <= _LAST_SHORT:
            continue
        years.setdefault(_full(first), ("", 1.0))
        taken = taken.replace(match[0], " ", 1)
    if taken != part:
        return taken
    unusual, year, more, sure = _unusual_year(part)
    if unusual is None:
        return part
    years.setdefault(year, (f"“{unusual[0].strip()}” {more}.", sure))
    return _without(part, unusual)


def _unusual_year(part: str) -> tuple[re.Match[str] | None, int, str, float]:
    """Return where a heading names a year otherwise than as a pair, the year, what is said of it, and how sure."""
    compact = _COMPACT.search(part)
    if compact and compact["first"] != "20" and _follows(compact["first"], compact["last"]):
        year = _full(compact["first"])
        if _FIRST_SHORT <= int(compact["first"]) <= _LAST_SHORT:
            return compact, year, f"is read as {year_label(year)}", 0.8
    if ending := _ENDING.search(part):
        year = _full(ending["year"]) - 1
        if _FIRST <= year <= _LAST:
            return ending, year, f"is read as {year_label(year)}, the year that ends in it", 0.7
    alone = list(_ALONE.finditer(part))
    if len(alone) == 1 and not _BARE_MONTH.search(part):
        year = int(alone[0]["year"])
        if _FIRST <= year <= _LAST:
            return alone[0], year, f"alone is read as {year_label(year)}", 0.55
    return None, 0, "", 0.0


def _month_under(rest: list[str], year: int, this_year: int) -> When | None:
    """Return the month or quarter that stands in headings without a year of its own; None where there is none."""
    base = year or this_year
    for at, part in enumerate(rest):
        quarter = 0
        if match := _QUARTER.search(part):
            quarter = int(match["quarter"])
            after_april = quarter * 3 - 1
        elif match := _NUMBERED_MONTH.match(part):
            after_april = int(match["number"]) - 1
        else:
            match = _bare_month(part)
            if match is None:
                continue
            after_april = (_number(match["name"]) - _APRIL) % 12
        if not base:
            return None
        period = _period(base, after_april)
        others = [*rest[:at], _without(part, match), *rest[at + 1 :]]
        said = (
            ""
            if year
            else f"“{match[0].strip()}” names no year: {period_label(period)} is meant, in the open year."
        )
        if quarter:
            said = f"Quarter {quarter} is put in its last month, {period_label(period)}. {said}".strip()
        return When(
            year=year,
            period=period,
            quarter=quarter,
            rest=_joined(others),
            said=said,
            sure=0.6 if said else 1.0,
        )
    return None


def _bare_month(part: str) -> re.Match[str] | None:
    """Return where a heading names a month and hardly anything else: ``may`` is a verb too."""
    match = _BARE_MONTH.search(part)
    if match is None or (match[0].casefold().strip(". ") in {"may", "march"} and len(part.split()) > 2):  # noqa: PLR2004
        return None
    return match if match.start() == 0 or match.end() == len(part) else None


def _relative(rest: list[str], this_year: int, first_year: int) -> When:
    text = _joined(rest)
    if first_year and (match := _NTH.search(text)):
        year = first_year + int(match["nth"]) - 1
        said = f"“{match[0]}” counts from the programme’s first year: {year_label(year)}."
        return When(year=year, rest=_without(text, match).strip(), said=said, sure=0.6)
    for pattern, step in _RELATIVE:
        if this_year and (match := pattern.search(text)):
            year = this_year + step
            said = f"“{match[0]}” is read as {year_label(year)}."
            return When(year=year, rest=" ".join(_without(text, match).split()), said=said, sure=0.6)
    return When(rest=text)


def _follows(first: str, last: str) -> bool:
    """Whether the second year of a pair comes after the first; of a year in one figure, ``2024/5``, its last figure."""
    after = str(_full(first) + 1)
    return after == str(_full(last)) if len(last) == 4 else after.endswith(last) and len(last) <= 2  # noqa: PLR2004


def _is_pair(part: str, match: re.Match[str]) -> bool:
    """Whether what follows a month's name is a financial year: ``Apr 24/25``, ``March 2024-25``."""
    pair = _PAIR.search(part, match.start("year"))
    return (
        pair is not None
        and pair.start("first") == match.start("year")
        and _follows(pair["first"], pair["last"])
    )


def _period(year: int, after_april: int) -> str:
    number = (_APRIL - 1 + after_april) % 12 + 1
    return f"{year if number >= _APRIL else year + 1}-{number:02d}"


def _number(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month[:3].casefold() == name[:3].casefold())


def _full(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004


def _without(part: str, match: re.Match[str]) -> str:
    return f"{part[: match.start()]} {part[match.end() :]}"


def _joined(parts: list[str]) -> str:
    return " ".join(" ".join(parts).split()).strip(" -–—:,/|_()[]")
