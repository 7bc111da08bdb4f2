"""A small portfolio for tests of the rules: one programme, two themes, two projects with a line each."""

from itertools import count
from typing import Any, TypeVar

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectCost,
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
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope

R = TypeVar("R", bound=Record)
OPEN = "2024-06"


class Desk:
    """Records written by hand, with pounds for amounts."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Record]] = {}
        self._ids = count(1)
        self.add(Portfolio(id="portfolio", name="Adult social care"))
        self.add(Programme(id="prog", name="ASC", first_year=2023, last_year=2027, open_period=OPEN))
        self.add(Theme(id="theme", programme_id="prog", name="Prevention", position=1))
        self.add(Theme(id="other", programme_id="prog", name="Commissioning", position=2))
        self.add(SourcePlan(id="plan", name="Budget 2024"))
        scheme = (("green", "On target"), ("amber", "Obstacles"), ("red", "Compromised"), ("blue", "Closed"))
        for place, (rag, name) in enumerate(scheme):
            self.add(
                DeliveryStatus(
                    id=rag, name=name, rag=rag, letter=name[:2], position=place, closed=int(rag == "blue")
                )
            )
        self.add(Project(id="p", ref="P-1", name="Supported Living", theme_id="theme", source_plan_id="plan"))
        self.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other"))
        self.add(SavingsLine(id="pl", project_id="p", name="Rates"))
        self.add(SavingsLine(id="ql", project_id="q", name="Reviews"))

    @property
    def records(self) -> Records:
        return Records({table: rows.values() for table, rows in self.rows.items()})

    def add(self, record: R) -> R:
        self.rows.setdefault(record.table, {})[record.id] = record
        return record

    def target(self, line: str, pounds: int, year: int = 2024) -> SavingsTarget:
        return self.add(SavingsTarget(id=self._id(), line_id=line, year=year, target_pence=pounds * 100))

    def change(self, line: str, pounds: int, year: int = 2024, **more: Any) -> TargetChange:
        values = {"period": OPEN, "state": "approved", "approved_by": "Board", "reference": "CR-1", **more}
        return self.add(
            TargetChange(id=self._id(), line_id=line, year=year, change_pence=pounds * 100, **values)
        )

    def report(
        self, line: str, forecast: int, delivered: int = 0, validated: int = 0, **more: Any
    ) -> SavingsPosition:
        return self.add(
            SavingsPosition(
                id=self._id(),
                line_id=line,
                forecast_pence=forecast * 100,
                delivered_pence=delivered * 100,
                validated_pence=validated * 100,
                **{"year": 2024, "period": OPEN, **more},
            )
        )

    def movement(self, kind: str, pounds: int, **more: Any) -> Movement:
        """Return a movement from the first line's 2024/25, not yet kept."""
        values = {"from_line_id": "pl", "from_year": 2024, "period": OPEN, **more}
        if kind in {"slip", "early"}:
            values = {"to_year": 2025 if kind == "slip" else 2023, **values}
        elif kind != "write_off":
            values = {"to_line_id": "ql", **values}
        return Movement(**{"id": self._id(), "kind": kind, "amount_pence": pounds * 100, **values})

    def status(self, rag: str, period: str = OPEN, project: str = "p", **more: Any) -> StatusUpdate:
        return self.add(StatusUpdate(id=self._id(), project_id=project, period=period, status_id=rag, **more))

    def exception(self, raised: str = OPEN, **more: Any) -> ProjectException:
        values = {"project_id": "p", "description": "No staff", "raised_period": raised, **more}
        return self.add(ProjectException(id=self._id(), **values))

    def mitigation(self, exception: ProjectException, **more: Any) -> Mitigation:
        return self.add(Mitigation(id=self._id(), exception_id=exception.id, **{"action": "Recruit", **more}))

    def milestone(self, **more: Any) -> Milestone:
        return self.add(Milestone(id=self._id(), **{"project_id": "p", "name": "Go live", **more}))

    def cost(self, pounds: int, year: int = 2024) -> ProjectCost:
        return self.add(
            ProjectCost(id=self._id(), project_id="p", year=year, name="Staff", amount_pence=pounds * 100)
        )

    def build(self, period: str = OPEN, programme: str | None = "prog", theme: str | None = None) -> Report:
        return build_report(self.records, Scope(programme, period, theme))

    def _id(self) -> str:
        return f"r{next(self._ids):04d}"
