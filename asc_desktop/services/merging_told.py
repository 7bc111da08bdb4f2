"""A merge as plain figures, for the command line's JSON. ``docs/merge-json.md`` describes every key.

The shape is kept from release to release, whatever becomes of the structures that it is made from.
"""

from msgspec import Struct

from asc_desktop.domain.merging.conflicts import Conflict, Said
from asc_desktop.domain.records.fields import Value
from asc_desktop.services.merging import Applied, CopyMerge

VERSION = 1


class ToldSaid(Struct, frozen=True):
    """What one side says."""

    value: Value
    words: str
    who: str
    at: str


class ToldConflict(Struct, frozen=True):
    """One thing that the two copies disagree in."""

    key: str
    kind: str
    table: str
    id: str
    words: str
    field: str
    label: str
    sentence: str
    ours: ToldSaid | None
    theirs: ToldSaid | None
    before: Value
    others: tuple[str, ...]
    suggested: Value
    may_be_left: bool
    needs_reason: bool
    settled: str


class ToldChange(Struct, frozen=True):
    """One thing that comes in."""

    table: str
    id: str
    words: str
    what: str
    label: str
    old: str
    new: str
    who: str
    at: str


class ToldMerge(Struct, frozen=True):
    """All of a merge: what it would do, or did."""

    format: str
    version: int
    file: str
    whose: str
    new_actions: int
    applied: bool
    action: str
    sentence: str
    unsettled: int
    conflicts: tuple[ToldConflict, ...]
    comes_in: tuple[ToldChange, ...]
    told: tuple[str, ...]


def told_merge(merge: CopyMerge, applied: Applied | None = None) -> ToldMerge:
    """Return a merge as it is told; ``applied`` once it was done."""
    return ToldMerge(
        format="asc-desktop-merge",
        version=VERSION,
        file=merge.file,
        whose=merge.whose,
        new_actions=merge.new_actions,
        applied=applied is not None and bool(applied.action),
        action=applied.action if applied else "",
        sentence=applied.sentence if applied else "",
        unsettled=len(merge.unsettled),
        conflicts=tuple(_conflict(merge, conflict) for conflict in merge.conflicts),
        comes_in=tuple(
            ToldChange(
                table=row.table,
                id=row.record_id,
                words=row.record_words,
                what=row.what,
                label=row.label,
                old=row.old,
                new=row.new,
                who=row.who,
                at=row.at,
            )
            for row in merge.comes_in
        ),
        told=merge.told,
    )


def _conflict(merge: CopyMerge, conflict: Conflict) -> ToldConflict:
    choice = merge.choices.get(conflict.key)
    return ToldConflict(
        key=conflict.key,
        kind=conflict.kind,
        table=conflict.table,
        id=conflict.record_id,
        words=conflict.record_words,
        field=conflict.field,
        label=conflict.label,
        sentence=conflict.sentence,
        ours=_said(conflict.ours),
        theirs=_said(conflict.theirs),
        before=conflict.before,
        others=conflict.others,
        suggested=conflict.suggested,
        may_be_left=conflict.may_be_left,
        needs_reason=conflict.needs_reason,
        settled=choice.take if choice else "",
    )


def _said(said: Said | None) -> ToldSaid | None:
    return ToldSaid(value=said.value, words=said.words, who=said.who, at=said.at) if said else None
