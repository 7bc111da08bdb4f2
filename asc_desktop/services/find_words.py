"""The words by which things are found: without case, accents and apostrophes, and what else they may be called."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+", re.UNICODE)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
"""The marks that stand apart from their letters once these are taken apart."""
_ASIDE: Final = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`\u00b4")) | {ord("·"): " "}
"""Apostrophes of every kind, and the dot between words beside a title."""

_CALLED: Final = (
    "action mitigation recovery",
    "activity volume unit",
    "archive hide remove",
    "backup backups copy restore",
    "board committee",
    "budget finance spend cost",
    "close end finish lock",
    "colours dark light contrast appearance",
    "decision approval report",
    "delete remove",
    "exception escalation variance",
    "exempt confidential private sensitive",
    "export print save pdf excel output",
    "find search lookup",
    "freeze snapshot version frozen baseline",
    "give share send",
    "guide help manual instructions",
    "history audit log journal trail changes",
    "import load upload spreadsheet",
    "issue problem",
    "keys shortcuts keyboard hotkeys",
    "lead owner manager contact",
    "measure kpi indicator metric performance",
    "merge combine",
    "milestone deadline plan timeline gantt",
    "month period",
    "movement slip slippage offset treatment",
    "pack report",
    "project scheme initiative",
    "publication publish public foi",
    "reconciliation control total balance",
    "risk threat register",
    "savings benefit efficiency cashable",
    "settings options preferences configuration",
    "status rag rating",
    "surplus overachievement",
    "themes structure programme workstream",
    "undo revert back",
    "updates returns forms chase reminder",
)
"""Words that people use of one thing, a line for each."""

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {}
for _line in _CALLED:
    _same = tuple(_line.split())
    for _word in _same:
        SYNONYMS[_word] = tuple(dict.fromkeys((*SYNONYMS.get(_word, ()), *_same)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparison; ``P-033`` is ``p`` and ``033``, and ``People’s`` is ``peoples``."""
    plain = text.translate(_ASIDE)
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return tuple(_WORDS.findall(plain.casefold()))


@cache
def also_called(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what else people may call what is named so; plurals count as their singular."""
    named = (SYNONYMS.get(word) or SYNONYMS.get(word.removesuffix("s")) or () for word in words)
    return tuple(dict.fromkeys(word for same in named for word in same if word not in words))
