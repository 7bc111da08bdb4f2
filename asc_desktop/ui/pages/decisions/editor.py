"""One decision beside the list: its warnings, and its form and parts in tabs. Every field saves when it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import DECISION_STAGES, Decision
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.rules.decisions import stage_due
from asc_desktop.services import decisions
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.decisions.panels import (
    AdvicePanel,
    FundingPanel,
    ImplicationsPanel,
    OptionsPanel,
    ProjectsPanel,
    SuppliersPanel,
)
from asc_desktop.ui.pages.decisions.parts import PartPanel, give_room
from asc_desktop.ui.pages.shared.register_editor import RegisterEditor
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import PADDING
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.form.rows import FormRow, Heading
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

PANELS: Final[dict[str, tuple[str, type[PartPanel]]]] = {
    "options": ("Options", OptionsPanel),
    "funding": ("Funding", FundingPanel),
    "suppliers": ("Suppliers", SuppliersPanel),
    "advice": ("Advice", AdvicePanel),
    "implications": ("Implications", ImplicationsPanel),
    "projects": ("Projects", ProjectsPanel),
}
"""The tabs after the decision’s own, by key: words and panel."""


class DecisionEditor(RegisterEditor):
    """The decision that is chosen in the list, in tabs: its form, and its parts."""

    kind: ClassVar[type[Record]] = Decision
    icon: ClassVar[str] = "decisions"
    form_rows: ClassVar[Sequence[FormRow]] = (
        "subject",
        ("kind", "stage"),
        ("ref", "forward_plan_ref"),
        ("revenue_pence", "capital_pence"),
        ("key_decision", "subject_to_call_in"),
        Heading("Dates and call-in"),
        ("decision_date", "call_in_expires"),
        ("start_date", "first_spend_date"),
        Heading("What and why"),
        "what",
        "why",
        "source",
    )
    delete_tip: ClassVar[str] = "Delete the decision with all its parts"

    sources_wanted = Signal()
    copied = Signal(str)
    """The id of a copy that was made."""

    def __init__(self, workspace: Workspace) -> None:
        self.suggest_button = QPushButton()
        self.suggest_button.setProperty("kind", "quiet")
        self._warnings = Callout("", "warning")
        self.stage_button = QPushButton()
        self.stage_button.setProperty("kind", "quiet")
        self.tabs = QTabWidget()
        self._panels: dict[str, PartPanel] = {}
        self._places: dict[str, QStackedWidget] = {}
        super().__init__(workspace)
        self.suggest_button.clicked.connect(self.use_suggested)
        self.stage_button.clicked.connect(self.move_on)
        only_to_change(self.suggest_button, self.stage_button)
        self.tabs.currentChanged.connect(lambda _: self._show_tab())

    # ------------------------------------------------------------------------------------------------ contents

    def title_of(self, item: DecisionReport) -> str:
        """Return the decision's reference and subject."""
        return f"{item.ref} {item.subject}"

    def show_item(self, item: DecisionReport | None) -> None:
        """Show a decision; what is half typed in the parts of another is saved first."""
        if (item.id if item else "") != (self.shown.id if self.shown else ""):
            for panel in self._panels.values():
                panel.commit()
        super().show_item(item)

    def show_parts(self, item: DecisionReport | None) -> None:
        """Show the warnings, how many parts there are, and those of the tab in sight."""
        if item is None:
            return
        self._warnings.setVisible(bool(item.warnings))
        self._warnings.set_message("\n".join(warning.sentence for warning in item.warnings))
        self._suggest()
        for key, (words, kind) in PANELS.items():
            count = len(getattr(item, kind.attribute))
            self.tabs.setTabText(self.tabs.indexOf(self._places[key]), f"{words} {count}" if count else words)
        self._show_tab()

    def panel(self, key: str) -> PartPanel:
        """Return the panel of a tab, made when it is first asked for."""
        found = self._panels.get(key)
        if found is None:
            found = self._panels[key] = PANELS[key][1](self.workspace)
            if isinstance(found, FundingPanel):
                found.sources_wanted.connect(self.sources_wanted)
            self._places[key].addWidget(found)
        return found

    def show_tab(self, key: str) -> None:
        """Go to a tab: ``decision`` or the key of a panel."""
        self.tabs.setCurrentIndex(0 if key == "decision" else self.tabs.indexOf(self._places[key]))

    def take_focus(self) -> None:
        """Begin with the first field, or the table of the tab in sight."""
        key = self._key()
        if key:
            self.panel(key).view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.box("subject").take_focus()

    def actions_of(self) -> list[QAction]:
        """Return what can be done with the decision, for the list's menu."""
        suggest = self.suggest_button
        found = [menu_action(suggest.text(), suggest.click)] if suggest.isVisibleTo(self) else []
        return [*found, *super().actions_of()]

    def offer_more(self) -> None:
        """Offer a copy."""
        tip = "Copy it as a draft, with its options, implications and projects"
        self.copy_button = self.tool_button("copy", "Duplicate the decision", tip)
        self.offer("Du&plicate", self.copy_button, self.duplicate)

    def delete_words(self, record: Decision) -> str:
        """Say what goes too, and what is better."""
        return (
            f"{record.ref} goes with its options, funding, awards, advice and implications. A decision that will not "
            "be taken is better withdrawn. "
        )

    def commit(self, edits: Sequence[CellEdit]) -> None:
        """Save what was typed; a date of decision brings the suggested end of call-in."""
        session = self.workspace.session
        self.workspace.apply(lambda reason: decisions.apply_cells(session, edits, reason=reason))

    # ------------------------------------------------------------------------------------------------ actions

    def use_suggested(self) -> None:
        """Let call-in expire on the suggested day."""
        decision, session = self.shown, self.workspace.session
        if decision is not None:
            self.workspace.attempt_told(
                lambda reason: decisions.use_suggested_expiry(session, [decision.id], reason=reason)
            )

    def move_on(self) -> None:
        """Move a decision that was taken to the stage that follows."""
        decision, due = self.shown, self._stage_due()
        if decision is not None and due:
            self.commit([CellEdit(decision.id, "stage", due)])

    def duplicate(self) -> None:
        """Add a copy as a draft and go to it."""
        record = self.record
        if record is not None:
            session = self.workspace.session
            copy = self.workspace.attempt_told(
                lambda reason: decisions.duplicate_decision(session, record, reason=reason)
            )
            if copy is not None:
                self.copied.emit(copy.id)

    # ------------------------------------------------------------------------------------------------ inside

    def _stage_due(self) -> str:
        return stage_due(self.record, self.workspace.context.as_at) if self.record is not None else ""

    def _suggest(self) -> None:
        """Offer the stage that is due, and the suggested end of call-in where it differs from what is recorded."""
        due = self._stage_due()
        self.stage_button.setVisible(bool(due))
        self.stage_button.setText(f"Move it to {dict(DECISION_STAGES)[due]}" if due else "")
        record = self.record
        suggested = decisions.suggested_expiry(self.workspace.session, record) if record else None
        differs = bool(record and suggested and suggested != record.call_in_expires)
        self.suggest_button.setVisible(differs)
        self.suggest_button.setText(f"Use suggested date, {date_label(suggested)}" if differs else "")
        set_tip(
            self.suggest_button,
            f"Let call-in expire on {date_label(suggested)}, by the portfolio’s working days and bank holidays",
        )

    def _key(self) -> str:
        return next((key for key, place in self._places.items() if place is self.tabs.currentWidget()), "")

    def _show_tab(self) -> None:
        key = self._key()
        if key and self.shown is not None:
            self.panel(key).show_decision(self.shown)

    def lay_out(self) -> QWidget:
        """Return the tabs above the warnings: below, they move nothing that a person is about to click."""
        give_room(self.form)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Parts of the decision")
        board = Board()
        column_of(self.form, into=board, margins=(PADDING, 10, PADDING, PADDING - 4), spacing=8)
        hint = row_of(self.suggest_button, 1)
        self.form.box("stage").add_below(self.stage_button)
        box = self.form.box("call_in_expires").layout()
        if isinstance(box, QVBoxLayout):
            # Above the stretch at the box's foot.
            box.insertLayout(box.count() - 1, hint)
        self.tabs.addTab(board.scrolling(), "Decision")
        for key, (words, _) in PANELS.items():
            place = self._places[key] = QStackedWidget()
            self.tabs.addTab(place, words)
        content = QWidget()
        notice = column_of(self._warnings, margins=(PADDING, 0, PADDING, PADDING - 4))
        column_of((self.tabs, 1), notice, into=content, margins=0, spacing=6)
        return content
