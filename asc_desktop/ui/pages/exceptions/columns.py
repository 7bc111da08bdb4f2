"""The list of exceptions: its columns, groups and filters, over the report's exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.model import ExceptionReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.palette import Shape

STATES: Final = (("open", "Open"), ("overdue", "Overdue"), ("closed", "Closed"), ("all", "All"))
"""The filter by state: key and words."""


@dataclass(frozen=True, slots=True)
class ExceptionFilter:
    """Which exceptions are listed; empty parts let everything through."""

    state: str = "open"
    theme: str = ""
    category: str = ""
    project_ids: frozenset[str] = frozenset()

    def admits(self, item: ExceptionReport) -> bool:
        """Whether an exception is listed."""
        return (
            self.admits_state(item)
            and self.theme in {"", group_of(item)}
            and self.category in {"", item.category}
            and (not self.project_ids or item.project_id in self.project_ids)
        )

    def admits_state(self, item: ExceptionReport) -> bool:
        """Whether it is open, closed or overdue as asked."""
        if self.state == "overdue":
            return item.days_overdue > 0
        return self.state == "all" or item.open == (self.state == "open")


def exception_columns() -> list[Column]:
    """Return the columns, the ones that matter most first."""
    return [
        view_column("project", "Project", read=_project, width=172, hint=_project),
        view_column("status", "Status", read=_status, chip=status_chip, width=174),
        view_column("amount_pence", "£ at stake", Kind.MONEY, width=84),
        view_column(
            "days_overdue",
            "Overdue",
            Kind.INTEGER,
            read=lambda item: item.days_overdue or None,
            words=lambda days: number_of(days, "day"),
            warn=lambda item: item.days_overdue > 0,
            align="left",
            width=72,
            tooltip="How long the mitigation that is most overdue has been so, at the period’s last day",
        ),
        view_column(
            "description", "Exception", Kind.LONG_TEXT, width=176, hint=lambda item: str(item.description)
        ),
        view_column("done", "Done", read=_done, width=62, tooltip="Mitigations done, of how many"),
        view_column("years", "Years", width=124),
        view_column("raised_period", "Raised", Kind.PERIOD, width=104),
        view_column(
            "days_open",
            "Days open",
            Kind.INTEGER,
            width=76,
            tooltip="From the first day of the month in which it was raised",
        ),
        view_column("category", "Category", width=170),
        view_column("closed_period", "Closed", Kind.PERIOD, width=104),
    ]


def by_theme(themes: Mapping[str, str]) -> Grouping:
    """Return the grouping by theme, in the order of ``themes``: each label with the words of its heading."""
    return Grouping("Theme", group_of, label=lambda theme: themes.get(theme, theme), order=tuple(themes))


def group_of(item: ExceptionReport) -> str:
    """Return the theme that an exception is listed under."""
    return item.theme


def _project(item: ExceptionReport) -> str:
    return f"{item.project_ref} {item.project}"


def _status(item: ExceptionReport) -> str:
    return item.delivery_status.name if item.delivery_status else "Not reported"


def status_chip(item: ExceptionReport) -> Chip:
    """Return the delivery status of an exception's project."""
    status = item.delivery_status
    if status is None:
        return Chip("Not reported", "grey")
    shape: Shape = status.shape  # type: ignore[assignment] # the scheme's shapes are the palette's
    return Chip(status.name, status.rag, shape)


def _done(item: ExceptionReport) -> str:
    if not item.mitigations:
        return "–"
    done = sum(1 for mitigation in item.mitigations if mitigation.state == "Done")
    return f"{done} of {len(item.mitigations)}"
