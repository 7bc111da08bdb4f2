"""What a page is."""

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from asc_desktop.ui.keys import NEXT_PANE, PREVIOUS_PANE
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.panes import enter, pane_with_keyboard, panes_of
from asc_desktop.ui.widgets.read_only import close_within
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class Page(QWidget):
    """One page of the main window, made when it is first visited and refreshed whenever it is shown and out of date.

    ``key`` is what navigation calls it, ``title`` the words in the navigation, ``icon`` the icon's name.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._had_keyboard: QWidget | None = None
        self.begins_at: QWidget | None = None
        """Where the keyboard is put first. Not a focus proxy: with one Tab would pass over what is before it."""
        close_within(self, workspace.why_closed)
        self.setAccessibleName(self.title)
        add_keys(self, {NEXT_PANE: lambda: self.step_pane(1), PREVIOUS_PANE: lambda: self.step_pane(-1)})

    def refresh(self) -> None:
        """Show the records as they now are, keeping selection, scroll position and what is being typed.

        Called after each change and choice of scope while the page is shown, and before it is shown again. Must cope
        with an empty portfolio (``workspace.is_empty``: there is no report then) by saying what to do first.
        """

    def take_keyboard(self) -> None:
        """Take the keyboard, where it was on the page before or where the page begins."""
        before = self._had_keyboard
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.begins_at is not None and self.begins_at.isVisible():
            self.begins_at.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.enter_pane(0)

    def keep_keyboard(self) -> None:
        """Note where on the page the keyboard is, or was last: Qt forgets it when another page is shown."""
        self._had_keyboard = self.focusWidget()

    def panes(self) -> list[QWidget]:
        """Return the parts of the page in sight among which F6 goes; the page itself where it has none."""
        return panes_of(self) or [self]

    def enter_pane(self, at: int) -> None:
        """Put the keyboard on a pane; -1 is the last."""
        enter(self.panes()[at])

    def step_pane(self, by: int) -> None:
        """Go to the next pane or the one before; past the last and the first what is beside the page has its turn."""
        panes, focused = self.panes(), QApplication.focusWidget()
        at = pane_with_keyboard(panes)
        is_here = focused is not None and self.isAncestorOf(focused)
        to = at + by if at >= 0 else 0 if by > 0 else len(panes) - 1
        is_within = 0 <= to < len(panes) and is_here
        if is_within or not self.workspace.go_beside_page(by):
            self.enter_pane(to % len(panes))

    def make_beginning(self, heading: str, sentence: str) -> EmptyState:
        """Return what the page says in a portfolio without a programme, with the buttons that begin."""
        beginning = EmptyState(self.icon, heading, sentence)
        for words, place, primary in (
            ("Start with your tracker…", "import", True),
            ("Add a programme", "structure", False),
            ("Open the sample", "sample", False),
        ):
            button = beginning.add_action(words, primary=primary)
            shows = {"new": True} if place == "structure" else {}
            button.clicked.connect(
                lambda _=False, place=place, shows=shows: self.workspace.navigate.emit(place, shows)
            )
        beginning.hide()
        return beginning

    def when_figured(self, show: Callable[[], None]) -> None:
        """Show something of the report; not between a change and the refresh that follows, which shows it too."""
        if not self.workspace.awaits_figures:
            show()

    def fill(self, contents: QWidget, heading: str, sentence: str) -> None:
        """Fill the page with its contents, in whose place it says how to begin; `begins` chooses."""
        self._contents = contents
        self._how_to_begin = self.make_beginning(heading, sentence)
        column_of(contents, self._how_to_begin, into=self, margins=0)

    def sort_again(self) -> None:
        """Put the rows of every table where they now belong: when the page is come to, or shows another period."""
        for view in self.findChildren(RecordTableView):
            view.sort_again()

    def paste_table(self) -> RecordTableView | None:
        """Return the table that makes records of what is pasted on the page; one in sight, if several do."""
        if self.workspace.is_empty:
            return None
        makes = [view for view in self.findChildren(RecordTableView) if view.new_rows is not None]
        return next((view for view in makes if view.isVisibleTo(self)), makes[0] if makes else None)

    def begins(self) -> bool:
        """Show the contents, or how to begin while there is no programme; return whether it is the latter."""
        is_empty = self.workspace.is_empty
        self._how_to_begin.setVisible(is_empty)
        self._contents.setVisible(not is_empty)
        return is_empty

    def draw_now(self) -> None:
        """Make at once what is else made off the window's thread: for pictures of pages, which cannot wait."""

    def retire(self) -> None:
        """End what runs for the page off the window's thread: its file is about to be closed."""

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show what another page's click asked for, such as ``{"project_ids": (…)}`` or ``{"project_id": …}``."""


def projects_asked(what: Mapping[str, object]) -> frozenset[str]:
    """Return the projects that another page's click asks for: ``project_id`` alone or ``project_ids``."""
    project_id = what.get("project_id")
    if isinstance(project_id, str):
        return frozenset({project_id})
    return frozenset(cast("Iterable[str]", what.get("project_ids", ())))
