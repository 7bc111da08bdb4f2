"""Sums over some projects, the archived ones, and where a shortfall goes: on the sample's real figures."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Movement,
    Programme,
    Project,
    StatusUpdate,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.builder import report_of
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.groups import (
    archived_projects,
    carried_from,
    project_exceptions,
    project_group_totals,
    project_milestones,
    project_shortfall,
)
from asc_desktop.domain.report.model import ProjectReport, Report, Scope
from asc_desktop.services.sample import sample_portfolio

PERIOD = "2024-06"


@pytest.fixture(scope="module")
def sample() -> list[Record]:
    return sample_portfolio()[0]


def context_of(rows: list[Record], period: str = PERIOD) -> ReportContext:
    records = Records({kind.table: [row for row in rows if type(row) is kind] for kind in RECORD_TYPES})
    programme = min(records.all(Programme), key=lambda item: item.position)
    return ReportContext(records, Scope(programme.id, period))


def named(report: Report, ref: str) -> ProjectReport:
    return next(item for item in report.projects if item.ref == ref)


def test_the_sums_are_those_of_the_projects(sample: list[Record]) -> None:
    report = report_of(context_of(sample))
    totals = project_group_totals(report.projects)
    assert totals.count == 53
    assert totals.target_pence == sum(item.target_pence for item in report.projects)
    assert totals.variance_pence == totals.forecast_pence - totals.target_pence
    assert totals.position.no_plan_pence == sum(item.position.no_plan_pence for item in report.projects)
    assert project_group_totals([]).target_pence == 0


def test_an_archived_project_keeps_its_figures_and_stands_apart(sample: list[Record]) -> None:
    before = named(report_of(context_of(sample)), "P-024")
    rows = [
        replace(row, archived=1) if isinstance(row, Project) and row.ref == "P-024" else row for row in sample
    ]
    context = context_of(rows)
    (archived,) = archived_projects(context)
    assert (archived.ref, archived.target_pence) == ("P-024", before.target_pence)
    assert archived.delivery_status == before.delivery_status
    report = report_of(context)
    assert "P-024" not in [item.ref for item in report.projects]
    assert len(project_exceptions(context, report, archived.id)) == archived.open_exceptions == 1
    assert project_milestones(context, report, archived.id)
    other = report.projects[0]
    assert project_exceptions(context, report, other.id) == [
        item for item in report.exceptions if item.project_id == other.id
    ]


def test_the_parts_of_a_shortfall_add_up_to_it(sample: list[Record]) -> None:
    report = report_of(context_of(sample))
    short = 0
    for item in report.projects:
        found = project_shortfall(report, item)
        if found.gap_pence and not found.surplus_pence:
            assert sum(row.amount_pence for row in found.rows) == found.gap_pence, item.ref
            short += 1
    assert short > 5


def test_a_shortfall_says_where_each_part_goes(sample: list[Record]) -> None:
    report = report_of(context_of(sample))
    found = project_shortfall(report, named(report, "P-024"))
    assert [(row.treatment, row.to, row.amount_pence) for row in found.rows] == [
        ("Offset", "P-003 Mental health reablement, 2024/25", 4_100_000),
        ("Slips", "same project, 2025/26", 15_000_000),
        ("No plan yet", "", 3_389_900),
    ]
    giver = project_shortfall(report, named(report, "P-003"))
    assert [(row.treatment, row.to) for row in giver.given] == [("Covers", "P-024 Supported Living, 2024/25")]
    assert giver.unallocated_pence == 0


def test_a_movement_that_no_longer_fits_counts_for_what_it_explains(sample: list[Record]) -> None:
    rows = [
        replace(row, amount_pence=row.amount_pence + 10_000_000)
        if isinstance(row, Movement) and row.kind == "offset" and row.amount_pence == 4_100_000
        else row
        for row in sample
    ]
    report = report_of(context_of(rows))
    found = project_shortfall(report, named(report, "P-024"))
    offset = next(row for row in found.rows if row.treatment == "Offset")
    assert offset.amount_pence == 4_100_000
    assert offset.note == "£100,000 of £141,000 does not fit"
    assert sum(row.amount_pence for row in found.rows) == found.gap_pence


def test_a_status_is_carried_from_the_month_that_reported_it(sample: list[Record]) -> None:
    report = report_of(context_of(sample))
    assert carried_from(named(report, "P-010"), PERIOD) == "May 2024"
    assert carried_from(named(report, "P-001"), PERIOD) == ""
    assert carried_from(replace(named(report, "P-001"), reported_period=""), PERIOD) == ""


def test_a_project_is_closed_from_the_first_of_its_closed_months_on(sample: list[Record]) -> None:
    closing = next(item.id for item in sample if isinstance(item, DeliveryStatus) and item.closed)
    other = next(item.id for item in sample if isinstance(item, DeliveryStatus) and not item.closed)
    project = next(item for item in sample if isinstance(item, Project) and item.ref == "P-001")
    rows = [item for item in sample if not (isinstance(item, StatusUpdate) and item.project_id == project.id)]
    said = {"2024-02": closing, "2024-03": other, "2024-04": closing, "2024-05": closing}
    rows += [
        StatusUpdate(id=period, project_id=project.id, period=period, status_id=status)
        for period, status in said.items()
    ]
    found = {
        period: report_of(context_of(rows, period))
        for period in ("2024-01", "2024-02", "2024-03", "2024-04", "2024-06")
    }
    since = {period: named(report, "P-001").closed_since for period, report in found.items()}
    assert since == {
        "2024-01": "",
        "2024-02": "2024-02",
        "2024-03": "",
        "2024-04": "2024-04",
        "2024-06": "2024-04",
    }
    for report in found.values():
        mine = named(report, "P-001")
        assert mine.is_closed == bool(mine.closed_since) == (mine.id in report.closed_ids)
        assert {item.id for item in report.live_projects} == report.project_by_id.keys() - report.closed_ids
