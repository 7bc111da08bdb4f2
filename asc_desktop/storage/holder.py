"""The small file beside an open portfolio that says who has it open.

SQLite's lock is what keeps a second window out; this only gives it a name. A holder file whose portfolio is not
locked was left by a program that ended without closing, and is written over.
"""

import contextlib
import json
import os
from pathlib import Path

from asc_desktop._files import remove_file, write_file
from asc_desktop.storage.errors import Holder

_LARGEST = 10_000


def holder_path(path: Path) -> Path:
    """Return where the holder of a portfolio is written; named as Office names its own."""
    return path.with_name(f"~${path.name}.lock")


def write_holder(path: Path, holder: Holder) -> None:
    """Say who holds the portfolio. Raises OSError where the folder takes no new file."""
    words = {"who": holder.who, "machine": holder.machine, "since": holder.since, "pid": os.getpid()}
    write_file(holder_path(path), json.dumps(words, ensure_ascii=False).encode())


def read_holder(path: Path) -> Holder | None:
    """Return who says that they hold the portfolio, or None where nobody does in words that can be read."""
    words = _read(path)
    try:
        return Holder(who=str(words["who"]), machine=str(words["machine"]), since=str(words["since"]))
    except KeyError:
        return None


def is_held_here(path: Path) -> bool:
    """Return whether the holder file names this very process."""
    return _read(path).get("pid") == os.getpid()


def remove_holder(path: Path) -> None:
    """Take the holder file away; one that cannot be removed harms nothing."""
    with contextlib.suppress(OSError):
        remove_file(holder_path(path))


def _read(path: Path) -> dict[str, object]:
    try:
        words = json.loads(holder_path(path).read_text(encoding="utf-8")[:_LARGEST])
    except (OSError, ValueError):
        return {}
    return words if isinstance(words, dict) else {}
