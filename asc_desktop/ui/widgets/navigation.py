"""The rail at the left: every page, under a few headings, with counts of what waits there.

    rail = NavigationRail("ASC Portfolio")
    rail.add_destination("overview", "Overview", "overview")
    rail.add_heading("Assurance")
    rail.add_destination("risks", "Risks", "risks")
    rail.add_destination("settings", "Settings", "settings", at_foot=True)
    rail.set_badge("exceptions", 14, "14 open exceptions")
    rail.activated.connect(show_page)          # str: the key

One tab stop: Tab reaches the page in view, Up, Down, Home and End move along the rail, Enter or Space goes
there. `set_compact` leaves the icons only, for a narrow window; the names are then tooltips. Rows close up where the
window is low, so that every page is in sight for as long as its name can be read; then the rail scrolls.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.focus import is_keyboard_focus
from asc_desktop.ui.fonts import BODY, BOLD, REGULAR, SEMI_BOLD, SMALL, ui_font
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.board import scrolling
from asc_desktop.ui.widgets.boxes import column_of

WIDTH = 200
COMPACT_WIDTH = 56
ROW = 34
LOWEST_ROW = 25
ICON = 18
LARGEST_BADGE = 99


class NavigationRail(QWidget):
    """The pages as a list of buttons, one of them current."""

    activated = Signal(str)
    """The key of the page a person asked for; not sent by `set_current`."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows: dict[str, _Destination] = {}
        self._headings: list[_Heading] = []
        self._is_compact = False
        self._current = ""
        self._title = _Heading(title, is_title=True)
        self._list = QWidget()
        self._list_layout = column_of(1, into=self._list, margins=(8, 0, 8, 8), spacing=1)
        self._foot_layout = column_of(margins=(8, 4, 8, 8), spacing=1)
        self._scroll = scrolling(self._list)
        column_of(
            self._title, (self._scroll, 1), self._foot_layout, into=self, margins=(0, 4, 0, 0), spacing=0
        )
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Pages")

    @property
    def current(self) -> str:
        """Return the key of the page in view, or ""."""
        return self._current

    def add_heading(self, text: str) -> None:
        """Add a heading over the destinations that follow."""
        heading = _Heading(text)
        self._headings.append(heading)
        self._list_layout.insertWidget(self._list_layout.count() - 1, heading)

    def add_destination(self, key: str, text: str, icon: str, *, at_foot: bool = False) -> None:
        """Add a page; `at_foot` puts it at the bottom of the rail."""
        row = _Destination(text, icon)
        row.clicked.connect(lambda _checked=False, chosen=key: self._choose(chosen))
        row.step.connect(lambda by, chosen=key: self._move_focus(chosen, by))
        self._rows[key] = row
        if at_foot:
            self._foot_layout.addWidget(row)
        else:
            self._list_layout.insertWidget(self._list_layout.count() - 1, row)
        self._fit_rows()

    def set_current(self, key: str) -> None:
        """Mark a page as the one in view, without sending `activated`. Raises KeyError for an unknown key."""
        chosen = self._rows[key]
        for row in self._rows.values():
            row.set_current(is_current=row is chosen)
        self._current = key
        self._show_row(chosen)

    def take_keyboard(self) -> None:
        """Put the keyboard on the page in view."""
        self._rows[self._current].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_badge(self, key: str, count: int, description: str = "") -> None:
        """Show how many things wait on a page; 0 shows none. `description` is read out by screen readers."""
        self._rows[key].set_badge(count, description)

    def set_compact(self, *, compact: bool) -> None:
        """Show icons only, or icons and names."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self.setFixedWidth(COMPACT_WIDTH if compact else WIDTH)
        for row in self._rows.values():
            row.set_compact(compact=compact)
        for heading in (self._title, *self._headings):
            heading.set_compact(compact=compact)
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rows as high as the window has room for; the page in view stays in sight."""
        super().resizeEvent(event)
        self._fit_rows()
        if self._current:
            QTimer.singleShot(0, self, lambda: self._show_row(self._rows[self._current]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background."""
        palette = current_palette()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette.nav_background))
        if palette.nav_background == palette.window or palette.is_dark:
            painter.setPen(QColor(palette.border))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _fit_rows(self) -> None:
        """Share the height out among rows and headings, which are as high as a row."""
        headings = 0 if self._is_compact else len(self._headings)
        taken = (
            self._title.height() + 24 + len(self._rows) + (len(self._headings) - headings) * _Heading.COMPACT
        )
        share = (self.height() - taken) // max(1, len(self._rows) + headings)
        height = max(LOWEST_ROW, min(ROW, share))
        for row in self._rows.values():
            row.setFixedHeight(height)
        for heading in self._headings:
            heading.setFixedHeight(_Heading.COMPACT if self._is_compact else height)

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.activated.emit(key)

    def _move_focus(self, key: str, by: int) -> None:
        keys = list(self._rows)
        target = self._rows[keys[max(0, min(len(keys) - 1, keys.index(key) + by))]]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._show_row(target)

    def _show_row(self, row: QWidget) -> None:
        if self._list.isAncestorOf(row):
            self._scroll.ensureWidgetVisible(row, 0, ROW)


class _Heading(QWidget):
    COMPACT = 13
    """The height of the line that stands for a heading where only icons are shown."""

    def __init__(self, text: str, *, is_title: bool = False) -> None:
        super().__init__()
        self._text = text
        self._is_title = is_title
        self._is_compact = False
        self.setAccessibleName(text)
        self.setFixedHeight(42 if is_title else ROW)

    def set_compact(self, *, compact: bool) -> None:
        self._is_compact = compact
        if self._is_title:
            self.setFixedHeight(12 if compact else 42)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        if self._is_compact:
            if not self._is_title:
                painter.setPen(QColor(palette.nav_muted))
                painter.drawLine(8, self.height() // 2, self.width() - 8, self.height() // 2)
            return
        if self._is_title:
            font, colour, rect = (
                ui_font(15, BOLD),
                palette.nav_selected_text,
                QRectF(18, 0, self.width() - 28, self.height()),
            )
            if palette.nav_selected_text == palette.nav_background:
                colour = palette.nav_text
            align = Qt.AlignmentFlag.AlignVCenter
        else:
            font, colour, rect = (
                ui_font(11),
                palette.nav_muted,
                QRectF(10, 0, self.width() - 16, self.height() - 6),
            )
            align = Qt.AlignmentFlag.AlignBottom
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 0.5)
        text = self._text if self._is_title else self._text.upper()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, align, cut_to(text, QFontMetricsF(font), rect.width()))


class _Destination(QAbstractButton):
    step = Signal(int)
    """How many places the arrow keys ask to move; a large number means to the end."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self._icon = icon
        self._count = 0
        self._count_words = ""
        self._is_compact = False
        self._shows_focus = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_current(self, *, is_current: bool) -> None:
        self.setChecked(is_current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus)

    def set_badge(self, count: int, words: str) -> None:
        self._count, self._count_words = count, words
        self.setAccessibleName(f"{self.text()}, {words or count}" if count else self.text())
        self._refresh_tooltip()
        self.update()

    def set_compact(self, *, compact: bool) -> None:
        self._is_compact = compact
        self._refresh_tooltip()
        self.update()

    def nextCheckState(self) -> None:
        """Stay checked when pressed again; the rail decides which one is."""
        self.setChecked(True)

    def sizeHint(self) -> QSize:
        return QSize(COMPACT_WIDTH - 16, ROW)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = is_keyboard_focus(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}
        if key in steps:
            self.step.emit(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        selected = self.isChecked()
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.nav_selected))
            painter.drawRoundedRect(rect, 5, 5)
        elif self.underMouse():
            hover = QColor(palette.nav_text)
            hover.setAlpha(26)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hover)
            painter.drawRoundedRect(rect, 5, 5)
        if self._shows_focus and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.nav_selected_text if selected else palette.nav_text), 1.5))
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        colour = palette.nav_selected_text if selected else palette.nav_text
        left = (rect.width() - ICON) / 2 if self._is_compact else 9.0
        theme_hub().icons.paint(
            painter, QRectF(left, (rect.height() - ICON) / 2, ICON, ICON), self._icon, colour
        )
        right = self._paint_badge(painter, rect)
        if self._is_compact:
            return
        font = ui_font(BODY, SEMI_BOLD if selected else REGULAR)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = QRectF(left + ICON + 9, 0, right - left - ICON - 13, rect.height())
        shown = cut_to(self.text(), QFontMetricsF(font), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_badge(self, painter: QPainter, rect: QRectF) -> float:
        """Draw the count and return where it begins."""
        if not self._count:
            return rect.right() - 6
        palette = current_palette()
        if self._is_compact:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.badge_background))
            painter.drawEllipse(QRectF(rect.right() - 13, 5, 8, 8))
            return rect.right()
        text = str(self._count) if self._count <= LARGEST_BADGE else f"{LARGEST_BADGE}+"
        font: QFont = ui_font(SMALL - 1, SEMI_BOLD)
        width = max(20.0, QFontMetricsF(font).horizontalAdvance(text) + 12)
        badge = QRectF(rect.right() - 8 - width, rect.center().y() - 8, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.badge_background))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setFont(font)
        painter.setPen(QColor(palette.badge_text))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return badge.left()

    def _refresh_tooltip(self) -> None:
        words = self._count_words or (str(self._count) if self._count else "")
        set_tip(self, ": ".join(part for part in (self.text(), words) if part) if self._is_compact else words)
