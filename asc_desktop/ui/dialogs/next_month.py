"""Closes the open month and opens the next, once the person agrees; the window then looks at the month now open."""

from __future__ import annotations

from collections.abc import Sequence

from asc_desktop.domain.dates import period_label, shift_period
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.closed_months import last_closed
from asc_desktop.domain.report.counts import not_updated_words
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.words import listed, number_of
from asc_desktop.services import snapshots, structure
from asc_desktop.ui.workspace import Workspace

_MOST_NAMED = 3
"""How many of the programmes that stay where they are are named."""


def ask_next_month(workspace: Workspace) -> bool:
    """Ask to open the month after the open one, of all that is looked at; return whether that was done."""
    if workspace.is_empty:
        workspace.asker.tell("There is no month to close yet", "Add a programme first. It has a first month.")
        return False
    if not workspace.may_change():
        return False
    opened = workspace.session.open_period(workspace.programme_id)
    return open_next(workspace, snapshots.closes(workspace.session, Scope(workspace.programme_id, opened)))


def open_next(workspace: Workspace, programmes: Sequence[Programme]) -> bool:
    """Ask to close the open month of these programmes, which is one, and to open the next; return whether it was."""
    month = programmes[0].open_period
    now, following = period_label(month), period_label(shift_period(month, 1))
    was_here = workspace.period == month
    sentences = (
        not_updated_words(workspace.report) if was_here and _are_in_view(workspace, programmes) else "",
        _what_closing_means(workspace, programmes, now),
        f"Statuses and forecasts stay in force in {following} until they are reported again.",
        _what_stays_open(workspace, programmes, month),
    )
    if not workspace.asker.confirm(
        f"Close {now} and open {following}?", " ".join(filter(None, sentences)), f"Close {now}"
    ):
        return False
    opened = workspace.attempt_told(
        lambda _: structure.open_next_period(workspace.session, *programmes), f"{following} cannot be opened"
    )
    if not opened:
        return False
    if was_here and workspace.programme_id in {None, *(item.id for item in programmes)}:
        workspace.choose(workspace.programme_id, opened)
    workspace.said.emit(f"{now} is closed. {following} is open now.")
    return True


def _are_in_view(workspace: Workspace, programmes: Sequence[Programme]) -> bool:
    """Whether what is looked at is these programmes, and no other."""
    seen = {item.id for item in workspace.programmes() if workspace.programme_id in {None, item.id}}
    return seen == {item.id for item in programmes}


def _what_stays_open(workspace: Workspace, programmes: Sequence[Programme], month: str) -> str:
    """Say which other programmes are at the same month, and stay there."""
    closing = {item.id for item in programmes}
    names = [
        item.name for item in workspace.programmes() if item.id not in closing and item.open_period == month
    ]
    if not names:
        return ""
    stay = "stays" if len(names) == 1 else "stay"
    words = listed(names) if len(names) <= _MOST_NAMED else number_of(len(names), "other programme")
    return f"{words} {stay} at {period_label(month)}."


def _what_closing_means(workspace: Workspace, programmes: Sequence[Programme], now: str) -> str:
    never = [item for item in programmes if not last_closed(workspace.session.records, item)]
    if not never:
        return f"After this, you can only change {now} with a reason."
    names = "this programme" if len(programmes) == 1 else listed([item.name for item in never])
    return (
        f"No board has received anything of {names} yet: until one has, on Changes, "
        "earlier months can still be filled in."
    )
