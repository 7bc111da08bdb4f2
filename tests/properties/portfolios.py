"""Random portfolios: two programmes, a few lines over a few years, and movements of every kind."""

from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    BudgetTotal,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    MOVEMENT_KINDS,
    RECURRENCES,
    DeliveryStatus,
    Milestone,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectCost,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    TargetChange,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import (
    ControlTotal,
    Decision,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
)
from asc_desktop.domain.records.office import (
    Activity,
    ActivityMonth,
    ActivityOutcome,
    Board,
    BoardMeeting,
    Snapshot,
)
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.frozen import pack
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import canonical_text, sha256_of

YEARS = (2023, 2024, 2025)
PERIODS = ("2024-04", "2024-05", "2024-06")
OPEN = PERIODS[-1]
LINES = ("a", "b", "c", "d")
THEMES = ("t1", "t2", "t3")

# Small amounts, so that equal ones, exact fits and nothing at all come up often.
PENCE = st.one_of(st.sampled_from([0, 1, 50, 100]), st.integers(0, 300))


def tables(rows: list[Record]) -> Records:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return Records(found)


@st.composite
def structures(draw: st.DrawFn) -> list[Record]:
    """Two programmes, three themes, three projects and four lines, some of which count in another theme."""
    rows: list[Record] = [
        Portfolio(id="portfolio", name="P"),
        Programme(id="g1", name="One", first_year=2023, last_year=2025, open_period=OPEN),
        Programme(id="g2", name="Two", first_year=2024, last_year=2024, open_period=OPEN),
        Theme(id="t1", programme_id="g1", name="Same"),
        Theme(id="t2", programme_id="g1", name="Second"),
        Theme(id="t3", programme_id="g2", name="Same"),
        SourcePlan(id="s1", name="Plan"),
        DeliveryStatus(id="green", name="On target", rag="green", letter="T"),
        DeliveryStatus(id="red", name="Compromised", rag="red", letter="C"),
    ]
    for number, project in enumerate(("x", "y", "z")):
        theme = draw(st.sampled_from(THEMES))
        plan = draw(st.sampled_from([None, "s1"]))
        archived = int(draw(st.integers(0, 7)) == 0)
        rows.append(
            Project(
                id=project,
                ref=f"P-{number}",
                name=project,
                theme_id=theme,
                source_plan_id=plan,
                archived=archived,
            )
        )
    theme_of = {row.id: row.theme_id for row in rows if isinstance(row, Project)}
    for line in LINES:
        project = draw(st.sampled_from(("x", "y", "z")))
        counts_in = draw(st.sampled_from([None, None, *THEMES]))
        rows.append(
            SavingsLine(
                id=line,
                project_id=project,
                name=line,
                recurrence=draw(st.sampled_from([stored for stored, _ in RECURRENCES])),
                counts_in_theme_id=None if counts_in == theme_of[project] else counts_in,
            )
        )
    return rows


@st.composite
def figures(draw: st.DrawFn) -> list[Record]:
    """First targets, target changes that keep every total at nothing or more, and reported positions."""
    rows: list[Record] = []
    for line in LINES:
        for year in YEARS:
            cell = f"{line}{year}"
            target = draw(PENCE)
            if draw(st.booleans()):
                rows.append(SavingsTarget(id=f"t{cell}", line_id=line, year=year, target_pence=target))
                if draw(st.booleans()):
                    rows.append(
                        TargetChange(
                            id=f"c{cell}",
                            line_id=line,
                            year=year,
                            change_pence=draw(st.integers(-target, 200)),
                            reference="CR",
                            approved_by="Board",
                            period=draw(st.sampled_from(PERIODS)),
                            state=draw(st.sampled_from(["proposed", "approved"])),
                        )
                    )
            for period in draw(st.sets(st.sampled_from(PERIODS))):
                forecast = draw(PENCE)
                delivered = draw(st.integers(0, forecast))
                rows.append(
                    SavingsPosition(
                        id=f"p{cell}{period}",
                        line_id=line,
                        year=year,
                        period=period,
                        forecast_pence=forecast,
                        delivered_pence=delivered,
                        validated_pence=draw(st.integers(0, delivered)),
                    )
                )
    return rows


@st.composite
def movements(draw: st.DrawFn, number: int, amounts: st.SearchStrategy[int] | None = None) -> Movement:
    """A movement of sound shape; nothing says that its amount fits."""
    kind = draw(st.sampled_from([stored for stored, _ in MOVEMENT_KINDS]))
    years = {"slip": YEARS[:-1], "early": YEARS[1:]}.get(kind, YEARS)
    line, year = draw(st.sampled_from(LINES)), draw(st.sampled_from(years))
    others = [other for other in LINES if other != line]
    to_line: str | None = None
    to_year: int | None = None
    if kind == "slip":
        to_year = draw(st.sampled_from([item for item in YEARS if item > year]))
        to_line = draw(st.sampled_from([None, line, *others]))
    elif kind == "early":
        to_year = draw(st.sampled_from([item for item in YEARS if item < year]))
        to_line = draw(st.sampled_from([None, line, *others]))
    elif kind in {"offset", "transfer"}:
        to_year = draw(st.sampled_from([None, year]))
        to_line = draw(st.sampled_from(others))
    return Movement(
        id=f"m{number}",
        kind=kind,
        from_line_id=line,
        from_year=year,
        to_line_id=to_line,
        to_year=to_year,
        amount_pence=draw(amounts or st.integers(1, 200)),
        approved_by="Board",
        state=draw(st.sampled_from(["proposed", "approved"])),
        period=draw(st.sampled_from(PERIODS)),
    )


@st.composite
def portfolios(draw: st.DrawFn) -> list[Record]:
    """Everything that a report reads. Movements may be too large, but no transfer takes a target below nothing."""
    rows = [*draw(structures()), *draw(figures())]
    for number in range(draw(st.integers(0, 6))):
        movement = draw(movements(number))
        if movement.kind == "transfer" and problems(movement, tables(rows)):
            movement = replace(movement, kind="write_off", to_line_id=None, to_year=None)
        rows.append(movement)
    for project in ("x", "y", "z"):
        for period in draw(st.sets(st.sampled_from(PERIODS))):
            status = draw(st.sampled_from(["green", "red"]))
            rows.append(
                StatusUpdate(id=f"u{project}{period}", project_id=project, period=period, status_id=status)
            )
        if draw(st.booleans()):
            rows.append(
                ProjectCost(id=f"k{project}", project_id=project, year=2024, name="Staff", amount_pence=7)
            )
            rows.append(
                ProjectException(
                    id=f"e{project}", project_id=project, description="d", raised_period="2024-05"
                )
            )
            rows.append(
                Mitigation(id=f"n{project}", exception_id=f"e{project}", action="a", due_date="2024-06-15")
            )
    return rows


def assurance_and_office() -> list[Record]:
    """One or two of every record that the random part has none of, with figures in closed and open months."""
    rows: list[Record] = [
        Milestone(
            id="ms1", project_id="x", name="Go live", baseline_date="2024-05-10", forecast_date="2024-06-20"
        ),
        Milestone(id="ms2", project_id="y", name="Signed off", baseline_date="2024-07-01"),
        ProjectDependency(id="dep", project_id="x", needs_project_id="y", milestone_id="ms2"),
        Measure(
            id="mm",
            programme_id="g1",
            name="Reviews",
            baseline="70",
            green_tolerance="2",
            amber_tolerance="10",
        ),
        MeasureTarget(id="mt", measure_id="mm", year=2024, target="80"),
        Risk(
            id="r1",
            programme_id="g1",
            ref="R-1",
            description="Market",
            raised_period="2024-04",
            project_id="x",
        ),
        RiskAction(id="ra", risk_id="r1", action="Engage", due_date="2024-05-20"),
        BudgetLine(id="b1", programme_id="g1", group_name="Care", name="Homes"),
        BudgetLine(id="b2", programme_id="g1", group_name="Care", name="Reserve", is_reserve=1),
        BudgetTotal(id="bt", programme_id="g1", period="2024-05", budget_pence=100),
        Activity(
            id="ac",
            programme_id="g1",
            name="Reviews",
            planned_total=40,
            unit_cost_pence=50,
            funding_pence=500,
        ),
        ActivityOutcome(id="ao", activity_id="ac", name="Reduced", rate="50", effect_pence=300),
        Decision(
            id="d1", programme_id="g1", ref="D-1", subject="Buy", stage="for_decision", revenue_pence=200
        ),
        DecisionOption(id="do", decision_id="d1", name="Do it", recommended=1),
        FundingSource(id="fs", programme_id="g1", name="Grant", year=2024, provision_pence=300),
        DecisionFunding(id="df", decision_id="d1", funding_source_id="fs", amount_pence=200),
        DecisionSupplier(
            id="dsu", decision_id="d1", supplier="Acme", award_pence=10, award_date="2024-05-01"
        ),
        DecisionImplication(id="di", decision_id="d1", heading="legal"),
        DecisionProject(id="dp", decision_id="d1", project_id="x"),
        ControlTotal(id="ct", programme_id="g1", name="Table 1", published_pence=300, year=2024),
        Board(id="bo", programme_id="g1", name="Board"),
        BoardMeeting(id="bm", board_id="bo", meeting_date="2024-06-20", period="2024-05"),
    ]
    for number, period in enumerate(PERIODS):
        rows += [
            MeasureValue(id=f"mv{period}", measure_id="mm", period=period, actual=str(70 + 4 * number)),
            RiskScore(id=f"rs{period}", risk_id="r1", period=period, likelihood=number + 2, impact=3),
            BudgetPosition(
                id=f"bp{period}", line_id="b1", period=period, budget_pence=100, forecast_pence=90 + number
            ),
            ActivityMonth(id=f"am{period}", activity_id="ac", period=period, planned=10, done=8 - number),
        ]
    return rows


@st.composite
def with_first_boards(draw: st.DrawFn) -> list[Record]:
    """A portfolio with one of everything, of which each programme has frozen a month for its first board."""
    rows = [*draw(portfolios()), *assurance_and_office()]
    held = tables(rows)
    for programme in ("g1", "g2"):
        text = canonical_text(build_report(held, Scope(programme, PERIODS[1])))
        rows.append(
            Snapshot(
                id=f"sn{programme}", name=f"Board {programme}", programme_id=programme, period=PERIODS[1],
                frozen_on="2024-06-10", frozen_by="Officer", sha256=sha256_of(text), content=pack(text).id,
            )
        )  # fmt: skip
    return rows
