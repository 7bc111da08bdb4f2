"""One key figure on a tile: what it is, the figure, and what to make of it.

tile = KeyFigureTile("Shortfall with no plan")
tile.set_figure("£1.03m", "▲ £0.12m since May", "bad")
tile.clicked.connect(open_projects_without_a_plan)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from asc_desktop.domain.glossary import meaning_of
from asc_desktop.ui.cutting import cut_to, is_whole, wrapped
from asc_desktop.ui.focus import is_keyboard_focus
from asc_desktop.ui.fonts import BOLD, FIGURE, SMALL, ui_font
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.card import PADDING, RADIUS

Tone = Literal["normal", "bad", "good"]


class KeyFigureTile(QAbstractButton):
    """A clickable figure. `clicked` is Qt's own signal; Space and Enter press it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._shows_focus = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_figure("")

    @property
    def value(self) -> str:
        """Return the figure as shown."""
        return self._value

    @property
    def label_lines(self) -> int:
        """Return how many lines the label needs in the width that the tile has."""
        return len(self._lines(self._label))

    def set_figure(self, value: str, note: str = "", tone: Tone = "normal", label: str | None = None) -> None:
        """Show another figure."""
        self._value, self._note, self._tone = value, note, tone
        if label is not None:
            self._label = label
        self.setAccessibleName(f"{self._label}: {value}")
        self.setAccessibleDescription(note)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the figure and the lines as they are, and for those that the width breaks in two."""
        small = QFontMetricsF(ui_font(SMALL))
        lines = self._label_lines() + len(self._lines(self._note))
        figure = QFontMetricsF(ui_font(FIGURE, BOLD))
        widest = max(
            small.horizontalAdvance(self._label),
            small.horizontalAdvance(self._note),
            figure.horizontalAdvance(self._value),
        )
        return QSize(round(widest) + 2 * PADDING + 2, round(lines * small.height() + figure.height()) + 26)

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest tile that still says something."""
        return QSize(112, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Keep the lines and the tooltip right when the width changes."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for a person at the keyboard only."""
        self._shows_focus = is_keyboard_focus(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile; the figure shrinks before it is cut."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() and self._shows_focus
        outline = palette.focus if ringed else palette.control_border if self.underMouse() else palette.border
        width = 2.0 if ringed else 1.0
        painter.setPen(QPen(QColor(outline), width))
        painter.setBrush(QColor(palette.surface_alt if self.isDown() else palette.surface))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        room = self.width() - 2 * PADDING
        top = 11.0
        small = ui_font(SMALL)
        label = self._lines(self._label)
        for line in (*label, *[""] * (self._label_lines() - len(label))):
            top += self._line(painter, line, small, palette.text_muted, top, room)
        pixels = self._figure_size()
        tones = {"normal": palette.text, "bad": palette.negative, "good": palette.positive}
        full = QFontMetricsF(ui_font(FIGURE, BOLD)).height()
        lines = [self._value]
        if QFontMetricsF(ui_font(pixels, BOLD)).horizontalAdvance(self._value) > room:
            # What it was and what it is stand one over the other before either is cut.
            pixels, lines = SMALL, _parted(self._value)
        font = ui_font(pixels, BOLD)
        height = QFontMetricsF(font).height() * len(lines)
        place = top + 1 + (full - height) / 2
        for line in lines:
            place += self._line(painter, line, font, tones[self._tone], place, room)
        top += full + 3
        for line in self._lines(self._note):
            top += self._line(painter, line, small, palette.text_muted, top, room)

    def _lines(self, text: str) -> list[str]:
        """Return the label or the note as it is drawn: on two lines before it is cut."""
        return list(_broken(text, self.width() - 2 * PADDING + 1))

    def _label_lines(self) -> int:
        """Return how many lines labels take beside each other: below them the figures are on one line."""
        return max(tile.label_lines for tile in self._row() if tile is self or tile.isVisible())

    def _row(self) -> list[KeyFigureTile]:
        holder = self.parentWidget()
        only_its = Qt.FindChildOption.FindDirectChildrenOnly
        return holder.findChildren(KeyFigureTile, options=only_its) if holder is not None else [self]

    def _fit(self) -> None:
        """Ask for the height that the width makes the words need, and say in the tool tip what is cut."""
        for tile in self._row():
            tile.updateGeometry()
            tile.update()
        self._refresh_tooltip()

    def _figure_size(self) -> int:
        """Return the size of the figure's letters, in pixels: the same on all tiles of a row, as large as all allow."""
        return min(tile.largest_that_fits() for tile in self._row() if tile is self or tile.isVisible())

    def largest_that_fits(self) -> int:
        """Return the size of letters, in pixels, at which the figure is whole on one line; the least where none is."""
        pixels, room = FIGURE, self.width() - 2 * PADDING
        while pixels > SMALL and QFontMetricsF(ui_font(pixels, BOLD)).horizontalAdvance(self._value) > room:
            pixels -= 1
        return pixels

    def _line(self, painter: QPainter, text: str, font: QFont, colour: str, top: float, room: float) -> float:
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = cut_to(text, metrics, room + 1)
        painter.drawText(
            QRectF(PADDING, top, room + 2, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )
        return metrics.height()

    def _refresh_tooltip(self) -> None:
        room = self.width() - 2 * PADDING + 1
        cut = [
            text for text in (self._label, self._note) if not is_whole(text, filter(None, self._lines(text)))
        ]
        figure = QFontMetricsF(ui_font(SMALL, BOLD))
        if any(figure.horizontalAdvance(line) > room for line in _parted(self._value)):
            cut.insert(0, self._value)
        set_tip(self, "\n".join(filter(None, [*cut, meaning_of(self._label)])))


@lru_cache(maxsize=500)
def _broken(text: str, room: int) -> tuple[str, ...]:
    """Return small words as they are drawn in a room: each tile of a row asks this of all of them."""
    return tuple(wrapped(text, QFontMetricsF(ui_font(SMALL)), room, 2) or [""])


def _parted(value: str) -> list[str]:
    """Return a figure in two lines where it is one that became another."""
    was, arrow, now = value.partition(" → ")
    return [f"{was} →", now] if arrow else [value]
