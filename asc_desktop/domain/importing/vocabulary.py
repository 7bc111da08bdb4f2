"""The words that councils use in their workbooks for what the program has fields and choices for.

They come from a resource file, which services read. A heading is compared by its words: case, punctuation, plurals,
units, and what stands in brackets aside.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.headings import head_of, words_of
from asc_desktop.domain.records.fields import field_of, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

FORMAT = "asc-desktop-words"

EXACT, SAME_WORDS, WITHIN = 0.95, 0.9, 0.85
_FOR_EXTRA, _FOR_HEAD, _FOR_SPELLING = 0.15, 0.1, 0.1
_SHORTEST_CORRECTED = 6
_CUTOFF = 0.84
_NEAR = {
    "project": frozenset({"status_update"}),
    "savings_line": frozenset({"status_update"}),
    "risk": frozenset({"risk_score"}),
}
"""Record tables whose words for rows hold in rows of another one too."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_REPEATED_LETTER = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b)")

Words = tuple[str, ...]


class Match(Struct, frozen=True):
    """How well a heading fits known words: those it was matched with, and ``spelt`` as it should be if it was not."""

    score: float
    words: str
    spelt: str = ""


class Derived(Struct, frozen=True):
    """A column that is worked out from others: left out where ``least`` of what it ``needs`` are in the table too."""

    words: tuple[str, ...]
    needs: tuple[str, ...]
    least: int
    why: str
    formula_only: bool = False


class NotTaken(Struct, frozen=True):
    """What a sheet is called that is no table of records, and why it is not taken."""

    words: tuple[str, ...]
    why: str


class Vocabulary(Struct, frozen=True, dict=True):
    """The words of the resource file.

    ``fields`` are words by record table and field key that hold wherever a column has them; those of ``rows`` hold
    only where the rows are of that table first of all. ``sheets`` are words of sheets' names and titles by record
    table. ``colours`` are texts by the RAG they mean, ``emoji`` signs likewise, ``choices`` texts by ``table.key``
    and stored choice. ``stop`` words are passed over in comparisons, ``neutral`` ones may stand beside others.
    """

    format: str = FORMAT
    version: int = 1
    fields: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    rows: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    sheets: Mapping[str, tuple[str, ...]] = {}
    not_taken: tuple[NotTaken, ...] = ()
    derived: tuple[Derived, ...] = ()
    colours: Mapping[str, tuple[str, ...]] = {}
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    emoji: Mapping[str, tuple[str, ...]] = {}
    stop: frozenset[str] = frozenset()
    neutral: frozenset[str] = frozenset()

    def knows(self, text: str) -> float:
        """Return how surely a text is a heading, from 0 to 1, whatever its column would fill."""
        return max((self._heading_score(words) for words in heading_words(text)), default=0.0)

    def match(self, heading: str, phrases: Iterable[str], *, extra: bool = True) -> Match | None:
        """Return how well a heading fits the likeliest of some phrases; None where it fits none.

        ``extra`` says whether a heading may have words besides those of a phrase.
        """
        best: Match | None = None
        for words in heading_words(heading):
            found = self._match(words, phrases, extra=extra)
            if found and (best is None or found.score > best.score):
                best = found
        return best

    def colour_of(self, text: str) -> str:
        """Return the RAG that a text means by its words, a letter or an emoji; nothing where it is not known.

        Where its words and its emoji mean different ones, nothing is known.
        """
        signs = self.signs_of(text)
        words = " ".join(words_of(text))
        named = self._colours.get(words, "") if words else ""
        if len(signs) == 1:
            sign = next(iter(signs))
            return sign if not words or named in {"", sign} else ""
        return named if not signs else ""

    def signs_of(self, text: str) -> frozenset[str]:
        """Return the RAGs that the emoji in a text mean."""
        return frozenset(rag for rag, every in self.emoji.items() if any(sign in text for sign in every))

    def choice_of(self, key: str, text: str) -> str:
        """Return the stored choice of ``table.key`` that a text means; nothing where it is not known."""
        return self._choices.get(key, {}).get(" ".join(words_of(text)), "")

    def phrases(self, table: str, key: str, rows: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return a field's phrases in rows of a record table: those that hold anywhere, and those of such rows."""
        return self._phrases[table, key, rows]

    # ------------------------------------------------------------------------------------------------ within

    def _heading_score(self, words: Words) -> float:
        if not words:
            return 0.0
        if " ".join(words) in self._every_phrase:
            return 1.0
        known = sum(word in self._every_word for word in words)
        return 0.6 * known / len(words)

    def _match(self, words: Words, phrases: Iterable[str], *, extra: bool) -> Match | None:
        if not words:
            return None
        spelt = tuple(self._corrected(word) for word in words)
        loss = _FOR_SPELLING if spelt != words else 0.0
        ours = frozenset(spelt) - self.stop or frozenset(spelt)
        best: Match | None = None
        for phrase in phrases:
            theirs_words = _phrase_words(phrase)
            theirs = frozenset(theirs_words) - self.stop or frozenset(theirs_words)
            score = self._score(spelt, ours, theirs_words, theirs, extra=extra) - loss
            if score > 0 and (best is None or score > best.score):
                best = Match(score, phrase, " ".join(spelt) if loss else "")
        return best

    def _score(
        self, words: Words, ours: frozenset[str], phrase: Words, theirs: frozenset[str], *, extra: bool
    ) -> float:
        if words == phrase:
            return EXACT
        if ours == theirs:
            return SAME_WORDS
        if not theirs < ours:
            return 0.0
        rest = ours - theirs - self.neutral
        if not rest:
            return WITHIN
        if not extra:
            return 0.0
        same_head = 0.0 if head_of(words) == head_of(phrase) else _FOR_HEAD
        return max(WITHIN - _FOR_EXTRA * len(rest) - same_head, 0.0)

    def _corrected(self, word: str) -> str:
        if len(word) < _SHORTEST_CORRECTED or word in self._every_word:
            return word
        return next(iter(get_close_matches(word, self._long_words, n=1, cutoff=_CUTOFF)), word)

    @cached_property
    def _colours(self) -> dict[str, str]:
        return {" ".join(words_of(word)): rag for rag, every in self.colours.items() for word in every}

    @cached_property
    def _choices(self) -> dict[str, dict[str, str]]:
        return {
            key: {" ".join(words_of(word)): stored for stored, every in choices.items() for word in every}
            for key, choices in self.choices.items()
        }

    @cached_property
    def _every_phrase(self) -> frozenset[str]:
        named = (
            every for kinds in (self.fields, self.rows) for keys in kinds.values() for every in keys.values()
        )
        derived = (each.words for each in self.derived)
        return frozenset(
            " ".join(words_of(phrase)) for every in (*named, *derived) for phrase in every
        ) | frozenset(" ".join(words_of(field.label)) for kind in RECORD_TYPES for field in fields_of(kind))

    @cached_property
    def _every_word(self) -> frozenset[str]:
        return (
            frozenset(word for phrase in self._every_phrase for word in phrase.split())
            | self.neutral
            | self.stop
        )

    @cached_property
    def _long_words(self) -> tuple[str, ...]:
        return tuple(sorted(word for word in self._every_word if len(word) >= _SHORTEST_CORRECTED - 1))

    @cached_property
    def _phrases(self) -> "_Phrases":
        return _Phrases(self)


class _Phrases(dict[tuple[str, str, str], tuple[tuple[str, ...], tuple[str, ...]]]):
    """Each field's phrases, put together when they are first asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, wanted: tuple[str, str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        table, key, rows = wanted
        kind = TYPE_BY_TABLE[table]
        label = field_of(kind, key).label
        anywhere = (*self._vocabulary.fields.get(table, {}).get(key, ()), f"{kind.noun} {label}")
        here: tuple[str, ...] = ()
        if table == rows or table in _NEAR.get(rows, ()):
            here = (*self._vocabulary.rows.get(table, {}).get(key, ()), label)
        self[wanted] = anywhere, here
        return self[wanted]


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> tuple[Words, ...]:
    """Return the words of a heading: all of them, and those outside brackets, which often hold a hint."""
    body = _CAMEL.sub(" ", heading.replace("_", " "))
    body = _REPEATED_LETTER.sub(r"\1", body)
    body = "number" if spellings.plain(body) in {"#", "№"} else body
    every = (words_of(body), words_of(_BRACKETS.sub(" ", body)))
    return tuple(dict.fromkeys(words for words in every if words))


@cache
def _phrase_words(phrase: str) -> Words:
    return words_of(phrase)
