"""What a merge brings in, in words: each record added or deleted, and each field changed."""

from collections.abc import Iterator

from msgspec import Struct

from asc_desktop.domain.merging.actions import Action
from asc_desktop.domain.merging.fold import Key
from asc_desktop.domain.merging.mending import Mended
from asc_desktop.domain.merging.shape import is_silent
from asc_desktop.domain.merging.words import label_of, record_words, value_words
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record, fields_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE


class Incoming(Struct, frozen=True, kw_only=True):
    """One thing that comes in: a record added or deleted (``label`` is empty), or one field of it changed, in words.

    ``what`` is ``added``, ``changed`` or ``deleted``. Nobody is named where the rules did it, such as a new reference.
    """

    table: str
    record_id: str
    record_words: str
    noun: str
    what: str
    label: str = ""
    old: str = ""
    new: str = ""
    who: str = ""
    at: str = ""


def incoming(key: Key, before: Records, after: Records, mended: Mended) -> Iterator[Incoming]:
    """Yield what comes in of one record."""
    kind = TYPE_BY_TABLE[key[0]]
    old, new, row = before.find(kind, key[1]), after.find(kind, key[1]), mended.row(key)
    record = new or old
    if record is None or row is None or is_silent(key[0]):
        return
    words = record_words(record, after if new is not None else before)
    if old is None or new is None:
        yield _told(key, record, words, "added" if old is None else "deleted", by=row.life)
        return
    for column in (field.key for field in fields_of(kind) if not field.hidden):
        was, now = getattr(old, column), getattr(new, column)
        if was != now:
            is_renamed = mended.renamed.get(key, ("", key))[0] == column
            yield _told(
                key,
                record,
                words,
                "changed",
                label=label_of(record, column, after),
                old=value_words(old, column, was, before),
                new=value_words(new, column, now, after),
                by=None if is_renamed else row.set_by.get(column),
            )


def _told(
    key: Key,
    record: Record,
    words: str,
    what: str,
    *,
    label: str = "",
    old: str = "",
    new: str = "",
    by: Action | None,
) -> Incoming:
    return Incoming(
        table=key[0],
        record_id=key[1],
        record_words=words,
        noun=record.noun,
        what=what,
        label=label,
        old=old,
        new=new,
        who=by.who if by is not None else "",
        at=by.at if by is not None else "",
    )
