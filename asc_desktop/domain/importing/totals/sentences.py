"""What is told of a total that a sheet prints: that it agrees, or by how much it differs and because of what."""

from collections.abc import Sequence

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.words import listed, number_of

AGREES, ROUNDING, DIFFERS = "agrees", "within rounding", "differs"

_MOST_NAMED = 3


def below_words(lines: Sequence[str]) -> str:
    """Return the sentence that names lines below a sum that it is not of."""
    named = [*lines[:_MOST_NAMED]]
    rest = len(lines) - len(named)
    named += [number_of(rest, "other")] if rest else []
    is_one = len(lines) == 1
    return (
        f"It leaves out {listed(named)}, which {'stands' if is_one else 'stand'} below it and "
        f"{'is' if is_one else 'are'} taken too."
    )


def sentence_of(verdict: str, printed: int, taken: int, outside: Sequence[str], *, is_money: bool) -> str:
    """Return the sentence of a total as it is printed and as it is taken, both in pence or in units."""

    def shown(number: int) -> str:
        return format_pounds(number) if is_money else f"{number:,}"

    if verdict == AGREES:
        return f"Agrees: {shown(printed)}."
    difference = abs(printed - taken)
    more = "less" if taken < printed else "more"
    if verdict == ROUNDING:
        than = f"{shown(difference)} {more} than the sheet’s {shown(printed)}"
        return f"Agrees within rounding: {shown(taken)} is taken, {than}."
    sentence = f"Differs by {shown(difference)}: the sheet has {shown(printed)}, and {shown(taken)} is taken."
    if outside:
        named = [*outside[:_MOST_NAMED]]
        rest = len(outside) - len(named)
        named += [f"so {'is' if rest == 1 else 'are'} {number_of(rest, 'other')}"] if rest else []
        because = listed(named)
        sentence = f"{sentence} {because[:1].upper()}{because[1:]}."
    return sentence
