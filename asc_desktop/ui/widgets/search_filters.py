"""What narrows a list beside an editor: a box for words, a switch of states, and menus of the list's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.filter_box import FilterBox
from asc_desktop.ui.widgets.segmented import SegmentedControl


class SearchFilters(QObject):
    """The controls above a list; the page puts `widgets` into its header. Ctrl+F goes to the words."""

    changed = Signal()

    def __init__(
        self, parent: QWidget, what: str, width: int, states: Sequence[tuple[str, str]], *menus: ChoiceMenu
    ) -> None:
        """Make the controls for a list of ``what``, in the plural; the box for words is ``width`` pixels wide."""
        super().__init__(parent)
        self.search = FilterBox(what)
        self.search.setFixedWidth(width)
        self.states = SegmentedControl(states, name="State")
        self._menus = menus
        self._project_ids: frozenset[str] = frozenset()
        self.widgets: tuple[QWidget, ...] = (self.search, self.states, *menus)
        self.states.chosen.connect(self.changed)
        self.search.textChanged.connect(self.changed)
        for menu in menus:
            menu.chosen.connect(self.changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), parent)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._begin_search)

    def clear_all(self) -> None:
        """Let everything through that is in the state asked for."""
        self._project_ids = frozenset()
        self.clear_rest()

    def clear_rest(self) -> None:
        """Let everything through that is in the state asked for and of the projects asked for."""
        for menu in self._menus:
            menu.choose("")
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.changed.emit()

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
