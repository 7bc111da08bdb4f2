"""The decisions and the funding sources as rows of tables: columns, chips and filters, over the report's decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.governance import Decision, FundingSource
from asc_desktop.domain.report.views_decisions import DecisionReport, FundingSourceReport
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
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
    "funding_differs": "Funding differs",
    "repeat_award": "Repeat award",
    "no_forward_plan": "No forward plan",
    "not_assessed": "Not assessed",
    "climate_missing": "Climate missing",
    "no_recommended": "None recommended",
}
"""The warnings in short, by kind, to fit the list at 1366 pixels; their sentences come from the report."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as kept and as reported."""

    record: Decision
    report: DecisionReport

    @property
    def id(self) -> str:
        """The decision's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A funding source as kept and as reported."""

    record: FundingSource
    report: FundingSourceReport

    @property
    def id(self) -> str:
        """The funding source's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions are listed; empty parts let everything through."""

    stage: str = ""
    kind: str = ""
    warned: bool = False
    ids: frozenset[str] = frozenset()

    def admits(self, item: DecisionReport) -> bool:
        """Whether a decision is listed."""
        return (
            self.stage in {"", item.stage}
            and self.kind in {"", item.kind}
            and (not self.warned or bool(item.warnings))
            and (not self.ids or item.id in self.ids)
        )


def decision_columns() -> list[Column]:
    """Return the columns, the ones that matter most first."""
    return [
        _kept("ref", width=98),
        _kept("subject", width=150, hint=lambda row: str(row.record.subject)),
        _kept("stage", width=158, chip=stage_chip),
        view_column(
            "warnings",
            "Warnings",
            read=lambda row: warning_words(row.report) or None,
            warn=lambda row: bool(row.report.warnings),
            hint=lambda row: "\n".join(item.sentence for item in row.report.warnings),
            width=146,
            tooltip="What a person should look at; the editor has the whole sentences",
        ),
        _kept("decision_date", width=106),
        _kept("call_in_expires", label="Call-in expires", width=114, warn=_begins_early),
        view_column(
            "value_pence",
            "Value £",
            Kind.MONEY,
            read=lambda row: row.report.value_pence,
            tooltip="Revenue and capital together",
        ),
        _kept("kind", width=170),
        _kept("key_decision", label="Key", width=56),
        view_column("next", "Next", read=_next, width=150, hidden=True),
        _kept("revenue_pence", hidden=True),
        _kept("capital_pence", hidden=True),
        _kept("forward_plan_ref", hidden=True),
        _kept("subject_to_call_in", label="Call-in", hidden=True),
        _kept("start_date", hidden=True),
        _kept("first_spend_date", hidden=True),
        view_column("programme", "Programme", read=lambda row: row.report.programme, width=190, hidden=True),
        _kept("source", hidden=True),
    ]


def source_columns() -> list[Column]:
    """Return the columns of the funding sources: typed are the name, the year, the provision and the source."""
    return [
        _source("name", width=290),
        _source("year", width=80),
        _source("provision_pence", label="Provision £", width=104),
        _source_view("committed_pence", "Committed £", "What decisions take, drafts too; not withdrawn ones"),
        _source_view(
            "left_pence", "Left £", "Provision less committed", warn=lambda row: row.report.left_pence < 0
        ),
        view_column(
            "decisions", "Decisions", read=lambda row: ", ".join(row.report.decision_refs) or None, width=136
        ),
        view_column("programme", "Programme", read=lambda row: row.report.programme, width=190, hidden=True),
        _source("source", width=240, hint=lambda row: str(row.record.source or "")),
    ]


def stage_chip(row: DecisionRow) -> Chip:
    """Return a decision's stage on its colour."""
    return Chip(row.report.stage_label, STAGE_COLOURS[row.report.stage])


def warning_words(item: DecisionReport) -> str:
    """Return a decision's warnings in short, each kind once."""
    return "; ".join(dict.fromkeys(WARNING_WORDS[warning.kind] for warning in item.warnings))


def _begins_early(row: DecisionRow) -> bool:
    return any(item.kind in {"spend_early", "start_early"} for item in row.report.warnings)


def _next(row: DecisionRow) -> str | None:
    if not row.report.next_date:
        return None
    return (
        f"{row.report.next_step} in {row.report.days_left} days"
        if row.report.days_left
        else row.report.next_step
    )


def _kept(key: str, **more: Any) -> Column:
    return field_column(Decision, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _source(key: str, **more: Any) -> Column:
    return field_column(FundingSource, key, read=lambda row: getattr(row.record, key), editable=True, **more)


def _source_view(key: str, label: str, tooltip: str, **more: Any) -> Column:
    return view_column(
        key,
        label,
        Kind.MONEY,
        read=lambda row: getattr(row.report, key),
        tooltip=tooltip,
        width=104,
        **more,
    )
