"""The sample's tables: read in full, the same every time, sound as records, and clear about a wrong cell."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop._paths import resource_path
from asc_desktop.domain.checks.checker import all_problems, over_allocations, problems
from asc_desktop.domain.dates import period_end, shift_period
from asc_desktop.domain.forms.form import read
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
    TargetChange,
    Theme,
)
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import Kind, Record, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.context import update_at
from asc_desktop.domain.report.frozen import unpack
from asc_desktop.domain.rules.position import position_ledger
from asc_desktop.services.sample import SampleError, _read_folder, sample_portfolio

# A person's name cannot be told from words, so the sample may use these roles and no others.
ROLES = {
    "Head of Service, Commercial, Contracts and Brokerage",
    "Service Improvement Development Manager",
    "Adult Care Financial Services Manager",
    "Customer Access Manager",
    "Deputyship Team Manager",
    "Digital Systems Manager",
    "Direct Payments Project Manager",
    "Director of Adult Social Care",
    "Director of Commissioning and Partnerships",
    "Director of Customer Services",
    "Director of Finance",
    "Engagement and Co-production Manager",
    "Equipment Partnership Manager",
    "Group Manager, Direct Services",
    "Group Manager, Housing with Care",
    "Group Manager, Older Adults",
    "Group Manager, Younger Adults",
    "Head of Assessment",
    "Head of Commissioning",
    "Head of Contracting and Brokerage",
    "Head of Customer Services",
    "Head of Digital",
    "Head of Health Partnerships",
    "Head of Mental Health Services",
    "Head of Older People’s Services",
    "Head of Prevention and Access",
    "Head of Provider Services",
    "Head of Reablement Services",
    "Head of Whole Life Disability",
    "Performance and Insight Manager",
    "Principal Occupational Therapist",
    "Principal Social Worker",
    "Service Director, Ageing Well",
    "Service Director, Commissioning",
    "Service Director, Living Well",
    "Shared Lives Team Manager",
    "Strategic Commissioning Manager",
    "Strategic Finance Business Partner",
    "Transformation Partner",
    "Transformation Programme Manager",
    "Work Training Service Manager",
    "Workforce Development Manager",
}
SOURCES = (
    "Single Integrated Delivery Plan",
    "Project exceptions and mitigating action",
    "Delegated Decision 5150",
    "Adult Social Care and Health Performance, Risks and Financial Position",
    "Procuring additional Adult Social Care reassessment capacity",
    "illustrative",
)
APPROVERS = ("Programme board, ", "Change request ")


def gathered(rows: list[Record]) -> Records:
    return Records({kind.table: [row for row in rows if row.table == kind.table] for kind in RECORD_TYPES})


@pytest.fixture(scope="module")
def rows() -> list[Record]:
    return sample_portfolio()[0]


@pytest.fixture(scope="module")
def records(rows: list[Record]) -> Records:
    return gathered(rows)


def test_every_record_is_the_same_on_every_reading(rows: list[Record]) -> None:
    assert sample_portfolio()[0] == rows


def test_there_is_something_of_every_type(rows: list[Record]) -> None:
    kept_by_the_program = {
        "closed_version", "import_mapping", "origin", "merged_copy",
    }  # fmt: skip
    assert {row.table for row in rows} == {kind.table for kind in RECORD_TYPES} - kept_by_the_program


def test_each_request_keeps_the_form_that_it_was_sent_with(records: Records) -> None:
    kept = {report.id: report for report in sample_portfolio()[1]}
    for request in records.all(UpdateRequest):
        form = read(unpack(kept[request.content], kept.get))
        assert (form.number, form.lead, form.period) == (request.form, request.lead, request.period)
        (sheet,) = [sheet for sheet in form.projects if sheet.project_id == request.project_id]
        status, _ = sheet.sections[0].rows
        # Sent as April told; what came back is May's update, under the id that it was given when it was asked for.
        update = records.get(StatusUpdate, status.record_id)
        assert (update.project_id, update.period) == (request.project_id, "2024-05")
        before = update_at(records.of(StatusUpdate, "project_id", request.project_id), "2024-04")
        assert before is not None
        assert status.questions[0].sent == before.status_id


def test_ids_differ_and_the_portfolio_has_its_own(rows: list[Record]) -> None:
    assert len({row.id for row in rows}) == len(rows)
    assert [row.id for row in rows if isinstance(row, Portfolio)] == ["portfolio"]


def test_parents_come_before_children(rows: list[Record]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for field in fields_of(type(row)):
            value = getattr(row, field.key)
            if field.kind is Kind.REFERENCE and value is not None:
                assert (field.to, value) in seen, f"{row} comes before its {field.label}"
        seen.add((row.table, row.id))


def test_it_breaks_no_rule(records: Records) -> None:
    assert all_problems(records) == []
    assert over_allocations(records) == []


def test_every_record_could_be_entered_as_it_is(rows: list[Record], records: Records) -> None:
    assert [(row, problem) for row in rows for problem in problems(row, records)] == []


def test_a_mitigations_movement_is_of_its_own_project(records: Records) -> None:
    for mitigation in records.all(Mitigation):
        if mitigation.movement_id:
            line_id = records.get(Movement, mitigation.movement_id).from_line_id
            project_id = records.get(SavingsLine, line_id).project_id
            assert project_id == records.get(ProjectException, mitigation.exception_id).project_id


def test_validated_is_within_delivered_and_delivered_within_the_forecast(records: Records) -> None:
    for position in records.all(SavingsPosition):
        assert position.validated_pence <= position.delivered_pence <= position.forecast_pence, position


def test_every_position_keeps_the_identity_in_every_period(records: Records) -> None:
    periods = {row.period for row in records.all(SavingsPosition)} | {
        row.period for row in records.all(Movement)
    }
    for period in sorted(periods):
        ledger = position_ledger(records, period)
        assert ledger.over_allocations == (), period
        for at in ledger.cells.values():
            assert at.to_find_pence == at.target_pence + at.slipped_in_pence
            found = at.forecast_pence + at.explained_pence + at.no_plan_pence
            assert at.forecast_pence == at.delivered_pence + at.still_forecast_pence + at.not_delivered_pence
            assert at.to_find_pence == found - at.surplus_pence
            assert at.surplus_pence == at.offset_given_pence + at.early_given_pence + at.unallocated_pence
            assert at.surplus_pence == 0 or at.no_plan_pence == 0
            assert min(at.still_forecast_pence, at.unallocated_pence, at.no_plan_pence) >= 0


def test_a_movement_a_pound_larger_would_be_over_allocated_where_nothing_is_left(records: Records) -> None:
    """The check above can fail: the offset to Supported Living takes all that its donor has."""
    offset = next(
        row for row in records.all(Movement) if row.kind == "offset" and row.amount_pence == 41_000_00
    )
    larger = replace(offset, amount_pence=offset.amount_pence + 1_00)
    ledger = position_ledger(records.with_changes({"movement": {offset.id: larger}}), "2024-06")
    assert [(over.movement_id, over.excess_pence, over.at_donor) for over in ledger.over_allocations] == [
        (offset.id, 1_00, True)
    ]


def test_every_kind_of_movement_but_a_transfer_is_shown_and_one_is_only_proposed(records: Records) -> None:
    assert {row.kind for row in records.all(Movement)} == {"slip", "early", "offset", "write_off"}
    assert {row.state for row in records.all(Movement)} == {"proposed", "approved"}


def test_no_target_change_is_approved(records: Records) -> None:
    assert {row.state for row in records.all(TargetChange)} == {"proposed"}


def city_projects(records: Records) -> list[Project]:
    return [row for row in records.all(Project) if row.ref.startswith("P-")]


def test_the_city_has_its_53_projects_from_five_plans(records: Records) -> None:
    projects = city_projects(records)
    assert len(projects) == 53
    plans = Counter(records.title("source_plan", row.source_plan_id) for row in projects)
    assert set(plans) == {
        "Adults Transformation Programme",
        "CQC Action Plan",
        "Financial Improvement Plan",
        "Commissioning and Partnerships Improvement Programme",
        "MTFP Duties and Powers",
    }


def test_what_needs_attention_in_june_is_there(records: Records) -> None:
    by_ref = {row.ref: row for row in records.all(Project)}
    updates = {(row.project_id, row.period): row for row in records.all(StatusUpdate)}
    lines = {row.project_id: row for row in records.all(SavingsLine)}
    ledger = position_ledger(records, "2024-06")

    strengths = by_ref["P-012"]
    update = updates[strengths.id, "2024-06"]
    assert records.get(DeliveryStatus, update.status_id).rag == "green"
    assert update.challenge_reason is None
    assert ledger.at(lines[strengths.id].id, 2024).gross_gap_pence == 1_235_233_00
    assert ledger.at(lines[by_ref["P-004"].id].id, 2024).no_plan_pence == 268_000_00
    assert ledger.at(lines[by_ref["P-027"].id].id, 2024).unallocated_pence == 28_500_00

    slips = [row for row in records.all(Movement) if row.from_line_id == lines[by_ref["P-023"].id].id]
    assert {row.period for row in slips} == {"2024-05", "2024-06"}

    latest = {
        project.ref: max(row.period for row in records.of(StatusUpdate, "project_id", project.id))
        for project in city_projects(records)
    }
    assert {ref for ref, period in latest.items() if period < "2024-06"} == {
        "P-010",
        "P-028",
        "P-035",
        "P-040",  # closed in May
        "P-045",
    }


def test_mitigations_are_overdue_done_and_still_to_come(records: Records) -> None:
    city = {row.id for row in city_projects(records)}
    mitigations = [
        row
        for row in records.all(Mitigation)
        if records.get(ProjectException, row.exception_id).project_id in city
    ]
    end = period_end("2024-06")
    overdue = {row.due_date for row in mitigations if row.done_date is None and (row.due_date or "") < end}
    assert overdue == {"2024-06-12", "2024-06-14", "2024-06-21"}
    assert any(row.done_date for row in mitigations)
    assert any((row.due_date or "") > end for row in mitigations)


def test_five_periods_of_updates_lead_up_to_the_open_one(records: Records) -> None:
    for programme in records.all(Programme):
        themes = {row.id for row in records.of(Theme, "programme_id", programme.id)}
        projects = {row.id for row in records.all(Project) if row.theme_id in themes}
        if not projects:
            continue
        periods = {row.period for row in records.all(StatusUpdate) if row.project_id in projects}
        assert periods == {shift_period(programme.open_period, -months) for months in range(5)}


def test_roles_stand_in_for_people(rows: list[Record]) -> None:
    named = {
        str(getattr(row, key))
        for row in rows
        for key in ("lead", "sponsor", "owner")
        if getattr(row, key, None) is not None
    }
    assert named <= ROLES
    approvers = {str(row.approved_by) for row in rows if isinstance(row, Movement | TargetChange)} - {"None"}
    assert all(approver.startswith(APPROVERS) for approver in approvers)


def test_every_source_is_a_paper_or_illustrative(rows: list[Record]) -> None:
    for row in rows:
        if hasattr(row, "source"):
            assert any(words in str(row.source) for words in SOURCES), row


def test_what_is_forecast_for_the_city_says_that_it_is_illustrative(records: Records) -> None:
    city = {row.id for row in city_projects(records)}
    for line in records.all(SavingsLine):
        if line.project_id in city:
            assert str(line.source).endswith("forecasts illustrative")


def spoil(name: str, change: Callable[[list[list[str]]], None], folder: Path) -> str:
    """Copy the sample, change one of its files, and return what the reader says of it."""
    shutil.copytree(resource_path("sample"), folder / "sample")
    path = folder / "sample" / name
    with path.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    change(table)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)
    with pytest.raises(SampleError) as caught:
        _read_folder(folder / "sample")
    return str(caught.value)


def set_cell(row: int, column: int, text: str) -> Callable[[list[list[str]]], None]:
    def change(table: list[list[str]]) -> None:
        table[row][column] = text

    return change


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "savings_position.csv",
            set_cell(1, 3, "many"),
            "savings_position.csv, line 2, Forecast: “many” is not",
        ),
        ("savings_position.csv", set_cell(2, 0, "P-999"), "there is no savings line “P-999”"),
        (
            "project.csv",
            set_cell(1, 2, "Theme 9"),
            "project.csv, line 2, Theme: there is no theme “Theme 9”",
        ),
        ("movement.csv", set_cell(1, 1, "gift"), "Type: “gift” is not one of"),
        ("savings_target.csv", set_cell(0, 5, "next year"), "“next year” is not a financial year"),
        ("programme.csv", set_cell(0, 1, "boss"), "programme has no field “boss”"),
        ("project.csv", set_cell(2, 0, "P-001"), "project.csv, line 3: there are two rows for “P-001”"),
        ("theme.csv", lambda table: table[1].append("more"), "not as many cells as the heading"),
        ("theme.csv", lambda table: table[1].pop(), "not as many cells as the heading"),
    ],
)
def test_a_wrong_cell_is_named(
    name: str, change: Callable[[list[list[str]]], None], says: str, tmp_path: Path
) -> None:
    assert says in spoil(name, change, tmp_path)
