"""A sheet's totals held against what will be taken, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.plan import HeldTotal, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.sheets import Cell, Sheet, address
from asc_desktop.domain.importing.structure.find import find_tables
from asc_desktop.domain.importing.structure.sums import figure_of, summed_by
from asc_desktop.domain.importing.totals.held import errors_told, hold_totals
from asc_desktop.domain.importing.totals.kept import control_totals
from tests.unit.importing.sheets import sheet, workbook

HEADINGS = ["Ref", "Project", "2024/25", "2025/26"]
ROWS = [
    ["DX-01", "Reablement", 120, 80],
    ["DX-02", "Supported living", 45, 40],
    ["DX-03", "Direct payments", 5, 12],
]


@dataclass
class Tracker:
    """A sheet of savings by year, and the plan of taking it."""

    sheet: Sheet
    unit: int = 100_000
    refused: Sequence[str] = ()
    left_out: Sequence[int] = ()
    columns: dict[int, int] = field(default_factory=lambda: {2: 2024, 3: 2025})

    def __post_init__(self) -> None:
        self.workbook = workbook(self.sheet)
        self.table: FoundTable = find_tables(self.sheet, self.workbook)[0]
        targets = {
            at: Target("savings_target", "target_pence", year=year) for at, year in self.columns.items()
        }
        targets[1] = Target("project", "name")
        columns = tuple(
            ColumnMap(path=column.path, at=column.at, target=targets.get(column.at))
            for column in self.table.columns
        )
        self.mapping = TrackerMapping(
            tables=(TableMap(sheet=self.sheet.name, record="project", columns=columns),)
        )
        self.rows = tuple(self.row(line.at) for line in self.table.records)

    def row(self, at: int) -> PlannedRow:
        values = []
        for column in self.columns:
            figure = figure_of(self.sheet.cell(at, column))
            if figure is not None:
                cell = address(at, column)
                state = State.REFUSED if cell in self.refused else State.NEW
                pence = int(figure * self.unit) if state is State.NEW else None
                values.append(
                    PlannedValue(
                        key="target_pence",
                        label="Target",
                        sheet=self.sheet.name,
                        cell=cell,
                        text="",
                        new=pence,
                        state=state,
                    )
                )
        line = PlannedRecord(table="savings_line", record_id=f"line-{at}", words="", state=State.NEW)
        record = PlannedRecord(
            table="savings_target", record_id=f"r{at}", words="", state=State.NEW, values=tuple(values)
        )
        return PlannedRow(
            sheet=self.sheet.name,
            side="A",
            line=at,
            words=str(self.sheet.rows[at][1].value),  # type: ignore[union-attr]
            state=State.LEFT_OUT if at in self.left_out else State.NEW,
            records=(line, record),
        )

    def held(self) -> dict[str, HeldTotal]:
        return {each.cell: each for each in hold_totals(self.workbook, [self.table], self.mapping, self.rows)}


def test_a_formula_with_a_sign_that_only_looks_like_a_letter_stops_nothing() -> None:
    """A degree of Kelvin is a K to whatever looks for letters in either case, and names no column."""
    areas = summed_by("=SUM(\u212a2:\u212a5)+SUM(B2:B5)")
    assert all(area.left > 1 for area in areas)


def test_totals_that_agree() -> None:
    held = Tracker(sheet([HEADINGS, *ROWS, [None, "Total", 170, 132]])).held()
    assert {cell: (each.verdict, each.printed, each.taken) for cell, each in held.items()} == {
        "C5": ("agrees", 17_000_000, 17_000_000),
        "D5": ("agrees", 13_200_000, 13_200_000),
    }
    assert held["C5"].sentence == "Agrees: £170,000."
    assert (held["C5"].label, held["C5"].column) == ("Total", "2024/25")


def test_a_typed_total_may_be_off_by_rounding_and_no_more() -> None:
    rows = [["A", "One", 1.2, 1], ["B", "Two", 2.4, 2], ["C", "Three", 3.2, 3]]
    held = Tracker(sheet([HEADINGS, *rows, [None, "Total", 7, 9]]), unit=100_000_000).held()
    assert held["C5"].verdict == "within rounding"
    assert (
        held["C5"].sentence
        == "Agrees within rounding: £6,800,000 is taken, £200,000 less than the sheet’s £7,000,000."
    )
    assert held["D5"].verdict == "differs"


def test_a_total_that_is_a_formula_has_no_rounding() -> None:
    rows = [*ROWS, [None, "Total", 171, 132]]
    formulas = {"C5": "=SUM(C2:C4)", "D5": "=SUM(D2:D4)"}
    held = Tracker(sheet([HEADINGS, *rows], formulas=formulas)).held()
    assert held["C5"].verdict == "differs"
    assert held["C5"].sentence == "Differs by £1,000: the sheet has £171,000, and £170,000 is taken."


def test_a_record_below_the_range_of_the_sum_is_named() -> None:
    rows = [*ROWS, [None, "Total", 165, 120]]
    formulas = {"C5": "=SUM(C2:C3)", "D5": "=SUM(D2:D3)"}
    held = Tracker(sheet([HEADINGS, *rows], formulas=formulas)).held()
    assert held["C5"].verdict == "differs"
    assert held["C5"].outside == ("row 4, Direct payments, is outside the sum that the sheet prints",)
    assert held["C5"].sentence.endswith("Row 4, Direct payments, is outside the sum that the sheet prints.")


def test_what_is_refused_or_left_out_is_named() -> None:
    tracker = Tracker(sheet([HEADINGS, *ROWS, [None, "Total", 170, 132]]), refused=["C3"], left_out=[3])
    held = tracker.held()
    assert held["C5"].outside == (
        "row 3, Supported living, is refused",
        "row 4, Direct payments, is left out",
    )
    assert held["C5"].taken == 12_000_000
    assert held["D5"].outside == ("row 4, Direct payments, is left out",)


def test_sub_totals_and_the_grand_total_over_them() -> None:
    rows = [HEADINGS, ROWS[0], ROWS[1], [None, "Sub-total", 165, 120], ROWS[2], [None, "Sub-total", 5, 12],
            [None, "Grand total", 170, 132]]  # fmt: skip
    formulas = {"C4": "=SUM(C2:C3)", "C6": "=SUM(C5:C5)", "C7": "=C4+C6"}
    held = Tracker(sheet(rows, formulas=formulas)).held()
    assert {cell: each.verdict for cell, each in held.items()} == dict.fromkeys(
        ["C4", "D4", "C6", "D6", "C7", "D7"], "agrees"
    )
    assert held["C7"].lines == (1, 2, 4)


def test_a_running_total_over_the_years() -> None:
    rows = [HEADINGS, *ROWS, [None, "Total", 170, 132], [None, "Cumulative", 170, 302]]
    held = Tracker(sheet(rows)).held()
    assert (held["C6"].verdict, held["D6"].verdict) == ("agrees", "agrees")
    assert held["D6"].printed == 30_200_000


def test_a_variance_row_is_held_against_nothing() -> None:
    rows = [HEADINGS, *ROWS, [None, "Total", 170, 132], [None, "Variance to MTFS", 3, 0]]
    assert set(Tracker(sheet(rows)).held()) == {"C5", "D5"}


def test_a_total_over_years_of_each_line() -> None:
    rows = [[*HEADINGS, "Total"], *[[*row, row[2] + row[3]] for row in ROWS]]  # type: ignore[operator]
    rows[2][4] = 90
    formulas = {f"E{row}": f"=SUM(C{row}:D{row})" for row in (2, 3, 4)}
    held = Tracker(sheet(rows, formulas=formulas)).held()
    assert list(held) == ["E3"]
    assert held["E3"].sentence == "Differs by £5,000: the sheet has £90,000, and £85,000 is taken."
    rows[2][4] = 85
    whole = Tracker(sheet(rows, formulas=formulas)).held()
    assert [(each.label, each.verdict) for each in whole.values()] == [("3 lines of “Total”", "agrees")]


def test_a_group_row_with_a_sum_is_held_too() -> None:
    rows = [HEADINGS, ["Prevention", None, 165, 120], *ROWS[:2], ["Commissioning", None, 5, 12], ROWS[2]]
    formulas = {"C2": "=SUM(C3:C4)", "D2": "=SUM(D3:D4)", "C5": "=SUM(C6:C6)", "D5": "=SUM(D6)"}
    tracker = Tracker(sheet(rows, formulas=formulas))
    assert [line.role for line in tracker.table.lines][1] is Role.GROUP
    assert {each.verdict for each in tracker.held().values()} == {"agrees"}
    assert set(tracker.held()) == {"C2", "D2", "C5", "D5"}


def test_averages_and_counts_are_no_sums() -> None:
    rows = [*ROWS, [None, "Total", 57, 132]]
    assert set(Tracker(sheet([HEADINGS, *rows], formulas={"C5": "=AVERAGE(C2:C4)"})).held()) == {"D5"}


def test_a_table_that_is_not_taken_has_no_totals() -> None:
    tracker = Tracker(sheet([HEADINGS, *ROWS, [None, "Total", 170, 132]]))
    tables = tuple(replace(each, skip=True) for each in tracker.mapping.tables)
    assert not hold_totals(tracker.workbook, [tracker.table], TrackerMapping(tables=tables), tracker.rows)


def test_totals_are_kept_as_control_totals_once() -> None:
    tracker = Tracker(sheet([HEADINGS, *ROWS, [None, "Total", 170, 132]]))
    held = tuple(tracker.held().values())
    ids = (f"new-{number}" for number in count())
    made = control_totals(held, tracker.rows, "tracker.xlsx", "p1", lambda: next(ids))
    first = made[0]
    assert (first.name, first.year, first.published_pence, first.precision_pence, first.source) == (
        "Total, 2024/25", 2024, 17_000_000, "100000", "tracker.xlsx, Tracker C5",
    )  # fmt: skip
    assert first.line_ids == "line-1,line-2,line-3"
    assert control_totals(held, tracker.rows, "tracker.xlsx", "p1", lambda: next(ids), made) == made


def test_a_range_that_is_too_short_is_told_however_much_it_leaves_out_and_single_cells_are_on_purpose() -> (
    None
):
    rows = [*ROWS, [None, "Total", 120, 80]]
    short = Tracker(sheet([HEADINGS, *rows], formulas={"C5": "=SUM(C2)", "D5": "=D2"})).held()
    assert short["C5"].outside == (
        "row 3, Supported living, is outside the sum that the sheet prints",
        "row 4, Direct payments, is outside the sum that the sheet prints",
    )
    few = Tracker(
        sheet([HEADINGS, *rows[:3], ROWS[0], ROWS[1], [None, "Total", 125, 92]], formulas={"C7": "=C2+C4"})
    )
    assert few.held()["C7"].verdict == "agrees"


def test_a_running_total_of_a_sum_that_is_too_short_differs_as_that_does() -> None:
    rows = [*ROWS, [None, "Total", 165, 120], [None, "Cumulative", 165, 285]]
    held = Tracker(sheet([HEADINGS, *rows], formulas={"C5": "=SUM(C2:C3)", "D5": "=SUM(D2:D3)"})).held()
    assert {held[cell].verdict for cell in ("C5", "D5", "C6", "D6")} == {"differs"}


def test_a_sum_that_is_too_short_in_one_column_alone_is_told_there_and_in_the_total_over_it() -> None:
    rows = [*ROWS, [None, "Sub-total", 165, 132], [None, "Grand total", 165, 132]]
    formulas = {"C5": "=SUM(C2:C3)", "D5": "=SUM(D2:D4)", "C6": "=C5+C8", "D6": "=D5+D8"}
    held = Tracker(sheet([HEADINGS, *rows], formulas=formulas)).held()
    outside = ("row 4, Direct payments, is outside the sum that the sheet prints",)
    assert (held["C5"].outside, held["C6"].outside) == (outside, outside)
    assert (held["D5"].verdict, held["D6"].verdict) == ("agrees", "agrees")


def test_totals_that_are_errors_are_told_as_held_against_nothing() -> None:
    tracker = Tracker(sheet([HEADINGS, *ROWS, [None, "Total", Cell("#REF!", Cell.ERROR), 132]]))
    (told,) = errors_told(tracker.workbook, [tracker.table], tracker.mapping)
    assert "no figure for the total in C5, an error" in told
    assert "C5" not in tracker.held()
    assert errors_told(tracker.workbook, [tracker.table], TrackerMapping(tables=())) == ()


def test_a_total_says_which_lines_below_it_it_leaves_out_and_which_are_taken() -> None:
    late = [["DX-04", "Late scheme", 7, 0], ["DX-05", "Later scheme", 3, 4]]
    rows = [*ROWS, [None, "Total", 170, 132], *late]
    held = Tracker(sheet([HEADINGS, *rows])).held()
    assert held["C5"].verdict == "agrees"
    assert held["C5"].sentence == (
        "Agrees: £170,000. It leaves out row 6, Late scheme and row 7, Later scheme, which stand below it and are "
        "taken too."
    )
    assert held["D5"].sentence.endswith(
        "It leaves out row 7, Later scheme, which stands below it and is taken too."
    )
