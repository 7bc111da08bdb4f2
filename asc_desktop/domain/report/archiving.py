"""What archiving takes out of the totals: an archived project's savings are in none, of whatever year.

A year is *frozen* from the month on in which a board received its first month: what that year's savings came to was
published, so nothing may leave them in silence.
"""

from collections.abc import Iterable

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, Theme
from asc_desktop.domain.report.closed_months import last_closed
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.words import listed


class ArchivedSavings(Struct, frozen=True):
    """What some projects have in the totals: the years with any of it, those of them that are frozen, and the sums."""

    years: tuple[str, ...] = ()
    frozen_years: tuple[str, ...] = ()
    position: Position = Position()
    frozen: Position = Position()

    @property
    def words(self) -> str:
        """What leaves the totals: ``£1,200,000 of target and £800,000 of forecast for 2024/25``; empty for nothing."""
        return _words(self.position, self.years)

    @property
    def frozen_words(self) -> str:
        """The same of the frozen years alone."""
        return _words(self.frozen, self.frozen_years)


def archived_savings(records: Records, projects: Iterable[Project]) -> ArchivedSavings:
    """Return what these projects have in the totals of the years."""
    ledger = LineLedger(records)
    by_year: dict[int, list[Position]] = {}
    frozen: set[int] = set()
    for project in projects:
        for line in records.of(SavingsLine, "project_id", project.id):
            last = _last_frozen_year(records, project, line)
            for year, position in ledger.of(line.id).years.items():
                if position.target_pence or position.forecast_pence or position.delivered_pence:
                    by_year.setdefault(year, []).append(position)
                    if last is not None and year <= last:
                        frozen.add(year)
    return ArchivedSavings(
        tuple(dates.year_label(year) for year in sorted(by_year)),
        tuple(dates.year_label(year) for year in sorted(frozen)),
        total(item for held in by_year.values() for item in held),
        total(item for year in frozen for item in by_year[year]),
    )


def _last_frozen_year(records: Records, project: Project, line: SavingsLine) -> int | None:
    """Return the last financial year that a board has received of a line's programmes; None where none has."""
    themes = {project.theme_id, line.counts_in_theme_id or project.theme_id}
    programmes = {records.get(Theme, theme_id).programme_id for theme_id in themes}
    months = [last_closed(records, records.get(Programme, item)) for item in programmes]
    return max((dates.year_of_period(month) for month in months if month), default=None)


def _words(position: Position, years: tuple[str, ...]) -> str:
    parts = [
        f"{format_pounds(pence)} {what}"
        for pence, what in (
            (position.target_pence, "of target"),
            (position.forecast_pence, "of forecast"),
            (position.delivered_pence, "delivered"),
        )
        if pence
    ]
    if not parts:
        return ""
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{listed(parts)} for {span}"
