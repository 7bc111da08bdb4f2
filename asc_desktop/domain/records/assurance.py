"""The records of performance, risks, issues and budget. ``delivery.py`` says how values are kept."""

from typing import Annotated, ClassVar

from asc_desktop.domain import dates
from asc_desktop.domain.records import describe
from asc_desktop.domain.records.fields import Others, Record
from asc_desktop.domain.words import shortened

POLARITIES = (("higher", "Higher is better"), ("lower", "Lower is better"))
PROFILES = (
    ("flat", "The target all year"), ("straight", "A straight line from the baseline"), ("monthly", "Month by month"),
)  # fmt: skip
PRIORITIES = (("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low"))
MEASURE_RAGS = (("green", "Green"), ("amber", "Amber"), ("red", "Red"))

_SOURCE = "Where the figures come from: the paper and its table, or “illustrative”."
_ROLE = "A role, not a person’s name."
_ORDER = "Place in lists, lowest first."


class Measure(Record, frozen=True):
    """A performance measure under a strategy theme and priority."""

    table: ClassVar[str] = "measure"
    noun: ClassVar[str] = "measure"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "performance"
    markable = True
    found_by = ("strategy_theme", "priority")

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Measure", required=True, limit=300)] = ""
    strategy_theme: Annotated[str | None, describe.text("Strategy theme", again="strategy theme")] = None
    priority: Annotated[str | None, describe.text("Priority", limit=300, again="priority")] = None
    unit: Annotated[str | None, describe.text(
        "Unit", limit=20, help="Shown after each value: %, days, people; empty for a number.",
    )] = None  # fmt: skip
    decimals: Annotated[int, describe.integer("Decimals", required=True, low=0, high=4)] = 0
    polarity: Annotated[str, describe.choice(
        "Polarity", POLARITIES, required=True, closed_months="rates_past",
    )] = "higher"  # fmt: skip
    baseline: Annotated[str | None, describe.decimal(
        "Baseline", closed_months="rates_past", help="Last year’s actual.",
    )] = None  # fmt: skip
    green_tolerance: Annotated[str, describe.decimal(
        "Green within", required=True, low=0, high=100, unit="%",
        help="Green if no more than this % worse than expected.", closed_months="rates_past",
    )] = "2"  # fmt: skip
    amber_tolerance: Annotated[str, describe.decimal(
        "Amber within", required=True, low=0, high=100, unit="%",
        help="Amber up to this % worse than expected; red beyond it.", closed_months="rates_past",
    )] = "10"  # fmt: skip
    owner: Annotated[str | None, describe.text("Owner", help=_ROLE, again="role")] = None
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    archived: Annotated[int, describe.flag("Archived")] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class MeasureTarget(Record, frozen=True):
    """A measure's target for a financial year, and the path by which it is to be reached.

    A year may have several: a month is judged by the one approved last up to then.
    """

    table: ClassVar[str] = "measure_target"
    noun: ClassVar[str] = "measure target"
    title: ClassVar[str] = "year"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "year", "approved_from"),)
    in_row_of_owner = True
    in_months = "reported"
    names_owner = True

    measure_id: Annotated[str, describe.reference("Measure", "measure", required=True, owns=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    target: Annotated[str, describe.decimal("Target", required=True)] = ""
    profile: Annotated[str, describe.choice("Profile", PROFILES, required=True)] = "flat"
    approved_from: Annotated[str | None, describe.period(
        "Approved from", empty="start of the year",
        help="The first month that is judged by it. Empty for the start of the year.",
    )] = None  # fmt: skip


class MeasureProfile(Record, frozen=True):
    """What a measure is expected to be in a month, where its target is profiled month by month."""

    table: ClassVar[str] = "measure_profile"
    noun: ClassVar[str] = "monthly profile"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "period"),)
    in_row_of_owner = True
    in_months = "ahead"
    names_owner = True

    measure_id: Annotated[str, describe.reference("Measure", "measure", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    expected: Annotated[str, describe.decimal("Expected", required=True)] = ""


class MeasureValue(Record, frozen=True):
    """What a measure was in a month, with a person's own rating where they overrule the computed one."""

    table: ClassVar[str] = "measure_value"
    noun: ClassVar[str] = "measure value"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "period"),)
    in_row_of_owner = True
    in_months = "reported"
    names_owner = True

    measure_id: Annotated[str, describe.reference("Measure", "measure", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    actual: Annotated[str, describe.decimal("Actual", required=True)] = ""
    override_rag: Annotated[str | None, describe.choice("RAG override", MEASURE_RAGS)] = None
    override_reason: Annotated[str | None, describe.text("Reason for the override", limit=500)] = None
    comment: Annotated[str | None, describe.long_text("Comment")] = None


class RiskCategory(Record, frozen=True):
    """One category of the council's own list, by which its risks are told apart."""

    # Not risk_category: that is the index of the risks' own column.
    table: ClassVar[str] = "category_of_risk"
    noun: ClassVar[str] = "risk category"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "settings"
    found_by = ()

    name: Annotated[str, describe.text("Category", required=True, limit=60)] = ""
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0


class Risk(Record, frozen=True):
    """A risk of a programme. Its current score is reported by period, as a ``RiskScore``."""

    table: ClassVar[str] = "risk"
    noun: ClassVar[str] = "risk"
    takes_own_fields = True
    title: ClassVar[str] = "ref"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "ref"),)
    page = "risks"
    markable = True
    found_by = ("category", "owner", "closed_period")

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True)] = ""
    ref: Annotated[str, describe.text("Ref", required=True, limit=20)] = ""
    description: Annotated[str, describe.long_text("Risk", required=True)] = ""
    category: Annotated[str | None, describe.reference("Category", "category_of_risk")] = None
    owner: Annotated[str | None, describe.text("Owner", help=_ROLE, again="role")] = None
    theme_id: Annotated[str | None, describe.reference("Theme", "theme", within=("programme",))] = None
    project_id: Annotated[str | None, describe.reference(
        "Project", "project", within=("programme",), exempt_with=True, unless="theme_id",
    )] = None  # fmt: skip
    raised_period: Annotated[str, describe.period("Raised", required=True)] = ""
    closed_period: Annotated[str | None, describe.period("Closed", empty="not closed")] = None
    inherent_likelihood: Annotated[int, describe.integer(
        "Inherent likelihood", required=True, low=1, high=5,
    )] = 3  # fmt: skip
    inherent_impact: Annotated[int, describe.integer("Inherent impact", required=True, low=1, high=5)] = 3
    target_likelihood: Annotated[int | None, describe.integer("Target likelihood", low=1, high=5)] = None
    target_impact: Annotated[int | None, describe.integer("Target impact", low=1, high=5)] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    def own_words(self, records: Others) -> str:
        """Return its description."""
        return " ".join(self.description.split())

    def words(self, records: Others) -> str:
        """Return its reference and the beginning of its description."""
        return f"{self.ref} {shortened(self.description)}".strip()

    @property
    def is_past(self) -> bool:
        """Whether it is closed."""
        return bool(self.closed_period)


class RiskScore(Record, frozen=True):
    """A risk's current score as reported for a period; in force until a later period reports again."""

    table: ClassVar[str] = "risk_score"
    noun: ClassVar[str] = "risk score"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("risk_id", "period"),)
    in_months = "reported"

    risk_id: Annotated[str, describe.reference("Risk", "risk", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    likelihood: Annotated[int, describe.integer("Likelihood", required=True, low=1, high=5)] = 3
    impact: Annotated[int, describe.integer("Impact", required=True, low=1, high=5)] = 3
    comment: Annotated[str | None, describe.long_text("Comment")] = None


class RiskAction(Record, frozen=True):
    """What is being done about a risk."""

    table: ClassVar[str] = "risk_action"
    noun: ClassVar[str] = "mitigating action"
    takes_own_fields = True
    title: ClassVar[str] = "action"
    markable = True
    found_by = ("risk_id", "owner")

    risk_id: Annotated[str, describe.reference("Risk", "risk", required=True, owns=True)] = ""
    action: Annotated[str, describe.long_text("Mitigating action", required=True)] = ""
    owner: Annotated[str | None, describe.text("Owner", help=_ROLE, again="role")] = None
    due_date: Annotated[str | None, describe.day("Due")] = None
    done_date: Annotated[str | None, describe.day("Done", empty="not done")] = None


class Issue(Record, frozen=True):
    """Something that has happened to a programme and must be settled.

    A risk may yet happen; what keeps one project from its plan is an exception, which a board is told of by project.
    """

    table: ClassVar[str] = "issue"
    noun: ClassVar[str] = "issue"
    takes_own_fields = True
    plural: ClassVar[str] = "issues"
    title: ClassVar[str] = "description"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "ref"),)
    page = "issues"
    markable = True
    found_by = ("priority", "owner", "project_id", "resolved_date")

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    ref: Annotated[str, describe.text("Ref", required=True, limit=20)] = ""
    description: Annotated[
        str,
        describe.long_text(
            "Issue", required=True, help="What has happened, and what it means for the programme."
        ),
    ] = ""
    priority: Annotated[str, describe.choice("Priority", PRIORITIES, required=True)] = "medium"
    owner: Annotated[str | None, describe.text("Owner", help=_ROLE, again="role")] = None
    project_id: Annotated[
        str | None, describe.reference("Project", "project", within=("programme",), exempt_with=True)
    ] = None
    raised_period: Annotated[str, describe.period("Raised", required=True)] = ""
    due_date: Annotated[str | None, describe.day("Due")] = None
    action: Annotated[str | None, describe.long_text("What is being done")] = None
    resolved_date: Annotated[str | None, describe.day("Resolved", empty="not resolved")] = None
    resolution: Annotated[str | None, describe.long_text("How it was resolved")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    @property
    def is_past(self) -> bool:
        """Whether it is resolved."""
        return bool(self.resolved_date)


class BudgetLine(Record, frozen=True):
    """A line of the budget monitor, in a group with a subtotal. A negative budget is income."""

    table: ClassVar[str] = "budget_line"
    noun: ClassVar[str] = "budget line"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "group_name", "name"),)
    page = "budget"
    markable = True
    found_by = ("group_name", "is_reserve")

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    group_name: Annotated[str, describe.text(
        "Group", required=True, again="group", help="Lines of one group have a subtotal.",
    )] = ""  # fmt: skip
    name: Annotated[str, describe.text("Budget line", required=True)] = ""
    is_reserve: Annotated[int, describe.flag(
        "Reserve", help="Reserves are shown separately, after the forecast before their use.",
    )] = 0  # fmt: skip
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class BudgetPosition(Record, frozen=True):
    """What was reported of a budget line for a period of the year."""

    table: ClassVar[str] = "budget_position"
    noun: ClassVar[str] = "budget position"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "period"),)
    in_row_of_owner = True
    in_months = "reported"

    line_id: Annotated[str, describe.reference("Budget line", "budget_line", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    budget_pence: Annotated[int, describe.money("Budget", required=True)] = 0
    actual_pence: Annotated[int, describe.money("Actual", required=True)] = 0
    forecast_pence: Annotated[int, describe.money("Year-end forecast", required=True)] = 0


class BudgetTotal(Record, frozen=True):
    """A total as typed from a published budget monitor, to check the lines against; no group: the net total.

    An empty amount is not checked.
    """

    table: ClassVar[str] = "budget_total"
    noun: ClassVar[str] = "budget total"
    title: ClassVar[str] = "group_name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "group_name", "period"),)
    page = "budget"
    in_months = "reported"

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    group_name: Annotated[str | None, describe.text("Group", again="group")] = None
    period: Annotated[str, describe.period("Month", required=True)] = ""
    budget_pence: Annotated[int | None, describe.money("Budget")] = None
    actual_pence: Annotated[int | None, describe.money("Actual")] = None
    forecast_pence: Annotated[int | None, describe.money("Year-end forecast")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    def own_words(self, records: Others) -> str:
        """Return its group, if it is of one, and its month."""
        return f"{self.group_name or 'Net total'}, {dates.period_label(self.period)}"


ASSURANCE_TYPES: tuple[type[Record], ...] = (
    Measure, MeasureTarget, MeasureProfile, MeasureValue, RiskCategory, Risk, RiskScore, RiskAction, Issue, BudgetLine,
    BudgetPosition, BudgetTotal,
)  # fmt: skip
