"""What a search finds, with the words that it is found by."""

from __future__ import annotations

from msgspec import Struct

from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.find_words import also_called, words_of


class Hit(Struct, frozen=True):
    """Something found: what it is, its title, and words that tell it from others of the same name.

    ``kind`` is the record's table, or ``command``. ``ref`` is a project's. ``programme_id`` is empty where it belongs
    to none. ``text`` is a note in full, of which the title is a part.
    """

    id: str
    kind: str
    label: str
    title: str
    context: str
    programme_id: str = ""
    ref: str = ""
    text: str = ""

    @property
    def heading(self) -> str:
        """The title, after the reference if there is one."""
        return f"{self.ref} {self.title}".strip()


Entry = tuple[Hit, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""A hit with the words of its reference, of its title, and of what is beside it."""


def entry_of(hit: Hit) -> Entry:
    """Return what finds a hit. What people may call it otherwise follows from what it is, and from no record's name."""
    title, label = words_of(hit.title), words_of(hit.label)
    called = also_called(label if hit.kind in TYPE_BY_TABLE else (*title, *label))
    return hit, words_of(hit.ref), title, (*label, *words_of(hit.context), *called)


def note_of(hit: Hit) -> Entry:
    """Return what finds a note: all its words as one text, each after a space."""
    return hit, (), (), (f" {' '.join(words_of(f'{hit.label} {hit.context} {hit.text}'))}",)
