"""The tree of programmes, themes and workstreams, and the list of source plans: named, ordered and chosen in place.

F2 or typing renames, Alt+Up and Alt+Down move a record among its siblings, and so does the mouse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTreeView,
)

from asc_desktop.domain.records.delivery import Theme, Workstream
from asc_desktop.domain.words import number_of
from asc_desktop.ui.fonts import SEMI_BOLD, ui_font
from asc_desktop.ui.keys import CLEAR, MOVE_DOWN, MOVE_UP
from asc_desktop.ui.pages.shared.move_to_theme import PROJECTS_MIME, dragged_projects
from asc_desktop.ui.pages.structure.names import NameDelegate
from asc_desktop.ui.plain import plain
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.clipboard import new_mime_data
from asc_desktop.ui.workspace import LayoutMemory

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-asc-structure"
_FOLDED = "structure/folded"
ROW_HEIGHT = 29
NARROW = 240
COUNT_WIDTH = 68
_NAME, _COUNT = range(2)
_NO_PARENT = QModelIndex()


class Node(Struct, eq=False):
    """One record of the tree; ``projects`` is how many projects stand in it."""

    id: str
    table: str
    noun: str
    name: str
    projects: int
    retired: bool = False
    children: list[Node] = []
    parent: Node | None = None
    row: int = 0
    number: int = 0
    """What Qt's indexes know it by; never used again for another node."""

    def walk(self) -> Iterator[Node]:
        """Yield this node and every one below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def shape(self) -> tuple[Any, ...]:
        """What tells one arrangement from another: ids and where they stand."""
        return (self.id, tuple(child.shape for child in self.children))


class StructureModel(QAbstractItemModel):
    """The nodes. Renaming and moving are asked of the page; nothing is changed here."""

    renamed = Signal(str, str)
    """A node's id and its new name."""
    dropped = Signal(str, int)
    """A node's id and the place among its siblings to which it was dragged."""

    projects_dropped = Signal(list, str)
    """The ids of projects, and of the theme or workstream that they were dragged to."""

    def __init__(self, heading: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heading = heading
        self._root = Node("", "", "", "", 0)
        self._by_id: dict[str, Node] = {}
        self._by_number: dict[int, Node] = {}
        self._numbers = count(1)
        self.is_read_only = False

    @property
    def roots(self) -> Sequence[Node]:
        """The nodes at the top."""
        return self._root.children

    def show(self, roots: Sequence[Node]) -> None:
        """Show these nodes; where the same ones come again only their words change."""
        root = Node("", "", "", "", 0, children=list(roots))
        nodes = [node for child in roots for node in child.walk()]
        same = root.shape == self._root.shape
        if same:
            for node in nodes:
                held = self._by_id[node.id]
                words = (node.name, node.projects, node.retired)
                if words != (held.name, held.projects, held.retired):
                    held.name, held.projects, held.retired = words
                    index = self.index_of(node.id)
                    self.dataChanged.emit(index, index.siblingAtColumn(_COUNT))
            return
        self.beginResetModel()
        for parent in (root, *nodes):
            for row, child in enumerate(parent.children):
                child.parent, child.row = parent, row
        self._root = root
        for node in nodes:
            node.number = next(self._numbers)
        self._by_id = {node.id: node for node in nodes}
        self._by_number = {node.number: node for node in nodes}
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        """Return the node at an index."""
        return self._by_number.get(index.internalId()) if index.isValid() else None

    def find(self, record_id: str) -> Node | None:
        """Return the node of a record."""
        return self._by_id.get(record_id)

    def index_of(self, record_id: str) -> QModelIndex:
        """Return where a record stands; an index of nowhere if it does not."""
        node = self._by_id.get(record_id)
        return self.createIndex(node.row, _NAME, node.number) if node else QModelIndex()

    # ------------------------------------------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        """Return the index of a child."""
        node = self.node(parent) or self._root
        if 0 <= row < len(node.children) and column in {_NAME, _COUNT}:
            return self.createIndex(row, column, node.children[row].number)
        return QModelIndex()

    def parent(self, index: Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]
        """Return the index above."""
        node = self.node(index)
        above = node.parent if node else None
        return (
            self.createIndex(above.row, _NAME, above.number)
            if above and above is not self._root
            else QModelIndex()
        )

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many children there are."""
        return 0 if parent.column() > 0 else len((self.node(parent) or self._root).children)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return two: the name and the number of projects."""
        return 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let names be edited and records dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.is_read_only:
            return flags
        flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            is_faint = node.retired or index.column() == _COUNT
            return QBrush(QColor(current_palette().text_muted)) if is_faint else None
        return _name_data(node, role) if index.column() == _NAME else _count_data(node, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self._heading, "Projects")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name."""
        node = self.node(index)
        if node is None or role != Qt.ItemDataRole.EditRole or str(value) == node.name:
            return False
        self.renamed.emit(node.id, str(value))
        return True

    # ------------------------------------------------------------------------------------------------ dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Move only."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [MIME, PROJECTS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the record's id."""
        data = new_mime_data()
        node = self.node(indexes[0]) if indexes else None
        data.setData(MIME, QByteArray((node.id if node else "").encode()))
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Take a record only among its siblings, and projects on a theme or a workstream."""
        if dragged_projects(data):
            return self._takes_projects(parent)
        node = self._dragged(data)
        return node is not None and node.parent is (self.node(parent) or self._root)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move; the view must not take the row away itself, so this is never done."""
        if (ids := dragged_projects(data)) and (place := self.node(parent)) is not None:
            if self._takes_projects(parent):
                self.projects_dropped.emit(ids, place.id)
            return False
        node = self._dragged(data)
        if node is not None and self.canDropMimeData(data, action, row, column, parent):
            siblings = (node.parent or self._root).children
            to = len(siblings) if row < 0 else row
            # The place is counted without the record itself.
            self.dropped.emit(node.id, to - 1 if to > node.row else to)
        return False

    def _takes_projects(self, parent: Index) -> bool:
        place = self.node(parent)
        return place is not None and place.table in {Theme.table, Workstream.table} and not place.retired

    def _dragged(self, data: QMimeData) -> Node | None:
        return self.find(bytes(data.data(MIME).data()).decode()) if data.hasFormat(MIME) else None


def _name_data(node: Node, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{node.name} (archived)" if node.retired else node.name
        case Qt.ItemDataRole.EditRole:
            return node.name
        case Qt.ItemDataRole.ToolTipRole:
            return plain(node.name)
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.noun.capitalize()} {node.name}{', archived' if node.retired else ''}"
        case Qt.ItemDataRole.FontRole if node.table == "programme":
            return ui_font(weight=SEMI_BOLD)
    return None


def _count_data(node: Node, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{node.projects:,}"
        case Qt.ItemDataRole.AccessibleTextRole:
            return number_of(node.projects, "project")
        case Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return None


class StructureTree(QTreeView):
    """The nodes as a tree. ``fill_menu`` puts what the chosen record can do into its menu."""

    chosen = Signal(str)
    """The id of the record that was chosen."""
    move_wanted = Signal(str, int)
    """A record's id and by how many places: -1 up, 1 down."""
    delete_wanted = Signal(str)

    def __init__(
        self,
        heading: str,
        fill_menu: Callable[[QMenu, str], None],
        memory: LayoutMemory | None = None,
        nothing: str = "",
    ) -> None:
        super().__init__()
        self._nothing = nothing
        self._memory = memory
        self.nodes = StructureModel(heading, self)
        self._fill_menu = fill_menu
        self._folded = set((memory.get(_FOLDED) or "").splitlines()) if memory is not None else set[str]()
        self._told = ""
        self._is_restoring = False
        self.setModel(self.nodes)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(nothing)
        self.setWordWrap(True)
        self.setItemDelegateForColumn(_NAME, NameDelegate(self, ROW_HEIGHT - 2))
        self.setIndentation(14)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setExpandsOnDoubleClick(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setStyleSheet(f"QTreeView::item {{ min-height: {ROW_HEIGHT - 2}px; padding-right: 4px; }}")
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(60)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_COUNT, COUNT_WIDTH)
        header.setSectionsClickable(False)
        header.sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())
        self.collapsed.connect(lambda index: self._remember(index, folded=True))
        self.expanded.connect(lambda index: self._remember(index, folded=False))
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        theme_hub().changed.connect(self.viewport().update)

    @property
    def current_id(self) -> str:
        """The id of the chosen record; empty for none."""
        node = self.nodes.node(self.currentIndex())
        return node.id if node else ""

    def show_nodes(self, roots: Sequence[Node]) -> None:
        """Show these nodes, keeping what is chosen, folded and scrolled to."""
        kept, at = self.current_id, self.verticalScrollBar().value()
        before = [node.id for root in self.nodes.roots for node in root.walk()]
        self._is_restoring = True
        try:
            self.nodes.show(roots)
            for root in self.nodes.roots:
                for node in root.walk():
                    self.setExpanded(self.nodes.index_of(node.id), node.id not in self._folded)
            if kept and self.current_id != kept:
                self._choose(kept if self.nodes.find(kept) else self._neighbour(kept, before))
        finally:
            self._is_restoring = False
        self.verticalScrollBar().setValue(at)
        self._tell()

    def choose(self, record_id: str) -> bool:
        """Go to a record; return whether it is here."""
        if self.nodes.find(record_id) is None:
            return False
        self._choose(record_id)
        return True

    def clear_choice(self) -> None:
        """Choose nothing: another list has the choice."""
        self._told = ""
        self.selectionModel().clear()

    def rename(self) -> None:
        """Begin to rename the chosen record."""
        index = self.currentIndex()
        if index.isValid() and not self.nodes.is_read_only:
            self.setFocus()
            self.edit(index.siblingAtColumn(_NAME))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the number of projects out where names have no room."""
        super().resizeEvent(event)
        self.setColumnHidden(_COUNT, self.width() < NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and the arrows, delete with Delete."""
        if MOVE_UP.matches(event) or MOVE_DOWN.matches(event):
            if self.current_id:
                self.move_wanted.emit(self.current_id, -1 if MOVE_UP.matches(event) else 1)
        elif CLEAR.matches(event) and self.current_id:
            self.delete_wanted.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what belongs here while there is none."""
        super().paintEvent(event)
        if self._nothing and not self.nodes.roots:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(current_palette().text_muted))
            room = self.viewport().rect().adjusted(8, 8, -8, -8)
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._nothing)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the record can do."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            place = event.globalPos()
        if self.current_id:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._fill_menu(menu, self.current_id)
            menu.popup(place)

    def _choose(self, record_id: str) -> None:
        index = self.nodes.index_of(record_id)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def _neighbour(self, gone: str, before: Sequence[str]) -> str:
        at = before.index(gone) if gone in before else 0
        after = [record_id for record_id in before[at + 1 :] if self.nodes.find(record_id)]
        earlier = [record_id for record_id in before[:at] if self.nodes.find(record_id)]
        return (after[:1] or earlier[-1:] or [""])[0]

    def _remember(self, index: QModelIndex, *, folded: bool) -> None:
        node = self.nodes.node(index)
        if node is not None and not self._is_restoring:
            (self._folded.add if folded else self._folded.discard)(node.id)
            if self._memory is not None:
                self._memory.set(_FOLDED, "\n".join(sorted(self._folded)))

    def _tell(self) -> None:
        if not self._is_restoring and self.current_id != self._told:
            self._told = self.current_id
            if self._told:
                self.chosen.emit(self._told)
