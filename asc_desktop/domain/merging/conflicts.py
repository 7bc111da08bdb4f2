"""What two copies disagree in, and what a person may choose."""

from typing import Literal

from msgspec import Struct

from asc_desktop.domain.records.fields import Value

ConflictKind = Literal["both", "deleted", "slot", "name", "over", "closed"]
"""In turn: one field has two values; one side deleted what the other changed or added to; one thing was reported twice,
where its values differ; two things have one name; a rule is broken by both together; a closed month was changed."""
Take = Literal["ours", "theirs", "newest", "value"]
Rule = Literal["ours", "theirs", "newest"]


class Said(Struct, frozen=True):
    """One side's value of a field: as stored, as it reads, by whom and when (ISO text in UTC)."""

    value: Value
    words: str
    who: str
    at: str


class Conflict(Struct, frozen=True, kw_only=True):
    """One thing to settle. ``key`` names it in ``settle``, the same each time two copies are compared.

    ``field`` is empty where it is about the whole record. ``ours`` or ``theirs`` is None where that side says nothing.
    ``before`` is what both knew. ``others`` are what else goes or stays with it, in words. ``suggested`` is what the
    rules put where nothing is chosen, such as another reference. What ``may_be_left`` can be merged as it is.
    ``needs_reason`` is for a closed month, which the other side's value corrects; ``closed_by`` is the side that closed
    it, where both say something, and ``month`` the month.
    """

    key: str
    kind: ConflictKind
    table: str
    record_id: str
    record_words: str
    label: str
    sentence: str
    field: str = ""
    ours: Said | None = None
    theirs: Said | None = None
    before: Value = None
    others: tuple[str, ...] = ()
    suggested: Value = None
    may_be_left: bool = False
    needs_reason: bool = False
    closed_by: Literal["", "ours", "theirs"] = ""
    month: str = ""


class Choice(Struct, frozen=True):
    """How a conflict is settled: by a side, by what the rules make of both, or by a value that was typed."""

    take: Take
    value: Value = None
    reason: str = ""


def corrects(conflict: Conflict, choice: Choice) -> bool:
    """Whether a choice takes a change to a month that the other side closed, which needs a reason."""
    if not conflict.needs_reason:
        return False
    if conflict.closed_by:
        return choice.take != conflict.closed_by
    left_out = {"ours": conflict.ours, "theirs": conflict.theirs}
    return left_out.get(choice.take, choice) is not None
