"""A workbook read in the test’s own process: that it is read in one of its own is proved elsewhere and takes longer."""

from pathlib import Path

from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading.copy import read_copy


def read_here(path: Path) -> Workbook:
    return read_copy(path, path.name)
