"""Where records are that the programme looked at has none of: measures and the budget are mostly of one programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.ui.plain import literal
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.workspace import Workspace


class Elsewhere:
    """Offers, where there is nothing, the programme that has some."""

    def __init__(self, workspace: Workspace, nothing: EmptyState, kind: type[Record], many: str) -> None:
        self._workspace, self._kind, self._many = workspace, kind, many
        self.button = nothing.add_action("")
        self.button.clicked.connect(self._go)

    def offer(self, *, has_any: bool) -> str:
        """Offer a programme with some, and return the sentence that says so; hide the offer where there is none."""
        other = None if has_any else self.programme()
        self.button.setVisible(other is not None)
        if other is None:
            return ""
        self.button.setText(literal(f"Show {other.name}"))
        return f"{other.name} has {self._many} already."

    def programme(self) -> Programme | None:
        """Return another programme than the one looked at, with live records."""
        for programme in self._workspace.programmes():
            if self._workspace.programme_id in {None, programme.id}:
                continue
            held: Sequence[Any] = self._workspace.records.of(self._kind, "programme_id", programme.id)
            if any(not getattr(item, "archived", False) for item in held):
                return programme
        return None

    def _go(self) -> None:
        other = self.programme()
        if other is not None:
            self._workspace.choose(other.id)
