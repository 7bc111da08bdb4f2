"""The risks of the report: the register as at the period's last day, and the cells of the 5x5 matrix."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskCategory, RiskScore
from asc_desktop.domain.records.delivery import Portfolio, Programme, Project
from asc_desktop.domain.report.context import ReportContext, Terms
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_risks import (
    RiskActionReport,
    RiskBand,
    RiskCell,
    RiskMatrix,
    RiskRating,
    RiskReport,
    RiskScoreReport,
)
from asc_desktop.domain.rules import actions
from asc_desktop.domain.rules.risks import (
    LEVELS,
    MOVEMENTS,
    SCALE,
    bands,
    is_closed,
    level_of,
    movement_of,
    score_at,
    target_state,
)
from asc_desktop.domain.words import number_of, shortened

RISK_BASES = ("inherent", "current", "target")
"""The three ratings of a risk."""

_SHORT_WORDS = 90

LEVEL_WORDS = dict(LEVELS)
MOVEMENT_WORDS = dict(MOVEMENTS)


def risk_section(context: ReportContext) -> tuple[RiskReport, ...]:
    """Return the risks raised by the period: open before closed, the highest score first, then by reference.

    Of one theme, those linked to it or to a project in it.
    """
    programmes = {programme.id for programme in context.programmes}
    records = context.records
    found = [
        context.remembered.part(
            _risk_report,
            risk.id,
            risk,
            records.title(Programme.table, risk.programme_id),
            records.title(RiskCategory.table, risk.category),
            records.find(Project, risk.project_id),
            records.of(RiskScore, "risk_id", risk.id),
            records.of(RiskAction, "risk_id", risk.id),
            context.terms,
        )
        for risk in records.all(Risk)
        if risk.programme_id in programmes
        and risk.raised_period <= context.scope.period
        and _is_in_theme(context, risk)
    ]
    found.sort(key=lambda item: (not item.open, -(item.score or 0), item.ref, item.id))
    return tuple(found)


def risk_matrix(context: ReportContext, risks: Iterable[RiskReport]) -> RiskMatrix:
    """Return where the open risks stand, likelihood 5 first and then impact 1 first, as the matrix is read."""
    opened = [risk for risk in risks if risk.open]
    levels = [risk.level for risk in opened]
    return RiskMatrix(
        cells={basis: tuple(_cells(context.settings, opened, basis)) for basis in RISK_BASES},
        bands=tuple(
            RiskBand(level, LEVEL_WORDS[level], first, last, levels.count(level))
            for level, first, last in bands(context.settings)
        ),
        open_risks=len(opened),
        not_scored=levels.count(""),
        actions_overdue=sum(risk.actions_overdue for risk in opened),
    )


def risk_attention(risks: Iterable[RiskReport]) -> Iterator[AttentionRow]:
    """Yield the very high risks that have become worse since the period before, and the overdue actions of risks."""
    for risk in risks:
        words = shortened(risk.description, _SHORT_WORDS)
        about = (risk.project_id, risk.ref, words)
        if risk.movement == "worsening" and risk.level == "very_high" and risk.previous and risk.current:
            why = f"Risk worsened from {risk.previous.score} to {risk.score}, {risk.level_label}"
            yield AttentionRow(
                f"risk_worse:{risk.id}", "risk_worse", *about, why, None, None, "risks", risk.id
            )
        for action in risk.actions:
            if action.days_overdue:
                days = number_of(action.days_overdue, "day")
                why = f"Action on a {risk.level_label} risk overdue {days}"
                if not risk.level:
                    why = f"Action on a risk overdue {days}"
                yield AttentionRow(
                    f"risk_overdue:{action.id}",
                    "risk_overdue",
                    *about,
                    why,
                    None,
                    action.due_date,
                    "risks",
                    risk.id,
                )


def rating(likelihood: int, impact: int, settings: Portfolio) -> RiskRating:
    """Return a likelihood and an impact with their score and level."""
    score = likelihood * impact
    level = level_of(score, settings)
    return RiskRating(likelihood, impact, score, level, LEVEL_WORDS[level])


def _is_in_theme(context: ReportContext, risk: Risk) -> bool:
    if context.scope.theme_id is None:
        return True
    return risk.theme_id in context.theme_ids or (risk.project_id or "") in context.project_ids


def _cells(settings: Portfolio, risks: list[RiskReport], basis: str) -> Iterator[RiskCell]:
    held: dict[tuple[int, int], list[str]] = defaultdict(list)
    for risk in risks:
        rated: RiskRating | None = getattr(risk, basis)
        if rated is not None:
            held[rated.likelihood, rated.impact].append(risk.id)
    for likelihood in reversed(SCALE):
        for impact in SCALE:
            cell = rating(likelihood, impact, settings)
            ids = tuple(held[likelihood, impact])
            yield RiskCell(likelihood, impact, cell.score, cell.level, cell.level_label, ids)


def _risk_report(
    risk: Risk,
    programme: str,
    category: str,
    project: Project | None,
    scores: tuple[RiskScore, ...],
    mitigations: tuple[RiskAction, ...],
    terms: Terms,
) -> RiskReport:
    period, settings = terms.period, terms.settings
    closed = is_closed(risk, period)
    now = score_at(risk, scores, period)
    current = rating(now.likelihood, now.impact, settings) if now else None
    before = score_at(risk, scores, dates.shift_period(period, -1))
    target = None
    if risk.target_likelihood is not None and risk.target_impact is not None:
        target = rating(risk.target_likelihood, risk.target_impact, settings)
    actions = tuple(_action_reports(mitigations, terms.as_at, open_=not closed))
    movement = movement_of(risk, scores, period)
    theme_id = risk.theme_id or (project.theme_id if project else "")
    theme = terms.theme_labels.get(theme_id, "")
    return RiskReport(
        id=risk.id,
        ref=risk.ref,
        description=risk.description,
        programme_id=risk.programme_id,
        programme=programme,
        category=category,
        owner=risk.owner or "",
        theme_id=theme_id,
        theme=theme,
        project_id=project.id if project else "",
        project_ref=project.ref if project else "",
        project=project.name if project else "",
        linked=f"{project.ref} {project.name}" if project else theme,
        raised_period=risk.raised_period,
        closed_period=risk.closed_period if closed else None,
        open=not closed,
        inherent=rating(risk.inherent_likelihood, risk.inherent_impact, settings),
        current=current,
        target=target,
        previous=rating(before.likelihood, before.impact, settings) if before else None,
        scored_period=now.period if now else "",
        scored_now=now is not None and now.period == period,
        comment=(now.comment or "") if now else "",
        score=current.score if current else None,
        level=current.level if current else "",
        level_label=current.level_label if current else "Not scored",
        movement=movement,
        movement_label=MOVEMENT_WORDS.get(movement, ""),
        target_state=target_state(current.score if current else None, target.score if target else None),
        days_overdue=max((action.days_overdue for action in actions), default=0),
        actions_overdue=sum(1 for action in actions if action.days_overdue),
        actions=actions,
        history=tuple(
            RiskScoreReport(
                item.id, item.period, rating(item.likelihood, item.impact, settings), item.comment or ""
            )
            for item in scores
            if item.period <= period
        ),
        source=risk.source or "",
    )


def _action_reports(held: Iterable[RiskAction], as_at: str, *, open_: bool) -> Iterator[RiskActionReport]:
    for item in sorted(held, key=lambda item: (item.due_date or "9999", item.id)):
        yield RiskActionReport(
            id=item.id,
            risk_id=item.risk_id,
            action=item.action,
            owner=item.owner or "",
            due_date=item.due_date,
            done_date=actions.done_on(item, as_at),
            state=actions.state_of(item, as_at, open_=open_),
            days_overdue=actions.days_overdue(item, as_at, open_=open_),
        )
