"""A page of what is reported month by month, and archived when it is over: its table above one of them in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of
from asc_desktop.ui.keys import MAIN
from asc_desktop.ui.pages.shared.detail import Detail
from asc_desktop.ui.pages.shared.detail_page import DetailPage
from asc_desktop.ui.pages.shared.elsewhere import Elsewhere
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.read_only import only_to_change

SIDE_BY_SIDE_FROM: Final = 860
"""The width, in pixels, from which the chart and the months are side by side."""


class MonthlyPage(DetailPage):
    """The records that are not archived; the chart, the months and the fields of the current one below."""

    detail: Detail
    elsewhere: ClassVar[str] = "archived, or is of another programme"
    paste_tip: ClassVar[str]

    def make_buttons(self) -> None:
        """Offer archived records, pasting and a new record; in the empty table also a programme that has some."""
        noun = self.kind.noun
        self.archived = QPushButton("Archived")
        self.archived.setProperty("kind", "menu")
        set_tip(self.archived, f"Restore an archived {noun}")
        self.archived.setMenu(QMenu(self))
        only_to_change(self.archived)
        self.header.add_widget(self.archived)
        self.paste_button = self.button("Paste from Excel", "table", self.paste_tip, self.paste)
        tip = f"Add {'an' if noun[0] in 'aeiou' else 'a'} {noun} ({MAIN})"
        self.new_button = self.button(f"New {noun}…", "add", tip, self.add, primary=True)
        self.nothing.add_action(f"New {noun}…", primary=True, changes=True).clicked.connect(self.add)
        self._elsewhere = Elsewhere(self.workspace, self.nothing, self.kind, self.many)

    def paste(self) -> None:
        """Paste the clipboard where months are."""
        raise NotImplementedError

    def archive(self, ids: Sequence[str], *, archived: bool) -> None:
        """Take records out of the report, or bring them back."""
        raise NotImplementedError

    def report_of(self, row: Any) -> Any:
        """Return what the report says of a row."""
        return row

    def show_more(self, report: Report) -> None:
        """Say why there is nothing, where there is nothing, and offer what is archived."""
        elsewhere = self._elsewhere.offer(has_any=any(True for _ in self.rows(report)))
        sentence = f"{self.explained} Add the first one. {elsewhere}".rstrip()
        self.nothing.set_message(f"No {self.many} of {report.programme} yet", sentence)
        self._offer_archived()

    def show_current(self) -> None:
        """Show the current record in full."""
        row = self.view.hold_row()
        self.detail.show_item(self.report_of(row) if row is not None else None)
        self.detail.setVisible(row is not None)

    def open(self, row: Any) -> None:
        """Begin to edit the fields of the current record."""
        del row
        self.detail.edit_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chart and the months side by side, or one under the other."""
        super().resizeEvent(event)
        self.detail.set_stacked(stacked=self.width() < SIDE_BY_SIDE_FROM)

    def archive_action(self, rows: Sequence[Any]) -> QAction:
        """Return what archives rows."""
        count = "" if len(rows) == 1 else f" {number_of(len(rows), self.kind.noun)}"
        return menu_action(f"&Archive{count}", lambda: self.archive([row.id for row in rows], archived=True))

    # ------------------------------------------------------------------------------------------------ inside

    def _offer_archived(self) -> None:
        ids = {programme.id for programme in self.workspace.context.programmes}
        every: Sequence[Any] = self.workspace.records.all(self.kind)
        held = [item for item in every if item.archived and item.programme_id in ids]
        self.archived.setVisible(bool(held))
        self.archived.setText(f"Archived: {len(held)}")
        menu = self.archived.menu()
        menu.clear()
        for item in sorted(held, key=lambda item: str(item.name)):
            menu.addAction(literal(f"Restore {item.name}")).triggered.connect(self._bring_back(item.id))

    def _bring_back(self, record_id: str) -> Callable[[], None]:
        return lambda: self.archive([record_id], archived=False)
