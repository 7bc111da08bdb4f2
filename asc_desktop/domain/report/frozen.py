"""The form in which a report's text is kept for good: compressed, alone or as its difference from another.

The reports of two months are mostly the same, so a difference takes a sixth of the room. It is always from a text that
is kept alone: to read one takes two at most. What is kept is named by the SHA-256 of its bytes, those of the name of
the other one first; so whoever holds the name holds all of it to what it was.

The form is released: what it was once written in is read by every later version.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby

from msgspec import Struct

MOST_CHARACTERS = 100_000_000
"""No report is longer; what claims to be is damaged, and is not let fill the memory."""

_WORTH = 3
"""A difference is kept where it takes no more than this part of the room; else the text, and the next are from that."""

_PARTS = ","
_Step = str | tuple[int, int]
"""Words of the text itself, or which parts of the other one, by the first and their number."""


class FrozenReport(Struct, frozen=True):
    """The text of one report as it is kept; ``base`` names the one that it is the difference from."""

    id: str
    base: str | None
    content: bytes

    @property
    def is_whole(self) -> bool:
        """Whether its bytes are those that it is named by."""
        return self.id == name_of(self.base, self.content)


def kept(content: bytes, base: str | None = None) -> FrozenReport:
    """Return bytes under their name."""
    return FrozenReport(name_of(base, content), base, content)


def name_of(base: str | None, content: bytes) -> str:
    """Return the name of what is kept, in hexadecimal."""
    return hashlib.sha256((base or "").encode() + content).hexdigest()


LOST = kept(b"")
"""Stands for a report whose text could not be read any more."""


def pack(text: str, like: FrozenReport | None = None) -> FrozenReport:
    """Return a text as it is kept; as its difference from ``like``, which is kept alone, where that is worth it."""
    alone = _deflated(text)
    if like is not None:
        # Where that one is damaged, this one need not be.
        with suppress(ValueError):
            steps = list(_steps(_inflated(like.content), text))
            difference = _deflated(json.dumps(steps, ensure_ascii=False, separators=(",", ":")))
            if len(difference) * _WORTH <= len(alone):
                return kept(difference, like.id)
    return kept(alone)


def unpack(report: FrozenReport, find: Callable[[str], FrozenReport | None]) -> str:
    """Return a text as it was packed; ``find`` gives what it is the difference from. Raises ValueError if damaged."""
    text = _inflated(report.content)
    if report.base is None:
        return text
    base = find(report.base)
    if base is None or base.base is not None:
        raise ValueError("What it is the difference from is not there.")
    parts = _inflated(base.content).split(_PARTS)
    found: list[str] = []
    length = 0
    place = 0
    for step in json.loads(text):
        if isinstance(step, str):
            taken = step.split(_PARTS)
        else:
            place += step[0]
            taken = parts[place : place + step[1]]
        place += len(taken)
        length += sum(map(len, taken)) + len(taken)
        if length > MOST_CHARACTERS:
            raise ValueError("It is longer than any report.")
        found += taken
    return _PARTS.join(found)


def _steps(base: str, text: str) -> Iterator[_Step]:
    """Yield the steps by which a text is made of the parts of another."""
    held, wanted = base.split(_PARTS), text.split(_PARTS)
    places = list(_places(held, wanted))

    def apart(at: int) -> int | None:
        place = places[at]
        return None if place is None else place - at

    following = 0
    # What follows on in both is as far apart in both.
    for _, run in groupby(range(len(wanted)), apart):
        span = list(run)
        place = places[span[0]]
        if place is None:
            yield _PARTS.join(wanted[span[0] : span[-1] + 1])
        else:
            yield place - following, len(span)
            following = place
        following += len(span)


def _places(held: Sequence[str], wanted: Iterable[str]) -> Iterator[int | None]:
    """Yield where each part is found: right after the one before if it is there, else where it is the only one."""
    only: dict[str, int | None] = {}
    for number, part in enumerate(held):
        only[part] = None if part in only else number
    following = 0
    for part in wanted:
        place = following if following < len(held) and held[following] == part else only.get(part)
        # Of a part that is not found, it is taken that it stands in the place of another.
        following = (following if place is None else place) + 1
        yield place


def _deflated(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8"), 6)


def _inflated(content: bytes) -> str:
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(content, MOST_CHARACTERS)
    except zlib.error as error:
        raise ValueError("It is not compressed as it should be.") from error
    if not reader.eof:
        raise ValueError("It ends before its end, or is longer than any report.")
    return body.decode("utf-8")
