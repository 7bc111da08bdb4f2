"""Who first said what a merge changed: the journal tells of the merge, and what was heard tells of them."""

from collections.abc import Iterable, Mapping

from asc_desktop.domain.merging.actions import DELETE, Action
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.services.session import Session
from asc_desktop.storage.actions import MERGE
from asc_desktop.storage.journal import JournalEntry

_ALL = 1_000_000
_Said = Mapping[tuple[str, str, str], Action]
"""By table, id and column, empty for the whole row, the action that said it last."""


class Heard:
    """Tells of entries of merges whose they are. Made for a look at the journal, and let go with it."""

    def __init__(self, session: Session) -> None:
        """Take the session; nothing is read before it is asked for."""
        self._session = session
        self._contents: dict[str, str] | None = None
        self._said: dict[str, _Said] = {}

    def said(self, entry: JournalEntry, key: str = "") -> Action | None:
        """Return the action that first said what a merge changed; None where it was no merge, or made it of both."""
        if entry.kind != MERGE:
            return None
        said = self._of(entry.transaction_id)
        return said.get((entry.table, entry.row_id, key)) or said.get((entry.table, entry.row_id, ""))

    def reason(self, entry: JournalEntry) -> str | None:
        """Return why what an entry tells of was done: for a merge, as whoever did it first said."""
        if entry.kind != MERGE:
            return entry.reason
        actions = (self.said(entry, key) for key in entry.changes)
        return next((action.reason for action in actions if action is not None and action.reason), None)

    def _of(self, transaction_id: str) -> _Said:
        if transaction_id not in self._said:
            content = self._names().get(transaction_id, "")
            self._said[transaction_id] = _last(self._session.store.copies.heard(content)) if content else {}
        return self._said[transaction_id]

    def _names(self) -> dict[str, str]:
        """Return the name under which what was heard is kept, by the merge that heard it."""
        if self._contents is None:
            entries = self._session.history(table=MergedCopy.table, limit=_ALL)
            self._contents = {
                entry.transaction_id: str(entry.changes["content"][1])
                for entry in entries
                if entry.kind == MERGE and entry.operation == "insert" and "content" in entry.changes
            }
        return self._contents


def people_heard(session: Session) -> set[str]:
    """Return everyone of whom the portfolio has heard by copies that were merged, by name."""
    contents = {item.content for item in session.records.all(MergedCopy)}
    return {action.who for content in contents for action in session.store.copies.heard(content)}


def _last(actions: Iterable[Action]) -> _Said:
    found: dict[tuple[str, str, str], Action] = {}
    for action in sorted(actions, key=lambda action: action.order):
        for entry in action.entries:
            if entry.operation != "update":
                found[entry.table, entry.row_id, ""] = action
            if entry.operation != DELETE:
                found |= {(entry.table, entry.row_id, key): action for key in entry.changes}
    return found
