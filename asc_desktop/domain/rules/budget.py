"""The budget monitor: what is in force, variances and per cents, and typed totals held against the lines.

A variance is the year-end forecast less the budget, so an overspend is positive; income is a negative budget. The per
cent is the variance of the budget with the budget's own sign, as Nottinghamshire's Period 3 table prints it: (290) on
(35,643) is 0.81%, and an underspend on spending is negative. The table starts anew each April: a position of an
earlier financial year is never in force.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_millions, format_pounds
from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, BudgetTotal
from asc_desktop.domain.records.dataset import Records

PRIOR: Final = "Forecast prior to use of reserves"
NET: Final = "Net total"
RESERVES: Final = "Reserves subtotal"

AMOUNTS: Final = (("budget_pence", "budget"), ("actual_pence", "actual"), ("forecast_pence", "forecast"))
"""What is reported of a line, and typed of a total."""

AGREES, ROUNDING, DIFFERS = "agrees", "rounding", "differs"

_THOUSAND_POUNDS = 100_000


class BudgetFigures(Struct, frozen=True):
    """The figures of a line, a group or a total, in pence.

    ``previous_variance_pence`` and ``change_pence`` are None where nothing of the programme was reported earlier in the
    year. ``percent_of_budget`` is text to two decimals; None where there is a variance on no budget at all.
    """

    budget_pence: int
    actual_pence: int
    forecast_pence: int
    variance_pence: int
    previous_variance_pence: int | None
    change_pence: int | None
    percent_of_budget: str | None


def budget_figures(budget: int, actual: int, forecast: int, previous_variance: int | None) -> BudgetFigures:
    """Return the figures that follow from what was reported, all in pence."""
    variance = forecast - budget
    return BudgetFigures(
        budget_pence=budget,
        actual_pence=actual,
        forecast_pence=forecast,
        variance_pence=variance,
        previous_variance_pence=previous_variance,
        change_pence=None if previous_variance is None else variance - previous_variance,
        percent_of_budget=percent_of_budget(variance, budget),
    )


def sum_of(parts: Iterable[BudgetFigures]) -> BudgetFigures:
    """Return the sum of figures, its per cent of its own budget; no previous variance where none of them has one."""
    held = list(parts)
    earlier = [item.previous_variance_pence for item in held if item.previous_variance_pence is not None]
    return budget_figures(
        sum(item.budget_pence for item in held),
        sum(item.actual_pence for item in held),
        sum(item.forecast_pence for item in held),
        sum(earlier) if earlier else None,
    )


def percent_of_budget(variance: int, budget: int) -> str | None:
    """Return the per cent to two decimals, halves away from zero, exactly; None for a variance on no budget."""
    if not budget:
        return None if variance else "0.00"
    hundredths = (abs(variance) * 20_000 + abs(budget)) // (2 * abs(budget))
    is_negative = hundredths and (variance < 0) != (budget < 0)
    return f"{'-' if is_negative else ''}{hundredths // 100}.{hundredths % 100:02d}"


def standing_words(figures: BudgetFigures) -> str:
    """Return where a forecast stands against its budget: ``£9.64m over budget (3.47%)``."""
    if not figures.variance_pence:
        return "on budget"
    side = "over" if figures.variance_pence > 0 else "under"
    words = f"{format_millions(abs(figures.variance_pence))} {side} budget"
    percent = figures.percent_of_budget
    return f"{words} ({percent_words(percent.removeprefix('-'))})" if percent else words


def percent_words(percent: str | None) -> str:
    """Return a per cent as budget papers print it, ``0.81%``, one below nothing in brackets."""
    if percent is None:
        return "—"
    return f"({percent[1:]}%)" if percent.startswith("-") else f"{percent}%"


def in_force(positions: Iterable[BudgetPosition], period: str) -> BudgetPosition | None:
    """Return the latest position up to a period and within its financial year."""
    first = dates.year_periods(dates.year_of_period(period))[0]
    return max(
        (item for item in positions if first <= item.period <= period),
        key=lambda item: item.period,
        default=None,
    )


def lines_in_order(records: Records, programme_ids: Sequence[str]) -> list[BudgetLine]:
    """Return the programmes' lines as they are listed: reserves last, those of one group together."""
    held = [line for owner in programme_ids for line in records.of(BudgetLine, "programme_id", owner)]
    place = {programme_id: at for at, programme_id in enumerate(programme_ids)}
    first: dict[tuple[str, str], int] = {}
    for line in held:
        key = (line.programme_id, line.group_name)
        first[key] = min(first.get(key, line.position), line.position)
    return sorted(
        held,
        key=lambda line: (
            line.is_reserve,
            place[line.programme_id],
            first[line.programme_id, line.group_name],
            line.group_name,
            line.position,
            line.name,
            line.id,
        ),
    )


def line_figures(records: Records, lines: Sequence[BudgetLine], period: str) -> dict[str, BudgetFigures]:
    """Return each line's figures by its id; a line that nothing was reported of this year is left out.

    Where anything of a programme was reported earlier in the year, a line that was not had no variance then: so that
    the previous variances and the changes of the lines add up to those of their total.
    """
    before = dates.shift_period(period, -1)
    is_first = dates.year_of_period(before) != dates.year_of_period(period)
    held = {line.id: records.of(BudgetPosition, "line_id", line.id) for line in lines}
    earlier = {} if is_first else {line.id: in_force(held[line.id], before) for line in lines}
    reported = {line.programme_id for line in lines if earlier.get(line.id)}
    found = {}
    for line in lines:
        now = in_force(held[line.id], period)
        if now is None:
            continue
        previous = None
        if line.programme_id in reported:
            then = earlier.get(line.id)
            previous = then.forecast_pence - then.budget_pence if then else 0
        found[line.id] = budget_figures(now.budget_pence, now.actual_pence, now.forecast_pence, previous)
    return found


# ------------------------------------------------------------------------------------------------- typed totals


def total_name(total: BudgetTotal) -> str:
    """Return the words for what a typed total is of."""
    return total.group_name or NET


def lines_of_total(records: Records, total: BudgetTotal) -> list[BudgetLine]:
    """Return the lines that a typed total is of: those of its group, all but reserves, or all."""
    lines = records.of(BudgetLine, "programme_id", total.programme_id)
    if total.group_name == PRIOR:
        return [line for line in lines if not line.is_reserve]
    return [line for line in lines if total.group_name in {None, line.group_name}]


def lines_sum(records: Records, total: BudgetTotal) -> Mapping[str, int]:
    """Return what the lines of a typed total come to for its period: pence by the keys of AMOUNTS."""
    lines = lines_of_total(records, total)
    figures = list(line_figures(records, lines, total.period).values())
    return {key: sum(getattr(item, key) for item in figures) for key, _ in AMOUNTS}


def agreement(records: Records, total: BudgetTotal) -> str:
    """Return whether a typed total agrees with its lines: AGREES, ROUNDING or DIFFERS.

    A total in whole thousands of pounds agrees within rounding up to half a thousand for itself, and half of one for
    each of its lines that is in whole thousands too.
    """
    sums = lines_sum(records, total)
    lines = lines_of_total(records, total)
    figures = list(line_figures(records, lines, total.period).values())
    is_rounded = all((getattr(total, key) or 0) % _THOUSAND_POUNDS == 0 for key, _ in AMOUNTS)
    state = AGREES
    for key, _ in AMOUNTS:
        typed: int | None = getattr(total, key)
        if typed is None or typed == sums[key]:
            continue
        rounded = sum(
            1 for item in figures if getattr(item, key) and not getattr(item, key) % _THOUSAND_POUNDS
        )
        if not is_rounded or abs(typed - sums[key]) > _THOUSAND_POUNDS // 2 * (1 + rounded):
            return DIFFERS
        state = ROUNDING
    return state


def agreement_sentence(records: Records, total: BudgetTotal) -> str:
    """Return how a typed total stands against its lines, in a sentence."""
    name, when = total_name(total), dates.period_label(total.period)
    state = agreement(records, total)
    if state == AGREES:
        return f"{name} for {when} agrees with its lines."
    sums = lines_sum(records, total)
    parts = [
        f"{words} {format_pounds(getattr(total, key))} against {format_pounds(sums[key])}, "
        f"{_apart(getattr(total, key) - sums[key])}"
        for key, words in AMOUNTS
        if getattr(total, key) not in {None, sums[key]}
    ]
    verb = "agrees with its lines within rounding" if state == ROUNDING else "differs from its lines"
    return f"{name} for {when} {verb}: {'; '.join(parts)}."


def budget_differences(records: Records) -> list[str]:
    """Return a sentence for each typed total of any period that differs from its lines by more than rounding."""
    totals = sorted(
        records.all(BudgetTotal),
        key=lambda item: (
            records.title("programme", item.programme_id),
            item.period,
            total_name(item),
            item.id,
        ),
    )
    return [
        f"{records.title('programme', total.programme_id)}: {agreement_sentence(records, total)}"
        for total in totals
        if agreement(records, total) == DIFFERS
    ]


def _apart(pence: int) -> str:
    return f"{format_pounds(abs(pence))} {'more' if pence > 0 else 'less'}"


def footings(
    groups: Sequence[tuple[str, bool]], programmes: Mapping[str, str] | None = None
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the rows that stand below each group: a label and what it sums.

    That is ``group``, ``programme``, ``prior`` or ``reserves``. ``groups`` are keys and whether they hold reserves, in
    order. The one group that a total is of has no subtotal. ``programmes`` are the names of theirs by key, where each
    programme of several is to have a row below its last group, reserves apart.
    """
    ordinary = [key for key, is_reserve in groups if not is_reserve]
    reserves = [key for key, is_reserve in groups if is_reserve]
    below: dict[str, tuple[tuple[str, str], ...]] = {}
    for key in ordinary:
        below[key] = (("Subtotal", "group"),) if len(ordinary) > 1 else ()
    for key in reserves:
        below[key] = (("Subtotal", "group"),)
    if programmes is not None:
        last = {programmes[key]: key for key in ordinary}
        for name, key in last.items() if len(last) > 1 else ():
            below[key] += ((name, "programme"),)
    if ordinary and reserves:
        below[ordinary[-1]] += ((PRIOR, "prior"),)
    if len(reserves) > 1:
        below[reserves[-1]] += ((RESERVES, "reserves"),)
    return below
