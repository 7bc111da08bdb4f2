"""A mapping as a file, JSON with a version, and which of the mappings used before fits a table's headings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from asc_desktop.domain.dates import DateError, parse_period
from asc_desktop.domain.importing.columns.takes import MEASURE, PERIOD, REFERENCE, TAKES, VALUE, YEAR
from asc_desktop.domain.importing.found import FoundColumn, FoundTable
from asc_desktop.domain.importing.mapping import VERSION, ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.vocabulary import heading_words
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.fields import fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

FORMAT = "asc-desktop-mapping"
_ALIKE = 0.6
"""The share of a table's and a mapping's headings that both have, from which the mapping is the table's."""
_SAME_SHEET = 0.15
_SPECIAL = frozenset({YEAR, PERIOD, MEASURE, VALUE, REFERENCE})
_LARGEST = 5_000_000


class MappingError(ValueError):
    """A mapping's file that cannot be used; its text is a sentence for the person."""


def mapping_text(mapping: TrackerMapping) -> str:
    """Return the text of a mapping's file, made to be read and edited."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2).decode() + "\n"


def read_mapping(text: str) -> TrackerMapping:
    """Return the mapping of a file. Raises MappingError, a sentence, for one that is damaged, newer, or no mapping."""
    if len(text) > _LARGEST:
        message = "The file is far too large for a mapping. Choose one that this program saved."
        raise MappingError(message)
    try:
        raw: Any = msgspec.json.decode(text.removeprefix("\ufeff"))
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        message = f"The mapping is damaged and was not used: it is not JSON ({error}). Choose another, or map it anew."
        raise MappingError(message) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        message = "This file is not a mapping of ASC Desktop. Choose one that Save mapping wrote."
        raise MappingError(message)
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        message = "The mapping does not say its version, so it was not used. Choose another, or map it anew."
        raise MappingError(message)
    if version > VERSION:
        message = (
            f"The mapping was saved by a newer ASC Desktop (its version is {version}, and this program reads up to"
            f" {VERSION}). Use the newer program, or map it anew."
        )
        raise MappingError(message)
    try:
        mapping = msgspec.convert(raw, TrackerMapping)
    except msgspec.ValidationError as error:
        message = f"The mapping has a value that it cannot have: {error}. Correct the mapping, or map again."
        raise MappingError(message) from error
    if strange := next(_strange(mapping), ""):
        message = f"The mapping names {strange}, which this program does not have. Correct the mapping, or map again."
        raise MappingError(message)
    return mapping


def mapping_for(tables: Sequence[FoundTable], remembered: Sequence[TrackerMapping]) -> dict[int, TableMap]:
    """Return, by place, the table maps used before whose headings those of a table are; no map for two tables.

    Their order makes no difference, and a column more or less none either. The mappings come the latest first, and
    the earlier in the order goes before where two fit alike.
    """
    held = [table_map for mapping in remembered for table_map in mapping.tables]
    found: list[tuple[float, int, int]] = []
    for at, table in enumerate(tables):
        for place, table_map in enumerate(held):
            alike = _alike(table, table_map)
            if alike >= _ALIKE:
                found.append((alike, place, at))
    chosen: dict[int, TableMap] = {}
    used: set[int] = set()
    for _, place, at in sorted(found, key=lambda each: (-each[0], each[1], each[2])):
        if at not in chosen and place not in used:
            chosen[at] = held[place]
            used.add(place)
    return chosen


def same_columns(table: FoundTable, before: TableMap) -> dict[int, ColumnMap]:
    """Return, by place in the table, the maps of columns with the same headings; of one heading by their order."""
    held: dict[tuple[str, ...], list[ColumnMap]] = {}
    for mapped in before.columns:
        held.setdefault(_path_key(mapped.path), []).append(mapped)
    found: dict[int, ColumnMap] = {}
    for at, column in enumerate(table.columns):
        same = held.get(_path_key(column.path), [])
        if same and (column.path or len(table.columns) == len(before.columns)):
            found[at] = same.pop(0)
    return found


def _strange(mapping: TrackerMapping) -> Iterator[str]:
    """Yield what a mapping names that is not there: a kind of record, or a field of one."""
    for table in mapping.tables:
        if table.record not in TAKES:
            yield f"the kind of record “{table.record}”"
        for target in (*(column.target for column in table.columns), *table.group):
            if target is not None and not _is_there(target):
                yield f"the field “{target.table}.{target.key}”"


def _is_there(target: Target) -> bool:
    if not target.table:
        return target in _SPECIAL
    kind = TYPE_BY_TABLE.get(target.table)
    if kind is None or target.own:
        return kind is not None and not target.key
    return any(field.key == target.key for field in fields_of(kind)) and _is_time(target)


def _is_time(target: Target) -> bool:
    try:
        return not target.period or parse_period(target.period) == target.period
    except DateError:
        return False


def _alike(table: FoundTable, table_map: TableMap) -> float:
    """Return from 0 to 1 how alike the headings are, with a little more where the sheet has the same name."""
    ours = _keys(table.columns)
    theirs = _keys(table_map.columns)
    if not ours or not theirs:
        return 0.0
    common = len(ours & theirs)
    # Years and months come and go: what the smaller has of the larger counts as well as what both have of all.
    alike = 0.5 * common / len(ours | theirs) + 0.5 * common / min(len(ours), len(theirs))
    if common < min(2, len(ours)):
        return 0.0
    return alike + (_SAME_SHEET if known_as(table.sheet) == known_as(table_map.sheet) else 0.0)


def _keys(columns: Iterable[FoundColumn | ColumnMap]) -> set[tuple[str, ...]]:
    return {_path_key(column.path) for column in columns if column.path}


def _path_key(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is the same for two spellings of one heading: case, spaces, punctuation and plurals aside."""
    words = next(iter(heading_words(" ".join(path))), ())
    return words or (known_as(" ".join(path)),)
