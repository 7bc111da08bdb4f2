"""What was typed and refused, wherever it stands: in a table's cells, a form's fields or a field that saves itself.

It stays where it was typed. Leaving the page, the period or the file asks first, and undo takes it away, with a word.
"""

from __future__ import annotations

from typing import Protocol, cast

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.words import number_of, them
from asc_desktop.ui.workspace import Asker

_MOST_NAMED = 6
_LONGEST = 40


class Holder(Protocol):
    """A widget that keeps what was refused."""

    def unresolved(self) -> list[str]:
        """Return each refused text in words, with its field."""

    def drop_unresolved(self) -> None:
        """Show what is stored in its place."""


def refused_words(text: str, label: str) -> str:
    """Return a refused text and its field in words."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"“{text}” in {label}" if text else f"nothing in {label}"


def may_leave(page: QWidget, asker: Asker) -> bool:
    """Save what is half typed on a page; ask where something was refused, and return whether the person goes on."""
    focused = cast("QWidget | None", page.window().focusWidget())
    came_from = _up_to(page, focused)
    if came_from:
        # Leaving a field saves it. The keyboard comes back where the person stays.
        came_from[0].clearFocus()
    words = unresolved_in(page)
    if words:
        count = number_of(len(words), "value was", "values were")
        more = f"\nand {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
        sentence = (
            "\n".join(words[:_MOST_NAMED]) + more + f"\n\nCancel goes back to put {them(len(words))} right."
        )
        if not asker.confirm(f"{count} not saved. Discard what was typed?", sentence, "Discard"):
            _go_back(came_from or ([focused] if focused is not None else []))
            return False
        drop_unresolved(page)
    return True


def unresolved_in(page: QWidget) -> list[str]:
    """Return what was refused on a page, in words."""
    return [words for holder in _holders(page) for words in holder.unresolved()]


def drop_unresolved(page: QWidget) -> int:
    """Take away what was refused on a page; return how many values that was."""
    count = len(unresolved_in(page))
    if count:
        for holder in _holders(page):
            holder.drop_unresolved()
    return count


def _up_to(page: QWidget, widget: QWidget | None) -> list[QWidget]:
    """Return a widget of a page and those that it stands in, inmost first."""
    found: list[QWidget] = []
    while widget is not None and page.isAncestorOf(widget):
        found.append(widget)
        widget = widget.parentWidget()
    return found


def _go_back(widgets: list[QWidget]) -> None:
    """Put the keyboard on the first of them that can take it: the editor of a cell is gone, its table is not."""
    for widget in widgets:
        takes_keys = shiboken6.isValid(widget) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes_keys and widget.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return


def _holders(page: QWidget) -> list[Holder]:
    return [cast("Holder", each) for each in page.findChildren(QWidget) if hasattr(each, "drop_unresolved")]
