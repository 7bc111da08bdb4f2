"""Backups that nobody asks for, the dialog that lists them, and what is offered where the file is damaged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from asc_desktop._scratch import SCRATCH, scratch_folder
from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.backups import backup_rows
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.storage.store import Store
from asc_desktop.ui.dialogs.backups import BackupsDialog
from asc_desktop.ui.shell import quiet_backups
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.shell.practice_banner import PracticeBanner
from asc_desktop.ui.workspace import Correction


class Asked:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.says_yes = True
        self.chooses = 0

    def reason_for_correction(self, sentence: str) -> Correction | None:
        return None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        self.asked.append(f"{question} {sentence} [{action}]")
        return self.says_yes

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        self.asked.append(f"{question} {sentence} [{' | '.join(actions)}]")
        return actions[self.chooses] if self.says_yes else None

    def tell(self, heading: str, sentence: str) -> None:
        self.told.append((heading, sentence))


FILES = PortfolioFiles(Context(who="Ann Officer", machine="CH-0417", now=lambda: datetime.now(UTC)))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Our programme.ascp"
    FILES.create_sample(path).close()
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, asked: Asked) -> Iterator[MainWindow]:
    made = MainWindow(FILES, WindowMemory(tmp_path / "window.ini"), asked)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_file()


def rename(window: MainWindow, name: str) -> None:
    assert window.workspace is not None
    with window.workspace.session.edit(f"Rename to {name}") as edit:
        edit.put(replace(first_project(window), name=name))


def first_project(window: MainWindow) -> Project:
    assert window.workspace is not None
    return min(window.workspace.records.all(Project), key=lambda item: item.ref)


def whys(path: Path) -> list[str]:
    return [row.why for row in backup_rows(path)]


def answer(monkeypatch: pytest.MonkeyPatch, act: Callable[[BackupsDialog], object]) -> None:
    """Let the dialog be seen and a button of it be pressed."""

    def run(dialog: BackupsDialog) -> int:
        dialog.show()
        act(dialog)
        dialog.hide()
        return dialog.result()

    monkeypatch.setattr(BackupsDialog, "exec", run)


def choose_row(dialog: BackupsDialog, row: int) -> None:
    dialog.table.select_row(dialog.table.table.rows[row].id)


def test_three_short_sessions_leave_a_backup_each(window: MainWindow, path: Path) -> None:
    for name in ("One", "Two", "Three"):
        window.open_path(path)
        rename(window, name)
        window.close_file()
    assert whys(path) == ["Closing"] * 3
    window.open_path(path)
    window.close_file()
    assert len(whys(path)) == 3


def test_closing_the_window_leaves_a_backup(window: MainWindow, path: Path) -> None:
    window.open_path(path)
    rename(window, "One")
    window.close()
    assert whys(path) == ["Closing"]


def test_the_last_backup_is_made_off_the_windows_thread_and_a_check_too(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    threads: dict[str, int] = {}
    for name in ("backup", "check", "close"):
        job = getattr(Store, name)

        def noted(*given: Any, name: str = name, job: Callable[..., object] = job) -> object:
            threads[name] = threading.get_ident()
            return job(*given)

        monkeypatch.setattr(Store, name, noted)
    window.open_path(path)
    rename(window, "One")
    window.check_file()
    window.close_file()
    assert [heading for heading, _ in asked.told] == ["1 thing to look at"]
    assert set(threads) == {"backup", "check", "close"}
    assert threading.get_ident() not in threads.values()


def test_what_was_opened_is_backed_up_off_the_windows_thread(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet_backups, "SOON_MS", 0)
    window.open_path(path)
    assert window._backups is not None
    qtbot.waitUntil(lambda: "Backed up " in window._status._backed_up.text(), timeout=10_000)
    assert whys(path) == ["Opening"]
    rename(window, "One")
    with qtbot.waitSignal(window._backups.made):
        window._backups._often.timeout.emit()
    assert whys(path) == ["While open", "Opening"]
    with qtbot.assertNotEmitted(window._backups.made):
        window._backups.begin("nothing has changed")
        window._backups.wait()


def test_a_backup_that_cannot_be_made_is_said(window: MainWindow, path: Path, asked: Asked) -> None:
    path.with_name("Our programme backups").write_text("a file in the way")
    window.open_path(path)
    rename(window, "One")
    window.close_file()
    assert [heading for heading, _ in asked.told] == ["The backup was not made"]
    assert first_name(path) == "One"


def first_name(path: Path) -> str:
    session = FILES.open(path, read_only=True)
    try:
        return min(session.records.all(Project), key=lambda item: item.ref).name
    finally:
        session.close()


def test_the_dialog_says_what_each_backup_holds_and_lacks(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two"):
        window.open_path(path)
        rename(window, name)
        window.close_file()
    window.open_path(path)
    seen: list[tuple[int, str, str]] = []

    def look(dialog: BackupsDialog) -> None:
        for row in (0, 1):
            choose_row(dialog, row)
            seen.append((dialog.table.table.rowCount(), dialog.holds.text(), dialog.lacks.text()))

    answer(monkeypatch, look)
    window.show_backups()
    projects = len(window.workspace.records.all(Project)) if window.workspace else 0
    assert seen[0] == (2, seen[1][1], "Nothing was done after it.")
    assert f"It is whole, and holds {projects} projects" in seen[0][1]
    assert seen[1][2].startswith(
        "1 later action is not in it, by Ann Officer:\n– “Rename to Two” by Ann Officer, "
    )


def test_a_backup_opens_read_only(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = first_name(path)
    window.open_path(path)
    assert window.workspace is not None
    window.workspace.session.back_up("asked for")
    rename(window, "One")

    def open_oldest(dialog: BackupsDialog) -> None:
        choose_row(dialog, len(backup_rows(path)) - 1)
        dialog.open_button.click()

    answer(monkeypatch, open_oldest)
    window.show_backups()
    assert window.workspace is not None
    assert window.workspace.session.read_only
    assert first_project(window).name == before
    assert path in window._memory.recent_files()
    assert len(window._memory.recent_files()) == 1
    assert first_name(path) == "One"


def test_a_backup_that_is_opened_as_a_file_is_shown_as_what_it_is(
    window: MainWindow, path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(path)
    assert window.workspace is not None
    backup = window.workspace.session.back_up("asked for")
    when = backup_rows(path)[0].when
    rename(window, "One")
    window.close_file()
    kept = backup.read_bytes()
    window.open_path(backup)
    assert "is a backup of “Our programme.ascp”" in asked.asked[0]
    assert window.windowTitle() == f"Backup of Our programme, {when} (read-only) — ASC Desktop"
    assert window._bar._file.full_text == f"Backup of Our programme, {when} (read-only)"
    assert "use File > Backups" in window._banner.accessibleDescription()
    assert window._memory.recent_files() == [path]
    listed: list[str] = []

    def restore_newest(dialog: BackupsDialog) -> None:
        listed.extend(row.why for row in dialog.table.table.rows)
        choose_row(dialog, 0)
        dialog.restore_button.click()

    answer(monkeypatch, restore_newest)
    window.show_backups()
    assert listed == ["Closing", "Asked for"]
    assert window.workspace is not None
    assert window.workspace.session.path == path
    assert not window.workspace.session.read_only
    assert backup.read_bytes() == kept


def test_a_copy_of_a_backup_is_offered_beside_the_portfolio(
    window: MainWindow, path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(path)
    assert window.workspace is not None
    backup = window.workspace.session.back_up("asked for")
    window.close_file()
    offered: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *arguments: (offered.append(arguments[2]), ("", ""))[1]
    )
    asked.chooses = 1
    window.open_path(backup)
    assert offered == [str(path.with_name("Our programme copy.ascp"))]


def test_any_backup_is_restored_and_nothing_is_lost(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    window.open_path(path)
    before = first_project(window).name
    assert window.workspace is not None
    window.workspace.session.back_up("asked for")
    rename(window, "One")

    def restore_oldest(dialog: BackupsDialog) -> None:
        choose_row(dialog, len(backup_rows(path)) - 1)
        dialog.restore_button.click()

    answer(monkeypatch, restore_oldest)
    asked.says_yes = False
    window.show_backups()
    assert first_project(window).name == "One"
    asked.says_yes = True
    window.show_backups()
    assert "“Rename to One” by Ann Officer" in asked.asked[-1]
    assert window.workspace is not None
    assert not window.workspace.session.read_only
    assert window.workspace.session.path == path
    assert first_project(window).name == before
    heading, sentence = asked.told[-1]
    assert heading == "The backup is restored"
    (kept,) = path.parent.glob("Our programme before restore *.ascp")
    assert kept.name in sentence
    assert first_name(kept) == "One"
    assert whys(path)[:2] == ["Restored", "Closing"]


def test_nothing_is_restored_from_a_damaged_backup(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    window.open_path(path)
    assert window.workspace is not None
    window.workspace.session.back_up("asked for").write_bytes(b"damaged" * 1_000)
    rename(window, "One")
    words: list[str] = []

    def look(dialog: BackupsDialog) -> None:
        words.append(dialog.holds.text())
        dialog.restore_button.click()

    answer(monkeypatch, look)
    window.show_backups()
    assert words == ["It is damaged and cannot be used."]
    assert first_project(window).name == "One"
    assert "The backup was not restored" in {heading for heading, _ in asked.told}


def test_a_portfolio_without_backups_says_so(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(path)
    seen: list[tuple[str, bool, bool]] = []
    answer(
        monkeypatch,
        lambda dialog: seen.append(
            (dialog.holds.text(), dialog.open_button.isEnabled(), dialog.restore_button.isEnabled())
        ),
    )
    window.show_backups()
    assert seen == [("There is no backup yet. One is made when the portfolio is closed.", False, False)]


@pytest.mark.parametrize("agrees", [True, False])
def test_a_check_that_finds_damage_offers_the_newest_good_backup(
    window: MainWindow, path: Path, asked: Asked, agrees: bool
) -> None:
    window.open_path(path)
    rename(window, "In the backup")
    assert window.workspace is not None
    session = window.workspace.session
    session.back_up("asked for")
    rename(window, "Later")
    connection = session.store._connection
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE project SET name = 'Altered'")
    asked.says_yes = agrees
    window.check_file()
    assert asked.asked[-1].startswith("This portfolio is damaged.")
    assert "[Open the newest good backup | Choose a backup…]" in asked.asked[-1]
    assert window.workspace is not None
    if agrees:
        assert first_project(window).name == "In the backup"
        assert asked.told[-1][0] == "The newest good backup is open"
        assert len(list(path.parent.glob("Our programme damaged *.ascp"))) == 1
    else:
        assert window.workspace.session is session


def test_a_check_that_finds_no_damage_says_that_the_file_is_sound(
    window: MainWindow, path: Path, asked: Asked
) -> None:
    window.open_path(path)
    window.check_file()
    ((heading, words),) = asked.told
    assert heading == "1 thing to look at"
    assert "should be (0.098)" in words
    assert words.endswith("The file itself is sound.")


def test_the_dialog_is_closed_by_escape_and_changes_nothing(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(path)
    answer(monkeypatch, QDialog.reject)
    window.show_backups()
    assert window.workspace is not None
    assert window.workspace.session.path == path


def damage(path: Path) -> bytes:
    """Let one page of a closed file be as if it had never been written."""
    content = path.read_bytes()
    place = content.index(b"Rename to ") // 4096 * 4096
    path.write_bytes(content[:place] + bytes(4096) + content[place + 4096 :])
    return path.read_bytes()


def test_a_damaged_file_is_refused_and_its_newest_good_backup_opened(
    window: MainWindow, path: Path, asked: Asked
) -> None:
    window.open_path(path)
    rename(window, "In the backup")
    window.close_file()
    damaged = damage(path)
    window.open_path(path)
    (question,) = asked.asked
    assert question.startswith("The portfolio was not opened. “Our programme.ascp” is damaged")
    assert f"The newest good backup is of {backup_rows(path)[1].when}." in question
    assert first_project(window).name == "In the backup"
    assert [entry.read_bytes() for entry in path.parent.glob("Our programme damaged *.ascp")] == [damaged]


def test_a_damaged_file_without_a_backup_is_left_as_it_is(
    window: MainWindow, path: Path, asked: Asked
) -> None:
    with (session := FILES.open(path)).edit("Rename to nothing") as edit:
        edit.put(replace(min(session.records.all(Project), key=lambda item: item.ref), name="Nothing"))
    session.close()
    damaged = damage(path)
    for _ in range(2):
        window.open_path(path)
    assert asked.asked == []
    assert asked.told[0] == asked.told[1]
    assert "No good backup of it was found" in asked.told[0][1]
    assert window.workspace is None
    assert path.read_bytes() == damaged


@pytest.fixture
def with_own_folder(qtbot: QtBot, tmp_path: Path, asked: Asked) -> Iterator[MainWindow]:
    """A window as the program makes it, with a folder for what is temporary."""
    own = tmp_path / "own"
    context = Context("Ann Officer", "CH-0417", lambda: datetime.now(UTC), own_folder=own)
    with scratch_folder(own):
        made = MainWindow(PortfolioFiles(context), WindowMemory(tmp_path / "window.ini"), asked)
        qtbot.addWidget(made)
        made.show()
        yield made
        made.close_file()
    assert list((own / SCRATCH).iterdir()) == []


def test_a_changed_copy_of_the_sample_is_not_lost_without_a_word(
    with_own_folder: MainWindow, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, kept = with_own_folder, tmp_path / "Kept.ascp"
    window.open_sample()
    assert window._memory.recent_files() == []
    window.close_file()
    assert asked.asked == []
    window.open_sample()
    rename(window, "Ours")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
    window.close_file()
    assert asked.asked[0].startswith("Keep what you changed in the sample?")
    assert first_name(kept) == "Ours"
    assert window._memory.recent_files() == [kept]
    window.open_path(kept)
    assert first_project(window).name == "Ours"


def test_a_practice_copy_says_so_and_is_kept_by_a_button(
    with_own_folder: MainWindow, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, kept = with_own_folder, tmp_path / "Kept.ascp"
    banner = window.findChild(PracticeBanner)
    assert banner is not None
    window.open_sample()
    assert banner.isVisible()
    rename(window, "Ours")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    banner.keep_button.click()
    assert banner.isVisible(), "cancelled: nothing changes"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
    banner.keep_button.click()
    assert asked.asked == [], "what is kept is not asked about again"
    assert window.workspace is not None
    assert window.workspace.session.path == kept
    assert first_project(window).name == "Ours"
    assert not banner.isVisible()
    window.close_file()
    assert not banner.isVisible()


def test_any_backup_can_take_the_place_of_a_damaged_file(
    window: MainWindow, path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two"):
        window.open_path(path)
        rename(window, name)
        window.close_file()
    damaged = damage(path)
    asked.chooses = 1
    lacks: list[str] = []

    def restore_older(dialog: BackupsDialog) -> None:
        choose_row(dialog, 1)
        lacks.append(dialog.lacks.text())
        dialog.restore_button.click()

    answer(monkeypatch, restore_older)
    window.open_path(path)
    assert "[Open the newest good backup | Choose a backup…]" in asked.asked[0]
    assert first_project(window).name == "One"
    assert [entry.read_bytes() for entry in path.parent.glob("Our programme before restore *.ascp")] == [
        damaged
    ]
    assert lacks[0].startswith(("1 later action is not in it", "The portfolio cannot be read"))
