"""The report as JSON: every key is documented, and the sums stand where the documentation says."""

import json
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import Struct

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.report import model as structures
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.domain.rules.position import Position
from asc_desktop.services.sample import sample_portfolio

DOCUMENT = Path(__file__).parents[2] / "docs" / "report-json.md"


def reachable(kind: Any, found: set[type]) -> set[type]:
    if isinstance(kind, type) and issubclass(kind, Struct) and kind not in found:
        found.add(kind)
        for hint in get_type_hints(kind, vars(structures) | {"Position": Position}).values():
            reachable(hint, found)
    for part in get_args(kind):
        reachable(part, found)
    return found


@pytest.mark.parametrize("whole", [Report, ReportChanges])
def test_every_key_is_documented(whole: type) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    keys = {name for kind in reachable(whole, set()) for name in kind.__struct_fields__}
    assert sorted(keys - documented) == []


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
