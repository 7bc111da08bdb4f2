"""Publishes the local copy of a file in a synced folder or on a share, and says in the status bar how far it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from asc_desktop.services.errors import ChangedElsewhereError, StoreError
from asc_desktop.services.session import Publishing, Session
from asc_desktop.ui.jobs import Job, is_waiting, waited
from asc_desktop.ui.plain import PlainLabel, set_tip
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.workspace import Asker

SETTLE_MS = 4000
"""After the last edit: a row of quick edits is published at once."""

LONGEST_MS = 30_000
"""After the first edit: somebody who types without a pause is published too."""

AGAIN_MS = 60_000

ASK_MS = 1000
"""How often it is looked whether a person can be asked about two versions."""

KEEP_BOTH, TAKE_THEIRS, PUT_BACK, LEAVE = "Keep both", "Take theirs", "Put it back", "Save it elsewhere…"


class Publisher(QWidget):
    """Publishes one open session's edits some seconds after they are made. Stands in the status bar."""

    reopen = Signal(object)
    """A Path: what is to be shown now in place of what was open."""

    copy_asked = Signal()

    def __init__(self, session: Session, publishing: Publishing, asker: Asker) -> None:
        super().__init__()
        self._session = session
        self._publishing = publishing
        self._asker = asker
        self._error: StoreError | None = None
        self._job: Job | None = None
        self._label = PlainLabel()
        self._choose = QPushButton("Choose…")
        self._choose.setProperty("kind", "quiet")
        self._choose.setAccessibleName("Choose what becomes of the two versions")
        self._choose.clicked.connect(self.ask)
        row_of(self._label, self._choose, into=self, margins=0)
        self._settle = self._timer(SETTLE_MS, self._begin)
        self._longest = self._timer(LONGEST_MS, self._begin)
        self._again = self._timer(AGAIN_MS, self._begin)
        self._ask_when_free = self._timer(ASK_MS, self._ask_when_nothing_goes_on)
        self._show_state()

    @property
    def words(self) -> str:
        """What the status bar says."""
        return self._label.text()

    def note_change(self) -> None:
        """Publish soon: something was edited."""
        if self._publishing.is_done:
            return
        self._settle.start()
        if not self._longest.isActive():
            self._longest.start()
        self._show_state()

    def end(self) -> None:
        """Publish what is left, and ask or say what keeps it from that; the file is closed next."""
        for timer in (self._settle, self._longest, self._again, self._ask_when_free):
            timer.stop()
        job, self._job = self._job, None
        try:
            # Where a job is publishing already, this one waits its turn.
            waited(self.window(), "Publishing your edits…", self._publishing.publish)
        except StoreError as error:
            failure: StoreError | None = error
        else:
            failure = None
        if job is not None:
            job.drop()
        if isinstance(failure, ChangedElsewhereError):
            if not self._settle_conflict(failure, is_closing=True):
                self._asker.tell(
                    "Your edits are kept on this computer",
                    f"They are not in the published “{self._session.path.name}” yet. You are asked again when you next "
                    "open it here.",
                )
        elif failure is not None:
            self._asker.tell("Your edits were not published", str(failure))

    def ask(self) -> None:
        """Let the person choose what becomes of two versions."""
        if isinstance(self._error, ChangedElsewhereError):
            self._settle_conflict(self._error, is_closing=False)
            self._show_state()

    def _timer(self, milliseconds: int, does: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(does)
        return timer

    def _begin(self) -> None:
        for timer in (self._settle, self._longest, self._again):
            timer.stop()
        if self._job is not None:
            # It ends soon, and looks then whether there is more to publish.
            return
        self._job = Job(lambda _job: self._publishing.publish(), self)
        self._job.ended.connect(self._on_ended)
        self._job.start()
        self._show_state()

    def _on_ended(self) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        error: StoreError | None = None
        try:
            job.outcome()
        except StoreError as failure:
            error = failure
        before, self._error = self._error, error
        self._show_state()
        if isinstance(error, ChangedElsewhereError):
            if not isinstance(before, ChangedElsewhereError):
                self._ask_when_free.start()
        elif error is not None:
            self._again.start()
        else:
            self.note_change()

    def _ask_when_nothing_goes_on(self) -> None:
        focused = QApplication.focusWidget()
        is_typing = isinstance(focused, QLineEdit | QPlainTextEdit | QTextEdit)
        is_asked = QApplication.activeModalWidget() is not None or QApplication.activePopupWidget()
        if is_typing or is_asked or is_waiting():
            self._ask_when_free.start()
        else:
            self.ask()

    def _settle_conflict(self, error: ChangedElsewhereError, *, is_closing: bool) -> bool:
        """Ask, and do what is chosen; return whether that settles it."""
        try:
            if error.is_gone:
                return self._settle_gone(error, is_closing=is_closing)
            way = self._asker.choose(
                "Somebody else has changed this file",
                f"{error} Keep both saves yours in the same folder under another name and continues with it. "
                "Take theirs keeps yours among the backups and shows what they made.",
                (KEEP_BOTH, TAKE_THEIRS),
            )
            if way is None:
                return False
            keep = self._publishing.keep_beside if way == KEEP_BOTH else self._publishing.keep_among_backups
            mine = waited(self.window(), "Keeping your edits…", keep)
        except StoreError as failure:
            self._asker.tell("Nothing was changed", str(failure))
            return False
        self._error = None
        self._asker.tell("Your edits are kept", f"They are in “{mine.name}”, in “{mine.parent}”.")
        if not is_closing:
            self.reopen.emit(mine if way == KEEP_BOTH else self._session.path)
        return True

    def _settle_gone(self, error: ChangedElsewhereError, *, is_closing: bool) -> bool:
        ways = (PUT_BACK,) if is_closing else (PUT_BACK, LEAVE)
        way = self._asker.choose(
            "This file has gone from its folder", f"{error} It was moved, renamed or deleted there.", ways
        )
        if way == PUT_BACK:
            self._publishing.put_back()
            self._error = None
            return True
        if way == LEAVE:
            self.copy_asked.emit()
        return False

    def _show_state(self) -> None:
        at = self._publishing.done_at
        conflict = self._error if isinstance(self._error, ChangedElsewhereError) else None
        if conflict is not None:
            why = (
                "the file has gone from its folder" if conflict.is_gone else "somebody else changed the file"
            )
            state = f"not published, because {why}"
        elif self._job is not None:
            state = "publishing"
        elif self._error is not None:
            state = "not published, and tried again every minute"
        elif not self._publishing.is_done:
            state = "not published yet"
        else:
            state = f"published {at.astimezone():%H:%M}" if at else "nothing to publish"
        self._label.setText(f"Working on a local copy; {state}")
        set_tip(
            self._label,
            str(self._error)
            if self._error
            else f"The file itself, in “{self._session.path.parent}”, is replaced whole some seconds after an edit.",
        )
        self._choose.setVisible(conflict is not None)
