"""Every job that must stay quick, measured and printed as one table: ``python benchmarks/table.py [--quick]``.

A ratio is to the start of a bare Qt window, measured between the others. Seconds are of the window's thread at the
processor, so that what else the computer does counts little.

``--quick`` takes a smaller portfolio and fewer rounds, to try the table itself.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from council import make_council
from portfolio import make

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A line of the table: what was done, what that took, beside the floor, and what it is to be."""

    job: str
    took: str
    ratio: str
    target: str


class Table:
    """Measures part after part, in one scratch folder."""

    def __init__(self, scratch: Path, kept: Path, *, quick: bool) -> None:
        self._scratch = scratch
        self._rounds = 3 if quick else 9
        projects, years = (30, 1) if quick else (300, 5)
        self._council = make_council(kept / f"council-{projects}-{years}.ascp", projects, years)
        self._usual = make(kept / "53.ascp", 53)
        self._many = None if quick else kept / "10000.ascp"
        self._environment = {
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "XDG_DATA_HOME": str(scratch / "data"),
            "XDG_CONFIG_HOME": str(scratch / "config"),
            "LOCALAPPDATA": str(scratch / "data"),
            "APPDATA": str(scratch / "config"),
        }
        # With it each start would compile the whole package again.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._floor = 0.0

    def rows(self, parts: set[str]) -> Iterator[Row]:
        """Measure and yield the rows of the parts that are asked for."""
        size = self._council.stat().st_size / 2**20
        yield Row("file of the council", f"{size:.0f} MiB", "", "50 MB")
        yield from self._starts(others="start" in parts)
        if "window" in parts:
            yield from self._window()
        if "many" in parts and self._many is not None:
            yield from self._ten_thousand(make(self._many, 10_000))
        if "pack" in parts:
            yield from self._pack()

    def _starts(self, *, others: bool) -> Iterator[Row]:
        files = {"a bare Qt window": None}
        if others:
            files |= {"53 projects": self._copy(self._usual), "the council": self._copy(self._council)}
        found: dict[str, list[float]] = {name: [] for name in files}
        for turn in range(self._rounds + 1):
            for name, path in files.items():
                outcome = self._child("first_paint.py", *([str(path)] if path else []))
                # The first start of each compiles, and proves a file that is new to this computer.
                if turn:
                    found[name].append(outcome["seconds"])
        self._floor = statistics.median(found["a bare Qt window"])
        for name, seconds in found.items():
            target = {"53 projects": "2.8x", "the council": "3.5x"}.get(name, "")
            yield self._timed(f"start to first painted page: {name}", statistics.median(seconds), target)

    def _window(self) -> Iterator[Row]:
        outcome = self._child("window_jobs.py", str(self._council), str(self._scratch), str(self._rounds))
        seconds, stalls = outcome["seconds"], outcome["stalls"]
        for job, target in (
            ("typed cell, painted", "16 ms"),
            ("typed cell, all figures", "50 ms"),
            ("undo", "80 ms"),
            ("redo", "80 ms"),
            ("period", "80 ms"),
            ("programme", "80 ms"),
            ("first visit, the longest", "120 ms"),
            ("first visit, Changes", "120 ms"),
            ("later visit, the longest", "50 ms"),
            ("paste of 500 rows", "200 ms"),
            ("its undo", "200 ms"),
            ("Ctrl+K, a key", "30 ms"),
        ):
            yield self._timed(job, seconds[job], target)
        for job, stall in stalls.items():
            if not job.startswith(("first visit", "later visit")):
                yield self._timed(f"longest hold of the loop: {job}", stall["processor_seconds"], "50 ms")
        yield Row("memory after all pages", f"{seconds['memory after all pages']:.0f} MiB", "", "250 MiB")
        self._say_stalls(stalls)

    def _say_stalls(self, stalls: Mapping[str, Any]) -> None:
        """Say, for whoever mends it, where the loop was held."""
        for job, stall in stalls.items():
            if stall["stack"]:
                held, processor = stall["seconds"] * 1000, stall["processor_seconds"] * 1000
                print(f"{job}: held {held:.0f} ms, {processor:.0f} of the processor", file=sys.stderr)
                print(stall["stack"], file=sys.stderr)

    def _ten_thousand(self, path: Path) -> Iterator[Row]:
        started = [self._child("first_paint.py", str(self._copy(path)))["seconds"] for _ in range(3)]
        yield self._timed("start to first painted page: 10,000 projects", min(started), "")
        seconds = self._child("window_jobs.py", str(path), str(self._scratch), "3", "edit")["seconds"]
        yield self._timed(
            "10,000 projects: typed cell, all figures", seconds["typed cell, all figures"], "500 ms"
        )

    def _pack(self) -> Iterator[Row]:
        found = self._child("pack_jobs.py", "1000")
        alone = found["XlsxWriter alone"] / found["floor"]
        yield Row(
            f"pack of 1,000 projects, to raw XML (XlsxWriter alone {alone:.1f}x)",
            f"{found['pack'] * 1000:.0f} ms",
            f"{found['pack'] / found['floor']:.1f}x",
            "6.4x",
        )
        yield Row("its peak of memory", f"{found['peak MiB']:.0f} MiB", "", "200 MiB")

    def _timed(self, job: str, seconds: float, target: str) -> Row:
        return Row(job, f"{seconds * 1000:.0f} ms", f"{seconds / self._floor:.1f}x", target)

    def _copy(self, path: Path) -> Path:
        copy = self._scratch / path.name
        if not copy.exists():
            copyfile(path, copy)
        return copy

    def _child(self, script: str, *arguments: str) -> dict[str, Any]:
        outcome = subprocess.run(
            [sys.executable, str(FOLDER / script), *arguments],
            stdout=subprocess.PIPE, text=True, check=True, env=self._environment,
        )  # fmt: skip
        return dict(json.loads(outcome.stdout.splitlines()[-1]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small portfolio and few rounds")
    parser.add_argument(
        "--keep", type=Path, help="a folder where the made-up portfolios stay for the next run"
    )
    parser.add_argument(
        "--only", choices=("start", "window", "many", "pack"), action="append", help="a part of the table"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="asc-benchmark-") as scratch:
        kept = options.keep or Path(scratch)
        kept.mkdir(parents=True, exist_ok=True)
        table = Table(Path(scratch), kept, quick=options.quick)
        print(f"{'job':<66}{'took':>10}{'ratio':>9}{'to reach':>11}")
        for row in table.rows(set(options.only or ("start", "window", "many", "pack"))):
            print(f"{row.job:<66}{row.took:>10}{row.ratio:>9}{row.target:>11}", flush=True)


if __name__ == "__main__":
    main()
