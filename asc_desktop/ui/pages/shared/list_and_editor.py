"""A page of a list beside the editor of one record, or one in the other's place in a narrow window.

``Ctrl+Enter`` opens the current record, ``F6`` puts the keyboard on the next part, ``Alt+Left`` goes back to the list,
``Ctrl+F`` to the words that narrow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from asc_desktop.domain.records.fields import Record, fields_of
from asc_desktop.domain.report.model import Report
from asc_desktop.ui.keys import BACK, FILTER, OPEN
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST, page_board
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

GAP: Final = 10
TWO_COLUMNS_FROM: Final = 900
"""The width, in pixels, from which the list and the editor are side by side."""

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ListAndEditorPage(Page):
    """Every record of a type in the programme; one of them is edited beside the list."""

    kind: ClassVar[type[Record]]
    shares: ClassVar[tuple[int, int]] = (50, 50)
    """How list and side share the width, in per cent."""
    list_words: ClassVar[str] = "list"
    """What the list is called."""
    is_typed_in: ClassVar[bool] = True
    """Whether cells of the list are typed in."""
    new_tip: ClassVar[str]
    beginning: ClassVar[str]
    """What a record of the type is, for a portfolio without a programme."""

    filters: Any
    """What narrows the list, with the box for words as its `search`."""
    list: Any
    """The widget of the list, with its `view` and `model`."""
    editor: Any
    """Has what is `shown`, a `show_item`, `take_focus` and `actions_of`."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._is_empty = True
        self.is_narrow = False
        self.shows_side = False
        self.header = PageHeader(self.title)
        self.make_parts()
        self.back_button = QPushButton(f"Back to the {self.list_words}")
        set_tip(self.back_button, f"Back to the {self.list_words} ({BACK})")
        self.controls = [*self.header_controls()]
        for widget in self.controls:
            self.header.add_widget(widget)
        self.new_button = self.header.add_primary(f"New {self.kind.noun}…", "add")
        set_tip(self.new_button, self.new_tip)
        only_to_change(self.new_button)
        self.controls.append(self.new_button)
        self.side = self._make_side()
        self.splitter = self.make_splitter()
        self._empty = self.make_beginning(f"No {self.kind.plural} yet", self.beginning)
        rest = [(widget, 1) for widget in (self.splitter, *self.instead(), self._empty)]
        self.list.setMinimumHeight(LEAST_LIST)
        column_of(page_board(self.header, *self.above(), *rest, spacing=GAP), into=self, margins=0)
        self._connect()
        self.arrange()

    # ------------------------------------------------------------------------------------------ for subclasses

    def make_parts(self) -> None:
        """Make the filters, the list and the editor."""
        raise NotImplementedError

    def make_splitter(self) -> QSplitter:
        """Return the list beside the rest."""
        first, second = self.shares
        sizes = [share * GAP for share in self.shares]
        return splitter((self.list, first), (self.side, second), sizes=sizes)

    def show_list(self, report: Report) -> None:
        """List the report's records."""
        raise NotImplementedError

    def reported(self, report: Report, record_id: str) -> Any:
        """Return what the report says of a record, or None."""
        raise NotImplementedError

    def let_in(self, item: Any) -> None:
        """Widen the filters until they let a record through."""
        raise NotImplementedError

    def item_of(self, row: Any) -> Any:
        """Return what the report says of a row."""
        return row.report

    def summary(self, report: Report) -> str:
        """Return what the header says of the records."""
        raise NotImplementedError

    def record_new(self) -> None:
        """Ask for a new record, and go to it."""
        raise NotImplementedError

    def show_more(self, report: Report | None) -> None:
        """Show what else the page shows of a report, and offer what can be chosen; None where there is no programme."""

    def more_actions(self, rows: Sequence[Any]) -> Sequence[QAction]:
        """Return what can be done with the rows selected, beside what the editor offers for one."""
        del rows
        return []

    def header_controls(self) -> Sequence[QWidget]:
        """Return the controls for the header, before the button for a new record."""
        return ()

    def above(self) -> Sequence[QWidget]:
        """Return what is shown above the list and the editor."""
        return ()

    def instead(self) -> Sequence[QWidget]:
        """Return what may be shown in the place of the list and the editor."""
        return ()

    def beside(self) -> Sequence[tuple[QWidget, int]]:
        """Return what is beside the list, one under another, each with its part of the height."""
        return ((self.editor, 1),)

    def side_controls(self) -> Sequence[QWidget]:
        """Return what is above the side, at its left."""
        return ()

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the records as they now are; selection, scroll position and what is half typed stay."""
        self._is_empty = self.workspace.is_empty
        report = None if self._is_empty else self.workspace.report
        self.arrange()
        self.show_more(report)
        if report is None:
            self.editor.show_item(None)
        else:
            self.show_list(report)
            self.show_current()
        # Last: the header makes room for what its buttons now say.
        self.header.set_title(self.title, self.summary(report) if report is not None else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and side beside each other, or one in the other's place."""
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the record with Enter or a double-click while the list has the window to itself."""
        view = self.list.view
        is_enter = (
            watched is view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        is_double = watched is view.viewport() and event.type() == QEvent.Type.MouseButtonDblClick
        if self.is_narrow and view.current_row is not None and (is_enter or is_double):
            self.open(view.current_row)
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------------------ actions

    def go_to(self, record_id: str) -> None:
        """Show one record in the list and the editor, whatever the filters; say so where it is not here."""
        report = self.workspace.report
        found = self.reported(report, record_id)
        if found is None:
            raised = any(field.key == "raised_period" for field in fields_of(self.kind))
            late = "was raised after this month, or " if raised else ""
            self.workspace.said.emit(f"That {self.kind.noun} {late}is of another programme.")
            return
        self.show_list(report)
        self.let_in(found)
        self.list.view.select_row(record_id)
        self.editor.show_item(found)
        self.show_side(shown=True)

    def open(self, row: Any) -> None:
        """Show a record in the editor and put the keyboard there."""
        if row is not None:
            self.editor.show_item(self.item_of(row))
            self.show_side(shown=True)
            self.editor.take_focus()

    def go_back(self) -> None:
        """Go back to the list."""
        self.show_side(shown=False)
        self.list.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> list[QWidget]:
        """Return list and side, where the window has room for one of them, as if both were in sight."""
        return [self.list, self.side] if self.is_narrow and not self._is_empty else super().panes()

    def enter_pane(self, at: int) -> None:
        """Put the keyboard on the list, on the record in the editor, or on what else there is."""
        pane, row = self.panes()[at], self.list.view.current_row
        if pane is self.list:
            self.go_back()
        elif row is not None and (pane is self.editor or pane.isAncestorOf(self.editor)):
            self.open(row)
        else:
            super().enter_pane(at)

    def show_side(self, *, shown: bool) -> None:
        """In a narrow window, show the side in the list's place, or the list again."""
        self.shows_side = shown
        self.arrange()

    def show_current(self) -> None:
        """Show the list's current record in the editor, the first one where there is none."""
        if self._is_empty:
            return
        view, shown = self.list.view, self.editor.shown
        row = view.current_row if self.is_narrow else view.hold_row(shown.id if shown else "")
        self.editor.show_item(self.item_of(row) if row is not None else None)

    @property
    def is_alone(self) -> bool:
        """Whether the side has the place of the list."""
        return self.is_narrow and self.shows_side and not self._is_empty

    def arrange(self) -> None:
        """Show what the window has room for."""
        was_narrow, self.is_narrow = self.is_narrow, self.width() < TWO_COLUMNS_FROM
        if was_narrow and not self.is_narrow:
            self.show_current()
        self.header.setVisible(not self.is_alone)
        self.list.setVisible(not self.is_alone)
        self.side.setVisible(not self.is_narrow or self.shows_side)
        self.back_button.setVisible(self.is_narrow)
        self._empty.setVisible(self._is_empty)
        self.splitter.setVisible(not self._is_empty)
        for widget in self.controls:
            widget.setVisible(not self._is_empty)
        # It makes room for the controls that are in sight.
        self.header.set_title(self.title)

    def actions_for(self, row_ids: Sequence[str]) -> Sequence[QAction]:
        """Return what can be done with the rows selected."""
        rows = [row for row_id in row_ids if (row := self.list.model.find(row_id)) is not None]
        if len(rows) != 1:
            return self.more_actions(rows)
        self.editor.show_item(self.item_of(rows[0]))
        opened = menu_action(
            f"&Open the {self.kind.noun} ({OPEN})", lambda: self.open(rows[0]), changes=False
        )
        return [opened, *self.more_actions(rows), *self.editor.actions_of()]

    # ------------------------------------------------------------------------------------------------ inside

    def _make_side(self) -> QWidget:
        side = QWidget()
        top = row_of(*self.side_controls(), 1, self.back_button)
        column_of(top, *self.beside(), into=side, margins=0, spacing=GAP)
        return side

    def _connect(self) -> None:
        view = self.list.view
        self.new_button.clicked.connect(self.record_new)
        view.current_row_changed.connect(lambda _: self.when_figured(self.show_current))
        view.activated_row.connect(self.open)
        if not self.is_typed_in:
            view.clicked.connect(lambda _: self.open(view.current_row) if self.is_narrow else None)
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)
        self.back_button.clicked.connect(self.go_back)
        add_keys(
            self,
            {
                FILTER: self._find,
                OPEN: lambda: self.open(view.current_row),
                BACK: self.go_back,
            },
        )

    def _find(self) -> None:
        if self.is_alone:
            self.go_back()
        self.filters.search.begin()
