"""A form as it is asked of the sample and sent: kept in the portfolio, and written as the workbook that a lead gets."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from asc_desktop.domain.forms.asking import SECTIONS, Asking, make_form
from asc_desktop.domain.forms.form import CONFIRMED, Form, FormRow, Question, written
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.report.frozen import pack
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.services.session import Session


def project(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def ask(
    session: Session, refs: Sequence[str], *, number: str = "F-0101", lead: str = "Head of Care", **more: Any
) -> Form:
    """Ask a lead about projects, and keep that."""
    projects = [project(session, ref) for ref in refs]
    programme = programme_of(projects[0], session.records)
    assert programme is not None
    values = {
        "programme_id": programme.id,
        "period": programme.open_period,
        "portfolio": "ours",
        "portfolio_name": "Ours",
        "asked_on": "2024-07-01",
        "due_on": "2024-07-05",
        "asked_by": "Ann",
        "sections": frozenset(key for key, _ in SECTIONS),
        "new_id": session.new_id,
    }
    form = make_form(session.records, projects, number=number, lead=lead, asking=Asking(**(values | more)))
    kept = pack(written(form))
    with session.edit(f"Ask {lead}") as edit:
        edit.frozen.append(kept)
        edit.put(
            *(
                UpdateRequest(
                    id=session.new_id(),
                    project_id=item.id,
                    period=form.period,
                    form=number,
                    lead=lead,
                    asked_on="2024-07-01",
                    content=kept.id,
                )
                for item in projects
            )
        )
    return form


def row_of(form: Form, key: str, *, section: str = "", ref: str = "", at: int = 0) -> FormRow:
    """Return a row of a form that asks a field; of one project, of one section, and the first unless told."""
    found = [
        row
        for sheet in form.projects
        if not ref or sheet.ref == ref
        for part in sheet.sections
        if not section or part.key == section
        for row in part.rows
        if any(question.key == key for question in row.asked)
    ]
    return found[at]


def question_of(row: FormRow, key: str) -> Question:
    return next(question for question in row.questions if question.key == key)


class Book:
    """The workbook of a form in a lead's hands."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.book = openpyxl.load_workbook(BytesIO(workbook_of(form, "Our council")))

    def line(self, code: str) -> tuple[Worksheet, int]:
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows(max_col=1):
                if row[0].value == code:
                    return sheet, row[0].row
        raise AssertionError(code)

    def cell(self, row: FormRow, key: str) -> Cell:
        sheet, line = self.line(row.code)
        found = sheet.cell(line, 1 + question_of(row, key).place)
        assert isinstance(found, Cell)
        return found

    def put(self, row: FormRow, key: str, value: str | float | date | None) -> Cell:
        cell = self.cell(row, key)
        cell.value = value
        return cell

    def confirm(self, *refs: str) -> None:
        for sheet in self.form.projects:
            if not refs or sheet.ref in refs:
                row = next(row for row in sheet.rows if not row.table)
                self.put(row, CONFIRMED, "Yes")

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def answered(form: Form, path: Path, answers: Mapping[tuple[str, str], Any]) -> Path:
    """Write a form with answers by row code and field."""
    book = Book(form)
    rows = {row.code: row for row in form.rows}
    for (code, key), value in answers.items():
        book.put(rows[code], key, value)
    return book.save(path)
