"""Tables whose rows say which figure is theirs: those in long form, of one value, and those with years across."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.mapping import TableMap, Target
from asc_desktop.domain.importing.planning.says import Read, Says
from asc_desktop.domain.importing.planning.slots import Given, RowDraft, Slot
from asc_desktop.domain.importing.planning.values import read_cell, read_text
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_MEASURE = Target("measure", "name")
_BY_YEAR = Target("savings_target", "target_pence")
"""What an amount under a year alone is taken for, where its row says nothing of it."""
_OF_YEARS = frozenset({"savings_target", "savings_position"})


def spread_long(rows: Sequence[RowDraft], table_map: TableMap) -> Sequence[RowDraft]:
    """Return the rows with each value where it belongs; those of any other table as they are.

    In a table of measures the words beside a value are a measure's name. In another they were said to mean a field,
    as ``savings_target.target_pence``; words of which nobody has said what they mean are refused. Where years stand
    across, the words say so of all that the row has under a year.
    """
    if not any("value" in row.special for row in rows):
        for row in rows:
            if (words := row.special.pop("measure", None)) is not None:
                _turned(row, words, table_map)
        return rows
    for row in rows:
        value = row.special.pop("value", None)
        words = row.special.pop("measure", None)
        if value is None:
            continue
        if table_map.record in {"measure", "measure_value", "measure_target"}:
            _measured(row, value, words)
        else:
            _filled(row, value, words, table_map)
    return rows


def _measured(row: RowDraft, value: Given, words: Given | None) -> None:
    if words is not None:
        given = replace(words, target=_MEASURE, field=field_of(TYPE_BY_TABLE["measure"], "name"))
        _slot(row, "measure").values["name"] = given
    _put(row, Target("measure_value", "actual"), value)


def _filled(row: RowDraft, value: Given, words: Given | None, table_map: TableMap) -> None:
    said = table_map.meanings.get(".measure", {})
    text = words.read.text.strip() if words is not None else ""
    meant = said.get(text)
    if meant == "":
        return
    table, _, key = (meant or "").partition(".")
    if table not in TYPE_BY_TABLE or key not in TYPE_BY_TABLE[table].__annotations__:
        sentence = f"It is not yet known which figure “{text}” is. Choose what it means."
        refused = Read(Says.REFUSED, value.read.text, value.read.typed, sentence=sentence)
        _slot(row, table_map.record).values["value"] = replace(value, read=refused)
        return
    _put(row, Target(table, key), value)


def _turned(row: RowDraft, words: Given, table_map: TableMap) -> None:
    """Make the amounts that a row has under years the figure that the row says they are."""
    text = words.read.text.strip()
    meant = table_map.meanings.get(".measure", {}).get(text)
    table, _, key = (meant or "").partition(".")
    for slot in [each for each in row.slots if each.table == _BY_YEAR.table and _BY_YEAR.key in each.values]:
        value = slot.values[_BY_YEAR.key]
        if meant == "":
            left = f"“{text}” is left out."
            read = Read(Says.LEFT_OUT, value.read.text, value.read.typed, sentence=left)
            slot.values[_BY_YEAR.key] = replace(value, read=read)
        elif table not in _OF_YEARS:
            why = f"“{text}” is no figure that is kept by year here. Choose what it means, or leave it out."
            read = Read(Says.REFUSED, value.read.text, value.read.typed, sentence=why)
            slot.values[_BY_YEAR.key] = replace(value, read=read)
        elif (table, key) != (_BY_YEAR.table, _BY_YEAR.key):
            del slot.values[_BY_YEAR.key]
            field = field_of(TYPE_BY_TABLE[table], key)
            given = replace(value, target=Target(table, key, year=slot.year), field=field)
            _year_slot(row, table, slot.year).values[key] = given
    row.slots[:] = [slot for slot in row.slots if slot.values or slot.owns]


def _year_slot(row: RowDraft, table: str, year: int) -> Slot:
    found = next((slot for slot in row.slots if (slot.table, slot.year) == (table, year)), None)
    if found is None:
        found = Slot(table=table, year=year, values={}, owns={})
        row.slots.append(found)
    return found


def _put(row: RowDraft, target: Target, value: Given) -> None:
    field = field_of(TYPE_BY_TABLE[target.table], target.key)
    if value.raw is not None:
        cell, style, way, unit = value.raw
        read = read_cell(cell, style, field, way=way, unit=unit, place=value.cell)
    else:
        read = read_text(value.read.typed, field)
    _slot(row, target.table).values[target.key] = replace(value, target=target, field=field, read=read)


def _slot(row: RowDraft, table: str) -> Slot:
    found = next((slot for slot in row.slots if slot.table == table and not slot.number), None)
    if found is None:
        found = Slot(table=table, values={}, owns={})
        row.slots.append(found)
    return found
