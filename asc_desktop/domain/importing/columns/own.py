"""A column that no field takes: it becomes one of the council's own, of the kind that its values are."""

from typing import Literal

from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.values import FLAGS, Profile
from asc_desktop.domain.importing.columns.ways import heading_unit
from asc_desktop.domain.importing.mapping import ColumnMap, Target
from asc_desktop.domain.importing.sheets import column_letters
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import shortened

OwnKind = Literal["", "text", "number", "money", "date", "choice", "flag"]
_LONGEST_LABEL = 80
_MOST_CHOICES = 12
_MOSTLY = 0.8
_GANTT = 0.34


def own_column(column: Column, record: str, labels: set[str], *, has_reference: bool) -> ColumnMap:
    """Return the map of a column without a field. ``labels`` are those that are taken, without regard to case."""
    path, at = column.found.path, column.found.at
    profile = column.profile
    if not profile.filled and not profile.held:
        why = "Nothing is in it but colours." if profile.coloured else "Nothing is in it."
        return ColumnMap(path=path, at=at, sure=0.9, why=why)
    if column.when.day and profile.filled < profile.records * _GANTT and profile.share(profile.long) == 0:
        return ColumnMap(
            path=path, at=at, sure=0.7, why="A day of a Gantt chart, whose bars are drawn from dates."
        )
    if profile.is_counting and has_reference:
        return ColumnMap(path=path, at=at, sure=0.8, why="It only numbers the rows.")
    if why := _why_no_amount(column, record):
        return ColumnMap(path=path, at=at, sure=0.5, why=why)
    kind = kind_of(profile, column.heading)
    if not TYPE_BY_TABLE[record].takes_own_fields:
        noun = TYPE_BY_TABLE[record].noun
        why = f"No field of a {noun} is called so, and it takes none of your own."
        return ColumnMap(path=path, at=at, sure=0.5, why=why)
    label = _label(column, labels)
    why = f"No field is called so: it becomes a field of your own, “{label}”."
    if not column.found.path:
        why = f"It has no heading: it becomes a field of your own, “{label}”."
    return ColumnMap(
        path=path,
        at=at,
        target=Target(record, own=label),
        own_kind=kind,
        sure=0.55 if column.found.path else 0.3,
        why=why,
    )


def kind_of(profile: Profile, heading: str) -> OwnKind:
    """Return the kind of own field that holds every value of a column."""
    if not profile.filled:
        return "text"
    if profile.dates == profile.filled:
        return "date"
    if profile.numbers == profile.filled:
        is_money = heading_unit(heading) or profile.share(profile.money) > 1 - _MOSTLY
        return "money" if is_money else "number"
    if profile.flags == profile.filled and {text.casefold() for text in profile.texts} <= FLAGS:
        return "flag"
    short = not profile.long and all(len(text) <= _LONGEST_LABEL for text in profile.texts)
    is_few = profile.distinct <= _MOST_CHOICES and profile.distinct * 2 <= profile.filled
    if short and (is_few or (profile.options and len(profile.options) <= 2 * _MOST_CHOICES)):
        return "choice"
    return "text"


def _why_no_amount(column: Column, record: str) -> str:
    """Return why amounts of single months are not taken, where rows have savings."""
    if record not in {"project", "savings_line"} or not column.when.period:
        return ""
    if column.profile.share(column.profile.numbers) < _MOSTLY:
        return ""
    return (
        "Amounts of single months have no field: a target and a forecast are of a year, and what is delivered runs from"
        " 1 April. Choose what it fills if they are running totals."
    )


def _label(column: Column, labels: set[str]) -> str:
    heading = shortened(column.heading, _LONGEST_LABEL - 5) or f"Column {column_letters(column.found.at)}"
    label, count = heading, 1
    while label.casefold() in labels:
        count += 1
        label = f"{heading} ({count})"
    return label
