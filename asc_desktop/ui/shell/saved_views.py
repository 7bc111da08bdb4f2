"""Saved views: how a page's lists are filtered, grouped, sorted and arranged, kept under a name and shown again.

What is kept is read from the controls in sight themselves, whichever page they are on: boxes to filter by, choices,
switches, and the columns of tables. A page that has none cannot save a view. Kept on this computer, a page each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import DecodeError, Struct, ValidationError, json
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from asc_desktop.ui.plain import ask_words, literal
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView

if TYPE_CHECKING:
    from asc_desktop.ui.pages.base import Page

MOST_LETTERS: Final = 60
_Control = FilterBox | ChoiceMenu | SegmentedControl | QPushButton


class TableKept(Struct, frozen=True):
    """A table's columns as they were arranged, and the values let through by column."""

    columns: str
    values: dict[str, list[str]] = {}


class SavedView(Struct, frozen=True):
    """One view: what each control and each table of a page said, by name."""

    controls: dict[str, str]
    tables: dict[str, TableKept]


class SavedViews:
    """The views of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._memory = page.workspace.memory
        self._name = f"views/{page.key}"

    @property
    def can_save(self) -> bool:
        """Whether the page has a list in sight that can be narrowed."""
        return any(True for _ in self._tables()) and any(True for _ in self._controls())

    def named(self) -> dict[str, SavedView]:
        """Return the views by name, in the order in which they were saved."""
        try:
            return json.decode(self._memory.get(self._name) or "{}", type=dict[str, SavedView])
        except (DecodeError, ValidationError):
            return {}

    def keep(self, name: str) -> None:
        """Keep what is in sight under a name, in the place of an earlier view of that name."""
        controls = {key: _said_by(control) for key, control in self._controls()}
        tables = {
            key: TableKept(
                view.arrangement(), {at: sorted(texts) for at, texts in view.table.value_filters.items()}
            )
            for key, view in self._tables()
        }
        self._write({**self.named(), name: SavedView(controls, tables)})

    def delete(self, name: str) -> None:
        """Forget a view."""
        self._write({key: view for key, view in self.named().items() if key != name})

    def show(self, name: str) -> None:
        """Show the page as it was saved; what is no longer there is passed over."""
        kept = self.named()[name]
        # Switches first: they decide which of the others are in sight.
        for kinds in ((SegmentedControl,), (FilterBox, ChoiceMenu, QPushButton)):
            for key, control in self._controls():
                if isinstance(control, kinds) and key in kept.controls:
                    _set(control, kept.controls[key])
        for key, view in self._tables():
            if key in kept.tables:
                table = kept.tables[key]
                for column in view.table.columns:
                    view.table.set_value_filter(column.key, table.values.get(column.key))
                view.arrange_as(table.columns)

    def fill(self, menu: QMenu) -> None:
        """Put the views into a menu, and what can be done with them."""
        menu.clear()
        page, named = self._page, self.named()
        for name in named:
            menu.addAction(literal(name)).triggered.connect(lambda _=False, name=name: self.show(name))
        if named:
            menu.addSeparator()
        menu.addAction("&Save this view…").triggered.connect(lambda _=False: self._ask(page))
        menu.actions()[-1].setEnabled(self.can_save)
        if named:
            delete = menu.addMenu("&Delete a view")
            for name in named:
                delete.addAction(literal(name)).triggered.connect(
                    lambda _=False, name=name: self.delete(name)
                )
        if not self.can_save:
            menu.addAction("This page has no list to save a view of").setEnabled(False)

    def _ask(self, page: Page) -> None:
        name = ask_words(page.window(), "Save this view", "Name of the view")
        name = " ".join((name or "").split())[:MOST_LETTERS]
        if not name:
            return
        if name in self.named() and not page.workspace.asker.confirm(
            f"Replace the view “{name}”?", "It then shows the page as it is now.", "Replace"
        ):
            return
        self.keep(name)
        page.workspace.said.emit(f"Saved. View > Saved views > {name} shows the page like this again.")

    def _write(self, named: dict[str, SavedView]) -> None:
        self._memory.set(self._name, json.encode(named).decode())

    def _controls(self) -> Iterator[tuple[str, _Control]]:
        seen: dict[str, int] = {}
        for control in self._page.findChildren(QWidget):
            if not isinstance(control, _Control) or not control.isVisibleTo(self._page):
                continue
            if isinstance(control, QPushButton) and not (
                control.isCheckable() or isinstance(control, ChoiceMenu)
            ):
                continue
            name = f"{type(control).__name__} {_name_of(control)}"
            seen[name] = seen.get(name, 0) + 1
            yield f"{name} {seen[name]}", control

    def _tables(self) -> Iterator[tuple[str, RecordTableView]]:
        for view in self._page.findChildren(RecordTableView):
            if view.isVisibleTo(self._page) and view.layout_name:
                yield view.layout_name, view


def _name_of(control: _Control) -> str:
    """Return what a control is called whatever it says at the moment: counts come and go."""
    if isinstance(control, ChoiceMenu):
        return control.name
    words = control.text() if isinstance(control, QPushButton) else control.accessibleName()
    return re.sub(r"\d[\d,]*", "", words).strip()


def _said_by(control: _Control) -> str:
    if isinstance(control, FilterBox):
        return control.text()
    if isinstance(control, ChoiceMenu):
        return control.key
    if isinstance(control, SegmentedControl):
        return control.current
    return "on" if control.isChecked() else ""


def _set(control: _Control, said: str) -> None:
    if _said_by(control) == said:
        return
    if isinstance(control, FilterBox):
        control.setText(said)
    elif isinstance(control, ChoiceMenu):
        control.choose(said)
        control.chosen.emit(control.key)
    elif isinstance(control, SegmentedControl):
        if said in control.keys:
            control.set_current(said)
            control.chosen.emit(said)
    else:
        control.setChecked(bool(said))
