"""The list of activities as rows of a table: what each is, how far it is, and what it costs and saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.report.activity import STATES
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column

STATE_ROLES: Final = {
    "behind": "red",
    "on_track": "green",
    "under_way": "green",
    "done": "blue",
    "not_started": "grey",
    "no_plan": "grey",
}
_ORDER: Final = {words: at for at, (_, words) in enumerate(STATES)}


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as kept and as reported."""

    record: Activity
    report: ActivityReport

    @property
    def id(self) -> str:
        """The activity's id."""
        return self.record.id


def activity_columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        _kept("name", width=296, hint=_about),
        view_column(
            "state",
            "State",
            chip=state_chip,
            sort_key=lambda words: _ORDER[words],
            read=lambda row: row.report.state_label,
            hint=lambda row: row.report.finish_words,
            width=116,
        ),
        _counted("done", "Done", tooltip="In all by the end of the period", width=72),
        _kept(
            "planned_total",
            label="Planned",
            tooltip="In all. Empty it for the sum of the months planned",
            read=lambda row: row.report.planned_total,
            row_words=lambda row: f"{row.report.planned_total:,}",
            width=82,
        ),
        view_column(
            "share_done",
            "Done %",
            Kind.DECIMAL,
            read=lambda row: row.report.share_done,
            row_words=lambda row: f"{row.report.share_done}%" if row.report.share_done else "",
            width=76,
        ),
        view_column(
            "recent_rate",
            "A month",
            Kind.DECIMAL,
            read=lambda row: row.report.recent_rate,
            tooltip="The pace of the last three months reported",
            hint=lambda row: _pace(row.report),
            width=82,
        ),
        view_column(
            "finish_period",
            "Projected finish",
            Kind.PERIOD,
            read=lambda row: row.report.finish_period,
            hint=lambda row: row.report.finish_words,
            warn=lambda row: row.report.behind,
            width=132,
        ),
        _kept("unit_cost_pence", width=102),
        _kept("funding_pence", width=98),
        _counted(
            "affordable",
            "Buys",
            tooltip="How many the funding buys",
            warn=lambda row: row.report.funding_short,
            hint=lambda row: row.report.warnings[0] if row.report.funding_short else "",
            width=72,
        ),
        _amount("saving_per_unit_pence", "Saving of one £", tooltip="In a full year", width=124),
        _amount("savings_pence", "Saved so far £", tooltip="In a full year, of those done", width=116),
        _amount(
            "growth_pence",
            "Growth beside £",
            tooltip="In a full year, of those done; never taken off the saving",
            width=128,
        ),
        _kept("project_id", words_from="project", width=220),
        _kept("line_id", words_from="line", width=220, hidden=True),
        _kept("unit", width=110, hidden=True),
        _kept("source", width=260, hidden=True),
    ]


def by_programme() -> Grouping:
    """Return the grouping by programme, where all are looked at."""
    return Grouping("Programme", lambda row: row.report.programme)


def state_chip(row: ActivityRow) -> Chip:
    """Return where an activity stands, in words, colour and shape."""
    return Chip(row.report.state_label, STATE_ROLES[row.report.state])


def _kept(key: str, *, words_from: str = "", **more: Any) -> Column:
    made: dict[str, Any] = {"read": lambda row: getattr(row.record, key), "editable": True, **more}
    if words_from:
        made["row_words"] = lambda row: _reference_words(row, words_from)
    return field_column(Activity, key, **made)


def _reference_words(row: ActivityRow, key: str) -> str:
    if key == "line":
        return row.report.line
    # A project that only the line tells is shown with the line.
    return f"{row.report.project_ref} {row.report.project}".strip() if row.record.project_id else ""


def _counted(key: str, label: str, **more: Any) -> Column:
    return view_column(
        key,
        label,
        Kind.INTEGER,
        read=lambda row: getattr(row.report, key),
        words=lambda value: f"{value:,}",
        **more,
    )


def _amount(key: str, label: str, **more: Any) -> Column:
    return view_column(key, label, Kind.MONEY, read=lambda row: getattr(row.report, key), **more)


def _pace(item: ActivityReport) -> str:
    if item.run_rate is None:
        return "Nothing is reported yet."
    months = number_of(item.months_reported, "month")
    return f"{item.run_rate} a month over {months} reported"


def _about(row: ActivityRow) -> str:
    parts = [row.report.name, *row.report.warnings]
    if row.report.funding_pence is not None and row.report.unit_cost_pence is not None:
        parts.append(
            f"{format_pounds(row.report.funding_pence)} at {format_pounds(row.report.unit_cost_pence)} each"
        )
    if row.report.source:
        parts.append(f"Source: {row.report.source}")
    return "\n".join(parts)
