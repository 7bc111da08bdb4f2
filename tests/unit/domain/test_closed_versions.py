"""What is kept of a record for closed months is read back as it was, or not at all."""

import json

import pytest

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.report.closed_months import content_of, record_of

PROJECT = Project(id="p", ref="P-1", name="“Quoted” £1\n", theme_id="t", start_date="2024-04-01", archived=1)


def version(content: str | None, table: str = "project") -> ClosedVersion:
    return ClosedVersion(
        id="v", programme_id="g", period="2024-05", record_table=table, record_id="p", content=content
    )


def test_a_record_is_read_back_as_it_was() -> None:
    assert record_of(version(content_of(PROJECT))) == PROJECT
    assert record_of(version(content_of(None))) is None


def test_a_field_added_or_gone_since_is_as_the_record_has_it() -> None:
    kept = json.loads(content_of(PROJECT) or "")
    del kept["sponsor"]
    assert record_of(version(json.dumps({**kept, "of_old": 1}))) == PROJECT


@pytest.mark.parametrize(
    "change",
    [{"start_date": "soon"}, {"archived": 7}, {"name": 1}, {"name": ""}, {"archived": "1"}, {"ref": []}],
)
def test_what_no_field_admits_is_no_record(change: dict[str, object]) -> None:
    assert record_of(version(json.dumps({**json.loads(content_of(PROJECT) or ""), **change}))) is None


@pytest.mark.parametrize("content", ["{", "[]", "null", "1"])
def test_what_is_no_content_is_no_record(content: str) -> None:
    assert record_of(version(content)) is None
    assert record_of(version(content_of(PROJECT), table="gone")) is None
