"""Merges in a process of its own, for tests that end it or let the disk fill: ``merger.py JOB FILE COPY``.

It says on standard output what it has been told is saved, and nothing before.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.errors import StoreError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.merging import open_copy

FILES = PortfolioFiles(Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC)))


def say(*words: object) -> None:
    """Tell the test, at once."""
    print(*words, flush=True)


def hold(copy: Path) -> None:
    """Change a copy, and keep it open until the test says so."""
    session = FILES.open(copy)
    with session.edit("Change") as edit:
        edit.put(replace(session.records.all(Project)[0], sponsor="Saved while open"))
    say("open")
    sys.stdin.readline()
    session.close()


def main() -> None:
    """Do what the test asks for."""
    job, path, copy = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if job == "hold":
        hold(copy)
        return
    session = FILES.open(path)
    say("open")
    merge = open_copy(session, copy)
    if job == "parts":
        # What a merge that is no single transaction would leave.
        session.merge("Merge", lambda tx: tx.update_many(merge._settled().puts[:5]), least=1)
        say("half-way")
        sys.stdin.readline()
    if job == "full":
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = path.stat().st_size + 40_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    say("read")
    try:
        # Until it is ended: each merge is taken back, and made again.
        while job != "once":
            merge.apply()
            say("merged")
            if job == "full":
                break
            session.undo()
            say("undone")
            with session.edit("Change") as edit:
                edit.put(replace(session.records.all(Project)[0], description=session.new_id()))
            session.undo()
    except StoreError as error:
        say(type(error).__name__)
        say(session.undo_action, [item.lead for item in session.records.all(Project)].count("Ben"))
        session.close()


if __name__ == "__main__":
    main()
