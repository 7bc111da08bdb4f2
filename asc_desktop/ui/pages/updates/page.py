"""Updates: where each project's update for the month stands, whom to ask and chase, and taking in what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.report.updates import (
    MonthUpdates,
    ProjectUpdate,
    month_updates,
)
from asc_desktop.domain.words import number_of
from asc_desktop.services.projects import STATUS_KEY, apply_project_cells
from asc_desktop.ui.keys import FILTER, MAIN
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.base import Page, projects_asked
from asc_desktop.ui.pages.shared.controls import ControlRow
from asc_desktop.ui.pages.shared.lead_menu import LeadMenu
from asc_desktop.ui.pages.shared.list_chip import ListChip
from asc_desktop.ui.pages.shared.live_only import LiveSwitch, all_closed
from asc_desktop.ui.pages.updates.actions import UpdateActions
from asc_desktop.ui.pages.updates.chase import ChaseCard
from asc_desktop.ui.pages.updates.columns import (
    FILTERS,
    GROUPINGS,
    stands,
    update_columns,
    update_grouping,
)
from asc_desktop.ui.pages.updates.contacts import ContactsCard
from asc_desktop.ui.pages.updates.figures import PAPERS, UpdateFigures
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import add_keys, menu_action, offer
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

VIEWS: Final = (("updates", "Projects"), ("chase", "Chase list"), ("contacts", "Contacts"))
LEAST_HEIGHT: Final = 210
"""Of the list, in pixels: a lower window scrolls the page."""
_GROUP: Final = "updates/group"


class UpdatesPage(Page):
    """Every project of the month, gathered by lead; or the contacts in its place."""

    key: ClassVar[str] = "updates"
    title: ClassVar[str] = "Updates"
    icon: ClassVar[str] = "updates"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.actions_ = UpdateActions(workspace, self)
        self._only: frozenset[str] = frozenset()
        self._only_words = ""
        self.model = RecordTableModel(update_columns(workspace), sink=self._apply, choices=workspace.choices)
        self.view = RecordTableView(self.model, "updates", workspace=workspace, row_actions=self._actions_for)
        self.view.setAccessibleName("Updates of the month")
        self.nothing = self.view.set_empty(
            "projects",
            "No projects yet",
            "Updates are asked of the leads of projects. Add the projects first.",
            says_why=True,
        )
        self._to_projects = self.nothing.add_action("Go to Projects", primary=True)
        self._to_projects.clicked.connect(lambda: workspace.navigate.emit("projects", {}))
        self.chase = ChaseCard(workspace)
        self.contacts = ContactsCard(workspace)
        self.figures = UpdateFigures()
        self.figures.chosen.connect(self._choose_figure)
        self.notice = Callout("", "info")
        self._has_notice = False
        self.chip = ListChip()
        self.chip.cleared.connect(self.clear_filters)
        self._make_header()
        self.fill(
            self._lay_out(),
            "Nobody to ask yet",
            "Each month the leads of projects are asked for their updates, in a workbook that they fill in and send "
            "back. Add a programme and its projects first.",
        )
        self.view.activated_row.connect(self._open)
        for view in (self.view, self.chase.view, self.contacts.view):
            view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))
        add_keys(self, {FILTER: self._go_to_filter})

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show where the updates now stand; selection, scroll and half-typed text stay."""
        if self.begins():
            return
        updates = month_updates(self.workspace.context, self.workspace.session.today)
        self.actions_.updates = updates
        self.figures.show_updates(updates)
        with self.model.at_once():
            self.model.set_rows(updates.projects)
            self.model.refresh()
            self._narrow()
        self._say_first(updates)
        self._offer(updates)
        self._arrange()
        counted = (
            f"{updates.in_count} of {updates.due_count} updated" if updates.due_count else "No update is due"
        )
        words = f"{counted} for {self.workspace.period_words}"
        self.header.set_title(self.title, words if updates.projects else self.workspace.period_words)

    def show_only(self, what: Mapping[str, object]) -> None:
        """List some projects, or go to one, a request's or a contact; ``view`` shows ``contacts`` or ``chase``.

        ``stands`` is one of the filters, and comes before the projects that stood so when another page said it.
        """
        if self.workspace.is_empty:
            return
        self.refresh()
        if what.get("ask") or what.get("returns"):
            (self.actions_.ask if what.get("ask") else self.actions_.take_in)()
            return
        records = self.workspace.session.records
        record_id = str(what.get("record_id") or "")
        if what.get("view") == "chase":
            self._show_view("chase")
            return
        if what.get("view") == "contacts" or records.find(Contact, record_id) is not None:
            self._show_view("contacts")
            self.contacts.select(record_id)
            return
        self._show_view("updates")
        request = records.find(UpdateRequest, record_id)
        asked = projects_asked(what)
        wanted = request.project_id if request is not None else record_id or str(what.get("project_id") or "")
        if wanted:
            self.go_to(wanted)
        elif what.get("stands"):
            # Not those projects that stood so when it was clicked: undo and typing change which they are.
            self.clear_filters()
            self._choose_figure(str(what["stands"]))
        elif asked:
            self._list_only(asked, str(what.get("title") or ""))

    def go_to(self, project_id: str) -> None:
        """Go to a project, whatever the filters."""
        if not self.view.select_row(project_id):
            self.clear_filters()
            self.closed.let_in(project_id)
        if self.view.select_row(project_id):
            self.view.setFocus()
        else:
            self.workspace.said.emit(
                "That project reports nothing here: it is archived, or of another programme."
            )

    def clear_filters(self) -> None:
        """List every project."""
        self.box.clear()
        self.state.choose("")
        self.whose.choose("")
        self.model.clear_filters()
        self._list_only(frozenset(), "")

    # ------------------------------------------------------------------------------------------------ actions

    def type_status(self) -> None:
        """Begin to type the status of the current project."""
        if self.view.current_row is not None:
            self.view.go_to(self.view.currentIndex().row(), self.model.column_at(STATUS_KEY))
            self.view.edit_current()

    def _apply(self, edits: Sequence[CellEdit]) -> None:
        workspace = self.workspace
        workspace.apply(
            lambda reason: apply_project_cells(workspace.session, edits, workspace.period, reason=reason)
        )

    def _open(self, row: ProjectUpdate) -> None:
        self.workspace.navigate.emit("projects", {"project_id": row.id, "tab": "status"})

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        rows: list[ProjectUpdate] = [row for row_id in row_ids if (row := self.model.find(row_id))]
        if not rows:
            return []
        has_address = bool(self.actions_.addresses(rows))
        one = rows[0] if len(rows) == 1 else None
        found = []
        if not self.actions_.why_not_asked:
            again = " again" if any(row.request_id for row in rows) else ""
            whom = "about this project" if one is not None else f"about {number_of(len(rows), 'project')}"
            ids = [row.id for row in rows]
            found.append(menu_action(f"As&k{again} {whom}…", lambda: self.actions_.ask_about(ids)))
        if one is not None and one.state != "accepted" and one.request_id:
            found.append(menu_action("Take in its &return…", self.actions_.take_in))
        if one is not None and one.refused:
            found.append(
                menu_action(
                    "Copy the &note on what was refused",
                    lambda: self.actions_.copy_refused(one),
                    changes=False,
                )
            )
        if one is not None:
            found += [
                menu_action("&Type the status here", self.type_status),
                menu_action("&Go to the project", lambda: self._open(one), changes=False),
            ]
        carried = [row for row in rows if row.status_id and not row.is_reported]
        if carried:
            words = "" if len(rows) == 1 else f", for {number_of(len(carried), 'project')}"
            found.append(
                menu_action(f"Status as &before{words}", lambda: self.actions_.confirm_status(carried))
            )
        found.append(
            menu_action(
                "Copy the lead’s &address" if one is not None else "Copy the leads’ &addresses",
                lambda: self.actions_.copy_addresses(rows),
                changes=False,
                enabled=has_address,
                tip="" if has_address else "No contact with an e-mail is known. Add it under Contacts.",
            )
        )
        if one is not None and one.lead:
            found.append(menu_action("Lead’s &contact…", lambda: self._show_contact(one.lead), changes=False))
        return found

    # ------------------------------------------------------------------------------------------------ inside

    def _go_to_filter(self) -> None:
        (self.chase.box if self.views.current == "chase" else self.box).setFocus()

    def _show_contact(self, lead: str) -> None:
        self._show_view("contacts")
        self.contacts.select_role(lead)

    def _choose_figure(self, key: str) -> None:
        if key == PAPERS:
            self.workspace.navigate.emit("settings", {"section": "boards"})
            return
        self._show_view("updates")
        self.state.choose(key)
        self._narrow()

    def _list_only(self, project_ids: frozenset[str], title: str) -> None:
        self._only, self._only_words = project_ids, title
        self._narrow()

    def _admits(self, row: ProjectUpdate) -> bool:
        return (
            self.closed.admits(row.id)
            and (not self._only or row.id in self._only)
            and stands(row, self.state.key)
            and self.whose.admits((row.lead,))
        )

    def _narrow(self) -> None:
        with self.model.at_once():
            self._offer_closed()
            asked = (self.state.key, self.whose.key, self._only, self.closed.isChecked())
            self.model.set_predicate(self._admits, asked)
            self.model.set_grouping(update_grouping(self.group.key, self.workspace.report))
        is_narrowed = bool(self.state.key or self.whose.key or self._only)
        self._say_why_empty(is_narrowed=is_narrowed)
        if is_narrowed and not self.model.shown_rows and self.model.rows and not self.model.is_filtered:
            self.chip.show_list("No projects match")
        else:
            count = number_of(len(self.model.shown_rows), "project") if self._only else ""
            self.chip.show_list(f"{count}: {self._only_words}" if count and self._only_words else count)

    def _offer_closed(self) -> None:
        """Offer the closed projects, which report nothing more, unless they are asked for by what they are."""
        is_asked = bool(self._only) or self.state.key == "closed"
        self.closed.show_report(
            None if is_asked else self.workspace.report, (row.id for row in self.model.rows)
        )

    def _say_why_empty(self, *, is_narrowed: bool) -> None:
        left_out = self.closed.left_out
        self._to_projects.setVisible(not self.model.rows)
        if is_narrowed:
            self.nothing.set_message("Nothing matches", "No projects match these filters.")
        elif left_out:
            self.nothing.set_message("No update is due", all_closed(len(left_out)))
        else:
            self.nothing.set_message(
                "No projects yet", "Updates are asked of the leads of projects. Add the projects first."
            )

    def _on_group(self, key: str) -> None:
        self.workspace.memory.set(_GROUP, key)
        self._narrow()

    def _show_view(self, view: str) -> None:
        self.views.set_current(view)
        self._arrange()

    def _arrange(self) -> None:
        view = self.views.current
        lists = view == "updates"
        if not lists:
            (self.chase if view == "chase" else self.contacts).refresh()
        self.stack.setCurrentIndex([key for key, _ in VIEWS].index(view))
        has_any = bool(self.model.rows)
        self.filters.setVisible(lists and has_any)
        self.notice.setVisible(lists and self._has_notice)
        self.figures.setVisible(has_any)
        self.header.set_title(self.title)

    def _say_first(self, updates: MonthUpdates) -> None:
        """Say what to do first where nobody was asked, or that the month is closed."""
        period = self.workspace.period_words
        if self.workspace.shows_closed:
            self.notice.set_message(
                "This is its result. A status typed here is a correction and needs a reason.",
                "info",
                f"{period} is closed: nobody is asked for it any more",
            )
        elif updates.due_count and not any(row.request_id for row in updates.projects):
            self.notice.set_message(
                "Ask for updates makes a workbook and an e-mail draft for each lead; Take in returns reads what comes "
                "back. Addresses go under Contacts. A status typed here counts too.",
                "info",
                f"Nobody has been asked for {period} yet",
            )
        else:
            self._has_notice = False
            return
        self._has_notice = True

    def _offer(self, updates: MonthUpdates) -> None:
        """Offer what can be done now, and say why not where it cannot."""
        why = self.actions_.why_not_asked
        offer(
            self.ask_button,
            possible=not why,
            tip=f"Make a workbook for each lead, to be filled in and sent back ({MAIN})",
            why=why,
        )
        self.whose.offer(row.lead for row in updates.projects)
        self.state.set_options(
            [(key, words) for key, words in FILTERS if any(stands(row, key) for row in updates.projects)]
        )

    def _make_header(self) -> None:
        workspace = self.workspace
        self.header = PageHeader(self.title)
        self.box = FilterBox("projects")
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        self.whose = LeadMenu(workspace)
        self.whose.chosen.connect(lambda _: self._narrow())
        self.state = ChoiceButton("Update", none="Any")
        self.state.chosen.connect(lambda _: self._narrow())
        self.closed = LiveSwitch(workspace, "updates")
        self.closed.switched.connect(self._narrow)
        self.group = ChoiceButton("Group by")
        self.group.set_options(GROUPINGS)
        kept = workspace.memory.get(_GROUP)
        self.group.choose(kept if kept in dict(GROUPINGS) else "lead")
        self.group.chosen.connect(self._on_group)
        self.views = SegmentedControl(VIEWS, name="Show")
        self.views.chosen.connect(lambda _: self._arrange())
        self.header.add_widget(self.views)
        self.returns_button = self.header.add_button("Take in returns…", "open")
        set_tip(self.returns_button, "Read the forms that leads sent back, and take in their answers")
        self.returns_button.clicked.connect(self.actions_.take_in)
        self.ask_button = self.header.add_primary("Ask for updates…", "updates")
        self.ask_button.clicked.connect(self.actions_.ask)
        only_to_change(self.returns_button, self.ask_button)

    def _lay_out(self) -> QWidget:
        # In a row of their own: the buttons stay where they are when the contacts are shown.
        self.filters = ControlRow(self.box, self.whose, self.state, self.closed, self.group)
        self.stack = QStackedWidget()
        self.stack.setMinimumHeight(LEAST_HEIGHT)
        self.stack.addWidget(table_card(self.view))
        self.stack.addWidget(self.chase)
        self.stack.addWidget(self.contacts)
        parts = (self.header, self.figures, self.notice, self.chip, self.filters)
        return page_board(*parts, (self.stack, 1))
