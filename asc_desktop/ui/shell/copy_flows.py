"""Giving a colleague a working copy, merging it when it is back, and sending only what is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from asc_desktop.services.errors import StoreError
from asc_desktop.services.files import CHANGES_SUFFIX, SUFFIX
from asc_desktop.ui.jobs import Job, JobCancelledError, waited_or_cancelled
from asc_desktop.ui.shell.file_flows import are_one, with_suffix
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.workspace import Asker, Workspace

if TYPE_CHECKING:
    from asc_desktop.services.merging import CopyMerge

_FOLDER: Final = "copy-folder"
_COPIES: Final = f"ASC Desktop portfolio (*{SUFFIX})"
_CHANGES: Final = f"Changes to an ASC Desktop portfolio (*{CHANGES_SUFFIX})"
_BOTH: Final = f"Copies and changes (*{SUFFIX} *{CHANGES_SUFFIX})"
_MOST_NAMES: Final = 100
_MERGE, _OPEN = "Merge it", "Open it instead"


class CopyFlows(QObject):
    """The conversations about working copies, from the menu and a drop."""

    def __init__(self, memory: WindowMemory, asker: Asker, window: QWidget) -> None:
        super().__init__(window)
        self._memory = memory
        self._asker = asker
        self._window = window

    # ------------------------------------------------------------------------------------------- out

    def give(self, workspace: Workspace) -> None:
        """Make a copy for a colleague, after saying what it is, and say what to do with it."""
        from asc_desktop.services.merging import give_copy

        name = workspace.session.path.stem
        if not self._asker.confirm(
            "Give a colleague a working copy?",
            "This makes a second file with the whole portfolio. Your colleague works on it with ASC Desktop "
            "while you go "
            "on with yours. When it comes back, File > Merge a copy… brings in what they changed, and asks where you "
            "both changed the same thing.\n\nThe copy contains everything, also what is exempt from "
            "publication. Whoever "
            "should see less gets an update form instead.",
            "Choose where…",
        ):
            return
        target = self._save_as(workspace, "Give a working copy", f"{name} working copy", SUFFIX, _COPIES)
        if target is None or self._is_open(workspace, target, "The working copy was not made"):
            return
        if self._done(
            f"Making “{target.name}”…",
            lambda _: give_copy(workspace.session, target),
            "The working copy was not made",
        ):
            self._asker.tell(
                "The working copy is made",
                f"“{target.name}” is in “{target.parent}”. Give it to one colleague, by e-mail or in a shared folder. "
                "When it comes back, choose File > Merge a copy…, or drop it on this window.",
            )

    def send(self, workspace: Workspace) -> None:
        """Write what is new since a copy, or since other changes, into a small file."""
        from asc_desktop.services.merging import changes_out

        if not self._asker.confirm(
            "Send only what is new?",
            "A file of changes is small and goes by e-mail. With File > Merge a copy… your colleague merges it into "
            "theirs.\n\nFirst choose what they have already: the working copy that you gave them or had back from "
            "them, or the changes that you sent them last.",
            "Choose what they have…",
        ):
            return
        since = self._choose(workspace, "Choose what your colleague has already")
        if since is None or self._is_open(workspace, since, "The changes were not written"):
            return
        name = workspace.session.path.stem
        target = self._save_as(workspace, "Send changes", f"{name} changes", CHANGES_SUFFIX, _CHANGES)
        if target is not None and self._done(
            f"Writing “{target.name}”…",
            lambda job: changes_out(workspace.session, since, target, progress=job.say),
            "The changes were not written",
        ):
            self._asker.tell(
                "The changes are written",
                f"“{target.name}” in “{target.parent}” holds what is new since “{since.name}”. Send it to the "
                "colleague who has that, and who chooses File > Merge a copy… or drops it on the window.",
            )

    # ------------------------------------------------------------------------------------------- in

    def ask(self, workspace: Workspace) -> None:
        """Ask which copy, or file of changes, and merge it."""
        if not workspace.may_change():
            return
        path = self._choose(workspace, "Choose the copy, or the changes, to merge")
        if path is not None:
            self.take(workspace, path)

    def take(self, workspace: Workspace, path: Path) -> None:
        """Merge a copy or a file of changes: read it apart, and show what it would do."""
        if not workspace.may_change() or self._is_open(workspace, path, "There is nothing to merge"):
            return
        self._memory.set(_FOLDER, str(path.parent))
        merge = self._read(workspace, path)
        if merge is None:
            return
        if merge.is_nothing_new:
            self._asker.tell(
                f"There is nothing new in “{path.name}”",
                " ".join(
                    ("This portfolio has all of its changes already. Nothing was changed.", *merge.told)
                ),
            )
            return
        from asc_desktop.ui.dialogs.merging.window import MergeWindow

        MergeWindow(workspace, merge, self._window).open()

    def take_dropped(
        self, workspace: Workspace | None, path: Path, open_portfolio: Callable[[Path], object]
    ) -> bool:
        """Take changes, or a portfolio dropped on an open one; return whether the file was one of these."""
        kind = path.suffix.lower()
        if kind == CHANGES_SUFFIX:
            if workspace is not None:
                self.take(workspace, path)
            else:
                self._asker.tell(
                    f"“{path.name}” was not merged",
                    "This file contains changes to a portfolio. Open that portfolio first, then drop the file again.",
                )
        elif kind == SUFFIX and workspace is not None:
            self._merge_or_open(workspace, path, open_portfolio)
        else:
            return False
        return True

    # ------------------------------------------------------------------------------------------- inside

    def _merge_or_open(
        self, workspace: Workspace, path: Path, open_portfolio: Callable[[Path], object]
    ) -> None:
        if are_one(path, workspace.session.path) or workspace.session.read_only:
            open_portfolio(path)
            return
        way = self._asker.choose(
            f"What is to be done with “{path.name}”?",
            f"If it is a copy of “{workspace.session.path.name}” that a colleague worked on, merge it: what they "
            "changed comes in, after you have seen it. Or open it in the place of what this window shows.",
            (_MERGE, _OPEN),
        )
        if way == _MERGE:
            self.take(workspace, path)
        elif way == _OPEN:
            open_portfolio(path)

    def _read(self, workspace: Workspace, path: Path) -> CopyMerge | None:
        """Read what is to be merged apart, with progress; where that cannot be done, say why and change nothing."""
        from asc_desktop.services.merging import MergeCancelledError, open_copy

        try:
            return waited_or_cancelled(
                self._window,
                f"Reading “{path.name}”…",
                lambda job: open_copy(
                    workspace.session, path, progress=job.say, is_cancelled=job.isInterruptionRequested
                ),
            )
        except (JobCancelledError, MergeCancelledError):
            return None
        except StoreError as error:
            self._asker.tell(f"“{path.name}” was not merged", str(error))
            return None

    def _is_open(self, workspace: Workspace, path: Path, heading: str) -> bool:
        """Whether a path is the portfolio that is open itself; say so."""
        is_open = are_one(path, workspace.session.path)
        if is_open:
            self._asker.tell(heading, f"“{path.name}” is what this window shows. Choose another file.")
        return is_open

    def _done(self, words: str, work: Callable[[Job], object], heading: str) -> bool:
        """Do what writes a file while the window goes on painting; say why it was not done."""
        try:
            waited_or_cancelled(self._window, words, work)
        except JobCancelledError:
            return False
        except StoreError as error:
            self._asker.tell(heading, str(error))
            return False
        return True

    def _choose(self, workspace: Workspace, title: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, title, self._folder(workspace), f"{_BOTH};;All files (*)"
        )
        return Path(chosen) if chosen else None

    def _save_as(self, workspace: Workspace, title: str, stem: str, suffix: str, kinds: str) -> Path | None:
        offered = _free(Path(self._folder(workspace)), stem, suffix)
        # What is there is never replaced: a copy may hold what somebody changed in it, and not merged yet.
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, title, str(offered), kinds, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if not chosen:
            return None
        self._memory.set(_FOLDER, str(Path(chosen).parent))
        return with_suffix(Path(chosen), suffix)

    def _folder(self, workspace: Workspace) -> str:
        return self._memory.get(_FOLDER) or str(workspace.session.path.parent)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path that is nobody's yet: the name, or with the first number that is free."""
    names = (f"{stem}{suffix}", *(f"{stem} {number}{suffix}" for number in range(2, _MOST_NAMES)))
    return next((folder / name for name in names if not (folder / name).exists()), folder / names[0])
