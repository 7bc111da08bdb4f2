"""Words in a column of dates or months that say whether something is open or closed, without saying when."""

from asc_desktop.domain import spellings

_OPEN = frozenset({"open", "live", "active", "ongoing", "current", "in progress", "new"})
_CLOSED = frozenset({"closed", "complete", "completed", "done", "resolved"})


def says_open(text: str) -> bool:
    """Whether a text in a column of dates or months says that something is not closed yet."""
    return spellings.plain(text).casefold() in _OPEN


def says_closed(text: str) -> bool:
    """Whether a text in a column of dates or months says that something is closed, without saying when."""
    return spellings.plain(text).casefold() in _CLOSED
