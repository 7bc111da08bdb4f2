"""A published table in a grid, the cells that do not add marked in words and colour, and what was found below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from asc_desktop.domain.rules.cross_footing import ROUNDING, WRONG, Finding, WrongCell
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette

_PADDING: Final = 4
_NAMES: Final = 300
"""The room beside a figure, and the most that names take where the figures leave none over."""


class TableGrid(QTableWidget):
    """The cells of a published table as printed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Published table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)

    def show_table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        findings: Sequence[Finding] = (),
        wrong_cells: Sequence[WrongCell] = (),
    ) -> None:
        """Show headings and cells, with what was found of each."""
        marks = marked_cells(findings, wrong_cells)
        self.clear()
        self.setColumnCount(len(columns) + 1)
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(["", *(label or "–" for label in columns)])
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                self.setItem(at, place, self._item(at, place, text, marks))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each column the width of what is in it, and the names what is over."""
        if not self.columnCount():
            return
        header = self.horizontalHeader()
        needs = [
            max(self.sizeHintForColumn(place), header.sectionSizeHint(place)) + 2 * _PADDING
            for place in range(self.columnCount())
        ]
        needs[0] = max(min(needs[0], _NAMES), self.viewport().width() - sum(needs[1:]))
        for place, width in enumerate(needs):
            self.setColumnWidth(place, width)

    def _item(
        self, row: int, place: int, text: str, marks: Mapping[tuple[int, int], tuple[str, str]]
    ) -> QTableWidgetItem:
        state, sentence = marks.get((row, place - 1), ("", ""))
        item = QTableWidgetItem(f"✗ {text}" if state == WRONG and place else text)
        if place:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if state == WRONG and place:
            hue = current_palette().red
            item.setBackground(QColor(hue.soft))
            item.setForeground(QColor(hue.text_on_soft))
        set_tip(item, sentence if place else text)
        return item


def marked_cells(
    findings: Sequence[Finding], wrong_cells: Sequence[WrongCell]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Return the state and the sentence of each cell that was found wrong, or a sum within rounding."""
    marks: dict[tuple[int, int], tuple[str, str]] = {}
    for item in findings:
        if item.state == ROUNDING:
            marks[item.row, item.column] = (ROUNDING, item.sentence)
    for item in findings:
        if item.state == WRONG:
            is_right = item.printed_pence == item.should_be_pence
            marks[item.row, item.column] = (ROUNDING if is_right else WRONG, item.sentence)
    marks.update({(item.row, item.column): (WRONG, item.sentence) for item in wrong_cells})
    return marks


def finding_words(
    findings: Sequence[Finding], wrong_cells: Sequence[WrongCell], notes: Sequence[str], explanation: str = ""
) -> str:
    """Return what was found, a sentence a line: what is wrong, what only rounding explains, and what was guessed."""
    told = [item.sentence for item in wrong_cells]
    covered = {(item.row, item.column) for item in wrong_cells}
    told += [
        item.sentence for item in findings if item.state == WRONG and (item.row, item.column) not in covered
    ]
    if findings and not told:
        told.append(f"{len(findings)} sums checked: all add up.")
    told += [item.sentence for item in findings if item.state == ROUNDING]
    if explanation:
        told.append(f"Explained: {explanation}")
    return "\n".join(f"• {sentence}" for sentence in (*told, *notes))
