"""The overview: the period's key figures, status by theme, the savings bridge, what needs attention, and the trend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, cast

from msgspec.structs import replace
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.dates import MONTHS
from asc_desktop.domain.report.boards import next_board_words
from asc_desktop.domain.report.model import KeyFigure, Report
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.overview.attention import AttentionCard
from asc_desktop.ui.pages.shared.chart_cards import bridge_card, status_card, trend_card
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import Board
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.key_figure import KeyFigureTile, Tone
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.workspace import Workspace

MARGIN = 16
GAP = 10
TWO_COLUMNS_FROM = 860
"""The width, in pixels, from which two cards stand side by side."""

CARD_HEIGHT = 290
"""The least height of a card that has the whole width, one under another."""

ALL_THEMES = "All themes"


class OverviewPage(Page):
    """Where the programme stands, on one page; a theme may be chosen to look at alone."""

    key: ClassVar[str] = "overview"
    title: ClassVar[str] = "Overview"
    icon: ClassVar[str] = "overview"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._theme_id: str | None = None
        self._report: Report | None = None
        self._tiles: list[KeyFigureTile] = []
        self._header = PageHeader(self.title)
        self._themes = ChoiceMenu("Theme", ALL_THEMES)
        self._themes.chosen.connect(self._choose_theme)
        self._header.add_widget(self._themes)
        self._export = self._header.add_primary("Export board pack…", "export")
        set_tip(self._export, "Write the board pack of this programme and month as an Excel workbook")
        self._export.clicked.connect(lambda: workspace.navigate.emit("export", {}))
        self._status, self._bridge, self._trend = status_card(), bridge_card(), trend_card()
        self._attention = AttentionCard(workspace)
        for card in (self._status, self._bridge, self._trend):
            card.chosen.connect(self._list_projects)
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(GAP)
        self._rows = (
            _row((self._status, 1), (self._bridge, 1)),
            _row((self._attention, 7), (self._trend, 5)),
        )
        self.fill(
            self._scrolling_board(),
            "Start by adding a programme",
            "Then add its themes and projects, or look round in the sample first. Everything is kept in this one file.",
        )
        self._arrange()

    def refresh(self) -> None:
        """Show the figures as they now are; the theme, the table's selection and the scroll position stay."""
        if self.begins():
            self._report = None
            return
        report = self._report_of_theme()
        if report is self._report:
            return
        self._report = report
        board = next_board_words(report.boards)
        where = f"{report.programme}, {report.period_label}"
        self._header.set_title(self.title, f"{where} · {board}" if board else where)
        self._fill_theme_menu()
        self._fill_tiles(report)
        month = MONTHS[int(report.period[5:7]) - 1]
        slipped_in = any(bar.key == "slipped_in_pence" and bar.pence for bar in report.savings.bridge)
        what = "target, with what slipped in," if slipped_in else "target"
        self._status.show_report(report, "Number of projects. Click a bar to list them.")
        self._bridge.show_report(
            report,
            f"Gross incremental, {report.year} at {month}. Every pound of the {what} is in exactly one bar.",
        )
        self._attention.show_report(report)
        self._trend.show_report(
            report, "Projects by the status in force. Click a part of a column to list them."
        )

    def show_only(self, what: Mapping[str, object]) -> None:
        """Look at one theme alone: ``{"theme_id": …}``."""
        theme_id = what.get("theme_id")
        if isinstance(theme_id, str):
            self._choose_theme(theme_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side, or one under another."""
        super().resizeEvent(event)
        self._arrange()

    def _scrolling_board(self) -> QScrollArea:
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._header)
        layout.addLayout(self._tile_grid)
        layout.addLayout(self._rows[0], 4)
        layout.addLayout(self._rows[1], 5)
        return board.scrolling()

    def _arrange(self) -> None:
        side_by_side = self.width() >= TWO_COLUMNS_FROM
        direction = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        for row in self._rows:
            row.setDirection(direction)
        for card in (self._status, self._bridge, self._trend):
            card.set_least_height(0 if side_by_side else CARD_HEIGHT)
        self._attention.setMinimumHeight(210 if side_by_side else CARD_HEIGHT)
        columns = 6 if side_by_side else 3 if self.width() >= 420 else 2
        for place, tile in enumerate(self._tiles):
            self._tile_grid.addWidget(tile, place // columns, place % columns)

    def _report_of_theme(self) -> Report:
        if self._theme_id is None:
            return self.workspace.report
        if self._theme_id not in self.workspace.context.theme_ids:
            self._theme_id = None
            return self.workspace.report
        return self.workspace.session.report(replace(self.workspace.scope, theme_id=self._theme_id))

    def _fill_theme_menu(self) -> None:
        context = self.workspace.context
        self._themes.set_options([(theme.id, context.theme_labels[theme.id]) for theme in context.themes])
        self._themes.choose(self._theme_id or "")

    def _choose_theme(self, theme_id: str) -> None:
        self._theme_id = theme_id or None
        self.refresh()

    def _fill_tiles(self, report: Report) -> None:
        if len(self._tiles) != len(report.key_figures):
            for tile in self._tiles:
                tile.deleteLater()
            self._tiles = [self._tile(place, figure.label) for place, figure in enumerate(report.key_figures)]
            self._arrange()
        for tile, figure in zip(self._tiles, report.key_figures, strict=True):
            tile.set_figure(figure.text, figure.note, cast("Tone", figure.tone), figure.label)

    def _tile(self, place: int, label: str) -> KeyFigureTile:
        tile = KeyFigureTile(label)
        tile.clicked.connect(lambda: self._open_figure(place))
        return tile

    def _open_figure(self, place: int) -> None:
        if self._report is None:
            return
        figure = self._report.key_figures[place]
        self.workspace.navigate.emit(figure.shows, self._behind(self._report, figure))

    def _behind(self, report: Report, figure: KeyFigure) -> dict[str, object]:
        """Return what the other page is to show: all it has, unless a theme is chosen or only some are meant."""
        if figure.key == "updated":
            waiting = tuple(project.id for project in report.projects if not project.updated)
            if waiting:
                title = f"Not updated for {report.period_label}"
                behind: dict[str, object] = {"project_ids": waiting, "title": title}
                return behind if self._theme_id else behind | {"stands": "not_in"}
        if self._theme_id is None:
            return {}
        theme = self.workspace.context.theme_labels[self._theme_id]
        return {"project_ids": tuple(project.id for project in report.projects), "title": theme}

    def _list_projects(self, key: object) -> None:
        if isinstance(key, ProjectsBehind):
            self.workspace.navigate.emit("projects", {"project_ids": key.project_ids, "title": key.title})


def _row(*cards: tuple[QWidget, int]) -> QBoxLayout:
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setSpacing(GAP)
    for card, share in cards:
        row.addWidget(card, share)
    return row
