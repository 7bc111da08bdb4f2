"""A portfolio with something of everything that a form asks, and the form of one lead."""

from itertools import count
from typing import Any

from asc_desktop.domain.forms.asking import SECTIONS, Asking, make_form
from asc_desktop.domain.forms.form import Form, FormRow, ProjectForm
from asc_desktop.domain.records.assurance import (
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)
from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.delivery import Project
from tests.unit.domain.portfolio import Desk

LEAD = "Head of Housing"
EVERY = frozenset(key for key, _ in SECTIONS)


def asked_desk() -> Desk:
    """Project p has everything as of May; q, of the same lead, has nothing yet."""
    desk = Desk()
    desk.add(Project(id="p", ref="P-1", name="Supported Living", theme_id="theme", lead=LEAD))
    desk.add(Project(id="q", ref="P-2", name="MH reablement", theme_id="other", lead="head of  housing"))
    desk.status("amber", "2024-05", narrative="=Two moves are late.\n- one by a month")
    desk.target("pl", 1_000)
    desk.target("pl", 500, 2025)
    desk.target("pl", 700, 2023)
    desk.report("pl", 900, 120, 40, period="2024-05")
    desk.report("pl", 700, 300, period="2024-03", year=2023)
    late = desk.exception("2024-05", description="No staff", amount_pence=250_50, category="capacity")
    desk.mitigation(late, action="Recruit", owner=LEAD, due_date="2024-07-31")
    desk.mitigation(late, action="Done long ago", done_date="2024-04-02")
    desk.exception("2024-01", description="Over", closed_period="2024-03")
    desk.milestone(name="Past", baseline_date="2024-05-31", forecast_date="2024-06-15")
    desk.milestone(name="Next", forecast_date="2024-09-15")
    desk.milestone(name="Done", forecast_date="2024-03-15", actual_date="2024-03-20")
    desk.add(
        Risk(id="risk", programme_id="prog", ref="R-01", description="Provider fails", project_id="p",
             raised_period="2024-04")
    )  # fmt: skip
    desk.add(RiskScore(id="score", risk_id="risk", period="2024-05", likelihood=4, impact=3))
    desk.add(RiskAction(id="action", risk_id="risk", action="Find another", owner=LEAD))
    desk.add(
        Risk(id="mine", programme_id="prog", ref="R-02", description="Rents rise", owner="HEAD OF HOUSING",
             raised_period="2024-04")
    )  # fmt: skip
    desk.add(Measure(id="m", programme_id="prog", name="Reviews in time", unit="%", decimals=1, owner=LEAD))
    desk.add(MeasureTarget(id="mt", measure_id="m", year=2024, target="95"))
    desk.add(MeasureValue(id="mv", measure_id="m", period="2024-05", actual="91.5"))
    desk.add(Measure(id="n", programme_id="prog", name="Calls", decimals=0, owner=LEAD))
    desk.add(
        OwnField(id="own", record_table="project", label="Assurance", kind="choice", choices="Low\nHigh")
    )
    desk.add(OwnField(id="gone", record_table="project", label="Archived", retired=1))
    desk.add(OwnValue(id="ov", own_field_id="own", record_table="project", record_id="p", value="Low"))
    return desk


def asking(**more: Any) -> Asking:
    ids = count(1)
    values = {
        "programme_id": "prog",
        "period": "2024-06",
        "portfolio": "first",
        "portfolio_name": "Adult social care",
        "asked_on": "2024-07-01",
        "due_on": "2024-07-05",
        "asked_by": "Ann",
        "sections": EVERY,
        "new_id": lambda: f"new{next(ids)}",
    }
    return Asking(**(values | more))


def form_of(desk: Desk, projects: tuple[str, ...] = ("p", "q"), **more: Any) -> Form:
    records = desk.records
    chosen = [records.get(Project, key) for key in projects]
    return make_form(records, chosen, number="F-0012", lead=LEAD, asking=asking(**more))


def rows_of(sheet: ProjectForm, key: str) -> list[FormRow]:
    return [row for section in sheet.sections if section.key == key for row in section.rows]


def cells(row: FormRow) -> dict[str, str]:
    return {question.key: question.shown for question in row.questions}
