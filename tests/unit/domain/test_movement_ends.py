"""What movements may start from and go to, target steps, and the sums of the matrix, on the sample."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Movement, Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import report_of
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.matrix import savings_matrix
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import donors, movement_room, shortfalls, targets_left
from asc_desktop.domain.rules.position import BASES
from asc_desktop.domain.rules.target_steps import target_steps, total_change
from asc_desktop.services.sample import sample_portfolio

YEAR = 2024


@pytest.fixture(scope="module")
def records() -> Records:
    rows: dict[str, list[Record]] = {}
    for record in sample_portfolio()[0]:
        rows.setdefault(record.table, []).append(record)
    return Records(rows)


@pytest.fixture(scope="module")
def context(records: Records) -> ReportContext:
    programme = next(item for item in records.all(Programme) if item.first_year == YEAR)
    return ReportContext(records, Scope(programme.id, programme.open_period))


def offset(from_line: str, to_line: str) -> Movement:
    return Movement(
        id="new", kind="offset", from_line_id=from_line, from_year=YEAR, to_line_id=to_line, to_year=YEAR,
        amount_pence=1, period="2024-06",
    )  # fmt: skip


def test_a_donor_has_what_an_offset_may_take_of_it(records: Records) -> None:
    ledger = LineLedger(records)
    short = shortfalls(records, ledger, YEAR)[0]
    giving = donors(records, ledger, YEAR)
    assert giving
    for donor in giving:
        assert movement_room(records, offset(short.line_id, donor.line_id)).donor_pence == donor.pence


def test_a_shortfall_is_what_a_movement_may_explain(records: Records) -> None:
    found = shortfalls(records, LineLedger(records), YEAR)
    assert [item.pence for item in found] == sorted((item.pence for item in found), reverse=True)
    for item in found:
        assert movement_room(records, offset(item.line_id, "")).shortfall_pence == item.pence


def test_a_movement_gives_back_its_own_room(records: Records) -> None:
    movement = next(item for item in records.all(Movement) if item.kind == "slip" and item.from_year == YEAR)
    with_it = dict(shortfalls(records, LineLedger(records), YEAR))
    without = dict(shortfalls(records, LineLedger(records, leave_out=movement.id), YEAR))
    line = movement.from_line_id
    assert without[line] - with_it.get(line, 0) == movement.amount_pence


def test_targets_left_are_the_approved_ones(records: Records) -> None:
    ledger = LineLedger(records)
    for item in targets_left(records, ledger, YEAR):
        assert item.pence == ledger.at(item.line_id, YEAR).target_pence > 0


def test_steps_leave_out_what_stays(context: ReportContext) -> None:
    first, second = (line for line, _, _ in context.lines[:2])
    held = context.ledger.at(first.id, YEAR).target_pence
    steps = target_steps(context.ledger, {(first.id, YEAR): held, (second.id, YEAR): 700})
    assert [(step.line_id, step.new_pence) for step in steps] == [(second.id, 700)]
    assert total_change(steps) == 700 - context.ledger.at(second.id, YEAR).target_pence


@pytest.mark.parametrize("basis", [key for key, _ in BASES])
def test_the_matrix_adds_up_on_every_basis(context: ReportContext, basis: str) -> None:
    matrix = savings_matrix(context, basis)
    bases = report_of(context).savings.bases[basis]
    for year in matrix.years:
        themes = [matrix.themes[theme.id].years[year] for theme in context.themes]
        for key in ("target_pence", "forecast_pence", "delivered_pence", "variance_pence"):
            assert getattr(matrix.total.years[year], key) == bases[year][key]
            assert sum(getattr(cell, key) for cell in themes) == bases[year][key]
    assert matrix.total_of(matrix.lines) is matrix.total
    theme = context.themes[0].id
    rows = [row for row in matrix.lines if row.theme_id == theme]
    assert matrix.theme_of(theme, rows) is matrix.themes[theme]
    assert matrix.total_of(rows).years == matrix.themes[theme].years
    assert matrix.theme_of(theme, rows[:1]).years == rows[0].years or not basis.startswith("gross")


def test_cumulative_amounts_are_not_added_up_again(context: ReportContext) -> None:
    matrix = savings_matrix(context, "gross_cumulative")
    assert matrix.total.all_years == matrix.total.years[matrix.years[-1]]
    plain = savings_matrix(context, "gross_incremental")
    assert plain.total.all_years.target_pence == sum(cell.target_pence for cell in plain.total.years.values())


def test_one_theme_alone_has_its_own_total(context: ReportContext) -> None:
    theme = context.themes[1]
    alone = ReportContext(context.records, replace(context.scope, theme_id=theme.id))
    whole = savings_matrix(context, "gross_incremental")
    assert savings_matrix(alone, "gross_incremental").total.years == whole.themes[theme.id].years
