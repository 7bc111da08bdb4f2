"""Opening, making, recovering and backing up portfolios, with what can go wrong said in sentences."""

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from asc_desktop.domain.words import number_of
from asc_desktop.services.backups import (
    NO_GOOD_BACKUP,
    Backup,
    Lost,
    backup_of,
    lost_of,
    lost_words,
    shown_name,
)
from asc_desktop.services.errors import DamagedFileError, FileHeldError, SaveACopyError, StoreError
from asc_desktop.services.files import SUFFIX, PlaceKind, PortfolioFiles, Recovery
from asc_desktop.services.session import Session
from asc_desktop.ui.jobs import JobCancelledError, waited, waited_or_cancelled
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.workspace import Asker

_ON_COPY, _ON_FILE = "Work on a copy", "Work on the file itself"
_WHY_COPY = (
    "A copy on this computer is published whole some seconds after an edit, so that nobody gets half of one."
)
_COPY, _NO_COPY = "Save a copy…", "Close without a copy"
_MOST_OFFERED = 3
_FILTER = f"ASC Desktop portfolio (*{SUFFIX})"

_NEWEST_BACKUP = "Open the newest good backup"
_ANY_BACKUP = "Choose a backup…"


_PRACTICE = "asc-desktop-"
"""How the folders begin that copies of the sample are made in, here and by ``demo``."""


class FileFlows(QObject):
    """The conversations about files. Emits a Session for each portfolio that was opened."""

    opened = Signal(object)

    reopen = Signal(object)
    """A Path: what is open is to be closed, and this opened."""

    closing = Signal()
    """The open portfolio must be closed now, because its file is about to be another."""

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
        self.why_read_only = ""
        """Why the portfolio opened last can only be read, in a sentence; empty where it was not said."""
        self._copied: tuple[Session, datetime | None] | None = None
        """Of what a copy was saved last, and what was its newest change then."""

    def ask_open(self) -> None:
        """Ask which portfolio to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Open a portfolio", str(self._folder()), _FILTER
        )
        if chosen:
            self.open(Path(chosen))

    def ask_new(self, offered: Path | None = None) -> bool:
        """Ask where a new portfolio goes, and make it; return whether it is open now."""
        offered = offered or self._folder() / f"Our programme{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "New portfolio", str(offered), _FILTER)
        if not chosen:
            return False
        path = with_suffix(Path(chosen))
        return self._open_with(lambda: self._files.create(path, path.stem), "The portfolio was not made")

    def open_sample(self) -> None:
        """Open a fresh copy of the sample, in a folder of its own."""
        path = Path(tempfile.mkdtemp(prefix=f"{_PRACTICE}sample-")) / f"Sample portfolio{SUFFIX}"
        self._open_with(lambda: self._files.create_sample(path), "The sample was not opened")

    def open(self, path: Path) -> None:
        """Open a portfolio; read-only, or from a backup, where the person chooses so."""
        if are_one(path, self._open_path()):
            self._asker.tell("This portfolio is open already", f"“{path.name}” is what this window shows.")
            return
        if not self._knows_place(path):
            return
        try:
            session = self._opened(path)
        except (FileHeldError, SaveACopyError) as error:
            self._offer_other_ways(path, error)
            return
        except DamagedFileError as error:
            self._offer_backups(path, "The portfolio was not opened.", str(error), lost_of(path))
            return
        except StoreError as error:
            self._asker.tell("The portfolio was not opened", str(error))
            return
        self._finish(session)

    def offer_unpublished(self) -> None:
        """Offer to open what has edits on this computer that were not published when the program last ended."""
        paths = [path for path in self._files.unpublished() if path != self._open_path()][:_MOST_OFFERED]
        if not paths:
            return
        names = " and ".join(f"“{path.name}” in “{path.parent}”" for path in paths)
        ways = [f"Open {path.stem}" for path in paths]
        way = self._asker.choose(
            "Edits made on this computer have not been published",
            f"The program ended, or the folder could not be reached, before edits of {names} were put there. They are "
            "kept. Open the portfolio to publish them.",
            ways,
        )
        if way is not None:
            self.open(paths[ways.index(way)])

    def ask_place(self, session: Session) -> None:
        """Say whether the open portfolio is worked on itself or as a copy, and let the person change that."""
        place = self._files.place_of(session.path)
        is_local = place.kind is PlaceKind.LOCAL
        if is_local:
            question, way = "This portfolio’s file is worked on itself", _ON_COPY
            said = (
                f"“{place.folder}” is taken for a folder of this computer alone. If a program such as OneDrive keeps "
                f"it in step with other computers, or it is on a share, work on a copy. {_WHY_COPY}"
            )
        else:
            question, way = "This portfolio is worked on as a copy on this computer", _ON_FILE
            said = (
                f"“{place.folder}” is taken for a folder that other computers see too. {_WHY_COPY} Work on the file "
                "itself only if that is not so."
            )
        if self._asker.choose(question, said, (way,)) == way and self._say_of(
            place.folder, is_synced=is_local
        ):
            self.reopen.emit(session.path)

    def save_copy(self, session: Session) -> None:
        """Save a copy elsewhere, and offer to open it; the window stays on what it shows."""
        path = self._ask_for_copy(session.path)
        if path is None:
            return
        try:
            has_history = self._copy_saved(session, path)
        except StoreError as error:
            self._tell_or_offer_copy("The copy was not saved", error, session)
            return
        self._copied = session, session.last_saved
        history = (
            ""
            if has_history
            else " Its history is not in it, because it could not be read; nor is any board version that could not be."
        )
        if self._asker.confirm(
            "The copy is saved.",
            f"“{path.name}” holds everything that this window shows.{history} "
            f"Cancel stays on “{session.path.name}”.",
            "Open the copy",
        ):
            self.reopen.emit(path)

    def is_passing(self, session: Session) -> bool:
        """Return whether what is open goes when the program ends, as a copy of the sample."""
        return self._files.is_passing(session.path)

    def is_practice(self, session: Session) -> bool:
        """Return whether what is open is the copy of the sample that the program itself made to practise on."""
        return self.is_passing(session) and session.path.parent.name.startswith(_PRACTICE)

    def offer_to_keep(self, session: Session) -> None:
        """Before a changed copy of the sample is closed: it goes with the program, unless it is saved elsewhere."""
        is_kept = self._copied == (session, session.last_saved)
        if not self.is_passing(session) or session.undo_action is None or is_kept:
            return
        if self._asker.confirm(
            "Keep what you changed in the sample?",
            "This copy of the sample is removed when the program is closed. Save a copy to go on with it later.",
            "Save a copy…",
        ):
            self._keep_copy(session)

    def keep_as(self, session: Session) -> None:
        """Save the copy of the sample as a portfolio of one's own, and open that in its place."""
        if (path := self._keep_copy(session)) is not None:
            self.reopen.emit(path)

    def may_close(self, session: Session) -> bool:
        """Return whether a portfolio may be closed, after asking where its file has gone and there is no copy of it."""
        if session.is_in_place or self._copied == (session, session.last_saved):
            return True
        way = self._asker.choose(
            f"“{session.path.name}” is no longer where it was opened",
            "It was moved, deleted or replaced while it was open. If it was deleted, what this window shows is nowhere "
            "else. Save a copy before you close it.",
            (_COPY, _NO_COPY),
        )
        return self._keep_copy(session) is not None if way == _COPY else way is not None

    def _keep_copy(self, session: Session) -> Path | None:
        """Save a copy elsewhere before what is open goes; return where it is, or None where there is none."""
        path = self._ask_for_copy(session.path)
        if path is None:
            return None
        try:
            self._copy_saved(session, path)
        except StoreError as error:
            self._asker.tell("The copy was not saved", str(error))
            return None
        self._copied = session, session.last_saved
        self._memory.add_recent_file(path)
        return path

    def back_up(self, session: Session) -> Path | None:
        """Back the open portfolio up; return where."""
        try:
            return waited(self._window, "Saving a backup…", lambda: session.back_up("asked for"))
        except StoreError as error:
            self._tell_or_offer_copy("The backup was not made", error, session)
            return None

    def tell_no_backup(self, sentence: str) -> None:
        """Say why there is no backup."""
        self._asker.tell("The backup was not made", sentence)

    def show_backups(self, session: Session) -> None:
        """List the portfolio's backups; open or restore the one that is chosen."""
        portfolio = backup_of(session.path)
        if portfolio is not None:
            self._choose_backup(portfolio, lost_of(portfolio))
        else:
            self._choose_backup(session.path, session.actions_beyond, can_restore=not session.read_only)

    def _choose_backup(self, path: Path, lost: Lost, *, can_restore: bool = True) -> None:
        from asc_desktop.ui.dialogs.backups import BackupsDialog

        dialog = BackupsDialog(path, lost, self._memory, self._window, can_restore=can_restore)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        backup, choice = dialog.backup, dialog.choice
        dialog.deleteLater()
        if not chosen or backup is None:
            return
        if choice == "open":
            self._open_with(
                lambda: self._files.open(backup.path, read_only=True), "The backup was not opened"
            )
        else:
            self._restore(path, backup, lost)

    def _restore(self, path: Path, backup: Backup, lost: Lost) -> None:
        """Put a backup in a portfolio's place, if the person still wants that, and open it."""
        try:
            words = "\n".join(lost_words(lost(backup)))
        except StoreError as error:
            self._asker.tell("The backup was not restored", str(error))
            return
        if self._asker.confirm(
            f"Restore “{shown_name(backup.path)}”?",
            f"{words}\n\nThe portfolio as it is now is kept in the same folder under another name, and backed up "
            "first if it is sound.",
            "Restore",
        ):
            self._exchange(path, lambda: self._files.restore(path, backup), "The backup is restored")

    def check(self, session: Session) -> None:
        """Check the open portfolio and say what was found."""
        try:
            found = waited_or_cancelled(
                self._window,
                "Checking the portfolio…",
                lambda job: self._files.check(session, job.say),
            )
        except JobCancelledError:
            return
        sentences = [*found.damage, *found.broken_rules, *found.over_allocations, *found.differing_totals]
        if not sentences:
            self._asker.tell(
                "Nothing wrong", "The file is sound, every rule holds and nothing is over-allocated."
            )
            return
        heading = f"{number_of(len(sentences), 'thing')} to look at"
        words = "\n".join(sentences[:20])
        if not found.damage:
            words += "\n\nThe file itself is sound."
        if not found.damage or session.read_only:
            self._asker.tell(heading, words)
            return
        self._offer_backups(session.path, "This portfolio is damaged.", words, session.actions_beyond)

    def _knows_place(self, path: Path) -> bool:
        """Return whether it is known how to work on a file there, after asking where it was not."""
        place = self._files.place_of(path)
        if place.kind is not PlaceKind.UNSURE:
            return True
        way = self._asker.choose(
            "Do other computers see this folder?",
            f"“{place.folder}” looks like one that a program such as OneDrive keeps in step with other computers, or a "
            f"share. {_WHY_COPY} This is asked once for the folder; File > Synced folder or share… changes it.",
            (_ON_COPY, _ON_FILE),
        )
        return way is not None and self._say_of(place.folder, is_synced=way == _ON_COPY)

    def _say_of(self, folder: Path, *, is_synced: bool) -> bool:
        try:
            self._files.say_of_folder(folder, is_synced=is_synced)
        except StoreError as error:
            self._asker.tell("Your answer was not kept", str(error))
            return False
        return True

    def _offer_other_ways(self, path: Path, error: StoreError) -> None:
        ways = ("Open read-only", _COPY)[: 2 if isinstance(error, SaveACopyError) else 1]
        is_held = isinstance(error, FileHeldError) and error.holder is not None
        heading = (
            "Someone else has this portfolio open" if is_held else "This portfolio cannot be changed now"
        )
        way = self._asker.choose(heading, str(error), ways)
        if way is None:
            return
        try:
            session = self._opened(path, read_only=True)
        except StoreError as failure:
            self._asker.tell("The portfolio was not opened", str(failure))
            return
        if way == "Open read-only":
            self._finish(session, why_read_only=error.what)
            return
        try:
            self.save_copy(session)
        finally:
            session.close()

    def _tell_or_offer_copy(self, heading: str, error: StoreError, session: Session) -> None:
        if not isinstance(error, SaveACopyError):
            self._asker.tell(heading, str(error))
        elif self._asker.confirm(heading, str(error), "Save a copy…"):
            self.save_copy(session)

    def _ask_for_copy(self, path: Path) -> Path | None:
        path = backup_of(path) or path
        is_usable = os.access(path.parent, os.W_OK) and not self._files.is_passing(path)
        folder = path.parent if is_usable else Path.home()
        offered = folder / f"{path.stem} copy{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save a copy", str(offered), _FILTER)
        return with_suffix(Path(chosen)) if chosen else None

    def _offer_backups(self, path: Path, heading: str, words: str, lost: Lost) -> None:
        """Say what is wrong with a file, and offer its newest good backup or any other."""
        newest = waited(
            self._window, "Looking for a good backup…", lambda: self._files.newest_good_backup(path)
        )
        if newest is None:
            self._asker.tell(heading, f"{words}\n\n{NO_GOOD_BACKUP}")
            return
        way = self._asker.choose(
            heading,
            f"{words}\n\nThe newest good backup is of {newest.when}. The damaged file is kept under another name.",
            (_NEWEST_BACKUP, _ANY_BACKUP),
        )
        if way == _NEWEST_BACKUP:
            self._exchange(path, lambda: self._files.recover(path), "The newest good backup is open")
        elif way == _ANY_BACKUP:
            self._choose_backup(path, lost)

    def _exchange(self, path: Path, exchange: Callable[[], Recovery], heading: str) -> None:
        """Close what is open of a file, put a backup in its place, and open that; or what there was, and say why."""
        was_open = are_one(path, self._open_path())
        if was_open:
            self.closing.emit()
        try:
            recovery = waited(self._window, "Putting the backup in place…", exchange)
        except StoreError as error:
            self._asker.tell("The backup was not opened", str(error))
            if was_open:
                self.open(path)
            return
        self._asker.tell(heading, recovery.sentence)
        self._open_with(lambda: self._files.open(path), "The backup was not opened")

    def _open_with(self, opener: Callable[[], Session], heading: str) -> bool:
        """Show what is opened so; return whether it was."""
        try:
            session = waited(self._window, "Opening the portfolio…", opener)
        except StoreError as error:
            self._asker.tell(heading, str(error))
            return False
        self._finish(session)
        return True

    def _opened(self, path: Path, *, read_only: bool = False) -> Session:
        return waited(
            self._window, f"Opening “{path.name}”…", lambda: self._files.open(path, read_only=read_only)
        )

    def _copy_saved(self, session: Session, path: Path) -> bool:
        return waited(self._window, f"Saving “{path.name}”…", lambda: session.save_copy(path, over=True))

    def _finish(self, session: Session, *, why_read_only: str = "") -> None:
        """Show what was opened."""
        self.why_read_only = why_read_only
        if backup_of(session.path) is None and not self.is_passing(session):
            self._memory.add_recent_file(session.path)
        self.opened.emit(session)
        if session.notices:
            self._asker.tell("Found when the portfolio was opened", "\n".join(session.notices))

    def _folder(self) -> Path:
        recent = self._memory.recent_files()
        return recent[0].parent if recent else Path.home()


def with_suffix(path: Path, suffix: str = SUFFIX) -> Path:
    """Return a path that ends in a suffix: what a person typed, with it where it lacks it."""
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def are_one(path: Path, other: Path | None) -> bool:
    """Return whether both lead to one file, by whatever name or link."""
    try:
        return other is not None and path.samefile(other)
    except OSError:
        return False
