"""Words that look like HTML are shown letter by letter, and no file that they name is opened."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.ui import plain

PARTS = (
    "<",
    ">",
    "&",
    "&lt;",
    "b",
    "img src='//server/share/x.png'",
    "!doctype html",
    "?xml version='1'?",
    " ",
    "\n",
)


@given(words=st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text())
def test_no_words_are_taken_for_html_and_none_are_lost(words: str) -> None:
    shown = plain.plain(words)
    assert not Qt.mightBeRichText(shown)
    assert shown.replace("\u2060", "") == words.replace("\u2060", "")


@pytest.mark.parametrize("words", ["Reviews & packages", "£1.2m < £1.3m", "a <b> or not", "Tom’s <list>"])
def test_words_that_qt_takes_for_plain_are_left_alone(words: str) -> None:
    assert plain.plain(words) == words or Qt.mightBeRichText(words)


def test_a_message_box_shows_tags_as_letters(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = plain.message_box(QMessageBox.Icon.Information, "<b>Heading</b>", "<img src='x.png'>", window)
    formats = {label.text(): label.textFormat() for label in box.findChildren(QLabel) if label.text()}
    assert formats == {
        "<b>Heading</b>": Qt.TextFormat.PlainText,
        "<img src='x.png'>": Qt.TextFormat.PlainText,
    }


def test_a_tool_tip_shown_now_says_every_letter(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    words = f"<img src='{tmp_path.as_uri()}/x.png'> & <b>bold</b>\nsecond   line"
    for wrap in (True, False):
        plain.show_tip(window.mapToGlobal(window.rect().center()), words, window, wrap=wrap)
        document = QTextDocument()
        document.setHtml(QToolTip.text())
        assert "￼" not in document.toPlainText()
        assert "<img src=" in document.toPlainText()
        assert "<b>bold</b>" in document.toPlainText()
    plain.hide_tip()


def test_a_button_with_a_name_shows_its_ampersand(qtbot: QtBot) -> None:
    button = QPushButton(plain.literal("Show Adults & Health"))
    qtbot.addWidget(button)
    assert button.text() == "Show Adults && Health"
    assert button.shortcut().isEmpty()
