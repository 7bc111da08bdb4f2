"""A form as a workbook: what stands where, what may be typed, what is locked, and what it carries unseen."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from asc_desktop.domain.forms.carried import MARK, carried_in
from asc_desktop.domain.forms.form import Form, FormError
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.excel.forms.project_sheet import CHECK, COVER
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.verify import verify_pack
from tests.unit.forms.forms import asked_desk, form_of


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of(asked_desk())


@pytest.fixture(scope="module")
def path(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "F-0012.xlsx"
    path.write_bytes(workbook_of(form, "Sample council"))
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return load_workbook(path)


@pytest.fixture(scope="module")
def read(path: Path) -> Workbook:
    return read_copy(path, path.name)


def row_of(sheet: Any, words: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == words)


def test_it_opens_and_every_formula_has_its_value(path: Path) -> None:
    assert verify_pack(path) == 6


def test_there_is_a_cover_a_sheet_a_project_and_two_sheets_that_nobody_sees(book: Any) -> None:
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert states == {
        COVER: "visible",
        "P-1": "visible",
        "P-2": "visible",
        "Yours": "visible",
        "Lists": "veryHidden",
        "About this form": "veryHidden",
    }


def test_each_answer_stands_in_its_row_and_column_with_what_was_sent(form: Form, read: Workbook) -> None:
    for project, name in zip(form.projects, ("P-1", "P-2", "Yours"), strict=True):
        sheet = read.sheet(name)
        codes = {str(row[0].value): at for at, row in enumerate(sheet.rows) if row and row[0]}
        for row in project.rows:
            for question in row.questions:
                cell = sheet.cell(codes[row.code], question.place)
                if question.sent is None:
                    assert cell is None, question
                    continue
                assert cell is not None, question
                match cell.kind:
                    case Cell.NUMBER if question.kind.value == "money":
                        assert round(float(cell.value) * 100) == question.sent
                    case Cell.NUMBER:
                        assert float(cell.value) == float(str(question.sent))
                    case Cell.DATE:
                        assert cell.value == question.sent
                    case _:
                        assert cell.value == question.shown


def test_every_row_has_its_code_at_the_left(form: Form, read: Workbook) -> None:
    found = [
        str(row[0].value)
        for sheet in read.sheets
        for row in sheet.rows
        if row and row[0] and str(row[0].value).startswith(f"{form.number}/")
    ]
    assert found == [row.code for row in form.rows]


def test_what_is_asked_is_unlocked_and_nothing_else_is(form: Form, book: Any) -> None:
    asked = {
        (name, row.code, question.place)
        for project, name in zip(form.projects, ("P-1", "P-2", "Yours"), strict=True)
        for row in project.rows
        for question in row.asked
    }
    found = set()
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        merged = {cell for area in sheet.merged_cells.ranges for cell in list(area.cells)[1:]}
        for line in sheet.iter_rows():
            for cell in line:
                if not cell.protection.locked and (cell.row, cell.column) not in merged:
                    found.add((sheet.title, line[0].value, cell.column - 1))
    assert found == asked


def test_text_that_looks_like_a_formula_stays_text(read: Workbook, book: Any) -> None:
    narrative = book["P-1"].cell(row_of(book["P-1"], "Narrative for the board"), 3)
    assert narrative.data_type == "s"
    assert narrative.value == "=Two moves are late.\n- one by a month"
    # So does what is typed there: a dash at its beginning is no sum.
    assert narrative.number_format == "@"


def rules(sheet: Any, row: int) -> dict[str, Any]:
    return {
        str(rule.sqref)[0]: rule
        for rule in sheet.data_validations.dataValidation
        if str(rule.sqref)[1:] == str(row)
    }


def test_lists_point_at_ranges_and_offer_every_choice(book: Any) -> None:
    sheet = book["P-1"]
    assert all(
        rule.type != "list" or "Lists" in rule.formula1 for rule in sheet.data_validations.dataValidation
    )
    status = rules(sheet, row_of(sheet, "Delivery status"))["C"]
    column = status.formula1.split("$")[1]
    offered = [cell.value for cell in book["Lists"][column] if cell.value]
    assert offered == ["On target", "Obstacles", "Compromised", "Closed"]
    assert status.errorTitle == "Delivery status"
    # Who types “Green” reads what there is, and where the list is.
    assert status.error == (
        "Choose one of these: On target; Obstacles; Compromised; Closed. "
        "Press the arrow beside the cell to see the list, or Alt and the arrow down."
    )
    risk = rules(sheet, row_of(sheet, "R-01 Provider fails"))["C"]
    assert [cell.value for cell in book["Lists"][risk.formula1.split("$")[1]] if cell.value] == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_amounts_days_and_texts_have_limits_with_a_plain_sentence(book: Any) -> None:
    sheet = book["P-1"]
    forecast = rules(sheet, row_of(sheet, "Rates, 2024/25"))["D"]
    assert (forecast.type, forecast.formula1, forecast.formula2) == ("decimal", "0", "100000000000")
    assert forecast.error == "Type pounds as a number, such as 250000, not below nought."
    day = rules(sheet, row_of(sheet, "Next"))["E"]
    assert (day.type, day.formula1, day.formula2) == ("date", "36526", "45473")
    # A month in letters is the same day wherever the computer stands, and a box is headed as its column is.
    assert day.errorTitle == "Done on"
    assert day.error == (
        "Type a day with its month in letters, such as 30 Jun 2024. It may be 30 Jun 2024 at the latest, since this "
        "form is for June 2024."
    )
    assert forecast.errorTitle == "Forecast for the year"
    due = rules(sheet, row_of(sheet, "Recruit"))["D"]
    assert (due.errorTitle, due.formula1, due.formula2) == ("Due", "45413", "73415")
    assert due.error == (
        "Type a day with its month in letters, such as 30 Jun 2024. It may be 1 May 2024 at the earliest."
    )
    assert rules(sheet, row_of(sheet, "Next"))["D"].error == (
        "Type a day with its month in letters, such as 30 Jun 2024."
    )
    owner = rules(sheet, row_of(sheet, "Recruit"))["C"]
    assert (owner.type, owner.formula1) == ("textLength", "200")
    # A narrative may be as long as a cell.
    assert "C" not in rules(sheet, row_of(sheet, "Narrative for the board"))
    own = book["Yours"]
    share = rules(own, row_of(own, "Reviews in time (%)"))["E"]
    # A number's cell would take 98.8% for 0.988.
    assert share.type == "custom"
    assert own.cell(row_of(own, "Reviews in time (%)"), 5).number_format == "@"
    assert rules(own, row_of(own, "Calls"))["E"].type == "decimal"


def test_of_many_choices_a_box_says_where_they_are_and_a_long_name_is_cut_between_words() -> None:
    desk = asked_desk()
    offered = "\n".join(f"Choice number {number}" for number in range(20))
    label = "Assurance of the third line and of others"
    desk.add(replace(desk.rows["own_field"]["own"], label=label, choices=offered))
    sheet = load_workbook(BytesIO(workbook_of(form_of(desk), "")))["P-1"]
    rule = rules(sheet, row_of(sheet, label))["C"]
    assert (rule.errorTitle, rule.error) == (
        "Assurance of the third line and…",
        "Choose one from the list. Press the arrow beside the cell to see the list, or Alt and the arrow down.",
    )


def test_what_is_wrong_as_it_is_sent_is_said_beside_the_formula_too(form: Form) -> None:
    """Records of an earlier release may hold what the limits refuse."""

    def asked(key: str, **new: Any) -> Form:
        def other(question: Any) -> Any:
            return replace(question, **new) if question.key == key and question.asked else question

        sheet = form.projects[0]
        sections = [
            replace(
                part, rows=[replace(row, questions=tuple(map(other, row.questions))) for row in part.rows]
            )
            for part in sheet.sections
        ]
        return replace(form, projects=(replace(sheet, sections=tuple(sections)),))

    def checks(of: Form) -> tuple[set[str], Any]:
        book = load_workbook(BytesIO(workbook_of(of, "")), data_only=True)["P-1"]
        said = {cell.value for (cell,) in book.iter_rows(min_row=5, min_col=6, max_col=6)}
        return {text for text in said if isinstance(text, str)}, book.cell(2, 6).value

    assert checks(form) == (set(), 2)
    for key, new, said in (
        ("actual_date", {"sent": "2024-07-01", "shown": "1 Jul 2024"}, "After 30 Jun 2024"),
        ("actual_date", {"sent": "2024-06-30", "shown": "30 Jun 2024"}, ""),
        ("due_date", {"sent": "2024-04-30", "shown": "30 Apr 2024"}, "Before 1 May 2024"),
        ("due_date", {"sent": "2024-05-01", "shown": "1 May 2024", "earliest": "2024-05-01"}, ""),
        ("due_date", {"sent": "1999-04-30", "shown": "30 Apr 1999"}, "Not a day"),
        ("forecast_pence", {"sent": -100, "shown": "-£1"}, "Below £0"),
        ("status_id", {"sent": "x", "shown": "Odd"}, "Not in the list"),
        ("impact", {"sent": 6, "shown": "6"}, "Not 1 to 5"),
        ("owner", {"sent": "x" * 201, "shown": "x" * 201}, "Too long"),
        ("owner", {"sent": "x" * 200, "shown": "x" * 200}, ""),
    ):
        assert said in {*checks(asked(key, **new))[0], ""}, key
        assert bool(said) is bool(checks(asked(key, **new))[0]), key
    # A row that is wrong counts for one.
    assert checks(asked("owner", sent="x" * 201, shown="x" * 201))[1] > 2


def test_each_sheet_and_the_cover_say_how_much_is_missing(read: Workbook) -> None:
    sheet = read.sheet("P-1")
    # The past milestone and the last question; 2024/25 has its figures.
    assert sheet.cell(1, 0).value == "2 answers still missing on this sheet"
    assert sheet.cell(1, CHECK).value == 2
    # P-2 has neither status nor narrative nor confirmation.
    assert read.sheet("P-2").cell(1, 0).value == "3 answers still missing on this sheet"
    # Of the lead’s own: two scores, two values, and the last question.
    assert read.sheet("Yours").cell(1, CHECK).value == 5
    cover = read.sheet(COVER)
    said = [str(cell.value) for row in cover.rows for cell in row if cell]
    assert "10 answers still missing in this form" in said
    assert "Friday 5 Jul 2024" in said


def test_the_workbook_carries_the_form_itself(form: Form, read: Workbook) -> None:
    assert carried_in(read) == form


def test_pence_are_shown_where_there_are_some(book: Any) -> None:
    sheet = book["P-1"]
    assert sheet.cell(row_of(sheet, "No staff"), 4).number_format == '"£"#,##0.00'
    assert sheet.cell(row_of(sheet, "Rates, 2024/25"), 4).number_format == '"£"#,##0'


@pytest.mark.parametrize("before", ["", "x"])
def test_a_long_form_is_carried_in_parts_whose_ends_no_program_trims(before: str) -> None:
    desk = asked_desk()
    desk.status("amber", narrative=before + "é " * 15_000)
    form = form_of(desk)
    book = load_workbook(BytesIO(workbook_of(form, "")))
    rows = [[cell.value for cell in row] for row in book["About this form"].iter_rows()]
    parts = [part for word, part in rows if word == "Form"]
    assert len(parts) > 1
    assert all(part == part.strip() for part in parts)
    cells = tuple(tuple(Cell(str(value)) for value in row) for row in rows)
    assert carried_in(Workbook("x", (Sheet("Renamed", cells),))) == form


def test_a_workbook_without_one_carries_none_and_a_spoiled_one_is_told() -> None:
    assert carried_in(Workbook("x", (Sheet("Sheet1", ((Cell("Ref"),),)),))) is None
    for rows in (((Cell(MARK), Cell("F-0001")),), ((Cell(MARK), None), (Cell("Form"), Cell('{"nu')))):
        with pytest.raises(FormError):
            carried_in(Workbook("x", (Sheet("About this form", rows),)))


def test_two_projects_of_one_reference_and_odd_references_have_sheets_of_their_own(form: Form) -> None:
    sheets = [replace(form.projects[1], ref=ref) for ref in ("a/b", "A:B", "start here", "'x'", "x" * 40, "")]
    book = load_workbook(BytesIO(workbook_of(replace(form, projects=tuple(sheets)), "")))
    names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert names == [COVER, "a-b", "A-B (2)", "start here (2)", "-x-", "x" * 31, "Yours"]


def test_one_form_always_gives_the_same_bytes_and_nothing_of_the_machine(form: Form, path: Path) -> None:
    content = workbook_of(form, "Sample council")
    assert content == path.read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        core = parts.read("docProps/core.xml").decode()
        app = parts.read("docProps/app.xml").decode()
        assert not any("vba" in name.lower() for name in parts.namelist())
    assert "<dc:creator>Sample council</dc:creator>" in core
    assert "2024-07-01T00:00:00Z" in core
    assert "<Company>Sample council</Company>" in app


def test_it_prints_upright_on_a4_one_page_wide_and_the_count_stays_in_view(book: Any) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("portrait", "9")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        if sheet.title != COVER:
            assert sheet.freeze_panes == "A3"
            assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEF") < 115
