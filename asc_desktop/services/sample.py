"""The sample portfolio, built from the reviewable tables in ``resources/sample``.

Each file is a CSV of the table that it is called after, in British words: money in pounds, years as 2024/25, and the
names or refs of other records in place of ids. A column is named after the field that it fills, without the ending
``_pence`` or ``_id``. Other tables name a row by its ``key`` where the file has such a column, else by its reference or
its name. Every cell is checked as if typed.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from asc_desktop._paths import resource_path
from asc_desktop.domain.dates import DateError, parse_year
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Portfolio, SavingsTarget
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.frozen import FrozenReport, pack
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import canonical_text, sha256_of
from asc_desktop.services.sample_forms import forms_sent

_IDS = UUID("5c0a1e6e-5a0b-5d0c-9b1e-4a5c7e5d1a7a")
"""The namespace of the sample's ids, so that the same row has the same id in every copy."""

_KEY = "key"
_ORDER = "position"
"""The order in lists is the order of the rows."""


class SampleError(ValueError):
    """A cell of the sample that cannot be read; the text says where and why."""


_NAMED = {field.to for kind in RECORD_TYPES for field in fields_of(kind) if field.to}
"""The tables of which others name rows."""


def sample_portfolio() -> tuple[list[Record], list[FrozenReport]]:
    """Return every record of the sample portfolio, parents before children, with the same ids every time.

    Also what is kept with them: the reports that its snapshots froze, and the forms by which updates were asked for.
    Raises SampleError where a cell of the tables is wrong, which is a fault in what was shipped.
    """
    return _with_content(_read_folder(resource_path("sample")))


def _read_folder(folder: Path) -> list[Record]:
    ids: dict[tuple[str, str], str] = {}
    records: list[Record] = []
    for kind in RECORD_TYPES:
        rows = enumerate(_rows(folder, kind))
        records.extend(_record(kind, place, row, ids, order) for order, (place, row) in rows)
    return records


def _with_content(records: list[Record]) -> tuple[list[Record], list[FrozenReport]]:
    """Return the records with what is kept of them: of each snapshot its report, of each request its form.

    Both are made of what the other records tell.
    """
    tables: dict[str, list[Record]] = {}
    for record in records:
        tables.setdefault(record.table, []).append(record)
    held = Records(tables)
    found: list[Record] = []
    frozen: list[FrozenReport] = []
    forms = forms_sent(held, lambda words: str(uuid5(_IDS, words)))
    for record in records:
        if isinstance(record, UpdateRequest):
            found.append(replace(record, content=forms[record.form].id))
        elif isinstance(record, Snapshot):
            report = build_report(held, Scope(record.programme_id, record.period))
            text = canonical_text(replace(report, period_open=False))
            frozen.append(pack(text))
            found.append(replace(record, content=frozen[-1].id, sha256=sha256_of(text)))
        else:
            found.append(record)
    return found, [*frozen, *forms.values()]


def _rows(folder: Path, kind: type[Record]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with the words that say where it stands; none of what only the program writes."""
    file = f"{kind.table}.csv"
    if all(field.hidden for field in fields_of(kind)):
        return
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for row in reader:
            place = f"{file}, line {reader.line_num}"
            if None in row or None in row.values():
                raise SampleError(f"{place}: the row has not as many cells as the heading.")
            if kind is SavingsTarget:
                yield from ((place, target) for target in _targets_by_year(place, row))
            else:
                yield place, row


def _targets_by_year(place: str, row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield one target for each year of a row; an empty cell is a year without one."""
    for heading, cell in row.items():
        if heading == "line" or not cell.strip():
            continue
        try:
            parse_year(heading)
        except DateError as error:
            raise SampleError(f"{place}: {error}") from error
        yield {"line": row["line"], "year": heading, "target": cell}


def _record(
    kind: type[Record], place: str, row: Mapping[str, str], ids: dict[tuple[str, str], str], order: int
) -> Record:
    fields = {_heading(field, row): field for field in fields_of(kind)}
    unknown = [heading for heading in row if heading not in fields and heading != _KEY]
    if unknown:
        raise SampleError(f"{place}: {kind.noun} has no field “{unknown[0]}”.")
    values = {
        field.key: _value(place, field, row[heading], ids)
        for heading, field in fields.items()
        if heading in row
    }
    if any(field.key == _ORDER for field in fields.values()):
        values.setdefault(_ORDER, order)
    if kind.names_by_id:
        # The one field that names a record of any table.
        values["record_id"] = _id_of(place, fields["record"], row["record_table"], row["record"].strip(), ids)
    name = _name(kind, row)
    known = (kind.table, name)
    if known in ids:
        raise SampleError(f"{place}: there are two rows for “{name}”.")
    ids[known] = Portfolio.table if kind is Portfolio else str(uuid5(_IDS, "\n".join(known)))
    make: Any = kind  # mypy knows the fields of no record in particular
    made: Record = make(id=ids[known], **values)
    return made


def _heading(field: Field, row: Mapping[str, str]) -> str:
    """Return the heading that stands for a field: its key, or its key without ``_pence`` or ``_id``."""
    short = field.key.removesuffix("_pence").removesuffix("_id")
    return short if short in row and field.key not in row else field.key


def _name(kind: type[Record], row: Mapping[str, str]) -> str:
    """Return the words by which other tables name a row, or all of it where they name none."""
    names = (_KEY, "ref", "name") if kind.table in _NAMED else (_KEY,)
    return next((row[column].strip() for column in names if column in row), " / ".join(row.values()))


def _value(place: str, field: Field, cell: str, ids: Mapping[tuple[str, str], str]) -> Value:
    try:
        value = field.parse(cell)
    except FieldError as error:
        raise SampleError(f"{place}, {field.label}: {error.sentence}") from error
    if not field.to or value is None:
        return value
    names = [str(value)] if field.kind is Kind.REFERENCE else str(value).split(";")
    return ",".join(_id_of(place, field, field.to, name.strip(), ids) for name in names)


def _id_of(place: str, field: Field, table: str, name: str, ids: Mapping[tuple[str, str], str]) -> str:
    found = ids.get((table, name))
    if found is None:
        raise SampleError(f"{place}, {field.label}: there is no {table.replace('_', ' ')} “{name}”.")
    return found
