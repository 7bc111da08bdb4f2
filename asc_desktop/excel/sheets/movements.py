"""Movements: where each part of a shortfall goes, who approved it, and which no longer fit."""

from typing import Final

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import APPROVALS
from asc_desktop.domain.report.model import MovementReport
from asc_desktop.excel.styles import BODY_POINTS, NEGATIVE
from asc_desktop.excel.workbook import PackBook, SheetWriter

NAME: Final = "Movements"
TABLE: Final = "Movements"
_COLUMNS: Final = (
    ("Recorded", 78),
    ("Type", 132),
    ("From", 196),
    ("From year", 62),
    ("To", 196),
    ("To year", 62),
    ("Amount", 84),
    ("Why", 199),
    ("Approved by", 98),
    ("State", 68),
    ("Over-allocated", 84),
)
_AMOUNT, _WHY, _OVER = 6, 7, 10
_INDENT_PIXELS = 9
_FIRST_ROW = 4
_APPROVAL_WORDS = dict(APPROVALS)


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.movements)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    every = sum(movement.amount_pence for movement in book.report.movements)
    money = book.fit.money_pixels([every], least=84)
    return [money if index == _AMOUNT else pixels for index, (_, pixels) in enumerate(_COLUMNS)]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title(
        "Movements of savings",
        f"{report.programme}, {book.period_words}. Slips, early deliveries, offsets, write-offs and transfers. £.",
    )
    page.end_row(28, keep=True)
    for movement in report.movements:
        _write_movement(page, movement)
    plain, right = page.styles.header(valign="top"), page.styles.header(align="right", valign="top")
    formats = {_AMOUNT: right, _OVER: right, _WHY: page.styles.header(valign="top", align="left", indent=1)}
    page.sheet.add_table(
        _FIRST_ROW - 1,
        0,
        page.row - 1,
        len(_COLUMNS) - 1,
        {
            "name": TABLE,
            "style": None,
            "columns": [
                {"header": name, "header_format": formats.get(index, plain)}
                for index, (name, _) in enumerate(_COLUMNS)
            ],
        },
    )
    page.fill(range(len(_COLUMNS)), page.styles.total())
    page.text(0, "Total", page.styles.total())
    for column, key in ((_AMOUNT, "amount_pence"), (_OVER, "over_allocated_pence")):
        pence = sum(getattr(movement, key) for movement in report.movements)
        formula = f"=SUM({TABLE}[{_COLUMNS[column][0]}])"
        page.formula(column, formula, pence / 100, page.styles.total_pounds())
    page.end_row(17)
    page.gap()
    page.paragraph(
        "Over-allocated: how much a movement is now larger than its shortfall, or than the surplus it uses. "
        "It stays until you change it."
    )
    page.finish(freeze=(_FIRST_ROW, 2), repeat=(_FIRST_ROW - 1, _FIRST_ROW - 1))


def _write_movement(page: SheetWriter, movement: MovementReport) -> None:
    styles = page.styles
    cell, money = styles.cell(), styles.pounds()
    words = {
        0: period_label(movement.period),
        1: movement.kind_label,
        2: movement.from_label,
        3: movement.from_year,
        4: movement.to_label,
        5: movement.to_year,
        _WHY: movement.reason,
        8: movement.approved_by,
        9: _APPROVAL_WORDS.get(movement.state, movement.state),
    }
    for column, text in words.items():
        page.text(column, text, styles.cell(align="left", indent=1) if column == _WHY else cell)
    page.money(_AMOUNT, movement.amount_pence, money)
    over = styles.pounds(bold=True, font_color=NEGATIVE) if movement.over_allocated_pence else money
    page.money(_OVER, movement.over_allocated_pence, over)
    fit = page.book.fit
    why_lines = fit.line_count(movement.reason, page.columns[_WHY] - _INDENT_PIXELS, BODY_POINTS)
    page.end_row(max(page.fitted(list(words.items())), fit.height(why_lines, BODY_POINTS)))
