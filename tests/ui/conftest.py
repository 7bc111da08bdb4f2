"""The sample and an empty portfolio, open in real files, with a person who answers at once."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.dialogs.table_dialogs import TableDialogs
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.workspace import Correction, Workspace
from tests.proved import proved


class FakeAsker:
    """A person who agrees to everything unless told otherwise; what was said to them is kept."""

    def __init__(self) -> None:
        self.agrees = True
        self.reason: str | None = "A late correction"
        self.goes_on = False
        self.questions: list[str] = []
        self.told: list[str] = []

    def reason_for_correction(self, sentence: str) -> Correction | None:
        self.questions.append(sentence)
        return Correction(self.reason, self.goes_on) if self.reason else None

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        self.questions.append(f"{question} {sentence}".strip())
        return self.agrees

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        self.questions.append(f"{question} {sentence}".strip())
        return actions[0] if self.agrees else None

    def tell(self, heading: str, sentence: str) -> None:
        self.told.append(f"{heading}: {sentence}")


class FakeMemory:
    """A layout memory that lasts as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value


@pytest.fixture(scope="session")
def portfolio_files() -> PortfolioFiles:
    return PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )


@pytest.fixture(scope="session")
def sample_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample, made once; tests open copies of it."""
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    portfolio_files.create_sample(path).close()
    with proved(path, portfolio_files):
        yield path


@pytest.fixture(scope="session")
def empty_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A portfolio without a programme, likewise."""
    path = tmp_path_factory.mktemp("empty") / "empty.ascp"
    portfolio_files.create(path, "Empty portfolio").close()
    with proved(path, portfolio_files):
        yield path


@pytest.fixture
def asker() -> FakeAsker:
    return FakeAsker()


@pytest.fixture
def workspace(
    qapp: QApplication, portfolio_files: PortfolioFiles, sample_file: Path, tmp_path: Path, asker: FakeAsker
) -> Iterator[Workspace]:
    """The sample portfolio, at its first programme and open period."""
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    opened = Workspace(portfolio_files.open(path), asker, FakeMemory(), TableDialogs())
    yield opened
    opened.close()


@pytest.fixture
def empty_workspace(
    qapp: QApplication, portfolio_files: PortfolioFiles, empty_file: Path, tmp_path: Path, asker: FakeAsker
) -> Iterator[Workspace]:
    """A portfolio without a programme."""
    apply_theme(qapp, "light")
    path = tmp_path / "empty.ascp"
    shutil.copyfile(empty_file, path)
    opened = Workspace(portfolio_files.open(path), asker, FakeMemory(), TableDialogs())
    yield opened
    opened.close()


@pytest.fixture
def visits(workspace: Workspace) -> list[tuple[str, dict[str, object]]]:
    """Where the pages have asked to go, in order: the page's key and what to show there."""
    return _visits_of(workspace)


@pytest.fixture
def empty_visits(empty_workspace: Workspace) -> list[tuple[str, dict[str, object]]]:
    """The same for the empty portfolio."""
    return _visits_of(empty_workspace)


def _visits_of(workspace: Workspace) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    workspace.navigate.connect(lambda key, what: found.append((key, what)))
    return found


@pytest.fixture
def sample_window(qtbot: QtBot, sample_file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window with the sample, at the size of a small screen."""
    files = PortfolioFiles(Context(who="Ann", machine="test", now=lambda: datetime.now(UTC)))
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    made = MainWindow(files, WindowMemory(tmp_path / "window.ini"), FakeAsker())
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.open_path(path)
    yield made
    made.close_file()
