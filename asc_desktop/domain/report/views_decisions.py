"""The frozen views of decisions and of the funding that they draw on in the report."""

from msgspec import Struct


class DecisionOptionReport(Struct, frozen=True):
    """An option, and why it is recommended or rejected."""

    id: str
    name: str
    description: str
    recommended: bool
    reason: str


class DecisionFundingReport(Struct, frozen=True):
    """What a decision takes from a source, beside the source's provision, commitments and what is left."""

    id: str
    funding_source_id: str
    funding_source: str
    year: str
    amount_pence: int
    provision_pence: int
    committed_pence: int
    left_pence: int


class DecisionSupplierReport(Struct, frozen=True):
    """An award; ``award_date`` is the decision's where it has none of its own.

    ``repeat_awards`` counts the supplier's awards in the year that ends with this one, itself included, and is 0 where
    it stands alone; ``repeat_pence`` is their total and ``repeat_refs`` the other decisions that made them.
    """

    id: str
    supplier: str
    award_pence: int | None
    award_date: str | None
    route: str
    repeat_awards: int
    repeat_pence: int
    repeat_refs: tuple[str, ...]


class DecisionAdviceReport(Struct, frozen=True):
    """Advice: of what kind, by whom and when."""

    id: str
    kind: str
    kind_label: str
    author_role: str
    advice_date: str | None
    advice: str


class DecisionImplicationReport(Struct, frozen=True):
    """What a decision implies under a heading."""

    id: str
    heading: str
    heading_label: str
    level: str
    level_label: str
    explanation: str
    cleared_by: str
    cleared_on: str | None


class DecisionProjectReport(Struct, frozen=True):
    """A project that a decision is about; ``id`` is the link's own."""

    id: str
    project_id: str
    project_ref: str
    project: str


class DecisionWarning(Struct, frozen=True):
    """Something about a decision that a person should look at: its kind and a sentence."""

    kind: str
    sentence: str


class DecisionReport(Struct, frozen=True):
    """One decision. ``next_step`` and ``next_date`` say what comes next and when; ``days_left`` counts from as-at.

    ``value_pence`` is revenue and capital together; ``funding_gap_pence`` is the value less the funding.
    """

    id: str
    ref: str
    subject: str
    programme_id: str
    programme: str
    kind: str
    kind_label: str
    stage: str
    stage_label: str
    key_decision: bool
    forward_plan_ref: str
    revenue_pence: int | None
    capital_pence: int | None
    value_pence: int | None
    funding_pence: int
    funding_gap_pence: int
    what: str
    why: str
    decision_date: str | None
    subject_to_call_in: bool
    call_in_expires: str | None
    start_date: str | None
    first_spend_date: str | None
    next_step: str
    next_date: str | None
    days_left: int | None
    recommended: str
    options: tuple[DecisionOptionReport, ...]
    funding: tuple[DecisionFundingReport, ...]
    suppliers: tuple[DecisionSupplierReport, ...]
    advice: tuple[DecisionAdviceReport, ...]
    implications: tuple[DecisionImplicationReport, ...]
    missing_climate: tuple[str, ...]
    projects: tuple[DecisionProjectReport, ...]
    warnings: tuple[DecisionWarning, ...]
    source: str


class DecisionStage(Struct, frozen=True):
    """A stage of the pipeline: how many decisions, their value, and what of them expires or falls due next."""

    stage: str
    stage_label: str
    decisions: int
    value_pence: int
    next_ref: str
    next_step: str
    next_date: str | None
    decision_ids: tuple[str, ...]


class FundingSourceReport(Struct, frozen=True):
    """A source with what decisions take from it and what is left, and which decisions those are."""

    id: str
    name: str
    label: str
    programme_id: str
    programme: str
    year: str
    provision_pence: int
    committed_pence: int
    left_pence: int
    decision_ids: tuple[str, ...]
    decision_refs: tuple[str, ...]
    source: str
