"""The performance measures of the report."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import (
    PROFILES,
    Measure,
    MeasureProfile,
    MeasureTarget,
    MeasureValue,
)
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_measures import MeasureMonth, MeasureReport
from asc_desktop.domain.rules.measures import MeasureHistory, approved_month, decimal_text, in_order, limits

_DECIMALS = 6


def measure_section(context: ReportContext) -> tuple[MeasureReport, ...]:
    """Return the programmes' measures in order, those of one strategy theme together; archived ones left out."""
    programmes = [programme.id for programme in context.programmes]
    held = [
        measure
        for programme_id in programmes
        for measure in context.records.of(Measure, "programme_id", programme_id)
        if not measure.archived
    ]
    records, period, year = context.records, context.scope.period, context.year
    return tuple(
        context.remembered.part(
            _report,
            measure.id,
            measure,
            records.title(Programme.table, measure.programme_id),
            tuple(
                item
                for item in records.of(MeasureTarget, "measure_id", measure.id)
                if item.year > year or approved_month(item) <= period
            ),
            records.of(MeasureProfile, "measure_id", measure.id),
            records.of(MeasureValue, "measure_id", measure.id),
            period,
        )
        for measure in in_order(held, programmes)
    )


def measure_months(context: ReportContext, measure_id: str) -> tuple[tuple[MeasureMonth, str | None], ...]:
    """Return a measure's months, of all years from the first with a value to the period's, each with its target.

    The target is the one of the month's year that was in force then, or at the period in the period's own year.
    """
    records, period = context.records, context.scope.period
    measure = records.find(Measure, measure_id)
    if measure is None:
        return ()
    return context.remembered.part(
        _months_of_years,
        measure_id,
        measure,
        records.of(MeasureTarget, "measure_id", measure_id),
        records.of(MeasureProfile, "measure_id", measure_id),
        records.of(MeasureValue, "measure_id", measure_id),
        period,
    )


def measure_attention(measures: Iterable[MeasureReport]) -> Iterator[AttentionRow]:
    """Yield the measures that are rated red, by the rule or by a person."""
    for measure in measures:
        if measure.rag == "red":
            why = measure.rule.partition("\n")[0].rstrip(".")
            yield AttentionRow(
                f"measure_red:{measure.id}",
                "measure_red",
                "",
                "",
                measure.name,
                why,
                None,
                None,
                "performance",
                measure.id,
            )


def _report(
    measure: Measure,
    programme: str,
    targets: tuple[MeasureTarget, ...],
    profile: tuple[MeasureProfile, ...],
    values: tuple[MeasureValue, ...],
    period: str,
) -> MeasureReport:
    history = _history(measure, targets, profile, values)
    year = dates.year_of_period(period)
    target = history.target_at(period)
    value = history.values.get(period)
    return MeasureReport(
        id=measure.id,
        programme=programme,
        strategy_theme=measure.strategy_theme or "",
        priority=measure.priority or "",
        name=measure.name,
        unit=measure.unit or "",
        decimals=measure.decimals,
        polarity=measure.polarity,
        baseline=measure.baseline,
        year=dates.year_label(year),
        target=target.target if target else None,
        target_approved_from=approved_month(target) if target else "",
        profile=target.profile if target else "",
        profile_label=dict(PROFILES)[target.profile] if target else "",
        green_tolerance=measure.green_tolerance,
        amber_tolerance=measure.amber_tolerance,
        actual=value.actual if value else None,
        rag=history.rag(period),
        computed_rag=history.rating(period).rag,
        overridden=bool(value and value.override_rag),
        rule=history.rule(period),
        trend=history.trend(period),
        comment=(value.comment or "") if value else "",
        owner=measure.owner or "",
        source=measure.source or "",
        months=tuple(_months(history, period)),
    )


def _history(
    measure: Measure,
    targets: tuple[MeasureTarget, ...],
    profile: tuple[MeasureProfile, ...],
    values: tuple[MeasureValue, ...],
) -> MeasureHistory:
    return MeasureHistory(
        measure,
        targets,
        {item.period: item for item in profile},
        {item.period: item for item in values},
    )


def _months_of_years(
    measure: Measure,
    targets: tuple[MeasureTarget, ...],
    profile: tuple[MeasureProfile, ...],
    values: tuple[MeasureValue, ...],
    period: str,
) -> tuple[tuple[MeasureMonth, str | None], ...]:
    year = dates.year_of_period(period)
    first = min(
        (dates.year_of_period(value.period) for value in values if value.period <= period), default=year
    )
    found: list[tuple[MeasureMonth, str | None]] = []
    for of_year in range(first, year + 1):
        # As the report of the year's last month, or of the period, has them.
        last = min(dates.year_periods(of_year)[-1], period)
        in_force = tuple(item for item in targets if item.year != of_year or approved_month(item) <= last)
        history = _history(measure, in_force, profile, values)
        target = history.target_at(last)
        found += [(month, target.target if target else None) for month in _months(history, last)]
    return tuple(found)


def _months(history: MeasureHistory, period: str) -> Iterator[MeasureMonth]:
    # A flat target expects the same of each month of the year.
    lines: dict[Fraction | None, tuple[str | None, str | None, str | None]] = {None: (None, None, None)}
    for month in dates.year_periods(dates.year_of_period(period)):
        value = history.values.get(month) if month <= period else None
        expected = history.expected(month)
        if expected is not None and expected not in lines:
            green, amber = limits(history.measure, expected)
            lines[expected] = (_text(expected), _text(green), _text(amber))
        yield MeasureMonth(
            month,
            value.actual if value else None,
            *lines[expected],
            rag=history.rag(month) if value else "grey",
            overridden=bool(value and value.override_rag),
        )


def _text(value: Fraction | None) -> str | None:
    if value is None:
        return None
    if value.denominator == 1:
        return str(value.numerator)
    text = decimal_text(value, _DECIMALS)
    return text.rstrip("0").rstrip(".") if "." in text else text
