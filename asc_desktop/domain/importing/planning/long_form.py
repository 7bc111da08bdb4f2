"""Tables in long form, whose rows say what their one value is of: a year or month, a measure, and the value."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.mapping import TableMap, Target
from asc_desktop.domain.importing.planning.rows import Given, RowDraft, Slot
from asc_desktop.domain.importing.planning.values import Read, Says, read_cell, read_text
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_MEASURE = Target("measure", "name")


def spread_long(rows: Sequence[RowDraft], table_map: TableMap) -> Sequence[RowDraft]:
    """Return the rows with each value where it belongs; those of any other table as they are.

    In a table of measures the words beside a value are a measure's name. In another they were said to mean a field,
    as ``savings_target.target_pence``; words of which nobody has said what they mean are refused.
    """
    if not any("value" in row.special for row in rows):
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
        sentence = f"Nobody has said which figure “{text}” is. Choose what it means."
        refused = Read(Says.REFUSED, value.read.text, value.read.typed, sentence=sentence)
        _slot(row, table_map.record).values["value"] = replace(value, read=refused)
        return
    _put(row, Target(table, key), value)


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
