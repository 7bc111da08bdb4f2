"""The frozen view of the boards in the report."""

from msgspec import Struct


class BoardReport(Struct, frozen=True):
    """A board and the first of its meetings after the period's end; None and empty where none is dated.

    ``days_to_meeting`` and ``days_to_papers`` are counted from the period's last day; the latter is negative where
    papers were due before it. ``next_period`` is the month whose pack that meeting receives.
    """

    id: str
    programme_id: str
    programme: str
    name: str
    meetings: int
    next_meeting_id: str
    next_meeting: str | None
    next_period: str
    papers_due: str | None
    days_to_meeting: int | None
    days_to_papers: int | None
