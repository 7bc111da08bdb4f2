"""A closed month as its board received it, beside what it comes to now: with what was corrected and added since."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_overview import BoardState
from asc_desktop.domain.rules.position import NOTHING, Position, total


class BoardSaw(Struct, frozen=True):
    """Which snapshots are compared, a heading, and each figure then and now; only where they differ."""

    snapshot_ids: tuple[str, ...]
    heading: str
    sentence: str


_AMOUNTS: Final[tuple[tuple[str, Callable[[Position], int]], ...]] = (
    ("target", lambda position: position.target_pence),
    ("forecast", lambda position: position.forecast_pence),
    ("delivered", lambda position: position.delivered_pence),
    ("slipped to later years", lambda position: position.slipped_out_pence),
    ("no plan yet", lambda position: position.no_plan_pence),
)


def board_saw(report: Report, received: Sequence[tuple[str, BoardState]]) -> BoardSaw | None:
    """Return what a month's boards received where it is not what its report has now; None where it is.

    ``received`` has a snapshot's id and its report: of the whole scope, or one of each programme of it.
    """
    if not received:
        return None
    then = total(state.savings.by_year.get(report.year, NOTHING) for _, state in received)
    now = report.savings.by_year.get(report.year, NOTHING)
    held = [project for _, state in received for project in state.projects]
    begun = tuple(sum(project.begun for project in projects) for projects in (held, report.projects))
    told = [
        f"{name} {_pounds(amount(then), amount(now))}"
        for name, amount in _AMOUNTS
        if amount(then) != amount(now)
    ]
    # One added since that had not begun by then is no difference; a report of an earlier release counts all as begun.
    if begun[0] != begun[1] and len(held) != len(report.projects):
        told.append(f"projects {begun[0]} then, {begun[1]} now")
    if not told:
        return None
    words = "; ".join(told)
    return BoardSaw(
        tuple(snapshot_id for snapshot_id, _ in received),
        f"{report.period_label} is not as the board received it",
        f"{words[0].upper()}{words[1:]}. Savings are those of {report.year}. The pages show the month with what was "
        "corrected and added since.",
    )


def _pounds(then: int, now: int) -> str:
    """Return both amounts in millions, in full pounds where these would read alike."""
    words = [format_millions(pence) for pence in (then, now)]
    if words[0] == words[1]:
        words = [format_pounds(pence) for pence in (then, now)]
    return f"{words[0]} then, {words[1]} now"
