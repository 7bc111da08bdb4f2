"""Says above every page that the window is read-only, why, and what to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from asc_desktop.ui.widgets.callout import Callout

_HEADING = "This window is read-only: nothing in it can be changed"
_IS_BACKUP = (
    "It is a backup, which is kept as it was. To make changes, save a copy and open that; to have it in the "
    "portfolio’s place, use File > Backups."
)
_TO_DO = "To make changes, save a copy and open that, or open the file again once it can be changed."


class ReadOnlyBanner(Callout):
    """Hidden while the portfolio can be changed."""

    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__("", "info")
        # Beside the words: it is over every page, and takes no more lines than it needs.
        self.save_button = QPushButton("Save a copy…")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.save_button)
        self.save_button.clicked.connect(self.copy_asked)
        self.hide()

    def show_why(self, why: str, *, read_only: bool, is_backup: bool) -> None:
        """Say why, in the sentence that was given when the file was opened, where there was one."""
        self.set_message(_IS_BACKUP if is_backup else f"{why} {_TO_DO}".strip(), heading=_HEADING)
        self.setVisible(read_only)
