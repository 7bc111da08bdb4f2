"""The chase list: what is due from people as of today, by lead, copied for an e-mail or written as reminders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.chase import (
    COMING_DAYS,
    KIND_WORDS,
    KINDS,
    ChaseList,
    Due,
    by_lead,
    chase_text,
)
from asc_desktop.domain.report.updates import NO_LEAD, contact_of, papers_words
from asc_desktop.domain.words import number_of
from asc_desktop.services.chase import chase_of
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.controls import ControlRow
from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.updates.columns import days_words
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import menu_action, offer
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TITLE: Final = "Chase list"
SOON_DAYS: Final = 7
WHEN: Final = (("overdue", "Overdue"), ("soon", f"Overdue or within {SOON_DAYS} days"))
GROUPINGS: Final = (("lead", "Lead"), ("kind", "Kind"), ("", "None"))
FOLDER: Final = "forms-folder"
_GROUP: Final = "updates/chase-group"


class ChaseCard(Card):
    """Everything that is due from people, gathered by lead."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(TITLE, " ", margins=False)
        self._workspace = workspace
        self.chase: ChaseList | None = None
        self.model = RecordTableModel(_columns(workspace))
        self.view = RecordTableView(self.model, "chase", workspace=workspace, row_actions=self._actions_for)
        self.view.setAccessibleName(TITLE)
        self.view.set_empty(
            "updates",
            "Nothing is due",
            "Updates, milestones, mitigations, actions, issues and decisions are listed here when they are overdue or "
            f"due within {COMING_DAYS} days.",
        )
        self.view.activated_row.connect(self._open)
        self.box = FilterBox("what is due")
        self.box.follow(self.model)
        self.box.textChanged.connect(lambda _: self._offer())
        self.box.left_down.connect(self.view.setFocus)
        self.whose = LeadMenu(workspace)
        self.when = ChoiceButton("Due", none="Any")
        self.when.set_options(WHEN)
        self.kind = ChoiceButton("Kind", none="Any")
        self.group = ChoiceButton("Group by")
        self.group.set_options(GROUPINGS)
        kept = workspace.memory.get(_GROUP)
        self.group.choose(kept if kept in dict(GROUPINGS) else "lead")
        for menu in (self.whose, self.when):
            menu.chosen.connect(lambda _: self._narrow())
        self.kind.chosen.connect(lambda _: self._narrow())
        self.group.chosen.connect(self._on_group)
        self.reminders_button = QPushButton("Drafts of reminders…")
        self.reminders_button.clicked.connect(self.draft_reminders)
        self.copy_button = QPushButton("Copy for an e-mail")
        self.copy_button.setProperty("kind", "primary")
        theme_hub().icons.bind(self.copy_button, "copy", "accent_text")
        self.copy_button.clicked.connect(self.copy)
        for button in (self.reminders_button, self.copy_button):
            self.add_header_widget(button)
        filters = ControlRow(self.box, self.whose, self.when, self.kind, self.group)
        self.body.setContentsMargins(6, 0, 6, 6)
        self.body.addLayout(column_of(row_of(filters, margins=(6, 0, 0, 0)), (self.view, 1), spacing=8))

    def refresh(self) -> None:
        """Show what is due today; selection, scroll and filters stay."""
        workspace = self._workspace
        self.chase = chase_of(workspace.session, workspace.programme_id)
        with self.model.at_once():
            self.model.set_rows(self.chase.dues)
            self._narrow()
        self.whose.offer(due.lead for due in self.chase.dues)
        there = {due.kind for due in self.chase.dues}
        self.kind.set_options([(key, words) for key, words in KINDS if key in there])
        self._say_what(self.chase)
        self._offer()

    def shown(self) -> list[Due]:
        """Return what is listed, by its day."""
        ids = {row.id for row in self.model.shown_rows}
        return [due for due in self.model.rows if due.id in ids]

    def copy(self) -> None:
        """Copy what is listed, by lead, as text for an e-mail."""
        self._copy(self.shown())

    def draft_reminders(self) -> None:
        """Write a reminder for each lead of what is listed, as the draft of an e-mail, into a folder."""
        from asc_desktop.services.forms.reminders import ReminderError, write_reminders

        workspace, found = self._workspace, self.shown()
        if not found or self.chase is None:
            return
        kept = workspace.memory.get(FOLDER) or str(workspace.session.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, "Choose the folder for the reminders", kept)
        if not chosen:
            return
        workspace.memory.set(FOLDER, chosen)
        leads = by_lead(found, workspace.records)
        try:
            written = write_reminders(workspace.session, leads, self.chase.updates, Path(chosen))
        except ReminderError as error:
            workspace.asker.tell("Not every reminder was written", str(error))
            return
        count = number_of(len(written), "reminder is", "reminders are")
        workspace.said.emit(f"{count} in {chosen}. Nothing was sent: open each, look at it, and send it.")

    def _copy(self, found: Sequence[Due]) -> None:
        if not found or self.chase is None:
            return
        leads = by_lead(found, self._workspace.records)
        QGuiApplication.clipboard().setText(chase_text(leads, self.chase))
        count, whom = number_of(len(found), "thing"), number_of(len(leads), "lead")
        self._workspace.said.emit(f"{count} due from {whom} copied. Paste it into an e-mail.")

    def _open(self, row: Due) -> None:
        what: dict[str, Any] = {"record_id": row.record_id}
        if row.page == "updates":
            what = {"project_id": row.project_id}
        self._workspace.navigate.emit(row.page, what)

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows: list[Due] = [row for row_id in row_ids if (row := self.model.find(row_id))]
        if not rows:
            return []
        found = []
        if len(rows) == 1:
            one = rows[0]
            whose = [due for due in self.shown() if due.lead == one.lead]
            lead = one.lead or NO_LEAD
            found = [
                menu_action("&Go to it", lambda: self._open(one), changes=False),
                menu_action(f"Copy what is due from {lead}", lambda: self._copy(whose), changes=False),
            ]
        else:
            found.append(
                menu_action(f"&Copy these {len(rows)} for an e-mail", lambda: self._copy(rows), changes=False)
            )
        return found

    def _admits(self, row: Due) -> bool:
        if self.kind.key not in {"", row.kind} or not self.whose.admits((row.lead,)):
            return False
        if not self.when.key:
            return True
        last = -1 if self.when.key == "overdue" else SOON_DAYS
        return row.days_left is not None and row.days_left <= last

    def _narrow(self) -> None:
        with self.model.at_once():
            self.model.set_predicate(self._admits, (self.whose.key, self.when.key, self.kind.key))
            self.model.set_grouping(_grouping(self.group.key))
        self._offer()

    def _on_group(self, key: str) -> None:
        self._workspace.memory.set(_GROUP, key)
        self._narrow()

    def _say_what(self, chase: ChaseList) -> None:
        overdue = sum(1 for due in chase.dues if due.is_overdue)
        words = f"{overdue} overdue, {len(chase.dues) - overdue} to come in the {COMING_DAYS} days from "
        papers = chase.updates.papers
        more = f" {papers_words(papers)}" if papers is not None else ""
        self.set_title(TITLE, f"{words}{date_label(chase.today)}.{more}")

    def _offer(self) -> None:
        is_any = bool(self.model.shown_rows)
        why = "Nothing is listed."
        offer(self.copy_button, possible=is_any, tip="Copy all that is listed here, by lead", why=why)
        offer(
            self.reminders_button,
            possible=is_any,
            tip="Write an e-mail draft for each lead with what is listed here. Nothing is sent",
            why=why,
        )


def _grouping(key: str) -> Grouping | None:
    if key == "lead":
        return Grouping("Lead", lambda row: row.lead or NO_LEAD, column="lead")
    if key == "kind":
        return Grouping(
            "Kind", lambda row: row.kind, KIND_WORDS.__getitem__, order=[kind for kind, _ in KINDS]
        )
    return None


def _columns(workspace: Workspace) -> list[Column]:
    def email(row: Due) -> str:
        contact = contact_of(workspace.records, row.lead)
        return (contact.email or "") if contact else ""

    def state(row: Due) -> Chip:
        if row.is_overdue:
            return Chip(row.kind_words, "red")
        return Chip(row.kind_words, "amber" if row.days_left is not None else "grey")

    return [
        view_column(
            "kind",
            "Kind",
            chip=state,
            read=lambda row: row.kind,
            words=KIND_WORDS.__getitem__,
            sort_key=[kind for kind, _ in KINDS].index,
            width=120,
            tooltip="Red where it is overdue, amber where it has a day to come",
        ),
        view_column("about", "Project or record", width=250, hint=lambda row: row.about),
        view_column("what", "What is due", width=300, hint=lambda row: row.what),
        view_column("due_on", "Due", Kind.DATE, width=102, warn=lambda row: row.is_overdue),
        view_column(
            "days_left",
            "Days",
            Kind.INTEGER,
            words=days_words,
            warn=lambda row: row.is_overdue,
            align="left",
            width=96,
        ),
        view_column("lead", "Lead", width=190, hint=lambda row: row.lead),
        view_column("form", "Form", width=68, hidden=True),
        view_column("email", "E-mail of the lead", read=email, width=220, hidden=True),
    ]
