"""What a snapshot keeps: a report's canonical text, compressed, beside the SHA-256 of that text.

The content is read only when a snapshot is opened. What does not match its hash is never shown as what a board saw.
"""

import base64
import zlib
from functools import lru_cache

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.decode import canonical_text, report_from_text, sha256_of
from asc_desktop.domain.report.model import Report

MOST_CHARACTERS = 100_000_000
"""No report is longer; what claims to be is damaged, and is not let fill the memory."""

KEPT_OPEN = 28
"""How many opened snapshots are kept decoded: two years of monthly boards, and those that are compared."""


class SnapshotError(ValueError):
    """A snapshot whose content cannot be shown; the text is a sentence."""


def packed(report: Report) -> tuple[str, str]:
    """Return a report's content as a snapshot keeps it, and its SHA-256."""
    text = canonical_text(report)
    return base64.b85encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii"), sha256_of(text)


def content_text(snapshot: Snapshot) -> str:
    """Return the canonical text of a snapshot's report; raise SnapshotError where it is not what was frozen."""
    damaged = (
        f"The content of the snapshot “{snapshot.name}” is damaged, so it cannot be shown. "
        "The rest of the portfolio is not affected; a backup may hold the snapshot whole."
    )
    try:
        reader = zlib.decompressobj()
        body = reader.decompress(base64.b85decode(snapshot.content), MOST_CHARACTERS)
        text = body.decode("utf-8")
    except (ValueError, zlib.error) as error:
        raise SnapshotError(damaged) from error
    if not reader.eof:
        raise SnapshotError(damaged)
    if sha256_of(text) != snapshot.sha256:
        raise SnapshotError(
            f"The content of the snapshot “{snapshot.name}” does not match its SHA-256: it was changed after it was "
            "frozen, so it is not shown as what the board saw. A backup may hold it as it was."
        )
    return text


def opened(snapshot: Snapshot) -> Report:
    """Return the report that a snapshot froze; raise SnapshotError where it is damaged or was changed."""
    return _opened(snapshot)


@lru_cache(maxsize=KEPT_OPEN)
def _opened(snapshot: Snapshot) -> Report:
    # A snapshot never changes, and a report is frozen, so the same one may be given again.
    text = content_text(snapshot)
    try:
        return report_from_text(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise SnapshotError(f"The content of the snapshot “{snapshot.name}” is no report.") from error


def never_changes(before: Record | None) -> str:
    """Return the sentence that refuses to change or delete a record, where it is a snapshot; else nothing."""
    if not isinstance(before, Snapshot):
        return ""
    return (
        f"“{before.name}” is what was frozen on {dates.date_label(before.frozen_on)}. "
        "A snapshot is never changed or deleted; a newly frozen one can be taken back with undo."
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
