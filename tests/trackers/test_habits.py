"""Habits of councils by which a figure could land in another field, month or record than the one it is of."""

from collections.abc import Callable

from asc_desktop.domain.importing.plan import Chosen, State
from asc_desktop.domain.records.assurance import Measure, MeasureValue
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.delivery import (
    Programme,
    Project,
    ProjectCost,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    Theme,
)
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.services.session import Session
from tests.trackers.desk import Desk
from tests.trackers.grid import Content, Grid

DeskOf = Callable[..., Desk]


def sheet(headings: list[Content], *rows: list[Content], name: str = "Projects") -> Grid:
    grid = Grid(name)
    grid.row(0, 0, headings, bold=True)
    grid.rows(1, 0, rows)
    return grid


def targets(session: Session) -> dict[tuple[str, int], int]:
    found = {}
    for item in session.records.all(SavingsTarget):
        line = session.records.get(SavingsLine, item.line_id)
        found[session.records.get(Project, line.project_id).ref, item.year] = item.target_pence // 100
    return found


def test_a_row_that_says_it_is_a_forecast_is_no_target(desk_of: DeskOf, session: Session) -> None:
    grid = sheet(
        ["Ref", "Project", "Line type", "2024/25 £", "2025/26 £"],
        ["A1", "One", "Forecast", 9, 8],
        ["A1", "One", "Target", 10, 11],
        ["A2", "Two", "Forecast", 19, 18],
        ["A2", "Two", "Target", 20, 21],
        ["A3", "Three", "Actual", 5, None],
        ["A3", "Three", "Variance", -1, None],
    )
    desk = desk_of(grid)
    assert set(desk.refused()) == {"D7"}
    desk.apply()

    assert targets(session) == {("A1", 2024): 10, ("A1", 2025): 11, ("A2", 2024): 20, ("A2", 2025): 21}
    held = {
        (position.year, position.forecast_pence, position.delivered_pence)
        for position in session.records.all(SavingsPosition)
    }
    assert held == {(2024, 900, 0), (2025, 800, 0), (2024, 1900, 0), (2025, 1800, 0), (2024, 500, 500)}
    assert not desk_of(grid).rows(State.NEW, State.CHANGED)


def test_a_kind_that_is_one_for_all_rows_is_no_figure(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["Ref", "Project", "Type", "2024/25 £"], ["A1", "One", "Saving", 9], ["A2", "Two", "Saving", 8])
    ).apply()
    assert targets(session) == {("A1", 2024): 9, ("A2", 2024): 8}


def test_a_running_total_beside_its_months_is_not_put_into_the_open_month(
    desk_of: DeskOf, session: Session
) -> None:
    desk = desk_of(
        sheet(
            ["Measure", "Unit", "Apr-24", "May-24", "YTD"],
            ["Reviews done", "Number", 10, 12, 22],
            ["Calls answered", "Number", 100, 90, 190],
            ["Visits", "Number", 5, 6, 11],
            name="KPIs",
        )
    )
    desk.apply()
    measure = next(item for item in session.records.all(Measure) if item.name == "Reviews done")
    values = {item.period: item.actual for item in session.records.of(MeasureValue, "measure_id", measure.id)}
    assert values == {"2024-04": "10", "2024-05": "12"}
    assert desk.taken("E2") or "YTD" in desk.sentences()


def test_growth_among_reductions_is_no_saving(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "Saving target 2024/25 £000"],
            ["A1", "Review", -300],
            ["A2", "Fees", -100],
            ["A3", "Demography", 900],
        )
    )
    assert {"C2", "C3", "C4"} == set(desk.refused())
    desk.apply()
    assert targets(session) == {}


def test_a_cost_without_an_amount_is_no_cost_of_nothing(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(["Project", "Cost type", "Funding source"], ["One", "Staff", "Grant"], ["Two", "Systems", "Reserve"],
              name="Costs")
    )  # fmt: skip
    desk.apply()
    assert not session.records.all(ProjectCost)
    assert "Amount is needed" in desk.sentences() or "Not taken" in desk.sentences()


def test_high_medium_and_low_are_no_themes(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["Ref", "Project", "Priority"], ["A1", "One", "High"], ["A2", "Two", "Low"], ["A3", "Three", "High"])
    ).apply()  # fmt: skip
    assert [theme.name for theme in session.records.all(Theme)] == ["Imported"]
    assert [field.label for field in session.records.all(OwnField)] == ["Priority"]


def test_a_section_of_closed_projects_is_no_theme_and_its_words_are_kept(
    desk_of: DeskOf, session: Session
) -> None:
    grid = sheet(
        ["Ref", "Project", "RAG", "2024/25 Target £"],
        ["A1", "One", "Green", 10],
        ["A2", "Two", "Amber", 20],
        [],
        [],
        ["Z1", "Done", "Complete", 5],
        ["Z2", "Ended", "Complete", 6],
    )
    grid.put(4, 0, "Closed projects", bold=True)
    desk = desk_of(grid)
    desk.apply()
    assert [theme.name for theme in session.records.all(Theme)] == ["Imported"]
    assert [field.label for field in session.records.all(OwnField)] == ["Section"]
    assert targets(session) == {("A1", 2024): 10, ("A2", 2024): 20, ("Z1", 2024): 5, ("Z2", 2024): 6}


def test_whether_a_saving_is_cashable_is_its_kind(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(
            ["Ref", "Project", "Cashable?", "2024/25 Target £"], ["A1", "One", "Yes", 1], ["A2", "Two", "No", 2]
        )
    ).apply()  # fmt: skip
    kinds = {line.name: line.kind for line in session.records.all(SavingsLine)}
    assert kinds == {"One": "cashable", "Two": "avoidance"}


def test_workstreams_that_nothing_else_names_are_the_projects(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(["ID", "Workstream", "RAG"], ["W1", "Brokerage", "Green"], ["W2", "Rostering", "Red"])
    ).apply()
    assert {item.ref: item.name for item in session.records.all(Project)} == {
        "W1": "Brokerage",
        "W2": "Rostering",
    }


def test_the_net_of_a_column_is_its_total(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(["Ref", "Project", "2024/25 Target £"], ["A1", "One", 1], ["A2", "Two", 2], [None, "Net", 3])
    )
    desk.apply()
    assert targets(session) == {("A1", 2024): 1, ("A2", 2024): 2}
    assert [total.verdict for total in desk.plan.totals] == ["agrees"]


def test_the_unit_above_a_table_is_not_the_programmes_name(desk_of: DeskOf, session: Session) -> None:
    grid = Grid("Savings")
    grid.put(0, 0, "£'000")
    grid.row(1, 0, ["Ref", "Project", "2024/25 Target"], bold=True)
    grid.rows(2, 0, [["A1", "One", 1], ["A2", "Two", 2]])
    desk = desk_of(grid)
    desk.tracker.choose_where(period="2024-09")
    desk.apply()
    assert [item.name for item in session.records.all(Programme)] == ["Tracker"]


def test_of_two_columns_with_one_name_it_is_said_that_there_are_two(desk_of: DeskOf) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "Status", "Status"],
            ["A1", "One", "Green", "Amber"],
            ["A2", "Two", "Red", "Amber"],
        )
    )
    assert "Look again" in desk.sentences()
    assert "Another column has the same heading" in desk.sentences()


def test_each_row_is_in_the_unit_of_its_section(desk_of: DeskOf, session: Session) -> None:
    grid = Grid("Savings")
    grid.put(0, 0, "Adults (£000)", bold=True)
    grid.row(1, 0, ["Ref", "Project", "2024/25"], bold=True)
    grid.rows(2, 0, [["A1", "One", 100], ["A2", "Two", 20]])
    grid.put(6, 0, "Housing (£m)", bold=True)
    grid.row(7, 0, ["Ref", "Project", "2024/25"], bold=True)
    grid.rows(8, 0, [["H1", "Three", 1.5], ["H2", "Four", 0.2]])
    desk_of(grid).apply()
    assert targets(session) == {
        ("A1", 2024): 100_000,
        ("A2", 2024): 20_000,
        ("H1", 2024): 1_500_000,
        ("H2", 2024): 200_000,
    }


def test_each_row_is_in_the_unit_that_it_names(desk_of: DeskOf, session: Session) -> None:
    desk_of(
        sheet(
            ["Ref", "Project", "Unit", "2024/25 Target"],
            ["A1", "One", "£k", 100],
            ["A2", "Two", "£m", 1.2],
            ["A3", "Three", "£", 5000],
        )
    ).apply()
    assert targets(session) == {("A1", 2024): 100_000, ("A2", 2024): 1_200_000, ("A3", 2024): 5_000}


def test_a_quarter_without_its_year_is_not_the_whole_year_in_a_new_portfolio(
    desk_of: DeskOf, session: Session
) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "2024/25 Target £", "Q1 cumulative actual £", "Q2 cumulative actual £", "Q1 forecast £"],
            ["A1", "One", 100, 10, 25, 12],
            ["A2", "Two", 50, 5, 9, 5],
        ),
        period="",
    )  # fmt: skip
    desk.apply()
    held = sorted((item.period, item.delivered_pence) for item in session.records.all(SavingsPosition))
    assert held == [("2024-06", 500), ("2024-06", 1000), ("2024-09", 900), ("2024-09", 2500)]
    assert not desk.taken("F2")


def test_beds_and_days_are_no_pounds(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Project", "Benefit", "Target", "Actual", "Unit"],
            ["One", "Fewer beds", 80, 90, "beds"],
            ["Two", "Faster", 5, 7, "days"],
            ["Three", "Cheaper", 5, 4, "£k"],
            name="Benefits",
        )
    )
    assert {"C2", "D2", "C3", "D3"} <= set(desk.refused())
    desk.apply()
    assert [item.target_pence for item in session.records.all(SavingsTarget)] == [500_000]


def test_a_total_is_in_the_unit_of_its_own_section(desk_of: DeskOf) -> None:
    grid = sheet(
        ["Ref", "Project", "2024/25", "2025/26"],
        ["Adults (£000)"],
        ["A1", "One", 100, 50],
        ["A2", "Two", 20, 5],
        ["A3", "Three", 30, 5],
        [None, "Total Adults", 150, 75],
        ["Housing (£m)"],
        ["H1", "Four", 1.5, 0.25],
        ["H2", "Five", 0.2, 0.5],
        [None, "Total Housing", 1.7, 0.75],
        [None, "Grand total (£m)", 1.85, 0.81],
    )
    held = {total.cell: (total.verdict, total.printed // 100) for total in desk_of(grid).plan.totals}
    assert held == {
        "C6": ("agrees", 150_000),
        "D6": ("differs", 75_000),
        "C10": ("agrees", 1_700_000),
        "D10": ("agrees", 750_000),
        "C11": ("agrees", 1_850_000),
        "D11": ("agrees", 810_000),
    }


def test_a_lines_own_total_is_in_the_unit_of_its_section(desk_of: DeskOf) -> None:
    grid = sheet(
        ["Ref", "Project", "2024/25", "2025/26", "Total"],
        ["Adults (£000)"],
        ["A1", "One", 100, 50],
        ["A2", "Two", 20, 5],
        ["Housing (£m)"],
        ["H1", "Three", 1.5, 0.25],
    )
    for row, total in ((2, 150), (3, 25), (5, 1.75)):
        grid.put(row, 4, total, formula=f"=SUM(C{row + 1}:D{row + 1})")
    (held,) = desk_of(grid).plan.totals
    assert (held.verdict, held.printed) == ("agrees", 192_500_000)
    grid.put(5, 4, 1.85, formula="=SUM(C6:D6)")
    (held,) = desk_of(grid).plan.totals
    assert (held.cell, held.verdict, held.printed) == ("E6", "differs", 185_000_000)


def test_two_units_for_one_amount_are_told(desk_of: DeskOf, session: Session) -> None:
    desk = desk_of(
        sheet(
            ["Ref", "Project", "2024/25 Target (£000)", "2025/26 Target"],
            ["Adults (£000)"],
            ["A1", "One", 100, 50],
            ["Housing (£m)"],
            ["H1", "Two", 1.5, 0.5],
            ["H2", "Three", 2.5, None],
        )
    )
    told = "\n".join(each for each in desk.plan.told if each.startswith("Look again"))
    assert told == (
        "Look again at Projects, “2024/25 Target (£000)”: its heading has £000, and the text above or next "
        "to C5 and 1 other has £m. It is taken in £000."
    )
    desk.apply()
    assert targets(session)["H1", 2024] == 1_500
    assert targets(session)["H1", 2025] == 500_000


def side_by_side() -> Grid:
    return sheet(
        ["Ref", "Project", "2024/25 £000", None, "Ref", "Project", "2024/25 £000"],
        ["A1", "One", 100, None, "C1", "Uno", 7],
        ["A2", "Two", 20, None, "C2", "Dos", 8],
        [None, "Total", 120, None, None, "Total", 16],
    )


def test_a_row_that_is_not_ticked_is_not_its_neighbour_in_the_table_beside(desk_of: DeskOf) -> None:
    desk = desk_of(side_by_side())
    first = next(row for row in desk.plan.rows if row.words.startswith("C1"))
    desk.tracker.choose(Chosen(rows=frozenset({first.place})))
    assert {row.words[:2]: row.state for row in desk.plan.rows} == {
        "A1": State.NEW,
        "A2": State.NEW,
        "C1": State.LEFT_OUT,
        "C2": State.NEW,
    }
    held = {total.cell: total.sentence for total in desk.plan.totals}
    assert held["C4"] == "Agrees: £120,000."
    assert held["G4"].endswith("£8,000 is taken. Row 2, C1 Uno, is left out.")


def test_a_total_of_one_of_two_tables_side_by_side_is_kept_of_its_own_lines(
    desk_of: DeskOf, session: Session
) -> None:
    desk_of(side_by_side()).tracker.apply(keep_totals=True)
    lines = {item.id: item for item in session.records.all(SavingsLine)}
    kept = {
        item.published_pence: {
            session.records.get(Project, lines[line_id].project_id).ref
            for line_id in (item.line_ids or "").split(",")
        }
        for item in session.records.all(ControlTotal)
    }
    assert kept == {12_000_000: {"A1", "A2"}, 1_600_000: {"C1", "C2"}}


def test_a_row_that_is_joined_is_not_its_neighbour_in_the_table_beside(
    desk_of: DeskOf, session: Session
) -> None:
    desk_of(sheet(["Ref", "Project", "2024/25 £000"], ["Z1", "Zed", 5], ["Z2", "Zet", 5])).apply()
    held = next(item for item in session.records.all(Project) if item.ref == "Z1")
    desk = desk_of(side_by_side())
    first = next(row for row in desk.plan.rows if row.words.startswith("C1"))
    desk.tracker.choose(Chosen(joined={(first.place, "project"): held.id}))
    ids = {
        row.words[:2]: record.record_id
        for row in desk.plan.rows
        for record in row.records
        if record.table == "project"
    }
    assert [ref for ref, record_id in ids.items() if record_id == held.id] == ["C1"]
