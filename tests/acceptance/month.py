"""A month of 53 projects and 12 leads: who has which project, and what each person typed, kept apart from the program.

What is asserted at the end of the month is worked out of ``Told`` and of the sample's tables alone.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from asc_desktop._paths import resource_path
from asc_desktop.domain.forms.form import CONFIRMED, Form, FormRow, ProjectForm
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, Project, StatusUpdate
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.services.session import Session
from asc_desktop.services.structure import open_next_period
from tests.office import Filled

PROGRAMME = "Better Lives, Better Outcomes"
MONTH = "2024-07"
YEAR = "2024/25"

TWELVE = {
    "Deputyship Team Manager": "Strategic Finance Business Partner",
    "Head of Customer Services": "Head of Commissioning",
    "Head of Health Partnerships": "Head of Commissioning",
    "Head of Mental Health Services": "Head of Whole Life Disability",
    "Head of Older People’s Services": "Head of Provider Services",
    "Head of Reablement Services": "Head of Provider Services",
    "Principal Occupational Therapist": "Head of Prevention and Access",
    "Workforce Development Manager": "Principal Social Worker",
}
"""Leads of the sample who hand their projects to another, which leaves twelve."""

State = dict[str, dict[str, Record]]

STATUSES = ("On target", "Experiencing obstacles", "At risk")


class Clock:
    """The computer's clock, set by hand."""

    def __init__(self, year: int, month: int, day: int) -> None:
        self.now = datetime(year, month, day, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def go_to(self, month: int, day: int) -> None:
        self.now = self.now.replace(month=month, day=day, hour=9)


class Told:
    """What people typed: by project, or by project, saving and year. Amounts are whole pounds."""

    def __init__(self) -> None:
        self.statuses: dict[str, str] = {}
        self.narratives: dict[str, str] = {}
        self.forecasts: dict[tuple[str, str, str], int] = {}
        self.delivered: dict[tuple[str, str, str], int] = {}
        self.done: dict[tuple[str, str], str] = {}

    def take(self, other: "Told") -> None:
        """Take what another typed in place of what was typed before."""
        for name, values in vars(other).items():
            getattr(self, name).update(values)


def begin_month(session: Session) -> Programme:
    """Give the sample's 53 projects to twelve leads, go on with those that are closed, and open the month."""
    programme = next(item for item in session.records.all(Programme) if item.name == PROGRAMME)
    on_target = next(item for item in session.records.all(DeliveryStatus) if item.name == STATUSES[0])
    closed = {item.id for item in session.records.all(DeliveryStatus) if item.closed}
    with session.edit("Get the portfolio ready") as edit:
        for project in session.records.all(Project):
            if (lead := TWELVE.get(project.lead or "")) is not None:
                edit.put(replace(project, lead=lead))
        over = [item for item in session.records.all(StatusUpdate) if item.status_id in closed]
        for project_id in {item.project_id for item in over}:
            edit.put(*_going_on(session, project_id, programme.open_period, on_target.id))
    assert open_next_period(session, programme) == MONTH
    return session.records.get(Programme, programme.id)


def _going_on(session: Session, project_id: str, period: str, status_id: str) -> Iterator[StatusUpdate]:
    held = [
        item for item in session.records.of(StatusUpdate, "project_id", project_id) if item.period == period
    ]
    for item in held:
        yield replace(item, status_id=status_id)
    if not held:
        yield StatusUpdate(id=session.new_id(), project_id=project_id, period=period, status_id=status_id)


# ---------------------------------------------------------------------------------------------- filling a form in


class Lead:
    """One lead at a form: what is typed into which cell, and the same as facts."""

    def __init__(self, form: Form, path: Path, seed: int) -> None:
        self.form, self.path = form, path
        self.typed: dict[tuple[str, str], str] = {}
        self.told = Told()
        self._lines = dict(_places(path))
        for at, sheet in enumerate(form.projects):
            self._fill(sheet, seed + at)

    def saved_as(self, target: Path, deleted: tuple[tuple[str, int], ...] = ()) -> Filled:
        """Return what LibreOffice is to do."""
        return Filled(self.path, dict(self.typed), target, deleted)

    def cell(self, code: str, place: int) -> tuple[str, str]:
        """Return the sheet and address of an answer."""
        sheet, line = self._lines[code]
        return sheet, f"{'ABCDEFGH'[place]}{line}"

    def row(self, ref: str, key: str) -> FormRow:
        """Return the first row of a project with a question of that key."""
        sheet = next(sheet for sheet in self.form.projects if sheet.ref == ref)
        return next(row for row in sheet.rows if any(question.key == key for question in row.asked))

    def put(self, row: FormRow, key: str, words: str) -> None:
        """Type words into an answer."""
        question = next(question for question in row.asked if question.key == key)
        self.typed[self.cell(row.code, question.place)] = words

    def _fill(self, sheet: ProjectForm, seed: int) -> None:
        for at, row in enumerate(sheet.rows, seed):
            keys = {question.key: question for question in row.asked}
            if row.is_new:
                continue
            if "status_id" in keys:
                self.told.statuses[sheet.ref] = STATUSES[at % 3]
                self.put(row, "status_id", STATUSES[at % 3])
            elif "narrative" in keys:
                self.told.narratives[sheet.ref] = f"- July, “{sheet.ref}”: {at} visits made.\nNo more to say."
                self.put(row, "narrative", self.told.narratives[sheet.ref])
            elif "forecast_pence" in keys:
                self._amounts(sheet, row, at)
            elif "actual_date" in keys:
                forecast = keys["forecast_date"].sent
                if forecast and str(forecast)[:7] <= MONTH:
                    self.told.done[sheet.ref, row.words] = f"2024-07-{at % 20 + 10}"
                    self.put(row, "actual_date", f"{at % 20 + 10}/7/24")
            elif CONFIRMED in keys:
                self.put(row, CONFIRMED, "Yes")

    def _amounts(self, sheet: ProjectForm, row: FormRow, at: int) -> None:
        """Give a forecast and what is delivered, as pounds are typed in different ways."""
        line, year = row.words.rsplit(", ", 1)
        sent = {question.key: int(str(question.sent or 0)) // 100 for question in row.asked}
        forecast = sent["forecast_pence"] + 1_003 * (at % 7 + 1)
        self.told.forecasts[sheet.ref, line, year] = forecast
        self.put(row, "forecast_pence", (f"£{forecast:,}", f"{forecast}", f"{forecast:,}")[at % 3])
        if "delivered_pence" in sent:
            delivered = min(forecast, sent["delivered_pence"] + 507 * (at % 5 + 1))
            self.told.delivered[sheet.ref, line, year] = delivered
            self.put(row, "delivered_pence", f"{delivered}")


def _places(path: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    for sheet in read_copy(path, path.name).sheets:
        for line, row in enumerate(sheet.rows, 1):
            if row and row[0] is not None:
                yield str(row[0].value), (sheet.name, line)


# ---------------------------------------------------------------------------------------------- what is looked at


def state_of(session: Session) -> State:
    """Return every record of a portfolio."""
    return {kind.table: {item.id: item for item in session.records.all(kind)} for kind in RECORD_TYPES}


def project_of(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def sums_by_theme(told: dict[tuple[str, str, str], int]) -> dict[str, int]:
    """Return what was typed for the year, in pounds by the theme in which the sample's tables count each saving."""
    themes = {row["ref"]: row["theme"] for row in _sample("project")}
    lines: dict[tuple[str, str], dict[str, Any]] = {
        (row["project"], row["name"]): row for row in _sample("savings_line")
    }
    found: dict[str, int] = defaultdict(int)
    for (ref, line, year), pounds in told.items():
        if year == YEAR:
            found[lines[ref, line]["counts_in_theme"] or themes[ref]] += pounds
    return dict(found)


def _sample(table: str) -> list[dict[str, str]]:
    with (resource_path("sample") / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
