"""A portfolio in plain words, without ids: what a tracker is written from, and what an import is held against."""

from dataclasses import dataclass

from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskScore
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Mitigation,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    Theme,
)


@dataclass(frozen=True, kw_only=True, order=True)
class Saving:
    """A savings line. Pence by year, and only the years that have an amount."""

    name: str = ""
    kind: str = "cashable"
    recurrence: str = "recurring"
    targets: tuple[tuple[int, int], ...] = ()
    forecasts: tuple[tuple[int, int], ...] = ()
    delivered: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, order=True)
class Step:
    """A milestone; days are ISO text, empty where there is none."""

    name: str
    baseline: str = ""
    forecast: str = ""
    actual: str = ""


@dataclass(frozen=True, kw_only=True, order=True)
class Obstacle:
    """An exception with what is being done about it."""

    description: str
    amount: int = -1
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, order=True)
class Scheme:
    """A project with all that is its own."""

    ref: str
    name: str
    theme: str = ""
    lead: str = ""
    sponsor: str = ""
    description: str = ""
    start: str = ""
    end: str = ""
    plan: str = ""
    status: str = ""
    narrative: str = ""
    savings: tuple[Saving, ...] = ()
    steps: tuple[Step, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, kw_only=True, order=True)
class Hazard:
    """A risk, with its score now and the reference of its project."""

    ref: str
    description: str
    owner: str = ""
    project: str = ""
    likelihood: int = 0
    impact: int = 0
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All of a portfolio."""

    schemes: tuple[Scheme, ...] = ()
    hazards: tuple[Hazard, ...] = ()


def facts_of(records: Records, period: str) -> Facts:
    """What a portfolio says, as reported for a period."""
    schemes = [_scheme(records, project, period) for project in records.all(Project)]
    hazards = [_hazard(records, risk, period) for risk in records.all(Risk)]
    return Facts(schemes=tuple(sorted(schemes)), hazards=tuple(sorted(hazards)))


def _scheme(records: Records, project: Project, period: str) -> Scheme:
    theme = records.find(Theme, project.theme_id)
    plan = records.find(SourcePlan, project.source_plan_id)
    updates = [u for u in records.of(StatusUpdate, "project_id", project.id) if u.period == period]
    update = updates[0] if updates else None
    status = records.find(DeliveryStatus, update.status_id) if update else None
    return Scheme(
        ref=project.ref,
        name=project.name,
        theme=theme.name if theme else "",
        lead=project.lead or "",
        sponsor=project.sponsor or "",
        description=project.description or "",
        start=project.start_date or "",
        end=project.end_date or "",
        plan=plan.name if plan else "",
        status=status.name if status else "",
        narrative=(update.narrative or "") if update else "",
        savings=tuple(
            sorted(
                _saving(records, line, period) for line in records.of(SavingsLine, "project_id", project.id)
            )
        ),
        steps=tuple(
            sorted(
                Step(
                    name=step.name,
                    baseline=step.baseline_date or "",
                    forecast=step.forecast_date or "",
                    actual=step.actual_date or "",
                )
                for step in records.of(Milestone, "project_id", project.id)
            )
        ),
        obstacles=tuple(
            sorted(
                Obstacle(
                    description=found.description,
                    amount=-1 if found.amount_pence is None else found.amount_pence,
                    actions=tuple(sorted(m.action for m in records.of(Mitigation, "exception_id", found.id))),
                )
                for found in records.of(ProjectException, "project_id", project.id)
            )
        ),
    )


def _saving(records: Records, line: SavingsLine, period: str) -> Saving:
    positions = [p for p in records.of(SavingsPosition, "line_id", line.id) if p.period == period]
    return Saving(
        name=line.name,
        kind=line.kind,
        recurrence=line.recurrence,
        targets=tuple(
            sorted((t.year, t.target_pence) for t in records.of(SavingsTarget, "line_id", line.id))
        ),
        forecasts=tuple(sorted((p.year, p.forecast_pence) for p in positions)),
        delivered=tuple(sorted((p.year, p.delivered_pence) for p in positions)),
    )


def _hazard(records: Records, risk: Risk, period: str) -> Hazard:
    scores = [s for s in records.of(RiskScore, "risk_id", risk.id) if s.period == period]
    project = records.find(Project, risk.project_id)
    return Hazard(
        ref=risk.ref,
        description=risk.description,
        owner=risk.owner or "",
        project=project.ref if project else "",
        likelihood=scores[0].likelihood if scores else 0,
        impact=scores[0].impact if scores else 0,
        actions=tuple(sorted(a.action for a in records.of(RiskAction, "risk_id", risk.id))),
    )
