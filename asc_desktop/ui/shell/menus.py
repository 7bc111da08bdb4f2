"""The menus: every command with its words, its key and what it does. Undo and redo carry the name of the change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from asc_desktop.ui import keys
from asc_desktop.ui.keys import Key
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.shell.edit_menu import EditMenu
from asc_desktop.ui.theme import ThemeMode, theme_hub
from asc_desktop.ui.workspace import READ_ONLY

if TYPE_CHECKING:
    from asc_desktop.ui.shell.commands import WindowCommands

THEMES: tuple[tuple[ThemeMode, str], ...] = (
    ("light", "Light"),
    ("dark", "Dark"),
    ("system", "Same as Windows"),
)


class Menus:
    """The window's menus, and the actions that change with the portfolio."""

    def __init__(self, window: WindowCommands, pages: list[tuple[str, str]]) -> None:
        self._window = window
        self._with_file: list[QAction] = []
        self._to_change: list[QAction] = []
        self.actions: list[QAction] = []
        """Every command, for finding by its words."""
        bar = window.menuBar()
        self._make_file(bar.addMenu("&File"))
        self._make_edit(bar.addMenu("&Edit"))
        self._make_view(bar.addMenu("&View"), pages)
        self._make_programme(bar.addMenu("Pro&gramme"))
        self._make_help(bar.addMenu("&Help"))
        self.refresh(has_file=False, undo=None, redo=None, read_only=False)

    def refresh(self, *, has_file: bool, undo: str | None, redo: str | None, read_only: bool) -> None:
        """Show what can be done now, and what undo and redo would do."""
        for action in self._with_file:
            action.setEnabled(has_file)
        self.edit.read_only = read_only
        for action in self._to_change:
            action.setEnabled(has_file and not read_only)
            set_tip(action, READ_ONLY if read_only else action.text().replace("&", ""))
        self._undo.setText(f"&Undo: {literal(undo)}" if undo else "&Undo")
        self._undo.setEnabled(bool(undo) and not read_only)
        self._redo.setText(f"&Redo: {literal(redo)}" if redo else "&Redo")
        self._redo.setEnabled(bool(redo) and not read_only)

    def _make_file(self, menu: QMenu) -> None:
        self._add(menu, "&New portfolio…", keys.NEW_FILE, self._window.new_file, needs_file=False)
        self._add(menu, "&Open…", keys.OPEN_FILE, self._window.open_file, needs_file=False)
        recent = menu.addMenu("Open &recent")
        recent.aboutToShow.connect(lambda: self._window.fill_recent(recent))
        self._add(menu, "Open the sa&mple", None, self._window.open_sample, needs_file=False)
        menu.addSeparator()
        self._add(menu, "&Import a tracker…", keys.IMPORT, self._window.import_tracker, needs_file=False)
        self._add(menu, "Import &from the clipboard…", None, self._window.import_clipboard, needs_file=False)
        menu.addSeparator()
        self._add(menu, "&Export board pack…", keys.EXPORT, self._window.export_pack)
        menu.addSeparator()
        self._add(menu, "&Give a working copy…", None, self._window.give_copy)
        self._to_change.append(self._add(menu, "Merge &a copy…", None, self._window.merge_copy))
        self._add(menu, "Send c&hanges…", None, self._window.send_changes)
        menu.addSeparator()
        self._add(menu, "&Save a copy…", keys.SAVE_COPY, self._window.save_copy)
        self._to_change.append(self._add(menu, "&Back up now", keys.BACK_UP, self._window.back_up))
        self._add(menu, "Back&ups…", None, self._window.show_backups)
        self._add(menu, "Synced fol&der or share…", None, self._window.ask_place)
        self._add(menu, "Chec&k the portfolio", None, self._window.check_file)
        menu.addSeparator()
        self._add(menu, "&Close the portfolio", keys.CLOSE_FILE, self._window.leave_file)
        self._add(menu, "E&xit", keys.EXIT, lambda: self._window.close(), needs_file=False)  # noqa: PLW0108 - drops the bool

    def _make_edit(self, menu: QMenu) -> None:
        self._undo = self._add(menu, "&Undo", keys.UNDO, self._window.undo)
        self._redo = self._add(menu, "&Redo", keys.REDO, self._window.redo)
        menu.addSeparator()
        self.edit = EditMenu(self._window, menu, self._window.paste_table, self._window.page_in_view)
        self.actions += self.edit.actions
        menu.addSeparator()
        self._add(menu, "&Find anything…", keys.FIND, self._window.find_anything)
        menu.addSeparator()
        self._add(menu, "Sett&ings…", keys.SETTINGS, partial(self._window.go_to_page, "settings"))
        menu.addSeparator()
        self._to_change += [
            self._add(menu, "Mark e&xempt from publication…", keys.MARK_EXEMPT, self._window.mark_exempt),
            self._add(menu, "Remove exempt mar&k", None, self._window.remove_exempt_mark),
        ]

    def _make_view(self, menu: QMenu, pages: list[tuple[str, str]]) -> None:
        for number, (key, title) in enumerate(pages, start=1):
            pressed = keys.PAGES[number - 1] if number <= len(keys.PAGES) else None
            words = f"&{number} {title}" if pressed else title
            self._add(menu, words, pressed, partial(self._window.go_to_page, key))
        menu.addSeparator()
        self._add(menu, "Previo&us page", keys.PREVIOUS_PAGE, self._window.previous_page)
        self._add(menu, "Ne&xt page", keys.NEXT_PAGE, self._window.next_page)
        menu.addSeparator()
        views = menu.addMenu("Saved &views")
        views.aboutToShow.connect(lambda: self._window.fill_views(views))
        themes = menu.addMenu("&Colours")
        group = QActionGroup(self._window)
        for mode, words in THEMES:
            action = self._add(themes, words, None, partial(self._window.set_theme, mode), needs_file=False)
            action.setCheckable(True)
            action.setChecked(theme_hub().mode == mode)
            group.addAction(action)

    def _make_programme(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        self._to_change += [
            self._add(menu, "New &project…", keys.NEW_PROJECT, self._window.new_project),
            self._add(menu, "New &exception…", keys.NEW_EXCEPTION, self._window.new_exception),
            self._add(menu, "Ask for &updates…", None, self._window.ask_updates),
            self._add(menu, "Take in &returns…", None, self._window.take_returns),
            self._add(menu, "&Close the month for a board…", keys.FREEZE, self._window.freeze_period),
            self._add(menu, "&Start the next month…", None, self._window.open_next_month),
        ]
        menu.addSeparator()
        self._add(menu, "Choose the p&rogramme", keys.PROGRAMME, self._window.focus_programme)
        self._add(menu, "Choose the &month", keys.PERIOD, self._window.focus_period)
        self._add(menu, "Pre&vious month", keys.PREVIOUS_PERIOD, self._window.previous_period)
        self._add(menu, "Ne&xt month", keys.NEXT_PERIOD, self._window.next_period)

    def _make_help(self, menu: QMenu) -> None:
        self._add(menu, "&User guide", keys.GUIDE, self._window.show_guide, needs_file=False)
        self._add(menu, "&Keys", None, self._window.show_keys, needs_file=False)
        self._add(menu, "&About ASC Desktop", None, self._window.show_about, needs_file=False)

    def _add(
        self, menu: QMenu, words: str, key: Key | None, does: Callable[[], object], *, needs_file: bool = True
    ) -> QAction:
        action = QAction(words, self._window)
        if key is not None:
            action.setShortcut(key.sequence)
        action.triggered.connect(lambda _checked=False: does())
        menu.addAction(action)
        self.actions.append(action)
        if needs_file:
            self._with_file.append(action)
        return action
