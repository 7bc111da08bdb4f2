"""Every writer of files, in a process of its own: ``writers.py prepare|act JOB FOLDER``.

``prepare`` puts into the folder what is there before; ``act`` writes, and makes an empty file ``mark-1`` once the
writer has said that it is done. ``FOLDER-aside`` holds what the writer reads and does not write.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec import structs

from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, Theme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.pack_plan import TEMPLATES, PackPlan
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.pack_templates import export_template
from asc_desktop.services.packs import PackRequest, prepare, write_files
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import write_frozen
from asc_desktop.storage.backups import backup_list
from asc_desktop.storage.connection import journal_path
from asc_desktop.storage.recovery import recover, restore
from asc_desktop.storage.store import First, Store

CONTEXT = Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC))
FILES = PortfolioFiles(CONTEXT)
PROJECTS = 12
EDITS = 5
NAME = "ASC.ascp"


def mark(folder: Path, number: int = 1) -> None:
    """Say that a writer has said that it is done."""
    os.close(os.open(folder / f"mark-{number}", os.O_CREAT | os.O_WRONLY))


def small(path: Path) -> Store:
    """Make and open a portfolio of some projects."""
    rows = [
        Portfolio(id="portfolio", name="Council"),
        Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06"),
        Theme(id="theme", programme_id="prog", name="Independence"),
        *(
            Project(
                id=f"p{n}",
                ref=f"P{n}",
                name=f"Project {n}",
                theme_id="theme",
                lead="0",
                description="x" * 300,
            )
            for n in range(PROJECTS)
        ),
    ]
    return Store.create(path, CONTEXT, First("Create", lambda _: rows))


def edit(store: Store, number: int) -> None:
    """Give every project a number, in one transaction that spills into the file before it is committed."""
    store._connection.execute("PRAGMA cache_size = 10")
    rows = [row for row in store.load()["project"] if isinstance(row, Project)]
    with store.transaction(f"Edit {number}") as tx:
        tx.update_many(structs.replace(row, lead=str(number)) for row in rows)


def put_small(folder: Path) -> None:
    small(folder / NAME).close()


def put_backed_up(folder: Path) -> None:
    """A portfolio with a backup, and an edit after it."""
    with small(folder / NAME) as store:
        edit(store, 1)
        store.backup("closing")
        edit(store, 2)


def put_damaged(folder: Path) -> None:
    """The same, damaged, with a journal beside it that would be rolled back into whatever has the name."""
    put_backed_up(folder)
    path = folder / NAME
    with Store.open(path, CONTEXT) as store:
        store._connection.execute("BEGIN")
        store._connection.execute("PRAGMA cache_size = 1")
        store._connection.execute("UPDATE project SET lead = 'half', description = printf('%2000c', 'y')")
        journal = journal_path(path).read_bytes()
        store._connection.execute("ROLLBACK")
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 8192):
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)
    journal_path(path).write_bytes(journal)


def put_old(name: str, *, sample: bool = False) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        (folder / name).write_bytes(b"the old file " * 500)
        if sample:
            FILES.create_sample(aside(folder)).close()

    return put


def aside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-aside.ascp")


def reading(act: Callable[[Path, Session], object]) -> Callable[[Path], None]:
    """Give a job the sample, open, to write something of."""

    def run(folder: Path) -> None:
        session = FILES.open(aside(folder), read_only=True)
        try:
            act(folder, session)
        finally:
            session.close()
        mark(folder)

    return run


def edits(folder: Path) -> None:
    with Store.open(folder / NAME, CONTEXT) as store:
        for number in range(1, EDITS + 1):
            edit(store, number)
            mark(folder, number)


def back_up(folder: Path) -> None:
    with Store.open(folder / NAME, CONTEXT) as store:
        store.backup("asked for")
        mark(folder)


def save_copy(folder: Path) -> None:
    with Store.open(folder / NAME, CONTEXT) as store:
        store.save_copy(folder / "Copy.ascp", [], over=True)
        mark(folder)


def draw_pack(*arguments: Any, **options: Any) -> bytes:
    from asc_desktop.ui.application import make_application
    from asc_desktop.ui.pdf.pack import draw_pack as draw

    # Qt draws letters only while there is an application.
    application = make_application()
    content = draw(*arguments, **options)
    del application
    return content


def write_pack(ending: str) -> Callable[[Path, Session], None]:
    def act(folder: Path, session: Session) -> None:
        programme = min(session.records.all(Programme), key=lambda item: item.position)
        scope = Scope(programme.id, session.open_period(programme.id))
        plan = PackPlan("Small", ("cover", "summary"))
        write_files(prepare(session, PackRequest(scope, plan)), [folder / f"pack{ending}"], draw=draw_pack)

    return act


def save_chart(folder: Path, ending: str) -> None:
    from PySide6.QtCore import QSize

    from asc_desktop.ui.application import make_application
    from asc_desktop.ui.charts.marks import ChartLayout
    from asc_desktop.ui.charts.picture import save_png, save_svg

    application = make_application()
    save = save_png if ending == ".png" else save_svg
    save(
        folder / f"chart{ending}",
        "Savings by year",
        lambda space, _: ChartLayout(space, (), ()),
        QSize(400, 300),
    )
    mark(folder)
    del application


def nothing(folder: Path) -> None:
    """There is no file before."""


def done(act: Callable[[Path], object]) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        act(folder)
        mark(folder)

    return run


JOBS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "edit": (put_small, edits),
    "new": (nothing, done(lambda folder: FILES.create(folder / NAME, "New").close())),
    "sample": (nothing, done(lambda folder: FILES.create_sample(folder / NAME).close())),
    "backup": (put_backed_up, back_up),
    "recovery": (put_damaged, done(lambda folder: recover(folder / NAME, CONTEXT))),
    "restoring": (
        put_backed_up,
        done(lambda folder: restore(folder / NAME, backup_list(folder / NAME)[-1], CONTEXT)),
    ),
    "copy": (lambda folder: (put_small(folder), small(folder / "Copy.ascp").close())[0], save_copy),
    "template": (
        put_old("plan.json"),
        done(lambda folder: export_template(TEMPLATES[0], folder / "plan.json")),
    ),
    "frozen report": (
        put_old("report.json", sample=True),
        reading(
            lambda folder, session: write_frozen(
                session, session.records.all(Snapshot)[0], folder / "report.json"
            )
        ),
    ),
    "workbook": (put_old("pack.xlsx", sample=True), reading(write_pack(".xlsx"))),
    "PDF": (put_old("pack.pdf", sample=True), reading(write_pack(".pdf"))),
    "PNG": (put_old("chart.png"), lambda folder: save_chart(folder, ".png")),
    "SVG": (put_old("chart.svg"), lambda folder: save_chart(folder, ".svg")),
}

if __name__ == "__main__":
    JOBS[sys.argv[2]][sys.argv[1] == "act"](Path(sys.argv[3]))
