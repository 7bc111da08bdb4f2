"""Whatever a sheet says: the same workbook again changes nothing, no cell is passed over in silence, and rules hold."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import Plan, State
from asc_desktop.domain.importing.planning.drafting import Ids
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Programme,
    Project,
    SavingsLine,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from tests.unit.importing.plans import (
    PROJECT_COLUMNS,
    Mapped,
    applied,
    counted,
    plan_of,
    records_with,
)

_LINE, _STEP = Target("savings_line", "name"), Target("milestone", "name", number=1)
_TAKEN = {State.NEW, State.CHANGED}
COLUMNS = [
    *PROJECT_COLUMNS,
    ("Line", _LINE),
    ("26/27", Target("savings_target", "target_pence", 2026), "£000|point"),
    ("Forecast", Target("savings_position", "forecast_pence", 2026), "£000|point"),
    ("Delivered", Target("savings_position", "delivered_pence", 2026), "£000|point"),
    ("Step", _STEP),
    ("By", Target("milestone", "baseline_date", number=1)),
    ("Exception", Target("exception", "description")),
    ("Actions", Target("mitigation", "action")),
    ("Code", Target("project", own="Code")),
    ("Kind", Target("savings_line", "kind")),
]
_AMOUNT = st.sampled_from([None, 0, 1.5, 12, "(3)", "TBC", "-", "lots", 0.1 + 0.2, "£4k"])
_ROW = st.tuples(
    st.sampled_from([None, "P1", "p1", "P2", "N1", "TBC", 7]),
    st.sampled_from([None, "Reablement", "REABLEMENT ", "Shared lives", "New one", "n/a"]),
    st.sampled_from([None, "Living well", "Working age", "New theme"]),
    st.sampled_from([None, "Head", "Director", "TBC"]),
    st.sampled_from([None, "G", "Amber", "Purple", "TBC"]),
    st.sampled_from([None, "Going well", "Slow"]),
    st.sampled_from([None, "Hours", "Beds"]),
    _AMOUNT,
    _AMOUNT,
    _AMOUNT,
    st.sampled_from([None, "Start", "End"]),
    st.sampled_from([None, "2026-09-01", "soon", "TBC", 46191]),
    st.sampled_from([None, "Vacancies", "No homes"]),
    st.sampled_from([None, "Recruit\nUse cover", "Recruit"]),
    st.sampled_from([None, "A1", "B2"]),
    st.sampled_from([None, "Income", "Cashable"]),
)

HELD = (
    Programme(id="prog", name="ASC", first_year=2024, last_year=2028, open_period="2026-06"),
    Theme(id="living", programme_id="prog", name="Living well"),
    Theme(id="age", programme_id="prog", name="Working age"),
    Project(id="p1", ref="P1", name="Reablement", theme_id="living", lead="Head"),
    Project(id="p2", ref="P2", name="Shared lives", theme_id="age"),
    SavingsLine(id="l1", project_id="p1", name="Hours"),
    SavingsTarget(id="t1", line_id="l1", year=2026, target_pence=1_200_000),
    StatusUpdate(id="u1", project_id="p2", period="2026-05", status_id="risk", narrative="Before"),
)


def empty_or_not(is_empty: bool) -> Records:
    return records_with() if is_empty else records_with(*HELD)


def sentences(plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        yield row.sentence
        for record in row.records:
            yield record.sentence
            yield from (value.sentence for value in record.values)


def cells_told(plan: Plan) -> set[str]:
    return {value.cell for row in plan.rows for record in row.records for value in record.values}


@given(st.lists(_ROW, min_size=1, max_size=6), st.booleans())
def test_a_workbook_taken_twice_changes_nothing_the_second_time(
    rows: list[tuple[object, ...]], is_empty: bool
) -> None:
    records = empty_or_not(is_empty)
    table = Mapped("project", COLUMNS, rows, splits=["Actions"])  # type: ignore[arg-type]
    plan = plan_of(table, records=records)
    after = applied(plan, records)

    for record in plan.puts:
        assert problems(record, after) == []
    if any("a different value" in sentence for sentence in sentences(plan)):
        # Which of two rows that contradict each other comes first depends on what is there: both times it is told.
        return
    again = plan_of(table, records=after, ids=Ids(counted("again")))
    assert again.puts == ()
    assert not _TAKEN & {row.state for row in again.rows}


@given(st.lists(_ROW, min_size=1, max_size=5), st.booleans())
def test_no_cell_is_passed_over_in_silence(rows: list[tuple[object, ...]], is_empty: bool) -> None:
    plan = plan_of(Mapped("project", COLUMNS, rows, splits=["Actions"]), records=empty_or_not(is_empty))  # type: ignore[arg-type]

    told = cells_told(plan)
    for row in plan.rows:
        for at, entry in enumerate(rows[row.line - 1]):
            cell = f"{'ABCDEFGHIJKLMNOP'[at]}{row.line + 1}"
            if entry is not None and row.records:
                assert cell in told, (cell, entry)
            assert row.records or row.state in {State.REFUSED, State.LEFT_OUT}


@given(st.lists(_ROW, min_size=1, max_size=5), st.booleans())
def test_what_the_plan_says_is_what_is_put(rows: list[tuple[object, ...]], is_empty: bool) -> None:
    records = empty_or_not(is_empty)
    plan = plan_of(Mapped("project", COLUMNS, rows, splits=["Actions"]), records=records)  # type: ignore[arg-type]
    after = applied(plan, records)

    put = {record.id for record in plan.puts}
    for row in plan.rows:
        for planned in row.records:
            if planned.state in _TAKEN:
                is_own_alone = all(
                    value.key.startswith("own:") for value in planned.values if value.state in _TAKEN
                )
                assert planned.record_id in put or is_own_alone, planned
            for value in planned.values:
                held = after.with_id(planned.record_id)
                if value.state in _TAKEN and not value.key.startswith("own:"):
                    assert getattr(held, value.key) == value.new
