"""The records of projects and savings, each field described once.

A new field is one line here and one migration in ``storage/migrations.py``. Amounts are pence, years the calendar
year in which they start, periods ``YYYY-MM``, dates ISO text, flags 0 or 1, and an empty cell None.
"""

from typing import Annotated, ClassVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records import describe
from asc_desktop.domain.records.fields import Others, Record, field_of

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

_SOURCE = "Where the figures come from: the paper and its table, or “illustrative”."
_ORDER = "Place in lists, lowest first."


class Portfolio(Record, frozen=True):
    """The portfolio's own settings: one row, whose id is ``portfolio``."""

    table: ClassVar[str] = "portfolio"
    noun: ClassVar[str] = "portfolio"
    page = "settings"

    name: Annotated[str, describe.text("Portfolio", required=True)] = ""
    organisation: Annotated[str | None, describe.text("Organisation")] = None
    green_shortfall_percent: Annotated[int, describe.integer(
        "Savings green up to", required=True, low=0, high=100, unit="% short",
        help="A shortfall of up to this share of what is to find in the year is green.",
    )] = 2  # fmt: skip
    amber_shortfall_percent: Annotated[int, describe.integer(
        "Savings amber up to", required=True, low=0, high=100, unit="% short",
        help="A shortfall of up to this share is amber; more is red.",
    )] = 10  # fmt: skip
    green_slip_days: Annotated[int, describe.integer(
        "Milestones green up to", required=True, low=0, high=3650, unit="days late",
        help="A milestone forecast up to this many days after its baseline is green.",
    )] = 0  # fmt: skip
    amber_slip_days: Annotated[int, describe.integer(
        "Milestones amber up to", required=True, low=0, high=3650, unit="days late",
        help="A milestone forecast up to this many days late is amber; more is red.",
    )] = 30  # fmt: skip
    low_risk_to: Annotated[int, describe.integer(
        "Low risk up to", required=True, low=1, high=25, unit="score",
        help="Likelihood times impact up to this is a low risk.",
    )] = 4  # fmt: skip
    medium_risk_to: Annotated[int, describe.integer(
        "Medium risk up to", required=True, low=1, high=25, unit="score",
    )] = 9  # fmt: skip
    high_risk_to: Annotated[int, describe.integer(
        "High risk up to", required=True, low=1, high=25, unit="score", help="A higher score is very high.",
    )] = 15  # fmt: skip
    call_in_days: Annotated[int, describe.integer(
        "Call-in period", required=True, low=0, high=60, unit="working days",
        help="From the day after a decision; bank holidays are left out.",
    )] = 5  # fmt: skip
    measure_green_within: Annotated[str, describe.decimal(
        "Measures green within", required=True, low=0, high=100, unit="%",
        help="The tolerance for a new measure; each measure may have its own.",
    )] = "2"  # fmt: skip
    measure_amber_within: Annotated[str, describe.decimal(
        "Measures amber within", required=True, low=0, high=100, unit="%",
        help="The tolerance for a new measure; each measure may have its own.",
    )] = "10"  # fmt: skip
    savings_shown_as: Annotated[str, describe.choice(
        "Savings are shown as", SHOWN_AS, required=True,
        help="Some councils print a saving as a reduction of the budget, in brackets. What is kept stays the same.",
    )] = "positive"  # fmt: skip


class Programme(Record, frozen=True):
    """A programme reports to a board, month by month."""

    table: ClassVar[str] = "programme"
    noun: ClassVar[str] = "programme"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "structure"
    found_by = ("lead",)

    name: Annotated[str, describe.text("Programme", required=True)] = ""
    lead: Annotated[str | None, describe.text("Lead", help="A role, not a person’s name.", again="role")] = (
        None
    )
    description: Annotated[str | None, describe.long_text("Description")] = None
    first_year: Annotated[int, describe.year("First year", required=True)] = 0
    last_year: Annotated[int, describe.year("Last year", required=True)] = 0
    open_period: Annotated[str, describe.period(
        "Open month", required=True,
        help="The month now being reported. Once a board has had a pack, earlier months change by correction only.",
        closed_months="unread",
    )] = ""  # fmt: skip
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class Theme(Record, frozen=True):
    """A theme groups a programme's projects."""

    table: ClassVar[str] = "theme"
    noun: ClassVar[str] = "theme"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "structure"
    found_by = ("lead",)

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Theme", required=True)] = ""
    lead: Annotated[str | None, describe.text("Lead", help="A role, not a person’s name.", again="role")] = (
        None
    )
    description: Annotated[str | None, describe.long_text("Description")] = None
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0

    def words(self, records: Others) -> str:
        """Return its name, with its programme's where there are several."""
        programme = records.owner_of(self) if len(records.all(Programme)) > 1 else None
        return f"{self.name} ({programme.own_words(records)})" if programme else self.name


class Workstream(Record, frozen=True):
    """A workstream groups projects within a theme."""

    table: ClassVar[str] = "workstream"
    noun: ClassVar[str] = "workstream"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("theme_id", "name"),)
    page = "structure"
    found_by = ("theme_id", "lead")

    theme_id: Annotated[str, describe.reference("Theme", "theme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Workstream", required=True)] = ""
    lead: Annotated[str | None, describe.text("Lead", help="A role, not a person’s name.", again="role")] = (
        None
    )
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0


class SourcePlan(Record, frozen=True):
    """The plan in which a project or its savings were first approved."""

    table: ClassVar[str] = "source_plan"
    noun: ClassVar[str] = "source plan"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "structure"
    found_by = ()

    name: Annotated[str, describe.text("Source plan", required=True)] = ""
    description: Annotated[str | None, describe.long_text("Description")] = None
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0


class DeliveryStatus(Record, frozen=True):
    """One status of the portfolio's scheme: a person's judgement of delivery."""

    table: ClassVar[str] = "delivery_status"
    noun: ClassVar[str] = "delivery status"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "settings"
    found_by = ()

    name: Annotated[str, describe.text("Status", required=True, limit=60)] = ""
    rag: Annotated[str, describe.choice("Colour", RAGS, required=True)] = "grey"
    letter: Annotated[str, describe.text(
        "Letter", required=True, limit=2, help="Printed in the RAG cell, so that colour is never alone.",
    )] = ""  # fmt: skip
    shape: Annotated[str, describe.choice("Shape", SHAPES, required=True)] = "dash"
    closed: Annotated[int, describe.flag(
        "Closes the project", help="A project with this status needs no more updates.",
    )] = 0  # fmt: skip
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0


class Project(Record, frozen=True):
    """A project, in one theme and from one source plan."""

    table: ClassVar[str] = "project"
    noun: ClassVar[str] = "project"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("ref",),)
    page = "projects"
    markable = True
    found_by = ("theme_id", "lead", "archived")

    ref: Annotated[str, describe.text(
        "Ref", required=True, limit=20, help="Short reference, different for each project.",
    )] = ""  # fmt: skip
    name: Annotated[str, describe.text("Project", required=True)] = ""
    theme_id: Annotated[str, describe.reference("Theme", "theme", required=True)] = ""
    workstream_id: Annotated[
        str | None, describe.reference("Workstream", "workstream", within=("theme_id",))
    ] = None
    source_plan_id: Annotated[str | None, describe.reference("Source plan", "source_plan")] = None
    lead: Annotated[str | None, describe.text("Lead", help="A role, not a person’s name.", again="role")] = (
        None
    )
    sponsor: Annotated[
        str | None, describe.text("Sponsor", help="A role, not a person’s name.", again="role")
    ] = None
    description: Annotated[str | None, describe.long_text("Description")] = None
    start_date: Annotated[str | None, describe.day("Start")] = None
    end_date: Annotated[str | None, describe.day("Planned end")] = None
    archived: Annotated[int, describe.flag(
        "Archived", help="Archived projects leave every list and total, and can be restored.",
    )] = 0  # fmt: skip
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class StatusUpdate(Record, frozen=True):
    """What was reported of a project for a period; in force until a later period reports again."""

    table: ClassVar[str] = "status_update"
    noun: ClassVar[str] = "status update"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("project_id", "period"),)
    tab = "status"
    in_months = "reported"

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    status_id: Annotated[str, describe.reference("Delivery status", "delivery_status", required=True)] = ""
    narrative: Annotated[str | None, describe.long_text("Narrative for the board")] = None
    challenge_reason: Annotated[str | None, describe.long_text(
        "Why the status is better than the figures",
        help="Asked for where the reported status is better than the one that the figures suggest.",
    )] = None  # fmt: skip


class SavingsLine(Record, frozen=True):
    """One approved saving of a project."""

    table: ClassVar[str] = "savings_line"
    noun: ClassVar[str] = "savings line"
    takes_own_fields = True
    tab = "savings"
    markable = True
    led_by = "project_id"
    names_owner = True
    found_by = ("project_id",)

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Savings line", required=True)] = ""
    kind: Annotated[str, describe.choice("Kind", SAVING_KINDS, required=True)] = "cashable"
    recurrence: Annotated[str, describe.choice(
        "Recurrence", RECURRENCES, required=True,
        help="On the cumulative basis a recurring saving carries on in later years; a one-off does not.",
    )] = "recurring"  # fmt: skip
    counts_in_theme_id: Annotated[str | None, describe.reference(
        "Counts in", "theme", checked=True,
        help="Another theme, perhaps of another programme, whose totals count this saving. Here it is a memo line.",
    )] = None  # fmt: skip
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    def words(self, records: Others) -> str:
        """Return its project's words, with its own name where the project has several."""
        project = records.owner_of(self)
        if project is None:
            return self.name
        alone = all(line.id == self.id for line in records.of(SavingsLine, "project_id", project.id))
        return project.words(records) if alone else f"{project.words(records)}: {self.name}"


class SavingsTarget(Record, frozen=True):
    """A line's first approved target for a year: incremental, gross."""

    table: ClassVar[str] = "savings_target"
    noun: ClassVar[str] = "savings target"
    title: ClassVar[str] = "year"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "year"),)
    in_row_of_owner = True

    line_id: Annotated[str, describe.reference("Savings line", "savings_line", required=True, owns=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    target_pence: Annotated[int, describe.money("Approved target", required=True, low=0)] = 0


class TargetChange(Record, frozen=True):
    """A change request to a line's target for a year; counts once approved."""

    table: ClassVar[str] = "target_change"
    noun: ClassVar[str] = "target change"
    title: ClassVar[str] = "reference"
    in_row_of_owner = True
    in_months = "reported"

    line_id: Annotated[str, describe.reference("Savings line", "savings_line", required=True, owns=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    change_pence: Annotated[int, describe.money("Change to target", required=True)] = 0
    reference: Annotated[str, describe.text("Change request", required=True, limit=60)] = ""
    reason: Annotated[str | None, describe.long_text("Reason")] = None
    approved_by: Annotated[
        str | None, describe.text("Approved by", help="A board or a role.", again="approver")
    ] = None
    period: Annotated[str, describe.period(
        "Month", required=True, help="The month in which the change was made.",
    )] = ""  # fmt: skip
    state: Annotated[str, describe.choice("State", APPROVALS, required=True)] = "proposed"


class SavingsPosition(Record, frozen=True):
    """What was reported of a line's year for a period; in force until a later period reports again."""

    table: ClassVar[str] = "savings_position"
    noun: ClassVar[str] = "savings position"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "year", "period"),)
    in_row_of_owner = True
    in_months = "reported"

    line_id: Annotated[str, describe.reference("Savings line", "savings_line", required=True, owns=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    period: Annotated[str, describe.period("Month", required=True)] = ""
    forecast_pence: Annotated[int, describe.money(
        "Forecast", required=True, low=0,
        help="For the whole year: what is delivered and the forecast remaining.",
    )] = 0  # fmt: skip
    delivered_pence: Annotated[int, describe.money(
        "Delivered", required=True, low=0, help="From 1 April to the end of the month.",
    )] = 0  # fmt: skip
    validated_pence: Annotated[int, describe.money(
        "Validated", required=True, low=0, help="The part that finance has validated.",
    )] = 0  # fmt: skip

    def own_words(self, records: Others) -> str:
        """Return its year, and when it was reported."""
        return f"{dates.year_label(self.year)} at {self.title_words(records)}"


class Movement(Record, frozen=True):
    """Where a part of one line's shortfall in one year goes.

    ``from`` is the line and year that fall short. ``to`` is where those pounds are found: the later year for a slip,
    the earlier year for an early delivery, the donor for an offset, the taker of the target for a transfer; a
    write-off has none.
    """

    table: ClassVar[str] = "movement"
    noun: ClassVar[str] = "movement"
    title: ClassVar[str] = "reason"
    markable = True
    in_months = "reported"

    kind: Annotated[str, describe.choice("Type", MOVEMENT_KINDS, required=True)] = "slip"
    from_line_id: Annotated[str, describe.reference(
        "From line", "savings_line", required=True, exempt_with=True,
    )] = ""  # fmt: skip
    from_year: Annotated[int, describe.year("From year", required=True)] = 0
    to_line_id: Annotated[str | None, describe.reference("To line", "savings_line", exempt_with=True)] = None
    to_year: Annotated[int | None, describe.year("To year")] = None
    amount_pence: Annotated[int, describe.money("Amount", required=True, low=1)] = 0
    reason: Annotated[str | None, describe.text("Why", limit=500)] = None
    approved_by: Annotated[str | None, describe.text(
        "Approved by", help="A board, a role or a change request.", again="approver",
    )] = None  # fmt: skip
    state: Annotated[str, describe.choice("State", APPROVALS, required=True)] = "proposed"
    period: Annotated[str, describe.period(
        "Month", required=True, help="The month in which it was recorded; counts from then.",
    )] = ""  # fmt: skip

    def exempt_words(self, records: Others) -> str:
        """Return what becomes of how much of which line."""
        line = records.owner_of(self)
        kind = field_of(Movement, "kind").format(self.kind)
        return f"{kind}, {format_pounds(self.amount_pence)}: {line.exempt_words(records) if line else ''}"


class ProjectException(Record, frozen=True):
    """Something that keeps a project from its plan, as reported to the board."""

    table: ClassVar[str] = "exception"
    noun: ClassVar[str] = "exception"
    takes_own_fields = True
    title: ClassVar[str] = "description"
    page = "exceptions"
    markable = True
    led_by = "project_id"
    found_by = ("project_id", "category", "raised_period", "closed_period")

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    category: Annotated[str, describe.choice("Category", EXCEPTION_CATEGORIES, required=True)] = "other"
    description: Annotated[str, describe.long_text("Exception", required=True)] = ""
    amount_pence: Annotated[int | None, describe.money("Amount at stake", low=0)] = None
    years: Annotated[str | None, describe.years("Years")] = None
    raised_period: Annotated[str, describe.period("Raised", required=True)] = ""
    closed_period: Annotated[str | None, describe.period("Closed", empty="not closed")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    @property
    def is_past(self) -> bool:
        """Whether it is closed."""
        return bool(self.closed_period)


class Mitigation(Record, frozen=True):
    """What is being done about an exception."""

    table: ClassVar[str] = "mitigation"
    noun: ClassVar[str] = "mitigation"
    takes_own_fields = True
    title: ClassVar[str] = "action"
    markable = True
    found_by = ("exception_id", "owner")

    exception_id: Annotated[str, describe.reference("Exception", "exception", required=True, owns=True)] = ""
    action: Annotated[str, describe.long_text("Mitigation", required=True)] = ""
    owner: Annotated[
        str | None, describe.text("Owner", help="A role, not a person’s name.", again="role")
    ] = None
    due_date: Annotated[str | None, describe.day("Due")] = None
    done_date: Annotated[str | None, describe.day("Done", empty="not done")] = None
    effect: Annotated[str | None, describe.text("Expected effect", limit=500)] = None
    effect_pence: Annotated[int | None, describe.money("Expected effect", low=0)] = None
    movement_id: Annotated[str | None, describe.reference(
        "Movement", "movement", checked=True, help="The movement of savings that puts it into effect.",
    )] = None  # fmt: skip


class Milestone(Record, frozen=True):
    """A dated step of a project."""

    table: ClassVar[str] = "milestone"
    noun: ClassVar[str] = "milestone"
    takes_own_fields = True
    page = "milestones"
    markable = True
    led_by = "project_id"
    found_by = ("project_id",)

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Milestone", required=True)] = ""
    baseline_date: Annotated[str | None, describe.day("Baseline")] = None
    forecast_date: Annotated[str | None, describe.day("Forecast")] = None
    actual_date: Annotated[str | None, describe.day("Actual", empty="not reached")] = None


class ProjectCost(Record, frozen=True):
    """What a project costs in a year; taken off its savings on the net basis."""

    table: ClassVar[str] = "project_cost"
    noun: ClassVar[str] = "project cost"
    found_by = ("project_id",)

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    name: Annotated[str, describe.text("Cost", required=True)] = ""
    amount_pence: Annotated[int, describe.money("Amount", required=True, low=0)] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class ProjectDependency(Record, frozen=True):
    """A project that needs another one."""

    table: ClassVar[str] = "project_dependency"
    noun: ClassVar[str] = "dependency"
    title: ClassVar[str] = "description"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("project_id", "needs_project_id", "milestone_id"),)
    page = "milestones"
    markable = True
    found_by = ("project_id",)

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    needs_project_id: Annotated[str, describe.reference(
        "Needs", "project", required=True, exempt_with=True, checked=True,
    )] = ""  # fmt: skip
    milestone_id: Annotated[str | None, describe.reference(
        "Needs milestone", "milestone", within=("needs_project_id",), exempt_with=True, checked=True,
    )] = None  # fmt: skip
    description: Annotated[str | None, describe.text("What is needed", limit=500)] = None


DELIVERY_TYPES: tuple[type[Record], ...] = (
    Portfolio, Programme, Theme, Workstream, SourcePlan, DeliveryStatus, Project, StatusUpdate, SavingsLine,
    SavingsTarget, TargetChange, SavingsPosition, Movement, ProjectException, Mitigation, Milestone, ProjectCost,
    ProjectDependency,
)  # fmt: skip
"""The tables of projects and savings, parents before children."""
