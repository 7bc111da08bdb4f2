"""A large synthetic portfolio for the benchmarks: each project with a savings line, targets, positions, statuses."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Portfolio,
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.services.files import Context
from asc_desktop.storage.store import Store

YEARS = (2024, 2025, 2026, 2027)
PERIODS = tuple(shift_period("2024-04", months) for months in range(12))
THEMES = 5
CONTEXT = Context(who="benchmark", machine="benchmark", now=lambda: datetime.now(UTC))


def records(projects: int, periods: int = len(PERIODS)) -> Iterator[Record]:  # noqa: C901 - a loop a table
    """Yield a portfolio's records, parents first; each project reports every year in each period."""
    yield Portfolio(id="portfolio", name="Benchmark")
    opened = PERIODS[periods - 1]
    yield Programme(
        id="programme", name="Programme", first_year=YEARS[0], last_year=YEARS[-1], open_period=opened
    )
    for theme in range(THEMES):
        yield Theme(id=f"theme{theme}", programme_id="programme", name=f"Theme {theme + 1}", position=theme)
    yield SourcePlan(id="plan", name="Plan")
    statuses = (("On target", "green", "G", "circle"), ("At risk", "red", "R", "diamond"))
    for name, rag, letter, shape in statuses:
        yield DeliveryStatus(id=name, name=name, rag=rag, letter=letter, shape=shape)
    for number in range(projects):
        yield Project(
            id=f"p{number}",
            ref=f"P-{number + 1:05d}",
            name=f"Project number {number + 1}",
            theme_id=f"theme{number % THEMES}",
            source_plan_id="plan",
            lead="Head of Service",
        )
    for number in range(projects):
        yield SavingsLine(id=f"l{number}", project_id=f"p{number}", name="Saving")
    for number in range(projects):
        for year in YEARS:
            yield SavingsTarget(
                id=f"t{number}-{year}", line_id=f"l{number}", year=year, target_pence=10_000_00 + number
            )
    for number in range(projects):
        for year in YEARS:
            for period in PERIODS[:periods]:
                yield SavingsPosition(
                    id=f"s{number}-{year}-{period}",
                    line_id=f"l{number}",
                    year=year,
                    period=period,
                    forecast_pence=9_500_00 + number,
                    delivered_pence=100_000 if year == YEARS[0] else 0,
                )
    for number in range(projects):
        for period in PERIODS[:periods]:
            yield StatusUpdate(
                id=f"u{number}-{period}",
                project_id=f"p{number}",
                period=period,
                status_id="At risk" if number % 7 == 0 else "On target",
                narrative="As planned.",
            )


def make(path: Path, projects: int, periods: int = len(PERIODS)) -> Path:
    """Write a portfolio file unless it is there already; return its path."""
    if not path.exists():
        with (
            Store.create(path, CONTEXT) as store,
            store.transaction("Benchmark", undoable=False) as transaction,
        ):
            transaction.insert_many(records(projects, periods))
    return path
