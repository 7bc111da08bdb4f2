"""What a snapshot holds: the SHA-256 of a report's canonical text, and the name under which that text is kept.

The text is read only when a snapshot is opened. What does not match its hash is never shown as what a board saw.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from msgspec import Struct, json

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.frozen import FrozenReport, unpack
from asc_desktop.domain.report.model import Report

R = TypeVar("R", bound=Struct)


class SnapshotError(ValueError):
    """A snapshot whose content cannot be shown; the text is a sentence."""


def canonical_text(report: Report) -> str:
    """Return a report as the text that is kept and hashed: JSON without spaces, equal for equal reports.

    What was frozen is compared with this, so it never changes for a report of the fields that it had.
    """
    return json.encode(report).decode()


def sha256_of(text: str | bytes) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


def decoded(text: str | bytes, kind: type[R]) -> R:
    """Return the report that a canonical text holds, of this version or an older one, or as much as ``kind`` has.

    Raises ValueError where it holds none.
    """
    decoder: json.Decoder[R] = _decoder(kind)
    return decoder.decode(text)


_decoder = cache(json.Decoder)
"""One for a type: to make it takes as long as to read a report."""


def content_of(snapshot: Snapshot, find: Callable[[str], FrozenReport | None]) -> bytes:
    """Return the canonical text of a snapshot's report; raise SnapshotError where it is not what was frozen.

    In UTF-8, as it is hashed and read: of a large council it is three megabytes, which need not be there twice.
    ``find`` gives what is kept under a name.
    """
    try:
        report = find(snapshot.content)
        if report is None:
            raise ValueError("There is nothing of that name.")  # noqa: TRY301 - as any other damage
        text = unpack(report, find)
    except ValueError as error:
        raise SnapshotError(
            f"The content of the board version “{snapshot.name}” is damaged, so it cannot be shown. "
            "The rest of the portfolio is not affected. A backup may have it undamaged."
        ) from error
    if sha256_of(text) != snapshot.sha256:
        raise SnapshotError(
            f"The content of the board version “{snapshot.name}” does not match its SHA-256: it was changed "
            f"after it was saved, so it is not shown as what the board saw. A backup may have it as it was."
        )
    return text


def opened(snapshot: Snapshot, text: bytes, kind: type[R]) -> R:
    """Return the report of a snapshot's text, or as much of it as ``kind`` has; raise SnapshotError if it is none."""
    try:
        return decoded(text, kind)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"The content of the board version “{snapshot.name}” is no report.") from error


def never_changes(before: Record | None) -> str:
    """Return the sentence that refuses to change or delete a record, where it is a snapshot; else nothing."""
    if not isinstance(before, Snapshot):
        return ""
    return (
        f"“{before.name}” was saved on {dates.date_label(before.frozen_on)}. "
        "A board version is never changed or deleted; a new one can be undone."
    )


def in_order(records: Records, programme_id: str | None) -> list[Snapshot]:
    """Return the snapshots of a programme, or of all programmes together for None, the earliest first."""
    return sorted(
        (item for item in records.all(Snapshot) if item.programme_id == programme_id),
        key=lambda item: (item.period, item.frozen_on, item.id),
    )


def last_before(records: Records, programme_id: str | None, period: str) -> Snapshot | None:
    """Return what a period is compared with: the last snapshot of an earlier one, else the first of its own."""
    held = in_order(records, programme_id)
    earlier = [item for item in held if item.period < period]
    return earlier[-1] if earlier else next((item for item in held if item.period == period), None)
