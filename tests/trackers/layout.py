"""What a tracker may look like, drawn at random: where things stand, what they are called and how they are written."""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

SHAPES = ("rows", "rows", "rows", "sheets", "sheets", "grouped", "merged", "across", "forms", "long")

HEADINGS: dict[str, tuple[str, ...]] = {
    "ref": ("Ref", "Project ID", "Project ref", "Reference", "Ref no.", "Scheme ref", "ID"),
    "name": ("Project", "Project name", "Scheme", "Initiative", "Project title", "Scheme name"),
    "theme": ("Theme", "Programme theme", "Theme name"),
    "lead": ("Lead", "Project lead", "Lead officer", "Project manager", "Responsible officer"),
    "sponsor": ("Sponsor", "SRO", "Senior responsible owner", "Executive sponsor", "Project sponsor"),
    "description": ("Description", "Project description", "Scope", "Summary"),
    "start": ("Start", "Start date", "Project start"),
    "end": ("Planned end", "End date", "Finish date", "Target end date", "End"),
    "plan": ("Source plan", "Source plan"),
    "status": ("Status", "Delivery status", "RAG", "RAG status", "BRAG", "Overall RAG", "Delivery RAG"),
    "narrative": ("Narrative", "Commentary", "Progress update", "Latest update", "Update", "Narrative for the board"),
    "line": ("Savings line", "Saving", "Savings line name"),
    "kind": ("Kind", "Type of saving", "Saving type", "Savings type"),
    "recurrence": ("Recurrence", "One-off or recurring", "Recurring / one-off"),
    "target": ("Target", "Approved target", "MTFS target", "Savings target", "Target saving"),
    "forecast": ("Forecast", "Latest forecast", "Forecast saving", "Projected"),
    "delivered": ("Delivered", "Achieved", "Actual", "Delivered to date"),
    "step": ("Milestone", "Key milestone", "Milestone name", "Milestone description"),
    "baseline": ("Baseline", "Baseline date", "Planned date", "Original date"),
    "step_forecast": ("Forecast date", "Revised date", "Forecast", "Expected date"),
    "actual": ("Actual date", "Actual", "Date completed", "Completed date"),
    "exception": ("Exception", "Exceptions", "Exception description"),
    "amount": ("Amount at stake", "Value at risk", "Savings at risk"),
    "actions": ("Mitigation", "Mitigating actions", "Mitigations", "Mitigating action"),
    "risk": ("Risk", "Risk description", "Description of risk"),
    "risk_ref": ("Risk ref", "Risk ID", "Ref", "ID"),
    "owner": ("Owner", "Risk owner"),
    "likelihood": ("Likelihood", "Probability", "Current likelihood"),
    "impact": ("Impact", "Severity", "Current impact"),
}  # fmt: skip

YEAR_STYLES = (
    "{a}/{b:02}",
    "{a}-{b:02}",
    "{c:02}/{b:02}",
    "FY{c:02}/{b:02}",
    "{c:02}-{b:02}",
    "FY {a}/{b:02}",
)

DATE_FORMATS = ("dd/mm/yyyy", "d mmm yyyy", "dd-mmm-yy", "yyyy-mm-dd", "mmmm yyyy", "ddd d mmmm")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How one tracker is laid out. ``words`` has the heading of each field."""

    shape: str = "rows"
    seed: int = 0
    schemes: int = 3
    words: dict[str, str] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    shuffled: bool = False
    top: int = 0
    left: int = 0
    control_block: bool = False
    two_rows: bool = False
    merged_band: bool = True
    years: str = YEAR_STYLES[0]
    unit: str = "£"
    unit_said: str = "heading"
    totals: str = "none"
    blanks: int = 0
    notes: bool = False
    hidden_column: bool = False
    status_as: str = "name"
    dates_as: str = "cells"
    date_format: str = DATE_FORMATS[0]
    bullets: str = "lines"
    tbc: bool = False
    other_sheets: bool = False
    capitals: bool = False
    emoji: bool = False
    joined_by: str = "both"
    kind: str = "xlsx"

    @property
    def step_pence(self) -> int:
        """What amounts are multiples of, so that the unit can hold them."""
        return {"£": 1 if self.seed % 3 == 0 else 100, "£000": 10_000, "£m": 100_000}[self.unit]

    def plain(self, **changes: Any) -> "Layout":
        return replace(self, **changes)


_OPTIONAL = (
    "theme", "lead", "sponsor", "description", "start", "end", "plan", "status", "narrative", "savings", "kind",
    "recurrence", "forecast", "delivered", "steps", "obstacles", "amount", "actions", "hazards",
)  # fmt: skip


def _unit_said(shape: str, kind: str) -> tuple[str, ...]:
    """Where a unit may stand: a row of units is one of a table under headings."""
    if kind == "csv":
        return ("heading",)
    return ("heading", "format") if shape in {"across", "forms"} else ("heading", "format", "row")


# Parts of at most 63: Hypothesis takes what is above 99 also from the constants of whatever modules are imported. In CI
# the examples must be the same beside any other tests, and whatever number has changed elsewhere.
_SEEDS = st.tuples(*[st.integers(0, 63)] * 5)


@st.composite
def layouts(draw: st.DrawFn, shape: str) -> Layout:
    """Draw a layout: each choice by itself, so that what fails is made as plain as it can be."""
    words = {key: draw(st.sampled_from(options)) for key, options in HEADINGS.items()}
    hidden_fields = draw(st.sets(st.sampled_from(_OPTIONAL)))
    unit = draw(st.sampled_from(("£", "£000", "£m")))
    kind = draw(st.sampled_from(("xlsx", "xlsx", "xlsx", "csv"))) if shape == "rows" else "xlsx"
    # Of the four cells of a reference and a name nobody could say whether they are two labels or two headings.
    always = {"lead"} if shape == "forms" else set()
    return Layout(
        shape=shape,
        seed=sum(part * 64**place for place, part in enumerate(draw(_SEEDS))),
        schemes=draw(st.integers(1 if shape == "forms" else 2, 8)),
        words=words,
        shown=frozenset(_OPTIONAL) - (hidden_fields - always),
        shuffled=draw(st.booleans()),
        top=draw(st.integers(0, 12)),
        left=draw(st.integers(0, 2)),
        control_block=draw(st.booleans()),
        two_rows=draw(st.booleans()),
        merged_band=draw(st.booleans()),
        years=draw(st.sampled_from(YEAR_STYLES)),
        unit=unit,
        unit_said=draw(st.sampled_from(_unit_said(shape, kind))),
        totals=draw(st.sampled_from(("none", "formula", "typed"))),
        blanks=draw(st.integers(0, 3)),
        notes=draw(st.booleans()),
        hidden_column=draw(st.booleans()),
        status_as=draw(st.sampled_from(("name", "name", "emoji", "fill", "letter", "colour"))),
        dates_as=draw(st.sampled_from(("cells", "cells", "british", "american", "words"))),
        date_format=draw(st.sampled_from(DATE_FORMATS)),
        bullets=draw(st.sampled_from(("lines", "dots", "numbers", "dashes"))),
        tbc=draw(st.booleans()),
        other_sheets=draw(st.booleans()),
        capitals=draw(st.booleans()),
        emoji=draw(st.booleans()),
        joined_by=draw(st.sampled_from(("both", "ref", "name"))),
        kind=kind,
    )
