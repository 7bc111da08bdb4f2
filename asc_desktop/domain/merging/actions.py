"""The actions that two copies of a portfolio exchange: one is a transaction of the journal with all of its entries."""

from msgspec import Struct

from asc_desktop.domain.records.fields import Value

SETTLED = "settled"
"""The kind of an action that says what a person chose where two copies disagreed. It counts as any action does."""
DERIVED = "derived"
"""The kind of an action that says what the rules made of a set. Each merge makes it anew out of the whole set, so that
copies agree in whatever order they are merged; nothing in it was chosen by anybody."""
UNDO, REDO = "undo", "redo"
OUTSIDE = "outside"
"""The kind of what another SQLite tool changed, which may insert over a row that is there."""

INSERT, UPDATE, DELETE, KEEP = "insert", "update", "delete", "keep"
"""What an entry does. Only settlements ``keep``: what was deleted is there again as it was."""

Order = tuple[int, str, str]


class Entry(Struct, frozen=True):
    """One row inserted, updated, deleted or kept; ``changes`` has the old and the new value of each changed column."""

    table: str
    row_id: str
    operation: str
    changes: dict[str, tuple[Value, Value]] = {}


class Action(Struct, frozen=True, kw_only=True):
    """One transaction of the journal; ``words`` is what it was called, ``at`` ISO text in UTC.

    ``target`` is the action that an undo takes back or a redo does again.
    """

    id: str
    clock: int
    replica: str
    at: str
    who: str
    words: str
    reason: str | None = None
    kind: str = "edit"
    target: str | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def order(self) -> Order:
        """Its place among all: an action comes after every one that was known where it was done."""
        return self.clock, self.replica, self.id
