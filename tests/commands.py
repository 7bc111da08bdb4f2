"""The program's commands for tests: each in a process of its own, or in the test's with nothing that draws."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from asc_desktop.cli.environment import Environment
from asc_desktop.services.files import Context, PortfolioFiles


def run(folder: Path, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder, with these variables of its environment besides."""
    return subprocess.run(
        [sys.executable, "-m", "asc_desktop", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables},
    )


def environment_on(day: date) -> Environment:
    """Return what commands are given by a tester for whom it is always nine in the morning (UTC) of a day."""
    now = datetime.combine(day, time(9), UTC)
    return without_drawing(PortfolioFiles(Context(who="Tester", machine="test", now=lambda: now)))


def without_drawing(files: PortfolioFiles) -> Environment:
    """Return what commands are given where none of them may draw or open a window."""
    return Environment(files, False, *[_not_called] * 5, Path("debug.log"))


def _not_called(*_: Any, **__: Any) -> Any:
    raise AssertionError("This command draws nothing.")
