"""The decisions and the funding sources as rows of tables: columns and chips, over the report's decisions."""

from __future__ import annotations

from typing import Any, Final

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.governance import Decision, FundingSource
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column, reported_column
from asc_desktop.ui.palette import ColourRole

STAGE_COLOURS: Final[dict[str, ColourRole]] = {
    "draft": "grey",
    "advice": "grey",
    "forward_plan": "blue",
    "for_decision": "amber",
    "call_in": "amber",
    "in_force": "green",
    "called_in": "red",
    "withdrawn": "grey",
}

WARNING_WORDS: Final = {
    "spend_early": "Spends in call-in",
    "start_early": "Starts in call-in",
    "call_in_unknown": "No call-in expiry",
    "call_in_expired": "Call-in expired",
    "stage_behind": "Stage not moved",
    "funding_differs": "Funding differs",
    "repeat_award": "Repeat award",
    "no_forward_plan": "No forward plan",
    "not_assessed": "Not assessed",
    "climate_missing": "Climate missing",
    "no_recommended": "None recommended",
}
"""The warnings in short, by kind, to fit the list at 1366 pixels; their sentences come from the report."""


def decision_columns() -> list[Column]:
    """Return the columns, the ones that matter most first."""
    return [
        kept_column(Decision, "ref", width=98),
        kept_column(Decision, "subject", width=150, hint=lambda row: str(row.record.subject)),
        kept_column(Decision, "stage", width=158, chip=stage_chip),
        view_column(
            "warnings",
            "Warnings",
            read=lambda row: warning_words(row.report) or None,
            warn=lambda row: bool(row.report.warnings),
            hint=lambda row: "\n".join(item.sentence for item in row.report.warnings),
            width=146,
            tooltip="What a person should look at; the editor has the whole sentences",
        ),
        kept_column(Decision, "decision_date", width=106),
        kept_column(Decision, "call_in_expires", label="Call-in expires", width=114, warn=_begins_early),
        reported_column(
            "value_pence",
            "Value £",
            Kind.MONEY,
            tooltip="Revenue and capital together",
        ),
        kept_column(Decision, "kind", width=170),
        kept_column(Decision, "key_decision", label="Key", width=56),
        view_column("next", "Next", read=_next, width=150, hidden=True),
        kept_column(Decision, "revenue_pence", hidden=True),
        kept_column(Decision, "capital_pence", hidden=True),
        kept_column(Decision, "forward_plan_ref", hidden=True),
        kept_column(Decision, "subject_to_call_in", label="Call-in", hidden=True),
        kept_column(Decision, "start_date", hidden=True),
        kept_column(Decision, "first_spend_date", hidden=True),
        reported_column("programme", "Programme", width=190, hidden=True),
        kept_column(Decision, "source", hidden=True),
    ]


def source_columns() -> list[Column]:
    """Return the columns of the funding sources: typed are the name, the year, the provision and the source."""
    return [
        kept_column(FundingSource, "name", width=290),
        kept_column(FundingSource, "year", width=80),
        kept_column(FundingSource, "provision_pence", label="Provision £", width=104),
        _source_view("committed_pence", "Committed £", "Total committed by decisions, including drafts"),
        _source_view(
            "left_pence", "Left £", "Provision less committed", warn=lambda row: row.report.left_pence < 0
        ),
        view_column(
            "decisions", "Decisions", read=lambda row: ", ".join(row.report.decision_refs) or None, width=136
        ),
        reported_column("programme", "Programme", width=190, hidden=True),
        kept_column(FundingSource, "source", width=240, hint=lambda row: str(row.record.source or "")),
    ]


def stage_chip(row: ReportedRow) -> Chip:
    """Return a decision's stage on its colour."""
    return Chip(row.report.stage_label, STAGE_COLOURS[row.report.stage])


def warning_words(item: DecisionReport) -> str:
    """Return a decision's warnings in short, each kind once."""
    return "; ".join(dict.fromkeys(WARNING_WORDS[warning.kind] for warning in item.warnings))


def _begins_early(row: ReportedRow) -> bool:
    return any(item.kind in {"spend_early", "start_early"} for item in row.report.warnings)


def _next(row: ReportedRow) -> str | None:
    if not row.report.next_date:
        return None
    return (
        f"{row.report.next_step} in {row.report.days_left} days"
        if row.report.days_left
        else row.report.next_step
    )


def _source_view(key: str, label: str, tooltip: str, **more: Any) -> Column:
    return reported_column(key, label, Kind.MONEY, tooltip=tooltip, width=104, **more)
