"""The list of exceptions: its columns and groups, over the report's exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.exceptions import amount_at_stake
from asc_desktop.domain.report.model import ExceptionReport, Report
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column
from asc_desktop.ui.pages.shared.by_programme import programmes_above
from asc_desktop.ui.pages.shared.rows import ReportedRow, done_words, overdue_column, reported_column
from asc_desktop.ui.palette import Shape


def exception_columns() -> list[Column]:
    """Return the columns, the ones that matter most first."""
    return [
        reported_column("project", "Project", read=_project, width=172, hint=_project),
        reported_column(
            "status", "Status", read=_status, chip=lambda row: status_chip(row.report), width=174
        ),
        reported_column("amount_pence", "£ at stake", Kind.MONEY, width=84),
        overdue_column("mitigation", 72),
        reported_column(
            "description",
            "Exception",
            Kind.LONG_TEXT,
            width=176,
            hint=lambda row: str(row.report.description),
        ),
        reported_column(
            "done",
            "Done",
            read=lambda row: done_words(row.report.mitigations),
            width=62,
            tooltip="Mitigations done, of how many",
        ),
        reported_column("years", "Years", width=124),
        reported_column("raised_period", "Raised", Kind.PERIOD, width=104),
        reported_column(
            "days_open",
            "Days open",
            Kind.INTEGER,
            width=76,
            tooltip="From the first day of the month in which it was raised",
        ),
        reported_column("category", "Category", width=170),
        reported_column("closed_period", "Closed", Kind.PERIOD, width=104),
    ]


def by_theme(themes: Mapping[str, str], report: Report | None) -> Grouping:
    """Return the grouping by theme, in the order of ``themes``: each label with the words of its heading.

    Where several programmes are looked at, the themes of each are under it.
    """

    def at_stake(_: str, rows: Sequence[ReportedRow]) -> Mapping[str, object]:
        return {"amount_pence": amount_at_stake(row.report for row in rows)}

    return Grouping(
        "Theme",
        lambda row: str(row.report.theme),
        label=lambda theme: themes.get(theme, theme),
        subtotals=at_stake,
        order=tuple(themes),
        above=programmes_above(report, lambda row: str(row.report.programme), at_stake),
    )


def status_chip(item: ExceptionReport) -> Chip:
    """Return the delivery status of an exception's project."""
    status = item.delivery_status
    if status is None:
        return Chip("Not reported", "grey")
    shape: Shape = status.shape  # type: ignore[assignment] # the scheme's shapes are the palette's
    return Chip(status.name, status.rag, shape)


def _project(row: ReportedRow) -> str:
    return f"{row.report.project_ref} {row.report.project}"


def _status(row: ReportedRow) -> str:
    return row.report.delivery_status.name if row.report.delivery_status else "Not reported"
