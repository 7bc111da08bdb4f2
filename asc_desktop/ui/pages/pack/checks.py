"""What to know before a pack goes out: each warning with the way to where it is settled, and a tick to let it pass."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from asc_desktop.domain.report.pack_warnings import WARNING_WORDS, PackWarning
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.tick import TickBox

_SHOWN = 2
"""Warnings of a kind that are shown until a person asks for all of them."""

_PLACES = {
    "updates": "Updates",
    "savings": "Savings",
    "reconciliation": "Reconciliation",
    "budget": "Budget",
    "publication": "Publication",
    "changes": "Changes",
}


class WarningList(QWidget):
    """The warnings by kind. A person ticks a kind, or one warning, to let it pass."""

    waived_changed = Signal()
    asked = Signal(object)
    """The PackWarning that a person wants to see where it is settled."""

    def __init__(self) -> None:
        super().__init__()
        self._warnings: tuple[PackWarning, ...] = ()
        self._waived: set[str] = set()
        self._open_kinds: set[str] = set()
        self._ticks: list[tuple[TickBox, Sequence[str]]] = []
        self._rows = column_of(into=self, margins=0, spacing=6)
        self.setAccessibleName("Warnings")

    @property
    def waived(self) -> frozenset[str]:
        """The ids of the warnings that are let pass."""
        return frozenset(self._waived)

    def show_warnings(self, warnings: Sequence[PackWarning]) -> None:
        """Show these; what was let pass stays so while it is the same warning."""
        if tuple(warnings) == self._warnings:
            return
        self._warnings = tuple(warnings)
        self._waived &= {warning.id for warning in warnings}
        self._fill()

    def waive(self, ids: Sequence[str], *, waived: bool) -> None:
        """Let warnings pass, or no longer."""
        before = set(self._waived)
        self._waived = self._waived | set(ids) if waived else self._waived - set(ids)
        if self._waived != before:
            for tick, of_tick in self._ticks:
                tick.setChecked(set(of_tick) <= self._waived)
            self.waived_changed.emit()

    def _fill(self) -> None:
        self._ticks.clear()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if not self._warnings:
            self._rows.addWidget(make_label("No warnings for this pack.", "muted", wrap=True))
        for kind, held in groupby(self._warnings, key=lambda warning: warning.kind):
            self._add_kind(kind, list(held))

    def _add_kind(self, kind: str, held: list[PackWarning]) -> None:
        ids = [warning.id for warning in held]
        words = WARNING_WORDS[kind]
        if len(held) > 1:
            words = f"{words} ({len(held)})"
        if held[0].is_news:
            self._rows.addWidget(make_label(words, "field", wrap=True))
        else:
            tick = TickBox(f"Ignore: {words[0].lower()}{words[1:]}")
            tick.setAccessibleName(f"Ignore: {words}")
            tick.setChecked(set(ids) <= self._waived)
            tick.clicked.connect(lambda checked, ids=ids: self.waive(ids, waived=checked))
            self._ticks.append((tick, ids))
            self._rows.addWidget(tick)
        shown = held if kind in self._open_kinds else held[:_SHOWN]
        for number, warning in enumerate(shown):
            self._add_warning(warning, has_tick=len(held) > 1 and not warning.is_news, number=number)
        if len(held) > len(shown):
            more = QPushButton(f"Show {len(held) - len(shown)} more")
            more.setProperty("kind", "quiet")
            more.clicked.connect(lambda _=False, kind=kind: self._open(kind))
            self._rows.addWidget(more)

    def _add_warning(self, warning: PackWarning, *, has_tick: bool, number: int) -> None:
        row = QWidget()
        layout = column_of(
            make_label(warning.sentence, "muted", wrap=True), into=row, margins=(22, 0, 0, 2), spacing=0
        )
        foot = QHBoxLayout()
        link = QPushButton(f"Go to {_PLACES.get(warning.page, 'where it is settled')}")
        link.setProperty("kind", "quiet")
        link.setAccessibleName(f"Go to {_PLACES.get(warning.page, '')}: {warning.sentence}")
        link.clicked.connect(lambda _=False: self.asked.emit(warning))
        foot.addWidget(link)
        foot.addStretch(1)
        if has_tick:
            tick = TickBox("Ignore")
            tick.setAccessibleName(f"Ignore {number + 1}: {warning.sentence}")
            tick.setChecked(warning.id in self._waived)
            tick.clicked.connect(lambda checked: self.waive([warning.id], waived=checked))
            self._ticks.append((tick, [warning.id]))
            foot.addWidget(tick)
        layout.addLayout(foot)
        self._rows.addWidget(row)

    def _open(self, kind: str) -> None:
        self._open_kinds.add(kind)
        self._fill()
