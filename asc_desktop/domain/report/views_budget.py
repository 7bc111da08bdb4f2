"""The frozen views of the budget monitor in the report."""

from msgspec import Struct

from asc_desktop.domain.rules.budget import BudgetFigures


class BudgetLineReport(Struct, frozen=True):
    """A budget line at the end of the period; ``figures`` is None where nothing was reported of it this year.

    ``reported_period`` is the month whose figures are in force, empty where there are none.
    """

    id: str
    programme: str
    group_key: str
    group: str
    name: str
    is_reserve: bool
    retired: bool
    reported_period: str
    figures: BudgetFigures | None
    source: str


class BudgetGroupReport(Struct, frozen=True):
    """A group of lines with its subtotal; ``label`` names its programme too where several have lines."""

    key: str
    programme_id: str
    programme: str
    name: str
    label: str
    is_reserve: bool
    figures: BudgetFigures
    line_ids: tuple[str, ...]


class BudgetTotalsReport(Struct, frozen=True):
    """The totals: all lines but reserves, the reserves, and both together."""

    prior_to_reserves: BudgetFigures
    reserves: BudgetFigures
    net: BudgetFigures


class BudgetCheckReport(Struct, frozen=True):
    """A typed total of the period beside what its lines come to; ``state`` is agrees, rounding or differs.

    An amount that was not typed is None, and not checked.
    """

    id: str
    programme: str
    name: str
    budget_pence: int | None
    actual_pence: int | None
    forecast_pence: int | None
    lines_budget_pence: int
    lines_actual_pence: int
    lines_forecast_pence: int
    state: str
    sentence: str
    source: str


class BudgetReport(Struct, frozen=True):
    """The budget monitor: lines as listed, groups with subtotals, totals, and the typed totals of the period."""

    lines: tuple[BudgetLineReport, ...]
    groups: tuple[BudgetGroupReport, ...]
    totals: BudgetTotalsReport
    checks: tuple[BudgetCheckReport, ...]
