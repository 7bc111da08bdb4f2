"""One start, timed: ``first_paint.py [FILE]`` prints the seconds to the first painted page.

They are seconds at the processor, of every thread, as JSON, beside what was loaded by then. The program starts
as it does for a person, in the folders that the environment names. Without a file, a bare Qt window is painted.
"""

import gc
import json
import os
import sys
import time


def tell() -> None:
    """Print what the start took until now."""
    print(json.dumps({"seconds": time.process_time(), "modules": sorted(sys.modules)}), flush=True)


def bare() -> None:
    """Paint a bare window."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            tell()
            QApplication.quit()

    application = QApplication(sys.argv[:1])
    window = Window()
    window.setCentralWidget(QLabel("Bare"))
    window.resize(1366, 768)
    window.show()
    application.exec()


def ours(path: str) -> None:
    """Paint our window with a portfolio, on the page that it opens at."""
    # As the program's entry does, which would ask for a screen.
    gc.disable()
    from asc_desktop import app

    app.has_display = lambda: True  # type: ignore[assignment]
    _watch()
    app.main([path])


def _watch() -> None:
    """Tell of the first paint of a page, once all its parts are painted, and end the program."""
    import asc_desktop.ui.application as start

    make = start.make_application

    def watched():  # noqa: ANN202 - Qt is not loaded yet
        from PySide6.QtCore import QEvent, QObject, QTimer

        from asc_desktop.ui.shell.page_stack import PageStack

        class Watch(QObject):
            painted = False

            def eventFilter(self, seen: QObject, event: QEvent) -> bool:
                if (
                    not self.painted
                    and event.type() == QEvent.Type.Paint
                    and isinstance(seen.parent(), PageStack)
                ):
                    self.painted = True
                    QTimer.singleShot(0, self.end)
                return False

            def end(self) -> None:
                tell()
                # Closing the file would take a backup of it first.
                os._exit(0)

        application = make()
        application.watch = Watch()
        application.installEventFilter(application.watch)
        return application

    start.make_application = watched


if __name__ == "__main__":
    ours(sys.argv[1]) if len(sys.argv) > 1 else bare()
