"""The pages of a pack as they will print, one below another: scrolling, zoom, and from page to page by keys."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QPushButton, QWidget

from asc_desktop.ui.fonts import ui_font
from asc_desktop.ui.keys import LARGER, SMALLER, WHOLE
from asc_desktop.ui.pdf.pages import HIGH, WIDE, PackPages
from asc_desktop.ui.pdf.paint import paint_page
from asc_desktop.ui.plain import PlainLabel, set_tip
from asc_desktop.ui.theme import current_palette, theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import ElidedLabel
from asc_desktop.ui.widgets.segmented import SegmentedControl

Fit = Literal["width", "page", "free"]

_GAP: Final = 14
_KEPT: Final = 6
"""Pages that are kept painted: those in view and a few round them."""

_LEAST_ZOOM, _MOST_ZOOM = 0.2, 3.0
_STEP: Final = 1.2


class PagePreview(QAbstractScrollArea):
    """Paints the pages of a pack with the painter that the PDF is painted with."""

    page_changed = Signal(int, int)
    """The page at the top of the view, counted from 1, and how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: PackPages | None = None
        self._message = ""
        self._fit: Fit = "width"
        self._zoom = 1.0
        self._painted: OrderedDict[tuple[int, float, float], QPixmap] = OrderedDict()
        self._told = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(180, 140)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName("Preview of the pack")
        set_tip(self, "")
        self.verticalScrollBar().valueChanged.connect(self._tell)

    # -------------------------------------------------------------------------------------------------- pages

    @property
    def pages(self) -> PackPages | None:
        """The pages shown; None while there are none yet."""
        return self._pages

    @property
    def current(self) -> int:
        """The page in view, counted from 0."""
        step = HIGH * self._zoom + _GAP
        place = (self.verticalScrollBar().value() + self.viewport().height() * 0.3) / step
        return max(0, min(int(place), self._count - 1))

    @property
    def zoom(self) -> float:
        """How large the pages are shown; 1 is a pixel of the layout, 96 to the inch."""
        return self._zoom

    def show_pages(self, pages: PackPages | None, message: str = "") -> None:
        """Show other pages, near the page that was in view; ``message`` stands in place of none."""
        at = self.current if self._pages else 0
        top = self.verticalScrollBar().value()
        same_length = (
            self._pages is not None and pages is not None and len(self._pages.pages) == len(pages.pages)
        )
        self._pages, self._message = pages, message
        self._painted.clear()
        self._arrange()
        if same_length:
            self.verticalScrollBar().setValue(top)
        else:
            self.go_to(at)
        self._tell()
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Bring a page, counted from 0, to the top of the view."""
        page = max(0, min(page, self._count - 1))
        self.verticalScrollBar().setValue(round(page * (HIGH * self._zoom + _GAP)))

    def set_fit(self, fit: Fit) -> None:
        """Show pages as wide as the view, or whole."""
        self._fit = fit
        self._keep_page()

    def set_zoom(self, zoom: float) -> None:
        """Show pages at a size of their own."""
        self._fit = "free"
        self._zoom = max(_LEAST_ZOOM, min(zoom, _MOST_ZOOM))
        self._keep_page()

    @property
    def fit(self) -> Fit:
        """How the size of the pages follows from the view."""
        return self._fit

    # ------------------------------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view."""
        painter = QPainter(self.viewport())
        palette = current_palette()
        painter.fillRect(
            self.viewport().rect(), QColor(palette.border if not palette.is_dark else palette.window)
        )
        if self._pages is None:
            painter.setFont(ui_font())
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._message)
            return
        for number in range(self._count):
            place = self._place(number)
            if place.intersects(QRectF(event.rect())):
                painter.fillRect(place.translated(2, 2), QColor(0, 0, 0, 50))
                painter.drawPixmap(place.topLeft(), self._pixmap(number))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new size."""
        super().resizeEvent(event)
        self._keep_page()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down, Home and End go from page to page; plus, minus and 0 zoom."""
        key = event.key()
        if key == Qt.Key.Key_PageDown:
            self.go_to(self.current + 1)
        elif key == Qt.Key.Key_PageUp:
            self.go_to(self.current - 1)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self._count - 1)
        elif LARGER.matches(event):
            self.set_zoom(self._zoom * _STEP)
        elif SMALLER.matches(event):
            self.set_zoom(self._zoom / _STEP)
        elif WHOLE.matches(event):
            self.set_fit("width")
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------ drawing

    @property
    def _count(self) -> int:
        return len(self._pages.pages) if self._pages else 0

    def _place(self, number: int) -> QRectF:
        wide, high = WIDE * self._zoom, HIGH * self._zoom
        left = max((self.viewport().width() - wide) / 2, _GAP / 2) - self.horizontalScrollBar().value()
        top = _GAP + number * (high + _GAP) - self.verticalScrollBar().value()
        return QRectF(round(left), round(top), wide, high)

    def _pixmap(self, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (number, self._zoom, ratio)
        found = self._painted.get(key)
        if found is None and self._pages is not None:
            found = QPixmap(round(WIDE * self._zoom * ratio), round(HIGH * self._zoom * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.white)
            painter = QPainter(found)
            painter.scale(self._zoom, self._zoom)
            paint_page(painter, self._pages.pages[number])
            painter.end()
            self._painted[key] = found
            while len(self._painted) > _KEPT:
                self._painted.popitem(last=False)
        return found or QPixmap()

    def _keep_page(self) -> None:
        """Arrange the pages anew with the same one in view."""
        at = self.current if self._pages else 0
        self._arrange()
        if self._pages:
            self.go_to(at)
            self._tell()
        self.viewport().update()

    def _arrange(self) -> None:
        view = self.viewport().size()
        if self._fit == "width":
            self._zoom = max(_LEAST_ZOOM, min((view.width() - 2 * _GAP) / WIDE, _MOST_ZOOM))
        elif self._fit == "page":
            least = min((view.width() - 2 * _GAP) / WIDE, (view.height() - 2 * _GAP) / HIGH)
            self._zoom = max(_LEAST_ZOOM, min(least, _MOST_ZOOM))
        step = HIGH * self._zoom + _GAP
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(self._count * step + _GAP - view.height())))
        down.setPageStep(view.height())
        down.setSingleStep(40)
        across.setRange(0, max(0, round(WIDE * self._zoom + _GAP - view.width())) if self._pages else 0)
        across.setPageStep(view.width())

    def _tell(self) -> None:
        now = (self.current + 1 if self._count else 0, self._count)
        if now != self._told:
            self._told = now
            page = self._pages.pages[now[0] - 1] if self._pages and self._count else None
            self.setAccessibleDescription(
                f"Page {now[0]} of {now[1]}: {page.title}" if page else self._message
            )
            self.page_changed.emit(*now)


class PreviewPanel(QWidget):
    """The preview under its controls: page by page, how large, and which of two files."""

    file_chosen = Signal(str)
    """``pack`` or ``appendix``."""

    def __init__(self) -> None:
        super().__init__()
        self.preview = PagePreview()
        self.previous = QPushButton()
        self.next = QPushButton()
        for button, icon, words in (
            (self.previous, "chevron-up", "Previous page (Page Up)"),
            (self.next, "chevron-down", "Next page (Page Down)"),
        ):
            theme_hub().icons.bind(button, icon)
            button.setAccessibleName(words)
            set_tip(button, words)
        self.where = PlainLabel()
        self.where.setAccessibleName("Page in view")
        self.busy = ElidedLabel("", "muted")
        self.files = SegmentedControl((("pack", "Pack"), ("appendix", "Appendix")), name="File in view")
        self.zoom = SegmentedControl((("width", "Fit width"), ("page", "Fit page")), name="Zoom")
        bar = QHBoxLayout()
        bar.setSpacing(6)
        for widget in (self.previous, self.next, self.where):
            bar.addWidget(widget)
        bar.addWidget(self.busy, 1)
        bar.addStretch(1)
        bar.addWidget(self.files)
        bar.addWidget(self.zoom)
        column_of(bar, (self.preview, 1), into=self, margins=0, spacing=8)
        self.previous.clicked.connect(lambda: self.preview.go_to(self.preview.current - 1))
        self.next.clicked.connect(lambda: self.preview.go_to(self.preview.current + 1))
        self.zoom.chosen.connect(lambda fit: self.preview.set_fit("page" if fit == "page" else "width"))
        self.files.chosen.connect(self.file_chosen)
        self.preview.page_changed.connect(self._show_place)
        self.files.hide()
        self._show_place(0, 0)

    def _show_place(self, page: int, pages: int) -> None:
        self.where.setText(f"Page {page} of {pages}" if pages else "")
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < pages)
