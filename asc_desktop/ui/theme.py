"""Light, dark, or whatever the system asks for: applied at once to every widget and chart.

    hub = apply_theme(app, "system")      # at start, before the first window
    hub.set_mode("dark")                  # from the View menu, at any time

    palette = current_palette()           # inside a paintEvent or a delegate: colours by use
    theme_hub().changed.connect(self.update)

The hub belongs to the application object; nothing is kept in this module. Where the system asks for high
contrast (Windows contrast themes), its own colours are used everywhere and only the RAG colours, which carry
shapes and words too, are ours.
"""

from __future__ import annotations

from typing import Literal
from weakref import WeakSet

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from asc_desktop._paths import resource_path
from asc_desktop.ui.fonts import SMALL, load_fonts, ui_font
from asc_desktop.ui.icons import IconSet
from asc_desktop.ui.palette import DARK, HIGH_CONTRAST, LIGHT, Palette
from asc_desktop.ui.stylesheet import style_sheet

ThemeMode = Literal["light", "dark", "system", "high-contrast"]

_HUB_NAME = "asc-theme-hub"


class ThemeHub(QObject):
    """The palette in force, the icons drawn in it, and word of a change."""

    changed = Signal()
    """Sent after the palette, the style sheet and the icons have all changed."""

    def __init__(self, app: QApplication, mode: ThemeMode, *, by_window: bool = False) -> None:
        super().__init__(app)
        self.setObjectName(_HUB_NAME)
        self._app = app
        self._mode: ThemeMode = mode
        self._system_palette = QPalette(app.palette())
        self._palette = LIGHT
        self._by_window = by_window
        self._windows: WeakSet[QWidget] = WeakSet()
        self._sheet = ""
        self.icons = IconSet(self)
        app.setStyle("fusion")
        load_fonts()
        app.setFont(ui_font())
        QToolTip.setFont(ui_font(SMALL))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def palette(self) -> Palette:
        """Return the palette in force."""
        return self._palette

    @property
    def mode(self) -> ThemeMode:
        """Return what was asked for, which for ``system`` is not what is shown."""
        return self._mode

    def dress(self, window: QWidget) -> None:
        """Give a window without a parent, and all that will be in it, the style sheet now and after each change.

        Where the application had the sheet, Qt would give it again to all that a widget holds whenever that widget is
        put into another: several times to each part of a page that is being made.
        """
        if self._by_window:
            self._windows.add(window)
            window.setStyleSheet(self._sheet)

    def set_mode(self, mode: ThemeMode) -> None:
        """Change the theme of every open window."""
        if mode != self._mode:
            self._mode = mode
            self._apply()
            self.changed.emit()

    def _system_changed(self) -> None:
        if self._mode == "system":
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._palette = self._choose()
        if not self._sheet or self._app.palette().color(QPalette.ColorRole.Window) != QColor(
            self._palette.window
        ):
            self._app.setPalette(qt_palette(self._palette))
        sheet = style_sheet(self._palette, resource_path("icons"))
        if sheet == self._sheet:
            return
        self._sheet = sheet
        if not self._by_window:
            self._app.setStyleSheet(sheet)
        for window in tuple(self._windows):
            window.setStyleSheet(sheet)

    def _choose(self) -> Palette:
        if self._mode == "light":
            return LIGHT
        if self._mode == "dark":
            return DARK
        if self._mode == "high-contrast":
            return HIGH_CONTRAST
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return system_contrast_palette(self._system_palette)
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, mode: ThemeMode = "system", *, by_window: bool = False) -> ThemeHub:
    """Give the application its style, fonts and colours, and return the hub. Calling it again changes the mode.

    ``by_window`` leaves the style sheet to the windows that are dressed; without it any widget is styled.
    """
    hub = app.findChild(ThemeHub, _HUB_NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    if hub is None:
        return ThemeHub(app, mode, by_window=by_window)
    hub.set_mode(mode)
    return hub


def theme_hub() -> ThemeHub:
    """Return the application's hub; a test or a tool that made none gets the light theme."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        message = "There is no QApplication yet"
        raise TypeError(message)
    hub = app.findChild(ThemeHub, _HUB_NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    return hub if hub is not None else ThemeHub(app, "light")


def current_palette() -> Palette:
    """Return the palette in force."""
    return theme_hub().palette


def qt_palette(palette: Palette) -> QPalette:
    """Return Qt's palette for ours, for the Fusion style and for every widget we do not draw ourselves."""
    role = QPalette.ColorRole
    result = QPalette()
    for which, colour in (
        (role.Window, palette.window),
        (role.WindowText, palette.text),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.surface_alt),
        (role.Text, palette.text),
        (role.PlaceholderText, palette.text_muted),
        (role.Button, palette.surface),
        (role.ButtonText, palette.text),
        (role.BrightText, palette.negative),
        (role.Light, palette.surface),
        (role.Midlight, palette.surface_alt),
        (role.Mid, palette.border),
        (role.Dark, palette.control_border),
        (role.Shadow, palette.border),
        (role.Highlight, palette.selection),
        (role.HighlightedText, palette.selection_text),
        (role.Accent, palette.accent),
        (role.Link, palette.link),
        (role.LinkVisited, palette.link),
        (role.ToolTipBase, palette.text if not palette.is_dark else palette.surface_alt),
        (role.ToolTipText, palette.surface if not palette.is_dark else palette.text),
    ):
        result.setColor(which, QColor(colour))
    disabled = QColor(palette.control_border)
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, disabled)
    return result


def system_contrast_palette(system: QPalette) -> Palette:
    """Return a palette made of the system's own contrast colours; RAG fills stay ours, on the system's background."""
    role = QPalette.ColorRole
    window, text, highlight, highlighted, button_text, link = (
        system.color(which).name()
        for which in (
            role.Window,
            role.WindowText,
            role.Highlight,
            role.HighlightedText,
            role.ButtonText,
            role.Link,
        )
    )
    is_dark = system.color(role.Window).lightness() < 128
    rag = HIGH_CONTRAST if is_dark else LIGHT
    return replace(
        rag,
        name="system-contrast",
        is_dark=is_dark,
        window=window,
        surface=window,
        surface_alt=window,
        border=text,
        control_border=button_text,
        text=text,
        text_muted=text,
        accent=highlight,
        accent_hover=highlight,
        accent_text=highlighted,
        link=link,
        nav_background=window,
        nav_text=text,
        nav_muted=text,
        nav_selected=highlight,
        nav_selected_text=highlighted,
        badge_background=text,
        badge_text=window,
        warning_background=window,
        warning_border=text,
        warning_text=text,
        info_background=window,
        info_border=text,
        info_text=text,
        selection=highlight,
        selection_text=highlighted,
        focus=highlight,
        negative=text,
        positive=text,
        grid=text,
    )
