"""A copy of an open portfolio under another name, whatever became of the file itself."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from asc_desktop._files import new_file, real_path
from asc_desktop.domain.records.exchange import MergedCopy, UpdateRequest
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.frozen import LOST, FrozenReport
from asc_desktop.storage import opening
from asc_desktop.storage.checks import proof_fault
from asc_desktop.storage.connection import connect, part_from_journal, quick_check
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import StoreError, plain_errors
from asc_desktop.storage.holder import Hold
from asc_desktop.storage.rows import frozen_report
from asc_desktop.storage.versions import SCHEMA_VERSION


def save_copy(
    opened: opening.Opened,
    context: Context,
    target: Path,
    fill: Callable[[sqlite3.Connection], None],
    *,
    over: bool = False,
) -> bool:
    """Write a copy, whole or not at all; return whether it has the history.

    Where the file can no longer be read, the copy is a new portfolio that ``fill`` puts the records into. ``over``
    lets it take the place of a file that nobody has open.
    """
    target = real_path(target)
    with plain_errors(target):
        opening.refuse_place(target, over=over)
        if target.exists() and opened.path.exists() and target.samefile(opened.path):
            raise StoreError(f"“{target.name}” is the portfolio that is open. Give the copy another name.")
        with Hold(target, context) if target.exists() else contextlib.nullcontext():
            try:
                copy(opened.connection, target, over=over)
            except sqlite3.Error:
                # Where the copy could not be written, neither can this one be, and the error says so.
                opening.write_new(target, context, fill, over=over)
                return False
            return True


def rescued(
    connection: sqlite3.Connection, records: Iterable[Record]
) -> tuple[list[Record], list[FrozenReport]]:
    """Return records with what is kept by name that can still be read: reports that boards received, forms as sent.

    A snapshot whose report cannot be read stays, and says so when it is opened.
    """
    found: dict[str, FrozenReport] = {LOST.id: LOST}

    def is_kept(report_id: str | None) -> bool:
        if report_id is None or report_id in found:
            return True
        with contextlib.suppress(sqlite3.Error):
            report = frozen_report(connection, report_id)
            if report is not None and report.is_whole and is_kept(report.base):
                found[report.id] = report
        return report_id in found

    for record in (records := list(records)):
        if isinstance(record, UpdateRequest):
            is_kept(record.content)
    return [
        replace(record, content=LOST.id)
        if isinstance(record, Snapshot) and not is_kept(record.content)
        else record
        for record in records
        # What was heard is in the records; the actions that told of it are in the history, which is lost.
        if not isinstance(record, MergedCopy)
    ], list(found.values())


def copy(connection: sqlite3.Connection, target: Path, *, over: bool, replica: str = "") -> None:
    """Write everything that an open portfolio holds into another file, as the copy that ``replica`` names if any does.

    Raises sqlite3.Error and OSError.
    """
    with new_file(target, over=over) as part, contextlib.closing(connect(part)) as written:
        connection.backup(written)
        if replica:
            # Proven here and now: the next to open it is somebody else.
            written.execute("UPDATE file_info SET value = ? WHERE key = 'replica'", (replica,))
            faults = [fault] if (fault := proof_fault(written, SCHEMA_VERSION)) else []
        else:
            faults = quick_check(written)
        if faults:
            raise sqlite3.DatabaseError(faults[0])
        part_from_journal(target)
