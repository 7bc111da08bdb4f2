"""Whose Ctrl+Z it is while the keyboard is in a field."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit


def is_unneeded_undo(event: QEvent, field: QObject) -> bool:
    """Whether this is undo or redo where nothing typed can be taken back or done again: the window has it then."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    typed = line.document() if isinstance(line, QPlainTextEdit) else line
    if not isinstance(typed, QLineEdit | QTextDocument):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not typed.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not typed.isRedoAvailable()
