"""Tables keep the person's place: what is typed next goes to the record and the field that they see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records_assurance import Risk
from asc_desktop.ui.pages.risks import RisksPage
from asc_desktop.ui.theme import apply_theme
from tests.ui.officer import Officer, open_window, place


@pytest.fixture
def officer(
    qapp: QApplication, qtbot: QtBot, sample_file: Path, tmp_path: Path, asker: object
) -> Iterator[Officer]:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    window = open_window(tmp_path, path, asker)  # type: ignore[arg-type]
    yield Officer(window)
    window.close_file()
    window.close()
    window.deleteLater()


class TestAfterAChange:
    def test_a_second_paste_meets_the_rows_of_the_first(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view = page.list.view
        rows = [row.id for row in page.list.model.shown_rows][:4]
        officer.click(view, rows[0], "likelihood")
        officer.paste("1\r\n5\r\n1\r\n5")
        assert [row.id for row in page.list.model.shown_rows][:4] == rows
        assert place(view) == (rows[0], "likelihood")
        officer.click(view, rows[0], "owner")
        owners = ["Head of Finance", "Head of Service", "Director", "Team Manager"]
        officer.paste("\r\n".join(owners))
        records = officer.workspace.records
        assert [records.get(Risk, each).owner for each in rows] == owners

    def test_delete_stays_in_its_cell(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view = page.list.view
        row = page.list.model.shown_rows[2]
        officer.click(view, row.id, "owner")
        officer.press(Qt.Key.Key_Delete)
        officer.settle()
        assert place(view) == (row.id, "owner")
        officer.type("Head of Quality\n")
        assert officer.workspace.records.get(Risk, row.id).owner == "Head of Quality"

    def test_rows_go_where_they_belong_when_asked_and_when_the_page_is_left(self, officer: Officer) -> None:
        page: RisksPage = officer.open("risks")
        view, model = page.list.view, page.list.model
        before = [row.id for row in model.shown_rows]
        officer.click(view, before[-1], "likelihood")
        officer.type("5\t5\n")
        officer.settle()
        assert [row.id for row in model.shown_rows] == before
        assert not model.is_settled
        officer.press(Qt.Key.Key_F5)
        sorted_again = [row.id for row in model.shown_rows]
        assert sorted_again != before
        assert model.is_settled
        officer.click(view, before[-1], "likelihood")
        officer.type("1\n")
        officer.settle()
        assert [row.id for row in model.shown_rows] == sorted_again
        officer.open("projects")
        officer.open("risks")
        assert [row.id for row in model.shown_rows] != sorted_again
