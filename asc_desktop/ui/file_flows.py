"""Opening, making, recovering and backing up portfolios, with what can go wrong said in sentences."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from asc_desktop.services.errors import DamagedFileError, FileHeldError, SaveACopyError, StoreError
from asc_desktop.services.files import SUFFIX, PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.ui.memory import WindowMemory
from asc_desktop.ui.workspace import Asker

_FILTER = f"ASC portfolio (*{SUFFIX})"


class FileFlows(QObject):
    """The conversations about files. Emits a Session for each portfolio that was opened."""

    opened = Signal(object)

    def __init__(
        self,
        files: PortfolioFiles,
        memory: WindowMemory,
        asker: Asker,
        window: QWidget,
        open_path: Callable[[], Path | None],
    ) -> None:
        super().__init__(window)
        self._open_path = open_path
        self._files = files
        self._memory = memory
        self._asker = asker
        self._window = window

    def ask_open(self) -> None:
        """Ask which portfolio to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Open a portfolio", str(self._folder()), _FILTER
        )
        if chosen:
            self.open(Path(chosen))

    def ask_new(self) -> None:
        """Ask where a new portfolio goes, and make it."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "New portfolio", str(self._folder() / f"Our programme{SUFFIX}"), _FILTER
        )
        if not chosen:
            return
        path = _with_suffix(Path(chosen))
        self._open_with(lambda: self._files.create(path, path.stem), "The portfolio was not made")

    def open_sample(self) -> None:
        """Open a fresh copy of the sample, in a folder of its own."""
        path = Path(tempfile.mkdtemp(prefix="asc-desktop-sample-")) / f"Sample portfolio{SUFFIX}"
        self._open_with(lambda: self._files.create_sample(path), "The sample was not opened")

    def open(self, path: Path) -> None:
        """Open a portfolio; read-only, or from a backup, where the person chooses so."""
        if _are_one(path, self._open_path()):
            self._asker.tell("This portfolio is open already", f"“{path.name}” is what this window shows.")
            return
        try:
            session = self._files.open(path)
        except (FileHeldError, SaveACopyError) as error:
            self._offer_other_ways(path, error)
            return
        except DamagedFileError as error:
            self._offer_recovery(path, error)
            return
        except StoreError as error:
            self._asker.tell("The portfolio was not opened", str(error))
            return
        self._finish(session)

    def save_copy(self, session: Session) -> None:
        """Save a copy elsewhere, and offer to open it; the window stays on what it shows."""
        path = self._ask_for_copy(session.path)
        if path is None:
            return
        try:
            has_history = session.save_copy(path, over=True)
        except StoreError as error:
            self._asker.tell("The copy was not saved", str(error))
            return
        history = "" if has_history else " Its history is not in it, because it could not be read."
        if self._asker.confirm(
            "The copy is saved.",
            f"“{path.name}” holds everything that this window shows.{history} "
            f"This window stays on “{session.path.name}”.",
            "Open the copy",
        ):
            self.open(path)

    def back_up(self, session: Session) -> Path | None:
        """Back the open portfolio up; return where."""
        try:
            return session.back_up("Asked for in the window")
        except StoreError as error:
            self._asker.tell("The backup was not made", str(error))
            return None

    def check(self, session: Session) -> None:
        """Check the open portfolio and say what was found."""
        found = self._files.check(session)
        sentences = [*found.damage, *found.broken_rules, *found.over_allocations, *found.differing_totals]
        if not sentences:
            self._asker.tell(
                "Nothing wrong", "The file is sound, every rule holds and nothing is over-allocated."
            )
            return
        heading = "1 thing to look at" if len(sentences) == 1 else f"{len(sentences)} things to look at"
        self._asker.tell(heading, "\n".join(sentences[:20]))

    def _offer_other_ways(self, path: Path, error: StoreError) -> None:
        ways = ("Open read-only", "Save a copy…")[: 2 if isinstance(error, SaveACopyError) else 1]
        way = self._asker.choose("This portfolio cannot be changed now.", str(error), ways)
        if way is None:
            return
        try:
            session = self._files.open(path, read_only=True)
        except StoreError as failure:
            self._asker.tell("It was not opened", str(failure))
            return
        if way == "Open read-only":
            self._finish(session)
            return
        try:
            self.save_copy(session)
        finally:
            session.close()

    def _ask_for_copy(self, path: Path) -> Path | None:
        folder = path.parent if os.access(path.parent, os.W_OK) else Path.home()
        offered = folder / f"{path.stem} copy{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save a copy", str(offered), _FILTER)
        return _with_suffix(Path(chosen)) if chosen else None

    def _offer_recovery(self, path: Path, error: StoreError) -> None:
        if not self._asker.confirm("This portfolio is damaged.", str(error), "Open the newest good backup"):
            return
        try:
            recovery = self._files.recover(path)
            session = self._files.open(path)
        except StoreError as failure:
            self._asker.tell("The backup was not opened", str(failure))
            return
        self._asker.tell("The newest good backup is open", recovery.sentence)
        self._finish(session)

    def _open_with(self, opener: Callable[[], Session], heading: str) -> None:
        try:
            session = opener()
        except StoreError as error:
            self._asker.tell(heading, str(error))
            return
        self._finish(session)

    def _finish(self, session: Session) -> None:
        self._memory.add_recent_file(session.path)
        self.opened.emit(session)
        if session.notices:
            self._asker.tell("The portfolio was put right", "\n".join(session.notices))

    def _folder(self) -> Path:
        recent = self._memory.recent_files()
        return recent[0].parent if recent else Path.home()


def _with_suffix(path: Path) -> Path:
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def _are_one(path: Path, other: Path | None) -> bool:
    """Return whether both lead to one file, by whatever name or link."""
    try:
        return other is not None and path.samefile(other)
    except OSError:
        return False
