"""Portfolios unlike the sample, for tests and for people who look: ``python -m tests.ui.portfolios FOLDER``.

The sample's figures, names and references are of a middling length and there are some of everything. These are what
else a council may have: next to nothing, everything closed, long Welsh names, and the longest figures that there are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    Issue,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Mitigation,
    Portfolio,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Kind, Record, fields_of
from asc_desktop.domain.records.governance import ControlTotal, Decision, PublishedTable
from asc_desktop.domain.records.office import Board
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Edit, Session

MONTH, YEAR = "2024-06", 2024
LARGE_PENCE = 999_999_999_00
"""What one line may well come to in a tracker kept in the wrong unit, and what a county's gross budget does."""
LOW_PENCE = -9_999_999_999_00
TIMES = 1_237
"""By which every amount of the sample is multiplied, so that it still adds up: a thousand and a few odd pounds."""
BUDGET_TIMES = 47
LONGEST_REF = 20

THEMES = (
    "Atal, ymyrraeth gynnar ac annibyniaeth yn y gymuned",
    "Gwasanaethau i bobl hŷn a’u gofalwyr di-dâl",
    "Iechyd meddwl, lles a chydnerthedd teuluoedd",
    "Anableddau dysgu: byw â chymorth yn nes at adref",
    "Cartrefi gofal preswyl a nyrsio ar draws y sir",
    "Ail-alluogi a rhyddhau cleifion o’r ysbyty yn brydlon",
    "Technoleg gynorthwyol, cyfarpar ac addasiadau tŷ",
    "Diogelu oedolion sy’n wynebu risg o gael eu hesgeuluso",
    "Comisiynu, caffael a chynaliadwyedd y farchnad ofal",
    "Gweithlu, recriwtio a datblygu’r Gymraeg yn y gweithle",
    "Systemau gwybodaeth, data ac adrodd ar berfformiad",
    "Partneriaethau rhanbarthol â’r byrddau iechyd lleol",
)
"""Names as long as councils in Wales have, with every accent that Welsh has on a vowel somewhere in the file."""
LEAD = "Pennaeth Gwasanaethau Cymdeithasol a Thai i Oedolion"


class _Maker:
    """Collects what one new portfolio has."""

    def __init__(self, session: Session, edit: Edit) -> None:
        self._session, self._edit = session, edit
        self.statuses = session.records.all(DeliveryStatus)

    def put(self, kind: type[Any], **values: Any) -> Any:
        record = kind(id=self._session.new_id(), **values)
        self._edit.put(record)
        return record

    def project(
        self, theme: Theme, ref: str, name: str, amounts: tuple[int, ...] = (), **more: Any
    ) -> Project:
        """Add a project with one line, whose targets begin in the first year and of which half is forecast."""
        project = cast("Project", self.put(Project, theme_id=theme.id, ref=ref, name=name, **more))
        if amounts:
            line = self.put(SavingsLine, project_id=project.id, name=f"{name}: arbediad cyntaf")
            for later, pence in enumerate(amounts):
                self.put(SavingsTarget, line_id=line.id, year=YEAR + later, target_pence=pence)
            self.put(
                SavingsPosition, line_id=line.id, year=YEAR, period=MONTH, forecast_pence=amounts[0] // 2,
                delivered_pence=amounts[0] // 4, validated_pence=amounts[0] // 8,
            )  # fmt: skip
        return project


def files() -> PortfolioFiles:
    """Return what opens and makes the files, on the day on which the other tests of the window take place."""
    return PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )


def make_one(path: Path) -> None:
    """One project, on the day it was entered: a target, a forecast, a status and a milestone."""

    def fill(make: _Maker) -> None:
        theme = _programme(make, "Adult social care", ("Independence",))[0]
        project = make.project(theme, "P-1", "Reablement", (250_000_00, 120_000_00))
        make.put(StatusUpdate, project_id=project.id, period=MONTH, status_id=make.statuses[1].id)
        make.put(Milestone, project_id=project.id, name="Team in place", forecast_date="2024-10-01")

    _new(path, "One project", fill)


def make_thin(path: Path) -> None:
    """Three projects of which little is known: one has figures, one a status, one nothing but its name."""

    def fill(make: _Maker) -> None:
        theme, other = _programme(make, "Adult social care", ("Independence", "Market"))
        make.project(theme, "P-1", "Reablement", (250_000_00,))
        known = make.project(theme, "P-2", "Shared lives")
        make.project(other, "P-3", "Fee review")
        make.put(StatusUpdate, project_id=known.id, period=MONTH, status_id=make.statuses[2].id)
        make.put(
            Risk,
            programme_id=theme.programme_id,
            ref="R1",
            description="Nobody applies.",
            raised_period=MONTH,
        )

    _new(path, "Three projects", fill)


def make_closed(path: Path) -> None:
    """The sample after every project of it was reported as closed in its programme's open month."""

    def close(session: Session, edit: Edit) -> None:
        records = session.records
        closed = next(item for item in records.all(DeliveryStatus) if item.closed)
        reported = {(item.project_id, item.period): item for item in records.all(StatusUpdate)}
        for project in records.all(Project):
            theme = records.get(Theme, project.theme_id)
            month = records.get(Programme, theme.programme_id).open_period
            held = reported.get((project.id, month)) or StatusUpdate(
                id=session.new_id(), project_id=project.id, period=month
            )
            edit.put(replace(held, status_id=closed.id))

    _from_sample(path, "Close every project", close)


def make_welsh(path: Path) -> None:
    """Twelve themes with long Welsh names, three projects in each and one of every other record in each."""

    def fill(make: _Maker) -> None:
        themes = _programme(make, "Rhaglen Trawsnewid Gofal Cymdeithasol i Oedolion a Llesiant", THEMES)
        key = themes[0].programme_id
        make.put(Board, programme_id=key, name="Bwrdd Trawsnewid Gofal Cymdeithasol a Llesiant")
        for at, theme in enumerate(themes):
            stream = make.put(Workstream, theme_id=theme.id, name=f"Ffrwd waith: {theme.name}")
            projects = [
                make.project(
                    theme,
                    f"GC-{at + 1:02d}{'abc'[number]}",
                    f"{theme.name}, cam {number + 1}",
                    tuple((at + 1) * (number + 2) * 37_451_00 for _ in range(4)),
                    lead=LEAD,
                    sponsor=LEAD,
                    workstream_id=stream.id,
                )
                for number in range(3)
            ]
            for number, project in enumerate(projects):
                status = make.statuses[(at + number) % len(make.statuses)]
                make.put(
                    StatusUpdate, project_id=project.id, period=MONTH, status_id=status.id,
                    narrative="Mae’r gwaith â’r darparwyr yn parhau; bydd ŵyl y banc yn ei ohirio tan ddiwedd y mis.",
                )  # fmt: skip
                make.put(
                    Milestone, project_id=project.id, name=f"Adolygu’r contractau: {theme.name}",
                    baseline_date="2024-06-01", forecast_date=f"2024-{7 + number:02d}-15",
                )  # fmt: skip
            fault = make.put(
                ProjectException, project_id=projects[-1].id, category="supply", raised_period=MONTH,
                description=f"Oedi: {theme.name}", amount_pence=(at + 1) * 61_000_00,
            )  # fmt: skip
            make.put(Mitigation, exception_id=fault.id, action="Cytuno ar gynllun â’r tîm tŷ", owner=LEAD)
            risk = make.put(
                Risk, programme_id=key, ref=f"R-{at + 1:02d}", description=f"Perygl i’r ymdrech: {theme.name}",
                owner=LEAD, theme_id=theme.id, raised_period=MONTH,
            )  # fmt: skip
            make.put(RiskScore, risk_id=risk.id, period=MONTH, likelihood=1 + at % 5, impact=1 + at % 4)
            make.put(RiskAction, risk_id=risk.id, action="Cyfarfod misol â phob rhanbarth", owner=LEAD)
            make.put(
                Issue, programme_id=key, ref=f"M-{at + 1:02d}", description=f"Mater: {theme.name}", owner=LEAD,
                raised_period=MONTH,
            )  # fmt: skip
            measure = make.put(
                Measure, programme_id=key, name=f"Canran y bobl: {theme.name}", unit="%", owner=LEAD
            )
            make.put(MeasureTarget, measure_id=measure.id, year=YEAR, target="85")
            make.put(MeasureValue, measure_id=measure.id, period=MONTH, actual=str(75 + at))
            budget = make.put(BudgetLine, programme_id=key, group_name=THEMES[at // 4], name=theme.name)
            make.put(
                BudgetPosition, line_id=budget.id, period=MONTH, budget_pence=9_000_000_00, actual_pence=2_000_000_00,
                forecast_pence=9_100_000_00,
            )  # fmt: skip
            make.put(
                Decision, programme_id=key, ref=f"PD{at + 1:03d}", subject=f"Penderfyniad ynghylch {theme.name}",
                revenue_pence=1_400_000_00,
            )  # fmt: skip

    _new(path, "Gofal Cymdeithasol Sir y Mynyddoedd a’r Môr", fill)


def make_billions(path: Path, shown_as: str = "positive") -> None:
    """The sample with amounts over a thousand times as large, £999,999,999, −£9,999,999,999 and long references."""

    def enlarge(session: Session, edit: Edit) -> None:
        records = session.records
        for kind in RECORD_TYPES:
            for record in records.all(kind):
                changed = _enlarged(record)
                if changed != record:
                    edit.put(changed)
        edit.put(replace(records.get(Portfolio, Portfolio.table), savings_shown_as=shown_as))
        _put_extremes(session, edit)

    _from_sample(path, "Enlarge every amount", enlarge)


def _enlarged(record: Record) -> Record:
    times = BUDGET_TIMES if record.table.startswith("budget") else TIMES
    values: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.key)
        if field.kind is Kind.MONEY and value:
            values[field.key] = value * times
        if field.key == "ref":
            values["ref"] = _long(value)
    if isinstance(record, PublishedTable):
        values["cells"] = _enlarged_cells(record.cells)
    return replace(record, **values) if values else record


def _long(ref: str) -> str:
    """Return a reference of the greatest length, of the letters and figures that councils make them of."""
    return f"{ref}/ASC-2024-TRANSFORMATION"[:LONGEST_REF]


def _enlarged_cells(cells: str) -> str:
    heading, *rows = cells.split("\n")
    return "\n".join([heading, *("\t".join(_enlarged_row(row.split("\t"))) for row in rows)])


def _enlarged_row(cells: list[str]) -> list[str]:
    def times(match: re.Match[str]) -> str:
        return f"{Decimal(match[0].replace(',', '')) * TIMES:,}"

    return [cells[0], *(re.sub(r"\d[\d,]*(?:\.\d+)?", times, cell) for cell in cells[1:])]


def _put_extremes(session: Session, edit: Edit) -> None:
    """Let one line, one budget and one published total be as large, and as far below nothing, as is tried."""
    records = session.records
    programme = next(
        item for item in records.all(Programme) if item.open_period == MONTH and item.last_year > YEAR
    )
    theme = next(item for item in records.all(Theme) if item.programme_id == programme.id)
    project = next(item for item in records.all(Project) if item.theme_id == theme.id)
    make = _Maker(session, edit)
    for name, forecast in (
        ("The largest line, on target", LARGE_PENCE),
        ("The largest line, not planned", 0),
    ):
        line = make.put(SavingsLine, project_id=project.id, name=name)
        for year in range(programme.first_year, programme.last_year + 1):
            make.put(SavingsTarget, line_id=line.id, year=year, target_pence=LARGE_PENCE)
            make.put(
                SavingsPosition, line_id=line.id, year=year, period=MONTH, forecast_pence=forecast,
                delivered_pence=forecast // 2 if year == YEAR else 0,
                validated_pence=forecast // 2 if year == YEAR else 0,
            )  # fmt: skip
    low = make.put(SavingsLine, project_id=project.id, name="The target that was taken away")
    make.put(SavingsTarget, line_id=low.id, year=YEAR, target_pence=-LOW_PENCE)
    make.put(
        TargetChange, line_id=low.id, year=YEAR, change_pence=LOW_PENCE, reference="CR", approved_by="Board",
        period=MONTH, state="approved",
    )  # fmt: skip
    make.put(
        ControlTotal, programme_id=programme.id, name="Published far below nothing", published_pence=LOW_PENCE,
        precision_pence="100", year=YEAR,
    )  # fmt: skip
    for owner in {item.programme_id for item in records.all(BudgetLine)} | {programme.id}:
        income = make.put(BudgetLine, programme_id=owner, group_name="Income", name="Contributions")
        months = {item.period for item in records.all(BudgetPosition)} | {MONTH}
        for month in months:
            make.put(
                BudgetPosition, line_id=income.id, period=month, budget_pence=LOW_PENCE,
                actual_pence=-LARGE_PENCE, forecast_pence=LOW_PENCE - LARGE_PENCE,
            )  # fmt: skip


def _programme(make: _Maker, name: str, themes: tuple[str, ...]) -> list[Theme]:
    programme = make.put(Programme, name=name, first_year=YEAR, last_year=YEAR + 3, open_period=MONTH)
    return [
        make.put(Theme, programme_id=programme.id, name=theme, position=at) for at, theme in enumerate(themes)
    ]


def _new(path: Path, name: str, fill: Callable[[_Maker], None]) -> None:
    session = files().create(path, name)
    try:
        with session.edit("Enter what is known") as edit:
            fill(_Maker(session, edit))
    finally:
        session.close()


def _from_sample(path: Path, action: str, change: Callable[[Session, Edit], None]) -> None:
    session = files().create_sample(path)
    try:
        with session.edit(action, reason="To look at it") as edit:
            change(session, edit)
    finally:
        session.close()


MAKERS: dict[str, Callable[[Path], None]] = {
    "one": make_one,
    "thin": make_thin,
    "closed": make_closed,
    "welsh": make_welsh,
    "billions": make_billions,
    "reductions": partial(make_billions, shown_as="reductions"),
}
"""Each portfolio by its name, and what makes it."""


def main(folder: Path) -> None:
    """Write every portfolio into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        target = folder / f"{name}.ascp"
        target.unlink(missing_ok=True)
        make(target)
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
