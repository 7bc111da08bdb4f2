"""What was said before in fields of one idea, such as suppliers, groups and roles: each name in one spelling.

“Reed Ltd” and “reed ltd ” are one supplier. What is typed takes the spelling that other records have, the most usual
where they have several; who only spells a record's own name anew is left to it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from asc_desktop.domain.records.fields import Field, Record, Value, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.spellings import same_name
from asc_desktop.services.session import Session

_Said = Mapping[str, str]
_held: WeakKeyDictionary[Session, dict[str, tuple[tuple[Any, ...], _Said]]] = WeakKeyDictionary()


def said_before(session: Session, field: Field) -> list[str]:
    """Return what was said in fields of the same idea, each name once, in order; nothing where there is none."""
    return sorted(_said(session, field.again).values(), key=str.casefold) if field.again else []


def one_spelling(session: Session, record: Record, field: Field, value: Value) -> Value:
    """Return what is typed into a record as other records spell it, where they do."""
    if not field.again or not isinstance(value, str):
        return value
    name = same_name(value)
    if name == same_name(str(getattr(record, field.key) or "")):
        return value
    return _said(session, field.again).get(name, value)


def _said(session: Session, idea: str) -> _Said:
    """Return the most usual spelling of each name by what its spellings have in common; worked out once a change."""
    tables = tuple(session.records.all(kind) for kind, _ in _places(idea))
    held = _held.setdefault(session, {})
    before = held.get(idea)
    if before is None or any(one is not other for one, other in zip(before[0], tables, strict=True)):
        spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (_, key), rows in zip(_places(idea), tables, strict=True):
            for row in rows:
                if text := getattr(row, key):
                    spelt[same_name(text)][text] += 1
        said = {
            name: min(found, key=lambda text: (-found[text], text)) for name, found in spelt.items() if name
        }
        before = held[idea] = (tables, said)
    return before[1]


@cache
def _places(idea: str) -> tuple[tuple[type[Record], str], ...]:
    return tuple(
        (kind, field.key) for kind in RECORD_TYPES for field in fields_of(kind) if field.again == idea
    )
