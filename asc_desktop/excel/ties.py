"""Where the sheets of a pack find each other's figures."""

from typing import Final

from msgspec import Struct

ALL_AGREE: Final = "This workbook’s totals agree"
"""Each sum of the workbook gives the report’s figure; published tables have a warning of their own."""


class Ties(Struct):
    """Cells by what stands in them, filled as sheets are written; without an entry where a sheet is not in the pack."""

    totals: dict[tuple[str, str], str] = {}
    """By year and term: the programme's total."""

    bars: dict[tuple[str, str], str] = {}
    """By year and bar: what was due and where it went."""

    checks: dict[str, str] = {}
    """By what is checked: the cell that says OK."""

    all_agree: str = ""
    """The cell that says whether every check is OK."""

    sheets: dict[str, str] = {}
    """What each sheet holds, by name in the order of their tabs."""
