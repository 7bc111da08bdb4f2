"""The words of the movement dialog: what each treatment means, the lines to choose from, what limits an amount."""

from __future__ import annotations

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Movement, Project, SavingsLine
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.rules.movement_ends import MovementRoom
from asc_desktop.ui.workspace import Workspace

EXPLANATIONS = {
    "slip": "It will be found in a later year: it leaves this year and is added to what that year has to find.",
    "early": "It was delivered, over target, in an earlier year.",
    "offset": "Another line’s surplus in the same year covers it. A surplus can be used only once.",
    "write_off": "It will not be found. It leaves the year and goes nowhere.",
    "transfer": "Another line takes on a part of the approved target. It moves only once it is approved.",
}
TO_LABELS = {
    "slip": "Slips to",
    "early": "Delivered early in",
    "offset": "Offset by",
    "transfer": "Target taken on by",
}


def line_words(workspace: Workspace, movement: Movement) -> dict[str, str]:
    """Return the words for each line of a project that is not archived, and for the movement's own lines."""
    held = {movement.from_line_id, movement.to_line_id}
    words = {}
    for line_id, name in workspace.choices(field_of(Movement, "from_line_id")):
        line = workspace.records.get(SavingsLine, line_id)
        project = workspace.records.find(Project, line.project_id)
        if line_id in held or not (project and project.archived):
            words[line_id] = name
    return words


def limits(room: MovementRoom) -> str:
    """Return the words for what each end allows, where more than the start sets a limit."""
    if room.donor_pence is not None:
        return f"Only {format_pounds(room.donor_pence)} of that line’s surplus is free."
    if room.taker_pence is not None:
        return (
            "That line has already given surplus away, "
            f"so it can take at most {format_pounds(room.taker_pence)}."
        )
    return ""
