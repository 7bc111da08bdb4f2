"""Each pound of a target stands exactly once, whatever the targets, forecasts and movements."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.dates import year_of_period
from asc_desktop.domain.records.delivery import (
    Movement,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    TargetChange,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.rules.movement_ends import movement_room
from asc_desktop.domain.rules.position import (
    LATEST,
    Ledger,
    Position,
    compute_ledger,
    cumulative,
    position_ledger,
    total,
)
from tests.properties.portfolios import (
    OPEN,
    PERIODS,
    YEARS,
    figures,
    movements,
    portfolios,
    structures,
    tables,
)

NEVER_NEGATIVE = [name for name in Position.__struct_fields__ if name != "variance_pence"]


def ledgers(rows: list[Record]) -> list[Ledger]:
    return [position_ledger(tables(rows), period) for period in PERIODS]


def positions(rows: list[Record], period: str = OPEN) -> list[Position]:
    return list(position_ledger(tables(rows), period).cells.values())


@settings(max_examples=150)
@given(portfolios())
def test_every_pound_to_find_stands_once(rows: list[Record]) -> None:
    for here in positions(rows):
        assert here.to_find_pence == here.target_pence + here.slipped_in_pence
        assert here.forecast_pence == (
            here.delivered_pence + here.still_forecast_pence + here.not_delivered_pence
        )
        assert here.to_find_pence == (
            here.delivered_pence
            + here.still_forecast_pence
            + here.not_delivered_pence
            + here.slipped_out_pence
            + here.delivered_early_pence
            + here.offset_in_pence
            + here.written_off_pence
            + here.no_plan_pence
            - here.surplus_pence
        )
        assert here.surplus_pence == here.offset_given_pence + here.early_given_pence + here.unallocated_pence
        # A surplus leaves nothing without a plan, and no term but the variance is negative.
        assert not (here.surplus_pence and here.no_plan_pence)
        assert [name for name in NEVER_NEGATIVE if getattr(here, name) < 0] == []
        assert here.variance_pence == here.forecast_pence - here.target_pence
        # The gaps: before any movement, and less offsets.
        assert here.gross_gap_pence == max(0, here.to_find_pence - here.forecast_pence)
        assert here.net_gap_pence == max(0, here.gross_gap_pence - here.offset_in_pence)
        assert here.no_plan_pence == max(0, here.gross_gap_pence - here.explained_pence)
        assert here.proposed_pence <= here.explained_pence


@given(portfolios())
def test_a_year_has_ended_or_goes_on(rows: list[Record]) -> None:
    for period in PERIODS:
        for (_, year), here in position_ledger(tables(rows), period).cells.items():
            if year < year_of_period(period):
                assert here.still_forecast_pence == 0
            else:
                assert here.not_delivered_pence == 0


@given(portfolios())
def test_what_is_given_is_what_is_received(rows: list[Record]) -> None:
    for ledger in ledgers(rows):
        every = total(ledger.cells.values())
        assert every.offset_given_pence == every.offset_in_pence
        assert every.early_given_pence == every.delivered_early_pence
        assert every.slipped_in_pence == every.slipped_out_pence


@given(portfolios())
def test_transfers_move_target_and_make_none(rows: list[Record]) -> None:
    without = [row for row in rows if not (isinstance(row, Movement) and row.kind == "transfer")]
    assert total(positions(rows)).target_pence == total(positions(without)).target_pence


@given(portfolios())
def test_what_does_not_fit_is_listed_to_the_penny(rows: list[Record]) -> None:
    ledger = position_ledger(tables(rows), OPEN)
    listed = sum(item.excess_pence for item in ledger.over_allocations)
    assert listed == total(ledger.cells.values()).over_allocated_pence
    assert all(item.excess_pence > 0 for item in ledger.over_allocations)
    # Nothing is changed silently: a movement counts in full, or the list says by how much it does not.
    moved = sum(row.amount_pence for row in rows if isinstance(row, Movement) and row.kind != "transfer")
    short = sum(item.excess_pence for item in ledger.over_allocations if item.at_donor)
    assert total(ledger.cells.values()).explained_pence == moved - short


@settings(max_examples=50)
@given(portfolios(), st.randoms(use_true_random=False), st.sampled_from(YEARS))
def test_the_order_of_the_records_and_the_other_years_are_of_no_account(
    rows: list[Record], random: Random, year: int
) -> None:
    whole = position_ledger(tables(rows), OPEN)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert position_ledger(tables(shuffled), OPEN) == whole
    alone = position_ledger(tables(rows), OPEN, only_year=year).cells
    assert alone == {cell: here for cell, here in whole.cells.items() if cell[1] == year}
    summed = total(whole.cells.values())
    for name in Position.__struct_fields__:
        assert getattr(summed, name) == sum(getattr(here, name) for here in whole.cells.values())


@given(portfolios())
def test_cumulative_adds_a_year_to_the_one_before_where_a_saving_recurs(rows: list[Record]) -> None:
    ledger = position_ledger(tables(rows), OPEN)
    names = ("target_pence", "forecast_pence", "delivered_pence", "validated_pence", "variance_pence")
    for line in (row for row in rows if isinstance(row, SavingsLine)):
        before = Position()
        for year in YEARS:
            here = cumulative(line, ledger, year, YEARS[0])
            carried = before if line.recurrence == "recurring" else Position()
            for name in names:
                assert getattr(here, name) == getattr(carried, name) + getattr(ledger.at(line.id, year), name)
            before = here


@st.composite
def accepted(draw: st.DrawFn) -> tuple[list[Record], list[Movement]]:
    """A portfolio with only movements that the checks accepted one after another, and those that they refused."""
    rows = [*draw(structures()), *draw(figures())]
    refused = []
    for number in range(draw(st.integers(1, 8))):
        movement = draw(movements(number))
        if problems(movement, tables(rows)):
            refused.append(movement)
            most = movement_room(tables(rows), movement).most_pence
            if not most or not draw(st.booleans()):
                continue
            movement = replace(movement, amount_pence=most)
            assert problems(movement, tables(rows)) == []
        rows.append(movement)
    return rows, refused


@settings(max_examples=150)
@given(accepted())
def test_accepted_movements_over_allocate_nothing(found: tuple[list[Record], list[Movement]]) -> None:
    rows, _ = found
    assert position_ledger(tables(rows), LATEST).over_allocations == ()
    assert all(here.target_pence >= 0 for here in positions(rows, LATEST))
    # The last one had every other before it, so that its own old amount is all that is left out.
    kept = [row for row in rows if isinstance(row, Movement)]
    assert not kept or problems(kept[-1], tables(rows)) == []


@given(accepted(), st.data())
def test_the_amount_named_is_accepted_and_a_penny_more_is_refused(
    found: tuple[list[Record], list[Movement]], data: st.DataObject
) -> None:
    rows, _ = found
    records = tables(rows)
    movement = data.draw(movements(99))
    most = movement_room(records, movement).most_pence
    assert most >= 0
    if most:
        assert problems(replace(movement, amount_pence=most), records) == []
    larger = replace(movement, amount_pence=most + 1)
    (problem,) = problems(larger, records)
    assert problem.key == "amount_pence"
    # The limit is no tighter than it need be.
    if movement.kind != "transfer":
        assert position_ledger(tables([*rows, larger]), LATEST).over_allocations != ()


@given(portfolios(), st.data())
def test_room_is_what_the_whole_ledger_says(rows: list[Record], data: st.DataObject) -> None:
    """The room reads only what is near the movement, and finds what the ledger of the whole portfolio does."""
    records = tables(rows)
    movement = data.draw(movements(data.draw(st.integers(0, 8))))
    ledger = compute_ledger(
        records.all(SavingsTarget),
        records.all(TargetChange),
        {
            (item.line_id, item.year): item
            for item in sorted(records.all(SavingsPosition), key=lambda p: p.period)
        },
        [item for item in records.all(Movement) if item.id != movement.id],
    )
    start = ledger.at(movement.from_line_id, movement.from_year)
    end = ledger.at(movement.to_line_id or movement.from_line_id, movement.to_year or movement.from_year)
    spare = max(0, end.forecast_pence - end.to_find_pence) - end.offset_given_pence - end.early_given_pence
    room = movement_room(records, movement)
    if movement.kind != "transfer":
        assert room.shortfall_pence == start.no_plan_pence
    assert room.donor_pence == (spare if movement.kind in {"offset", "early"} else None)
    assert room.taker_pence in {None, spare}


def test_the_random_portfolios_reach_every_rule() -> None:
    """Were the strategies to stop making surpluses or over-allocations, the properties above would prove nothing."""
    seen: set[str] = set()

    @settings(max_examples=100, database=None, derandomize=True)
    @given(portfolios())
    def look(rows: list[Record]) -> None:
        ledger = position_ledger(tables(rows), OPEN)
        for here in ledger.cells.values():
            seen.update(name for name in Position.__struct_fields__ if getattr(here, name))
        seen.update("donor" if item.at_donor else "shortfall" for item in ledger.over_allocations)

    look()
    assert seen == set(Position.__struct_fields__) | {"donor", "shortfall"}
