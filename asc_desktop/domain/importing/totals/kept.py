"""A sheet's own totals kept as control totals: what was published, of which savings lines, to which digit."""

from collections.abc import Callable, Sequence

from asc_desktop.domain.importing.plan import HeldTotal, PlannedRecord, PlannedRow
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.records.delivery import SavingsLine, SavingsTarget
from asc_desktop.domain.records.governance import PRECISIONS, ControlTotal
from asc_desktop.domain.words import shortened

_LONGEST_NAME = 120
_LONGEST_IDS = 20_000
"""As many letters as the field holds: a total of more lines than that is one of all lines of its year."""


def control_totals(
    held: Sequence[HeldTotal],
    rows: Sequence[PlannedRow],
    file: str,
    programme_id: str,
    new_id: Callable[[], str],
    kept: Sequence[ControlTotal] = (),
    line_of: Callable[[str], str] = lambda _target_id: "",
) -> tuple[ControlTotal, ...]:
    """Return the totals of approved targets as control totals, those of the savings lines that each is the sum of.

    ``kept`` are those that the programme has: one that was kept of the same cell before has its id again, so that the
    same file changes nothing. ``line_of`` is the line of a target by its id, for rows that leave their line as it is.
    Running totals are none, since a control total is of a year's own savings.
    """
    lines = {
        row.place: [line_id for record in row.records if (line_id := _line_id(record, line_of))]
        for row in rows
    }
    known = {(each.source, each.year): each for each in kept}
    made = []
    for total in held:
        if (
            total.target is None
            or (total.target.table, total.target.key) != (SavingsTarget.table, "target_pence")
            or words.is_cumulative(total.label)
        ):
            continue
        ids = [found for at in total.lines for found in lines.get((total.sheet, total.side, at), [])]
        if not ids:
            continue
        chosen = ",".join(dict.fromkeys(ids))
        source = shortened(f"{file}, {total.sheet} {total.cell}", 500)
        before = known.get((source, total.target.year or None))
        made.append(
            ControlTotal(
                id=before.id if before is not None else new_id(),
                programme_id=programme_id,
                name=shortened(" ".join(f"{total.label}, {total.column}".split()), _LONGEST_NAME),
                published_pence=total.printed,
                precision_pence=_precision(total.step),
                year=total.target.year or None,
                line_ids=chosen if len(chosen) <= _LONGEST_IDS else None,
                source=source,
            )
        )
    return tuple(made)


def _line_id(record: PlannedRecord, line_of: Callable[[str], str]) -> str:
    if record.table == SavingsLine.table:
        return record.record_id
    return line_of(record.record_id) if record.table == SavingsTarget.table else ""


def _precision(step: int) -> str:
    """Return the precision that is no coarser than one step of a total's last digit, in pence."""
    fine = [key for key, _ in PRECISIONS if int(key) <= step]
    return fine[-1] if fine else PRECISIONS[0][0]
