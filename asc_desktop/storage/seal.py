"""The seal of the journal: one hash over every entry in its order, renewed as the last step of each transaction.

It is kept apart from the journal, so that a page of the journal that is lost, older or altered no longer agrees with
it. It names the last transaction that it covers: in a copy taken while the file was being saved, the two are of
different moments.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from msgspec import Struct

from asc_desktop.domain.records.fields import Value

KEY = "seal"

TRANSACTIONS = (
    "SELECT number, id, clock, replica, at, who, action, reason, kind, target, first_sequence"
    " FROM journal_transaction"
)
ENTRIES = "SELECT sequence, transaction_number, table_name, row_id, operation, changes FROM journal"

Row = tuple[Value, ...]


class Seal(Struct, frozen=True):
    """``number`` is that of the last transaction covered, 0 before the first; ``digest`` is hexadecimal."""

    number: int = 0
    digest: str = ""

    def over(self, transaction: Row, entries: Iterable[Row]) -> "Seal":
        """Return the seal that covers one transaction more."""
        rows = ("\x1f".join(map(str, row)) for row in (transaction, *entries))
        covered = hashlib.sha256("\x1e".join((self.digest + next(rows), *rows, "")).encode())
        return Seal(int(transaction[0] or 0), covered.hexdigest())


def kept_seal(connection: sqlite3.Connection) -> Seal | None:
    """Return the seal that the file holds; None in one that has none yet. Raises ValueError where it is none."""
    row = connection.execute("SELECT value FROM file_info WHERE key = ?", (KEY,)).fetchone()
    if row is None:
        return None
    number, _, digest = str(row[0]).partition(" ")
    return Seal(int(number), digest)


def renew_seal(connection: sqlite3.Connection) -> None:
    """Let the seal cover every transaction made since. Must run inside a transaction, as its last step."""
    kept = kept_seal(connection)
    seal = kept or Seal()
    for transaction, entries in list(_since(connection, seal.number)):
        seal = seal.over(transaction, entries)
    if seal != kept:
        connection.execute(
            "INSERT INTO file_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (KEY, f"{seal.number} {seal.digest}"),
        )


def _since(connection: sqlite3.Connection, number: int) -> Iterator[tuple[Row, list[Row]]]:
    rows = connection.execute(f"{TRANSACTIONS} WHERE number > ? ORDER BY number", (number,)).fetchall()
    for row, after in zip_longest(rows, rows[1:]):
        end = after[-1] if after else 1 << 62
        entries = connection.execute(
            f"{ENTRIES} WHERE sequence >= ? AND sequence < ? ORDER BY sequence", (row[-1], end)
        )
        yield row, entries.fetchall()
