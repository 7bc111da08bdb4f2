"""The list of activities as rows of a table: what each is, how far it is, and what it costs and saves."""

from __future__ import annotations

from typing import Any, Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.activity import STATES
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.columns import Chip, Column
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, reported_column

STATE_ROLES: Final = {
    "behind": "red",
    "on_track": "green",
    "under_way": "green",
    "done": "blue",
    "not_started": "grey",
    "no_plan": "grey",
}
_ORDER: Final = {words: at for at, (_, words) in enumerate(STATES)}


def activity_columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        kept_column(Activity, "name", width=296, hint=_about),
        reported_column(
            "state",
            "State",
            chip=state_chip,
            sort_key=lambda words: _ORDER[words],
            read=lambda row: row.report.state_label,
            hint=lambda row: row.report.finish_words,
            width=116,
        ),
        _counted("done", "Done", tooltip="Total to the end of the month", width=72),
        kept_column(
            Activity,
            "planned_total",
            label="Planned",
            tooltip="In all. Empty it for the sum of the months planned",
            read=lambda row: row.report.planned_total,
            row_words=lambda row: f"{row.report.planned_total:,}",
            width=82,
        ),
        reported_column(
            "share_done",
            "Done %",
            Kind.DECIMAL,
            row_words=lambda row: f"{row.report.share_done}%" if row.report.share_done else "",
            width=76,
        ),
        reported_column(
            "recent_rate",
            "A month",
            Kind.DECIMAL,
            tooltip="The pace of the last three months reported",
            hint=lambda row: _pace(row.report),
            width=82,
        ),
        reported_column(
            "finish_period",
            "Projected finish",
            Kind.PERIOD,
            hint=lambda row: row.report.finish_words,
            warn=lambda row: row.report.behind,
            width=132,
        ),
        kept_column(Activity, "unit_cost_pence", width=102),
        kept_column(Activity, "funding_pence", width=98),
        _counted(
            "affordable",
            "Buys",
            tooltip="How many the funding buys",
            warn=lambda row: row.report.funding_short,
            hint=lambda row: row.report.warnings[0] if row.report.funding_short else "",
            width=72,
        ),
        _amount("saving_per_unit_pence", "Saving of one £", tooltip="In a full year", width=124),
        _amount(
            "savings_pence", "Saved so far £", tooltip="In a full year, from work done so far", width=116
        ),
        _amount(
            "growth_pence",
            "Growth, separate £",
            tooltip="Extra cost in a full year, from work done so far. Shown separately, not subtracted from savings.",
            width=128,
        ),
        kept_column(Activity, "project_id", row_words=_project_words, width=220),
        kept_column(Activity, "line_id", row_words=lambda row: str(row.report.line), width=220, hidden=True),
        kept_column(Activity, "unit", width=110, hidden=True),
        kept_column(Activity, "source", width=260, hidden=True),
    ]


def state_chip(row: ReportedRow) -> Chip:
    """Return where an activity stands, in words, colour and shape."""
    return Chip(row.report.state_label, STATE_ROLES[row.report.state])


def _project_words(row: ReportedRow) -> str:
    # A project that only the line tells is shown with the line.
    return f"{row.report.project_ref} {row.report.project}".strip() if row.record.project_id else ""


def _counted(key: str, label: str, **more: Any) -> Column:
    return reported_column(key, label, Kind.INTEGER, words=lambda value: f"{value:,}", **more)


def _amount(key: str, label: str, **more: Any) -> Column:
    return reported_column(key, label, Kind.MONEY, **more)


def _pace(item: ActivityReport) -> str:
    if item.run_rate is None:
        return "Nothing is reported yet."
    months = number_of(item.months_reported, "month")
    return f"{item.run_rate} a month over {months} reported"


def _about(row: ReportedRow) -> str:
    parts = [row.report.name, *row.report.warnings]
    if row.report.funding_pence is not None and row.report.unit_cost_pence is not None:
        parts.append(
            f"{format_pounds(row.report.funding_pence)} at {format_pounds(row.report.unit_cost_pence)} each"
        )
    if row.report.source:
        parts.append(f"Source: {row.report.source}")
    return "\n".join(parts)
