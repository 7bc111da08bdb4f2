"""What the views of the page of themes are made of: a record's heading and form, tiles, cards side by side, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QDrag, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QWidget,
)

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Record
from asc_desktop.services.structure import siblings
from asc_desktop.ui.keys import MOVE_DOWN, MOVE_UP
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.shared.move_to_theme import move_action, projects_data
from asc_desktop.ui.pages.structure import figures
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.board import scroll
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.key_figure import KeyFigureTile
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

FillMenu = Callable[[QMenu, str], None]
TABLE_HEIGHT = 230
TILE_WIDTH = 118
BESIDE_FROM = 560
DESCRIPTION_HEIGHT = 58
"""Two lines: what is longer scrolls."""


class Panel(QScrollArea):
    """One record: its name, its menu and its form; what follows is the kinds' own."""

    move_wanted = Signal(str, int)
    """The record's id and by how many places among its siblings: -1 up, 1 down."""

    kind: type[Record]
    rows: Sequence[FormRow]

    def __init__(self, workspace: Workspace, fill_menu: FillMenu) -> None:
        super().__init__()
        self.workspace = workspace
        self.record: Any = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.body = column_of(into=inner, margins=(0, 0, 4, 0), spacing=10)
        scroll(self, inner)
        self._where = ElidedLabel("", "muted")
        self._name = make_label("", "heading", wrap=True)
        self.menu_button = QToolButton()
        theme_hub().icons.bind(self.menu_button, "more", "text_muted")
        menu = QMenu(self.menu_button)
        menu.aboutToShow.connect(lambda: self._show_menu(menu, fill_menu))
        self.menu_button.setMenu(menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_tip(self.menu_button, "Rename, move, merge, archive or delete")
        self.menu_button.setAccessibleName(f"What can be done with this {self.kind.noun}")
        top = QHBoxLayout()
        words = column_of(self._name, self._where, spacing=1)
        top.addLayout(words, 1)
        top.setSpacing(2)
        self.up_button = self._move_button("chevron-up", "Move up", -1)
        self.down_button = self._move_button("chevron-down", "Move down", 1)
        for button in (self.up_button, self.down_button):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.form = RecordForm(
            self.kind,
            self.rows,
            workspace=workspace,
            commit=lambda edits: workspace.apply_cells(self.kind, edits),
        )
        if "description" in self.form.keys:
            self.form.editor("description").setMinimumHeight(DESCRIPTION_HEIGHT)

    def show_record(self, record: Any) -> None:
        """Show a record, or the same one as it now is."""
        self.record = record
        self.form.set_record(record)
        self._name.setText(f"{record.name} (archived)" if record.retired else record.name)
        self.setAccessibleName(f"{self.kind.noun.capitalize()} {record.name}")
        held = [item.id for item in siblings(self.workspace.session, record)]
        self._allow(self.up_button, f"Move up ({MOVE_UP})", held[0] != record.id, "It is the first already.")
        self._allow(
            self.down_button, f"Move down ({MOVE_DOWN})", held[-1] != record.id, "It is the last already."
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the figures as they now are."""
        raise NotImplementedError

    def commit(self) -> None:
        """Save what is still being typed."""
        if self.record is not None:
            self.form.commit_all()

    def say_where(self, words: str) -> None:
        """Say below the name where the record stands, or what the figures are of."""
        self._where.set_full_text(words)

    def _move_button(self, icon: str, words: str, by: int) -> QToolButton:
        button = QToolButton()
        theme_hub().icons.bind(button, icon, "text_muted")
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.move_wanted.emit(self.record.id, by))
        return button

    def _allow(self, button: QToolButton, words: str, possible: bool, otherwise: str) -> None:
        read_only = self.workspace.session.read_only
        button.setEnabled(possible and not read_only)
        set_tip(button, "The file is open read-only." if read_only else words if possible else otherwise)

    def _show_menu(self, menu: QMenu, fill_menu: FillMenu) -> None:
        menu.clear()
        if self.record is not None:
            fill_menu(menu, self.record.id)

    def go(self, page: str, what: dict[str, object], programme_id: str) -> None:
        """Go to another page, at the programme that the figures are of."""
        workspace = self.workspace
        if workspace.programme_id not in {None, programme_id}:
            workspace.choose(programme_id)
        workspace.navigate.emit(page, what)


class ListTable(RecordTableView):
    """A table that is only read: Enter or a double click opens a row."""

    def __init__(
        self, columns: Sequence[Column], name: str, workspace: Workspace, opens: Callable[[Any], None]
    ) -> None:
        super().__init__(RecordTableModel(columns), name, workspace=workspace)
        self.activated_row.connect(opens)
        self.setMinimumHeight(TABLE_HEIGHT)


class ProjectsTable(ListTable):
    """Projects that are dragged to another theme or workstream of the tree, one or as many as are selected."""

    def __init__(
        self, columns: Sequence[Column], name: str, workspace: Workspace, opens: Callable[[Any], None]
    ) -> None:
        super().__init__(columns, name, workspace, opens)
        self._workspace = workspace
        self._pressed: QPoint | None = None
        self.row_actions = self._actions

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag may begin; what is selected stays so until it is clear that it is none."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        is_row = index.isValid() and self.table.row_at(index.row()) is not None
        can_drag = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = at if is_row and can_drag and self._workspace.why_closed == "" else None
        if self._pressed is not None and self.selectionModel().isSelected(index):
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the projects selected."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif (
            event.position().toPoint() - self._pressed
        ).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(projects_data(self.selected_row_ids()))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the row that was pressed among several and not dragged."""
        if self._pressed is not None:
            self.setCurrentIndex(self.indexAt(self._pressed))
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _actions(self, row_ids: list[str]) -> list[QAction]:
        held = (self._workspace.session.records.find(Project, row_id) for row_id in row_ids)
        move = move_action(self._workspace, [project for project in held if project is not None], self)
        return [move] if move is not None else []


class Tiles(QWidget):
    """Key figures in a row; in several where there is no room for one."""

    def __init__(self, opens: Callable[[str], None]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._opens = opens
        self._tiles: dict[str, KeyFigureTile] = {}
        self._columns = 0

    def set_tiles(self, tiles: Sequence[figures.Tile]) -> None:
        """Show these figures."""
        for tile in tiles:
            held = self._tiles.get(tile.key)
            if held is None:
                held = self._tiles[tile.key] = KeyFigureTile(tile.label)
                held.clicked.connect(lambda _=False, page=tile.page: self._opens(page))
                self._columns = 0
            held.set_figure(tile.value, tile.note, tile.tone, tile.label)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return room for two tiles beside each other."""
        return QSize(2 * TILE_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = (self.width() + self._grid.spacing()) // (TILE_WIDTH + self._grid.spacing())
        columns = max(2, min(room, len(self._tiles)))
        if columns != self._columns and self._tiles:
            self._columns = columns
            for at, tile in enumerate(self._tiles.values()):
                self._grid.addWidget(tile, at // columns, at % columns)
            for column in range(len(self._tiles)):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)


class SideBySide(QWidget):
    """Two cards beside each other; one above the other where there is no room."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        for card in cards:
            self._row.addWidget(card, 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for the wider card alone."""
        least = max(card.minimumSizeHint().width() for card in self.findChildren(Card))
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the cards beside or above each other."""
        super().resizeEvent(event)
        wide = self.width() >= BESIDE_FROM
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
