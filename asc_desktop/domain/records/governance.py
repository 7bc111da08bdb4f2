"""The records of decisions and reconciliation. ``delivery.py`` says how values are kept."""

from typing import Annotated, ClassVar

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records import describe
from asc_desktop.domain.records.fields import Others, Record

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
OVERALL = (("green", "Green"), ("amber", "Amber"), ("red", "Red"))
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

_SOURCE = "Where the figures come from: the paper and its table, or “illustrative”."
_ROLE = "A role, not a person’s name."


class ProgrammeCommentary(Record, frozen=True):
    """What a programme's lead says of the programme as a whole for a month; of that month alone."""

    table: ClassVar[str] = "programme_commentary"
    noun: ClassVar[str] = "commentary"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "period"),)
    page = "overview"
    in_months = "reported"

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    rag: Annotated[str | None, describe.choice(
        "Overall, as the lead judges it", OVERALL, empty="not judged",
        help="The board’s summary shows it next to what the figures give.",
    )] = None  # fmt: skip
    commentary: Annotated[str, describe.long_text("Commentary for the board", required=True)] = ""


class Decision(Record, frozen=True):
    """A decision of the council that a programme needs."""

    table: ClassVar[str] = "decision"
    noun: ClassVar[str] = "decision"
    takes_own_fields = True
    title: ClassVar[str] = "subject"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("ref",),)
    page = "decisions"
    markable = True
    found_by = ("stage", "forward_plan_ref")

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    ref: Annotated[str, describe.text("Reference", required=True, limit=40)] = ""
    subject: Annotated[str, describe.text("Subject", required=True, limit=500)] = ""
    kind: Annotated[str, describe.choice("Taken by", DECISION_KINDS, required=True)] = "officer"
    stage: Annotated[str, describe.choice("Stage", DECISION_STAGES, required=True)] = "draft"
    key_decision: Annotated[int, describe.flag("Key decision")] = 0
    forward_plan_ref: Annotated[str | None, describe.text("Forward plan reference", limit=40)] = None
    revenue_pence: Annotated[int | None, describe.money("Revenue value", low=0)] = None
    capital_pence: Annotated[int | None, describe.money("Capital value", low=0)] = None
    what: Annotated[str | None, describe.long_text("Decision being taken")] = None
    why: Annotated[str | None, describe.long_text("Reasons for the decision")] = None
    decision_date: Annotated[str | None, describe.day("Decided on", empty="not decided")] = None
    subject_to_call_in: Annotated[int, describe.flag("Subject to call-in")] = 0
    call_in_expires: Annotated[str | None, describe.day(
        "Call-in expires",
        help="Suggested from the working days of the call-in period; change it where it differs.",
    )] = None  # fmt: skip
    start_date: Annotated[str | None, describe.day("Work starts")] = None
    first_spend_date: Annotated[str | None, describe.day("First spend")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    @property
    def is_past(self) -> bool:
        """Whether it is withdrawn."""
        return self.stage == "withdrawn"


class DecisionOption(Record, frozen=True):
    """An option considered for a decision."""

    table: ClassVar[str] = "decision_option"
    noun: ClassVar[str] = "option"
    markable = True
    led_by = "decision_id"
    found_by = ("decision_id",)

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Option", required=True)] = ""
    description: Annotated[str | None, describe.long_text("What it means")] = None
    recommended: Annotated[int, describe.flag("Recommended")] = 0
    reason: Annotated[str | None, describe.long_text("Why it is recommended or rejected")] = None
    position: Annotated[int, describe.integer("Order", hidden=True)] = 0


class FundingSource(Record, frozen=True):
    """Money that decisions may draw on: a grant, a reserve, a base budget."""

    table: ClassVar[str] = "funding_source"
    noun: ClassVar[str] = "funding source"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name", "year"),)
    page = "decisions"
    markable = True
    found_by = ()

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Funding source", required=True)] = ""
    year: Annotated[int, describe.year("Year", required=True)] = 0
    provision_pence: Annotated[int, describe.money("Provision", required=True, low=0)] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class DecisionFunding(Record, frozen=True):
    """What a decision takes from a funding source."""

    table: ClassVar[str] = "decision_funding"
    noun: ClassVar[str] = "funding"
    plural: ClassVar[str] = "funding"
    title: ClassVar[str] = "funding_source_id"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "funding_source_id"),)
    markable = True

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    funding_source_id: Annotated[str, describe.reference(
        "Funding source", "funding_source", within=("programme",), required=True, exempt_with=True,
        checked=True,
    )] = ""  # fmt: skip
    amount_pence: Annotated[int, describe.money("Amount", required=True, low=0)] = 0

    def exempt_words(self, records: Others) -> str:
        """Return how much which decision takes from what."""
        decision, source = records.owner_of(self), records.find(FundingSource, self.funding_source_id)
        words = f"{format_pounds(self.amount_pence)} from {source.name if source else ''}"
        return f"{decision.ref if decision else ''} {words}".strip()


class DecisionSupplier(Record, frozen=True):
    """An award that a decision makes to a supplier."""

    table: ClassVar[str] = "decision_supplier"
    noun: ClassVar[str] = "supplier"
    title: ClassVar[str] = "supplier"
    markable = True
    led_by = "decision_id"
    found_by = ("decision_id",)

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    supplier: Annotated[str, describe.text("Supplier", required=True, again="supplier")] = ""
    award_pence: Annotated[int | None, describe.money("Award", low=0)] = None
    award_date: Annotated[str | None, describe.day("Awarded", empty="not awarded")] = None
    route: Annotated[str | None, describe.text("Route to market", again="route")] = None


class DecisionAdvice(Record, frozen=True):
    """Advice given on a decision."""

    table: ClassVar[str] = "decision_advice"
    noun: ClassVar[str] = "advice"
    plural: ClassVar[str] = "advice"
    title: ClassVar[str] = "kind"
    markable = True
    led_by = "decision_id"

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    kind: Annotated[str, describe.choice("Advice", ADVICE_KINDS, required=True)] = "finance"
    author_role: Annotated[str | None, describe.text("Author", help=_ROLE, again="role")] = None
    advice_date: Annotated[str | None, describe.day("Given")] = None
    advice: Annotated[str | None, describe.long_text("Text")] = None


class DecisionImplication(Record, frozen=True):
    """What a decision implies under one heading. The climate headings are for key decisions."""

    table: ClassVar[str] = "decision_implication"
    noun: ClassVar[str] = "implication"
    title: ClassVar[str] = "heading"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "heading"),)
    markable = True
    led_by = "decision_id"

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    heading: Annotated[str, describe.choice("Heading", IMPLICATION_HEADINGS, required=True)] = "finance"
    level: Annotated[str, describe.choice("Implications", IMPLICATION_LEVELS, required=True)] = NOT_ASSESSED
    explanation: Annotated[str | None, describe.long_text("Explanation")] = None
    cleared_by: Annotated[str | None, describe.text("Cleared by", help=_ROLE, again="role")] = None
    cleared_on: Annotated[str | None, describe.day("Cleared on", empty="not cleared")] = None


class DecisionProject(Record, frozen=True):
    """A project that a decision is about."""

    table: ClassVar[str] = "decision_project"
    noun: ClassVar[str] = "linked project"
    title: ClassVar[str] = "project_id"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("decision_id", "project_id"),)
    markable = True
    led_by = "decision_id"

    decision_id: Annotated[str, describe.reference("Decision", "decision", required=True, owns=True)] = ""
    project_id: Annotated[
        str, describe.reference("Project", "project", required=True, owns=True, checked=True)
    ] = ""


class ControlTotal(Record, frozen=True):
    """A published total to which the savings lines must add up."""

    table: ClassVar[str] = "control_total"
    noun: ClassVar[str] = "control total"
    page = "reconciliation"
    markable = True
    found_by = ("theme_id",)

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Control total", required=True)] = ""
    published_pence: Annotated[int, describe.money("Published", required=True)] = 0
    precision_pence: Annotated[str, describe.choice("Precision", PRECISIONS, required=True)] = "100000"
    year: Annotated[
        int | None, describe.year("Year", empty="all years", help="Empty for all years together.")
    ] = None
    theme_id: Annotated[str | None, describe.reference("Theme", "theme", checked=True)] = None
    source_plan_ids: Annotated[str | None, describe.text(
        "Source plans", to="source_plan", hidden=True, limit=2000,
    )] = None  # fmt: skip
    line_ids: Annotated[str | None, describe.text(
        "Savings lines", to="savings_line", hidden=True, limit=20_000,
    )] = None  # fmt: skip
    basis: Annotated[str, describe.choice("Basis", BASES, required=True)] = "gross_incremental"
    explained_pence: Annotated[int | None, describe.money("Explained difference")] = None
    explanation: Annotated[str | None, describe.long_text("Explained by")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None

    def own_words(self, records: Others) -> str:
        """Return its name and its year."""
        return f"{self.name}, {dates.year_label(self.year) if self.year else 'all years'}"


class PublishedTable(Record, frozen=True):
    """A published table as pasted, to be cross-footed: the first row and the first column are headings."""

    table: ClassVar[str] = "published_table"
    noun: ClassVar[str] = "published table"
    page = "reconciliation"
    markable = True
    found_by = ()

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Table", required=True)] = ""
    cells: Annotated[str, describe.long_text(
        "Cells", required=True, help="Rows by line, cells parted by tabs.",
    )] = ""  # fmt: skip
    rules: Annotated[str | None, describe.long_text(
        "Rules", help="Such as Net = Spend + Savings; rows and columns named Total are sums.",
    )] = None  # fmt: skip
    precision_pence: Annotated[str, describe.choice("Precision", PRECISIONS, required=True)] = "100000"
    explanation: Annotated[str | None, describe.long_text("Explained by")] = None
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


GOVERNANCE_TYPES: tuple[type[Record], ...] = (
    ProgrammeCommentary, Decision, DecisionOption, FundingSource, DecisionFunding, DecisionSupplier, DecisionAdvice,
    DecisionImplication, DecisionProject, ControlTotal, PublishedTable,
)  # fmt: skip
