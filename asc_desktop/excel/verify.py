"""Reads a pack back: the proof that it opens and that every formula stands with its value."""

import warnings
from pathlib import Path
from typing import Any

from openpyxl import load_workbook


class PackUnsoundError(Exception):
    """A pack that does not read back as it should; its text says what is wrong."""


def verify_pack(path: Path) -> int:
    """Return the number of sheets of a pack; raise PackUnsoundError where a formula stands without its value."""
    formulas = _read(path)
    values = _read(path, data_only=True)
    try:
        for sheet in formulas.worksheets:
            stored = values[sheet.title]
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and stored[cell.coordinate].value is None:
                        raise PackUnsoundError(
                            f"{sheet.title}!{cell.coordinate} has a formula without its value."
                        )
        return len(formulas.worksheets)
    finally:
        formulas.close()
        values.close()


def _read(path: Path, **options: Any) -> Any:
    with warnings.catch_warnings():
        # openpyxl will not keep the sparklines of a workbook that is only read here.
        warnings.filterwarnings("ignore", message="Sparkline Group extension", category=UserWarning)
        return load_workbook(path, **options)
