"""Work off the window's thread: what it returns and raises, that the window goes on, and that no key is lost."""

import threading
import time

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.ui import jobs
from asc_desktop.ui.jobs import Job, JobCancelledError, waited, waited_or_cancelled


@pytest.fixture
def box(qtbot: QtBot) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    line.setFocus()
    return line


def test_what_the_work_returns_or_raises_is_had_while_the_window_goes_on(box: QLineEdit) -> None:
    goes_on = threading.Event()
    QTimer.singleShot(0, goes_on.set)
    where = waited(box, "Working…", lambda: (goes_on.wait(5), threading.get_ident()))
    assert where[0]
    assert where[1] != threading.get_ident()

    def fail() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        waited(box, "Working…", fail)


def test_keys_wait_in_the_system_and_a_word_is_said_meanwhile(
    box: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags: list[object] = []
    words: list[str] = []

    class Loop(QEventLoop):
        def exec(self, flag: QEventLoop.ProcessEventsFlag = QEventLoop.ProcessEventsFlag.AllEvents) -> int:
            flags.append(flag)
            return super().exec(flag)

    monkeypatch.setattr(jobs, "SAID_AFTER_MS", 0)
    monkeypatch.setattr(jobs, "QEventLoop", Loop)
    is_said = threading.Event()

    def look() -> None:
        # A window of its own would take the keys that are typed meanwhile.
        words.extend(note.text() for note in box.findChildren(QLabel) if note.isVisible())
        is_said.set()

    QTimer.singleShot(50, look)
    waited(box, "Freezing June 2024…", lambda: is_said.wait(5))
    assert words == ["Freezing June 2024…"]
    assert set(flags) == {QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents}
    assert not [note for note in box.findChildren(QLabel) if note.isVisible()]


def test_what_goes_on_is_said_once_it_takes_long_and_can_be_cancelled(
    box: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SAID_AFTER_MS", 0)
    words: list[str] = []

    def cancel() -> None:
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, QProgressDialog) and shown.labelText() == "Further…":
                words.append(shown.labelText())
                timer.stop()
                shown.findChild(QPushButton).click()

    def work(job: Job) -> None:
        job.say(0.5, "Half way…")
        while True:
            time.sleep(0.01)
            job.say(0.6, "Further…")

    timer = QTimer()
    timer.timeout.connect(cancel)
    timer.start(20)
    with pytest.raises(JobCancelledError):
        waited_or_cancelled(box, "Working…", work)
    assert words == ["Further…"]


def test_nobody_hears_of_a_job_that_was_dropped(box: QLineEdit, qtbot: QtBot) -> None:
    heard: list[bool] = []
    job = Job(lambda _job: True, box)
    job.ended.connect(lambda: heard.append(job.outcome()))
    job.start()
    job.drop()
    qtbot.wait(20)
    assert not heard


def test_a_program_told_to_end_waits_for_the_work_and_then_ends(
    box: QLineEdit, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SAID_AFTER_MS", 0)
    is_told, done = threading.Event(), []

    def end() -> None:
        qapp.exit(3)
        is_told.set()

    def begin() -> None:
        QTimer.singleShot(50, end)
        done.append(waited(box, "Saving a copy…", lambda: is_told.wait(5)))

    QTimer.singleShot(0, begin)
    assert qapp.exec() == 3
    assert done == [True]
    assert not jobs.is_waiting()
