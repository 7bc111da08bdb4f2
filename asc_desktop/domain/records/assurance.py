"""The records of performance, risks and budget. ``records.py`` says how values are kept."""

from dataclasses import dataclass
from typing import ClassVar

from asc_desktop.domain.records.fields import (
    Others,
    Record,
    choice,
    day,
    decimal,
    flag,
    integer,
    long_text,
    money,
    period,
    reference,
    text,
    year,
)  # fmt: skip
from asc_desktop.domain.words import shortened

POLARITIES = (("higher", "Higher is better"), ("lower", "Lower is better"))
PROFILES = (
    ("flat", "The target all year"), ("straight", "A straight line from the baseline"), ("monthly", "Month by month"),
)  # fmt: skip
MEASURE_RAGS = (("green", "Green"), ("amber", "Amber"), ("red", "Red"))

_SOURCE = "Where the figures come from: the paper and its table, or the word illustrative."
_ROLE = "A role, not a person’s name."
_ORDER = "Place in lists, lowest first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A performance measure under a strategy theme and priority."""

    table: ClassVar[str] = "measure"
    noun: ClassVar[str] = "measure"
    plural: ClassVar[str] = "measures"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "performance"
    markable = True
    found_by = ("strategy_theme", "priority")

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Measure", required=True, limit=300)
    strategy_theme: str | None = text("Strategy theme")
    priority: str | None = text("Priority", limit=300)
    unit: str | None = text(
        "Unit", limit=20, help="Shown after each value: %, days, people; empty for a number."
    )
    decimals: int = integer("Decimals", default=0, required=True, low=0, high=4)
    polarity: str = choice(
        "Polarity", POLARITIES, required=True, default="higher", closed_months="rates_past"
    )
    baseline: str | None = decimal("Baseline", closed_months="rates_past", help="Last year’s actual.")
    green_tolerance: str = decimal(
        "Green within", default="2", required=True, low=0, high=100, unit="%",
        help="Up to this far on the bad side of the profiled target is green.", closed_months="rates_past",
    )  # fmt: skip
    amber_tolerance: str = decimal(
        "Amber within",
        default="10",
        required=True,
        low=0,
        high=100,
        unit="%",
        help="Up to this far is amber; more is red.",
        closed_months="rates_past",
    )
    owner: str | None = text("Owner", help=_ROLE)
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    archived: int = flag("Archived")
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTarget(Record):
    """A measure's target for a financial year, and the path by which it is to be reached.

    A year may have several: a month is judged by the one approved last up to then.
    """

    table: ClassVar[str] = "measure_target"
    noun: ClassVar[str] = "measure target"
    plural: ClassVar[str] = "measure targets"
    title: ClassVar[str] = "year"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "year", "approved_from"),)
    in_row_of_owner = True
    in_months = "reported"
    names_owner = True

    measure_id: str = reference("Measure", "measure", required=True, owns=True, default="")
    year: int = year("Year", required=True)
    target: str = decimal("Target", required=True, default="")
    profile: str = choice("Profile", PROFILES, required=True, default="flat")
    approved_from: str | None = period(
        "Approved from", help="The first month that is judged by it. Empty for the start of the year."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureProfile(Record):
    """What a measure is expected to be in a month, where its target is profiled month by month."""

    table: ClassVar[str] = "measure_profile"
    noun: ClassVar[str] = "monthly profile"
    plural: ClassVar[str] = "monthly profiles"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "period"),)
    in_row_of_owner = True
    in_months = "ahead"
    names_owner = True

    measure_id: str = reference("Measure", "measure", required=True, owns=True, default="")
    period: str = period("Period", required=True, default="")
    expected: str = decimal("Expected", required=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureValue(Record):
    """What a measure was in a month, with a person's own rating where they overrule the computed one."""

    table: ClassVar[str] = "measure_value"
    noun: ClassVar[str] = "measure value"
    plural: ClassVar[str] = "measure values"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("measure_id", "period"),)
    in_row_of_owner = True
    in_months = "reported"
    names_owner = True

    measure_id: str = reference("Measure", "measure", required=True, owns=True, default="")
    period: str = period("Period", required=True, default="")
    actual: str = decimal("Actual", required=True, default="")
    override_rag: str | None = choice("RAG override", MEASURE_RAGS)
    override_reason: str | None = text("Reason for the override", limit=500)
    comment: str | None = long_text("Comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCategory(Record):
    """One category of the council's own list, by which its risks are told apart."""

    # Not risk_category: that is the index of the risks' own column.
    table: ClassVar[str] = "category_of_risk"
    noun: ClassVar[str] = "risk category"
    plural: ClassVar[str] = "risk categories"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "settings"

    name: str = text("Category", required=True, limit=60)
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Record):
    """A risk of a programme. Its current score is reported by period, as a ``RiskScore``."""

    table: ClassVar[str] = "risk"
    noun: ClassVar[str] = "risk"
    plural: ClassVar[str] = "risks"
    title: ClassVar[str] = "ref"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "ref"),)
    page = "risks"
    markable = True
    found_by = ("category", "owner", "closed_period")

    programme_id: str = reference("Programme", "programme", required=True, default="")
    ref: str = text("Ref", required=True, limit=20)
    description: str = long_text("Risk", required=True, default="")
    category: str | None = reference("Category", "category_of_risk")
    owner: str | None = text("Owner", help=_ROLE)
    theme_id: str | None = reference("Theme", "theme")
    project_id: str | None = reference("Project", "project", exempt_with=True, unless="theme_id")
    raised_period: str = period("Raised", required=True, default="")
    closed_period: str | None = period("Closed")
    inherent_likelihood: int = integer("Inherent likelihood", default=3, required=True, low=1, high=5)
    inherent_impact: int = integer("Inherent impact", default=3, required=True, low=1, high=5)
    target_likelihood: int | None = integer("Target likelihood", low=1, high=5)
    target_impact: int | None = integer("Target impact", low=1, high=5)
    source: str | None = text("Source", help=_SOURCE, limit=500)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskScore(Record):
    """A risk's current score as reported for a period; in force until a later period reports again."""

    table: ClassVar[str] = "risk_score"
    noun: ClassVar[str] = "risk score"
    plural: ClassVar[str] = "risk scores"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("risk_id", "period"),)
    in_months = "reported"

    risk_id: str = reference("Risk", "risk", required=True, owns=True, default="")
    period: str = period("Period", required=True, default="")
    likelihood: int = integer("Likelihood", default=3, required=True, low=1, high=5)
    impact: int = integer("Impact", default=3, required=True, low=1, high=5)
    comment: str | None = long_text("Comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAction(Record):
    """What is being done about a risk."""

    table: ClassVar[str] = "risk_action"
    noun: ClassVar[str] = "mitigating action"
    plural: ClassVar[str] = "mitigating actions"
    title: ClassVar[str] = "action"
    markable = True

    risk_id: str = reference("Risk", "risk", required=True, owns=True, default="")
    action: str = long_text("Mitigating action", required=True, default="")
    owner: str | None = text("Owner", help=_ROLE)
    due_date: str | None = day("Due")
    done_date: str | None = day("Done")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Record):
    """A line of the budget monitor, in a group with a subtotal. A negative budget is income."""

    table: ClassVar[str] = "budget_line"
    noun: ClassVar[str] = "budget line"
    plural: ClassVar[str] = "budget lines"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "group_name", "name"),)
    page = "budget"
    markable = True
    found_by = ("group_name", "is_reserve")

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    group_name: str = text("Group", required=True, help="Lines of one group have a subtotal.")
    name: str = text("Budget line", required=True)
    is_reserve: int = flag("Reserve", help="Reserves stand apart, after the forecast prior to their use.")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPosition(Record):
    """What was reported of a budget line for a period of the year."""

    table: ClassVar[str] = "budget_position"
    noun: ClassVar[str] = "budget position"
    plural: ClassVar[str] = "budget positions"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("line_id", "period"),)
    in_row_of_owner = True
    in_months = "reported"

    line_id: str = reference("Budget line", "budget_line", required=True, owns=True, default="")
    period: str = period("Period", required=True, default="")
    budget_pence: int = money("Budget", required=True, default=0)
    actual_pence: int = money("Actual", required=True, default=0)
    forecast_pence: int = money("Year-end forecast", required=True, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTotal(Record):
    """A total as typed from a published budget monitor, to check the lines against; no group: the net total.

    An empty amount is not checked.
    """

    table: ClassVar[str] = "budget_total"
    noun: ClassVar[str] = "budget total"
    plural: ClassVar[str] = "budget totals"
    title: ClassVar[str] = "group_name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "group_name", "period"),)
    page = "budget"
    in_months = "reported"

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    group_name: str | None = text("Group")
    period: str = period("Period", required=True, default="")
    budget_pence: int | None = money("Budget")
    actual_pence: int | None = money("Actual")
    forecast_pence: int | None = money("Year-end forecast")
    source: str | None = text("Source", help=_SOURCE, limit=500)


ASSURANCE_TYPES: tuple[type[Record], ...] = (
    Measure, MeasureTarget, MeasureProfile, MeasureValue, RiskCategory, Risk, RiskScore, RiskAction, BudgetLine,
    BudgetPosition, BudgetTotal,
)  # fmt: skip
