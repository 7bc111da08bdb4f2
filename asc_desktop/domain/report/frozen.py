"""The form in which a report's text is kept for good: compressed, alone or with another text as its dictionary.

The reports of two months are mostly the same, so one takes a small part of the room beside the other. A dictionary is
always a text that is kept alone: to read one takes two at most. What is kept is named by the SHA-256 of its bytes,
those of the name of the other one first; so whoever holds the name holds all of it to what it was.
Forms as they were sent, and what merged copies told, are kept in the same way and in the same table.
The form is Zstandard's (RFC 8878), with the other text as raw content, and is released: what was once written is read
by every later version.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

MOST_BYTES = 100_000_000
"""No report is longer; what claims to be is damaged, and is not let fill the memory."""

_LEVEL = 9
_WORTH = 3
"""Another text is the dictionary where that takes no more than this part of the room; else the text is kept alone, and
is the dictionary of the next."""


class FrozenReport(Struct, frozen=True):
    """The text of one report as it is kept; ``base`` names the one that is its dictionary."""

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
    """Return a text as it is kept; with ``like``, which is kept alone, as its dictionary where that is worth it."""
    body = text.encode("utf-8")
    alone = _compressed(body)
    if like is not None:
        # Where that one is damaged, this one need not be.
        with suppress(ValueError):
            beside = _compressed(body, _expanded(like.content))
            if len(beside) * _WORTH <= len(alone):
                return kept(beside, like.id)
    return kept(alone)


def unpack(report: FrozenReport, find: Callable[[str], FrozenReport | None]) -> bytes:
    """Return a text as it was packed, in UTF-8; ``find`` gives what is its dictionary. Raises ValueError if damaged."""
    dictionary = b""
    if report.base is not None:
        base = find(report.base)
        if base is None or base.base is not None:
            raise ValueError("Its dictionary is not there.")
        dictionary = _expanded(base.content)
    return _expanded(report.content, dictionary)


def _compressed(body: bytes, dictionary: bytes = b"") -> bytes:
    import zstandard as zstd

    if not dictionary:
        return zstd.ZstdCompressor(level=_LEVEL).compress(body)
    # The window holds both, so that nothing of the dictionary is out of reach.
    window = max(zstd.WINDOWLOG_MIN, (len(body) + len(dictionary)).bit_length())
    parameters = zstd.ZstdCompressionParameters.from_level(
        _LEVEL, window_log=window, source_size=len(body), dict_size=len(dictionary)
    )
    raw = zstd.ZstdCompressionDict(dictionary, dict_type=zstd.DICT_TYPE_RAWCONTENT)
    return zstd.ZstdCompressor(compression_params=parameters, dict_data=raw).compress(body)


def _expanded(content: bytes, dictionary: bytes = b"") -> bytes:
    import zstandard as zstd

    raw = zstd.ZstdCompressionDict(dictionary, dict_type=zstd.DICT_TYPE_RAWCONTENT) if dictionary else None
    try:
        # The length is the frame's own word, and the room for it is taken at once.
        if not 0 <= zstd.frame_content_size(content) <= MOST_BYTES:
            raise ValueError("It is longer than any report.")
        return zstd.ZstdDecompressor(dict_data=raw, max_window_size=2 * MOST_BYTES).decompress(
            content, read_across_frames=False, allow_extra_data=False
        )
    except zstd.ZstdError as error:
        raise ValueError("It is not compressed as it should be.") from error
