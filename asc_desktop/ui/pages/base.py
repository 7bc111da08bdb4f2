"""What a page is."""

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, cast

from PySide6.QtWidgets import QWidget

from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.empty_state import EmptyState
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
        close_within(self, workspace.why_closed)
        self.setAccessibleName(self.title)

    def refresh(self) -> None:
        """Show the records as they now are, keeping selection, scroll position and what is being typed.

        Called after each change and choice of scope while the page is shown, and before it is shown again. Must cope
        with an empty portfolio (``workspace.is_empty``: there is no report then) by saying what to do first.
        """

    def make_beginning(self, heading: str, sentence: str) -> EmptyState:
        """Return what the page says in a portfolio without a programme, with the buttons that begin."""
        beginning = EmptyState(self.icon, heading, sentence)
        for words, place, primary in (
            ("Start with your tracker…", "import", True),
            ("Add a programme", "structure", False),
            ("Open the sample", "sample", False),
        ):
            button = beginning.add_action(words, primary=primary)
            button.clicked.connect(lambda _=False, place=place: self.workspace.navigate.emit(place, {}))
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
