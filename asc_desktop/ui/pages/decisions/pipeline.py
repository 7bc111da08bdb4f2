"""The pipeline: a tile for each stage with its decisions, their value and what expires or falls due next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_pounds, words_for
from asc_desktop.domain.records.governance import DECISION_STAGES
from asc_desktop.domain.report.views_decisions import DecisionStage
from asc_desktop.domain.words import number_of
from asc_desktop.ui.cutting import cut_to
from asc_desktop.ui.focus import is_keyboard_focus
from asc_desktop.ui.fonts import BOLD, SMALL, ui_font
from asc_desktop.ui.pages.decisions.columns import STAGE_COLOURS
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import current_palette
from asc_desktop.ui.widgets.card import RADIUS

ONE_ROW_FROM: Final = 880
"""The width, in pixels, from which the eight stages stand in one row; below it in two."""

_COUNT: Final = 19
_PAD: Final = 10


class StageTile(QAbstractButton):
    """One stage. Pressed, it is the only one listed; `clicked` is Qt's own signal, and Enter presses it too."""

    def __init__(self, stage: str, label: str) -> None:
        super().__init__()
        self.stage = stage
        self._label = label
        self._figures: DecisionStage | None = None
        self._shows_focus = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(label)

    def show_stage(self, figures: DecisionStage) -> None:
        """Show a stage's figures."""
        self._figures = figures
        count = number_of(figures.decisions, "decision")
        words = [f"{self._label}: {count}"]
        if figures.value_pence:
            words.append(f"{format_pounds(figures.value_pence)} in all")
        if figures.next_date:
            words.append(f"{figures.next_step} next: {figures.next_ref} on {date_label(figures.next_date)}")
        self.setAccessibleName(words[0])
        self.setAccessibleDescription(". ".join(words[1:]))
        set_tip(self, "\n".join(words))
        self.update()

    @property
    def lines(self) -> tuple[str, str, str, str]:
        """Return what is written: the stage, how many, their value, and what comes next."""
        held = self._figures
        if held is None:
            return self._label, "", "", ""
        words = words_for(held.value_pence)
        value = words(held.value_pence) if held.value_pence else ""
        # Without its year, which the tooltip has.
        due = f"{held.next_ref}: {date_label(held.next_date)[:-5]}" if held.next_date else ""
        return self._label, str(held.decisions), value, due

    def sizeHint(self) -> QSize:
        """Return room for three lines."""
        small = QFontMetricsF(ui_font(SMALL)).height()
        return QSize(132, round(2 * small + QFontMetricsF(ui_font(_COUNT, BOLD)).height()) + 18)

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest tile that still says something."""
        return QSize(92, self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for a person at the keyboard only."""
        self._shows_focus = is_keyboard_focus(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space; the arrows go to the neighbour."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile with its stage's colour along the top; an empty stage is muted."""
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() and self._shows_focus
        lit = self.isChecked() or self.underMouse()
        outline = palette.focus if ringed else palette.control_border if lit else palette.border
        width = 2.0 if ringed else 1.0
        inset = width / 2
        painter.setPen(QPen(QColor(outline), width))
        painter.setBrush(QColor(palette.selection if self.isChecked() else palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        label, count, value, due = self.lines
        is_empty = count in {"", "0"}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.border if is_empty else palette.hue(STAGE_COLOURS[self.stage]).solid))
        painter.drawRoundedRect(QRectF(_PAD, 5, self.width() - 2 * _PAD, 3), 1.5, 1.5)
        muted = palette.selection_text if self.isChecked() else palette.text_muted
        strong = palette.selection_text if self.isChecked() else palette.text
        small, figure = ui_font(SMALL), ui_font(_COUNT, BOLD)
        top = 10.0
        top += self._line(painter, label, small, muted, top)
        self._line(painter, count, figure, muted if is_empty else strong, top)
        full = QFontMetricsF(figure).height()
        drop = (full - QFontMetricsF(small).height()) / 2 + 1
        count_room = QFontMetricsF(figure).horizontalAdvance(count) + 6
        self._line(painter, value, small, strong, top + drop, indent=count_room, right=True)
        whole = QFontMetricsF(small).horizontalAdvance(due) <= self.width() - 2 * _PAD
        # A date alone is true of the tile; half a reference is of nothing.
        self._line(painter, due if whole else due.rpartition(": ")[2], small, muted, top + full)

    def _line(
        self,
        painter: QPainter,
        text: str,
        font: QFont,
        colour: str,
        top: float,
        *,
        indent: float = 0,
        right: bool = False,
    ) -> float:
        metrics = QFontMetricsF(font)
        room = self.width() - 2 * _PAD - indent
        painter.setFont(font)
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            QRectF(_PAD + indent, top, room, metrics.height()),
            side | Qt.AlignmentFlag.AlignVCenter,
            cut_to(text, metrics, room + 1),
        )
        return metrics.height()


class Pipeline(QWidget):
    """The stages in order, in one row or in two."""

    stage_chosen = Signal(str)
    """The stage to list alone; empty for every stage again."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Decisions by stage")
        self.tiles = {key: StageTile(key, words) for key, words in DECISION_STAGES}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._columns = 0
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda checked, stage=key: self.stage_chosen.emit(stage if checked else ""))
        self._arrange()

    def show_stages(self, stages: Sequence[DecisionStage], chosen: str) -> None:
        """Show the stages' figures, and which of them is listed alone."""
        for stage in stages:
            self.tiles[stage.stage].show_stage(stage)
        self.choose(chosen)

    def choose(self, chosen: str) -> None:
        """Press the tile of a stage and let go of the others."""
        for key, tile in self.tiles.items():
            tile.setChecked(key == chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles in one row where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = len(self.tiles) if self.width() >= ONE_ROW_FROM else len(self.tiles) // 2
        if columns == self._columns:
            return
        self._columns = columns
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, int(column < columns))
