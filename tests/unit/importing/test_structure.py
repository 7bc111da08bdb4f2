"""What is found on a sheet: its tables, how they lie, and what each line and column of them is."""

from collections.abc import Sequence
from datetime import date

from asc_desktop.domain.importing.found import FoundTable, Lies, PutRight, Role
from asc_desktop.domain.importing.sheets import Area, Sheet
from asc_desktop.domain.importing.structure.find import find_tables
from tests.unit.importing import sheets
from tests.unit.importing.sheets import BOLD, GROUP, HEAD, TOTAL, area, sheet, workbook

LETTERS = {
    Role.HEADING: "H", Role.RECORD: "r", Role.GROUP: "G", Role.TOTAL: "T", Role.NOTE: "n", Role.BLANK: ".",
}  # fmt: skip
PROJECTS = [
    ["DX-01", "Reablement at home", "Head of Reablement", 120_000, 80_000],
    ["DX-02", "Supported living review", "Head of Commissioning", 45_500, 40_000],
    ["DX-03", "Direct payments", "Service Manager", 0, 12_000],
]
HEADINGS = ["Ref", "Project", "Lead", "Target", "Forecast"]


def found(
    a_sheet: Sheet, right: PutRight | None = None, known: frozenset[str] | None = None
) -> list[FoundTable]:
    return list(find_tables(a_sheet, workbook(a_sheet), right, known))


def roles(table: FoundTable) -> str:
    return "".join(LETTERS[line.role] for line in table.lines)


def paths(table: FoundTable) -> list[str]:
    return [" / ".join(column.path) for column in table.columns]


def only(tables: Sequence[FoundTable]) -> FoundTable:
    assert len(tables) == 1
    return tables[0]


def test_a_plain_table() -> None:
    table = only(found(sheet([HEADINGS, *PROJECTS])))
    assert (table.area, table.lies, roles(table)) == (area("A1:E4"), Lies.DOWN, "Hrrr")
    assert paths(table) == HEADINGS
    assert table.sure > 0.6


def test_a_title_a_control_block_and_an_empty_column_stand_before_it() -> None:
    rows = [
        [None, "Adult social care transformation tracker"],
        [],
        [None, "Project manager:", "Transformation lead", None, "Version:", "3.1"],
        [None, "Last updated:", date(2024, 6, 18), None, "Status:", "Draft"],
        [],
        *[[None, *row] for row in [HEADINGS, *PROJECTS]],
    ]
    form, table = found(sheet(rows, styles={5: HEAD}))
    assert form.lies is Lies.FORM
    assert [(column.path, column.value_at) for column in form.columns][:2] == [
        (("Project manager",), (2, 2)),
        (("Version",), (2, 5)),
    ]
    assert [form.column_words(column.at) for column in form.columns][:2] == ["C3", "F3"]
    assert form.sure < 0.5 < table.sure
    assert table.area == area("B6:F9")
    assert [table.column_words(column.at) for column in table.columns] == list("BCDEF")
    assert table.title == "Adult social care transformation tracker"
    assert roles(table) == "Hrrr"


def test_years_over_target_and_forecast_by_merges() -> None:
    rows = [
        ["Project", "Lead", "2024/25", None, "2025/26", None, "Notes"],
        [None, None, "Target", "Forecast", "Target", "Forecast", None],
        ["Reablement", "Head of Reablement", 10, 8, 20, 18, "On plan"],
        ["Direct payments", "Service Manager", 5, 5, 6, 6, None],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    table = only(found(sheet(rows, merges=merges, styles={0: HEAD, 1: HEAD})))
    assert roles(table) == "HHrr"
    assert paths(table) == [
        "Project", "Lead", "2024/25 / Target", "2024/25 / Forecast", "2025/26 / Target", "2025/26 / Forecast", "Notes",
    ]  # fmt: skip


def test_bands_that_are_not_merged_stand_over_the_columns_up_to_the_next() -> None:
    rows = [
        ["Project", "2024/25", None, "2025/26", None, None],
        [None, "Target", "Forecast", "Target", "Forecast", "Comments"],
        ["Reablement", 10, 8, 20, 18, "On plan"],
        ["Direct payments", 5, 5, 6, 6, "Late"],
    ]
    table = only(found(sheet(rows)))
    assert paths(table) == [
        "Project", "2024/25 / Target", "2024/25 / Forecast", "2025/26 / Target", "2025/26 / Forecast", "Comments",
    ]  # fmt: skip


def test_a_row_of_units_joins_the_headings() -> None:
    rows = [
        ["Project", "Lead", "2024/25", "2025/26"],
        [None, None, "£000", "£000"],
        ["Reablement", "Head of Reablement", 120, 80],
        ["Direct payments", "Service Manager", 45, 40],
    ]
    table = only(found(sheet(rows)))
    assert roles(table) == "HHrr"
    assert paths(table) == ["Project", "Lead", "2024/25 / £000", "2025/26 / £000"]


def test_dates_as_headings_are_months_in_words() -> None:
    rows = [
        ["Project", date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)],
        ["Reablement", 3, 4, 5],
        ["Direct payments", 1, 1, 2],
    ]
    assert paths(only(found(sheet(rows))))[1:] == ["1 Apr 2024", "1 May 2024", "1 Jun 2024"]


def test_group_rows_name_what_follows_them() -> None:
    rows = [
        HEADINGS,
        ["▶ Prevention"],
        *PROJECTS[:2],
        ["▶ Commissioning"],
        PROJECTS[2],
    ]
    table = only(found(sheet(rows, styles={1: GROUP, 4: GROUP}, merges=["A2:E2", "A5:E5"])))
    assert roles(table) == "HGrrGr"
    assert [line.group for line in table.records] == [("Prevention",), ("Prevention",), ("Commissioning",)]


def test_nested_groups() -> None:
    rows = [
        HEADINGS,
        ["Adults"],
        ["  Home care"],
        PROJECTS[0],
        ["  Residential"],
        PROJECTS[1],
        ["Commissioning"],
        PROJECTS[2],
    ]
    styles = {1: GROUP, 2: BOLD, 4: BOLD, 6: GROUP}
    table = only(found(sheet(rows, styles=styles)))
    assert roles(table) == "HGGrGrGr"
    assert [line.group for line in table.records] == [
        ("Adults", "Home care"),
        ("Adults", "Residential"),
        ("Commissioning",),
    ]


def test_totals_by_words_and_what_they_are_the_sums_of() -> None:
    rows = [
        HEADINGS,
        ["Prevention"],
        *PROJECTS[:2],
        [None, "Sub-total", None, 165_500, 120_000],
        ["Commissioning"],
        PROJECTS[2],
        [None, "Sub-total", None, 0, 12_000],
        [None, "Grand total", None, 165_500, 132_000],
    ]
    table = only(found(sheet(rows, styles={1: GROUP, 5: GROUP})))
    assert roles(table) == "HGrrTGrTT"
    assert [line.sums for line in table.lines if line.role is Role.TOTAL] == [(2, 3), (6,), (2, 3, 6)]


def test_totals_by_formulas_whatever_they_are_called() -> None:
    rows = [HEADINGS, *PROJECTS, [None, "Programme", None, 165_500, 132_000]]
    formulas = {"D5": "=SUM(D2:D4)", "E5": "=SUBTOTAL(9,E2:E4)"}
    table = only(found(sheet(rows, formulas=formulas)))
    assert roles(table) == "HrrrT"
    assert table.lines[-1].sums == (1, 2, 3)


def test_a_project_called_like_a_sum_is_a_record() -> None:
    rows = [HEADINGS, *PROJECTS, ["DX-04", "Total Mobile rollout", "Head of Digital", 9_000, 8_000]]
    assert roles(only(found(sheet(rows)))) == "Hrrrr"


def test_numbered_rows_of_a_template_are_blank() -> None:
    rows = [
        ["ID", "Risk", "Owner", "Likelihood", "Impact", "Score"],
        [1, "Providers may leave the market", "Head of Commissioning", 3, 4, 12],
        [2, "Staff may not be found", "Head of HR", 4, 4, 16],
        *([number, None, None, None, None, 0] for number in range(3, 9)),
    ]
    formulas = {f"F{row}": f"=D{row}*E{row}" for row in range(2, 10)}
    table = only(found(sheet(rows, formulas=formulas)))
    assert roles(table) == "Hrr......"


def test_notes_below_a_table_are_notes() -> None:
    rows = [
        HEADINGS,
        *PROJECTS,
        [],
        ["Notes: all figures are provisional until the outturn is agreed."],
        ["Source: finance monitoring, month 3"],
    ]
    assert roles(only(found(sheet(rows)))) == "Hrrr.nn"


def test_empty_rows_between_groups_part_no_table() -> None:
    rows = [HEADINGS, PROJECTS[0], [], PROJECTS[1], [], [], PROJECTS[2]]
    table = only(found(sheet(rows, styles={0: HEAD})))
    assert roles(table) == "Hr.r..r"


def test_headings_again_in_the_middle() -> None:
    rows = [HEADINGS, *PROJECTS[:2], HEADINGS, PROJECTS[2]]
    assert roles(only(found(sheet(rows)))) == "HrrHr"


def test_tables_one_below_the_other() -> None:
    risks = [
        ["Risk", "Owner", "Score"],
        ["Providers may leave", "Head of Commissioning", 12],
        ["No staff", "Head of HR", 9],
    ]
    one, other = found(
        sheet([["Projects"], HEADINGS, *PROJECTS, [], ["Risks"], *risks], styles={1: HEAD, 7: HEAD})
    )
    assert (one.title, roles(one), other.title, roles(other)) == ("Projects", "Hrrr", "Risks", "Hrr")
    assert paths(other) == ["Risk", "Owner", "Score"]


def test_tables_beside_each_other() -> None:
    risks = [
        ["Risk", "Score"],
        ["Providers may leave", 12],
        ["No staff", 9],
        ["Demand grows", 16],
        ["Fees rise", 8],
    ]
    projects = [HEADINGS, *PROJECTS, [None] * 5]
    rows = [[*left, None, *right] for left, right in zip(projects, risks, strict=True)]
    one, other = found(sheet(rows, styles={0: HEAD}))
    assert (roles(one), roles(other)) == ("Hrrr", "Hrrrr")
    assert (one.area, other.area) == (area("A1:E4"), area("G1:H5"))


def test_an_empty_column_within_parts_no_table() -> None:
    rows = [[*row[:3], None, *row[3:]] for row in [HEADINGS, *PROJECTS]]
    table = only(found(sheet(rows)))
    assert paths(table) == HEADINGS
    assert [column.at for column in table.columns] == [0, 1, 2, 4, 5]


def test_a_table_on_its_side() -> None:
    rows = [
        ["Project", "Reablement", "Direct payments", "Supported living"],
        ["Sponsor", "Director", "Head of Service", "Director"],
        ["Start date", date(2024, 4, 1), date(2024, 5, 1), date(2024, 9, 1)],
        ["Target", 120_000, 45_500, 30_000],
        ["Status", "On track", "Late", "On track"],
    ]
    table = only(found(sheet(rows)))
    assert (table.lies, roles(table), paths(table)) == (
        Lies.ACROSS, "Hrrr", ["Project", "Sponsor", "Start date", "Target", "Status"],
    )  # fmt: skip
    assert [line.at for line in table.records] == [1, 2, 3]
    assert table.place(1, 3) == (3, 1)


def test_a_form() -> None:
    rows = [
        ["Project closure form"],
        [],
        ["Project name:", "Reablement at home"],
        ["Sponsor:", "Director of Adult Social Care"],
        ["Start date:", date(2024, 4, 1)],
        ["Saving:", 120_000],
        ["Reason:"],
    ]
    table = only(found(sheet(rows)))
    assert table.lies is Lies.FORM
    assert paths(table) == ["Project name", "Sponsor", "Start date", "Saving", "Reason"]
    assert table.place(0, 3) == (5, 1)


def test_a_label_without_a_value_is_no_title_of_its_form() -> None:
    """An empty “Key milestone” was the key to colours for which the whole form was left out."""
    rows = [
        ["Ref", "DX-02"],
        ["Project", "Reablement reviews"],
        ["Key milestone", None],
        ["Baseline date", "TBC"],
        ["Start date", date(2024, 4, 1)],
    ]
    known = frozenset({"ref", "project", "key milestone", "baseline date", "start date"})
    rows = [[sheets.cell(label, BOLD), value] for label, value in rows]
    for body, said in ((rows, None), (rows, known), ([rows[2], *rows[:2], *rows[3:]], known)):
        plain = only(found(sheet(body), known=said))
        titled = only(found(sheet([["Project on a page"], *body], styles={0: BOLD}), known=said))
        assert (plain.lies, plain.title) == (Lies.FORM, "")
        assert (titled.lies, titled.title) == (Lies.FORM, "Project on a page")
        assert plain.sure > 0.4


def test_three_labels_are_a_form_where_two_are_words_for_fields_and_no_table_stands_below() -> None:
    """A sheet of a project's reference and name was left out; who keeps a table is no project for all that."""
    rows = [["Ref", "DX-02"], ["Project", "Reablement reviews"], ["Sort key", 10], ["Board", "Adults"]]
    two, one = frozenset({"ref", "project"}), frozenset({"project"})

    def sure(body: list[list[object]], known: frozenset[str]) -> tuple[float, bool]:
        labels = [[sheets.cell(label, BOLD), value] for label, value in body]
        form, *_ = found(sheet([*labels, *below]), known=known)
        assert form.lies is Lies.FORM
        return form.sure, "There is little in it." in form.why

    below: list[list[object]] = []
    assert sure(rows[:3], two) == (0.65, False)
    assert sure(rows[:3], one) == (0.28, True)
    assert sure(rows, one) == (0.53, False)
    below = [[], HEADINGS, *PROJECTS]
    assert sure(rows[:3], two) == (0.2, True)


def test_two_projects_side_by_side_are_no_form_though_most_of_theirs_is_empty() -> None:
    """What only the second had was taken for the first, and the second was lost."""
    fields = [
        "Ref",
        "Project",
        "Lead",
        "Start date",
        "End date",
        "Sponsor",
        "Risk",
        "Mitigation",
        "Saving",
        "Plan",
    ]
    known = frozenset(map(str.casefold, fields))
    first = ["DX-01", "Reablement", "Ann", date(2024, 4, 1), None, "Director", "Staff", None, 10, None]
    other = ["DX-02", "Telecare", None, None, date(2025, 3, 31), None, None, "Agency", None, "MTFS"]

    def laid(*columns: Sequence[object]) -> list[FoundTable]:
        rows = [
            [sheets.cell(label, BOLD), *values]
            for label, *values in zip(fields, *columns, strict=True)
        ]  # fmt: skip
        return found(sheet(rows), known=known)

    across = only(laid(first, other))
    assert (across.lies, roles(across), across.place(2, 3)) == (Lies.ACROSS, "Hrr", (3, 2))
    noted = only(laid(first, ["Adults", *[None] * 9]))
    assert (noted.lies, roles(noted)) == (Lies.FORM, "r")


def test_one_row_under_two_headings_is_a_table_where_both_are_words_for_fields() -> None:
    """A month's only exception was left out for being alone."""
    rows = [["Project ref", "Exception"], ["DX-02", "Awaiting the cabinet’s decision"]]
    both = only(found(sheet(rows, styles={0: HEAD}), known=frozenset({"project ref", "exception"})))
    one = only(found(sheet(rows, styles={0: HEAD}), known=frozenset({"project ref"})))
    assert both.sure > 0.6
    assert (one.sure, one.why.endswith("There is little in it.")) == (0.25, True)


def test_hidden_rows_are_records_and_say_so() -> None:
    table = only(found(sheet([HEADINGS, *PROJECTS], hidden_rows=[2], hidden_columns=[4])))
    assert [line.hidden for line in table.records] == [False, True, False]
    assert [column.hidden for column in table.columns] == [False, False, False, False, True]


def test_a_blank_heading_over_cells_keeps_its_column() -> None:
    rows = [["Ref", "Project", None, "Target"], *[[row[0], row[1], row[2], row[3]] for row in PROJECTS]]
    assert paths(only(found(sheet(rows)))) == ["Ref", "Project", "", "Target"]


def test_two_columns_of_one_name_are_both_kept() -> None:
    rows = [["Ref", "Project", "Date", "Date"], *[[row[0], row[1], row[3], row[4]] for row in PROJECTS]]
    assert paths(only(found(sheet(rows)))) == ["Ref", "Project", "Date", "Date"]


def test_lists_and_instructions_are_hardly_records() -> None:
    lists = sheet(
        [["Status", "Priority"], ["Open", "High"], ["Closed", "Low"], ["On hold", "Medium"]], name="Lists"
    )
    guide = sheet(
        [
            ["How to use"],
            [],
            ["Sheet", "Purpose"],
            ["Projects", "One row a project"],
            ["Risks", "One row a risk"],
        ],
        name="Instructions",
    )
    assert all(table.sure < 0.4 for each in (lists, guide) for table in found(each))


def test_what_a_person_says_is_taken() -> None:
    a_sheet = sheet([["A", "B", "C"], HEADINGS[:3], *[row[:3] for row in PROJECTS]])
    table = only(found(a_sheet, PutRight(headings=frozenset({1}))))
    assert (roles(table), table.area, paths(table)) == ("Hrrr", area("A2:C5"), HEADINGS[:3])
    said = PutRight(headings=frozenset({1}), roles={4: Role.TOTAL})
    assert roles(only(found(a_sheet, said))) == "HrrT"
    assert found(a_sheet, PutRight(headings=frozenset({1}), dropped=frozenset({(1, 0)}))) == []
    apart = found(a_sheet, PutRight(apart=(Area(1, 0, 3, 2),)))
    assert area("A2:C4") in [each.area for each in apart]


def test_a_person_turns_a_table() -> None:
    table = only(
        found(sheet([[*HEADINGS[:3], "Budget", "Forecast"], *PROJECTS]), PutRight(lies={(0, 0): Lies.ACROSS}))
    )
    assert (table.lies, table.area, roles(table)) == (Lies.ACROSS, area("A1:E4"), "Hrrrr")
    assert [table.column_words(column.at) for column in table.columns] == list("1234")


def test_an_empty_sheet_has_no_table() -> None:
    assert found(sheet([])) == []
    assert found(sheet([["Only a title"]])) == []


def test_the_builder_reads_addresses() -> None:
    assert sheets.place("AB7") == (6, 27)
    assert TOTAL != BOLD


def test_few_rows_under_many_headings_are_no_form_where_a_text_is_a_word_for_a_heading() -> None:
    rows = [
        ["Ref", "Project", "Savings line", "2024/25 target"],
        ["A1", "One", "Saving:", 125_000],
        ["A2", "Two", "Forecast", 95_000],
    ]
    known = frozenset({"ref", "project", "savings line", "2024/25 target", "saving", "forecast"})
    for styles in ({0: HEAD}, {}):
        table = only(found(sheet(rows, styles=styles), known=known))
        assert (table.lies, roles(table)) == (Lies.DOWN, "Hrr"), styles


def test_three_heading_rows_with_bands_and_units() -> None:
    rows = [
        [None, None, "2024/25", None, "2025/26", None, "Total"],
        ["Ref", "Project", "Target", "Forecast", "Target", "Forecast", None],
        [None, None, "£000", "£000", "£000", "£000", "£000"],
        *[[*row[:2], 1, 2, 3, 4, 4] for row in PROJECTS],
    ]
    table = only(found(sheet(rows, merges=["C1:D1", "E1:F1"])))
    assert roles(table) == "HHHrrr"
    assert paths(table)[2:] == [
        "2024/25 / Target / £000", "2024/25 / Forecast / £000", "2025/26 / Target / £000", "2025/26 / Forecast / £000",
        "Total / £000",
    ]  # fmt: skip


def test_a_spacer_column_between_a_name_and_its_years_parts_nothing() -> None:
    rows = [
        ["Project", None, "2024/25", None, None, "2025/26", None],
        [None, None, "Target", "Forecast", None, "Target", "Forecast"],
        *[[row[1], None, 1, 2, None, 3, 4] for row in PROJECTS],
    ]
    table = only(found(sheet(rows, merges=["C1:D1", "F1:G1"])))
    assert paths(table) == [
        "Project", "2024/25 / Target", "2024/25 / Forecast", "2025/26 / Target", "2025/26 / Forecast",
    ]  # fmt: skip


def test_a_unit_beside_the_title_is_part_of_it() -> None:
    rows = [["Savings tracker", None, None, None, "£000"], HEADINGS, *PROJECTS]
    table = only(found(sheet(rows)))
    assert table.title == "Savings tracker £000"


def test_a_table_right_below_another() -> None:
    risks = [
        ["Risk", "Owner", "Likelihood", "Impact", "Score"],
        ["Providers leave", "Head", 3, 4, 12],
        ["No staff", "HR", 2, 2, 4],
    ]
    one, other = found(sheet([HEADINGS, *PROJECTS, *risks], styles={0: HEAD, 4: HEAD}))
    assert (roles(one), roles(other)) == ("Hrrr", "Hrr")
    assert (paths(one), paths(other)) == (HEADINGS, risks[0])


def test_headings_that_are_said_again_for_each_group_are_one_table() -> None:
    rows = [
        ["Tracker"],
        [],
        ["Prevention"],
        HEADINGS,
        *PROJECTS[:2],
        [],
        ["Commissioning"],
        HEADINGS,
        PROJECTS[2],
    ]
    table = only(found(sheet(rows, styles={2: BOLD, 3: HEAD, 7: BOLD, 8: HEAD})))
    assert roles(table) == "GHrr.GHr"
    assert [line.group for line in table.records] == [("Prevention",), ("Prevention",), ("Commissioning",)]


def test_a_record_called_like_a_sum_without_a_reference_is_one_unless_its_figures_add_up() -> None:
    a_sheet = sheet([HEADINGS, *PROJECTS, [None, "Total Mobile", None, 5, 6]])
    assert roles(only(found(a_sheet))) == "Hrrrr"
    adds_up = sheet([HEADINGS, *PROJECTS, [None, "Total of all lines", None, 165_500, 132_000]])
    assert roles(only(found(adds_up))) == "HrrrT"


def test_a_line_called_the_total_of_its_group_is_one_whatever_it_comes_to() -> None:
    rows = [
        HEADINGS,
        ["Adults"],
        *PROJECTS,
        [None, "Total Adults", None, 165_500, 1],
        ["Housing"],
        *PROJECTS[:2],
    ]
    assert roles(only(found(sheet(rows)))) == "HGrrrTGrr"
    rows[5] = [None, "Total Mobile", None, 165_500, 1]
    assert roles(only(found(sheet(rows)))) == "HGrrrrGrr"
    rows[5:6] = [[None, "Total Adults", None, 165_500, 1], PROJECTS[0]]
    assert roles(only(found(sheet(rows)))) == "HGrrrrrGrr"


def test_lines_of_figures_alone_are_a_sum_where_they_add_up_and_else_a_record() -> None:
    assert roles(only(found(sheet([HEADINGS, *PROJECTS, [None, None, None, 165_500, 132_000]])))) == "HrrrT"
    assert roles(only(found(sheet([HEADINGS, *PROJECTS, [None, None, None, 165_500, 1]])))) == "Hrrrr"


def test_what_is_measured_is_no_sum_though_it_is_called_a_target() -> None:
    rows = [
        ["Project", "Measure", "Apr-24", "May-24"],
        ["Reablement", "Starts", 3, 4],
        [None, "Target", 5, 5],
        ["Direct payments", "Starts", 1, 2],
        [None, "Target", 2, 2],
    ]
    assert roles(only(found(sheet(rows, merges=["A2:A3", "A4:A5"])))) == "Hrrrr"


def test_labels_above_their_values_are_a_form() -> None:
    rows = [
        ["Project name", "Sponsor", "Stage"],
        ["Reablement", "Director", "Delivery"],
        ["Start", "End", "Budget"],
        [date(2024, 4, 1), date(2025, 3, 31), 20_000],
        ["Summary"],
        ["What it is about, and how it goes."],
    ]
    table = only(found(sheet(rows, styles={0: BOLD, 2: BOLD, 4: BOLD})))
    assert table.lies is Lies.FORM
    assert {column.path[0]: column.value_at for column in table.columns}["Budget"] == (3, 2)


def test_a_form_with_two_pairs_a_row_and_values_that_are_words_of_headings() -> None:
    rows = [
        ["Project name", "Reablement", "Sponsor", "Director"],
        ["Start date", date(2024, 4, 1), "Stage", "Delivery"],
        ["Budget", 20_000, "Status", "On track"],
    ]
    known = frozenset({"project name", "sponsor", "start date", "stage", "budget", "status", "delivery"})
    table = only(found(sheet(rows), known=known))
    assert table.lies is Lies.FORM
    assert {column.path[0]: column.value_at for column in table.columns} == {
        "Project name": (0, 1), "Sponsor": (0, 3), "Start date": (1, 1), "Stage": (1, 3), "Budget": (2, 1),
        "Status": (2, 3),
    }  # fmt: skip


def test_a_form_stands_beside_the_tables_of_its_sheet() -> None:
    rows = [
        ["Project:", "Reablement"],
        ["Lead:", "Head of Reablement"],
        ["Overall RAG:", "Amber"],
        [],
        ["Milestones"],
        ["Milestone", "Due", "Status"],
        ["Contract let", date(2024, 5, 1), "Done"],
        ["Go live", date(2024, 9, 1), "On track"],
    ]
    form, table = found(sheet(rows, styles={5: HEAD}))
    assert (form.lies, table.lies, table.title) == (Lies.FORM, Lies.DOWN, "Milestones")


def test_merged_cells_over_many_rows_are_held_and_not_empty() -> None:
    rows = [["Project", "Status", "Notes"], ["One", "On track", "x"], [], [], ["Two", "Late", "y"], [], []]
    merges = [f"{column}{row}:{column}{row + 2}" for column in "ABC" for row in (2, 5)]
    table = only(found(sheet(rows, styles={0: HEAD}, merges=merges)))
    assert roles(table) == "Hr..r"
    assert table.lines[2].why == "It is the rest of a merged cell above it."


def test_a_template_of_references_and_formulas_is_blank_and_a_group_of_one_word_is_not() -> None:
    rows = [
        ["Ref", "Project", "Status", "Score"],
        ["Prevention"],
        ["DX-01", "Reablement", "On track", 3],
        ["DX-02", "Direct payments", "Late", 4],
        ["XX-90"],
        ["XX-91", None, None, 0],
    ]
    table = only(found(sheet(rows, formulas={"D6": "=1*0"})))
    assert roles(table) == "HGrr.."
    same = [["", "", "Not started", f"{number}"] for number in range(3)]
    rows = [["Ref", "Project", "Status", "No."], ["A1", "One", "Open", "7"], ["A2", "Two", "Open", "9"]]
    table = only(found(sheet([*rows, *[[None, None, "Not started", None]] * 3])))
    assert len(same) == 3
    assert roles(table) == "Hrr..."


def test_thousands_of_merges_and_rows_are_read_once() -> None:
    rows = [["Project", "Lead", "Status", "Notes"]]
    rows += [[f"Project {number}", "Head", "Open", f"Note {number}"] for number in range(3000)]
    merges = [f"E{row}:F{row}" for row in range(2, 1500)]
    table = only(found(sheet(rows, merges=merges)))
    assert len(table.records) == 3000


def test_names_with_numbers_are_no_numbering() -> None:
    rows = [["Ref", "Risk", "Score"], *[[f"R-{at}", f"Risk {at}", at + 4] for at in range(1, 6)]]
    assert roles(only(found(sheet(rows)))) == "Hrrrrr"
    named = [["Project", "Lead"], ["Home 1", "Head"], ["Home 2", "Head"], ["Home 3", None], ["Home 4", None]]
    assert roles(only(found(sheet(named)))) == "Hrrrr"


def test_a_label_with_figures_that_the_lines_below_add_up_to_heads_them() -> None:
    rows = [
        ["Ref", "Project", "Lead", "Target"],
        ["Theme 1: Prevention", None, None, 165_500],
        *[row[:4] for row in PROJECTS[:2]],
        ["Theme 2: Commissioning", None, None, 500],
        ["DX-03", "Direct payments", "Service Manager", 400],
        ["DX-04", "Brokerage", "Service Manager", 100],
    ]
    table = only(found(sheet(rows, styles={1: GROUP, 4: GROUP})))
    assert roles(table) == "HGrrGrr"
    assert table.lines[1].sums == (2, 3)
    assert table.records[2].group == ("Theme 2: Commissioning",)


def test_a_table_on_its_side_with_sections_before_its_fields() -> None:
    rows = [
        ["Details", "Project", "Reablement", "Direct payments"],
        [None, "Lead", "Head of Service", "Manager"],
        ["Savings", "2024/25", 10, 20],
        [None, "2025/26", 11, 21],
        ["Dates", "Start", date(2024, 4, 1), date(2024, 5, 1)],
    ]
    table = only(found(sheet(rows, merges=["A1:A2", "A3:A4"])))
    assert table.lies is Lies.ACROSS
    assert paths(table)[:3] == ["Details / Project", "Details / Lead", "Savings / 2024/25"]
    assert [line.at for line in table.records] == [2, 3]


def test_a_key_beside_a_table_is_no_column_of_it() -> None:
    rows = [
        [*HEADINGS, None, "Key"], [*PROJECTS[0], None, "R = late"], [*PROJECTS[1], None, "G = fine"], PROJECTS[2],
    ]  # fmt: skip
    tables = found(sheet(rows, styles={0: HEAD}))
    assert paths(tables[0]) == HEADINGS
    assert all(table.sure < 0.3 for table in tables[1:])


def test_titles_above_tables_beside_each_other() -> None:
    rows = [
        ["Savings", None, None, None, None, None, "Risks"],
        [*HEADINGS, None, "Ref", "Risk"],
        [*PROJECTS[0], None, "R1", "Providers leave"],
        [*PROJECTS[1], None, "R2", "No staff"],
        [None] * 6 + ["R3", "Demand grows"],
    ]
    one, other = found(sheet(rows, styles={1: HEAD}))
    assert (one.title, other.title) == ("Savings", "Risks")
    assert (roles(one), roles(other)) == ("Hrr", "Hrrr")


def test_a_heading_row_that_a_person_says_is_a_record_is_one() -> None:
    a_sheet = sheet([HEADINGS, *PROJECTS])
    table = only(found(a_sheet, PutRight(roles={0: Role.RECORD})))
    assert roles(table) == "rrrr"
    assert paths(table) == [""] * 5
    assert table.lines[0].why == "You chose this."


def test_a_line_below_the_table_that_a_person_says_is_a_record_joins_it() -> None:
    a_sheet = sheet([HEADINGS, *PROJECTS, [], [], [], ["Forgotten project"]], styles={0: HEAD})
    assert roles(only(found(a_sheet))) == "Hrrr...n"
    assert roles(only(found(a_sheet, PutRight(roles={7: Role.RECORD})))) == "Hrrr...r"


def test_what_is_called_like_a_sum_has_to_add_up_several_lines_and_to_the_last_digit() -> None:
    near = sheet([HEADINGS, *PROJECTS, [None, "Total Mobile", None, 165_100, 131_600]])
    assert roles(only(found(near))) == "Hrrrr"
    twin = sheet(
        [HEADINGS, *PROJECTS, [None, "Total Mobile", None, 5, 6], ["DX-05", "Handsets", "Head", 5, 6]]
    )
    assert roles(only(found(twin))) == "Hrrrrr"


def test_what_follows_a_grand_total_is_in_no_group() -> None:
    rows = [
        HEADINGS,
        ["Adults"],
        ["  Home care"],
        *PROJECTS[:2],
        [None, "Grand total", None, 165_500, 120_000],
        PROJECTS[2],
    ]
    table = only(found(sheet(rows, styles={1: GROUP, 2: BOLD})))
    assert roles(table) == "HGGrrTr"
    assert table.records[-1].group == ()


def test_one_column_of_comments_apart_is_a_column() -> None:
    rows = [[*HEADINGS, None, None, "Comments"], *[[*row, None, None, "Under way"] for row in PROJECTS]]
    assert paths(only(found(sheet(rows)))) == [*HEADINGS, "Comments"]


def test_a_second_table_without_any_look_begins_with_words_over_its_own_figures() -> None:
    costs = [
        ["Item", "Owner", "Basis", "Cost"],
        ["Staff", "Finance", "Actual", 20],
        ["IT", "Digital", "Estimate", 5],
    ]
    projects = [[*row[:3], row[1], row[3]] for row in PROJECTS]
    rows = [["Ref", "Project", "Lead", "Summary", "Target"], *projects, [], *costs]
    one, other = found(sheet(rows))
    assert (roles(one), roles(other)) == ("Hrrr", "Hrr")


def test_tables_of_equal_length_beside_each_other_are_parted_where_references_and_names_begin() -> None:
    projects = [["Ref", "Project", "2024/25"], ["A1", "Reviews", 5], ["A2", "Telecare", 6]]
    risks = [["Risk ID", "Risk description", "Score"], ["R1", "No staff", 9], ["R2", "Fees rise", 12]]
    one, other = found(sheet([[*left, None, *right] for left, right in zip(projects, risks, strict=True)]))
    assert (one.area, other.area) == (area("A1:C3"), area("E1:G3"))

    finance = [["Finance ref", "Contact", "Score"], ["F1", "Head", 9], ["F2", "Head", 12]]
    rows = [[*left, None, *right] for left, right in zip(projects, finance, strict=True)]
    table = only(found(sheet(rows)))
    assert "Column D is empty: both sides of it are taken as one table." in table.why
