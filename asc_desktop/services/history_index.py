"""The words of every change of the journal, in memory: what a search of the history looks through.

    index = HistoryIndex(session)
    while not index.is_complete:
        index.read(500)
    index.matching(HistoryFilter(words="proactive reviews"))

A changed record is one line, with its words once and those of each changed field after them. It is read a piece at a
time, so that the window stays alive meanwhile; what is found is then read from the journal itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from asc_desktop.domain.dates import moment_label
from asc_desktop.domain.records.council import Origin, OwnValue
from asc_desktop.domain.records.fields import Field, Kind, Record, Value
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.history import (
    HistoryFilter,
    HistoryRow,
    record_label,
    rows_of,
    shown_fields,
    value_words,
)
from asc_desktop.services.importing.origins import BOOKKEEPING
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_PLAIN_KINDS = {"edit", "undo", "redo", "outside", "fixed", "upgrade"}
_VERBS = {"undo": "Undone: ", "redo": "Done again: "}


class _Line(Struct, frozen=True):
    """A changed record: ``text`` has, each on a line of its own, what is said of all of it and of each field."""

    sequence: int
    who: tuple[str, ...]
    table: str
    day: str
    text: str


class HistoryIndex:
    """Knows the words of the journal from its newest entry back to where it was read."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._imports = bool(session.records.all(Origin))
        """Whether anything was imported: then a line may also be found by where it was read from."""
        self._lines: list[_Line] = []
        """The newest first."""
        self._newest = 0
        self._before: int | None = None
        self._labels: dict[tuple[str, str], str] = {}
        self._said: dict[str, tuple[str, str]] = {}
        self._values: dict[tuple[str, str, Value], str] = {}
        self.is_complete = False

    @property
    def count(self) -> int:
        """How many changed records are known."""
        return len(self._lines)

    def read(self, most: int) -> None:
        """Read so many more changed records, older than those known."""
        entries = self._session.history(before=self._before, limit=most)
        self._lines += self._lines_of(entries)
        if entries:
            self._newest = max(self._newest, entries[0].sequence)
            self._before = entries[-1].sequence
        self.is_complete = len(entries) < most

    def take_in_new(self) -> bool:
        """Take in what was done since; return whether the words known are still right.

        What only reports figures of a month changes no record's words, and is added to what is known.
        """
        added: list[JournalEntry] = []
        before = None
        while True:
            entries = self._session.history(limit=_NEW, before=before)
            newer = [entry for entry in entries if entry.sequence > self._newest]
            added += newer
            if len(newer) < _NEW:
                break
            before = newer[-1].sequence
        if not all(self._changes_no_words(entry) for entry in added):
            return False
        self._lines[:0] = self._lines_of(added)
        self._newest = max([self._newest, *(entry.sequence for entry in added)])
        return True

    def matching(self, wanted: HistoryFilter) -> list[int]:
        """Return the sequences of the changed records of which a row passes a filter, the newest first."""
        words = wanted.words.casefold().split()
        last = wanted.last_day or "9999"
        found = []
        for line in self._lines:
            text = line.text
            if (
                all(word in text for word in words)
                and (not wanted.who or wanted.who in line.who)
                and wanted.table in {"", line.table}
                and wanted.first_day <= line.day <= last
                and (len(words) < 2 or _in_one_row(text, words))  # noqa: PLR2004 - one word is in one row anyway
            ):
                found.append(line.sequence)
        return found

    def _changes_no_words(self, entry: JournalEntry) -> bool:
        kind = TYPE_BY_TABLE[entry.table]
        return entry.kind in _PLAIN_KINDS and kind.in_months in {"reported", "ahead"} and not self._imports

    def _lines_of(self, entries: Sequence[JournalEntry]) -> list[_Line]:
        slow = [entry for entry in entries if not self._is_plain(entry)]
        rows: dict[int, list[HistoryRow]] = {}
        for row in rows_of(self._session, slow) if slow else ():
            rows.setdefault(int(row.id.split(":")[1]), []).append(row)
        found = (
            self._plain_line(entry)
            if self._is_plain(entry)
            else _line_of(entry, rows.get(entry.sequence, ()))
            for entry in entries
        )
        return [line for line in found if line is not None]

    def _is_plain(self, entry: JournalEntry) -> bool:
        """Whether an entry says all there is to know of it."""
        told_otherwise = entry.table in {ClosedVersion.table, OwnValue.table} or entry.table in BOOKKEEPING
        return entry.kind in _PLAIN_KINDS and not told_otherwise and not self._imports

    def _plain_line(self, entry: JournalEntry) -> _Line | None:
        known = shown_fields(TYPE_BY_TABLE[entry.table])
        day, said = self._said_of(entry)
        rows = [
            f"{field.label} {self._words(entry.table, field, old)} {self._words(entry.table, field, new)}"
            for key, (old, new) in entry.changes.items()
            if (field := known.get(key)) is not None
        ]
        if not rows:
            return None
        text = "\n".join((f"{said} {self._label(entry)}", *rows)).casefold()
        return _Line(entry.sequence, (entry.who,), entry.table, day, text)

    def _said_of(self, entry: JournalEntry) -> tuple[str, str]:
        """Return the day of a change, and what is said of all of it."""
        held = self._said.get(entry.transaction_id)
        if held is None:
            done = f"{_VERBS.get(entry.kind, '')}{entry.action}"
            said = f"{done} {entry.reason or ''} {entry.who} {moment_label(entry.at)}"
            held = self._said[entry.transaction_id] = (entry.at.astimezone().date().isoformat(), said)
        return held

    def _label(self, entry: JournalEntry) -> str:
        kind: type[Record] = TYPE_BY_TABLE[entry.table]
        place = (entry.table, entry.row_id)
        held = self._labels.get(place)
        if held is None:
            held = record_label(self._session, kind, entry)
            if self._session.records.find(kind, entry.row_id) is not None:
                self._labels[place] = held
        return held

    def _words(self, table: str, field: Field, value: Value) -> str:
        if value is None:
            return ""
        place = (table, field.key, value)
        held = self._values.get(place)
        if held is None:
            held = value_words(self._session, field, value).replace("\n", " ")
            if field.kind is not Kind.LONG_TEXT:
                self._values[place] = held
        return held


_NEW = 200
"""How many entries are looked at to see what was done since."""


def _in_one_row(text: str, words: Iterable[str]) -> bool:
    head, *rows = text.split("\n")
    return any(all(word in head or word in row for word in words) for row in rows)


def _line_of(entry: JournalEntry, rows: Sequence[HistoryRow]) -> _Line | None:
    """Return the line of what is told by more than its entry, such as where it was read from."""
    if not rows:
        return None
    told = [
        " ".join((row.action, row.merged, row.record, row.field, row.old, row.new, row.reason, row.who, row.at,
                  _VERBS.get(row.kind, ""), row.read_from)).replace("\n", " ")
        for row in rows
    ]  # fmt: skip
    who = tuple(dict.fromkeys(row.who for row in rows))
    return _Line(entry.sequence, who, rows[0].table, rows[0].day, "\n".join(("", *told)).casefold())
