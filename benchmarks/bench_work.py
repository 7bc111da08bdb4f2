"""The report, one edit and a painted table, each against its floor: ``python benchmarks/bench_work.py``."""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from portfolio import CONTEXT, PERIODS, make

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.ui.main_window import MainWindow
from asc_desktop.ui.memory import WindowMemory
from asc_desktop.ui.pictures import SilentAsker, settle

ROUNDS = 5


def median(job: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the middle of some timings, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def say(what: str, ours: float, floor: float) -> None:
    """Print a job with its ratio to the floor."""
    print(f"  {what:<42}{ours * 1000:9.1f} ms   floor {floor * 1000:7.1f} ms   {ours / floor:7.1f}x")


def bench_report(session: Session, copy: Path) -> None:
    """Time a report worked out anew against one scan of the reported forecasts."""
    scope = Scope("programme", PERIODS[-1])

    def anew() -> None:
        session._contexts.clear()  # noqa: SLF001 - what a change does
        session._reports.clear()  # noqa: SLF001
        session.report(scope)

    with sqlite3.connect(copy) as bare:
        floor = median(lambda: bare.execute("SELECT sum(forecast_pence) FROM savings_position").fetchone())
    say("report, worked out anew", median(anew, 3), floor)


def bench_window(files: PortfolioFiles, path: Path, copy: Path, scratch: Path) -> None:
    """Time the projects page opened and painted, and one edit until it is painted again."""
    from PySide6.QtSql import QSqlDatabase, QSqlTableModel
    from PySide6.QtWidgets import QTableView

    from asc_desktop.ui.application import make_application
    from asc_desktop.ui.theme import apply_theme

    application = make_application()
    apply_theme(application, "light")

    database = QSqlDatabase.addDatabase("QSQLITE", str(copy))
    database.setDatabaseName(str(copy))
    database.open()

    def plain_table() -> None:
        model = QSqlTableModel(db=database)
        model.setTable("project")
        model.select()
        view = QTableView()
        view.setModel(model)
        view.resize(1170, 660)
        view.show()
        settle(application)
        view.close()

    window = MainWindow(files, WindowMemory(scratch / f"{path.stem}.ini"), SilentAsker())
    window.resize(1366, 768)
    window.show()
    window.use(files.open(path))
    settle(application)

    def open_projects() -> None:
        window.show_page("projects")
        settle(application)

    say("projects page, first opened and painted", median(open_projects, 1), median(plain_table, 3))
    workspace = window.workspace
    if workspace is None:
        raise SystemExit("The portfolio did not open.")
    numbers = iter(range(1_000))

    def edit() -> None:
        project = workspace.records.get(Project, "p1")
        with workspace.session.edit("Benchmark") as change:
            change.put(replace(project, name=f"Renamed {next(numbers)}"))
        settle(application)

    with sqlite3.connect(copy, isolation_level=None) as bare:
        bare.execute("PRAGMA synchronous=EXTRA")
        floor = median(lambda: bare.execute("UPDATE project SET lead = lead || '.' WHERE id = 'p1'"))
    say("one edit, until the page is painted again", median(edit, 3), floor)
    window.close()
    settle(application)


def main() -> None:
    """Print the ratios for a usual and a very large portfolio."""
    files = PortfolioFiles(CONTEXT)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for size in (53, 10_000):
            path, copy = make(scratch / f"{size}.ascp", size), make(scratch / f"{size}-copy.ascp", size)
            print(f"{size:,} projects")
            start = time.perf_counter()
            session = files.open(path)
            opened = time.perf_counter() - start
            print(f"  {'file opened and read':<42}{opened * 1000:9.1f} ms")
            bench_report(session, copy)
            session.close()
            bench_window(files, path, copy, scratch)


if __name__ == "__main__":
    main()
