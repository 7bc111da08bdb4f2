"""What the window remembers between sessions: sizes, columns, theme and recent files; never a portfolio's records."""

from collections import Counter
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

RECENT_FILES = 8


class WindowMemory:
    """Remembers by name in one settings file. A file that cannot be written is done without."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str) -> str | None:
        """Return what was remembered under a name."""
        value = self._settings.value(f"layout/{name}")
        return value if isinstance(value, str) else None

    def set(self, name: str, value: str) -> None:
        """Remember a value under a name."""
        self._settings.setValue(f"layout/{name}", value)

    def get_bytes(self, name: str) -> QByteArray | None:
        """Return a window's geometry or a splitter's state."""
        value = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_bytes(self, name: str, value: QByteArray) -> None:
        """Remember a window's geometry or a splitter's state."""
        self._settings.setValue(f"state/{name}", value)

    def recent_files(self) -> list[Path]:
        """Return the files opened lately that are still there, the newest first."""
        value = self._settings.value("recent") or []
        names = [value] if isinstance(value, str) else cast("list[str]", value)
        return [path for name in names if (path := Path(name)).exists()]

    def add_recent_file(self, path: Path) -> None:
        """Remember a file that was opened."""
        absolute = path.absolute()
        others = [item for item in self.recent_files() if item != absolute]
        self._settings.setValue("recent", [str(item) for item in [absolute, *others][:RECENT_FILES]])


def told_apart(paths: list[Path]) -> list[tuple[Path, str]]:
    """Return each file with the name to show of it: with its folder where two have one name."""
    stems = Counter(path.stem for path in paths)
    return [
        (path, f"{path.stem} in {path.parent.name or path.parent}" if stems[path.stem] > 1 else path.stem)
        for path in paths
    ]
