"""The council's own fields and their values, of the records that a report is about."""

from collections.abc import Iterator

from asc_desktop.domain.records.council import HOLDERS, OWN_KINDS, OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.domain.records.fields import FieldError, Record, Value, owner_field
from asc_desktop.domain.records.own import choices_of, read, words
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.views_own import OwnFieldReport, OwnValueReport

_ORDER = {kind.table: at for at, kind in enumerate(HOLDERS)}
_KINDS = dict(OWN_KINDS)


def own_field_section(context: ReportContext) -> tuple[OwnFieldReport, ...]:
    """Return the fields in use by type of record and in their order, each with what the report's records have in it."""
    fields = [own for own in context.records.all(OwnField) if not own.retired]
    fields.sort(key=lambda own: (_ORDER[own.record_table], own.position, own.label))
    return tuple(_field_report(context, own) for own in fields)


def read_by(records: Records) -> tuple[type[Record], ...]:
    """Return the types that the section reads: those with own fields, and what a record of them belongs to."""
    found: dict[type[Record], None] = dict.fromkeys((Programme, Theme, Project, OwnField, OwnValue))
    for own in records.all(OwnField):
        kind: type[Record] | None = TYPE_BY_TABLE[own.record_table]
        while kind is not None and kind not in found:
            found[kind] = None
            owner = owner_field(kind)
            kind = TYPE_BY_TABLE[owner.to] if owner is not None else None
    return tuple(found)


def _field_report(context: ReportContext, own: OwnField) -> OwnFieldReport:
    values = sorted(_values(context, own), key=lambda item: (item.ref, item.record, item.record_id))
    return OwnFieldReport(
        id=own.id,
        record_table=own.record_table,
        records=next(kind.plural for kind in HOLDERS if kind.table == own.record_table),
        label=own.label,
        kind=own.kind,
        kind_label=_KINDS[own.kind],
        choices=choices_of(own),
        help=own.help or "",
        in_pack=bool(own.in_pack),
        values=tuple(values),
    )


def _values(context: ReportContext, own: OwnField) -> Iterator[OwnValueReport]:
    programmes = {programme.id for programme in context.programmes}
    for kept in context.records.of(OwnValue, "own_field_id", own.id):
        record = context.records.about_of(kept)
        if record is None or not _is_shown(context, record, programmes):
            continue
        value = _value(own, kept)
        if value is not None:
            shown = words(own, kept.value)
            yield OwnValueReport(kept.id, record.id, record.ref, record.words(context.records), value, shown)


def _is_shown(context: ReportContext, record: Record, programmes: set[str]) -> bool:
    programme = programme_of(record, context.records)
    return programme is not None and programme.id in programmes


def _value(own: OwnField, kept: OwnValue) -> Value:
    """Return a value as its field has it; None where it is none of the field, which a check tells of."""
    try:
        return read(own, kept.value)
    except FieldError:
        return None
