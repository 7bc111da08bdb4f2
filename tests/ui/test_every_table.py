"""Every table of every page: what is typed, cleared or chosen changes one record's one field, and the place stays."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.domain.records.office import ClosedVersion
from asc_desktop.domain.records.own import own_id
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.conftest import FakeAsker
from tests.ui.officer import BURST, STEADY, Officer, open_window, place
from tests.ui.parts import turns

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


FOLLOWS = frozenset({"workstream_id", "call_in_expires", "stage", "position"})
"""Fields that another field brings with it: a theme its workstream, a day of decision the end of call-in."""
BRINGS = {"profile": {"expected"}}
"""Fields that fill records of their own: a target month by month has the figures of its months."""
WORKED_IN = {
    "projects": {
        "Projects",
        "Savings lines",
        "Years of the line",
        "Project costs",
        "Exceptions of the project",
        "Mitigations of the exception",
        "Milestones of the project",
    },
    "updates": {"Updates of the month", "Contacts"},
    "savings": {"Savings by theme, line and year", "Movements"},
    "exceptions": {"Mitigations"},
    "milestones": {"Milestones", "Dependencies"},
    "performance": {"Performance measures", "Months of the measure"},
    "activity": {"Activities", "Outcomes of the activity", "Months of the activity"},
    "issues": {"Issues"},
    "risks": {"Risk register", "Mitigating actions", "Scores by month"},
    "budget": {"Budget lines by group", "Printed totals and their checks"},
    "decisions": {"Decisions", "Options", "Funding", "Funding sources", "Linked projects", "Implications"},
    "reconciliation": {"Control totals"},
    "publication": {"Exempt records"},
    "settings": {
        "Boards",
        "Meetings of the board",
        "Source plans",
        "Risk categories",
        "Delivery status scheme",
        "Your own fields",
    },
}
"""The tables of each page in which something can be changed, some only behind a tab."""


@pytest.fixture
def officer(
    qapp: QApplication,
    qtbot: QtBot,
    sample_file: Path,
    tmp_path: Path,
    asker: FakeAsker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Officer]:
    apply_theme(qapp, "light")
    # A cell may ask in a dialog of its own, as a target that has been agreed does: the person thinks better of it.
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda _: QDialog.DialogCode.Rejected)
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
    """Return a cell of each kind that can be edited, and of each column of fixed choices and of pounds."""
    cells: dict[object, tuple[int, str]] = {}
    for column in view.shown_columns():
        described = view.table.column(column)
        field = described.key.partition(":")[0]
        name = field if described.kind in {Kind.CHOICE, Kind.MONEY} else described.kind
        at = next((at for at in range(view.table.rowCount()) if view.table.can_edit(at, column)), -1)
        if at >= 0 and described.kind is not Kind.FLAG:
            cells.setdefault(name, (at, described.key))
    return list(cells.values())


def words_for(view: RecordTableView, at: int, key: str) -> str:
    column = view.table.column(view.table.column_at(key))
    row = view.table.row_at(at)
    options = [words for stored, words in view.table.options(column, row) if stored != column.read(row)]
    return options[-1] if options else TYPED.get(column.kind, "Words typed here")


Pair = tuple[Record | None, Record | None]
"""A record as it is now and as it was: None where it is gone or was not there."""


def changed(changes: list[Changes], before: dict[str, Record]) -> list[Pair]:
    """Return what changed; what a month was when it was closed is kept with any change."""
    return [
        (now, before.get(record_id))
        for each in changes
        for table, records in each.items()
        if table != ClosedVersion.table
        for record_id, now in records.items()
    ]


def fields_of(record: Record | None) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__} if record is not None else {}


def fields_changed(pair: Pair) -> set[str]:
    """Return the fields that are not as they were; of a new record, or one that has gone, those that say something."""
    now, was = map(fields_of, pair)
    return {name for name in now | was if now.get(name) != was.get(name)}


def parts(officer: Officer, page: QWidget) -> Iterator[str]:
    """Yield at each part of a page once it is in sight: as it opens, then each tab, view and section."""
    yield ""
    waiting: list[str] = []
    known: set[str] = set()
    while True:
        in_sight = {each.name: each for each in reversed(turns(page))}
        # What a turn brought into sight goes first: the next turn may hide it again.
        waiting = [name for name in in_sight if name not in known] + waiting
        known |= in_sight.keys()
        name = next((each for each in waiting if each in in_sight), None)
        if name is None:
            return
        waiting.remove(name)
        in_sight[name].make(officer)
        yield name


@pytest.mark.parametrize("page_key", [item.key for item in DESTINATIONS])
def test_one_cell_is_changed_and_the_place_stays(officer: Officer, page_key: str) -> None:
    page = officer.open(page_key)
    changes: list[Changes] = []
    officer.workspace.session.watch(changes.append)
    tried: set[tuple[str, str]] = set()
    worked: set[str] = set()
    # The sample keeps projects and performance in programmes of their own.
    for programme in officer.workspace.programmes():
        officer.workspace.choose(programme.id)
        officer.settle()
        for part in parts(officer, page):
            for view in tables(page):
                name = view.accessibleName()
                for at, key in one_of_each_kind(view):
                    if (name, key) in tried:
                        continue
                    tried.add((name, key))
                    if try_cell(officer, (page_key, part), view, (view.table.id_at(at), key), changes):
                        worked.add(name)
    assert worked == WORKED_IN.get(page_key, set())


def try_cell(
    officer: Officer,
    where: tuple[str, str],
    view: RecordTableView,
    cell: tuple[str, str],
    changes: list[Changes],
) -> bool:
    """Type, choose and clear in one cell; assert what changed and where the person then is. Return if any did."""
    row_id, key = cell
    has_changed = False
    order = [row.id for row in view.table.shown_rows]
    column = view.table.column(view.table.column_at(key))
    pauses = (BURST, STEADY) if column.kind is Kind.CHOICE else (BURST,)
    for act in (*pauses, "delete"):
        view.setFocus()
        assert view.select_row(row_id, key)
        officer.settle()
        across = view.horizontalScrollBar().value()
        words = words_for(view, view.table.position(row_id), key)
        records = officer.workspace.session.records
        before = {record.id: record for kind in RECORD_TYPES for record in records.all(kind)}
        changes.clear()
        if act == "delete":
            officer.press(Qt.Key.Key_Delete)
        else:
            officer.type(f"{words}\n", int(act))
        officer.settle()
        said = (*where, view.accessibleName(), key, act, words)
        found = changed(changes, before)
        assert len(found) <= 1 or key in BRINGS, (said, found)
        mine = {key.partition(":")[0], column.field.key.partition(":")[0]} | BRINGS.get(key, set())
        if own_id(key):
            # A field of the council's own is kept as a value beside its record.
            mine = {"value"}
        for pair in found:
            now, was = pair
            assert set(row_id.split("/")) <= {str(value) for value in fields_of(now or was).values()}, (
                said,
                pair,
            )
            assert fields_changed(pair) & mine, (said, pair)
            assert None in pair or fields_changed(pair) <= mine | FOLLOWS, (said, pair)
        has_changed = has_changed or bool(found)
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
    return has_changed


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
