"""Rows put in a person's own order: by their handles and by keys, and where they cannot be."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.delivery import DeliveryStatus
from asc_desktop.services.structure import in_order
from asc_desktop.ui.pages.budget.page import BudgetPage
from asc_desktop.ui.pages.settings.own import OwnFieldsSection
from asc_desktop.ui.pages.settings.page import SettingsPage
from asc_desktop.ui.widgets.table.row_order import WIDTH, RowHandles, place_beside
from asc_desktop.ui.widgets.table.total import StickyTotal
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace) -> RecordTableView:
    """The budget of a programme with two groups of three lines, A and B, and two groups of reserves, R and S."""
    programme = workspace.programmes()[0].id
    workspace.choose(programme)
    lines = [(f"{group}{at}", group, int(group in "RS")) for group in "ABRS" for at in (1, 2, 3)]
    with workspace.session.edit("Begin") as edit:
        edit.delete(*workspace.records.of(BudgetLine, "programme_id", programme))
        edit.put(
            *(
                BudgetLine(
                    id=f"line-{name}",
                    programme_id=programme,
                    name=name,
                    group_name=group,
                    is_reserve=is_reserve,
                    position=at,
                )
                for at, (name, group, is_reserve) in enumerate(lines)
            )
        )
    page = BudgetPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1170, 760)
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    return page.panel.view


def names(view: RecordTableView) -> str:
    """The lines as shown, from the top."""
    return " ".join(row.name for row in view.table.shown_rows)


def handles(view: RecordTableView) -> RowHandles:
    held = view.verticalHeader()
    assert isinstance(held, RowHandles)
    return held


def drag(
    qtbot: QtBot, view: RecordTableView, row_id: str, onto: str, *, upper: bool, drop: bool = True
) -> None:
    """Drag a row by its handle onto the upper or the lower half of another."""
    viewport, table = handles(view).viewport(), view.table
    start = view.rowViewportPosition(table.position(row_id)) + 12
    at = table.position(onto)
    end = view.rowViewportPosition(at) + (3 if upper else view.rowHeight(at) - 3)
    qtbot.mousePress(viewport, LEFT, pos=QPoint(8, start))
    qtbot.mouseMove(viewport, QPoint(8, start + (30 if end > start else -30)))
    qtbot.mouseMove(viewport, QPoint(8, end))
    if drop:
        qtbot.mouseRelease(viewport, LEFT, pos=QPoint(8, end))


def heading(view: RecordTableView, label: str) -> str:
    return next(head.id for head in view.table.headings if head.label == label)


def test_a_place_beside_another_is_counted_without_the_row_itself() -> None:
    assert place_beside("abcd", "a", "c", after=False) == 1
    assert place_beside("abcd", "a", "c", after=True) == 2
    assert place_beside("abcd", "d", "a", after=False) == 0


@pytest.mark.parametrize(
    ("row", "onto", "upper", "after"),
    [
        ("A1", "A3", True, "A2 A1 A3"),
        ("A1", "A3", False, "A2 A3 A1"),
        ("A3", "A1", True, "A3 A1 A2"),
        ("A3", "A1", False, "A1 A3 A2"),
        ("A2", "A1", False, "A1 A2 A3"),
    ],
)
def test_a_line_is_dragged_within_its_group(
    qtbot: QtBot, view: RecordTableView, workspace: Workspace, row: str, onto: str, upper: bool, after: str
) -> None:
    drag(qtbot, view, f"line-{row}", f"line-{onto}", upper=upper)
    assert names(view).startswith(f"{after} B1 B2 B3")
    assert view.table.id_at(view.currentIndex().row()) == f"line-{row}"
    # Nothing is written where it is dropped where it was.
    assert (workspace.session.undo_action == "Begin") is (after == "A1 A2 A3")


def test_a_line_is_not_dropped_in_another_group(qtbot: QtBot, view: RecordTableView) -> None:
    before = names(view)
    drag(qtbot, view, "line-A1", "line-B2", upper=True, drop=False)
    assert handles(view).cursor().shape() == Qt.CursorShape.ForbiddenCursor
    qtbot.mouseRelease(handles(view).viewport(), LEFT, pos=QPoint(8, 5))
    drag(qtbot, view, "line-B1", "line-A2", upper=True)
    assert names(view) == before


def test_escape_gives_a_drag_up(qtbot: QtBot, view: RecordTableView) -> None:
    before = names(view)
    drag(qtbot, view, "line-A1", "line-A3", upper=False, drop=False)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(handles(view).viewport(), LEFT)
    assert names(view) == before


def test_a_press_without_a_drag_goes_to_the_row(qtbot: QtBot, view: RecordTableView) -> None:
    before, viewport = names(view), handles(view).viewport()
    y = view.rowViewportPosition(view.table.position("line-B2")) + 12
    qtbot.mousePress(viewport, LEFT, pos=QPoint(8, y))
    qtbot.mouseMove(viewport, QPoint(8, y + 2))
    qtbot.mouseRelease(viewport, LEFT, pos=QPoint(8, y + 2))
    assert view.selected_row_ids() == ["line-B2"]
    assert names(view) == before


def test_a_group_is_dragged_by_its_heading_among_its_like(qtbot: QtBot, view: RecordTableView) -> None:
    drag(qtbot, view, heading(view, "B"), heading(view, "A"), upper=True)
    assert names(view).startswith("B1 B2 B3 A1 A2 A3 R1")
    # Onto a line of the group below: after the whole of that group.
    drag(qtbot, view, heading(view, "B"), "line-A2", upper=True)
    assert names(view).startswith("A1 A2 A3 B1 B2 B3 R1")
    drag(qtbot, view, heading(view, "R"), heading(view, "A"), upper=True)
    assert names(view).endswith("B3 R1 R2 R3 S1 S2 S3")


def test_keys_move_lines_and_groups_and_say_at_the_end(
    qtbot: QtBot, view: RecordTableView, workspace: Workspace
) -> None:
    said: list[str] = []
    workspace.said.connect(said.append)
    view.select_row("line-A1")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert names(view).startswith("A2 A1 A3")
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    assert names(view).startswith("A1 A2 A3")
    assert said[-1] == "It is the first already."
    view.go_to(view.table.position(heading(view, "A")), 0)
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert names(view).startswith("B1 B2 B3 A1 A2 A3 R1")
    assert said[-1] == "It is the last already."
    workspace.undo()
    assert names(view).startswith("A1 A2 A3 B1")


def test_among_rows_filtered_a_row_goes_past_the_next_one_in_sight(
    qtbot: QtBot, view: RecordTableView
) -> None:
    view.table.set_value_filter(view.table.columns[0].key, ["A1", "A3"])
    view.select_row("line-A3")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    view.table.clear_filters()
    assert names(view).startswith("A3 A1 A2")


def test_sorted_rows_stay_and_the_way_on_is_named(
    qtbot: QtBot, view: RecordTableView, workspace: Workspace
) -> None:
    said: list[str] = []
    workspace.said.connect(said.append)
    view.sort_by(view.table.columns[0].key, descending=True)
    before = names(view)
    drag(qtbot, view, "line-A3", "line-A1", upper=False)
    assert names(view) == before
    assert "Do not sort" in said[-1]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    assert names(view) == before


def test_statuses_are_dragged_in_settings(qtbot: QtBot, workspace: Workspace) -> None:
    page = SettingsPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    page.resize(1170, 760)
    page.show_only({"section": "statuses"})
    page.refresh()
    page.show()
    qtbot.waitExposed(page)
    view = next(
        each for each in page.findChildren(RecordTableView) if each.layout_name == "settings-delivery_status"
    )
    first, second = in_order(workspace.session, DeliveryStatus)[:2]
    drag(qtbot, view, second.id, first.id, upper=True)
    assert [item.id for item in in_order(workspace.session, DeliveryStatus)][:2] == [second.id, first.id]


def test_own_fields_are_dragged_among_those_of_their_records(qtbot: QtBot, workspace: Workspace) -> None:
    kinds = [("project", "One"), ("project", "Two"), ("risk", "Three")]
    with workspace.session.edit("Begin") as edit:
        edit.put(
            *(
                OwnField(id=f"own-{at}", record_table=table, label=label, kind="text", position=90 + at)
                for at, (table, label) in enumerate(kinds)
            )
        )
    section = OwnFieldsSection(workspace)
    qtbot.addWidget(section)
    workspace.data_changed.connect(lambda _: section.refresh())
    section.resize(900, 700)
    section.refresh()
    section.show()
    qtbot.waitExposed(section)
    drag(qtbot, section.view, "own-1", "own-0", upper=True)
    order = [row.id for row in section.model.shown_rows if row.id.startswith("own-")]
    assert order == ["own-1", "own-0", "own-2"]
    drag(qtbot, section.view, "own-0", "own-2", upper=False)
    assert [row.id for row in section.model.shown_rows if row.id.startswith("own-")] == order


def test_what_is_selected_and_two_lines_high_stays_so_when_other_rows_come(
    qtbot: QtBot, view: RecordTableView, workspace: Workspace
) -> None:
    """The handles are a header of Qt's, which forgets both when the rows are reset."""
    line = workspace.records.get(BudgetLine, "line-A2")
    with workspace.session.edit("Rename") as edit:
        edit.put(replace(line, name=("A name of so many words that it takes two lines " * 4)[:190]))
    workspace.data_changed.emit(())
    view.select_row("line-A2")
    high = view.rowHeight(view.table.position("line-A2"))
    assert high > view.rowHeight(view.table.position("line-A1"))
    view.table.set_columns(view.table.columns)
    assert view.current_row is not None
    assert view.current_row.id == "line-A2"
    assert view.rowHeight(view.table.position("line-A2")) == high


def test_the_total_in_sight_covers_the_handles_of_the_rows_behind_it(
    qtbot: QtBot, view: RecordTableView
) -> None:
    view.window().resize(1170, 420)
    qtbot.wait(50)
    total = view.findChild(StickyTotal)
    assert total is not None
    assert total.isVisible()
    assert total.geometry().left() == 0
    qtbot.mouseClick(total, LEFT, pos=QPoint(WIDTH + 20, 8))
    assert view.currentIndex().column() == 0


def test_the_key_of_the_rows_menu_opens_it(qtbot: QtBot, view: RecordTableView) -> None:
    view.select_row("line-A2")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menus = [menu for menu in view.findChildren(QMenu) if menu.isVisible() and menu.accessibleName() == "Row"]
    assert len(menus) == 1
    assert "Move up" in menus[0].actions()[1].text()
    menus[0].close()
