"""Break the rules on purpose, and list what no test noticed: ``python .ci/mutants.py [TARGET ...] [--most N]``.

A mutant is a copy of the checkout with one operator, number or condition of a target changed. The tests named for the
target must fail on it. Each that they let live is printed as a difference: either it changes nothing that anyone could
see, or a test is missing. Needs the extra ``mutation``.
"""

import argparse
import ast
import contextlib
import os
import random
import re
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db

CHECKOUT = Path(__file__).resolve().parent.parent

TARGETS = {
    "position": (
        "asc_desktop/domain/rules/position.py",
        "tests/unit/domain/test_position.py",
        "tests/unit/domain/test_movement_ends.py",
        "tests/unit/domain/test_report.py",
        "tests/properties/test_position_properties.py",
    ),
    "status": ("asc_desktop/domain/rules/status.py", "tests/unit/domain/test_status.py"),
    "updates": ("asc_desktop/domain/report/updates.py", "tests/unit/domain/test_updates.py"),
    "disclosure": (
        "asc_desktop/domain/report/disclosure.py",
        "tests/unit/domain/test_publication.py",
        "tests/properties/test_publication_properties.py",
    ),
    "closed_periods": (
        "asc_desktop/services/closed_periods.py",
        "tests/unit/domain/test_closed_versions.py",
        "tests/unit/services/test_corrections.py",
        "tests/unit/services/test_reporting.py",
        "tests/unit/services/test_activity_edits.py",
        "tests/unit/services/test_measures.py",
        "tests/properties/test_closed_months.py",
    ),
    "journal": (
        "asc_desktop/storage/journal.py",
        "tests/unit/services/test_history.py",
        "tests/unit/storage/test_opening.py",
        "tests/unit/storage/test_store.py",
        "tests/properties/test_journal.py",
    ),
}
"""What is broken, and the tests that must notice, the quickest first."""

# Where == is asked, "is" says the same of most texts and small numbers.
_SAME = re.compile(r"ReplaceComparisonOperator_(?!Is)\w+_Is(Not)?$")


def main(arguments: list[str]) -> int:
    """Try the mutants of each target, and say which lived; 1 where a target could not be tried."""
    parser = argparse.ArgumentParser(description="Break the rules on purpose, and list what no test noticed.")
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"any of {', '.join(TARGETS)}; all without"
    )
    parser.add_argument("--most", type=int, default=40, metavar="N", help="mutants a target (40)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed draws others")
    asked = parser.parse_args(arguments)
    if unknown := sorted({*asked.targets} - {*TARGETS}):
        parser.error(f"There is no target {', '.join(unknown)}.")
    with tempfile.TemporaryDirectory(prefix="asc-mutants-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
        # The copy's own code, before what is installed; and the same examples of each property every time.
        os.environ.update(PYTHONPATH=str(copy), CI="1")
        with contextlib.chdir(copy):
            tried = [_try(name, asked.most, asked.seed) for name in asked.targets or TARGETS]
    return 0 if all(tried) else 1


def _try(name: str, most: int, seed: int) -> bool:
    module, *tests = TARGETS[name]
    path = Path(module)
    command = shlex.join([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests])
    started = time.monotonic()
    outcome, output = run_tests(command, None)
    if outcome != "survived":
        print(f"{name}: its tests fail as it is.\n{output}")
        return False
    limit = max(30.0, 4 * (time.monotonic() - started))
    whole = path.read_text(encoding="utf-8")
    path.write_text("raise RuntimeError\n", encoding="utf-8")
    outcome, _ = run_tests(command, limit)
    path.write_text(whole, encoding="utf-8")
    if outcome == "survived":
        print(f"{name}: its tests do not read {module}.")
        return False
    every = _mutants(path, seed)
    drawn = every[:most]
    counts: Counter[str] = Counter()
    for mutant in drawn:
        result = mutate_and_test([mutant], command, limit)
        counts[str(result.test_outcome.value if result.test_outcome else result.worker_outcome.value)] += 1
        if result.test_outcome != "killed":
            print(f"\n{name}: {mutant.operator_name}\n{result.diff or result.output}", flush=True)
    told = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    print(f"\n{name}: {len(drawn)} of {len(every)} mutants tried: {told}.", flush=True)
    return True


def _mutants(path: Path, seed: int) -> list[Any]:
    """Return every mutation of a module in a drawn order: one of each place in it before a second of any."""
    with use_db("session.sqlite", WorkDB.Mode.create) as session:
        init([path], session, {})
        found = [mutation for item in session.work_items for mutation in item.mutations]
    typed = _annotations(path)
    found = [
        item
        for item in found
        if not _SAME.search(item.operator_name)
        and not any(start <= tuple(item.start_pos) < end for start, end in typed)
    ]
    found.sort(key=lambda item: (item.operator_name, item.occurrence))
    random.Random(seed).shuffle(found)  # noqa: S311 - a sample, not a secret
    before: Counter[tuple[int, int]] = Counter()
    turns = []
    for item in found:
        place = tuple(item.start_pos)
        turns.append(before[place])
        before[place] += 1
    return [item for _, item in sorted(zip(turns, found, strict=True), key=lambda pair: pair[0])]


def _annotations(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return from where to where a module says types, in which nothing runs that a test could notice."""
    held: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign | ast.arg):
            held.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            held.append(node.returns)
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0))
        for node in held
        if node is not None
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
