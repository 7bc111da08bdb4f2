"""A portfolio in which every text that may be typed begins with a picture's tag, and what sees the picture opened."""

import ctypes
import os
import struct
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Field, Kind, Record, fields_of
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import snapshots
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session

LETTERS = "Q&Z"
"""In every text that is short: a tag about an ampersand, which a button would take for a key."""
BOLD = f"<b>{LETTERS}</b>"
SHARE = '<img src="//server/share/x.png">'

_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_LEFT_OUT = frozenset(
    {("delivery_status", "letter"), ("published_table", "rules"), ("pack_template", "sections")}
)
"""What is no free text: two letters, rules of a table's columns, keys of sections."""
_IN_OPEN = 0x20
_NONBLOCK = 0x800


class Watch:
    """Sees a file being opened, by whichever library; on Linux, whose kernel tells."""

    def __init__(self, path: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
        self._queue = -1
        if self._libc is not None:
            self._queue = self._libc.inotify_init1(_NONBLOCK)
            assert self._libc.inotify_add_watch(self._queue, os.fsencode(path), _IN_OPEN) >= 0

    def opened(self) -> int:
        """Return how often the file was opened since this was asked last."""
        if self._queue < 0:
            return 0
        try:
            data = os.read(self._queue, 65536)
        except BlockingIOError:
            return 0
        return len(data) // struct.calcsize("iIII")

    def close(self) -> None:
        if self._queue >= 0:
            os.close(self._queue)


def is_typed(record_type: type[Record], field: Field) -> bool:
    """Whether a person may type any text into a field."""
    return (
        field.kind in _TEXTS
        and not field.hidden
        and record_type is not Snapshot
        and (record_type.table, field.key) not in _LEFT_OUT
    )


def hostile_words(field: Field, words: str, picture: Path) -> str:
    """Return words that begin with tags, as many as the field has room for."""
    for tags in (f'<img src="{picture.as_uri()}">{SHARE}{BOLD}', f"{SHARE}{BOLD}", BOLD, "<b>"):
        if len(tags) + 1 + len(words) <= (field.limit or 32_767):
            return f"{tags} {words}".strip()
    return f"<b>{words}"[: field.limit]


def make_hostile(session: Session, picture: Path) -> set[tuple[str, str]]:
    """Fill every text field of every record; return those (table and key) that some record holds tags in."""
    wanted: dict[str, Any] = {}
    for record_type in RECORD_TYPES:
        typed = [field for field in fields_of(record_type) if is_typed(record_type, field)]
        for record in session.records.all(record_type) if typed else ():
            values = {f.key: hostile_words(f, getattr(record, f.key) or "", picture) for f in typed}
            made: Any = record
            wanted[record.id] = replace(made, **values)
    for _ in range(6):
        try:
            with session.edit(f"Make {BOLD} hostile", reason=f"Because {BOLD}") as edit:
                edit.put(*wanted.values())
            break
        except EditRefused as refused:
            # A rule of that field does not let it hold just any text, as where it must name something else.
            for problem in refused.problems:
                held: Any = session.records.find(type(wanted[problem.record_id]), problem.record_id)
                key = problem.key
                mended = replace(wanted[problem.record_id], **{key: getattr(held, key)})
                # Where that field is as it was, another asks for it, as a resolution does for its date.
                wanted[problem.record_id] = mended if mended != wanted[problem.record_id] else held
    else:
        raise AssertionError("the rules refuse tags that no field's description speaks of")
    programme = next(item for item in session.records.all(Programme) if item.name.endswith("Better Outcomes"))
    period = programme.open_period
    snapshots.freeze(session, Scope(programme.id, period), name=f"{BOLD} board")
    return {
        (record_type.table, field.key)
        for record_type in RECORD_TYPES
        for record in session.records.all(record_type)
        for field in fields_of(record_type)
        if str(getattr(record, field.key) or "").startswith("<")
    }
