"""Write the tiny portfolio that stands for the schema of this version: ``python tests/data/make_portfolio.py FILE``.

Run it once, when a version with a new schema is released, and keep the file for good.
"""

import contextlib
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from asc_desktop.domain.merging.heard import as_text
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.records.fields import Kind, Record, Value, fields_of
from asc_desktop.domain.records.office import ClosedVersion, Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.frozen import pack
from asc_desktop.storage.store import Context, Store

_VALUES: dict[Kind, Value] = {
    Kind.TEXT: "=Text",
    Kind.LONG_TEXT: "“Quoted”\nand so on",
    Kind.MONEY: 32878700,
    Kind.DATE: "2024-07-18",
    Kind.PERIOD: "2024-06",
    Kind.YEAR: 2024,
    Kind.YEARS: "2024,2025",
    Kind.INTEGER: 1,
    Kind.DECIMAL: "98.8",
    Kind.FLAG: 0,
}

REPORT = pack("What a board received")
HEARD = pack(as_text(()))


def one_of(kind: type[Record]) -> Record:
    """Return a record with every field filled."""
    values: dict[str, Value] = {}
    for field in fields_of(kind):
        match field.kind:
            case Kind.CHOICE:
                values[field.key] = field.choices[0][0]
            case Kind.REFERENCE:
                values[field.key] = f"{field.to}-1"
            case _:
                values[field.key] = "G" if field.limit == 2 else _VALUES[field.kind]
    if kind is Snapshot:
        values["content"] = REPORT.id
    if kind is MergedCopy:
        values["content"] = HEARD.id
    if kind is ClosedVersion:
        values |= {"record_table": "programme", "content": "{}"}
    return kind(id=f"{kind.table}-1", **values)  # type: ignore[arg-type]


def main(path: Path) -> None:
    """Write the portfolio."""
    ticks = count()
    start = datetime(2024, 7, 18, 9, tzinfo=UTC)
    context = Context(
        who="Ann Officer", machine="CH-0417", now=lambda: start + timedelta(seconds=next(ticks))
    )
    with Store.create(path, context) as store:
        with store.transaction("Create the portfolio", undoable=False) as tx:
            tx.insert_many(one_of(kind) for kind in RECORD_TYPES)
            tx.keep(REPORT)
            tx.keep(HEARD)
        with store.transaction("Add a theme") as tx:
            theme = next(kind for kind in RECORD_TYPES if kind.table == "theme")
            tx.insert(theme(id="theme-2", programme_id="programme-1", name="Second"))  # type: ignore[call-arg]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        # Small pages: some sixty tables and indexes of a row each.
        connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
