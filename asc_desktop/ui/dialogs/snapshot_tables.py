"""The tables of a frozen report, section by section, as it was: nothing in them asks the records of today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.attention import KIND_WORDS
from asc_desktop.domain.report.exceptions import movement_words
from asc_desktop.domain.report.model import AttentionRow, Report
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.ui.models.columns import Chip, Column, view_column


class Section(Struct, frozen=True):
    """One table: its name, its columns, and its rows of a report."""

    key: str
    name: str
    columns: Callable[[], list[Column]]
    rows: Callable[[Report], Iterable[Any]]


class SavingYear(Struct, frozen=True):
    """A line in a year."""

    id: str
    ref: str
    name: str
    year: str
    target_pence: int
    forecast_pence: int
    delivered_pence: int
    slipped_out_pence: int
    no_plan_pence: int


def _saving_years(report: Report) -> list[SavingYear]:
    return [
        SavingYear(
            f"{line.id}:{year}",
            line.project_ref,
            line.name,
            year,
            position.target_pence,
            position.forecast_pence,
            position.delivered_pence,
            position.slipped_out_pence,
            position.no_plan_pence,
        )
        for line in report.savings.lines
        if line.in_scope
        for year, position in line.years.items()
        if position.to_find_pence or position.forecast_pence
    ]


class OwnRow(Struct, frozen=True):
    """What a record has in a field of the council's own."""

    id: str
    records: str
    record: str
    label: str
    words: str


def _own_values(report: Report) -> list[OwnRow]:
    return [
        OwnRow(value.id, own.records.capitalize(), value.record, own.label, value.words)
        for own in report.own_fields
        for value in own.values
    ]


def _rag(key: str, label: str) -> Column:
    def chip(row: Any) -> Chip | None:
        colour = getattr(row, key)
        return Chip(RAG_WORDS[colour], colour) if colour else None

    return view_column(key, label, chip=chip, width=110)


def _status(row: Any) -> Chip | None:
    status = row.status
    return Chip(status.name, status.rag, status.shape) if status else None


def _projects() -> list[Column]:
    return [
        view_column("ref", "Ref", width=72),
        view_column("name", "Project", width=240),
        view_column("theme", "Theme", width=190),
        view_column("status", "Delivery status", chip=_status, width=180),
        _rag("savings_rag", "Savings RAG"),
        view_column("target_pence", "Target £", Kind.MONEY),
        view_column("forecast_pence", "Forecast £", Kind.MONEY),
        view_column("delivered_pence", "Delivered £", Kind.MONEY),
        view_column("narrative", "Narrative", Kind.LONG_TEXT, width=420, hint=lambda row: row.narrative),
    ]


def _savings() -> list[Column]:
    return [
        view_column("ref", "Ref", width=72),
        view_column("name", "Saving", width=290),
        view_column("year", "Year", width=80),
        view_column("target_pence", "Target £", Kind.MONEY),
        view_column("forecast_pence", "Forecast £", Kind.MONEY),
        view_column("delivered_pence", "Delivered £", Kind.MONEY),
        view_column("slipped_out_pence", "Slipped on £", Kind.MONEY),
        view_column("no_plan_pence", "No plan yet £", Kind.MONEY),
    ]


def _exceptions() -> list[Column]:
    return [
        view_column("project_ref", "Ref", width=72),
        view_column("project", "Project", width=200),
        view_column("open", "State", read=lambda row: "Open" if row.open else "Closed", width=80),
        view_column("category", "Category", width=170),
        view_column("description", "Exception", width=360, hint=lambda row: row.description),
        view_column("amount_pence", "At stake £", Kind.MONEY),
        view_column("years", "Years", width=110),
        view_column("days_open", "Days open", Kind.INTEGER, width=90),
    ]


def _movements() -> list[Column]:
    return [
        view_column("from_label", "From", width=290, hint=lambda row: row.from_label),
        view_column("from_year", "Year", width=80),
        view_column("kind_label", "Movement", width=150),
        view_column("words", "What", read=movement_words, hint=movement_words, width=330),
        view_column("reason", "Why", width=300, hint=lambda row: row.reason),
        view_column("approved_by", "Approved by", width=180),
    ]


def _milestones() -> list[Column]:
    return [
        view_column("project_ref", "Ref", width=72),
        view_column("name", "Milestone", width=300),
        view_column("baseline_date", "Baseline", Kind.DATE),
        view_column("forecast_date", "Forecast", Kind.DATE),
        view_column("actual_date", "Reached", Kind.DATE),
        view_column("days_late", "Days late", Kind.INTEGER),
        _rag("rag", "RAG"),
    ]


def _measures() -> list[Column]:
    return [
        view_column("name", "Measure", width=400, hint=lambda row: row.name),
        view_column("actual", "Actual", width=90, align="right"),
        view_column("target", "Target", width=90, align="right"),
        view_column("unit", "Unit", width=80),
        _rag("rag", "RAG"),
        view_column("comment", "Comment", width=300, hint=lambda row: row.comment),
    ]


def _risks() -> list[Column]:
    return [
        view_column("ref", "Ref", width=72),
        view_column("description", "Risk", width=420, hint=lambda row: row.description),
        view_column("score", "Score", Kind.INTEGER),
        view_column("level_label", "Level", width=100),
        view_column("movement_label", "Movement", width=110),
        view_column("owner", "Owner", width=200),
    ]


def _budget() -> list[Column]:
    def amount(key: str, label: str) -> Column:
        return view_column(
            key, label, Kind.MONEY, read=lambda row: getattr(row.figures, key) if row.figures else None
        )

    return [
        view_column("group", "Group", width=220),
        view_column("name", "Line", width=280),
        amount("budget_pence", "Budget £"),
        amount("actual_pence", "Actual £"),
        amount("forecast_pence", "Forecast £"),
        amount("variance_pence", "Variance £"),
    ]


def _decisions() -> list[Column]:
    return [
        view_column("ref", "Ref", width=100),
        view_column("subject", "Decision", width=400, hint=lambda row: row.subject),
        view_column("stage_label", "Stage", width=150),
        view_column("value_pence", "Value £", Kind.MONEY),
        view_column("decision_date", "Decided", Kind.DATE),
        view_column("next_step", "Next", width=200),
    ]


def _own() -> list[Column]:
    return [
        view_column("records", "Of", width=130),
        view_column("record", "Record", width=300, hint=lambda row: row.record),
        view_column("label", "Field", width=200),
        view_column("words", "Value", width=420, hint=lambda row: row.words),
    ]


def _attention() -> list[Column]:
    def kind(row: AttentionRow) -> str:
        return KIND_WORDS.get(row.kind, row.kind)

    return [
        view_column("project_ref", "Ref", width=72),
        view_column("project", "Project", width=240),
        view_column("kind", "Kind", read=kind, width=200),
        view_column("why", "Why", width=360, hint=lambda row: row.why),
        view_column("amount_pence", "£ at stake", Kind.MONEY),
    ]


SECTIONS: Final[Sequence[Section]] = (
    Section("projects", "Projects", _projects, lambda report: report.projects),
    Section("savings", "Savings", _savings, _saving_years),
    Section("exceptions", "Exceptions", _exceptions, lambda report: report.exceptions),
    Section("movements", "Movements", _movements, lambda report: report.movements),
    Section("milestones", "Milestones", _milestones, lambda report: report.milestones),
    Section("measures", "Measures", _measures, lambda report: report.measures),
    Section("risks", "Risks", _risks, lambda report: report.risks),
    Section("budget", "Budget", _budget, lambda report: report.budget.lines),
    Section("decisions", "Decisions", _decisions, lambda report: report.decisions),
    Section("own", "Your own fields", _own, _own_values),
    Section("attention", "Needs attention", _attention, lambda report: report.attention),
)
"""Every section that the window shows, in its order; one without rows is left out."""
