"""The parts of a page among which F6 goes: what a bar parts, the cards in it, and within each what takes the keyboard.

panes = panes_of(page)
enter(panes[0])
"""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QSplitter, QWidget

from asc_desktop.ui.widgets.card import Card

_BY_KEY: Final = Qt.FocusReason.ShortcutFocusReason


def panes_of(page: QWidget) -> list[QWidget]:
    """Return the panes in sight that take the keyboard, in reading order; none where the page is not parted."""
    found: list[QWidget] = []
    for part in _parts(page):
        inner = panes_of(part)
        is_pane = isinstance(part, Card) or isinstance(part.parentWidget(), QSplitter)
        found += inner or ([part] if is_pane and _first_in(part) is not None else [])
    return found


def pane_with_keyboard(panes: list[QWidget]) -> int:
    """Return which pane has the keyboard; -1 where none has."""
    focused = QApplication.focusWidget()
    if focused is None:
        return -1
    return next(
        (at for at, pane in enumerate(panes) if pane is focused or pane.isAncestorOf(focused)),
        -1,
    )


def enter(pane: QWidget) -> bool:
    """Put the keyboard where it was in a pane, else on its table, else on the first that takes it."""
    before = cast("QWidget | None", pane.focusWidget())
    wanted = before if before is not None and _takes(before) else _first_in(pane)
    if wanted is None:
        return False
    wanted.setFocus(_BY_KEY)
    return True


def step_pane(window: QWidget, by: int) -> None:
    """Go to the next pane of a window, or the one before, and round again."""
    panes = panes_of(window)
    if panes:
        at = pane_with_keyboard(panes)
        enter(panes[(at + by) % len(panes) if at >= 0 else 0 if by > 0 else -1])


def _parts(widget: QWidget) -> list[QWidget]:
    """Return the children in sight; those of a splitter as they stand in it, else as they are read."""
    if isinstance(widget, QSplitter):
        held = [found for at in range(widget.count()) if (found := widget.widget(at)) is not None]
    else:
        held = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
        held.sort(key=lambda child: (child.y(), child.x()))
    return [child for child in held if child.isVisible()]


def _first_in(pane: QWidget) -> QWidget | None:
    """Return a pane's table, else what Tab comes to first in it."""
    within = [pane, *pane.findChildren(QWidget)]
    takes = [widget for widget in within if _takes(widget)]
    kinds = (QAbstractItemView, QLineEdit | QPlainTextEdit, QWidget)
    return next((widget for kind in kinds for widget in takes if isinstance(widget, kind)), None)


def _takes(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()
