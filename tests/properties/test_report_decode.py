"""A report kept as text comes back as it was, to the byte, also where a later version has other fields."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.decode import (
    canonical_text,
    decode,
    report_from_json,
    report_from_text,
    sha256_of,
)
from asc_desktop.domain.report.model import Report, Scope, as_json
from asc_desktop.domain.rules.position import Position
from tests.properties.portfolios import PERIODS, portfolios, tables

SCOPES = st.builds(Scope, st.sampled_from(["g1", "g2", None]), st.sampled_from(PERIODS))


@settings(max_examples=40, deadline=None)
@given(portfolios(), SCOPES)
def test_a_report_comes_back_as_it_was(rows: list[Record], scope: Scope) -> None:
    report = build_report(tables(rows), scope)
    text = canonical_text(report)
    back = report_from_text(text)
    assert back == report
    assert canonical_text(back) == text
    assert sha256_of(canonical_text(back)) == sha256_of(text)


def lacking(data: Any, name: str) -> Any:
    """The same dictionaries and lists without a key, wherever it stands."""
    if isinstance(data, dict):
        return {key: lacking(value, name) for key, value in data.items() if key != name}
    return [lacking(item, name) for item in data] if isinstance(data, list) else data


def keys_of(data: Any) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(keys_of, data.values()))
    return set().union(*map(keys_of, data)) if isinstance(data, list) else set()


@settings(max_examples=40, deadline=None)
@given(portfolios(), SCOPES, st.data())
def test_a_report_of_another_version_opens(rows: list[Record], scope: Scope, data: st.DataObject) -> None:
    kept = json.loads(json.dumps(as_json(build_report(tables(rows), scope))))
    missing = data.draw(st.sampled_from(sorted(keys_of(kept) - {"period", "programme"})))
    opened = report_from_json({**lacking(kept, missing), "from_the_future": [1, {"a": None}]})
    assert isinstance(opened, Report)
    again = as_json(opened)
    assert report_from_json(again) == opened
    assert lacking(json.loads(json.dumps(again)), missing) == lacking(kept, missing)


def test_what_is_missing_is_empty_by_its_kind() -> None:
    opened = report_from_json({"period": "2024-05", "programme": "One"})
    assert opened.projects == ()
    assert opened.savings.by_year == {}
    assert opened.savings.all_years == Position()
    assert opened.organisation == ""
    assert opened.period_open is False
    assert decode(Position, {"target_pence": True}) == Position()
