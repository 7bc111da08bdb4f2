"""Decisions: the pipeline, each with what comes next, what each fund has left, and the reasons in full."""

from __future__ import annotations

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.decision_words import SOURCE, decision_details, repeat_awards, stage_next
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport, FundingSourceReport
from asc_desktop.ui.charts.layouts import least_height
from asc_desktop.ui.figures.funding import funding_data
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.composer import BAD, MUTED, SMALL, Composer, Picture, cell, money, text
from asc_desktop.ui.pdf.tables import Cell, Column, Part, Row


def write_decisions(pack: Composer) -> None:
    """Write the pipeline with what falls due next, what each funding source has left, and each decision's reasons."""
    report = pack.report
    pack.section("decisions", "Decisions and funding", f"As at {date_label(report.as_at)}.")
    if report.decisions:
        _write_pipeline(pack, report)
        columns = (
            Column("Ref", most=70),
            Column("Decision", share=5),
            Column("Stage", most=110),
            Column("Value £", align="right"),
            Column("Funded £", align="right"),
            Column("Decided", most=90),
            Column("Call-in expires", most=90),
            Column("Next", share=2),
            Column("To look at", share=3),
        )
        rows: list[Row] = []
        for stage in report.decision_pipeline:
            held = [item for item in report.decisions if item.stage == stage.stage]
            rows += [_decision_row(item) for item in held]
        pack.table(columns, rows, SMALL)
    if report.funding_sources:
        pack.heading("Funding sources")
        data = funding_data(report)
        if data is not None:
            height = min(420.0, least_height(data, 1000) + 12 * len(data.categories))
            pack.pictures([Picture(data, height)])
        pack.table(
            (
                Column("Source", share=3),
                Column("Year"),
                *(
                    Column(words, align="right", least=80)
                    for words in ("Provision £", "Committed £", "Left £")
                ),
                Column("Decisions", share=2),
            ),
            [_source_row(source) for source in report.funding_sources],
            SMALL,
        )
    sentences = repeat_awards(report.decisions)
    if sentences:
        pack.heading("Repeat awards within a year")
        for sentence in sentences:
            pack.paragraph(sentence, SMALL)
    for decision in report.decisions:
        _write_detail(pack, decision)


def _write_pipeline(pack: Composer, report: Report) -> None:
    pack.table(
        (
            Column("Stage", share=2),
            Column("Decisions", align="right", least=80),
            Column("Value £", align="right", least=100),
            Column("Next", share=5),
        ),
        [
            Row(
                (
                    cell(stage.stage_label, SMALL),
                    cell(str(stage.decisions), SMALL),
                    money(stage.value_pence, SMALL),
                    cell(stage_next(stage), SMALL),
                )
            )
            for stage in report.decision_pipeline
            if stage.decisions
        ],
        SMALL,
    )
    pack.heading("Decisions")


def _write_detail(pack: Composer, decision: DecisionReport) -> None:
    """Write what is decided and why, the options, who is paid, the advice and what it implies."""
    details = decision_details(decision)
    if not details:
        return
    pack.heading(f"{decision.ref} {decision.subject}".strip(), 13)
    rows = []
    for label, words in details:
        quiet = label == SOURCE
        rows.append(
            Row(
                (
                    cell(label, SMALL, bold=not quiet, colour=MUTED if quiet else LIGHT.text),
                    cell(words, SMALL, colour=MUTED if quiet else LIGHT.text),
                )
            )
        )
    pack.table((Column("", least=210, most=210), Column("", share=1)), rows, SMALL)


def _decision_row(item: DecisionReport) -> Row:
    plan = f"forward plan {item.forward_plan_ref}" if item.forward_plan_ref else ""
    about = [item.kind_label, "key decision" if item.key_decision else "", plan]
    facts: list[Part] = [text(item.subject, SMALL, bold=True)]
    facts.append(text(", ".join(part for part in about if part), 10, colour=MUTED))
    if item.recommended:
        facts.append(text(f"Recommended: {item.recommended}", SMALL))
    call_in = date_label(item.call_in_expires) if item.call_in_expires else ""
    if not item.subject_to_call_in:
        call_in = "Not subject to it"
    warnings: Cell = tuple(text(warning.sentence, SMALL, colour=BAD) for warning in item.warnings)
    due = f"{item.next_step} {date_label(item.next_date)}" if item.next_date else item.next_step
    return Row((
        cell(item.ref, SMALL, bold=True),
        tuple(facts),
        cell(item.stage_label, SMALL),
        money(item.value_pence, SMALL),
        money(item.funding_pence, SMALL, warn=_is_short(item)),
        cell(date_label(item.decision_date) if item.decision_date else "", SMALL),
        cell(call_in, SMALL),
        cell(due, SMALL),
        warnings,
    ))  # fmt: skip


def _is_short(item: DecisionReport) -> bool:
    """Whether what funds a decision is not what it costs."""
    return bool(item.funding_gap_pence) and any(
        warning.kind == "funding_differs" for warning in item.warnings
    )


def _source_row(source: FundingSourceReport) -> Row:
    return Row((
        cell(source.name, SMALL, bold=True),
        cell(source.year, SMALL),
        money(source.provision_pence, SMALL),
        money(source.committed_pence, SMALL),
        money(source.left_pence, SMALL, bold=True),
        cell(", ".join(source.decision_refs), SMALL),
    ))  # fmt: skip
