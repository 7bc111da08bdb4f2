"""What a table says of itself to whoever reads a pasted block for it, and the words for what was read. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from asc_desktop.domain.pasting.reading import Reading
from asc_desktop.domain.pasting.table import CellState, Option, PasteColumn, PasteRow, PasteTable
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.editing import CellEdit
from asc_desktop.services.new_rows import NewRows, RowTexts
from asc_desktop.services.session import Session
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.record_table import RecordTableModel

_REFERENCES: Final = ("ref", "reference")
_NAMES: Final = (
    "name", "subject", "description", "action", "title", "supplier", "label", "line", "project", "period", "month",
    "year",
)  # fmt: skip
"""Keys of columns by which a person knows a row, the likeliest first."""
_READ_AS_VALUES: Final = frozenset({Kind.PERIOD, Kind.YEAR, Kind.DATE})


def paste_table(
    model: RecordTableModel,
    *,
    shown: Sequence[int],
    across: Sequence[int],
    places: Sequence[str],
    session: Session | None,
    new_rows: NewRows | None,
) -> PasteTable:
    """Return a table as a block is to be read for it.

    ``shown`` are the columns in sight, ``across`` those from the anchor on and ``places`` the rows from it on, in the
    order shown. Without a session nothing new can be made of rows.
    """
    order = [*shown, *(at for at in range(len(model.columns)) if at not in shown)]
    columns = [model.column(at) for at in order]
    makes = new_rows if session is not None else None
    new_fields = {field.key: field for field in makes.fields} if makes is not None else {}
    known = {column.key for column in columns}
    records = session.records if session is not None else None
    own = {field.label: field.key for field in new_fields.values() if field.key not in known}
    # What a table only shows of another record, such as a project's name, is what a new record is given.
    given = {
        column.key: own[column.label] for column in columns if not column.editable and column.label in own
    }
    reference = next((key for key in _REFERENCES if key in known), makes.reference if makes else "")
    # A month or a year that can be edited is what a row holds, and not what it is known by.
    naming = known - {column.key for column in columns if column.editable and column.kind in _READ_AS_VALUES}
    name = next((key for key in _NAMES if key in naming), makes.name if makes else "")
    if makes is not None and makes.title in set(new_fields) - known and name not in new_fields:
        given[name] = makes.title
    described = [
        _column(model, column, records, is_for_new=column.key in new_fields)
        for column in columns
        if column.key not in given
    ]
    if makes is not None and session is not None:
        shows = {given[column.key]: column for column in columns if column.key in given}
        described += [
            _new_column(model, makes, session, field, shows.get(field.key))
            for field in new_fields.values()
            if field.key not in known
        ]
    return PasteTable(
        columns=tuple(described),
        across=tuple(given.get(key, key) for key in (model.column(at).key for at in across)),
        rows=_rows(model, columns, reference, name, _owners(makes, session)),
        places=tuple(places),
        noun=makes.noun if makes else "row",
        plural=makes.plural if makes else "rows",
        reference=reference,
        name=given.get(name, name),
        group=makes.group if makes else "",
        owner=makes.owner if makes else "",
        totals=frozenset(
            group.label for at in range(model.rowCount()) if (group := model.group_at(at)) is not None
        ),
        can_make=makes is not None,
        is_taken=_taken(makes, session),
        named=_named(columns, name),
    )


def as_new_rows(table: PasteTable, new_rows: NewRows) -> PasteTable:
    """Return a table for a block every row of which is to be a new record, in the order of the records' own fields."""
    return PasteTable(
        columns=table.columns,
        across=tuple(field.key for field in new_rows.fields),
        rows=table.rows,
        places=(),
        noun=table.noun,
        plural=table.plural,
        reference=new_rows.reference or table.reference,
        name=new_rows.name or table.name,
        group=table.group,
        owner=table.owner,
        totals=table.totals,
        can_make=True,
        is_taken=table.is_taken,
        named=table.named,
    )


def cell_edits(reading: Reading) -> list[CellEdit]:
    """Return the edits of records that the table has."""
    return [CellEdit(*edit) for edit in reading.edits]


def row_texts(reading: Reading) -> list[RowTexts]:
    """Return the new rows as whoever makes them reads them."""
    fields = {column.key: column.field for column in reading.table.columns}
    return [
        {
            cell.key: _canonical(fields[cell.key], cell.new)
            for cell in row.cells
            if cell.state is CellState.BECOMES
        }
        for row in reading.new_rows
    ]


def value_words(column: Column | None, described: PasteColumn, value: Value) -> str:
    """Return the words for a value, as the table shows them."""
    if value is None or value == "":
        return ""
    if column is not None and (column.words is not None or column.kind is not Kind.REFERENCE):
        return column.text_of(value)
    if described.field.kind in {Kind.REFERENCE, Kind.CHOICE}:
        options = described.options("")
        return next((option.words for option in options if option.value == value), str(value))
    return described.field.format(value)


# ------------------------------------------------------------------------------------------------------- inside


def _column(
    model: RecordTableModel, column: Column, records: Records | None, *, is_for_new: bool
) -> PasteColumn:
    def options(row_id: str) -> Sequence[Option]:
        return _options(model.options(column, model.find(row_id)), column.field, records)

    def shown(row_id: str) -> tuple[str, ...]:
        row = model.find(row_id)
        return (column.text(row), column.copied(column.read(row)))

    def carried(row_id: str) -> bool:
        row = model.find(row_id)
        return column.carried is not None and row is not None and column.carried(row)

    return PasteColumn(
        key=column.key,
        label=column.label,
        field=column.field,
        band=column.band,
        unit=column.unit_label,
        options=cache(options),
        stored=lambda row_id: column.read(model.find(row_id)),
        shown=shown,
        can_edit=lambda row_id: model.can_edit_row(row_id, column),
        carried=carried,
        is_for_new=is_for_new,
    )


def _new_column(
    model: RecordTableModel, makes: NewRows, session: Session, field: Field, shows: Column | None
) -> PasteColumn:
    """Return the column of a field that the table does not have: new records are given it, others keep theirs.

    ``shows`` is the column in which the table shows it all the same.
    """
    every = cache(lambda: _options(makes.options(session, field), field, session.records))

    def stored(row_id: str) -> Value:
        held = _held(model.find(row_id), field.key)
        return held if held is not None else getattr(session.records.with_id(row_id), field.key, None)

    def shown(row_id: str) -> tuple[str, ...]:
        value = stored(row_id)
        seen = (shows.text(model.find(row_id)),) if shows is not None else ()
        if field.kind not in {Kind.REFERENCE, Kind.CHOICE}:
            return (*seen, field.format(value), str(value))
        option = next((each for each in every() if each.value == value), None)
        return (*seen, option.value, option.words, *option.names) if option is not None else (*seen, "")

    return PasteColumn(
        key=field.key,
        label=field.label,
        field=field,
        options=lambda _row_id: every(),
        stored=stored,
        shown=shown,
        can_edit=lambda _row_id: False,
        is_for_new=True,
    )


def _held(row: Any, key: str) -> Value:
    """Return what a row's record holds, where the row has its record or the field itself."""
    value: Value = getattr(getattr(row, "record", row), key, None)
    return value


def _options(pairs: Sequence[tuple[str, str]], field: Field, records: Records | None) -> tuple[Option, ...]:
    """Return what a field may be, with what else a record is called, and a status's letter and colour."""
    kind = TYPE_BY_TABLE.get(field.to)
    if records is None or kind is None:
        return tuple(Option(value, words) for value, words in pairs)
    found = []
    for value, words in pairs:
        record = records.find(kind, value)
        names = filter(None, (records.title(field.to, value), str(getattr(record, "ref", ""))))
        letter, rag = (record.letter, record.rag) if isinstance(record, DeliveryStatus) else ("", "")
        found.append(Option(value, words, letter, rag, tuple(names)))
    return tuple(found)


def _owners(makes: NewRows | None, session: Session | None) -> Callable[[Any], tuple[str, ...]]:
    """Return what gives the names of the record that a row is a part of."""
    field = next((each for each in makes.fields if each.key == makes.owner), None) if makes else None
    if makes is None or session is None or field is None:
        return lambda _row: ()
    names = {
        each.value: (each.value, each.words, *each.names)
        for each in _options(makes.options(session, field), field, session.records)
    }
    return lambda row: names.get(str(_held(row, field.key)), ())


def _rows(
    model: RecordTableModel,
    columns: Sequence[Column],
    reference: str,
    name: str,
    owners: Callable[[Any], tuple[str, ...]],
) -> tuple[PasteRow, ...]:
    by_key = {column.key: column for column in columns}

    def words(key: str, row: Any) -> str:
        column = by_key.get(key)
        if column is None:
            return ""
        value = column.read(row)
        return str(value) if isinstance(value, str | int) and column.chip is None else column.text(row)

    def also(row: Any) -> tuple[str, ...]:
        if reference in by_key:
            return ()
        return tuple(filter(None, (getattr(row, "ref", ""), getattr(row, "label", ""))))

    return tuple(
        PasteRow(row.id, words(reference, row), words(name, row), owners(row), also(row))
        for row in model.rows
    )


def _named(columns: Sequence[Column], name: str) -> Callable[[str], str]:
    """Return what turns a text into a name as rows have it: a month, a year or a day however it is spelled."""
    field = next((column.field for column in columns if column.key == name), None)
    if field is None or field.kind not in _READ_AS_VALUES:
        return str
    read = field.parse

    def named(text: str) -> str:
        return str(read(text))

    return named


def _taken(makes: NewRows | None, session: Session | None) -> Callable[[str, str], bool]:
    if makes is None or session is None:
        return lambda _reference, _name: False
    return lambda reference, name: makes.existing(session, reference, name) is not None


def _canonical(field: Field, value: Value) -> str:
    """Return a value as text that its field, in whatever unit it is shown, reads as the same."""
    if value is None:
        return ""
    if field.kind is Kind.MONEY and isinstance(value, int):
        pounds, pence = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}£{pounds}.{pence:02d}"
    try:
        return str(value) if field.parse(str(value)) == value else field.format(value)
    except FieldError:
        return field.format(value)
