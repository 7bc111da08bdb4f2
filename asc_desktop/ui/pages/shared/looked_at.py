"""What a page looks at, for the records that its tables make of pasted rows."""

from collections.abc import Callable

from asc_desktop.services.new_records import Look, Place
from asc_desktop.ui.workspace import Workspace


def looked_at(workspace: Workspace, owner_id: Callable[[], str] = str) -> Look:
    """Return what tells the programme and period in view, and the record that the table's rows are parts of."""

    def look() -> Place:
        return Place(programme_id=workspace.programme_id or "", period=workspace.period, owner_id=owner_id())

    return look
