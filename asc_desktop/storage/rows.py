"""Rows read as records, and as frozen reports."""

import json
import sqlite3
from collections.abc import Collection
from itertools import starmap

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.frozen import FrozenReport

FROZEN = "SELECT id, base, content FROM frozen_report"


def records_of(kind: type[Record], rows: sqlite3.Cursor) -> list[Record]:
    """Return the records of rows whose columns are in the order of ``schema.column_names``."""
    return list(starmap(kind, rows))


def frozen_report(connection: sqlite3.Connection, report_id: str) -> FrozenReport | None:
    """Return what is kept of a frozen report; None where it is not there."""
    row = connection.execute(f"{FROZEN} WHERE id = ?", (report_id,)).fetchone()
    return FrozenReport(*row) if row else None


def frozen_size(connection: sqlite3.Connection, report_ids: Collection[str]) -> int:
    """Return how many bytes frozen reports take, and what they are the differences from."""
    size = (
        "SELECT COALESCE(sum(length(report.content) + COALESCE(length(base.content), 0)), 0)"
        " FROM frozen_report AS report LEFT JOIN frozen_report AS base ON base.id = report.base"
        " WHERE report.id IN (SELECT value FROM json_each(?))"
    )
    return int(connection.execute(size, (json.dumps(list(report_ids)),)).fetchone()[0])
