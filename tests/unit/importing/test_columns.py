"""Which field each column of a council's workbook fills, by headings of many kinds."""

import pytest

from tests.unit.importing.headings import CASES, Case
from tests.unit.importing.tables import column, mapped, words

TRACKER = ["Ref", "Project", "Theme", "SRO", "RAG", "2024/25 £000", "2025/26 £000", "Total", "Ward"]
ROWS = [
    ["DX-01", "Reviews", "Prevention", "Director A", "G", 120, 30, 150, "North"],
    ["DX-02", "Reablement", "Prevention", "Director B", "A", 80, 0, 80, "South"],
    ["DX-03", "Telecare", "Income", "Director A", "R", 60, 10, 70, "South"],
]


def test_a_tracker_of_projects_with_savings_by_year() -> None:
    """One row feeds a project, its status and its savings by year; nothing is dropped without a word."""
    found = mapped(TRACKER, ROWS)
    assert found.record == "project"
    assert not found.skip
    assert [words(each.target) for each in found.columns] == [
        "project.ref",
        "project.name",
        "project.theme_id",
        "project.sponsor",
        "status_update.status_id",
        "savings_target.target_pence 2024",
        "savings_target.target_pence 2025",
        "",
        "own Ward",
    ]
    assert column(found, "Total").why == "A total of other columns: it is held against them, not taken."
    assert column(found, "2024/25 £000").way == "£000|point"
    assert all(each.why for each in found.columns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_heading_rows_of_many_councils(case: Case) -> None:
    """Each column goes where an officer would put it, and whatever is left out or made says why."""
    found = mapped(case.headings, case.rows, sheet=case.sheet)
    assert found.record == case.record
    assert not found.skip
    assert [words(each.target) for each in found.columns] == case.fields
    assert all(each.why.endswith(".") and 0 < each.sure <= 1 for each in found.columns)
