"""The savings matrix: theme, project and line by year, on any of the four bases."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.records.delivery import Theme
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.savings import basis_position, net_costs
from asc_desktop.domain.rules.position import NOTHING, Position

AMOUNTS = (
    ("target_pence", "Target"),
    ("forecast_pence", "Forecast"),
    ("delivered_pence", "Delivered"),
    ("variance_pence", "Variance"),
)
"""What a cell of the matrix holds, and its heading."""


class MatrixCell(NamedTuple):
    """The amounts of a row in one year, in pence; the variance is forecast less target."""

    target_pence: int
    forecast_pence: int
    delivered_pence: int
    variance_pence: int
    is_reported: bool
    """Whether a forecast was reported for every line with a target; False asks for one."""


class MatrixRow(Struct, frozen=True):
    """One row: ``level`` is ``line``, ``theme`` or ``total``; a theme's row sums the lines that count in it."""

    id: str
    level: str
    label: str
    ref: str
    theme_id: str
    theme: str
    project_id: str
    memo: bool
    counts_in: str
    """For a memo line, the programme and theme whose totals count it."""
    years: dict[str, MatrixCell]
    is_cumulative: bool

    @property
    def all_years(self) -> MatrixCell:
        """Every year's amounts added up; on a cumulative basis the last year's, which hold the others already."""
        cells = list(self.years.values())
        return cells[-1] if self.is_cumulative else _sum_cells(cells)


class Matrix(Struct, frozen=True, dict=True):
    """The matrix on one basis. ``themes`` are subtotals; ``total`` is the scope's."""

    basis: str
    years: tuple[str, ...]
    lines: tuple[MatrixRow, ...]
    themes: dict[str, MatrixRow]
    total: MatrixRow

    def theme_of(self, theme_id: str, rows: Sequence[MatrixRow]) -> MatrixRow:
        """Return a theme's subtotal, or the sum of these of its lines where they are not all of them."""
        whole = self.themes.get(theme_id)
        if whole is not None and len(rows) == self._line_counts[theme_id]:
            return whole
        return self._sum([row for row in rows if not row.memo], whole or self.total)

    def programme_of(self, theme_ids: Collection[str], rows: Sequence[MatrixRow]) -> MatrixRow:
        """Return the sum of a programme's themes, or of these of its lines where they are not all of them."""
        if len(rows) == sum(self._line_counts[theme_id] for theme_id in theme_ids):
            return self._sum([self.themes[item] for item in theme_ids if item in self.themes], self.total)
        return self._of_themes(rows)

    def total_of(self, rows: Sequence[MatrixRow]) -> MatrixRow:
        """Return the scope's total, or the sum of these lines where they are not all: of their themes' subtotals."""
        if len(rows) == len(self.lines):
            return self.total
        return self._of_themes(rows)

    def _of_themes(self, rows: Sequence[MatrixRow]) -> MatrixRow:
        by_theme: dict[str, list[MatrixRow]] = {}
        for row in rows:
            by_theme.setdefault(row.theme_id, []).append(row)
        return self._sum([self.theme_of(theme_id, held) for theme_id, held in by_theme.items()], self.total)

    @cached_property
    def _line_counts(self) -> Counter[str]:
        return Counter(row.theme_id for row in self.lines)

    def _sum(self, members: Sequence[MatrixRow], like: MatrixRow) -> MatrixRow:
        cells = {year: _sum_cells(row.years[year] for row in members) for year in self.years}
        return replace(like, years=cells)


def savings_matrix(context: ReportContext, basis: str) -> Matrix:
    """Return the matrix of the context's scope on a basis of ``position.BASES``.

    On the net bases a project's costs are taken off its first line's target, forecast and delivered; a project
    without lines has its costs in its theme's row and the total only. Memo lines are shown and not summed. Cumulative
    amounts of different years are not added up: the column over all years then repeats the last year.
    """
    lines = []
    seen: set[str] = set()
    line_counts = Counter(project.id for _, project, _ in context.lines)
    years = list(zip(context.years, context.year_labels(), strict=True))
    is_cumulative, is_net = basis.endswith("cumulative"), basis.startswith("net")
    for line, project, counted_in in context.lines:
        in_scope = counted_in in context.theme_ids
        first = project.id not in seen and counted_in == project.theme_id
        if first:
            seen.add(project.id)
        cells = {}
        account = context.ledger.of(line.id)
        for year, label in years:
            position = basis_position(context, line, year, basis)
            cost = net_costs(context, [project.id], year, basis) if first and is_net else 0
            target = account.years.get(year, NOTHING).target_pence
            cells[label] = _cell(position, cost, reported=not target or year in account.reported)
        theme_id = counted_in if in_scope else project.theme_id
        several = line_counts[project.id] > 1
        lines.append(
            MatrixRow(
                id=line.id,
                level="line",
                label=f"{project.name}: {line.name}"
                if several and line.name != project.name
                else project.name,
                ref=project.ref,
                theme_id=theme_id,
                theme=context.theme_labels[theme_id],
                project_id=project.id,
                memo=not in_scope,
                counts_in="" if in_scope else _theme_words(context, counted_in),
                years=cells,
                is_cumulative=is_cumulative,
            )
        )
    bare_costs = [project for project in context.projects if project.id not in seen]
    themes = {}
    for theme in context.themes:
        members = [row for row in lines if row.theme_id == theme.id and not row.memo]
        bare = [project.id for project in bare_costs if project.theme_id == theme.id]
        themes[theme.id] = _sum_row(
            context, basis, theme.id, "theme", context.theme_labels[theme.id], members, bare
        )
    everything = [row for row in lines if not row.memo]
    whole = _sum_row(
        context, basis, "total", "total", "Total", everything, [project.id for project in bare_costs]
    )
    return Matrix(basis, context.year_labels(), tuple(lines), themes, whole)


def _theme_words(context: ReportContext, theme_id: str) -> str:
    theme = context.records.find(Theme, theme_id)
    programme = context.records.title("programme", theme.programme_id if theme else "")
    return f"{programme}: {theme.name}" if theme else ""


def _cell(position: Position, cost: int, *, reported: bool) -> MatrixCell:
    return MatrixCell(
        position.target_pence - cost,
        position.forecast_pence - cost,
        position.delivered_pence - cost,
        position.variance_pence,
        reported,
    )


def _sum_cells(cells: Iterable[MatrixCell], cost: int = 0) -> MatrixCell:
    target = forecast = delivered = -cost
    variance, is_reported = 0, True
    for cell in cells:
        target += cell.target_pence
        forecast += cell.forecast_pence
        delivered += cell.delivered_pence
        variance += cell.variance_pence
        is_reported = is_reported and cell.is_reported
    return MatrixCell(target, forecast, delivered, variance, is_reported)


def _sum_row(
    context: ReportContext,
    basis: str,
    row_id: str,
    level: str,
    label: str,
    members: list[MatrixRow],
    bare_projects: list[str],
) -> MatrixRow:
    cells = {
        year_label(year): _sum_cells(
            (row.years[year_label(year)] for row in members), net_costs(context, bare_projects, year, basis)
        )
        for year in context.years
    }
    return MatrixRow(
        id=row_id,
        level=level,
        label=label,
        ref="",
        theme_id=row_id if level == "theme" else "",
        theme=label if level == "theme" else "",
        project_id="",
        memo=False,
        counts_in="",
        years=cells,
        is_cumulative=basis.endswith("cumulative"),
    )
