"""Find anything: what has a name, notes, commands, pages and the guide, by the beginnings of their words.

Every typed word must begin a word of what is found, in its title or in the words beside it. Where nothing does, a word
inside another and a word with one slip of the keyboard will do. Case, accents and apostrophes make no difference.
"""

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.find_hits import Entry, Hit, entry_of
from asc_desktop.services.find_records import RecordHits
from asc_desktop.services.find_words import words_of

_SHORTEST_TYPO = 4
"""A word of fewer letters is not taken for another with a slip."""
_LONGEST_NAME = 12
"""A title of more words is a sentence, in which scattered words say less."""
_BEFORE, _NOTE_WORDS = 4, 12
"""Words of a note shown before the one that was looked for, and how many at least."""

_START, _RUN, _TITLE, _MIXED, _CALLED, _BESIDE, _NOTED, _INSIDE, _TYPO = range(9)
"""How well words fit, the best first."""


class Found(Struct, frozen=True):
    """The best matches, and how many there are in all."""

    hits: list[Hit]
    total: int


class Finder:
    """Everything that can be found and the words that it is found by, taken in once: a key looks up what it finds.

    ``notes`` are texts in full; they are looked through, and come after what has a name.
    """

    def __init__(self, hits: Iterable[Hit] = ()) -> None:
        self._notes: Sequence[Entry] = ()
        self._take(map(entry_of, hits))

    @classmethod
    def of(cls, entries: Iterable[Entry], notes: Sequence[Entry]) -> "Finder":
        """Return what finds entries that are made already, and notes."""
        made = cls()
        made._take(entries)
        made._notes = notes
        return made

    def with_more(self, hits: Iterable[Hit]) -> "Finder":
        """Return what finds these too, after the others that have a name."""
        return Finder.of([*self._entries, *map(entry_of, hits)], self._notes)

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best matches first, at most ``limit``; those that fit as well stand as they were given."""
        return self.search(text, limit).hits

    def search(self, text: str, limit: int) -> Found:
        """Return what ``find`` does, with how many match; a note shows the part of it that does."""
        typed = words_of(text)
        if not typed:
            return Found([], 0)
        found = self._scored(typed, self._begun, _prefix_score)
        found += _noted(self._notes, tuple(f" {part}" for part in typed), len(self._entries))
        found = found or self._scored(typed, self._like, _loose_score)
        found = found or _noted(self._notes, typed, len(self._entries))
        best = [hit for _, _, hit in heapq.nsmallest(limit, found, key=itemgetter(0, 1))]
        return Found([_around(hit, typed) for hit in best], len(found))

    def _take(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._by_word: dict[str, set[int]] = {}
        """By word, where the entries are that have it."""
        for at, entry in enumerate(self._entries):
            for words in entry[1:]:
                for word in words:
                    self._by_word.setdefault(word, set()).add(at)
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
        score_of: Callable[[tuple[str, ...], Entry], int | None],
    ) -> list[tuple[int, int, Hit]]:
        places = set.intersection(
            *(set[int]().union(*(self._by_word[word] for word in words_for(part))) for part in typed)
        )
        scored = ((score_of(typed, self._entries[at]), at) for at in places)
        return [(score, at, self._entries[at][0]) for score, at in scored if score is not None]


def _noted(notes: Sequence[Entry], typed: tuple[str, ...], after: int) -> list[tuple[int, int, Hit]]:
    """Return the notes in which all that was typed is found."""
    return [
        (_NOTED, after + at, entry[0])
        for at, entry in enumerate(notes)
        if all(part in entry[3][0] for part in typed)
    ]


def _around(hit: Hit, typed: tuple[str, ...]) -> Hit:
    """Return a note with the part of it in which the first of the typed words is, for its title; others as they are."""
    if not hit.text:
        return hit
    parts = hit.text.split()
    at = next((at for at, part in enumerate(parts) if _has(part, typed)), 0)
    before = max(0, min(at - _BEFORE, len(parts) - _NOTE_WORDS))
    return replace(hit, title=f"{'…' if before else ''}{' '.join(parts[before : before + _NOTE_WORDS * 2])}")


def _has(part: str, typed: tuple[str, ...]) -> bool:
    return any(word.startswith(begun) for word in words_of(part) for begun in typed)


def find(records: Records, words: str, limit: int = 20) -> list[Hit]:
    """Return the records that the words find, the best first. ``Finder`` is for one who asks again and again."""
    return Finder.of(RecordHits().entries(records), ()).find(words, limit)


def _prefix_score(typed: tuple[str, ...], entry: Entry) -> int | None:
    """Return how well words begin those of a hit; None where one begins none of them."""
    hit, ref, title, beside = entry
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
    # What there is to do comes before records that the words only say the kind of.
    return _MIXED if any(in_title) else _BESIDE if hit.kind in TYPE_BY_TABLE else _CALLED


def _starts(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the typed words begin the first words, one for one."""
    return len(typed) <= len(words) and all(map(str.startswith, words, typed))


def _loose_score(typed: tuple[str, ...], entry: Entry) -> int | None:
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
