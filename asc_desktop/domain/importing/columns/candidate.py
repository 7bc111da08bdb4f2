"""A target that a column may fill, and what its words or its table's say against it."""

from msgspec import Struct

from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.pasting.headings import words_of

EMPTY = 0.85
MOSTLY = 0.8


class Candidate(Struct, frozen=True):
    """A target that a column may fill: how surely, and why, in a sentence."""

    target: Target
    score: float
    why: str


def is_no_saving(table: str, column: Column, phrase: str, vocabulary: Vocabulary, *, timed: bool) -> bool:
    """Whether a column's words, or those around its table, say that its amounts are costs, or a saving of all years."""
    if table not in vocabulary.against:
        return False
    if vocabulary.speaks_against(table, column.heading, phrase):
        return True
    if not timed and vocabulary.speaks_against("of all years", column.heading, phrase):
        return True
    about = frozenset(words_of(column.about))
    is_about_savings = (
        about & vocabulary.about_savings or frozenset(words_of(column.heading)) & vocabulary.about_savings
    )
    return not is_about_savings and vocabulary.speaks_against(table, column.about)
