"""Why a budget that leaves lines out does not add up: what each group's true subtotal has beyond those shown."""

from typing import Final

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_budget import BudgetGroupReport
from asc_desktop.domain.rules.budget import BudgetFigures, budget_figures, sum_of

LEFT_OUT: Final = "Lines that this pack leaves out"
STAYS_TRUE: Final = "Totals include the lines that this pack leaves out."


def left_out(report: Report, group: BudgetGroupReport) -> BudgetFigures | None:
    """Return what a group's subtotal has beyond its lines in the report; None where they come to it."""
    whole = group.figures
    shown = sum_of(
        line.figures for line in report.budget.lines if line.id in group.line_ids and line.figures is not None
    )
    earlier = (whole.previous_variance_pence or 0) - (shown.previous_variance_pence or 0)
    rest = budget_figures(
        whole.budget_pence - shown.budget_pence,
        whole.actual_pence - shown.actual_pence,
        whole.forecast_pence - shown.forecast_pence,
        None if whole.previous_variance_pence is None else earlier,
    )
    is_whole = not any((rest.budget_pence, rest.actual_pence, rest.forecast_pence, earlier))
    return None if is_whole else rest


def leaves_out(report: Report) -> bool:
    """Return whether any group's subtotal has more than its lines in the report."""
    return any(left_out(report, group) is not None for group in report.budget.groups)
