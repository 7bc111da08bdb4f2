"""Line icons, tinted with a palette colour when first drawn, and kept.

An icon is a 20 x 20 SVG in ``resources/icons`` that draws in ``currentColor``. Nothing is read or drawn until
it is shown.

    hub.icons.bind(button, "export")                       # follows the theme for as long as the button lives
    hub.icons.icon("warning", palette.negative)            # a QIcon in one colour
    hub.icons.paint(painter, rect, "savings", colour)      # inside a paintEvent
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, SignalInstance
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from asc_desktop._paths import resource_path
from asc_desktop.ui.palette import Palette

ICON_SIZES = (16, 20, 32)


class HasIcon(Protocol):
    """A button or an action: something whose icon can be set."""

    def setIcon(self, icon: QIcon, /) -> None:
        """Show the icon."""


class ThemeSource(Protocol):
    """What an icon binding needs of the theme: the palette in force, and word of a change."""

    @property
    def palette(self) -> Palette:
        """Return the palette in force."""

    @property
    def changed(self) -> SignalInstance:
        """Return the signal sent after the palette has changed."""


class IconSet:
    """Every icon by name, in any colour and size, each drawn once."""

    def __init__(self, theme: ThemeSource) -> None:
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int = 20, ratio: float = 1.0) -> QPixmap:
        """Return the icon in a colour, `size` logical pixels square, sharp at the screen's `ratio`."""
        key = (name, colour, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._draw(name, colour, size, ratio)
        return found

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """Return a QIcon in one colour (the palette's text if none is named) with its disabled picture."""
        palette = self._theme.palette
        icon = QIcon()
        for size in ICON_SIZES:
            for ratio in (1.0, 2.0):
                icon.addPixmap(self.pixmap(name, colour or palette.text, size, ratio))
                icon.addPixmap(self.pixmap(name, palette.control_border, size, ratio), QIcon.Mode.Disabled)
        return icon

    def paint(self, painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
        """Draw the icon in the rectangle."""
        size = round(min(rect.width(), rect.height()))
        painter.drawPixmap(
            rect.toRect().topLeft(), self.pixmap(name, colour, size, painter.device().devicePixelRatio())
        )

    def bind(self, target: HasIcon, name: str, colour: str | None = None) -> None:
        """Give a button or action the icon now and after each change of theme.

        `colour` names a colour of the palette, such as ``"accent_text"``; none means ``"text"``.
        """
        if not isinstance(target, QObject):
            message = f"{target!r} is not a Qt object"
            raise TypeError(message)
        _IconBinding(self, self._theme, target, name, colour or "text")

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        source = self._sources.get(name)
        if source is None:
            source = self._sources[name] = resource_path("icons", f"{name}.svg").read_bytes()
        renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap


class _IconBinding(QObject):
    """Keeps one button's icon in the theme's colour. The button is its parent, so it dies with it."""

    def __init__(
        self, icons: IconSet, theme: ThemeSource, target: QObject, name: str, colour_name: str
    ) -> None:
        super().__init__(target)
        self._icons = icons
        self._theme = theme
        self._name = name
        self._colour_name = colour_name
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Draw the icon again in the palette now in force."""
        target: HasIcon = self.parent()  # type: ignore[assignment]
        target.setIcon(self._icons.icon(self._name, getattr(self._theme.palette, self._colour_name)))
