"""The records of decisions and reconciliation, as ``records.py`` keeps values."""

from dataclasses import dataclass
from typing import ClassVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import (
    Others,
    Record,
    choice,
    day,
    flag,
    integer,
    long_text,
    money,
    reference,
    text,
    year,
)  # fmt: skip

DECISION_KINDS = (
    ("officer", "Delegated officer decision"), ("portfolio_holder", "Portfolio holder"), ("committee", "Committee"),
    ("cabinet", "Cabinet or executive board"), ("council", "Full council"),
)  # fmt: skip
DECISION_STAGES = (
    ("draft", "Draft"), ("advice", "Advice"), ("forward_plan", "On the forward plan"), ("for_decision", "For decision"),
    ("call_in", "In call-in"), ("in_force", "In force"), ("called_in", "Called in"), ("withdrawn", "Withdrawn"),
)  # fmt: skip
ADVICE_KINDS = (
    ("legal", "Legal"), ("finance", "Finance"), ("procurement", "Procurement"), ("people", "Human resources"),
    ("property", "Property"), ("equality", "Equality"), ("other", "Other"),
)  # fmt: skip
IMPLICATION_HEADINGS = (
    ("finance", "Finance and resources"), ("legal", "Legal"), ("risk", "Risk"),
    ("equality", "Equality and diversity"), ("procurement", "Procurement"), ("public_health", "Public health"),
    ("engagement", "Engagement and communications"), ("crime", "Crime and disorder"), ("social_value", "Social value"),
    ("climate_buildings", "Climate: energy efficient, low carbon buildings"),
    ("climate_transport", "Climate: low carbon transport"),
    ("climate_land", "Climate: green spaces, peatland, afforestation, habitats and land"),
    ("climate_waste", "Climate: waste and plastic pollution"),
    ("climate_water", "Climate: water use, availability and management"),
    ("climate_air", "Climate: air pollution"),
    ("climate_resilience", "Climate: resilience of services and people"),
    ("climate_emissions", "Climate: carbon and greenhouse gas emissions"),
)  # fmt: skip
NOT_ASSESSED = "not_assessed"
"""The level of a heading under which nobody has said yet whether there are implications."""
IMPLICATION_LEVELS = (
    (NOT_ASSESSED, "Not assessed"),
    ("none", "None"),
    ("some", "Some"),
    ("significant", "Significant"),
)
PRECISIONS = (
    ("1", "To the penny"), ("100", "To £1"), ("100000", "To £000 or £0.001m"), ("1000000", "To £0.01m"),
    ("10000000", "To £0.1m"),
)  # fmt: skip
BASES = (("gross_incremental", "Gross, incremental"), ("gross_cumulative", "Gross, cumulative"))

_SOURCE = "Where the figures come from: the paper and its table, or the word illustrative."
_ROLE = "A role, not a person’s name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A decision of the council that a programme needs."""

    table: ClassVar[str] = "decision"
    noun: ClassVar[str] = "decision"
    plural: ClassVar[str] = "decisions"
    title: ClassVar[str] = "subject"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("ref",),)
    page = "decisions"
    markable = True
    found_by = ("stage", "forward_plan_ref")

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    ref: str = text("Reference", required=True, limit=40)
    subject: str = text("Subject", required=True, limit=500)
    kind: str = choice("Taken by", DECISION_KINDS, required=True, default="officer")
    stage: str = choice("Stage", DECISION_STAGES, required=True, default="draft")
    key_decision: int = flag("Key decision")
    forward_plan_ref: str | None = text("Forward plan reference", limit=40)
    revenue_pence: int | None = money("Revenue value", low=0)
    capital_pence: int | None = money("Capital value", low=0)
    what: str | None = long_text("Decision being taken")
    why: str | None = long_text("Reasons for the decision")
    decision_date: str | None = day("Decided on")
    subject_to_call_in: int = flag("Subject to call-in")
    call_in_expires: str | None = day(
        "Call-in expires",
        help="Suggested from the working days of the call-in period; change it where it differs.",
    )
    start_date: str | None = day("Work starts")
    first_spend_date: str | None = day("First spend")
    source: str | None = text("Source", help=_SOURCE, limit=500)

    @property
    def is_past(self) -> bool:
        """Whether it is withdrawn."""
        return self.stage == "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOption(Record):
    """An option considered for a decision."""

    table: ClassVar[str] = "decision_option"
    noun: ClassVar[str] = "option"
    plural: ClassVar[str] = "options"
    title: ClassVar[str] = "name"
    markable = True
    led_by = "decision_id"

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    name: str = text("Option", required=True)
    description: str | None = long_text("What it means")
    recommended: int = flag("Recommended")
    reason: str | None = long_text("Why it is recommended or rejected")
    position: int = integer("Order", default=0, hidden=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingSource(Record):
    """Money that decisions may draw on: a grant, a reserve, a base budget."""

    table: ClassVar[str] = "funding_source"
    noun: ClassVar[str] = "funding source"
    plural: ClassVar[str] = "funding sources"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name", "year"),)
    page = "decisions"
    markable = True

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Funding source", required=True)
    year: int = year("Year", required=True)
    provision_pence: int = money("Provision", required=True, default=0, low=0)
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFunding(Record):
    """What a decision takes from a funding source."""

    table: ClassVar[str] = "decision_funding"
    noun: ClassVar[str] = "funding"
    plural: ClassVar[str] = "funding"
    title: ClassVar[str] = "funding_source_id"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "funding_source_id"),)
    markable = True

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    funding_source_id: str = reference(
        "Funding source", "funding_source", required=True, exempt_with=True, default=""
    )
    amount_pence: int = money("Amount", required=True, default=0, low=0)

    def exempt_words(self, records: Others) -> str:
        """Return how much which decision takes from what."""
        decision, source = records.owner_of(self), records.find(FundingSource, self.funding_source_id)
        words = f"{format_pounds(self.amount_pence)} from {source.name if source else ''}"
        return f"{decision.ref if decision else ''} {words}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSupplier(Record):
    """An award that a decision makes to a supplier."""

    table: ClassVar[str] = "decision_supplier"
    noun: ClassVar[str] = "supplier"
    plural: ClassVar[str] = "suppliers"
    title: ClassVar[str] = "supplier"
    markable = True
    led_by = "decision_id"

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    supplier: str = text("Supplier", required=True)
    award_pence: int | None = money("Award", low=0)
    award_date: str | None = day("Awarded")
    route: str | None = text("Route to market")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAdvice(Record):
    """Advice given on a decision."""

    table: ClassVar[str] = "decision_advice"
    noun: ClassVar[str] = "advice"
    plural: ClassVar[str] = "advice"
    title: ClassVar[str] = "kind"
    markable = True
    led_by = "decision_id"

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    kind: str = choice("Advice", ADVICE_KINDS, required=True, default="finance")
    author_role: str | None = text("Author", help=_ROLE)
    advice_date: str | None = day("Given")
    advice: str | None = long_text("What it says")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionImplication(Record):
    """What a decision implies under one heading. The climate headings are for key decisions."""

    table: ClassVar[str] = "decision_implication"
    noun: ClassVar[str] = "implication"
    plural: ClassVar[str] = "implications"
    title: ClassVar[str] = "heading"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "heading"),)
    markable = True
    led_by = "decision_id"

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    heading: str = choice("Heading", IMPLICATION_HEADINGS, required=True, default="finance")
    level: str = choice("Implications", IMPLICATION_LEVELS, required=True, default=NOT_ASSESSED)
    explanation: str | None = long_text("Explanation")
    cleared_by: str | None = text("Cleared by", help=_ROLE)
    cleared_on: str | None = day("Cleared on")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionProject(Record):
    """A project that a decision is about."""

    table: ClassVar[str] = "decision_project"
    noun: ClassVar[str] = "linked project"
    plural: ClassVar[str] = "linked projects"
    title: ClassVar[str] = "project_id"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "project_id"),)
    markable = True
    led_by = "decision_id"

    decision_id: str = reference("Decision", "decision", required=True, owns=True, default="")
    project_id: str = reference("Project", "project", required=True, owns=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotal(Record):
    """A published total to which the savings lines must add up."""

    table: ClassVar[str] = "control_total"
    noun: ClassVar[str] = "control total"
    plural: ClassVar[str] = "control totals"
    title: ClassVar[str] = "name"
    page = "reconciliation"
    markable = True

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Control total", required=True)
    published_pence: int = money("Published", required=True, default=0)
    precision_pence: str = choice("Precision", PRECISIONS, required=True, default="100000")
    year: int | None = year("Year", help="Empty for all years together.")
    theme_id: str | None = reference("Theme", "theme")
    source_plan_ids: str | None = text("Source plans", to="source_plan", hidden=True, limit=2000)
    line_ids: str | None = text("Savings lines", to="savings_line", hidden=True, limit=20_000)
    basis: str = choice("Basis", BASES, required=True, default="gross_incremental")
    explained_pence: int | None = money("Explained difference")
    explanation: str | None = long_text("Explained by")
    source: str | None = text("Source", help=_SOURCE, limit=500)

    def own_words(self, records: Others) -> str:
        """Return its name and its year."""
        return f"{self.name}, {dates.year_label(self.year) if self.year else 'all years'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable(Record):
    """A published table as pasted, to be cross-footed: the first row and the first column are headings."""

    table: ClassVar[str] = "published_table"
    noun: ClassVar[str] = "published table"
    plural: ClassVar[str] = "published tables"
    title: ClassVar[str] = "name"
    page = "reconciliation"
    markable = True

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Table", required=True)
    cells: str = long_text("Cells", required=True, default="", help="Rows by line, cells parted by tabs.")
    rules: str | None = long_text(
        "Rules", help="Such as Net = Spend + Savings; rows and columns named Total are sums."
    )
    precision_pence: str = choice("Precision", PRECISIONS, required=True, default="100000")
    explanation: str | None = long_text("Explained by")
    source: str | None = text("Source", help=_SOURCE, limit=500)


GOVERNANCE_TYPES: tuple[type[Record], ...] = (
    Decision, DecisionOption, FundingSource, DecisionFunding, DecisionSupplier, DecisionAdvice, DecisionImplication,
    DecisionProject, ControlTotal, PublishedTable )  # fmt: skip
