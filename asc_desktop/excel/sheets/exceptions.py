"""Exceptions and mitigations, side by side as committee papers print them, by programme and theme.

A row of a workbook can be neither taller than 409 points nor broken over two pages, so a long exception goes on in the
rows below its own.
"""

from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import ExceptionReport, MitigationReport, Report
from asc_desktop.domain.words import number_of
from asc_desktop.excel.styles import BODY_POINTS, MUTED, NEGATIVE, RULE, TEXT
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Exceptions and mitigations"
COLUMNS: Final = [222, 24, 112, 84, 318, 452]
_PROJECT, _LETTER, _STATUS, _AMOUNT, _EXCEPTION, _MITIGATION = range(6)
_INDENT_PIXELS = 9
_EXCEPTION_PIXELS = COLUMNS[_EXCEPTION] - _INDENT_PIXELS
_MITIGATION_PIXELS = COLUMNS[_MITIGATION] - _INDENT_PIXELS
_HEADER_ROW = 3
_MOST_LINES = 14
"""In one row: a quarter of a page, so that little is left empty at its foot."""


class _Bullet(Struct, frozen=True):
    """A mitigation as text, and the red words at its end."""

    words: str
    warning: str = ""

    @property
    def text(self) -> str:
        return f"{self.words} {self.warning}".strip()


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show; that no exception of a project is open is worth a sheet."""
    return bool(book.report.projects or book.report.exceptions)


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return COLUMNS


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title(
        "Project exceptions and mitigations",
        f"{report.programme}, {book.period_words}. Overdue is judged at {date_label(report.as_at)}."
        f"{_left_out(report)} {book.edition.closed_words}".rstrip(),
    )
    header = page.styles.header()
    page.text(_PROJECT, "Project", header)
    page.text(_LETTER, "", header)
    page.text(_STATUS, "Delivery status", header)
    page.text(_AMOUNT, "At stake £", page.styles.header(align="right"))
    page.text(_EXCEPTION, "Exception", page.styles.header(indent=1, align="left"))
    page.text(_MITIGATION, "Mitigations", page.styles.header(indent=1, align="left"))
    page.end_row(20, keep=True)
    opened = [item for item in report.exceptions if item.open]
    _write_programmes(book, page, opened)
    closed_now = [item for item in report.exceptions if item.closed_period == report.period]
    if closed_now:
        page.gap()
        page.heading(f"Closed in {report.period_label}", points=13)
        _write_exceptions(book, page, closed_now, set())
    page.finish(freeze=(_HEADER_ROW + 1, 1), repeat=(_HEADER_ROW, _HEADER_ROW))


def _left_out(report: Report) -> str:
    """Say how many exceptions were closed too long ago to be shown; nothing where there are none."""
    count = sum(1 for item in report.exceptions if not item.open and item.closed_period != report.period)
    if not count:
        return ""
    return f" {number_of(count, 'exception')} closed in earlier months: not shown."


def _write_programmes(book: PackBook, page: SheetWriter, opened: list[ExceptionReport]) -> None:
    report = book.report
    place = {theme.name: index for index, theme in enumerate(report.themes)}
    order = {name: index for index, name in enumerate(report.programmes)}
    opened = sorted(opened, key=lambda item: (order.get(item.programme, 0), place.get(item.theme, 0)))
    several = len({item.programme for item in opened}) > 1
    told: set[str] = set()
    for programme, of_programme in groupby(opened, key=lambda item: item.programme):
        if several:
            page.heading(programme, points=14)
        for theme, of_theme in groupby(of_programme, key=lambda item: item.theme):
            page.heading(theme, points=11.5)
            _write_exceptions(book, page, list(of_theme), told)
            page.gap(7)
    without = [theme.name for theme in report.themes if theme.name not in {item.theme for item in opened}]
    if not opened:
        page.gap(5)
        page.paragraph(
            f"No exception is open at the end of {report.period_label}."
            if report.projects
            else "No projects yet, so no exceptions. Add a project, then record what keeps it from its plan."
        )
    elif without:
        page.paragraph(f"No open exceptions: {'; '.join(without)}.", font_color=MUTED)


def _write_exceptions(
    book: PackBook, page: SheetWriter, exceptions: list[ExceptionReport], told: set[str]
) -> None:
    """Write exceptions; what a project has no plan for is said once, and ``told`` remembers of which."""
    for item in exceptions:
        bullets = [_bullet(mitigation) for mitigation in item.mitigations]
        if not bullets:
            none = "No mitigation recorded."
            bullets.append(_Bullet("", none) if item.open else _Bullet(none))
        project = book.report.project_by_id.get(item.project_id)
        if item.open and project is not None and item.project_id not in told:
            told.add(item.project_id)
            if project.position.no_plan_pence:
                amount = format_pounds(project.position.no_plan_pence)
                bullets.append(_Bullet("", f"{amount} of {book.report.year} has no plan yet."))
        _write_exception(book, page, item, bullets)


def _write_exception(
    book: PackBook, page: SheetWriter, item: ExceptionReport, bullets: list[_Bullet]
) -> None:
    styles, fit = page.styles, book.fit
    description = clean(item.description)
    left = fit.split(description, _EXCEPTION_PIXELS, BODY_POINTS, _MOST_LINES)
    right = list(_rows_of_bullets(book, bullets))
    name = clean(item.project)
    about = clean(_about(item))
    for index, (words, row_bullets) in enumerate(zip_longest(left, right)):
        top = {"top": 1, "top_color": RULE} if index == 0 else {}
        cell = styles.get(text_wrap=True, **top)
        inset = styles.get(text_wrap=True, align="left", indent=1, **top)
        page.fill(range(len(COLUMNS)), cell)
        if index == 0:
            _write_rich(
                page,
                _PROJECT,
                [(name, {"bold": True}), (f"\n{about}", {"font_color": MUTED, "font_size": 8.5})],
                cell,
            )
            _write_status(page, item, top)
            page.money(_AMOUNT, item.amount_pence, styles.pounds(bottom=0, bold=True, **top))
        else:
            page.text(
                _PROJECT, f"{item.project_ref}, continued", styles.get(font_color=MUTED, text_wrap=True)
            )
        if words:
            page.text(_EXCEPTION, words, inset)
        if row_bullets:
            _write_rich(page, _MITIGATION, _fragments(row_bullets), inset)
        lines = max(
            fit.line_count(words or "", _EXCEPTION_PIXELS, BODY_POINTS),
            _line_count(book, row_bullets or []),
        )
        if index == 0:
            lines = max(
                lines,
                fit.line_count(name, COLUMNS[_PROJECT], BODY_POINTS, bold=True)
                + fit.line_count(about, COLUMNS[_PROJECT], 8.5),
            )
        page.end_row(fit.height(lines, BODY_POINTS) + 3)


def _about(item: ExceptionReport) -> str:
    parts = [item.project_ref, item.category]
    if item.years:
        parts.append(item.years)
    raised = f"raised {period_label(item.raised_period)}"
    if item.open:
        days = number_of(item.days_open, "day")
        raised += f", open {days}"
    return f"{', '.join(parts)}\n{raised[0].upper()}{raised[1:]}"


def _write_status(page: SheetWriter, item: ExceptionReport, top: dict[str, Any]) -> None:
    status = item.delivery_status
    colour = status.rag if status else "grey"
    edge: dict[str, Any] = {"top": 1, "top_color": RULE} if top else {}
    page.text(_LETTER, status.letter if status else "–", page.styles.rag(colour, **edge, valign="top"))
    page.text(_STATUS, status.name if status else "Not reported", page.styles.status_words(colour, **edge))


def _bullet(mitigation: MitigationReport) -> _Bullet:
    """Return ``action. Owner, due 31 Aug 2024. Expected effect`` and how overdue it is."""
    action = clean(mitigation.action).strip()
    words = [action if action.endswith((".", "!", "?", ":")) else f"{action}."]
    about = [clean(mitigation.owner).strip()] if mitigation.owner else []
    if mitigation.done_date:
        about.append(f"done {date_label(mitigation.done_date)}")
    elif mitigation.due_date:
        about.append(f"due {date_label(mitigation.due_date)}")
    elif not about:
        about.append("No owner or date")
    if about:
        joined = ", ".join(about)
        words.append(f"{joined[0].upper()}{joined[1:]}.")
    effect = clean(mitigation.effect).strip()
    if mitigation.effect_pence is not None and not mitigation.movement:
        amount = format_pounds(mitigation.effect_pence)
        effect = f"{effect.rstrip('.')} ({amount})" if effect else amount
    if effect:
        words.append(f"Expected effect: {effect}{'' if effect.endswith('.') else '.'}")
    if mitigation.movement:
        words.append(f"{clean(mitigation.movement)}.")
    late = ""
    if mitigation.days_overdue:
        late = f"Overdue {number_of(mitigation.days_overdue, 'day')}."
    return _Bullet(" ".join(words), late)


def _rows_of_bullets(book: PackBook, bullets: list[_Bullet]) -> Iterator[list[_Bullet]]:
    """Yield the bullets of each row, each row of at most so many lines."""
    row: list[_Bullet] = []
    for bullet in bullets:
        for part in _parts(book, bullet):
            if row and _line_count(book, [*row, part]) > _MOST_LINES:
                yield row
                row = []
            row.append(part)
    if row:
        yield row


def _parts(book: PackBook, bullet: _Bullet) -> list[_Bullet]:
    """Return a bullet in parts that each fit a row; the red words stay with the last."""
    words = f"• {bullet.words}".rstrip()
    found = [
        _Bullet(part) for part in book.fit.split(words, _MITIGATION_PIXELS, BODY_POINTS, _MOST_LINES - 2)
    ]
    found[-1] = _Bullet(found[-1].words, bullet.warning)
    return found


def _line_count(book: PackBook, bullets: list[_Bullet]) -> int:
    return sum(
        book.fit.line_count(bullet.text, _MITIGATION_PIXELS, BODY_POINTS, bold=not bullet.words.strip("• "))
        for bullet in bullets
    )


def _fragments(bullets: list[_Bullet]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for index, bullet in enumerate(bullets):
        start = "\n" if index else ""
        gap = " " if bullet.warning else ""
        found.append((f"{start}{bullet.words}{gap}", {}))
        if bullet.warning:
            found.append((bullet.warning, {"bold": True, "font_color": NEGATIVE}))
    return found


def _write_rich(
    page: SheetWriter, column: int, fragments: list[tuple[str, dict[str, Any]]], cell: Any
) -> None:
    """Write a cell whose parts differ in weight and colour."""
    if len(fragments) == 1:
        words, props = fragments[0]
        if not props:
            page.text(column, words, cell)
            return
    joined: list[tuple[str, dict[str, Any]]] = []
    for words, props in fragments:
        if joined and joined[-1][1] == props:
            joined[-1] = (joined[-1][0] + words, props)
        elif words:
            joined.append((words, props))
    if len(joined) < 2:
        page.text(column, joined[0][0] if joined else "", cell)
        return
    pieces: list[Any] = []
    for words, props in joined:
        pieces += [page.styles.get(**({"font_color": TEXT} | props)), words]
    page.sheet.write_rich_string(page.row, column, *pieces, cell)
