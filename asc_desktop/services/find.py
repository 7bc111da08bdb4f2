"""Find anything: projects, exceptions, themes and what else has a name, by the beginnings of its words.

Every typed word must begin a word of what is found, in its title or in the words beside it. Where nothing does, a word
that stands inside another and a word with one slip of the keyboard will do.
"""

import heapq
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of
from asc_desktop.domain.records.own import words as read_words
from asc_desktop.domain.records.place import leader, programme_of, project_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.words import shortened

_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
_SHORTEST_TYPO = 4
"""A word of fewer letters is not taken for another with a slip."""
_LONGEST_NAME = 12
"""A title of more words is a sentence, in which scattered words say less."""
_LONGEST_OWN = 60
"""Of a longer text only the beginning is looked in."""

_START, _RUN, _TITLE, _MIXED, _BESIDE, _INSIDE, _TYPO = range(7)
"""How well words fit, the best first."""


class Hit(Struct, frozen=True):
    """Something found: what it is, its title, and words that tell it from others of the same name.

    ``kind`` is the record's table, or ``command``. ``ref`` is a project's. ``programme_id`` is empty where it belongs
    to none.
    """

    id: str
    kind: str
    label: str
    title: str
    context: str
    programme_id: str = ""
    ref: str = ""

    @property
    def heading(self) -> str:
        """The title, after the reference if there is one."""
        return f"{self.ref} {self.title}".strip()


_Entry = tuple[Hit, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Finder:
    """Everything that can be found and the words that it is found by, taken in once: a key looks up what it finds."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._entries: list[_Entry] = []
        self._by_word: dict[str, set[int]] = {}
        """By word, where the entries are that have it."""
        self._take(hits)

    def with_more(self, hits: Iterable[Hit]) -> "Finder":
        """Return what finds these too, after the others."""
        more = Finder(())
        more._entries = list(self._entries)
        more._by_word = {word: set(places) for word, places in self._by_word.items()}
        more._take(hits)
        return more

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best matches first, at most ``limit``; those that fit as well stand as they were given."""
        typed = words_of(text)
        if not typed:
            return []
        found = self._scored(typed, self._begun, _prefix_score) or self._scored(
            typed, self._like, _loose_score
        )
        return [hit for _, _, hit in heapq.nsmallest(limit, found, key=itemgetter(0, 1))]

    def _take(self, hits: Iterable[Hit]) -> None:
        for hit in hits:
            entry = (hit, words_of(hit.ref), words_of(hit.title), words_of(f"{hit.label} {hit.context}"))
            for word in {*entry[1], *entry[2], *entry[3]}:
                self._by_word.setdefault(word, set()).add(len(self._entries))
            self._entries.append(entry)
        self._words = sorted(self._by_word)

    def _begun(self, part: str) -> list[str]:
        """Return the words that begin with what was typed."""
        first = bisect_left(self._words, part)
        return list(takewhile(lambda word: word.startswith(part), islice(self._words, first, None)))

    def _like(self, part: str) -> list[str]:
        """Return the words that have what was typed in them, or nearly begin with it."""
        return [word for word in self._words if part in word or _is_slip(part, word)]

    def _scored(
        self,
        typed: tuple[str, ...],
        words_for: Callable[[str], Iterable[str]],
        score_of: Callable[[tuple[str, ...], _Entry], int | None],
    ) -> list[tuple[int, int, Hit]]:
        places = set.intersection(
            *(set[int]().union(*(self._by_word[word] for word in words_for(part))) for part in typed)
        )
        scored = ((score_of(typed, self._entries[at]), at) for at in places)
        return [(score, at, self._entries[at][0]) for score, at in scored if score is not None]


def find(records: Records, words: str, limit: int = 20) -> list[Hit]:
    """Return the records that the words find, the best first. ``Finder`` is for one who asks again and again."""
    return Finder(record_hits(records)).find(words, limit)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparison; ``P-033`` is ``p`` and ``033``."""
    return tuple(_WORDS.findall(text.casefold()))


def hits_in_view(shown: Records, now: Records, month: str) -> list[Hit]:
    """Return what can be found while a month is looked at: what it shows, then what is there now under other words.

    ``month`` is that month in words. What it does not show says so.
    """
    found = record_hits(shown)
    if shown is now:
        return found
    then = {hit.id: hit.heading for hit in found}
    for hit in record_hits(now):
        if hit.id not in then:
            found.append(replace(hit, context=_joined([f"Not in {month}", hit.context])))
        elif then[hit.id] != hit.heading:
            found.append(replace(hit, context=_joined([f"{then[hit.id]} in {month}", hit.context])))
    return found


def record_hits(records: Records) -> list[Hit]:
    """Return everything of a portfolio that can be found: projects first."""
    kinds = sorted(
        (kind for kind in RECORD_TYPES if kind.found_by is not None), key=lambda kind: kind is not Project
    )
    several = len(records.all(Programme)) > 1
    hits: list[Hit] = []
    for kind in kinds:
        held = [record for record in records.all(kind) if not _is_archived(record, records)]
        held.sort(
            key=lambda record: (
                record.is_past,
                record.position,
                leader(record, records),
                record.own_words(records),
            )
        )
        hits += [_hit(record, records, several=several) for record in held]
    return hits


def _is_archived(record: Record, records: Records) -> bool:
    """Whether a record is archived, or of an archived project; such a project itself is found."""
    project = project_of(record, records)
    return bool(project is not record and (record.archived or (project and project.archived)))


def _hit(record: Record, records: Records, *, several: bool) -> Hit:
    kind, programme = type(record), programme_of(record, records)
    beside = [_words(field_of(kind, key), record, records) for key in kind.found_by or ()]
    beside += _own_words(record, records)
    if several and programme is not None and programme is records.owner_of(record):
        beside.append(programme.name)
    title = " ".join(record.own_words(records).split())
    return Hit(
        record.id, kind.table, kind.noun.capitalize(), title, _joined(beside), programme.id if programme else "",
        record.ref,
    )  # fmt: skip


def _own_words(record: Record, records: Records) -> list[str]:
    """Return what a record has in the council's own fields that are in use; yes or no by the field's label."""
    found = []
    for held in records.of(OwnValue, "record_id", record.id) if record.takes_own_fields else ():
        own = records.find(OwnField, held.own_field_id)
        if own is None or own.retired:
            continue
        if own.kind == "flag":
            found.append(own.label if held.value == "1" else "")
        else:
            found.append(shortened(read_words(own, held.value), _LONGEST_OWN))
    return found


def _words(field: Field, record: Record, records: Records) -> str:
    """Return what a field says beside a record; a flag by its label, a period after its label."""
    value: Value = getattr(record, field.key)
    named = records.named(field, value) if field.kind is Kind.REFERENCE else None
    if named is not None:
        return named.words(records)
    if field.kind in {Kind.FLAG, Kind.PERIOD} and value:
        return field.label if field.kind is Kind.FLAG else f"{field.label} {field.format(value)}"
    return field.format(value or None)


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _prefix_score(typed: tuple[str, ...], entry: _Entry) -> int | None:
    """Return how well words begin those of a hit; None where one begins none of them."""
    _, ref, title, beside = entry
    if _starts(typed, title) or (ref and _starts(typed, ref + title)):
        return _START
    if any(_starts(typed, title[at:]) for at in range(1, len(title))):
        return _RUN
    in_title = [any(word.startswith(part) for word in ref + title) for part in typed]
    if all(in_title):
        return _TITLE if len(title) <= _LONGEST_NAME else _MIXED
    for part, found in zip(typed, in_title, strict=True):
        if not found and not any(word.startswith(part) for word in beside):
            return None
    return _MIXED if any(in_title) else _BESIDE


def _starts(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the typed words begin the first words, one for one."""
    return len(typed) <= len(words) and all(map(str.startswith, words, typed))


def _loose_score(typed: tuple[str, ...], entry: _Entry) -> int | None:
    words = entry[1] + entry[2] + entry[3]
    worst = _INSIDE
    for part in typed:
        if any(part in word for word in words):
            continue
        if not any(_is_slip(part, word) for word in words):
            return None
        worst = _TYPO
    return worst


def _is_slip(part: str, word: str) -> bool:
    """Whether a word begins with these letters, if they are enough, but for one wrong, missing, doubled or swapped."""
    if len(part) < _SHORTEST_TYPO:
        return False
    at = next((index for index, (a, b) in enumerate(zip(part, word, strict=False)) if a != b), -1)
    if at < 0:
        # One begins the other: the typed word may be one letter longer.
        return len(part) <= len(word) + 1
    rest, of_word = part[at:], word[at:]
    swapped = len(rest) > 1 and len(of_word) > 1 and rest[:2] == of_word[1::-1]
    return (
        of_word[1:].startswith(rest[1:])  # wrong
        or of_word[1:].startswith(rest)  # missing
        or of_word.startswith(rest[1:])  # one too many
        or (swapped and of_word[2:].startswith(rest[2:]))
    )
