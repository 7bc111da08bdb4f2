"""Risks: the 5x5 matrix as cells, what moved since the period before, and the register as an Excel table.

A description, or a risk's actions, that is taller than a row can be goes on under the table, whole.
"""

import re
from typing import Any, Final

from asc_desktop.domain.dates import date_label, period_label, shift_period
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_risks import RiskActionReport, RiskCell, RiskRating, RiskReport
from asc_desktop.domain.words import number_of
from asc_desktop.excel.formulas import with_rest
from asc_desktop.excel.styles import BODY_POINTS, HUES, MUTED, NEGATIVE, SMALL_POINTS, WHITE
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean

NAME: Final = "Risks"
TABLE: Final = "Risks"
_COLUMNS: Final = (
    ("Ref", 52),
    ("Risk", 212),
    ("Category", 106),
    ("Inherent", 88),
    ("Current", 88),
    ("Level", 88),
    ("Movement", 88),
    ("Target", 88),
    ("Owner and link", 132),
    ("Mitigating actions", 260),
)
_RISK, _CATEGORY, _INHERENT, _CURRENT, _LEVEL, _MOVEMENT, _TARGET, _OWNER, _ACTIONS = range(1, 10)
_GRID: Final = 3
"""The column in which the matrix begins: five of one width."""

_FILLS: Final = {
    "low": ("green", True),
    "medium": ("amber", True),
    "high": ("amber", False),
    "very_high": ("red", False),
}
"""Each level's colour in the matrix, and whether the soft one, as in the window."""

_ARROWS: Final = {"new": "•", "improving": "↓", "no_change": "→", "worsening": "↑"}
_MOST_LINES: Final = 26
_SHORT_LINES: Final = 6
_OVERDUE: Final = re.compile(r"Overdue \d+ days?\.")
_CELL_HEIGHT: Final = 33.0


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.risks)


def columns(book: PackBook) -> list[int]:  # noqa: ARG001 - each part of the pack is asked with the book
    """Return the widths of the sheet's columns."""
    return [pixels for _, pixels in _COLUMNS]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    matrix = report.risk_matrix
    page.title(
        "Risks",
        f"{report.programme}, {book.period_words}. {number_of(matrix.open_risks, 'open risk')}; "
        f"{number_of(matrix.actions_overdue, 'action')} overdue at {date_label(report.as_at)}.",
    )
    opened = [risk for risk in report.risks if risk.open]
    _write_matrix(page, report, opened)
    page.gap(8)
    page.heading("Register of open risks")
    header = page.row
    if opened:
        page.end_row(20, keep=True)
        long = [risk for risk in opened if _write_risk(page, report, risk)]
        _add_table(page, header)
        _write_long(page, long)
    else:
        page.paragraph("No risk is open.")
    closed = [risk for risk in report.risks if not risk.open]
    if closed:
        page.gap()
        page.heading("Closed", points=11)
        for risk in closed:
            page.paragraph(f"{risk.ref} {risk.description} Closed {period_label(risk.closed_period or '')}.")
    page.gap()
    page.paragraph(
        "A score is likelihood times impact, each from 1 to 5. Movement compares the score with the one in force a "
        "month before: ↑ worsening, ↓ improving, → no change, • new. A score that was not reported for this "
        "month is the last one reported.",
        font_color=MUTED,
        font_size=SMALL_POINTS,
    )
    page.finish()


def _write_matrix(page: SheetWriter, report: Report, opened: list[RiskReport]) -> None:
    """Write the levels with their counts at the left, the matrix in the middle and what moved at the right."""
    styles = page.styles
    refs = {risk.id: risk.ref for risk in opened}
    cells = report.risk_matrix.cells["current"]
    before = period_label(shift_period(report.period, -1))
    moved = [risk for risk in opened if risk.movement in {"worsening", "improving", "new"}]
    page.text(0, "By level", styles.get(bold=True))
    page.text(_GRID, "Current scores: likelihood up, impact across", styles.get(bold=True))
    page.text(_OWNER, f"Moved since {before}", styles.get(bold=True, align="left", indent=1))
    page.end_row(17, keep=True)
    stories = _stories(moved)
    bands = tuple(reversed(report.risk_matrix.bands))
    for row in range(5):
        if row < len(bands):
            band = bands[row]
            words = f"{band.level_label}, score {band.first_score} to {band.last_score}"
            style = _fill(page, band.level, bold=True, font_size=12, align="center")
            if opened:
                # A true count of a pack that leaves risks out has the rest in its formula.
                rest = band.count - sum(1 for risk in opened if risk.level == band.level)
                formula = with_rest(f'=COUNTIF({TABLE}[Level],"{band.level_label}")', rest)
                page.formula(0, formula, band.count, style)
            else:
                page.sheet.write_number(page.row, 0, band.count, style)
            page.text(1, words, styles.get(valign="vcenter", align="left", indent=1))
        elif row == len(bands) and report.risk_matrix.not_scored:
            page.text(
                1, f"{report.risk_matrix.not_scored} not scored", styles.get(valign="vcenter", indent=1)
            )
        likelihood = 5 - row
        page.text(
            _CATEGORY,
            f"Likelihood {likelihood}",
            styles.get(align="right", valign="vcenter", font_color=MUTED, indent=1),
        )
        for column, cell in enumerate(cells[row * 5 : row * 5 + 5], start=_GRID):
            _write_cell(page, column, cell, refs)
        if row < len(stories):
            page.sheet.merge_range(page.row, _OWNER, page.row, _ACTIONS, "", styles.get(text_wrap=True))
            page.text(
                _OWNER, stories[row], styles.get(text_wrap=True, align="left", valign="vcenter", indent=1)
            )
        page.end_row(_CELL_HEIGHT, keep=True)
    for column, cell in enumerate(cells[:5], start=_GRID):
        page.text(
            column,
            f"Impact {cell.impact}",
            styles.get(align="center", font_color=MUTED, font_size=SMALL_POINTS),
        )
    page.end_row(15)


def _write_cell(page: SheetWriter, column: int, cell: RiskCell, refs: dict[str, str]) -> None:
    """Write how many risks a cell holds and which; an empty one holds its score, small."""
    names = ", ".join(refs[risk_id] for risk_id in cell.risk_ids if risk_id in refs)
    if not names:
        page.sheet.write_number(
            page.row, column, cell.score,
            _fill(page, cell.level, align="right", valign="top", font_size=7.5),
        )  # fmt: skip
        return
    count = len(cell.risk_ids)
    words = f"{count}: {clean(names)}"
    if page.book.fit.line_count(words, page.columns[column], SMALL_POINTS, bold=True) > 2:
        words = number_of(count, "risk")
    page.text(
        column,
        words,
        _fill(page, cell.level, bold=True, text_wrap=True, font_size=SMALL_POINTS, align="center"),
    )


def _fill(page: SheetWriter, level: str, **props: Any) -> Any:
    """Return a cell on a level's colour."""
    role, soft = _FILLS.get(level, ("grey", True))
    hue = HUES[role]
    colours = {"bg_color": hue.soft, "font_color": hue.text_on_soft} if soft else {
        "bg_color": hue.solid, "font_color": hue.text_on_solid,
    }  # fmt: skip
    return page.styles.get(**({"valign": "vcenter", "border": 1, "border_color": WHITE} | colours | props))


def _stories(moved: list[RiskReport]) -> list[str]:
    """Return what moved, worsening first, in at most five lines of a row each."""
    order = {"worsening": 0, "new": 1, "improving": 2}
    found = []
    for risk in sorted(moved, key=lambda item: order[item.movement]):
        words = f"{_ARROWS[risk.movement]} {risk.ref} {risk.movement_label.lower()}"
        if risk.movement == "new":
            words += f", at {risk.score}, {risk.level_label}"
        elif risk.previous is not None:
            words += f" from {risk.previous.score} to {risk.score}, {risk.level_label}"
        found.append(clean(words))
    if not found:
        return ["No risk has moved."]
    # Two to a row where there are many.
    room = 5 * 2
    shown, rest = found[:room], found[room:]
    if rest:
        shown[-1] = f"and {len(rest) + 1} more, in the register below"
    if len(shown) <= 5:
        return shown
    return ["\n".join(shown[at : at + 2]) for at in range(0, len(shown), 2)]


def _write_risk(page: SheetWriter, report: Report, risk: RiskReport) -> bool:
    """Write one risk's row; return whether some of its words are too long for it."""
    styles = page.styles
    description, cut = _cut(page, _RISK, risk.description)
    actions, more = _cut(page, _ACTIONS, _actions_words(risk))
    # Which programme a risk is of is said where there are several.
    several = len({item.programme for item in report.risks}) > 1
    about = [risk.owner, risk.linked, risk.programme if several else ""]
    owner = clean("\n".join(part for part in about if part))
    page.text(0, risk.ref, styles.cell(bold=True))
    page.text(_RISK, description, styles.cell())
    page.text(_CATEGORY, risk.category, styles.cell())
    for column, rated in ((_INHERENT, risk.inherent), (_CURRENT, risk.current), (_TARGET, risk.target)):
        _write_rating(page, column, rated)
    role = _FILLS.get(risk.level, ("grey", True))[0]
    page.text(_LEVEL, risk.level_label, page.styles.rag(role, soft=True, valign="top"))
    arrow = f"{_ARROWS[risk.movement]} {risk.movement_label}" if risk.movement else ""
    worse = {"font_color": NEGATIVE, "bold": True} if risk.movement == "worsening" else {}
    page.text(_MOVEMENT, arrow, styles.cell(align="left", indent=1, text_wrap=False, **worse))
    page.text(_OWNER, owner, styles.cell())
    _write_actions(page, actions)
    page.end_row(
        page.fitted([(_RISK, description), (_CATEGORY, risk.category), (_OWNER, owner), (_ACTIONS, actions)])
    )
    return cut or more


def _write_rating(page: SheetWriter, column: int, rated: RiskRating | None) -> None:
    if rated is None:
        page.text(column, "", page.styles.cell())
        return
    page.sheet.write_number(page.row, column, rated.score, page.styles.cell(align="center"))


def _actions_words(risk: RiskReport) -> str:
    """Return the actions, one a line: what, who, by when, and how overdue."""
    return "\n".join(_action_words(action) for action in risk.actions) or "No action recorded."


def _write_actions(page: SheetWriter, words: str) -> None:
    """Write the actions with what is overdue in red."""
    cell = page.styles.cell()
    plain = page.styles.get()
    red = page.styles.get(font_color=NEGATIVE, bold=True)
    pieces: list[Any] = []
    at = 0
    for found in _OVERDUE.finditer(words):
        pieces += [plain, words[at : found.start()], red, found[0]]
        at = found.end()
    if not pieces:
        page.text(_ACTIONS, words, cell)
        return
    if at < len(words):
        pieces += [plain, words[at:]]
    page.sheet.write_rich_string(page.row, _ACTIONS, *pieces, cell)


def _action_words(action: RiskActionReport) -> str:
    about = [action.owner] if action.owner else []
    if action.done_date:
        about.append(f"done {date_label(action.done_date)}")
    elif action.due_date:
        about.append(f"due {date_label(action.due_date)}")
    words = f"• {' '.join(clean(action.action).split())}"
    if about:
        words += f" {', '.join(about)}."
    if action.days_overdue:
        words += f" Overdue {number_of(action.days_overdue, 'day')}."
    return words


def _cut(page: SheetWriter, column: int, words: str) -> tuple[str, bool]:
    """Return words as they fit a row, and whether they go on under the table."""
    fit, words = page.book.fit, clean(words)
    if len(fit.split(words, page.columns[column], BODY_POINTS, _MOST_LINES)) == 1:
        return words, False
    begin = fit.split(words, page.columns[column], BODY_POINTS, _SHORT_LINES)[0]
    return f"{begin} … In full under the table.", True


def _add_table(page: SheetWriter, header: int) -> None:
    styles = page.styles
    sides = dict.fromkeys((_INHERENT, _CURRENT, _LEVEL, _TARGET), styles.header(align="center"))
    sides[_MOVEMENT] = styles.header(align="left", indent=1)
    plain = styles.header()
    names = [{"header": name, "header_format": sides.get(at, plain)} for at, (name, _) in enumerate(_COLUMNS)]
    table = {"name": TABLE, "style": None, "columns": names}
    page.sheet.add_table(header, 0, page.row - 1, len(_COLUMNS) - 1, table)


def _write_long(page: SheetWriter, risks: list[RiskReport]) -> None:
    """Write in full what did not fit the table."""
    if not risks:
        return
    page.gap()
    page.heading("In full", points=11)
    for risk in risks:
        page.heading(risk.ref, points=10)
        page.paragraph(risk.description)
        page.paragraph(_actions_words(risk))
