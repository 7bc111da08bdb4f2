"""Columns of which little is sure and that are taken all the same, told in sentences: a unit may be another one."""

import re
from collections.abc import Iterator, Sequence

from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.words import number_of

_DOUBT = 0.6
_MOST_NAMED = 3
_HEADED = "Headed "
_OF = re.compile(r" Of \d{4}/\d\d\.| Of [A-Z][a-z]+ \d{4}\.")
"""The year or the month that a column's heading names: no reason for a doubt."""


def doubts(pairs: Sequence[tuple[FoundTable, TableMap]]) -> Iterator[str]:
    """Say of the tables that are taken which columns to look at again, and why; those of one reason together.

    What a person chose is in no doubt, and neither is a field of the council's own, which is told of as one.
    """
    for table, found in pairs:
        if found.skip:
            continue
        reasons: dict[str, list[str]] = {}
        for column in found.columns:
            if column.chosen or column.target is None or column.target.own or column.sure > _DOUBT:
                continue
            heading = " ".join(column.path) or "no heading"
            reasons.setdefault(_reason(column.why), []).append(f"“{heading}”")
        for why, headings in reasons.items():
            more = len(headings) - _MOST_NAMED
            named = ", ".join(headings[:_MOST_NAMED])
            rest = f" and {number_of(more, 'more column')}" if more > 0 else ""
            yield f"Look again at {table.sheet}, {named}{rest}: {why}"


def _reason(why: str) -> str:
    """Return why a column is in doubt: what is said after how it is headed."""
    first, _, rest = _OF.sub("", why).partition(". ")
    return rest if first.startswith(_HEADED) and rest else why
