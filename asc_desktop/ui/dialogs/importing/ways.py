"""How a column may be read, as options: the unit of amounts, the order of dates, the kind of an own field. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from asc_desktop.domain.importing.mapping import ColumnMap, Target
from asc_desktop.domain.pasting.numbers import is_scale
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.records.types import RECORD_TYPES

_TYPES = {record_type.table: record_type for record_type in RECORD_TYPES}
_AS_IT_STANDS = ("", "As it is")
_AMOUNTS = (
    ("£|point", "In £"),
    ("£000|point", "In £000"),
    ("£m|point", "In £m"),
    ("£|comma", "In £, with a decimal comma"),
    ("£000|comma", "In £000, with a decimal comma"),
    ("£m|comma", "In £m, with a decimal comma"),
)
_DATES = (("day", "Day first: 18/07/2024"), ("month", "Month first: 07/18/2024"))
_NUMBERS = (("point", "Decimals like 1,234.5"), ("comma", "Decimals like 1.234,5"))
_SCALES = (
    ("plain", "As numbers, 1 to 5"),
    ("words", "Very low 1 to very high 5"),
    ("words_135", "Low 1, medium 3, high 5"),
    ("words_234", "Low 2, medium 3, high 4"),
    ("fraction", "0 to 1 in fifths"),
)
OWN_KINDS = (
    ("text", "Text"),
    ("number", "Number"),
    ("money", "Money"),
    ("date", "Date"),
    ("choice", "A choice of its words"),
    ("flag", "Yes or no"),
)
_OF_OWN = {"money": _AMOUNTS, "date": _DATES, "number": _NUMBERS}
_KIND = "kind:"


def field_of_target(target: Target | None) -> Field | None:
    """Return the field that a target fills; None for what has none of its own."""
    record_type = _TYPES.get(target.table) if target is not None and not target.own else None
    if record_type is None or target is None or not target.key:
        return None
    try:
        return field_of(record_type, target.key)
    except (KeyError, StopIteration):
        return None


def ways_of(column: ColumnMap) -> Sequence[tuple[str, str]]:
    """Return the ways in which a column may be read, each as its key and words; none where there is no choice.

    The kinds of an own field that is to be made are ``kind:money``, its units and orders as those of any other.
    """
    if column.target is not None and column.target.own and column.own_kind:
        called = dict(OWN_KINDS)[column.own_kind]
        return (
            *((f"{_KIND}{key}", words) for key, words in OWN_KINDS),
            *((key, f"{called}: {_begun_small(words)}") for key, words in _OF_OWN.get(column.own_kind, ())),
        )
    described = field_of_target(column.target)
    found: tuple[tuple[str, str], ...] = ()
    if described is not None and described.kind is Kind.MONEY:
        found = _AMOUNTS
    elif described is not None and described.kind in {Kind.DATE, Kind.PERIOD}:
        found = _DATES
    elif described is not None and is_scale(described):
        found = _SCALES
    elif described is not None and described.kind in {Kind.INTEGER, Kind.DECIMAL}:
        found = _NUMBERS
    return (_AS_IT_STANDS, *found) if found else ()


def way_now(column: ColumnMap) -> str:
    """Return the key of the way in which a column is read now, among those of `ways_of`."""
    if column.target is not None and column.target.own and column.own_kind and not column.way:
        return f"{_KIND}{column.own_kind}"
    unit, bar, mark = column.way.partition("|")
    return f"{unit or '£'}|{mark or 'point'}" if bar else column.way


def own_kind_of(way: str) -> str:
    """Return the kind of own field that a way of `ways_of` names; nothing where it names none."""
    return way.removeprefix(_KIND) if way.startswith(_KIND) else ""


def _begun_small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
