"""A window in a process of its own, for tests that end it without warning: ``editor.py JOB FILE [START]``.

It says on standard output what it has been told is saved, and nothing before.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec import structs

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store

CONTEXT = Context(who="Bob Officer", machine="CH-0900", now=lambda: datetime.now(UTC))


def say(*words: object) -> None:
    """Tell the test, at once."""
    print(*words, flush=True)


def projects(store: Store) -> list[Project]:
    """Return the projects."""
    return [row for row in store.load()["project"] if isinstance(row, Project)]


def edit_for_ever(store: Store, start: int) -> None:
    """Give every project the next number in one transaction, again and again; every seventh one is undone."""
    rows = projects(store)
    # So little that a transaction spills into the file before it is committed.
    store._connection.execute("PRAGMA cache_size = 10")
    number = start
    while True:
        number += 1
        with store.transaction(f"Edit {number}") as tx:
            tx.update_many(structs.replace(row, lead=str(number)) for row in rows)
        say(number)
        if number % 7 == 0:
            with store.transaction(f"Slip {number}") as tx:
                tx.update_many(structs.replace(row, lead=f"slip {number}") for row in rows)
            store.undo()
            say(number)


def stop_half_way(store: Store, _: int) -> None:
    """Stop for good inside a transaction whose first half is in the file already."""
    store._connection.execute("PRAGMA cache_size = 10")
    with store.transaction("Half") as tx:
        tx.update_many(structs.replace(row, lead="half", description="y" * 900) for row in projects(store))
        say("half-way")
        time.sleep(600)


def hold(store: Store, _: int) -> None:
    """Keep the file open."""
    say("holding")
    time.sleep(600)


def edit_quickly(store: Store, _: int) -> None:
    """Edit as long as nobody stops it, and say nothing but that it has begun."""
    rows = projects(store)
    say("holding")
    number = 0
    while True:
        number += 1
        with store.transaction(f"Edit {number}") as tx:
            tx.update_many(structs.replace(row, lead=str(number)) for row in rows)
        time.sleep(0.05)


def fill_the_disk(store: Store, _: int) -> None:
    """Meet the end of the room for the file, say what came of it, then make the same edit with room again."""
    import resource

    before = store.load()
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    size = store.path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, hard))
    extra = [
        Project(id=f"x{n}", ref=f"X{n}", name="Extra", theme_id="theme", description="z" * 3_000)
        for n in range(200)
    ]
    try:
        with store.transaction("Too much") as tx:
            tx.insert_many(extra)
    except StoreError as error:
        say(type(error).__name__)
    say(store.load() == before, store.undo_action)
    small = structs.replace(projects(store)[0], lead="small")
    with store.transaction("Small") as tx:
        tx.update(small)
    say("small saved")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    with store.transaction("Room again") as tx:
        tx.insert_many(extra)
    say(len(projects(store)), store.check())
    store.close()


def main() -> None:
    """Open the file and do the job."""
    job, path = sys.argv[1], Path(sys.argv[2])
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    try:
        store = Store.open(path, CONTEXT)
    except StoreError as error:
        say(type(error).__name__, error)
        os._exit(3)
    {
        "edit": edit_for_ever,
        "half": stop_half_way,
        "hold": hold,
        "quick": edit_quickly,
        "full": fill_the_disk,
    }[job](store, start)


if __name__ == "__main__":
    main()
