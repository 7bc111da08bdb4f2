"""Performance measures: what is expected of one in a month, and the rating that its value then gets.

Numbers are exact: values are kept as text such as ``98.8`` and a straight line is worked out in fractions, so that a
value that stands on a limit is judged by that limit and not by how a computer rounds. Both tolerances are inclusive.
A month without a value, or without anything to judge it by, is grey and never green.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.records.dataset import Records

MONTHS_IN_YEAR = 12

_PERCENT_DECIMALS = (1, 2, 3, 4)
_HIGHER = "higher"


class Unit(Protocol):
    """How a measure's values are printed: a measure, or the report's view of one."""

    @property
    def unit(self) -> str | None:
        """What is counted; ``%`` stands close to the figure."""

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""


class Rating(Struct, frozen=True):
    """What the rule makes of a value: its colour, the rule in a sentence, and the shortfall as a share of 1, if any."""

    rag: str
    rule: str
    shortfall: Fraction | None = None


class MeasureHistory(Struct, frozen=True):
    """One measure with everything that was set and reported of it, to be asked month by month."""

    measure: Measure
    targets: tuple[MeasureTarget, ...]
    profile: dict[str, MeasureProfile]
    values: dict[str, MeasureValue]

    @classmethod
    def of(cls, records: Records, measure: Measure) -> "MeasureHistory":
        """Return a measure's history from the records."""
        return cls(
            measure,
            tuple(records.of(MeasureTarget, "measure_id", measure.id)),
            {item.period: item for item in records.of(MeasureProfile, "measure_id", measure.id)},
            {item.period: item for item in records.of(MeasureValue, "measure_id", measure.id)},
        )

    def target_at(self, period: str) -> MeasureTarget | None:
        """Return the target of a period's financial year that was approved last up to then."""
        year = dates.year_of_period(period)
        return max(
            (item for item in self.targets if item.year == year and approved_month(item) <= period),
            key=approved_month,
            default=None,
        )

    def last_target(self, year: int) -> MeasureTarget | None:
        """Return the target of a financial year that was approved last of all."""
        return max((item for item in self.targets if item.year == year), key=approved_month, default=None)

    def expected(self, period: str) -> Fraction | None:
        """Return what the measure is expected to be in a month, None where nothing says so."""
        target = self.target_at(period)
        if target is None:
            return None
        if target.profile == "monthly":
            month = self.profile.get(period)
            return _exact(month.expected) if month else None
        if target.profile == "straight":
            return straight_line(self.measure.baseline, target.target, period)
        return _exact(target.target)

    def rating(self, period: str) -> Rating:
        """Return what the rule makes of the month's value; a person's override is not asked here."""
        value = self.values.get(period)
        if value is None:
            return Rating("grey", self._why_no_value(period))
        target = self.target_at(period)
        if target is None:
            return Rating("grey", self._why_no_target(period))
        expected = self.expected(period)
        if expected is None:
            return Rating("grey", _why_no_expected(target, period))
        return rate(self.measure, _exact(value.actual), expected, _expected_words(target, period))

    def rag(self, period: str) -> str:
        """Return the month's colour: a person's, where they overrule the rule's."""
        value = self.values.get(period)
        if value is None:
            return "grey"
        if value.override_rag:
            return value.override_rag
        expected = self.expected(period)
        return "grey" if expected is None else judge(self.measure, _exact(value.actual), expected)[0]

    def rule(self, period: str) -> str:
        """Return in a sentence what gave the month's colour: the rule, and a person's reason to overrule it."""
        rating = self.rating(period)
        value = self.values.get(period)
        if value is None or not value.override_rag:
            return rating.rule
        return f"Rated {value.override_rag} by a person: {value.override_reason}\nBy the rule: {rating.rule}"

    def trend(self, period: str) -> str:
        """Return ``improving``, ``worsening`` or ``same`` against the value reported before; empty without both."""
        value = self.values.get(period)
        before = self.value_before(period)
        if value is None or before is None:
            return ""
        change = Decimal(value.actual) - Decimal(before.actual)
        if not change:
            return "same"
        return "improving" if (change > 0) == (self.measure.polarity == _HIGHER) else "worsening"

    def value_before(self, period: str) -> MeasureValue | None:
        """Return the latest value reported for an earlier month."""
        earlier = [month for month in self.values if month < period]
        return self.values[max(earlier)] if earlier else None

    def _why_no_target(self, period: str) -> str:
        year = dates.year_of_period(period)
        later = [approved_month(item) for item in self.targets if item.year == year]
        words = f"No target for {dates.year_label(year)} to judge it by"
        return (
            f"{words}; the first is approved from {dates.period_label(min(later))}." if later else f"{words}."
        )

    def _why_no_value(self, period: str) -> str:
        words = f"No value reported for {dates.period_label(period)}"
        before = self.value_before(period)
        if before is None:
            return f"{words}."
        last = number_words(self.measure, before.actual)
        return f"{words}; the last was {last} in {dates.period_label(before.period)}."


@lru_cache(maxsize=4096)
def _exact(text: str) -> Fraction:
    """Return the number that a text is; the same few are read for each month of a year."""
    return Fraction(text)


def approved_month(target: MeasureTarget) -> str:
    """Return the first month that a target judges."""
    return target.approved_from or dates.year_periods(target.year)[0]


def straight_line(baseline: str | None, target: str, period: str) -> Fraction | None:
    """Return where a straight line from the baseline at 31 March to the target a year later is at a month's end."""
    if baseline is None:
        return None
    months = dates.year_periods(dates.year_of_period(period)).index(period) + 1
    start, end = _exact(baseline), _exact(target)
    return start + (end - start) * months / MONTHS_IN_YEAR


def judge(measure: Measure, actual: Fraction, expected: Fraction) -> tuple[str, Fraction | None]:
    """Return the colour of a value against what was expected, and how far it is on the bad side as a share of that.

    Of nothing expected there is no share: any value on the bad side of nought is red.
    """
    bad = expected - actual if measure.polarity == _HIGHER else actual - expected
    if bad <= 0:
        return "green", Fraction(0)
    if not expected:
        return "red", None
    share = bad / abs(expected)
    if share * 100 <= _exact(measure.green_tolerance):
        return "green", share
    return ("amber" if share * 100 <= _exact(measure.amber_tolerance) else "red"), share


def rate(measure: Measure, actual: Fraction, expected: Fraction, of_what: str) -> Rating:
    """Return the rating of a value and the rule in words; ``of_what`` names what it is judged by: ``the target``."""
    colour, share = judge(measure, actual, expected)
    is_higher = measure.polarity == _HIGHER
    has, wanted = number_words(measure, actual), number_words(measure, expected)
    if share == 0:
        side = "at" if actual == expected else "above" if is_higher else "below"
        return Rating(colour, f"{has} is {side} {of_what}, {wanted}: green.", share)
    side = "below" if is_higher else "above"
    if share is None:
        return Rating(
            colour, f"{has} is {side} {of_what}, {wanted}: red, for there is no per cent of nought.", share
        )
    words = f"{has} is {_percent_words(measure, share)} {side} {of_what}, {wanted}"
    end = {
        "green": f"green, within {_tolerance(measure.green_tolerance)}",
        "amber": f"amber, within {_tolerance(measure.amber_tolerance)}",
        "red": f"red, more than {_tolerance(measure.amber_tolerance)}",
    }[colour]
    return Rating(colour, f"{words}: {end}.", share)


def limits(measure: Measure, expected: Fraction) -> tuple[Fraction, Fraction]:
    """Return the worst value that is still green, and the worst that is still amber, where this is expected."""
    sign = -1 if measure.polarity == _HIGHER else 1
    green, amber = (
        expected + sign * abs(expected) * _exact(percent) / 100
        for percent in (measure.green_tolerance, measure.amber_tolerance)
    )
    return green, amber


def decimal_text(value: Fraction | str, decimals: int) -> str:
    """Return a number rounded half up to so many decimals, as text: ``77.0``."""
    exact = Fraction(value)
    with localcontext() as context:
        context.prec = 60
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:f}" if rounded else f"{abs(rounded):f}"


def number_words(measure: Unit, value: Fraction | str) -> str:
    """Return a value of a measure as its paper prints it: ``77.0%``, ``2,207``, ``1.8 days``."""
    figure = figure_words(measure, value)
    return f"{figure} {measure.unit}" if measure.unit and measure.unit != "%" else figure


def figure_words(measure: Unit, value: Fraction | str) -> str:
    """Return a value as a table prints it, whose heading or measure names the unit: ``77.0%``, ``2,207``, ``1.8``."""
    rounded = Decimal(decimal_text(value, measure.decimals))
    return f"{rounded:,f}{'%' if measure.unit == '%' else ''}"


def in_order(measures: Iterable[Measure], programmes: list[str]) -> list[Measure]:
    """Return measures by programme and in their own order, those of one strategy theme together."""
    order = {programme_id: place for place, programme_id in enumerate(programmes)}
    ranked = sorted(measures, key=lambda item: (order[item.programme_id], item.position, item.name, item.id))
    themes: dict[tuple[str, str], int] = {}
    for item in ranked:
        themes.setdefault((item.programme_id, item.strategy_theme or ""), len(themes))
    return sorted(ranked, key=lambda item: themes[item.programme_id, item.strategy_theme or ""])


def _percent_words(measure: Measure, share: Fraction) -> str:
    """Return a share in per cent, with as many decimals as tell it from nought and from a limit that it is not."""
    limits_ = {_exact(measure.green_tolerance), _exact(measure.amber_tolerance), Fraction(0)} - {share * 100}
    for decimals in _PERCENT_DECIMALS:
        text = decimal_text(share * 100, decimals)
        if Fraction(text) not in limits_:
            return f"{text}%"
    return "a hair"


def _tolerance(percent: str) -> str:
    return f"{Decimal(percent).normalize():f}%"


def _expected_words(target: MeasureTarget, period: str) -> str:
    if target.profile == "flat":
        return "the target"
    month = dates.period_label(period)
    path = "the straight line" if target.profile == "straight" else "the profile"
    return f"{path} for {month}"


def _why_no_expected(target: MeasureTarget, period: str) -> str:
    if target.profile == "straight":
        return "No baseline, so there is no straight line to judge it by."
    return f"The monthly profile has nothing for {dates.period_label(period)}."
