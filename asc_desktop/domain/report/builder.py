"""From records to the report. Pure: the same records and scope give the same report, to the penny."""

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    BudgetTotal,
    Issue,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Portfolio,
    Programme,
    Project,
    ProjectDependency,
    SavingsLine,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.governance import (
    Decision,
    DecisionAdvice,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
)
from asc_desktop.domain.report.activity import activity_attention, activity_section
from asc_desktop.domain.report.attention import attention_section, key_figures
from asc_desktop.domain.report.boards import board_section
from asc_desktop.domain.report.budget import budget_attention, budget_section
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.decisions import (
    decision_attention,
    decision_pipeline,
    decision_section,
    funding_section,
)
from asc_desktop.domain.report.exceptions import exception_section, milestone_section
from asc_desktop.domain.report.exempt import exempt_records
from asc_desktop.domain.report.issues import issue_section
from asc_desktop.domain.report.measures import measure_attention, measure_section
from asc_desktop.domain.report.milestones import dependency_attention, dependency_section
from asc_desktop.domain.report.model import ALL_PROGRAMMES, ProgrammeReport, Report, Scope
from asc_desktop.domain.report.notes import notes_section
from asc_desktop.domain.report.overall import overall_section
from asc_desktop.domain.report.own_fields import own_field_section
from asc_desktop.domain.report.own_fields import read_by as own_fields_read
from asc_desktop.domain.report.projects import (
    project_section,
    status_by_theme,
    status_over_time,
    theme_section,
)
from asc_desktop.domain.report.reconciliation import reconciliation_attention, reconciliation_section
from asc_desktop.domain.report.risks import risk_attention, risk_matrix, risk_section
from asc_desktop.domain.report.savings import change_request_section, movement_section, savings_section

_OF_PROJECTS = (Portfolio, Programme, Theme, Project, SavingsLine)
_OF_STATUS = (DeliveryStatus, StatusUpdate)
_OF_DEPENDENCIES = (Milestone, ProjectDependency)
_OF_BUDGET = (Programme, BudgetLine, BudgetPosition, BudgetTotal)
_OF_DECISIONS = (
    Decision, DecisionOption, DecisionFunding, DecisionSupplier, DecisionAdvice, DecisionImplication,
    DecisionProject, FundingSource,
)  # fmt: skip
"""What sections read that are remembered whole."""


def build_report(records: Records, scope: Scope) -> Report:
    """Return the report for a scope; raise KeyError where its programme does not exist."""
    return report_of(ReportContext(records, scope))


def report_of(context: ReportContext) -> Report:
    """Return the report for a context already made."""
    period = context.scope.period
    savings = savings_section(context)
    movements = movement_section(context)
    exceptions = exception_section(context, movements)
    milestones = milestone_section(context)
    dependencies = context.section(dependency_section, *_OF_PROJECTS, *_OF_STATUS, *_OF_DEPENDENCIES)
    projects = project_section(context, exceptions, milestones)
    themes = theme_section(context, savings, projects, exceptions)
    measures = measure_section(context)
    risks = risk_section(context)
    budget = context.section(budget_section, *_OF_BUDGET)
    reconciliation = reconciliation_section(context)
    decisions = context.section(decision_section, *_OF_PROJECTS, *_OF_DECISIONS)
    activity = activity_section(context)
    alone = context.programmes[0] if len(context.programmes) == 1 else None
    every = sorted(context.records.all(Programme), key=lambda item: (item.position, item.name))
    return Report(
        portfolio=context.settings.name,
        organisation=context.settings.organisation or "",
        savings_shown_as=context.settings.savings_shown_as,
        programme=alone.name if alone else ALL_PROGRAMMES,
        programme_lead=(alone.lead or "") if alone else "",
        programmes=tuple(programme.name for programme in every),
        period=period,
        period_label=dates.period_label(period),
        period_open=any(programme.open_period <= period for programme in context.programmes),
        as_at=context.as_at,
        year=dates.year_label(context.year),
        years=context.year_labels(),
        basis="gross_incremental",
        key_figures=key_figures(context, savings, projects, exceptions),
        status_scheme=context.scheme,
        status_by_theme=status_by_theme(context, projects),
        status_over_time=status_over_time(context),
        savings=savings,
        movements=movements,
        themes=themes,
        projects=projects,
        exceptions=exceptions,
        milestones=milestones,
        dependencies=dependencies,
        measures=measures,
        risks=risks,
        risk_matrix=risk_matrix(context, risks),
        budget=budget,
        reconciliation=reconciliation,
        decisions=decisions,
        decision_pipeline=decision_pipeline(decisions),
        funding_sources=funding_section(context),
        activity=activity,
        boards=board_section(context),
        attention=attention_section(
            context,
            projects,
            exceptions,
            movements,
            (
                *risk_attention(risks),
                *measure_attention(measures),
                *budget_attention(budget),
                *reconciliation_attention(reconciliation),
                *decision_attention(decisions),
                *activity_attention(activity),
                *dependency_attention(context, dependencies),
            ),
        ),
        notes=notes_section(context),
        exempt=exempt_records(context.records),
        issues=context.section(issue_section, *_OF_PROJECTS, Issue),
        own_fields=context.section(own_field_section, *own_fields_read(context.records)),
        programmes_in_scope=tuple(
            ProgrammeReport(item.id, item.name, item.lead or "") for item in context.programmes
        ),
        overall=overall_section(context, projects, themes),
        change_requests=change_request_section(context),
    )
