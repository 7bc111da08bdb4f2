"""Statuses that a sheet says by colours alone, in cells that hold nothing."""

from collections.abc import Callable

from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.services.session import Session
from tests.trackers.desk import Desk
from tests.trackers.grid import Grid

DeskOf = Callable[..., Desk]


def coloured(*fills: str) -> Grid:
    grid = Grid("Projects")
    grid.row(0, 0, ["Ref", "Project", "Lead", "RAG"], bold=True)
    for at, fill in enumerate(fills, 1):
        grid.row(at, 0, [f"A{at}", f"Project {at}", "Head of Service"])
        if fill:
            grid.put(at, 3, None, bg_color=f"#{fill}")
    return grid


def statuses(session: Session) -> dict[str, str]:
    records = session.records
    return {
        records.get(Project, update.project_id).ref: records.title("delivery_status", update.status_id)
        for update in records.all(StatusUpdate)
    }


def test_cells_without_words_are_read_by_their_colours(desk_of: DeskOf, session: Session) -> None:
    desk_of(coloured("00B050", "FFC000", "FF0000", "", "0070C0")).apply()
    assert statuses(session) == {
        "A1": "On target", "A2": "Experiencing obstacles", "A3": "At risk", "A5": "Closed or completed",
    }  # fmt: skip


def test_one_colour_in_every_cell_is_asked_about_and_never_passed_over(
    desk_of: DeskOf, session: Session
) -> None:
    desk = desk_of(coloured("00B050", "00B050", "00B050"))
    assert set(desk.refused()) == {"D2", "D3", "D4"}
    desk.answer({"fill:00B050": "On target"})
    assert desk.refused() == {}
    desk.apply()
    assert statuses(session) == dict.fromkeys(("A1", "A2", "A3"), "On target")
