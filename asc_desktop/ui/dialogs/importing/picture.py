"""The picture of a sheet: its cells with their fills, and each row labelled and coloured by what it is taken for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.dialogs.importing.picture_model import ROLE_WORDS, Index, PictureModel
from asc_desktop.ui.fonts import SEMI_BOLD, SMALL, ui_font
from asc_desktop.ui.keys import ROW_MENU
from asc_desktop.ui.palette import Hue, Palette
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.commands import menu_place
from asc_desktop.ui.widgets.labels import make_label

ROW_HEIGHT = 23
_NUMBER_WIDTH, _ROLE_WIDTH = 44, 104
_LEAST, _MOST = 44, 240
_LOOKED_AT = 80
"""How many rows say how wide the columns are."""
_MOST_SPANS = 3_000
"""Merged areas beyond so many are drawn as single cells: Qt looks through all of them for each cell."""
_PADDING = 6
_MIDDLE = 0.179
"""The luminance from which black stands out more than white."""
_TINTED = frozenset({Role.HEADING, Role.GROUP, Role.TOTAL, Role.NOTE})


def role_hue(palette: Palette, role: Role) -> Hue:
    """Return the colours of what a line is; its word always stands with them."""
    return {
        Role.HEADING: palette.accent_hue,
        Role.RECORD: palette.green_light,
        Role.GROUP: palette.blue,
        Role.TOTAL: palette.amber,
        Role.NOTE: palette.grey,
        Role.BLANK: palette.neutral,
    }[role]


class SheetPicture(QTableView):
    """One sheet, to look at and to point at. `menu_of` makes the menu of the cells or lines that are pointed at."""

    pointed = Signal(int, int)
    """The row and column that the keyboard is on."""

    def __init__(self, menu_of: Callable[[], QMenu]) -> None:
        super().__init__()
        self.picture = PictureModel(self)
        self._menu_of = menu_of
        self.setModel(self.picture)
        self.setItemDelegate(_CellDelegate(self))
        self.setVerticalHeader(_LineHeader(Qt.Orientation.Vertical, self))
        self.setHorizontalHeader(_LineHeader(Qt.Orientation.Horizontal, self))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Picture of the sheet")
        self.setAccessibleDescription(
            f"{ROW_MENU} shows what the row is: a heading, a record, a group, a total or a note."
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(
            lambda current, _: self.pointed.emit(current.row(), current.column())
        )
        theme_hub().changed.connect(self.viewport().update)

    def show_sheet(self, workbook: Workbook, sheet: Sheet, tables: Sequence[FoundTable]) -> None:
        """Show a sheet with what was found on it; a sheet that is shown already stays where it is."""
        if sheet is not self.picture.sheet:
            self.clearSpans()
            self.picture.show_sheet(workbook, sheet)
            for merged in sheet.merges if len(sheet.merges) <= _MOST_SPANS else ():
                rows, columns = merged.bottom - merged.top + 1, merged.right - merged.left + 1
                if (rows > 1 or columns > 1) and merged.top < len(sheet.rows):
                    self.setSpan(merged.top, merged.left, rows, columns)
            self._fit_columns()
            self.scrollToTop()
        self.picture.show_tables(tables)
        self.viewport().update()
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()

    def go_to(self, row: int, column: int) -> None:
        """Point at a cell and bring it into sight."""
        index = self.picture.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(self.picture.index(max(row - 2, 0), column), QAbstractItemView.ScrollHint.EnsureVisible)
        self.scrollTo(index)

    def selected_lines(self, *, is_row: bool) -> list[int]:
        """Return the rows, or columns, with a selected cell."""
        selection = self.selectionModel().selection()
        found: set[int] = set()
        for at in range(selection.count()):
            part = selection.at(at)
            found |= set(
                range(part.top(), part.bottom() + 1) if is_row else range(part.left(), part.right() + 1)
            )
        return sorted(found)

    def popup_menu(self, place: QPoint) -> None:
        """Offer what can be said of what is pointed at."""
        if self.currentIndex().isValid():
            self._menu_of().popup(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be said of the cell."""
        self.popup_menu(menu_place(self, event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, and a frame round each table."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(current_palette().accent), 2))
        last_row, last_column = self.picture.rowCount() - 1, self.picture.columnCount() - 1
        for table in self.picture.tables:
            area = table.area
            top = self.rowViewportPosition(min(area.top, last_row))
            left = self.columnViewportPosition(min(area.left, last_column))
            bottom, right = min(area.bottom, last_row), min(area.right, last_column)
            rect = QRect(
                QPoint(left, top),
                QPoint(
                    self.columnViewportPosition(right) + self.columnWidth(right) - 1,
                    self.rowViewportPosition(bottom) + self.rowHeight(bottom) - 1,
                ),
            )
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(ui_font(SMALL))
        merged = {(area.top, area.left) for area in self.picture.sheet.merges}
        header = self.horizontalHeader()
        for column in range(self.picture.columnCount()):
            widest = max(
                (
                    metrics.horizontalAdvance(self.picture.text_at(row, column)[:60])
                    for row in range(min(self.picture.rowCount(), _LOOKED_AT))
                    if (row, column) not in merged
                ),
                default=0,
            )
            header.resizeSection(column, max(_LEAST, min(widest + 2 * _PADDING + 4, _MOST)))


class _LineHeader(QHeaderView):
    """Numbers of rows or letters of columns, with what each is; a click says otherwise."""

    def __init__(self, orientation: Qt.Orientation, view: SheetPicture) -> None:
        super().__init__(orientation, view)
        self._sheet_view = view
        self._is_rows = orientation == Qt.Orientation.Vertical
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return (
            QSize(_NUMBER_WIDTH + _ROLE_WIDTH, super().sizeHint().height())
            if self._is_rows
            else QSize(super().sizeHint().width(), ROW_HEIGHT + 3)
        )

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(_NUMBER_WIDTH + _ROLE_WIDTH, ROW_HEIGHT) if self._is_rows else QSize(60, ROW_HEIGHT + 3)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        palette, picture = current_palette(), self._sheet_view.picture
        roles = picture.roles_of_row(logicalIndex) if self._is_rows else picture.roles_of_column(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(palette.surface_alt))
        words = picture.line_words(logicalIndex, is_row=self._is_rows)
        name = str(self.model().headerData(logicalIndex, self.orientation()))
        painter.setFont(ui_font(SMALL))
        painter.setPen(QColor(palette.text_muted))
        number = QRect(rect)
        if self._is_rows or words:
            number.setWidth(min(_NUMBER_WIDTH, rect.width()))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, name)
        if words:
            label = rect.adjusted(number.width(), 0, 0, 0)
            hue = role_hue(palette, roles[0]) if roles else palette.grey
            painter.fillRect(label, QColor(hue.soft))
            painter.setPen(QColor(hue.text_on_soft))
            painter.setFont(ui_font(SMALL, SEMI_BOLD))
            shown = cut_to(words, painter.fontMetrics(), label.width() - 8)
            painter.drawText(label.adjusted(5, 0, -3, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(palette.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer what can be said of the line that was clicked."""
        super().mouseReleaseEvent(event)
        at = self.logicalIndexAt(event.position().toPoint())
        is_resize = self.cursor().shape() in {Qt.CursorShape.SplitHCursor, Qt.CursorShape.SplitVCursor}
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton and self._is_rows and not is_resize:
            self._sheet_view.popup_menu(event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the same with the other button."""
        at = self.logicalIndexAt(event.pos())
        view = self._sheet_view
        if at >= 0 and at not in view.selected_lines(is_row=self._is_rows):
            if self._is_rows:
                view.selectRow(at)
            else:
                view.selectColumn(at)
        view.popup_menu(event.globalPos())


class _CellDelegate(QStyledItemDelegate):
    """Draws a cell with its own fill, or the tint of what its line is."""

    def __init__(self, view: SheetPicture) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        picture, palette = self._view.picture, current_palette()
        row, column = index.row(), index.column()
        rect = option.rect
        style, role = picture.style_at(row, column), picture.role_at(row, column)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground, ink = _colours(palette, style.fill, role, is_selected=is_selected)
        painter.save()
        painter.fillRect(rect, QColor(ground))
        if row in picture.sheet.hidden_rows or column in picture.sheet.hidden_columns:
            painter.fillRect(rect, QColor(palette.border))
            painter.fillRect(rect.adjusted(1, 1, -1, -1), QColor(ground))
        font = ui_font(SMALL, SEMI_BOLD) if style.bold else ui_font(SMALL)
        font.setStrikeOut(style.struck)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        cell = picture.sheet.cell(row, column)
        is_number = cell is not None and cell.kind == cell.NUMBER
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        shown = cut_to(picture.text_at(row, column), painter.fontMetrics(), room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.setPen(QColor(palette.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _colours(palette: Palette, fill: str, role: Role | None, *, is_selected: bool) -> tuple[str, str]:
    """Return a cell's ground and the colour of its words."""
    if is_selected:
        return palette.selection, palette.selection_text
    if fill:
        colour = QColor(f"#{fill}")
        return colour.name(), "#000000" if _luminance(colour) > _MIDDLE else "#ffffff"
    if role in _TINTED and role is not None:
        hue = role_hue(palette, role)
        return hue.soft, hue.text_on_soft
    if role is None or role is Role.BLANK:
        return palette.surface, palette.text_muted
    return palette.surface, palette.text


def _luminance(colour: QColor) -> float:
    """Return how light a colour is to the eye, as WCAG 2 defines it: 0 for black, 1 for white."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Legend(QWidget):
    """What the colours of the lines stand for, each with its word."""

    def __init__(self) -> None:
        super().__init__()
        swatches: list[QWidget] = []
        for role, words in ROLE_WORDS.items():
            swatches += [_Swatch(role), make_label(words, "muted")]
        row_of(make_label("Rows:", "muted"), *swatches, 1, into=self, margins=0, spacing=5)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Legend: {', '.join(ROLE_WORDS.values())}")


class _Swatch(QWidget):
    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(QSize(18, 13))

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        hue = role_hue(palette, self._role)
        painter = QPainter(self)
        painter.setPen(QPen(QColor(hue.text_on_soft), 1))
        painter.setBrush(QColor(hue.soft))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
