"""What a page is."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

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
        self.setAccessibleName(self.title)

    def refresh(self) -> None:
        """Show the records as they now are, keeping selection, scroll position and what is being typed.

        Called after each change and choice of scope while the page is shown, and before it is shown again. Must cope
        with an empty portfolio (``workspace.is_empty``: there is no report then) by saying what to do first.
        """

    def draw_now(self) -> None:
        """Make at once what is else made off the window's thread: for pictures of pages, which cannot wait."""

    def retire(self) -> None:
        """End what runs for the page off the window's thread: its file is about to be closed."""

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show what another page's click asked for, such as ``{"project_ids": (…)}`` or ``{"project_id": …}``."""
