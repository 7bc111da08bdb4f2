"""Fields side by side in a form: as wide as each other, but what may be chosen in one is shown whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Field
from asc_desktop.ui.widgets.form.editors_list import SearchEditor
from asc_desktop.ui.widgets.form.record_form import RecordForm


def form(qtbot: QtBot, theme: str, workstream: str, wide: int) -> RecordForm:
    def choices(field: Field, _row: object) -> list[tuple[str, str]]:
        return [("t", theme)] if field.key == "theme_id" else [("w", workstream)]

    rows = ["name", ("ref", "theme_id"), ("workstream_id", "lead")]
    made = RecordForm(Project, rows, workspace=None, choices=choices)
    qtbot.addWidget(made)
    made.resize(wide, 400)
    made.show()
    made.set_values({"theme_id": "t", "workstream_id": "w"})
    QApplication.processEvents()
    return made


def words_of(qtbot: QtBot, pixels: int) -> str:
    """Return words of about a width in the form's letters."""
    letters = form(qtbot, "Homes", "Care", 600).editor("theme_id").fontMetrics()
    words = "Theme 1"
    while letters.horizontalAdvance(words) < pixels:
        words += "a"
    return words


def is_whole(made: RecordForm, key: str) -> bool:
    editor = made.editor(key)
    assert isinstance(editor, SearchEditor)
    words = editor.fontMetrics().horizontalAdvance(editor.currentText())
    return editor.line.width() >= words


def top(made: RecordForm, key: str) -> int:
    return made.box(key).y()


def test_fields_with_room_for_their_choices_are_as_wide_as_each_other(qtbot: QtBot) -> None:
    made = form(qtbot, "Homes", "Care", 600)
    assert made.box("ref").width() == made.box("theme_id").width()
    assert top(made, "ref") == top(made, "theme_id")


@pytest.mark.parametrize("wide", [560, 640])
def test_a_long_choice_takes_room_from_its_neighbour(qtbot: QtBot, wide: int) -> None:
    made = form(qtbot, words_of(qtbot, 340), "Care", wide)
    assert is_whole(made, "theme_id")
    assert top(made, "ref") == top(made, "theme_id")
    assert 124 <= made.box("ref").width() < made.box("theme_id").width()
    assert made.box("theme_id").geometry().right() <= wide


def test_a_longer_one_has_a_line_of_its_own(qtbot: QtBot) -> None:
    made = form(qtbot, words_of(qtbot, 520), "Care", 640)
    assert is_whole(made, "theme_id")
    assert top(made, "theme_id") > top(made, "ref") + made.box("ref").height() - 1
    assert top(made, "workstream_id") > top(made, "theme_id")


def test_words_alone_on_a_line_have_all_of_it(qtbot: QtBot) -> None:
    made = form(qtbot, "Homes", words_of(qtbot, 520), 640)
    assert top(made, "lead") > top(made, "workstream_id")
    assert made.box("lead").width() == 640
    shared = form(qtbot, "Homes", "Care", 640)
    assert shared.box("lead").width() < 330


def test_nothing_moves_when_another_is_chosen(qtbot: QtBot) -> None:
    made = form(qtbot, words_of(qtbot, 340), "Care", 640)
    before = [made.box(key).geometry() for key in made.keys]
    made.editor("theme_id").set_value_text("")
    QApplication.processEvents()
    assert [made.box(key).geometry() for key in made.keys] == before


def test_a_form_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    made = form(qtbot, words_of(qtbot, 520), "Care", 640)
    short = form(qtbot, "Homes", "Care", 640)
    assert made.heightForWidth(640) > short.heightForWidth(640) + 40
    lowest = max(made.box(key).geometry().bottom() for key in made.keys)
    assert lowest <= made.heightForWidth(640)


def test_a_choice_without_room_is_whole_in_its_tip(qtbot: QtBot) -> None:
    words = words_of(qtbot, 520)
    made = form(qtbot, words, "Care", 300)
    editor = made.editor("theme_id")
    assert isinstance(editor, SearchEditor)
    assert editor.line.toolTip() == words
    made.resize(700, 400)
    QApplication.processEvents()
    assert editor.line.toolTip() == ""
