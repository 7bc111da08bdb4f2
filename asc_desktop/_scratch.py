"""Where copies of portfolios pass through: one private folder for each run of the program.

Nobody but the person can look into it. It goes when the program ends; where the program is killed, the next one to
start removes it, for the lock beside it is free by then.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from asc_desktop._files import lock_file

SCRATCH: Final = "temp"
"""The folder in the person's own that holds the runs'."""

_ATTEMPTS: Final = 10


@contextlib.contextmanager
def scratch_folder(own: Path) -> Iterator[None]:
    """Let everything temporary go into a folder of this run's own while the block runs.

    Where there can be none, as on a full disk, the system's own is used.
    """
    try:
        folder, descriptor = _begin(own / SCRATCH)
    except OSError:
        yield
        return
    before = tempfile.tempdir
    # Not the environment: other programs that this one starts outlive the folder.
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        os.close(descriptor)
        sweep_scratch(own / SCRATCH)


def sweep_scratch(base: Path) -> None:
    """Remove the folders of runs that have ended, however they did."""
    with contextlib.suppress(OSError):
        for lock in base.glob("*.lock"):
            with contextlib.suppress(OSError):
                _remove_if_ended(lock)


def _begin(base: Path) -> tuple[Path, int]:
    for folder in (*reversed(base.parents), base):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    base.chmod(0o700)
    sweep_scratch(base)
    for _ in range(_ATTEMPTS):
        folder = base / uuid4().hex[:12]
        lock = folder.with_suffix(".lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with contextlib.suppress(OSError):
            lock_file(descriptor)
            # Another that starts at this moment may have taken it for one that was left.
            if lock.exists():
                folder.mkdir(mode=0o700)
                return folder, descriptor
        os.close(descriptor)
    raise OSError(errno.ENOLCK, "No lock is to be had", str(base))


def _remove_if_ended(lock: Path) -> None:
    folder = lock.with_suffix("")
    descriptor = os.open(lock, os.O_RDWR)
    try:
        lock_file(descriptor)
        if folder.exists():
            shutil.rmtree(folder)
        if os.name != "nt":
            lock.unlink()
    finally:
        os.close(descriptor)
    if os.name == "nt":
        # Windows removes no file that is open.
        lock.unlink()
