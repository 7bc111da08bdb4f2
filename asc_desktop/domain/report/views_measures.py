"""What a report says of performance measures. Values are exact decimals as text: ``98.8``."""

from msgspec import Struct


class MeasureMonth(Struct, frozen=True):
    """A measure in one month of the year; ``actual`` is None after the report's period.

    ``expected`` is what the target's profile asks for, with the worst values that are still green and still amber.
    """

    period: str
    actual: str | None
    expected: str | None
    green_limit: str | None
    amber_limit: str | None
    rag: str
    overridden: bool


class MeasureReport(Struct, frozen=True, kw_only=True):
    """A measure at the period, with its months of the period's financial year.

    ``rag`` is a person's where ``overridden``, else ``computed_rag``; grey without a value for the period. ``rule``
    says in a sentence what gave it. ``trend`` is ``improving``, ``worsening`` or ``same`` against the value before, or
    empty.
    """

    id: str
    programme: str
    strategy_theme: str
    priority: str
    name: str
    unit: str
    decimals: int
    polarity: str
    baseline: str | None
    year: str
    target: str | None
    target_approved_from: str = ""
    profile: str
    profile_label: str
    green_tolerance: str
    amber_tolerance: str
    actual: str | None
    rag: str
    computed_rag: str
    overridden: bool
    rule: str
    trend: str
    comment: str
    owner: str
    source: str
    months: tuple[MeasureMonth, ...]
