"""The words of counts, plurals and lists: ``1 risk``, ``1,204 risks``, ``a, b and c``."""

from collections.abc import Sequence

_ES = ("s", "x", "ch", "sh")
_VOWELS = "aeiou"
_IN_FILE_NAMES = str.maketrans({**dict.fromkeys("/\\:|", "-"), **dict.fromkeys('<>"?*')})


def plural(noun: str) -> str:
    """Return a regular noun's plural: projects, activities, statuses."""
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_ES) else f"{noun}s"


def one(noun: str) -> str:
    """Return a noun with its article: a risk, an issue."""
    return f"{'an' if noun[:1].casefold() in _VOWELS else 'a'} {noun}"


def number_of(number: int, one: str, many: str = "") -> str:
    """Return how many there are, in words that agree; ``many`` is for what is no regular plural, as ``are`` is."""
    return f"{number:,} {one if number == 1 else many or plural(one)}"


def one_or_number(number: int, one: str, noun: str, many: str = "") -> str:
    """Return the words for one, such as ``this meeting``, else how many there are."""
    return one if number == 1 else number_of(number, noun, many)


def named(names: Sequence[str], noun: str, many: str = "") -> str:
    """Return the one name there is, else how many there are."""
    return one_or_number(len(names), next(iter(names), ""), noun, many)


def them(number: int) -> str:
    """Return the pronoun for so many."""
    return "it" if number == 1 else "them"


def listed(parts: Sequence[str]) -> str:
    """Return ``a``, ``a and b``, or ``a, b and c``; nothing for none."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def first_of(parts: Sequence[str], most: int = 3, between: str = "; ") -> str:
    """Return the first parts there are, and how many there are more: ``a; b; c and 4 more``."""
    more = len(parts) - most
    return between.join(parts[:most]) + (f" and {more:,} more" if more > 0 else "")


def beginning(text: str, longest: int) -> str:
    """Return a text on one line of at most ``longest`` letters, cut between two words where it can be."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head, following = line[: longest - 1], line[longest - 1]
    if following != " ":
        head = head.rpartition(" ")[0] or head
    return f"{head.rstrip(' ,;:–-')}…"


def file_words(text: str, longest: int = 80) -> str:
    """Return a text as part of a file's name that every system takes: ``Savings, 2024/25`` is ``Savings, 2024-25``.

    What divides folders becomes a dash, so that the name keeps all its words; may be empty.
    """
    dashed = text.replace(": ", " - ").translate(_IN_FILE_NAMES)
    kept = "".join(letter for letter in dashed if letter.isprintable())
    return " ".join(kept.split())[:longest].strip(" .")


def shortened(text: str, longest: int = 60) -> str:
    """Return a text on one line of at most ``longest`` letters, cut at its end."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
