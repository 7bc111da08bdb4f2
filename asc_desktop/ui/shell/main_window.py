"""The main window: navigation, the bar with programme and period, the pages, menus and status bar."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from asc_desktop.domain.report.counts import open_exceptions
from asc_desktop.domain.words import number_of
from asc_desktop.services.backups import backup_of, shown_name
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.ui.dialogs.messages import DialogAsker
from asc_desktop.ui.dialogs.table_dialogs import TableDialogs
from asc_desktop.ui.jobs import is_waiting, waited
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.board_banner import BoardBanner
from asc_desktop.ui.shell.commands import WindowCommands
from asc_desktop.ui.shell.copy_flows import CopyFlows
from asc_desktop.ui.shell.file_flows import FileFlows
from asc_desktop.ui.shell.help import Help
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.shell.menus import Menus
from asc_desktop.ui.shell.page_stack import PageStack
from asc_desktop.ui.shell.practice_banner import PracticeBanner
from asc_desktop.ui.shell.quiet_backups import QuietBackups
from asc_desktop.ui.shell.read_only_banner import ReadOnlyBanner
from asc_desktop.ui.shell.return_flows import ReturnFlows
from asc_desktop.ui.shell.start_page import StartPage
from asc_desktop.ui.shell.status_line import StatusLine
from asc_desktop.ui.shell.top_bar import TopBar
from asc_desktop.ui.shell.tracker_flows import TrackerFlows
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.drops import dropped_files
from asc_desktop.ui.widgets.navigation import NavigationRail
from asc_desktop.ui.workspace import Asker, Workspace

COMPACT_BELOW = 900
"""Narrower than this, in logical pixels, the rail shows icons only and the bar leaves words out."""
_TITLE_BAR = 40
"""What a title bar takes of the screen's height, amply: the status bar at the foot says what became of a change."""


class MainWindow(WindowCommands):
    """The program's window. One portfolio is open in it at a time, or none."""

    def __init__(self, files: PortfolioFiles, memory: WindowMemory, asker: Asker | None = None) -> None:
        super().__init__()
        self._memory = memory
        self._asker = asker or DialogAsker(self)
        self._workspace = None
        self._pages = None
        self._flows = FileFlows(files, memory, self._asker, self, self._open_path)
        self._flows.opened.connect(self.use)
        self._flows.reopen.connect(self._reopen)
        self._flows.closing.connect(self.close_file)
        self._returns = ReturnFlows(self._asker, self, lambda: self._workspace)
        self._trackers = TrackerFlows(
            self._flows, memory, self._asker, self, lambda: self._workspace, self._returns
        )
        self._copies = CopyFlows(memory, self._asker, self)
        self._help = Help(self, self._help_in_view)
        self.setAcceptDrops(True)
        theme_hub().dress(self)
        self.setWindowTitle("ASC Desktop")
        self.setMinimumSize(640, 360)
        self._rail = NavigationRail("ASC Desktop")
        heading = ""
        for destination in DESTINATIONS:
            if destination.heading not in {"", heading}:
                heading = destination.heading
                self._rail.add_heading(heading)
            self._rail.add_destination(
                destination.key, destination.title, destination.icon, at_foot=destination.key == "settings"
            )
        self._rail.activated.connect(self.show_page)
        self._bar = TopBar()
        self._bar.find_asked.connect(self.find_anything)
        self._bar.next_month_asked.connect(self.open_next_month)
        self._banner = ReadOnlyBanner()
        self._banner.copy_asked.connect(self.save_copy)
        self._practice = PracticeBanner()
        self._practice.keep_asked.connect(self.keep_practice)
        self._board = BoardBanner()
        self._board.board_asked.connect(lambda found: self.go("changes", {"record_id": found}))
        self._start = self._start_page()
        self._body = QStackedWidget()
        self._body.addWidget(self._start)
        self._lay_out()
        self._status = StatusLine(self.statusBar())
        self._status.reopen.connect(self._reopen)
        self._status.copy_asked.connect(self.save_copy)
        self._menus = Menus(self, [(item.key, item.title) for item in DESTINATIONS])
        self._backups: QuietBackups | None = None
        # After the page in view: the counts come from its report.
        self._badges = QTimer(self, singleShot=True, interval=0)
        self._badges.timeout.connect(self._refresh_badges)
        self._restore_geometry()
        self._show_start()

    def _start_page(self) -> StartPage:
        start = StartPage()
        start.open_asked.connect(self.open_file)
        start.new_asked.connect(self.new_file)
        start.sample_asked.connect(self.open_sample)
        start.tracker_asked.connect(self.import_tracker)
        start.recent_chosen.connect(self._flows.open)
        return start

    @property
    def asker(self) -> Asker:
        """What speaks to the person at this window."""
        return self._asker

    @property
    def workspace(self) -> Workspace | None:
        """The open portfolio, or None."""
        return self._workspace

    @property
    def pages(self) -> PageStack | None:
        """The pages of the open portfolio, or None."""
        return self._pages

    def use(self, session: Session) -> None:
        """Show a portfolio that was opened, in place of the one shown before."""
        self.close_file()
        self._workspace = Workspace(session, self._asker, self._memory, TableDialogs())
        self._workspace.navigate.connect(self.go)
        # Not inside the change that was refused: the copy may be opened in this one's place.
        self._workspace.copy_asked.connect(self.save_copy, Qt.ConnectionType.QueuedConnection)
        self._workspace.data_changed.connect(self._on_change)
        self._workspace.scope_changed.connect(self._on_change)
        self._workspace.go_beside_page = self.go_beside_page
        self._pages = PageStack(self._workspace)
        self._body.addWidget(self._pages)
        self._body.setCurrentWidget(self._pages)
        self._bar.set_workspace(self._workspace)
        self._banner.show_why(
            self._flows.why_read_only,
            read_only=session.read_only,
            is_backup=backup_of(session.path) is not None,
        )
        self._practice.setVisible(self._flows.is_practice(session))
        self._bar.set_compact(compact=self.width() < COMPACT_BELOW)
        self._rail.setEnabled(True)
        # Where there is nothing yet, the page last looked at in another file is no place to begin.
        self.show_page("overview" if self._workspace.is_empty else self._memory.get("page") or "overview")
        self._status.begin(self._workspace)
        self._on_change()
        if not session.read_only and not self._flows.is_passing(session):
            self._backups = QuietBackups(session, self)
            self._backups.made.connect(self._status.note_backup)
            self._backups.failed.connect(self._flows.tell_no_backup)

    def open_path(self, path: Path) -> None:
        """Open a portfolio named on the command line, or one opened lately."""
        if self._may_leave():
            self._flows.open(path)

    def go(self, key: str, what: Mapping[str, object] | None = None) -> None:
        """Follow a click: to a page and what to show there, to the pack, to the sample, or to a tracker."""
        if key == "export":
            self.export_pack()
        elif key == "sample":
            self.open_sample()
        elif key == "import":
            self.import_tracker()
        else:
            focused = cast("QWidget | None", self.focusWidget())
            was_in_page = focused is not None and self._body.isAncestorOf(focused)
            page = self.show_page(key, what)
            begins = page.begins_at if page is not None else None
            if begins is not None and was_in_page and not what:
                # The button that was pressed is out of sight: the keyboard goes where the page begins.
                begins.setFocus()

    def show_page(self, key: str, what: Mapping[str, object] | None = None) -> Page | None:
        """Show a page."""
        if self._pages is None:
            return None
        known = {destination.key for destination in DESTINATIONS}
        key = key if key in known else "overview"
        page = self._pages.show_page(key, what)
        self._rail.set_current(page.key)
        self._memory.set("page", page.key)
        return page

    def close_file(self) -> None:
        """Close the portfolio; everything is saved already."""
        if self._workspace is None or self._pages is None:
            return
        pages, workspace = self._pages, self._workspace
        self._pages = self._workspace = None
        self._badges.stop()
        pages.retire()
        self._body.removeWidget(pages)
        # Where it is: taken out of the window, every part of every page would be styled anew.
        pages.hide()
        pages.deleteLater()
        self._flows.offer_to_keep(workspace.session)
        self._status.end()
        if self._backups is not None:
            self._backups.end()
            self._backups.deleteLater()
            self._backups = None
        waited(self, "Closing the portfolio…", workspace.close)
        self._show_start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what nothing where the keyboard is took: a key of the page in view, or a paste onto the page."""
        is_taken = self._pages is not None and self._pages.take_key(event)
        if not is_taken and not (
            event.matches(QKeySequence.StandardKey.Paste) and self._menus.edit.paste_on_page()
        ):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room in a narrow window."""
        compact = event.size().width() < COMPACT_BELOW
        self._rail.set_compact(compact=compact)
        self._bar.set_compact(compact=compact)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the status bar's time right when the window is looked at again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._workspace is not None:
            self._status.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a portfolio or a tracker that is dropped on the window, and on an open portfolio any number of forms."""
        if dropped_files(event.mimeData(), several=self._workspace is not None):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import it once the drop is over: the program that it comes from waits until then."""
        paths = dropped_files(event.mimeData(), several=self._workspace is not None)
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.take_files(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave what is being typed, so that it is saved, and close the file; not under what works on it.

        No key or click comes while that is waited for, but the end of the person's session may.
        """
        if is_waiting():
            event.ignore()
            return
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if not self._may_leave():
            event.ignore()
            return
        self._memory.set_bytes("window", self.saveGeometry())
        self.close_file()
        event.accept()

    def _may_leave(self) -> bool:
        if self._workspace is None or self._pages is None:
            return True
        return self._pages.may_leave() and self._flows.may_close(self._workspace.session)

    def _reopen(self, path: Path) -> None:
        if self._may_leave():
            self.close_file()
            self._flows.open(path)

    def _open_path(self) -> Path | None:
        return self._workspace.session.path if self._workspace is not None else None

    def _lay_out(self) -> None:
        right = QWidget()
        above = (self._bar, self._banner, self._practice, self._board)
        column_of(*above, (self._body, 1), into=right, margins=0, spacing=0)
        middle = QWidget()
        row_of(self._rail, (right, 1), into=middle, margins=0, spacing=0)
        self.setCentralWidget(middle)

    def _restore_geometry(self) -> None:
        geometry = self._memory.get_bytes("window")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry()
            self.resize(min(1366, room.width()), min(768, room.height() - _TITLE_BAR))

    def _show_start(self) -> None:
        self._body.setCurrentWidget(self._start)
        self._start.set_recent(self._memory.recent_files())
        self._bar.set_workspace(None)
        for banner in (self._banner, self._practice, self._board):
            banner.hide()
        self._rail.setEnabled(False)
        self._rail.set_badge("exceptions", 0)
        self.setWindowTitle("ASC Desktop")
        self._menus.refresh(has_file=False, undo=None, redo=None, read_only=False)

    def _on_change(self, *_: object) -> None:
        if self._workspace is None:
            return
        session = self._workspace.session
        name = shown_name(session.path).removesuffix(session.path.suffix)
        self.setWindowTitle(f"{name}{' (read-only)' if session.read_only else ''} — ASC Desktop")
        self._menus.refresh(
            has_file=True, undo=session.undo_action, redo=session.redo_action, read_only=session.read_only
        )
        self._bar.refresh()
        self._bar.set_compact(compact=self.width() < COMPACT_BELOW)
        self._board.show_month(self._workspace)
        self._status.note_change()
        self._badges.start()

    def _refresh_badges(self) -> None:
        if self._workspace is None:
            return
        count = 0 if self._workspace.is_empty else open_exceptions(self._workspace.report)
        self._rail.set_badge("exceptions", count, number_of(count, "open exception"))
