"""What narrows a register: a box for words, a switch of states, lists to choose from, and what a click asked to see."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.shared.live_only import LiveSwitch
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.filter_box import FilterBox


class State(Struct, frozen=True):
    """One side of the switch: what it lists, and what the register says where that is nothing."""

    key: str
    words: str
    admits: Callable[[Any], bool]
    heading: str
    sentence: str
    may_add: bool = True
    """Whether a new record would be listed."""


class Choice(Struct, frozen=True):
    """A list to choose one of several from; `of` gives what a reported record has of them."""

    name: str
    everything: str
    of: Callable[[Any], str]
    options: tuple[tuple[str, str], ...] = ()


class Asked(Struct, frozen=True):
    """What a click asked to see alone: ``about`` and ``key`` tell it from others, ``words`` say it above the list."""

    about: str = ""
    key: Hashable = None
    words: str = ""
    admits: Callable[[Any], bool] = lambda _: True


EVERYTHING: Final = Asked()
_LIVE: Final = frozenset({"open", "overdue"})
"""The states that are of work that goes on: closed projects have none."""


def open_states(
    kind: type[Record], *, begin: str, overdue: str, end: str, ended: str = "closed"
) -> tuple[State, ...]:
    """Return the states of records that are raised and then closed, or ended by another word.

    ``begin`` says when to record one, ``overdue`` what it means that none is, ``end`` when one is ended.
    """
    return (
        State("open", "Open", lambda item: item.open, f"No open {kind.plural}", begin),
        State(
            "overdue",
            "Overdue",
            lambda item: item.days_overdue > 0,
            "Nothing is overdue",
            overdue,
            may_add=False,
        ),
        State(
            "closed",
            ended.capitalize(),
            lambda item: not item.open,
            f"No {ended} {kind.plural}",
            end,
            may_add=False,
        ),
        State("all", "All", lambda _: True, f"No {kind.plural} yet", begin),
    )


class RegisterFilters(QObject):
    """The controls of a register; the page puts `widgets` into its header."""

    changed = Signal()

    def __init__(
        self,
        parent: QWidget,
        what: str,
        states: tuple[State, ...],
        choices: Mapping[str, Choice],
        width: int,
        whose: LeadMenu,
        roles: Callable[[Any], Iterable[str | None]],
        closed: LiveSwitch | None = None,
    ) -> None:
        """Make the controls for a list of ``what``, in the plural; the box for words is ``width`` pixels wide.

        ``roles`` gives who leads or owns a reported record, for ``whose`` to choose from. ``closed`` leaves out what is
        of closed projects.
        """
        super().__init__(parent)
        self._by_key = {state.key: state for state in states}
        self._choices = choices
        self.whose, self._roles = whose, roles
        self.asked = EVERYTHING
        self.search = FilterBox(what)
        self.search.setMaximumWidth(width)
        self.states = SegmentedControl([(state.key, state.words) for state in states], name="State")
        self.menus = {key: ChoiceMenu(choice.name, choice.everything) for key, choice in choices.items()}
        self.widgets: tuple[QWidget, ...] = (self.search, self.states, whose, *self.menus.values())
        self.closed = closed
        if closed is not None:
            self.widgets = (*self.widgets, closed)
            closed.switched.connect(self.changed)
        self.states.chosen.connect(self.changed)
        whose.chosen.connect(self.changed)
        self.search.textChanged.connect(self.changed)
        for key, menu in self.menus.items():
            menu.set_options(choices[key].options)
            menu.chosen.connect(self.changed)

    @property
    def state(self) -> State:
        """The state asked for."""
        return self._by_key[self.states.current]

    @property
    def in_force(self) -> Hashable:
        """All that is asked for but the words typed, to be compared."""
        return (
            self.states.current,
            self.whose.key,
            tuple(menu.key for menu in self.menus.values()),
            self.asked.about,
            self.asked.key,
            self._left_out,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state keeps records out."""
        chosen = any(menu.key for menu in (self.whose, *self.menus.values()))
        return bool(chosen or self.asked.about or self.search.text())

    def admits(self, item: Any) -> bool:
        """Whether a reported record is listed, whatever the words typed."""
        return (
            self.state.admits(item)
            and self.asked.admits(item)
            and self.whose.admits(self._roles(item))
            and (not self._left_out or item.project_id not in self._left_out)
            and all(menu.key in {"", self._choices[key].of(item)} for key, menu in self.menus.items())
        )

    @property
    def _left_out(self) -> frozenset[str]:
        """The ids of the projects whose records are left out; none where a click asked for some, or what is ended."""
        asks = bool(self.asked.about) or self.states.current not in _LIVE
        return frozenset() if self.closed is None or asks else self.closed.left_out

    def offer(self, items: Iterable[Any]) -> None:
        """Offer the roles that lead or own these reported records."""
        self.whose.offer(role for item in items for role in self._roles(item))

    def ask(self, asked: Asked, *, state: str = "", alone: bool = False) -> None:
        """Show what a click asked for, in a state if one is named; ``alone`` drops the other filters."""
        self.asked = asked
        if state:
            self.states.set_current(state)
        if alone:
            self._clear()
        self.changed.emit()

    def clear_all(self) -> None:
        """Let everything through that is in the state asked for."""
        self.ask(EVERYTHING, alone=True)

    def let_in(self, item: Any) -> None:
        """Widen the filters until they let a record through."""
        if not self.state.admits(item):
            self.states.set_current(next(key for key, state in self._by_key.items() if state.admits(item)))
        if self.closed is not None:
            self.closed.let_in(item.project_id)
        if self.admits(item) and not self.search.text():
            self.changed.emit()
        else:
            self.clear_all()

    def _clear(self) -> None:
        for menu in (self.whose, *self.menus.values()):
            menu.choose("")
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
