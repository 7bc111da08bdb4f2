"""Projects: status, RAG letters, the last five periods, the year's figures and the narrative, in one Excel table.

A narrative that is taller than a row can be goes on under the table, whole.
"""

from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import period_short_label
from asc_desktop.domain.report.model import LineReport, ProjectReport
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.domain.words import number_of
from asc_desktop.excel.formulas import sum_where
from asc_desktop.excel.sheets import lines
from asc_desktop.excel.styles import MUTED, POSITIVE
from asc_desktop.excel.workbook import PAGE_PIXELS, PackBook, SheetWriter, clean, letters

NAME: Final = "Projects"
TABLE: Final = "Projects"
MEASURES: Final = (("target_pence", "Target"), ("forecast_pence", "Forecast"), ("variance_pence", "Variance"))
_FIRST_ROW = 4
_NARRATIVE_POINTS = 9.0
_MOST_LINES = 30
"""Of a narrative in the table: about 350 points."""

_FIRST_LINES = 6
"""What the table shows of a longer one."""

_LETTER_PIXELS = 29
_NARRATIVE_INDENT = 9


class _Column(Struct, frozen=True):
    name: str
    pixels: int
    kind: str = "words"


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.projects)


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    layout = _layout(book)
    page.title(
        "Projects",
        f"{report.programme}, {book.period_words}. Figures are of {report.year}: £, gross and incremental. "
        f"Suggested is what the figures suggest. {book.edition.closed_words}".strip(),
    )
    page.end_row(76, keep=True)
    long = [project for project in report.projects if _write_project(book, page, layout, project)]
    _add_table(page, layout)
    _write_totals(book, page, layout)
    page.gap()
    page.paragraph(
        "Letters: G green, A amber, R red, B blue (delivered or done), – not rated; delivery statuses have their own "
        "letters, on the sheet Notes. A letter without a colour was repeated from the month before.",
        font_color=MUTED,
    )
    if long:
        page.gap()
        page.heading("Narratives in full")
        for project in long:
            page.heading(f"{project.ref} {project.name}", points=10)
            page.paragraph(project.narrative)
    page.finish(freeze=(_FIRST_ROW, 2), repeat=(_FIRST_ROW - 1, _FIRST_ROW - 1))


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    return [column.pixels for column in _layout(book)]


def _layout(book: PackBook) -> list[_Column]:
    report = book.report
    found = [_Column("Ref", 54), _Column("Project", 164)]
    if len({project.programme for project in report.projects}) > 1:
        found.append(_Column("Programme", 100))
    found += [
        _Column("Theme", 138),
        _Column("Status", _LETTER_PIXELS, "letter"),
        _Column("Delivery status", 100),
        _Column("Savings RAG", _LETTER_PIXELS, "letter"),
        _Column("Milestone RAG", _LETTER_PIXELS, "letter"),
        _Column("Suggested RAG", _LETTER_PIXELS, "letter"),
    ]
    recent = report.projects[0].recent if report.projects else ()
    found += [_Column(period_short_label(item.period), _LETTER_PIXELS, "letter") for item in recent]
    sums = [sum(getattr(project, key) for project in report.projects) for key, _ in MEASURES]
    money = book.fit.money_pixels(sums, least=70)
    found += [_Column(words, money, "money") for _, words in MEASURES]
    used = sum(column.pixels for column in found)
    return [*found, _Column("Narrative", max(220, PAGE_PIXELS - used), "story")]


def _write_project(book: PackBook, page: SheetWriter, layout: list[_Column], project: ProjectReport) -> bool:
    """Write one project's row; return whether its narrative is too long for it."""
    styles = page.styles
    cell = styles.cell()
    words = [project.ref, project.name]
    if layout[2].name == "Programme":
        words.append(project.programme)
    words.append(project.theme)
    for column, text in enumerate(words):
        page.text(column, text, styles.cell(bold=True) if column == 1 else cell)
    at = len(words)
    status = project.status
    page.text(at, status.letter if status else "–", styles.rag(project.delivery_rag))
    page.text(at + 1, project.shown_status.name, styles.chip(project.delivery_rag))
    for offset, colour in enumerate(
        (project.savings_rag, project.milestone_rag, project.suggested_rag), start=2
    ):
        page.text(at + offset, RAG_LETTERS[colour], styles.rag(colour))
    at += 5
    carried = styles.cell(align="center", valign="vcenter", font_color=MUTED)
    for recent in project.recent:
        colour = recent.status.rag if recent.status else "grey"
        # Soft, so that the eye finds this period's letters; no fill where nothing was reported then.
        style = styles.rag(colour, soft=True) if recent.reported else carried
        missing = "–" if recent.begun else ""
        page.text(at, recent.status.letter if recent.status else missing, style)
        at += 1
    for key, _ in MEASURES:
        page.money(at, getattr(project, key), styles.saving(key))
        at += 1
    narrative = clean(_narrative(project))
    room = layout[at].pixels - _NARRATIVE_INDENT
    lines = book.fit.line_count(narrative, room, _NARRATIVE_POINTS)
    is_long = lines > _MOST_LINES
    if is_long:
        begun = book.fit.split(narrative, room, _NARRATIVE_POINTS, _FIRST_LINES)[0]
        narrative = f"{begun} … In full under the table."
        lines = book.fit.line_count(narrative, room, _NARRATIVE_POINTS)
    page.text(at, narrative, styles.cell(font_size=_NARRATIVE_POINTS, align="left", indent=1))
    # Blanks for the bold letters, which are a little wider.
    fitted = [(1, f"{project.name}  "), *((column, words[column]) for column in range(2, len(words)))]
    fitted.append((len(words) + 1, f"{project.shown_status.name}   "))
    page.end_row(max(page.fitted(fitted), book.fit.height(lines, _NARRATIVE_POINTS)))
    return is_long


def _narrative(project: ProjectReport) -> str:
    """The narrative, and why a status is better than the figures where a person has said so."""
    if project.challenge:
        reason = (
            f"Reason given: {project.challenge_reason}"
            if project.challenge_reason
            else "No reason given yet."
        )
        return "\n".join(part for part in (project.narrative, f"{project.challenge} {reason}") if part)
    return project.narrative


def _add_table(page: SheetWriter, layout: list[_Column]) -> None:
    styles = page.styles
    formats = {
        "words": styles.header(),
        "money": styles.header(align="right"),
        "letter": styles.header(rotation=90, align="center", text_wrap=False),
        "story": styles.header(indent=1, align="left"),
    }
    page.sheet.add_table(
        _FIRST_ROW - 1,
        0,
        page.row - 1,
        len(layout) - 1,
        {
            "name": TABLE,
            "style": None,
            # The arrows would hide the letters' headings.
            "autofilter": False,
            "columns": [{"header": column.name, "header_format": formats[column.kind]} for column in layout],
        },
    )


def _write_totals(book: PackBook, page: SheetWriter, layout: list[_Column]) -> None:
    """Write the sum of the table and, where they differ, what leads from it to the programme's total."""
    report = book.report
    first = len(layout) - 1 - len(MEASURES)
    sums = {key: sum(getattr(project, key) for project in report.projects) for key, _ in MEASURES}
    formulas = {key: f"=SUM({TABLE}[{words}])" for key, words in MEASURES}
    _write_total(page, layout, "All projects above", formulas, sums)
    here = {project.id for project in report.projects}
    outside = [line for line in report.savings.lines if not line.in_scope and line.project_id in here]
    closed = book.edition.closed
    away = [line for line in report.savings.lines if line.in_scope and line.project_id in closed]
    brought = [
        line
        for line in report.savings.lines
        if line.in_scope and line.project_id not in here and line.project_id not in closed
    ]
    steps = [
        (words, _sum_of(found, report.year, sign), sign < 0)
        for found, words, sign in (
            (outside, "Less memo lines, counted in other totals", -1),
            (away, number_of(len(closed), "closed project") + ", not listed", 1),
            (brought, "Lines of other programmes’ projects, counted here", 1),
        )
        if found
    ]
    position = report.savings.by_year[report.year]
    whole = {key: getattr(position, key) for key, _ in MEASURES}
    rest = {key: whole[key] - sums[key] - sum(amounts[key] for _, amounts, _ in steps) for key in whole}
    if book.edition.is_partial and any(rest.values()):
        steps.append(("Projects that this pack leaves out", rest, False))
    if not steps:
        return
    for words, amounts, memo in steps:
        _write_step(book, page, layout, words, amounts, memo=memo and book.has(lines.NAME))
    at = page.row
    totals = {
        key: f"=SUM({letters(first + offset)}{at - len(steps)}:{letters(first + offset)}{at})"
        for offset, (key, _) in enumerate(MEASURES)
    }
    _write_total(page, layout, "Total of the pack", totals, whole)
    cell = book.ties.totals.get((report.year, "target_pence"))
    if not cell:
        return
    target = letters(first)
    difference = f"ROUND({target}{at + 1}-{cell},2)"
    page.row -= 1
    page.formula(
        len(layout) - 1,
        f'=IF({difference}=0,"OK",{difference})',
        "OK",
        page.styles.total(bold=True, font_color=POSITIVE),
    )
    page.row += 1
    book.ties.checks["Projects and memo lines, target"] = f"'{NAME}'!${letters(len(layout) - 1)}${at + 1}"


def _sum_of(found: list[LineReport], year: str, sign: int) -> dict[str, int]:
    return {key: sign * sum(getattr(line.years[year], key) for line in found) for key, _ in MEASURES}


def _write_step(
    book: PackBook,
    page: SheetWriter,
    layout: list[_Column],
    words: str,
    amounts: dict[str, int],
    *,
    memo: bool,
) -> None:
    first = len(layout) - 1 - len(MEASURES)
    page.fill(range(len(layout)), page.styles.cell())
    page.text(1, words, page.styles.cell(text_wrap=False))
    for offset, (key, _) in enumerate(MEASURES):
        if memo and key != "variance_pence":
            name = lines.column_name(key, book.report.year)
            formula = "=-" + sum_where(lines.TABLE, name, [("In totals", '"Memo"')], exact=False)[1:]
            page.formula(first + offset, formula, amounts[key] / 100, page.styles.saving(key))
        elif memo:
            at = page.row + 1
            formula = f"={letters(first + 1)}{at}-{letters(first)}{at}"
            page.formula(first + offset, formula, amounts[key] / 100, page.styles.saving(key))
        else:
            page.money(first + offset, amounts[key], page.styles.saving(key))
    page.end_row(15, keep=True)


def _write_total(
    page: SheetWriter, layout: list[_Column], words: str, formulas: dict[str, str], values: dict[str, int]
) -> None:
    first = len(layout) - 1 - len(MEASURES)
    page.fill(range(len(layout)), page.styles.total())
    page.text(1, words, page.styles.total(text_wrap=False))
    for offset, (key, _) in enumerate(MEASURES):
        page.formula(first + offset, formulas[key], values[key] / 100, page.styles.total_saving(key))
    page.end_row(17, keep=True)
