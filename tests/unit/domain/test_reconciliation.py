"""Reading pasted tables, cross-footing them, and holding totals against lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.rules.cross_footing import cross_foot, suggested_rules
from asc_desktop.domain.rules.published_tables import MILLION, TableError, parse_table
from asc_desktop.domain.rules.reconciliation import outcome

DECISION = (
    "\t2023/24 £m\t2024/25 £m\tTotal £m\nSpend\t0.848\t0.700\t1.548\n"
    "Savings\t(2.072)\t(0.798)\t(2.870)\nNet\t(1.224)\t(0.798)\t(1.322)"
)


def test_brackets_are_negative_and_a_dash_is_nothing() -> None:
    table = parse_table("£m\tA\tTotal\nx\t(1.500)\t-\ny\t0.25\t1.25")
    assert [cell.pence for cell in table.rows[0].cells] == [-150_000_000, None]
    assert (table.unit_pence, table.precision_pence) == (MILLION, 100_000)
    assert table.printed(-150_000_000) == "(1.500)"


def test_a_published_amount_is_read_in_every_spelling() -> None:
    table = parse_table("£\tA\tB\tC\tD\tE\nx\t1,234-\t\u2013300\t£(300)\t £-   \t0,125")
    assert [cell.pence for cell in table.rows[0].cells] == [-123_400, -30_000, -30_000, None, None]
    assert [cell.unreadable for cell in table.rows[0].cells] == [False, False, False, False, True]


def test_a_trimmed_corner_is_put_back() -> None:
    assert parse_table(DECISION.strip("\t")).columns == ("2023/24", "2024/25", "Total")


def test_merged_and_unreadable_cells_are_told() -> None:
    table = parse_table("£\tA\tB\tTotal\nx\t1\t\t1\ny\tsoon\t2\t2\nTotal\t1\t2\t3")
    assert any("x, B is blank" in note for note in table.notes)
    assert any("“soon” is not an amount" in note for note in table.notes)
    found = {(item.row, item.column) for item in cross_foot(table).findings}
    assert (1, 2) not in found
    assert (2, 0) not in found


def test_a_year_stands_in_a_table_once() -> None:
    with pytest.raises(TableError, match=r"^2024/25 heads two columns\."):
        parse_table("£m\t2024/25\t2024/25\tTotal\nSavings\t1.0\t2.0\t3.0")
    told_apart = parse_table("£m\tBudget 2024/25\tForecast 2024/25\nSavings\t1.0\t2.0")
    assert told_apart.columns == ("Budget 2024/25", "Forecast 2024/25")


@pytest.mark.parametrize("text", ["", "one line", "a\tb\nc\td", "a b\n1 2"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(TableError):
        parse_table(text)


def test_a_rule_finds_the_one_wrong_cell() -> None:
    table = parse_table(DECISION)
    assert suggested_rules(table) == "Net = Spend + Savings"
    (wrong,) = cross_foot(table, "Net = Spend + Savings").wrong_cells
    assert (wrong.row, wrong.column, wrong.should_be_pence) == (2, 1, -98_000_00)


def test_a_rule_of_other_words_is_told() -> None:
    assert "names no rows" in cross_foot(parse_table(DECISION), "Gross = Spend").notes[0]


def test_a_heading_may_be_said_not_to_be_a_sum() -> None:
    table = parse_table("£\tA\tB\nx\t1\t2\nTotal visits\t7\t9")
    assert len(cross_foot(table).findings) == 2
    assert cross_foot(table, "Total visits is not a sum").findings == ()


@given(
    st.lists(st.lists(st.integers(-9999, 9999), min_size=3, max_size=3), min_size=2, max_size=6), st.data()
)
def test_a_sound_table_adds_and_one_changed_cell_is_found(rows: list[list[int]], data: st.DataObject) -> None:
    grid = [[*row, sum(row)] for row in rows]
    grid.append([sum(column) for column in zip(*grid, strict=True)])

    def text() -> str:
        lines = ["£\tA\tB\tC\tTotal"]
        names = [f"r{at}" for at in range(len(rows))] + ["Total"]
        lines += ["\t".join([name, *map(str, row)]) for name, row in zip(names, grid, strict=True)]
        return "\n".join(lines)

    assert cross_foot(parse_table(text(), 1)).state == "adds"
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    right = grid[row][column]
    grid[row][column] += 1000
    (wrong,) = cross_foot(parse_table(text(), 1)).wrong_cells
    assert (wrong.row, wrong.column, wrong.should_be_pence) == (row, column, right * 100)


@pytest.mark.parametrize(
    ("published", "lines", "explained", "result", "left"),
    [
        (1_000_000, 1_000_000, None, "agrees", 0),
        (1_000_000, 950_000, None, "rounding", 0),
        (1_000_000, 949_999, None, "differs", 50_001),
        (9_000_000, 8_000_000, 1_000_000, "explained", 0),
        (9_000_000, 8_000_000, 600_000, "part", 400_000),
    ],
)
def test_outcomes(published: int, lines: int, explained: int | None, result: str, left: int) -> None:
    found = outcome(published, lines, 100_000, explained)
    assert (found.result, found.left_pence) == (result, left)
