"""The workbook that a form is written into: its looks, its lists and its pages."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.carried import SHEET, rows_of
from asc_desktop.domain.forms.form import Form
from asc_desktop.domain.report.updates import NO_LEAD
from asc_desktop.excel.cell_values import clean, letters
from asc_desktop.excel.paper import (
    BOTTOM_INCHES,
    SIDE_INCHES,
    TOP_INCHES,
    header_words,
    page_breaks,
    page_points,
)
from asc_desktop.excel.styles import (
    ACCENT,
    BODY_POINTS,
    BORDER,
    FONT,
    HUES,
    MUTED,
    RULE,
    TOTAL_FILL,
    Styles,
)
from asc_desktop.excel.text_fit import TALLEST_ROW_POINTS, TextFit

ANSWER_FILL: Final = "#fff9db"
"""What is to be filled in has this ground and a border, so that it is told apart in black and white too."""

_ANSWER_BORDER: Final = "#8a7a3c"
_LISTS: Final = "Lists"
_PROTECTION: Final = {"format_columns": True, "format_rows": True}
"""Anybody may make a column wider. There is no password: the lock is against slips and not against people."""


class FormBook:
    """A form's workbook: formats, drop-down lists by what they offer, and a measure of text."""

    def __init__(self, form: Form, organisation: str) -> None:
        self.form = form
        self.organisation = organisation
        self.fit = TextFit()
        self._target = BytesIO()
        self.workbook = Workbook(
            self._target,
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "in_memory": True,
                "default_format_properties": {"font_name": FONT, "font_size": 10},
                "default_row_height": 17,
            },
        )
        self.styles = Styles(self.workbook)
        amber = HUES["amber"]
        self.missing_look = self.workbook.add_format(
            {"bold": True, "bg_color": amber.soft, "font_color": amber.text_on_soft}
        )
        self._lists: dict[tuple[str | int, ...], str] = {}
        self.workbook.set_properties(
            {
                "title": clean(f"Update for {period_label(form.period)}: {form.programme}"),
                "subject": f"{form.number}, {period_label(form.period)}",
                "author": clean(organisation) or "ASC Desktop",
                "company": clean(organisation),
                "category": "Update form",
                "created": datetime.fromisoformat(form.asked_on),
            }
        )

    @property
    def lead(self) -> str:
        """Whom it asks, in words."""
        return self.form.lead or NO_LEAD

    def answer(self, **props: Any) -> Any:
        """A cell to be filled in."""
        box = {"border": 1, "border_color": _ANSWER_BORDER, "bg_color": ANSWER_FILL, "locked": False}
        return self.styles.get(**({"text_wrap": True} | box | props))

    def told(self, **props: Any) -> Any:
        """A cell that stands beside, to be read."""
        look = {"bg_color": TOTAL_FILL, "font_color": MUTED, "bottom": 1, "bottom_color": BORDER}
        return self.styles.get(**({"text_wrap": True} | look | props))

    def list_of(self, words: tuple[str | int, ...]) -> str:
        """Return the range that a drop-down with these points at: a list in the cell's rule may have 255 letters.

        The sheet of lists is written by ``content``, last. Numbers stay numbers: 4 is not one of a list of texts.
        """
        found = self._lists.get(words)
        if found is None:
            column = letters(len(self._lists))
            found = self._lists[words] = f"='{_LISTS}'!${column}$1:${column}${len(words)}"
        return found

    def content(self) -> bytes:
        """Return the workbook's bytes, with the sheets that nobody sees at its end."""
        lists = self.workbook.add_worksheet(_LISTS)
        text = self.styles.get(num_format="@")
        for column, words in enumerate(self._lists):
            for row, word in enumerate(words):
                if isinstance(word, int):
                    lists.write_number(row, column, word)
                else:
                    lists.write_string(row, column, clean(word), text)
        carried = self.workbook.add_worksheet(SHEET)
        for row, pair in enumerate(rows_of(self.form)):
            for column, word in enumerate(pair):
                carried.write_string(row, column, word, text)
        for sheet in (lists, carried):
            sheet.protect()
            sheet.very_hidden()
        self.workbook.close()
        return self._target.getvalue()


class FormSheet:
    """One sheet, written from the top down. ``row`` is the next free row, counted from 0."""

    def __init__(self, book: FormBook, name: str, columns: Sequence[int]) -> None:
        self.book = book
        self.name = name
        self.columns = tuple(columns)
        self.row = 0
        self.sheet = book.workbook.add_worksheet(name)
        self._heights: list[float] = []
        self._keep: list[bool] = []
        for column, pixels in enumerate(columns):
            self.sheet.set_column_pixels(column, column, pixels)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.columns) - 1

    def text(self, column: int, text: str, style: Any) -> None:
        """Write text that stays text, whatever it begins with."""
        if text:
            self.sheet.write_string(self.row, column, clean(text), style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def merged(self, first: int, last: int, text: str, style: Any) -> None:
        """Write text over several columns."""
        self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.text(first, text, style)

    def lines(
        self, first: int, last: int, text: str, points: float = BODY_POINTS, *, bold: bool = False
    ) -> int:
        """Return how many lines text takes over columns."""
        return self.book.fit.line_count(clean(text), sum(self.columns[first : last + 1]), points, bold=bold)

    def sentence(self, text: str, *, points: float = BODY_POINTS, keep: bool = True, **props: Any) -> None:
        """Write a sentence across the whole width."""
        bold = bool(props.get("bold"))
        self.merged(0, self.last, text, self.book.styles.get(text_wrap=True, font_size=points, **props))
        lines = self.lines(0, self.last, text, points, bold=bold)
        self.end_row(self.book.fit.height(lines, points), keep=keep)

    def heading(self, text: str) -> None:
        """Write a heading that stays with what follows it."""
        self.end_row(7)
        self.sentence(text, points=11, bold=True, font_color=ACCENT, bottom=1, bottom_color=RULE)

    def end_row(self, height: float, *, keep: bool = False) -> None:
        """Set the height of the row in points and go to the next; ``keep`` it on one page with the one below."""
        height = min(height, TALLEST_ROW_POINTS)
        self.sheet.set_row(self.row, height)
        self._heights.append(height)
        self._keep.append(keep)
        self.row += 1

    def colour_by(self, count: str, area: tuple[int, int, int, int]) -> None:
        """Colour an area by whether the count in the cell of that address is nought."""
        for criteria, hue in ((">0", HUES["amber"]), ("=0", HUES["green"])):
            look = {"bg_color": hue.soft, "font_color": hue.text_on_soft}
            rule = {
                "type": "formula",
                "criteria": f"={count}{criteria}",
                "format": self.book.workbook.add_format(look),
            }
            self.sheet.conditional_format(*area, rule)

    def finish(self, *, freeze: int) -> None:
        """Lock the sheet, keep ``freeze`` rows in view, and say what prints where."""
        form, sheet = self.book.form, self.sheet
        sheet.protect("", _PROTECTION)
        sheet.freeze_panes(freeze, 0)
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.set_margins(SIDE_INCHES, SIDE_INCHES, TOP_INCHES, BOTTOM_INCHES)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, self.row - 1, self.last)
        page = page_points(sum(self.columns), upright=True)
        sheet.set_h_pagebreaks(page_breaks(self._heights, self._keep, page, 0.0))
        font = f'&"{FONT},Regular"&8&K566273'
        words = header_words(f"{form.number} {self.book.lead}")
        sheet.set_header(f"&L{font} {words}&R{font} {period_label(form.period)}", {"margin": 0.3})
        name = header_words(self.name)
        sheet.set_footer(f"&L{font} {name}&R{font} Page &P of &N", {"margin": 0.3})
