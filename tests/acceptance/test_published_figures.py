"""The sample against the papers, figure by figure.

The figures here are typed from the papers, not taken from the sample's tables: the city's Single Integrated Delivery
Plan of 13 June 2024 and the county's report on project exceptions and mitigating action.
"""

from collections import defaultdict

import pytest

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Movement,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.rules.position import Position, cumulative, position_ledger, total
from asc_desktop.services.sample import sample_portfolio

CITY, COUNTY = "Better Lives, Better Outcomes", "Improving Lives Portfolio"
EXISTING, DUTIES = "Adults Transformation Programme", "MTFP Duties and Powers"
FOUR_YEARS = (2024, 2025, 2026, 2027)

# Section 5.4, in its order: project, line, and pounds for 2024/25 to 2027/28.
SECTION_5_4_EXISTING = (
    ("P-001", "Proactive reviews and timely assessments", (840_000, 0, 0, 0)),
    ("P-023", "Shared Lives expansion", (232_638, 232_638, 0, 0)),
    ("P-002", "Occupational therapy and adaptations", (16_739, 0, 0, 0)),
    ("P-012", "Strengths-based practice and workforce", (3_984_233, 3_676_939, 3_211_971, 0)),
    ("P-003", "Mental health reablement", (391_407, 167_628, 167_628, 0)),
    ("P-024", "Supported Living", (634_899, 732_160, 900_160, 0)),
    ("P-013", "Older people supported to live more independently", (122_247, 97_664, 84_046, 0)),
    ("P-004", "Prevention offer", (268_000, 319_000, 0, 0)),
    ("P-025", "Supported Living for people under 65", (263_000, 168_000, 0, 0)),
    ("P-013", "Supporting older people to live more independently, 2025/26 addition", (0, 170_000, 0, 0)),
)
SECTION_5_4_DUTIES = (
    ("P-014", "Restructured and smaller assessment function", (636_000, 1_567_000, 0, 0)),
    ("P-026", "In-house homecare closed and bought externally", (189_333, 94_667, 0, 0)),
    ("P-031", "In-house respite closed and bought externally", (0, 0, 61_289, 61_289)),
    ("P-038", "Lunch club grants ended", (36_500, 36_500, 0, 0)),
    ("P-032", "Two in-house residential care homes closed", (0, 0, 0, 313_000)),
    ("P-039", "Telephone service for chronically sick and disabled people ended", (10_000, 5_000, 0, 0)),
    ("P-040", "Sheltered alarm costs met from grant", (177_000, 0, 0, 0)),
    ("P-051", "Deputyship fees", (0, 300_000, 0, 0)),
    ("P-027", "Consistent purchasing of home care packages", (210_000, 0, 0, 0)),
    ("P-015", "Smaller learning and development team", (26_000, 13_000, 0, 0)),
    ("P-005", "Greater impact of social care reablement", (0, 300_000, 0, 0)),
    ("P-028", "Smaller Personalisation Hub", (147_500, 147_500, 0, 0)),
    ("P-029", "External adult social care placements", (0, 1_184_000, 0, 0)),
    ("P-030", "External residential and nursing placements", (0, 1_070_892, 0, 0)),
    ("P-041", "Reduced social care reform activity", (510_750, 170_250, 0, 0)),
)
SECTION_5_4_TOTALS = (
    (EXISTING, (6_753_163, 5_564_029, 4_363_805, 0)),
    (DUTIES, (1_943_083, 4_888_809, 61_289, 374_289)),
)
SECTION_5_4_TOTAL = (8_696_246, 10_452_838, 4_425_094, 374_289)

# Table 5.2 in thousands of pounds, and what it counts that section 5.4 does not list.
TABLE_5_2 = (
    ("Customer Services", (0, 300, 0, 0), (0, 0, 0, 0)),
    ("Theme 1: Prevention and Independence", (1_516, 787, 168, 0), (0, 0, 0, 0)),
    ("Theme 2: Social Work Practice", (4_768, 5_525, 3_296, 0), (0, 0, 0, 0)),
    ("Theme 3: Care Placement", (2_177, 3_630, 961, 374), (500, 0, 0, 0)),
    ("Theme 4: Enabling Functions", (1_089, 306, 0, 0), (355, 94, 0, 0)),
)


@pytest.fixture(scope="module")
def records() -> Records:
    rows = sample_portfolio()[0]
    return Records({kind.table: [row for row in rows if row.table == kind.table] for kind in RECORD_TYPES})


def project_of(records: Records, line: SavingsLine) -> Project:
    return records.get(Project, line.project_id)


def lines_of(records: Records, programme: str) -> list[SavingsLine]:
    """Return the lines of a programme's own projects."""
    return [
        line
        for line in records.all(SavingsLine)
        if programme == programme_of(records, project_of(records, line).theme_id)
    ]


def programme_of(records: Records, theme_id: str) -> str:
    return records.get(Programme, records.get(Theme, theme_id).programme_id).name


def targets(records: Records, lines: list[SavingsLine]) -> tuple[int, ...]:
    """Return the targets of the four years in pence."""
    ids = {line.id for line in lines}
    sums: dict[int, int] = defaultdict(int)
    for target in records.all(SavingsTarget):
        if target.line_id in ids:
            sums[target.year] += target.target_pence
    return tuple(sums[year] for year in FOUR_YEARS)


def pence(pounds: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(amount * 100 for amount in pounds)


@pytest.mark.parametrize(
    ("plan", "ref", "name", "pounds"),
    [(EXISTING, *line) for line in SECTION_5_4_EXISTING] + [(DUTIES, *line) for line in SECTION_5_4_DUTIES],
)
def test_each_line_of_section_5_4(
    records: Records, plan: str, ref: str, name: str, pounds: tuple[int, ...]
) -> None:
    (line,) = (line for line in lines_of(records, CITY) if line.name == name)
    project = project_of(records, line)
    assert project.ref == ref
    assert records.title("source_plan", project.source_plan_id) == plan
    assert targets(records, [line]) == pence(pounds)
    assert line.source
    assert "section 5.4" in line.source


def test_section_5_4_has_no_other_lines(records: Records) -> None:
    assert {line.name for line in lines_of(records, CITY)} == {
        name for _, name, _ in SECTION_5_4_EXISTING + SECTION_5_4_DUTIES
    }


@pytest.mark.parametrize(("plan", "pounds"), SECTION_5_4_TOTALS)
def test_each_total_of_section_5_4(records: Records, plan: str, pounds: tuple[int, ...]) -> None:
    lines = [
        line
        for line in lines_of(records, CITY)
        if records.title("source_plan", project_of(records, line).source_plan_id) == plan
    ]
    assert targets(records, lines) == pence(pounds)


def test_the_overall_total_of_section_5_4(records: Records) -> None:
    assert targets(records, lines_of(records, CITY)) == pence(SECTION_5_4_TOTAL)


def test_the_ledger_has_the_same_targets_in_june(records: Records) -> None:
    ledger = position_ledger(records, "2024-06")
    found = tuple(
        total(ledger.at(line.id, year) for line in lines_of(records, CITY)).target_pence
        for year in FOUR_YEARS
    )
    assert found == pence(SECTION_5_4_TOTAL)


def test_on_the_cumulative_basis_the_last_year_holds_all_four(records: Records) -> None:
    ledger = position_ledger(records, "2024-06")
    last = total(cumulative(line, ledger, 2027, 2024) for line in lines_of(records, CITY))
    assert last.target_pence == sum(SECTION_5_4_TOTAL) * 100


@pytest.mark.parametrize(("theme", "printed", "not_listed"), TABLE_5_2)
def test_each_theme_of_table_5_2_within_rounding(
    records: Records, theme: str, printed: tuple[int, ...], not_listed: tuple[int, ...]
) -> None:
    lines = [
        line
        for line in lines_of(records, CITY)
        if records.get(Theme, project_of(records, line).theme_id).name == theme
    ]
    for found, shown, missing in zip(targets(records, lines), printed, not_listed, strict=True):
        # Half a thousand pounds for the theme's rounding, and as much again where a difference is rounded too.
        assert abs(found - (shown - missing) * 1_000_00) <= (1_000_00 if missing else 500_00)


def test_table_5_1_is_950_thousand_more_than_the_lines(records: Records) -> None:
    missing = sum(sum(not_listed) for _, _, not_listed in TABLE_5_2)
    difference = 24_898_000_00 - sum(targets(records, lines_of(records, CITY)))
    assert abs(difference - missing * 1_000_00) <= 1_000_00
    assert round(difference / 1_000_00) == 950


# --------------------------------------------------------------------------------------------- the county


def line_of(records: Records, ref: str) -> SavingsLine:
    (line,) = (line for line in lines_of(records, COUNTY) if project_of(records, line).ref == ref)
    return line


def at(records: Records, ref: str, year: int) -> Position:
    return position_ledger(records, "2019-02").at(line_of(records, ref).id, year)


def across_years(records: Records, ref: str) -> Position:
    return total(at(records, ref, year) for year in range(2016, 2020))


def test_every_project_of_the_exceptions_report_has_its_exception(records: Records) -> None:
    refs = {
        records.get(Project, exception.project_id).ref
        for exception in records.all(ProjectException)
        if programme_of(records, records.get(Project, exception.project_id).theme_id) == COUNTY
    }
    assert refs == {f"IL-{number:02d}" for number in range(1, 13)} - {"IL-07"}


def test_the_theme_without_exceptions(records: Records) -> None:
    (project,) = (row for row in records.all(Project) if row.ref == "IL-07")
    assert records.get(Theme, project.theme_id).name == "Early resolution"
    assert records.of(ProjectException, "project_id", project.id) == ()


@pytest.mark.parametrize(
    ("ref", "target", "forecast", "slipped"),
    [("IL-01", 62_000, 0, 62_000), ("IL-02", 130_000, 0, 130_000)],
)
def test_savings_of_older_adults_slip_to_2019_20(
    records: Records, ref: str, target: int, forecast: int, slipped: int
) -> None:
    here = at(records, ref, 2018)
    assert (here.target_pence, here.forecast_pence, here.slipped_out_pence) == (
        target * 100,
        forecast * 100,
        slipped * 100,
    )
    assert at(records, ref, 2019).slipped_in_pence == slipped * 100
    assert at(records, ref, 2019).no_plan_pence == 0


def test_long_term_care_slipped_251_000_and_115_000_remain(records: Records) -> None:
    assert at(records, "IL-03", 2017).slipped_out_pence == 251_000_00
    assert at(records, "IL-03", 2018).slipped_in_pence == 251_000_00
    assert at(records, "IL-03", 2018).slipped_out_pence == 115_000_00
    assert at(records, "IL-03", 2019).to_find_pence == 115_000_00


def test_residential_placements_are_310_000_over_2_5_million(records: Records) -> None:
    across = across_years(records, "IL-04")
    assert across.target_pence == 2_500_000_00
    assert across.variance_pence == 310_000_00
    assert across.delivered_early_pence == across.early_given_pence > 0
    assert across.no_plan_pence == 0


def test_direct_payments_in_year(records: Records) -> None:
    here = at(records, "IL-05", 2018)
    assert here.target_pence == 1_280_000_00
    assert here.delivered_pence == 1_489_832_00
    assert here.forecast_pence == 1_608_787_00
    assert here.variance_pence == here.surplus_pence == 328_787_00
    assert here.early_given_pence == 283_000_00
    assert here.offset_given_pence == 22_000_00
    assert here.unallocated_pence == 23_787_00


def test_direct_payments_across_all_years(records: Records) -> None:
    assert across_years(records, "IL-05").variance_pence == 512_000_00
    assert at(records, "IL-05", 2019).delivered_early_pence == 283_000_00
    assert at(records, "IL-05", 2019).no_plan_pence == 0


def test_brokerage_shortfall_is_offset(records: Records) -> None:
    here = at(records, "IL-06", 2018)
    assert (here.target_pence, here.forecast_pence) == (28_000_00, 6_000_00)
    assert here.gross_gap_pence == here.offset_in_pence == 22_000_00
    assert here.net_gap_pence == here.no_plan_pence == 0
    assert line_of(records, "IL-06").kind == "income"


def test_shared_lives_is_counted_with_younger_adults(records: Records) -> None:
    line = line_of(records, "IL-09")
    assert line.counts_in_theme_id is not None
    assert records.get(Theme, line.counts_in_theme_id).name == "Interventions for adults aged 18 to 64"
    assert records.get(Theme, project_of(records, line).theme_id).name == "Commissioning and direct services"
    assert at(records, "IL-09", 2018).target_pence == 60_000_00


@pytest.mark.parametrize(("ref", "target"), [("IL-10", 130_000), ("IL-11", 51_000), ("IL-12", 134_000)])
def test_targets_of_direct_services(records: Records, ref: str, target: int) -> None:
    assert at(records, ref, 2018).target_pence == target * 100


@pytest.mark.parametrize("ref", ["IL-02", "IL-04", "IL-05", "IL-08"])
def test_projects_that_the_paper_calls_experiencing_obstacles(records: Records, ref: str) -> None:
    (project,) = (row for row in records.all(Project) if row.ref == ref)
    (update,) = (row for row in records.of(StatusUpdate, "project_id", project.id) if row.period == "2019-02")
    assert records.get(DeliveryStatus, update.status_id).name == "Experiencing obstacles"


def test_best_practice_moved_from_on_target_this_month(records: Records) -> None:
    (project,) = (row for row in records.all(Project) if row.ref == "IL-02")
    (update,) = (row for row in records.of(StatusUpdate, "project_id", project.id) if row.period == "2019-01")
    assert records.get(DeliveryStatus, update.status_id).name == "On target"


def test_care_and_support_centres_have_no_published_saving(records: Records) -> None:
    assert not [line for line in lines_of(records, COUNTY) if project_of(records, line).ref == "IL-08"]


def test_no_movement_joins_the_two_programmes(records: Records) -> None:
    for movement in records.all(Movement):
        ends = {
            programme_of(records, project_of(records, records.get(SavingsLine, line_id)).theme_id)
            for line_id in (movement.from_line_id, movement.to_line_id)
            if line_id
        }
        assert len(ends) == 1
