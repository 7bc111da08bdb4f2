"""Ids for new records: UUIDv7 text, so that rows made offline by two officers never collide and order by time."""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime

_COUNTER_BITS = 12
_RANDOM_BYTES = 8


class IdSource:
    """Gives ids that only ever grow, whatever the clock does."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Take the clock: storage reads none itself."""
        self._now = now
        self._last = 0

    def __call__(self) -> str:
        """Return a new id."""
        # Time in milliseconds and a counter within it, as RFC 9562 section 6.2 method 1; a clock that stands still or
        # goes back only makes the counter run on into the milliseconds.
        self._last = max(int(self._now().timestamp() * 1000) << _COUNTER_BITS, self._last + 1)
        random = int.from_bytes(os.urandom(_RANDOM_BYTES)) >> 2
        milliseconds, counter = self._last >> _COUNTER_BITS, self._last & ((1 << _COUNTER_BITS) - 1)
        return _text(milliseconds, counter, random)


def derived_id(milliseconds: int, *parts: object) -> str:
    """Return the one id that what is told of by these parts has, in whichever file it is met."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
    counter = int.from_bytes(digest[:2]) >> (16 - _COUNTER_BITS)
    return _text(milliseconds, counter, int.from_bytes(digest[2 : 2 + _RANDOM_BYTES]) >> 2)


def _text(milliseconds: int, counter: int, random: int) -> str:
    value = milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | random
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
