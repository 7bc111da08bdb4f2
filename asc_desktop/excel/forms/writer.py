"""A form as a workbook: a cover, and a sheet for each project."""

from collections.abc import Sequence
from typing import Final

from asc_desktop.domain.dates import date_label, period_label, weekday_label
from asc_desktop.domain.forms.form import Form, ProjectForm
from asc_desktop.domain.words import number_of
from asc_desktop.excel.forms.book import FormBook, FormSheet
from asc_desktop.excel.forms.project_sheet import (
    COUNT_CELL,
    COVER,
    MISSING,
    Written,
    missing_said,
    missing_words,
    write_sheet,
)
from asc_desktop.excel.styles import ACCENT, BODY_POINTS, MUTED

_COLUMNS: Final = (150, 396, 110, 114)
_SHEET_LETTERS: Final = 31
_NOT_IN_NAMES: Final = "[]:*?/\\'"
_COUNT: Final = '[=0]"Nothing";[=1]"1 answer";0 "answers"'


def workbook_of(form: Form, organisation: str) -> bytes:
    """Return a form as the bytes of a workbook; the same form always gives the same."""
    book = FormBook(form, organisation)
    cover = FormSheet(book, COVER, _COLUMNS)
    names = _sheet_names(form.projects)
    written = [write_sheet(book, project, name) for project, name in zip(form.projects, names, strict=True)]
    _write_cover(cover, written)
    return book.content()


def _sheet_names(projects: Sequence[ProjectForm]) -> list[str]:
    """Return a name for each sheet that Excel takes: the project's reference, told apart from the others'."""
    taken = {COVER.casefold(), "history", "lists", "about this form"}
    names = []
    for project in projects:
        words = project.ref or "Yours"
        plain = "".join("-" if letter in _NOT_IN_NAMES else letter for letter in words).strip()
        name, number = plain[:_SHEET_LETTERS] or "Project", 2
        while name.casefold() in taken:
            ending = f" ({number})"
            name, number = f"{plain[: _SHEET_LETTERS - len(ending)]}{ending}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _write_cover(sheet: FormSheet, written: Sequence[Written]) -> None:
    book, form = sheet.book, sheet.book.form
    month = period_label(form.period)
    sheet.sentence(f"Update for {month}", points=18, bold=True, font_color=ACCENT)
    sheet.sentence(form.programme, points=11, font_color=MUTED)
    missing_row = sheet.row
    sheet.end_row(22)
    for label, words in _facts(sheet):
        sheet.text(0, label, book.styles.cell(bold=True))
        sheet.merged(1, sheet.last, words, book.styles.cell())
        lines = sheet.lines(1, sheet.last, words)
        sheet.end_row(book.fit.height(lines, BODY_POINTS))
    sheet.heading("How to fill it in")
    for number, sentence in enumerate(_how_to(month), 1):
        sheet.sentence(f"{number}.  {sentence}")
    sheet.heading("What is still missing")
    for column, words in enumerate(("Sheet", "Project", "Still missing", "")):
        sheet.text(column, words, book.styles.header())
    sheet.end_row(book.fit.height(1, BODY_POINTS), keep=True)
    first = sheet.row
    for item in written:
        _write_project(sheet, item)
    _write_total(sheet, missing_row, first, sum(item.missing for item in written))
    sheet.end_row(9)
    sheet.sentence(
        f"Form {form.number}. Made with ASC Desktop on {date_label(form.asked_on)}. There is no macro in it, and "
        "nothing leaves your computer until you send it.",
        points=8.5,
        font_color=MUTED,
    )
    sheet.finish(freeze=0)


def _facts(sheet: FormSheet) -> list[tuple[str, str]]:
    form = sheet.book.form
    projects = sum(bool(project.project_id) for project in form.projects)
    asked = f"{form.asked_by}, {sheet.book.organisation}" if sheet.book.organisation else form.asked_by
    due = weekday_label(form.due_on) if form.due_on else "As soon as you can"
    return [
        ("For", f"{sheet.book.lead} ({number_of(projects, 'project')})"),
        ("Send it back by", due),
        ("To", f"{asked}: reply to the e-mail that it came with, and attach it"),
    ]


def _how_to(month: str) -> tuple[str, ...]:
    there = "There is a sheet for each project. Press its name below, or its tab at the foot of the window."
    fill = (
        "Fill in the cells with a yellow ground and a border. They show what we have now: change only what "
        "is no longer true. Everything else is locked."
    )
    confirm = (
        f"The last question on each sheet asks whether everything is right for {month}. Choose Yes when you have "
        "looked through the sheet. If nothing has changed, that is all."
    )
    check = (
        "The column on the right shows what a row still lacks, or why an answer cannot be read. This page "
        "counts both. Leave empty what you do not know: we shall ask you."
    )
    send = (
        "Save the file and send it back. It does not matter what it is called, or whether you fill it in with Excel, "
        "with LibreOffice or on a phone."
    )
    return there, fill, confirm, check, send


def _write_project(sheet: FormSheet, item: Written) -> None:
    styles = sheet.book.styles
    sheet.sheet.write_url(
        sheet.row, 0, f"internal:'{item.name}'!A1", styles.cell(font_color=ACCENT, underline=1), item.name
    )
    sheet.text(1, item.project.name, styles.cell())
    look = styles.cell(num_format=_COUNT, align="left")
    sheet.sheet.write_formula(sheet.row, 2, f"='{item.name}'!{COUNT_CELL}", look, item.missing)
    sheet.text(3, "", styles.cell())
    sheet.colour_by(f"$C${sheet.row + 1}", (sheet.row, 2, sheet.row, 2))
    lines = sheet.lines(1, 1, item.project.name)
    sheet.end_row(sheet.book.fit.height(lines, BODY_POINTS))


def _write_total(sheet: FormSheet, row: int, first: int, missing: int) -> None:
    """Write near the top how many answers the form lacks; the total is that of the column below."""
    where = "in this form"
    styles = sheet.book.styles
    total, count = f"$D${row + 1}", f"=SUM($C${first + 1}:$C${sheet.row})"
    style = styles.get(bold=True, font_size=12, valign="vcenter", indent=1)
    sheet.sheet.merge_range(row, 0, row, 2, "", style)
    sheet.sheet.write_formula(row, 0, missing_words(total, where), style, missing_said(missing, where))
    number = styles.get(bold=True, font_size=12, valign="vcenter", align="right", num_format=MISSING)
    sheet.sheet.write_formula(row, 3, count, number, missing)
    sheet.colour_by(total, (row, 0, row, 3))
