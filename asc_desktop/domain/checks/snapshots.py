"""The checks of snapshots."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.snapshots import in_order

_SHA256 = re.compile(r"[0-9a-f]{64}")


def snapshot_problems(record: Snapshot, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a snapshot; whether its report is as it was hashed takes reading that."""
    same = record.name.casefold()
    if any(
        item.id != record.id and item.name.casefold() == same
        for item in in_order(records, record.programme_id)
    ):
        yield Problem(
            "name", f"There is already a board version called {record.name}. Give this one another name."
        )
    programme = records.find(Programme, record.programme_id)
    if programme is not None and record.period >= programme.open_period:
        period, now = dates.period_label(record.period), dates.period_label(programme.open_period)
        yield Problem(
            "period",
            f"{period} is still open, and saving a board version would close it."
            if record.period == programme.open_period
            else f"{period} cannot be closed for a board: {programme.name} has come to {now} only.",
        )
    board = records.find(Board, record.board_id)
    if board is not None and record.programme_id and board.programme_id != record.programme_id:
        owner = records.title(Programme.table, board.programme_id)
        yield Problem("board_id", f"{board.name} is a board of {owner}.")
    if not _SHA256.fullmatch(record.sha256):
        yield Problem("sha256", f"The SHA-256 of the board version “{record.name}” is not one.")


def programme_snapshots(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme would open a period again that was frozen for a board."""
    held = in_order(records, programme.id)
    if held and held[-1].period >= programme.open_period:
        frozen = dates.period_label(held[-1].period)
        following = dates.period_label(dates.shift_period(held[-1].period, 1))
        yield Problem("open_period", f"{frozen} was closed for a board. Open {following} or a later month.")


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {Snapshot: snapshot_problems}
