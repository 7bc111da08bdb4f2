"""What a budget's group has beyond the lines that are shown: nothing where they come to it."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_budget import BudgetGroupReport, BudgetLineReport
from asc_desktop.domain.rules.budget import BudgetFigures, budget_figures
from asc_desktop.pack.budget import leaves_out, left_out
from tests.unit.domain.portfolio import Desk


def line(line_id: str, figures: BudgetFigures | None) -> BudgetLineReport:
    return BudgetLineReport(
        id=line_id, programme="ASC", group_key="g", group="Care", name=line_id, is_reserve=False, retired=False,
        reported_period="2024-06", figures=figures, source="",
    )  # fmt: skip


def group(figures: BudgetFigures) -> BudgetGroupReport:
    return BudgetGroupReport(
        key="g", programme_id="p", programme="ASC", name="Care", label="Care", is_reserve=False, figures=figures,
        line_ids=("shown", "unreported"),
    )  # fmt: skip


@pytest.fixture
def report(desk: Desk) -> Report:
    # "other" is of another group: what it has is none of this one's.
    held = (
        line("shown", budget_figures(100, 40, 130, 10)),
        line("unreported", None),
        line("other", budget_figures(7, 7, 7, 7)),
    )
    whole = desk.build()
    return replace(whole, budget=replace(whole.budget, lines=held))


def test_what_is_left_out_is_the_subtotal_less_the_lines_shown(report: Report) -> None:
    assert left_out(report, group(budget_figures(300, 90, 280, 4))) == budget_figures(200, 50, 150, -6)


@pytest.mark.parametrize(
    "whole", [(101, 40, 130, 10), (100, 41, 130, 10), (100, 40, 131, 10), (100, 40, 130, 11)]
)
def test_a_penny_of_any_amount_is_told(report: Report, whole: tuple[int, int, int, int]) -> None:
    assert left_out(report, group(budget_figures(*whole))) is not None


def test_nothing_is_left_out_where_the_lines_come_to_their_subtotal(report: Report) -> None:
    assert left_out(report, group(budget_figures(100, 40, 130, 10))) is None


def test_what_is_left_out_had_no_variance_where_nothing_was_reported_before(report: Report) -> None:
    first = replace(
        report, budget=replace(report.budget, lines=(line("shown", budget_figures(100, 40, 130, None)),))
    )
    assert left_out(first, group(budget_figures(300, 90, 280, None))) == budget_figures(200, 50, 150, None)


@pytest.mark.parametrize(("budget", "told"), [(100, False), (300, True)])
def test_a_sentence_says_so_only_where_a_line_is_left_out(report: Report, budget: int, told: bool) -> None:
    held = replace(
        report, budget=replace(report.budget, groups=(group(budget_figures(budget, 40, 130, 10)),))
    )
    assert leaves_out(held) is told
