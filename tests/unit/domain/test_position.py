"""The position of a line in a year, case by case; the properties hold over all of them."""

import pytest

from asc_desktop.domain.records.delivery import SavingsLine
from asc_desktop.domain.rules.movement_ends import movement_room
from asc_desktop.domain.rules.position import (
    BASES,
    OverAllocation,
    Position,
    approved_target,
    cumulative,
    position_ledger,
    total,
)
from tests.unit.domain.portfolio import OPEN, Desk


def at(desk: Desk, line: str = "pl", year: int = 2024, period: str = OPEN) -> Position:
    return position_ledger(desk.records, period).at(line, year)


def pounds(position: Position, *names: str) -> list[float]:
    return [getattr(position, f"{name}_pence") / 100 for name in names]


def test_nothing_is_nothing(desk: Desk) -> None:
    assert at(desk) == Position() == total([])


def test_a_target_without_a_forecast_has_no_plan(desk: Desk) -> None:
    desk.target("pl", 100)
    assert pounds(at(desk), "target", "to_find", "no_plan", "gross_gap", "net_gap", "variance") == [
        100, 100, 100, 100, 100, -100,
    ]  # fmt: skip


def test_delivered_still_forecast_and_no_plan(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 70, 30, 20)
    assert pounds(at(desk), "delivered", "still_forecast", "forecast", "validated", "no_plan", "surplus") == [
        30, 40, 70, 20, 30, 0,
    ]  # fmt: skip


def test_a_surplus_is_told_apart(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 130)
    assert pounds(at(desk), "no_plan", "surplus", "unallocated", "gross_gap", "variance") == [
        0, 30, 30, 0, 30,
    ]  # fmt: skip


def test_only_approved_changes_and_transfers_move_the_target(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("ql", 50)
    desk.change("pl", 20)
    desk.change("pl", -7, state="proposed")
    desk.change("pl", 1000, period="2024-07")
    desk.add(desk.movement("transfer", 30, state="approved"))
    desk.add(desk.movement("transfer", 11))
    assert pounds(at(desk), "target", "slipped_out", "proposed") == [90, 0, 0]
    assert pounds(at(desk, "ql"), "target", "slipped_in") == [80, 0]


def test_a_target_is_judged_without_what_is_being_changed_and_with_all_the_rest(desk: Desk) -> None:
    first = desk.target("pl", 100)
    up, down = desk.change("pl", 20), desk.change("pl", -7)
    out = desk.add(desk.movement("transfer", 30, state="approved"))
    back = desk.add(desk.movement("transfer", 4, state="approved", from_line_id="ql", to_line_id="pl"))
    found = {
        item.id: approved_target(desk.records, "pl", 2024, leave_out=item.id) // 100
        for item in (first, up, down, out, back)
    }
    assert list(found.values()) == [-13, 67, 94, 117, 83]
    assert approved_target(desk.records, "pl", 2024) == 87_00
    assert approved_target(desk.records, "pl", 2025) == 0


def test_a_slip_is_found_in_the_later_year(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("pl", 10, year=2025)
    desk.report("pl", 60)
    desk.add(desk.movement("slip", 25))
    desk.add(desk.movement("slip", 5, state="approved", to_year=2026))
    assert pounds(at(desk), "slipped_out", "no_plan", "gross_gap", "net_gap", "proposed") == [
        30, 10, 40, 40, 25,
    ]  # fmt: skip
    assert pounds(at(desk, year=2025), "target", "slipped_in", "to_find", "no_plan") == [10, 25, 35, 35]
    assert pounds(at(desk, year=2026), "slipped_in", "to_find", "variance") == [5, 5, 0]


def test_a_slip_may_land_on_another_line(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.add(desk.movement("slip", 25, to_line_id="ql"))
    assert pounds(at(desk, year=2025), "to_find") == [0]
    assert pounds(at(desk, "ql", 2025), "slipped_in", "to_find") == [25, 25]


def test_an_offset_takes_the_donors_surplus(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    desk.target("ql", 50)
    desk.report("ql", 80)
    desk.add(desk.movement("offset", 25, state="approved"))
    assert pounds(at(desk), "offset_in", "no_plan", "gross_gap", "net_gap", "surplus") == [25, 15, 40, 15, 0]
    assert pounds(at(desk, "ql"), "surplus", "offset_given", "unallocated", "no_plan") == [30, 25, 5, 0]


def test_early_delivery_takes_the_earlier_years_surplus(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    desk.report("pl", 45, year=2023)
    desk.add(desk.movement("early", 40))
    assert pounds(at(desk), "delivered_early", "no_plan", "offset_in", "gross_gap", "net_gap") == [
        40, 0, 0, 40, 40,
    ]  # fmt: skip
    assert pounds(at(desk, year=2023), "surplus", "early_given", "offset_given", "unallocated") == [
        45, 40, 0, 5,
    ]  # fmt: skip


def test_a_write_off_leaves_no_plan_to_make(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.add(desk.movement("write_off", 100))
    assert pounds(at(desk), "written_off", "no_plan", "gross_gap") == [100, 0, 100]


def test_approved_movements_are_served_before_older_proposed_ones(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("ql", 30)
    older = desk.add(desk.movement("offset", 20, period="2024-04"))
    newer = desk.add(desk.movement("offset", 25, state="approved"))
    ledger = position_ledger(desk.records, OPEN)
    assert ledger.over_allocations == (OverAllocation(older.id, 15_00, at_donor=True),)
    assert pounds(ledger.at("pl", 2024), "offset_in", "no_plan", "proposed") == [30, 70, 5]
    assert pounds(ledger.at("ql", 2024), "offset_given", "unallocated", "over_allocated") == [30, 0, 15]
    assert newer.id != older.id


def test_older_movements_are_served_before_newer_ones(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("ql", 30)
    newer = desk.add(desk.movement("offset", 20))
    desk.add(desk.movement("offset", 25, period="2024-05"))
    assert position_ledger(desk.records, OPEN).over_allocations == (
        OverAllocation(newer.id, 15_00, at_donor=True),
    )


def test_a_movement_larger_than_the_shortfall_is_listed_and_kept(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 90)
    slip = desk.add(desk.movement("slip", 40))
    ledger = position_ledger(desk.records, OPEN)
    assert ledger.over_allocations == (OverAllocation(slip.id, 30_00, at_donor=False),)
    assert pounds(ledger.at("pl", 2024), "slipped_out", "surplus", "over_allocated", "no_plan") == [
        40, 30, 30, 0,
    ]  # fmt: skip


def test_what_is_reported_stays_in_force_until_reported_again(desk: Desk) -> None:
    desk.report("pl", 10, period="2024-04")
    desk.report("pl", 30, period="2024-06")
    forecasts = [at(desk, period=period).forecast_pence for period in ("2024-03", "2024-04", "2024-05", OPEN)]
    assert forecasts == [0, 10_00, 10_00, 30_00]


def test_a_movement_counts_from_its_period(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.add(desk.movement("slip", 40))
    assert at(desk, period="2024-05").slipped_out_pence == 0
    assert at(desk, period="2024-06").slipped_out_pence == 40_00


def test_one_year_of_the_ledger_is_what_the_whole_says_of_it(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    desk.report("pl", 45, year=2023)
    desk.add(desk.movement("early", 10))
    desk.add(desk.movement("slip", 10, from_year=2023, to_year=2024))
    whole = position_ledger(desk.records, OPEN)
    part = position_ledger(desk.records, OPEN, only_year=2024)
    assert part.cells == {cell: found for cell, found in whole.cells.items() if cell[1] == 2024}
    assert part.cells
    assert whole.reported_cells == {("pl", 2024), ("pl", 2023)}


@pytest.mark.parametrize("kind", ["slip", "write_off"])
def test_a_movement_may_take_what_is_unexplained(desk: Desk, kind: str) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    desk.add(desk.movement("slip", 15))
    room = movement_room(desk.records, desk.movement(kind, 1))
    assert (room.shortfall_pence, room.donor_pence, room.taker_pence, room.most_pence) == (
        25_00, None, None, 25_00,
    )  # fmt: skip


def test_its_own_old_amount_is_left_out(desk: Desk) -> None:
    desk.target("pl", 100)
    slip = desk.add(desk.movement("slip", 100))
    assert movement_room(desk.records, slip).most_pence == 100_00


def test_an_offset_may_take_what_the_donor_has_left(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("ql", 10)
    desk.report("ql", 50)
    desk.add(desk.movement("offset", 15))
    room = movement_room(desk.records, desk.movement("offset", 1))
    assert (room.shortfall_pence, room.donor_pence, room.most_pence) == (85_00, 25_00, 25_00)


def test_room_is_judged_on_the_latest_figures(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 20, period="2024-05")
    desk.report("pl", 90, period="2024-06")
    assert movement_room(desk.records, desk.movement("slip", 1, period="2024-05")).most_pence == 10_00


def test_a_line_that_gives_its_surplus_takes_no_more_than_the_rest(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.target("pl", 100, year=2023)
    desk.report("ql", 50)
    into_donor = desk.movement("slip", 1, from_year=2023, to_year=2024, to_line_id="ql")
    assert movement_room(desk.records, into_donor).most_pence == 100_00
    desk.add(desk.movement("offset", 15))
    room = movement_room(desk.records, into_donor)
    assert (room.taker_pence, room.most_pence) == (35_00, 35_00)
    assert movement_room(desk.records, desk.movement("transfer", 1)).most_pence == 35_00


def test_a_transfer_may_take_the_target_that_no_movement_explains(desk: Desk) -> None:
    desk.target("pl", 100)
    desk.report("pl", 60)
    assert movement_room(desk.records, desk.movement("transfer", 1)).most_pence == 100_00
    desk.add(desk.movement("write_off", 10))
    assert movement_room(desk.records, desk.movement("transfer", 1)).most_pence == 30_00
    # The pounds that slipped in are no approved target of this line.
    desk.add(desk.movement("slip", 200, from_line_id="pl", from_year=2023, to_year=2024))
    assert movement_room(desk.records, desk.movement("transfer", 1)).most_pence == 100_00


def test_recurring_savings_carry_on_and_one_off_ones_do_not(desk: Desk) -> None:
    for year, amount in ((2023, 10), (2024, 20), (2025, 40)):
        desk.target("pl", amount, year)
        desk.report("pl", amount * 2, amount, amount, year=year)
    ledger = position_ledger(desk.records, OPEN)
    recurring = SavingsLine(id="pl", project_id="p", name="Rates")
    one_off = SavingsLine(id="pl", project_id="p", name="Rates", recurrence="one_off")
    assert [cumulative(recurring, ledger, year, 2023).target_pence for year in (2023, 2024, 2025)] == [
        10_00, 30_00, 70_00,
    ]  # fmt: skip
    assert [cumulative(one_off, ledger, year, 2023).target_pence for year in (2023, 2024, 2025)] == [
        10_00, 20_00, 40_00,
    ]  # fmt: skip
    assert cumulative(recurring, ledger, 2025, 2023) == Position(
        target_pence=70_00,
        forecast_pence=140_00,
        delivered_pence=70_00,
        still_forecast_pence=60_00,
        not_delivered_pence=10_00,
        validated_pence=70_00,
        variance_pence=70_00,
    )


def test_the_four_bases_of_the_report(desk: Desk) -> None:
    desk.target("pl", 10, 2023)
    desk.target("pl", 20, 2024)
    desk.report("pl", 18, 5)
    desk.cost(3)
    bases = desk.build().savings.bases
    assert set(bases) == {key for key, _ in BASES}
    found = {
        key: [
            bases[key]["2024/25"][f"{name}_pence"] / 100
            for name in ("target", "forecast", "delivered", "cost")
        ]
        for key in bases
    }
    assert found == {
        "gross_incremental": [20, 18, 5, 0],
        "gross_cumulative": [30, 18, 5, 0],
        "net_incremental": [17, 15, 2, 3],
        "net_cumulative": [27, 15, 2, 3],
    }
    assert bases["net_cumulative"]["2025/26"]["cost_pence"] == 0
