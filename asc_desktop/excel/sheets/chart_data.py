"""Chart data: the figures behind the Summary's charts, live from the other sheets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain.money import format_millions
from asc_desktop.domain.report.model import Report, StatusCounts, StatusView
from asc_desktop.domain.report.savings import SURPLUS
from asc_desktop.excel.formulas import count_where, exact_labels, with_rest
from asc_desktop.excel.sheets import projects
from asc_desktop.excel.workbook import PackBook, SheetWriter, letters

NAME: Final = "Chart data"
COUNT: Final = "#,##0"
COLUMNS: Final = [264, *[80] * 12]
FIRST_ROOM: Final = 4
ALWAYS: Final = frozenset(
    {"target_pence", "delivered_pence", "still_forecast_pence", "slipped_out_pence", "no_plan_pence"}
)
"""The bars that stand in the bridge even where they are nothing."""

_LABEL_SHARE = 0.08
"""The height of an invisible block above each bar, that carries the bar's label."""

_ON_FLOOR = frozenset({"target_pence", "delivered_pence"})


class Block(Struct, frozen=True):
    """A range of the sheet, rows and columns counted from 0; the header row is above the first."""

    first: int
    last: int
    width: int


class ChartCells(Struct, frozen=True):
    """Where each chart's figures stand, and the keys of the bridge's bars in their order."""

    status: Block | None
    bridge: Block
    bars: tuple[str, ...]


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to draw."""
    report = book.report
    return bool(
        report.projects
        or report.status_by_theme
        or report.savings.lines
        or report.budget.lines
        or report.activity
        or report.measures
    )


def begin(book: PackBook) -> SheetWriter:
    """Add the sheet, which each sheet with charts writes its figures into; ``finish`` it last."""
    page = book.add_sheet(NAME, COLUMNS)
    page.title("Chart data", f"{book.report.programme}, {book.period_words}. The figures behind the charts.")
    return page


def write(book: PackBook, page: SheetWriter) -> ChartCells:
    """Write the figures of the Summary's charts and return where they stand."""
    status = _write_status(book, page)
    page.gap()
    bars, bridge = _write_bridge(book, page)
    page.gap()
    return ChartCells(status, bridge, bars)


def write_block(
    page: SheetWriter,
    heading: str,
    names: Sequence[str],
    rows: Iterable[tuple[str, Sequence[float | None]]],
    *,
    num_format: str = "",
) -> Block:
    """Write amounts in pence, or numbers in a format, a label before each row; return where the block stands."""
    money, number = (
        page.styles.pounds(),
        page.styles.cell(align="right", num_format=num_format, text_wrap=False),
    )
    page.heading(heading)
    page.text(0, "", page.styles.header())
    for column, name in enumerate(names, start=1):
        page.text(column, name, page.styles.header(align="right"))
    page.end_row(28, keep=True)
    first = page.row
    for label, amounts in rows:
        page.text(0, label, page.styles.cell())
        for column, amount in enumerate(amounts, start=1):
            if num_format:
                page.count(column, amount, number)
            else:
                page.money(column, None if amount is None else int(amount), money)
        page.end_row(page.fitted([(0, label)]), keep=True)
    page.gap()
    return Block(first, page.row - 2, len(names))


def statuses(report: Report) -> list[StatusView]:
    """Return the statuses in the scheme's order, and last the want of any; a theme counts only those that it has."""
    return statuses_of(report.status_by_theme)


def statuses_of(items: Iterable[StatusCounts]) -> list[StatusView]:
    """Return the statuses of counts, the want of any last."""
    every = {count.status.id: count.status for item in items for count in item.counts}
    return sorted(every.values(), key=lambda status: status.id == "")


def count_of(item: StatusCounts, status: StatusView) -> int:
    """Return how many of a theme's projects have a status."""
    return sum(count.count for count in item.counts if count.status.id == status.id)


def _write_status(book: PackBook, page: SheetWriter) -> Block | None:
    report = book.report
    page.heading("Projects by theme and delivery status")
    if not report.status_by_theme:
        page.paragraph("No themes yet.")
        return None
    live, shown_counts = book.has(projects.NAME), _shown_counts(report)
    shown = statuses(report)
    names = [status.name for status in shown]
    page.text(0, "Theme", page.styles.header())
    for column, name in enumerate(names, start=1):
        page.text(column, name, page.styles.header(align="right"))
    header = page.row + 1
    page.end_row(28, keep=True)
    first = page.row
    exact = exact_labels([*(item.label for item in report.status_by_theme), *names])
    for item in report.status_by_theme:
        page.text(0, item.label, page.styles.cell())
        for column, status in enumerate(shown, start=1):
            conditions = [("Theme", f"$A{page.row + 1}"), ("Delivery status", f"{letters(column)}${header}")]
            count = count_of(item, status)
            formula = count_where(projects.TABLE, conditions, exact=exact)
            is_part = book.edition.is_partial or book.edition.closed
            rest = count - shown_counts[item.label, status.name] if is_part else 0
            page.formula(
                column,
                with_rest(formula, rest) if live else "",
                count,
                page.styles.cell(align="right", num_format='0;-0;"–"'),
            )
        page.end_row(page.fitted([(0, item.label)]), keep=True)
    return Block(first, page.row - 1, len(names))


def _shown_counts(report: Report) -> Counter[tuple[str, str]]:
    """Return how many of the projects shown have each theme and status."""
    return Counter((project.theme, project.shown_status.name) for project in report.projects)


def _write_bridge(book: PackBook, page: SheetWriter) -> tuple[tuple[str, ...], Block]:
    """Write each bar's amount, the floor it stands on, its label, and a block of its own above it for the label."""
    report = book.report
    bars = [bar for bar in report.savings.bridge if bar.pence or bar.key in ALWAYS]
    page.heading(f"Where the savings target of {report.year} goes")
    page.text(0, "Bar", page.styles.header())
    for column, words in enumerate(("Amount £", "Floor £", "Label"), start=1):
        page.text(column, words, page.styles.header(align="right"))
    for column in range(len(bars)):
        page.text(FIRST_ROOM + column, f"Room {column + 1} £", page.styles.header(align="right"))
    page.end_row(20, keep=True)
    first, last = page.row + 1, page.row + len(bars)
    room = max((bar.pence for bar in bars), default=0) * _LABEL_SHARE
    floor = 0
    money = page.styles.pounds()
    for index, bar in enumerate(bars):
        row = page.row + 1
        page.text(0, bar.label, page.styles.cell())
        cell = book.ties.bars.get((report.year, bar.key))
        page.formula(1, f"={cell}" if cell else "", bar.pence / 100, money)
        if bar.key in _ON_FLOOR:
            floor = 0
            page.money(2, 0, money)
        elif bar.key == SURPLUS:
            # It leads down, from the top of the bar before.
            floor -= bar.pence
            page.formula(2, f"=C{row - 1}+B{row - 1}-B{row}", floor / 100, money)
        else:
            page.formula(2, f"=C{row - 1}+B{row - 1}", floor / 100, money)
        label = f'=TEXT(B{row}/1000000,"£0.00")&"m"'
        page.formula(3, label, format_millions(bar.pence), page.styles.cell(align="right"))
        # Every other cell of the block stays empty: an empty cell has no label.
        page.formula(
            FIRST_ROOM + index, f"=MAX(B${first}:B${last})*{_LABEL_SHARE}", round(room / 100, 6), money
        )
        page.end_row(15, keep=True)
        floor += bar.pence
    return tuple(bar.key for bar in bars), Block(first - 1, last - 1, 1)
