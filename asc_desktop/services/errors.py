"""What can go wrong and be told: refusals of an edit, and the store's own plain sentences."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from asc_desktop.domain import dates
from asc_desktop.domain.words import listed
from asc_desktop.storage.errors import (
    ChangedElsewhereError,
    DamagedFileError,
    DiskFullError,
    FileHeldError,
    NewerFileError,
    NotAPortfolioError,
    NotPublishedError,
    ReadOnlyFileError,
    SaveACopyError,
    StoreError,
)

__all__ = [
    "ChangedElsewhereError",
    "ClosedPeriodError",
    "DamagedFileError",
    "DiskFullError",
    "EditRefused",
    "FileHeldError",
    "NewerFileError",
    "NotAPortfolioError",
    "NotPublishedError",
    "Problem",
    "ReadOnlyFileError",
    "SaveACopyError",
    "StoreError",
]


_NAMED_MONTHS = 4
"""How many closed months a sentence names one by one."""


class Problem(NamedTuple):
    """Why a value was refused: the record, the field's key (empty: the whole record) and a sentence to show there."""

    record_id: str
    key: str
    sentence: str


class EditRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Nothing was applied, for these reasons."""

    def __init__(self, problems: Sequence[Problem | tuple[str, str, str]], sentence: str = "") -> None:
        """Keep the problems; ``sentence`` says what is wrong where it is with none of the fields."""
        self.problems = tuple(Problem(*problem) for problem in problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems) or sentence)


@contextmanager
def told_as(shown: Callable[[Problem], Problem]) -> Iterator[None]:
    """Let a refusal tell of what a person sees, in place of the records behind it."""
    try:
        yield
    except NotSaved:
        raise
    except EditRefused as error:
        raise EditRefused([shown(problem) for problem in error.problems], str(error)) from error


class NotSaved(EditRefused):
    """Nothing was applied, and nothing is wrong with it: the person gave it up, or was told that it cannot be."""

    def __init__(self) -> None:
        """Say so in a sentence that can stand beside a field."""
        super().__init__([], "This was not saved.")


class ClosedPeriodError(Exception):
    """Closed months would change, and no reason was given; ask for one and try again.

    ``periods`` are the months, the earliest first; ``in_view`` is the closed month that the person looks at, if any.
    """

    def __init__(self, periods: Sequence[str], *, in_view: str = "") -> None:
        self.periods = tuple(periods)
        labels = [dates.period_label(period) for period in self.periods]
        if len(labels) == 1:
            words = f"{labels[0]} is closed. Its values change"
        elif len(labels) <= _NAMED_MONTHS:
            words = f"{listed(labels)} are closed. Their values change"
        else:
            ends = f"the first {labels[0]} and the last {labels[-1]}"
            words = f"{len(labels)} closed months, {ends}, would change. They change"
        sentence = f"{words} only by a correction, which needs a reason."
        if self.periods == (in_view,):
            sentence += " To change this from the open month on instead, choose that month above first."
        super().__init__(sentence)
