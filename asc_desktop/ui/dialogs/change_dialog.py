"""A dialog that ends in a change."""

from typing import Final, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from asc_desktop.ui.keys import NEXT_PANE, PREVIOUS_PANE, TAKE_BACK
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.panes import step_pane
from asc_desktop.ui.workspace import Workspace

_AROUND: Final = 40
_ABOVE: Final = 8
"""The room left above and below a dialog that is as high as the screen."""
_WIDER: Final = 1.25
"""How much wider than it wants a dialog may be where the screen is too low for it."""
_TITLE_BAR: Final = 32
_LARGEST: Final = (1680, 1000)


class ChangeDialog(QDialog):
    """A dialog that ends in a change. Where nothing can be changed it does not open, and the status bar says why.

    One that is filled in asks before Escape or its close button throws that away; Cancel is an answer.
    """

    def __init__(self, workspace: Workspace | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends_in = workspace
        self._fitted: tuple[QScrollArea, int] | None = None
        self._began: list[object] | None = None

    def open(self) -> None:
        """Open it, if what it ends in can be done; it is gone once it is answered."""
        if self._may_open():
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            super().open()

    def exec(self) -> int:
        """Open it and wait, if what it ends in can be done."""
        return super().exec() if self._may_open() else QDialog.DialogCode.Rejected

    def fit(self, area: QScrollArea, wide: int) -> None:
        """Be as high as all that is in ``area`` and round it once it is shown, as far as the screen has room."""
        self._fitted = (area, wide)

    def begin_at(self, wide: int, high: int) -> None:
        """Be of a size, as far as the screen has room for it."""
        self.resize(QSize(wide, high).boundedTo(self._screen_room()))

    def contents(self) -> list[object]:
        """Return all that is filled in: words, and what is ticked or chosen."""
        texts: list[object] = [line.text() for line in self.findChildren(QLineEdit)]
        texts += [text.toPlainText() for text in self.findChildren(QPlainTextEdit)]
        return texts + [tick.isChecked() for tick in self.findChildren(QAbstractButton) if tick.isCheckable()]

    def showEvent(self, event: QShowEvent) -> None:
        """Take its size when its fonts are known, and remember with what it began."""
        if not event.spontaneous() and self._began is None:
            self._began = self.contents()
            if self._fitted is not None:
                self._take_size(*self._fitted)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask before Escape throws away what was filled in."""
        if TAKE_BACK.matches(event) and not self._may_be_left():
            event.accept()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask as well when the window's own button closes it."""
        if self.isVisible() and not self._may_be_left():
            event.ignore()
            return
        super().closeEvent(event)

    def _may_be_left(self) -> bool:
        if self._ends_in is None or self._began is None or self.contents() == self._began:
            return True
        return self._ends_in.asker.confirm(
            "Discard what you filled in?", "Nothing of it has been saved yet.", "Discard"
        )

    def _take_size(self, area: QScrollArea, wide: int) -> None:
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        room = self._screen_room()
        width = min(wide, room.width())
        if self._height_at(width, area) > room.height():
            # Wider before it scrolls: fewer of its words then take a second line.
            width = min(round(wide * _WIDER), room.width())
        self.resize(width, min(self._height_at(width, area), room.height()))

    def _height_at(self, width: int, area: QScrollArea) -> int:
        inner, layout = cast("QWidget", area.widget()), cast("QLayout", self.layout())
        sides = layout.contentsMargins()
        within = width - sides.left() - sides.right()
        body = inner.heightForWidth(within) if inner.hasHeightForWidth() else inner.sizeHint().height()
        whole = (
            layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        )
        return body + whole - area.sizeHint().height()

    def _screen_room(self) -> QSize:
        return self.screen().availableSize() - QSize(_AROUND, _ABOVE + _TITLE_BAR)

    def _may_open(self) -> bool:
        if self._ends_in is None or self._ends_in.may_change():
            return True
        self.deleteLater()
        return False


class LargeChangeDialog(ChangeDialog):
    """One that shows much: as large as is of use on the screen, and larger where a person wants that.

    It asks in its own words before what was decided in it is thrown away.
    """

    def __init__(self, workspace: Workspace | None, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._is_sized = False
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(560, 360)
        add_keys(self, {NEXT_PANE: lambda: step_pane(self, 1), PREVIOUS_PANE: lambda: step_pane(self, -1)})

    def contents(self) -> list[object]:
        """Return nothing: see ``reject`` of each."""
        return []

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as is of use on the screen."""
        if not event.spontaneous() and not self._is_sized:
            self._is_sized = True
            screen = self.screen().availableGeometry()
            width, height = _LARGEST
            self.resize(min(width, screen.width() - _AROUND), min(height, screen.height() - 2 * _AROUND))
        super().showEvent(event)
