"""One record of a register: its heading with buttons, its form and its parts. Fields save themselves when left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.fields import Record, fields_of
from asc_desktop.services import editing
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.shared.actions_panel import ActionsPanel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import PADDING, Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

MENU_LETTERS = "fevghpr"
"""The window's: File, Edit, View, Programme, Help, and the keys of the programme and the month at the top."""


class RegisterEditor(Card):
    """The record that is chosen in the register; a sentence while none is.

    A subclass says of which type, what is done about one, and what else is shown. Where the type has a project there is
    a button that goes to it, and one that closes and reopens where it is closed in a period.
    """

    kind: ClassVar[type[Record]]
    form_rows: ClassVar[Sequence[FormRow]]
    icon: ClassVar[str]
    project_tab: ClassVar[str] = ""
    """The tab of the project to go to."""
    actions_type: ClassVar[type[ActionsPanel] | None] = None
    """The table of what is done about it."""
    delete_tip: ClassVar[str]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self.workspace = workspace
        self.shown: Any = None
        """What the report says of the record shown, or None."""
        noun = self.kind.noun
        keys = {field.key for field in fields_of(self.kind)}
        self.form = RecordForm(
            self.kind,
            self.form_rows,
            workspace=workspace,
            commit=self.commit,
            reserved=MENU_LETTERS,
        )
        self.actions_panel = self.actions_type(workspace) if self.actions_type is not None else None
        self._offered: list[tuple[str, QAbstractButton, bool]] = []
        self._nothing = EmptyState(
            self.icon, f"No {noun} chosen", "Choose one in the list to see and edit it."
        )
        self.facts = make_label("", "muted", wrap=True)
        self.facts.setParent(self)
        self.facts.hide()
        self._may_close = "closed_period" in keys
        self.project_button = QPushButton("Open project", self)
        self.project_button.setProperty("kind", "quiet")
        self.close_button = QPushButton(self)
        for button in (self.project_button, self.close_button):
            button.hide()
        if "project_id" in keys:
            self.offer("Open &project", self.project_button, self.open_project, changes=False)
        if self._may_close:
            self.offer("", self.close_button, self.close_or_reopen)
        self.offer_more()
        self.delete_button = self.tool_button("delete", f"Delete the {noun}", self.delete_tip)
        self.offer("Delete…", self.delete_button, self.delete)
        self._content = self.lay_out()
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self._nothing, 1)
        self.show_item(None)

    # ------------------------------------------------------------------------------------------ for subclasses

    def sections(self) -> Sequence[QWidget | None]:
        """Return what is shown one under another and scrolls together."""
        return (self.facts, self.form, self.actions_panel)

    def lay_out(self) -> QWidget:
        """Return what is shown while a record is chosen."""
        board = Board()
        layout = column_of(into=board, margins=(PADDING, 0, PADDING, PADDING - 4), spacing=12)
        for section in self.sections():
            if section is not None:
                layout.addWidget(section, 1 if section is self.actions_panel else 0)
        return board.scrolling()

    def offer_more(self) -> None:
        """Offer what else can be done with the record, between closing and deleting."""

    def title_of(self, item: Any) -> str:
        """Return the heading."""
        raise NotImplementedError

    def facts_of(self, item: Any) -> str:
        """Return what is known of the record in a line below the heading."""
        del item
        return ""

    def show_parts(self, item: Any) -> None:
        """Show the record's parts; None while no record is chosen."""

    def delete_words(self, record: Any) -> str:
        """Return what the question says that goes with it."""
        del record
        return ""

    def take_focus(self) -> None:
        """Begin with the first field."""
        self.form.box(self.form.keys[0]).take_focus()

    def commit(self, edits: list[CellEdit]) -> None:
        """Save what was typed into fields."""
        self.workspace.apply_cells(self.kind, edits)

    # ------------------------------------------------------------------------------------------------ contents

    def show_item(self, item: Any) -> None:
        """Show a record as reported, or that none is chosen; what is half typed in it stays."""
        self.shown = item
        is_shown = item is not None
        self._nothing.setVisible(not is_shown)
        self._content.setVisible(is_shown)
        for _, button, _ in self._offered:
            button.setVisible(is_shown)
        self.form.set_record(self.record)
        if self.actions_panel is not None:
            self.actions_panel.show_item(item)
        self.show_parts(item)
        self.set_title(self.title_of(item) if is_shown else self.kind.noun.capitalize())
        if not is_shown:
            return
        self.facts.setText(self.facts_of(item))
        self.facts.setVisible(bool(self.facts.text()))
        self.project_button.setVisible(bool(getattr(item, "project_id", "")))
        if self._may_close:
            self.close_button.setText(f"Close {self.kind.noun}" if item.open else "Reopen")
            period = period_label(self.workspace.period)
            set_tip(self.close_button, f"Close it in {period}" if item.open else "Reopen it")

    @property
    def record(self) -> Any:
        """The record shown, or None."""
        return self.workspace.records.find(self.kind, self.shown.id if self.shown is not None else "")

    def actions_of(self) -> list[QAction]:
        """Return what can be done with the record, for the register's menu."""
        return [
            menu_action(words or button.text(), button.click, changes=changes)
            for words, button, changes in self._offered
            if not button.isHidden()
        ]

    def offer(self, words: str, button: QAbstractButton, act: object, *, changes: bool = True) -> None:
        """Put a button into the heading, and its command into the register's menu under these words, or its own."""
        button.clicked.connect(act)
        if changes:
            only_to_change(button)
        self._offered.append((words, button, changes))
        self.add_header_widget(button)

    def tool_button(self, icon: str, name: str, tip: str) -> QToolButton:
        """Return a button for the heading that is only an icon."""
        button = QToolButton()
        theme_hub().icons.bind(button, icon, "text_muted")
        button.setAccessibleName(name)
        set_tip(button, tip)
        return button

    # ------------------------------------------------------------------------------------------------ actions

    def open_project(self) -> None:
        """Go to the record's project."""
        if self.shown is not None and self.shown.project_id:
            what = {"project_id": self.shown.project_id}
            self.workspace.navigate.emit(
                "projects", {**what, "tab": self.project_tab} if self.project_tab else what
            )

    def close_or_reopen(self) -> None:
        """Close the record in this period, after a question where actions are open; or take that back."""
        item, noun = self.shown, self.kind.noun
        if item is None or (item.open and not self._may_leave_undone(item)):
            return
        edits = [(item.id, "closed_period", self.workspace.period if item.open else "")]
        self.workspace.attempt_told(
            lambda reason: editing.apply_cells(self.workspace.session, self.kind, edits, reason=reason),
            f"The {noun} was not {'closed' if item.open else 'reopened'}",
        )

    def delete(self) -> None:
        """Delete the record with its parts, after a question."""
        record, noun = self.record, self.kind.noun
        if record is not None:
            self.workspace.delete(
                [record],
                f"Delete this {noun}?",
                f"{self.delete_words(record)}Undo restores it.",
                f"The {noun} cannot be deleted",
            )

    def _may_leave_undone(self, item: Any) -> bool:
        """Ask whether to close the record, where some of what is done about it is not done yet."""
        panel, noun = self.actions_type, self.kind.noun
        left = sum(1 for action in panel.items_of(item) if action.state != "Done") if panel else 0
        if panel is None or not left:
            return True
        words = f"One {panel.noun[1]} is" if left == 1 else f"{left} {panel.noun[1]}s are"
        return self.workspace.asker.confirm(
            f"Close this {noun}?", f"{words} not done yet. What is not done stays as it is.", f"Close {noun}"
        )
