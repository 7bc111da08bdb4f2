"""How words are cut where there is no room for them: a figure, a date or a reference never in its middle.

``£16,739`` cut to ``16`` is read as £16, and ``P-01…`` is nobody's reference. What does not fit is ``####``, as in
Excel, and whoever draws it shows the whole in a tool tip; names end in …, before the figure that would be broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF

from asc_desktop.domain.dates import MONTHS

Metrics = QFontMetrics | QFontMetricsF

HASH: Final = "#"
_MOST_HASHES: Final = 8
_LONGEST: Final = 44
_BETWEEN: Final = frozenset(
    {
        *MONTHS,
        *(month[:3] for month in MONTHS),
        "→",
        "–",
        "−",
        "-",
        "to",
        "of",
        "day",
        "days",
        "points",
        "pts",
    }
)
_SOME_DIGIT: Final = re.compile(r"\d")
FIRM_BLANK: Final = "\u00a0"
_BREAK: Final = re.compile(rf"(?<![↑↓→•\s])[^\S{FIRM_BLANK}]+")
_MONTH: Final = "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_KEPT: Final = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTH}) \d{{4}}\b|\b\d{{1,2}} (?:{_MONTH})\b"
    r"|(?<=\d) (?:days?|points?|pts|%)(?!\w)|(?<=\S) £(?!\S)"
)
"""Dates, months of a year, counts of days, and a heading's pound sign with the word before it."""


@lru_cache(maxsize=20_000)
def is_figure(text: str) -> bool:
    """Whether a text is an amount, a count, a date, a month, a year or a reference, and so is read whole or not at all.

    >>> [
    ...     is_figure(text)
    ...     for text in ("(£1,516,000)", "18 Jul 2024", "P-001", "12 → 14", "Theme 1", "On target")
    ... ]
    [True, True, True, True, False, False]
    """
    # Several are a list, which may be broken between them.
    if len(text) > _LONGEST or not _SOME_DIGIT.search(text) or ", " in text:
        return False
    return all(_SOME_DIGIT.search(word) or word in _BETWEEN for word in text.split())


@lru_cache(maxsize=20_000)
def unbroken(text: str) -> tuple[str, ...]:
    """Return the parts of a text that may not be cut: all of a figure, else the words and dates that have a digit."""
    return (text,) if is_figure(text) else tuple(word for word in words_of(text) if _SOME_DIGIT.search(word))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return what a line may break between: dates, and words, of which a mark such as ↑ stays with its own.

    >>> words_of("Decision due 16 Jul 2024, ↑ 18 days late")
    ('Decision', 'due', '16 Jul 2024,', '↑ 18 days', 'late')
    """
    if not text or text.isspace():
        return ()
    return tuple(part.replace(FIRM_BLANK, " ") for part in _BREAK.split(with_firm_blanks(text.strip())))


def with_firm_blanks(text: str) -> str:
    """Return a text with blanks that no line is broken at in its dates and other parts that are read together."""
    return _KEPT.sub(lambda found: found.group().replace(" ", FIRM_BLANK), text)


def cut_to(text: str, metrics: Metrics, width: float) -> str:
    """Return a text as far as it fits, in pixels: whole, ``####`` for a figure, else cut with … beside no figure."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    if is_figure(text):
        return hashes(metrics, width)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
    kept = shown.removesuffix("…")
    at = len(kept)
    if kept == shown or not text.startswith(kept) or text[at : at + 1].isspace():
        return shown
    begun = kept.rfind(" ") + 1
    end = text.find(" ", at)
    word = text[begun : end if end >= 0 else len(text)]
    if not _SOME_DIGIT.search(word):
        return shown
    if begun:
        return f"{kept[:begun].rstrip()}…"
    return word if metrics.horizontalAdvance(word) <= width else hashes(metrics, width)


def hashes(metrics: Metrics, width: float) -> str:
    """Return at least one ``#`` and as many as there is room for: a figure is there, and no room for it."""
    return hash_marks(metrics, width) or HASH


def hash_marks(metrics: Metrics, width: float) -> str:
    """Return as many ``#`` as there is room for, if any: what is seen of a figure that an edge would cut."""
    # Measured together: in a row they stand further apart.
    marks = HASH * _MOST_HASHES
    while marks and metrics.horizontalAdvance(marks) > width:
        marks = marks[1:]
    return marks


def wrapped(text: str, metrics: Metrics, width: float, lines: int) -> list[str]:
    """Return a text in as many lines as it needs, at most so many; the last is cut where that is too few."""
    if lines <= 1 or is_figure(text):
        return [cut_to(text, metrics, width)] if text else []
    found: list[str] = []
    words = words_of(text)
    while words and len(found) < lines - 1:
        taken = _fitting(words, metrics, width)
        line = " ".join(words[:taken])
        found.append(line if taken > 1 else cut_to(line, metrics, width))
        words = words[taken:]
    if words:
        found.append(cut_to(" ".join(words), metrics, width))
    return found


def _fitting(words: Sequence[str], metrics: Metrics, width: float) -> int:
    """Return how many words fit on a line, at least one.

    Measuring is what takes long, so it begins at as many as fit where letters are as wide as most.
    """
    letters, taken = width / metrics.averageCharWidth() - len(words[0]), 1
    while taken < len(words) and letters > len(words[taken]):
        letters -= len(words[taken]) + 1
        taken += 1
    while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
        taken += 1
    while taken > 1 and metrics.horizontalAdvance(" ".join(words[:taken])) > width:
        taken -= 1
    return taken


def is_whole(text: str, lines: Iterable[str]) -> bool:
    """Whether lines show all of a text."""
    return " ".join(words_of(text)) == " ".join(lines)
