"""Losses of power while each writer of files writes: the old file whole or the new one; the new one once it is said.

``pytest tests/safety/test_power_loss.py --rounds 10000`` is the long run; the count is shared among the writers.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asc_desktop.domain.records.delivery import Project
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.recovery import recover
from asc_desktop.storage.store import Store
from tests.safety.power import Call, Disk, Image, build_recorder, calls_in, images, put_down, record
from tests.safety.writers import CONTEXT, EDITS, JOBS, NAME

WRITERS = Path(__file__).with_name("writers.py")
FILE_OF = {
    "template": "plan.json",
    "frozen report": "report.json",
    "workbook": "pack.xlsx",
    "PDF": "pack.pdf",
    "PNG": "chart.png",
    "SVG": "chart.svg",
    "copy": "Copy.ascp",
}

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which(os.environ.get("CC", "gcc")) is None,
    reason="system calls are recorded with a small library, compiled for Linux with gcc",
)


class Proof:
    """One writer's recording, and what is asked of what a loss of power leaves."""

    def __init__(self, job: str, before: Path, root: Path, calls: list[Call], scratch: Path) -> None:
        self.job, self.before, self.root, self.calls, self.scratch = job, before, root, calls, scratch
        self.old = content_of(before)
        self.new = content_of(root)
        self._seen: dict[object, str] = {}

    def faults(self, count: int, *, syncs: bool = True, seed: int = 2024) -> Counter[str]:
        """Return what is wrong, and how often, in so many images."""
        found = Counter[str]()
        for marks, image in images(self.before, self.root, self.calls, count, seed=seed, syncs=syncs):
            if fault := self.fault(marks, image):
                found[fault] += 1
        return found

    def fault(self, marks: int, image: Image) -> str:
        match self.job:
            case "edit":
                return self._edit_fault(marks, image)
            case "recovery" | "restoring":
                return self._recovery_fault(marks, image)
            case "backup":
                return self._backup_fault(marks, image)
            case "new" | "sample":
                held = image.get(NAME)
                if held is None:
                    return "gone" if marks else ""
                return "" if held == self.new[NAME] else "neither absent nor whole"
            case job:
                return self._file_fault(FILE_OF[job], marks, image)

    def _file_fault(self, name: str, marks: int, image: Image) -> str:
        held = image.get(name)
        if held == self.new[name]:
            return ""
        if held != self.old[name]:
            return "neither the old file nor the new one"
        return "the old file, after the new one was said to be written" if marks else ""

    def _backup_fault(self, marks: int, image: Image) -> str:
        if image.get(NAME) != self.old[NAME]:
            return "the portfolio itself was changed"
        for name, content in image.items():
            if name.endswith((".ascp", ".sha256")) and content != self.new.get(name):
                return "a backup or its hash is torn"
        made = {name for name in self.new if name.endswith((".ascp", ".sha256"))}
        if marks and made - image.keys():
            return "the backup is gone after it was said to be made"
        return ""

    def _recovery_fault(self, marks: int, image: Image) -> str:  # noqa: PLR0911 - one return a fault
        held = image.get(NAME)
        if held is None:
            return "no file"
        asides = [
            content
            for name, content in image.items()
            if name.startswith("ASC ") and name.endswith(".ascp") and "/" not in name
        ]
        if held == self.new[NAME]:
            if f"{NAME}-journal" in image:
                return "the old journal beside the backup"
            return "" if self.old[NAME] in asides else "the file that was there is lost"
        if held != self.old[NAME]:
            return "neither the file that was there nor the backup"
        if any(content != self.old[NAME] for content in asides):
            return "what was put aside is torn"
        if marks:
            return "the file that was there, after the recovery was announced"
        return self._once((held, image.get(f"{NAME}-journal")), image, self._again)

    def _again(self, folder: Path) -> str:
        """Recover once more, from what was left."""
        try:
            recover(folder / NAME, CONTEXT)
            with Store.open(folder / NAME, CONTEXT) as store:
                return "; ".join(store.check())
        except StoreError as error:
            return f"cannot be recovered: {error}"

    def _edit_fault(self, marks: int, image: Image) -> str:
        if NAME not in image:
            return "no file"
        found = self._once((image[NAME], image.get(f"{NAME}-journal")), image, self._edits_in)
        if not found.isdigit():
            return found
        # The edit in hand may have been committed and not said.
        return "" if marks <= int(found) <= marks + 1 else "an edit that was saved is lost"

    def _edits_in(self, folder: Path) -> str:
        try:
            with contextlib.closing(sqlite3.connect(folder / NAME)) as connection:
                pages = connection.execute("PRAGMA integrity_check").fetchone()[0]
                leads = {row[0] for row in connection.execute("SELECT lead FROM project")}
        except sqlite3.DatabaseError:
            return "does not open"
        if pages != "ok" or len(leads) != 1:
            return "half an edit"
        rolled_back = (folder / NAME).read_bytes()
        return self._once(
            rolled_back, {NAME: rolled_back}, lambda put: proved(put / NAME) or leads.copy().pop()
        )

    def _once(self, key: object, image: Image, ask: Callable[[Path], str]) -> str:
        """Ask of each different image once."""
        known = (ask.__name__, hash(key))
        if known not in self._seen:
            self._seen[known] = ask(put_down(image, self.scratch / f"{len(self._seen)}"))
        return self._seen[known]


def proved(path: Path) -> str:
    """Return what the program itself finds wrong with a file."""
    try:
        with Store.open(path, CONTEXT) as store:
            assert [row for row in store.load()["project"] if isinstance(row, Project)]
    except StoreError as error:
        return f"does not open: {error}"
    return ""


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_recorder(tmp_path_factory.mktemp("recorder"))


@pytest.fixture(scope="module", params=JOBS)
def proof(
    request: pytest.FixtureRequest, recorder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proof]:
    job, folder = str(request.param), tmp_path_factory.mktemp("power")
    root, before, scratch = folder / "root", folder / "before", folder / "images"
    root.mkdir()
    scratch.mkdir()
    subprocess.run([sys.executable, WRITERS, "prepare", job, root], check=True)
    shutil.copytree(root, before)
    record(recorder, root, folder / "calls", WRITERS, "act", job, root)
    yield Proof(job, before, root, calls_in(folder / "calls"), scratch)
    shutil.rmtree(folder)


def test_the_recording_gives_the_files_that_were_written(proof: Proof) -> None:
    disk = Disk(proof.before, proof.root)
    for call in proof.calls:
        disk.do(call, syncs=True)
    assert disk.whole() == proof.new
    assert disk.marks == (EDITS if proof.job == "edit" else 1)


@pytest.mark.slow
def test_no_loss_of_power_leaves_a_file_that_is_not_whole(proof: Proof, rounds: Callable[[int], int]) -> None:
    assert proof.calls
    count = rounds(100 * len(JOBS)) // len(JOBS)
    assert proof.faults(count) == Counter()
    # The control: where nothing is made safe, the same writer is found out.
    assert proof.faults(60, syncs=False)
    print(f"{proof.job}: {count} images")
