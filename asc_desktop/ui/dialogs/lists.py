"""The lists of a dialog that ends in a change: what is refused, what comes in, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.table.view import RecordTableView


class ListedRow(Struct, frozen=True):
    """A row of a list, and what it shows."""

    id: str
    what: Any


def list_of(name: str, words: str, columns: Sequence[Column], parent: QWidget) -> RecordTableView:
    """Return a table of one list; ``name`` is what its layout is remembered under."""
    view = RecordTableView(RecordTableModel(columns, parent=parent), name, workspace=None)
    view.setAccessibleName(words)
    return view


def with_note(view: RecordTableView, note: str) -> QWidget:
    """Return a list below the sentence that says what may be done with it."""
    held = QWidget()
    column_of(make_label(note, "muted", wrap=True), (view, 1), into=held, margins=(0, 8, 0, 0), spacing=6)
    return held
