"""A window on a file in a synced folder, in a process of its own: ``publisher.py FILE OWN-FOLDER START``.

It gives every project the next number, again and again, publishes now and then, and says what is saved and published.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec import structs

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage.errors import ChangedElsewhereError
from asc_desktop.storage.store import Context, Store


def main() -> None:
    """Edit and publish for ever."""
    path, own, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    context = Context("Bob Officer", "CH-0900", lambda: datetime.now(UTC), own)
    store = Store.open(path, context, apart=True)
    publishing = store.publishing
    assert publishing is not None
    rows = [row for row in store.load()["project"] if isinstance(row, Project)]
    while True:
        number += 1
        with store.transaction(f"Edit {number}") as tx:
            tx.update_many(structs.replace(row, lead=str(number)) for row in rows)
        print("saved", number, flush=True)
        if number % 2 == 0:
            try:
                publishing.publish()
            except ChangedElsewhereError:
                print("changed", number, flush=True)
            else:
                print("published", number, flush=True)


if __name__ == "__main__":
    main()
