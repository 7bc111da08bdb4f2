"""Milestones: baseline, forecast and actual dates with the slip, as an Excel table, and what each project waits for."""

from typing import Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.model import MilestoneReport, Report
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.excel.styles import MUTED, NEGATIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter

NAME: Final = "Milestones"
TABLE: Final = "Milestones"
_COLUMNS: Final = (
    ("Ref", 60),
    ("Project", 208),
    ("Theme", 150),
    ("Milestone", 276),
    ("Baseline", 86),
    ("Forecast", 86),
    ("Done", 86),
    ("Days late", 58),
    ("RAG", 34),
    ("State", 76),
    ("Needed by", 92),
)
_REF, _PROJECT, _THEME, _NAME, _BASELINE, _FORECAST, _DONE, _SLIP, _RAG, _STATE, _NEEDED = range(11)
_LAST: Final = len(_COLUMNS) - 1
_TITLE_ROWS: Final = 3
_STATES: Final = {"done": "Done", "overdue": "Overdue", "due": "Due"}
_DAYS: Final = '0_);-0_);"–"_)'
_MOST_WAITS: Final = 12


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.milestones)


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return [pixels for _, pixels in _COLUMNS]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title(
        "Milestones",
        f"{report.programme}, {book.period_words}. {_headline(report)} {book.edition.closed_words}".rstrip(),
    )
    if report.dependencies:
        _write_dependencies(page, report)
    # Above the table and not below it: a page of its own would hold nothing else.
    page.paragraph(
        "Days late is the forecast or actual date less the baseline, negative where early. The RAG of one that is past "
        "its date and not done also counts the days since that date.",
        keep=True,
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    header = page.row
    page.end_row(20, keep=True)
    place = {theme.name: index for index, theme in enumerate(report.themes)}
    for item in sorted(report.milestones, key=lambda item: place.get(item.theme, len(place))):
        _write_milestone(page, item)
    _add_table(page, header)
    # A header far down the sheet cannot stay on the screen.
    page.finish(freeze=(_TITLE_ROWS, 0) if report.dependencies else (header + 1, 2), repeat=(header, header))


def _headline(report: Report) -> str:
    overdue = sum(1 for item in report.milestones if item.state == "overdue")
    late = sum(1 for item in report.milestones if (item.days_late or 0) > 0 and item.state != "done")
    return (
        f"{len(report.milestones)} milestones: {late} late, {overdue} overdue at {date_label(report.as_at)}."
    )


def _write_milestone(page: SheetWriter, item: MilestoneReport) -> None:
    styles = page.styles
    needed = ", ".join(item.needed_by)
    words = {
        _REF: item.project_ref,
        _PROJECT: item.project,
        _THEME: item.theme,
        _NAME: item.name,
        _NEEDED: needed,
    }
    for column, text in words.items():
        page.text(column, text, styles.cell(bold=True) if column == _NAME else styles.cell())
    page.day(_BASELINE, item.baseline_date, styles.date())
    page.day(_FORECAST, item.forecast_date, styles.date())
    page.day(_DONE, item.actual_date, styles.date())
    late = (item.days_late or 0) > 0
    loud = {"bold": True, "font_color": NEGATIVE} if late and item.state != "done" else {}
    page.count(_SLIP, item.days_late, styles.cell(align="right", num_format=_DAYS, text_wrap=False, **loud))
    page.text(_RAG, RAG_LETTERS[item.rag], styles.rag(item.rag))
    overdue = {"bold": True, "font_color": NEGATIVE} if item.state == "overdue" else {}
    page.text(_STATE, _STATES.get(item.state, item.state), styles.cell(align="left", indent=1, **overdue))
    page.end_row(page.fitted([*words.items(), (_NAME, f"{item.name}   ")]))


def _add_table(page: SheetWriter, header: int) -> None:
    styles = page.styles
    sides = {
        _SLIP: styles.header(align="right"),
        _RAG: styles.header(align="center"),
        _STATE: styles.header(align="left", indent=1),
    }
    page.sheet.add_table(
        header,
        0,
        page.row - 1,
        _LAST,
        {
            "name": TABLE,
            "style": None,
            # The arrows would hide the narrow headings.
            "autofilter": False,
            "columns": [
                {"header": name, "header_format": sides.get(place, styles.header())}
                for place, (name, _) in enumerate(_COLUMNS)
            ],
        },
    )


def _write_dependencies(page: SheetWriter, report: Report) -> None:
    """Write what projects wait for, what comes too late first."""
    late = sum(1 for item in report.dependencies if item.late)
    page.heading(f"What projects wait for: {len(report.dependencies)}, of which {late} too late")
    header = page.styles.header()
    page.fill(range(len(_COLUMNS)), header)
    for column, words in (
        (_REF, "Project"), (_THEME, "Waits for"), (_BASELINE, "Expected"), (_FORECAST, "Needed by"),
        (_DONE, "In words"),
    ):  # fmt: skip
        page.text(column, words, header)
    page.end_row(17, keep=True)
    ranked = sorted(report.dependencies, key=lambda item: (not item.late, -(item.days_past or 0)))
    for item in ranked[:_MOST_WAITS]:
        _write_dependency(page, item)
    if len(ranked) > _MOST_WAITS:
        page.paragraph(f"{len(ranked) - _MOST_WAITS} more, with more time left.", font_color=MUTED)
    page.gap()
    page.heading("Milestones")


def _write_dependency(page: SheetWriter, item: DependencyReport) -> None:
    styles = page.styles
    project = f"{item.project_ref} {item.project}".strip()
    needs = f"{item.needs_project_ref} {item.needs_project}".strip()
    if item.milestone:
        needs += f": {item.milestone}"
    loud = {"font_color": NEGATIVE} if item.late else {}
    page.merged(_REF, _PROJECT, project, styles.cell(bold=item.late))
    page.merged(_THEME, _NAME, needs, styles.cell())
    page.day(_BASELINE, item.expected_date, styles.date())
    page.day(_FORECAST, item.own_date, styles.date())
    page.merged(_DONE, _LAST, item.sentence, styles.cell(**loud))
    page.end_row(
        page.fitted_over(
            [(_REF, _PROJECT, f"{project}   "), (_THEME, _NAME, needs), (_DONE, _LAST, item.sentence)]
        )
    )
