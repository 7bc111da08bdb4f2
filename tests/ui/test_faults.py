"""The log of faults: for its owner alone, small, and without a word of any record."""

import os
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop import __version__
from asc_desktop.domain.dates import parse_date
from asc_desktop.storage.errors import StoreError
from asc_desktop.ui.dialogs.messages import DialogAsker
from asc_desktop.ui.shell import faults
from asc_desktop.ui.shell.faults import faults_told

NAME = "Mrs Ann Example, 4 High Street"


def fail() -> None:
    try:
        parse_date(NAME)
    except ValueError as error:
        raise StoreError(f"There is no project “{NAME}”.") from error


def fault_in(log: Path) -> list[str]:
    told: list[str] = []
    with faults_told(log, lambda *words: told.extend(words)):
        try:
            fail()
        except StoreError as error:
            sys.excepthook(StoreError, error, error.__traceback__)
    return told


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "own" / "faults.log"


def test_the_log_says_where_and_of_what_kind_and_no_words_of_a_record(log: Path) -> None:
    heading, sentence, details = fault_in(log)
    assert heading == "Something went wrong in the program"
    assert "choose Copy details and send them to your IT team" in sentence
    assert "asc_desktop.domain.dates.DateError\n" in details
    assert details.startswith(f"ASC Desktop {__version__}, Python ")
    assert str(log) in details
    assert "Example" not in details
    text = log.read_text(encoding="utf-8")
    assert "Example" not in text
    assert "High Street" not in text
    assert "asc_desktop.storage.errors.StoreError\n" in text
    assert "test_faults.py:" in text
    assert " fail\n" in text
    # What led to it, in the program's own module.
    assert "asc_desktop/domain/dates.py:" in text
    assert "asc_desktop.domain.dates.DateError\n" in text
    assert str(Path(faults.__file__).parents[2]) not in text


@pytest.mark.skipif(os.name == "nt", reason="on Windows the folder keeps others out")
def test_the_log_is_for_its_owner_alone(log: Path) -> None:
    log.parent.mkdir()
    log.write_text("")
    log.chmod(0o644)
    fault_in(log)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_stays_small(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_LARGEST_BYTES", 2_000)
    for _ in range(30):
        fault_in(log)
    assert 1_000 < log.stat().st_size < 2_500
    assert log.read_bytes().startswith(faults._FIRST_LINE)


def test_a_log_of_an_earlier_version_with_errors_own_words_is_not_kept(log: Path) -> None:
    log.parent.mkdir()
    log.write_text(
        f"Traceback (most recent call last):\nStoreError: There is no project “{NAME}”.\n", encoding="utf-8"
    )
    old = log.with_suffix(".old.log")
    old.write_text(NAME, encoding="utf-8")
    fault_in(log)
    assert "Example" not in log.read_text(encoding="utf-8")
    assert not old.exists()


def test_where_the_log_cannot_be_written_the_sentence_is_still_said(
    log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log.parent.write_text("a file in the way")
    assert fault_in(log)
    said = capfd.readouterr().err
    assert "StoreError" in said
    assert "Example" not in said


@pytest.mark.parametrize(("button", "copied"), [("Copy details", "where it was"), ("Close", "before")])
def test_the_details_are_copied_for_the_it_team_where_that_is_chosen(
    qtbot: QtBot, button: str, copied: str
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QGuiApplication.clipboard().setText("before")

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(each for each in box.buttons() if each.text().replace("&", "") == button).click()

    QTimer.singleShot(50, press)
    DialogAsker(window).tell_fault("Something went wrong", "Your work is saved.", "where it was")
    assert QGuiApplication.clipboard().text() == copied
    QGuiApplication.clipboard().clear()
