"""Everything that a column may fill, in words, the targets of one record together."""

from collections.abc import Iterable, Sequence

from asc_desktop.domain.dates import period_label, year_label
from asc_desktop.domain.importing.columns.takes import (
    MEASURE,
    NUMBERED,
    PERIOD,
    TAKES,
    VALUE,
    YEAR,
    YEARLY,
    fields_taken,
)
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.fields import Kind, field_of, fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_SPECIAL = (
    (YEAR, "Each row: the year that its figures are of"),
    (PERIOD, "Each row: the month that its figures are of"),
    (MEASURE, "Each row: which figure its value is"),
    (VALUE, "Each row: the value"),
)
_NOUNS = {
    "status_update": "Status",
    "savings_target": "Saving",
    "savings_position": "Saving",
    "theme": "Theme",
}
_MOST_NUMBERED = 3


def record_choices() -> tuple[tuple[str, str], ...]:
    """Return what the rows of a table may be, with their words in the plural."""
    return tuple((table, TYPE_BY_TABLE[table].plural.capitalize()) for table in TAKES)


def targets_for(
    record: str, years: Iterable[int] = (), own_fields: Iterable[OwnField] = (), used: Iterable[Target] = ()
) -> Sequence[tuple[Target, str]]:
    """Return what columns may fill where rows are of a record table, with words.

    ``years`` are the financial years offered for figures of a year. ``own_fields`` are the council's own, and ``used``
    the targets of the mapping, which are offered too: a month's, or a field of its own that is yet to be made.
    """
    found: dict[Target, str] = {}
    spans = sorted(set(years) | {target.year for target in used if target.year})
    for taken in fields_taken(record):
        target = Target(taken.table, taken.field.key)
        found[target] = target_words(target)
        if taken.table in YEARLY:
            yearly = (Target(target.table, target.key, year=year) for year in spans)
            found |= {each: target_words(each) for each in yearly}
        if taken.table in NUMBERED and taken.table != record:
            numbered = (Target(target.table, target.key, number=at) for at in range(1, _MOST_NUMBERED + 1))
            found |= {each: target_words(each) for each in numbered}
    for field in sorted(own_fields, key=lambda each: (each.position, each.label)):
        if field.record_table == record and not field.retired:
            own = Target(record, own=field.label)
            found[own] = target_words(own)
    for target in used:
        if target.table in TAKES.get(record, ()):
            found.setdefault(target, target_words(target))
    found |= dict(_SPECIAL)
    return tuple(sorted(found.items(), key=lambda each: _place(each[0], record)))


def target_words(target: Target) -> str:
    """Return a target’s words: ``Project: Lead``, ``Saving 2024/25: Approved target``, ``Your own field: Ward``."""
    if not target.table:
        return dict(_SPECIAL).get(target, "Each row: a reference that joins it to another sheet’s rows")
    kind = TYPE_BY_TABLE[target.table]
    if target.own:
        return f"Your own field: {target.own}"
    noun = _NOUNS.get(target.table, kind.noun.capitalize())
    parts = [noun]
    if target.number:
        parts.append(str(target.number))
    if target.year:
        parts.append(year_label(target.year))
    if target.period:
        parts.append(period_label(target.period))
    field = field_of(kind, target.key)
    is_alone = sum(other.label == field.label for other in fields_of(kind)) == 1
    label = field.label if is_alone or field.kind is not Kind.MONEY else f"{field.label}, in £"
    return f"{' '.join(parts)}: {label}"


def _place(target: Target, record: str) -> tuple[int, int, int, str, int]:
    order = TAKES[record]
    at = order.index(target.table) if target.table in order else len(order)
    keys = [taken.field.key for taken in fields_taken(record) if taken.table == target.table]
    key = keys.index(target.key) if target.key in keys else len(keys)
    is_own = 1 if target.own else 0
    return (at, is_own * 1000 + target.number, target.year, target.period or target.own, key)
