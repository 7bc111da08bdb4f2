"""How a person arranged a page, remembered from one day to the next: where bars were dragged, which groups are folded.

remember_bars(page, "savings", workspace.memory)
remember_folds(self.view, "projects", workspace.memory)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from asc_desktop.ui.models.record_table import RecordTableModel
    from asc_desktop.ui.workspace import LayoutMemory

REMEMBERS_ITSELF = "remembersItself"
"""The property of a bar that needs no help."""


def remember_bars(page: QWidget, name: str, memory: LayoutMemory) -> None:
    """Put the bars of a page where they were left, and note where they are dragged."""
    for at, bar in enumerate(page.findChildren(QSplitter)):
        if bar.property(REMEMBERS_ITSELF):
            continue
        key = f"{name}/bar-{at}"
        sizes = [int(part) for part in (memory.get(key) or "").split(",") if part.isdigit()]
        if len(sizes) == bar.count() and any(sizes):
            bar.setSizes(sizes)
        bar.splitterMoved.connect(lambda *_, bar=bar, key=key: _note(bar, key, memory))


def remember_folds(table: RecordTableModel, name: str, memory: LayoutMemory) -> None:
    """Fold the groups that were left folded, and note those that are."""
    key = f"{name}/folded"
    table.set_folded((memory.get(key) or "").splitlines())
    noted = [table.folded]

    def note() -> None:
        if table.folded != noted[0]:
            noted[0] = table.folded
            memory.set(key, "\n".join(sorted(table.folded)))

    table.arranged.connect(note)


def _note(bar: QSplitter, key: str, memory: LayoutMemory) -> None:
    # A part that is out of sight has no size to come back to.
    if all(bar.sizes()):
        memory.set(key, ",".join(map(str, bar.sizes())))
