"""What a cell says in its field: a value, that it is not known yet, that there is nothing, or why it is refused."""

from enum import Enum

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Value

_NOT_KNOWN = frozenset(
    {
        "tbc", "tba", "tbd", "t.b.c", "t.b.c.", "to be confirmed", "to be agreed", "to be advised",
        "to be determined", "to be decided", "not known", "not yet known", "unknown", "awaited", "?", "??", "???",
    }
)  # fmt: skip
_NOTHING = frozenset({"nil", "none", "not applicable", "n.a.", "blank"})
_LONGEST_SHOWN = 60


class Says(Enum):
    """What a cell says."""

    BLANK = "blank"
    NOTHING = "nothing"
    """There is nothing: ``n/a``, a dash."""
    UNKNOWN = "unknown"
    """It is not known yet: ``TBC``."""
    VALUE = "value"
    LEFT_OUT = "left out"
    """A person, or the mapping, said that this text is to be left out."""
    REFUSED = "refused"


class Read(Struct, frozen=True, gc=False):
    """What a cell says. ``sentence`` is for what is not plain; a reference's ``new`` is the words that name it."""

    says: Says
    text: str = ""
    typed: str = ""
    new: Value = None
    sentence: str = ""


BLANK = Read(Says.BLANK)


def says_none(text: str, field: Field) -> Read | None:
    """Return that a text says nothing, or that it is not known yet; None where it says something."""
    body = spellings.plain(text).casefold()
    if body in _NOT_KNOWN:
        return Read(Says.UNKNOWN, text, sentence=f"“{text.strip()}” is not known yet: it changes nothing.")
    if field.kind is Kind.MONEY and (body in {"-", "nil", "£nil"} or is_accounting(text)):
        return None
    if spellings.is_nothing(text) or (body in _NOTHING and field.kind is not Kind.LONG_TEXT):
        return Read(Says.NOTHING, text, sentence=f"“{text.strip()}” has no meaning here: nothing changes.")
    return None


def parsed(text: str, typed: str, field: Field, sentence: str = "") -> Read:
    """Return what the field itself makes of a text that is written as it reads one."""
    if field.kind is Kind.REFERENCE:
        return Read(Says.VALUE, text, typed.strip(), typed.strip(), sentence)
    if (none := says_none(typed, field)) is not None:
        return none
    try:
        new = field.parse(typed)
    except FieldError as error:
        return Read(Says.REFUSED, text, typed, sentence=error.sentence)
    if new is None:
        return Read(
            Says.NOTHING, text, typed, sentence=f"“{short(text)}” has no meaning here: nothing changes."
        )
    return Read(Says.VALUE, text, typed, new, sentence)


def short(text: str) -> str:
    """Return a text in one line, cut where it is long, to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1].rstrip()}…"


def is_accounting(text: str) -> bool:
    """Whether a text is how a format of accounts shows nought."""
    return spellings.plain(text).replace(" ", "") in {"£-", "-£", "£nil"}
