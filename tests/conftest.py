"""What every test stands on: no screen, no settings of the person who runs them, and nothing left running.

The environment is set here, before any test module imports Qt.
"""

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from PySide6.QtCore import QThread
    from PySide6.QtWidgets import QWidget

# setdefault: a developer may want to watch, with QT_QPA_PLATFORM=xcb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
os.environ["QT_SCALE_FACTOR"] = "1"

# Whatever is saved waits for the disk, which proves nothing here and takes two thirds of a run: where there is room,
# the tests' files are kept in memory.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

# No deadline: a machine that is busy with something else is not a fault in the code.
# CI draws the same examples every time, so that a change is never failed by luck; at a desk they are random.
# Nor does CI look for the plainest example that fails, which takes minutes for each: it prints how to try this one.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    phases=[phase for phase in Phase if phase is not Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_QT_FIXTURES = frozenset({"qtbot", "qapp", "qtmodeltester"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the proofs of ``tests/safety`` run as long as is asked for."""
    parser.addoption(
        "--rounds",
        type=int,
        metavar="N",
        help="how many kills, images, copies or edits each proof tries, instead of the few that run by default",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep settings and caches in a folder of this run's own."""
    home = tempfile.mkdtemp(prefix="asc-desktop-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        os.environ[name] = home


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """Give a proof its number of tries: what it names itself, or ``--rounds N``."""
    asked: int | None = request.config.getoption("--rounds")
    return lambda few: few if asked is None else asked


@pytest.fixture(autouse=True)
def no_threads_left_behind() -> Iterator[None]:
    """Fail a test that leaves a Python thread running which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(timeout=5)
    stuck = [thread.name for thread in left if thread.is_alive()]
    assert not stuck, f"Threads still running after the test: {', '.join(stuck)}"


@pytest.fixture(autouse=True)
def nothing_of_qt_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a QThread or a pool's worker behind.

    A window left behind goes on repainting and answering signals in the tests that follow; a QThread that is
    destroyed while it runs ends the whole process.
    """
    if not _QT_FIXTURES.intersection(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QThreadPool

    before = [id(widget) for widget in _top_level_widgets(collect=False)]
    yield
    pool_finished = QThreadPool.globalInstance().waitForDone(5_000)
    windows = [repr(widget) for widget in _top_level_widgets() if id(widget) not in before]
    threads = [repr(thread) for thread in _running_qthreads()]
    assert pool_finished, "The thread pool was still at work five seconds after the test."
    assert not windows, f"Windows left after the test (qtbot.addWidget closes them): {', '.join(windows)}"
    assert not threads, f"QThreads still running after the test: {', '.join(threads)}"
    # What outlives a test lives as long as the run: the next search for garbage need not go through it again.
    gc.freeze()


def _top_level_widgets(*, collect: bool = True) -> "list[QWidget]":
    """Return every window that still exists, after what was to be deleted has been."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if not isinstance(QCoreApplication.instance(), QApplication):
        return []
    if collect:
        gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return QApplication.topLevelWidgets()


def _running_qthreads() -> "list[QThread]":
    """Return the QThreads made from Python that run now."""
    import shiboken6
    from PySide6.QtCore import QThread

    # The class, and not isinstance(), which would ask lazily loaded modules for attributes.
    threads = [found for found in gc.get_objects() if issubclass(type(found), QThread)]
    current = QThread.currentThread()
    return [
        thread
        for thread in threads
        if shiboken6.isValid(thread) and thread is not current and thread.isRunning()
    ]
