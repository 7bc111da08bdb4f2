"""Who changes a portfolio, where and when: told to the store, which asks nobody itself."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct


class Context(Struct, frozen=True):
    """``now`` returns the present moment; one without a zone is taken for local time.

    ``own_folder`` is where the person's program keeps things for itself. With one, a file that it did not leave as it
    is found is examined in a process apart; without one, whoever opens files made them.
    """

    who: str
    machine: str
    now: Callable[[], datetime]
    own_folder: Path | None = None
