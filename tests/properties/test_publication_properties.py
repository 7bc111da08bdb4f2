"""A public report names nothing exempt and keeps every total; the appendix holds the rest, and nothing else."""

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Kind, Record, field_of
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.disclosure import disclosure_warnings
from asc_desktop.domain.report.exempt import exempt_records
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.publication import appendix_report, public_report
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.services.sample import sample_portfolio
from tests.properties.portfolios import tables

MARKABLE = [kind.table for kind in RECORD_TYPES if kind.markable]
MARKER = "Zqxjv"
"""Stands at the beginning of the title of everything exempt, and nowhere else."""

SCOPES = st.sampled_from(["2024-05", "2024-06"])


@cache
def sample() -> tuple[Record, ...]:
    return tuple(item for item in sample_portfolio()[0] if item.table not in {"exempt_mark", "snapshot"})


@cache
def markable() -> dict[str, tuple[Record, ...]]:
    return {table: tuple(item for item in sample() if item.table == table) for table in MARKABLE}


@st.composite
def marked(draw: st.DrawFn) -> Records:
    """The sample with a few records of any types marked."""
    held = [table for table in MARKABLE if markable()[table]]
    chosen = {
        item.id: item
        for table in draw(st.lists(st.sampled_from(held), min_size=1, max_size=6))
        for item in [draw(st.sampled_from(markable()[table]))]
    }
    return with_marks(list(chosen.values()), draw(st.sampled_from("1234567")))


def with_marks(chosen: list[Record], paragraph: str = "3") -> Records:
    """Return the sample with these marked, and the marker in the title of all that is then exempt."""
    marks = [
        ExemptMark(
            id=f"mark-{item.id}",
            record_table=item.table,
            record_id=item.id,
            paragraph=paragraph,
            reason="Because.",
        )
        for item in chosen
    ]
    exempt = exempt_records(tables([*sample(), *marks]))
    rows = [titled(item) if item.id in exempt else item for item in sample()]
    return tables([*rows, *marks])


def titled(record: Record) -> Record:
    """Return the record with the marker in the words that name it."""
    kind = type(record)
    changed: dict[str, Any] = {}
    for key in {kind.title, "ref"} & set(kind.__struct_fields__):
        if field_of(kind, key).kind in {Kind.TEXT, Kind.LONG_TEXT}:
            changed[key] = f"{MARKER} {getattr(record, key)}"
    return replace(record, **changed)


def reports(records: Records, period: str) -> list[Report]:
    """Return the report of all programmes and of the first."""
    first = min(records.all(Programme), key=lambda item: item.position)
    return [build_report(records, Scope(programme, period)) for programme in (None, first.id)]


def totals(report: Report) -> object:
    """Everything that has to stay true."""
    return (
        [(figure.key, figure.pence, figure.count, figure.text) for figure in report.key_figures],
        report.savings.by_year, report.savings.by_theme, report.savings.by_source_plan, report.savings.bases,
        [(bar.key, bar.pence) for bar in report.savings.bridge],
        [(theme.label, [count.count for count in theme.counts]) for theme in report.status_by_theme],
        [theme.position for theme in report.themes],
        [group.figures for group in report.budget.groups], report.budget.totals,
        [(stage.decisions, stage.value_pence) for stage in report.decision_pipeline],
        [band.count for band in report.risk_matrix.bands],
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(marked(), SCOPES)
def test_nothing_exempt_is_named_and_no_total_changes(records: Records, period: str) -> None:
    for report in reports(records, period):
        assert_public(report)


@pytest.mark.parametrize("table", MARKABLE)
def test_no_type_of_record_leaks(table: str) -> None:
    for record in markable()[table][:2]:
        assert_public(build_report(with_marks([record]), Scope(None, "2024-06")))


def assert_public(report: Report) -> None:
    """Hold that the report's public form names nothing exempt, tells how much that is, and keeps every total."""
    public = public_report(report)
    words = canonical_text(public.report)
    assert MARKER not in words
    assert [each for each in report.exempt if each in words] == []
    assert totals(public.report) == totals(report)
    assert bool(public.sentence) == bool(public.left_out)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(marked(), SCOPES)
def test_the_appendix_holds_what_is_left_out_and_nothing_else(records: Records, period: str) -> None:
    for report in reports(records, period):
        appendix = appendix_report(report)
        held = appendix.report
        left_out = public_report(report).left_out
        assert sum(item.count for item in left_out) == len(held.exempt)
        assert bool(appendix.marking) == bool(left_out)
        for rows in (held.projects, held.savings.lines, held.measures, held.milestones):
            assert all(row.id in report.exempt for row in rows)
        assert len(held.projects) == sum(1 for row in report.projects if row.id in report.exempt)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(marked(), SCOPES)
def test_a_warning_names_a_marked_record_and_what_its_total_leaves(records: Records, period: str) -> None:
    for report in reports(records, period):
        lines = {line.id: line for line in report.savings.lines}
        shown = {line.id for line in public_report(report).report.savings.lines}
        for warning in disclosure_warnings(report):
            assert report.exempt[warning.record_id].mark_id
            if warning.total_kind == "all":
                for year in warning.years[:1]:
                    visible = sum(
                        lines[each].years[year].target_pence for each in shown if lines[each].in_scope
                    )
                    left = report.savings.by_year[year].target_pence - visible
                    assert left in {0, warning.amount_pence}
