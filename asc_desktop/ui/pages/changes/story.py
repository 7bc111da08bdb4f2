"""The story of slippage: how the target and forecast of each saving and year moved from board to board."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.report.slippage_story import LEVELS, Board, SlippageStory, StoryRow
from asc_desktop.ui.charts.time_chart import TimeChart
from asc_desktop.ui.figures.projects import board_label
from asc_desktop.ui.figures.savings import falls_data, story_data, subject_words
from asc_desktop.ui.keys import FILTER
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.changes.columns import story_columns, story_words
from asc_desktop.ui.pages.shared.by_programme import by_programme
from asc_desktop.ui.pages.shared.chart_cards import chart_card
from asc_desktop.ui.pages.shared.controls import ControlRow
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import LEAST_LIST
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.choice_menu import ChoiceButton
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

NARROW = 900
_ONLY = (("fell", "Fell or slipped"), ("all", "Every saving"))
_DRAWS = (("falls", "All"), ("row", "This saving"))
_FALLS = "By how much forecasts fell at each board, and of how many savings."


class StoryPanel(QWidget):
    """A row for each saving and year, beside a chart of what fell at each board, or of the current row."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._story: SlippageStory | None = None
        self._boards: Sequence[Board] = ()
        self._drawn: tuple[str, int] = ("none", 0)
        self.model = RecordTableModel(story_columns(self._label), parent=self)
        self.view = RecordTableView(
            self.model, "slippage-story", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Slippage, saving by saving")
        self.view.current_row_changed.connect(lambda _: self._on_row())
        self.view.activated_row.connect(self.open_row)
        self.nothing = self.view.set_empty("savings", "No forecast has fallen", "")
        self.box = FilterBox("savings")
        set_tip(self.box, f"Filter savings ({FILTER})")
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        self.level = SegmentedControl(LEVELS, name="Level")
        self.year = ChoiceButton("Year", none="Any")
        self.only = ChoiceButton("Show")
        self.only.set_options(_ONLY)
        self.only.choose("fell")
        self.level.chosen.connect(lambda _: self._fill())
        for button in (self.year, self.only):
            button.chosen.connect(lambda _: self._fill())
        self.words = make_label("", wrap=True)
        self._lay_out()

    def show_story(self, story: SlippageStory, boards: Sequence[Board]) -> None:
        """Show another story."""
        self._story, self._boards = story, boards
        self.year.set_options([(year, year) for year in story.years])
        self.words.setText(story.sentence)
        self._fill()

    def arrange(self, width: int) -> None:
        """Put the chart beside the table, or under it."""
        narrow = width < NARROW
        self._splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def open_row(self, row: StoryRow) -> None:
        """Go to the project of a saving."""
        if row.project_id:
            self._workspace.navigate.emit("projects", {"project_id": row.project_id, "tab": "savings"})

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self.model.find(row_ids[0]) if len(row_ids) == 1 else None
        if not isinstance(row, StoryRow) or not row.project_id:
            return []
        return [menu_action("&Open the project", lambda: self.open_row(row), changes=False)]

    def _label(self, name: str) -> str:
        return next((board_label(board) for board in self._boards if board.name == name), name)

    def _fill(self) -> None:
        if self._story is None:
            return
        self._controls.fit()
        level, year, only = self.level.current, self.year.key, self.only.key
        self.model.set_grouping(self._by_programme() if level != "programme" else None)
        self.model.set_rows(
            [
                row
                for row in self._story.rows
                if row.level == level
                and (not year or row.year == year)
                and (only == "all" or row.falls or row.slipped_out_pence)
            ]
        )
        self.nothing.set_message("No forecast has fallen", self._story.sentence)
        self._show_chart()

    def _by_programme(self) -> Grouping | None:
        report = self._workspace.report
        projects = {project.id: project.programme for project in report.projects}
        themes = {theme.name: theme.programme for theme in report.themes}
        return by_programme(report, lambda row: projects.get(row.project_id) or themes.get(row.theme, ""))

    def _on_row(self) -> None:
        """Draw the row that a person goes to; one that is current because the list is another changes nothing."""
        if self.view.hasFocus():
            self.draws.set_current("row")
        self._show_chart()

    def _show_chart(self) -> None:
        current = self.view.current_row or next(iter(self.model.shown_rows), None)
        row = current if self.draws.current == "row" and isinstance(current, StoryRow) else None
        story = self._story
        self.chart_card.setVisible(story is not None and len(story.falls) > 1)
        if story is None or len(story.falls) < 2:
            return
        shown = (row.id if row is not None else "", id(story))
        if shown == self._drawn:
            return
        self._drawn = shown
        if row is not None:
            self.chart_card.set_title(subject_words(row), story_words(row))
            self.chart.set_data(story_data(row, self._boards))
        else:
            self.chart_card.set_title("Falls at each board", _FALLS)
            self.chart.set_data(falls_data(story, self._boards))

    def _lay_out(self) -> None:
        self.chart = TimeChart()
        self.draws = SegmentedControl(_DRAWS, name="Draw")
        self.draws.chosen.connect(lambda _: self._show_chart())
        self.chart_card = chart_card(self.chart, " ", " ")
        self.chart_card.body.insertWidget(0, self.draws)
        self.chart_card.setMinimumSize(300, 240)
        self._controls = ControlRow(self.box, self.level, self.year, self.only)
        controls = row_of(self._controls, margins=(8, 8, 8, 6))
        card = table_card(controls, (self.view, 1))
        card.setMinimumSize(380, LEAST_LIST)
        self._splitter = splitter((card, 2), (self.chart_card, 1), sizes=(700, 450))
        column_of(self.words, (self._splitter, 1), into=self, margins=0, spacing=8)
