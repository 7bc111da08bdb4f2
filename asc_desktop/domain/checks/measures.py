"""The rules of performance measures: what ``checks`` asks of a measure, its targets, its profile and its values."""

from collections.abc import Iterator
from fractions import Fraction

from asc_desktop.domain import dates
from asc_desktop.domain.checks.movement import after_open
from asc_desktop.domain.checks.periods import not_come_to, reported_later
from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Problem
from asc_desktop.domain.rules.measures import MeasureHistory, approved_month, number_words


def measure_problems(record: Measure, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a measure among the others and with what is reported of it."""
    if Fraction(record.amber_tolerance) < Fraction(record.green_tolerance):
        yield Problem("amber_tolerance", f"Amber cannot end before green does, at {record.green_tolerance}%.")
    if record.baseline is None and any(
        target.profile == "straight" for target in records.of(MeasureTarget, "measure_id", record.id)
    ):
        yield Problem(
            "baseline", "A target is reached by a straight line from the baseline, so it is needed."
        )
    programme = records.find(Programme, record.programme_id)
    latest = max((item.period for item in records.of(MeasureValue, "measure_id", record.id)), default="")
    yield from not_come_to("programme_id", latest, programme)


def target_problems(record: MeasureTarget, records: Records) -> Iterator[Problem]:
    """Yield a problem where the path to a target does not lead there."""
    measure = records.get(Measure, record.measure_id)
    yield from _approval(record, records.find(Programme, measure.programme_id), records)
    if record.profile == "straight" and measure.baseline is None:
        yield Problem(
            "profile", "A straight line begins at the baseline. Give the measure its baseline first."
        )
    if record.profile != "monthly" or any(
        other.year == record.year and approved_month(other) > approved_month(record)
        for other in records.of(MeasureTarget, "measure_id", record.measure_id)
    ):
        return
    last = dates.year_periods(record.year)[-1]
    held = records.of(MeasureProfile, "measure_id", record.measure_id)
    end = next((item for item in held if item.period == last), None)
    if end is None:
        wanted = number_words(measure, record.target)
        yield Problem(
            "profile",
            f"A monthly profile must end at its target. Say that {wanted} is expected in {dates.period_label(last)}.",
        )
    elif Fraction(end.expected) != Fraction(record.target):
        yield Problem("target", _end_sentence(measure, end, record))


def profile_problems(record: MeasureProfile, records: Records) -> Iterator[Problem]:
    """Yield a problem where a monthly profile would not end at its target."""
    year = dates.year_of_period(record.period)
    if record.period != dates.year_periods(year)[-1]:
        return
    measure = records.get(Measure, record.measure_id)
    target = MeasureHistory.of(records, measure).last_target(year)
    is_profiled = target is not None and target.profile == "monthly"
    if target is not None and is_profiled and Fraction(target.target) != Fraction(record.expected):
        yield Problem("expected", _end_sentence(measure, record, target))


def _approval(record: MeasureTarget, programme: Programme | None, records: Records) -> Iterator[Problem]:
    """Yield a problem where a target is approved from a month that it cannot judge, or that another judges already."""
    year = dates.year_periods(record.year)
    month = approved_month(record)
    if month not in year:
        label = dates.year_label(record.year)
        yield Problem("approved_from", f"A target for {label} is approved from one of its own months.")
    elif month != year[0]:
        yield from after_open("approved_from", month, programme)
    for other in records.of(MeasureTarget, "measure_id", record.measure_id):
        if other.id != record.id and other.year == record.year and approved_month(other) == month:
            name = records.title(Measure.table, record.measure_id)
            when = "" if month == year[0] else f" approved from {dates.period_label(month)}"
            key = "approved_from" if record.approved_from else "year"
            sentence = f"{name} already has a measure target for {dates.year_label(record.year)}{when}."
            yield Problem(key, sentence)
            return


def value_problems(record: MeasureValue, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a reported value: a month still to come, or an override without its reason."""
    measure = records.get(Measure, record.measure_id)
    yield from after_open("period", record.period, records.find(Programme, measure.programme_id))
    if record.override_rag and not record.override_reason:
        yield Problem("override_rag", "Give the reason for the override, then the rating.")


def programme_measures(programme: Programme, records: Records) -> Iterator[Problem]:
    """Yield a problem where a programme's open period would be before what is reported of its measures."""
    reports = (
        (value.period, measure.name)
        for measure in records.of(Measure, "programme_id", programme.id)
        for value in records.of(MeasureValue, "measure_id", measure.id)
    )
    yield from reported_later(programme, reports)


def _end_sentence(measure: Measure, end: MeasureProfile, target: MeasureTarget) -> str:
    return (
        f"A monthly profile must end at its target: {dates.period_label(end.period)} has "
        f"{number_words(measure, end.expected)} and the target is {number_words(measure, target.target)}."
    )
