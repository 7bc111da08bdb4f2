"""The columns of the budget's table and of its typed totals, and the cells of their sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.views_budget import BudgetCheckReport, BudgetLineReport
from asc_desktop.domain.rules.budget import BudgetFigures, percent_words
from asc_desktop.services.budget import AMOUNT_KEYS
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.shared.columns import UnitColumn
from asc_desktop.ui.pages.shared.units import MoneyUnit, UnitField

NAME_WIDTH: Final = 290
AMOUNT_WIDTH: Final = 104
MOST_PENCE: Final = 1_000_000_000_000
"""£10,000m: a bare number that would come to so much was copied in pounds. A line may well be of £167m."""

_LABELS: Final = (
    ("previous_variance_pence", "Previous variance", "Forecast less budget, as reported a month earlier"),
    ("change_pence", "Change", "The variance less the previous one"),
    ("budget_pence", "Budget", "The budget for the year; income is negative"),
    ("actual_pence", "Actual", "Spent since 1 April; income is negative"),
    ("forecast_pence", "Forecast", "The forecast for the whole year"),
    ("variance_pence", "Variance", "Forecast less budget: an overspend is positive"),
)
_TYPED_LABELS: Final = {"budget_pence": "Budget", "actual_pence": "Actual", "forecast_pence": "Forecast"}

STATES: Final = {
    "agrees": ("Agrees", "green"),
    "rounding": ("Rounding", "green"),
    "differs": ("Differs", "red"),
}
"""The words and the colour of each result of a check."""


class Overspend(int):
    """A variance of a sum that is shown as bad."""

    warns = True


class TotalRow(Struct, frozen=True):
    """A total that may be typed for the period, and its check once it is."""

    id: str
    label: str
    check: BudgetCheckReport | None

    def typed(self, key: str) -> int | None:
        """Return what was typed of an amount."""
        found: int | None = getattr(self.check, key) if self.check else None
        return found


def printed(pence: int, unit: MoneyUnit) -> str:
    """Return an amount as budget papers print it: a dash for nothing, ``(0)`` where it is just below nothing."""
    if not pence:
        return "–"
    text = unit.words(pence)
    return f"({text})" if pence < 0 and not text.startswith("(") else text


def budget_columns(unit: MoneyUnit, period: str) -> list[Column]:
    """Return the table's columns, for a period."""
    name = field_column(
        BudgetLine,
        "name",
        label="Budget line",
        editable=True,
        width=NAME_WIDTH,
        row_words=lambda row: f"{row.name} (archived)" if row.retired else row.name,
        hint=lambda row: row.source,
        aside=lambda row: row.retired,
    )
    amounts = [_amount_column(key, label, words, unit, period) for key, label, words in _LABELS]
    percent = view_column(
        "percent_of_budget",
        "% of budget",
        Kind.DECIMAL,
        width=92,
        read=lambda row: row.figures.percent_of_budget if row.figures else None,
        row_words=lambda row: percent_words(row.figures.percent_of_budget) if row.figures else "",
        tooltip="Variance as a % of budget. Over budget on an income line is shown as negative.",
    )
    return [name, *amounts, percent]


def group_cells(figures: BudgetFigures) -> Mapping[str, object]:
    """Return a sum's cells by column key."""
    cells: dict[str, object] = {
        key: value for key, _, _ in _LABELS if (value := getattr(figures, key)) is not None
    }
    if figures.variance_pence > 0:
        cells["variance_pence"] = Overspend(figures.variance_pence)
    cells["percent_of_budget"] = percent_words(figures.percent_of_budget)
    return cells


def total_columns(unit: MoneyUnit, lines_words: Callable[[TotalRow, str], str]) -> list[Column]:
    """Return the columns of the typed totals; ``lines_words`` says what the lines of one come to."""
    return [
        view_column("label", "Total", width=222),
        *(
            UnitColumn(
                key=key,
                label=f"{label} typed",
                kind=Kind.MONEY,
                field=UnitField(
                    key=key, label=label, kind=Kind.MONEY, money_unit=unit, most_pence=MOST_PENCE
                ),
                read=lambda row, key=key: row.typed(key),  # type: ignore[misc]
                editable=True,
                width=88,
                words=lambda pence: printed(pence, unit),
                hint=lambda row, key=key: lines_words(row, key),  # type: ignore[misc]
                tooltip=f"As a published paper prints it, {unit.label}. Emptied, it is not checked",
                negative_is_bad=False,
                money_unit=unit,
            )
            for key, label in _TYPED_LABELS.items()
        ),
        view_column(
            "check",
            "Check",
            width=120,
            chip=lambda row: Chip(*STATES[row.check.state]) if row.check else None,
            hint=lambda row: row.check.sentence if row.check else "Type the total to check the lines by it",
        ),
    ]


def _amount_column(key: str, label: str, words: str, unit: MoneyUnit, period: str) -> Column:
    is_typed = key in AMOUNT_KEYS

    def read(row: BudgetLineReport) -> int | None:
        found: int | None = getattr(row.figures, key) if row.figures else None
        return found

    def hint(row: BudgetLineReport) -> str:
        said = "Not reported this year" if row.figures is None else ""
        if is_carried(row, period):
            said = f"As reported for {period_label(row.reported_period)}"
        return ". ".join(filter(None, (said, unit.typing_help if is_typed else "")))

    described: dict[str, Any] = {"key": key, "label": label, "kind": Kind.MONEY}
    return UnitColumn(
        **described,
        # Required: an emptied cell is refused with a sentence, since nothing is not the same as 0.
        field=UnitField(**described, required=True, money_unit=unit, most_pence=MOST_PENCE),
        read=read,
        editable=is_typed,
        width=AMOUNT_WIDTH if key != "previous_variance_pence" else 128,
        tooltip=f"{words}, {unit.label}",
        words=lambda pence: printed(pence, unit),
        hint=hint,
        warn=(lambda row: (read(row) or 0) > 0) if key == "variance_pence" else None,
        aside=lambda row: is_carried(row, period),
        negative_is_bad=False,
        money_unit=unit,
    )


def is_carried(row: BudgetLineReport, period: str) -> bool:
    """Whether a line's figures are those of an earlier month."""
    return bool(row.reported_period) and row.reported_period != period
