"""One decision beside the list: its warnings, and its form and parts in tabs. Every field saves when it is left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.services import decisions, editing
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
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import PADDING, Card
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.record_form import FormRow, Heading, RecordForm
from asc_desktop.ui.workspace import Workspace

FORM_ROWS: Final[tuple[FormRow, ...]] = (
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
PANELS: Final[dict[str, tuple[str, type[PartPanel]]]] = {
    "options": ("Options", OptionsPanel),
    "funding": ("Funding", FundingPanel),
    "suppliers": ("Suppliers", SuppliersPanel),
    "advice": ("Advice", AdvicePanel),
    "implications": ("Implications", ImplicationsPanel),
    "projects": ("Projects", ProjectsPanel),
}
"""The tabs after the decision’s own, by key: words and panel."""


class DecisionEditor(Card):
    """The decision that is chosen in the list; a sentence while none is."""

    sources_wanted = Signal()
    copied = Signal(str)
    """The id of a copy that was made."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self._workspace = workspace
        self.decision: DecisionReport | None = None
        self.form = RecordForm(
            Decision, FORM_ROWS, choices=workspace.choices, commit=self._commit, near=workspace.period
        )
        give_room(self.form)
        self.suggest_button = QPushButton("Use suggested date")
        self.suggest_button.setProperty("kind", "quiet")
        self.suggest_button.clicked.connect(self.use_suggested)
        only_to_change(self.suggest_button)
        self._warnings = Callout("", "warning")
        self.copy_button = self._tool("copy", "Duplicate the decision", self.duplicate)
        set_tip(self.copy_button, "Copy it as a draft, with its options, implications and projects")
        self.delete_button = self._tool("delete", "Delete the decision", self.delete)
        set_tip(self.delete_button, "Delete the decision with all its parts")
        only_to_change(self.copy_button, self.delete_button)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Parts of the decision")
        self._panels: dict[str, PartPanel] = {}
        self._places: dict[str, QStackedWidget] = {}
        self._nothing = EmptyState(
            "decisions", "No decision chosen", "Choose one in the list to see and edit it."
        )
        self._content = self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self._show_tab())
        self.show_decision(None)

    # ------------------------------------------------------------------------------------------------ contents

    def show_decision(self, decision: DecisionReport | None) -> None:
        """Show a decision, or that none is chosen; what is half typed in it stays."""
        changed = (decision.id if decision else "") != (self.decision.id if self.decision else "")
        if changed:
            for panel in self._panels.values():
                panel.commit()
        self.decision = decision
        shown = decision is not None
        self._nothing.setVisible(not shown)
        self._content.setVisible(shown)
        for button in (self.copy_button, self.delete_button):
            button.setVisible(shown)
        self.form.set_record(self._workspace.records.find(Decision, decision.id if decision else ""))
        if decision is None:
            self.set_title("Decision")
            return
        self.set_title(f"{decision.ref} {decision.subject}")
        self._warnings.setVisible(bool(decision.warnings))
        self._warnings.set_message("\n".join(item.sentence for item in decision.warnings))
        self._suggest()
        for key, (words, kind) in PANELS.items():
            count = len(getattr(decision, kind.attribute))
            at = self.tabs.indexOf(self._places[key])
            self.tabs.setTabText(at, f"{words} {count}" if count else words)
        self._show_tab()

    def panel(self, key: str) -> PartPanel:
        """Return the panel of a tab, made when it is first asked for."""
        found = self._panels.get(key)
        if found is None:
            found = self._panels[key] = PANELS[key][1](self._workspace)
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
        actions = []
        offered: list[tuple[str, QAbstractButton]] = [
            ("Du&plicate", self.copy_button),
            ("Delete…", self.delete_button),
        ]
        if self.suggest_button.isVisibleTo(self):
            offered.insert(0, (self.suggest_button.text(), self.suggest_button))
        for words, button in offered:
            action = QAction(words)
            action.triggered.connect(button.click)
            only_to_change(action)
            actions.append(action)
        return actions

    # ------------------------------------------------------------------------------------------------ actions

    def use_suggested(self) -> None:
        """Let call-in expire on the suggested day."""
        decision, session = self.decision, self._workspace.session
        if decision is not None:
            self._workspace.attempt_told(
                lambda reason: decisions.use_suggested_expiry(session, [decision.id], reason=reason)
            )

    def duplicate(self) -> None:
        """Add a copy as a draft and go to it."""
        record = self._record()
        if record is not None:
            session = self._workspace.session
            copy = self._workspace.attempt_told(
                lambda reason: decisions.duplicate_decision(session, record, reason=reason)
            )
            if copy is not None:
                self.copied.emit(copy.id)

    def delete(self) -> None:
        """Delete the decision with its parts, after a question."""
        record = self._record()
        if record is not None and self._workspace.asker.confirm(
            "Delete this decision?",
            f"{record.ref} goes with its options, funding, awards, advice and implications. A decision that will not "
            "be taken is better withdrawn. Undo brings it back.",
            "Delete",
        ):
            session = self._workspace.session
            self._workspace.attempt_told(
                lambda reason: editing.delete_records(session, [record], reason=reason),
                "The decision cannot be deleted",
            )

    # ------------------------------------------------------------------------------------------------ inside

    def _record(self) -> Decision | None:
        return self._workspace.records.find(Decision, self.decision.id if self.decision else "")

    def _commit(self, edits: list[CellEdit]) -> None:
        session = self._workspace.session
        self._workspace.apply(lambda reason: decisions.apply_cells(session, edits, reason=reason))

    def _suggest(self) -> None:
        """Offer the suggested end of call-in where it differs from what is recorded."""
        record = self._record()
        suggested = decisions.suggested_expiry(self._workspace.session, record) if record else None
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
        if key and self.decision is not None:
            self.panel(key).show_decision(self.decision)

    def _tool(self, icon: str, name: str, act: object) -> QToolButton:
        button = QToolButton()
        theme_hub().icons.bind(button, icon, "text_muted")
        button.setAccessibleName(name)
        button.clicked.connect(act)
        self.add_header_widget(button)
        return button

    def _lay_out(self) -> QWidget:
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(PADDING, 10, PADDING, PADDING - 4)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        hint = QHBoxLayout()
        hint.addWidget(self.suggest_button)
        hint.addStretch(1)
        box = self.form.box("call_in_expires").layout()
        if isinstance(box, QVBoxLayout):
            # Above the stretch at the box's foot.
            box.insertLayout(box.count() - 1, hint)
        self.tabs.addTab(board.scrolling(), "Decision")
        for key, (words, _) in PANELS.items():
            place = self._places[key] = QStackedWidget()
            self.tabs.addTab(place, words)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        notice = QVBoxLayout()
        notice.setContentsMargins(PADDING, 0, PADDING, 0)
        notice.addWidget(self._warnings)
        inner.addLayout(notice)
        inner.addWidget(self.tabs, 1)
        self.body.addWidget(content, 1)
        self.body.addWidget(self._nothing, 1)
        return content
