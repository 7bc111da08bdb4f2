"""Files that are dropped on a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from asc_desktop.ui.jobs import is_waiting


def dropped_files(data: QMimeData, *, several: bool = True) -> list[Path]:
    """Return the files and folders on this computer that are dropped; none for anything else.

    None either while work is waited for, or for more than one unless ``several`` may be.
    """
    urls = data.urls() if data.hasUrls() else []
    if is_waiting() or not all(url.isLocalFile() for url in urls) or (len(urls) > 1 and not several):
        return []
    return [Path(url.toLocalFile()) for url in urls]
