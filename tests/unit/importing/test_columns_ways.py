"""In which unit, mark, order and scale a column is read, and when a person is to look."""

import pytest

from asc_desktop.domain.importing.columns.values import lettered_scale, shown_scale
from asc_desktop.domain.importing.sheets import Cell, Style
from tests.unit.importing.tables import Held, column, mapped

DOUBT = 0.55


def amounts(
    heading: str, values: list[Held], *, number_format: str = "General", **more: str
) -> tuple[str, float, str]:
    """Return how a column of amounts in a table of savings is read, how sure that is, and why."""
    cells = [Cell(value, Cell.NUMBER, 1) if isinstance(value, int | float) else value for value in values]
    names = ["Reviews", "Reablement", "Telecare", "Market shaping"]
    rows = [[name, value] for name, value in zip(names, cells, strict=False)]
    styles = (Style(), Style(number_format=number_format))
    found = column(mapped(["Project", heading], rows, styles=styles, **more), heading)  # type: ignore[arg-type]
    return found.way, found.sure, found.why


@pytest.mark.parametrize(
    ("heading", "values", "number_format", "unit"),
    [
        ("Target 2024/25 £000", [120, 80], "General", "£000"),
        ("Target 2024/25 (£'000s)", [120, 80], "#,##0", "£000"),
        ("Target 2024/25 £k", [120, 80], "#,##0", "£000"),
        ("Target 2024/25 £m", [1.2, 0.8], "0.0", "£m"),
        ("Target 2024/25 £ million", [1.2, 0.8], "0.0", "£m"),
        ("Target 2024/25 £", [120_000, 80_500], "#,##0", "£"),
        ("Target 2024/25", [120_000, 80_500], "£#,##0", "£"),
        ("Target 2024/25", [1.2, 0.8], '£0.0"m"', "£m"),
        ("Target 2024/25", [120, 80], '£0"k"', "£000"),
    ],
)
def test_the_unit_that_headings_and_formats_name(
    heading: str, values: list[Held], number_format: str, unit: str
) -> None:
    """A unit that is named is taken without asking."""
    way, sure, _ = amounts(heading, values, number_format=number_format)
    assert way == f"{unit}|point"
    assert sure > DOUBT


def test_a_format_that_shows_thousands_holds_pounds() -> None:
    """``#,##0,`` under a heading £000 shows pounds in thousands: read as thousands they would be a thousandfold."""
    way, sure, why = amounts("Target 2024/25 £000", [120_000, 80_500], number_format="#,##0,")
    assert way == "£|point"
    assert sure > DOUBT
    assert "The cells hold pounds: their format only shows them in £000." in why


@pytest.mark.parametrize(
    ("heading", "values", "number_format"),
    [
        ("Target 2024/25", [120, 84, 300], "General"),
        ("Target 2024/25", [1.2, 0.84], "General"),
        ("Target 2024/25 £000", [1_200_000, 845_000], "#,##0"),
        ("Target 2024/25 £000", [1.2, 0.8], '0.0"m"'),
        ("Target 2024/25 £000", [120, 250_000, 300], "£#,##0"),
        ("Target 2024/25 £m", [1.2, 845_000, 0.4], "#,##0.0"),
    ],
)
def test_where_the_unit_is_in_doubt_it_is_not_sure(
    heading: str, values: list[Held], number_format: str
) -> None:
    """Small amounts without a unit, and units that contradict the amounts, are for a person to look at."""
    _, sure, why = amounts(heading, values, number_format=number_format)
    assert sure < DOUBT
    assert "check the unit" in why


def test_a_large_project_among_small_ones_is_in_the_unit_of_its_column() -> None:
    """Only an amount that is far from all others, and would be £10m or more, may be pounds."""
    assert amounts("Target 2024/25 £000", [120, 9_000, 40])[1] > DOUBT
    assert amounts("Target 2024/25 £000", [12_000, 25_000, 300])[1] > DOUBT


def test_amounts_with_parts_of_a_penny_are_no_pounds() -> None:
    """They are taken in the larger unit that they can be in, and a person is to look."""
    assert amounts("Target 2024/25", [0.031, 1.705])[:2] == ("£m|point", pytest.approx(0.3))
    assert amounts("Target 2024/25", [120.125, 84.5])[:2] == ("£000|point", pytest.approx(0.3))


def test_the_unit_above_the_table_is_its_unit() -> None:
    """A title says it for all columns of amounts."""
    way, sure, why = amounts("Target 2024/25", [120, 84], title="Savings tracker, all figures in £000")
    assert (way, sure > DOUBT) == ("£000|point", True)
    assert "Amounts of this table are in £000." in why


def test_amounts_as_texts_say_their_own_unit() -> None:
    """``£1.2m`` needs no unit, and a decimal comma is proved by one cell."""
    assert amounts("Target 2024/25", ["£1.2m", "£150k"])[0] == "£|point"
    way, _, why = amounts("Target 2024/25 £m", ["1,25", "0,8"])
    assert way == "£m|comma"
    assert "“1,25” has a decimal comma." in why


@pytest.mark.parametrize(
    ("number_format", "shown", "lettered"),
    [
        ("General", 1, 1),
        ("#,##0", 1, 1),
        ("#,##0,", 1_000, 1),
        ("£#,##0,;[Red](£#,##0,)", 1_000, 1),
        ("#,##0.0,,", 1_000_000, 1),
        ('£0.0,,"m"', 1_000_000, 1_000_000),
        ('0"k"', 1, 1_000),
        ('#,##0" million"', 1, 1_000_000),
        ('#,##0" items"', 1, 1),
        ('_-"£"* #,##0_-;-"£"* #,##0_-;_-"£"* "-"??_-;_-@_-', 1, 1),
        ("[$£-809]#,##0.00", 1, 1),
        ("dd/mm/yyyy", 1, 1),
    ],
)
def test_what_a_number_format_does_to_a_number(number_format: str, shown: int, lettered: int) -> None:
    """Commas behind the digits divide; a letter only names."""
    assert shown_scale(number_format) == shown
    assert lettered_scale(number_format) == lettered


def dates(values: list[Held], *more: list[Held]) -> tuple[str, float, str]:
    """Return how the first of some columns of dates is read."""
    columns = [values, *more]
    names = [f"Project {at}" for at in range(len(values))]
    headings = ["Project", "Start date", "End date"][: len(columns) + 1]
    rows = [[name, *(each[at] for each in columns)] for at, name in enumerate(names)]
    found = column(mapped(headings, rows), "Start date")
    return found.way, found.sure, found.why


def test_the_order_of_dates_is_the_columns() -> None:
    """One date proves it for all; where none does, another column's may, and otherwise a person is to say."""
    assert dates(["04/13/2026", "05/06/2026"])[0] == "month"
    assert dates(["13/04/2026", "05/06/2026"])[0] == "day"
    way, sure, _ = dates(["04/05/2026", "05/06/2026"])
    assert (way, sure < DOUBT) == ("day", True)
    way, sure, _ = dates(["04/05/2026", "05/06/2026"], ["04/30/2026", "05/31/2026"])
    assert (way, sure < DOUBT) == ("month", True)
    assert dates(["2026-04-05", "2026-06-05"])[:2] == ("day", pytest.approx(0.93, abs=0.02))


def test_real_dates_beside_texts_with_the_month_first_are_doubted() -> None:
    """Excel has then read those that it could the other way round."""
    way, sure, why = dates(["2026-05-04", "04/13/2026"])
    assert (way, sure < DOUBT) == ("month", True)
    assert "check that Excel did not read those the other way round" in why


def test_scores_in_words_and_fractions_are_put_on_the_scale() -> None:
    """Words and shares become 1 to 5, and a person looks at how."""
    risks = ["Risk ID", "Risk", "Likelihood", "Impact"]
    found = mapped(
        risks, [["R1", "Long text", "High", 0.84], ["R2", "Other text", "Very low", 0.2]], sheet="Risks"
    )
    assert column(found, "Likelihood").way == "words"
    assert column(found, "Impact").way == "fraction"
    assert column(found, "Impact").sure <= 0.6


def test_fields_of_the_councils_own_are_read_as_carefully() -> None:
    """An own field of money has a unit, one of dates an order."""
    rows: list[list[Held]] = [["Reviews", 120, "04/13/2026"], ["Telecare", 80, "05/06/2026"]]
    found = mapped(["Project", "Grant £000", "Gateway review"], rows)
    assert (column(found, "Grant £000").own_kind, column(found, "Grant £000").way) == ("money", "£000|point")
    assert (column(found, "Gateway review").own_kind, column(found, "Gateway review").way) == (
        "date",
        "month",
    )
