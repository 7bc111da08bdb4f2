"""Activity counted in units: how fast it goes, when it will be done, what it costs and what it saves.

The pace is that of the last three months reported; what is projected goes on at that pace, in whole units, and stops
at the planned total. A projection begins with the month looked at where that is not reported yet, else with the month
after it: a month gone by without a report is taken as one in which nothing was done. Before anything is reported there
is no pace, and the months still planned are what is projected.

A unit's effect is for a full year and counts from the month after it is done: of one done in April eleven twelfths fall
in its financial year and one twelfth in the next, and of one done in March all of it falls in the next. Growth is
shown beside a saving and never taken off it.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome

RECENT_MONTHS = 3
"""How many months reported give the pace."""

_LAST_PERIOD = "2100-12"
_MONTHS = 12
_MARCH = 3


class Progress(Struct, frozen=True, dict=True):
    """An activity as at the end of a period, in units. Rates are units a month, exact."""

    period: str
    planned: Mapping[str, int]
    done: Mapping[str, int]
    """By month reported up to the period."""
    planned_total: int

    @cached_property
    def done_total(self) -> int:
        """Units done to the end of the period."""
        return sum(self.done.values())

    @cached_property
    def planned_to_date(self) -> int:
        """Units planned by the end of the period."""
        return sum(units for month, units in self.planned.items() if month <= self.period)

    @cached_property
    def left(self) -> int:
        """Units of the planned total that are still to do."""
        return max(0, self.planned_total - self.done_total)

    @cached_property
    def last_reported(self) -> str:
        """The latest month reported; empty without any."""
        return max(self.done, default="")

    @cached_property
    def last_planned(self) -> str:
        """The latest month in which anything is planned; empty without any."""
        return max((month for month, units in self.planned.items() if units), default="")

    @cached_property
    def run_rate(self) -> Fraction | None:
        """The rate over every month reported; None without any."""
        return rate(self.done.values())

    @cached_property
    def recent_rate(self) -> Fraction | None:
        """The rate over the last three months reported, or as many as there are; None without any."""
        return rate(self.done[month] for month in sorted(self.done)[-RECENT_MONTHS:])

    @cached_property
    def first_projected(self) -> str:
        """The first month that a projection is of."""
        reported = self.period in self.done
        return dates.shift_period(self.period, 1) if reported else self.period

    def projected_by(self, period: str) -> int:
        """Return the units done by the end of a month, going on as projected, in whole units."""
        months = months_between(self.first_projected, period) + 1
        if months <= 0 or not self.left:
            return self.done_total
        if not self.done:
            return sum(units for at, units in self.planned.items() if self.first_projected <= at <= period)
        return self.done_total + min(self.left, int((self.recent_rate or Fraction(0)) * months))

    @cached_property
    def finish(self) -> str | None:
        """The month in which the planned total was, or will be, reached; None where at this pace it never is."""
        if not self.planned_total:
            return None
        if not self.left:
            return _reached(self.done, self.planned_total)
        pace = self.recent_rate
        if not pace:
            return None
        months = -(-self.left * pace.denominator // pace.numerator)
        furthest = months_between(self.first_projected, _LAST_PERIOD) + 1
        return dates.shift_period(self.first_projected, months - 1) if months <= furthest else None

    @cached_property
    def is_behind(self) -> bool:
        """Whether units will be left after the last month planned, going on as now."""
        if not self.left or not self.last_planned:
            return False
        finish = self.finish
        if finish is not None:
            return finish > self.last_planned
        return bool(self.done) or self.last_planned < self.first_projected

    def done_in(self, year: int) -> dict[str, int]:
        """Return the units of a financial year by month, reported ones and then projected ones."""
        units = {}
        for month in dates.year_periods(year):
            if month in self.done:
                units[month] = self.done[month]
            elif month >= self.first_projected:
                before = dates.shift_period(month, -1)
                units[month] = self.projected_by(month) - self.projected_by(before)
        return units


class Effect(Struct, frozen=True):
    """What a unit brings in a full year, in exact pence: its saving, and its growth beside; None where not known."""

    saving: Fraction | None
    growth: Fraction | None
    growth_rate: Fraction | None

    @staticmethod
    def of(outcomes: Iterable[ActivityOutcome]) -> "Effect":
        """Return the effect that outcomes have together; one without an average effect brings nothing."""
        held = list(outcomes)
        growth = [item for item in held if item.is_growth]
        return Effect(
            saving=_sum_of_effects(item for item in held if not item.is_growth),
            growth=_sum_of_effects(growth),
            growth_rate=sum((Fraction(item.rate) for item in growth), Fraction(0)) if growth else None,
        )


def progress_of(activity: Activity, months: Sequence[ActivityMonth], period: str) -> Progress:
    """Return how an activity stands at the end of a period; what was reported later is left out."""
    planned = {month.period: month.planned for month in months if month.planned is not None}
    done = {month.period: month.done for month in months if month.done is not None and month.period <= period}
    total = activity.planned_total if activity.planned_total is not None else sum(planned.values())
    return Progress(period, planned, done, total)


def months_of(records: Records, activity_id: str) -> list[ActivityMonth]:
    """Return an activity's months in order."""
    return sorted(records.of(ActivityMonth, "activity_id", activity_id), key=lambda item: item.period)


def outcomes_of(records: Records, activity_id: str) -> list[ActivityOutcome]:
    """Return an activity's outcomes in order."""
    held = records.of(ActivityOutcome, "activity_id", activity_id)
    return sorted(held, key=lambda item: (item.position, item.name, item.id))


def in_order(activities: Iterable[Activity], programme_ids: Sequence[str]) -> list[Activity]:
    """Return activities as they are listed."""
    place = {programme_id: at for at, programme_id in enumerate(programme_ids)}
    return sorted(activities, key=lambda item: (place[item.programme_id], item.position, item.name, item.id))


# ------------------------------------------------------------------------------------------------- savings and funding


def part_in_year(units: Mapping[str, int]) -> Fraction:
    """Return the full-year effects, of units done in a financial year by month, that fall in that year itself."""
    return sum((_share_left(month) * count for month, count in units.items()), Fraction(0))


def part_in_next_year(units: Mapping[str, int]) -> Fraction:
    """Return the full-year effects, of units done in a financial year by month, that fall in the year after."""
    return sum(units.values()) - part_in_year(units)


def affordable_units(funding_pence: int | None, unit_cost_pence: int | None) -> int | None:
    """Return how many whole units the funding buys; None without a funding or a cost."""
    if funding_pence is None or not unit_cost_pence:
        return None
    return funding_pence // unit_cost_pence


def funding_sentence(activity: Activity, planned_total: int) -> str:
    """Return that the funding buys fewer units than are planned, in a sentence; empty where it buys enough."""
    units = affordable_units(activity.funding_pence, activity.unit_cost_pence)
    if units is None or units >= planned_total:
        return ""
    return (
        f"{format_pounds(activity.funding_pence)} at {format_pounds(activity.unit_cost_pence)} buys "
        f"{units:,} {activity.unit}, {planned_total - units:,} fewer than the {planned_total:,} planned."
    )


def projection_sentence(activity: Activity, projected: int, period: str) -> str:
    """Return that more units are projected by the end of a month than the funding buys; empty where it buys enough."""
    units = affordable_units(activity.funding_pence, activity.unit_cost_pence)
    if units is None or units >= projected:
        return ""
    return (
        f"{projected:,} {activity.unit} are projected by {dates.period_label(period)}, and "
        f"{format_pounds(activity.funding_pence)} at {format_pounds(activity.unit_cost_pence)} buys {units:,}: the "
        f"forecast counts {projected - units:,} that the funding cannot buy."
    )


def plan_sentence(activity: Activity, months: Iterable[ActivityMonth]) -> str:
    """Return that the months planned do not add up to the planned total, in a sentence; empty where they do."""
    planned = [month.planned for month in months if month.planned is not None]
    wanted, found = activity.planned_total, sum(planned)
    if wanted is None or not planned or found == wanted:
        return ""
    apart = f"{abs(found - wanted):,} {'more' if found > wanted else 'fewer'}"
    return (
        f"The months planned come to {found:,} {activity.unit}, {apart} than the {wanted:,} planned in all."
    )


def activity_differences(records: Records) -> list[str]:
    """Return a sentence for each activity whose months planned differ from its planned total; archived left out."""
    programmes = sorted(records.all(Programme), key=lambda item: (item.position, item.name))
    held = [item for item in records.all(Activity) if not item.archived]
    return [
        f"{activity.name}: {sentence}"
        for activity in in_order(held, [programme.id for programme in programmes])
        if (sentence := plan_sentence(activity, months_of(records, activity.id)))
    ]


# ------------------------------------------------------------------------------------------------- small sums


def rate(units: Iterable[int]) -> Fraction | None:
    """Return units a month over these months; None without any."""
    held = list(units)
    return Fraction(sum(held), len(held)) if held else None


def months_between(first: str, last: str) -> int:
    """Return how many months one period is after another; negative where it is before."""
    return (int(last[:4]) - int(first[:4])) * _MONTHS + int(last[5:7]) - int(first[5:7])


def rounded(value: Fraction | None) -> int | None:
    """Return a whole number, halves away from zero; None stays None."""
    if value is None:
        return None
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def _sum_of_effects(outcomes: Iterable[ActivityOutcome]) -> Fraction | None:
    known = [
        Fraction(item.rate) * item.effect_pence / 100 for item in outcomes if item.effect_pence is not None
    ]
    return sum(known, Fraction(0)) if known else None


def _share_left(month: str) -> Fraction:
    """The part of a financial year after a month: eleven twelfths after April, nothing after March."""
    return Fraction((_MARCH - int(month[5:7])) % _MONTHS, _MONTHS)


def _reached(done: Mapping[str, int], wanted: int) -> str | None:
    total = 0
    for month in sorted(done):
        total += done[month]
        if total >= wanted:
            return month
    return None
