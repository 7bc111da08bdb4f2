"""What the menus of the window call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from asc_desktop import __version__
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.shell.copy_flows import CopyFlows
from asc_desktop.ui.shell.file_flows import FileFlows
from asc_desktop.ui.shell.help import Help
from asc_desktop.ui.shell.memory import WindowMemory, told_apart
from asc_desktop.ui.shell.menus import Menus
from asc_desktop.ui.shell.page_stack import PageStack
from asc_desktop.ui.shell.return_flows import ReturnFlows
from asc_desktop.ui.shell.saved_views import SavedViews
from asc_desktop.ui.shell.status_line import StatusLine
from asc_desktop.ui.shell.top_bar import TopBar
from asc_desktop.ui.shell.tracker_flows import TrackerFlows
from asc_desktop.ui.theme import ThemeMode, theme_hub
from asc_desktop.ui.widgets.navigation import NavigationRail
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Asker, Workspace


class WindowCommands(QMainWindow):
    """The part of the window that does what it is told; `MainWindow` is what it is made of."""

    _asker: Asker
    _bar: TopBar
    _copies: CopyFlows
    _flows: FileFlows
    _help: Help
    _memory: WindowMemory
    _menus: Menus
    _pages: PageStack | None
    _rail: NavigationRail
    _status: StatusLine
    _returns: ReturnFlows
    _trackers: TrackerFlows
    _workspace: Workspace | None

    def show_page(self, key: str, what: Mapping[str, object] | None = None) -> Page | None:
        """Show a page."""
        raise NotImplementedError

    def open_path(self, path: Path) -> None:
        """Open a portfolio."""
        raise NotImplementedError

    def close_file(self) -> None:
        """Close the portfolio."""
        raise NotImplementedError

    def _may_leave(self) -> bool:
        raise NotImplementedError

    def go_to_page(self, key: str) -> None:
        """Show a page, with the keyboard in it."""
        page = self.show_page(key)
        if page is not None and page.key == key:
            page.take_keyboard()

    def go_beside_page(self, by: int) -> bool:
        """Put the keyboard on what comes next beside the page: the list of pages, then the bar.

        Return False where the page comes next.
        """
        beside, focused = (self._rail, self._bar), cast("QWidget | None", self.focusWidget())
        at = next(
            (at for at, part in enumerate(beside) if focused is not None and part.isAncestorOf(focused)), -1
        )
        to = at + by if at >= 0 else 0 if by > 0 else len(beside) - 1
        if not 0 <= to < len(beside):
            return False
        beside[to].take_keyboard()
        return True

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

    def import_tracker(self) -> None:
        """Import a council's own workbook, into a new portfolio where none is open."""
        if self._may_leave():
            self._trackers.ask()

    def import_clipboard(self) -> None:
        """Import what was copied of one."""
        if self._may_leave():
            self._trackers.take_clipboard()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take what was dropped on the window: open or merge a portfolio, take in forms, or import a tracker."""
        if not self._may_leave():
            return
        if self._returns.are_meant(paths):
            self._returns.take(paths)
        elif not self._copies.take_dropped(self._workspace, paths[0], self._flows.open):
            self._trackers.take_dropped(paths[0], self._flows.open)

    def ask_updates(self) -> None:
        """Ask the leads of projects for updates, on the page that says where each stands."""
        self.show_page("updates", {"ask": True})

    def take_returns(self) -> None:
        """Take in the forms that came back."""
        self.show_page("updates", {"returns": True})

    def give_copy(self) -> None:
        """Make a copy of the portfolio for a colleague, which comes back to be merged."""
        if self._workspace is not None:
            self._copies.give(self._workspace)

    def merge_copy(self) -> None:
        """Merge a colleague's copy, or a file of changes."""
        if self._workspace is not None and self._may_leave():
            self._copies.ask(self._workspace)

    def send_changes(self) -> None:
        """Write what is new since a copy was given into a small file."""
        if self._workspace is not None:
            self._copies.send(self._workspace)

    def fill_recent(self, menu: QMenu) -> None:
        """List the files opened lately."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for path, name in told_apart(self._memory.recent_files()):
            set_tip(menu.addAction(literal(name), partial(self.open_path, path)), str(path))
        if menu.isEmpty():
            menu.addAction("None yet").setEnabled(False)

    def fill_views(self, menu: QMenu) -> None:
        """List the saved views of the page in sight."""
        page = self._pages.currentWidget() if self._pages is not None else None
        if isinstance(page, Page):
            SavedViews(page).fill(menu)
        else:
            menu.clear()
            menu.addAction("Open a portfolio first").setEnabled(False)

    def leave_file(self) -> None:
        """Close the portfolio, unless the person stays with what was refused."""
        if self._may_leave():
            self.close_file()

    def save_copy(self) -> None:
        """Save a copy of the portfolio elsewhere; the window stays on this one."""
        if self._workspace is not None:
            self._flows.save_copy(self._workspace.session)

    def keep_practice(self) -> None:
        """Save the copy of the sample as a portfolio of one's own, and go on with that."""
        if self._workspace is not None and self._may_leave():
            self._flows.keep_as(self._workspace.session)

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
        from asc_desktop.ui.shell.findable import button_deeds, guide_deeds

        self._menus.edit.refresh()
        deeds = [
            *button_deeds(self.page_in_view(), self.show_page),
            *guide_deeds(self.show_guide),
        ]
        FindDialog(self._workspace, self._menus.actions, self, deeds).exec()

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

    def open_next_month(self) -> None:
        """Close the open month and open the next."""
        from asc_desktop.ui.dialogs.next_month import ask_next_month

        if self._workspace is not None and self._may_leave():
            ask_next_month(self._workspace)

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

    def show_guide(self, heading: str = "") -> None:
        """Show the user guide beside the window, at a heading or at the page in view."""
        self._help.show(heading)

    def _help_in_view(self) -> str:
        page = self._pages.currentWidget() if self._pages is not None else None
        return page.title if isinstance(page, Page) else ""

    def show_keys(self) -> None:
        """Show the keys of every command."""
        from asc_desktop.ui.dialogs.guide import KeysDialog

        KeysDialog(self, self._menus.actions).exec()

    def show_about(self) -> None:
        """Say what this is."""
        self._asker.tell(
            f"ASC Desktop {__version__}",
            "For the officers who run an adult social care change programme. Nothing leaves this computer.\n\n"
            "MIT licence. The Inter fonts are under the SIL Open Font Licence.",
        )

    def page_in_view(self) -> Page | None:
        """Return the page in view."""
        page = self._pages.currentWidget() if self._pages is not None else None
        return page if isinstance(page, Page) else None

    def paste_table(self) -> RecordTableView | None:
        """Return the table that makes records of what is pasted on the page in view."""
        page = self.page_in_view()
        return page.paste_table() if page is not None else None

    def _step_page(self, by: int) -> None:
        if self._pages is None:
            return
        keys = [destination.key for destination in DESTINATIONS]
        self.go_to_page(keys[(keys.index(self._pages.current_key) + by) % len(keys)])

    def _step_period(self, by: int) -> None:
        if self._workspace is None or self._workspace.is_empty:
            return
        periods = self._workspace.periods()
        index = periods.index(self._workspace.period) + by
        if 0 <= index < len(periods):
            self._workspace.choose(self._workspace.programme_id, periods[index])
