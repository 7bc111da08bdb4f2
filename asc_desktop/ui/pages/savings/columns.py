"""The columns of the savings matrix: for each year, and for all of them, what is chosen of the four amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from asc_desktop.domain.dates import parse_year
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.matrix import AMOUNTS, MatrixCell, MatrixRow
from asc_desktop.services.reporting import year_key
from asc_desktop.ui.models.columns import Column, view_column
from asc_desktop.ui.pages.shared.columns import UnitColumn
from asc_desktop.ui.pages.shared.units import MoneyUnit, UnitField

ALL_YEARS = "all"
EDITABLE_KEYS = ("target_pence", "forecast_pence", "delivered_pence")
EDITABLE_BASIS = "gross_incremental"
NOT_REPORTED = "not reported"
_REPORTED_KEYS = frozenset({"forecast_pence", "variance_pence"})
_AMOUNT_WIDTH = 78
_REPORTED_WIDTH = 92
_NAME_WIDTH = 270


class Sum(int):
    """A sum in pence, which is shown marked where not every line in it has a forecast reported."""

    is_part = False
    warns = False
    """Whether it is shown as bad: a forecast short of its target."""

    @classmethod
    def of(cls, cell: MatrixCell, amount: str) -> Sum:
        """Return one amount of a sum's cell."""
        made = cls(getattr(cell, amount))
        made.is_part = not cell.is_reported and amount in _REPORTED_KEYS
        made.warns = amount == "forecast_pence" and cell.variance_pence < 0
        return made


class MatrixLayout(Struct, frozen=True):
    """What the matrix shows: which amounts, of which years, on which basis, in which unit, and whether to edit."""

    years: tuple[str, ...]
    amounts: tuple[str, ...]
    basis: str
    unit: MoneyUnit
    period: str

    @property
    def is_editable(self) -> bool:
        """Whether amounts may be typed: only what is stored, the gross incremental amounts."""
        return self.basis == EDITABLE_BASIS


def matrix_columns(layout: MatrixLayout) -> list[Column]:
    """Return the columns: the line, then for each year and for all of them the amounts chosen."""
    columns = [
        view_column(
            "label",
            "Theme and savings line",
            width=_NAME_WIDTH,
            read=_line_label,
            hint=_line_hint,
            aside=_is_memo,
            tooltip="A memo line, in italics, counts in another theme’s totals",
        )
    ]
    labels = dict(AMOUNTS)
    for year in layout.years:
        columns += [
            _amount_column(
                layout,
                key=year_key(amount, parse_year(year)),
                label=labels[amount],
                band=year,
                amount=amount,
                cell=lambda row, year=year: row.years[year],  # type: ignore[misc]
                editable=layout.is_editable and amount in EDITABLE_KEYS,
            )
            for amount in layout.amounts
        ]
    if len(layout.years) > 1:
        band = "Last year" if layout.basis.endswith("cumulative") else f"{len(layout.years)} years"
        columns += [
            _amount_column(
                layout,
                key=f"{amount}:{ALL_YEARS}",
                label=labels[amount],
                band=band,
                amount=amount,
                cell=lambda row: row.all_years,
                editable=False,
            )
            for amount in layout.amounts
        ]
    return columns


def group_cells(row: MatrixRow, layout: MatrixLayout) -> Mapping[str, object]:
    """Return a subtotal's cells by column key."""
    held = [(str(parse_year(year)), row.years[year]) for year in layout.years if year in row.years]
    held.append((ALL_YEARS, row.all_years))
    return {f"{amount}:{suffix}": Sum.of(cell, amount) for suffix, cell in held for amount in layout.amounts}


def column_year(key: str) -> str | None:
    """Return the year label of a column's key, ALL_YEARS for the sum, None for the line's own column."""
    _, parted, year = key.partition(":")
    if not parted:
        return None
    return year if year == ALL_YEARS else f"{year}/{(int(year) + 1) % 100:02d}"


def _amount_column(
    layout: MatrixLayout,
    *,
    key: str,
    label: str,
    band: str,
    amount: str,
    cell: Callable[[MatrixRow], MatrixCell],
    editable: bool,
) -> Column:
    unit = layout.unit

    def read(row: MatrixRow) -> int | str:
        held = cell(row)
        pence: int = getattr(held, amount)
        if held.is_reported or amount not in _REPORTED_KEYS:
            return pence
        # A line's year without a forecast is asked for in words; over several years the others still add up.
        several = key.endswith(ALL_YEARS) or layout.basis.endswith("cumulative")
        return Sum.of(held, amount) if several else NOT_REPORTED

    def words(value: int) -> str:
        return f"* {unit.words(value)}" if isinstance(value, Sum) and value.is_part else unit.words(value)

    def hint(row: MatrixRow) -> str:
        value = read(row)
        said = "No forecast has been reported for this year yet" if value == NOT_REPORTED else ""
        if isinstance(value, Sum) and value.is_part:
            said = "Not every year with a target has a forecast reported"
        ways = unit.typing_help if editable else ""
        return ". ".join(filter(None, (said, ways)))

    def warn(row: MatrixRow) -> bool:
        held = cell(row)
        return amount == "forecast_pence" and read(row) != NOT_REPORTED and held.variance_pence < 0

    return UnitColumn(
        key=key,
        label=label,
        kind=Kind.MONEY,
        # Required: an emptied cell is refused with a sentence, since nothing is not the same as 0.
        field=UnitField(key=key, label=label, kind=Kind.MONEY, required=True, low=0, money_unit=unit),
        read=read,
        editable=editable,
        width=_REPORTED_WIDTH if amount in _REPORTED_KEYS else _AMOUNT_WIDTH,
        tooltip=_heading_help(amount, unit, layout.period),
        band=band,
        words=words,
        hint=hint,
        warn=warn,
        aside=_is_memo,
        sort_key=lambda value: value if isinstance(value, int) else None,
        money_unit=unit,
    )


def _heading_help(amount: str, unit: MoneyUnit, period: str) -> str:
    meanings = {
        "target_pence": "Approved target. A first target is set at once; a change asks for its change request",
        "forecast_pence": f"Forecast for the whole year, as reported for {period}",
        "delivered_pence": f"Delivered from 1 April to the end of {period}",
        "variance_pence": "Forecast less approved target",
    }
    return f"{meanings[amount]}, {unit.label}"


def _line_label(row: MatrixRow) -> str:
    return f"{row.ref} {row.label}"


def _is_memo(row: MatrixRow) -> bool:
    return row.memo


def _line_hint(row: MatrixRow) -> str:
    return f"A memo line: it counts in {row.counts_in}, not here" if row.memo else ""


def shown_amounts(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the amounts chosen, in the matrix's order; target and forecast where none is."""
    wanted = set(chosen)
    return tuple(key for key, _ in AMOUNTS if key in wanted) or ("target_pence", "forecast_pence")
