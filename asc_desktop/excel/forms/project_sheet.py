"""A form's sheet for one project: section by section, with a check that says in each row what is still missing."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import period_end
from asc_desktop.domain.forms.form import (
    ACTUAL_KEY,
    FORECAST_KEY,
    MILESTONES,
    FormRow,
    FormSection,
    ProjectForm,
    missing_in,
)
from asc_desktop.domain.forms.rows import WORDS
from asc_desktop.domain.records.delivery import StatusUpdate
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.words import number_of
from asc_desktop.excel.cell_values import letters
from asc_desktop.excel.forms.answers import faults, is_set_right, put
from asc_desktop.excel.forms.book import FormBook, FormSheet
from asc_desktop.excel.styles import ACCENT, BODY_POINTS, MUTED, SMALL_POINTS

COVER: Final = "Start here"
CHECK: Final = 5
"""The column that says what is missing."""

COUNT_CELL: Final = "$F$2"
"""Where a sheet counts what is missing on it."""

_COLUMNS: Final = (84, 250, 112, 112, 112, 100)
_FIRST, _LAST = 2, 4
"""The columns of answers."""

_CODE_POINTS: Final = 7.5
_LONG_LINES: Final = 5
"""Room for an answer in sentences, where what stands there takes less."""

MISSING: Final = '[=0]"OK";[=1]"1 missing";0 "missing"'
_MISSING_OR_BLANK: Final = '[=0]"";[=1]"1 missing";0 "missing"'


class Written(Struct, frozen=True):
    """A sheet as it was written: its name, and how many answers it lacks as it is sent."""

    name: str
    project: ProjectForm
    missing: int


def write_sheet(book: FormBook, project: ProjectForm, name: str) -> Written:
    """Write the sheet of a project, or that of what is the lead's own."""
    sheet = FormSheet(book, name, _COLUMNS)
    styles = book.styles
    title = f"{project.ref} {project.name}".strip()
    sheet.merged(0, CHECK, title, styles.get(bold=True, font_size=14, font_color=ACCENT, text_wrap=True))
    lines = sheet.lines(0, CHECK, title, 14, bold=True)
    sheet.end_row(book.fit.height(lines, 14), keep=True)
    # Written at the end, when it is known how many rows there are to count.
    sheet.end_row(20, keep=True)
    sheet.sentence(project.about, points=SMALL_POINTS, font_color=MUTED)
    _legend(sheet)
    body = _Body(sheet)
    for section in project.sections:
        body.section(section)
    missing = body.checks()
    _count(sheet, missing)
    sheet.finish(freeze=2)
    return Written(name, project, missing)


def _legend(sheet: FormSheet) -> None:
    style = sheet.book.styles.get(font_size=SMALL_POINTS, font_color=MUTED, text_wrap=True, valign="vcenter")
    sheet.text(
        0, "Fill in", sheet.book.answer(font_size=SMALL_POINTS, align="center", valign="vcenter", locked=True)
    )
    sheet.merged(
        1, _LAST, "cells that look like this one. All else is there to be read, and is locked.", style
    )
    link = sheet.book.styles.get(font_color=ACCENT, underline=1, align="right", font_size=SMALL_POINTS)
    sheet.sheet.write_url(sheet.row, CHECK, f"internal:'{COVER}'!A1", link, "How to fill it in")
    sheet.end_row(17)


def missing_words(count: str, where: str) -> str:
    """Return a formula that says in words how many answers are missing, of the count in a cell."""
    return (
        f'=IF({count}=0,"Nothing is missing {where}.",IF({count}=1,"1 answer still missing {where}",'
        f'{count}&" answers still missing {where}"))'
    )


def missing_said(count: int, where: str) -> str:
    """Return what that formula comes to."""
    return f"{number_of(count, 'answer')} still missing {where}" if count else f"Nothing is missing {where}."


def _count(sheet: FormSheet, missing: int) -> None:
    """Write into the second row how many answers the sheet lacks."""
    styles, where = sheet.book.styles, "on this sheet"
    style = styles.get(bold=True, font_size=11, valign="vcenter", indent=1)
    sheet.sheet.merge_range(1, 0, 1, _LAST, "", style)
    said = missing_said(missing, where)
    sheet.sheet.write_formula(1, 0, missing_words(COUNT_CELL, where), style, said)
    # A row whose answer cannot be read says so in words, and counts for one until it is put right.
    checks = f"{letters(CHECK)}5:{letters(CHECK)}{sheet.row}"
    counted = f"=SUM({checks})+SUMPRODUCT(--ISTEXT({checks}))"
    number = styles.get(bold=True, align="right", valign="vcenter", num_format=MISSING)
    sheet.sheet.write_formula(1, CHECK, counted, number, missing)
    sheet.colour_by(COUNT_CELL, (1, 0, 1, CHECK))


class _Line(Struct, frozen=True):
    """A row as it was written: where, and the cells of its questions by key."""

    at: int
    row: FormRow
    cells: Mapping[str, str]

    @property
    def answers(self) -> list[str]:
        """The cells that are to be filled in."""
        return [self.cells[question.key] for question in self.row.asked]


class _Body:
    """The sections of a sheet as they are written, and how many answers they lack."""

    def __init__(self, sheet: FormSheet) -> None:
        self._sheet = sheet
        self._lines: list[_Line] = []

    def section(self, section: FormSection) -> None:
        """Write a section: its heading, how to fill it in, and its rows."""
        sheet = self._sheet
        sheet.heading(section.title)
        if section.guide:
            sheet.sentence(section.guide, points=SMALL_POINTS, font_color=MUTED)
        if section.headings:
            self._headings(section)
        for row in section.rows:
            self._row(row, is_wide=not section.headings)

    def checks(self) -> int:
        """Write what each row lacks, now that it is known where all of them are; return how many answers that is."""
        return sum(map(self._check, self._lines))

    def _headings(self, section: FormSection) -> None:
        sheet, header = self._sheet, self._sheet.book.styles.header
        words = {WORDS + at: heading for at, heading in enumerate(section.headings)}
        right = {
            question.place for row in section.rows for question in row.questions if is_set_right(question)
        }
        for column in range(CHECK + 1):
            look = header(align="right", indent=1) if column in right else header()
            sheet.text(column, words.get(column, ""), look)
        lines = max(
            sheet.lines(column, column, text, SMALL_POINTS, bold=True) for column, text in words.items()
        )
        sheet.end_row(sheet.book.fit.height(lines, SMALL_POINTS), keep=True)

    def _row(self, row: FormRow, *, is_wide: bool) -> None:
        sheet, styles = self._sheet, self._sheet.book.styles
        sheet.text(0, row.code, styles.cell(font_size=_CODE_POINTS, font_color=MUTED, text_wrap=False))
        sheet.text(WORDS, row.words, styles.cell())
        used = {question.place for question in row.questions}
        for column in range(_FIRST, CHECK + 1):
            if column not in used and not (is_wide and column <= _LAST):
                sheet.text(column, "", styles.cell())
        lines = [sheet.lines(WORDS, WORDS, row.words)]
        for question in row.questions:
            last = _LAST if is_wide else question.place
            put(sheet, question.place, question, last=last)
            lines.append(sheet.lines(question.place, last, question.shown))
            if question.asked and question.kind is Kind.LONG_TEXT:
                lines.append(_LONG_LINES if row.table == StatusUpdate.table else 1 + row.is_new)
        cells = {question.key: f"{letters(question.place)}{sheet.row + 1}" for question in row.questions}
        self._lines.append(_Line(sheet.row, row, cells))
        sheet.end_row(sheet.book.fit.height(max(lines), BODY_POINTS))

    def _check(self, line: _Line) -> int:
        row, sheet = line.row, self._sheet.sheet
        needed = [line.cells[question.key] for question in row.asked if question.needed]
        terms = [f"(LEN(TRIM({cell}))=0)" for cell in needed]
        if row.table == MILESTONES:
            year, month, day = map(int, period_end(self._sheet.book.form.period).split("-"))
            forecast, actual = line.cells[FORECAST_KEY], line.cells[ACTUAL_KEY]
            terms.append(
                f"IF(ISNUMBER({forecast}),({forecast}<=DATE({year},{month},{day}))*(LEN(TRIM({actual}))=0),0)"
            )
        # One term alone is true or false, and SUM passes over those.
        formula = "+".join([*terms, "0"])
        number_format = MISSING if terms else _MISSING_OR_BLANK
        if row.is_new:
            hanging = [
                cell for other in self._lines if other.row.owner_id == row.record_id for cell in other.answers
            ]
            begun = "&".join([*line.answers, *hanging])
            formula, number_format = f"IF(LEN(TRIM({begun}))=0,0,{formula})", _MISSING_OR_BLANK
        sent = {question.key: question.sent for question in row.questions}
        lacking = missing_in(row, sent, self._sheet.book.form.period, is_begun=not row.is_new)
        look = {"num_format": number_format, "align": "right", "font_color": MUTED, "font_size": SMALL_POINTS}
        style = self._sheet.book.styles.cell(**look)
        wrong = ""
        for question in reversed(row.asked):
            cell = line.cells[question.key]
            for fault in reversed(faults(self._sheet.book, question, cell)):
                formula = f'IF(IF(LEN(TRIM({cell}))=0,FALSE,{fault.formula}),"{fault.words}",{formula})'
                wrong = fault.words if fault.is_so and question.shown else wrong
        sheet.write_formula(line.at, CHECK, f'=IFERROR({formula},"An error")', style, wrong or lacking)
        here = f"${letters(CHECK)}${line.at + 1}"
        amber = {
            "type": "formula",
            "criteria": f"=IF(ISTEXT({here}),TRUE,{here}>0)",
            "format": self._sheet.book.missing_look,
        }
        sheet.conditional_format(line.at, CHECK, line.at, CHECK, amber)
        return 1 if wrong else lacking
