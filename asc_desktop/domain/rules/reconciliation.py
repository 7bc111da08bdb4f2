"""Published totals held against the savings lines that they are said to be the sum of.

A control total agrees to the penny, agrees within half a step of its last printed digit, or differs; a difference may
be explained, and what the explanation leaves is said. Amounts are approved targets, savings above nothing.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, Theme
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.position import cumulative

AGREES, ROUNDING, EXPLAINED, PART, DIFFERS = "agrees", "rounding", "explained", "part", "differs"

RESULT_LABELS: Final = {
    AGREES: "Agrees",
    ROUNDING: "Agrees within rounding",
    EXPLAINED: "Explained",
    PART: "Part explained",
    DIFFERS: "Differs",
}


class Outcome(Struct, frozen=True):
    """How a published total compares: published less lines, and what of that is not explained."""

    difference_pence: int
    left_pence: int
    result: str
    sentence: str


def ids_of(text: str | None) -> tuple[str, ...]:
    """Return the ids that a field of several holds."""
    return tuple(part for part in (text or "").split(",") if part)


def selected_lines(total: ControlTotal, records: Records) -> list[SavingsLine]:
    """Return the lines that a control total is of: those its programme counts that are in every selection given."""
    plans, chosen = set(ids_of(total.source_plan_ids)), set(ids_of(total.line_ids))
    found = []
    for line in records.all(SavingsLine):
        project = records.find(Project, line.project_id)
        if project is None or project.archived:
            continue
        counted_in = line.counts_in_theme_id or project.theme_id
        theme = records.find(Theme, counted_in)
        if (
            theme is not None
            and theme.programme_id == total.programme_id
            and (not plans or project.source_plan_id in plans)
            and total.theme_id in {None, counted_in}
            and (not chosen or line.id in chosen)
        ):
            found.append(line)
    return sorted(found, key=lambda line: (line.name, line.id))


def lines_pence(
    total: ControlTotal, lines: Sequence[SavingsLine], records: Records, ledger: LineLedger
) -> int:
    """Return the sum of the lines' approved targets on the total's basis; every year together where it has none."""
    programme = records.get(Programme, total.programme_id)
    of_lines = [ledger.of(line.id) for line in lines]
    years = sorted({programme.first_year, programme.last_year}.union(*(found.years for found in of_lines)))
    if total.basis == "gross_cumulative":
        # The last year holds the recurring savings of the others already.
        year = programme.last_year if total.year is None else total.year
        return sum(cumulative(line, ledger, year, years[0]).target_pence for line in lines)
    chosen = years if total.year is None else [total.year]
    return sum(ledger.at(line.id, year).target_pence for line in lines for year in chosen)


def outcome(published: int, lines: int, precision: int, explained: int | None) -> Outcome:
    """Return how a published total compares with its lines; ``precision`` is one step of its last digit, in pence."""
    difference = published - lines
    more = "more" if difference > 0 else "less"
    if not difference:
        return Outcome(0, 0, AGREES, "Agrees to the penny.")
    amount = format_pounds(abs(difference))
    if _is_rounding(difference, precision):
        return Outcome(difference, 0, ROUNDING, f"Agrees within rounding: {amount} {more} than the lines.")
    if not explained:
        return Outcome(difference, difference, DIFFERS, f"Differs by {amount}: {more} than the lines.")
    left = difference - explained
    if _is_rounding(left, precision):
        return Outcome(difference, 0, EXPLAINED, f"{amount} {more} than the lines, explained.")
    return Outcome(
        difference,
        left,
        PART,
        f"{amount} {more} than the lines; {format_pounds(explained)} is explained, {format_pounds(left)} is left.",
    )


def _is_rounding(difference: int, precision: int) -> bool:
    # Pennies are not rounded.
    return not difference or (precision > 1 and 2 * abs(difference) <= precision)
