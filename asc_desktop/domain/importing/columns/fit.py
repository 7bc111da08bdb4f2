"""A column of a found table, and how well the kind of its values fits a field."""

from msgspec import Struct

from asc_desktop.domain.importing.columns.takes import NAMED_BY, Taken
from asc_desktop.domain.importing.columns.time import When
from asc_desktop.domain.importing.columns.values import Profile
from asc_desktop.domain.importing.found import FoundColumn
from asc_desktop.domain.importing.states import says_closed, says_open
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.pasting import numbers
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.fields import Kind

_EMPTY = 0.85
_SCALE = frozenset({1, 2, 3, 4, 5})
_LEVELS = frozenset(
    {"very high", "high", "medium", "med", "low", "very low", "h", "m", "l", "critical", "urgent", "normal",
     "essential", "desirable", "must", "should", "could", "must have", "should have", "could have",
     "p1", "p2", "p3", "p4"}
)  # fmt: skip
"""What says how much something matters and not what it is of: *Priority* is a theme to some councils alone."""
_CLOSED_KEYS = frozenset({"closed_period", "resolved_date"})


class Column(Struct, frozen=True):
    """A column of a found table with what is known of it: the time it names, and its values."""

    found: FoundColumn
    when: When
    profile: Profile
    about: str = ""
    """What stands around its table: its title and its sheet's name."""

    @property
    def heading(self) -> str:
        """Its headings in one line."""
        return " ".join(self.found.heading.split())

    @property
    def is_empty(self) -> bool:
        """Whether no record has anything in it, a colour included."""
        return not self.profile.held and not self.profile.coloured


def fit(taken: Taken, column: Column, record: str, vocabulary: Vocabulary) -> float:
    """Return how well a column's values fit a field in rows of a record table, from 0 to 1."""
    profile = column.profile
    if not profile.filled:
        is_colour = taken.table == "status_update" and taken.field.key == "status_id" and profile.coloured
        return 1.0 if is_colour else _EMPTY
    return max(_fit(taken, profile, vocabulary, record), 0.0)


def colour_share(profile: Profile, vocabulary: Vocabulary) -> float:
    """Return what share of a column's cells are colours or words for one: RAG letters, emoji, fills."""
    if not profile.filled:
        return 1.0 if profile.coloured else 0.0
    return sum(bool(vocabulary.colour_of(text)) for text in profile.texts) / profile.filled


def _fit(taken: Taken, profile: Profile, vocabulary: Vocabulary, record: str) -> float:  # noqa: C901, PLR0911 - one return a kind
    kind = taken.field.kind
    dates = profile.share(profile.dates)
    number = profile.share(profile.numbers)
    long = profile.share(profile.long)
    match kind:
        case Kind.DATE | Kind.PERIOD if taken.field.key in _CLOSED_KEYS and _says_whether_closed(profile):
            return 0.95
        case Kind.DATE:
            return 0.3 + 0.7 * max(dates, 0.9 * profile.share(profile.months), 0.7 * _serials(profile))
        case Kind.PERIOD:
            return 0.3 + 0.7 * max(dates, profile.share(profile.months))
        case Kind.MONEY | Kind.DECIMAL:
            return 0.2 + 0.8 * number
        case Kind.INTEGER:
            return 0.2 + 0.8 * (_scale_share(profile) if numbers.is_scale(taken.field) else number)
        case Kind.FLAG:
            return 0.2 + 0.8 * profile.share(profile.flags)
        case Kind.YEAR | Kind.YEARS:
            return 0.3 + 0.7 * profile.share(profile.years)
        case Kind.CHOICE:
            return _fit_of_choice(taken, profile, vocabulary, is_own=taken.table == record) - 0.7 * max(
                dates, long
            )
        case Kind.REFERENCE:
            return _fit_of_reference(taken, profile, vocabulary)
        case Kind.LONG_TEXT:
            return 1.0 - 0.8 * max(dates, number)
    if taken.field.key in {"ref", "reference", "forward_plan_ref"}:
        return 1.0 - 0.8 * max(dates, long, 0.0 if profile.distinct * 3 > profile.filled else 0.5)
    is_name = taken.field.key == NAMED_BY.get(taken.table, "name")
    is_repeated = profile.filled > 8 and profile.distinct * 4 < profile.filled  # noqa: PLR2004
    few = 0.4 if is_name and taken.table == "project" and is_repeated else 0.0
    as_words = 0.7 * profile.share(profile.references) if is_name else 0.0
    return 1.0 - max(0.8 * dates, 0.7 * number, 0.25 * long, few, as_words)


def _fit_of_choice(taken: Taken, profile: Profile, vocabulary: Vocabulary, *, is_own: bool) -> float:
    """Return how well texts fit a field's choices: by how many of them are known to mean one."""
    known = {known_as(words) for choice in taken.field.choices for words in choice}
    key = f"{taken.table}.{taken.field.key}"
    hits = sum(known_as(text) in known or bool(vocabulary.choice_of(key, text)) for text in profile.texts)
    if hits * 2 >= profile.filled:
        return 1.0
    # A companion's choice is only looked for where values say so: "Kind" may be of anything.
    return 0.8 if hits else 0.6 if is_own else 0.4


def _says_whether_closed(profile: Profile) -> bool:
    """Whether a column only says which rows are closed and which are not."""
    return all(says_open(text) or says_closed(text) for text in profile.texts)


def _fit_of_reference(taken: Taken, profile: Profile, vocabulary: Vocabulary) -> float:
    if taken.table == "status_update":
        return _fit_of_status(profile, vocabulary)
    if taken.field.key == "theme_id" and {text.strip().casefold() for text in profile.texts} <= _LEVELS:
        return 0.2
    return 1.0 - 0.7 * max(profile.share(profile.dates), profile.share(profile.long))


def _fit_of_status(profile: Profile, vocabulary: Vocabulary) -> float:
    long = profile.share(profile.long)
    plain_number = profile.share(profile.numbers)
    known = colour_share(profile, vocabulary)
    return (1.0 if known >= 0.5 else 0.9 if known else 0.7) - 0.7 * max(  # noqa: PLR2004
        long, plain_number, profile.share(profile.dates)
    )


def _scale_share(profile: Profile) -> float:
    judged = numbers.judge_scale(list(profile.texts))
    if judged.way != "plain":
        return 1.0 if judged.way != "fraction" else 0.9
    return sum(text.strip() in {str(level) for level in _SCALE} for text in profile.texts) / profile.filled


def _serials(profile: Profile) -> float:
    """Return what share are numbers that may be days as Excel counts them, from 2000 to 2064."""
    values = [each.cell.value for each in profile.said]
    hits = sum(isinstance(value, int | float) and 36_526 <= value < 60_000 for value in values)  # noqa: PLR2004
    return hits / profile.filled
