"""The checks in ``tests/conftest.py`` that fail a test for what it leaves behind do fail it."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CHECKOUT = Path(__file__).resolve().parents[2]

LEFT_WINDOW = """
    from PySide6.QtWidgets import QWidget
    kept = []
    def test_leak(qtbot):
        kept.append(QWidget())
"""

LEFT_QTHREAD = """
    import time
    from PySide6.QtCore import QThread
    kept = []
    class Sleeper(QThread):
        def run(self):
            time.sleep(2)
    def test_leak(qtbot):
        kept.append(Sleeper())
        kept[0].start()
    def test_end(qapp):
        kept[0].wait()
"""

QT_WARNING = """
    from PySide6.QtCore import qWarning
    def test_warning(qtbot):
        qWarning("something is wrong")
"""

TIDY = """
    import threading
    from PySide6.QtCore import QThread
    from PySide6.QtWidgets import QLabel, QMainWindow
    def test_tidy(qtbot):
        window = QMainWindow()
        window.setCentralWidget(QLabel("tidy"))
        qtbot.addWidget(window)
        window.show()
        thread = QThread(window)
        thread.start()
        thread.quit()
        assert thread.wait(5000)
        worker = threading.Thread(target=lambda: None)
        worker.start()
"""


@pytest.mark.parametrize(
    ("source", "outcome", "words"),
    [
        pytest.param(LEFT_WINDOW, {"passed": 1, "errors": 1}, "Windows left after the test", id="window"),
        pytest.param(LEFT_QTHREAD, {"passed": 2, "errors": 1}, "QThreads still running", id="QThread"),
        pytest.param(QT_WARNING, {"failed": 1}, "something is wrong", id="Qt warning"),
        pytest.param(TIDY, {"passed": 1}, "", id="tidy"),
    ],
)
def test_what_is_left_behind_fails_the_test(
    pytester: pytest.Pytester, source: str, outcome: dict[str, int], words: str
) -> None:
    pytester.makepyprojecttoml((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    pytester.makeconftest((CHECKOUT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    module = pytester.makepyfile(source)
    result = pytester.runpytest_subprocess(module)
    result.assert_outcomes(**outcome)
    assert words in result.stdout.str()
