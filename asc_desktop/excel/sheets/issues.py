"""Issues: what has happened and must be settled, the most pressing first, and what was resolved."""

from typing import Final

from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.report.counts import issues_overdue, open_issues
from asc_desktop.domain.report.views_issues import IssueReport
from asc_desktop.domain.words import number_of
from asc_desktop.excel.styles import NEGATIVE
from asc_desktop.excel.workbook import PackBook, SheetWriter

NAME: Final = "Issues"
_COLUMNS: Final = (
    ("Ref", 58), ("Issue", 290), ("Priority", 66), ("Project or programme", 150), ("Owner", 130),
    ("What is being done", 250), ("Raised", 82), ("Due", 92), ("Resolved", 92),
)  # fmt: skip
_DUE: Final = 7


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.issues)


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return [pixels for _, pixels in _COLUMNS]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    issues = book.report.issues
    opened, late = open_issues(book.report), issues_overdue(book.report)
    page.title(
        "Issues",
        f"{book.report.programme}, {book.period_words}. {number_of(opened, 'open issue')}, {late} overdue.",
    )
    for place, (label, _) in enumerate(_COLUMNS):
        page.text(place, label, page.styles.header())
    header = page.row
    page.end_row(20, keep=True)
    for item in issues:
        _write_issue(page, item)
    page.finish(freeze=(header + 1, 2), repeat=(header, header))


def _write_issue(page: SheetWriter, item: IssueReport) -> None:
    done = item.action if item.open else item.resolution or item.action
    about = f"{item.project_ref} {item.project}".strip() or item.programme
    words = (
        item.ref, item.description, item.priority_label, about, item.owner, done, period_label(item.raised_period),
        *(date_label(day) if day else "" for day in (item.due_date, item.resolved_date)),
    )  # fmt: skip
    late = page.styles.cell(bold=True, font_color=NEGATIVE)
    for place, text in enumerate(words):
        page.text(place, text, late if place == _DUE and item.days_overdue else page.styles.cell())
    page.end_row(page.fitted(list(enumerate(words))))
