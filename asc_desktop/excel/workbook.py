"""The workbook that a pack is written into, and the pages of its sheets.

Every sheet is A4 landscape, one page wide, about as many pixels across as every other, so that all print at one scale.
``SheetWriter`` keeps the height of each row that is written and from them sets the page breaks: a heading is never left
at the foot of a page.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import Any, Final

from msgspec import Struct
from xlsxwriter import Workbook

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import REDUCTIONS
from asc_desktop.domain.report.model import Report
from asc_desktop.excel.cell_values import clean, letters, pounds
from asc_desktop.excel.pack_worksheet import PackWorksheet
from asc_desktop.excel.paper import (
    BOTTOM_INCHES,
    HEADER_LETTERS,
    MARKING_LETTERS,
    NAME_LETTERS,
    SIDE_INCHES,
    TOP_INCHES,
    header_words,
    page_breaks,
    page_points,
)
from asc_desktop.excel.styles import ACCENT, BODY_POINTS, FONT, MUTED, NEGATIVE, Styles
from asc_desktop.excel.target import PackCancelledError
from asc_desktop.excel.text_fit import TALLEST_ROW_POINTS, TextFit
from asc_desktop.excel.ties import Ties
from asc_desktop.pack.document import Section
from asc_desktop.pack.edition import Edition, marking_of

__all__ = [
    "PAGE_PIXELS",
    "PackBook",
    "Progress",
    "SheetWriter",
    "clean",
    "letters",
    "pounds",
]

PAGE_PIXELS: Final = 1212
"""How wide each sheet is made."""

_ROWS_BETWEEN_LOOKS = 500
_CHART_ROW_POINTS = 15.0


class Progress(Struct, frozen=True):
    """Says how far the pack is, and stops it when it is called off."""

    report: Callable[[float, str], None] | None
    cancelled: Callable[[], bool] | None

    def step(self, share: float, words: str) -> None:
        """Say what is done now, and how much of the whole before it."""
        self.look()
        if self.report is not None:
            self.report(share, words)

    def look(self) -> None:
        """Raise PackCancelledError where the pack has been called off."""
        if self.cancelled is not None and self.cancelled():
            raise PackCancelledError


class PackBook:
    """The workbook of one report: its formats, its text measure and its sheets in the order of their tabs."""

    def __init__(self, target: BytesIO, report: Report, progress: Progress, edition: Edition) -> None:
        """Begin a workbook in memory."""
        self.report = report
        self.edition = edition
        self.ties = Ties()
        self._sections: dict[str, Section] = {}
        self.chart_page: SheetWriter | None = None
        self.marking = marking_of(report, edition)
        self.progress = progress
        self.fit = TextFit()
        self.workbook = Workbook(
            target,
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                # No file of its own for each part: one would be left where the program is ended.
                "in_memory": True,
                "use_zip64": True,
                # A font that follows the theme would be Excel’s own, whatever its name says.
                "default_format_properties": {"font_name": FONT, "font_size": 10, "font_scheme": "none"},
                "default_row_height": 17,
            },
        )
        self.styles = Styles(self.workbook, reductions=report.savings_shown_as == REDUCTIONS)
        self._set_properties()

    @property
    def home(self) -> str:
        """The sheet with the contents: the cover, or the summary of a pack without one; empty without either."""
        return next((name for name in ("Cover", "Summary") if self.has(name)), "")

    @property
    def period_words(self) -> str:
        """The period, and whether it is still open."""
        return f"{self.report.period_label} ({'open' if self.report.period_open else 'closed'})"

    def has(self, name: str) -> bool:
        """Whether the pack has a sheet of that name."""
        return name in self.ties.sheets

    def section(self, name: str, build: Callable[[Report, Edition], Section]) -> Section:
        """Return what a section says, made once."""
        if name not in self._sections:
            self._sections[name] = build(self.report, self.edition)
        return self._sections[name]

    def add_sheet(self, name: str, columns: Sequence[int]) -> "SheetWriter":
        """Add a sheet with columns so many pixels wide."""
        return SheetWriter(self, name, columns)

    def _set_properties(self) -> None:
        report, edition = self.report, self.edition
        prepared = f"Prepared with ASC Desktop from “{report.portfolio}”, as at {date_label(report.as_at)}."
        self.workbook.set_properties(
            {
                "title": clean(f"{report.programme}: {edition.file_kind}, {report.period_label}"),
                "subject": clean(f"{edition.plan.name}: {report.programme}, {report.period_label}"),
                "author": clean(report.organisation) or "ASC Desktop",
                "company": clean(report.organisation),
                "category": "Board pack",
                "status": self.marking.short,
                "keywords": f"board pack, {report.period}, savings, exceptions, mitigations, {edition.plan.audience}",
                "comments": clean(" ".join(part for part in (prepared, edition.frozen) if part)),
                # The figures' date and not the clock's, so that one report always gives one and the same file.
                "created": datetime.fromisoformat(report.as_at),
            }
        )


class SheetWriter:
    """One sheet, written from the top down. ``row`` is the next free row, counted from 0."""

    def __init__(self, book: PackBook, name: str, columns: Sequence[int]) -> None:
        self.book = book
        self.styles = book.styles
        self.name = name
        self.columns = tuple(columns)
        self.row = 0
        self.sheet = book.workbook.add_worksheet(name, worksheet_class=PackWorksheet)
        self._heights: list[float] = []
        self._keep: list[bool] = []
        self._needed: dict[int, int] = {}
        self._measured: set[tuple[int, int, float, Any]] = set()
        self._merged: set[tuple[int, int]] = set()
        for index, pixels in enumerate(columns):
            self.sheet.set_column_pixels(index, index, pixels)
        self.sheet.reach(len(columns) - 1)
        self._set_up_page()

    # ------------------------------------------------------------------------------------------------ cells

    def count(self, column: int, number: float | None, style: Any) -> None:
        """Write a number; an empty cell for none."""
        if number is None:
            self.sheet.put_blank(self.row, column, style)
        else:
            self.sheet.put_number(self.row, column, number, style)

    def merged(self, first: int, last: int, text: str, style: Any) -> None:
        """Write text over several columns."""
        self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self._merged.add((self.row, first))
        self.text(first, text, style)

    def text(self, column: int, text: str, style: Any) -> None:
        """Write text that stays text, whatever it begins with."""
        self.sheet.put_text(self.row, column, clean(text), style)

    def link(self, column: int, sheet_name: str, words: str, style: Any) -> None:
        """Write a link to the top of another sheet."""
        self.sheet.write_url(self.row, column, f"internal:'{sheet_name}'!A1", style, words)

    def money(self, column: int, pence: int | None, style: Any) -> None:
        """Write pence as pounds; an empty cell for no amount."""
        if pence is None:
            self.sheet.put_blank(self.row, column, style)
        else:
            self.sheet.put_number(self.row, column, pence / 100, style)
            self._need_room(column, pence / 100, style)

    def day(self, column: int, iso: str | None, style: Any) -> None:
        """Write an ISO date as a real date; an empty cell for none."""
        if iso:
            self.sheet.write_datetime(self.row, column, date.fromisoformat(iso), style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def formula(self, column: int, formula: str, value: float | str, style: Any) -> None:
        """Write a formula with its value beside it; the value alone for no formula."""
        if not isinstance(value, str):
            self._need_room(column, value, style)
        if formula:
            self.sheet.write_formula(self.row, column, formula, style, value)
        elif isinstance(value, str):
            self.text(column, value, style)
        else:
            self.sheet.put_number(self.row, column, value, style)

    def _need_room(self, column: int, pounds: float, style: Any) -> None:
        """Note how wide a column must be to show an amount: where it is narrower Excel shows #### in its place."""
        number_format = str(style.num_format)
        if "#,##0" not in number_format or ",," in number_format or (self.row, column) in self._merged:
            return
        amount = f"£{abs(pounds):,.2f})" if ".00" in number_format else f"£{abs(round(pounds)):,})"
        key = (column, len(amount), style.font_size, style.bold)
        if key not in self._measured:
            self._measured.add(key)
            wide = self.book.fit.width(amount, style.font_size, bold=bool(style.bold))
            self._needed[column] = max(self._needed.get(column, 0), ceil(wide) + 6)

    def fill(self, columns: range, style: Any) -> None:
        """Give empty cells a style."""
        for column in columns:
            self.sheet.put_blank(self.row, column, style)

    # ------------------------------------------------------------------------------------------------ rows

    def end_row(self, height: float, *, keep: bool = False) -> None:
        """Set the height of the row in points and go to the next; ``keep`` it on one page with the one below."""
        height = min(max(height, 3.0), TALLEST_ROW_POINTS)
        self.sheet.set_row(self.row, height)
        self._heights.append(height)
        self._keep.append(keep)
        self.row += 1
        if self.row % _ROWS_BETWEEN_LOOKS == 0:
            self.book.progress.look()

    def gap(self, height: float = 9.0, *, keep: bool = False) -> None:
        """Leave an empty row."""
        self.end_row(height, keep=keep)

    def title(self, title: str, note: str, *, last_column: int | None = None) -> None:
        """Write the sheet's title, a line about what it shows, and the way back to the contents."""
        style = self.styles.get(bold=True, font_size=16, font_color=ACCENT, valign="vcenter")
        self.text(0, title, style)
        self.end_row(26, keep=True)
        self.text(0, note, self.styles.get(font_color=MUTED))
        last = len(self.columns) - 1 if last_column is None else last_column
        if self.book.home:
            link = self.styles.get(font_color=ACCENT, underline=1, align="right")
            self.link(last, self.book.home, "Contents", link)
        self.end_row(15, keep=True)
        self.gap(6, keep=True)

    def heading(self, words: str, *, points: float = 12) -> None:
        """Write a heading that stays with what follows it."""
        self.text(0, words, self.styles.get(bold=True, font_size=points, font_color=ACCENT, valign="vcenter"))
        self.end_row(points * 1.3 + 5, keep=True)

    def paragraph(self, words: str, *, keep: bool = False, **props: Any) -> None:
        """Write a sentence across the whole width."""
        style = self.styles.get(text_wrap=True, **props)
        last = len(self.columns) - 1
        points = float(props.get("font_size", BODY_POINTS))
        for part in self.book.fit.split(clean(words), sum(self.columns), points, 25):
            if last:
                self.sheet.merge_range(self.row, 0, self.row, last, "", style)
            self.text(0, part, style)
            lines = self.book.fit.line_count(part, sum(self.columns), points)
            self.end_row(self.book.fit.height(lines, points), keep=keep)

    def labelled(self, label: str, words: str, *, keep: bool = False, **props: Any) -> None:
        """Write sentences across the whole width, a bold label before the first; nothing where there are none."""
        last, wide = len(self.columns) - 1, sum(self.columns)
        style, plain, bold = (
            self.styles.get(text_wrap=True, **props),
            self.styles.get(**props),
            self.styles.get(**(props | {"bold": True})),
        )
        begun = f"{label}: "
        for index, part in enumerate(self.book.fit.split(begun + clean(words), wide, BODY_POINTS, 25)):
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
            if index == 0 and len(part) > len(begun):
                rest = part[len(begun) :]
                self.sheet.write_rich_string(self.row, 0, bold, clean(begun), plain, rest, style)
            else:
                self.text(0, part, style)
            lines = self.book.fit.line_count(part, wide, BODY_POINTS, bold=index == 0)
            self.end_row(self.book.fit.height(lines, BODY_POINTS), keep=keep)

    def fitted(self, texts: Sequence[tuple[int, str]], *, points: float = BODY_POINTS) -> float:
        """Return the height of a row that shows each text, wrapped, in its column."""
        fit = self.book.fit
        lines = max((fit.line_count(text, self.columns[column], points) for column, text in texts), default=1)
        return fit.height(lines, points)

    def fitted_over(self, texts: Sequence[tuple[int, int, str]]) -> float:
        """Return the height of a row that shows each text, wrapped, over its first to its last column."""
        fit = self.book.fit
        lines = max(
            fit.line_count(text, sum(self.columns[first : last + 1]), BODY_POINTS)
            for first, last, text in texts
        )
        return fit.height(lines, BODY_POINTS)

    def chart(self, chart: Any, rows: int, words: str) -> None:
        """Place a chart over the whole width and so many rows, with words for who cannot see it."""
        high = int(rows * _CHART_ROW_POINTS * 96 / 72) - 4
        chart.set_size({"width": sum(self.columns) - 4, "height": high})
        place = {"description": clean(words), "object_position": 2, "x_offset": 2, "y_offset": 2}
        self.sheet.insert_chart(self.row, 0, chart, place)
        for row in range(rows):
            self.end_row(_CHART_ROW_POINTS, keep=row < rows - 1)

    def red_unless_ok(self, column: int) -> None:
        """Turn a check of this row red where it says anything but that all is well."""
        rule = {
            "type": "cell",
            "criteria": "!=",
            "value": '"OK"',
            "format": self.book.workbook.add_format({"font_color": "#ffffff", "bg_color": NEGATIVE}),
        }
        self.sheet.conditional_format(self.row, column, self.row, column, rule)

    # ------------------------------------------------------------------------------------------------ pages

    @property
    def room(self) -> float:
        """How many points of the page that is being written are still free."""
        page = page_points(sum(self.columns))
        breaks = page_breaks(self._heights, self._keep, page, 0.0)
        return page - sum(self._heights[breaks[-1] if breaks else 0 :])

    def finish(
        self,
        *,
        freeze: tuple[int, int] | None = None,
        repeat: tuple[int, int] | None = None,
        last_column: int | None = None,
    ) -> None:
        """Set what prints, what repeats on each page and stays on the screen, and where pages break.

        ``repeat`` is the first and last row to repeat; ``freeze`` the first row and column that move.
        """
        self._widen()
        last = len(self.columns) - 1 if last_column is None else last_column
        self.sheet.print_area(0, 0, max(self.row - 1, 0), last)
        if repeat is not None:
            self.sheet.repeat_rows(*repeat)
        if freeze is not None:
            self.sheet.freeze_panes(*freeze)
        wide = sum(self.columns[: last + 1])
        repeated = sum(self._heights[repeat[0] : repeat[1] + 1]) if repeat else 0.0
        self.sheet.set_h_pagebreaks(page_breaks(self._heights, self._keep, page_points(wide), repeated))

    def _widen(self) -> None:
        """Make columns as wide as the widest amount that was written in them."""
        for column, pixels in self._needed.items():
            if pixels > self.columns[column]:
                self.sheet.set_column_pixels(column, column, pixels)
        self.columns = tuple(max(wide, self._needed.get(at, 0)) for at, wide in enumerate(self.columns))

    def _set_up_page(self) -> None:
        sheet, report = self.sheet, self.book.report
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(SIDE_INCHES, SIDE_INCHES, TOP_INCHES, BOTTOM_INCHES)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        organisation = header_words(report.organisation or report.portfolio)
        font = f'&"{FONT},Regular"&8&K566273'
        marking = self.book.marking
        colour = "A01B14" if marking.is_withheld else "566273"
        # On a line of its own, under the programme and the period.
        marked = f'&C\n&"{FONT},Bold"&8&K{colour}{header_words(marking.short, MARKING_LETTERS)}'
        rest = f"{marked}&R{font} {self.book.period_words}"
        start = f'&L&"{FONT},Bold"&8&K566273 '
        room = min(NAME_LETTERS, HEADER_LETTERS - len(start) - len(rest))
        sheet.set_header(f"{start}{header_words(report.programme, room)}{rest}", {"margin": 0.3})
        sheet.set_footer(
            f"&L{font} {organisation}&C{font} {self.name}&R{font} Page &P of &N", {"margin": 0.3}
        )
