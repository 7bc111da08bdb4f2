"""The formulas that Excel writes once for many cells: each cell's own, its references moved along."""

import re

from asc_desktop.domain.importing.sheets import column_letters, column_number

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PARTS = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\[[^\]]*\]|[^\"'\[]+")
_REFERENCE = re.compile(
    r"(?<![\w.$])(?:(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})|(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})"
    r"|(\$?)(\d{1,7}):(\$?)(\d{1,7}))(?![\w.(!])"
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it is so many rows and columns further on; ``#REF!`` where it would leave the sheet."""

    def move(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = found.group(1, 2, 3, 4)
        if letters:
            return f"{_column(fixed_column, letters, columns)}{_row(fixed_row, number, rows)}"
        first, letters, second, other = found.group(5, 6, 7, 8)
        if letters:
            return f"{_column(first, letters, columns)}:{_column(second, other, columns)}"
        first, number, second, other = found.group(9, 10, 11, 12)
        return f"{_row(first, number, rows)}:{_row(second, other, rows)}"

    return "".join(
        part if part[0] in "\"'[" else _REFERENCE.sub(move, part) for part in _PARTS.findall(formula)
    )


def _column(fixed: str, letters: str, by: int) -> str:
    if fixed:
        return f"${letters}"
    moved = column_number(letters) + by
    return column_letters(moved) if 0 <= moved < _LAST_COLUMN else "#REF!"


def _row(fixed: str, number: str, by: int) -> str:
    if fixed:
        return f"${number}"
    moved = int(number) + by
    return str(moved) if 1 <= moved <= _LAST_ROW else "#REF!"
