"""The window on a file in a synced folder: published after edits and at closing, with what others did there shown."""

import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.cli.common import CommandError, opened
from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.files import Context, PlaceKind, Places, PortfolioFiles
from asc_desktop.ui.jobs import waited
from asc_desktop.ui.shell import publisher
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.shell.publisher import KEEP_BOTH, LEAVE, PUT_BACK, TAKE_THEIRS
from asc_desktop.ui.workspace import Correction
from tests.commands import run, without_drawing


class Person:
    """Chooses as told, and remembers what was asked and said."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told: list[str] = []
        self.way: str | None = None

    def reason_for_correction(self, sentence: str) -> Correction | None:
        return None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        return self.choose(question, sentence, (action,)) is not None

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        self.asked.append(f"{question}. {sentence} {' | '.join(actions)}")
        return self.way if self.way in actions else None

    def tell(self, heading: str, sentence: str) -> None:
        self.told.append(f"{heading}. {sentence}")


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    (tmp_path / "OneDrive").mkdir()
    return tmp_path / "OneDrive"


@pytest.fixture
def files(tmp_path: Path, drive: Path) -> PortfolioFiles:
    own = tmp_path / "own"
    context = Context("Ann Officer", "CH-0417", lambda: datetime.now(UTC), own)
    return PortfolioFiles(context, Places({"OneDrive": str(drive)}, tmp_path, own / "places.json"))


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture
def window(
    qtbot: QtBot, files: PortfolioFiles, tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(publisher, "SETTLE_MS", 20)
    made = MainWindow(files, WindowMemory(tmp_path / "window.ini"), person)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_file()


@pytest.fixture
def path(files: PortfolioFiles, drive: Path, sample_file: Path) -> Path:
    return Path(shutil.copyfile(sample_file, drive / "Our programme.ascp"))


def first(window: MainWindow) -> Project:
    assert window.workspace is not None
    return next(item for item in window.workspace.records.all(Project) if item.ref == "P-001")


def rename(window: MainWindow, name: str) -> None:
    assert window.workspace is not None
    window.workspace.apply_cells(Project, [(first(window).id, "name", name)])


def name_in(path: Path) -> str:
    """Read a file as a colleague does elsewhere."""
    files = PortfolioFiles(Context("Bea Officer", "CH-0999", lambda: datetime.now(UTC)))
    session = files.open(path, read_only=True)
    try:
        return next(item for item in session.records.all(Project) if item.ref == "P-001").name
    finally:
        session.close()


def change_it_elsewhere(path: Path, name: str = "Theirs") -> None:
    other = Path(shutil.copyfile(path, path.with_name("brought by the sync client")))
    files = PortfolioFiles(Context("Bea Officer", "CH-0999", lambda: datetime.now(UTC)))
    session = files.open(other)
    with session.edit("Renamed") as edit:
        project = next(item for item in session.records.all(Project) if item.ref == "P-001")
        edit.put(replace(project, name=name))
    session.close()
    other.replace(path)


def words(window: MainWindow) -> str:
    return " ".join(
        label.text() for label in window.statusBar().findChildren(QLabel) if label.isVisibleTo(window)
    )


def test_an_edit_is_published_some_seconds_later_and_the_status_bar_says_so(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    before = name_in(path)
    window.open_path(path)
    assert "Working on a local copy; nothing to publish" in words(window)
    assert window.windowTitle() == "Our programme — ASC Desktop"
    rename(window, "Mine")
    assert name_in(path) == before
    assert "Working on a local copy; not published yet" in words(window)
    qtbot.waitUntil(lambda: "; published " in words(window), timeout=10_000)
    assert name_in(path) == "Mine"


def test_closing_publishes_what_is_left(
    window: MainWindow, path: Path, person: Person, monkeypatch: pytest.MonkeyPatch, files: PortfolioFiles
) -> None:
    monkeypatch.setattr(publisher, "SETTLE_MS", 600_000)
    window.open_path(path)
    rename(window, "Mine")
    window.close()
    assert name_in(path) == "Mine"
    assert (person.asked, person.told, files.unpublished()) == ([], [], [])


@pytest.mark.parametrize("way", [KEEP_BOTH, TAKE_THEIRS])
def test_a_file_that_somebody_changed_meanwhile_is_shown_and_the_person_chooses(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person, way: str
) -> None:
    window.open_path(path)
    change_it_elsewhere(path)
    person.way = way
    rename(window, "Mine")
    qtbot.waitUntil(lambda: bool(person.told), timeout=10_000)
    assert "Our programme.ascp” was changed by somebody else" in person.asked[0]
    assert "Keep both | Take theirs" in person.asked[0]
    assert name_in(path) == "Theirs"
    kept = next(item for item in path.parent.rglob("*copy of Ann Officer*.ascp"))
    assert name_in(kept) == "Mine"
    assert kept.name in person.told[0]
    shown, name = (kept, "Mine") if way == KEEP_BOTH else (path, "Theirs")

    def shows_it() -> bool:
        space = window.workspace
        return space is not None and space.session.path == shown and first(window).name == name

    qtbot.waitUntil(shows_it, timeout=10_000)
    rename(window, "Goes on")
    qtbot.waitUntil(lambda: "; published " in words(window), timeout=10_000)
    assert name_in(shown) == "Goes on"


def test_whoever_does_not_choose_goes_on_and_may_choose_later(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person, files: PortfolioFiles
) -> None:
    window.open_path(path)
    change_it_elsewhere(path)
    rename(window, "Mine")
    qtbot.waitUntil(lambda: bool(person.asked), timeout=10_000)
    assert "not published, because somebody else changed the file" in words(window)
    rename(window, "Mine, later")
    choose = window.findChild(publisher.Publisher).findChild(QPushButton)
    qtbot.wait(100)
    assert choose.isVisible()
    assert len(person.asked) == 1
    window.close_file()
    assert "You are asked again when you next open it here" in person.told[0]
    assert name_in(path) == "Theirs"
    assert files.unpublished() == [path]
    person.way = KEEP_BOTH
    window.open_path(path)
    qtbot.waitUntil(lambda: len(person.told) == 3, timeout=10_000)
    assert "had not been published" in person.told[1]
    qtbot.waitUntil(
        lambda: window.workspace is not None and window.workspace.session.path != path, timeout=10_000
    )
    assert first(window).name == "Mine, later"
    assert name_in(path) == "Theirs"


def test_nobody_is_asked_about_two_versions_while_something_else_is_waited_for(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "ASK_MS", 10)
    window.open_path(path)
    change_it_elsewhere(path)
    rename(window, "Mine")
    is_known, asked = threading.Event(), []

    def look() -> None:
        if "somebody else changed the file" in words(window):
            timer.stop()
            QTimer.singleShot(100, is_known.set)

    def work() -> None:
        is_known.wait(10)
        asked.extend(person.asked)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    waited(window, "Saving a copy…", work)
    assert is_known.is_set()
    assert not asked
    qtbot.waitUntil(lambda: bool(person.asked), timeout=10_000)


def test_a_file_that_was_deleted_there_is_put_back_where_the_person_says_so(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person
) -> None:
    window.open_path(path)
    path.unlink()
    person.way = PUT_BACK
    rename(window, "Mine")
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert "has gone from its folder while you worked" in person.asked[0]
    assert LEAVE in person.asked[0]
    qtbot.waitUntil(lambda: "; published " in words(window), timeout=10_000)
    assert name_in(path) == "Mine"


def test_the_status_bar_says_that_the_file_has_gone_and_not_that_somebody_changed_it(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person
) -> None:
    window.open_path(path)
    path.unlink()
    rename(window, "Mine")
    qtbot.waitUntil(lambda: bool(person.asked), timeout=10_000)
    assert "not published, because the file has gone from its folder" in words(window)


def test_a_share_that_is_gone_at_closing_is_said_and_the_edits_are_offered_at_the_next_start(
    window: MainWindow, qtbot: QtBot, path: Path, person: Person, files: PortfolioFiles
) -> None:
    window.open_path(path)
    away = path.parent.rename(path.parent.with_name("away"))
    rename(window, "Mine")
    qtbot.waitUntil(lambda: "tried again every minute" in words(window), timeout=10_000)
    window.close_file()
    said = next(item for item in person.told if item.startswith("Your edits were not published."))
    assert "Your edits of “Our programme.ascp” are kept" in said
    assert not path.parent.exists()
    assert "cannot be reached" in said
    away.rename(path.parent)
    person.way = "Open Our programme"
    window.offer_unpublished()
    assert "“Our programme.ascp” in “" in person.asked[-1]
    qtbot.waitUntil(lambda: "; published " in words(window), timeout=10_000)
    assert name_in(path) == "Mine"
    window.close_file()
    person.asked.clear()
    window.offer_unpublished()
    assert person.asked == []


def test_a_folder_that_looks_synced_is_asked_about_once(
    window: MainWindow, path: Path, person: Person, tmp_path: Path, files: PortfolioFiles
) -> None:
    folder = tmp_path / "Nextcloud of the team" / "Programme"
    folder.mkdir(parents=True)
    moved = path.rename(folder / path.name)
    window.open_path(moved)
    assert window.workspace is None
    assert f"“{folder.parent}” looks like one that a program such as OneDrive" in person.asked[0]
    person.way = "Work on a copy"
    window.open_path(moved)
    assert "Working on a local copy" in words(window)
    window.close_file()
    person.asked.clear()
    window.open_path(moved)
    assert person.asked == []
    person.way = "Work on the file itself"
    window.ask_place()
    assert "Working on a local copy" not in words(window)
    rename(window, "Directly")
    person.way = "Work on a copy"
    window.ask_place()
    assert "Working on a local copy" in words(window)
    assert name_in(moved) == "Directly"
    assert files.place_of(moved).kind is PlaceKind.SYNCED


def test_edits_that_were_not_published_are_there_though_the_folder_is_no_longer_taken_for_synced(
    window: MainWindow, qtbot: QtBot, path: Path, files: PortfolioFiles
) -> None:
    window.open_path(path)
    away = path.parent.rename(path.parent.with_name("away"))
    rename(window, "Mine")
    window.close_file()
    away.rename(path.parent)
    files.say_of_folder(path.parent, is_synced=False)
    window.open_path(path)
    assert first(window).name == "Mine"
    qtbot.waitUntil(lambda: "; published " in words(window), timeout=10_000)
    window.close_file()
    assert name_in(path) == "Mine"
    window.open_path(path)
    assert "Working on a local copy" not in words(window)


def test_a_command_whose_file_was_changed_meanwhile_says_so_and_keeps_what_it_did(
    path: Path, files: PortfolioFiles
) -> None:
    environment = without_drawing(files)

    def rename_while_it_changes() -> None:
        with opened(environment, path, read_only=False, back_up=False) as session:
            project = next(item for item in session.records.all(Project) if item.ref == "P-001")
            with session.edit("Renamed") as edit:
                edit.put(replace(project, name="By a command"))
            change_it_elsewhere(path)

    with pytest.raises(CommandError, match=r"changed by somebody else .* Open it in the window to choose"):
        rename_while_it_changes()
    assert name_in(path) == "Theirs"
    assert files.unpublished() == [path]


def test_a_new_portfolio_in_a_synced_folder_is_a_copy_from_the_first(
    window: MainWindow, files: PortfolioFiles, drive: Path
) -> None:
    window.use(files.create(drive / "New.ascp", "New"))
    assert "Working on a local copy" in words(window)
    assert (drive / "New.ascp").exists()


def synced(arguments: Sequence[object], drive: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run the program's command line on a computer whose OneDrive is ``drive``."""
    own = str(tmp_path / "own")
    return run(tmp_path, *arguments, OneDrive=str(drive), LOCALAPPDATA=own, XDG_DATA_HOME=own)


FREEZE: tuple[str, ...] = ("--board", "Adult Social Care Transformation", "--meeting", "18/07/2024")


def test_the_command_line_publishes_what_it_changed_or_says_why_not(
    path: Path, drive: Path, tmp_path: Path
) -> None:
    before = path.read_bytes()
    done = synced(("snapshot", "freeze", path, *FREEZE), drive, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes() != before
    assert "Transformation" in synced(("snapshot", "list", path), drive, tmp_path).stdout
    assert not list((tmp_path / "own").rglob("*.ascp"))
    held = synced(("save-copy", path, "-o", drive / "copy.ascp"), drive, tmp_path)
    assert held.returncode == 0
    assert name_in(drive / "copy.ascp") == name_in(path)
