"""The pages of one workspace: made when first visited, refreshed only while they are in view."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.widgets.remembered import remember_bars
from asc_desktop.ui.widgets.unresolved import drop_unresolved, may_leave
from asc_desktop.ui.workspace import Workspace

_ONE_RECORD = ("project_id", "exception_id", "record_id")
"""The names under which a click asks for one record, of whichever type."""


class PageStack(QStackedWidget):
    """Shows one page at a time. A page out of view is marked stale by a change, and refreshed when it is shown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._pages: dict[str, Page] = {}
        self._arranged: set[Page] = set()
        self._stale: set[str] = set()
        self._of_other_scope: set[str] = set()
        """Pages whose rows are in the order of another programme or period."""
        self._by_key = {destination.key: destination for destination in DESTINATIONS}
        # Changes that come together, such as a scope and its data, refresh the page once.
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(0)
        self._pending.timeout.connect(self.refresh_now)
        workspace.may_leave, workspace.let_go = self.may_leave, self._let_go
        workspace.data_changed.connect(self._on_change)
        workspace.scope_changed.connect(self._on_scope)

    @property
    def current_key(self) -> str:
        """The key of the page in view."""
        page = self.currentWidget()
        return page.key if isinstance(page, Page) else ""

    def show_page(self, key: str, what: Mapping[str, object] | None = None) -> Page:
        """Show a page, and on it what another page's click asked for; return the page in view: the person may stay."""
        page = self._pages.get(key)
        is_new = page is None or page not in self._arranged
        if page is None:
            page = self._by_key[key].load()(self._workspace)
            self._pages[key] = page
            self._stale.add(key)
            self.addWidget(page)
        is_other = page is not self.currentWidget()
        if is_other and isinstance(left := self.currentWidget(), Page):
            # Before it is asked to leave, for which what is typed is taken in and the keyboard taken away.
            left.keep_keyboard()
        asked = next((str(what[name]) for name in _ONE_RECORD if what and what.get(name)), "")
        stays = asked and not self._workspace.look_where_shown(asked)
        if stays or (is_other and not self.may_leave()):
            return cast("Page", self.currentWidget())
        if key in self._stale:
            self._refresh(page)
        if is_other:
            page.sort_again()
        if what:
            page.show_only(what)
        self.setCurrentWidget(page)
        if is_new:
            self._arranged.add(page)
            # Once it is in sight: pages share their room out when they first have any.
            remember_bars(page, page.key, self._workspace.memory)
        return page

    def may_leave(self) -> bool:
        """Ask about what was refused on the page in view; return whether the person goes on."""
        page = self.currentWidget()
        return page is None or may_leave(page, self._workspace.asker)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key does on the page in view, with the keyboard elsewhere; return whether it does anything."""
        page, pressed = self.currentWidget(), QKeySequence(event.keyCombination())
        here = page.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly) if page else []
        meant = [shortcut for shortcut in here if shortcut.key() == pressed]
        for shortcut in meant:
            shortcut.activated.emit()
        return bool(meant)

    def _let_go(self) -> int:
        page = self.currentWidget()
        return drop_unresolved(page) if page is not None else 0

    def refresh_now(self) -> None:
        """Refresh the page in view if something changed since it was last shown."""
        self._pending.stop()
        page = self.currentWidget()
        if isinstance(page, Page) and page.key in self._stale:
            self._refresh(page)

    def retire(self) -> None:
        """Leave the workspace alone from now on: its file is about to be closed."""
        self._pending.stop()
        for page in self._pages.values():
            page.retire()
        self._workspace.data_changed.disconnect(self._on_change)
        self._workspace.scope_changed.disconnect(self._on_scope)

    def _refresh(self, page: Page) -> None:
        self._stale.discard(page.key)
        page.refresh()
        if page.key in self._of_other_scope:
            self._of_other_scope.discard(page.key)
            page.sort_again()

    def _on_scope(self) -> None:
        self._of_other_scope.update(self._pages)
        self._on_change()

    def _on_change(self, *_: object) -> None:
        self._stale.update(self._pages)
        self._pending.start()
