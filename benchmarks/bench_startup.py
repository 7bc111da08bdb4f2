"""From process start to the first painted page, against a bare Qt window: ``python benchmarks/bench_startup.py``."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from portfolio import make

ROUNDS = 9
CHILD = Path(__file__).with_name("first_paint.py")


def seconds(*arguments: str) -> float:
    """Return the seconds of one start."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    outcome = subprocess.run(
        [sys.executable, str(CHILD), str(time.monotonic()), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(outcome.stdout.split()[0])


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {size: make(Path(scratch) / f"{size}.ascp", size) for size in (53, 10_000)}
        jobs = {"bare Qt window": (), **{f"{size} projects": (str(path),) for size, path in files.items()}}
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, arguments in jobs.items():
                times[name].append(seconds(*arguments))
    floor = statistics.median(times["bare Qt window"])
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{name:<16} {middle * 1000:7.0f} ms  {middle / floor:5.2f}x")


if __name__ == "__main__":
    main()
