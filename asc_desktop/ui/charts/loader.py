"""Loads the charts' library in a thread, so that the first page is painted without it and the window never stops.

Charts ask for it themselves when first painted. A program may ask earlier, after its first paint:
``chart_loader().start()``.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from asc_desktop.ui.charts.canvas import ChartCanvas
    from asc_desktop.ui.charts.plot import PlotCanvas

_NAME = "asc-chart-loader"
_MODULES = tuple(f"asc_desktop.ui.charts.{name}" for name in ("layouts", "time_layout", "canvas", "plot"))


class ChartLoader(QObject):
    """Whether charts can be drawn yet, and word of when they can."""

    ready = Signal()
    """Sent once, in the window's thread."""

    _imported = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self._is_ready = False
        self._thread: threading.Thread | None = None
        self._imported.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def is_ready(self) -> bool:
        """Return whether a canvas can be made at once."""
        return self._is_ready

    def start(self) -> None:
        """Begin loading, unless it has begun."""
        if self._thread is None and not self._is_ready:
            self._thread = threading.Thread(target=self._import, name="load-charts")
            self._thread.start()

    def load_now(self) -> None:
        """Load and wait: for pictures of pages, where there is nobody to keep waiting."""
        if self._thread is not None:
            self._thread.join()
        _load()
        self._finish()

    def make_canvas(self, paint: Callable[[QPainter], None], parent: QWidget) -> ChartCanvas:
        """Return a new canvas. Only once ready."""
        from asc_desktop.ui.charts.canvas import ChartCanvas

        return ChartCanvas(paint, parent)

    def make_plot(
        self, paint: Callable[[QPainter], None], takes_wheel: Callable[[], bool], parent: QWidget
    ) -> PlotCanvas:
        """Return a new canvas with a plot under what is painted. Only once ready."""
        from asc_desktop.ui.charts.plot import PlotCanvas

        return PlotCanvas(paint, takes_wheel, parent)

    def _import(self) -> None:
        _load()
        self._imported.emit()

    def _finish(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self.ready.emit()


def _load() -> None:
    for name in _MODULES:
        importlib.import_module(name)


def chart_loader() -> ChartLoader:
    """Return the application's loader, made when first asked for."""
    app = QApplication.instance()
    if app is None:
        message = "There is no QApplication yet"
        raise RuntimeError(message)
    found = app.findChild(ChartLoader, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else ChartLoader(app)
