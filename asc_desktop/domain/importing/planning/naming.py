"""Records that a row names in words: found by reference or by name, and never by likeness, which is only offered."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from asc_desktop.domain.importing.planning.identity import Index, has_reference, name_key
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Field, FieldError, Record, field_of
from asc_desktop.domain.records.place import belongs_to

Likely = Callable[[str, Mapping[str, str]], list[str]]
"""Which of several records, by id and words, a text may be meant for: their ids, the likeliest first."""

MADE = frozenset({"programme", "theme", "workstream", "source_plan", "category_of_risk"})
"""Tables whose records are made where a row names one that is not there."""
_PARTING = re.compile(r"\s*[:\-–—|/]\s+|\s+")


def nobody(_text: str, _candidates: Mapping[str, str]) -> list[str]:
    """Return no likely record: what stands where nobody can say."""
    return []


class Named(Struct, frozen=True):
    """Whom a text names: an id, or nothing with the reason and those whom it may be meant for."""

    record_id: str = ""
    sentence: str = ""
    likely: tuple[tuple[str, str], ...] = ()
    is_made: bool = False


class Namer:
    """Finds whom words name among the records as they are planned."""

    def __init__(self, working: Records, index: Index, likely: Likely) -> None:
        """Take the records, which grow while rows are planned."""
        self._working = working
        self._index = index
        self._likely = likely
        self._held: dict[str, tuple[tuple[Record, ...], dict[str, str]]] = {}

    def find(self, kind: type[Record], text: str, holder: str = "") -> Named:
        """Return the one record that a text names in full; of several of a name, that which belongs to ``holder``."""
        wanted = text.strip()
        if self._working.find(kind, wanted) is not None:
            return Named(wanted)
        for key in (("ref",) if has_reference(kind) else ()) + ((name_key(kind),) if name_key(kind) else ()):
            found = self._index.named(kind, key, wanted)
            if len(found) > 1 and holder:
                nearer = [
                    each for each in found if belongs_to(self._working.get(kind, each), holder, self._working)
                ]
                found = nearer or found
            if len(found) == 1:
                return Named(found[0])
            if found:
                several = f"There are {len(found)} {kind.plural} called “{_short(wanted)}”"
                sentence = f"{several}, so it is not known which is meant."
                return Named(sentence=sentence, likely=self._words(kind, found))
        if has_reference(kind) and (both := self._of_both(kind, wanted)):
            return Named(both)
        return Named(
            sentence=f"No {kind.noun} is called “{_short(wanted)}”.", likely=self.likely(kind, wanted)
        )

    def likely(
        self, kind: type[Record], text: str, among: Mapping[str, str] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Return whom of a type, or of some of them, a text may be meant for, with their words."""
        candidates = among if among is not None else self._candidates(kind)
        found = self._likely(text, candidates) if candidates else []
        return tuple((each, candidates[each]) for each in found)

    def _candidates(self, kind: type[Record]) -> Mapping[str, str]:
        """Return the records of a type by id, in words: the same mapping until there are others."""
        every = self._working.all(kind)
        held = self._held.get(kind.table)
        if held is None or held[0] is not every:
            held = self._held[kind.table] = (
                every,
                {record.id: record.words(self._working) for record in every},
            )
        return held[1]

    def _of_both(self, kind: type[Record], text: str) -> str:
        """Return the record whose reference and name stand together in a text; empty where they do not agree."""
        for at in _PARTING.finditer(text):
            found = self._index.named(kind, "ref", text[: at.start()])
            if len(found) != 1:
                continue
            record: Any = self._working.get(kind, found[0])
            if known_as(str(getattr(record, name_key(kind)))) == known_as(text[at.end() :]):
                return record.id  # type: ignore[no-any-return]
        return ""

    def _words(self, kind: type[Record], ids: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple((each, self._working.get(kind, each).words(self._working)) for each in ids)


def checked_name(kind: type[Record], text: str) -> tuple[str, str]:
    """Return a name as its field keeps it, and nothing; or nothing, and why it cannot be one."""
    field: Field = field_of(kind, name_key(kind))
    try:
        return str(field.check(" ".join(text.split())) or ""), ""
    except FieldError as error:
        return "", error.sentence


def looks_like_reference(text: str) -> bool:
    """Whether a text is short and has a figure, as references have and names have not."""
    body = text.strip()
    return len(body) <= field_of(Project, "ref").limit and " " not in body and any(map(str.isdigit, body))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"  # noqa: PLR2004 - as much as a sentence bears
