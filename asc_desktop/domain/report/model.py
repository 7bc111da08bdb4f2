"""The report: every figure that a page, a chart, a workbook or the command line shows, in one frozen structure.

Renderers do no arithmetic. Amounts are pence in fields that end in ``_pence``; years are labels such as ``2024/25``;
periods are ``YYYY-MM`` and dates ISO text. As JSON, which a snapshot keeps, its keys are
these fields' names. A field that is added has a default, with which older snapshots open.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.report.views_boards import BoardReport
from asc_desktop.domain.report.views_budget import BudgetReport
from asc_desktop.domain.report.views_change_requests import ChangeRequestReport
from asc_desktop.domain.report.views_decisions import DecisionReport, DecisionStage, FundingSourceReport
from asc_desktop.domain.report.views_issues import IssueReport
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.report.views_overall import OverallReport
from asc_desktop.domain.report.views_own import OwnFieldReport
from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.domain.report.views_reconciliation import ReconciliationReport
from asc_desktop.domain.report.views_risks import RiskMatrix, RiskReport
from asc_desktop.domain.rules.position import Position

ALL_PROGRAMMES = "All programmes"


class Scope(Struct, frozen=True):
    """What a report is about: a programme (None: all of them), optionally one theme, at the end of a period."""

    programme_id: str | None
    period: str
    theme_id: str | None = None


class StatusView(Struct, frozen=True):
    """A delivery status as it is shown: words, colour, letter and shape."""

    id: str
    name: str
    rag: str
    letter: str
    shape: str
    closed: bool


NOT_REPORTED = StatusView("", "Not reported", "grey", "–", "dash", closed=False)
NOT_BEGUN = StatusView("", "Not begun", "grey", "–", "dash", closed=False)
"""What is shown of a project without a status."""


class StatusCount(Struct, frozen=True):
    """How many projects have a status, and which."""

    status: StatusView
    count: int
    project_ids: tuple[str, ...]


class StatusCounts(Struct, frozen=True):
    """The projects of a theme, or of a period, by status in the scheme's order; none left out."""

    id: str
    label: str
    counts: tuple[StatusCount, ...]


class KeyFigure(Struct, frozen=True):
    """One of the six figures: ``text`` is the figure as shown, ``note`` the line below it.

    ``tone`` is ``normal``, ``bad`` or ``good``; ``shows`` names the page that lists what is behind it.
    """

    key: str
    label: str
    text: str
    note: str
    tone: str
    shows: str
    pence: int | None = None
    count: int | None = None


class BridgeBar(Struct, frozen=True):
    """One bar of the savings bridge and the projects behind it; the last, the surplus, is subtracted."""

    key: str
    label: str
    pence: int
    project_ids: tuple[str, ...]


class LineReport(Struct, frozen=True):
    """One savings line; ``memo`` where it counts in another theme's totals than its own project's.

    ``in_scope`` is false for a memo line that only the other programme's totals count.
    """

    id: str
    name: str
    project_id: str
    project_ref: str
    project: str
    theme: str
    counts_in: str
    memo: bool
    in_scope: bool
    source_plan: str
    kind: str
    recurrence: str
    source: str
    savings_rag: str
    years: Mapping[str, Position]
    all_years: Position


class SlippageYear(Struct, frozen=True):
    """What was due in a year and where it went: the bridge of that year, and the years that its slips go to."""

    year: str
    target_pence: int
    slipped_in_pence: int
    to_find_pence: int
    delivered_pence: int
    still_forecast_pence: int
    slipped_out_pence: int
    delivered_early_pence: int
    offset_in_pence: int
    written_off_pence: int
    no_plan_pence: int
    slipped_to: Mapping[str, int]
    slipped_lines: int
    project_ids: Mapping[str, tuple[str, ...]]
    """By bar: the projects behind it."""

    not_delivered_pence: int = 0
    surplus_pence: int = 0
    """Subtracted from the other bars; in the reports of earlier releases it is taken off them already."""


class SavingsReport(Struct, frozen=True):
    """Sums by year label, and by theme and source plan and then year label; gross and incremental."""

    by_year: Mapping[str, Position]
    by_theme: Mapping[str, Mapping[str, Position]]
    by_source_plan: Mapping[str, Mapping[str, Position]]
    all_years: Position
    bridge: tuple[BridgeBar, ...]
    slippage: tuple[SlippageYear, ...]
    lines: tuple[LineReport, ...]
    bases: Mapping[str, Mapping[str, Mapping[str, int]]]
    """By basis (``gross_cumulative`` …) and year label: target, forecast, delivered and variance."""


class MovementReport(Struct, frozen=True):
    """A movement in words."""

    id: str
    kind: str
    kind_label: str
    from_line_id: str
    from_project_id: str
    from_label: str
    from_year: str
    to_line_id: str
    to_project_id: str
    to_label: str
    to_year: str
    amount_pence: int
    reason: str
    approved_by: str
    state: str
    period: str
    over_allocated_pence: int


class MitigationReport(Struct, frozen=True):
    """A mitigation as at the end of the period.

    ``days_overdue`` is 0 unless it is past due and not done, of an open exception and a project that is not closed.
    """

    id: str
    exception_id: str
    action: str
    owner: str
    due_date: str | None
    done_date: str | None
    state: str
    days_overdue: int
    effect: str
    effect_pence: int | None
    movement_id: str
    movement: str


class ExceptionReport(Struct, frozen=True):
    """An exception as at the end of the period, with its mitigations."""

    id: str
    project_id: str
    project_ref: str
    project: str
    programme: str
    theme: str
    delivery_status: StatusView | None
    category: str
    description: str
    amount_pence: int | None
    years: str
    raised_period: str
    closed_period: str | None
    open: bool
    days_open: int
    days_overdue: int
    mitigations: tuple[MitigationReport, ...]
    source: str

    @property
    def is_live(self) -> bool:
        """Whether it is open and its project is not closed."""
        return self.open and not (self.delivery_status and self.delivery_status.closed)


class MilestoneReport(Struct, frozen=True):
    """A milestone; ``days_late`` is its forecast or actual date less its baseline, negative where early.

    ``needed_by`` has the references of the projects that depend on it.
    """

    id: str
    project_id: str
    project_ref: str
    project: str
    theme: str
    name: str
    baseline_date: str | None
    forecast_date: str | None
    actual_date: str | None
    days_late: int | None
    rag: str
    state: str
    needed_by: tuple[str, ...]


class RecentStatus(Struct, frozen=True):
    """The status in force at a period, with the mark for one reported then."""

    period: str
    status: StatusView | None
    reported: bool
    begun: bool = True
    """Whether the project had begun by then."""


class ProjectReport(Struct, frozen=True):
    """One project; amounts are of the period's financial year, ``all_years`` sums every year.

    ``suggested_rag`` is the worst of the savings and milestone RAG, and at least amber with an overdue mitigation;
    ``challenge`` is a sentence where the reported status is better than that, else empty.
    """

    id: str
    ref: str
    name: str
    programme_id: str
    programme: str
    theme_id: str
    theme: str
    workstream: str
    source_plan: str
    lead: str
    delivery_status: str
    delivery_rag: str
    status: StatusView | None
    reported_period: str
    updated: bool
    narrative: str
    challenge: str
    challenge_reason: str
    savings_rag: str
    milestone_rag: str
    suggested_rag: str
    suggested_status: str
    recent: tuple[RecentStatus, ...]
    target_pence: int
    forecast_pence: int
    delivered_pence: int
    variance_pence: int
    position: Position
    all_years: Position
    open_exceptions: int
    mitigations_overdue: int
    next_milestone: str
    next_milestone_date: str | None
    periods_slipping: int
    start_date: str | None
    end_date: str | None
    closed_since: str = ""
    """The month from which it has been closed; empty where it is not, and where an older report does not have it."""
    begun: bool = True
    """Whether it has begun by the period: until then nobody reports on it."""

    @property
    def is_closed(self) -> bool:
        """Whether its status in force is one that closes: it is counted in every total, and no longer asked about."""
        return bool(self.status and self.status.closed)

    @property
    def shown_status(self) -> StatusView:
        """The status in force; without one, whether it is missing or the project has not begun."""
        return self.status or (NOT_REPORTED if self.begun else NOT_BEGUN)


class AttentionRow(Struct, frozen=True):
    """Something that needs a person: which project, why, how much is at stake and by when.

    ``page`` is where it is settled. Where that is not a project, ``record_id`` is what is shown there, and
    ``project_ref`` and ``project`` are its own reference and words; ``project_id`` is then a linked project or empty.
    """

    id: str
    kind: str
    project_id: str
    project_ref: str
    project: str
    why: str
    amount_pence: int | None
    due_date: str | None
    page: str = "projects"
    record_id: str = ""


class ThemeReport(Struct, frozen=True):
    """One theme's own figures for the period's financial year."""

    id: str
    name: str
    lead: str
    description: str
    projects: int
    position: Position
    open_exceptions: int
    mitigations_overdue: int
    programme_id: str = ""
    programme: str = ""


class ProgrammeReport(Struct, frozen=True):
    """A programme in the report's scope."""

    id: str
    name: str
    lead: str


class Report(Struct, frozen=True, dict=True):
    """Everything that is shown of a programme at the end of a period."""

    portfolio: str
    organisation: str
    savings_shown_as: str
    programme: str
    programme_lead: str
    programmes: tuple[str, ...]
    period: str
    period_label: str
    period_open: bool
    as_at: str
    year: str
    years: tuple[str, ...]
    basis: str
    key_figures: tuple[KeyFigure, ...]
    status_scheme: tuple[StatusView, ...]
    status_by_theme: tuple[StatusCounts, ...]
    status_over_time: tuple[StatusCounts, ...]
    savings: SavingsReport
    movements: tuple[MovementReport, ...]
    themes: tuple[ThemeReport, ...]
    projects: tuple[ProjectReport, ...]
    exceptions: tuple[ExceptionReport, ...]
    milestones: tuple[MilestoneReport, ...]
    dependencies: tuple[DependencyReport, ...]
    measures: tuple[MeasureReport, ...]
    risks: tuple[RiskReport, ...]
    risk_matrix: RiskMatrix
    budget: BudgetReport
    decisions: tuple[DecisionReport, ...]
    decision_pipeline: tuple[DecisionStage, ...]
    funding_sources: tuple[FundingSourceReport, ...]
    activity: tuple[ActivityReport, ...]
    reconciliation: ReconciliationReport
    boards: tuple[BoardReport, ...]
    attention: tuple[AttentionRow, ...]
    notes: tuple[tuple[str, str], ...]
    exempt: Mapping[str, ExemptReport]
    """By record id: what is exempt from publication, marked or with a record that is. Of the whole portfolio."""
    issues: tuple[IssueReport, ...] = ()
    own_fields: tuple[OwnFieldReport, ...] = ()
    programmes_in_scope: tuple[ProgrammeReport, ...] = ()
    """In order; ``programmes`` are the names of all that the portfolio has."""
    overall: tuple[OverallReport, ...] = ()
    """Each programme as a whole; none in the report of one theme."""
    change_requests: tuple[ChangeRequestReport, ...] = ()
    """The changes to targets that are proposed and not yet approved."""

    @property
    def has_several(self) -> bool:
        """Whether it is of several programmes, which are then told apart wherever rows are listed."""
        return len(self.programmes_in_scope) > 1

    @cached_property
    def programme_by_theme(self) -> dict[str, str]:
        """The name of each theme's programme, by the label under which the report has the theme."""
        return {theme.name: theme.programme for theme in self.themes}

    @cached_property
    def project_by_id(self) -> dict[str, ProjectReport]:
        """The projects by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def live_projects(self) -> tuple[ProjectReport, ...]:
        """The projects that are not closed."""
        return tuple(project for project in self.projects if not project.is_closed)

    @cached_property
    def due_projects(self) -> tuple[ProjectReport, ...]:
        """The projects that an update is due of: those that have begun and are not closed."""
        return tuple(project for project in self.live_projects if project.begun)

    @cached_property
    def closed_ids(self) -> frozenset[str]:
        """The ids of the projects that are closed."""
        return frozenset(project.id for project in self.projects if project.is_closed)
