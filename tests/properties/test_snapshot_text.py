"""A report kept as text comes back as it was, to the byte, also where a later version has other fields."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import KeyFigure, Report, Scope
from asc_desktop.domain.report.snapshots import canonical_text, decoded, sha256_of
from tests.properties.portfolios import PERIODS, portfolios, tables

SCOPES = st.builds(Scope, st.sampled_from(["g1", "g2", None]), st.sampled_from(PERIODS))
HOSTILE = st.text() | st.sampled_from(
    ['\\"\\', "</script>", "\x00\x1f\x7f\x80\u2028\ufeff", "null", "£1’000 – 😀"]
)


@settings(max_examples=40, deadline=None)
@given(portfolios(), SCOPES)
def test_a_report_comes_back_as_it_was(rows: list[Record], scope: Scope) -> None:
    report = build_report(tables(rows), scope)
    text = canonical_text(report)
    back = decoded(text, Report)
    assert back == report
    assert canonical_text(back) == text
    assert sha256_of(canonical_text(back)) == sha256_of(text)


def plain(value: Any, more: Mapping[str, Any]) -> Any:
    """A report as dictionaries and lists, with keys that its structures do not know."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name), more) for name in value.__struct_fields__} | more
    if isinstance(value, Mapping):
        return {key: plain(item, more) for key, item in value.items()}
    return [plain(item, more) for item in value] if isinstance(value, tuple) else value


@settings(max_examples=100, deadline=None)
@given(st.data(), HOSTILE, HOSTILE, st.integers(-(10**15), 10**15))
def test_the_text_is_json_as_it_always_was(data: st.DataObject, words: str, key: str, pence: int) -> None:
    report = build_report(tables([]), Scope(None, PERIODS[0]))
    notes = tuple(data.draw(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3)))
    figure = KeyFigure(words, words, words, words, "bad", words, pence=pence)
    savings = replace(report.savings, by_theme={key: {words: report.savings.all_years}})
    hostile = replace(report, organisation=words, notes=notes, key_figures=(figure,), savings=savings)
    # What wrote the snapshots that boards have had.
    always = json.dumps(plain(hostile, {}), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    assert canonical_text(hostile) == always
    assert decoded(always, Report) == hostile


@settings(max_examples=20, deadline=None)
@given(portfolios(), SCOPES)
def test_a_report_of_a_later_version_opens_without_what_is_new_in_it(
    rows: list[Record], scope: Scope
) -> None:
    report = build_report(tables(rows), scope)
    later = plain(report, {"from_the_future": [1, {"a": None}]})
    assert decoded(json.dumps(later), Report) == report


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", '"words"', "{}", '{"period": "2024-06", "programme": "One"}', "{" * 5, "\ud800"],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose sentence is the snapshot's
        decoded(text, Report)


def test_a_figure_of_another_kind_is_refused_and_not_taken_for_nothing() -> None:
    report = build_report(tables([]), Scope(None, PERIODS[0]))
    data = msgspec.to_builtins(report)
    for wrong in ("1", 1.5, True, None):
        data["savings"]["all_years"]["target_pence"] = wrong
        with pytest.raises(ValueError, match="target_pence"):
            decoded(json.dumps(data), Report)
