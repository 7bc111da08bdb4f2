"""What the history lists: rows read from the journal page by page, their columns, and the change they are part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from asc_desktop.services.history import HistoryFilter, HistoryRow, done, history_page
from asc_desktop.services.history_index import HistoryIndex
from asc_desktop.services.session import Session
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Column, view_column

PAGE = 400
"""Changed records read at once."""
FOLDED_FROM = 12
"""A change of this many fields or more is shown folded."""
INDEXED_AT_ONCE = 250
"""Changed records of which the words are taken in at once: a few milliseconds."""
PIECES = 12
"""How many times as many where something is looked for."""
REST_AFTER = 10
"""Pages read unasked before the reader rests, where nothing is searched for."""


class HistoryReader:
    """Reads the journal backwards and keeps the rows that a filter lets through.

    What is searched for is found by an index of the journal's words, which is made a piece at a time while the page is
    looked at, and at once when something is looked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._filter = HistoryFilter()
        self._record_ids: Collection[str] | None = None
        self._before: int | None = None
        self._pages = 0
        self._index = HistoryIndex(session)
        self._found: list[int] | None = None
        """Where in the journal is what was looked for; None while the index is made, and where it is not asked."""
        self.rows: list[HistoryRow] = []
        self.read = 0
        """How many changed records were read."""
        self.is_exhausted = False

    @property
    def is_resting(self) -> bool:
        """Whether enough was read unasked: the rows are there, if folded."""
        return self._pages >= REST_AFTER and self._filter == HistoryFilter()

    @property
    def is_searching(self) -> bool:
        """Whether the rows are those that the index finds."""
        return self._filter != HistoryFilter() and self._record_ids is None

    @property
    def is_waiting(self) -> bool:
        """Whether what is looked for waits for the index."""
        return self.is_searching and self._found is None

    @property
    def found(self) -> int:
        """How many changed records were found."""
        return len(self._found or ())

    @property
    def indexed(self) -> int:
        """How many changed records the index knows."""
        return self._index.count

    def begin(self, wanted: HistoryFilter, record_ids: Collection[str] | None) -> None:
        """Start from the newest entry; of some records only where ids are given."""
        self._filter, self._record_ids = wanted, record_ids
        self._before, self._pages, self.read = None, 0, 0
        self._found = None
        self.rows = []
        self.is_exhausted = False
        self.read_page()

    def freshen(self) -> None:
        """Take in what was done since; what renames a record has the index made anew."""
        if self._index.count and not self._index.take_in_new():
            self._index = HistoryIndex(self._session)

    def read_ahead(self) -> bool:
        """Make a piece of the index; return whether more of it is to be made."""
        if not self._index.is_complete:
            self._index.read(INDEXED_AT_ONCE)
        return not self._index.is_complete

    def wake(self) -> None:
        """Read on, now that a person asks for it."""
        self._pages = 0

    def read_until(self, count: int) -> None:
        """Read until so many changed records are read."""
        while self.read < count and not self.is_exhausted and not self.is_waiting:
            self.read_page()

    def read_page(self) -> None:
        """Read the next page, if there is one; while the index is made, a piece of that."""
        if self.is_exhausted or (self.is_waiting and not self._has_found()):
            return
        found = self._found
        page = history_page(
            self._session,
            record_ids=self._record_ids,
            table=self._filter.table or None,
            before=self._before,
            limit=PAGE,
            sequences=found[self.read : self.read + PAGE] if found is not None else None,
        )
        self.rows += [row for row in page.rows if self._filter.passes(row)]
        self._pages += 1
        if found is not None:
            self.read = min(self.read + PAGE, len(found))
            self.is_exhausted = self.read == len(found)
            return
        self.read += page.entries
        self._before = page.before
        # Entries stand in the order of time, so that nothing before the first day follows.
        too_early = bool(page.rows) and page.rows[-1].day < self._filter.first_day
        self.is_exhausted = page.before is None or too_early

    def _has_found(self) -> bool:
        """Make a piece of the index; once it is whole, ask it, and return true."""
        for _ in range(PIECES):
            if not self.read_ahead():
                self._found = self._index.matching(self._filter)
                return True
        return False


def history_columns() -> list[Column]:
    """Return the columns; when and who stand in the heading of each change."""
    return [
        view_column("record", "Record", width=222, hint=lambda row: str(row.record)),
        view_column("field", "Field", width=134),
        view_column("old", "From", width=196, hint=lambda row: str(row.old)),
        view_column("new", "To", width=196, hint=lambda row: str(row.new)),
        # The file stands in the heading of the change.
        view_column("place", "Read from", width=124, hint=lambda row: str(row.read_from)),
        view_column("when", "When", width=146, read=_in_heading),
        view_column("by", "Who", width=100, read=_in_heading),
    ]


class ChangeGroups:
    """Gathers rows under the change that they are part of. Must know of rows before the table is given them."""

    def __init__(self) -> None:
        self._first: dict[str, HistoryRow] = {}
        self.grouping = Grouping(
            "Change", lambda row: str(row.transaction_id), self._label, lambda key, _: self._cells(key)
        )

    def know(self, rows: Sequence[HistoryRow]) -> set[str]:
        """Take in rows; return the changes that are large enough to be folded."""
        for row in rows:
            self._first[row.transaction_id] = row
        sizes = Counter(row.transaction_id for row in rows)
        return {key for key, size in sizes.items() if size >= FOLDED_FROM}

    def _label(self, key: str) -> str:
        return change_words(self._first[key])

    def _cells(self, key: str) -> dict[str, object]:
        row = self._first[key]
        return {"when": row.at, "by": row.who}


def change_words(row: HistoryRow) -> str:
    """Return what was done, and why where a closed period was corrected."""
    return f"{done(row)}. Correction: {row.reason}" if row.reason else done(row)


def _in_heading(_: HistoryRow) -> None:
    """Return nothing: the heading says it once for all its rows."""
