"""A council's portfolio as years of work leave it: ``python benchmarks/council.py FILE [PROJECTS] [YEARS]``.

Three programmes with a board each; projects that run two to five years; every month a status and forecasts from each,
milestones put off, exceptions, movements and changes of target, scores of risks and measures, budget and activity; and
each programme's report frozen at the month's end. So 300 projects over five years are 48,000 reported positions,
177 frozen reports and 86,000 rows of the journal. The same numbers make the same portfolio, but for its ids.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)
from asc_desktop.domain.records.delivery import (
    EXCEPTION_CATEGORIES,
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
    Workstream,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import (
    IMPLICATION_HEADINGS,
    Decision,
    DecisionAdvice,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionSupplier,
    FundingSource,
)
from asc_desktop.domain.records.office import Activity, ActivityMonth, ActivityOutcome, Board, BoardMeeting
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import snapshots
from asc_desktop.services.files import Context
from asc_desktop.services.session import Session
from asc_desktop.storage.store import Store

PROGRAMMES = ("Living Well", "Ageing Well", "Enablers")
FIRST_YEAR = 2021
THEMES, RISKS, MEASURES, BUDGET_LINES, MILESTONES, DECISIONS_A_YEAR = 5, 30, 20, 25, 7, 8
STATUSES = (
    ("Not started", "grey", "N", "dash", 0),
    ("On target", "green", "G", "circle", 0),
    ("Experiencing obstacles", "amber", "O", "triangle", 0),
    ("At risk", "red", "R", "diamond", 0),
    ("Compromised", "red", "C", "square", 0),
    ("Closed or completed", "blue", "B", "circle", 1),
)
ROLES = (
    "Head of Commissioning",
    "Head of Service, Older Adults",
    "Programme Manager",
    "Service Director",
    "Finance Business Partner",
    "Head of Reablement",
)
_TEXT = (
    "The reviews are a little behind the plan while new reviewers settle in and savings for each review hold up. "
    "Provider negotiations continue and the revised fee schedule will go to the board next month. "
    "Two vacancies remain in the reablement team; agency cover is in place until the end of the quarter. "
)
WORDS = _TEXT.split()


class Clock:
    """The time of the made-up years: each look is a moment later."""

    def __init__(self) -> None:
        self.at = datetime(FIRST_YEAR, 3, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=137)
        return self.at


@dataclass
class Run:
    """A project's run: the month it begins, by number, and how many it lasts."""

    project: Project
    programme: int
    start: int
    length: int
    lines: list[SavingsLine] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)


@dataclass
class Office:
    """What a programme reports on beside its projects."""

    programme: Programme
    themes: list[Theme]
    workstreams: dict[str, list[Workstream]]
    board: Board
    measures: list[Measure]
    risks: list[Risk]
    budget: list[BudgetLine]
    activities: list[Activity]


class Council:
    """Fills one new file, month by month."""

    def __init__(self, path: Path, projects: int, years: int) -> None:
        self._chance = random.Random(7)
        self._clock = Clock()
        self._months = [dates.shift_period(f"{FIRST_YEAR}-04", number) for number in range(12 * years)]
        context = Context(who="A. Officer", machine="council", now=self._clock)
        store = Store.create(path, context)
        # Nothing is lost that cannot be made again, and waiting for the disk at each edit takes most of the time.
        store._connection.execute("PRAGMA synchronous=OFF")  # noqa: SLF001
        self._session = Session(store)
        self._id = self._session.new_id
        self._statuses = [
            DeliveryStatus(
                id=self._id(), name=name, rag=rag, letter=letter, shape=shape, closed=closed, position=place
            )
            for place, (name, rag, letter, shape, closed) in enumerate(STATUSES)
        ]
        self._plans = [
            SourcePlan(
                id=self._id(), name=f"Medium term financial plan {FIRST_YEAR + number}", position=number
            )
            for number in range(5)
        ]
        self._offices = [self._office(place, name, years) for place, name in enumerate(PROGRAMMES)]
        self._put("Set up", self._everything_set_up())
        for place, office in enumerate(self._offices):
            self._decide(place, office, years)
        self._runs = [self._run(number, projects) for number in range(projects)]
        self._begun: list[Run] = []
        self._exceptions: list[tuple[ProjectException, int]] = []

    def live(self) -> None:
        """Report every month and freeze all but the last, which stays open."""
        for number, month in enumerate(self._months):
            self._clock.at = datetime(int(month[:4]), int(month[5:7]), 25, 9, tzinfo=UTC)
            for run in self._runs:
                if run.start == number:
                    self._begin(run, month)
                if run.start <= number < run.start + run.length:
                    self._report(run, number, month)
            self._close_exceptions(number, month)
            for office in self._offices:
                self._report_office(office, month)
                if month != self._months[-1]:
                    snapshots.freeze(
                        self._session, Scope(office.programme.id, month), board_id=office.board.id
                    )

    def close(self) -> None:
        """Close the file."""
        self._session.close()

    # ------------------------------------------------------------------------------------------------ setting up

    def _office(self, place: int, name: str, years: int) -> Office:
        key, roles = self._id(), ROLES
        programme = Programme(
            id=key, name=name, lead=roles[3], first_year=FIRST_YEAR, last_year=FIRST_YEAR + years + 2,
            open_period=self._months[0], position=place,
        )  # fmt: skip
        themes = [
            Theme(
                id=self._id(),
                programme_id=key,
                name=f"{name} theme {number + 1}",
                lead=roles[number],
                position=number,
            )
            for number in range(THEMES)
        ]
        return Office(
            programme,
            themes,
            {
                theme.id: [
                    Workstream(
                        id=self._id(), theme_id=theme.id, name=f"{theme.name} workstream {number + 1}", position=number
                    )
                    for number in range(2)
                ]
                for theme in themes
            },
            Board(id=self._id(), programme_id=key, name=f"{name} board"),
            [
                Measure(
                    id=self._id(), programme_id=key, name=f"{name} measure {number + 1}: people who {self._words(6)}",
                    strategy_theme=f"Strategy {number % 4 + 1}", priority=f"Priority {number % 3 + 1}", unit="%",
                    decimals=1, baseline="80", polarity="higher" if number % 3 else "lower",
                    owner=roles[number % 6], position=number,
                )
                for number in range(MEASURES)
            ],
            [
                Risk(
                    id=self._id(), programme_id=key, ref=f"R{place + 1}-{number + 1:02d}",
                    description=self._words(25), owner=roles[number % 6],
                    raised_period=self._chance.choice(self._months[: len(self._months) * 2 // 3]),
                    inherent_likelihood=self._up_to(2, 5), inherent_impact=self._up_to(2, 5),
                    target_likelihood=2, target_impact=2,
                )
                for number in range(RISKS)
            ],
            [
                BudgetLine(
                    id=self._id(), programme_id=key, group_name=f"Group {number % 5 + 1}",
                    name=f"Budget line {number + 1}", position=number,
                )
                for number in range(BUDGET_LINES)
            ],
            [
                Activity(
                    id=self._id(), programme_id=key, name=f"{name} reviews {number + 1}",
                    unit_cost_pence=1_100_00, funding_pence=1_180_000_00, position=number,
                )
                for number in range(3)
            ],
        )  # fmt: skip

    def _everything_set_up(self) -> Iterator[Record]:
        yield Portfolio(
            id="portfolio", name="Adult social care transformation", organisation="Anyshire County Council"
        )
        yield from self._statuses
        yield from self._plans
        years = sorted({dates.year_of_period(month) for month in self._months})
        for office in self._offices:
            yield office.programme
            yield from office.themes
            for workstreams in office.workstreams.values():
                yield from workstreams
            yield office.board
            yield from office.measures
            for measure in office.measures:
                for year in years:
                    yield MeasureTarget(id=self._id(), measure_id=measure.id, year=year, target="85")
            yield from office.budget
            yield from office.activities
            for activity in office.activities:
                for name, rate, effect in (
                    ("package reduced", "30", 4_000_00),
                    ("no change", "50", None),
                    ("package increased", "20", None),
                ):
                    yield ActivityOutcome(
                        id=self._id(), activity_id=activity.id, name=name, rate=rate, effect_pence=effect
                    )

    def _decide(self, place: int, office: Office, years: int) -> None:
        key = office.programme.id
        funds = [
            FundingSource(
                id=self._id(), programme_id=key, name=f"{office.programme.name} reserve", year=FIRST_YEAR + year,
                provision_pence=2_000_000_00,
            )
            for year in range(years)
        ]  # fmt: skip
        self._put("Funding", funds)
        for number in range(DECISIONS_A_YEAR * years):
            year = number // DECISIONS_A_YEAR
            decision = Decision(
                id=self._id(), programme_id=key, ref=f"DD{place + 1}{number + 1:03d}", subject=self._words(10),
                kind="officer", stage="in_force" if year < years - 1 else "forward_plan",
                revenue_pence=self._up_to(50, 900) * 1_000_00, what=self._words(60), why=self._words(60),
                decision_date=f"{FIRST_YEAR + year}-{self._up_to(4, 12):02d}-12",
            )  # fmt: skip
            self._put(f"Decision {decision.ref}", [decision, *self._parts(decision, funds[year])])

    def _parts(self, decision: Decision, fund: FundingSource) -> Iterator[Record]:
        key = decision.id
        for number in range(3):
            yield DecisionOption(
                id=self._id(), decision_id=key, name=f"Option {number + 1}", description=self._words(30),
                recommended=int(number == 0), reason=self._words(20), position=number,
            )  # fmt: skip
        yield DecisionFunding(
            id=self._id(), decision_id=key, funding_source_id=fund.id, amount_pence=200_000_00
        )
        for kind in ("legal", "finance", "procurement", "equality"):
            yield DecisionAdvice(
                id=self._id(), decision_id=key, kind=kind, author_role=ROLES[4], advice=self._words(40)
            )
        for heading, _ in IMPLICATION_HEADINGS:
            yield DecisionImplication(
                id=self._id(), decision_id=key, heading=heading, explanation=self._words(12)
            )
        yield DecisionSupplier(
            id=self._id(),
            decision_id=key,
            supplier="Supplier",
            award_pence=100_000_00,
            award_date=f"{fund.year}-10-01",
        )

    def _run(self, number: int, projects: int) -> Run:
        """About a third of the projects are there from the first month."""
        place = number % len(self._offices)
        office = self._offices[place]
        theme = self._chance.choice(office.themes)
        start = 0 if number < projects * 0.35 else self._chance.randrange(max(1, len(self._months) - 6))
        length = self._up_to(24, 60)
        month = self._months[start]
        project = Project(
            id=self._id(), ref=f"{office.programme.name[:2].upper()}-{number + 1:03d}",
            name=f"{self._words(4)[:-1]} {number + 1}", theme_id=theme.id,
            workstream_id=self._chance.choice(office.workstreams[theme.id]).id,
            source_plan_id=self._plans[min(4, start // 12)].id, lead=self._chance.choice(ROLES), sponsor=ROLES[3],
            description=self._words(50), start_date=f"{month}-01",
            end_date=f"{dates.shift_period(month, length)}-28",
        )  # fmt: skip
        return Run(project, place, start, length)

    # ------------------------------------------------------------------------------------------------ month by month

    def _begin(self, run: Run, month: str) -> None:
        key, year = run.project.id, dates.year_of_period(month)
        run.lines = [
            SavingsLine(
                id=self._id(), project_id=key, name=f"{run.project.name}: saving {number + 1}",
                kind=self._chance.choice(("cashable", "cashable", "avoidance", "income")),
                recurrence=self._chance.choice(("recurring", "one_off")),
            )
            for number in range(self._chance.choice((1, 1, 2, 2, 3)))
        ]  # fmt: skip
        days = [f"{dates.shift_period(month, 4 * (number + 1))}-15" for number in range(MILESTONES)]
        run.milestones = [
            Milestone(
                id=self._id(), project_id=key, name=self._words(5), baseline_date=day, forecast_date=day
            )
            for day in days
        ]
        rows: list[Record] = [run.project, *run.lines, *run.milestones]
        rows += [
            SavingsTarget(
                id=self._id(), line_id=line.id, year=later, target_pence=self._up_to(20, 900) * 1_000_00
            )
            for line in run.lines
            for later in range(year, year + 4)
        ]
        rows.append(
            ProjectCost(id=self._id(), project_id=key, year=year, name="Team", amount_pence=50_000_00)
        )
        if self._begun and self._chance.random() < 0.4:
            other = self._chance.choice(self._begun).project.id
            rows.append(
                ProjectDependency(
                    id=self._id(), project_id=key, needs_project_id=other, description=self._words(8)
                )
            )
        self._begun.append(run)
        self._put(f"Add project {run.project.ref}", rows)

    def _report(self, run: Run, number: int, month: str) -> None:
        key, ref, year = run.project.id, run.project.ref, dates.year_of_period(month)
        is_last = number == run.start + run.length - 1
        status = (
            self._statuses[-1] if is_last else self._chance.choices(self._statuses[1:5], (60, 20, 15, 5))[0]
        )
        update = StatusUpdate(
            id=self._id(), project_id=key, period=month, status_id=status.id,
            narrative=self._words(self._up_to(15, 59)),
            challenge_reason=self._words(8) if self._chance.random() < 0.1 else None,
        )  # fmt: skip
        self._put(f"Update {ref} for {month}", [update, *self._positions(run, month)])
        self._move_milestones(run, month)
        if self._chance.random() < 0.045:
            self._raise_exception(run, number, month)
        first = run.lines[0].id
        if self._chance.random() < 0.02:
            slip = Movement(
                id=self._id(), kind="slip", from_line_id=first, from_year=year, to_year=year + 1,
                amount_pence=self._up_to(1, 50) * 1_000_00, reason=self._words(6), state="approved",
                approved_by="Board", period=month,
            )  # fmt: skip
            self._put("Slip a saving", [slip])
        if self._chance.random() < 0.01:
            change = TargetChange(
                id=self._id(), line_id=first, year=year, change_pence=-10_000_00, reference=f"CR {ref} {month}",
                reason=self._words(8), approved_by="Board", period=month, state="approved",
            )  # fmt: skip
            self._put("Change a target", [change])

    def _positions(self, run: Run, month: str) -> Iterator[Record]:
        """This year's and the later years' forecasts of each line; what is delivered grows over the year."""
        year, first = dates.year_of_period(month), dates.year_of_period(self._months[run.start])
        part = ((int(month[5:7]) - 4) % 12 + 1) / 12 * 0.9
        for line in run.lines:
            for later in range(year, first + 4):
                forecast = self._up_to(15, 900) * 1_000_00
                yield SavingsPosition(
                    id=self._id(), line_id=line.id, year=later, period=month, forecast_pence=forecast,
                    delivered_pence=int(forecast * part) if later == year else 0, validated_pence=0,
                )  # fmt: skip

    def _move_milestones(self, run: Run, month: str) -> None:
        moved = []
        for place, milestone in enumerate(run.milestones):
            if milestone.actual_date is None and (milestone.forecast_date or "")[:7] <= month:
                if self._chance.random() < 0.5:
                    now = replace(milestone, actual_date=f"{month}-20")
                else:
                    now = replace(milestone, forecast_date=f"{dates.shift_period(month, 2)}-15")
                run.milestones[place] = now
                moved.append(now)
        self._put(f"Milestones of {run.project.ref}", changed=moved)

    def _raise_exception(self, run: Run, number: int, month: str) -> None:
        found = ProjectException(
            id=self._id(), project_id=run.project.id, category=self._chance.choice(EXCEPTION_CATEGORIES)[0],
            description=self._words(30), amount_pence=self._up_to(10, 500) * 1_000_00,
            years=str(dates.year_of_period(month)), raised_period=month,
        )  # fmt: skip
        self._exceptions.append((found, number))
        mitigations = [
            Mitigation(
                id=self._id(), exception_id=found.id, action=self._words(15), owner=self._chance.choice(ROLES),
                due_date=f"{dates.shift_period(month, self._up_to(2, 6))}-15", effect_pence=10_000_00,
            )
            for _ in range(2)
        ]  # fmt: skip
        self._put(f"Raise exception for {run.project.ref}", [found, *mitigations])

    def _close_exceptions(self, number: int, month: str) -> None:
        due = [item for item in self._exceptions if number - item[1] > 3 and self._chance.random() < 0.15]
        self._exceptions = [item for item in self._exceptions if item not in due]
        self._put("Close exceptions", changed=[replace(found, closed_period=month) for found, _ in due])

    def _report_office(self, office: Office, month: str) -> None:
        raised = [risk for risk in office.risks if risk.raised_period == month]
        actions = [
            RiskAction(
                id=self._id(), risk_id=risk.id, action=self._words(15), owner=ROLES[number],
                due_date=f"{dates.shift_period(month, self._up_to(2, 11))}-28",
            )
            for risk in raised
            for number in range(3)
        ]  # fmt: skip
        self._put("Raise risks", [*raised, *actions])
        rows: list[Record] = [
            MeasureValue(
                id=self._id(), measure_id=item.id, period=month, actual=f"{self._up_to(700, 949) / 10}"
            )
            for item in office.measures
        ]
        rows += [
            RiskScore(
                id=self._id(), risk_id=risk.id, period=month, likelihood=self._up_to(1, 5), impact=self._up_to(1, 5),
                comment=self._words(10),
            )
            for risk in office.risks
            if risk.raised_period <= month
        ]  # fmt: skip
        self._put("Measures and risks", rows)
        self._put(
            "Budget",
            [
                BudgetPosition(
                    id=self._id(), line_id=line.id, period=month, budget_pence=10_000_000_00,
                    actual_pence=self._up_to(8, 10) * 1_000_000_00, forecast_pence=self._up_to(9, 11) * 1_000_000_00,
                )
                for line in office.budget
            ],
        )  # fmt: skip
        self._put(
            "Activity",
            [
                ActivityMonth(id=self._id(), activity_id=item.id, period=month, planned=40, done=self._up_to(25, 44))
                for item in office.activities
            ],
        )  # fmt: skip
        following = dates.shift_period(month, 1)
        meeting = BoardMeeting(
            id=self._id(), board_id=office.board.id, meeting_date=f"{following}-10", period=month,
            papers_due=f"{following}-03",
        )  # fmt: skip
        self._put("Meeting", [meeting])

    # ------------------------------------------------------------------------------------------------ small parts

    def _put(self, action: str, added: Iterable[Record] = (), changed: Iterable[Record] = ()) -> None:
        """Save rows as one transaction, without the rules that a person's edit is held to."""
        added, changed = list(added), list(changed)
        if added or changed:
            with self._session.store.transaction(action) as transaction:
                transaction.insert_many(added)
                transaction.update_many(changed)
            self._session.records.apply(transaction.changes)

    def _up_to(self, low: int, high: int) -> int:
        return self._chance.randint(low, high)

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choices(WORDS, k=count)).capitalize() + "."


def make_council(path: Path, projects: int = 300, years: int = 5) -> Path:
    """Write the portfolio unless it is there already; return its path."""
    if not path.exists():
        # Under another name until it is whole, so that a file left by a run that was stopped is never measured.
        unfinished = path.with_suffix(".part.ascp")
        unfinished.unlink(missing_ok=True)
        council = Council(unfinished, projects, years)
        council.live()
        council.close()
        unfinished.rename(path)
    return path


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    print(make_council(Path(sys.argv[1]), *numbers))
