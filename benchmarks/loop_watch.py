"""A watch on the event loop: how long it was held, and by what.

A second thread asks the loop for an answer again and again. How long that takes is how long a key would have waited:
a hold. While one goes on beyond the limit, the second thread keeps where the window's thread is.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, Slot

LIMIT = 0.05
_ASK_EVERY = 0.01
_FRAMES = 8


@dataclass(frozen=True)
class Hold:
    """How long the loop was held once, as a person waits and of the processor, and where the thread was."""

    seconds: float = 0
    processor_seconds: float = 0
    stack: str = ""


class LoopWatch(QObject):
    """Watches the loop of the thread that it is made in, from then on to the program's end."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = Hold()
        """The one that took most of the processor, since the last ``watching`` began."""
        self._watched = threading.get_ident()
        self._is_on = threading.Event()
        self._answered = threading.Event()
        self._spent = self._answered_at = 0.0
        threading.Thread(target=self._ask, name="loop-watch", daemon=True).start()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs the loop."""
        self.longest = Hold()
        self._answered_at = time.thread_time()
        self._is_on.set()
        try:
            yield
            # What held the loop to the last is answered for too.
            QCoreApplication.processEvents()
        finally:
            self._is_on.clear()

    @Slot()
    def answer(self) -> None:
        """Note that the loop runs."""
        now = time.thread_time()
        self._spent, self._answered_at = now - self._answered_at, now
        self._answered.set()

    def _ask(self) -> None:
        while self._is_on.wait():
            self._answered.clear()
            stack, begun = "", time.perf_counter()
            QMetaObject.invokeMethod(self, "answer", Qt.ConnectionType.QueuedConnection)
            while not self._answered.wait(LIMIT):
                stack = self._stack()
            hold = Hold(time.perf_counter() - begun, self._spent, stack)
            if self._is_on.is_set():
                self.longest = max(self.longest, hold, key=lambda item: item.processor_seconds)
            time.sleep(_ASK_EVERY)

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._watched)  # noqa: SLF001 - no other way shows another thread's
        found: list[str] = []
        # Not by traceback, which keeps the text of every module that it meets.
        while frame is not None and len(found) < _FRAMES:
            code = frame.f_code
            found.append(f"  {'/'.join(Path(code.co_filename).parts[-3:])}:{frame.f_lineno} {code.co_name}")
            frame = frame.f_back
        return "\n".join(reversed(found))
