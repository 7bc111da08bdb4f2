"""The snapshots of a programme: what each board received, opened read-only, and any two compared."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.services import snapshots
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.changes.columns import snapshot_columns
from asc_desktop.ui.pages.shared.controls import ControlRow
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

PAIR = 2
_PACK = "Board pack of its month"


class SnapshotsPanel(QWidget):
    """The list of snapshots, the newest first."""

    compare_asked = Signal(str, str)
    """Two snapshots' ids, the earlier first; the second empty for how the programme now stands."""

    freeze_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.model = RecordTableModel(snapshot_columns(workspace), parent=self)
        self.view = RecordTableView(
            self.model, "snapshots", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Board versions")
        self.view.activated_row.connect(self.open_snapshot)
        self.view.current_row_changed.connect(lambda _: self._offer())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        none = self.view.set_empty(
            "save",
            "No board versions yet",
            (
                "Close the month when a board receives its report. The report is then kept exactly, and next "
                "month you see what changed."
            ),
        )
        none.add_action("Close the month for a board…", primary=True, changes=True).clicked.connect(
            self.freeze_asked
        )
        self.open_button = QPushButton("Open read-only…")
        self.open_button.clicked.connect(self._open_current)
        self.compare_button = QPushButton("Compare")
        self.compare_button.clicked.connect(self._compare_selected)
        self.pack_button = QPushButton(_PACK)
        set_tip(self.pack_button, "Go to the board pack of its month, to export it")
        self.pack_button.clicked.connect(self._go_to_pack)
        hint = make_label("Select two rows to compare them.", "muted")
        self._foot = ControlRow(self.pack_button, self.open_button, self.compare_button, hint)
        foot = row_of(self._foot, margins=(8, 6, 8, 8))
        self._card = card = table_card((self.view, 1), foot, title="Board versions")
        column_of((card, 1), into=self, margins=0)

    def refresh(self) -> None:
        """List the snapshots as they now are."""
        held = snapshots.every_snapshot(self._workspace.session, self._workspace.programme_id)
        self._card.set_title(f"Board versions ({len(held)})" if held else "Board versions")
        self.model.set_rows(held)
        self._offer()

    def show_snapshot(self, snapshot_id: str) -> None:
        """Put the keyboard on a snapshot."""
        if self.view.select_row(snapshot_id):
            self.view.setFocus()

    def open_snapshot(self, snapshot: Snapshot) -> None:
        """Show a frozen report in a window of its own, to read only; say why where it is damaged."""
        from asc_desktop.ui.dialogs.snapshot_view import SnapshotDialog

        try:
            report = self._workspace.session.frozen.report(snapshot)
        except snapshots.SnapshotError as error:
            self._workspace.asker.tell("The board version cannot be shown", str(error))
            return
        dialog = SnapshotDialog(self._workspace, snapshot, report, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def compare(self, row_ids: list[str]) -> None:
        """Compare two snapshots, or one with how the programme stands now."""
        held = [item for row_id in row_ids if (item := self.model.find(row_id))]
        held.sort(key=lambda item: (item.period, item.frozen_on, item.id))
        if not _are_comparable(held):
            self._workspace.said.emit("These are of different programmes. Choose two of the same one.")
        elif len(held) == PAIR:
            self.compare_asked.emit(held[0].id, held[1].id)
        elif len(held) == 1:
            self.compare_asked.emit(held[0].id, "")

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        held = [item for row_id in row_ids if (item := self.model.find(row_id))]
        if not held or len(held) > PAIR or not _are_comparable(held):
            return []
        compare = menu_action(
            "&Compare the two" if len(held) == PAIR else "&Compare with the figures now",
            lambda: self.compare(row_ids),
            changes=False,
        )
        if len(held) == PAIR:
            return [compare]
        read = menu_action("&Open read-only…", lambda: self.open_snapshot(held[0]), changes=False)
        return [read, compare]

    def _open_current(self) -> None:
        row = self.view.current_row
        if isinstance(row, Snapshot):
            self.open_snapshot(row)

    def _go_to_pack(self) -> None:
        row, workspace = self.view.current_row, self._workspace
        if isinstance(row, Snapshot):
            workspace.choose(row.programme_id, row.period)
            if workspace.period == row.period:
                workspace.navigate.emit("pack", {})

    def _compare_selected(self) -> None:
        self.compare(self._chosen())

    def _chosen(self) -> list[str]:
        selected = self.view.selected_row_ids()
        current = self.view.current_row
        return selected or ([current.id] if current is not None else [])

    def _offer(self) -> None:
        chosen = self._chosen()
        row = self.view.current_row
        self.open_button.setEnabled(row is not None)
        self.pack_button.setEnabled(row is not None)
        self.pack_button.setText(f"Board pack of {period_label(row.period)}" if row is not None else _PACK)
        self.compare_button.setEnabled(0 < len(chosen) <= PAIR)
        self.compare_button.setText("Compare the two" if len(chosen) == PAIR else "Compare with now")
        self._foot.fit()


def _are_comparable(held: list[Snapshot]) -> bool:
    """Whether snapshots are of one programme, or of all together."""
    return len({snapshot.programme_id for snapshot in held}) <= 1
