"""The board pack: which file it goes to and what is written."""

from collections.abc import Callable
from pathlib import Path

from asc_desktop.domain.report import Report
from asc_desktop.excel.pack import PackError, PackTargetBusyError, write_pack

__all__ = ["PackError", "PackTargetBusyError", "check_pack", "export_pack", "suggested_name"]


def suggested_name(report: Report) -> str:
    """Return a file name for a report's pack that Windows accepts: ``Board pack - Programme - 2024-06.xlsx``."""
    programme = "".join(character for character in report.programme if character not in '<>:"/\\|?*').strip(
        " ."
    )
    return f"Board pack - {programme[:80] or 'Portfolio'} - {report.period}.xlsx"


def export_pack(
    report: Report,
    path: Path,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write a report's board pack; an older file of the name is replaced only when the new one is whole.

    ``progress`` gets the share done, 0 to 1, and words. Safe off the window's thread: a report never changes.
    Raises PackTargetBusyError, with another name to offer, where the old file is open elsewhere; PackError otherwise.
    """
    write_pack(report, path, progress=progress, cancelled=cancelled)


def check_pack(path: Path) -> int:
    """Read a pack back; return its number of sheets, or raise where it is not as it should be."""
    from asc_desktop.excel.verify import verify_pack

    return verify_pack(path)
