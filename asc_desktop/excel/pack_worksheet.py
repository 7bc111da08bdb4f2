"""XlsxWriter's worksheet with a shorter way for the cells that a pack has a million of."""

from typing import Any, Final

from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

from asc_desktop.excel.cell_values import letters

_QUICK_KINDS: Final = frozenset({"Number", "String", "Blank"})
_MOST_LETTERS: Final = 16_000
"""Each of a longer text is counted: a cell takes 32,767, and some letters count twice."""


class PackWorksheet(Worksheet):  # type: ignore[misc]
    """Takes and writes the cells that a pack has most of in one go each, in half of XlsxWriter's own time.

    Everything else, and every cell should a later XlsxWriter not call this, is written as ever.
    """

    def reach(self, column: int) -> None:
        """Say how many columns there are; ``set_row`` says it of the rows."""
        self._check_dimensions(0, column)

    def put_text(self, row: int, column: int, text: str, style: Any) -> None:
        """Take text that stays text, of a cell within reach."""
        if len(text) > _MOST_LETTERS:
            self._write_string(row, column, text, style)
        else:
            self.table[row][column] = CellStringTuple(self.str_table._get_shared_string_index(text), style)  # noqa: SLF001

    def put_number(self, row: int, column: int, number: float, style: Any) -> None:
        """Take a number, of a cell within reach."""
        self.table[row][column] = CellNumberTuple(number, style)

    def put_blank(self, row: int, column: int, style: Any) -> None:
        """Take an empty cell, within reach, with a style."""
        self.table[row][column] = CellBlankTuple(style)

    def _prepare_formula(self, formula: str, *_: bool) -> str:
        """Return a formula without its leading sign. The pack has none of the functions that XlsxWriter looks for."""
        return formula.removeprefix("=")

    def _write_rows(self) -> None:
        """Write each row's own cells. No spans: they are a hint only, and XlsxWriter itself may leave them out."""
        for row in range(self.dim_rowmin or 0, (self.dim_rowmax or 0) + 1):
            cells, setting = self.table.get(row), self.row_info.get(row)
            if cells:
                self._write_row(row, None, setting)
                for column in sorted(cells):
                    self._write_cell(row, column, cells[column])
                self._xml_end_tag("row")
            elif setting is not None:
                self._write_empty_row(row, None, setting)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if cell.format is None or kind not in _QUICK_KINDS:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'  # noqa: SLF001
        if kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif kind == "String":
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"{start}/>")
