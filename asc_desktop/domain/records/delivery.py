"""The records of projects and savings, each field described once.

A new field is one line here and one migration in ``storage/migrations.py``. Amounts are pence, years the calendar
year in which they start, periods ``YYYY-MM``, dates ISO text, flags 0 or 1, and an empty cell None.
"""

from dataclasses import dataclass
from typing import ClassVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import (
    Others,
    Record,
    choice,
    day,
    decimal,
    field_of,
    flag,
    integer,
    long_text,
    money,
    period,
    reference,
    text,
    year,
    years,
)  # fmt: skip

RAGS = (("green", "Green"), ("amber", "Amber"), ("red", "Red"), ("blue", "Blue"), ("grey", "Grey"))
SHAPES = (
    ("circle", "Circle"), ("triangle", "Triangle"), ("diamond", "Diamond"), ("square", "Square"), ("dash", "Dash"),
)  # fmt: skip
SAVING_KINDS = (("cashable", "Cashable"), ("avoidance", "Cost avoidance"), ("income", "Income"))
RECURRENCES = (("recurring", "Recurring"), ("one_off", "One-off"))
SHOWN_AS = (("positive", "Positive amounts"), ("reductions", "Reductions, in brackets"))
APPROVALS = (("proposed", "Proposed"), ("approved", "Approved"))
MOVEMENT_KINDS = (
    ("slip", "Slip to a later year"),
    ("early", "Delivered early in a previous year"),
    ("offset", "Offset by another project"),
    ("write_off", "Write off"),
    ("transfer", "Transfer of target"),
)
EXCEPTION_CATEGORIES = (
    ("capacity", "Staffing and capacity"),
    ("supply", "Housing and market supply"),
    ("demand", "Demand and need"),
    ("provider", "Provider negotiation"),
    ("systems", "Systems and data"),
    ("partners", "Partners"),
    ("decision", "Awaiting a decision"),
    ("validation", "Savings validation"),
    ("timescale", "Timescale"),
    ("other", "Other"),
)

_SOURCE = "Where the figures come from: the paper and its table, or the word illustrative."
_ORDER = "Place in lists, lowest first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio(Record):
    """The portfolio's own settings: one row, whose id is ``portfolio``."""

    table: ClassVar[str] = "portfolio"
    noun: ClassVar[str] = "portfolio"
    plural: ClassVar[str] = "portfolios"
    title: ClassVar[str] = "name"
    page = "settings"

    name: str = text("Portfolio", required=True)
    organisation: str | None = text("Organisation")
    green_shortfall_percent: int = integer(
        "Savings green up to", default=2, required=True, low=0, high=100, unit="% short",
        help="A shortfall of up to this share of what is to find in the year is green.",
    )  # fmt: skip
    amber_shortfall_percent: int = integer(
        "Savings amber up to", default=10, required=True, low=0, high=100, unit="% short",
        help="A shortfall of up to this share is amber; more is red.",
    )  # fmt: skip
    green_slip_days: int = integer(
        "Milestones green up to", default=0, required=True, low=0, high=3650, unit="days late",
        help="A milestone forecast up to this many days after its baseline is green.",
    )  # fmt: skip
    amber_slip_days: int = integer(
        "Milestones amber up to", default=30, required=True, low=0, high=3650, unit="days late",
        help="A milestone forecast up to this many days late is amber; more is red.",
    )  # fmt: skip
    low_risk_to: int = integer(
        "Low risk up to", default=4, required=True, low=1, high=25, unit="score",
        help="Likelihood times impact up to this is a low risk.",
    )  # fmt: skip
    medium_risk_to: int = integer("Medium risk up to", default=9, required=True, low=1, high=25, unit="score")
    high_risk_to: int = integer(
        "High risk up to",
        default=15,
        required=True,
        low=1,
        high=25,
        unit="score",
        help="A higher score is very high.",
    )
    call_in_days: int = integer(
        "Call-in period", default=5, required=True, low=0, high=60, unit="working days",
        help="From the day after a decision; bank holidays are left out.",
    )  # fmt: skip
    measure_green_within: str = decimal(
        "Measures green within", default="2", required=True, low=0, high=100, unit="%",
        help="The tolerance that a new measure begins with; each measure may have its own.",
    )  # fmt: skip
    measure_amber_within: str = decimal(
        "Measures amber within", default="10", required=True, low=0, high=100, unit="%",
        help="The tolerance that a new measure begins with; each measure may have its own.",
    )  # fmt: skip
    savings_shown_as: str = choice(
        "Savings are shown as", SHOWN_AS, required=True, default="positive",
        help="Some councils print a saving as a reduction of the budget, in brackets. What is kept stays the same.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Record):
    """A programme reports to a board, month by month."""

    table: ClassVar[str] = "programme"
    noun: ClassVar[str] = "programme"
    plural: ClassVar[str] = "programmes"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "structure"
    found_by = ("lead",)

    name: str = text("Programme", required=True)
    lead: str | None = text("Lead", help="A role, not a person’s name.")
    description: str | None = long_text("Description")
    first_year: int = year("First year", required=True)
    last_year: int = year("Last year", required=True)
    open_period: str = period(
        "Open period", required=True, default="",
        help="The month now being reported. Once a board has had a pack, earlier months change by correction only.",
        closed_months="unread",
    )  # fmt: skip
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Record):
    """A theme groups a programme's projects."""

    table: ClassVar[str] = "theme"
    noun: ClassVar[str] = "theme"
    plural: ClassVar[str] = "themes"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "structure"
    found_by = ("lead",)

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Theme", required=True)
    lead: str | None = text("Lead", help="A role, not a person’s name.")
    description: str | None = long_text("Description")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")

    def words(self, records: Others) -> str:
        """Return its name, with its programme's where there are several."""
        programme = records.owner_of(self) if len(records.all(Programme)) > 1 else None
        return f"{self.name} ({programme.own_words(records)})" if programme else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstream(Record):
    """A workstream groups projects within a theme."""

    table: ClassVar[str] = "workstream"
    noun: ClassVar[str] = "workstream"
    plural: ClassVar[str] = "workstreams"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("theme_id", "name"),)
    page = "structure"
    found_by = ("theme_id", "lead")

    theme_id: str = reference("Theme", "theme", required=True, owns=True, default="")
    name: str = text("Workstream", required=True)
    lead: str | None = text("Lead", help="A role, not a person’s name.")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan(Record):
    """The plan in which a project or its savings were first approved."""

    table: ClassVar[str] = "source_plan"
    noun: ClassVar[str] = "source plan"
    plural: ClassVar[str] = "source plans"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "structure"
    found_by = ()

    name: str = text("Source plan", required=True)
    description: str | None = long_text("Description")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus(Record):
    """One status of the portfolio's scheme: a person's judgement of delivery."""

    table: ClassVar[str] = "delivery_status"
    noun: ClassVar[str] = "delivery status"
    plural: ClassVar[str] = "delivery statuses"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "settings"

    name: str = text("Status", required=True, limit=60)
    rag: str = choice("Colour", RAGS, required=True, default="grey")
    letter: str = text(
        "Letter", required=True, limit=2, help="Printed in the RAG cell, so that colour is never alone."
    )
    shape: str = choice("Shape", SHAPES, required=True, default="dash")
    closed: int = flag("Closes the project", help="A project with this status needs no more updates.")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A project, in one theme and from one source plan."""

    table: ClassVar[str] = "project"
    noun: ClassVar[str] = "project"
    plural: ClassVar[str] = "projects"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("ref",),)
    page = "projects"
    markable = True
    found_by = ("theme_id", "lead", "archived")

    ref: str = text("Ref", required=True, limit=20, help="Short reference, different for each project.")
    name: str = text("Project", required=True)
    theme_id: str = reference("Theme", "theme", required=True, default="")
    workstream_id: str | None = reference("Workstream", "workstream")
    source_plan_id: str | None = reference("Source plan", "source_plan")
    lead: str | None = text("Lead", help="A role, not a person’s name.")
    sponsor: str | None = text("Sponsor", help="A role, not a person’s name.")
    description: str | None = long_text("Description")
    start_date: str | None = day("Start")
    end_date: str | None = day("Planned end")
    archived: int = flag(
        "Archived", help="Archived projects leave every list and total, and can be brought back."
    )
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdate(Record):
    """What was reported of a project for a period; in force until a later period reports again."""

    table: ClassVar[str] = "status_update"
    noun: ClassVar[str] = "status update"
    plural: ClassVar[str] = "status updates"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("project_id", "period"),)
    tab = "status"
    in_months = "reported"

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    period: str = period("Period", required=True, default="")
    status_id: str = reference("Delivery status", "delivery_status", required=True, default="")
    narrative: str | None = long_text("Narrative for the board")
    challenge_reason: str | None = long_text(
        "Why the status is better than the figures",
        help="Asked for where the reported status is better than the one that the figures suggest.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsLine(Record):
    """One approved saving of a project."""

    table: ClassVar[str] = "savings_line"
    noun: ClassVar[str] = "savings line"
    plural: ClassVar[str] = "savings lines"
    title: ClassVar[str] = "name"
    tab = "savings"
    markable = True
    led_by = "project_id"
    names_owner = True

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    name: str = text("Savings line", required=True)
    kind: str = choice("Kind", SAVING_KINDS, required=True, default="cashable")
    recurrence: str = choice(
        "Recurrence", RECURRENCES, required=True, default="recurring",
        help="On the cumulative basis a recurring saving carries on in later years; a one-off does not.",
    )  # fmt: skip
    counts_in_theme_id: str | None = reference(
        "Counts in", "theme",
        help="Another theme, perhaps of another programme, whose totals count this saving. Here it is a memo line.",
    )  # fmt: skip
    source: str | None = text("Source", help=_SOURCE, limit=500)

    def words(self, records: Others) -> str:
        """Return its project's words, with its own name where the project has several."""
        project = records.owner_of(self)
        if project is None:
            return self.name
        alone = len(records.of(SavingsLine, "project_id", project.id)) == 1
        return project.words(records) if alone else f"{project.words(records)}: {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsTarget(Record):
    """A line's first approved target for a year: incremental, gross."""

    table: ClassVar[str] = "savings_target"
    noun: ClassVar[str] = "savings target"
    plural: ClassVar[str] = "savings targets"
    title: ClassVar[str] = "year"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "year"),)
    in_row_of_owner = True

    line_id: str = reference("Savings line", "savings_line", required=True, owns=True, default="")
    year: int = year("Year", required=True)
    target_pence: int = money("Approved target", required=True, default=0, low=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange(Record):
    """A change request to a line's target for a year; counts once approved."""

    table: ClassVar[str] = "target_change"
    noun: ClassVar[str] = "target change"
    plural: ClassVar[str] = "target changes"
    title: ClassVar[str] = "reference"
    in_row_of_owner = True
    in_months = "reported"

    line_id: str = reference("Savings line", "savings_line", required=True, owns=True, default="")
    year: int = year("Year", required=True)
    change_pence: int = money("Change to target", required=True, default=0)
    reference: str = text("Change request", required=True, limit=60)
    reason: str | None = long_text("Reason")
    approved_by: str | None = text("Approved by", help="A board or a role.")
    period: str = period("Period", required=True, default="", help="The month in which the change was made.")
    state: str = choice("State", APPROVALS, required=True, default="proposed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsPosition(Record):
    """What was reported of a line's year for a period; in force until a later period reports again."""

    table: ClassVar[str] = "savings_position"
    noun: ClassVar[str] = "savings position"
    plural: ClassVar[str] = "savings positions"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "year", "period"),)
    in_row_of_owner = True
    in_months = "reported"

    line_id: str = reference("Savings line", "savings_line", required=True, owns=True, default="")
    year: int = year("Year", required=True)
    period: str = period("Period", required=True, default="")
    forecast_pence: int = money(
        "Forecast",
        required=True,
        default=0,
        low=0,
        help="For the whole year: what is delivered and what is still to come.",
    )
    delivered_pence: int = money(
        "Delivered", required=True, default=0, low=0, help="From 1 April to the end of the period."
    )
    validated_pence: int = money(
        "Validated", required=True, default=0, low=0, help="The part of it that finance has validated."
    )

    def own_words(self, records: Others) -> str:
        """Return its year, and when it was reported."""
        return f"{dates.year_label(self.year)} at {self.title_words(records)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Record):
    """Where a part of one line's shortfall in one year goes.

    ``from`` is the line and year that fall short. ``to`` is where those pounds are found: the later year for a slip,
    the earlier year for an early delivery, the donor for an offset, the taker of the target for a transfer; a
    write-off has none.
    """

    table: ClassVar[str] = "movement"
    noun: ClassVar[str] = "movement"
    plural: ClassVar[str] = "movements"
    title: ClassVar[str] = "reason"
    markable = True
    in_months = "reported"

    kind: str = choice("Treatment", MOVEMENT_KINDS, required=True, default="slip")
    from_line_id: str = reference("From line", "savings_line", required=True, exempt_with=True, default="")
    from_year: int = year("From year", required=True)
    to_line_id: str | None = reference("To line", "savings_line", exempt_with=True)
    to_year: int | None = year("To year")
    amount_pence: int = money("Amount", required=True, default=0, low=1)
    reason: str | None = text("Why", limit=500)
    approved_by: str | None = text("Approved by", help="A board, a role or a change request.")
    state: str = choice("State", APPROVALS, required=True, default="proposed")
    period: str = period(
        "Period", required=True, default="", help="The month in which it was recorded; counts from then."
    )

    def exempt_words(self, records: Others) -> str:
        """Return what becomes of how much of which line."""
        line = records.owner_of(self)
        kind = field_of(Movement, "kind").format(self.kind)
        return f"{kind}, {format_pounds(self.amount_pence)}: {line.exempt_words(records) if line else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectException(Record):
    """Something that keeps a project from its plan, as reported to the board."""

    table: ClassVar[str] = "exception"
    noun: ClassVar[str] = "exception"
    plural: ClassVar[str] = "exceptions"
    title: ClassVar[str] = "description"
    page = "exceptions"
    markable = True
    led_by = "project_id"
    found_by = ("project_id", "category", "raised_period", "closed_period")

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    category: str = choice("Category", EXCEPTION_CATEGORIES, required=True, default="other")
    description: str = long_text("Exception", required=True)
    amount_pence: int | None = money("Amount at stake", low=0)
    years: str | None = years("Years")
    raised_period: str = period("Raised", required=True, default="")
    closed_period: str | None = period("Closed")
    source: str | None = text("Source", help=_SOURCE, limit=500)

    @property
    def is_past(self) -> bool:
        """Whether it is closed."""
        return bool(self.closed_period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation(Record):
    """What is being done about an exception."""

    table: ClassVar[str] = "mitigation"
    noun: ClassVar[str] = "mitigation"
    plural: ClassVar[str] = "mitigations"
    title: ClassVar[str] = "action"
    markable = True

    exception_id: str = reference("Exception", "exception", required=True, owns=True, default="")
    action: str = long_text("Mitigation", required=True)
    owner: str | None = text("Owner", help="A role, not a person’s name.")
    due_date: str | None = day("Due")
    done_date: str | None = day("Done")
    effect: str | None = text("Expected effect", limit=500)
    effect_pence: int | None = money("Expected effect", low=0)
    movement_id: str | None = reference(
        "Movement", "movement", help="The movement of savings that puts it into effect."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """A dated step of a project."""

    table: ClassVar[str] = "milestone"
    noun: ClassVar[str] = "milestone"
    plural: ClassVar[str] = "milestones"
    title: ClassVar[str] = "name"
    page = "milestones"
    markable = True
    led_by = "project_id"
    found_by = ("project_id",)

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    name: str = text("Milestone", required=True)
    baseline_date: str | None = day("Baseline")
    forecast_date: str | None = day("Forecast")
    actual_date: str | None = day("Actual")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCost(Record):
    """What a project costs in a year; taken off its savings on the net basis."""

    table: ClassVar[str] = "project_cost"
    noun: ClassVar[str] = "project cost"
    plural: ClassVar[str] = "project costs"
    title: ClassVar[str] = "name"

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    year: int = year("Year", required=True)
    name: str = text("Cost", required=True)
    amount_pence: int = money("Amount", required=True, default=0, low=0)
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDependency(Record):
    """A project that needs another one."""

    table: ClassVar[str] = "project_dependency"
    noun: ClassVar[str] = "dependency"
    plural: ClassVar[str] = "dependencies"
    title: ClassVar[str] = "description"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("project_id", "needs_project_id", "milestone_id"),)
    page = "milestones"
    markable = True

    project_id: str = reference("Project", "project", required=True, owns=True, default="")
    needs_project_id: str = reference("Needs", "project", required=True, exempt_with=True, default="")
    milestone_id: str | None = reference("Needs milestone", "milestone", exempt_with=True)
    description: str | None = text("What is needed", limit=500)


DELIVERY_TYPES: tuple[type[Record], ...] = (
    Portfolio, Programme, Theme, Workstream, SourcePlan, DeliveryStatus, Project, StatusUpdate, SavingsLine,
    SavingsTarget, TargetChange, SavingsPosition, Movement, ProjectException, Mitigation, Milestone, ProjectCost,
    ProjectDependency,
)  # fmt: skip
"""The tables of projects and savings, parents before children."""
