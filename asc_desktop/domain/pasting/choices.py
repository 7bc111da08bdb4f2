"""Which option a pasted text stands for: its whole name, the scheme's letter, or a colour that one option alone has.

The beginning of a name is never enough: ``A`` is not ``At risk``.
"""

from collections.abc import Sequence

from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import Option

_COLOURS = frozenset({"red", "amber", "green", "blue"})


def option_of(text: str, options: Sequence[Option]) -> Option | None:
    """Return the one option that a text stands for; None where it is none of them or could be several."""
    wanted = known_as(text)
    stored = [option for option in options if option.value == text.strip()]
    worded = [option for option in options if known_as(option.words) == wanted]
    named = [option for option in options if wanted in map(known_as, option.names)]
    lettered = [option for option in options if option.letter and known_as(option.letter) == wanted]
    coloured = [option for option in options if wanted in _COLOURS and option.rag == wanted]
    for found in (stored, worded, named, lettered, coloured):
        if found:
            return found[0] if len(found) == 1 else None
    return None
