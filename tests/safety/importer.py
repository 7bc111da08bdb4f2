"""Imports in a process of its own, for tests that end it or let the disk fill: ``importer.py JOB FILE``.

It says on standard output what it has been told is saved, and nothing before.
"""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.errors import StoreError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.services.session import Edit, Session

FILES = PortfolioFiles(Context(who="Bob Officer", machine="CH-0900", now=lambda: datetime.now(UTC)))
PROJECTS = 60
HEADINGS = ("Ref", "Project", "Theme", "Lead", "2024/25 target (£)", "Description")


def tracker(number: int) -> Workbook:
    """Return a tracker in which every project has this number as its lead and in its target."""
    rows = [
        tuple(Cell(text) for text in HEADINGS),
        *(
            (
                Cell(f"DX-{at:02d}"),
                Cell(f"Project {at}"),
                Cell("Independence"),
                Cell(f"Lead {number}"),
                Cell(1000 + number, Cell.NUMBER),
                Cell(f"What it is for, as it was told in number {number}. " * 12),
            )
            for at in range(PROJECTS)
        ),
    ]
    return Workbook(name="tracker.xlsx", sheets=(Sheet("Projects", tuple(rows)),))


def say(*words: object) -> None:
    """Tell the test, at once."""
    print(*words, flush=True)


def take(session: Session, number: int) -> None:
    """Import a tracker."""
    found = TrackerImport(session, tracker(number))
    found.choose_where(programme_name="Living well")
    found.apply()


def last(session: Session) -> int:
    """Return the number of the tracker that was imported last; 0 where none was."""
    leads = {item.lead for item in session.records.all(Project)}
    return max((int(str(lead).split()[-1]) for lead in leads), default=0)


def import_for_ever(session: Session) -> None:
    """Import one tracker after another."""
    number = last(session)
    say(number)
    while True:
        number += 1
        take(session, number)
        say(number)


def fill_the_disk(session: Session) -> None:
    """Meet the end of the room for the file, say what came of it, then import the same with room again."""
    import resource

    # Its backup is made while there is room; the import itself then meets the end of it.
    session.back_up("test")
    before = held(session)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (session.path.stat().st_size + 20_000, hard))
    try:
        take(session, 2)
    except StoreError as error:
        say(type(error).__name__)
    say(held(session) == before, session.undo_action)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    take(session, 2)
    say(last(session), session.store.check())


def import_in_parts(session: Session) -> None:
    """Import without what makes one transaction of it, and stop for good between the parts."""
    import time
    from contextlib import contextmanager

    edits = session.edit

    @contextmanager
    def edit(action: str, *, reason: str | None = None) -> Iterator[Edit]:
        with edits(action, reason=reason) as found:
            yield found
        say("half-way")
        time.sleep(600)

    session.together = lambda *_, **__: nullcontext()  # type: ignore[assignment,method-assign,misc]
    session.edit = edit  # type: ignore[method-assign]
    take(session, 1)


def held(session: Session) -> tuple[object, object]:
    """Return the records in memory and in the file."""
    return {kind.table: set(session.records.all(kind)) for kind in RECORD_TYPES}, session.store.load()


def main() -> None:
    """Open the file and do the job."""
    session = FILES.open(Path(sys.argv[2]))
    {"import": import_for_ever, "full": fill_the_disk, "parts": import_in_parts}[sys.argv[1]](session)
    session.close()


if __name__ == "__main__":
    main()
