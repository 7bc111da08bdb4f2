"""No text that somebody typed is shown as HTML, on any page, dialog, menu or tip, and no file that it names opens."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QTabBar, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop._paths import resource_path
from asc_desktop.domain.records.fields import fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from tests.ui.hostile import BOLD, LETTERS, Watch, is_typed, make_hostile
from tests.ui.walking import Walk, shown_tips, tips

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
]

FILES = PortfolioFiles(
    Context(who=f"{BOLD} Officer", machine="test", now=lambda: datetime(2024, 7, 1, 9, tzinfo=UTC))
)
OURS = ("<p style='white-space: pre'>", "<p style='white-space: normal'>")
"""How the tips begin that ``ui/plain.py`` writes itself, every letter of the words escaped."""


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pic") / "x.png"
    shutil.copyfile(resource_path("icons", "app.png"), path)
    return path


@pytest.fixture(scope="module")
def hostile_file(picture: Path, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / f"{LETTERS} portfolio.ascp"
    shutil.copyfile(sample_file, path)
    session = FILES.open(path)
    held = make_hostile(session, picture)
    session.close()
    wanted = {
        (kind.table, field.key) for kind in RECORD_TYPES for field in fields_of(kind) if is_typed(kind, field)
    }
    assert wanted <= held, f"no record holds a tag in {sorted(wanted - held)}"
    return path


@pytest.fixture
def watch(picture: Path) -> Iterator[Watch]:
    made = Watch(picture)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, hostile_file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    apply_theme(qapp, "light")
    path = tmp_path / hostile_file.name
    shutil.copyfile(hostile_file, path)
    made = MainWindow(FILES, WindowMemory(tmp_path / "window.ini"))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made._flows.open(path)
    yield made
    made.close_file()


def rendered(tree: QWidget) -> Iterator[str]:
    """Yield each text in a tree of widgets that Qt would show otherwise than letter by letter."""
    for label in (tree, *tree.findChildren(QLabel)):
        if isinstance(label, QLabel) and label.text():
            rich = label.textFormat() in {Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText}
            guessed = label.textFormat() == Qt.TextFormat.AutoText and Qt.mightBeRichText(label.text())
            if (rich or guessed) and not label.text().startswith(OURS):
                yield f"label: {label.text()}"
    for tip in tips(tree):
        if Qt.mightBeRichText(tip):
            yield f"tip: {tip}"
    for tip in shown_tips(tree):
        if Qt.mightBeRichText(tip) and not is_escaped(tip):
            yield f"shown tip: {tip}"
    QToolTip.hideText()
    for words in mnemonic_words(tree):
        if LETTERS in words.replace("&&", "\0"):
            yield f"key: {words}"


def is_escaped(tip: str) -> bool:
    document = QTextDocument()
    document.setHtml(tip)
    shown = document.toPlainText().replace("\u2060", "")
    whole = shown.count(LETTERS) == shown.count(BOLD)
    return tip.startswith(OURS) and "\ufffc" not in shown and whole


def mnemonic_words(tree: QWidget) -> Iterator[str]:
    """Yield the words in which Qt takes ``&`` for the mark of a key."""
    for widget in (tree, *tree.findChildren(QWidget)):
        if (
            isinstance(widget, QAbstractButton) and type(widget).paintEvent is QAbstractButton.paintEvent
        ) or (isinstance(widget, QAbstractButton) and type(widget).__module__.startswith("PySide6")):
            yield widget.text()
        if isinstance(widget, QTabBar):
            yield from (widget.tabText(at) for at in range(widget.count()))
        if isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())


@pytest.mark.parametrize("key", [destination.key for destination in DESTINATIONS])
def test_a_page_shows_what_was_typed_letter_by_letter(
    window: MainWindow, watch: Watch, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    found: dict[str, None] = {}
    walk = Walk(window, monkeypatch, look=lambda tree: found.update(dict.fromkeys(rendered(tree))))
    walk.page(key)
    assert list(found) == []
    assert watch.opened() == 0


def test_menus_dialogs_and_messages_show_it_letter_by_letter(
    window: MainWindow, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, None] = {}
    dialogs: list[str] = []
    walk = Walk(
        window,
        monkeypatch,
        look=lambda tree: found.update(dict.fromkeys(rendered(tree))),
        opened=lambda dialog: dialogs.append(type(dialog).__name__),
    )
    left_out = ("Exit", "Close the portfolio", "Open the sample", "Light", "Dark")
    for page in ("projects", "risks", "decisions"):
        window.show_page(page)
        walk.menu_bar()
        for action in list(walk.commands()):
            if action.text().replace("&", "").startswith(left_out):
                continue
            window.show_page(page)
            walk.use(action)
    assert {"FindDialog", "RecordDialog", "NewExceptionDialog", "QMessageBox"} <= set(dialogs)
    window.asker.tell(f"{BOLD} heading", f"{BOLD} sentence")
    window.asker.confirm(f"{BOLD} heading", f"{BOLD} sentence", f"{LETTERS} action")
    window.asker.reason_for_correction(f"{BOLD} sentence")
    assert list(found) == []
    assert watch.opened() == 0


def test_the_walk_sees_a_picture_that_is_opened(
    window: MainWindow, watch: Watch, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: the fault, made on purpose, is found."""
    found: list[str] = []
    walk = Walk(window, monkeypatch, look=lambda tree: found.extend(rendered(tree)))
    page = window.show_page("publication")
    label = QLabel(f'<img src="{picture.as_uri()}">', page)
    label.setToolTip(BOLD)
    label.show()
    QCoreApplication.processEvents()
    walk.page("publication")
    assert {words.partition(":")[0] for words in found} == {"label", "tip"}
    assert watch.opened() or watch._queue < 0
