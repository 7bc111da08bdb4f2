"""What true totals have beyond the rows shown, in a pack that leaves exempt records out or shows only them."""

from collections import defaultdict

from asc_desktop.domain.report.model import LineReport
from asc_desktop.excel.workbook import PackBook


class Rests:
    """Sums the savings lines that are shown, once asked; in a pack that shows every line there is never a rest."""

    def __init__(self, book: PackBook) -> None:
        self._lines: tuple[LineReport, ...] = book.report.savings.lines if book.edition.is_partial else ()
        self._is_partial = book.edition.is_partial
        self._sums: dict[tuple[str, str, str], dict[str, int]] = {}

    def of(self, key: str, year: str, pence: int, group: tuple[str, str] = ("", "")) -> int:
        """Return the pence of a total that no shown line has; ``group`` is a field of lines and its value."""
        if not self._is_partial:
            return 0
        field, label = group
        known = (field, key, year)
        if known not in self._sums:
            sums: dict[str, int] = defaultdict(int)
            for line in self._lines:
                if line.in_scope:
                    sums[getattr(line, field) if field else ""] += getattr(line.years[year], key)
            self._sums[known] = sums
        return pence - self._sums[known].get(label, 0)
