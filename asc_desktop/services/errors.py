"""What can go wrong and be told: refusals of an edit, and the store's own plain sentences."""

from collections.abc import Sequence
from typing import NamedTuple

from asc_desktop.domain import dates
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


class Problem(NamedTuple):
    """Why a value was refused: the record, the field's key (empty: the whole record) and a sentence to show there."""

    record_id: str
    key: str
    sentence: str


class EditRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Nothing was applied, for these reasons."""

    def __init__(self, problems: Sequence[Problem | tuple[str, str, str]]) -> None:
        self.problems = tuple(Problem(*problem) for problem in problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


class ClosedPeriodError(Exception):
    """A value of a closed period was changed without a reason; ask for one and try again."""

    def __init__(self, period: str) -> None:
        self.period = period
        super().__init__(
            f"{dates.period_label(period)} is closed. Its values change only by a correction, which needs a reason."
        )
