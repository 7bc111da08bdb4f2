"""The list of a column's values with a tick at each, as Excel's filter has it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.tick_list import TickList

BLANK = "(empty)"
_MOST = 500
_ROW_HEIGHT = 26


class ValueFilter(QFrame):
    """A popup that filters one column of a table by the values ticked."""

    def __init__(self, model: RecordTableModel, key: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = model
        self._key = key
        self._texts = model.distinct_texts(key)
        chosen = model.value_filters.get(key)
        self._chosen = set(self._texts if chosen is None else chosen)
        label = model.column(model.column_at(key)).label
        self.setAccessibleName(f"Filter {label}")
        self._search = QLineEdit()
        self._search.setPlaceholderText(f"Search {label}")
        self._search.setAccessibleName(f"Search the values of {label}")
        self._search.setClearButtonEnabled(True)
        self._list = TickList()
        self._list.setAccessibleName(f"Values of {label} to show")
        self._list.setMinimumSize(240, 220)
        self._note = make_label("", "muted", wrap=True)
        buttons = QHBoxLayout()
        for text, act in (("All", self._choose_all), ("None", self._choose_none)):
            button = QPushButton(text)
            button.setProperty("kind", "quiet")
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        apply = QPushButton("Apply")
        apply.setProperty("kind", "primary")
        apply.clicked.connect(self.apply)
        buttons.addWidget(apply)
        layout = column_of(into=self, margins=10, spacing=6)
        for widget in (self._search, self._list, self._note):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self._search.textChanged.connect(self._fill)
        self._list.itemChanged.connect(self._on_ticked)
        self._fill()

    def focus_search(self) -> None:
        """Put the keyboard into the search box."""
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def apply(self) -> None:
        """Filter by what is ticked, and close."""
        everything = self._chosen.issuperset(self._texts)
        self._model.set_value_filter(self._key, None if everything else self._chosen)
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel, with an edge that high contrast shows too."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setPen(QPen(QColor(palette.control_border), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply with Enter, close with Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _matching(self) -> list[str]:
        needle = self._search.text().casefold().strip()
        return [text for text in self._texts if needle in text.casefold()]

    def _fill(self) -> None:
        matching = self._matching()
        self._list.blockSignals(True)
        self._list.clear()
        for text in matching[:_MOST]:
            row = QListWidgetItem(text.replace("\n", " ") or BLANK)
            row.setData(Qt.ItemDataRole.UserRole, text)
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            row.setSizeHint(QSize(0, _ROW_HEIGHT))
            row.setCheckState(Qt.CheckState.Checked if text in self._chosen else Qt.CheckState.Unchecked)
            self._list.addItem(row)
        self._list.blockSignals(False)
        more = len(matching) - _MOST
        self._note.setText(f"{more:,} more. Search to see them." if more > 0 else "")
        self._note.setVisible(more > 0)

    def _on_ticked(self, row: QListWidgetItem) -> None:
        text = str(row.data(Qt.ItemDataRole.UserRole))
        if row.checkState() == Qt.CheckState.Checked:
            self._chosen.add(text)
        else:
            self._chosen.discard(text)

    def _choose_all(self) -> None:
        self._chosen.update(self._matching())
        self._fill()

    def _choose_none(self) -> None:
        self._chosen.difference_update(self._matching())
        self._fill()
