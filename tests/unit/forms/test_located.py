"""Where the answers of a form stand: by codes, headings and words, in whatever a lead made of the workbook."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from asc_desktop.domain.forms.carried import MARK
from asc_desktop.domain.forms.form import Form, FormRow
from asc_desktop.domain.forms.located import PlacedRow, locate, numbers_in
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from tests.unit.forms.forms import asked_desk, form_of, rows_of

FORM: Form = form_of(asked_desk())
SAVING: FormRow = rows_of(FORM.projects[0], "savings")[0]
MILESTONE: FormRow = rows_of(FORM.projects[0], "milestones")[0]
STATUS: FormRow = rows_of(FORM.projects[0], "status")[0]
HEADINGS = next(part.headings for part in FORM.projects[0].sections if part.key == "savings")


def book(rows: Sequence[Sequence[str]], name: str = "Sheet") -> Workbook:
    cells = tuple(tuple(Cell(text) if text else None for text in row) for row in rows)
    return Workbook("a.xlsx", (Sheet(name, cells),))


def placed(rows: Sequence[Sequence[str]], row: FormRow) -> tuple[PlacedRow, ...]:
    return tuple(locate(book(rows), FORM).get(row.code, ()))


def said(found: PlacedRow, row: FormRow) -> dict[str, object]:
    return {
        question.key: cell.cell.value
        for question in row.questions
        if (cell := found.cells.get(question.code)) is not None and cell.cell is not None
    }


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("F-0012/007", ("F-0012",)),
        (" f–0012/007: yes", ("F-0012",)),
        ("F-0012/007/2", ("F-0012",)),
        ("F-0012/07", ()),
        ("F-012/007", ()),
        ("See F-0012/007", ()),
        ("F-0012/007/", ()),
        ("F-0012/0071/2024", ()),
    ],
)
def test_a_code_is_known_by_its_shape(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(book([[text]])) == numbers


def test_the_form_that_a_workbook_carries_is_no_answer() -> None:
    assert numbers_in(book([[MARK], [SAVING.code, "1"]])) == ()
    assert numbers_in(book([["Another mark"], [SAVING.code, "1"]])) == ("F-0012",)


def test_the_form_with_most_rows_comes_first() -> None:
    assert numbers_in(book([["F-0009/001"], ["F-0012/001"], ["F-0012/002"]])) == ("F-0012", "F-0009")


def test_the_nearest_headings_above_hold() -> None:
    swapped = ["", HEADINGS[0], HEADINGS[2], HEADINGS[1], HEADINGS[3]]
    rows = [
        ["", *HEADINGS],
        ["x"],
        swapped,
        [SAVING.code, SAVING.words, "700", "1000", "90"],
        ["", *HEADINGS],
    ]
    found = placed(rows, SAVING)[0]
    assert said(found, SAVING) == {"forecast_pence": "700", "to_find": "1000", "delivered_pence": "90"}
    assert found.words == SAVING.words
    assert found.at == "Sheet!A4"


def test_a_row_that_only_happens_to_name_a_column_is_no_heading() -> None:
    rows = [["", *HEADINGS], ["", "", "", HEADINGS[1]], [SAVING.code, SAVING.words, "1000", "700", "90"]]
    assert said(placed(rows, SAVING)[0], SAVING)["forecast_pence"] == "700"


def test_without_headings_columns_are_where_they_were() -> None:
    found = placed([[SAVING.code, SAVING.words, "1000", "700", "90"]], SAVING)[0]
    assert said(found, SAVING) == {"to_find": "1000", "forecast_pence": "700", "delivered_pence": "90"}
    moved = placed([["", "", SAVING.code, SAVING.words, "1000", "700", "90"]], SAVING)[0]
    assert said(moved, SAVING)["forecast_pence"] == "700"


@pytest.mark.parametrize(
    ("line", "answers", "unread"),
    [
        ("{code} Forecast: 700; Delivered – 90", {"forecast_pence": "700", "delivered_pence": "90"}, ""),
        ("{code}: forecast = £1.2m", {"forecast_pence": "£1.2m"}, ""),
        (
            "{code} Forecast for the year: 700; Delivered so far: 90",
            {"forecast_pence": "700", "delivered_pence": "90"},
            "",
        ),
        ("{code}/2 700", {"forecast_pence": "700"}, ""),
        ("{code} {words}: Delivered 90", {"delivered_pence": "90"}, ""),
        ("{code} Forecast: -700; Delivered = .5", {"forecast_pence": "-700", "delivered_pence": ".5"}, ""),
        (
            "- {code} - Forecast - 700.; Delivered: -£90",
            {"forecast_pence": "700", "delivered_pence": "-£90"},
            "",
        ),
        ("{code} Forecasting is hard", {}, "Forecasting is hard"),
        ("{code} 700 and 90", {}, "700 and 90"),
        ("{code} Forecast: 700; no idea of the rest", {"forecast_pence": "700"}, "no idea of the rest"),
    ],
)
def test_a_line_of_words_names_what_it_answers(line: str, answers: dict[str, str], unread: str) -> None:
    found = placed([[line.format(code=SAVING.code, words=SAVING.words)]], SAVING)[0]
    assert found.is_text
    assert said(found, SAVING) == answers
    assert found.unread == unread


def test_the_one_question_of_a_row_needs_no_name() -> None:
    for cells in (
        [f"{STATUS.code} At risk"],
        [STATUS.code, "At risk"],
        [f"{STATUS.code} Delivery status: At risk"],
    ):
        found = placed([cells], STATUS)[0]
        assert said(found, STATUS) == {"status_id": "At risk"}
        assert found.is_text
    table = placed([[STATUS.code, STATUS.words, "At risk"]], STATUS)[0]
    assert (said(table, STATUS), table.is_text) == ({"status_id": "At risk"}, False)


def test_words_go_after_tables() -> None:
    rows = [[f"{STATUS.code} At risk"], [STATUS.code, STATUS.words, "On target"]]
    assert [said(each, STATUS) for each in placed(rows, STATUS)] == [{"status_id": "On target"}]
    assert placed([["F-0012/999", "x"]], MILESTONE) == ()


def test_of_two_names_that_begin_alike_the_longer_is_meant() -> None:
    questions = tuple(
        replace(
            question, label={"forecast_pence": "Forecast", "delivered_pence": "Forecast so far"}[question.key]
        )
        if question.asked
        else question
        for question in SAVING.questions
    )
    row = replace(SAVING, questions=questions)
    sheet = FORM.projects[0]
    sections = tuple(
        replace(part, rows=tuple(row if each.code == row.code else each for each in part.rows))
        for part in sheet.sections
    )
    form = replace(FORM, projects=(replace(sheet, sections=sections), *FORM.projects[1:]))
    found = locate(book([[f"{row.code} Forecast so far: 90; Forecast: 700"]]), form)[row.code][0]
    assert said(found, row) == {"forecast_pence": "700", "delivered_pence": "90"}
