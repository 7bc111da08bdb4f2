"""A button that can be used, or says why it cannot be."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from asc_desktop.ui.plain import set_tip


def offer(button: QAbstractButton, *, possible: bool, tip: str, why: str) -> None:
    """Offer a button, or say in its tooltip why it is not to be had now."""
    button.setEnabled(possible)
    set_tip(button, tip if possible else why)
    button.setAccessibleDescription(button.toolTip())
