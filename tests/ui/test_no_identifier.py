"""No page of the window shows an identifier: not in a label, a button, a field, a list, a cell or a tip."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from asc_desktop.services.files import PortfolioFiles
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from tests.ui.conftest import FakeAsker
from tests.ui.walking import tips

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{32,64}\b")
MOST_ROWS = 60


def words_of(tree: QWidget) -> Iterator[str]:
    yield from tips(tree)
    for widget in (tree, *tree.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield from (widget.text(), widget.placeholderText())
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            for row in range(min(model.rowCount(), MOST_ROWS)):
                for column in range(columns):
                    index = model.index(row, column)
                    yield str(index.data(Qt.ItemDataRole.DisplayRole) or "")
                    yield str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, portfolio_files: PortfolioFiles, sample_file: Path, tmp_path: Path
) -> MainWindow:
    apply_theme(qapp, "light")
    path = tmp_path / "sample.ascp"
    shutil.copyfile(sample_file, path)
    made = MainWindow(portfolio_files, WindowMemory(tmp_path / "window.ini"), FakeAsker())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.use(portfolio_files.open(path))
    return made


@pytest.mark.parametrize("key", [destination.key for destination in DESTINATIONS])
def test_no_page_shows_an_identifier(window: MainWindow, key: str) -> None:
    page = window.show_page(key)
    assert page is not None
    QApplication.processEvents()
    shown = list(words_of(page))
    assert any(shown)
    assert not [words for words in shown if IDENTIFIER.search(words)]


def test_an_identifier_would_be_found(qtbot: QtBot) -> None:
    label = QLabel("Record 70f2a16a-6b2e-4c1f-9a35-0c4f5f0d2b11")
    qtbot.addWidget(label)
    assert [words for words in words_of(label) if IDENTIFIER.search(words)]
