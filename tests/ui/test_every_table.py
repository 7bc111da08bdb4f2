"""Every table of every page: what is typed, cleared or chosen changes one record's one field, and the place stays."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asc_desktop.domain.dataset import Changes
from asc_desktop.domain.fields import Kind
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.table_view import RecordTableView
from tests.ui.conftest import FakeAsker
from tests.ui.officer import BURST, STEADY, Officer, open_window, place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TYPED = {
    Kind.TEXT: "Words typed here",
    Kind.LONG_TEXT: "A sentence typed here",
    Kind.MONEY: "1234",
    Kind.INTEGER: "4",
    Kind.DECIMAL: "12.5",
    Kind.DATE: "18/7/2024",
    Kind.PERIOD: "June 2024",
    Kind.YEAR: "2024/25",
    Kind.YEARS: "2024/25",
}


@pytest.fixture
def officer(
    qapp: QApplication, qtbot: QtBot, sample_file: Path, tmp_path: Path, asker: FakeAsker
) -> Iterator[Officer]:
    apply_theme(qapp, "light")
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    window = open_window(tmp_path, path, asker)
    yield Officer(window)
    asker.agrees = True
    window.close_file()
    window.close()
    window.deleteLater()


def tables(page: object) -> list[RecordTableView]:
    found = page.findChildren(RecordTableView)  # type: ignore[attr-defined]
    return [each for each in found if each.isVisible() and each.table.is_editable and each.table.shown_rows]


def one_of_each_kind(view: RecordTableView) -> list[tuple[int, str]]:
    """Return a cell of each kind that can be edited, and of each column of fixed choices."""
    cells: dict[object, tuple[int, str]] = {}
    for column in view.shown_columns():
        described = view.table.column(column)
        name = described.key if described.kind is Kind.CHOICE else described.kind
        at = next((at for at in range(view.table.rowCount()) if view.table.can_edit(at, column)), -1)
        if at >= 0 and described.kind is not Kind.FLAG:
            cells.setdefault(name, (at, described.key))
    return list(cells.values())


def words_for(view: RecordTableView, at: int, key: str) -> str:
    column = view.table.column(view.table.column_at(key))
    row = view.table.row_at(at)
    options = [words for stored, words in view.table.options(column, row) if stored != column.read(row)]
    return options[-1] if options else TYPED.get(column.kind, "Words typed here")


def changed(changes: list[Changes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in changes:
        for table, records in each.items():
            found.setdefault(table, []).extend(records)
    return found


@pytest.mark.parametrize("page_key", [item.key for item in DESTINATIONS])
def test_one_cell_is_changed_and_the_place_stays(officer: Officer, page_key: str) -> None:
    page = officer.open(page_key)
    changes: list[Changes] = []
    officer.workspace.session.watch(changes.append)
    for view in tables(page):
        for at, key in one_of_each_kind(view):
            row_id = view.table.id_at(at)
            order = [row.id for row in view.table.shown_rows]
            kind = view.table.column(view.table.column_at(key)).kind
            pauses = (BURST, STEADY) if kind is Kind.CHOICE else (BURST,)
            for act in (*pauses, "delete"):
                view.setFocus()
                assert view.select_row(row_id, key)
                officer.settle()
                across = view.horizontalScrollBar().value()
                words = words_for(view, view.table.position(row_id), key)
                changes.clear()
                if act == "delete":
                    officer.press(Qt.Key.Key_Delete)
                else:
                    officer.type(f"{words}\n", int(act))
                officer.settle()
                said = (page_key, view.accessibleName(), key, act, words)
                found = changed(changes)
                assert sum(len(set(ids)) for ids in found.values()) <= 1, (said, found)
                assert place(view)[1] == key, said
                assert view.horizontalScrollBar().value() == across, said
                assert [row.id for row in view.table.shown_rows] == order, said
                is_refused = view.table.draft(row_id, key) is not None
                if act == "delete" or is_refused:
                    assert place(view)[0] == row_id, said
                else:
                    rows = [each for each in order if view.table.position(each) >= 0]
                    after = rows[min(rows.index(row_id) + 1, len(rows) - 1)]
                    assert place(view)[0] == after, said
                for _ in range(2):
                    officer.press(Qt.Key.Key_Escape)
                if changes:
                    officer.workspace.undo()
                    officer.settle()


@pytest.mark.parametrize("page_key", [item.key for item in DESTINATIONS])
def test_no_cell_is_copied_or_sorted_as_the_id_of_what_it_shows(officer: Officer, page_key: str) -> None:
    page = officer.open(page_key)
    an_id = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
    for view in page.findChildren(RecordTableView):
        table = view.table
        for column in range(table.columnCount()):
            order = table.column(column).order
            for at in range(table.rowCount()):
                said = (view.accessibleName(), table.column(column).key, table.text_at(at, column))
                assert not an_id.search(table.copied_at(at, column)), said
                row = table.row_at(at)
                assert row is None or not an_id.search(str(order(row))), said
