"""What calamine does not give of the older kinds of workbook, and a person sees: looks, errors, what is hidden."""

from typing import Final

from msgspec import Struct, field

from asc_desktop.domain.importing.sheets import Area
from asc_desktop.excel.reading.styles import WHITE, Styles

ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


class SheetLook(Struct):
    """How the cells of one sheet look, by row and column; what has no style looks like an unformatted cell.

    ``hides_rows`` where rows that are not in ``shown_rows`` are hidden as well.
    """

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    blanks: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    shown_rows: set[int] = field(default_factory=set)
    hides_rows: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)


class Looks(Struct):
    """How a workbook's sheets look, in their order.

    ``formats`` are the file's cell formats: the place of each one's style, and whether it has a fill that is seen.
    """

    styles: Styles = field(default_factory=Styles)
    formats: list[tuple[int, bool]] = field(default_factory=list)
    sheets: list[SheetLook] = field(default_factory=list)

    def put(self, sheet: SheetLook, row: int, column: int, number: int, *, is_blank: bool) -> None:
        """Give a cell the format of a number."""
        style, is_filled = self.formats[number] if 0 <= number < len(self.formats) else (0, False)
        if not is_blank:
            if style:
                sheet.styles[row, column] = style
        elif is_filled:
            sheet.blanks[row, column] = style


def is_seen(fill: str) -> bool:
    """Whether a fill tells anything: white on white does not."""
    return fill not in {"", WHITE}
