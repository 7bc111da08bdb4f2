"""Tables that are not taken unless a person says so, and why; columns that are left out, and why."""

from asc_desktop.domain.importing.columns.mapped import map_as, map_tables
from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Lies, Role
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.sheets import Area, Sheet, Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.services.importing.vocabulary import read_vocabulary
from tests.unit.importing.tables import Held, a_table, cell, column, mapped, scheme, words

ROWS: list[list[Held]] = [["A1", "Reviews", "G"], ["A2", "Telecare", "R"]]
HEADINGS = ["Ref", "Project", "RAG"]


def test_hidden_sheets_guidance_lists_and_old_copies_are_not_taken() -> None:
    """Each says why."""
    assert mapped(HEADINGS, ROWS, state="hidden").why == "The sheet “Sheet1” is hidden."
    for sheet in (
        "How to use",
        "Lookup lists",
        "Archive",
        "Assumptions",
        "Lessons learned",
        "📋 Guidance",
        "Cover",
    ):
        found = mapped(HEADINGS, ROWS, sheet=sheet)
        assert found.skip, sheet
        assert found.why
    assert not mapped(HEADINGS, ROWS, sheet="Projects").skip


def test_a_log_of_several_kinds_is_not_taken_for_one() -> None:
    """Issues in a RAID log would be taken as risks otherwise."""
    rows: list[list[Held]] = [["R1", "Risk", "Too few staff", 3, 4], ["I1", "Issue", "A late contract", 2, 2]]
    found = mapped(["ID", "Type", "Description", "Likelihood", "Impact"], rows, sheet="RAID log")
    assert found.skip
    assert "several kinds (risk and issue)" in found.why


def test_what_names_nobody_is_not_taken() -> None:
    """A block of document control with no project's name."""
    rows: list[list[Held]] = [[None, "Ann", 1.0]]
    found = mapped(["Project name", "Project manager", "Version"], rows, sheet="Control")
    assert found.skip
    assert found.why == "None of its rows shows which project it is."


def test_headings_that_say_nothing_are_not_taken() -> None:
    """A summary's counts."""
    assert mapped(["Total", "Open", "Closed", "High"], [[6, 5, 1, 3]], sheet="Summary").skip


def test_a_person_may_say_what_the_rows_are() -> None:
    """It is then mapped as that, whatever the headings say, and taken."""
    workbook, table = a_table(["Item", "Notes", "Due"], [["Tender", "x", "2024-06-01"]], sheet="Actions")
    records = Records({"delivery_status": scheme()})
    found = map_as(table, "milestone", workbook, read_vocabulary(), records)
    assert (found.record, found.skip) == ("milestone", False)
    assert words(column(found, "Due").target) == "milestone.baseline_date"


def test_dependencies_on_what_is_no_project_are_not_taken() -> None:
    """A supplier's promise is no project's dependency here."""
    rows: list[list[Held]] = [["Telecare first", "The council’s IT supplier"]]
    found = mapped(["Project", "Depends on"], rows, sheet="Dependencies")
    assert found.skip
    assert "no projects by name or reference" in found.why


def test_a_sheet_of_one_project_gives_it_to_its_risks() -> None:
    """A form above a table of risks says whose they are."""
    grid = [
        [cell("Project name"), cell("Telecare first")],
        [cell("Lead"), cell("Ann")],
        [],
        [cell("Risk ID"), cell("Risk"), cell("Likelihood"), cell("Impact")],
        [cell("R1"), cell("Too few staff"), cell(3), cell(4)],
    ]
    sheet = Sheet("Risks", tuple(map(tuple, grid)))
    form = FoundTable(
        sheet="Risks",
        area=Area(0, 0, 1, 1),
        lies=Lies.FORM,
        lines=(FoundLine(0, Role.RECORD),),
        columns=(
            FoundColumn(0, ("Project name",), value_at=(0, 1)),
            FoundColumn(1, ("Lead",), value_at=(1, 1)),
        ),
    )
    risks = FoundTable(
        sheet="Risks",
        area=Area(3, 0, 4, 3),
        lines=(FoundLine(3, Role.HEADING), FoundLine(4, Role.RECORD)),
        columns=tuple(FoundColumn(at, (held.value,)) for at, held in enumerate(grid[3]) if held),  # type: ignore[arg-type]
    )
    records = Records({"delivery_status": scheme()})
    workbook = Workbook("t.xlsx", (sheet,))
    first, second = map_tables(workbook, [form, risks], read_vocabulary(), records).tables
    assert (first.record, first.skip) == ("project", False)
    assert second.given == {"risk.project_id": "Telecare first"}


def test_a_date_beside_its_copy_as_text_is_taken_once() -> None:
    """The text is left out, whichever stands first."""
    rows: list[list[Held]] = [
        ["Reviews", "01/04/2024", "2024-04-01"],
        ["Telecare", "30/09/2024", "2024-09-30"],
    ]
    found = mapped(["Project", "Start", "Start date"], rows)
    assert [words(each.target) for each in found.columns] == ["project.name", "", "project.start_date"]
    assert column(found, "Start").why == "It repeats the dates of “Start date” as text."


def test_a_second_column_of_one_name_and_content_is_taken_once() -> None:
    """One of other content is kept as a field of the council's own."""
    rows: list[list[Held]] = [["Reviews", "Ann", "Ann", "Bob"], ["Telecare", "Cy", "Cy", "Dee"]]
    found = mapped(["Project", "Lead", "Lead", "Lead"], rows)
    assert [words(each.target) for each in found.columns] == ["project.name", "project.lead", "", "own Lead"]
    assert found.columns[2].why == "It has the same values as the other “Lead” in every row."


def test_own_fields_hold_what_the_column_holds() -> None:
    """Kinds by values: text, number, money, date, choice, yes or no."""
    rows: list[list[Held]] = [
        [
            f"Project {at}",
            f"Words {at}",
            at * 1.5,
            1000.0 * at,
            f"2024-0{at}-01",
            "North" if at % 2 else "South",
            "Y",
        ]
        for at in range(1, 7)
    ]
    headings = ["Project", "Ward notes", "Beds", "Grant £", "Gateway review", "Locality", "Consulted?"]
    found = mapped(headings, rows)
    assert [each.own_kind for each in found.columns[1:]] == [
        "text",
        "number",
        "money",
        "date",
        "choice",
        "flag",
    ]


def test_nothing_is_dropped_without_a_word() -> None:
    """Each column that has something in it is mapped, or says why not."""
    for each in mapped(
        ["Ref", "Project", "Total", "", "#"], [["A", "B", 3, "x", 1], ["C", "D", 4, "y", 2]]
    ).columns:
        assert each.target is not None or each.why


def test_a_column_that_could_make_no_record_in_any_row_is_kept_as_it_is() -> None:
    """A next milestone without a date, or an action about nothing, would only be refused row by row."""
    rows: list[list[Held]] = [
        ["Reviews", "G", "Go live", "Call them", 500],
        ["Telecare", "R", "Tender", "Ask them", 90],
    ]
    found = mapped(["Project", "RAG", "Next milestone", "Mitigating actions", "Savings at risk £"], rows)
    assert [words(each.target) for each in found.columns[2:]] == [
        "own Next milestone",
        "own Mitigating actions",
        "own Savings at risk £",
    ]
    assert column(found, "Next milestone").why.startswith("A milestone needs a date, and no column has it.")
    assert column(found, "Mitigating actions").why.startswith("A mitigation belongs to an exception")


def test_rows_are_not_taken_for_what_their_sheet_is_not_named_after() -> None:
    """A list of external dependencies has owners and actions as risks have, and is none."""
    headings = ["Dep. ID", "Type", "Dependency", "Owner", "Status", "Mitigation action", "Remarks"]
    rows: list[list[Held]] = [
        ["D-001", "External", "Documents of the supplier", "Ann", "Open", "Chase", "Due soon"]
    ]
    found = mapped(headings, rows, sheet="Dependencies")
    assert found.skip


def test_rows_above_budget_lines_name_their_group_and_not_the_title() -> None:
    """*Service* may head groups or lines; where lines, what stands above them is the group."""
    rows: list[list[Held]] = [["Homecare", 167.3, 51.4, 176.5], ["Income", -12.1, 0, -12.1]]
    groups = {0: ("Committee",), 1: ("Reserves",)}
    headings = ["Service", "Annual budget £m", "Actual to date £m", "Forecast outturn £m"]
    found = mapped(headings, rows, sheet="Budget", groups=groups)
    assert found.columns[0].target == Target("budget_line", "name")
    assert found.group == (Target("budget_line", "group_name"),)
    assert not found.given
