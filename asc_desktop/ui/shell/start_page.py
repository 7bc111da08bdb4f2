"""What the window shows before a portfolio is open."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.shell.memory import told_apart
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label


class StartPage(QWidget):
    """Offers a new portfolio, an existing one, the sample, and the files opened lately."""

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    tracker_asked = Signal()
    recent_chosen = Signal(object)
    """A Path."""

    def __init__(self) -> None:
        super().__init__()
        self._empty = EmptyState(
            "overview",
            "ASC Desktop",
            (
                "Keep your change programme in one file on this computer. Changes save automatically. Have a "
                "tracker in Excel? Start with it, or drop it on this window."
            ),
        )
        self._empty.add_action("Start with your tracker…", primary=True).clicked.connect(self.tracker_asked)
        self._empty.add_action("Open…").clicked.connect(self.open_asked)
        self._empty.add_action("New portfolio…").clicked.connect(self.new_asked)
        self._empty.add_action("Look at the sample").clicked.connect(self.sample_asked)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column_of((self._empty, 3), (self._recent, 1), 1, into=self)

    def set_recent(self, paths: list[Path]) -> None:
        """Show the files opened lately."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                # Removed once the dialog that may be up is closed; it must not be seen below the new ones until then.
                widget.hide()
                widget.deleteLater()
        if not paths:
            return
        heading = make_label("Recent", "muted")
        self._recent.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        for path, name in told_apart(paths):
            button = QPushButton(literal(name))
            button.setProperty("kind", "quiet")
            set_tip(button, str(path))
            theme_hub().icons.bind(button, "open")
            button.clicked.connect(lambda _checked=False, path=path: self.recent_chosen.emit(path))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
