"""Words that people typed, shown as words: the one place that may make what Qt could take for HTML.

Qt shows any text that looks as if it began with a tag as HTML, in labels, message boxes and tool tips, and opens what
its ``src=`` names: a file, or a share to which Windows would offer the person's login. So every label, message box
and tool tip is made here, and an architecture test finds those that are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QMessageBox, QProgressDialog, QToolTip, QWidget

_JOINER = "\u2060"
"""A mark without width: a tag with it inside is no tag to Qt, and looks the same to a person."""
_TAG = re.compile("<|&(?=lt;)")


class Tipped(Protocol):
    """Whatever has a tool tip: a widget, an action, an item of a list."""

    @property
    def setToolTip(self) -> Callable[[str], object]: ...


def plain(text: str) -> str:
    """Return words that Qt takes for plain text wherever they are shown; the same ones unless they look like HTML."""
    return _TAG.sub(rf"\g<0>{_JOINER}", text) if Qt.mightBeRichText(text) else text


def literal(words: str) -> str:
    """Return words for a button, a tab or a menu in which ``&`` is a letter, not the mark of a key."""
    return words.replace("&", "&&")


def shown_words(words: str) -> str:
    """Return the words of a button or a menu as they are shown: ``&`` marks the key of the letter after it."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


def set_tip(on: Tipped, words: str) -> None:
    """Give a widget, an action or an item a tool tip."""
    on.setToolTip(plain(words))


def show_tip(at: QPoint, words: str, widget: QWidget, *, wrap: bool = False, title: bool = False) -> None:
    """Show a tool tip now, at a place on the screen: its lines as they are, or wrapped; a title is its first line."""
    lines = [escape(line) for line in words.split("\n")]
    if title:
        lines[0] = f"<b>{lines[0]}</b>"
    space = "normal" if wrap else "pre"
    shown = f"<p style='white-space: {space}'>{'<br>'.join(lines)}</p>"
    QToolTip.showText(at, shown if words else "", widget)


def hide_tip() -> None:
    """Take away the tool tip in sight."""
    QToolTip.hideText()


class PlainLabel(QLabel):
    """A label whose text is never HTML."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def message_box(icon: QMessageBox.Icon, heading: str, sentence: str, parent: QWidget) -> QMessageBox:
    """Return a message box without buttons yet."""
    box = QMessageBox(icon, "ASC Desktop", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(heading)
    box.setInformativeText(sentence)
    return box


def progress_box(title: str, words: str, steps: int, parent: QWidget) -> QProgressDialog:
    """Return a box that shows how far something is and can be cancelled; `say_progress` changes its words."""
    box = QProgressDialog(plain(words), "Cancel", 0, steps, parent)
    box.setWindowTitle(title)
    return box


def say_progress(box: QProgressDialog, words: str) -> None:
    """Show other words in a `progress_box`."""
    box.setLabelText(plain(words))


def ask_words(parent: QWidget, title: str, label: str, words: str = "") -> str | None:
    """Ask for one line of words, ``words`` to begin with; None where the person cancels."""
    answer, agreed = QInputDialog.getText(parent, title, plain(label), text=words)
    return answer if agreed else None
