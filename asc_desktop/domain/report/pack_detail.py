"""What a board pack lists: by default no project that was closed before the month; its totals include all."""

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.words import number_of


class PackDetail(Struct, frozen=True):
    """A report for a pack, and the ids of the closed projects whose detail it leaves out."""

    report: Report
    closed: frozenset[str] = frozenset()


def pack_detail(report: Report) -> PackDetail:
    """Return the report without the detail of projects closed in an earlier month: the board was told of them.

    Their savings lines stay, and so do all sums and counts. Where no other project is left, all are listed.
    """
    closed = frozenset(
        project.id
        for project in report.projects
        if project.is_closed and project.closed_since != report.period
    )
    if not closed or len(closed) == len(report.projects):
        return PackDetail(report)
    listed = replace(
        report,
        projects=tuple(item for item in report.projects if item.id not in closed),
        exceptions=tuple(item for item in report.exceptions if item.project_id not in closed),
        milestones=tuple(item for item in report.milestones if item.project_id not in closed),
        dependencies=tuple(item for item in report.dependencies if item.project_id not in closed),
    )
    return PackDetail(listed, closed)


def closed_words(count: int) -> str:
    """Return the sentence about so many closed projects that a pack does not list; empty for none."""
    if not count:
        return ""
    are, them = ("is", "it") if count == 1 else ("are", "them")
    return f"{number_of(count, 'closed project')} {are} not listed; every total includes {them}."
