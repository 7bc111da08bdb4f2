"""One start, timed: ``first_paint.py STARTED [FILE]`` prints the seconds from STARTED to the first painted page.

STARTED is this machine's monotonic clock when the process was asked for. Without a file, a bare Qt window is painted.
"""

import sys
import time


def bare() -> None:
    """Paint a bare window."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            print(time.monotonic() - float(sys.argv[1]))
            QApplication.quit()

    application = QApplication(sys.argv[:1])
    window = Window()
    window.setCentralWidget(QLabel("Bare"))
    window.resize(1366, 768)
    window.show()
    application.exec()


def ours(path: str) -> None:
    """Paint our window with a portfolio, on the page that it opens at."""
    import tempfile
    from datetime import UTC, datetime
    from pathlib import Path

    from PySide6.QtCore import QEvent, QObject, QTimer

    from asc_desktop.services.files import Context, PortfolioFiles
    from asc_desktop.ui import application as start
    from asc_desktop.ui.page_stack import PageStack

    class Watch(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            is_page = isinstance(watched.parent(), PageStack)
            if is_page and event.type() == QEvent.Type.Paint and not self.painted:
                self.painted = True
                print(time.monotonic() - float(sys.argv[1]))
                print(
                    ",".join(
                        name
                        for name in ("numpy", "pyqtgraph", "xlsxwriter", "openpyxl", "holidays")
                        if name in sys.modules
                    )
                )
                # Not at once: it closes the window, which is being painted.
                QTimer.singleShot(0, application.quit)
            return False

    watch = Watch()
    files = PortfolioFiles(Context(who="benchmark", machine="benchmark", now=lambda: datetime.now(UTC)))
    application = start.make_application()
    application.installEventFilter(watch)
    with tempfile.TemporaryDirectory() as scratch:
        start.run_window(files, Path(path), Path(scratch) / "window.ini")


if __name__ == "__main__":
    ours(sys.argv[2]) if len(sys.argv) > 2 else bare()
