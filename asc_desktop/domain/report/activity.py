"""The activity of the report: how far each is, where it is going, and what it costs and saves."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_activity import (
    ActivityMonthReport,
    ActivityOutcomeReport,
    ActivityPlanYear,
    ActivityReport,
    ActivityYear,
)
from asc_desktop.domain.rules.activity import (
    Effect,
    Progress,
    affordable_units,
    funding_sentence,
    in_order,
    months_between,
    months_of,
    outcomes_of,
    part_in_next_year,
    part_in_year,
    plan_sentence,
    progress_of,
    projection_sentence,
    rounded,
)
from asc_desktop.domain.rules.measures import decimal_text
from asc_desktop.domain.words import number_of

STATES = (
    ("behind", "Behind"),
    ("on_track", "On track"),
    ("under_way", "Under way"),
    ("done", "Done"),
    ("not_started", "Not started"),
    ("no_plan", "Nothing planned"),
)
"""Where an activity stands; under way is one of which no month is planned, so that nothing can be late."""

STATE_WORDS = dict(STATES)
_POUND = 100
_FURTHEST = 60
"""How many months a projection is drawn beyond the plan and the period."""


def activity_section(context: ReportContext) -> tuple[ActivityReport, ...]:
    """Return the programmes' activities in order, archived ones left out.

    Of one theme, those whose project, or whose savings line's project, is in it.
    """
    programmes = [programme.id for programme in context.programmes]
    held = [
        activity
        for programme_id in programmes
        for activity in context.records.of(Activity, "programme_id", programme_id)
        if not activity.archived and _is_in_theme(context, activity)
    ]
    return tuple(_report(context, activity) for activity in in_order(held, programmes))


def activity_attention(activities: Iterable[ActivityReport]) -> Iterator[AttentionRow]:
    """Yield the activities that will be done after the last month planned, and those with funding for too few."""
    for item in activities:
        if item.behind:
            yield _row(item, "activity_behind", _behind_words(item), None)
        if item.funding_short and item.planned_cost_pence is not None:
            short = item.planned_cost_pence - (item.funding_pence or 0)
            yield _row(item, "activity_funding", item.warnings[0].rstrip("."), short)


def _row(item: ActivityReport, kind: str, why: str, pence: int | None) -> AttentionRow:
    return AttentionRow(
        f"{kind}:{item.id}", kind, item.project_id, "", item.name, why, pence, None, "activity", item.id
    )  # fmt: skip


class _Beside(Struct, frozen=True):
    """What a view says of other records."""

    programme: str
    project: Project | None
    line: SavingsLine | None
    line_forecast_pence: int | None


def _report(context: ReportContext, activity: Activity) -> ActivityReport:
    records, account = context.records, context.ledger.of(activity.line_id or "")
    line = records.find(SavingsLine, activity.line_id)
    return context.remembered.part(
        _view,
        activity.id,
        activity,
        tuple(months_of(records, activity.id)),
        tuple(outcomes_of(records, activity.id)),
        _Beside(
            programme=records.title(Programme.table, activity.programme_id),
            project=records.find(Project, activity.project_id or (line.project_id if line else None)),
            line=line,
            line_forecast_pence=account.years[context.year].forecast_pence
            if context.year in account.reported
            else None,
        ),
        context.scope.period,
    )


def _view(
    activity: Activity,
    months: tuple[ActivityMonth, ...],
    outcomes: tuple[ActivityOutcome, ...],
    beside: _Beside,
    period: str,
) -> ActivityReport:
    """Return an activity's view."""
    progress = progress_of(activity, months, period)
    effect = Effect.of(outcomes)
    done, planned = progress.done_total, progress.planned_total
    cost = activity.unit_cost_pence
    short = funding_sentence(activity, planned)
    line, project = beside.line, beside.project
    state = _state(progress)
    last = progress.last_planned
    this_year = _year(activity, progress, effect, dates.year_of_period(period))
    warnings = (short, plan_sentence(activity, months), this_year.warning)
    return ActivityReport(
        id=activity.id,
        name=activity.name,
        unit=activity.unit,
        programme_id=activity.programme_id,
        programme=beside.programme,
        project_id=project.id if project else "",
        project_ref=project.ref if project else "",
        project=project.name if project else "",
        line_id=activity.line_id or "",
        line=line.name if line else "",
        line_forecast_pence=beside.line_forecast_pence,
        planned_total=planned,
        planned_to_date=progress.planned_to_date,
        done=done,
        left=progress.left,
        ahead=done - progress.planned_to_date,
        share_done=decimal_text(Fraction(100 * done, planned), 1) if planned else None,
        state=state,
        state_label=STATE_WORDS[state],
        months_reported=len(progress.done),
        reported_period=progress.last_reported,
        last_planned_period=last,
        run_rate=_rate_text(progress.run_rate),
        recent_rate=_rate_text(progress.recent_rate),
        finish_period=progress.finish,
        finish_words=_finish_words(progress),
        finish_note=_finish_note(progress),
        projected_total=max(done, progress.projected_by(last)) if last and progress.done else None,
        behind=progress.is_behind,
        unit_cost_pence=cost,
        funding_pence=activity.funding_pence,
        cost_pence=None if cost is None else done * cost,
        planned_cost_pence=None if cost is None else planned * cost,
        affordable=affordable_units(activity.funding_pence, cost),
        funding_short=bool(short),
        saving_per_unit_pence=rounded(effect.saving),
        savings_pence=_times(effect.saving, done),
        growth_rate=None if effect.growth_rate is None else _plain(effect.growth_rate),
        growth_units=rounded(effect.growth_rate * done / 100) if effect.growth_rate is not None else None,
        growth_per_unit_pence=rounded(effect.growth),
        growth_pence=_times(effect.growth, done),
        this_year=this_year,
        months=_months(progress, period),
        years=_plan_years(progress),
        outcomes=tuple(_outcome(item, done) for item in outcomes),
        warnings=tuple(sentence for sentence in warnings if sentence),
        source=activity.source or "",
    )  # fmt: skip


def _state(progress: Progress) -> str:
    if not progress.planned_total:
        return "no_plan"
    if not progress.left:
        return "done"
    if progress.is_behind:
        return "behind"
    if not progress.done_total:
        return "not_started"
    return "on_track" if progress.last_planned else "under_way"


def _year(activity: Activity, progress: Progress, effect: Effect, year: int) -> ActivityYear:
    units = progress.done_in(year)
    done = sum(count for month, count in units.items() if month in progress.done)
    total = sum(units.values())
    in_year = _times(effect.saving, part_in_year(units))
    carried = _times(effect.saving, part_in_next_year(progress.done_in(year - 1)))
    full = _times(effect.saving, total)
    last = dates.year_periods(year)[-1]
    return ActivityYear(
        year=dates.year_label(year),
        done=done,
        projected=total - done,
        units=total,
        full_effect_pence=full,
        in_year_pence=in_year,
        next_year_pence=None if full is None or in_year is None else full - in_year,
        carried_pence=carried,
        forecast_pence=None if in_year is None or carried is None else in_year + carried,
        warning=projection_sentence(activity, progress.projected_by(last), last),
    )


def _months(progress: Progress, period: str) -> tuple[ActivityMonthReport, ...]:
    """Return every month from the first to the end of the plan or of the projection, none left out."""
    known = {*progress.planned, *progress.done}
    if not known:
        return ()
    last = max(known)
    projected_to = ""
    if progress.done and progress.left:
        furthest = dates.shift_period(max(last, period), _FURTHEST)
        projected_to = max(progress.last_planned, min(progress.finish or "", furthest))
    rows = []
    planned = done = 0
    month = min(known)
    while month <= max(last, projected_to):
        planned += progress.planned.get(month, 0)
        done += progress.done.get(month, 0)
        projects = projected_to and progress.last_reported <= month <= projected_to
        rows.append(
            ActivityMonthReport(
                period=month,
                planned=progress.planned.get(month),
                done=progress.done.get(month),
                planned_total=planned,
                done_total=done if month in progress.done else None,
                projected_total=progress.projected_by(month) if projects else None,
            )
        )
        month = dates.shift_period(month, 1)
    return tuple(rows)


def _plan_years(progress: Progress) -> tuple[ActivityPlanYear, ...]:
    known = sorted({dates.year_of_period(month) for month in (*progress.planned, *progress.done)})
    return tuple(
        ActivityPlanYear(
            year=dates.year_label(year),
            planned=sum(progress.planned.get(month, 0) for month in dates.year_periods(year)),
            done=sum(progress.done.get(month, 0) for month in dates.year_periods(year)),
        )
        for year in known
    )


def _outcome(item: ActivityOutcome, done: int) -> ActivityOutcomeReport:
    share = Fraction(item.rate) / 100
    per_unit = None if item.effect_pence is None else share * item.effect_pence
    return ActivityOutcomeReport(
        id=item.id,
        name=item.name,
        rate=item.rate,
        effect_pence=item.effect_pence,
        is_growth=bool(item.is_growth),
        units=rounded(share * done) or 0,
        per_unit_pence=rounded(per_unit),
        to_date_pence=_times(per_unit, done),
    )


def _finish_words(progress: Progress) -> str:  # noqa: PLR0911 - one return a case
    finish, last = progress.finish, progress.last_planned
    if not progress.planned_total:
        return "Nothing is planned"
    if not progress.left:
        return f"Done in {dates.period_label(finish)}" if finish else "Done"
    if not progress.done:
        return "Nothing is reported yet"
    if not progress.recent_rate:
        return "Nothing was done in the last months reported"
    if finish is None:
        return "Not in this century at this pace"
    if not last:
        return dates.period_label(finish)
    apart = months_between(last, finish)
    if not apart:
        return f"{dates.period_label(finish)}, as planned"
    side = "after" if apart > 0 else "before"
    return f"{dates.period_label(finish)}, {number_of(abs(apart), 'month')} {side} the last planned"


def _finish_note(progress: Progress) -> str:
    finish, last = progress.finish, progress.last_planned
    if progress.planned_total and not progress.left:
        return "all done"
    if finish is None or not last:
        return "" if progress.done else "nothing reported yet"
    apart = months_between(last, finish)
    return f"{number_of(abs(apart), 'month')} {'late' if apart > 0 else 'early'}" if apart else "as planned"


def _behind_words(item: ActivityReport) -> str:
    last = dates.period_label(item.last_planned_period)
    left = f"{item.left:,} of {item.planned_total:,} {item.unit} left, planned by {last}"
    if item.finish_period is None:
        return f"{left}; {item.finish_words[0].lower()}{item.finish_words[1:]}"
    return f"{left}; at this pace done in {dates.period_label(item.finish_period)}"


def _times(pence: Fraction | None, units: int | Fraction) -> int | None:
    """Return an amount for so many units, to the nearest pound: a rate and an average give no pennies."""
    return None if pence is None else (rounded(pence * units / _POUND) or 0) * _POUND


def _rate_text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, 1)


def _plain(value: Fraction) -> str:
    text = decimal_text(value, 6)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_in_theme(context: ReportContext, activity: Activity) -> bool:
    if context.scope.theme_id is None:
        return True
    line = context.records.find(SavingsLine, activity.line_id)
    owners = {activity.project_id, line.project_id if line else None}
    return bool(owners & context.project_ids)
