"""Which records a name is likely meant for: offered to a person, and never taken unasked."""

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process, utils

_ENOUGH = 72.0
"""How alike two names must be of 100, the order of their words aside."""
_MOST = 3
_REFERENCE = re.compile(r"^[A-Za-z]{0,6}[-/. ]?\d+[A-Za-z]?[\s:.–-]+(?=\S)")
"""What a name begins with where its record has a reference: ``P-07``."""
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")


class Likeness:
    """Compares names, for as long as one set of records is compared with.

    Case, punctuation and the order of words make no difference.
    """

    def __init__(self) -> None:
        self._prepared: tuple[Mapping[str, str], dict[str, str]] | None = None

    def __call__(self, text: str, candidates: Mapping[str, str]) -> list[str]:
        """Return the ids of up to three candidates that the text is like, the likeliest first."""
        names = self._names(candidates)
        wanted = _plain(text)
        if not wanted or not names:
            return []
        found = process.extract(
            wanted, names, scorer=fuzz.ratio, processor=None, limit=_MOST, score_cutoff=_ENOUGH
        )
        return [record_id for _, _, record_id in found]

    def _names(self, candidates: Mapping[str, str]) -> dict[str, str]:
        # The same records are asked about for every row; to prepare them takes as long as to compare them.
        if self._prepared is None or self._prepared[0] is not candidates:
            self._prepared = (candidates, {key: _plain(words) for key, words in candidates.items()})
        return self._prepared[1]


def _plain(text: str) -> str:
    """Return a name's words in one order, without a reference before them and what else is no matter."""
    name = _REFERENCE.sub("", text.strip()) or text
    words = utils.default_process(_HYPHEN.sub("", name.replace("&", " and "))).split()
    return " ".join(sorted(words))
