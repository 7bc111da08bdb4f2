"""How forms that came back reach the program: a drop on the window, and not as a tracker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.ui.dialogs.forms.returns import ReturnsWindow
from asc_desktop.ui.dialogs.importing.window import ImportWindow
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from tests.ui.importing.test_ways_in import drop
from tests.ui.test_main_window import Asked, files_of
from tests.ui.updates.returned import plain_and_refused

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form that the portfolio ``Sample.ascp`` asked for, as it came back."""
    session = files_of("Ann Officer").create_sample(tmp_path / "Sample.ascp")
    found = plain_and_refused(session, tmp_path)
    session.close()
    return found


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, asked: Asked, form: Path) -> Iterator[MainWindow]:
    made = MainWindow(files_of("Ann Officer"), WindowMemory(tmp_path / "window.ini"), asked)
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(ReturnsWindow):
        dialog.reject()
    made.close_file()


def taking_in(qtbot: QtBot, window: MainWindow) -> ReturnsWindow:
    def there() -> bool:
        return any(dialog.returns.returned for dialog in window.findChildren(ReturnsWindow))

    qtbot.waitUntil(there, timeout=30_000)
    return window.findChildren(ReturnsWindow)[0]


def test_a_form_dropped_on_its_portfolio_is_taken_in_and_not_imported(
    qtbot: QtBot, window: MainWindow, form: Path, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").open(tmp_path / "Sample.ascp"))
    assert drop(window, form)
    assert taking_in(qtbot, window).returns.returned[0].number == "F-0101"
    assert window.findChildren(ImportWindow) == []


def test_several_files_or_a_folder_dropped_on_a_portfolio_are_taken_for_forms(
    qtbot: QtBot, window: MainWindow, form: Path, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").open(tmp_path / "Sample.ascp"))
    other = tmp_path / "minutes.csv"
    other.write_text("Who,What\nAnn,Chair\n")
    assert drop(window, form, other)
    dialog = taking_in(qtbot, window)
    assert [item.file for item in dialog.returns.unread] == ["minutes.csv"]


def test_a_form_dropped_where_no_portfolio_is_open_says_what_to_do(
    qtbot: QtBot, window: MainWindow, form: Path, asked: Asked
) -> None:
    assert drop(window, form)
    qtbot.waitUntil(lambda: bool(asked.told), timeout=30_000)
    assert asked.told[0][0] == f"“{form.name}” is an update form"
    assert "Open that first, then drop the form again." in asked.told[0][1]
    assert window.workspace is None


def test_a_read_only_portfolio_takes_none_and_says_why(
    window: MainWindow, form: Path, tmp_path: Path
) -> None:
    window.use(files_of("Ann Officer").open(tmp_path / "Sample.ascp", read_only=True))
    said: list[str] = []
    assert window.workspace is not None
    window.workspace.said.connect(said.append)
    window.take_files([form, form])
    QApplication.processEvents()
    assert said == ["The file is open read-only. Nothing was changed."]
    assert window.findChildren(ReturnsWindow) == []
