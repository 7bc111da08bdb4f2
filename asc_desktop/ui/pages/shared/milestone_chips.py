"""A milestone's state, and whether what is needed comes in time, as chips."""

from asc_desktop.domain.report.model import MilestoneReport
from asc_desktop.domain.report.views_milestones import DependencyReport
from asc_desktop.ui.figures.milestones import state_words
from asc_desktop.ui.models.columns import Chip


def state_chip(item: MilestoneReport) -> Chip:
    """Return a milestone's colour in words; overdue where its date has passed without it."""
    return Chip(*state_words(item))


def link_chip(item: DependencyReport) -> Chip:
    """Return in words whether what is needed comes in time."""
    if item.late:
        return Chip("Too late", "red")
    if item.reached:
        return Chip("Done", "blue")
    return Chip("No date", "grey") if item.days_past is None else Chip("In time", "green")
