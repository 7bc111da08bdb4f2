"""The words in which a merge tells of records and of values, and of who said them."""

from datetime import datetime

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.conflicts import Said
from asc_desktop.domain.merging.fold import Key, Row
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of
from asc_desktop.domain.records.own import words as own_words
from asc_desktop.domain.records.place import leader
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import shortened

_LONGEST = 120


def record_of(key: Key, row: Row) -> Record:
    """Return a row as the record that it is."""
    # A row has its columns in the order of the record's fields.
    return TYPE_BY_TABLE[key[0]](key[1], *row.values.values())


def record_words(record: Record, records: Records) -> str:
    """Return the words for a record after those of what it belongs to: ``P-012 Reablement, June 2024, 2024/25``."""
    if isinstance(record, OwnValue):
        named = records.about_of(record)
        return record_words(named, records) if named is not None else record.noun
    words = shortened(record.words(records), _LONGEST) or record.noun
    owner = records.owner_of(record)
    if owner is None or record.ref or (record.page and not leader(record, records)):
        return words
    of = record_words(owner, records)
    return words if words.startswith(of) else f"{of}, {shortened(record.own_words(records)) or record.noun}"


def label_of(record: Record, key: str, records: Records) -> str:
    """Return the label of a field of a record; of a value of the council's own, that of its field."""
    if isinstance(record, OwnValue) and key == "value":
        own = records.find(OwnField, record.own_field_id)
        return own.label if own is not None else record.noun.capitalize()
    return field_of(type(record), key).label


def value_words(record: Record, key: str, value: Value, records: Records) -> str:
    """Return a stored value in words, ``nothing`` where there is none."""
    field = field_of(type(record), key)
    if isinstance(record, OwnValue) and key == "value":
        own = records.find(OwnField, record.own_field_id)
        return shortened(own_words(own, str(value or "")) if own is not None else str(value or ""))
    return shortened(_words(field, value, records)) or "nothing"


def _words(field: Field, value: Value, records: Records) -> str:
    if field.kind is Kind.MONEY and isinstance(value, int):
        return format_pounds(value)
    return records.words_of(field, value)


def by_whom(one: Said) -> str:
    """Return who said something and when: ``Finance officer, 3 Jun 2024``."""
    day = datetime.fromisoformat(one.at).astimezone().date().isoformat()
    return f"{one.who}, {date_label(day)}"


def said(value: Value, words: str, action: Action) -> Said:
    """Return what an action said."""
    return Said(value, words, action.who, action.at)


def in_line(label: str) -> str:
    """Return a label as it stands within a sentence: ``forecast``, and ``RAG override`` as it is."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
