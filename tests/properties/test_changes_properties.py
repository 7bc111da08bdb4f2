"""What changed between two reports is the same both ways round, and nothing where nothing did."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Scope
from tests.properties.portfolios import PERIODS, portfolios, tables

PROGRAMMES = st.sampled_from(["g1", "g2", None])
OPPOSITE = {"worse": "better", "better": "worse", "neutral": "neutral"}
TURNED = {"new": "gone", "gone": "new", "changed": "changed"}


@settings(max_examples=40, deadline=None)
@given(portfolios(), PROGRAMMES, st.sampled_from(PERIODS))
def test_a_report_has_not_changed_from_itself(rows: list[Record], programme: str, period: str) -> None:
    once, again = (build_report(tables(rows), Scope(programme, period)) for _ in range(2))
    changes = compare(once, again)
    assert changes.rows == ()
    assert changes.kinds == ()
    assert all(item.effect == "neutral" and not (item.pence or item.count) for item in changes.figures)
    assert changes.sentence.startswith("Nothing has changed")


@settings(max_examples=60, deadline=None)
@given(portfolios(), portfolios(), PROGRAMMES, st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_comparing_is_the_same_both_ways_round(
    first: list[Record], second: list[Record], programme: str, earlier: str, later: str
) -> None:
    one = build_report(tables(first), Scope(programme, earlier))
    other = build_report(tables(second), Scope(programme, later))
    there, back = compare(one, other), compare(other, one)
    returned = {row.id: row for row in back.rows}
    assert {row.id for row in there.rows} == set(returned)
    for row in there.rows:
        turned = returned[row.id]
        assert (row.before, row.after) == (turned.after, turned.before)
        assert row.amount_pence == (None if turned.amount_pence is None else -turned.amount_pence)
        assert row.effect == OPPOSITE[turned.effect]
        assert row.change == TURNED[turned.change]
    for figure, turned_figure in zip(there.figures, back.figures, strict=True):
        assert (figure.before, figure.after) == (turned_figure.after, turned_figure.before)
        assert figure.effect == OPPOSITE[turned_figure.effect]


@settings(max_examples=40, deadline=None)
@given(portfolios(), PROGRAMMES)
def test_the_forecast_rows_come_to_the_change_of_the_forecast(rows: list[Record], programme: str) -> None:
    before, after = (
        build_report(tables(rows), Scope(programme, period)) for period in (PERIODS[0], PERIODS[-1])
    )
    changes = compare(before, after)
    moved = sum(row.amount_pence or 0 for row in changes.of_kind("forecast"))
    assert moved == after.savings.all_years.forecast_pence - before.savings.all_years.forecast_pence
    assert Counter(row.kind for row in changes.rows) == {item.kind: item.count for item in changes.kinds}
    effects = [("worse", "better", "neutral").index(row.effect) for row in changes.rows]
    assert effects == sorted(effects)
