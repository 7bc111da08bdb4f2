"""The drop-down lists of the import, whose options change while they are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from asc_desktop.ui.widgets.choice_box import ChoiceBox

_WIDEST = 320


def choice_box(name: str) -> ChoiceBox:
    """Return a list that is always as wide as its options, within reason."""
    box = ChoiceBox(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(_WIDEST)
    return box
