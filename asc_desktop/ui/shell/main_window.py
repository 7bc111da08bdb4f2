"""The main window: navigation, the bar with programme and period, the pages, menus and status bar."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QWidget

from asc_desktop import __version__
from asc_desktop.domain.report.counts import open_exceptions
from asc_desktop.domain.words import number_of
from asc_desktop.services.backups import backup_of, shown_name
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.ui.dialogs.messages import DialogAsker
from asc_desktop.ui.dialogs.table_dialogs import TableDialogs
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.shell.file_flows import FileFlows
from asc_desktop.ui.shell.memory import WindowMemory, told_apart
from asc_desktop.ui.shell.menus import Menus
from asc_desktop.ui.shell.page_stack import PageStack
from asc_desktop.ui.shell.quiet_backups import QuietBackups
from asc_desktop.ui.shell.read_only_banner import ReadOnlyBanner
from asc_desktop.ui.shell.start_page import StartPage
from asc_desktop.ui.shell.status_line import StatusLine
from asc_desktop.ui.shell.top_bar import TopBar
from asc_desktop.ui.theme import ThemeMode, theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.navigation import NavigationRail
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Asker, Workspace

COMPACT_BELOW = 900
"""Narrower than this, in logical pixels, the rail shows icons only and the bar leaves words out."""
_TITLE_BAR = 40
"""What a title bar takes of the screen's height, amply: the status bar at the foot says what became of a change."""


class MainWindow(QMainWindow):
    """The program's window. One portfolio is open in it at a time, or none."""

    def __init__(self, files: PortfolioFiles, memory: WindowMemory, asker: Asker | None = None) -> None:
        super().__init__()
        self._memory = memory
        self._asker = asker or DialogAsker(self)
        self._workspace: Workspace | None = None
        self._pages: PageStack | None = None
        self._flows = FileFlows(files, memory, self._asker, self, self._open_path)
        self._flows.opened.connect(self.use)
        self._flows.reopen.connect(self._reopen)
        self._flows.closing.connect(self.close_file)
        theme_hub().dress(self)
        self.setWindowTitle("ASC Desktop")
        self.setMinimumSize(640, 360)
        self._rail = NavigationRail("ASC Portfolio")
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
        self._banner = ReadOnlyBanner()
        self._banner.copy_asked.connect(self.save_copy)
        self._start = StartPage()
        self._start.open_asked.connect(self.open_file)
        self._start.new_asked.connect(self.new_file)
        self._start.sample_asked.connect(self.open_sample)
        self._start.recent_chosen.connect(self._flows.open)
        self._body = QStackedWidget()
        self._body.addWidget(self._start)
        self._lay_out()
        self._status = StatusLine(self.statusBar())
        self._status.reopen.connect(self._reopen)
        self._status.copy_asked.connect(self.save_copy)
        self._menus = Menus(self, self, [(item.key, item.title) for item in DESTINATIONS])
        self._backups: QuietBackups | None = None
        # After the page in view: the counts come from its report.
        self._badges = QTimer(self)
        self._badges.setSingleShot(True)
        self._badges.setInterval(0)
        self._badges.timeout.connect(self._refresh_badges)
        self._restore_geometry()
        self._show_start()

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
        self._pages = PageStack(self._workspace)
        self._body.addWidget(self._pages)
        self._body.setCurrentWidget(self._pages)
        self._bar.set_workspace(self._workspace)
        self._banner.show_why(
            self._flows.why_read_only,
            read_only=session.read_only,
            is_backup=backup_of(session.path) is not None,
        )
        self._bar.set_compact(compact=self.width() < COMPACT_BELOW)
        self._rail.setEnabled(True)
        self.show_page(self._memory.get("page") or "overview")
        self._status.begin(self._workspace)
        self._on_change()
        if not session.read_only and not self._flows.is_passing(session):
            self._backups = QuietBackups(session, self)
            self._backups.made.connect(self._status.note_backup)
            self._backups.failed.connect(self._flows.tell_no_backup)

    def open_path(self, path: Path) -> None:
        """Open a portfolio named on the command line or dropped on the window."""
        if self._may_leave():
            self._flows.open(path)

    def go(self, key: str, what: Mapping[str, object] | None = None) -> None:
        """Follow a click: to a page and what to show there, to the pack, or to the sample."""
        if key == "export":
            self.export_pack()
        elif key == "sample":
            self.open_sample()
        else:
            focused = cast("QWidget | None", self.focusWidget())
            was_in_page = focused is not None and self._body.isAncestorOf(focused)
            page = self.show_page(key, what)
            begins = page.focusProxy() if page is not None else None
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

    def previous_page(self) -> None:
        """Show the page above in the navigation."""
        self._step_page(-1)

    def next_page(self) -> None:
        """Show the page below in the navigation."""
        self._step_page(1)

    def new_file(self) -> None:
        """Make a new portfolio."""
        if self._may_leave():
            self._flows.ask_new()

    def open_file(self) -> None:
        """Open a portfolio."""
        if self._may_leave():
            self._flows.ask_open()

    def open_sample(self) -> None:
        """Open a copy of the sample."""
        if self._may_leave():
            self._flows.open_sample()

    def fill_recent(self, menu: QMenu) -> None:
        """List the files opened lately."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for path, name in told_apart(self._memory.recent_files()):
            set_tip(menu.addAction(literal(name), partial(self.open_path, path)), str(path))
        if menu.isEmpty():
            menu.addAction("None yet").setEnabled(False)

    def leave_file(self) -> None:
        """Close the portfolio, unless the person stays with what was refused."""
        if self._may_leave():
            self.close_file()

    def close_file(self) -> None:
        """Close the portfolio; everything is saved already."""
        if self._workspace is None or self._pages is None:
            return
        pages, workspace = self._pages, self._workspace
        self._pages = self._workspace = None
        self._badges.stop()
        pages.retire()
        self._body.removeWidget(pages)
        pages.setParent(None)
        pages.deleteLater()
        self._flows.offer_to_keep(workspace.session)
        self._status.end()
        if self._backups is not None:
            self._backups.end()
            self._backups.deleteLater()
            self._backups = None
        waited(self, "Closing the portfolio…", workspace.close)
        self._show_start()

    def save_copy(self) -> None:
        """Save a copy of the portfolio elsewhere; the window stays on this one."""
        if self._workspace is not None:
            self._flows.save_copy(self._workspace.session)

    def ask_place(self) -> None:
        """Say whether the file is worked on itself or as a copy on this computer."""
        if self._workspace is not None:
            self._flows.ask_place(self._workspace.session)

    def offer_unpublished(self) -> None:
        """Offer what was edited on this computer and not published before the program ended."""
        self._flows.offer_unpublished()

    def back_up(self) -> None:
        """Back the portfolio up now."""
        if self._workspace is not None and (path := self._flows.back_up(self._workspace.session)):
            self._status.note_backup(path)

    def show_backups(self) -> None:
        """List the portfolio's backups, to look at one or to restore it."""
        if self._workspace is not None:
            self._flows.show_backups(self._workspace.session)

    def check_file(self) -> None:
        """Check the portfolio."""
        if self._workspace is not None:
            self._flows.check(self._workspace.session)

    def export_pack(self) -> None:
        """Write the board pack of what is being looked at."""
        if self._workspace is None:
            return
        if self._workspace.is_empty:
            self._asker.tell(
                "There is nothing to put in a pack yet", "Add a programme and its projects first."
            )
            return
        self.show_page("pack", {"export": ".xlsx"})

    def undo(self) -> None:
        """Take the latest change back."""
        if self._workspace is not None:
            self._workspace.undo()

    def redo(self) -> None:
        """Do it again."""
        if self._workspace is not None:
            self._workspace.redo()

    def find_anything(self) -> None:
        """Find any project, exception, theme or command."""
        if self._workspace is None:
            return
        from asc_desktop.ui.dialogs.find import FindDialog

        self._menus.edit.refresh()
        FindDialog(self._workspace, self._menus.actions, self).exec()

    def mark_exempt(self) -> None:
        """Mark what the keyboard is on exempt from publication, or change its mark."""
        from asc_desktop.ui.dialogs.exempt import ask_exempt, records_in_focus

        if self._workspace is not None and not ask_exempt(self._workspace, records_in_focus(), self):
            self._workspace.said.emit("Choose a row of a table, or a record’s form, to mark it exempt.")

    def remove_exempt_mark(self) -> None:
        """Take the exempt mark off what the keyboard is on."""
        from asc_desktop.ui.dialogs.exempt import records_in_focus, remove_exempt

        if self._workspace is not None:
            remove_exempt(self._workspace, records_in_focus())

    def new_project(self) -> None:
        """Add a project, on its page."""
        self.show_page("projects", {"new": True})

    def new_exception(self) -> None:
        """Record an exception, on its page."""
        self.show_page("exceptions", {"new": True})

    def freeze_period(self) -> None:
        """Keep the period's report as a board receives it, on the page of changes."""
        self.show_page("changes", {"freeze": True})

    def previous_period(self) -> None:
        """Look at the period before."""
        self._step_period(1)

    def next_period(self) -> None:
        """Look at the period after."""
        self._step_period(-1)

    def focus_programme(self) -> None:
        """Put the keyboard on the programme."""
        self._bar.focus_programme()

    def focus_period(self) -> None:
        """Put the keyboard on the period."""
        self._bar.focus_period()

    def set_theme(self, mode: ThemeMode) -> None:
        """Choose light, dark or the system's colours."""
        theme_hub().set_mode(mode)
        self._memory.set("theme", mode)

    def show_guide(self) -> None:
        """Show the user guide."""
        from asc_desktop.ui.dialogs.guide import GuideDialog

        GuideDialog(self).exec()

    def show_keys(self) -> None:
        """Show the keys of every command."""
        from asc_desktop.ui.dialogs.guide import KeysDialog

        KeysDialog(self).exec()

    def show_about(self) -> None:
        """Say what this is."""
        self._asker.tell(
            f"ASC Desktop {__version__}",
            "For the officers who run an adult social care change programme. Nothing leaves this computer.\n\n"
            "MIT licence. The Inter fonts are under the SIL Open Font Licence.",
        )

    def paste_table(self) -> RecordTableView | None:
        """Return the table that makes records of what is pasted on the page in view."""
        page = self._pages.currentWidget() if self._pages is not None else None
        return page.paste_table() if isinstance(page, Page) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a paste that nothing on the page took: onto an empty page, or with the keyboard on a button."""
        if not (event.matches(QKeySequence.StandardKey.Paste) and self._menus.edit.paste_on_page()):
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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave what is being typed, so that it is saved, and close the file."""
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
        column_of(self._bar, self._banner, (self._body, 1), into=right, margins=0, spacing=0)
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
        self._banner.hide()
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
        self._status.note_change()
        self._badges.start()

    def _refresh_badges(self) -> None:
        if self._workspace is None:
            return
        count = 0 if self._workspace.is_empty else open_exceptions(self._workspace.report)
        self._rail.set_badge("exceptions", count, number_of(count, "open exception"))

    def _step_page(self, by: int) -> None:
        if self._pages is None:
            return
        keys = [destination.key for destination in DESTINATIONS]
        self.show_page(keys[(keys.index(self._pages.current_key) + by) % len(keys)])

    def _step_period(self, by: int) -> None:
        if self._workspace is None or self._workspace.is_empty:
            return
        periods = self._workspace.periods()
        index = periods.index(self._workspace.period) + by
        if 0 <= index < len(periods):
            self._workspace.choose(self._workspace.programme_id, periods[index])
