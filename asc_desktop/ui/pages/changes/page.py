"""Changes: what is different since the last board, how savings slipped, and the snapshots themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from asc_desktop.domain.dates import period_label, year_label, year_of_period
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.slippage_story import Board
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.services import changes, snapshots
from asc_desktop.ui.dialogs.freeze import FreezeDialog
from asc_desktop.ui.keys import FILTER, FREEZE
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.changes.boards import BoardReader, StoryMaker
from asc_desktop.ui.pages.changes.list import ChangesPanel
from asc_desktop.ui.pages.changes.snapshots import SnapshotsPanel
from asc_desktop.ui.pages.changes.story import StoryPanel
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import page_board
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

VIEWS: Final = (("changes", "Changes"), ("story", "Slippage story"), ("snapshots", "Board versions"))
NOW: Final = ""
"""The key of the report as it stands."""

LAST_BOARDS: Final = "last-boards"
"""The key of what each programme's last board received, where all programmes are looked at."""


class ChangesPage(Page):
    """Three views of the boards' memory; only the one in sight is worked out."""

    key: ClassVar[str] = "changes"
    title: ClassVar[str] = "Changes"
    icon: ClassVar[str] = "changes"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.header = PageHeader(self.title)
        self.choice = SegmentedControl(VIEWS, name="Show")
        self.choice.chosen.connect(lambda _: self._fill())
        self.before = ChoiceButton("From")
        self.after = ChoiceButton("To")
        for button in (self.before, self.after):
            button.chosen.connect(self._compare_chosen)
        for widget in (self.choice, self.before, self.after):
            self.header.add_widget(widget)
        self.freeze_button = self.header.add_primary("Close the month…", "save")
        self.freeze_button.clicked.connect(self.freeze)
        only_to_change(self.freeze_button)
        self.warning = Callout("", "warning", heading="The board version cannot be shown")
        self.warning.hide()
        self.changes = ChangesPanel(workspace)
        self.story = StoryPanel(workspace)
        self.snapshots = SnapshotsPanel(workspace)
        self.snapshots.compare_asked.connect(self.compare)
        self.snapshots.freeze_asked.connect(self.freeze)
        self._chosen: dict[str, str] = {}
        """By which of the two: what a person chose, until the programme or the period is another."""
        self._scope: object = None
        self._none = self._no_snapshot()
        self._reading = EmptyState("changes", "Reading what the boards received", "This takes a moment.")
        self.reader = BoardReader(workspace.session, self)
        self.reader.ready.connect(self._fill)
        self.stories = StoryMaker(self)
        self.stories.ready.connect(self._fill)
        self._stack = QStackedWidget()
        for panel in (self.changes, self.story, self.snapshots, self._none, self._reading):
            self._stack.addWidget(panel)
        self._area = self._lay_out()
        self._empty = EmptyState(
            "changes",
            "Nothing to compare yet",
            (
                "Each report to a board is kept here as a board version, and the next month shows what changed. "
                "Add a programme first."
            ),
        )
        self._empty.add_action("Add a programme", primary=True).clicked.connect(
            lambda: workspace.navigate.emit("structure", {"new": True})
        )
        column_of(self._area, self._empty, into=self, margins=0)
        self._add_keys()

    def refresh(self) -> None:
        """Show what changed as the records now are."""
        is_empty = self.workspace.is_empty
        self._empty.setVisible(is_empty)
        self._area.setVisible(not is_empty)
        if is_empty:
            return
        if self._scope != self.workspace.scope:
            self._scope = self.workspace.scope
            self._chosen.clear()
        period = period_label(self.workspace.period)
        self.freeze_button.setText(f"Close {period} for a board…")
        set_tip(
            self.freeze_button,
            f"Save the report of {period} as a board receives it, and close the month if it is open ({FREEZE})",
        )
        self.freeze_button.setEnabled(not self.workspace.session.read_only)
        self._offer()
        self._fill()

    def draw_now(self) -> None:
        """Wait for what is being read."""
        self.reader.finish()
        self.stories.finish()

    def retire(self) -> None:
        """Read no more."""
        self.reader.stop()
        self.stories.stop()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show a view, a snapshot among the others, or freeze: ``view``, ``record_id`` or ``freeze``."""
        if self.workspace.is_empty:
            return
        view, record_id = what.get("view"), what.get("record_id")
        if what.get("freeze"):
            self.freeze()
        if isinstance(view, str) and view in dict(VIEWS):
            self._show_view(view)
        elif isinstance(record_id, str):
            found = self.workspace.records.find(Snapshot, record_id)
            if found is not None and found.programme_id != self.workspace.programme_id:
                self.workspace.choose(found.programme_id)
                self.refresh()
            self._show_view("snapshots")
            self.snapshots.show_snapshot(record_id)

    def freeze(self) -> None:
        """Ask for the board and the name, and freeze the report that is looked at."""
        if self.workspace.is_empty or self.workspace.session.read_only:
            return
        dialog = FreezeDialog(self.workspace, self)
        was_closed = self.workspace.shows_closed
        dialog.accepted.connect(lambda: self._frozen(dialog.record, was_closed=was_closed))
        dialog.open()

    def compare(self, before: str, after: str) -> None:
        """Compare two snapshots of a programme by id; the second empty for the report as it stands."""
        found = self.workspace.records.find(Snapshot, before)
        if found is not None and found.programme_id != self.workspace.programme_id:
            self.workspace.choose(found.programme_id)
            self.refresh()
        self._chosen = {"before": before, "after": after}
        self._offer()
        self._show_view("changes")

    # ------------------------------------------------------------------------------------------------ inside

    def _frozen(self, record: object, *, was_closed: bool) -> None:
        """Show what was kept, and go to the month now open where the one looked at was closed by it."""
        if isinstance(record, Snapshot):
            told = f"Saved the board version {record.name}."
            workspace = self.workspace
            opened = workspace.session.open_period(workspace.programme_id)
            if not was_closed and opened != workspace.period:
                workspace.choose(workspace.programme_id, opened)
                told += f" {period_label(opened)} is open now."
            workspace.said.emit(told)
            self._show_view("snapshots")
            self.snapshots.show_snapshot(record.id)

    def _show_view(self, view: str) -> None:
        self.choice.set_current(view)
        self._fill()

    def _offer(self) -> None:
        """Offer the snapshots of the programme, the newest first, and the last board's for a beginning."""
        session, scope = self.workspace.session, self.workspace.scope
        frozen = snapshots.snapshots_of(session, scope.programme_id)
        held = [(item.id, item.name) for item in frozen]
        years = {item.id: year_label(year_of_period(item.period)) for item in frozen}
        now = f"{period_label(scope.period)} as it is now"
        lasts = [(LAST_BOARDS, "The last board of each")] if changes.last_boards(session, scope) else []
        self.before.set_options([*lasts, *held], year_of=lambda key: years.get(str(key), ""))
        self.after.set_options([(NOW, now), *held], year_of=lambda key: years.get(str(key), ""))
        first = snapshots.compared_with(session, scope)
        known = dict([*held, *lasts])
        chosen = self._chosen.get("before", "")
        self.before.choose(chosen if chosen in known else first.id if first else next(iter(known), ""))
        chosen = self._chosen.get("after", NOW)
        self.after.choose(chosen if chosen in known else NOW)

    def _compare_chosen(self, _: str) -> None:
        self._chosen = {"before": self.before.key, "after": self.after.key}
        if self.before.key == LAST_BOARDS:
            # Boards of several programmes are compared with how those stand, and not with one board more.
            self.after.choose(NOW)
        self._fill()

    def _fill(self) -> None:
        if self.workspace.is_empty:
            return
        view = self.choice.current
        is_of_one = view == "changes" and bool(self.before.key)
        self.before.setVisible(is_of_one)
        self.after.setVisible(is_of_one and self.before.key != LAST_BOARDS)
        wrong: list[str] = []
        if view == "snapshots":
            self.snapshots.refresh()
            self.header.set_title(self.title, "What each board received")
            self._stack.setCurrentWidget(self.snapshots)
        elif not self.before.key:
            self.header.set_title(self.title, "")
            self._stack.setCurrentWidget(self._none)
        elif not self._is_read(view):
            self._stack.setCurrentWidget(self._reading)
        else:
            boards, wrong = changes.boards_of(self.workspace.session, self.workspace.scope)
            if view == "story":
                self._show_story(boards)
            else:
                wrong = self._show_changes(boards, wrong)
        self.warning.set_message(" ".join(wrong), heading="The board version cannot be shown")
        self.warning.setVisible(bool(wrong))

    def _is_read(self, view: str) -> bool:
        """Whether the boards can be shown without a wait, and in view of changes what is compared."""
        records = self.workspace.records
        keys = (self.before.key, self.after.key) if view == "changes" else ()
        compared = [item for key in keys if (item := records.find(Snapshot, key)) is not None]
        session, scope = self.workspace.session, self.workspace.scope
        if LAST_BOARDS in keys:
            compared += changes.last_boards(session, scope)
        return self.reader.has(changes.board_snapshots(session, scope), compared)

    def _show_story(self, boards: list[Board]) -> None:
        self.header.set_title(self.title, "How many savings slipped, by how much, and when")
        story = self.stories.story(self.workspace.session, boards)
        if story is None:
            self._stack.setCurrentWidget(self._reading)
            return
        self.story.show_story(story, boards)
        self._stack.setCurrentWidget(self.story)

    def _show_changes(self, boards: list[Board], wrong: list[str]) -> list[str]:
        try:
            found = self._compared()
        except snapshots.SnapshotError as error:
            self._stack.setCurrentWidget(self.snapshots)
            self.snapshots.refresh()
            return [*dict.fromkeys([str(error), *wrong])]
        self.header.set_title(self.title, found.sentence)
        self.changes.show_changes(found, boards)
        self._stack.setCurrentWidget(self.changes)
        return wrong

    def _compared(self) -> ReportChanges:
        session = self.workspace.session
        if self.before.key == LAST_BOARDS:
            return changes.changes_since_last_boards(session, self.workspace.scope)
        before = self.workspace.records.get(Snapshot, self.before.key)
        if self.after.key == NOW:
            return changes.changes_since(session, self.workspace.scope, before)
        return changes.changes_between(session, before, self.workspace.records.get(Snapshot, self.after.key))

    def _no_snapshot(self) -> EmptyState:
        none = EmptyState(
            "changes",
            "No board has received a report yet",
            (
                "Close the month when a board receives its report. You then see exactly what changed since, and "
                "how savings slipped from board to board."
            ),
        )
        none.add_action("Close the month for a board…", primary=True, changes=True).clicked.connect(
            self.freeze
        )
        return none

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let each view share out the width, also those that are not in sight: the page is as wide as they need."""
        super().resizeEvent(event)
        for panel in (self.changes, self.story):
            panel.arrange(event.size().width())

    def _lay_out(self) -> QWidget:
        return page_board(self.header, self.warning, (self._stack, 1))

    def _add_keys(self) -> None:
        add_keys(self, {FILTER: self._focus_filter})

    def _focus_filter(self) -> None:
        panel = self._stack.currentWidget()
        if panel in {self.changes, self.story}:
            (self.changes if panel is self.changes else self.story).box.setFocus()
