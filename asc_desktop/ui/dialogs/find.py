"""Find anything (Ctrl+K): type the beginnings of a few words, and Enter goes there or does it.

FindDialog(workspace, commands, window, deeds).exec()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.find import Finder
from asc_desktop.services.find_hits import Hit
from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.fonts import MEDIUM, SMALL, ui_font
from asc_desktop.ui.plain import plain, shown_words
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

MOST = 50
COMMAND, BUTTON = "command", "button"
WIDTH, HEIGHT = 620, 430

_HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_EXEMPT_ROLE = Qt.ItemDataRole.UserRole + 2
_MOVES = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_NO_PARENT = QModelIndex()


class Deed(Struct, frozen=True):
    """Something to be found that is no record, and what Enter does."""

    hit: Hit
    does: Callable[[], object]


class FindDialog(QDialog):
    """Searches every record and note, the menus' commands, and what else there is to do."""

    def __init__(
        self,
        workspace: Workspace,
        commands: Sequence[QAction],
        parent: QWidget | None = None,
        deeds: Iterable[Deed] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find anything")
        self._workspace = workspace
        chosen = [action for action in commands if _can_be_chosen(action)]
        self._all_commands = [_command_hit(str(at), action) for at, action in enumerate(chosen)]
        self._does: dict[str, Callable[[], object]] = {}
        for hit, action in zip(self._all_commands, chosen, strict=True):
            self._does[hit.id] = action.trigger
        known = {hit.title.casefold() for hit in self._all_commands}
        others = [deed for deed in deeds if deed.hit.kind != BUTTON or deed.hit.title.casefold() not in known]
        self._does |= {deed.hit.id: deed.does for deed in others}
        self._others = [deed.hit for deed in others]
        self._finder: Finder | None = None

        self.box = QLineEdit()
        self.box.setPlaceholderText("Type part of a name, a note, a command or a heading of the guide")
        self.box.setAccessibleName("Find anything")
        self.box.setAccessibleDescription("Arrow keys choose among what is found, Enter goes there.")
        self.box.setClearButtonEnabled(True)
        search = QAction(self.box)
        theme_hub().icons.bind(search, "search", "text_muted")
        self.box.addAction(search, QLineEdit.ActionPosition.LeadingPosition)
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)

        self._model = _HitModel(workspace, self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setAccessibleName("What was found")
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._go)
        self._nothing = make_label("", "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(16, 24, 16, 0)

        found = QWidget()
        self._stack = QStackedLayout(found)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self._count = make_label("", "muted")
        column_of(self.box, (found, 1), self._count, into=self, margins=(12, 12, 12, 8), spacing=8)
        self.resize(self._fitting(parent))
        self._search("")
        self.box.setFocus()
        # While the person begins to type, once the box is in sight.
        QTimer.singleShot(0, self, self._all)

    @property
    def hits(self) -> list[Hit]:
        """What is found, the best first."""
        return self._model.hits

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the box has the keyboard."""
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(Qt.Key(event.key()))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._go(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        # Before anything is typed the commands show what there is to do.
        hits, total = self._all_commands, 0
        if text.strip():
            found = self._all().search(text, MOST)
            hits, total = found.hits, found.total
        self._model.show(hits)
        if hits:
            self.list.setCurrentIndex(self._model.index(0))
            self.list.scrollToTop()
        self._stack.setCurrentWidget(self.list if hits else self._nothing)
        self._nothing.setText(
            f"No matches for “{text.strip()}”. Try another word."
            if text.strip()
            else "Type the first letters of one or more words."
        )
        self._count.setText(
            f"{_found_words(len(hits), total)}. ↑ ↓ to choose, Enter to go, Esc to close"
            if text.strip() and hits
            else "↑ ↓ to choose, Enter to go, Esc to close"
        )

    def _all(self) -> Finder:
        """Return what finds everything; made when something is typed, so that the box is there at once."""
        if self._finder is None:
            self._finder = self._workspace.finder.with_more([*self._all_commands, *self._others])
        return self._finder

    def _move(self, key: Qt.Key) -> None:
        count = self._model.rowCount()
        if not count:
            return
        page = max(self.list.viewport().height() // ROW_HEIGHT - 1, 1)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}[key]
        row = max(0, min(self.list.currentIndex().row() + by, count - 1))
        self.list.setCurrentIndex(self._model.index(row))

    def _go(self, index: QModelIndex) -> None:
        hit = index.data(_HIT_ROLE)
        if not isinstance(hit, Hit):
            return
        self.accept()
        if hit.id in self._does:
            self._does[hit.id]()
            return
        place = self._workspace.place_of(hit.id)
        if place is not None:
            self._workspace.go_to(place)

    @staticmethod
    def _fitting(parent: QWidget | None) -> QSize:
        wanted = QSize(WIDTH, HEIGHT)
        return wanted.boundedTo(parent.size() * 0.9) if parent is not None else wanted


def _found_words(shown: int, total: int) -> str:
    return f"{total:,} found" if shown == total else f"The best {shown} of {total:,} found"


def _can_be_chosen(action: QAction) -> bool:
    return action.isEnabled() and action.isVisible() and not action.isSeparator() and bool(action.text())


def _command_hit(key: str, action: QAction) -> Hit:
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Hit(key, COMMAND, "Command", shown_words(action.text()), shortcut)


class _HitModel(QAbstractListModel):
    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.hits: list[Hit] = []

    def show(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.heading
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            parts = (hit.label, hit.heading, hit.context, self._exempt(hit))
            words = ", ".join(part for part in parts if part)
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == _EXEMPT_ROLE:
            return bool(self._exempt(hit))
        return hit if role == _HIT_ROLE else None

    def _exempt(self, hit: Hit) -> str:
        about = self._workspace.exempt.get(hit.id) if hit.kind in TYPE_BY_TABLE else None
        return about.words if about is not None else ""


ROW_HEIGHT = 46
_KIND_WIDTH = 92
_PAD = 12
_LOCK = 14
"""The padlock of an exempt record, before its title."""


class _HitDelegate(QStyledItemDelegate):
    """What it is at the left, its title, and the words beside it below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        opt: Any = option  # Qt's stubs leave out what a style option holds
        hit: Hit = index.data(_HIT_ROLE)
        palette = current_palette()
        rect: QRect = opt.rect
        selected = bool(opt.state & QStyle.StateFlag.State_Selected)
        hovered = bool(opt.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if selected or hovered:
            painter.fillRect(rect, QColor(palette.selection if selected else palette.surface_alt))
        strong = QColor(palette.selection_text if selected else palette.text)
        faint = QColor(palette.selection_text if selected else palette.text_muted)
        small, main = ui_font(SMALL), ui_font(weight=MEDIUM)
        left = rect.left() + _PAD + _KIND_WIDTH
        room = rect.right() - _PAD - left
        painter.setFont(small)
        painter.setPen(faint)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        kind = QRect(rect.left() + _PAD, rect.top(), _KIND_WIDTH - 8, rect.height())
        painter.drawText(kind, middle, hit.label)
        title_height = QFontMetrics(main).height()
        both = title_height + (QFontMetrics(small).height() + 1 if hit.context else 0)
        top = rect.top() + (rect.height() - both) // 2
        painter.setFont(main)
        painter.setPen(strong)
        lock = _LOCK + 5 if index.data(_EXEMPT_ROLE) else 0
        if lock:
            at = QRectF(left, top + (title_height - _LOCK) / 2, _LOCK, _LOCK)
            theme_hub().icons.paint(
                painter, at, "exempt", palette.selection_text if selected else palette.warning_text
            )
        title = cut_to(hit.heading, QFontMetrics(main), room - lock)
        painter.drawText(QRect(QPoint(left + lock, top), QSize(room - lock, title_height)), middle, title)
        if hit.context:
            painter.setFont(small)
            painter.setPen(faint)
            metrics = QFontMetrics(small)
            context = cut_to(hit.context, metrics, room)
            painter.drawText(
                QRect(QPoint(left, top + title_height + 1), QSize(room, metrics.height())), middle, context
            )
        painter.restore()
