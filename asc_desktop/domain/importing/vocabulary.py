"""The words that councils use in their workbooks for what the program has fields and choices for.

They come from a resource file, which services read. A heading is compared by its words: case, punctuation, plurals,
units, and what stands in brackets aside.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.headings import head_of, words_of
from asc_desktop.domain.records.fields import field_of, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE

FORMAT = "asc-desktop-words"

EXACT, SAME_WORDS, WITHIN = 0.95, 0.9, 0.85
_FOR_EXTRA, _FOR_HEAD, _FOR_SPELLING = 0.15, 0.1, 0.1
_SHORTEST_CORRECTED = 4
_CUTOFF, _LETTERS_OFF = 0.84, 2
_MOST_WORDS = 16
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
    """How well a heading fits known words: those it was matched with, and ``spelt`` as it should be if it was not.

    ``has_extra`` says that it has other words too.
    """

    score: float
    words: str
    spelt: str = ""
    has_extra: bool = False


class Derived(Struct, frozen=True):
    """A column that is worked out from others: left out where ``least`` of what it ``needs`` are in the table too."""

    words: tuple[str, ...]
    needs: tuple[str, ...]
    least: int
    why: str


class NotTaken(Struct, frozen=True):
    """What a sheet is called that is no table of records, and why it is not taken."""

    words: tuple[str, ...]
    why: str


class Vocabulary(Struct, frozen=True, dict=True):
    """The words of the resource file.

    ``fields`` are words by record table and field key that hold wherever a column has them; those of ``rows`` hold
    only where the rows are of that table first of all. ``sheets`` are words of sheets' names and titles by record
    table. ``colours`` are texts by the RAG they mean, ``emoji`` signs likewise, ``choices`` texts by ``table.key``
    and stored choice. ``special`` are words of columns that say what a row's figures are of, ``beside`` those that say
    when, by whom or where it stands of what the column before them names. ``against`` are words that speak against a
    record table unless the phrase has them too (a *spend* is no saving), ``about_savings`` those that a sheet of
    savings has, and ``hints`` what words among others hint at where nothing better is found. ``of_document`` are
    words that say something of the workbook itself, such as who prepared it, and nothing of its records. ``stop`` words
    are passed over in comparisons, ``neutral`` ones may stand beside others.
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
    special: Mapping[str, tuple[str, ...]] = {}
    beside: Mapping[str, tuple[str, ...]] = {}
    against: Mapping[str, frozenset[str]] = {}
    about_savings: frozenset[str] = frozenset()
    hints: Mapping[str, frozenset[str]] = {}
    of_document: tuple[str, ...] = ()
    stop: frozenset[str] = frozenset()
    neutral: frozenset[str] = frozenset()

    def knows(self, text: str) -> float:
        """Return how surely a text is a heading, from 0 to 1, whatever its column would fill."""
        return max((self._heading_score(words) for words in heading_words(text)), default=0.0)

    def match(self, heading: str, phrases: Collection[str], *, extra: bool = True) -> Match | None:
        """Return how well a heading fits the likeliest of some phrases of the file; None where it fits none.

        ``extra`` says whether a heading may have words besides those of a phrase.
        """
        best: Match | None = None
        for words in heading_words(heading):
            for found in self._matched(words):
                is_better = found.score > (best.score if best else 0)
                if is_better and (extra or not found.has_extra) and found.words in phrases:
                    best = found
        return best

    def worked_out(self, heading: str) -> tuple[tuple[float, Derived], ...]:
        """Return what a heading may say is worked out of other columns, the likeliest first; kept, as matches are."""
        kept = self._kept_worked_out.get(heading)
        if kept is None:
            found = [
                (match.score, derived)
                for derived in self.derived
                if (match := self.match(heading, derived.words, extra=False))
            ]
            kept = self._kept_worked_out[heading] = tuple(sorted(found, key=lambda each: -each[0]))
        return kept

    def speaks_against(self, table: str, heading: str, phrase: str = "") -> bool:
        """Whether a heading has a word that speaks against a record table, and that a phrase does not have."""
        against = self.against.get(table, frozenset())
        has = frozenset(words_of(heading)) & against
        return bool(has - frozenset(words_of(phrase)))

    def is_of_document(self, heading: str) -> bool:
        """Whether a heading says something of the workbook itself, word for word: who prepared it, its version."""
        return " ".join(words_of(heading)) in self._of_document

    def within(self, heading: str) -> frozenset[str]:
        """Return every phrase of the file whose words a heading has, however many others it has."""
        return frozenset(found.words for words in heading_words(heading) for found in self._matched(words))

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

    def phrases(self, table: str, key: str, rows: str) -> tuple[frozenset[str], frozenset[str]]:
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

    def _matched(self, words: Words) -> tuple[Match, ...]:
        """Return every phrase of the file that some words fit; kept, since every field asks about every heading."""
        kept = self._kept_matches.get(words)
        if kept is None:
            kept = self._kept_matches[words] = tuple(self._match_all(words[:_MOST_WORDS]))
        return kept

    def _match_all(self, words: Words) -> Iterator[Match]:
        spelt = tuple(self._corrected(word) for word in words)
        loss = _FOR_SPELLING if spelt != words else 0.0
        ours = frozenset(spelt) - self.stop or frozenset(spelt)
        for word in ours:
            for phrase, theirs_words, theirs in self._index.get(word, ()):
                score, has_extra = self._score(spelt, ours, theirs_words, theirs)
                if has_extra and loss:
                    # What is spelt otherwise and has other words too is more likely another word.
                    score = 0.0
                if score or theirs < ours:
                    yield Match(score - loss, phrase, " ".join(spelt) if loss else "", has_extra)

    def _score(
        self, words: Words, ours: frozenset[str], phrase: Words, theirs: frozenset[str]
    ) -> tuple[float, bool]:
        """Return how well words fit a phrase, and whether they have more than it."""
        if words == phrase:
            return EXACT, False
        if ours == theirs:
            return SAME_WORDS, False
        if not theirs < ours:
            return 0.0, False
        rest = ours - theirs - self.neutral
        if not rest:
            return WITHIN, False
        same_head = 0.0 if head_of(words) == head_of(phrase) else _FOR_HEAD
        return max(WITHIN - _FOR_EXTRA * len(rest) - same_head, 0.0), True

    def _corrected(self, word: str) -> str:
        """Return a word as it should be spelt, where it is none that is known and nearly one that is."""
        if len(word) < _SHORTEST_CORRECTED or word in self._every_word:
            return word
        kept = self._kept_spellings.get(word)
        if kept is None:
            like = [
                each
                for each in self._long_words.get(word[0], ())
                if abs(len(each) - len(word)) <= _LETTERS_OFF
            ]
            kept = next(iter(get_close_matches(word, like, n=1, cutoff=_CUTOFF)), word)
            self._kept_spellings[word] = kept
        return kept

    @cached_property
    def _kept_matches(self) -> dict[Words, tuple[Match, ...]]:
        return {}

    @cached_property
    def _kept_worked_out(self) -> dict[str, tuple[tuple[float, Derived], ...]]:
        return {}

    @cached_property
    def _kept_spellings(self) -> dict[str, str]:
        return {}

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, Words, frozenset[str]]]]:
        """The phrases of the file, each under the rarest of its words."""
        split = {phrase: words_of(phrase) for phrase in self._phrases_of_headings | self._phrases_of_sheets}
        sets = {
            phrase: frozenset(words) - self.stop or frozenset(words)
            for phrase, words in split.items()
            if words
        }
        often = Counter(word for words in sets.values() for word in words)
        index: dict[str, list[tuple[str, Words, frozenset[str]]]] = {}
        for phrase, words in sets.items():
            index.setdefault(min(words, key=lambda word: (often[word], word)), []).append(
                (phrase, split[phrase], words)
            )
        return index

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
    def _phrases_of_headings(self) -> frozenset[str]:
        named = (
            every for kinds in (self.fields, self.rows) for keys in kinds.values() for every in keys.values()
        )
        labels = (
            words
            for kind in RECORD_TYPES
            for field in fields_of(kind)
            for words in (field.label, f"{kind.noun} {field.label}")
        )
        special = (
            *self.special.values(),
            *self.beside.values(),
            *(each.words for each in self.derived),
            self.of_document,
        )
        return frozenset(phrase for every in (*named, *special) for phrase in every) | frozenset(labels)

    @cached_property
    def _phrases_of_sheets(self) -> frozenset[str]:
        every = (*self.sheets.values(), *(each.words for each in self.not_taken))
        return frozenset(phrase for phrases in every for phrase in phrases)

    @cached_property
    def _of_document(self) -> frozenset[str]:
        return frozenset(" ".join(words_of(phrase)) for phrase in self.of_document)

    @cached_property
    def _every_phrase(self) -> frozenset[str]:
        return frozenset(" ".join(words_of(phrase)) for phrase in self._phrases_of_headings)

    @cached_property
    def _every_word(self) -> frozenset[str]:
        return (
            frozenset(word for phrase in self._every_phrase for word in phrase.split())
            | self.neutral
            | self.stop
        )

    @cached_property
    def _long_words(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word in sorted(self._every_word):
            if len(word) >= _SHORTEST_CORRECTED:
                words.setdefault(word[0], []).append(word)
        return words

    @cached_property
    def _phrases(self) -> "_Phrases":
        return _Phrases(self)


class _Phrases(dict[tuple[str, str, str], tuple[frozenset[str], frozenset[str]]]):
    """Each field's phrases, put together when they are first asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, wanted: tuple[str, str, str]) -> tuple[frozenset[str], frozenset[str]]:
        table, key, rows = wanted
        kind = TYPE_BY_TABLE[table]
        label = field_of(kind, key).label
        anywhere = frozenset((*self._vocabulary.fields.get(table, {}).get(key, ()), f"{kind.noun} {label}"))
        here: frozenset[str] = frozenset()
        if table == rows or table in _NEAR.get(rows, ()):
            here = frozenset((*self._vocabulary.rows.get(table, {}).get(key, ()), label))
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
