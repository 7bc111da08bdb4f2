"""The report as JSON: every key is documented, and the sums stand where the documentation says."""

import json
from typing import Any

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.services.sample import sample_portfolio
from tests.documented import undocumented


def test_every_key_is_documented() -> None:
    assert undocumented("report-json.md", Report, ReportChanges) == []


def test_sums_stand_where_the_documentation_says() -> None:
    rows: dict[str, list[Any]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    records = Records(rows)
    programme = next(item for item in rows["programme"] if item.first_year == 2024)
    found = json.loads(canonical_text(build_report(records, Scope(programme.id, "2024-06"))))
    by_year = found["savings"]["by_year"]
    assert [by_year[year]["target_pence"] for year in found["years"]] == [
        869_624_600, 1_045_283_800, 442_509_400, 37_428_900,
    ]  # fmt: skip
    for grouping in ("by_theme", "by_source_plan"):
        for year in found["years"]:
            for key, pence in by_year[year].items():
                assert sum(years[year][key] for years in found["savings"][grouping].values()) == pence
    assert {"ref", "name", "theme", "delivery_status", "savings_rag", "suggested_rag"} <= set(
        found["projects"][0]
    )
