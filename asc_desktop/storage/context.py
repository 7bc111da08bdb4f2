"""Who changes a portfolio, where and when: told to the store, which asks nobody itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Context:
    """``now`` returns the present moment; one without a zone is taken for local time."""

    who: str
    machine: str
    now: Callable[[], datetime]
