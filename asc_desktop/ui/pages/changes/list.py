"""What changed: the key figures before and after, the changes as a table, and the statuses board to board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.slippage_story import Board
from asc_desktop.domain.report.views_changes import ChangeRow, FigureChange, ReportChanges
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.figures.projects import ProjectsBehind, status_over_boards_data
from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.changes.columns import by_kind, change_columns
from asc_desktop.ui.pages.shared.by_programme import programmes_above
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.pages.shared.controls import ControlRow
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.key_figure import KeyFigureTile, Tone
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

NARROW = 900
"""Below this width the chart is under the table, and the figures are in two rows."""

THREE_FROM = 660
"""Below this width two figures are side by side."""

_TONES: Final[Mapping[str, Tone]] = {"worse": "bad", "better": "good", "neutral": "normal"}
_TABS = {"status": "status", "savings_rag": "savings", "milestone": "milestones"}


class ChangesPanel(QWidget):
    """The changes between two reports."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._changes: ReportChanges | None = None
        self._boards: Sequence[Board] | None = None
        self.model = RecordTableModel(change_columns(), parent=self)
        self.model.set_grouping(by_kind())
        self.view = RecordTableView(self.model, "changes", workspace=workspace, row_actions=self._actions_for)
        self.view.setAccessibleName("Changes")
        self.view.activated_row.connect(self.open_row)
        self.nothing = self.view.set_empty("tick", "Nothing has changed", "")
        self.box = FilterBox("changes")
        set_tip(self.box, f"Filter changes ({FILTER})")
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        self.kind = ChoiceButton("Kind", none="Any")
        self.effect = ChoiceButton("Effect", none="Any")
        for button in (self.kind, self.effect):
            button.chosen.connect(lambda _: self._narrow())
        self.note = Callout("", "info")
        self.note.hide()
        self.tiles: dict[str, KeyFigureTile] = {}
        self._columns = 6
        self._strip = QGridLayout()
        self._strip.setSpacing(8)
        self._make_chart()
        self._lay_out()

    def show_changes(self, changes: ReportChanges, boards: Sequence[Board]) -> None:
        """Show other changes; the choice of kind and effect stays where it still fits."""
        self._changes = changes
        self.note.set_message(" ".join(changes.notes))
        self.note.setVisible(bool(changes.notes))
        self._show_figures(changes.figures)
        self.kind.set_options([(item.kind, f"{item.label} ({item.count})") for item in changes.kinds])
        effects = [(row.effect, row.effect_label) for row in changes.rows]
        self.effect.set_options([*dict.fromkeys(effects)])
        self.nothing.set_message(
            "Nothing has changed", f"Every figure is as it was in {changes.before_name}."
        )
        with self.model.at_once():
            report = self._workspace.report
            self.model.set_grouping(
                replace(by_kind(), above=programmes_above(report, lambda row: row.programme))
            )
            self.model.set_rows(changes.rows)
        self._narrow()
        # The boards before the last are frozen: only which they are, and the last report, tell whether to draw again.
        if self._boards is None or [*map(_identity, self._boards)] != [*map(_identity, boards)]:
            self._boards = boards
            self.chart.set_data(status_over_boards_data(boards))

    def arrange(self, width: int) -> None:
        """Put the chart beside the table, or under it, and the figures in one row, or in two."""
        narrow = width < NARROW
        self._splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self._columns = 6 if not narrow else 3 if width >= THREE_FROM else 2
        self._place_tiles()

    def open_row(self, row: ChangeRow) -> None:
        """Go to where a change's record is; say so where it is no longer there."""
        there = _find(self._workspace, row)
        project = row.project_id
        if not there and not project:
            self._workspace.said.emit(f"{row.what}: this is no longer in the portfolio.")
        elif row.kind == "exception" and there:
            self._workspace.navigate.emit("exceptions", {"exception_id": row.record_id})
        elif row.page in {"projects", "exceptions", "savings", "history"}:
            page = "projects" if row.page == "savings" else row.page
            what: dict[str, object] = {"project_id": project}
            if page == "projects":
                what["tab"] = _TABS.get(row.kind, "savings")
            self._workspace.navigate.emit(page, what if project else {})
        else:
            self._workspace.navigate.emit(row.page, {"record_id": row.record_id})

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self.model.find(row_ids[0]) if len(row_ids) == 1 else None
        if not isinstance(row, ChangeRow):
            return []
        return [menu_action("&Open", lambda: self.open_row(row), changes=False)]

    def _narrow(self) -> None:
        self._controls.fit()
        kind, effect = self.kind.key, self.effect.key
        self.model.set_predicate(
            (lambda row: (not kind or row.kind == kind) and (not effect or row.effect == effect))
            if kind or effect
            else None
        )

    def _show_figures(self, figures: Sequence[FigureChange]) -> None:
        for figure in figures:
            tile = self.tiles.get(figure.key)
            if tile is None:
                tile = self.tiles[figure.key] = KeyFigureTile(figure.label)
                tile.clicked.connect(
                    lambda _=False, page=figure.shows: self._workspace.navigate.emit(page, {})
                )
            same = figure.before == figure.after
            value = figure.after if same else f"{figure.before} → {figure.after}"
            says_itself = figure.effect == "neutral" or figure.key == "updated"
            words = "" if says_itself else f" {figure.effect_label.lower()}"
            tile.set_figure(value, f"{figure.difference}{words}", _TONES[figure.effect], figure.label)
        self._place_tiles()

    def _place_tiles(self) -> None:
        for place, tile in enumerate(self.tiles.values()):
            self._strip.addWidget(tile, place // self._columns, place % self._columns)
        for column in range(6):
            self._strip.setColumnStretch(column, int(column < self._columns))

    def _make_chart(self) -> None:
        self.chart = TimeChart()
        self.chart.segment_activated.connect(self._list_projects)
        self.chart_card = chart_card(self.chart, "Statuses by board")
        self.chart_card.setMinimumSize(280, 240)

    def _lay_out(self) -> None:
        self._controls = ControlRow(self.box, self.kind, self.effect)
        controls = row_of(self._controls, margins=(8, 8, 8, 6))
        card = table_card(controls, (self.view, 1))
        card.setMinimumSize(380, LEAST_LIST)
        self._splitter = splitter((card, 1), self.chart_card, sizes=(860, 288))
        column_of(self._strip, self.note, (self._splitter, 1), into=self, margins=0, spacing=10)

    def _list_projects(self, key: object) -> None:
        if isinstance(key, ProjectsBehind):
            self._workspace.navigate.emit("projects", {"project_ids": key.project_ids, "title": key.title})


def _identity(board: Board) -> tuple[str, int]:
    return board.id, 0 if board.id else id(board.report)


def _find(workspace: Workspace, row: ChangeRow) -> Record | None:
    """Return the record that a change is of, as the month looked at shows it or else as it is now."""
    return workspace.records.with_id(row.record_id) or workspace.session.records.with_id(row.record_id)
