"""Widgets in columns and rows, and beside a bar that can be dragged, in one call each.

column_of(header, (table, 1), into=page, margins=(16, 12, 16, 12), spacing=10)
row_of(make_label("Year"), self.year, 1, self.done)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSplitter, QVBoxLayout, QWidget

Part = QWidget | QLayout | int | tuple[QWidget | QLayout, int]
"""What is laid out: a widget or layout, alone or with how much it stretches; or room that stretches so much."""

Margins = int | tuple[int, int, int, int]
"""Left, top, right and bottom, or one for all; the style's own where none are given."""

B = TypeVar("B", bound=QBoxLayout)


def column_of(
    *parts: Part, into: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QVBoxLayout:
    """Return parts one below the other, laid out in ``into`` where that is given."""
    return fill(QVBoxLayout(into) if into is not None else QVBoxLayout(), parts, margins, spacing)


def row_of(
    *parts: Part, into: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QHBoxLayout:
    """Return parts side by side, laid out in ``into`` where that is given."""
    return fill(QHBoxLayout(into) if into is not None else QHBoxLayout(), parts, margins, spacing)


def fill(layout: B, parts: Sequence[Part], margins: Margins | None, spacing: int | None) -> B:
    """Put parts into a layout and return it."""
    if margins is not None:
        layout.setContentsMargins(*(margins if isinstance(margins, tuple) else (margins,) * 4))
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
            continue
        item, stretch = part if isinstance(part, tuple) else (part, 0)
        if isinstance(item, QWidget):
            layout.addWidget(item, stretch)
        else:
            layout.addLayout(item, stretch)
    return layout


def splitter(
    *parts: QWidget | tuple[QWidget, int],
    sizes: Sequence[int] = (),
    down: bool = False,
    handle: int | None = 10,
) -> QSplitter:
    """Return parts side by side, or one below the other, with a bar to drag between them; none can be shut."""
    made = QSplitter(Qt.Orientation.Vertical if down else Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    if handle is not None:
        made.setHandleWidth(handle)
    for at, part in enumerate(parts):
        item, stretch = part if isinstance(part, tuple) else (part, None)
        made.addWidget(item)
        if stretch is not None:
            made.setStretchFactor(at, stretch)
    if sizes:
        made.setSizes(sizes)
    return made


def keep_place(*widgets: QWidget) -> None:
    """Let widgets keep their room while they are hidden, so that what is next to them does not move."""
    for widget in widgets:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
