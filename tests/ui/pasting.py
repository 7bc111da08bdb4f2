"""Pasting as a person does, for tests: from the real clipboard, with the preview that it opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from asc_desktop.ui.dialogs.paste_preview import PastePreview
from asc_desktop.ui.widgets.table.view import RecordTableView


def paste(qtbot: QtBot, view: RecordTableView, text: str) -> PastePreview | None:
    """Press Ctrl+V with this on the clipboard; return the preview, if there is one."""
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    return view.blocks.pasting.preview


def preview_of(view: RecordTableView) -> PastePreview:
    """Return the preview that is open."""
    preview = view.blocks.pasting.preview
    assert preview is not None
    return preview


def preview_cells(preview: PastePreview, pasted: str) -> dict[str, str]:
    """Return the cells of a row of the preview by heading, those that are empty left out; by the row's words."""
    model = preview.model
    at = next(at for at in range(model.rowCount()) if model.text_at(at, 0) == pasted)
    texts = {
        model.column(column).label: model.text_at(at, column) for column in range(1, model.columnCount())
    }
    return {label: text for label, text in texts.items() if text}


def choose(preview: PastePreview, words: str, kind: str, at: int = -1, text: str = "") -> None:
    """Choose an option of one of the preview's controls by its words, as the mouse does."""
    box = preview.controls.box(kind, at, text)
    box.setCurrentIndex(box.findText(words))
    assert box.currentText() == words
    box.activated.emit(box.currentIndex())


def accept(qtbot: QtBot, preview: PastePreview) -> None:
    """Click the button that pastes what is good."""
    assert preview.paste_button.isEnabled()
    qtbot.mouseClick(preview.paste_button, Qt.MouseButton.LeftButton)
