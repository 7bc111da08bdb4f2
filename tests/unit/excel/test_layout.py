from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.excel.cell_values import clean, letters
from asc_desktop.excel.paper import page_breaks
from asc_desktop.excel.text_fit import TextFit


@given(st.text(), st.integers(20, 600), st.integers(1, 9))
def test_parts_hold_every_letter_in_order_and_fit(text: str, pixels: int, most: int) -> None:
    fit = TextFit()
    parts = fit.split(text, pixels, 9.5, most)
    assert "".join("".join(parts).split()) == "".join(text.split())
    # A single letter may be wider than a very narrow column.
    assert all(fit.line_count(part, pixels, 9.5) <= most or len(part) == 1 for part in parts)


def test_lines_are_broken_at_spaces_and_where_a_word_is_too_long() -> None:
    fit = TextFit()
    assert fit.line_count("", 100, 9.5) == 1
    assert fit.line_count("short", 100, 9.5) == 1
    assert fit.line_count("one\n\nthree", 100, 9.5) == 3
    assert fit.line_count("mmmmmm mmmmmm", 100, 9.5) == 2
    assert fit.line_count("m" * 60, 100, 9.5) == fit.line_count("m" * 60, 100, 9.5, bold=False) > 6
    assert fit.line_count("wide words", 60, 9.5, bold=True) >= fit.line_count("wide words", 60, 9.5)


def test_a_money_column_grows_with_its_largest_amount() -> None:
    fit = TextFit()
    assert fit.money_pixels([], least=70) == 70
    assert (
        fit.money_pixels([1_00, -99_999_999_00], least=70) > fit.money_pixels([9_999_999_00], least=70) >= 70
    )


def test_pages_break_before_a_heading_that_would_stand_alone() -> None:
    heights = [10.0] * 12
    heading = [index == 4 for index in range(12)]
    assert page_breaks(heights, [False] * 12, 50, 0) == [5, 10]
    assert page_breaks(heights, heading, 50, 0) == [4, 9]
    assert page_breaks(heights, [False] * 12, 50, 10) == [5, 9]
    assert page_breaks(heights, [True] * 12, 50, 0) == [5, 10]
    assert page_breaks([200.0, 200.0], [False, False], 50, 0) == [1]


def test_text_is_cleaned_once_and_for_all() -> None:
    assert clean("a\r\nb\rc\x0bd\x00e\x85f\tg\x1f") == "a\nb\nc\nde\nf g"
    assert clean("plain – “text” 🏠") == "plain – “text” 🏠"


def test_letters_of_columns() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
