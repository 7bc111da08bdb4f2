"""The merge of a colleague's copy, or of a file of changes: what comes in, what was changed on both sides, doing it.

MergeWindow(workspace, merge, parent).open()

Nothing is judged here: what is in conflict, and what comes in, is what `CopyMerge` says. What follows from a choice is
worked out off the window's thread, once the event that chose it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from asc_desktop.domain.merging.conflicts import Choice, Rule
from asc_desktop.domain.words import number_of
from asc_desktop.services.backups import backup_rows
from asc_desktop.services.merging import CopyMerge, Incoming
from asc_desktop.ui.dialogs.change_dialog import LargeChangeDialog
from asc_desktop.ui.dialogs.merging.conflicts_tab import ConflictsTab
from asc_desktop.ui.dialogs.merging.incoming_tab import IncomingTab
from asc_desktop.ui.dialogs.merging.rows import ConflictRow
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.keys import FILTER, NEXT_PAGE, PREVIOUS_PAGE
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.told import Told
from asc_desktop.ui.workspace import Workspace

T = TypeVar("T")

_SAFE = "A backup is made first, and one Undo takes the whole merge back."


class MergeWindow(LargeChangeDialog):
    """One copy on its way into the open portfolio; accepted once it is merged."""

    def __init__(self, workspace: Workspace, merge: CopyMerge, parent: QWidget | None) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._merge = merge
        self._comes_in: tuple[Incoming, ...] = ()
        self._is_begun = False
        self.setWindowTitle(f"Merge {merge.file}")
        self.heading = ElidedLabel(_heading(merge), "heading")
        self.told = Told()
        self.conflicts, self.incoming = ConflictsTab(), IncomingTab()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the merge")
        self.tabs.addTab(self.conflicts, "")
        self.tabs.addTab(self.incoming, "")
        self.counts = make_label("", "muted", wrap=True)
        self.merge_button = QPushButton("&Merge")
        self.merge_button.setProperty("kind", "primary")
        self.close_button = QPushButton("Cancel")
        # Enter ends what is typed in a cell or a line, and must not press a button as well: Alt and a letter do.
        for button in (self.merge_button, self.close_button):
            button.setAutoDefault(False)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(0)
        self._refresh.timeout.connect(self._work_out)
        self._connect()
        foot = row_of((self.counts, 1), self.merge_button, self.close_button, spacing=8)
        column_of(
            self.heading, self.told, (self.tabs, 1), foot, into=self, margins=(16, 12, 16, 12), spacing=8
        )
        self.merge_button.setEnabled(False)
        self._refresh.start()

    def _connect(self) -> None:
        self.conflicts.settled.connect(self._settle)
        self.conflicts.ruled.connect(self._settle_rest)
        self.conflicts.reasoned.connect(self._offer)
        self.merge_button.clicked.connect(self._apply)
        self.close_button.clicked.connect(self.reject)
        add_keys(
            self,
            {
                NEXT_PAGE: lambda: self._step_by(1),
                PREVIOUS_PAGE: lambda: self._step_by(-1),
                FILTER: self._begin_filter,
            },
        )

    def _begin(self) -> None:
        """Begin where there is something to do: at the conflicts, else at the button."""
        if self._merge.conflicts:
            self.conflicts.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.setTabVisible(0, False)
            self.tabs.setCurrentIndex(1)
            self.merge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_by(self, by: int) -> None:
        at = self.tabs.currentIndex() + by
        if 0 <= at < self.tabs.count() and self.tabs.isTabVisible(at):
            self.tabs.setCurrentIndex(at)

    def _begin_filter(self) -> None:
        tab = self.conflicts if self.tabs.currentIndex() == 0 else self.incoming
        tab.filter.begin()

    # ------------------------------------------------------------------------------------------- what is shown

    def _work_out(self) -> None:
        merge = self._merge
        self._comes_in = waited(self, "Working out what comes in…", lambda: merge.comes_in)
        self._show()
        if not self._is_begun:
            self._is_begun = True
            self._begin()

    def _show(self) -> None:
        merge = self._merge
        is_open = {conflict.key for conflict in merge.unsettled}
        rows = [
            ConflictRow(conflict.key, conflict, merge.choices.get(conflict.key), conflict.key in is_open)
            for conflict in sorted(merge.conflicts, key=lambda conflict: conflict.may_be_left)
        ]
        self.told.say("\n".join(merge.told))
        self.conflicts.show_rows(rows, merge.file)
        self.incoming.show_incoming(self._comes_in)
        self._offer()

    def _offer(self) -> None:
        """Say what the merge does, or why it cannot be done yet."""
        merge = self._merge
        unsettled, coming = len(merge.unsettled), len(self._comes_in)
        count = len(merge.conflicts)
        self.tabs.setTabText(
            0, f"Conflicts ({unsettled:,} of {count:,} to settle)" if unsettled else f"Conflicts ({count:,})"
        )
        self.tabs.setTabText(1, f"What comes in ({coming:,})")
        lacks_reason = bool(self.conflicts.corrections) and not self.conflicts.reason_words
        if unsettled:
            words = f"{number_of(unsettled, 'conflict')} still to settle"
            said = f"{_SAFE} Until then nothing is changed."
        elif lacks_reason:
            words, said = (
                "A reason is still to give",
                "A closed month is corrected, so give a reason under Conflicts.",
            )
        else:
            words, said = f"&Merge {number_of(coming, 'change')}" if coming else "&Merge", _SAFE
        self.merge_button.setText(words)
        self.merge_button.setEnabled(not unsettled and not lacks_reason)
        self.counts.setText(said)

    # ------------------------------------------------------------------------------------------- choosing

    def _settle(self, choices: Mapping[str, Choice]) -> None:
        for key, choice in choices.items():
            self._merge.settle(key, choice)
        self._refresh.start()

    def _settle_rest(self, rule: Rule) -> None:
        self._merge.settle_all(rule)
        self._refresh.start()

    # ------------------------------------------------------------------------------------------- the end

    def reject(self) -> None:
        """Leave, after a question where something was settled that would be lost."""
        if not self._merge.choices or self._workspace.asker.confirm(
            "Leave without merging?",
            "Nothing has been merged, and what you settled here is forgotten. The copy stays as it is.",
            "Leave",
        ):
            self._refresh.stop()
            super().reject()

    def _apply(self) -> None:
        if self._refresh.isActive():
            self._refresh.stop()
            self._work_out()
        if not self.merge_button.isEnabled():
            return
        merge, reason = self._merge, self.conflicts.reason_words
        for key in self.conflicts.corrections:
            merge.settle(key, replace(merge.choices[key], reason=reason))
        applied = self._workspace.attempt_told(
            lambda asked: merge.apply(reason=asked or reason, away=self._waited), "Nothing was merged"
        )
        if applied is not None:
            backup = applied.backup or _newest_backup(self._workspace.session.path)
            self.accept()
            self._workspace.said.emit(applied.sentence)
            self._workspace.asker.tell("The copy is merged", f"{applied.sentence} {_kept(backup)}".strip())

    def _waited(self, work: Callable[[], T]) -> T:
        return waited(self, "Merging…", work)


def _heading(merge: CopyMerge) -> str:
    """Return whose it is and how much is new in it."""
    return f"“{merge.file}” from {merge.whose}: {number_of(merge.new_actions, 'new action')}"


def _newest_backup(path: Path) -> Path | None:
    """Return the backup that held all of it already, so that none was made."""
    return next((row.backup.path for row in backup_rows(path)), None)


def _kept(backup: Path | None) -> str:
    """Say where the portfolio is kept as it was before."""
    return (
        f"As it was before, it is kept as the backup “{backup.name}” in “{backup.parent}”." if backup else ""
    )
