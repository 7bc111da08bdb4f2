"""The words in which a record's type describes each of its fields."""

from typing import Any

from asc_desktop.domain.records.fields import Field, Kind


def text(label: str, *, limit: int = 200, **more: Any) -> Field:
    """Describe one line of text."""
    return Field("", label, Kind.TEXT, limit=limit, **more)


def long_text(label: str, *, limit: int = 32_767, **more: Any) -> Field:
    """Describe text of several lines; the limit is what one Excel cell holds."""
    return Field("", label, Kind.LONG_TEXT, limit=limit, **more)


def money(label: str, **more: Any) -> Field:
    """Describe an amount in pence."""
    return Field("", label, Kind.MONEY, unit="£", **more)


def decimal(label: str, **more: Any) -> Field:
    """Describe an exact number with up to six decimals, kept as text such as ``98.8``."""
    return Field("", label, Kind.DECIMAL, **more)


def day(label: str, **more: Any) -> Field:
    """Describe an ISO date."""
    return Field("", label, Kind.DATE, **more)


def period(label: str, **more: Any) -> Field:
    """Describe a reporting period, ``YYYY-MM``."""
    return Field("", label, Kind.PERIOD, **more)


def year(label: str, **more: Any) -> Field:
    """Describe a financial year by the calendar year in which it starts; 0 in a required one is not given yet."""
    return Field("", label, Kind.YEAR, low=1990, high=2100, **more)


def years(label: str, **more: Any) -> Field:
    """Describe one or more financial years: starting years in order, parted by commas."""
    return Field("", label, Kind.YEARS, **more)


def integer(label: str, **more: Any) -> Field:
    """Describe a whole number."""
    return Field("", label, Kind.INTEGER, **more)


def flag(label: str, **more: Any) -> Field:
    """Describe yes or no, kept as 1 or 0."""
    return Field("", label, Kind.FLAG, **more)


def choice(label: str, choices: tuple[tuple[str, str], ...], **more: Any) -> Field:
    """Describe one of several words; stored value and words to show."""
    return Field("", label, Kind.CHOICE, choices=choices, **more)


def reference(label: str, to: str, **more: Any) -> Field:
    """Describe a link to a record of another table, by its id."""
    return Field("", label, Kind.REFERENCE, to=to, **more)
