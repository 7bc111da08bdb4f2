"""The overview: one sentence first, key figures, programmes or themes, projects at risk, what moved, and two charts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import ClassVar, cast

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.dates import MONTHS
from asc_desktop.domain.report.boards import next_board_words
from asc_desktop.domain.report.model import KeyFigure, Report, Scope
from asc_desktop.domain.report.views_overview import AtRiskReport
from asc_desktop.services.overview import boards_compared, overview_since
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.overview.at_risk import IN_SIGHT, AtRiskCard
from asc_desktop.ui.pages.overview.attention import AttentionPanel, tab_of
from asc_desktop.ui.pages.overview.boards import StateReader
from asc_desktop.ui.pages.overview.groups import GroupsCard
from asc_desktop.ui.pages.overview.moved import MovedCard
from asc_desktop.ui.pages.overview.overall import OverallCard
from asc_desktop.ui.pages.overview.whole import follow_current
from asc_desktop.ui.pages.shared.chart_cards import TrendCard, bridge_card
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import PAGE_MARGINS, Board
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.key_figure import KeyFigureTile, Tone
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

MARGIN = 16
GAP = 10
TWO_COLUMNS_FROM = 860
"""The width, in pixels, from which two cards stand side by side."""

CARD_HEIGHT = 290
"""The least height of a chart's card."""

LEAST_GROUPS = 3
"""How many programmes or themes must be in sight for the others to be scrolled to; lower windows scroll the page."""

FEW_PIXELS = 14

ALL_THEMES = "All themes"
READING = "Reading what the last boards received…"


class OverviewPage(Page):
    """How the programme is, on one page; a theme may be chosen to look at alone."""

    key: ClassVar[str] = "overview"
    title: ClassVar[str] = "Overview"
    icon: ClassVar[str] = "overview"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._theme_id: str | None = None
        self._report: Report | None = None
        self._is_whole = False
        self._tiles: list[KeyFigureTile] = []
        self._header = PageHeader(self.title)
        self._themes = ChoiceMenu("Theme", ALL_THEMES)
        self._themes.chosen.connect(self._choose_theme)
        self._header.add_widget(self._themes)
        self._export = self._header.add_primary("Export board pack…", "export")
        set_tip(self._export, "Write the board pack of this programme and month as an Excel workbook")
        self._export.clicked.connect(lambda: workspace.navigate.emit("export", {}))
        self.headline, self.sentences = make_label("", "heading", wrap=True), make_label("", wrap=True)
        for label in (self.headline, self.sentences):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words = QWidget()
        column_of(self.headline, self.sentences, into=self._words, margins=0, spacing=3)
        self._make_cards()
        self.reader = StateReader(workspace.session, self)
        self.reader.ready.connect(self._on_read)
        self.attention: AttentionPanel | None = None
        self._area = self._scrolling_board()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self.fill(
            self._stack,
            "Start by adding a programme",
            "Then add its themes and projects, or look round in the sample first. Everything is kept in this one file.",
        )
        self._arrange()

    def refresh(self) -> None:
        """Show the figures as they now are; the theme, the tables' selection and the scroll position stay."""
        if self.begins():
            self._report = None
            return
        report = self._report_of_theme()
        if report is self._report and self._is_whole:
            return
        self._report = report
        board = next_board_words(report.boards)
        where = f"{report.programme}, {report.period_label}"
        self._header.set_title(self.title, f"{where} · {board}" if board else where)
        self._fill_theme_menu()
        self._fill_tiles(report)
        self._fill_overview(report)
        self._fill_charts(report)
        if self.attention is not None:
            self.attention.show_report(report)
        self._arrange()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Look at one theme alone, or list what needs attention of a kind: ``theme_id`` or ``kind``, empty for all."""
        theme_id, kind = what.get("theme_id"), what.get("kind")
        if isinstance(theme_id, str):
            self._choose_theme(theme_id)
        if isinstance(kind, str):
            self.list_attention(kind)

    def list_attention(self, kind: str = "") -> None:
        """Show the whole list of what needs attention, of one kind or of all."""
        if self._report is None:
            return
        if self.attention is None:
            self.attention = AttentionPanel(self.workspace)
            self.attention.left.connect(self._show_board)
            self._stack.addWidget(self.attention)
        self.attention.show_report(self._report)
        self.attention.choose_kind(kind)
        self._stack.setCurrentWidget(self.attention)
        self.attention.view.setFocus()

    def draw_now(self) -> None:
        """Wait for what is being read."""
        self.reader.finish()

    def retire(self) -> None:
        """Read no more."""
        self.reader.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side, or one under another."""
        super().resizeEvent(event)
        self._arrange()
        # The width that the tiles then have may break their lines, and so make them higher.
        self._laid_out.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the heights that the widths in sight ask for."""
        super().showEvent(event)
        self._arrange()

    # ------------------------------------------------------------------------------------------------ inside

    def _make_cards(self) -> None:
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(GAP)
        self._groups, self._at_risk = GroupsCard(self.workspace), AtRiskCard(self.workspace)
        self._overall, self._moved = OverallCard(self.workspace), MovedCard(self.workspace)
        self._bridge, self._trend = bridge_card(), TrendCard(self.workspace)
        # Rows take two lines once their table is laid out, and several of them at once.
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(self._arrange)
        self._at_risk.view.verticalHeader().sectionResized.connect(lambda *_: self._laid_out.start(0))
        self._groups.opened.connect(self._look_at)
        self._at_risk.kind_chosen.connect(self.list_attention)
        self._moved.every_asked.connect(lambda: self.workspace.navigate.emit("changes", {"view": "changes"}))
        for card in (self._at_risk, self._moved):
            card.opened.connect(self._open_project)
        for listing in (self._groups.listed, self._bridge.chosen, self._trend.chosen):
            listing.connect(self._list_projects)
        for table in (self._groups.view, self._at_risk.view, self._moved.view):
            follow_current(table, self._follow)
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._charts.setSpacing(GAP)
        self._charts.addWidget(self._bridge, 1)
        self._charts.addWidget(self._trend, 1)

    def _scrolling_board(self) -> QScrollArea:
        board = Board()
        layout = QVBoxLayout(board)
        layout.setContentsMargins(*PAGE_MARGINS)
        layout.setSpacing(GAP)
        layout.addWidget(self._header)
        layout.addWidget(self._words)
        layout.addLayout(self._tile_grid)
        layout.addWidget(self._groups)
        layout.addWidget(self._at_risk)
        layout.addWidget(self._overall)
        layout.addWidget(self._moved)
        layout.addLayout(self._charts, 1)
        return board.scrolling()

    def _arrange(self) -> None:
        side_by_side = self.width() >= TWO_COLUMNS_FROM
        down = QBoxLayout.Direction.TopToBottom
        self._charts.setDirection(QBoxLayout.Direction.LeftToRight if side_by_side else down)
        for chart in (self._bridge, self._trend):
            chart.set_least_height(CARD_HEIGHT)
        columns = 6 if side_by_side else 3 if self.width() >= 420 else 2
        for place, tile in enumerate(self._tiles):
            self._tile_grid.addWidget(tile, place // columns, place % columns)
        for whole in (self._groups.whole, self._at_risk.whole, self._moved.whole):
            whole.fit()
        self._groups.whole.limit(self._room_for_groups(columns))

    def _room_for_groups(self, columns: int) -> int:
        """Return the height that leaves the first projects at risk in sight; 0, for no limit, where nothing does."""
        width = max(self.width() - 2 * MARGIN, 1)
        tiles = -(-len(self._tiles) // columns)
        tile = self._tiles[0].sizeHint().height() if self._tiles else 0
        above = (
            12 + self._header.sizeHint().height() + GAP + self._words.heightForWidth(width) + GAP
            + tiles * (tile + GAP)
        )  # fmt: skip
        below = GAP + self._at_risk.head_height + self._at_risk.whole.height_of(IN_SIGHT)
        room = self.height() - above - below - 2
        groups = self._groups.whole
        # A few pixels are not worth a table that scrolls: the last project is cut by them instead.
        is_short = groups.natural_height - room > FEW_PIXELS
        return room if is_short and room >= groups.height_of(LEAST_GROUPS) else 0

    def _fill_overview(self, report: Report) -> None:
        scope = self._scope()
        boards = boards_compared(self.workspace.session, scope)
        self._is_whole = self.reader.has(boards)
        overview = overview_since(self.workspace.session, scope, boards if self._is_whole else ())
        self.headline.setText(overview.headline)
        more = overview.sentences if self._is_whole else (*overview.sentences, READING)
        self.sentences.setText(" ".join(more))
        self._words.setAccessibleName(" ".join((overview.headline, *more)))
        self._groups.show_overview(overview, report.year)
        self._at_risk.show_overview(overview)
        self._overall.show_report(report)
        self._moved.show_overview(overview)

    def _fill_charts(self, report: Report) -> None:
        month = MONTHS[int(report.period[5:7]) - 1]
        held = {bar.key for bar in report.savings.bridge if bar.pence}
        what = "target and what slipped in" if "slipped_in_pence" in held else "target"
        parts = "parts, less the surplus," if "surplus_pence" in held else "parts"
        self._bridge.show_report(
            report,
            f"Gross incremental, {report.year} at {month}. The {parts} add up to the {what}.",
        )
        self._trend.show_scope(
            report, "Projects by the status in force. Click a part of a column to list them.", self._scope()
        )

    def _on_read(self) -> None:
        self._report = None
        self.when_figured(self.refresh)

    def _show_board(self) -> None:
        self._stack.setCurrentWidget(self._area)
        self._at_risk.kinds.every.setFocus()

    def _follow(self, view: RecordTableView, top: int, bottom: int) -> None:
        board = self._area.widget()
        if board is None:
            return
        at = view.mapTo(board, view.rect().topLeft())
        middle, half = at.y() + (top + bottom) // 2, (bottom - top) // 2
        self._area.ensureVisible(at.x(), middle, 0, half + 4)

    def _look_at(self, group_id: str) -> None:
        if group_id in self.workspace.context.theme_ids:
            self._choose_theme(group_id)
        else:
            self.workspace.choose(group_id)

    def _open_project(self, row: object) -> None:
        kind = row.reasons[0].kind if isinstance(row, AtRiskReport) and row.reasons else ""
        project_id = getattr(row, "id", "")
        self.workspace.navigate.emit("projects", {"project_id": project_id, "tab": tab_of(kind)})

    def _scope(self) -> Scope:
        return replace(self.workspace.scope, theme_id=self._theme_id)

    def _report_of_theme(self) -> Report:
        if self._theme_id is None:
            return self.workspace.report
        if self._theme_id not in self.workspace.context.theme_ids:
            self._theme_id = None
            return self.workspace.report
        return self.workspace.session.report(self._scope())

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
            # They are made last and read after the header: Tab goes as one reads.
            for before, after in pairwise((self._export, *self._tiles, self._groups.view)):
                QWidget.setTabOrder(before, after)
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
